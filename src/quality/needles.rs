//! Many literals that are looked for at once, without regard to the case of ASCII: each is found by
//! its rarest run of four bytes.

mod around;
mod hit;
mod index;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::LazyLock;

use self::around::Around;
pub(super) use self::hit::Hit;
use self::index::{Index, RUNS, four, runs_of_four, three, two, window_at};
use super::haystack::Ready;

/// Bytes of a literal that are looked for: more tell nothing more.
const LONGEST: usize = 24;
/// Places of a text that are looked at together: as many as a number has bits.
const TOGETHER: usize = 64;
/// Letters from everyday to rare in our languages; what is not among them is rarer.
const EVERYDAY: &[u8] = b" etaoinsrhldcumfpgwybvkxjqz";
/// Texts of our trade, which tell the everyday runs from the rare ones.
const ORDINARY: [&str; 3] = [
    include_str!("../../packs/_shared.toml"),
    include_str!("../../packs/full_funnel_growth_suite.toml"),
    include_str!("../../packs/retention_crm_booster.toml"),
];
/// How often each run stands in ordinary text.
static COUNTS: LazyLock<Box<[u32]>> = LazyLock::new(|| {
    let mut counts = vec![0; RUNS].into_boxed_slice();
    for text in ORDINARY {
        for run in runs_of_four(text.to_ascii_lowercase().as_bytes()) {
            if let Some(count) = counts.get_mut(run as usize) {
                *count += 1;
            }
        }
    }
    counts
});

/// Literals, each with the numbers of what it stands for.
#[derive(Debug, Default)]
pub struct Needles {
    /// Each once: those of one byte, of two, of three, and all others by their rarest runs.
    each: Vec<Needle>,
    /// What they stand for.
    owners: Box<[u32]>,
    /// By half the number of an owner, whether it tells nothing without the one that it makes a
    /// pair with: 6 with 7.
    pairs: Box<[bool]>,
    /// How many have one byte.
    ones: usize,
    /// Those of two bytes.
    twos: Index,
    /// Those of three.
    threes: Index,
    /// Those of four and more.
    fours: Index,
    /// What may stand around the runs of those, run by run.
    around: Box<[Around]>,
}

/// By which run of bytes a literal is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum FoundBy {
    Itself,
    Two(u32),
    Three(u32),
    Four(u32),
}

/// How a literal is found, and itself.
type Read = (FoundBy, Needle);

/// One literal, in lower case. Of a long one only the beginning counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Needle {
    bytes: [u8; LONGEST],
    length: u8,
    /// Where the run that it is found by stands in it.
    offset: u8,
    /// The first of its owners, and how many there are.
    owners: (u32, u32),
}

