//! What stands around a number: its clause and the words that say what it counts.

use std::ops::Range;
use std::sync::LazyLock;

use super::scan::Number;
use crate::quality::tokens::{Token, TokenKind, Tokens};
use crate::quality::word_map::WordMap;

/// Words before and after a number that may say what it is about.
const BEFORE: usize = 6;
const FARTHEST: usize = 70;
const AFTER: usize = 7;

/// Content words near `number`, folded and cut to their stem.
#[must_use]
pub fn words_near<'t>(tokens: &'t Tokens, number: &Number) -> Vec<&'t str> {
    let clause = clause(tokens, number);
    let bracketed = tokens.gap_before(number.first).contains('(');
    let whole = sentence(tokens, number.first);
    let edge = if bracketed { whole.start } else { clause.start };
    let start = number.first.saturating_sub(BEFORE).max(edge);
    let end = (number.last + 1 + AFTER).min(clause.end);
    let range = tokens.list.get(start..end).unwrap_or_default();
    range.iter().filter(|token| is_content(token)).map(|token| stem(&token.folded)).collect()
}

/// The clause of `number` as text.
#[must_use]
pub fn clause_of<'t>(tokens: &'t Tokens, number: &Number) -> &'t str {
    tokens.sentence_text(&clause(tokens, number))
}

/// Tokens of the clause that holds `number`: from one strong mark to the next.
#[must_use]
pub fn clause(tokens: &Tokens, number: &Number) -> Range<usize> {
    let sentence = sentence(tokens, number.first);
    let start = (sentence.start + 1..=number.first)
        .rev()
        .find(|at| is_break(tokens.gap_before(*at)))
        .unwrap_or(sentence.start);
    let end = (number.last..sentence.end.saturating_sub(1))
        .find(|at| is_break(tokens.gap_after(*at)))
        .map_or(sentence.end, |at| at + 1);
    start..end.max(number.last + 1)
}

/// Tokens of the sentence that holds token `at`.
#[must_use]
pub fn sentence(tokens: &Tokens, at: usize) -> Range<usize> {
    let after = tokens.sentences.partition_point(|range| range.start <= at);
    let whole = after.checked_sub(1).and_then(|n| tokens.sentences.get(n)).cloned();
    let whole = whole.unwrap_or(at..at + 1);
    // Nobody reads farther, and hostile lines have no end.
    whole.start.max(at.saturating_sub(FARTHEST))..whole.end.min(at + FARTHEST)
}

fn is_break(gap: &str) -> bool {
    if matches!(gap, " " | "") {
        return false;
    }
    gap.contains([';', ':', '(', ')', '—', '→', '…', '“', '”', '„', '«', '»'])
        || gap.contains(", ")
        || gap.contains(" – ")
        || gap.contains(" - ")
        || gap.contains(['、', '，'])
}

/// Whether `token` says something by itself.
#[must_use]
pub fn is_content(token: &Token) -> bool {
    token.kind == TokenKind::Word
        && token.folded.chars().nth(3).is_some()
        && FILLERS.of(token).is_none()
}

static FILLERS: LazyLock<WordMap<()>> = LazyLock::new(|| {
    let lines = include_str!("../rules/fillers.txt").lines();
    lines.filter(|line| !line.starts_with('#')).map(|line| (line.to_owned(), ())).collect()
});

/// A crude stem: the first letters, so that inflected forms meet.
#[must_use]
pub fn stem(word: &str) -> &str {
    let bare = word.strip_suffix("'s").unwrap_or(word);
    let count = if bare.is_ascii() { bare.len() } else { bare.chars().count() };
    let keep = match count {
        0..=5 => count - usize::from(count > 3 && bare.ends_with('s')),
        _ => 5,
    };
    if bare.is_ascii() {
        return bare.get(..keep).unwrap_or(bare);
    }
    bare.char_indices().nth(keep).and_then(|(end, _)| bare.get(..end)).unwrap_or(bare)
}
