//! Runs of consecutive words, for comparing texts.

use std::ops::Range;

use foldhash::HashSet;

use super::shingles::{Hasher, mix};

/// The words of a folded text with their places.
#[derive(Debug, Clone, Default)]
pub struct Words {
    places: Vec<Range<usize>>,
    hashes: Vec<u64>,
}

/// A run that two texts share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Number of the first word after it.
    pub next: usize,
}

/// Runs of words by their hashes.
#[derive(Debug, Clone, Default)]
pub struct Runs(HashSet<u64>);

/// Bytes that a word has with its blank, or more.
const LETTERS: usize = 5;

impl Words {
    /// Splits `text` at everything but letters, digits and apostrophes.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.places.reserve(text.len() / LETTERS);
        words.hashes.reserve(text.len() / LETTERS);
        let mut at = 0;
        while at < text.len() {
            let (end, hash) = read_word(text, at);
            if end > at {
                words.places.push(at..end);
                words.hashes.push(hash);
            }
            // What ends a word is none of the next one.
            at = end + char_at(text, end).map_or(0, char::len_utf8);
        }
        words
    }

    /// Hashes of its runs of `size` words.
    pub fn hashes(&self, size: usize) -> impl Iterator<Item = u64> + '_ {
        self.hashes.windows(size.max(1)).map(mix)
    }

    /// The first run of `size` words from word `from` whose hash is `shared`, as long as it goes.
    #[must_use]
    pub fn first_shared(
        &self,
        shared: impl Fn(u64) -> bool,
        size: usize,
        from: usize,
    ) -> Option<Shared> {
        let rest = self.hashes.get(from..)?;
        let mut windows = rest.windows(size.max(1)).enumerate();
        let (first, _) = windows.find(|(_, window)| shared(mix(window)))?;
        let more = windows.take_while(|(_, window)| shared(mix(window))).count();
        let last = from + first + more + size - 1;
        let start = self.places.get(from + first)?.start;
        let end = self.places.get(last)?.end;
        Some(Shared { range: start..end, next: last + 1 })
    }
}

/// The end of the letters, digits and apostrophes of `text` from `at` on, and their hash.
fn read_word(text: &str, mut at: usize) -> (usize, u64) {
    let mut hasher = Hasher::default();
    while let Some(byte) = text.as_bytes().get(at) {
        if byte.is_ascii_alphanumeric() || *byte == b'\'' {
            hasher.add(*byte);
            at += 1;
            continue;
        }
        let letter = || char_at(text, at).filter(|c| c.is_alphanumeric());
        let Some(c) = (if byte.is_ascii() { None } else { letter() }) else { break };
        c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| hasher.add(byte));
        at += c.len_utf8();
    }
    (at, hasher.hash())
}

fn char_at(text: &str, at: usize) -> Option<char> {
    let byte = text.as_bytes().get(at)?;
    if byte.is_ascii() { Some(char::from(*byte)) } else { text.get(at..)?.chars().next() }
}

impl Runs {
    /// Adds the runs of `size` words of `words`.
    pub fn add(&mut self, words: &Words, size: usize) {
        self.0.extend(words.hashes(size));
    }

    /// Takes out the runs that `words` has too.
    pub fn remove(&mut self, words: &Words, size: usize) {
        for run in words.hashes(size) {
            self.0.remove(&run);
        }
    }

    /// Whether it has `run`.
    #[must_use]
    pub fn has(&self, run: u64) -> bool {
        self.0.contains(&run)
    }

    /// How many different runs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many of its runs `other` has too.
    #[must_use]
    pub fn shared_with(&self, other: &Self) -> usize {
        self.0.intersection(&other.0).count()
    }
}
