//! Numbers spelt out.

use super::{Kind, Number, plain};
use crate::quality::numbers::literal::{scale, spelled};
use crate::quality::tokens::Tokens;
use crate::quality::vocabulary::Tag;

/// A number in words from token `at`: `seventy-three percent`, `two million`, `nineteen`.
pub(super) fn in_words(tokens: &Tokens, at: usize) -> Option<Number> {
    let token = tokens.list.get(at)?;
    let mut value = spelled(&token.folded)?;
    let mut last = at;
    let word = |at: usize| tokens.list.get(at).map(|token| &*token.folded);
    let joined = value >= 20.0 && matches!(tokens.gap_after(at), "-" | " " | "‑");
    let units = word(at + 1).and_then(spelled).filter(|u| joined && (1.0..10.0).contains(u));
    if let Some(units) = units {
        value += units;
        last += 1;
    }
    let mut scaled = false;
    while let Some(factor) =
        word(last + 1).and_then(scale).filter(|_| tokens.gap_after(last) == " ")
    {
        value *= factor;
        last += 1;
        scaled = true;
    }
    let mut number = plain(token, at, value);
    number.spelled = true;
    let percent = tokens.list.get(last + 1).is_some_and(|next| next.has(Tag::PercentWord));
    if percent && tokens.gap_after(last) == " " {
        number.kind = Kind::Percent;
        last += 1;
    } else if scaled && value >= 1e3 {
        let money = tokens.list.get(last + 1).is_some_and(|next| next.has(Tag::CurrencyWord));
        number.kind = if money { Kind::Money } else { Kind::Count };
        number.marked = true;
        number.step = value;
    }
    number.last = last;
    number.span.end = tokens.list.get(last).map_or(token.end, |token| token.end);
    Some(number)
}
