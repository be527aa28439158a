//! Lists of phrases from data files, all found in one pass over folded text.

use std::cmp::Reverse;
use std::ops::Range;

use serde::Deserialize;

use super::fold::{Folded, fold, is_whole_word};
use super::group::{Group, Sought};
use super::haystack::{Haystack, Ready};
use super::needles;

/// Phrases that are looked for together, each under the name of its list.
#[derive(Debug)]
pub struct Lexicon {
    /// Their beginnings, by the number of the entry.
    sought: Sought,
    entries: Vec<Entry>,
}

/// A phrase of a lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Name of its list.
    pub list: String,
    /// The phrase, folded.
    pub phrase: String,
}

/// An occurrence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'l> {
    /// What was found.
    pub entry: &'l Entry,
    /// Where, in bytes of the folded text.
    pub range: Range<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Where the lists come from, and under which licence.
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "licence")]
    _licence: String,
    #[serde(default)]
    list: Vec<List>,
    /// Patterns of the same file, read by `patterns`.
    #[serde(default, rename = "pattern")]
    _pattern: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    name: String,
    phrases: Vec<String>,
}

impl Lexicon {
    /// Reads an embedded list file: `source`, `licence` and `[[list]]` with `name`, `phrases`.
    ///
    /// # Panics
    /// On a file of another form; a test reads every embedded file.
    #[must_use]
    pub fn embedded(toml: &str) -> Self {
        Group::read(|group| Self::embedded_within(toml, group))
    }

    /// The same of a list that is looked for with others of `group`.
    ///
    /// # Panics
    /// As [`Lexicon::embedded`].
    #[must_use]
    pub fn embedded_within(toml: &str, group: &mut Group) -> Self {
        let file: File = crate::embedded::toml("a list file", toml);
        let phrases = file.list.iter().flat_map(|list| {
            list.phrases.iter().map(|phrase| (list.name.as_str(), phrase.as_str()))
        });
        Self::within(phrases, group)
    }

    /// Builds a lexicon of `(list, phrase)`; empty phrases are left out.
    #[must_use]
    pub fn new<'p>(phrases: impl IntoIterator<Item = (&'p str, &'p str)>) -> Self {
        Group::read(|group| Self::within(phrases, group))
    }

    /// The same of phrases that are looked for with others of `group`.
    #[must_use]
    pub fn within<'p>(
        phrases: impl IntoIterator<Item = (&'p str, &'p str)>,
        group: &mut Group,
    ) -> Self {
        let entries: Vec<Entry> = phrases
            .into_iter()
            .map(|(list, phrase)| Entry { list: list.to_owned(), phrase: fold(phrase) })
            .filter(|entry| !entry.phrase.is_empty())
            .collect();
        let phrases = entries.iter().map(|entry| entry.phrase.clone());
        let pairs = std::iter::repeat_n(false, entries.len().div_ceil(2));
        let sought = group.add(phrases.zip(0..), pairs);
        Self { sought, entries }
    }

    /// Whole-word occurrences in `text`, which must be folded, leftmost and longest first.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Hit<'_>> {
        self.hits(Haystack { text, ready: &Ready::of(text), by_line: false })
    }

    fn hits(&self, Haystack { text, ready, .. }: Haystack<'_>) -> Vec<Hit<'_>> {
        let whole = |hit: &needles::Hit| {
            let entry = self.entries.get(self.sought.clause(*hit))?;
            let range = hit.start()..hit.start() + entry.phrase.len();
            let stands = text.get(range.clone()) == Some(&entry.phrase);
            (stands && is_whole_word(text, &range)).then_some(Hit { entry, range })
        };
        let mut hits: Vec<Hit<'_>> = self.sought.hits(ready).iter().filter_map(whole).collect();
        hits.sort_by_key(|hit| (hit.range.start, Reverse(hit.range.end)));
        let mut end = 0;
        hits.retain(|hit| {
            let apart = hit.range.start >= end;
            end = if apart { hit.range.end } else { end };
            apart
        });
        hits
    }

    /// Whole-word occurrences in `folded`.
    #[must_use]
    pub fn find_in(&self, folded: &Folded) -> Vec<Hit<'_>> {
        self.hits(folded.haystack())
    }

    /// Its phrases.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::Lexicon;
    use crate::quality::fold::Folded;

    #[test]
    fn finds_whole_words_only_and_the_longest() {
        let lexicon = Lexicon::new([("a", "arc"), ("b", "as an AI"), ("b", "as an AI model")]);
        for (text, wanted) in [
            ("search the arc", vec!["arc"]),
            ("As an AI model I", vec!["as an ai model"]),
            ("was an AI", vec![]),
            ("narrative", vec![]),
            ("Arc’s end", vec!["arc"]),
            ("arc arc", vec!["arc", "arc"]),
        ] {
            let folded = Folded::new(text);
            let hits = lexicon.find_in(&folded);
            let found: Vec<&str> = hits.iter().map(|hit| hit.entry.phrase.as_str()).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
