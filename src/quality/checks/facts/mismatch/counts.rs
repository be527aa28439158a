//! Things of the client counted otherwise than in the brief.

use super::words::WORDS;
use super::{Mismatch, Place};
use crate::quality::numbers::known::same as same_value;
use crate::quality::numbers::nearby::{clause, is_content, stem};
use crate::quality::numbers::{Fact, Kind};
use crate::quality::tokens::Token;
use crate::quality::vocabulary::Tag;

/// A smaller count this near to the brief's is a misquotation rather than a part of it.
const NEAR: f64 = 0.7;
/// A count below this is as often one of the plan's own (“walk it with five homeowners”): only
/// words of possession, and others of the brief beside it, make it the client’s.
const FEW: f64 = 10.0;

/// Words of a label such as `Finish line:`.
const LABEL: usize = 3;

pub(super) fn mismatch<'f>(
    place: &Place<'_>,
    facts: impl Iterator<Item = &'f Fact>,
) -> Option<Mismatch> {
    let number = place.number;
    let counts =
        |kind: Kind, step: f64| matches!(kind, Kind::Count) || kind == Kind::Plan && step >= 1.0;
    if !counts(number.kind, number.step) || number.value < 2.0 || number.value.fract() > 0.0 {
        return None;
    }
    let other = [Tag::Duration, Tag::Measure, Tag::PlanNoun, Tag::FactorWord, Tag::Month];
    let own: Vec<&str> = place
        .after(3)
        .iter()
        .take_while(|token| !other.iter().any(|tag| token.has(*tag)) && WORDS.unit(token).is_none())
        .filter(|token| is_content(token))
        .map(|token| stem(&token.folded))
        .take(2)
        .collect();
    let counted = |fact: &&Fact| {
        let theirs = fact.after.iter().filter(|word| word.chars().count() >= 4).take(2);
        theirs.map(|word| stem(word)).any(|word| own.contains(&word))
    };
    let facts: Vec<&Fact> = facts.collect();
    let same: Vec<&Fact> = facts
        .iter()
        .copied()
        .filter(|fact| counts(fact.number.kind, fact.number.step))
        .filter(counted)
        .collect();
    let same: Vec<&Fact> = same.into_iter().filter(|fact| fact.number.value >= 2.0).collect();
    // `Applications from 140 to 210 a month`: the goal may name its thing before the figure.
    let aimed = |fact: &&&Fact| {
        fact.goal && own.len() == 2 && own.iter().all(|word| fact.near.iter().any(|n| n == word))
    };
    let goals: Vec<&Fact> = same.iter().chain(facts.iter().filter(aimed)).copied().collect();
    if let Some(fact) = goals.iter().find(|fact| fact.goal).filter(|_| is_other_goal(place, &goals))
    {
        return Some(place.said(fact));
    }
    let most = same.iter().map(|fact| fact.number.value).fold(0.0, f64::max);
    let fact = same.first()?;
    if same.iter().any(|fact| same_value(&fact.number, number))
        || place.is_told()
        || place.is_worded() && !place.is_existing() && !is_misread(place, fact)
        || facts.iter().any(|other| other.piece == fact.piece && same_value(&other.number, number))
        || same.iter().any(|fact| place.gives(fact))
        || place.before(2).iter().any(|token| WORDS.is_some(token))
        || place.ledger.adds_up(place.block, number)
    {
        return None;
    }
    let opens = place.before(1).is_empty() || place.opens_quote();
    let all = opens || place.before(1).iter().any(|token| WORDS.is_all(token));
    let owns = place.before(1).iter().any(|token| WORDS.owns(token));
    let shared = place.shared(fact);
    // What the goal counts is counted often: its parts, its market, its rivals'.
    let needed = if fact.goal { 3 } else { 2 };
    let unique = same.len() == 1;
    let definite = place.before(1).iter().any(|token| WORDS.is_definite(token));
    if unique && (opens || definite) && is_swapped(fact.number.value, number.value) {
        return Some(place.said(fact));
    }
    let wrong = if number.value < FEW {
        owns && unique && shared >= needed
    } else if number.value > most {
        shared >= needed || all && !fact.goal && (shared >= 1 || owns && unique)
    } else {
        unique && number.value >= most * NEAR && !fact.goal && (all || shared >= needed)
    };
    wrong.then(|| place.said(fact))
}

/// The sentence names its number as the client's goal, with no time or step of its own, and the
/// brief's goal is another.
fn is_other_goal(place: &Place<'_>, same: &[&Fact]) -> bool {
    let words = place.words(place.sentence());
    let clause = place.words(clause(place.tokens, place.number));
    // `The first 25 sites` are the goal's own first ones.
    let own = |t: &Token| same.iter().any(|f| f.goal && f.clause.contains(t.folded.as_str()));
    let apart = words.iter().any(|t| WORDS.is_interim(t) && !own(t) || t.has(Tag::Month))
        || clause.iter().any(|t| WORDS.is_part(t));
    let named = clause.iter().chain(words.iter().take(LABEL)).any(|t| WORDS.is_goal(t));
    let told = |fact: &&&Fact| same_value(&fact.number, place.number) || place.gives(fact);
    // `A goal of 40 sites` is no part of others.
    let before = place.before(2);
    let partly =
        before.iter().any(|t| WORDS.is_some(t)) && !before.iter().any(|t| WORDS.is_goal(t));
    named
        && !partly
        && !place.ledger.adds_up(place.block, place.number)
        && !apart
        && !place.is_told()
        && is_of_the_period(place, same)
        && !same.iter().any(|fact| told(&fact))
}

/// The number is for no time, or for the goal's own.
fn is_of_the_period(place: &Place<'_>, same: &[&Fact]) -> bool {
    let after = place.after(6);
    let period = (1..after.len()).find_map(|at| {
        WORDS.period(after.get(at..).unwrap_or_default().iter().map(|t| &*t.folded))
    });
    let given = |fact: &&&Fact| {
        period.is_some_and(|period| fact.clause.split_whitespace().any(|word| word == period))
    };
    period.is_none() || same.iter().filter(|fact| fact.goal).any(|fact| given(&fact))
}

/// `The 4,900 lapsed patients`, where the brief has 9,400 of them.
fn is_misread(place: &Place<'_>, fact: &Fact) -> bool {
    place.before(1).iter().any(|token| WORDS.is_definite(token))
        && is_swapped(fact.number.value, place.number.value)
}

/// The same digits in another order: 64 for 46.
fn is_swapped(given: f64, said: f64) -> bool {
    let digits = |value: f64| {
        let mut digits: Vec<char> = format!("{value}").chars().collect();
        digits.sort_unstable();
        digits
    };
    digits(given) == digits(said)
}
