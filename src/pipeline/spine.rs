//! The spine: asked for, judged, and mended before any section rests on it. What still does not
//! hold is left out where the plan can do without it; otherwise the report is refused.

use std::sync::Arc;

use super::candidate::worst_first;
use super::faults;
use super::judge::Facts;
use super::start::Start;
use crate::domain::{
    Issue, Provenance, ReportError, ResearchNotes, Severity, Spine, SpinePlace, WriterKind,
};
use crate::providers::ChainError;
use crate::quality::fixes::{FixContext, fix_cell};
use crate::quality::{SpineIssue, Verdict, cannot_be_silenced};
use crate::writing::{ReportContext, SpineAgain};

/// A spine that a report may rest on, with what its reader should know of it.
pub(super) struct Settled {
    pub spine: Arc<Spine>,
    pub warnings: Vec<String>,
}

/// The spine of a report. The stub writer's is judged with the whole report: asked again, it
/// would write the same.
pub(super) async fn settle(
    start: &Start,
    context: &ReportContext,
    research: &Arc<ResearchNotes>,
) -> Result<Settled, ReportError> {
    let facts = Facts { research: Arc::clone(research), ..start.facts(context) };
    let search = Search { start, context, facts: Arc::new(facts) };
    if start.writer.kind() == WriterKind::Stub {
        let written = start.writer.spine(context, research, SpineAgain::default()).await;
        let written = written.map_err(|error| faults::chain(error, start.job.time))?;
        return Ok(Settled { spine: Arc::new(written.value), warnings: vec![] });
    }
    let best = search.best().await.map_err(|error| faults::chain(error, start.job.time))?;
    search.accept(best).await
}

struct Search<'s> {
    start: &'s Start,
    context: &'s ReportContext,
    facts: Arc<Facts>,
}

/// One spine with what is wrong with it.
struct Tried {
    spine: Spine,
    provenance: Provenance,
    issues: Vec<SpineIssue>,
}

impl Search<'_> {
    /// The best of up to three: as written; asked again with what was wrong; and, where the
    /// report would be lost otherwise, from the next provider or model.
    async fn best(&self) -> Result<Tried, ChainError> {
        let first = self.ask(SpineAgain::default()).await?;
        if worst_first(first.issues.iter().map(|found| &found.issue)).is_empty() {
            return Ok(first);
        }
        let second = self.better(first, false).await?;
        if second.issues.iter().all(|found| !self.refuses(&found.issue)) {
            return Ok(second);
        }
        self.better(second, true).await
    }

    /// `best`, or a new one where that is better.
    async fn better(&self, best: Tried, elsewhere: bool) -> Result<Tried, ChainError> {
        let failures = worst_first(best.issues.iter().map(|found| &found.issue));
        let avoid = elsewhere.then_some(&best.provenance);
        match self.ask(SpineAgain { failures: &failures, avoid }).await {
            Ok(next) if self.rank(&next) < self.rank(&best) => Ok(next),
            Ok(_) => Ok(best),
            Err(error @ (ChainError::Cancelled | ChainError::Deadline { .. })) => Err(error),
            Err(error) => {
                tracing::warn!(%error, "the spine could not be mended");
                Ok(best)
            }
        }
    }

    async fn ask(&self, again: SpineAgain<'_>) -> Result<Tried, ChainError> {
        let writer = &self.start.writer;
        let written = writer.spine(self.context, &self.facts.research, again).await?;
        let (spine, issues) = self.judge(written.value).await;
        Ok(Tried { spine, provenance: written.provenance, issues })
    }

    /// `spine` after lossless fixes, and what is wrong with it all the same.
    async fn judge(&self, mut spine: Spine) -> (Spine, Vec<SpineIssue>) {
        let facts = Arc::clone(&self.facts);
        let judge = move || {
            let brand = facts.brief.brand_name.as_str();
            let fixes = FixContext { brand, opens: false, closes: false };
            spine.edit_texts(|text| *text = fix_cell(text, &fixes).0);
            let issues = facts.judge_spine(&spine);
            (spine, issues)
        };
        self.start.pipeline.inner.compute.run(judge).await
    }

    /// Whether `issue` keeps the report from its client.
    fn refuses(&self, issue: &Issue) -> bool {
        match issue.severity {
            Severity::Blocking => true,
            Severity::Repairable => !self.facts.pack.tolerate.contains(&issue.check),
            Severity::Warning => false,
        }
    }

    fn rank(&self, tried: &Tried) -> (usize, usize, usize) {
        let issues = || tried.issues.iter().map(|found| &found.issue);
        let of = |severity| issues().filter(|issue| issue.severity == severity).count();
        let refusing = issues().filter(|issue| self.refuses(issue)).count();
        (of(Severity::Blocking), refusing, of(Severity::Repairable))
    }

    /// The spine to write by, or the refusal of the report.
    async fn accept(&self, best: Tried) -> Result<Settled, ReportError> {
        let at_fault = |issues: &[SpineIssue]| -> Vec<SpineIssue> {
            issues.iter().filter(|found| self.refuses(&found.issue)).cloned().collect()
        };
        let refusing = at_fault(&best.issues);
        if refusing.is_empty() {
            return Ok(Settled { spine: Arc::new(best.spine), warnings: vec![] });
        }
        if refusing.iter().all(is_dispensable) {
            let places: Vec<SpinePlace> = refusing.iter().map(|found| found.place).collect();
            let (less, issues) = self.judge(best.spine.clone().without(&places)).await;
            if at_fault(&issues).is_empty() {
                return Ok(Settled { spine: Arc::new(less), warnings: left_out(&refusing) });
            }
        }
        let excused = refusing.iter().all(|found| !cannot_be_silenced(&found.issue.check));
        if self.context.request.draft_mode && excused {
            return Ok(Settled { spine: Arc::new(best.spine), warnings: vec![] });
        }
        let failures = best.issues.into_iter().map(|found| found.issue).collect();
        let verdict = Verdict { failures, ..Verdict::default() };
        Err(faults::quality(&verdict, false))
    }
}

/// Whether the plan is one without what `found` stands in. What must never show is no slip: its
/// writer is not to be trusted with the rest.
fn is_dispensable(found: &SpineIssue) -> bool {
    found.place.is_optional() && found.issue.severity < Severity::Blocking
}

/// What the caller should know of what the strategy lacks.
fn left_out(refusing: &[SpineIssue]) -> Vec<String> {
    let mut warnings: Vec<String> = vec![];
    for SpineIssue { place, issue } in refusing {
        let warning = format!(
            "The {place} of the brand strategy was left out, since it did not hold ({}): {}",
            issue.check, issue.message
        );
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    warnings
}
