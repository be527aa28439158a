//! Sentences of a document: enough for counting and comparing, in any language.

use std::ops::Range;

use super::bytes;
use super::context::Sentence;
use super::document::Document;
use super::words::half_words;

/// Splits the prose blocks of `document`; a heading or a cell without a full stop is one.
pub(super) fn split(document: &Document) -> (Vec<Sentence>, Vec<usize>) {
    let mut sentences = vec![];
    let mut halves = Vec::with_capacity(document.blocks.len());
    for (block, content) in document.blocks.iter().enumerate() {
        if !content.kind.is_prose() {
            halves.push(half_words(&content.text));
            continue;
        }
        let mut all = 0;
        for range in ranges(&content.text) {
            let own = half_words(content.text.get(range.clone()).unwrap_or_default());
            if own > 0 {
                sentences.push(Sentence { block, range, words: own.div_ceil(2) });
            }
            all += own;
        }
        halves.push(all);
    }
    (sentences, halves)
}

/// Byte ranges of the sentences of `text`, blanks around them left out.
#[must_use]
pub fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut found = vec![];
    let mut start = 0;
    let mut end = 0;
    // Every mark is one of these, or beyond ASCII.
    let may_end = |byte: u8| matches!(byte, b'.' | b'!' | b'?') || byte >= 0xC0;
    for at in bytes::positions(text.as_bytes(), may_end) {
        let rest = text.get(at..).unwrap_or_default();
        let Some(c) = rest.chars().next().filter(|c| at >= end && is_end(*c)) else { continue };
        let more = |next: &char| is_end(*next) || is_closing(*next);
        end = at + rest.chars().take_while(more).map(char::len_utf8).sum::<usize>();
        if ends_here(text, start, at, end, c) {
            push_trimmed(text, start..end, &mut found);
            start = end;
        }
    }
    push_trimmed(text, start..text.len(), &mut found);
    found
}

fn push_trimmed(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let part = text.get(range.clone()).unwrap_or_default();
    let trimmed = part.trim_start();
    let start = range.start + (part.len() - trimmed.len());
    let trimmed = trimmed.trim_end();
    if !trimmed.is_empty() {
        found.push(start..start + trimmed.len());
    }
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '॥' | '؟' | '۔')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』')
}

/// Whether the mark at `at` (with closing marks up to `end`) ends the sentence begun at `start`.
fn ends_here(text: &str, start: usize, at: usize, end: usize, mark: char) -> bool {
    if !matches!(mark, '.' | '!' | '?' | '…') {
        return true;
    }
    let rest = text.get(end..).unwrap_or_default();
    if !rest.starts_with(char::is_whitespace) {
        return rest.is_empty();
    }
    let Some(next) = rest.chars().find(|c| !c.is_whitespace()) else { return true };
    if next.is_lowercase() {
        return false;
    }
    mark != '.' || !is_abbreviation(text.get(start..at).unwrap_or_default())
}

/// A single letter, or letters with dots between them, before a full stop: `e.g.`, `J.`, `a.m.`
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(['(', '"', '“', '[']);
    let letters = word
        .split('.')
        .all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
    letters && !matches!(word, "I" | "a.m" | "p.m")
        || matches!(
            word,
            "Mr" | "Mrs"
                | "Ms"
                | "Dr"
                | "St"
                | "No"
                | "vs"
                | "etc"
                | "approx"
                | "Nr"
                | "z.B"
                | "bzw"
                | "ca"
                | "Sr"
                | "Sra"
        )
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn splits_where_a_reader_would() {
        for (text, count) in [
            ("", 0),
            ("One.", 1),
            ("One. Two! Three?", 3),
            ("Costs $4.50 a cup. Good.", 2),
            ("Use e.g. Instagram. Then stop.", 2),
            ("He said “stop.” She went.", 2),
            ("東京。大阪。", 2),
            ("no end", 1),
        ] {
            assert_eq!(ranges(text).len(), count, "{text}");
        }
    }
}
