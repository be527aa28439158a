//! Word lists with which a brief is read (`data/words.toml`).

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};
use serde::Deserialize;

/// The lists, parsed once.
pub static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let raw: Raw = crate::embedded::toml("words.toml", include_str!("data/words.toml"));
    Words {
        goal_verbs: set(&raw.goal_verbs),
        noun_verbs: set(&raw.noun_verbs),
        goal_results: by_word(&raw.goal_results),
        goal_actions: by_word(&raw.goal_actions),
        counted_people: set(&raw.counted_people),
        grading: set(&raw.grading),
        mass_nouns: set(&raw.mass_nouns),
        proper_words: set(&raw.proper_words),
        the_places: list(&raw.the_places),
        no_places: list(&raw.no_places),
        common_in_places: set(&raw.common_in_places),
        audience_stops: set(&raw.audience_stops),
        not_an_item: set(&raw.not_an_item),
        dangling: set(&raw.dangling),
        joints: set(&raw.joints),
        plural_people: set(&raw.plural_people),
        singular_s: set(&raw.singular_s),
        irregular_plurals: set(&raw.irregular_plurals),
        amounts: set(&raw.amounts),
        establishments: set(&raw.establishments),
        kinds_of_firm: set(&raw.kinds_of_firm),
        shared_nouns: set(&raw.shared_nouns),
        head_stops: set(&raw.head_stops),
        relatives: set(&raw.relatives),
        thing_stops: set(&raw.thing_stops),
        vague_people: set(&raw.vague_people),
        groups_of_people: set(&raw.groups_of_people),
        falling_measures: list(&raw.falling_measures),
        hostile: list(&raw.hostile).into_iter().collect(),
        hostile_words: set(&raw.hostile_words),
        named_platforms: raw
            .named_platforms
            .split(';')
            .map(|name| name.trim().to_owned())
            .collect(),
    }
});

/// Sets of lower-case words and phrases.
#[derive(Debug)]
#[expect(clippy::struct_field_names, reason = "the names of the lists in the file")]
pub struct Words {
    pub goal_verbs: HashSet<String>,
    pub noun_verbs: HashSet<String>,
    /// The verb by word.
    pub goal_results: HashMap<String, String>,
    /// The verb by word.
    pub goal_actions: HashMap<String, String>,
    pub counted_people: HashSet<String>,
    pub grading: HashSet<String>,
    pub mass_nouns: HashSet<String>,
    pub proper_words: HashSet<String>,
    pub the_places: HashSet<String>,
    pub no_places: HashSet<String>,
    pub common_in_places: HashSet<String>,
    pub audience_stops: HashSet<String>,
    pub not_an_item: HashSet<String>,
    pub dangling: HashSet<String>,
    pub joints: HashSet<String>,
    pub plural_people: HashSet<String>,
    pub singular_s: HashSet<String>,
    pub irregular_plurals: HashSet<String>,
    pub amounts: HashSet<String>,
    pub establishments: HashSet<String>,
    pub kinds_of_firm: HashSet<String>,
    pub shared_nouns: HashSet<String>,
    pub head_stops: HashSet<String>,
    pub relatives: HashSet<String>,
    pub thing_stops: HashSet<String>,
    pub vague_people: HashSet<String>,
    pub groups_of_people: HashSet<String>,
    pub falling_measures: HashSet<String>,
    pub hostile: Vec<String>,
    pub hostile_words: HashSet<String>,
    pub named_platforms: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    goal_verbs: String,
    noun_verbs: String,
    goal_results: HashMap<String, String>,
    goal_actions: HashMap<String, String>,
    counted_people: String,
    grading: String,
    mass_nouns: String,
    proper_words: String,
    the_places: String,
    no_places: String,
    common_in_places: String,
    audience_stops: String,
    not_an_item: String,
    dangling: String,
    joints: String,
    plural_people: String,
    singular_s: String,
    irregular_plurals: String,
    amounts: String,
    establishments: String,
    kinds_of_firm: String,
    shared_nouns: String,
    head_stops: String,
    relatives: String,
    thing_stops: String,
    vague_people: String,
    groups_of_people: String,
    falling_measures: String,
    hostile: String,
    hostile_words: String,
    named_platforms: String,
}

fn set(text: &str) -> HashSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Words by verb, turned into the verb by word.
fn by_word(verbs: &HashMap<String, String>) -> HashMap<String, String> {
    let pairs = verbs.iter().flat_map(|(verb, words)| {
        words.split_whitespace().map(|word| (word.to_owned(), verb.clone()))
    });
    pairs.collect()
}

fn list(text: &str) -> HashSet<String> {
    text.split(';').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::WORDS;

    #[test]
    fn the_file_parses() {
        assert!(WORDS.goal_verbs.contains("win"));
        assert!(WORDS.the_places.contains("united states"));
        assert!(WORDS.hostile.iter().any(|h| h == "system prompt"));
    }
}
