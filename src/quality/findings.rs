//! Where checks put what they found; messages, severities and fixes come from the rules.

use std::fmt::Display;
use std::ops::Range;

use foldhash::HashMap;

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
    /// Findings so far by section and check.
    counts: HashMap<(usize, &'static str), usize>,
    /// Figures that checks fill in.
    pub metrics: Metrics,
}

/// An issue with the position of its section, for sorting, and what it weighs.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    section: usize,
    rule: &'static Rule,
    weight: Weight,
    issue: Issue,
}

/// What decides the severity of a finding: the check, or its rule and the phase.
#[derive(Debug, Clone, Copy)]
enum Weight {
    Fixed(Severity),
    ByPhase(Gravity),
}

impl Findings {
    /// An empty collection.
    #[must_use]
    pub fn new(phase: Phase) -> Self {
        Self {
            phase,
            rule: None,
            found: vec![],
            counts: HashMap::default(),
            metrics: Metrics::default(),
        }
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
        if self.has_place(section, rule) {
            let placed = self.place(section, rule, &found);
            self.found.push(placed);
        }
    }

    /// Adds a finding of an earlier run on the section that is number `section` now.
    pub(super) fn add_again(&mut self, earlier: &Placed, section: usize) {
        if self.has_place(section, earlier.rule) {
            let mut placed = Placed { section, ..earlier.clone() };
            placed.issue.severity = self.weigh(placed.weight);
            self.found.push(placed);
        }
    }

    /// Adds the findings and figures of checks of another section.
    pub(super) fn join(&mut self, other: Self) {
        self.found.extend(other.found);
        self.metrics.add(other.metrics.brand_mentions.found, &other.metrics.forbidden_terms);
    }

    /// An empty collection for one check of the report, which sees the figures so far.
    pub(super) fn for_report_check(&self) -> Self {
        let metrics = Metrics { missing_terms: vec![], ..self.metrics.clone() };
        Self { metrics, ..Self::new(self.phase) }
    }

    /// Adds what a check of the report found, and the terms that it missed.
    pub(super) fn join_report_check(&mut self, other: Self) {
        self.found.extend(other.found);
        self.metrics.missing_terms.extend(other.metrics.missing_terms);
    }

    /// Findings on sections, by the checks for which `wanted` holds.
    pub(super) fn in_sections(&self, wanted: impl Fn(&str) -> bool) -> Vec<Placed> {
        let kept = |placed: &&Placed| placed.section != usize::MAX && wanted(&placed.rule.id);
        self.found.iter().filter(kept).cloned().collect()
    }

    /// Whether one more finding says anything new; it is counted.
    fn has_place(&mut self, section: usize, rule: &'static Rule) -> bool {
        let count = self.counts.entry((section, rule.id.as_str())).or_default();
        *count += 1;
        *count <= MOST_IN_A_SECTION
    }

    fn place(&self, section: usize, rule: &'static Rule, found: &Found<'_>) -> Placed {
        let gravity = rule.texts(found.variant).severity;
        let weight = found.severity.map_or(Weight::ByPhase(gravity), Weight::Fixed);
        Placed { section, rule, weight, issue: self.issue(rule, found, weight) }
    }

    fn issue(&self, rule: &Rule, found: &Found<'_>, weight: Weight) -> Issue {
        let texts = rule.texts(found.variant);
        let excerpt = found.excerpt.as_deref().map_or_else(|| excerpt_of(found), shorten);
        let mut facts = found.facts.clone();
        facts.push(("excerpt", excerpt.clone()));
        if let Some(view) = found.section {
            facts.push(("section", view.draft.title.clone()));
        }
        Issue {
            check: rule.id.clone(),
            severity: self.weigh(weight),
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

    fn weigh(&self, weight: Weight) -> Severity {
        let gravity = match weight {
            Weight::Fixed(severity) => return severity,
            Weight::ByPhase(gravity) => gravity,
        };
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
