//! Words as the gate counts them: Unicode words, CJK characters by halves.

use unicode_segmentation::UnicodeSegmentation as _;

use super::document::Document;

/// Words of `markdown`: of its visible text, not of its marks.
#[must_use]
pub fn count_words(markdown: &str) -> usize {
    Document::parse(markdown).words()
}

/// Words of plain text.
#[must_use]
pub fn count_plain(text: &str) -> usize {
    half_words(text).div_ceil(2)
}

/// Twice the number of words, so that CJK characters count one each.
pub(super) fn half_words(text: &str) -> usize {
    if text.is_ascii() {
        return ascii_words(text) * 2;
    }
    text.unicode_words().map(half_words_of).sum()
}

/// Unicode words of ASCII text: runs of letters, digits and `_` with a letter or digit in them; an
/// apostrophe, full stop or colon joins letters, and some of those and `,` `;` join digits.
fn ascii_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut words, mut at) = (0, 0);
    while let Some(first) = bytes.get(at) {
        let (mut before, mut spoken) = (*first, first.is_ascii_alphanumeric());
        at += 1;
        if !is_word_byte(before) {
            continue;
        }
        while let Some(&byte) = bytes.get(at) {
            let after = bytes.get(at + 1).copied().unwrap_or(b' ');
            if !is_word_byte(byte) && !joins(before, byte, after) {
                break;
            }
            spoken |= byte.is_ascii_alphanumeric();
            before = byte;
            at += 1;
        }
        words += usize::from(spoken);
    }
    words
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn joins(before: u8, mark: u8, after: u8) -> bool {
    let letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    match mark {
        b'\'' | b'.' => letters || digits,
        b':' => letters,
        b',' | b';' => digits,
        _ => false,
    }
}

/// A run of kana or Hangul is one Unicode word; Han is one a character.
fn half_words_of(word: &str) -> usize {
    let cjk = word.chars().filter(|c| is_cjk(*c)).count();
    if cjk == 0 { 2 } else { cjk + if word.chars().all(is_cjk) { 0 } else { 2 } }
}

/// Whether `c` is written without spaces between words: Han, kana, and full-width marks of them.
#[must_use]
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9D}'
        | '\u{20000}'..='\u{2FA1F}')
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::{ascii_words, count_words};

    proptest::proptest! {
        #[test]
        fn ascii_words_are_unicode_words(text in "[ -~\n]{0,60}|[a1_.,;:' -]{0,20}") {
            proptest::prop_assert_eq!(ascii_words(&text), text.unicode_words().count());
        }
    }

    #[test]
    fn counts_what_a_reader_reads() {
        for (markdown, words) in [
            ("", 0),
            ("## Two words", 2),
            ("one **two** `three`", 3),
            ("| a | b |\n|---|---|\n| c | d e |", 5),
            ("- [link text](https://x.example/a/b)", 2),
            ("it’s 25% off", 3),
            ("東京の店", 2),
            ("don't stop—believing", 3),
            ("---\n\n***", 0),
        ] {
            assert_eq!(count_words(markdown), words, "{markdown}");
        }
    }
}
