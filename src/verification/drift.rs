//! What changed since the last simulation.

use super::{CaseResult, CheckReport, Judged};

/// The simulation before this one.
#[derive(Debug, Clone, Default)]
pub struct Drift {
    last: Option<CheckReport>,
}

impl Drift {
    /// Drift against `last`; `None` on the first run.
    #[must_use]
    pub fn against(last: Option<CheckReport>) -> Self {
        Self { last }
    }

    /// What changed in `case`, in a few words.
    #[must_use]
    pub fn of(&self, case: &CaseResult) -> String {
        let Some(last) = &self.last else { return "first run".to_owned() };
        let same = |other: &&CaseResult| other.pack == case.pack && other.brief == case.brief;
        let Some(before) = last.cases.iter().find(same) else { return "new case".to_owned() };
        let mut changes = vec![];
        if before.judged != case.judged {
            changes.push(format!("was {}", word(before.judged)));
        }
        if let (Some(then), Some(now)) = (&before.outcome, &case.outcome) {
            changes.extend(percent("words", as_f64(then.words), as_f64(now.words), 10.0));
            changes.extend(percent(
                "brand mentions",
                as_f64(then.brand_mentions),
                as_f64(now.brand_mentions),
                25.0,
            ));
            if let (Some(then), Some(now)) = (then.cost_usd, now.cost_usd) {
                changes.extend(percent("cost", then, now, 20.0));
            }
            let new = now.checks_failed.iter().filter(|check| !then.checks_failed.contains(check));
            let new = new.map(String::as_str).collect::<Vec<_>>().join(" ");
            if !new.is_empty() {
                changes.push(format!("new findings: {new}"));
            }
        }
        if changes.is_empty() { "none".to_owned() } else { changes.join(", ") }
    }
}

fn word(judged: Judged) -> &'static str {
    match judged {
        Judged::Passed => "passed",
        Judged::Warned => "warned",
        Judged::Failed => "failed",
        Judged::Skipped => "skipped",
    }
}

/// A change of at least `least` per cent.
fn percent(what: &str, then: f64, now: f64, least: f64) -> Option<String> {
    if then <= 0.0 {
        return None;
    }
    let change = (now - then) / then * 100.0;
    (change.abs() >= least).then(|| format!("{what} {change:+.0} %"))
}

fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
