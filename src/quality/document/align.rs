//! Finds, for text that the parser unescaped, the bytes of the Markdown that it came from.

use crate::quality::origins::Origins;

/// How far ahead a character of the text may be in the source: more than the longest escape.
const LOOK_AHEAD: usize = 48;

/// Walks a source alongside the text read from it. It only moves forward.
#[derive(Debug)]
pub(super) struct Aligner<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Aligner<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self { source, at: 0 }
    }

    /// Byte reached in the source.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Moves forward to byte `to`, if it lies ahead.
    pub(super) fn advance_to(&mut self, to: usize) {
        if to > self.at && self.source.is_char_boundary(to) {
            self.at = to;
        }
    }

    /// Appends to `origin` the source byte of each byte of `text`.
    pub(super) fn place(&mut self, text: &str, origin: &mut Origins) {
        let mut rest = text;
        while !rest.is_empty() {
            let same = self.same_as(rest);
            origin.copy(self.at, same);
            self.at += same;
            rest = rest.get(same..).unwrap_or_default();
            let mut chars = rest.chars();
            if let Some(c) = chars.next() {
                self.place_one(c, origin);
                rest = chars.as_str();
            }
        }
    }

    /// Bytes that `text`, up to an ampersand, begins with as the source does.
    fn same_as(&self, text: &str) -> usize {
        let there = self.source.as_bytes().get(self.at..).unwrap_or_default();
        let plain = memchr::memchr(b'&', text.as_bytes()).unwrap_or(text.len());
        let plain = text.as_bytes().get(..plain).unwrap_or_default();
        if there.starts_with(plain) {
            return plain.len();
        }
        let same = plain.iter().zip(there).take_while(|(a, b)| a == b).count();
        (0..=same).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
    }

    fn place_one(&mut self, c: char, origin: &mut Origins) {
        let found = self.seek(c);
        let start = found.unwrap_or(self.at);
        let same_bytes = found.is_some() && self.starts_with(start, c);
        if same_bytes {
            origin.copy(start, c.len_utf8());
        } else {
            origin.stand_for(start, c.len_utf8());
        }
        if let Some(start) = found {
            self.at = start + if same_bytes { c.len_utf8() } else { self.entity_length(start) };
        }
    }

    fn starts_with(&self, at: usize, c: char) -> bool {
        self.source.get(at..).is_some_and(|rest| rest.starts_with(c))
    }

    /// Where `c` stands, as itself or as an entity, at or shortly after the current byte.
    fn seek(&self, c: char) -> Option<usize> {
        if self.starts_with(self.at, c) && !(c == '&' && self.entity_length(self.at) > 1) {
            return Some(self.at);
        }
        let rest = self.source.get(self.at..)?;
        if rest.starts_with('&') && self.entity_length(self.at) > 1 {
            return Some(self.at);
        }
        let window_end =
            (0..=LOOK_AHEAD.min(rest.len())).rev().find(|end| rest.is_char_boundary(*end))?;
        rest.get(..window_end)?.find(c).map(|offset| self.at + offset)
    }

    /// Length of the entity at `at`, 1 where there is none.
    fn entity_length(&self, at: usize) -> usize {
        let Some(rest) = self.source.get(at..).and_then(|rest| rest.strip_prefix('&')) else {
            return 1;
        };
        let name =
            rest.bytes().take(32).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
        if name > 0 && rest.as_bytes().get(name) == Some(&b';') { name + 2 } else { 1 }
    }
}
