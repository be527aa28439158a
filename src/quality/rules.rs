//! The checks' data: what each looks for and why, its severity, thresholds and texts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// How much findings of a check weigh, by the phase of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gravity {
    /// Shown, never refuses.
    Warning,
    /// Drives repair.
    Repairable,
    /// Drives repair while that is possible, then refuses.
    RepairableThenBlocking,
    /// Refuses.
    Blocking,
}

impl Gravity {
    /// In words, for the documents.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Repairable => "repairable",
            Self::RepairableThenBlocking => "repairable, then blocking",
            Self::Blocking => "blocking",
        }
    }
}

/// What a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleScope {
    /// Each section by itself.
    Section,
    /// The report.
    Report,
    /// Both.
    Both,
}

/// The data of one check.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its id, such as `P1`.
    pub id: String,
    /// A short name.
    pub title: String,
    /// What it looks for.
    pub what: String,
    /// Why that matters.
    pub why: String,
    /// What it looks at.
    pub scope: RuleScope,
    /// How much a finding weighs.
    pub severity: Gravity,
    /// Whether the pipeline mends it without changing a word.
    #[serde(default)]
    pub lossless_fix: bool,
    /// Whether it passes over hand-over notes.
    #[serde(default)]
    pub skips_handed_over: bool,
    /// Its figures.
    #[serde(default)]
    pub thresholds: BTreeMap<String, f64>,
    /// For a marketer: what is wrong. `{name}` takes a fact of the finding.
    pub message: String,
    /// What was expected.
    #[serde(default)]
    pub expected: String,
    /// What was found.
    #[serde(default)]
    pub actual: String,
    /// What to do, in the imperative.
    pub fix: String,
    /// A text that it finds.
    pub bad: String,
    /// A look-alike that it leaves alone.
    pub good: String,
    /// Other texts and weights for kinds of finding.
    #[serde(default)]
    pub variant: BTreeMap<String, Variant>,
}

/// What a kind of finding says other than its check.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    message: Option<String>,
    expected: Option<String>,
    actual: Option<String>,
    fix: Option<String>,
    severity: Option<Gravity>,
}

/// The texts of one kind of finding.
#[derive(Debug, Clone, Copy)]
pub(super) struct Texts<'r> {
    pub(super) message: &'r str,
    pub(super) expected: &'r str,
    pub(super) actual: &'r str,
    pub(super) fix: &'r str,
    pub(super) severity: Gravity,
}

impl Rule {
    /// The threshold `name`; infinite when the rule file lacks it, which a test forbids.
    #[must_use]
    pub fn threshold(&self, name: &str) -> f64 {
        self.thresholds.get(name).copied().unwrap_or(f64::INFINITY)
    }

    /// The threshold `name` as a count.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "thresholds are small whole numbers, and the cast saturates"
    )]
    pub fn count(&self, name: &str) -> usize {
        self.threshold(name) as usize
    }

    pub(super) fn texts(&self, variant: Option<&str>) -> Texts<'_> {
        let own = variant.and_then(|name| self.variant.get(name));
        let pick = |of: fn(&Variant) -> Option<&String>, default| {
            own.and_then(of).map_or(default, String::as_str)
        };
        Texts {
            message: pick(|v| v.message.as_ref(), &self.message),
            expected: pick(|v| v.expected.as_ref(), &self.expected),
            actual: pick(|v| v.actual.as_ref(), &self.actual),
            fix: pick(|v| v.fix.as_ref(), &self.fix),
            severity: own.and_then(|v| v.severity).unwrap_or(self.severity),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    check: Vec<Rule>,
}

/// One file a family, in the order of the documents.
const FILES: [&str; 11] = [
    include_str!("rules/checks/p.toml"),
    include_str!("rules/checks/a.toml"),
    include_str!("rules/checks/s.toml"),
    include_str!("rules/checks/c.toml"),
    include_str!("rules/checks/t.toml"),
    include_str!("rules/checks/f.toml"),
    include_str!("rules/checks/b.toml"),
    include_str!("rules/checks/l.toml"),
    include_str!("rules/checks/d.toml"),
    include_str!("rules/checks/x.toml"),
    include_str!("rules/checks/o.toml"),
];

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| FILES.iter().flat_map(|f| read(f)).collect());

fn read(file: &str) -> Vec<Rule> {
    crate::embedded::toml::<RuleFile>("a file of rules", file).check
}

/// Every rule, in the order of the documents.
#[must_use]
pub fn all() -> &'static [Rule] {
    &RULES
}

/// The rule of check `id`, if there is one.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id.eq_ignore_ascii_case(id))
}

/// The rule of a check that is registered.
#[expect(clippy::panic, reason = "a test holds that every registered check has its rule")]
pub(super) fn rule(id: &str) -> &'static Rule {
    match find(id) {
        Some(rule) => rule,
        None => panic!("check {id} has no rule"),
    }
}
