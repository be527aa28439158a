//! Where checks put what they found; messages, severities and fixes come from the rules.

use std::fmt::Display;
use std::ops::Range;

use super::context::SectionView;
use super::input::Phase;
use super::rules::{Gravity, Rule};
use super::verdict::Metrics;
use crate::domain::{Issue, Severity};

/// Findings of one check in one section beyond this number say nothing new.
const MOST_IN_A_SECTION: usize = 25;
/// Longest excerpt, in characters.
const EXCERPT: usize = 160;

/// One finding on its way: where it is, and the facts that its message names.
#[derive(Debug, Default)]
pub struct Found<'v> {
    section: Option<&'v SectionView<'v>>,
    span: Option<Range<usize>>,
    variant: Option<&'static str>,
    excerpt: Option<String>,
    facts: Vec<(&'static str, String)>,
    severity: Option<Severity>,
}

impl<'v> Found<'v> {
    /// A finding at bytes `span` of the Markdown of `section`.
    #[must_use]
    pub fn at(section: &'v SectionView<'v>, span: Range<usize>) -> Self {
        Self { section: Some(section), span: Some(span), ..Self::default() }
    }

    /// A finding on `section` as a whole.
    #[must_use]
    pub fn in_section(section: &'v SectionView<'v>) -> Self {
        Self { section: Some(section), ..Self::default() }
    }

    /// A finding on the report as a whole.
    #[must_use]
    pub fn in_report() -> Self {
        Self::default()
    }

    /// Takes message, fix, severity … of the rule's variant `name`.
    #[must_use]
    pub fn variant(mut self, name: &'static str) -> Self {
        self.variant = Some(name);
        self
    }

    /// Fills `{name}` in the rule's texts.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.facts.push((name, value.to_string()));
        self
    }

    /// Shows `text` where the span itself would say little.
    #[must_use]
    pub fn excerpt(mut self, text: impl Into<String>) -> Self {
        self.excerpt = Some(text.into());
        self
    }

    /// Weighs other than the rule says.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }
}

/// Collects the findings of a run of the gate.
#[derive(Debug)]
pub struct Findings {
    phase: Phase,
    rule: Option<&'static Rule>,
    found: Vec<Placed>,
    /// Figures that checks fill in.
    pub metrics: Metrics,
}

/// An issue with the position of its section, for sorting.
#[derive(Debug)]
struct Placed {
    section: usize,
    issue: Issue,
}

impl Findings {
    /// An empty collection.
    #[must_use]
    pub fn new(phase: Phase) -> Self {
        Self { phase, rule: None, found: vec![], metrics: Metrics::default() }
    }

    /// Says which check runs now.
    pub(super) fn begin(&mut self, rule: &'static Rule) {
        self.rule = Some(rule);
    }

    /// The rule of the check that runs now, for its thresholds.
    #[must_use]
    pub fn rule(&self) -> &'static Rule {
        self.rule.unwrap_or_else(|| super::rules::rule("O2"))
    }

    /// Adds a finding of the check that runs now.
    #[expect(clippy::needless_pass_by_value, reason = "findings are built in place")]
    pub fn add(&mut self, found: Found<'_>) {
        let rule = self.rule();
        let section = found.section.map_or(usize::MAX, |view| view.index);
        let same = |placed: &&Placed| placed.section == section && placed.issue.check == rule.id;
        if self.found.iter().rev().filter(same).count() >= MOST_IN_A_SECTION {
            return;
        }
        let issue = self.issue(rule, &found);
        self.found.push(Placed { section, issue });
    }

    fn issue(&self, rule: &Rule, found: &Found<'_>) -> Issue {
        let texts = rule.texts(found.variant);
        let excerpt = found.excerpt.as_deref().map_or_else(|| excerpt_of(found), shorten);
        let mut facts = found.facts.clone();
        facts.push(("excerpt", excerpt.clone()));
        if let Some(view) = found.section {
            facts.push(("section", view.draft.title.clone()));
        }
        let severity = found.severity.unwrap_or_else(|| self.weigh(texts.severity));
        Issue {
            check: rule.id.clone(),
            severity,
            section: found.section.map(|view| view.id().to_owned()),
            line: found.section.zip(found.span.as_ref()).map(|(v, span)| v.line_of(span.start)),
            span: found.section.zip(found.span.as_ref()).map(|(view, span)| {
                let end = view.markdown().len();
                [span.start.min(end), span.end.min(end)]
            }),
            message: fill(texts.message, &facts),
            expected: fill(texts.expected, &facts),
            actual: fill(texts.actual, &facts),
            fix: fill(texts.fix, &facts),
            excerpt,
        }
    }

    fn weigh(&self, gravity: Gravity) -> Severity {
        match (gravity, self.phase) {
            (Gravity::Warning, _) => Severity::Warning,
            (Gravity::Repairable, _) | (Gravity::RepairableThenBlocking, Phase::Draft) => {
                Severity::Repairable
            }
            (Gravity::Blocking, _) | (Gravity::RepairableThenBlocking, Phase::Final) => {
                Severity::Blocking
            }
        }
    }

    /// All findings, in the order of sections and lines, each once.
    #[must_use]
    pub(super) fn into_parts(mut self) -> (Vec<Issue>, Metrics) {
        let key = |placed: &Placed| {
            let issue = &placed.issue;
            (placed.section, issue.line, issue.span, issue.check.clone(), issue.message.clone())
        };
        self.found.sort_by_cached_key(key);
        let mut issues: Vec<Issue> = self.found.into_iter().map(|placed| placed.issue).collect();
        issues.dedup();
        (issues, self.metrics)
    }
}

fn excerpt_of(found: &Found<'_>) -> String {
    let Some((view, span)) = found.section.zip(found.span.clone()) else { return String::new() };
    let markdown = view.markdown();
    let floor =
        |at: usize| (0..=at.min(markdown.len())).rev().find(|at| markdown.is_char_boundary(*at));
    let (start, end) = (floor(span.start).unwrap_or(0), floor(span.end).unwrap_or(0));
    shorten(markdown.get(start..end.max(start)).unwrap_or_default())
}

/// `text` on one line, at most 160 characters long.
pub(super) fn shorten(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace().take(EXCERPT) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word.get(..floor_boundary(word, EXCERPT * 4)).unwrap_or_default());
    }
    if line.chars().count() <= EXCERPT {
        return line;
    }
    line.chars().take(EXCERPT - 1).chain(['…']).collect()
}

fn floor_boundary(text: &str, at: usize) -> usize {
    if at >= text.len() {
        text.len()
    } else {
        (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
    }
}

/// Replaces `{name}` in `template`; names without a fact stay as they are.
fn fill(template: &str, facts: &[(&'static str, String)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            let fact = facts.iter().find(|(known, _)| *known == name)?;
            Some((fact.1.as_str(), tail))
        });
        if let Some((value, tail)) = value {
            text.push_str(value);
            rest = tail;
        } else {
            text.push('{');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}
