//! Words that say the same of a client.

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};
use serde::Deserialize;

use crate::quality::fold::fold;
use crate::quality::numbers::nearby::{is_content, stem};
use crate::quality::tokens::{Token, Tokens};
use crate::quality::vocabulary::Tag;

/// Stems of the words that tell something.
pub(super) fn content_stems(tokens: &Tokens) -> impl Iterator<Item = &str> {
    // Months tell when, not what.
    let telling = |token: &&Token| is_content(token) && !token.has(Tag::Month);
    tokens.list.iter().filter(telling).map(|token| stem(&token.folded))
}

#[derive(Debug, Deserialize)]
struct Synonyms {
    groups: Vec<Vec<String>>,
}

/// For each stem the groups of words that it belongs to.
static SYNONYMS: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| {
    let file: Synonyms =
        crate::embedded::toml("synonyms.toml", include_str!("../../../rules/synonyms.toml"));
    let mut groups: HashMap<String, Vec<usize>> = HashMap::default();
    for (at, words) in file.groups.iter().enumerate() {
        for word in words {
            groups.entry(stem(&fold(word)).to_owned()).or_default().push(at);
        }
    }
    groups
});

/// The groups of `stems`.
pub(super) fn groups_in(stems: &HashSet<&str>) -> HashSet<usize> {
    stems.iter().flat_map(|stem| groups_of(stem)).copied().collect()
}

/// The groups of one stem.
pub(super) fn groups_of(stem: &str) -> &'static [usize] {
    SYNONYMS.get(stem).map(Vec::as_slice).unwrap_or_default()
}
