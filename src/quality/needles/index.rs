//! Runs of two, three and four bytes, and which needles have them in them.

use std::ops::Range;

/// How many numbers of runs there are; runs may share one.
pub(super) const RUNS: usize = 1 << u16::BITS;
/// Words of a set of them.
const WORDS: usize = RUNS / 64;

/// The four bytes at `place` of `text`, the first one lowest; what it does not have is 0.
pub(super) fn window_at(text: &[u8], place: usize) -> u32 {
    let rest = text.get(place..).unwrap_or_default();
    let known = |window: &[u8; 4]| u32::from_le_bytes(*window);
    let joined = || rest.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
    rest.first_chunk().map_or_else(joined, known)
}

/// Numbers of the runs of four bytes of `text`, place by place.
pub(super) fn runs_of_four(text: &[u8]) -> impl Iterator<Item = u32> + '_ {
    text.array_windows().map(|window| four(u32::from_le_bytes(*window)))
}

/// Number of the run of two bytes that `window` begins with.
pub(super) fn two(window: u32) -> u32 {
    window & 0xffff
}

/// The same of three.
pub(super) fn three(window: u32) -> u32 {
    four(window & 0x00ff_ffff)
}

/// The same of four.
pub(super) fn four(window: u32) -> u32 {
    window.wrapping_mul(0x9e37_79b1) >> u16::BITS
}

/// Needles in order by a run of bytes in them.
#[derive(Debug)]
pub(super) struct Index {
    /// A bit for each run that there is.
    seen: Box<[u64; WORDS]>,
    /// How many runs there are before each word of `seen`.
    ranks: Box<[u32]>,
    /// The number of the first needle of each run in `seen`, in order, and the one after the last.
    first: Box<[u32]>,
}

impl Index {
    /// Reads runs with the numbers of their needles, both in order and the numbers one by one.
    pub(super) fn of(runs: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut index = Self::default();
        let mut first = vec![];
        let (mut before, mut end) = (None, 0);
        for (run, needle) in runs {
            if before != Some(run) {
                first.push(needle);
            }
            if let Some(word) = index.seen.get_mut((run >> 6) as usize) {
                *word |= 1 << (run & 63);
            }
            (before, end) = (Some(run), needle + 1);
        }
        first.push(end);
        let mut sum = 0;
        let before = |word: &u64| {
            let next = sum + word.count_ones();
            std::mem::replace(&mut sum, next)
        };
        index.ranks = index.seen.iter().map(before).collect();
        index.first = first.into();
        index
    }

    /// The runs that there are.
    pub(super) fn seen(&self) -> Seen<'_> {
        Seen(&self.seen)
    }

    /// The number of `run` among those that there are, in order.
    pub(super) fn number_of(&self, run: u32) -> Option<usize> {
        let (at, bit) = ((run >> 6) as usize, 1_u64 << (run & 63));
        let (word, rank) = self.seen.get(at).zip(self.ranks.get(at))?;
        (word & bit != 0).then(|| (rank + (word & (bit - 1)).count_ones()) as usize)
    }

    /// Numbers of the needles with run `number`.
    pub(super) fn needles_of(&self, number: usize) -> Range<usize> {
        let Some([first, end]) = self.first.get(number..number + 2) else { return 0..0 };
        *first as usize..*end as usize
    }

    /// The same of all runs, one by one.
    pub(super) fn all(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.first.array_windows().map(|[first, end]| *first as usize..*end as usize)
    }
}

/// The runs of an index, at hand where each place of a text is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'i>(&'i [u64; WORDS]);

impl Seen<'_> {
    /// Whether there are needles with `run`.
    pub(super) fn has(self, run: u32) -> bool {
        self.0.get((run >> 6) as usize).is_some_and(|word| word >> (run & 63) & 1 != 0)
    }
}

impl Default for Index {
    fn default() -> Self {
        Self { seen: Box::new([0; WORDS]), ranks: Box::default(), first: Box::default() }
    }
}
