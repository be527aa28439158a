//! Checks at work: what they found, and which of them could not run.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::context::{Context, SectionView};
use super::findings::{Findings, Found};
use super::input::Phase;
use super::reading::SectionReading;
use super::registry::{self, Check};
use super::rules::{self, Rule};
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

    /// All checks of a section, or what they found in it before.
    pub(super) fn at_section(
        view: &SectionView<'_>,
        context: &Context<'_>,
        known: Option<&SectionReading>,
    ) -> Self {
        let mut attempts = Self::new(context.input.phase);
        for (check, rule) in registry::with_rules() {
            let skipped = rule.skips_handed_over && view.draft.handed_over
                || known.is_some() && !check.wider_in_reports;
            if let Some(run) = check.section.filter(|_| !skipped) {
                let rule = tuned(rule, context.input.pack);
                attempts.attempt(check, rule, |findings| run(view, context, findings));
            }
        }
        if let Some(known) = known {
            known.tell(&mut attempts.findings, view.index);
        }
        attempts
    }

    /// All checks of the report.
    pub(super) fn at_report(&mut self, context: &Context<'_>) {
        for (check, rule) in registry::with_rules() {
            if let Some(run) = check.report {
                let rule = tuned(rule, context.input.pack);
                self.attempt(check, rule, |findings| run(context, findings));
            }
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
        self.failed.extend(other.failed);
        self.failed.sort_unstable();
        self.failed.dedup();
    }
}
