//! The gate's judgement.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Issue, Severity, TermCounts};

/// Figures of what was judged, for the error body and the log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Metrics {
    /// Words of all sections.
    pub words: usize,
    /// Characters of all sections against the pack's minimum.
    pub characters: TermCounts,
    /// Mentions of the brand against the pack's minimum.
    pub brand_mentions: TermCounts,
    /// Required terms that do not occur, one synonym a group.
    pub missing_terms: Vec<String>,
    /// Forbidden terms that occur.
    pub forbidden_terms: Vec<String>,
}

impl Metrics {
    /// Adds the figures that checks of a section count.
    pub(super) fn add(&mut self, brand_mentions: usize, forbidden_terms: &[String]) {
        self.brand_mentions.found += brand_mentions;
        for term in forbidden_terms {
            if !self.forbidden_terms.contains(term) {
                self.forbidden_terms.push(term.clone());
            }
        }
    }
}

/// What the gate found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Verdict {
    /// No blocking finding, and no repairable one that the pack does not tolerate.
    pub passed: bool,
    /// 100, less 10 for each repairable finding and 2 for each warning; 0 when one blocks.
    pub score: u32,
    /// How many checks ran.
    pub checks_run: u32,
    /// Findings, in the order of sections and lines.
    pub failures: Vec<Issue>,
    /// Figures.
    pub metrics: Metrics,
}

impl Verdict {
    /// Number of findings of `severity`.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.failures.iter().filter(|issue| issue.severity == severity).count()
    }

    /// Findings in the section `id`.
    pub fn in_section<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Issue> {
        self.failures.iter().filter(move |issue| issue.section.as_deref() == Some(id))
    }
}
