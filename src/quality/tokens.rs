//! Words and sentences of a text with their places, folded for comparison.
//!
//! One pass, linear: a token is a word, or a number literal with the letters glued to it.

mod cut;
mod sentences;

use std::borrow::Cow;
use std::ops::Range;

use smol_str::SmolStr;
use unicode_normalization::UnicodeNormalization;

use super::vocabulary::{Tag, Tags, Vocabulary};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A word.
    Word,
    /// Digits, separators within them, and letters glued to their end (`5k`, `12th`).
    Number,
}

/// A word or a number of a text.
#[derive(Debug, Clone)]
pub struct Token {
    /// Word or number.
    pub kind: TokenKind,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Byte after the digits of a number (`end` for a word).
    pub digits_end: usize,
    /// NFKC, lower case, straight apostrophes.
    pub folded: SmolStr,
    /// Hash of `folded`, the same on every machine.
    pub hash: u64,
    /// What it tells, alone or with the words after it.
    pub tags: Tags,
}

/// A text cut into tokens and sentences.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    /// The text.
    pub text: Box<str>,
    /// Tokens in order.
    pub list: Vec<Token>,
    /// Sentences as ranges of `list`; together they hold every token.
    pub sentences: Vec<Range<usize>>,
}

impl Tokens {
    /// Cuts `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut list = cut::cut(text);
        tag(&mut list);
        let sentences = sentences::sentences(text, &list);
        Self { text: text.into(), list, sentences }
    }

    /// The source of the sentence `range`, from its first to its last token and the mark after.
    #[must_use]
    pub fn sentence_text(&self, range: &Range<usize>) -> &str {
        let span = self.sentence_span(range);
        self.text.get(span).unwrap_or_default()
    }

    /// Bytes of the sentence `range`.
    #[must_use]
    pub fn sentence_span(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.list.get(range.start).map_or(0, |token| token.start);
        let end = range.end.checked_sub(1).and_then(|last| self.list.get(last));
        start..end.map_or(start, |token| token.end)
    }

    /// The text between token `at` and the one after it.
    #[must_use]
    pub fn gap_after(&self, at: usize) -> &str {
        let start = self.list.get(at).map_or(self.text.len(), |token| token.end);
        let end = self.list.get(at + 1).map_or(self.text.len(), |token| token.start);
        self.text.get(start..end).unwrap_or_default()
    }

    /// The text between token `at` and the one before it.
    #[must_use]
    pub fn gap_before(&self, at: usize) -> &str {
        let end = self.list.get(at).map_or(0, |token| token.start);
        let start = at.checked_sub(1).and_then(|p| self.list.get(p)).map_or(0, |t| t.end);
        self.text.get(start..end).unwrap_or_default()
    }
}

/// Folds `word` for comparison: NFKC, lower case, straight apostrophes.
#[must_use]
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(word.to_ascii_lowercase())
        } else {
            Cow::Borrowed(word)
        };
    }
    let folded: String = word
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(|c| if is_apostrophe(c) { '\'' } else { c })
        .nfc()
        .collect();
    if folded == word { Cow::Borrowed(word) } else { Cow::Owned(folded) }
}

/// [`fold`] into a short string; words of ASCII fit without an allocation.
fn folded(word: &str) -> SmolStr {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return SmolStr::new(word);
    }
    let mut buffer = [0u8; INLINE];
    let own = lower(word, &mut buffer).and_then(|length| buffer.get(..length));
    match own.and_then(|own| std::str::from_utf8(own).ok()) {
        Some(own) => SmolStr::new(own),
        None => SmolStr::new(fold(word)),
    }
}

/// Writes what `word` folds to into `buffer` and says how many bytes that has, where it is ASCII
/// but for apostrophes and has room.
fn lower(word: &str, buffer: &mut [u8; INLINE]) -> Option<usize> {
    let mut length = 0;
    for c in word.chars() {
        let own = match c {
            '\u{2019}' => b'\'',
            // Beside letters beyond ASCII it is an apostrophe too.
            '`' => return None,
            c => u8::try_from(c).ok().filter(u8::is_ascii)?.to_ascii_lowercase(),
        };
        *buffer.get_mut(length)? = own;
        length += 1;
    }
    Some(length)
}

