//! Durations and measures that are not the brief's.

use super::words::{Unit, WORDS};
use super::{MOST_FACTS, Mismatch, Place};
use crate::quality::context::Context;
use crate::quality::numbers::literal::spelled;
use crate::quality::numbers::nearby::clause;
use crate::quality::numbers::{Fact, Kind, Number};
use crate::quality::tokens::Token;

/// Six months are 26 weeks, near enough.
const SAME: f64 = 0.05;
/// Shorter durations are parts of a plan.
const SHORTEST_PLAN: f64 = 14.0;

pub(super) fn mismatch(place: &Place<'_>, context: &Context<'_>) -> Option<Mismatch> {
    let number = place.number;
    let (unit, working) = unit_after(place.after(3))?;
    let facts: Vec<(&Fact, f64)> = context
        .known()
        .brief
        .iter()
        .take(MOST_FACTS)
        .filter_map(|fact| Some((fact, worth_of(fact, unit, working)?)))
        .collect();
    let own = number.value * unit.size;
    let same = |value: f64| (value - own).abs() <= value.max(own) * SAME;
    if facts.is_empty()
        || own <= 0.0
        || facts.iter().any(|(_, value)| same(*value))
        || place.is_told()
    {
        return None;
    }
    let time = unit.measures == "time";
    let part = place.before(2).iter().any(|t| WORDS.is_part(t));
    if time && (part || place.is_cell()) {
        return None;
    }
    let alike = |(fact, value): &&(&Fact, f64)| !time || same_unit(fact, *value, unit.size);
    let by_words = facts.iter().filter(alike);
    let by_words = by_words.map(|(fact, _)| (place.shared(fact), *fact)).max_by_key(|(n, _)| *n);
    let slipped = by_words.is_some_and(|(_, fact)| is_slip(fact.number.value, number.value));
    let needed = if !time && facts.len() == 1 || slipped { 1 } else { 2 };
    if let Some((_, fact)) = by_words.filter(|(shared, _)| *shared >= needed && !place.is_worded())
    {
        return Some(place.said(fact));
    }
    (time && !working && own >= SHORTEST_PLAN)
        .then(|| plan_duration(place, &facts, context))
        .flatten()
}

/// Days are compared with days, weeks with weeks.
fn same_unit(fact: &Fact, value: f64, size: f64) -> bool {
    (value / fact.number.value - size).abs() < size * 1e-6
}

/// One digit of two is another: 29 for 19.
fn is_slip(given: f64, said: f64) -> bool {
    let digits = |value: f64| format!("{value}");
    let (given, said) = (digits(given), digits(said));
    let apart = given.chars().zip(said.chars()).filter(|(a, b)| a != b).count();
    given.len() == said.len() && given.len() >= 2 && apart == 1
}

/// The plan's own duration, where the brief gives one alone.
fn plan_duration(
    place: &Place<'_>,
    facts: &[(&Fact, f64)],
    context: &Context<'_>,
) -> Option<Mismatch> {
    let brief = context.input.brief;
    let is_of_plan = |fact: &Fact| {
        [&brief.timeline, &brief.budget, &brief.primary_goal]
            .into_iter()
            .flatten()
            .any(|text| text.contains(fact.clause.as_str()))
    };
    let of_plan: Vec<&(&Fact, f64)> = facts.iter().filter(|(fact, _)| is_of_plan(fact)).collect();
    let timed = |fact: &Fact| brief.timeline.iter().any(|text| text.contains(fact.clause.as_str()));
    let timeline: Vec<_> = of_plan.iter().copied().filter(|(fact, _)| timed(fact)).collect();
    let of_plan = if timeline.is_empty() { of_plan } else { timeline };
    let first = of_plan.first()?;
    let alone = of_plan.iter().all(|(_, value)| (value - first.1).abs() <= first.1 * SAME);
    let words = place.words(clause(place.tokens, place.number));
    let speaks = words.iter().any(|t| WORDS.is_plan(t)) && words.iter().any(|t| WORDS.runs(t));
    let all = place.words(place.sentence());
    let none_apart = !words.iter().any(|t| WORDS.is_part(t) || WORDS.is_inside(t))
        && !all.iter().any(|t| WORDS.is_interim(t));
    (alone && none_apart && (speaks || goes_with(place, first.0, context)))
        .then(|| place.said(first.0))
}

/// The other figure of the sentence is the one that the brief's duration goes with.
fn goes_with(place: &Place<'_>, fact: &Fact, context: &Context<'_>) -> bool {
    let range = place.sentence();
    let claims = |n: &&Number| {
        range.contains(&n.first)
            && n.first != place.number.first
            && !matches!(n.kind, Kind::Plan | Kind::Year)
    };
    let near = place.ledger.numbers_near(place.block, place.number);
    let others: Vec<&Number> =
        near.iter().filter(claims).filter(|n| !n.spelled || n.value >= 10.0).collect();
    let piece = || context.known().brief.iter().take(MOST_FACTS).filter(|f| f.piece == fact.piece);
    let told = |n: &&Number| {
        piece().any(|f| f.number.kind == n.kind && (f.number.value - n.value).abs() < 1e-9)
    };
    !others.is_empty() && others.iter().all(told)
}

/// The unit among the first words, and whether days are working days.
fn unit_after(words: &[Token]) -> Option<(&'static Unit, bool)> {
    let working = words.first().is_some_and(|first| WORDS.is_working(first));
    let word = words.get(usize::from(working && words.len() > 1))?;
    if working && WORDS.unit(word).is_none() {
        return WORDS.unit_named("day").map(|unit| (unit, true));
    }
    WORDS.unit(word).map(|unit| (unit, working))
}

/// What `fact` is worth in the smallest unit, where it is measured in the same.
fn worth_of(fact: &Fact, unit: &Unit, working: bool) -> Option<f64> {
    let is_number =
        |word: &String| spelled(word).is_some() || word.starts_with(|c: char| c.is_ascii_digit());
    // `two or four weeks`, `8–12 weeks`: the unit stands after the second number.
    let second = fact.after.iter().take(2).position(is_number);
    let counts = matches!(fact.number.kind, Kind::Plan | Kind::Count);
    let skip = second.filter(|_| counts).map_or(0, |at| at + 1);
    let mut words = fact.after.iter().skip(skip).map(String::as_str);
    let first = words.next()?;
    let fact_works = WORDS.is_working_word(first);
    let named = if fact_works { words.next().unwrap_or(first) } else { first };
    let own = WORDS.unit_named(named).or_else(|| WORDS.unit_named("day").filter(|_| fact_works))?;
    (own.measures == unit.measures && fact_works == working).then_some(fact.number.value * own.size)
}
