//! Which repair comes next, and what it may cost (`writing.md`: PATCH, then RESAMPLE).

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::domain::{Issue, RepairKind};

/// Failures that one PATCH names at most.
pub(super) const FAILURES_A_PATCH: usize = 6;

/// Repairs that a whole report may cost: ⌈0.6 × sections⌉.
#[derive(Debug)]
pub(super) struct Budget {
    size: usize,
    left: AtomicU32,
    stopped: AtomicBool,
}

impl Budget {
    /// The budget of a report with `sections` sections.
    pub fn for_sections(sections: usize) -> Self {
        let repairs = (sections * 6).div_ceil(10);
        Self {
            size: repairs,
            left: AtomicU32::new(u32::try_from(repairs).unwrap_or(u32::MAX)),
            stopped: AtomicBool::new(false),
        }
    }

    /// Repairs that it began with.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Takes one repair; `false` when none is left.
    pub fn take(&self) -> bool {
        !self.is_stopped()
            && self
                .left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
                .is_ok()
    }

    /// Allows no more repairs: the report has failed, or its time is nearly over.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether [`Budget::stop`] was called.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// Repairs of one section so far.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    patched: Vec<Vec<String>>,
    resampled: u32,
    rows: u32,
}

impl History {
    /// How many repairs there were.
    pub fn len(&self) -> u32 {
        u32::try_from(self.patched.len()).unwrap_or(u32::MAX) + self.resampled + self.rows
    }

    /// The repair that comes next: PATCH first, then RESAMPLE, and RESAMPLE whenever a PATCH has
    /// been asked to mend the same before.
    pub fn next(&self, failures: &[Issue]) -> RepairKind {
        let same = |checks: &Vec<String>| failures.iter().any(|i| checks.contains(&i.check));
        let resample_is_due = self.resampled == 0 && !self.patched.is_empty();
        if resample_is_due || self.patched.iter().any(same) {
            RepairKind::Resample
        } else {
            RepairKind::Patch
        }
    }

    /// Whether missing rows have been asked for.
    pub fn rows_asked(&self) -> bool {
        self.rows > 0
    }

    /// Notes a repair.
    pub fn note(&mut self, kind: RepairKind, checks: Vec<String>) {
        match kind {
            RepairKind::Patch => self.patched.push(checks),
            RepairKind::Resample => self.resampled += 1,
            RepairKind::Rows => self.rows += 1,
            RepairKind::Fix => {}
        }
    }
}

/// Ids of the checks of `issues`, each once.
pub(super) fn checks_of(issues: &[Issue]) -> Vec<String> {
    let mut checks: Vec<String> = Vec::new();
    for issue in issues {
        if !checks.contains(&issue.check) {
            checks.push(issue.check.clone());
        }
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::{Budget, History};
    use crate::domain::{Issue, RepairKind, Severity};

    fn issue(check: &str) -> Issue {
        Issue {
            check: check.to_owned(),
            severity: Severity::Repairable,
            section: None,
            line: None,
            span: None,
            message: String::new(),
            excerpt: String::new(),
            expected: String::new(),
            actual: String::new(),
            fix: String::new(),
        }
    }

    #[test]
    fn patches_first_then_resamples_and_never_patches_the_same_twice() {
        let mut history = History::default();
        assert_eq!(history.next(&[issue("C4")]), RepairKind::Patch);
        history.note(RepairKind::Patch, vec!["C4".into()]);
        assert_eq!(history.next(&[issue("T2")]), RepairKind::Resample);
        history.note(RepairKind::Resample, vec!["T2".into()]);
        assert_eq!(history.next(&[issue("C4")]), RepairKind::Resample);
        assert_eq!(history.next(&[issue("B1")]), RepairKind::Patch);
        assert_eq!(history.len(), 2);
    }

    #[test]
    fn budgets_a_report_at_six_tenths_of_its_sections() {
        for (sections, wanted) in [(1, 1), (6, 4), (8, 5), (39, 24)] {
            let budget = Budget::for_sections(sections);
            assert_eq!((0..100).filter(|_| budget.take()).count(), wanted);
        }
        let budget = Budget::for_sections(8);
        budget.stop();
        assert!(!budget.take());
    }
}
