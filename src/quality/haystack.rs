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
pub(super) struct Map(Box<[u64]>);

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
        let mut map = Self::default();
        let mut run = 0;
        for (at, byte) in piece.iter().enumerate() {
            run = run >> 8 | u32::from(*byte) << 16;
            if at >= 2 {
                map.add(number(run));
            }
        }
        map
    }

    pub(super) fn add(&mut self, run: u16) {
        if let Some(word) = self.0.get_mut(usize::from(run >> 6)) {
            *word |= 1 << (run & 63);
        }
    }

    /// Whether it may have all runs of `needle`.
    pub(super) fn may_have(&self, needle: &Needle) -> bool {
        let has = |run: &u16| {
            self.0.get(usize::from(run >> 6)).is_some_and(|word| word & 1 << (run & 63) != 0)
        };
        needle.rare().iter().all(has)
    }

    /// Runs that both have.
    pub(super) fn common<'m>(&'m self, other: &'m Self) -> impl Iterator<Item = u16> + 'm {
        let both = self.0.iter().zip(&other.0).map(|(a, b)| a & b);
        let places = (0u16..).step_by(64);
        both.zip(places).flat_map(|(bits, first)| ones(bits).map(move |bit| first + bit))
    }
}

/// Places of the ones in `bits`.
fn ones(bits: u64) -> impl Iterator<Item = u16> {
    let rest = std::iter::successors(Some(bits), |rest| Some(rest & rest.wrapping_sub(1)));
    let place = |rest: u64| u16::try_from(rest.trailing_zeros()).unwrap_or_default();
    rest.take_while(|rest| *rest != 0).map(place)
}

impl Default for Map {
    fn default() -> Self {
        Self(vec![0; WORDS].into_boxed_slice())
    }
}

/// Number of a run of three bytes, the first one lowest.
pub(super) fn number(run: u32) -> u16 {
    (run.wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as u16
}
