//! The strategy: its texts, and what holds for a strategy alone.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Line;
use crate::domain::{NumberKind, Spine, SpinePlace};
use crate::quality::checks;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::input::GateInput;
use crate::quality::numbers::{Kind, scan};
use crate::quality::rules;
use crate::quality::tokens::Tokens;

/// Name of the strategy in the body.
const PART: &str = "brand_strategy";
/// Pillars that every strategy has.
const PILLARS: usize = 3;
/// How far from the plan's first day a date may lie where the brief sets no window: a year back,
/// three years ahead.
const MONTHS: (i32, i32) = (-12, 36);

/// The texts of the strategy, the whole first; none where there is no strategy.
pub(super) fn lines(input: &GateInput<'_>) -> Vec<Line> {
    let Some(spine) = input.spine else { return vec![] };
    let whole = Line { place: Some(SpinePlace::Whole), ..Line::new(PART, "", "") };
    let texts = spine
        .texts()
        .into_iter()
        .map(|text| Line { place: Some(text.place), ..Line::new(PART, text.field, text.text) });
    std::iter::once(whole).chain(texts).collect()
}

/// What no check of sections looks for.
pub(super) fn check(lines: &[Line], context: &Context<'_>, findings: &mut Findings) {
    let Some(spine) = context.input.spine else { return };
    let views = || context.sections.iter().zip(lines).filter(|(_, line)| line.part == PART);
    findings.begin(rules::rule("F1"));
    for (view, line) in views() {
        if is_given(line, spine) {
            numbers(view, line, context, findings);
        }
    }
    findings.begin(rules::rule("X2"));
    for (view, line) in views().filter(|(_, line)| line.field == "dates.date") {
        date(view, line, context, findings);
    }
    let strange = |line: &Line| {
        line.field == "sections.id"
            && !context.input.pack.sections.iter().any(|spec| spec.id.as_str() == line.text)
    };
    findings.begin(rules::rule("C5"));
    for (view, line) in views() {
        if strange(line) {
            let found = Found::in_section(view).variant("strategy").excerpt(&*line.text);
            findings.add(found.with("what", "the pack has no such section"));
        } else if let Some(what) = thin(line, spine) {
            findings.add(Found::in_section(view).variant("strategy").with("what", what));
        }
    }
    findings.begin(rules::rule("C7"));
    for (view, line) in views() {
        for what in missing(line, spine) {
            findings.add(Found::in_section(view).variant("strategy").with("heading", what));
        }
    }
}

/// Whether the figures of the text are said to be the brief's.
fn is_given(line: &Line, spine: &Spine) -> bool {
    match (line.field, line.place) {
        ("kpis.baseline", _) => true,
        ("kpis.target", Some(SpinePlace::Kpi(at))) => {
            spine.kpis.get(at).is_some_and(|kpi| kpi.kind == NumberKind::Brief)
        }
        _ => false,
    }
}

fn numbers(view: &SectionView<'_>, line: &Line, context: &Context<'_>, findings: &mut Findings) {
    let tokens = Tokens::of(&line.text);
    let known = context.known();
    for number in scan(&tokens) {
        if number.kind == Kind::Plan || known.is_of_the_brief(&number) {
            continue;
        }
        let shown = tokens.text.get(number.span.clone()).unwrap_or_default();
        let found = Found::in_section(view).variant("declared").excerpt(&*line.text);
        findings.add(found.with("number", shown).with("origin", "brief"));
    }
}

fn date(view: &SectionView<'_>, line: &Line, context: &Context<'_>, findings: &mut Findings) {
    let found = Found::in_section(view).excerpt(&*line.text);
    let Some(date) = line.text.parse::<Date>().ok().filter(|_| line.text.len() == 10) else {
        findings.add(found.variant("unreal"));
        return;
    };
    let start = context.input.brief.start_date;
    let (first, last) = checks::window(context).unwrap_or_else(|| {
        let shifted = |months: i32| start.checked_add(months.months()).unwrap_or(start);
        (shifted(MONTHS.0), shifted(MONTHS.1))
    });
    if date < first || date > last {
        findings.add(found.variant("window").with("window", format!("{first} to {last}")));
    }
}

/// What weakens a strategy: fewer parts than it should have, or parts that say little.
fn thin(line: &Line, spine: &Spine) -> Option<&'static str> {
    let says_nothing = line.text.is_empty();
    match line.field {
        "" if spine.pillars.len() != PILLARS && !spine.pillars.is_empty() => {
            Some("it needs exactly three pillars")
        }
        "" if spine.kpis.is_empty() => Some("it has no KPI"),
        "segments.description" if says_nothing => Some("a segment is not described"),
        "pillars.idea" if says_nothing => Some("a pillar has no idea"),
        "channels.role" if says_nothing => Some("a channel has no role"),
        "dates.what" if says_nothing => Some("a date says not what happens"),
        _ => None,
    }
}

/// What no strategy is one without.
fn missing(line: &Line, spine: &Spine) -> Vec<&'static str> {
    if line.field.is_empty() {
        let lists = [
            (spine.segments.is_empty(), "audience segments"),
            (spine.pillars.is_empty(), "pillars"),
            (spine.channels.is_empty(), "channels"),
        ];
        return lists.into_iter().filter_map(|(empty, what)| empty.then_some(what)).collect();
    }
    if line.text.chars().any(char::is_alphanumeric) {
        return vec![];
    }
    match line.field {
        "positioning" => vec!["positioning"],
        "offer" => vec!["offer"],
        "segments.name" => vec!["name of a segment"],
        "pillars.name" => vec!["name of a pillar"],
        "channels.name" => vec!["name of a channel"],
        "kpis.name" => vec!["name of a KPI"],
        "kpis.target" => vec!["target of a KPI"],
        _ => vec![],
    }
}
