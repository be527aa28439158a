//! Runs of consecutive words, for comparing texts.

use std::ops::Range;

use foldhash::HashSet;

use super::shingles::{hash, mix};

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

impl Words {
    /// Splits `text` at everything but letters, digits and apostrophes.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut words = Self::default();
        let mut start = 0;
        while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
            let end = start + word_length(rest);
            if end > start {
                let word = text.get(start..end).unwrap_or_default();
                words.places.push(start..end);
                words.hashes.push(hash(word.as_bytes()));
            }
            // What ends a word is none of the next one.
            let mark = text.get(end..).and_then(|rest| rest.chars().next());
            start = end + mark.map_or(0, char::len_utf8);
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

/// Bytes of the word that `text` begins with.
fn word_length(text: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = text.get(length..).unwrap_or_default();
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'\'';
        length += rest.bytes().take_while(plain).count();
        let next = text.get(length..).and_then(|rest| rest.chars().next());
        let Some(c) = next.filter(|c| c.is_alphanumeric()) else { return length };
        length += c.len_utf8();
    }
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
