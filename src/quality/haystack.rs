//! A text made ready for the search for many literals: an index of the runs of three bytes in it.
//! A look at the index rules most literals out and tells where the others may stand, so that
//! thousands of them cost about as much as one pass over the text, and no automaton of them all
//! has to be kept.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::needles::{Hit, Needles};

/// Bits of the number of a run.
pub(super) const BITS: u32 = 15;
/// Bytes below which a text is short: its places are fewer than the words of a whole map.
const SHORT: usize = 256;
/// Bits of the map of a short text.
const SHORT_BITS: u32 = 11;
/// Bits of the buckets of a text of no length.
const LEAST: u32 = 6;

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
    seen: Map,
    /// By the first bits of a run's number, the last place of such a run, counted from 1.
    last: Box<[u32]>,
    /// For each place, the place before it of a run in the same bucket, counted from 1.
    before: Box<[u32]>,
    lines: Box<[Line]>,
    /// A bit for each byte that there is.
    bytes: [u64; 4],
    /// What lists that are looked for together have in it.
    found: OnceLock<(Arc<Needles>, Box<[Hit]>)>,
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
}

/// Which runs of three bytes there are; it may claim more, never fewer.
#[derive(Debug, Clone, Default)]
pub(super) struct Map {
    /// A bit for the first bits of a run's number.
    words: Box<[u64]>,
    /// How many of its last bits are not told apart.
    shift: u32,
}

impl Ready {
    /// Reads `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let lower: Box<[u8]> = text.bytes().map(|byte| byte.to_ascii_lowercase()).collect();
        let mut seen = Map::of_bits(if lower.len() < SHORT { SHORT_BITS } else { BITS });
        // A place or two a bucket.
        let length = usize::BITS - lower.len().leading_zeros();
        let bits = length.clamp(LEAST, BITS - 2);
        let mut last = vec![0_u32; 1 << bits].into_boxed_slice();
        let mut before = Vec::with_capacity(lower.len());
        for (place, run) in (1..).zip(numbers(&lower)) {
            seen.add(run);
            let bucket = last.get_mut(usize::from(run >> (BITS - bits)));
            before.push(bucket.map_or(0, |bucket| std::mem::replace(bucket, place)));
        }
        let lines = lines(&lower).collect();
        let mut bytes = [0; 4];
        for byte in &lower {
            if let Some(word) = bytes.get_mut(usize::from(byte >> 6)) {
                *word |= 1 << (byte & 63);
            }
        }
        let found = OnceLock::new();
        Self { lower, seen, last, before: before.into(), lines, bytes, found }
    }

    /// Where `needles`, those of several lists, stand in it, by what they stand for: looked for
    /// once.
    pub(super) fn hits_of(&self, needles: &Arc<Needles>) -> Cow<'_, [Hit]> {
        let find = || (Arc::clone(needles), needles.hits(self).into());
        let (known, hits) = self.found.get_or_init(find);
        if Arc::ptr_eq(known, needles) {
            Cow::Borrowed(hits)
        } else {
            Cow::Owned(needles.hits(self))
        }
    }

    /// Whether each of `bytes` is in the text.
    pub(super) fn may_have_bytes(&self, bytes: &[u8]) -> bool {
        let has = |byte: &u8| {
            let word = self.bytes.get(usize::from(byte >> 6));
            word.is_some_and(|word| word & 1 << (byte & 63) != 0)
        };
        bytes.iter().all(has)
    }

    /// Its lines.
    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The text in lower case.
    pub(super) fn lower(&self) -> &[u8] {
        &self.lower
    }

    /// Whether it has fewer places than a map has words.
    pub(super) fn is_short(&self) -> bool {
        self.lower.len() < SHORT
    }

    /// Which runs it may have.
    pub(super) fn runs(&self) -> &Map {
        &self.seen
    }

    /// Whether all of `runs` may be in the text.
    pub(super) fn may_have(&self, runs: &[u16]) -> bool {
        runs.iter().all(|run| self.seen.has(*run))
    }

    /// Where `run` may stand, from the last place to the first.
    pub(super) fn places(&self, run: u16) -> impl Iterator<Item = usize> + '_ {
        let shift = BITS.saturating_sub(self.last.len().trailing_zeros());
        let last = self.last.get(usize::from(run >> shift)).copied();
        let step = |place: &u32| self.before.get((*place as usize).checked_sub(1)?).copied();
        std::iter::successors(last, step)
            .take_while(|place| *place > 0)
            .map(|place| place as usize - 1)
    }
}

