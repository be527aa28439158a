//! Many literals that are looked for at once, without regard to the case of ASCII.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;

use super::haystack::{BITS, Map, Ready, numbers};

/// Bytes of a literal that are looked for: more tell nothing more.
const LONGEST: usize = 24;
/// Runs of a needle, beside its rarest, that are looked up before the text itself is searched.
const OTHERS: usize = 3;
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
    let mut counts = vec![0; 1 << BITS].into_boxed_slice();
    for text in ORDINARY {
        for run in numbers(text.to_ascii_lowercase().as_bytes()) {
            if let Some(count) = counts.get_mut(usize::from(run)) {
                *count += 1;
            }
        }
    }
    counts
});

/// Literals, each with the numbers of what it stands for.
#[derive(Debug, Default)]
pub struct Needles {
    /// Each once, by their rarest runs; those that are too short for one come first.
    each: Vec<Needle>,
    /// The next rarest runs of each: a look at them spares most needles all the rest.
    others: Vec<[u16; OTHERS]>,
    /// What they stand for.
    owners: Box<[u32]>,
    /// By half the number of an owner, whether it tells nothing without the one that it makes a
    /// pair with: 6 with 7.
    pairs: Box<[bool]>,
    /// How many are too short.
    short: usize,
    /// The number of the first needle of each run in `seen`, in order.
    first: Box<[u32]>,
    /// The rarest runs of all.
    seen: Map,
    ranks: Box<[u32]>,
}

/// The rarest run of a literal, its next rarest ones, and itself.
type Read = (Option<u16>, [u16; OTHERS], Needle);

/// One literal, in lower case. Of a long one only the beginning counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Needle {
    bytes: [u8; LONGEST],
    length: u8,
    /// Where its rarest run of three bytes stands in it.
    offset: u8,
    /// The first of its owners, and how many there are.
    owners: (u32, u32),
}

