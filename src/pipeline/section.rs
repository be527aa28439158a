//! One section: written, fixed, rendered, judged and repaired until it passes or its budget is
//! spent.

use std::sync::Arc;

use tokio::time::timeout_at;

use super::candidate::Candidate;
use super::mend::mended;
use super::repair::{FAILURES_A_PATCH, History, checks_of};
use super::report::Work;
use super::rows::{self, Missing};
use super::settings::PipelineSettings;
use crate::domain::{
    Issue, RepairKind, RepairRecord, RunEvent, SectionAnswer, SectionDraft, SectionId,
};
use crate::packs::SectionSpec;
use crate::providers::ChainError;
use crate::quality::Verdict;
use crate::telemetry::report::section_repaired;
use crate::writing::{Repair, SectionTask, Written, llm};

/// A section in the making.
#[derive(Clone)]
pub(super) struct Section {
    pub task: SectionTask,
    pub best: Candidate,
    pub history: History,
}

/// Writes the section at `spec` with the abstracts of those that it depends on.
pub(super) async fn write(
    work: &Work,
    spec: Arc<SectionSpec>,
    abstracts: Vec<(SectionId, String)>,
) -> Result<Section, ChainError> {
    let id = spec.id.to_string();
    work.emit(RunEvent::SectionStarted { section: id.clone() });
    let task = work.task(spec, abstracts);
    let written = work.writer.section(&work.context, &task).await?;
    let best = candidate(work, &task, written).await;
    let mut section = Section { task, best, history: History::default() };
    while section.history.len() < work.facts.pack.limits.repairs_per_section {
        let wanted = work.repairs_sections() && !section.best.is_clean();
        if !wanted || !work.budget.take() || !repair(work, &mut section, &[]).await {
            break;
        }
    }
    work.emit(RunEvent::SectionDone { section: id, words: section.best.words });
    Ok(section)
}

/// Tries one repair of what the gate found and of `also`; `false` when nobody answered. Whoever
/// calls has taken it from a budget.
pub(super) async fn repair(work: &Work, section: &mut Section, also: &[Issue]) -> bool {
    let mut failures = also.to_vec();
    let own = section.best.failures();
    failures.extend(own.into_iter().filter(|issue| !also.contains(issue)));
    if work.budget.is_stopped() {
        return false;
    }
    let checks = checks_of(&failures);
    let Some((kind, written)) = ask(work, section, failures).await else {
        return false;
    };
    section.history.note(kind, checks.clone());
    let provider = written.provenance.provider.clone();
    let newer = candidate(work, &section.task, written).await;
    let record = RepairRecord { kind, checks: checks.clone(), provider };
    section.best = if work.repairs_sections() {
        section.best.clone().or_better(newer, record)
    } else {
        section.best.clone().replaced_by(newer, record)
    };
    section_repaired(work.facts.pack.key.as_str(), section.task.spec.id.as_str());
    work.emit(RunEvent::SectionRepaired {
        section: section.task.spec.id.to_string(),
        kind: kind_name(kind).to_owned(),
        checks,
    });
    true
}

/// Asks for the repair that comes next: missing rows alone, else PATCH or RESAMPLE.
async fn ask(
    work: &Work,
    section: &Section,
    mut failures: Vec<Issue>,
) -> Option<(RepairKind, Written<SectionAnswer>)> {
    let best = &section.best;
    let patch = |failures| Repair::Patch { previous: Box::new(best.draft.clone()), failures };
    if let Some((answer, missing)) = missing_rows(section, &failures) {
        let spec = llm::only_rows(&section.task.spec, missing.part, missing.first, missing.last);
        let task = SectionTask { spec: Arc::new(spec), ..section.task.clone() };
        failures.truncate(FAILURES_A_PATCH);
        let written = in_time(work, &task, &patch(failures)).await?;
        let value = rows::merged(answer, missing, written.value.clone());
        return Some((RepairKind::Rows, Written { value, ..written }));
    }
    if !work.repairs_sections() {
        return Some((RepairKind::Patch, in_time(work, &section.task, &patch(failures)).await?));
    }
    let kind = section.history.next(&failures);
    let request = if kind == RepairKind::Resample {
        Repair::Resample { avoid: best.draft.provenance.clone(), failures }
    } else {
        failures.truncate(FAILURES_A_PATCH);
        patch(failures)
    };
    Some((kind, in_time(work, &section.task, &request).await?))
}

/// The answer that only lacks rows, and which; once a section.
fn missing_rows(section: &Section, failures: &[Issue]) -> Option<(SectionAnswer, Missing)> {
    let answer = section.best.answer.as_deref().filter(|_| !section.history.rows_asked())?;
    let missing = rows::missing(&section.task.spec, answer, failures)?;
    Some((answer.clone(), missing))
}

/// Asks for a repair; `None` when no provider answers or the report's time is nearly over. The
/// best draft so far then stands.
async fn in_time(
    work: &Work,
    task: &SectionTask,
    repair: &Repair,
) -> Option<Written<SectionAnswer>> {
    let grace = PipelineSettings::grace(work.job.time);
    let until = work.context.session.deadline.checked_sub(grace)?;
    match timeout_at(until, work.writer.repair(&work.context, task, repair)).await {
        Ok(Ok(written)) => Some(written),
        Ok(Err(error)) => {
            tracing::warn!(section = %task.spec.id, %error, "a repair got no answer");
            if !matches!(error, ChainError::Exhausted { .. }) {
                work.budget.stop();
            }
            None
        }
        Err(_elapsed) => {
            work.budget.stop();
            None
        }
    }
}

/// Renders an answer and judges it. What nobody can repair is judged once, in the whole report.
pub(super) async fn candidate(
    work: &Work,
    task: &SectionTask,
    written: Written<SectionAnswer>,
) -> Candidate {
    let facts = Arc::clone(&work.facts);
    let names = Arc::clone(&work.names);
    let spec = Arc::clone(&task.spec);
    let handed_over = task.handed_over;
    let repairable = work.repairs_sections();
    let candidate = work
        .compute(move || {
            let (written, fixed) = mended(written, &facts.brief.brand_name);
            let answer = Arc::new(written.value.clone());
            let mut draft = names.render(&spec, written, handed_over);
            draft.repairs.extend(fixed);
            let (verdict, reading) =
                if repairable { facts.read_section(&draft) } else { Default::default() };
            let candidate = Candidate::new(draft, verdict, &facts.pack, &spec);
            candidate.with(answer, reading)
        })
        .await;
    if repairable {
        work.emit(RunEvent::SectionGated {
            section: task.spec.id.to_string(),
            failed_checks: checks_of(&candidate.failures()),
        });
    }
    candidate
}

/// Takes up a section that was accepted in an earlier run.
pub(super) fn kept(
    work: &Work,
    draft: SectionDraft,
    spec: Arc<SectionSpec>,
    abstracts: Vec<(SectionId, String)>,
) -> Section {
    let best = Candidate::new(draft, Verdict::default(), &work.facts.pack, &spec);
    Section { task: work.task(spec, abstracts), best, history: History::default() }
}

fn kind_name(kind: RepairKind) -> &'static str {
    match kind {
        RepairKind::Fix => "fix",
        RepairKind::Patch => "patch",
        RepairKind::Resample => "resample",
        RepairKind::Rows => "rows",
    }
}
