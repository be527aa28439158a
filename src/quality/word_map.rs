//! What is known of single words, asked for each word of a text: nearly none is known, and one bit
//! tells so.

use foldhash::HashMap;

use super::shingles::hash;
use super::tokens::Token;

/// Bits by which most words are told to be unknown.
const BITS: u32 = 14;

/// Values by folded words.
#[derive(Debug)]
pub(super) struct WordMap<V> {
    /// A bit for the hash of each word; words may share one.
    seen: Box<[u64]>,
    values: HashMap<String, V>,
}

impl<V> WordMap<V> {
    /// What is known of `token`.
    pub(super) fn of(&self, token: &Token) -> Option<&V> {
        if self.may_have(token.hash) { self.values.get(token.folded.as_str()) } else { None }
    }

    /// What is known of `word`, folded.
    pub(super) fn of_word(&self, word: &str) -> Option<&V> {
        self.values.get(word)
    }

    /// The value of `word`, folded; where there was none, the default.
    pub(super) fn entry(&mut self, word: String) -> &mut V
    where
        V: Default,
    {
        let (at, bit) = place(hash(word.as_bytes()));
        if let Some(bits) = self.seen.get_mut(at) {
            *bits |= bit;
        }
        self.values.entry(word).or_default()
    }

    fn may_have(&self, hash: u64) -> bool {
        let (at, bit) = place(hash);
        self.seen.get(at).is_some_and(|bits| bits & bit != 0)
    }
}

/// Where the bit of a hash stands, and itself.
fn place(hash: u64) -> (usize, u64) {
    let number = (hash ^ hash >> 32) & ((1 << BITS) - 1);
    ((number >> 6) as usize, 1 << (number & 63))
}

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        Self { seen: vec![0; 1 << (BITS - 6)].into(), values: HashMap::default() }
    }
}

impl<V: Default> FromIterator<(String, V)> for WordMap<V> {
    fn from_iter<T: IntoIterator<Item = (String, V)>>(words: T) -> Self {
        let mut map = Self::default();
        for (word, value) in words {
            *map.entry(word) = value;
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use super::WordMap;
    use crate::quality::tokens::Tokens;

    #[test]
    fn knows_its_words_and_no_others() {
        let known: Vec<String> = (0..400).map(|n| format!("word{n}")).collect();
        let map: WordMap<usize> = known.iter().cloned().zip(1..).collect();
        let words: Vec<String> = (0..800).map(|n| format!("Word{n}")).collect();
        let tokens = Tokens::of(&words.join(" "));
        let found: Vec<_> = tokens.list.iter().filter_map(|token| map.of(token)).collect();
        assert_eq!(found, (1..=400).collect::<Vec<_>>().iter().collect::<Vec<_>>());
        assert_eq!((map.of_word("word7"), map.of_word("Word7")), (Some(&8), None));
    }
}
