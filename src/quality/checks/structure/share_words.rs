//! The words by which T4 knows shares, splits and funnels.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::quality::fold::fold;

/// The word lists of `shares.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShareWords {
    exact: Vec<String>,
    begins: Vec<String>,
    loose: Vec<String>,
    loose_begins: Vec<String>,
    rates: Vec<String>,
    split: Vec<String>,
    splits: Vec<String>,
    wholes: Vec<String>,
    staged: Vec<String>,
    stages: Vec<String>,
    made: Vec<String>,
    scored: Vec<String>,
    averages: Vec<String>,
}

pub(super) static WORDS: LazyLock<ShareWords> =
    LazyLock::new(|| crate::embedded::toml("shares.toml", include_str!("../../rules/shares.toml")));

/// What a column's title says of its sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Title {
    /// Parts of a whole.
    Shares,
    /// Parts of a whole, if their sum is near 100.
    MayBeShares,
    /// Anything.
    Other,
}

impl ShareWords {
    /// Reads a column's title.
    pub(super) fn title(&self, title: &str) -> Title {
        let folded = bare_title(title);
        let title = folded.as_str();
        let begins = |list: &[String]| list.iter().any(|t| title.starts_with(t.as_str()));
        if has(&self.exact, title) || begins(&self.begins) {
            return Title::Shares;
        }
        let rate = title.split_whitespace().any(|word| has(&self.rates, word));
        if !rate && (has(&self.loose, title) || begins(&self.loose_begins)) {
            return Title::MayBeShares;
        }
        Title::Other
    }

    /// Whether a heading announces the parts of a whole.
    pub(super) fn is_split_title(&self, title: &str) -> bool {
        let folded = fold(title);
        self.split.iter().any(|word| folded.contains(word.as_str()))
    }

    /// Whether a folded sentence splits something.
    pub(super) fn splits(&self, sentence: &str) -> bool {
        holds(sentence, &self.splits)
    }

    /// What the share in a folded item is a share of: `40% of posts`.
    pub(super) fn whole_of(&self, item: &str) -> Option<&str> {
        let (_, rest) = item.split_once('%')?;
        let rest = rest.trim_start().strip_prefix("of ")?;
        let whole = |whole: &&String| {
            let tail = rest.strip_prefix(whole.as_str());
            tail.is_some_and(|tail| !tail.starts_with(char::is_alphanumeric))
        };
        self.wholes.iter().filter(whole).max_by_key(|whole| whole.len()).map(String::as_str)
    }

    /// Whether a folded title heads a column of stages.
    pub(super) fn is_staged(&self, title: &str) -> bool {
        let bare = bare_title(title);
        has(&self.staged, &bare) || bare.split_whitespace().any(|word| has(&self.staged, word))
    }

    /// Whether a folded cell names a stage that people pass.
    pub(super) fn is_stage(&self, cell: &str) -> bool {
        holds(cell, &self.stages)
    }

    /// Whether a folded title counts what a plan makes.
    pub(super) fn is_made(&self, title: &str) -> bool {
        holds(title, &self.made)
    }

    /// Whether a folded title is one of scores or of dates.
    pub(super) fn is_scored(&self, title: &str) -> bool {
        self.scored.iter().any(|word| title.contains(word.as_str()))
    }

    /// Whether a folded title is one of averages.
    pub(super) fn is_average(&self, title: &str) -> bool {
        self.averages.iter().any(|word| title.contains(word.as_str()))
    }
}

fn has(list: &[String], word: &str) -> bool {
    list.iter().any(|own| own == word)
}

/// Whether `text`, folded, has one of `words` in it as whole words, their plurals too.
fn holds(text: &str, words: &[String]) -> bool {
    let mut parts = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    parts.any(|part| has(words, part) || part.strip_suffix('s').is_some_and(|one| has(words, one)))
        || words.iter().any(|word| word.contains(' ') && text.contains(word.as_str()))
}

/// A title without what stands in brackets and the word for per cent.
fn bare_title(title: &str) -> String {
    let folded = fold(title);
    let bare = folded.split('(').next().unwrap_or_default().replace("in %", "");
    let bare = bare.trim();
    if bare.is_empty() { folded.trim().to_owned() } else { bare.to_owned() }
}
