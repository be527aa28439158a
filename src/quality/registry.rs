//! Every check of the gate, in one list.

use std::sync::LazyLock;

use super::checks;
use super::context::{Context, SectionView};
use super::findings::Findings;
use super::rules::{self, Rule};

/// Looks at one section.
pub type SectionCheck = fn(&SectionView<'_>, &Context<'_>, &mut Findings);
/// Looks at the report.
pub type ReportCheck = fn(&Context<'_>, &mut Findings);

/// One check: its id (with its data in the rule files) and what it does.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// Such as `P1`.
    pub id: &'static str,
    /// Run on each section, in section and report scope.
    pub section: Option<SectionCheck>,
    /// Run once on the report, in report scope.
    pub report: Option<ReportCheck>,
    /// Whether it looks for more in a section of a report than in the section by itself.
    pub wider_in_reports: bool,
}

impl Check {
    /// A check of section scope.
    #[must_use]
    pub const fn section(id: &'static str, run: SectionCheck) -> Self {
        Self { id, section: Some(run), report: None, wider_in_reports: false }
    }

    /// A check of report scope.
    #[must_use]
    pub const fn report(id: &'static str, run: ReportCheck) -> Self {
        Self { id, section: None, report: Some(run), wider_in_reports: false }
    }

    /// A check of both scopes.
    #[must_use]
    pub const fn both(id: &'static str, section: SectionCheck, report: ReportCheck) -> Self {
        Self { id, section: Some(section), report: Some(report), wider_in_reports: false }
    }

    /// The same for a check that looks for more in a section of a report.
    #[must_use]
    pub const fn wider_in_reports(self) -> Self {
        Self { wider_in_reports: true, ..self }
    }
}

/// All checks but O2, which is the run itself.
pub fn all() -> impl Iterator<Item = &'static Check> {
    checks::FAMILIES.iter().flat_map(|family| family.iter())
}

static WITH_RULES: LazyLock<Vec<(&'static Check, &'static Rule)>> =
    LazyLock::new(|| all().map(|check| (check, rules::rule(check.id))).collect());

/// All checks with their rules, looked up once.
pub(super) fn with_rules() -> impl Iterator<Item = (&'static Check, &'static Rule)> {
    WITH_RULES.iter().copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::all;
    use crate::quality::rules::{self, RuleScope};

    #[test]
    fn every_check_has_its_rule_and_every_rule_its_check() {
        let checks: BTreeSet<&str> = all().map(|check| check.id).chain(["O2"]).collect();
        let rules: BTreeSet<&str> = rules::all().iter().map(|rule| rule.id.as_str()).collect();
        assert_eq!(checks, rules);
        assert_eq!(all().count() + 1, checks.len(), "an id twice");
    }

    #[test]
    fn scopes_agree_with_the_rules() {
        for check in all() {
            let scope = match (check.section.is_some(), check.report.is_some()) {
                (true, true) => RuleScope::Both,
                (true, false) => RuleScope::Section,
                _ => RuleScope::Report,
            };
            assert_eq!(rules::find(check.id).map(|rule| rule.scope), Some(scope), "{}", check.id);
        }
    }
}
