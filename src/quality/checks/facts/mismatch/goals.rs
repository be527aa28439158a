//! The client's goal with another rate than the brief's.

use super::words::WORDS;
use super::{Mismatch, Place};
use crate::quality::context::Context;
use crate::quality::dates::dates_in;
use crate::quality::numbers::known::same;
use crate::quality::numbers::nearby::{is_content, stem};
use crate::quality::numbers::{Fact, Kind};
use crate::quality::tokens::{Token, Tokens};
use crate::quality::vocabulary::Tag;

/// Telling words that the sentence and the goal must have in common.
const COMMON: usize = 2;
/// A rate of another size is another thing's.
const SIZE: std::ops::Range<f64> = 0.5..2.0;

/// A rate that the sentence calls the target of what the brief's goal is about: a part of a sum may
/// be a step on the way, a rate by the goal's own date is none.
pub(super) fn mismatch(place: &Place<'_>, context: &Context<'_>) -> Option<Mismatch> {
    let number = place.number;
    if !matches!(number.kind, Kind::Percent | Kind::Factor) || place.is_told() {
        return None;
    }
    let words = place.words(place.sentence());
    let apart = words.iter().any(|token| WORDS.is_interim(token) || token.has(Tag::Trigger));
    if apart || !words.iter().any(|token| WORDS.is_goal(token)) || !is_dated_so(place, context) {
        return None;
    }
    let goals: Vec<&Fact> = context
        .known()
        .brief
        .iter()
        .filter(|fact| fact.goal && fact.number.kind == number.kind)
        .collect();
    let given = goals.last()?;
    let own: Vec<&str> =
        words.iter().filter(|token| is_content(token)).map(|token| stem(&token.folded)).collect();
    let goal = Tokens::of(context.input.brief.primary_goal.as_deref().unwrap_or_default());
    let telling = |token: &&Token| is_content(token) && !token.has(Tag::Month);
    let shared = goal.list.iter().filter(telling).filter(|t| own.contains(&stem(&t.folded)));
    let told = goals.iter().any(|fact| same(&fact.number, number) || place.gives(fact));
    let near = SIZE.contains(&(number.value / given.number.value));
    (near && !told && !place.known && shared.count() >= COMMON).then(|| place.said(given))
}

/// Dates of the sentence are dates of the brief.
fn is_dated_so(place: &Place<'_>, context: &Context<'_>) -> bool {
    let range = place.sentence();
    let named = place.words(range.clone()).iter().any(|token| token.has(Tag::Month));
    let dates = dates_in(place.tokens.sentence_text(&range));
    let given = context.known().dated.iter().flat_map(|(text, _, _)| dates_in(text));
    let given: Vec<_> = given.filter_map(|cell| cell.date).collect();
    !named || !dates.is_empty() && dates.iter().all(|d| d.date.is_some_and(|d| given.contains(&d)))
}
