//! Numbers spelt out.

use super::{Kind, Number, plain};
use crate::quality::numbers::literal::{currency, scale, spelled, spelled_token};
use crate::quality::tokens::{Token, Tokens};
use crate::quality::vocabulary::Tag;

/// A number in words from token `at`: `seventy-three percent`, `two million`, `nineteen`,
/// `two hundred and forty`, `dreitausend Euro`.
pub(super) fn in_words(tokens: &Tokens, at: usize) -> Option<Number> {
    let token = tokens.list.get(at)?;
    let (value, last, large) = read(tokens, at)?;
    let mut number = plain(token, at, value);
    number.spelled = true;
    number.last = last;
    let next = tokens.list.get(last + 1).filter(|_| tokens.gap_after(last) == " ");
    if next.is_some_and(|next| next.has(Tag::PercentWord)) {
        number.kind = Kind::Percent;
        number.last += 1;
    } else if let Some(word) = next.filter(|next| next.has(Tag::CurrencyWord) && large) {
        number.kind = Kind::Money;
        number.currency = currency(&word.folded).or(Some("OTHER"));
        number.marked = true;
        number.last += 1;
    } else if large {
        number.kind = Kind::Count;
        number.marked = true;
    }
    number.span.end = tokens.list.get(number.last).map_or(token.end, |token| token.end);
    Some(number)
}

/// The worth of the words from token `at`, the last of them, and whether it is a hundred or more.
fn read(tokens: &Tokens, at: usize) -> Option<(f64, usize, bool)> {
    let (mut value, mut last) = (spelled_word(tokens.list.get(at)?)?, at);
    let word = |at: usize| tokens.list.get(at).map(|token| &*token.folded);
    if let Some(units) = units_after(tokens, last).filter(|_| (20.0..100.0).contains(&value)) {
        value += units;
        last += 1;
    }
    while let Some(factor) =
        word(last + 1).and_then(scale).filter(|_| tokens.gap_after(last) == " ")
    {
        value *= factor;
        last += 1;
        if let Some((rest, end)) = below(tokens, last, factor) {
            value += rest;
            last = end;
        }
    }
    Some((value, last, value >= 100.0))
}

/// What a word is worth, `dreitausend` and `zweihundert` too.
fn spelled_word(token: &Token) -> Option<f64> {
    let word = &*token.folded;
    spelled_token(token).or_else(|| {
        // Each of the ends has one of these.
        if !word.ends_with(['d', 't', 'a']) {
            return None;
        }
        let ends = [
            ("tausend", 1e3),
            ("hundert", 100.0),
            ("duizend", 1e3),
            ("honderd", 100.0),
            ("mila", 1e3),
        ];
        let times = |(end, factor): &(&str, f64)| Some(spelled(word.strip_suffix(end)?)? * factor);
        ends.iter().find_map(times)
    })
}

/// The units after a ten: `twenty-four`, `twenty four`.
fn units_after(tokens: &Tokens, at: usize) -> Option<f64> {
    let joined = matches!(tokens.gap_after(at), "-" | " " | "‑");
    let units = tokens.list.get(at + 1).and_then(spelled_token);
    units.filter(|units| joined && (1.0..10.0).contains(units))
}

/// What follows a hundred or thousand: `and forty`, `five hundred`, with its last token.
fn below(tokens: &Tokens, at: usize, factor: f64) -> Option<(f64, usize)> {
    let word = |at: usize| tokens.list.get(at).map(|token| &*token.folded);
    let and = usize::from(matches!(word(at + 1), Some("and" | "y" | "e" | "et" | "und")));
    let first = at + 1 + and;
    let value = word(first).and_then(spelled).filter(|value| *value < factor && *value >= 1.0)?;
    if tokens.gap_after(at) != " " || and == 1 && tokens.gap_after(first - 1) != " " {
        return None;
    }
    let units = units_after(tokens, first).filter(|_| value >= 20.0);
    let (value, last) = units.map_or((value, first), |units| (value + units, first + 1));
    match word(last + 1).and_then(scale) {
        // `two thousand five hundred`
        Some(scale) if scale < factor => Some((value * scale, last + 1)),
        Some(_) => None,
        None => Some((value, last)),
    }
}
