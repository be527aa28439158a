//! Text folded for matching: NFKC, lower case, one kind of apostrophe, quote, dash and blank,
//! nothing invisible, and for each byte the place that it came from.

use std::ops::Range;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::bytes;
use super::haystack::{Haystack, Ready};
use super::origins::Origins;
use crate::domain::text::is_hidden;

/// A folded text with the way back.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text`, the byte of the original where its letter begins; one more at
    /// the end for the original's length.
    map: Origins,
    ready: OnceLock<Ready>,
}

impl Folded {
    /// Folds `original`.
    #[must_use]
    pub fn new(original: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(original.len()), ..Self::default() };
        let mut at = 0;
        while let Some(rest) = original.get(at..).filter(|rest| !rest.is_empty()) {
            let plain = plain_start(rest);
            folded.push_plain(rest.get(..plain).unwrap_or_default(), at);
            at += plain + folded.push_cluster(rest.get(plain..).unwrap_or_default(), at + plain);
        }
        folded.map.copy(original.len(), 1);
        folded
    }

    /// Adds ASCII that no mark joins, from byte `at` of the original on.
    fn push_plain(&mut self, plain: &str, at: usize) {
        let mut blank = self.text.ends_with([' ', '\n']);
        let odd = |before: u8, byte: u8, _| {
            byte == b'\t' || byte == b'\r' || byte == b' ' && (before == b' ' || before == b'\n')
        };
        if !blank
            && !plain.starts_with([' ', '\t', '\r'])
            && bytes::count(plain.as_bytes(), odd) == 0
        {
            return self.push_run(plain, at);
        }
        let mut start = 0;
        for (place, byte) in plain.bytes().enumerate() {
            let turned = matches!(byte, b'\t' | b'\r');
            if turned || byte == b' ' && blank {
                self.push_run(plain.get(start..place).unwrap_or_default(), at + start);
                start = place + 1;
                if !blank {
                    self.push(' ', at + place);
                }
            }
            blank = turned || matches!(byte, b' ' | b'\n');
        }
        self.push_run(plain.get(start..).unwrap_or_default(), at + start);
    }

    /// Adds ASCII of which only the case changes.
    fn push_run(&mut self, run: &str, at: usize) {
        let start = self.text.len();
        self.text.push_str(run);
        if let Some(own) = self.text.get_mut(start..) {
            own.make_ascii_lowercase();
        }
        self.map.copy(at, run.len());
    }

    /// Adds the letter that `rest` begins with, its marks included; returns its bytes.
    fn push_cluster(&mut self, rest: &str, at: usize) -> usize {
        let mut chars = rest.char_indices();
        if chars.next().is_none() {
            return 0;
        }
        let end = chars.find(|(_, next)| !joins_before(*next)).map_or(rest.len(), |(end, _)| end);
        let cluster = rest.get(..end).unwrap_or_default();
        for c in cluster.nfkc().flat_map(char::to_lowercase).filter(|c| !is_dropped(*c)) {
            self.push(unify(c), at);
        }
        end
    }

    /// What searches in it need.
    #[must_use]
    pub fn haystack(&self) -> Haystack<'_> {
        let ready = self.ready.get_or_init(|| Ready::of(&self.text));
        Haystack { text: &self.text, ready, by_line: true }
    }

    fn push(&mut self, c: char, from: usize) {
        if c == ' ' && self.text.ends_with([' ', '\n']) {
            return;
        }
        self.text.push(c);
        self.map.stand_for(from, c.len_utf8());
    }

    /// The byte range of the original that `range` of the folded text came from.
    #[must_use]
    pub fn original(&self, range: &Range<usize>) -> Range<usize> {
        self.map.edges(range)
    }

    /// The byte range of the folded text that came from `range` of the original.
    #[must_use]
    pub fn folded(&self, range: &Range<usize>) -> Range<usize> {
        let at = |index: usize| self.map.first_from(index).min(self.text.len());
        at(range.start)..at(range.end)
    }

    /// Whether `range` begins and ends at the edges of words.
    #[must_use]
    pub fn is_whole_word(&self, range: &Range<usize>) -> bool {
        is_whole_word(&self.text, range)
    }
}

/// Length of the ASCII that `text` begins with and that no mark joins.
fn plain_start(text: &str) -> usize {
    let plain = bytes::position(text.as_bytes(), |byte| !byte.is_ascii()).unwrap_or(text.len());
    let joined = text.get(plain..).and_then(|rest| rest.chars().next()).is_some_and(joins_before);
    plain - usize::from(joined && plain > 0)
}

/// Folds `text` for use as a pattern.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return fold_ascii(text);
    }
    let folded = Folded::new(text).text;
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// [`fold`] of ASCII, in which only case and blanks fold.
fn fold_ascii(text: &str) -> String {
    let blank = |byte: u8| byte == b' ' || (9..=13).contains(&byte);
    let odd = |before: u8, byte: u8, _| blank(byte) && (blank(before) || byte != b' ');
    let text = text.trim();
    if bytes::count(text.as_bytes(), odd) == 0 {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded.make_ascii_lowercase();
    folded
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

    proptest::proptest! {
        #[test]
        fn ascii_folds_as_all_text_does(text in "[ -~\t\r\n\x0b\x0c\x1c\x00]{0,140}") {
            let folded = Folded::new(&text).text;
            let plain = folded.split_whitespace().collect::<Vec<_>>().join(" ");
            proptest::prop_assert_eq!(fold(&text), plain);
        }

        #[test]
        fn runs_of_ascii_fold_as_letters_do(text in "[aA \t\n\u{301}\u{200b}é\u{a0}–]{0,24}") {
            let folded = Folded::new(&text);
            let mut letters = String::new();
            let mut rest = text.as_str();
            while let Some(c) = rest.chars().next() {
                let joined = rest.chars().skip(1).take_while(|c| super::joins_before(*c));
                let length = c.len_utf8() + joined.map(char::len_utf8).sum::<usize>();
                for c in Folded::new(rest.get(..length).expect("a letter")).text.chars() {
                    if c != ' ' || !letters.ends_with([' ', '\n']) {
                        letters.push(c);
                    }
                }
                rest = rest.get(length..).expect("a letter");
            }
            proptest::prop_assert_eq!(folded.text, letters);
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
