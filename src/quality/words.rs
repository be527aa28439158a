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
        return text.unicode_words().count() * 2;
    }
    text.unicode_words().map(half_words_of).sum()
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
    use super::count_words;

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
