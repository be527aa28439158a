//! Many literals that are looked for at once, without regard to the case of ASCII.

use memchr::memmem;

use super::haystack::{Map, OVERLAP, Piece, Ready, number};

/// Runs of a needle that are looked up before the text itself is searched.
const RUNS: usize = 5;
/// Letters from everyday to rare in our languages; what is not among them is rarer.
const EVERYDAY: &[u8] = b" etaoinsrhldcumfpgwybvkxjqz";

/// Literals, each with the number of what it stands for.
#[derive(Debug, Default)]
pub struct Needles {
    /// By their rarest runs; those that are too short for one come first.
    each: Vec<Needle>,
    short: usize,
    /// The rarest runs of all.
    rarest: Map,
}

/// One literal, in lower case. Of a long one only the beginning counts.
#[derive(Debug, Clone)]
pub struct Needle {
    bytes: [u8; OVERLAP],
    length: u8,
    /// How many of `rare` there are.
    runs: u8,
    /// Its runs of three bytes, the rarest first.
    rare: [u16; RUNS],
    owner: u16,
}

impl Needles {
    /// Reads literals with the number of what each stands for.
    #[must_use]
    pub fn of<'l>(literals: impl IntoIterator<Item = (&'l str, u16)>) -> Self {
        let read = |(literal, owner): (&str, u16)| Needle::of(literal, owner);
        let mut each: Vec<Needle> = literals.into_iter().map(read).collect();
        each.sort_unstable_by_key(Needle::rarest);
        let short = each.partition_point(|needle| needle.runs == 0);
        let rarest = Map::bits(each.iter().filter_map(Needle::rarest));
        Self { each, short, rarest }
    }

    /// Whether one of them stands in `text`.
    #[must_use]
    pub fn occur_in(&self, text: &Ready) -> bool {
        self.likely(text).any(|(needle, piece)| needle.is_in(piece))
    }

    /// Needles that the maps of `text` do not rule out, each with the part of the text that it may
    /// stand in.
    pub(super) fn likely<'n, 't>(
        &'n self,
        text: &'t Ready,
    ) -> impl Iterator<Item = (&'n Needle, &'t [u8])> + 't
    where
        'n: 't,
    {
        text.pieces().flat_map(|piece| {
            let short = self.each.iter().take(self.short);
            short.chain(self.with_runs_of(piece)).map(move |needle| (needle, piece.text))
        })
    }

    fn with_runs_of<'n, 't>(&'n self, piece: Piece<'t>) -> impl Iterator<Item = &'n Needle> + 't
    where
        'n: 't,
    {
        self.rarest.common(piece.map).into_iter().flat_map(move |run| {
            let first = self.each.partition_point(|needle| needle.rarest() < Some(run));
            let same = self.each.iter().skip(first);
            let same = same.take_while(move |needle| needle.rarest() == Some(run));
            same.filter(move |needle| piece.map.may_have(needle))
        })
    }
}

impl Needle {
    #[expect(clippy::cast_possible_truncation, reason = "none is longer than OVERLAP")]
    fn of(literal: &str, owner: u16) -> Self {
        let mut bytes = [0; OVERLAP];
        let length = literal.len().min(OVERLAP);
        for (to, from) in bytes.iter_mut().zip(literal.bytes()) {
            *to = from.to_ascii_lowercase();
        }
        let mut runs: Vec<&[u8]> = bytes.get(..length).unwrap_or_default().windows(3).collect();
        runs.sort_by_key(|run| std::cmp::Reverse(run.iter().copied().map(rarity).sum::<usize>()));
        let mut rare = [0; RUNS];
        for (to, run) in rare.iter_mut().zip(&runs) {
            *to = number(run.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte)));
        }
        let runs = runs.len().min(RUNS) as u8;
        Self { bytes, length: length as u8, runs, rare, owner }
    }

    /// Number of what it stands for.
    pub(super) fn owner(&self) -> usize {
        usize::from(self.owner)
    }

    /// Whether it stands in `lower`, a text in lower case.
    pub(super) fn is_in(&self, lower: &[u8]) -> bool {
        memmem::find(lower, self.bytes.get(..usize::from(self.length)).unwrap_or_default())
            .is_some()
    }

    pub(super) fn rare(&self) -> &[u16] {
        self.rare.get(..usize::from(self.runs)).unwrap_or_default()
    }

    fn rarest(&self) -> Option<u16> {
        self.rare().first().copied()
    }
}

fn rarity(byte: u8) -> usize {
    EVERYDAY.iter().position(|everyday| *everyday == byte).unwrap_or(EVERYDAY.len())
}

#[cfg(test)]
mod tests {
    use super::Needles;
    use crate::quality::haystack::Ready;

    #[test]
    fn finds_needles_across_the_edges_of_pieces() {
        for before in 4080..=4100 {
            let text = format!("{}As an AI model{}", "x".repeat(before), " y".repeat(3000));
            let ready = Ready::of(&text);
            for needle in ["as an ai model", "AN AI", "ai", "a"] {
                assert!(Needles::of([(needle, 0)]).occur_in(&ready), "{needle} after {before}");
            }
            assert!(!Needles::of([("as an aid", 0)]).occur_in(&ready));
        }
        assert!(!Needles::of([("a", 0)]).occur_in(&Ready::of("")));
    }

    proptest::proptest! {
        #[test]
        fn find_what_a_plain_search_finds(
            text in "[abA éß.\n]{0,80}",
            needles in proptest::collection::vec("[abé. ]{1,6}", 1..6),
            more in 0usize..9000,
        ) {
            let text = format!("{}{text}", "ab ".repeat(more / 3));
            let lower = text.to_ascii_lowercase();
            let ready = Ready::of(&text);
            let all = Needles::of(needles.iter().map(String::as_str).zip(0..));
            let found: std::collections::BTreeSet<usize> = all
                .likely(&ready)
                .filter(|(needle, piece)| needle.is_in(piece))
                .map(|(needle, _)| needle.owner())
                .collect();
            let plain = |at: &usize| lower.contains(&needles[*at]);
            let wanted: std::collections::BTreeSet<usize> =
                (0..needles.len()).filter(plain).collect();
            proptest::prop_assert_eq!(found, wanted);
        }
    }
}
