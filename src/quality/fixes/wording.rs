//! B2 and L6: the brand in the wrong case, doubled function words and punctuation.

use std::sync::LazyLock;

use regex::Regex;
use unicode_segmentation::UnicodeSegmentation as _;

use super::Edit;
use crate::quality::brand::is_common_word;
use crate::quality::bytes;
use crate::quality::fold::{Folded, fold, is_whole_word};
use crate::quality::lexicon::Lexicon;

static DOUBLED: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::embedded(include_str!("../rules/doubled_words.toml")));
static PUNCTUATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<mark>,{2,}|;{2,}|\p{L}\.\.(?:[ \n]|$)|\?{2,}[ \n]|, ,)").ok()
});

pub(super) fn edits(text: &str, brand: &str) -> Vec<Edit> {
    let mut edits = brand_case(text, brand);
    edits.extend(doubled_words(text));
    edits.extend(doubled_marks(text));
    edits
}

/// The brand's own letters in another case, outside tags, handles and addresses. Brands that are
/// everyday words are left alone: `arc` may be a word.
fn brand_case(text: &str, brand: &str) -> Vec<Edit> {
    if !may_miswrite(text, brand) {
        return vec![];
    }
    let name = fold(brand);
    if name.is_empty() || !is_distinctive(brand) {
        return vec![];
    }
    let folded = Folded::new(text);
    let wrong = |(at, _): (usize, &str)| {
        let range = at..at + name.len();
        let place = folded.original(&range);
        let shown = text.get(place.clone())?;
        let same_letters = shown.to_lowercase() == brand.to_lowercase();
        let fits = is_whole_word(&folded.text, &range) && !in_address(text, &place);
        let shouted = shown.chars().all(|c| !c.is_lowercase());
        (shown != brand && same_letters && fits && !shouted).then(|| Edit::new("B2", place, brand))
    };
    folded.text.match_indices(&name).filter_map(wrong).collect()
}

/// Whether `text` may name the brand in another case. Most texts need no closer look.
fn may_miswrite(text: &str, brand: &str) -> bool {
    let first = brand.split_whitespace().next().unwrap_or_default().as_bytes();
    let Some(head) = first.first().filter(|_| text.is_ascii() && brand.is_ascii()) else {
        return true;
    };
    memchr::memchr2_iter(head.to_ascii_lowercase(), head.to_ascii_uppercase(), text.as_bytes()).any(
        |at| {
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            let there = rest.get(..first.len());
            there.is_some_and(|there| there.eq_ignore_ascii_case(first))
                && !rest.starts_with(brand.as_bytes())
        },
    )
}

/// Whether the brand's letters cannot be ordinary words: it has a mark, a digit, a letter beyond
/// ASCII or a capital inside, or it has several words and one of them is not an everyday word.
fn is_distinctive(brand: &str) -> bool {
    let words: Vec<&str> = brand.split_whitespace().collect();
    let inner_capital = |word: &&str| {
        word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase)
    };
    let marked = brand.chars().any(|c| !c.is_alphabetic() && !c.is_whitespace() || !c.is_ascii());
    let rare = |word: &&str| !is_common_word(&fold(word));
    brand.chars().count() > 3
        && (marked || words.iter().any(inner_capital) || words.len() > 1 && words.iter().any(rare))
}

fn in_address(text: &str, place: &std::ops::Range<usize>) -> bool {
    let joins = |c: char| matches!(c, '#' | '@' | '/' | '.' | '_' | '-' | '=' | '&');
    let before = text.get(..place.start).and_then(|t| t.chars().next_back());
    let mut after = text.get(place.end..).unwrap_or_default().chars();
    let (next, beyond) = (after.next(), after.next());
    before.is_some_and(joins)
        || next.is_some_and(|c| matches!(c, '_' | '@' | '/'))
        || next == Some('.') && beyond.is_some_and(char::is_alphanumeric)
}

/// `the the` becomes `the`: the second goes, with the blank before it.
fn doubled_words(text: &str) -> Vec<Edit> {
    if may_double(text) { doubled_in_words(text) } else { vec![] }
}

