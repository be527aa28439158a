//! A section as rendered and judged, and which of two is the better one.

use std::sync::Arc;

use crate::domain::{Issue, RepairRecord, SectionAnswer, SectionDraft, Severity};
use crate::packs::{PackSpec, SectionSpec};
use crate::quality::words::count_plain;
use crate::quality::{SectionReading, Verdict};

/// A rendered section with the verdict on it.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub draft: SectionDraft,
    pub verdict: Verdict,
    pub words: usize,
    /// The answer that it was rendered from; none for a section of an earlier run.
    pub answer: Option<Arc<SectionAnswer>>,
    /// What the verdict on the report can take over of this one.
    pub reading: Option<Arc<SectionReading>>,
    rank: Rank,
}

/// Smaller is better: blocking findings, repairable ones that refuse the report, repairable ones,
/// words outside the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    blocking: usize,
    refusing: usize,
    repairable: usize,
    distance: usize,
}

impl Candidate {
    pub fn new(draft: SectionDraft, verdict: Verdict, pack: &PackSpec, spec: &SectionSpec) -> Self {
        let judged = verdict.checks_run > 0;
        let words = if judged { verdict.metrics.words } else { count_plain(&draft.markdown) };
        let rank = Rank {
            blocking: verdict.count(Severity::Blocking),
            refusing: refusing(&verdict, pack).count(),
            repairable: verdict.count(Severity::Repairable),
            distance: distance(words, spec),
        };
        Self { draft, verdict, words, answer: None, reading: None, rank }
    }

    /// The same with the answer that it was rendered from, and what the gate read in it.
    pub fn with(self, answer: Arc<SectionAnswer>, reading: Option<SectionReading>) -> Self {
        Self { answer: Some(answer), reading: reading.map(Arc::new), ..self }
    }

    /// Whether it is worth no repair.
    pub fn is_clean(&self) -> bool {
        self.rank.blocking == 0 && self.rank.repairable == 0
    }

    /// Whether it can be delivered as it is.
    pub fn is_acceptable(&self) -> bool {
        self.rank.blocking == 0 && self.rank.refusing == 0
    }

    /// What a repair has to mend, the most serious first.
    pub fn failures(&self) -> Vec<Issue> {
        worst_first(self.verdict.failures.iter())
    }

    /// The better one of the two; the older one where neither is. Calls and repairs of both count.
    pub fn or_better(self, newer: Self, record: RepairRecord) -> Self {
        let counts = self.counts_with(&newer, record);
        if newer.rank < self.rank { newer } else { self }.counted(counts)
    }

    /// `newer`, whatever is thought of the two. Calls and repairs of both count.
    pub fn replaced_by(self, newer: Self, record: RepairRecord) -> Self {
        let counts = self.counts_with(&newer, record);
        newer.counted(counts)
    }

    /// Calls and repairs of both, `record` among them.
    fn counts_with(&self, newer: &Self, record: RepairRecord) -> (u32, Vec<RepairRecord>) {
        let mut repairs = self.draft.repairs.clone();
        repairs.push(record);
        for fix in &newer.draft.repairs {
            if !repairs.contains(fix) {
                repairs.push(fix.clone());
            }
        }
        (self.draft.attempts + newer.draft.attempts, repairs)
    }

    fn counted(mut self, (attempts, repairs): (u32, Vec<RepairRecord>)) -> Self {
        self.draft.attempts = attempts;
        self.draft.repairs = repairs;
        self
    }
}

/// Findings at or above repairable, the most serious first.
pub(super) fn worst_first<'a>(issues: impl Iterator<Item = &'a Issue>) -> Vec<Issue> {
    let mut failures: Vec<Issue> =
        issues.filter(|issue| issue.severity > Severity::Warning).cloned().collect();
    failures.sort_by_key(|issue| std::cmp::Reverse(issue.severity));
    failures
}

fn refusing<'a>(verdict: &'a Verdict, pack: &'a PackSpec) -> impl Iterator<Item = &'a Issue> {
    verdict.failures.iter().filter(|issue| {
        issue.severity == Severity::Repairable && !pack.tolerate.contains(&issue.check)
    })
}

fn distance(words: usize, spec: &SectionSpec) -> usize {
    let (min, max) = (spec.words.min as usize, spec.words.max as usize);
    min.saturating_sub(words) + words.saturating_sub(max)
}
