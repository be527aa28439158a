//! One run of the gate: every check of the scope, then the verdict. It fails closed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::attempts::Attempts;
use super::context::Context;
use super::findings::{Findings, Found};
use super::frame;
use super::given::Given;
use super::input::{GateInput, Scope};
use super::numbers::scan;
use super::reading::SectionReading;
use super::registry::{self, Check};
use super::rules;
use super::threads;
use super::tokens::Tokens;
use super::verdict::{Metrics, Verdict};
use crate::domain::{Issue, Severity};
use crate::packs::{PackSpec, cannot_be_silenced};

/// Judges `input`: every check of its scope, findings in the order of sections and lines.
#[must_use]
pub fn gate(input: &GateInput<'_>) -> Verdict {
    closed(input, || Judging::of(input, &Given::of(input.brief), &[]).verdict())
}

/// Judges one section against `given`, which must be of the same report; also what is worth
/// keeping for [`gate_report`], unless a check could not run.
#[must_use]
pub fn gate_section(input: &GateInput<'_>, given: &Given) -> (Verdict, Option<SectionReading>) {
    let mut reading = None;
    let verdict = closed(input, || {
        let judging = Judging::of(input, given, &[]);
        reading = judging.reading();
        judging.verdict()
    });
    (verdict, reading)
}

/// Judges a report against `given`. Sections that stand as they were read in `readings` keep the
/// findings of then; all must come from [`gate_section`] with the same `given`. The verdict is
/// the one that [`gate`] gives.
#[must_use]
pub fn gate_report(
    input: &GateInput<'_>,
    given: &Given,
    readings: &[Arc<SectionReading>],
) -> Verdict {
    // Only the assumptions are not known yet where a section is judged by itself.
    let counts = |text: &String| !scan(&Tokens::of(text)).is_empty();
    if input.assumptions.iter().any(counts) {
        return gate(input);
    }
    closed(input, || Judging::of(input, given, readings).verdict())
}

/// What `judge` says, or a refusal where it cannot say anything.
fn closed(input: &GateInput<'_>, judge: impl FnOnce() -> Verdict + Send) -> Verdict {
    let bytes = input.sections.iter().map(|section| section.markdown.len()).sum();
    let judge = AssertUnwindSafe(|| threads::run(bytes, judge));
    catch_unwind(judge).unwrap_or_else(|_| refuse(input))
}

/// A run of the gate.
struct Judging<'a> {
    input: &'a GateInput<'a>,
    attempts: Attempts,
    checks_run: u32,
    /// What is wrong beside the sections of a report.
    frame: Vec<Issue>,
}

impl<'a> Judging<'a> {
    fn of(input: &'a GateInput<'a>, given: &Given, readings: &[Arc<SectionReading>]) -> Self {
        let context = Context::new(input, given);
        let mut attempts = Attempts::new(input.phase);
        measure(&context, &mut attempts.findings.metrics);
        let read = threads::map_in_parts(&context.sections, |views| {
            Attempts::at_sections(views, &context, readings)
        });
        for own in read {
            attempts.join(own);
        }
        let mut frame = vec![];
        if input.scope == Scope::Report {
            attempts.at_report(&context);
            frame = frame::judge(input, given);
        }
        let in_scope = |check: &&Check| check.section.is_some() || input.scope == Scope::Report;
        let ran = registry::all().filter(in_scope).count() - attempts.failed.len();
        let checks_run = 1 + u32::try_from(ran).unwrap_or(0);
        judge_the_run(&context, &mut attempts.findings);
        Self { input, attempts, checks_run, frame }
    }

    /// What was found in the one section of the input.
    fn reading(&self) -> Option<SectionReading> {
        let [draft] = self.input.sections else { return None };
        let Attempts { findings, failed } = &self.attempts;
        failed.is_empty().then(|| SectionReading::of(draft, findings))
    }

    fn verdict(self) -> Verdict {
        let (mut failures, metrics) = self.attempts.findings.into_parts();
        failures.extend(self.frame);
        verdict(self.input.pack, failures, metrics, self.checks_run)
    }
}