impl Default for Ready {
    fn default() -> Self {
        Self::of("")
    }
}

impl Map {
    /// The map of these runs, each told apart.
    pub(super) fn of_runs(runs: impl Iterator<Item = u16>) -> Self {
        let mut map = Self::of_bits(BITS);
        for run in runs {
            map.add(run);
        }
        map
    }

    fn of_bits(bits: u32) -> Self {
        Self { words: vec![0; 1 << (bits - 6)].into(), shift: BITS - bits }
    }

    fn add(&mut self, run: u16) {
        let bit = run >> self.shift;
        if let Some(word) = self.words.get_mut(usize::from(bit >> 6)) {
            *word |= 1 << (bit & 63);
        }
    }

    /// Runs that may be in both, where both tell each run apart.
    pub(super) fn shared<'m>(&'m self, other: &'m Self) -> impl Iterator<Item = u16> + 'm {
        let words = self.words.iter().zip(&other.words).map(|(own, other)| own & other);
        (0_u16..).step_by(64).zip(words).filter(|(_, word)| *word != 0).flat_map(|(first, word)| {
            let rest = |word: &u64| Some(word & (word - 1)).filter(|rest| *rest != 0);
            let bits = std::iter::successors(Some(word), rest);
            bits.map(move |rest| first + u16::try_from(rest.trailing_zeros()).unwrap_or(0))
        })
    }

    /// How many runs there are in each word's predecessors.
    pub(super) fn ranks(&self) -> Box<[u32]> {
        let mut sum = 0;
        let before = |word: &u64| {
            let next = sum + word.count_ones();
            std::mem::replace(&mut sum, next)
        };
        self.words.iter().map(before).collect()
    }

    /// How many runs come before `run`, if it is there; `ranks` is what [`Map::ranks`] says.
    pub(super) fn rank(&self, run: u16, ranks: &[u32]) -> Option<usize> {
        let (at, bit) = (usize::from(run >> 6), 1_u64 << (run & 63));
        let word = self.words.get(at).filter(|word| **word & bit != 0)?;
        Some((ranks.get(at)? + (word & (bit - 1)).count_ones()) as usize)
    }

    /// Whether there may be `run`.
    pub(super) fn has(&self, run: u16) -> bool {
        let bit = run >> self.shift;
        self.words.get(usize::from(bit >> 6)).is_some_and(|word| word & 1 << (bit & 63) != 0)
    }
}

fn lines(text: &[u8]) -> impl Iterator<Item = Line> + '_ {
    let ends = memchr::memchr_iter(b'\n', text).chain([text.len()]);
    ends.scan(0, |start, end| {
        let range = std::mem::replace(start, end + 1)..end;
        let line = text.get(range.clone()).unwrap_or_default();
        let (mut digits, mut solid, mut run) = (0, 0, 0);
        for byte in line {
            digits += usize::from(byte.is_ascii_digit());
            run = if byte.is_ascii_whitespace() { 0 } else { run + 1 };
            solid = solid.max(run);
        }
        Some(Line { range, digits, solid })
    })
}

/// Numbers of the runs of `text`, place by place.
pub(super) fn numbers(text: &[u8]) -> impl Iterator<Item = u16> + '_ {
    text.windows(3).map(|run| number(run.iter().rev().fold(0, |sum, b| sum << 8 | u32::from(*b))))
}

/// Number of a run of three bytes, the first one lowest.
fn number(run: u32) -> u16 {
    (run.wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as u16
}
