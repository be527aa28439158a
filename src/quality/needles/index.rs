//! Which needles have a run of bytes in them.

use std::ops::Range;

use crate::quality::haystack::RUNS;

/// Needles in order by a run of bytes in them.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// A bit for each run that there is.
    seen: Box<[u64]>,
    /// How many runs there are before each word of `seen`.
    ranks: Box<[u32]>,
    /// The number of the first needle of each run in `seen`, in order, and the one after the last.
    first: Box<[u32]>,
}

impl Index {
    /// Reads runs with the numbers of their needles, both in order and the numbers one by one.
    pub(super) fn of(runs: impl Iterator<Item = (u16, u32)>) -> Self {
        let mut index = Self::default();
        let mut first = vec![];
        let (mut before, mut end) = (None, 0);
        for (run, needle) in runs {
            if index.seen.is_empty() {
                index.seen = vec![0; RUNS / 64].into();
            }
            if before != Some(run) {
                first.push(needle);
            }
            if let Some(word) = index.seen.get_mut(usize::from(run >> 6)) {
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

    /// Whether there are no needles.
    pub(super) fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// Whether there are needles with `run`.
    pub(super) fn has(&self, run: u16) -> bool {
        self.seen.get(usize::from(run >> 6)).is_some_and(|word| word >> (run & 63) & 1 != 0)
    }

    /// Numbers of the needles with `run`.
    pub(super) fn needles_of(&self, run: u16) -> Range<usize> {
        let (at, bit) = (usize::from(run >> 6), 1_u64 << (run & 63));
        let place = self.seen.get(at).zip(self.ranks.get(at));
        let place = place.map(|(word, rank)| (rank + (word & (bit - 1)).count_ones()) as usize);
        let bounds = place.and_then(|place| self.first.get(place..place + 2));
        let Some([first, end]) = bounds else { return 0..0 };
        *first as usize..*end as usize
    }
}
