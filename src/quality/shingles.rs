//! Runs of words as hashes, to find texts that repeat each other in linear time.

use foldhash::HashMap;

/// A hash that is the same on every machine and run (FNV-1a).
#[must_use]
pub fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = Hasher::default();
    for byte in bytes {
        hasher.add(*byte);
    }
    hasher.hash()
}

/// [`hash`] of bytes that come one by one.
#[derive(Debug, Clone, Copy)]
pub struct Hasher(u64);

impl Hasher {
    /// Takes the next byte in.
    pub fn add(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }

    /// The hash of all that came.
    #[must_use]
    pub fn hash(self) -> u64 {
        self.0
    }
}

impl Default for Hasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

/// One hash of the hashes of a run of words.
#[must_use]
pub fn mix(run: &[u64]) -> u64 {
    run.iter()
        .fold(17, |sum: u64, word| (sum.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// `hashes` in order, each once.
fn set(mut hashes: Vec<u64>) -> Vec<u64> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Share of what two sets have in common.
#[expect(clippy::cast_precision_loss, reason = "sets are small")]
fn likeness(a: &[u64], b: &[u64]) -> f64 {
    let (mut left, mut right) = (a, b);
    let mut common = 0;
    while let (Some((first, more)), Some((second, others))) =
        (left.split_first(), right.split_first())
    {
        common += usize::from(first == second);
        if first <= second {
            left = more;
        }
        if second <= first {
            right = others;
        }
    }
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

/// A text as the set of its runs, and of its words.
#[derive(Debug)]
pub struct Print {
    runs: Vec<u64>,
    words: Vec<u64>,
}

impl Print {
    /// Of the hashes of a text's words.
    #[must_use]
    pub fn of(words: &[u64]) -> Self {
        Self { runs: set(words.windows(2).map(mix).collect()), words: set(words.to_vec()) }
    }
}

/// How alike two texts must be: by their pairs of words, or by fewer pairs and most words.
#[derive(Debug, Clone, Copy)]
pub struct Alike {
    /// Share of pairs of words.
    pub pairs: f64,
    /// Share of pairs that is enough where this share of words is the same.
    pub loose: (f64, f64),
}

impl Alike {
    fn holds(self, a: &Print, b: &Print) -> bool {
        let pairs = likeness(&a.runs, &b.runs);
        pairs >= self.pairs || pairs >= self.loose.0 && likeness(&a.words, &b.words) >= self.loose.1
    }
}

/// Texts seen so far, found again by what they share.
#[derive(Debug, Default)]
pub struct Seen {
    prints: Vec<Print>,
    /// By hash, the last of `links` that was made for it.
    last: HashMap<u64, usize>,
    /// The position of a text, and the link made for the same hash before.
    links: Vec<(usize, Option<usize>)>,
}

/// Smallest hashes of a set under which it is kept, and texts compared under each.
const KEYS: usize = 6;
const COMPARED: usize = 6;

impl Seen {
    /// Position of an earlier text that is `alike`, before this one is kept.
    pub fn find_and_keep(&mut self, print: Print, alike: Alike) -> Option<usize> {
        let keys = print.runs.iter().take(KEYS);
        let mut found = None;
        for key in keys {
            let link = self.last.insert(*key, self.links.len());
            let with_key = |link: Option<usize>| self.links.get(link?);
            let earlier = std::iter::successors(with_key(link), |(_, before)| with_key(*before));
            let mut earlier = earlier.map(|(at, _)| *at).take(COMPARED);
            let is_alike =
                |at: &usize| self.prints.get(*at).is_some_and(|p| alike.holds(p, &print));
            found = found.or_else(|| earlier.find(is_alike));
            self.links.push((self.prints.len(), link));
        }
        self.prints.push(print);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Alike, Print, Seen, hash};

    #[test]
    fn finds_what_is_nearly_the_same() {
        let words = |text: &str| {
            Print::of(&text.split(' ').map(|w| hash(w.as_bytes())).collect::<Vec<_>>())
        };
        let alike = Alike { pairs: 0.6, loose: (0.35, 0.68) };
        let mut seen = Seen::default();
        for (text, wanted) in [
            ("post a reel on monday at noon for all members of the club", None),
            ("nothing here is like what stands in the lines above this one", None),
            ("post a reel on tuesday at noon for all members of the club", Some(0)),
            ("post one reel on monday at noon for all the members of the club", Some(0)),
            ("post a story on friday at ten for guests of the bar", None),
        ] {
            assert_eq!(seen.find_and_keep(words(text), alike), wanted, "{text}");
        }
    }
}
