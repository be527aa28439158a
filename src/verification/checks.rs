//! The checks themselves: which cases, and when a case passes.

use std::sync::Arc;
use std::time::Instant;

use futures::StreamExt as _;
use futures::future::BoxFuture;

use super::{Case, CaseResult, CheckReport, Judged, Outcome, Progress, Subject, Unreachable};
use crate::clock;
use crate::packs::Registry;

/// Packs of the live check.
pub const LIVE_PACKS: [&str; 2] = ["quick_social_basic", "strategy_campaign_basic"];
/// Reports that a check asks for at once.
const AT_ONCE: usize = 3;

/// What a check may be asked to do.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// Leave the chain's first provider out.
    pub force_fallback: bool,
    /// Count stub content and missing keys as failures.
    pub require_llm: bool,
    /// Only these packs; empty means all.
    pub packs: Vec<String>,
}

/// What a case must show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Demand {
    /// A delivered report of a real model, passed by the gate.
    RealAndGood,
    /// A delivered report.
    Delivered,
}

/// One sample brief for each pack of the live check; where a folder of packs lacks one of them,
/// for another of its packs.
#[must_use]
pub fn live_cases(packs: &Registry) -> Vec<Case> {
    let mut specs: Vec<_> = LIVE_PACKS.iter().filter_map(|key| packs.resolve(key)).collect();
    for pack in packs.iter() {
        if specs.len() < LIVE_PACKS.len() && specs.iter().all(|other| other.key != pack.key) {
            specs.push(Arc::clone(pack));
        }
    }
    specs.iter().filter_map(|pack| Some(Case::of_sample(pack, pack.samples.first()?))).collect()
}

/// Two packs end to end: passes only if real models wrote them and the gate passed them.
pub async fn live_check(
    subject: &dyn Subject,
    packs: &Registry,
    options: &CheckOptions,
    progress: Progress<'_>,
) -> CheckReport {
    let cases = live_cases(packs);
    let mut report = begin("live_check", subject, options);
    let begun = Instant::now();
    if let Some(reason) = subject.why_not_ready() {
        report.cases = cases.iter().map(|case| CaseResult::skipped(case, &reason)).collect();
        report.reason = Some(reason);
    } else {
        report.cases = run_cases(subject, &cases, Demand::RealAndGood, options, progress).await;
        report.passed = !report.cases.is_empty() && report.count(Judged::Failed) == 0;
    }
    finish(report, begun)
}

/// Every pack with its first sample brief; stub content counts as success where it is allowed.
pub async fn smoke_test(
    subject: &dyn Subject,
    packs: &Registry,
    options: &CheckOptions,
    progress: Progress<'_>,
) -> CheckReport {
    let mut report = begin("smoke_test", subject, options);
    let begun = Instant::now();
    let wanted: Vec<_> = if options.packs.is_empty() {
        packs.iter().cloned().collect()
    } else {
        options.packs.iter().filter_map(|name| packs.resolve(name)).collect()
    };
    let cases = wanted.iter().filter_map(|pack| Some(Case::of_sample(pack, pack.samples.first()?)));
    let cases: Vec<_> = cases.collect();
    let demand = if options.require_llm { Demand::RealAndGood } else { Demand::Delivered };
    report.cases = run_cases(subject, &cases, demand, options, progress).await;
    report.passed = !report.cases.is_empty() && report.count(Judged::Failed) == 0;
    finish(report, begun)
}

/// Every pack with all its sample briefs, by real models; skipped where there are none.
pub async fn simulate(
    subject: &dyn Subject,
    packs: &Registry,
    options: &CheckOptions,
    progress: Progress<'_>,
) -> CheckReport {
    let mut report = begin("simulation", subject, options);
    let begun = Instant::now();
    let cases: Vec<_> = packs
        .iter()
        .filter(|pack| {
            options.packs.is_empty()
                || options.packs.iter().any(|n| packs.resolve(n).is_some_and(|p| p.key == pack.key))
        })
        .flat_map(|pack| pack.samples.iter().map(|sample| Case::of_sample(pack, sample)))
        .collect();
    match subject.why_not_ready() {
        Some(reason) if options.require_llm => {
            let failed = |case| CaseResult::without_outcome(case, Judged::Failed, reason.clone());
            report.cases = cases.iter().map(failed).collect();
            report.reason = Some(reason);
        }
        Some(reason) => {
            report.cases = cases.iter().map(|case| CaseResult::skipped(case, &reason)).collect();
            report.reason = Some(reason);
            report.passed = true;
        }
        None => {
            report.cases = run_cases(subject, &cases, Demand::RealAndGood, options, progress).await;
            report.passed = !report.cases.is_empty() && report.count(Judged::Failed) == 0;
        }
    }
    finish(report, begun)
}

