//! The whole report: judged, given at most one more round on the sections at fault, judged again.

use std::sync::Arc;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;

use super::candidate::worst_first;
use super::faults;
use super::repair::checks_of;
use super::report::Work;
use super::section::{self, Section};
use crate::domain::{Issue, ReportError, RunEvent, Severity};
use crate::quality::{Gated, Refused, StubForbidden, Verdict};

/// Rounds of a writer whose sections are judged in the whole report alone, and cost nothing.
const ROUNDS_WITHOUT_CALLS: usize = 4;

/// Judges the report and repairs it where that is what stands between it and the client: once
/// where that costs calls.
pub(super) async fn settle(work: &Work, mut sections: Vec<Section>) -> Result<Gated, ReportError> {
    let refused = match judge(work, &sections, false).await {
        Ok(gated) => return Ok(gated),
        Err(refused) => refused,
    };
    if work.facts.provider_configured && refused.draft.has_stub() {
        // C8 saw it before the guard could; to the client and the alerts it is one fault.
        return Err(faults::stub(&StubForbidden::InProduction));
    }
    let mut refused = refused;
    let rounds = if work.repairs_sections() { 1 } else { ROUNDS_WITHOUT_CALLS };
    for _ in 0..rounds {
        let before = sections.clone();
        if !repair_round(work, &mut sections, &refused.verdict).await {
            break;
        }
        match judge(work, &sections, false).await {
            Ok(gated) => return Ok(gated),
            Err(again) if is_better(work, &again.verdict, &refused.verdict) => refused = again,
            Err(_) => {
                sections = before;
                break;
            }
        }
    }
    if work.context.request.draft_mode
        && let Ok(gated) = judge(work, &sections, true).await
    {
        return Ok(gated);
    }
    forget_faults(work, &refused.verdict);
    Err(faults::quality(&refused.verdict, refused.draft.has_stub()))
}

/// Keeps only sections that another run can build on: none that the verdict names, and none at
/// all where the fault is the whole's.
fn forget_faults(work: &Work, verdict: &Verdict) {
    let failures = worst_first(verdict.failures.iter());
    let refusing: Vec<&Issue> = failures.iter().filter(|issue| refuses(work, issue)).collect();
    let pack = &work.facts.pack;
    let is_a_section = |id: &str| pack.sections.iter().any(|spec| spec.id.as_str() == id);
    work.accepted.drop_where(|section| {
        refusing.iter().any(|issue| {
            let id = issue.section.as_deref().filter(|id| is_a_section(id));
            id.is_none_or(|id| id == section.id.as_str())
        })
    });
}

async fn judge(work: &Work, sections: &[Section], draft_mode: bool) -> Result<Gated, Box<Refused>> {
    let facts = Arc::clone(&work.facts);
    let (draft, about) = (work.draft(sections), work.report_facts());
    let readings: Vec<_> = sections.iter().filter_map(|s| s.best.reading.clone()).collect();
    let judge = move || facts.judge_report(draft, about, &readings, draft_mode);
    let judged = work.compute(judge).await;
    let verdict = judged.as_ref().map_or_else(|refused| &refused.verdict, Gated::verdict);
    work.emit(RunEvent::ReportGated {
        passed: verdict.passed,
        failed_checks: checks_of(&worst_first(verdict.failures.iter())),
    });
    judged
}

/// One more repair for each section at fault, in parallel; `false` when none was tried. It is
/// the report's one round, beside the budget of its sections: without it a report of eight
/// sections whose budget is spent would be lost for one bad draft. Where more sections are at
/// fault than the budget was for, the report is lost and costs no more.
async fn repair_round(work: &Work, sections: &mut [Section], verdict: &Verdict) -> bool {
    let whole = worst_first(verdict.failures.iter().filter(|issue| issue.section.is_none()));
    let bearer = bearer(sections);
    let at_fault: Vec<(&mut Section, Vec<Issue>)> = sections
        .iter_mut()
        .enumerate()
        .filter_map(|(at, section)| {
            let mut faults = worst_first(verdict.in_section(section.task.spec.id.as_str()));
            if Some(at) == bearer {
                faults.extend(whole.iter().cloned());
            }
            faults.iter().any(|issue| refuses(work, issue)).then_some((section, faults))
        })
        .collect();
    if work.repairs_sections() && at_fault.len() > work.budget.size() {
        return false;
    }
    let mut under_way: FuturesUnordered<_> = at_fault
        .into_iter()
        .map(|(section, faults)| async move {
            let tried = section::repair(work, section, &faults).await;
            work.keep(section);
            tried
        })
        .collect();
    let mut tried = false;
    while let Some(one) = under_way.next().await {
        tried |= one;
    }
    tried
}

/// Whether `issue` keeps the report from its client.
fn refuses(work: &Work, issue: &Issue) -> bool {
    issue.severity == Severity::Blocking || !work.facts.pack.tolerate.contains(&issue.check)
}

/// The section that can best make up for what the whole lacks: prose with the most room left.
fn bearer(sections: &[Section]) -> Option<usize> {
    let room = |section: &Section| {
        (section.task.spec.words.max as usize).saturating_sub(section.best.words)
    };
    sections
        .iter()
        .enumerate()
        .filter(|(_, section)| !section.task.spec.mainly_table && !section.task.handed_over)
        .max_by_key(|(_, section)| room(section))
        .map(|(at, _)| at)
}

/// Whether `newer` is worth another round: where that costs nothing, as long as it is no worse.
fn is_better(work: &Work, newer: &Verdict, older: &Verdict) -> bool {
    let (newer, older) = (weight(newer), weight(older));
    newer < older || newer == older && !work.repairs_sections()
}

fn weight(verdict: &Verdict) -> (usize, usize) {
    (verdict.count(Severity::Blocking), verdict.count(Severity::Repairable))
}