/// Whether a word may stand on both sides of a blank. Most texts need no closer look.
fn may_double(text: &str) -> bool {
    let (bytes, ascii) = (text.as_bytes(), text.is_ascii());
    let (mut start, mut before): (usize, &[u8]) = (0, &[]);
    memchr::memchr2_iter(b' ', b'\n', bytes).chain([bytes.len()]).any(|end| {
        let after = bytes.get(start..end).unwrap_or_default();
        start = end + 1;
        let before = std::mem::replace(&mut before, after);
        let length = after.iter().position(|byte| !is_part(*byte)).unwrap_or(after.len());
        let second = after.get(..length).unwrap_or_default();
        let tail = before.len().checked_sub(length).and_then(|start| before.get(start..));
        // Beyond ASCII, a mark may stand within what looks like one word.
        length > 0 && tail.is_some_and(|tail| same_word(tail, second))
            || !(ascii || before.is_ascii() && second.is_ascii()) && ends_as_begins(before, second)
    })
}

/// Whether two words of one length are the same in any case.
fn same_word(a: &[u8], b: &[u8]) -> bool {
    let same =
        |a: Option<&u8>, b: Option<&u8>| a.zip(b).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
    // Most have another first letter.
    same(a.first(), b.first()) && a.eq_ignore_ascii_case(b)
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

fn ends_as_begins(first: &[u8], second: &[u8]) -> bool {
    (1..=first.len().min(second.len()).min(LONGEST)).any(|length| {
        let end = first.get(first.len() - length..).unwrap_or_default();
        end.eq_ignore_ascii_case(second.get(..length).unwrap_or_default())
    })
}

/// Bytes of the longest function word.
const LONGEST: usize = 8;

fn doubled_in_words(text: &str) -> Vec<Edit> {
    let mut edits = vec![];
    let mut before: Option<(usize, &str)> = None;
    for (at, word) in text.unicode_word_indices() {
        if let Some((from, first)) = before {
            let between = text.get(from + first.len()..at).unwrap_or_default();
            let same = first.eq_ignore_ascii_case(word)
                && (first == word || word.chars().all(char::is_lowercase));
            if same && matches!(between, " " | "\n") && is_function_word(word) {
                edits.push(Edit::new("L6", from + first.len()..at + word.len(), ""));
            }
        }
        before = Some((at, word));
    }
    edits
}

fn is_function_word(word: &str) -> bool {
    let word = word.to_lowercase();
    DOUBLED.entries().any(|entry| entry.phrase == word)
}

fn doubled_marks(text: &str) -> Vec<Edit> {
    let doubled = |before: u8, here: u8, after: u8| {
        matches!(here, b',' | b';' | b'.' | b'?') && after == here
            || here == b' ' && before == b',' && after == b','
    };
    let any = bytes::count(text.as_bytes(), doubled) > 0;
    let Some(pattern) = PUNCTUATION.as_ref().filter(|_| any) else { return vec![] };
    let edit = |found: regex::Match<'_>| {
        let shown = found.as_str();
        let mark = shown.chars().find(|c| matches!(c, ',' | ';' | '?' | '.'))?;
        let start = found.start() + shown.find(mark)?;
        let length = shown.chars().filter(|c| *c == mark).count();
        let end = if shown == ", ," { found.end() } else { start + length };
        Some(Edit::new("L6", start..end, mark))
    };
    pattern.find_iter(text).filter_map(edit).collect()
}

#[cfg(test)]
mod tests {
    use super::{DOUBLED, LONGEST, doubled_in_words, may_double};

    #[test]
    fn no_function_word_is_longer() {
        assert!(DOUBLED.entries().all(|entry| entry.phrase.len() <= LONGEST));
    }

    proptest::proptest! {
        #[test]
        fn what_is_not_looked_at_has_no_doubled_word(
            pieces in proptest::collection::vec(
                proptest::sample::select(vec![
                    "the", "The", "THE", "a", "für", "FÜR", "visa", " ", "\n", "  ", "—", "’", "'",
                    ",", "_", "é", "of", "\u{a0}",
                ]),
                0..10,
            ),
        ) {
            let text = pieces.concat();
            proptest::prop_assert!(may_double(&text) || doubled_in_words(&text).is_empty());
        }
    }
}
