//! Cuts tokens into sentences.

use std::ops::Range;
use std::sync::LazyLock;

use foldhash::HashSet;

use super::{Token, TokenKind};
use crate::quality::vocabulary::Tag;

static SHORT_FORMS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../rules/short_forms.txt").lines().collect());

/// Cuts tokens into sentences at `.`, `!`, `?` and their kin.
pub(super) fn sentences(text: &str, list: &[Token]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, pair) in list.windows(2).enumerate() {
        let [token, next] = pair else { continue };
        let gap = text.get(token.end..next.start).unwrap_or_default();
        if ends_sentence(text, token, next, gap) {
            sentences.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < list.len() {
        sentences.push(start..list.len());
    }
    sentences
}

fn ends_sentence(text: &str, token: &Token, next: &Token, gap: &str) -> bool {
    if gap == " " {
        return false;
    }
    if gap.contains(['。', '！', '？', '।', '॥']) {
        return true;
    }
    let Some(mark) = gap.find(['.', '!', '?', '…']) else { return false };
    let after = gap.get(mark..).unwrap_or_default();
    if !after.contains(char::is_whitespace) {
        return false;
    }
    let first = text.get(next.start..).and_then(|rest| rest.chars().next());
    if first.is_some_and(char::is_lowercase) {
        return false;
    }
    if !after.starts_with('.') {
        return true;
    }
    let word = text.get(token.start..token.end).unwrap_or_default();
    let initial =
        token.kind == TokenKind::Word && is_initial(word) && !after.contains(['\u{201D}', '"']);
    let ordinal = token.kind == TokenKind::Number && word.len() <= 2 && next.tags.has(Tag::Month);
    !initial && !ordinal && !is_short_form(&token.folded)
}

fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none() && word != "I"
}

fn is_short_form(word: &str) -> bool {
    word.len() <= 7 && SHORT_FORMS.contains(word)
}