/// A needle found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// Number of what the needle stands for.
    pub(super) owner: usize,
    /// Where it stands.
    pub(super) range: Range<usize>,
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
            let ((rarest, others, needle), _) = same.first()?.clone();
            Some((rarest, others, Needle { owners: (first, count), ..needle }))
        });
        let read: Vec<Read> = once.collect();
        let short = read.partition_point(|(rarest, ..)| rarest.is_none());
        let rarest = read.iter().zip(0..).filter_map(|((rarest, ..), at)| Some(((*rarest)?, at)));
        let mut rarest: Vec<(u16, u32)> = rarest.collect();
        rarest.dedup_by_key(|(run, _)| *run);
        let seen = Map::of_runs(rarest.iter().map(|(run, _)| *run));
        let first = rarest.iter().map(|(_, first)| *first).collect();
        let (others, each) = read.into_iter().map(|(_, others, needle)| (others, needle)).unzip();
        Self {
            each,
            others,
            owners,
            pairs: Box::default(),
            short,
            first,
            ranks: seen.ranks(),
            seen,
        }
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
            let range = at..at + usize::from(needle.length);
            let hit = |owner: &u32| Hit { owner: *owner as usize, range: range.clone() };
            hits.extend(owners.iter().take(count as usize).map(hit));
        });
        self.drop_halves(&mut hits);
        hits.sort_unstable_by_key(|hit| (hit.owner, hit.range.start));
        hits
    }

    /// Drops those of a pair whose other half stands nowhere: most do.
    fn drop_halves(&self, hits: &mut Vec<Hit>) {
        if self.pairs.is_empty() {
            return;
        }
        let mut there = vec![false; 2 * self.pairs.len()];
        for hit in hits.iter() {
            if let Some(there) = there.get_mut(hit.owner) {
                *there = true;
            }
        }
        hits.retain(|hit| {
            let paired = self.pairs.get(hit.owner / 2) == Some(&true);
            !paired || there.get(hit.owner ^ 1) == Some(&true)
        });
    }

    fn each_hit(&self, text: &Ready, tell: &mut impl FnMut(&Needle, usize)) {
        let short = self.each.iter().take(self.short);
        for needle in short.filter(|needle| text.may_have_bytes(needle.bytes())) {
            match needle.bytes() {
                [byte] => {
                    for at in memchr::memchr_iter(*byte, text.lower()) {
                        tell(needle, at);
                    }
                }
                bytes => {
                    for at in memmem::find_iter(text.lower(), bytes) {
                        tell(needle, at);
                    }
                }
            }
        }
        if text.is_short() {
            self.by_places(text, tell);
            return;
        }
        for run in self.seen.shared(text.runs()) {
            let own = self.with_rarest(run);
            let others = self.others.get(own.clone()).unwrap_or_default();
            let needles = self.each.get(own).unwrap_or_default().iter().zip(others);
            for (needle, _) in needles.filter(|(_, others)| text.may_have(*others)) {
                for place in text.places(run) {
                    if let Some(at) = needle.at(place, text.lower()) {
                        tell(needle, at);
                    }
                }
            }
        }
    }

    /// The same, place by place.
    fn by_places(&self, text: &Ready, tell: &mut impl FnMut(&Needle, usize)) {
        for (place, run) in numbers(text.lower()).enumerate() {
            for needle in self.each.get(self.with_rarest(run)).unwrap_or_default() {
                if let Some(at) = needle.at(place, text.lower()) {
                    tell(needle, at);
                }
            }
        }
    }

    /// Numbers of the needles whose rarest run is `run`.
    fn with_rarest(&self, run: u16) -> Range<usize> {
        let order = self.seen.rank(run, &self.ranks);
        let range = order.and_then(|order| {
            let first = |order: usize| self.first.get(order).map(|first| *first as usize);
            Some(first(order)?..first(order + 1).unwrap_or(self.each.len()))
        });
        range.unwrap_or(0..0)
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
        let rarities = own.windows(3).map(|run| run.iter().copied().map(rarity).sum::<usize>());
        let mut runs: Vec<(usize, (usize, u16))> = rarities.zip(numbers(own).enumerate()).collect();
        let count = |run: u16| COUNTS.get(usize::from(run)).copied();
        runs.sort_by_key(|(rarity, (_, run))| (count(*run), std::cmp::Reverse(*rarity)));
        let (offset, rarest) = runs.first().map(|(_, first)| *first).unzip();
        // One that has no more is looked up by its rarest again.
        let mut others = [rarest.unwrap_or_default(); OTHERS];
        for (to, (_, (_, run))) in others.iter_mut().zip(runs.iter().skip(1)) {
            *to = *run;
        }
        let offset = offset.unwrap_or_default() as u8;
        (rarest, others, Self { bytes, length: length as u8, offset, owners: (0, 0) })
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// Where it stands in `lower`, a text in lower case, if its rarest run stands at `place` and
    /// the rest around it.
    fn at(&self, place: usize, lower: &[u8]) -> Option<usize> {
        let at = place.checked_sub(usize::from(self.offset))?;
        let own = self.bytes();
        let there = lower.get(at..at + own.len())?;
        // Most places are ruled out without a call.
        (there.first() == own.first() && there.last() == own.last() && there == own).then_some(at)
    }
}

fn rarity(byte: u8) -> usize {
    EVERYDAY.iter().position(|everyday| *everyday == byte).unwrap_or(EVERYDAY.len())
}

#[cfg(test)]
mod tests {
    use super::{Hit, Needles};
    use crate::quality::haystack::Ready;

    proptest::proptest! {
        #[test]
        fn find_what_a_plain_search_finds(
            text in "[abA éß.\n]{0,80}",
            needles in proptest::collection::vec("[abé. ]{1,6}", 1..40),
            more in 0usize..300,
        ) {
            let text = format!("{}{text}", "ab ".repeat(more / 3));
            let lower = text.to_ascii_lowercase();
            let ready = Ready::of(&text);
            let all = Needles::of(needles.iter().map(String::as_str).zip(0..));
            let mut found = all.hits(&ready);
            let places = |(owner, needle): (usize, &String)| {
                let length = needle.len();
                let starts = (0..lower.len()).filter(|at| lower.as_bytes()[*at..].starts_with(needle.as_bytes()));
                starts.map(|at| Hit { owner, range: at..at + length }).collect::<Vec<_>>()
            };
            // Short ones are searched without overlap.
            let long = |hit: &Hit| hit.range.len() > 2;
            let wanted: Vec<Hit> = needles.iter().enumerate().flat_map(places).filter(long).collect();
            let short = (0..needles.len()).filter(|at| needles[*at].len() <= 2);
            for owner in short {
                let told = found.iter().any(|hit| hit.owner == owner);
                proptest::prop_assert_eq!(told, lower.contains(&needles[owner]));
            }
            found.retain(long);
            proptest::prop_assert_eq!(found, wanted);
        }
    }
}
