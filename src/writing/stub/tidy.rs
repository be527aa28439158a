//! Blanks, marks and letters of an expanded phrasing, put right.

use super::template::push_capital;
use crate::quality::bytes;

/// `text` with spaces, doubled small words and the first letter put right.
pub fn tidy(text: String, brand: &str) -> String {
    let joined = if is_tidy(&text) { text } else { without_doubles(&text) };
    let doubled = |before: u8, here: u8, _: u8| {
        matches!((before, here), (b'.' | b' ', b'.') | (b',' | b' ', b','))
    };
    let joined = if bytes::count(joined.as_bytes(), doubled) > 0 {
        joined.replace("..", ".").replace(",,", ",").replace(" ,", ",").replace(" .", ".")
    } else {
        joined
    };
    capital(ended_once(joined, brand), brand)
}

/// A question or call of the brief ends a sentence by itself.
fn ended_once(text: String, brand: &str) -> String {
    let ends = memchr::memchr2(b'?', b'!', text.as_bytes()).is_some();
    if !ends || brand.ends_with(['?', '!']) {
        return text;
    }
    let pairs = [("?.", "?"), ("!.", "!"), ("?,", ","), ("!,", ","), ("?:", ":"), ("!:", ":")];
    pairs.iter().fold(text, |text, (both, one)| text.replace(both, one))
}

/// A capital first letter, unless the brand or a tag stands first.
fn capital(text: String, brand: &str) -> String {
    let start = text.find(|c: char| !matches!(c, '*' | '“' | '"' | '(' | '‘')).unwrap_or(0);
    let (signs, rest) = text.split_at(start);
    let stands = |c: char| c.is_ascii_uppercase() || matches!(c, '#' | '{');
    if rest.starts_with(brand) || rest.starts_with(stands) {
        return text;
    }
    let mut out = signs.to_owned();
    push_capital(&mut out, rest);
    out
}

/// Whether one blank parts the words of `text`, and none comes twice in a row.
fn is_tidy(text: &str) -> bool {
    let is_strange = |c: char| c != ' ' && c.is_whitespace();
    let strange = if text.is_ascii() {
        bytes::position(text.as_bytes(), |byte| matches!(byte, b'\t'..=b'\r')).is_some()
    } else {
        text.contains(is_strange)
    };
    let mut before: &[u8] = &[];
    let mut words = text.as_bytes().split(|byte| *byte == b' ');
    !strange
        && words.all(|word| {
            let doubled = word.eq_ignore_ascii_case(std::mem::replace(&mut before, word));
            !word.is_empty() && !doubled
        })
}

/// `text` with single blanks, and small words once where they come twice.
fn without_doubles(text: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let doubled = words.last().is_some_and(|last| last.eq_ignore_ascii_case(word))
            && matches!(
                word.to_lowercase().as_str(),
                "the"
                    | "a"
                    | "an"
                    | "of"
                    | "in"
                    | "to"
                    | "for"
                    | "with"
                    | "at"
                    | "by"
                    | "on"
                    | "and"
                    | "is"
            );
        if !doubled {
            words.push(word);
        }
    }
    words.join(" ")
}
