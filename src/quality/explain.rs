//! What each check looks for and why, for people: `aicmo gate --explain`, `docs/gate.md`.

use std::fmt;
use std::fmt::Write as _;

use serde::Serialize;

use super::rules::{self, Rule, RuleScope};

/// One check explained.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Its id.
    pub id: String,
    /// Its short name.
    pub title: String,
    /// What it looks for.
    pub what: String,
    /// Why that matters.
    pub why: String,
    /// `each section`, `the report`, or both.
    pub scope: &'static str,
    /// How much a finding weighs, lossless fixes named.
    pub severity: String,
    /// Its figures, by name.
    pub thresholds: Vec<(String, f64)>,
    /// What to do about a finding.
    pub fix: String,
    /// A text that it finds.
    pub bad: String,
    /// A look-alike that it leaves alone.
    pub good: String,
    /// Whether packs and `draft_mode` cannot silence it.
    pub always: bool,
}

/// Explains the check `id`, in any case; `None` for an id that no check has.
#[must_use]
pub fn explain(id: &str) -> Option<Explanation> {
    rules::find(id.trim()).map(Explanation::of)
}

/// Every check, as Markdown: the content of `docs/gate.md`.
#[must_use]
pub fn explain_all_markdown() -> String {
    let mut text = include_str!("rules/introduction.md").to_owned();
    for rule in rules::all() {
        let _ = write!(text, "\n{}", Explanation::of(rule).markdown());
    }
    text
}

impl Explanation {
    fn of(rule: &Rule) -> Self {
        let fixed =
            if rule.lossless_fix { "mended without loss where possible, then " } else { "" };
        Self {
            id: rule.id.clone(),
            title: rule.title.clone(),
            what: rule.what.clone(),
            why: rule.why.clone(),
            scope: match rule.scope {
                RuleScope::Section => "each section",
                RuleScope::Report => "the report",
                RuleScope::Both => "each section, and the report",
            },
            severity: format!("{fixed}{}", rule.severity.describe()),
            thresholds: rule
                .thresholds
                .iter()
                .map(|(name, value)| (name.clone(), *value))
                .collect(),
            fix: rule.fix.clone(),
            bad: rule.bad.clone(),
            good: rule.good.clone(),
            always: super::cannot_be_silenced(&rule.id),
        }
    }

    fn thresholds_line(&self) -> Option<String> {
        let named = self
            .thresholds
            .iter()
            .map(|(name, value)| format!("{} {value}", name.replace('_', " ")));
        let line = named.collect::<Vec<_>>().join(", ");
        (!line.is_empty()).then_some(line)
    }

    fn markdown(&self) -> String {
        let mut text = format!("## {}: {}\n\n{} {}\n\n", self.id, self.title, self.what, self.why);
        let _ = writeln!(text, "- Looks at: {}", self.scope);
        let always = if self.always { "; nothing silences it" } else { "" };
        let _ = writeln!(text, "- Weight: {}{always}", self.severity);
        if let Some(line) = self.thresholds_line() {
            let _ = writeln!(text, "- Figures: {line}");
        }
        let _ = writeln!(text, "- To do: {}", self.fix);
        let _ = writeln!(text, "- Finds: {}", code(&self.bad));
        let _ = writeln!(text, "- Leaves: {}", code(&self.good));
        text
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}\n\n{}\n{}\n", self.id, self.title, self.what, self.why)?;
        writeln!(f, "looks at  {}\nweight    {}", self.scope, self.severity)?;
        if let Some(line) = self.thresholds_line() {
            writeln!(f, "figures   {line}")?;
        }
        writeln!(f, "to do     {}\nfinds     {}\nleaves    {}", self.fix, self.bad, self.good)
    }
}

/// `text` as a code span, whatever backticks it has.
fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::{explain, explain_all_markdown};

    const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/gate.md");

    #[test]
    fn explains_by_id_in_any_case() {
        let explanation = explain("p1").expect("a check");
        assert_eq!(explanation.id, "P1");
        assert!(explanation.always && explanation.to_string().contains("{{brand_name}}"));
        assert!(explain("Z9").is_none());
    }

    #[test]
    fn the_document_is_up_to_date() {
        let shown = std::fs::read_to_string(DOCUMENT).unwrap_or_default();
        assert!(
            shown == explain_all_markdown(),
            "docs/gate.md is old; to write it anew: \
             cargo nextest run --run-ignored all -E 'test(writes_the_gate_document)'"
        );
    }

    #[test]
    #[ignore = "writes docs/gate.md"]
    fn writes_the_gate_document() {
        std::fs::write(DOCUMENT, explain_all_markdown()).expect("written");
    }
}