/// Figures that no check owns.
fn measure(context: &Context<'_>, metrics: &mut Metrics) {
    metrics.words = context.sections.iter().map(|view| view.words).sum();
    metrics.characters.found =
        context.sections.iter().map(|view| view.markdown().chars().count()).sum();
    metrics.characters.required = context.input.pack.benchmark.min_characters as usize;
    metrics.brand_mentions.required = context.input.pack.benchmark.brand_mentions as usize;
}

/// O2: there was something to judge, and something to judge it by.
fn judge_the_run(context: &Context<'_>, findings: &mut Findings) {
    findings.begin(rules::rule("O2"));
    let benchmark = &context.input.pack.benchmark;
    if benchmark.min_words == 0 && benchmark.required_terms.is_empty()
        || context.input.pack.sections.is_empty()
    {
        findings.add(Found::in_report().variant("benchmark").with("reason", "no benchmark"));
    }
    if context.sections.iter().all(|view| view.words == 0) {
        let reason = if context.sections.is_empty() {
            "no section came"
        } else {
            "no section has a word in it"
        };
        findings.add(Found::in_report().variant("empty").with("reason", reason));
    }
    for view in context.sections.iter().filter(|view| view.spec.is_none()) {
        let found = Found::in_section(view).variant("unknown_section");
        findings.add(found.with("reason", format!("no section {} in the pack", view.id())));
    }
}

/// Everything failed at once: nothing is known, so nothing passes.
fn refuse(input: &GateInput<'_>) -> Verdict {
    let mut findings = Findings::new(input.phase);
    findings.begin(rules::rule("O2"));
    findings.add(Found::in_report().with("reason", "the text could not be read"));
    let (failures, metrics) = findings.into_parts();
    verdict(input.pack, failures, metrics, 0)
}

fn verdict(pack: &PackSpec, failures: Vec<Issue>, metrics: Metrics, checks_run: u32) -> Verdict {
    let of = |severity| failures.iter().filter(|issue| issue.severity == severity).count();
    let (blocking, repairable) = (of(Severity::Blocking), of(Severity::Repairable));
    let refuses = |issue: &Issue| match issue.severity {
        Severity::Blocking => true,
        Severity::Repairable => !is_tolerated(pack, &issue.check),
        Severity::Warning => false,
    };
    let lost = 10 * repairable + 2 * of(Severity::Warning);
    let score = if blocking > 0 { 0 } else { 100usize.saturating_sub(lost) };
    Verdict {
        passed: !failures.iter().any(refuses),
        score: u32::try_from(score).unwrap_or(0),
        checks_run,
        failures,
        metrics,
    }
}

/// Whether the pack delivers findings of `check` with a warning. Some nobody can silence.
fn is_tolerated(pack: &PackSpec, check: &str) -> bool {
    !cannot_be_silenced(check) && pack.tolerate.iter().any(|id| id == check)
}

#[cfg(test)]
mod tests {
    use crate::domain::Severity;
    use crate::quality::testkit::Kit;

    #[test]
    fn a_text_passes_and_is_measured() {
        let verdict =
            Kit::new("## Client Overview\n\nCoffee for people near the harbour.\n").verdict();
        assert!(verdict.checks_run > 0);
        assert_eq!(verdict.metrics.words, 8);
    }

    #[test]
    fn fails_closed() {
        let mut nothing = Kit::new("");
        nothing.sections.clear();
        let mut stranger = Kit::new("## Other\n\nText.");
        stranger.draft().id = crate::domain::SectionId("other".to_owned());
        let mut unmeasured = Kit::new("## Client Overview\n\nText.");
        unmeasured.pack.benchmark.min_words = 0;
        for kit in [nothing, Kit::new(" \n"), Kit::new("| |\n|-|"), stranger, unmeasured] {
            let verdict = kit.verdict();
            assert!(!verdict.passed);
            assert_eq!(verdict.score, 0);
            let own = verdict.failures.iter().find(|issue| issue.check == "O2");
            assert_eq!(own.map(|issue| issue.severity), Some(Severity::Blocking));
        }
    }
}
