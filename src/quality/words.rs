//! Words as the gate counts them: Unicode words, CJK characters by halves.

use unicode_segmentation::UnicodeSegmentation as _;

use super::bytes;
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
    plain_words(text)
        .or_else(|| latin_words(text))
        .map_or_else(|| text.unicode_words().map(half_words_of).sum(), |words| words * 2)
}

/// What [`latin_words`] gives for text in ASCII without `_`: runs of letters and digits, less those
/// that a mark joins to the one before.
fn plain_words(text: &str) -> Option<usize> {
    if text.len() <= bytes::FEW {
        return few_plain_words(text);
    }
    let mut words = 0;
    for window in bytes::windows(text.as_bytes()) {
        let signs = window.map(sign);
        let (mut begun, mut joined, mut all) = (0_u8, 0_u8, 0_u8);
        for [before, here, after] in signs.array_windows() {
            all |= here;
            begun += u8::from(here & SPOKEN != 0 && before & SPOKEN == 0);
            joined += u8::from(before & after & here >> JOINS != 0);
        }
        if all & STRANGE != 0 {
            return None;
        }
        words = words + usize::from(begun) - usize::from(joined);
    }
    Some(words)
}

/// The same byte by byte.
fn few_plain_words(text: &str) -> Option<usize> {
    let (mut begun, mut joined, mut all) = (0, 0, 0);
    let (mut before, mut here) = (0, 0);
    for byte in text.bytes() {
        let after = SIGNS.get(usize::from(byte)).copied().unwrap_or(STRANGE);
        all |= after;
        begun += usize::from(after & SPOKEN != 0 && here & SPOKEN == 0);
        joined += usize::from(before & after & here >> JOINS != 0);
        (before, here) = (here, after);
    }
    (all & STRANGE == 0).then(|| begun - joined)
}

/// [`sign`] of each byte.
static SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let (mut byte, mut rest) = (0, signs.as_mut_slice());
    while let Some((first, more)) = rest.split_first_mut() {
        *first = sign(byte);
        (byte, rest) = (byte.wrapping_add(1), more);
    }
    signs
};

const DIGIT: u8 = 1;
const LETTER: u8 = 2;
const SPOKEN: u8 = DIGIT | LETTER;
/// Bits by which a mark is shifted from what it joins.
const JOINS: u32 = 2;
const STRANGE: u8 = 1 << 4;

/// What a byte is in a word: a digit, a letter, what joins such, or nothing that is known here.
const fn sign(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => DIGIT,
        b'a'..=b'z' | b'A'..=b'Z' => LETTER,
        b'\'' | b'.' => SPOKEN << JOINS,
        b':' => LETTER << JOINS,
        b',' | b';' => DIGIT << JOINS,
        b'_' | 0x80.. => STRANGE,
        _ => 0,
    }
}

/// Unicode words of text in Latin letters: runs of letters, digits and `_` with a letter or digit
/// in them; an apostrophe, full stop or colon joins letters, and some of those and `,` `;` join
/// digits. None where the text has other characters.
fn latin_words(text: &str) -> Option<usize> {
    let mut words = 0;
    let mut spoken = false;
    let mut before = ' ';
    let mut rest = text.as_bytes();
    loop {
        // Nearly all that there is.
        let run = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        if let Some(last) = rest.get(..run).and_then(<[u8]>::last) {
            (spoken, before) = (true, char::from(*last));
        }
        rest = rest.get(run..).unwrap_or_default();
        let Some(byte) = rest.first() else { break };
        if matches!(byte, b' ' | b'\n') {
            words += usize::from(spoken);
            (spoken, before) = (false, ' ');
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let at = text.len() - rest.len();
        let c = char_at(text, at).filter(|c| is_simple(*c))?;
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        let joined = is_word_char(c)
            || is_word_char(before)
                && joins(before, c, char_at(text, at + c.len_utf8()).unwrap_or(' '));
        if joined {
            spoken |= c.is_alphanumeric();
        } else {
            words += usize::from(spoken);
            spoken = false;
        }
        before = c;
    }
    Some(words + usize::from(spoken))
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Whether `c` is a character that [`latin_words`] knows: ASCII, letters with accents, and the
/// marks of typographers.
fn is_simple(c: char) -> bool {
    matches!(c,
        '\0'..='\u{7F}' | '\u{A0}'..='\u{A9}' | '«' | '»' | '°' | '·' | '¿' | '\u{C0}'..='\u{24F}'
        | '\u{2010}'..='\u{2023}' | '\u{2025}' | '\u{2026}' | '€' | '→')
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn joins(before: char, mark: char, after: char) -> bool {
    let letters = before.is_alphabetic() && after.is_alphabetic();
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    match mark {
        '\'' | '.' | '\u{2018}' | '\u{2019}' => letters || digits,
        ':' | '·' => letters,
        ',' | ';' => digits,
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

    use super::{count_words, latin_words, plain_words};

    proptest::proptest! {
        #[test]
        fn latin_words_are_unicode_words(
            text in "[ -~\n]{0,60}|[a1_.,;:' -]{0,20}|[aé1’‘·. –—«»“”…°€→¿\u{a0}ßŁ_]{0,24}",
        ) {
            let words = text.unicode_words().count();
            proptest::prop_assert_eq!(latin_words(&text), Some(words));
            let plain = plain_words(&text);
            proptest::prop_assert!(plain.is_none_or(|plain| plain == words), "{plain:?}, {words}");
            proptest::prop_assert_eq!(plain.is_some(), text.is_ascii() && !text.contains('_'));
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
