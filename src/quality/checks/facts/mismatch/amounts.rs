//! An amount of the brief in another currency or for another period.

use super::words::WORDS;
use super::{Mismatch, Place};
use crate::quality::numbers::{Fact, Kind};

/// Smaller amounts stand in many texts by chance.
const LEAST: f64 = 100.0;

pub(super) fn mismatch<'f>(
    place: &Place<'_>,
    facts: impl Iterator<Item = &'f Fact>,
) -> Option<Mismatch> {
    let number = place.number;
    if number.kind != Kind::Money || number.value < LEAST || place.is_worded() {
        return None;
    }
    let alike = |fact: &&Fact| {
        let value = fact.number.value;
        fact.number.kind == Kind::Money && (value - number.value).abs() <= value * 1e-9
    };
    let alike: Vec<&Fact> = facts.filter(alike).collect();
    let first = alike.first()?;
    let currency =
        |fact: &&&Fact| fact.number.currency == number.currency || fact.number.currency.is_none();
    if number.currency.is_some() && !alike.iter().any(|fact| currency(&fact)) {
        return Some(place.said(first));
    }
    let period = WORDS.period(place.after(3).iter().map(|token| &*token.folded));
    let due_otherwise = |fact: &&Fact| {
        let mut after = fact.after.iter().map(String::as_str);
        let given = WORDS.period(after.clone());
        // `€18,000 over six months` is no amount a month.
        let whole = after.next().is_some_and(|word| WORDS.is_total(word))
            && after.any(|word| WORDS.unit_named(word).is_some());
        period.is_some_and(|period| given.map_or(whole, |given| given != period))
    };
    let other = alike.iter().all(due_otherwise);
    other.then(|| place.said(first))
}
