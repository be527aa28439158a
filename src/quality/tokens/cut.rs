//! Cuts a text into words and numbers.

use smol_str::SmolStr;
use unicode_normalization::char::is_combining_mark;

use super::{INLINE, Token, TokenKind, digit_of, folded, is_apostrophe, is_cjk};
use crate::quality::shingles::{Hasher, hash};
use crate::quality::vocabulary::Tags;

pub(super) fn cut(text: &str) -> Vec<Token> {
    let mut list = Vec::with_capacity(text.len() / 6);
    let mut at = 0;
    while let Some(rest) = text.as_bytes().get(at..) {
        at += rest.iter().take_while(|byte| is_between(**byte)).count();
        if let Some(word) = plain_word(text, at) {
            at = word.end;
            list.push(word);
            continue;
        }
        if text.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic) {
            let end = word_end(text, at + 1, 'a');
            push(&mut list, text, TokenKind::Word, [at, end, end]);
            at = end;
            continue;
        }
        let Some(c) = char_at(text, at) else { break };
        let after = at + c.len_utf8();
        if digit_of(c).is_some() {
            let digits_end = number_end(text, after);
            let end = letters_end(text, digits_end);
            push(&mut list, text, TokenKind::Number, [at, digits_end, end]);
            at = end;
        } else if is_word_char(c) {
            let end = word_end(text, after, c);
            push(&mut list, text, TokenKind::Word, [at, end, end]);
            at = end;
        } else {
            at = after;
        }
    }
    list
}

/// The word that begins at `at`, where it is of ASCII letters and digits and fits into a short
/// string: read, folded and hashed in one go.
fn plain_word(text: &str, at: usize) -> Option<Token> {
    let rest = text
        .as_bytes()
        .get(at..)
        .filter(|rest| rest.first().is_some_and(u8::is_ascii_alphabetic))?;
    let mut folded = [0; INLINE];
    let mut hasher = Hasher::default();
    let (mut length, mut is_small) = (0, true);
    for (to, byte) in folded.iter_mut().zip(rest) {
        *to = SMALL.get(usize::from(*byte)).copied().unwrap_or(0);
        if *to == 0 {
            break;
        }
        is_small &= to == byte;
        hasher.add(*to);
        length += 1;
    }
    let next = rest.get(length);
    let goes_on = |next: &u8| !next.is_ascii() || next.is_ascii_alphanumeric();
    if next.is_some_and(|next| goes_on(next) || matches!(next, b'\'' | b'`')) {
        return None;
    }
    let end = at + length;
    let folded = if is_small {
        SmolStr::new(text.get(at..end)?)
    } else {
        SmolStr::new(std::str::from_utf8(folded.get(..length)?).ok()?)
    };
    let (hash, tags) = (hasher.hash(), Tags::default());
    Some(Token { kind: TokenKind::Word, start: at, end, digits_end: end, folded, hash, tags })
}

/// Letters of ASCII in lower case, and digits; 0 for any other byte.
static SMALL: [u8; 256] = {
    let mut small = [0; 256];
    let (mut byte, mut rest) = (0_u8, small.as_mut_slice());
    while let Some((first, more)) = rest.split_first_mut() {
        if byte.is_ascii_alphanumeric() {
            *first = byte.to_ascii_lowercase();
        }
        (byte, rest) = (byte.wrapping_add(1), more);
    }
    small
};

/// ASCII that stands between words.
fn is_between(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric()
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn push(list: &mut Vec<Token>, text: &str, kind: TokenKind, places: [usize; 3]) {
    let [start, digits_end, end] = places;
    let folded = folded(text.get(start..end).unwrap_or_default());
    let hash = hash(folded.as_bytes());
    list.push(Token { kind, start, end, digits_end, folded, hash, tags: Tags::default() });
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\u{200C}' | '\u{200D}')
}

/// End of the digits and separators between them that go on at `at`.
fn number_end(text: &str, mut at: usize) -> usize {
    while let Some(c) = char_at(text, at) {
        if digit_of(c).is_none() && !is_separator(text, at, c) {
            break;
        }
        at += c.len_utf8();
    }
    at
}

fn is_separator(text: &str, at: usize, c: char) -> bool {
    let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
    let digits = rest.chars().take(4).take_while(|next| digit_of(*next).is_some()).count();
    match c {
        '.' | ',' | '\u{066B}' | '\u{066C}' | '\u{FF0C}' | '\u{FF0E}' => digits > 0,
        '\u{00A0}' | '\u{202F}' | '\u{2009}' | '\'' | '\u{2019}' => digits == 3,
        ' ' => digits == 3 && groups_before(text, at),
        _ => false,
    }
}

/// Whether one to three digits, and no more, stand before `at`, not as a decimal or a group.
fn groups_before(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let digits = before.chars().rev().take(4).take_while(|c| digit_of(*c).is_some()).count();
    let ahead = before.chars().rev().nth(digits);
    (1..=3).contains(&digits)
        && !ahead.is_some_and(|c| matches!(c, '.' | ',' | '/' | ':' | '-' | '–'))
        && !text
            .get(at + 4..)
            .is_some_and(|rest| rest.starts_with(['–', '-', '%', ':', '/', '.', '°']))
}

fn letters_end(text: &str, mut at: usize) -> usize {
    while let Some(c) = char_at(text, at) {
        if !c.is_alphabetic() || is_cjk(c) {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// End of the word that begins with `first` and goes on at `at`.
fn word_end(text: &str, mut at: usize, first: char) -> usize {
    let cjk = is_cjk(first);
    loop {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        if !cjk {
            let own = rest.iter().position(|byte| !byte.is_ascii_alphanumeric());
            at += own.unwrap_or(rest.len());
            // Most words end here.
            let next = own.and_then(|own| rest.get(own));
            if next.is_none_or(|next| next.is_ascii() && !matches!(next, b'\'' | b'`')) {
                return at;
            }
        }
        let Some(c) = char_at(text, at) else { return at };
        let joins = if cjk {
            is_cjk(c)
        } else if is_word_char(c) && !is_cjk(c) {
            true
        } else {
            is_apostrophe(c) && char_at(text, at + c.len_utf8()).is_some_and(char::is_alphabetic)
        };
        if !joins {
            return at;
        }
        at += c.len_utf8();
    }
}
