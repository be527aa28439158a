//! Brackets and quotation marks without a partner.

use std::ops::Range;

use crate::quality::bytes;
use crate::quality::document::Block;

/// The first bracket or directed quotation mark of the block without a partner.
pub(super) fn open_pair(block: &Block) -> Option<Range<usize>> {
    let mut open: Vec<(char, usize)> = vec![];
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b' ';
    let mut end = 0;
    let mut last = ' ';
    for at in bytes::positions(block.text.as_bytes(), |byte| !is_plain(byte)) {
        let Some(c) = block.text.get(at..).and_then(|rest| rest.chars().next()) else { continue };
        let plain = at.checked_sub(1).filter(|before| *before >= end);
        let plain = plain.and_then(|at| block.text.as_bytes().get(at));
        let before = plain.map_or(last, |byte| char::from(*byte));
        (end, last) = (at + c.len_utf8(), c);
        let fits = |open: &[(char, usize)], wanted: &[char]| {
            open.last().is_some_and(|(o, _)| wanted.contains(o))
        };
        match c {
            '(' | '[' | '{' | '“' | '„' | '«' | '「' | '『' | '（'
                if !is_no_opening(c, before, &open) =>
            {
                open.push((c, at));
            }
            // A low mark may be closed by a straight one.
            '"' if !fits(&open, &['„']) => {}
            // Feet and inches.
            '”' if before.is_ascii_digit() && !fits(&open, &['“', '„']) => {}
            ')' | ']' | '}' | '”' | '“' | '»' | '」' | '』' | '）' | '«' | '"' => {
                let partner: &[char] = match c {
                    ')' => &['('],
                    ']' => &['['],
                    '}' => &['{'],
                    '”' => &['“', '„', '”'],
                    '"' | '“' => &['„'],
                    '»' => &['«'],
                    '«' => &['»'],
                    '」' => &['「'],
                    '』' => &['『'],
                    _ => &['（', '('],
                };
                if fits(&open, partner) {
                    open.pop();
                } else if c == '»' {
                    open.push((c, at));
                } else if !is_list_mark(&block.text, at, before)
                    && !matches!(before, ':' | ';' | '-')
                {
                    return Some(at..at + c.len_utf8());
                }
            }
            _ => {}
        }
    }
    open.first().map(|(c, at)| *at..at + c.len_utf8()).or_else(|| odd_straight_mark(&block.text))
}

/// The last straight quotation mark of an odd number, inches left out.
fn odd_straight_mark(text: &str) -> Option<Range<usize>> {
    let none = memchr::memchr(b'"', text.as_bytes()).is_none();
    if none || bytes::holds_any(text, ['“', '”', '„']) {
        return None;
    }
    let inch = |at: usize| {
        text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
    };
    let marks: Vec<usize> =
        text.match_indices('"').map(|(at, _)| at).filter(|at| !inch(*at)).collect();
    // `"6 to 12"`: one that closes after a digit is no inch.
    let all = text.matches('"').count();
    (marks.len() % 2 == 1 && all % 2 == 1).then(|| marks.last().map(|at| *at..at + 1)).flatten()
}

/// A German closing mark, the mouth of a smiley, a guillemet that closes the other way round.
fn is_no_opening(c: char, before: char, open: &[(char, usize)]) -> bool {
    let last = open.last().map(|(mark, _)| *mark);
    c == '“' && last == Some('„')
        || c == '(' && matches!(before, ':' | ';')
        || c == '«' && last == Some('»')
}

/// `a)` and `1)` count items.
fn is_list_mark(text: &str, at: usize, before: char) -> bool {
    let start = text.get(..at).unwrap_or_default();
    let word = start.rsplit([' ', '\n']).next().unwrap_or_default();
    text.get(at..).is_some_and(|rest| rest.starts_with(')'))
        && before.is_alphanumeric()
        && word.chars().count() <= 3
        && word.chars().all(char::is_alphanumeric)
}
