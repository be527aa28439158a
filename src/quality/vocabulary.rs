//! Words that several checks look for, read once from `rules/vocabulary.toml` into one map, so that
//! each word of a text is looked up once.

use std::sync::LazyLock;

use foldhash::HashMap;
use serde::Deserialize;

use super::bytes;
use super::tokens::Token;
use super::word_map::WordMap;

/// What a word tells; a word may tell several things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the table of the same name in rules/vocabulary.toml")]
pub enum Tag {
    Wording,
    NotWordingAfter,
    General,
    Fact,
    Comparator,
    Moving,
    Trigger,
    OpeningTrigger,
    LimitPlace,
    Derivation,
    OwnContent,
    Imperative,
    ClaimNoun,
    PlanNoun,
    Label,
    Street,
    Duration,
    Measure,
    PercentWord,
    FactorWord,
    CurrencyWord,
    Metric,
    Month,
    Spending,
}

/// A set of [`Tag`]s.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tags(u32);

impl Tags {
    /// Whether `tag` is in the set.
    #[must_use]
    pub fn has(self, tag: Tag) -> bool {
        self.0 & (1 << tag as u32) != 0
    }

    fn add(&mut self, tag: Tag) {
        self.0 |= 1 << tag as u32;
    }

    fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Bytes by which stems are found; none is shorter.
const HEAD: usize = 3;

type Lists = HashMap<String, HashMap<String, Vec<String>>>;

/// The words by what they tell.
#[derive(Debug, Default)]
pub struct Vocabulary {
    words: WordMap<Told>,
    /// Stems by their first bytes.
    stems: HashMap<u32, Vec<(String, Tags)>>,
    /// A bit for the number of each of those.
    heads: Heads,
    inside: Vec<String>,
    /// The lowest byte that one of those begins with.
    inside_from: u8,
}

/// What a word tells by itself, and what with the words after it.
#[derive(Debug, Default)]
struct Told {
    alone: Tags,
    phrases: Vec<(Vec<String>, Tags)>,
}

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::read(include_str!("rules/vocabulary.toml")));

impl Vocabulary {
    /// The one vocabulary.
    #[must_use]
    pub fn shared() -> &'static Self {
        &VOCABULARY
    }

    fn read(text: &str) -> Self {
        let lists: Lists = crate::embedded::toml("vocabulary.toml", text);
        let mut vocabulary = Self::default();
        for (name, languages) in &lists {
            let entries = languages.values().flatten();
            if name == "wording_inside" {
                vocabulary.inside.extend(entries.cloned());
            } else if let Ok(tag) = Tag::deserialize(toml::Value::String(name.clone())) {
                entries.for_each(|entry| vocabulary.insert(entry, tag));
            }
        }
        let first = vocabulary.inside.iter().filter_map(|wording| wording.bytes().next());
        vocabulary.inside_from = first.min().unwrap_or(u8::MAX);
        vocabulary
    }

    fn insert(&mut self, entry: &str, tag: Tag) {
        let mut parts = entry.split_whitespace().map(str::to_owned);
        let Some(first) = parts.next() else { return };
        let rest: Vec<String> = parts.collect();
        if rest.is_empty() {
            match first.strip_suffix('*') {
                Some(stem) => {
                    let mut tags = Tags::default();
                    tags.add(tag);
                    if let Some(head) = head(stem) {
                        self.heads.add(head);
                        self.stems.entry(head).or_default().push((stem.to_owned(), tags));
                    }
                }
                None => self.words.entry(first).alone.add(tag),
            }
        } else {
            let mut tags = Tags::default();
            tags.add(tag);
            self.words.entry(first).phrases.push((rest, tags));
        }
    }

    /// What `word` tells by itself.
    #[must_use]
    pub fn tags(&self, word: &str) -> Tags {
        let alone = self.words.of_word(word).map(|told| told.alone).unwrap_or_default();
        self.with_stems(alone, word)
    }

    /// What `token` tells by itself and with the words that are `following` it.
    #[must_use]
    pub fn told<'w>(
        &self,
        token: &Token,
        following: &(impl Iterator<Item = &'w str> + Clone),
    ) -> Tags {
        let word = &*token.folded;
        let Some(told) = self.words.of(token) else {
            return self.with_stems(Tags::default(), word);
        };
        let mut tags = self.with_stems(told.alone, word);
        for (rest, phrase) in &told.phrases {
            let mut words = following.clone();
            if rest.iter().all(|wanted| words.next().is_some_and(|word| fits(wanted, word))) {
                tags.join(*phrase);
            }
        }
        tags
    }

    fn with_stems(&self, mut tags: Tags, word: &str) -> Tags {
        let head = head(word).filter(|head| self.heads.may_have(*head));
        for (stem, told) in head.and_then(|head| self.stems.get(&head)).into_iter().flatten() {
            if word.starts_with(stem.as_str()) {
                tags.join(*told);
            }
        }
        tags
    }

    /// Whether `text`, in a script without spaces, words a number as a target or assumption.
    #[must_use]
    pub fn worded_inside(&self, text: &str) -> bool {
        let may_begin = |byte: u8| byte >= self.inside_from;
        bytes::position(text.as_bytes(), may_begin).is_some()
            && self.inside.iter().any(|wording| text.contains(wording.as_str()))
    }
}

/// The heads of stems, a bit for each; heads may share one.
#[derive(Debug)]
struct Heads([u64; 64]);

impl Default for Heads {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Heads {
    fn add(&mut self, head: u32) {
        let (at, bit) = Self::place(head);
        if let Some(bits) = self.0.get_mut(at) {
            *bits |= bit;
        }
    }

    fn may_have(&self, head: u32) -> bool {
        let (at, bit) = Self::place(head);
        self.0.get(at).is_some_and(|bits| bits & bit != 0)
    }

    fn place(head: u32) -> (usize, u64) {
        let number = head.wrapping_mul(0x9e37_79b1) >> 20;
        ((number >> 6) as usize, 1 << (number & 63))
    }
}

/// The first bytes of a word or stem; none where it is shorter.
fn head(word: &str) -> Option<u32> {
    let head: &[u8; HEAD] = word.as_bytes().first_chunk()?;
    Some(head.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn fits(wanted: &str, word: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::{Tag, Vocabulary};
    use crate::quality::tokens::Tokens;

    #[test]
    fn every_list_of_the_file_has_its_tag() {
        let lists: super::Lists = toml::from_str(include_str!("rules/vocabulary.toml")).unwrap();
        assert!(lists.len() > 15);
        for name in lists.keys().filter(|name| *name != "wording_inside") {
            use serde::Deserialize;
            assert!(Tag::deserialize(toml::Value::String(name.clone())).is_ok(), "{name}");
        }
    }

    #[test]
    fn finds_words_stems_and_phrases() {
        let vocabulary = Vocabulary::shared();
        assert!(vocabulary.tags("assumptions").has(Tag::Wording));
        assert!(vocabulary.tags("zielwerte").has(Tag::Wording));
        assert!(!vocabulary.tags("zielgruppe").has(Tag::Wording));
        let at_least = Tokens::of("At least two");
        assert!(at_least.list.first().is_some_and(|token| token.has(Tag::Comparator)));
        assert!(vocabulary.worded_inside("目標は30%です"));
    }
}