impl Needles {
    /// Reads literals with the number of what each stands for.
    #[must_use]
    pub fn of<'l>(literals: impl IntoIterator<Item = (&'l str, u32)>) -> Self {
        let mut read: Vec<(Read, u32)> =
            literals.into_iter().map(|(literal, owner)| (Needle::of(literal), owner)).collect();
        read.sort_unstable();
        read.dedup();
        let owners = read.iter().map(|(_, owner)| *owner).collect();
        let mut at = 0;
        let same = |a: &(Read, u32), b: &(Read, u32)| a.0 == b.0;
        let once = read.chunk_by(same).filter_map(|same| {
            let count = u32::try_from(same.len()).ok()?;
            let first = at;
            at += count;
            let ((by, needle), _) = same.first()?.clone();
            Some((by, Needle { owners: (first, count), ..needle }))
        });
        let read: Vec<Read> = once.collect();
        let ones = read.partition_point(|(by, _)| *by == FoundBy::Itself);
        let by = || read.iter().zip(0..).map(|((by, _), at)| (*by, at));
        let two = |(by, at)| if let FoundBy::Two(run) = by { Some((run, at)) } else { None };
        let three = |(by, at)| if let FoundBy::Three(run) = by { Some((run, at)) } else { None };
        let four = |(by, at)| if let FoundBy::Four(run) = by { Some((run, at)) } else { None };
        let twos = Index::of(by().filter_map(two));
        let threes = Index::of(by().filter_map(three));
        let fours = Index::of(by().filter_map(four));
        let each: Vec<Needle> = read.into_iter().map(|(_, needle)| needle).collect();
        let own = |range: Range<usize>| each.get(range).unwrap_or_default();
        let around = fours.all().map(|range| own(range).iter().collect()).collect();
        Self { each, owners, pairs: Box::default(), ones, twos, threes, fours, around }
    }

    /// The same, where the owners `2n` and `2n + 1` tell nothing alone if number `n` of `pairs`
    /// says so.
    #[must_use]
    pub fn in_pairs<'l>(
        literals: impl IntoIterator<Item = (&'l str, u32)>,
        pairs: impl IntoIterator<Item = bool>,
    ) -> Self {
        Self { pairs: pairs.into_iter().collect(), ..Self::of(literals) }
    }

    /// All that stand in `text`, by what they stand for and where.
    pub(super) fn hits(&self, text: &Ready) -> Vec<Hit> {
        let mut hits = vec![];
        self.each_hit(text, &mut |needle, at| {
            let (first, count) = needle.owners;
            let owners = self.owners.get(first as usize..).unwrap_or_default();
            let hit = |owner: &u32| Hit::new(*owner, at, needle.length);
            hits.extend(owners.iter().take(count as usize).map(hit));
        });
        self.drop_halves(&mut hits);
        hits.sort_unstable();
        hits
    }

    /// Drops those of a pair whose other half stands nowhere: most do.
    fn drop_halves(&self, hits: &mut Vec<Hit>) {
        if self.pairs.is_empty() || hits.is_empty() {
            return;
        }
        let mut there = vec![false; 2 * self.pairs.len()];
        for hit in hits.iter() {
            if let Some(there) = there.get_mut(hit.owner()) {
                *there = true;
            }
        }
        hits.retain(|hit| {
            let paired = self.pairs.get(hit.owner() / 2) == Some(&true);
            !paired || there.get(hit.owner() ^ 1) == Some(&true)
        });
    }

    fn each_hit(&self, text: &Ready, tell: &mut impl FnMut(&Needle, usize)) {
        let lower = text.lower();
        for needle in self.each.iter().take(self.ones) {
            if let [byte] = needle.bytes() {
                memchr::memchr_iter(*byte, lower).for_each(|at| tell(needle, at));
            }
        }
        for start in (0..lower.len()).step_by(TOGETHER) {
            let mut places = self.candidates(lower.get(start..).unwrap_or_default());
            while places != 0 {
                self.tell_at(start + places.trailing_zeros() as usize, lower, tell);
                places &= places - 1;
            }
        }
    }

    /// Which of the first [`TOGETHER`] places of `text` a needle may be found at: a bit for each.
    fn candidates(&self, text: &[u8]) -> u64 {
        let (fours, threes, twos) = (self.fours.seen(), self.threes.seen(), self.twos.seen());
        let any = |window: u32| {
            fours.has(four(window)) | threes.has(three(window)) | twos.has(two(window))
        };
        let mut places = 0;
        if let Some(part) = text.first_chunk::<{ TOGETHER + 3 }>() {
            for (at, window) in part.array_windows().enumerate() {
                places |= u64::from(any(u32::from_le_bytes(*window))) << at;
            }
        } else {
            for at in 0..text.len().min(TOGETHER) {
                places |= u64::from(any(window_at(text, at))) << at;
            }
        }
        places
    }

    /// Tells the needles that stand in `lower` with a run at `place`.
    fn tell_at(&self, place: usize, lower: &[u8], tell: &mut impl FnMut(&Needle, usize)) {
        let window = window_at(lower, place);
        let mut tell_those = |range: Range<usize>| {
            for needle in self.each.get(range).unwrap_or_default() {
                if let Some(at) = needle.at(place, lower) {
                    tell(needle, at);
                }
            }
        };
        if let Some(number) = self.fours.number_of(four(window))
            && self.around.get(number).is_some_and(|around| around.fits(place, lower))
        {
            tell_those(self.fours.needles_of(number));
        }
        for (index, run) in [(&self.threes, three(window)), (&self.twos, two(window))] {
            if let Some(number) = index.number_of(run) {
                tell_those(index.needles_of(number));
            }
        }
    }
}

impl Needle {
    #[expect(clippy::cast_possible_truncation, reason = "none is longer than LONGEST")]
    fn of(literal: &str) -> Read {
        let mut bytes = [0; LONGEST];
        let length = literal.len().min(LONGEST);
        for (to, from) in bytes.iter_mut().zip(literal.bytes()) {
            *to = from.to_ascii_lowercase();
        }
        let own = bytes.get(..length).unwrap_or_default();
        let rarities = own.windows(4).map(|run| run.iter().copied().map(rarity).sum::<usize>());
        let count = |run: u32| COUNTS.get(run as usize).copied();
        let rarest = rarities
            .zip(runs_of_four(own).enumerate())
            .min_by_key(|(rarity, (_, run))| (count(*run), std::cmp::Reverse(*rarity)));
        let shorter = || match own.len() {
            2 => FoundBy::Two(two(window_at(own, 0))),
            3 => FoundBy::Three(three(window_at(own, 0))),
            _ => FoundBy::Itself,
        };
        let (offset, by) = match rarest {
            Some((_, (offset, run))) => (offset, FoundBy::Four(run)),
            None => (0, shorter()),
        };
        (by, Self { bytes, length: length as u8, offset: offset as u8, owners: (0, 0) })
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// Where it stands in `lower`, a text in lower case, if the run that it is found by stands at
    /// `place` and the rest around it.
    fn at(&self, place: usize, lower: &[u8]) -> Option<usize> {
        let at = place.checked_sub(usize::from(self.offset))?;
        let own = self.bytes();
        let there = lower.get(at..at + own.len())?;
        // Most places are ruled out without a call.
        (there.first() == own.first() && there.last() == own.last() && there == own).then_some(at)
    }
}

/// The share of places of ordinary text at which `literal` stands, at most; none where it is too
/// short to be found by a run of four.
pub(super) fn share(literal: &str) -> Option<f64> {
    let lower = literal.to_ascii_lowercase();
    let counts = runs_of_four(lower.as_bytes()).filter_map(|run| COUNTS.get(run as usize));
    let all: usize = ORDINARY.iter().map(|text| text.len()).sum();
    let of = u32::try_from(all).map_or(f64::MAX, f64::from);
    counts.min().map(|count| f64::from(*count) / of)
}

fn rarity(byte: u8) -> usize {
    EVERYDAY.iter().position(|everyday| *everyday == byte).unwrap_or(EVERYDAY.len())
}
