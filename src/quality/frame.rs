//! The frame of a report: what it shows beside its sections. Every text of it is judged by itself
//! with the checks of its group (`rules/frame.toml`), and the strategy as what it is: its numbers
//! against the brief, its dates, and that nothing of it is missing.

mod strategy;
#[cfg(test)]
mod tests;
mod together;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use serde::Deserialize;

use self::together::{Suspects, Together};
use super::context::Context;
use super::findings::{Findings, Found};
use super::given::Given;
use super::input::{GateInput, Phase, Scope};
use super::registry::{self, Check};
use super::rules::Rule;
use super::tuning::tuned;
use super::{rules, threads};
use crate::domain::{
    Finish, Issue, Provenance, SectionDraft, SectionId, Source, SpinePlace, WriterKind,
};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame {
    /// Checks that see nothing of a text's neighbours.
    local: BTreeSet<String>,
    groups: BTreeMap<String, BTreeSet<String>>,
    texts: BTreeMap<String, String>,
}

static FRAME: LazyLock<Frame> =
    LazyLock::new(|| crate::embedded::toml("frame.toml", include_str!("rules/frame.toml")));

impl Frame {
    /// The checks of texts of `field`; an unknown one gets none, which a test forbids.
    fn checks(&self, field: &str) -> Option<&BTreeSet<String>> {
        self.groups.get(self.texts.get(field)?)
    }

    fn asks(&self, check: &str) -> bool {
        self.groups.values().any(|group| group.contains(check))
    }
}

/// A finding in the strategy, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpineIssue {
    /// Where.
    pub place: SpinePlace,
    /// What.
    pub issue: Issue,
}

/// What is wrong with the spine of `input`, by the last word that the report will be judged by.
#[must_use]
pub fn judge_spine(input: &GateInput<'_>) -> Vec<SpineIssue> {
    let lines = strategy::lines(input);
    let judged = catch_unwind(AssertUnwindSafe(|| run(input, &lines, &Given::of(input.brief))));
    let found = judged.unwrap_or_else(|_| unread().into_iter().map(|i| (None, i)).collect());
    let at = |(number, issue): (Option<usize>, Issue)| {
        let place = number.and_then(|number| lines.get(number)?.place);
        SpineIssue { place: place.unwrap_or(SpinePlace::Whole), issue }
    };
    found.into_iter().map(at).collect()
}

fn unread() -> Vec<Issue> {
    let mut findings = Findings::new(Phase::Final);
    findings.begin(rules::rule("O2"));
    findings.add(Found::in_report().with("reason", "the strategy could not be read"));
    findings.into_parts().0
}

/// Positions of the sources of `input` with a title or a date that no report may show; all of
/// them when that cannot be told.
#[must_use]
pub fn sources_at_fault(input: &GateInput<'_>) -> Vec<usize> {
    let input = GateInput { spine: None, ..*input };
    let sources = input.research.sources.iter().enumerate();
    let lines = sources.flat_map(|(at, source)| of_source(source).map(move |line| (at, line)));
    let (places, lines): (Vec<usize>, Vec<Line>) = lines.unzip();
    let judged = catch_unwind(AssertUnwindSafe(|| run(&input, &lines, &Given::of(input.brief))));
    let Ok(found) = judged else { return places };
    let mut at_fault: Vec<usize> =
        found.iter().filter_map(|(number, _)| places.get((*number)?).copied()).collect();
    at_fault.dedup();
    at_fault
}

/// What is wrong with the whole frame of `input`.
pub(super) fn judge(input: &GateInput<'_>, given: &Given) -> Vec<Issue> {
    let mut lines = strategy::lines(input);
    let ours = |draft: &SectionDraft| draft.provenance.writer != WriterKind::External;
    if input.sections.iter().any(ours) {
        lines.extend(surroundings(input));
    }
    run(input, &lines, given).into_iter().map(|(_, issue)| issue).collect()
}

/// One text of the frame.
struct Line {
    /// The part of the report's body that shows it.
    part: &'static str,
    field: &'static str,
    place: Option<SpinePlace>,
    text: String,
}

impl Line {
    fn new(part: &'static str, field: &'static str, text: &str) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { part, field, place: None, text }
    }

    /// It as a section of its own.
    fn draft(&self, number: usize) -> SectionDraft {
        SectionDraft {
            id: SectionId(number.to_string()),
            title: self.place.map_or_else(|| self.part.to_owned(), |place| place.to_string()),
            markdown: self.text.clone(),
            tables: vec![],
            numbers: vec![],
            abstract_text: String::new(),
            provenance: Provenance {
                writer: WriterKind::Llm,
                provider: String::new(),
                model: String::new(),
            },
            finish: Finish::Complete,
            attempts: 0,
            repairs: vec![],
            handed_over: false,
        }
    }
}

