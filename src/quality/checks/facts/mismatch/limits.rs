//! A discount deeper than the brief's constraints allow.

use super::words::WORDS;
use super::{Mismatch, Place};
use crate::domain::BriefField;
use crate::quality::context::Context;
use crate::quality::numbers::nearby::clause;
use crate::quality::numbers::{Kind, scan};
use crate::quality::tokens::Tokens;
use crate::quality::vocabulary::Tag;

/// Words between a figure and what makes it a discount.
const NEAR: usize = 6;

/// What the client allows.
#[derive(Debug)]
pub(super) struct Limit {
    most: f64,
    given: String,
}

/// The deepest discount that the brief's constraints allow, where they say so without conditions.
pub(super) fn discount(context: &Context<'_>) -> Option<Limit> {
    let text = context.input.brief.text_of(BriefField::Constraints)?;
    text.split([';', '.', '\n']).map(str::trim).find_map(limit_of)
}

fn limit_of(text: &str) -> Option<Limit> {
    let tokens = Tokens::of(text);
    let at = tokens.list.iter().position(|token| WORDS.is_discount(token))?;
    let given = text.to_owned();
    let percent = scan(&tokens).into_iter().find(|number| number.kind == Kind::Percent);
    if let Some(percent) = percent {
        let limited = tokens.list.iter().any(|token| token.has(Tag::Comparator));
        return limited.then_some(Limit { most: percent.value, given });
    }
    let none = tokens.list.first().is_some_and(|first| WORDS.negates(first));
    // "No discounts on the core range" allows others.
    (none && at + 1 == tokens.list.len()).then_some(Limit { most: 0.0, given })
}

pub(super) fn mismatch(place: &Place<'_>, limit: &Limit) -> Option<Mismatch> {
    let number = place.number;
    if number.kind != Kind::Percent || number.value <= limit.most {
        return None;
    }
    let range = clause(place.tokens, number);
    let start = range.start.max(number.first.saturating_sub(NEAR));
    let near = place.words(start..range.end.min(number.last + NEAR));
    let sentence = place.words(place.sentence());
    let label = sentence.iter().take(2).any(|token| WORDS.is_discount(token));
    let offers = label || near.iter().any(|token| WORDS.is_discount(token));
    let negated = near.iter().any(|token| WORDS.negates(token) || token.has(Tag::Fact));
    (offers && !negated).then(|| Mismatch { span: number.span.clone(), given: limit.given.clone() })
}
