//! Checks at work: what they found, and which of them could not run.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::context::{Context, SectionView};
use super::findings::{Findings, Found};
use super::input::Phase;
use super::reading::SectionReading;
use super::registry::{self, Check};
use super::rules::{self, Rule};
use super::threads;
use super::tuning::tuned;

/// The findings of checks that ran, and those that could not.
pub(super) struct Attempts {
    pub(super) findings: Findings,
    pub(super) failed: Vec<&'static str>,
}

impl Attempts {
    /// None so far.
    pub(super) fn new(phase: Phase) -> Self {
        Self { findings: Findings::new(phase), failed: vec![] }
    }

    /// All checks of each of `views`, or what they found in it before. A check goes through all
    /// of them before the next one begins: what it looks things up in stays at hand.
    pub(super) fn at_sections(
        views: &[SectionView<'_>],
        context: &Context<'_>,
        readings: &[Arc<SectionReading>],
    ) -> Vec<Self> {
        let known_of = |view: &SectionView<'_>| {
            let known = readings.iter().find(|reading| reading.is_of(view.draft));
            known.map(AsRef::as_ref)
        };
        let phase = context.input.phase;
        let mut each: Vec<(&SectionView<'_>, Option<&SectionReading>, Self)> =
            views.iter().map(|view| (view, known_of(view), Self::new(phase))).collect();
        for (check, rule) in registry::with_rules() {
            let Some(run) = check.section else { continue };
            let tuned = tuned(rule, context.input.pack);
            for (view, known, attempts) in &mut each {
                let skipped = rule.skips_handed_over && view.draft.handed_over
                    || known.is_some() && !check.wider_in_reports;
                if !skipped {
                    attempts.attempt(check, tuned, |findings| run(view, context, findings));
                }
            }
        }
        let told = each.into_iter().map(|(view, known, mut attempts)| {
            if let Some(known) = known {
                known.tell(&mut attempts.findings, view.index);
            }
            attempts
        });
        told.collect()
    }

    /// All checks of the report.
    pub(super) fn at_report(&mut self, context: &Context<'_>) {
        let checks: Vec<(&Check, &'static Rule)> =
            registry::with_rules().filter(|(check, _)| check.report.is_some()).collect();
        let read = threads::map(&checks, |_, (check, rule)| {
            let (findings, failed) = (self.findings.for_report_check(), self.failed.clone());
            let mut attempts = Self { findings, failed };
            if let Some(run) = check.report {
                let rule = tuned(rule, context.input.pack);
                attempts.attempt(check, rule, |findings| run(context, findings));
            }
            attempts
        });
        for Self { findings, failed } in read {
            self.findings.join_report_check(findings);
            self.add_failed(failed);
        }
    }

    fn attempt(&mut self, check: &Check, rule: &'static Rule, run: impl FnOnce(&mut Findings)) {
        let findings = &mut self.findings;
        findings.begin(rule);
        let ran = catch_unwind(AssertUnwindSafe(|| run(findings)));
        if ran.is_err() && !self.failed.contains(&check.id) {
            self.failed.push(check.id);
            findings.begin(rules::rule("O2"));
            findings.add(Found::in_report().with("reason", format!("{} could not run", check.id)));
        }
    }

    /// Adds those at another section.
    pub(super) fn join(&mut self, other: Self) {
        self.findings.join(other.findings);
        self.add_failed(other.failed);
    }

    fn add_failed(&mut self, failed: Vec<&'static str>) {
        self.failed.extend(failed);
        self.failed.sort_unstable();
        self.failed.dedup();
    }
}
