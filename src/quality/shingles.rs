//! Runs of words as hashes, to find texts that repeat each other in linear time.

use foldhash::{HashMap, HashSet};

/// A hash that is the same on every machine and run (FNV-1a).
#[must_use]
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// One hash of the hashes of a run of words.
#[must_use]
pub fn mix(run: &[u64]) -> u64 {
    run.iter()
        .fold(17, |sum: u64, word| (sum.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Hashes of the runs of `size` words.
#[must_use]
pub fn shingles(words: &[u64], size: usize) -> HashSet<u64> {
    words.windows(size.max(1)).map(mix).collect()
}

/// Share of what two sets have in common.
#[expect(clippy::cast_precision_loss, reason = "sets are small")]
fn likeness(a: &HashSet<u64>, b: &HashSet<u64>) -> f64 {
    let common = a.intersection(b).count();
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

/// Texts seen so far, found again by what they share.
#[derive(Debug, Default)]
pub struct Seen {
    sets: Vec<HashSet<u64>>,
    buckets: HashMap<u64, Vec<usize>>,
}

/// Smallest hashes of a set under which it is kept, and texts compared under each.
const KEYS: usize = 6;
const COMPARED: usize = 6;

impl Seen {
    /// Position of an earlier set at least as alike as `least`, before `set` is kept.
    pub fn find_and_keep(&mut self, set: HashSet<u64>, least: f64) -> Option<usize> {
        let mut keys: Vec<u64> = set.iter().copied().collect();
        keys.sort_unstable();
        keys.truncate(KEYS);
        let mut found = None;
        for key in &keys {
            let bucket = self.buckets.entry(*key).or_default();
            for at in bucket.iter().rev().take(COMPARED) {
                let other = self.sets.get(*at);
                if found.is_none() && other.is_some_and(|other| likeness(other, &set) >= least) {
                    found = Some(*at);
                }
            }
            bucket.push(self.sets.len());
        }
        self.sets.push(set);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Seen, hash, shingles};

    #[test]
    fn finds_what_is_nearly_the_same() {
        let words = |text: &str| text.split(' ').map(|w| hash(w.as_bytes())).collect::<Vec<_>>();
        let mut seen = Seen::default();
        let first =
            shingles(&words("post a reel on monday at noon for all members of the club"), 2);
        let second =
            shingles(&words("post a reel on tuesday at noon for all members of the club"), 2);
        let third =
            shingles(&words("nothing here is like what stands in the lines above this one"), 2);
        assert_eq!(seen.find_and_keep(first, 0.6), None);
        assert_eq!(seen.find_and_keep(third, 0.6), None);
        assert_eq!(seen.find_and_keep(second, 0.6), Some(0));
    }
}
