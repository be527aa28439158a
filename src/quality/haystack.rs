//! A text made ready for the search for many literals, and what is known of its lines.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::bytes;
use super::group::Search;
use super::needles::Hit;

/// Bytes of blanks in a row that a text has at most, unless [`Ready::is_spread`].
pub(super) const BLANKS: usize = 64;

/// A text with what is needed to search it.
#[derive(Debug, Clone, Copy)]
pub struct Haystack<'t> {
    /// The text.
    pub text: &'t str,
    /// What was made of it.
    pub ready: &'t Ready,
    /// Whether its lines are texts of their own, so that what a pattern finds in one goes on in
    /// the next at most.
    pub by_line: bool,
}

/// What is made of a text once, for all searches in it.
#[derive(Debug, Clone)]
pub struct Ready {
    /// The text with the letters of ASCII in lower case.
    lower: Box<[u8]>,
    lines: Box<[Line]>,
    /// Whether it may have more than [`BLANKS`] bytes of blanks in a row.
    spread: bool,
    /// Where the literals of a group of lists stand in it.
    found: OnceLock<(Arc<Search>, Box<[Hit]>)>,
}

/// A line of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its bytes, without the line feed.
    pub(super) range: Range<usize>,
    /// How many digits it has.
    pub(super) digits: usize,
    /// Its longest run of bytes that are no blanks.
    pub(super) solid: usize,
    /// How many digits it has, at most, with nothing between them but what parts digits.
    pub(super) cluster: usize,
}

impl Ready {
    /// Reads `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let lower: Box<[u8]> = text.as_bytes().to_ascii_lowercase().into();
        let lines = lines(&lower).collect();
        let spread = is_spread(&lower);
        let found = OnceLock::new();
        Self { lower, lines, spread, found }
    }

    /// Where the literals of `search` stand in it, by clause and place: looked for once.
    pub(super) fn hits_of(&self, search: &Arc<Search>) -> Cow<'_, [Hit]> {
        let find = || (Arc::clone(search), search.hits(self).into());
        let (known, hits) = self.found.get_or_init(find);
        if Arc::ptr_eq(known, search) { Cow::Borrowed(hits) } else { Cow::Owned(search.hits(self)) }
    }

    /// Whether it may have more than [`BLANKS`] bytes of blanks in a row, as nobody writes.
    pub(super) fn is_spread(&self) -> bool {
        self.spread
    }

    /// Its lines.
    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The text in lower case.
    pub(super) fn lower(&self) -> &[u8] {
        &self.lower
    }
}

impl Default for Ready {
    fn default() -> Self {
        Self::of("")
    }
}

fn lines(text: &[u8]) -> impl Iterator<Item = Line> + '_ {
    let ends = memchr::memchr_iter(b'\n', text).chain([text.len()]);
    ends.scan(0, |start, end| {
        let range = std::mem::replace(start, end + 1)..end;
        let line = text.get(range.clone()).unwrap_or_default();
        let digits = bytes::count(line, |_, byte, _| byte.is_ascii_digit());
        let solid = bytes::longest_run(line, 0, |byte| byte.is_ascii_whitespace());
        let cluster = if digits < FEW { digits } else { cluster(line) };
        Some(Line { range, digits, solid, cluster })
    })
}

/// Digits that are not looked at more closely: dates and times have as many.
const FEW: usize = 6;

/// Whether `byte` is a digit or may part the digits of one number.
pub(super) fn is_of_numbers(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b' ' | b'.' | b'-' | b'/' | b'(' | b')' | b'+')
}

fn cluster(line: &[u8]) -> usize {
    let digits = |run: &[u8]| run.iter().filter(|byte| byte.is_ascii_digit()).count();
    line.split(|byte| !is_of_numbers(*byte)).map(digits).max().unwrap_or(0)
}

/// Whether more than [`BLANKS`] bytes in a row are blanks, or letters beyond ASCII, which may be.
fn is_spread(text: &[u8]) -> bool {
    let ink = |byte: u8| byte.is_ascii() && !byte.is_ascii_whitespace() && byte != 0x0B;
    bytes::longest_run(text, BLANKS, ink) > BLANKS
}
