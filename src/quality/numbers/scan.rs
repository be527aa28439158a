//! Finds the numbers of a text and says what each one is.

mod counted;
mod ranges;
mod reader;
#[cfg(test)]
mod tests;
mod written;

use std::ops::Range;

use self::ranges::share_kinds;
use self::reader::Reader;
use self::written::in_words;
use super::literal::worth;
use crate::quality::tokens::{Token, TokenKind, Tokens};

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Per cent.
    Percent,
    /// An amount of money.
    Money,
    /// A multiple or a performance ratio (`3.2x`, `ROAS 2.1`).
    Factor,
    /// Anything counted.
    Count,
    /// A calendar year.
    Year,
    /// A date, time, duration, measure, ordinal or place in an order: no claim by itself.
    Plan,
}

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
    /// Bytes of the text, currency and unit included.
    pub span: Range<usize>,
    /// What it is worth.
    pub value: f64,
    /// Its other reading.
    pub other: Option<f64>,
    /// What it is.
    pub kind: Kind,
    /// Code of its currency.
    pub currency: Option<&'static str>,
    /// One unit of its last digit: `0.1` for `3.2`, `1000` for `12k`.
    pub step: f64,
    /// Whether it is spelt out.
    pub spelled: bool,
    /// Whether a mark, scale or thousands separator makes it more than bare digits.
    pub marked: bool,
}

/// The numbers of `tokens`, in order.
#[must_use]
pub fn scan(tokens: &Tokens) -> Vec<Number> {
    let mut numbers: Vec<Number> = vec![];
    let mut at = 0;
    while let Some(token) = tokens.list.get(at) {
        let found = match token.kind {
            TokenKind::Number => figure(tokens, at),
            TokenKind::Word => in_words(tokens, at),
        };
        at = found.as_ref().map_or(at, |number| number.last) + 1;
        numbers.extend(found);
    }
    share_kinds(tokens, &mut numbers);
    numbers
}

/// Reads around token `at`, a number literal.
fn figure(tokens: &Tokens, at: usize) -> Option<Number> {
    let token = tokens.list.get(at)?;
    let literal = tokens.text.get(token.start..token.digits_end)?;
    let Some(worth) = worth(literal) else { return Some(plain(token, at, 0.0)) };
    let mut number = plain(token, at, worth.value);
    number.other = worth.other;
    number.step = 0.1f64.powi(i32::try_from(worth.decimals).unwrap_or(0));
    number.marked = worth.grouped;
    Reader { tokens, token, decimals: worth.decimals }.classify(&mut number);
    Some(number)
}

fn plain(token: &Token, at: usize, value: f64) -> Number {
    Number {
        first: at,
        last: at,
        span: token.start..token.end,
        value,
        other: None,
        kind: Kind::Plan,
        currency: None,
        step: 1.0,
        spelled: false,
        marked: false,
    }
}