fn begin(check: &str, subject: &dyn Subject, options: &CheckOptions) -> CheckReport {
    CheckReport {
        check: check.to_owned(),
        target: subject.target(),
        passed: false,
        reason: None,
        force_fallback: options.force_fallback,
        started_at: clock::now().to_string(),
        duration_ms: 0,
        cases: vec![],
    }
}

fn finish(mut report: CheckReport, begun: Instant) -> CheckReport {
    report.duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    report
}

async fn run_cases(
    subject: &dyn Subject,
    cases: &[Case],
    demand: Demand,
    options: &CheckOptions,
    progress: Progress<'_>,
) -> Vec<CaseResult> {
    // Boxed, since a stream of unnamed futures over borrowed cases is not `Send` in a task.
    let mut asked: Vec<BoxFuture<'_, CaseResult>> = vec![];
    for case in cases {
        asked.push(Box::pin(async move {
            let answer = subject.ask(case, options.force_fallback).await;
            let result = judge(case, demand, answer);
            progress(&result);
            result
        }));
    }
    futures::stream::iter(asked).buffered(AT_ONCE).collect().await
}

fn judge(case: &Case, demand: Demand, answer: Result<Outcome, Unreachable>) -> CaseResult {
    let outcome = match answer {
        Ok(outcome) => outcome,
        Err(error) => return CaseResult::without_outcome(case, Judged::Failed, error.to_string()),
    };
    let note = fault(demand, &outcome);
    CaseResult {
        pack: case.pack.clone(),
        brief: case.brief.clone(),
        judged: if note.is_some() { Judged::Failed } else { Judged::Passed },
        note,
        outcome: Some(outcome),
    }
}

fn fault(demand: Demand, outcome: &Outcome) -> Option<String> {
    if !outcome.success {
        let kind = outcome.error_type.as_deref().unwrap_or("error");
        let said = outcome.error_message.as_deref().unwrap_or("no message");
        return Some(format!("{kind}: {said}"));
    }
    let real = demand == Demand::RealAndGood;
    if real && outcome.stub_used {
        return Some("stub content: no real model wrote this".to_owned());
    }
    if real && outcome.cached {
        return Some("answered from the cache: this proves no generation".to_owned());
    }
    (!outcome.quality_passed).then(|| "the quality gate did not pass it".to_owned())
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::{CheckOptions, live_check, simulate, smoke_test};
    use crate::packs::Registry;
    use crate::verification::{Case, Judged, Outcome, Subject, Unreachable};

    struct Fake {
        answer: Result<Outcome, Unreachable>,
        not_ready: Option<String>,
    }

    #[async_trait]
    impl Subject for Fake {
        fn target(&self) -> String {
            "fake".to_owned()
        }

        fn why_not_ready(&self) -> Option<String> {
            self.not_ready.clone()
        }

        async fn ask(&self, _: &Case, _: bool) -> Result<Outcome, Unreachable> {
            self.answer.clone()
        }
    }

    fn good() -> Outcome {
        Outcome { success: true, quality_passed: true, words: 1_200, ..Outcome::default() }
    }

    fn refused() -> Outcome {
        Outcome { error_type: Some("llm_chain_failed".to_owned()), ..Outcome::default() }
    }

    #[tokio::test]
    async fn judges_what_the_subject_answers() {
        let packs = Registry::embedded().expect("packs");
        let stub = Outcome { stub_used: true, ..good() };
        let cached = Outcome { cached: true, ..good() };
        for (answer, strict, lenient) in [
            (Ok(good()), true, true),
            (Ok(stub), false, true),
            (Ok(cached), false, true),
            (Ok(Outcome { quality_passed: false, ..good() }), false, false),
            (Ok(refused()), false, false),
            (Err(Unreachable("no route".to_owned())), false, false),
        ] {
            let subject = Fake { answer, not_ready: None };
            let options = CheckOptions::default();
            let live = live_check(&subject, &packs, &options, &|_| {}).await;
            let simulation = simulate(&subject, &packs, &options, &|_| {}).await;
            let smoke = smoke_test(&subject, &packs, &options, &|_| {}).await;
            assert_eq!((live.passed, simulation.passed, smoke.passed), (strict, strict, lenient));
            assert_eq!(smoke.cases.len(), packs.iter().count());
        }
    }

    #[tokio::test]
    async fn says_why_nothing_was_asked() {
        let packs = Registry::embedded().expect("packs");
        let subject = Fake { answer: Ok(good()), not_ready: Some("no key".to_owned()) };
        let mut options = CheckOptions::default();
        let live = live_check(&subject, &packs, &options, &|_| {}).await;
        assert_eq!((live.passed, live.reason.as_deref()), (false, Some("no key")));
        let report = simulate(&subject, &packs, &options, &|_| {}).await;
        assert!(report.passed && report.count(Judged::Skipped) == report.cases.len());
        options.require_llm = true;
        let report = simulate(&subject, &packs, &options, &|_| {}).await;
        assert!(!report.passed && report.count(Judged::Failed) == report.cases.len());
    }
}
