//! Many literals that are looked for at once, without regard to the case of ASCII.

use std::ops::{ControlFlow, Range};

use memchr::memmem;

use super::haystack::{Map, Ready, numbers};

/// Bytes of a literal that are looked for: more tell nothing more.
const LONGEST: usize = 24;
/// Runs of a needle that are looked up before the text itself is searched.
const RUNS: usize = 4;
/// Letters from everyday to rare in our languages; what is not among them is rarer.
const EVERYDAY: &[u8] = b" etaoinsrhldcumfpgwybvkxjqz";

/// Literals, each with the number of what it stands for.
#[derive(Debug, Default)]
pub struct Needles {
    /// By their rarest runs; those that are too short for one come first.
    each: Vec<Needle>,
    /// How many are too short.
    short: usize,
    /// The rarest runs of all in order, each with the number of its first needle.
    rarest: Vec<(u16, usize)>,
    seen: Map,
}

/// One literal, in lower case. Of a long one only the beginning counts.
#[derive(Debug, Clone)]
struct Needle {
    bytes: [u8; LONGEST],
    length: u8,
    /// How many of `rare` there are.
    runs: u8,
    /// Its runs of three bytes, the rarest first.
    rare: [u16; RUNS],
    /// Where the rarest stands in it.
    offset: u8,
    owner: u16,
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
    pub fn of<'l>(literals: impl IntoIterator<Item = (&'l str, u16)>) -> Self {
        let read = |(literal, owner): (&str, u16)| Needle::of(literal, owner);
        let mut each: Vec<Needle> = literals.into_iter().map(read).collect();
        each.sort_unstable_by_key(Needle::rarest);
        let short = each.partition_point(|needle| needle.rarest().is_none());
        let all = each.iter().enumerate();
        let mut rarest: Vec<(u16, usize)> =
            all.filter_map(|(at, needle)| Some((needle.rarest()?, at))).collect();
        rarest.dedup_by_key(|(run, _)| *run);
        let seen = Map::of_runs(rarest.iter().map(|(run, _)| *run));
        Self { each, short, rarest, seen }
    }

    /// Whether one of them stands in `text`.
    #[must_use]
    pub fn occur_in(&self, text: &Ready) -> bool {
        self.each_hit(text, &mut |_| ControlFlow::Break(())).is_break()
    }

    /// All that stand in `text`, in no order.
    pub(super) fn hits(&self, text: &Ready) -> Vec<Hit> {
        let mut hits = vec![];
        let _all = self.each_hit(text, &mut |hit| {
            hits.push(hit);
            ControlFlow::Continue(())
        });
        hits
    }

    fn each_hit(
        &self,
        text: &Ready,
        tell: &mut impl FnMut(Hit) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let short = self.each.iter().take(self.short);
        for needle in short.filter(|needle| text.may_have_bytes(needle.bytes())) {
            for at in memmem::find_iter(text.lower(), needle.bytes()) {
                tell(needle.hit(at))?;
            }
        }
        if text.lower().len() < self.rarest.len() {
            return self.by_places(text, tell);
        }
        for (order, (run, _)) in self.rarest.iter().enumerate() {
            if text.may_have(&[*run]) {
                for needle in self.with_rarest(order).filter(|needle| text.may_have(needle.rare()))
                {
                    for place in text.places(*run) {
                        needle
                            .at(place, text.lower())
                            .map_or(ControlFlow::Continue(()), &mut *tell)?;
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// The same, place by place: a line has fewer runs than there are needles.
    fn by_places(
        &self,
        text: &Ready,
        tell: &mut impl FnMut(Hit) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        for (place, run) in numbers(text.lower()).enumerate() {
            if !self.seen.has(run) {
                continue;
            }
            let Ok(order) = self.rarest.binary_search_by_key(&run, |(run, _)| *run) else {
                continue;
            };
            for needle in self.with_rarest(order) {
                needle.at(place, text.lower()).map_or(ControlFlow::Continue(()), &mut *tell)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Needles with the rarest run number `order`.
    fn with_rarest(&self, order: usize) -> impl Iterator<Item = &Needle> {
        let first = |order: usize| self.rarest.get(order).map(|(_, first)| *first);
        let range = first(order).unwrap_or(0)..first(order + 1).unwrap_or(self.each.len());
        self.each.get(range).unwrap_or_default().iter()
    }
}

impl Needle {
    #[expect(clippy::cast_possible_truncation, reason = "none is longer than LONGEST")]
    fn of(literal: &str, owner: u16) -> Self {
        let mut bytes = [0; LONGEST];
        let length = literal.len().min(LONGEST);
        for (to, from) in bytes.iter_mut().zip(literal.bytes()) {
            *to = from.to_ascii_lowercase();
        }
        let own = bytes.get(..length).unwrap_or_default();
        let rarities = own.windows(3).map(|run| run.iter().copied().map(rarity).sum::<usize>());
        let mut runs: Vec<(usize, (usize, u16))> = rarities.zip(numbers(own).enumerate()).collect();
        runs.sort_by_key(|(rarity, _)| std::cmp::Reverse(*rarity));
        let mut rare = [0; RUNS];
        for (to, (_, (_, run))) in rare.iter_mut().zip(&runs) {
            *to = *run;
        }
        let offset = runs.first().map_or(0, |(_, (place, _))| *place as u8);
        let runs = runs.len().min(RUNS) as u8;
        Self { bytes, length: length as u8, runs, rare, offset, owner }
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    fn rare(&self) -> &[u16] {
        self.rare.get(..usize::from(self.runs)).unwrap_or_default()
    }

    fn rarest(&self) -> Option<u16> {
        self.rare().first().copied()
    }

    /// It in `lower`, a text in lower case, if its rarest run stands at `place` and the rest
    /// around it.
    fn at(&self, place: usize, lower: &[u8]) -> Option<Hit> {
        let at = place.checked_sub(usize::from(self.offset))?;
        lower.get(at..)?.starts_with(self.bytes()).then(|| self.hit(at))
    }

    fn hit(&self, at: usize) -> Hit {
        Hit { owner: usize::from(self.owner), range: at..at + usize::from(self.length) }
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
            found.sort_by_key(|hit| (hit.owner, hit.range.start));
            let places = |(owner, needle): (usize, &String)| {
                let length = needle.len();
                let starts = (0..lower.len()).filter(|at| lower.as_bytes()[*at..].starts_with(needle.as_bytes()));
                starts.map(|at| Hit { owner, range: at..at + length }).collect::<Vec<_>>()
            };
            // Short ones are searched without overlap.
            let long = |hit: &Hit| hit.range.len() > 2;
            let wanted: Vec<Hit> = needles.iter().enumerate().flat_map(places).filter(long).collect();
            proptest::prop_assert_eq!(all.occur_in(&ready), !found.is_empty());
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
