//! Which trades the words of a text tell.

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt as _};

use super::Industry;
use crate::writing::stub::analysis::phrase::bare_word;

/// The trades that each word tells.
#[derive(Debug)]
pub(super) struct Telling(HashMap<String, Vec<Told>>);

/// A trade that a word tells.
#[derive(Debug)]
struct Told {
    /// Its number.
    industry: usize,
    /// Whether the word says little alone.
    weak: bool,
}

impl Telling {
    /// Reads the words of `industries`.
    pub(super) fn of(industries: &[Industry]) -> Self {
        let mut telling: HashMap<String, Vec<Told>> = HashMap::new();
        for (industry, entry) in industries.iter().enumerate() {
            for (words, weak) in [(&entry.words, false), (&entry.weak, true)] {
                for word in words.split_whitespace() {
                    telling.entry(word.to_owned()).or_default().push(Told { industry, weak });
                }
            }
        }
        Self(telling)
    }

    /// Adds to the `scores` of the trades what `given` tells: `strong` for each word that they are
    /// known by, `weak` for each that says little alone.
    pub(super) fn score(&self, given: &[String], strong: usize, weak: usize, scores: &mut [usize]) {
        for (word, times) in met(given) {
            for told in self.0.get(&*word).into_iter().flatten() {
                if let Some(score) = scores.get_mut(told.industry) {
                    *score += times * if told.weak { weak } else { strong };
                }
            }
        }
    }
}

/// The words of lists that `given` meets, and how often: those that are one of its words or its
/// singular, or a part of one joined by a hyphen; a word with a hyphen is also met by its parts in
/// a row, which say more (`swimming pool`).
fn met(given: &[String]) -> Vec<(Cow<'_, str>, usize)> {
    let mut met: Vec<(Cow<'_, str>, usize)> = vec![];
    for word in given {
        let parts = word.split('-').filter(|part| *part != word);
        let mut own: Vec<&str> =
            std::iter::once(word.as_str()).chain(parts).flat_map(with_singular).collect();
        own.sort_unstable();
        own.dedup();
        met.extend(own.into_iter().map(|word| (word.into(), 1)));
    }
    for (one, two) in given.iter().zip(given.iter().skip(1)) {
        let first = one.rsplit('-').next().unwrap_or(one);
        met.extend(with_singular(two).map(|second| (format!("{first}-{second}").into(), 2)));
    }
    met
}

/// A word, and what it may be the plural of.
fn with_singular(word: &str) -> impl Iterator<Item = &str> {
    std::iter::once(word).chain(word.strip_suffix('s'))
}

/// The words of `text` as lists have them.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '/' | ',' | ';' | '(' | ')'))
        .map(|word| {
            let word = bare_word(word);
            let named = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
            let word = named.unwrap_or(&word);
            // `d'avocats`, `l’hôtel`
            ["d'", "l'", "d’", "l’"]
                .iter()
                .find_map(|article| word.strip_prefix(article))
                .unwrap_or(word)
                .to_owned()
        })
        .filter(|word| !word.is_empty())
        .collect()
}