fn surroundings(input: &GateInput<'_>) -> Vec<Line> {
    let mut lines = vec![Line::new("title", "title", input.title)];
    lines.extend(input.research.sources.iter().flat_map(of_source));
    let assumptions = input.assumptions.iter();
    lines.extend(assumptions.map(|text| Line::new("assumptions", "assumptions", text)));
    lines
}

fn of_source(source: &Source) -> impl Iterator<Item = Line> {
    let date = source.date.as_deref().map(|date| Line::new("sources", "sources.date", date));
    std::iter::once(Line::new("sources", "sources.title", &source.title)).chain(date)
}

/// Findings in `lines`, each with the number of its line.
fn run(input: &GateInput<'_>, lines: &[Line], given: &Given) -> Vec<(Option<usize>, Issue)> {
    if lines.is_empty() {
        return vec![];
    }
    in_context(input, lines, given, |context, asked| {
        found_in(lines, context, asked, &Together::of(context, asked))
    })
}

/// A check with its rule.
type Asked = (&'static Check, &'static Rule);

/// What `judge` makes of `lines`, each as a section, and of the checks that some of them ask for.
fn in_context<T>(
    input: &GateInput<'_>,
    lines: &[Line],
    given: &Given,
    judge: impl FnOnce(&Context<'_>, &[Asked]) -> T,
) -> T {
    let drafts: Vec<SectionDraft> =
        lines.iter().enumerate().map(|(number, line)| line.draft(number)).collect();
    let own = GateInput {
        scope: Scope::Section,
        phase: Phase::Final,
        title: "",
        sections: &drafts,
        assumptions: &[],
        ..*input
    };
    let asked = registry::with_rules().filter(|(check, _)| FRAME.asks(check.id));
    judge(&Context::new(&own, given), &asked.collect::<Vec<Asked>>())
}

/// Findings in `lines`, by the checks of each that may find something there.
fn found_in(
    lines: &[Line],
    context: &Context<'_>,
    asked: &[Asked],
    together: &Together,
) -> Vec<(Option<usize>, Issue)> {
    let pack = context.input.pack;
    let mut of_fields: BTreeMap<&str, Vec<(Asked, Suspects<'_>)>> = BTreeMap::new();
    for line in lines {
        of_fields.entry(line.field).or_insert_with(|| {
            let wanted = FRAME.checks(line.field);
            let asked = asked.iter().filter(|(check, _)| {
                check.section.is_some() && wanted.is_some_and(|wanted| wanted.contains(check.id))
            });
            asked.map(|asked| (*asked, together.suspects(asked.0))).collect()
        });
    }
    let read = threads::map(&context.sections, |at, view| {
        let mut findings = Findings::new(Phase::Final);
        let wanted = lines.get(at).and_then(|line| of_fields.get(line.field));
        for ((check, rule), suspects) in wanted.into_iter().flatten() {
            if let Some(run) = check.section.filter(|_| suspects.may_have(at)) {
                findings.begin(tuned(rule, pack));
                run(view, context, &mut findings);
            }
        }
        findings
    });
    let mut findings = Findings::new(Phase::Final);
    for own in read {
        findings.join(own);
    }
    for (check, rule) in asked.iter().filter(|(check, _)| check.section.is_none()) {
        if let Some(run) = check.report {
            findings.begin(tuned(rule, pack));
            run(context, &mut findings);
        }
    }
    strategy::check(lines, context, &mut findings);
    unusable_addresses(context, &mut findings);
    let (issues, _) = findings.into_parts();
    issues.into_iter().map(|issue| placed(issue, lines)).collect()
}

/// S3 again: an address that a reader's browser would take for something else.
fn unusable_addresses(context: &Context<'_>, findings: &mut Findings) {
    findings.begin(rules::rule("S3"));
    for source in context.input.research.sources.iter().filter(|source| !source.is_usable()) {
        let Source { id, url, .. } = source;
        findings.add(Found::in_report().excerpt(url.as_str()).with("target", id));
    }
}

fn placed(mut issue: Issue, lines: &[Line]) -> (Option<usize>, Issue) {
    let number = issue.section.take().and_then(|id| id.parse::<usize>().ok());
    let line = number.and_then(|number| lines.get(number));
    issue.section = Some(line.map_or("sources", |line| line.part).to_owned());
    (issue.line, issue.span) = (None, None);
    (number, issue)
}
