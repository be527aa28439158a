//! An age range of the audience that goes beyond the brief's.

use super::words::WORDS;
use super::{Mismatch, Place};
use crate::domain::BriefField;
use crate::quality::context::Context;
use crate::quality::numbers::{Number, scan};
use crate::quality::tokens::Tokens;

/// Whether the place begins an age range of people that is not inside the brief's.
pub(super) fn mismatch(place: &Place<'_>, context: &Context<'_>) -> Option<Mismatch> {
    let numbers = place.view.numbers().get(place.block)?;
    let at = numbers.partition_point(|number| number.first < place.number.first);
    let (low, high) = age_range(place.tokens, numbers.get(at..)?)?;
    let words = place.words(place.sentence());
    if !words.iter().any(|word| WORDS.is_people(word)) || place.is_open() {
        return None;
    }
    let given = given_ages(context)?;
    let outside = low.value < given.low || high.value > given.high;
    let span = low.span.start..high.span.end;
    outside.then_some(Mismatch { span, given: given.text })
}

struct Ages {
    low: f64,
    high: f64,
    text: String,
}

/// The youngest and oldest that the brief's audience has.
fn given_ages(context: &Context<'_>) -> Option<Ages> {
    let text = context.input.brief.text_of(BriefField::TargetAudience)?;
    let tokens = Tokens::of(&text);
    let numbers = scan(&tokens);
    let ranges = (0..numbers.len()).filter_map(|at| age_range(&tokens, numbers.get(at..)?));
    let mut ages: Option<Ages> = None;
    for (low, high) in ranges {
        let known = ages.take();
        let (youngest, oldest) = known.map_or((low.value, high.value), |known: Ages| {
            (known.low.min(low.value), known.high.max(high.value))
        });
        ages = Some(Ages { low: youngest, high: oldest, text: text.clone() });
    }
    ages
}

/// Two numbers in a row that are the ends of an age range.
fn age_range<'n>(tokens: &Tokens, numbers: &'n [Number]) -> Option<(&'n Number, &'n Number)> {
    let [low, high, ..] = numbers else { return None };
    let ages = |n: &Number| (1.0..=110.0).contains(&n.value) && n.step >= 1.0 && !n.marked;
    let between = tokens.text.get(low.span.end..high.span.start)?;
    let near = high.first - low.last <= 2 && between.len() <= 8;
    if !near || between.contains([',', '.', ';', ':', '/']) || !ages(low) || !ages(high) {
        return None;
    }
    let before = tokens.list.get(low.first.saturating_sub(2)..low.first)?;
    let after = tokens.list.iter().skip(high.last + 1).take(2);
    let said = before.iter().chain(after).any(|token| WORDS.is_age(token));
    (said && low.value < high.value).then_some((low, high))
}
