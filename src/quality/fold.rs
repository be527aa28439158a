//! Text folded for matching: NFKC, lower case, one kind of apostrophe, quote, dash and blank,
//! nothing invisible, and for each byte the place that it came from.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::domain::text::is_hidden;

/// A folded text with the way back.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text`, the byte of the original where its letter begins; one more at
    /// the end for the original's length.
    map: Vec<u32>,
}

impl Folded {
    /// Folds `original`.
    #[must_use]
    pub fn new(original: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            map: Vec::with_capacity(original.len() + 1),
        };
        let mut chars = original.char_indices().peekable();
        let mut cluster = String::new();
        while let Some((at, c)) = chars.next() {
            let from = u32::try_from(at).unwrap_or(u32::MAX);
            if c.is_ascii() && !chars.peek().is_some_and(|(_, next)| joins_before(*next)) {
                folded
                    .push(if c == '\t' || c == '\r' { ' ' } else { c.to_ascii_lowercase() }, from);
                continue;
            }
            cluster.clear();
            cluster.push(c);
            while let Some((_, next)) = chars.next_if(|(_, next)| joins_before(*next)) {
                cluster.push(next);
            }
            for c in cluster.nfkc().flat_map(char::to_lowercase).filter(|c| !is_dropped(*c)) {
                folded.push(unify(c), from);
            }
        }
        folded.map.push(u32::try_from(original.len()).unwrap_or(u32::MAX));
        folded
    }

    fn push(&mut self, c: char, from: u32) {
        if c == ' ' && self.text.ends_with([' ', '\n']) {
            return;
        }
        self.text.push(c);
        self.map.extend(std::iter::repeat_n(from, c.len_utf8()));
    }

    /// The byte range of the original that `range` of the folded text came from.
    #[must_use]
    pub fn original(&self, range: &Range<usize>) -> Range<usize> {
        let at =
            |index: usize| self.map.get(index).or(self.map.last()).map_or(0, |from| *from as usize);
        at(range.start)..at(range.end)
    }

    /// The byte range of the folded text that came from `range` of the original.
    #[must_use]
    pub fn folded(&self, range: &Range<usize>) -> Range<usize> {
        let at = |index: usize| {
            let before = |from: &u32| (*from as usize) < index;
            self.map.partition_point(before).min(self.text.len())
        };
        at(range.start)..at(range.end)
    }

    /// Whether `range` begins and ends at the edges of words.
    #[must_use]
    pub fn is_whole_word(&self, range: &Range<usize>) -> bool {
        is_whole_word(&self.text, range)
    }
}

/// Folds `text` for use as a pattern.
#[must_use]
pub fn fold(text: &str) -> String {
    let folded = Folded::new(text).text;
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `range` of `text` begins and ends at the edges of words. Scripts that are written
/// without spaces have an edge at every character.
#[must_use]
pub fn is_whole_word(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|t| t.chars().next_back());
    let after = text.get(range.end..).and_then(|t| t.chars().next());
    let inside = text.get(range.clone()).unwrap_or_default();
    let joined = |a: Option<char>, b: Option<char>| matches!((a, b), (Some(a), Some(b)) if is_word(a) && is_word(b));
    !joined(before, inside.chars().next()) && !joined(inside.chars().next_back(), after)
}

fn is_word(c: char) -> bool {
    (c.is_alphanumeric() || c == '_') && !super::words::is_cjk(c)
}

/// Combining marks and Hangul vowels and finals belong to the letter before.
fn joins_before(c: char) -> bool {
    !c.is_ascii() && (is_combining_mark(c) || matches!(c, '\u{1161}'..='\u{11FF}'))
}

fn is_dropped(c: char) -> bool {
    is_hidden(c) || matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE0F}' | '\u{FE0E}')
}

fn unify(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{02BC}' | '\u{2032}'
        | '\u{00B4}' | '`' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{00AB}' | '\u{00BB}'
        | '\u{2033}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
        '\u{00A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' | '\u{3000}' | '\t' | '\r' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Folded, fold};

    #[test]
    fn folds_spelling_variants_alike() {
        for (given, wanted) in [
            ("Don\u{2019}t", "don't"),
            ("CAFE\u{301}", "café"),
            ("a\u{200B}b", "ab"),
            ("ﬁne – dash", "fine - dash"),
            ("“Quote”", "\"quote\""),
            ("two\u{A0} spaces", "two spaces"),
        ] {
            assert_eq!(fold(given), wanted);
        }
    }

    #[test]
    fn finds_the_way_back() {
        let original = "Ein CAFE\u{301} – “gut”";
        let folded = Folded::new(original);
        let at = folded.text.find("café").expect("folded");
        let back = folded.original(&(at..at + "café".len()));
        assert_eq!(original.get(back), Some("CAFE\u{301}"));
    }

    #[test]
    fn knows_the_edges_of_words() {
        let folded = Folded::new("search the Arc narrative 東京店");
        let whole = |word: &str, nth: usize| {
            let (at, _) = folded.text.match_indices(word).nth(nth).expect("there");
            folded.is_whole_word(&(at..at + word.len()))
        };
        assert!(!whole("arc", 0));
        assert!(whole("arc", 1));
        assert!(!whole("arr", 0));
        assert!(whole("東京", 0));
    }
}