/// Bytes that a [`SmolStr`] holds in itself.
const INLINE: usize = 23;

/// Whether `c` is written for an apostrophe.
#[must_use]
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{FF07}' | '\u{00B4}' | '\u{0060}')
}

/// Whether `c` is a decimal digit in a script that we read.
#[must_use]
pub fn digit_of(c: char) -> Option<u32> {
    let base = match c {
        '0'..='9' => '0',
        '\u{0966}'..='\u{096F}' => '\u{0966}',
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        '\u{06F0}'..='\u{06F9}' => '\u{06F0}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        '\u{09E6}'..='\u{09EF}' => '\u{09E6}',
        _ => return None,
    };
    Some(c as u32 - base as u32)
}

/// Whether `c` belongs to a script without spaces between words.
#[must_use]
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2FA1F}' | '\u{0E00}'..='\u{0E7F}')
}

fn tag(list: &mut [Token]) {
    let vocabulary = Vocabulary::shared();
    for at in 0..list.len() {
        let (head, following) = list.split_at_mut(at + 1);
        let Some(token) = head.last_mut() else { continue };
        if token.kind == TokenKind::Number {
            continue;
        }
        let words = following.iter().take(4).map(|next| &*next.folded);
        token.tags = vocabulary.told(token, &words);
        if token.folded.starts_with("target")
            && following.first().is_some_and(|next| next.tags_not_wording(vocabulary))
        {
            token.tags = Tags::default();
        }
    }
}

impl Token {
    fn tags_not_wording(&self, vocabulary: &Vocabulary) -> bool {
        self.kind == TokenKind::Word && vocabulary.tags(&self.folded).has(Tag::NotWordingAfter)
    }

    /// Whether it is a word that tells `tag`.
    #[must_use]
    pub fn has(&self, tag: Tag) -> bool {
        self.tags.has(tag)
    }
}

#[cfg(test)]
mod tests {
    use super::{Tokens, fold};

    #[test]
    fn folds_case_accents_and_apostrophes() {
        assert_eq!(fold("O\u{2019}Dowd"), "o'dowd");
        assert_eq!(fold("Se\u{301}liane"), "séliane");
        assert_eq!(fold("ＡＢ"), "ab");
    }

    proptest::proptest! {
        #[test]
        fn short_ways_fold_as_the_long_one(word in "[A-Za-z’'`é0-9]{1,30}") {
            let folded = super::folded(&word);
            proptest::prop_assert_eq!(folded.as_str(), &*fold(&word));
        }
    }

    #[test]
    fn cuts_sentences_and_leaves_short_forms_alone() {
        for (text, wanted) in [
            ("One. Two! Three? Four.", 4),
            ("Fill the 6 a.m. and noon classes. Then rest.", 2),
            ("It measures 2.18 m. It fits.", 2),
            ("Dr. Smith waits, e.g. on Monday.", 1),
            ("Am 3. Februar rösten wir. Danach nicht.", 2),
            ("一つ。二つ。", 2),
            ("पहला वाक्य। दूसरा वाक्य।", 2),
            ("“Hello.” She left.", 2),
        ] {
            assert_eq!(Tokens::of(text).sentences.len(), wanted, "{text}");
        }
    }

    #[test]
    fn cuts_numbers_with_separators_and_suffixes() {
        for (text, wanted) in [
            ("₹12,00,000 now", vec!["12,00,000", "now"]),
            ("12.900,50 €", vec!["12.900,50"]),
            ("5k fans", vec!["5k", "fans"]),
            ("12\u{a0}000 clients", vec!["12\u{a0}000", "clients"]),
            ("14 500 ventes", vec!["14 500", "ventes"]),
            ("Dock9 and GA4", vec!["dock9", "and", "ga4"]),
            ("in 3. Then", vec!["in", "3", "then"]),
        ] {
            let tokens = Tokens::of(text);
            let found: Vec<String> = tokens.list.iter().map(|t| t.folded.to_string()).collect();
            let wanted: Vec<String> = wanted.into_iter().map(|w| fold(w).into_owned()).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
