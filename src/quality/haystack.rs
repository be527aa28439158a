//! A text made ready for the search for many literals: cut into pieces, each with a map of the
//! runs of three bytes in it. The map alone rules most literals out, so that thousands of them cost
//! about as much as one pass over the text, and no automaton of them all has to be kept.

use super::needles::Needle;

/// Bytes of a piece. A long text as one piece would have every everyday run in its map.
const PIECE: usize = 4096;
/// Bytes that a piece shares with the next one: no needle is longer.
pub(super) const OVERLAP: usize = 24;
/// Bits of the number of a run.
const BITS: u32 = 15;
const WORDS: usize = 1 << (BITS - 6);

/// A text with what is needed to search it.
#[derive(Debug, Clone, Copy)]
pub struct Haystack<'t> {
    /// The text.
    pub text: &'t str,
    /// What was made of it.
    pub ready: &'t Ready,
}

/// What is made of a text once, for all searches in it.
#[derive(Debug, Clone, Default)]
pub struct Ready {
    /// The text with the letters of ASCII in lower case.
    lower: Box<[u8]>,
    /// Runs of each piece.
    maps: Vec<Map>,
}

/// A part of a text that is searched by itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t [u8],
    pub(super) map: &'t Map,
}

/// Which runs of three bytes there are; it may claim more, never fewer.
#[derive(Debug, Clone)]
pub(super) enum Map {
    /// A bit a number.
    Bits(Box<[u64]>),
    /// The numbers in order, where there are few: a line or a cell is no more.
    Few(Box<[u16]>),
}

/// Bytes of a text whose runs are few.
const SHORT: usize = 200;
/// Words that are compared at once.
const LANE: usize = 8;

impl Ready {
    /// Reads `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let lower: Box<[u8]> = text.bytes().map(|byte| byte.to_ascii_lowercase()).collect();
        let maps = (0..lower.len()).step_by(PIECE).map(|at| Map::of(piece(&lower, at))).collect();
        Self { lower, maps }
    }

    /// The bytes `range` of the text, in lower case.
    #[must_use]
    pub fn part(&self, range: std::ops::Range<usize>) -> &[u8] {
        self.lower.get(range).unwrap_or_default()
    }

    pub(super) fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let maps = self.maps.iter().enumerate();
        maps.map(|(at, map)| Piece { text: piece(&self.lower, at * PIECE), map })
    }
}

fn piece(text: &[u8], at: usize) -> &[u8] {
    text.get(at..text.len().min(at + PIECE + OVERLAP)).unwrap_or_default()
}

impl Map {
    fn of(piece: &[u8]) -> Self {
        let mut run = 0;
        let numbers = piece.iter().map(|byte| {
            run = run >> 8 | u32::from(*byte) << 16;
            number(run)
        });
        // The first two have not all their bytes yet.
        let numbers = numbers.skip(2);
        if piece.len() > SHORT {
            return Self::bits(numbers);
        }
        let mut few: Vec<u16> = numbers.collect();
        few.sort_unstable();
        Self::Few(few.into())
    }

    /// The map of these numbers, a bit each.
    pub(super) fn bits(numbers: impl Iterator<Item = u16>) -> Self {
        let mut bits = vec![0; WORDS].into_boxed_slice();
        for run in numbers {
            if let Some(word) = bits.get_mut(usize::from(run >> 6)) {
                *word |= 1 << (run & 63);
            }
        }
        Self::Bits(bits)
    }

    /// Whether it may have all runs of `needle`.
    pub(super) fn may_have(&self, needle: &Needle) -> bool {
        needle.rare().iter().all(|run| self.has(*run))
    }

    fn has(&self, run: u16) -> bool {
        match self {
            Self::Bits(bits) => {
                bits.get(usize::from(run >> 6)).is_some_and(|word| word & 1 << (run & 63) != 0)
            }
            Self::Few(few) => few.binary_search(&run).is_ok(),
        }
    }

    /// Runs that both have, in order, each once.
    pub(super) fn common(&self, other: &Self) -> Vec<u16> {
        match (self, other) {
            (Self::Bits(a), Self::Bits(b)) => common_bits(a, b),
            (Self::Few(few), more) | (more, Self::Few(few)) => {
                let mut common: Vec<u16> =
                    few.iter().copied().filter(|run| more.has(*run)).collect();
                common.dedup();
                common
            }
        }
    }
}

fn common_bits(a: &[u64], b: &[u64]) -> Vec<u16> {
    let mut common = vec![];
    let lanes = a.chunks_exact(LANE).zip(b.chunks_exact(LANE));
    for ((a, b), first) in lanes.zip((0_u16..).step_by(64 * LANE)) {
        // Most lanes have nothing in common, which is told without a look at each word.
        if a.iter().zip(b).fold(0, |any, (a, b)| any | (a & b)) == 0 {
            continue;
        }
        for ((a, b), first) in a.iter().zip(b).zip((first..).step_by(64)) {
            common.extend(ones(a & b).map(|bit| first + bit));
        }
    }
    common
}

/// Places of the ones in `bits`.
fn ones(bits: u64) -> impl Iterator<Item = u16> {
    let rest = std::iter::successors(Some(bits), |rest| Some(rest & rest.wrapping_sub(1)));
    let place = |rest: u64| u16::try_from(rest.trailing_zeros()).unwrap_or_default();
    rest.take_while(|rest| *rest != 0).map(place)
}

impl Default for Map {
    fn default() -> Self {
        Self::Few(Box::default())
    }
}

/// Number of a run of three bytes, the first one lowest.
pub(super) fn number(run: u32) -> u16 {
    (run.wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as u16
}
