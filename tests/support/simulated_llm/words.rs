//! The simulator's own words, one file a language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// What one language is written with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub subjects: Vec<String>,
    pub verbs: Vec<String>,
    pub objects: Vec<String>,
    pub adverbs: Vec<String>,
    pub reasons: Vec<String>,
    pub frames: Vec<String>,
    pub things: Vec<String>,
    pub hooks: Vec<String>,
    pub ctas: Vec<String>,
    pub formats: Vec<String>,
    pub owners: Vec<String>,
    pub levels: Vec<String>,
    pub whens: Vec<String>,
    pub cells: Vec<String>,
    pub alternatives: Vec<String>,
    pub segments: Vec<[String; 2]>,
    pub pillars: Vec<[String; 2]>,
    pub channels: Vec<String>,
    pub channel_roles: Vec<String>,
    pub kpis: Vec<String>,
    pub dos: Vec<String>,
    pub donts: Vec<String>,
    pub dates: Vec<String>,
    pub positioning: String,
    pub offer: String,
    pub covers: String,
    pub number_note: String,
    pub target: String,
    pub assumption: String,
    pub none: String,
    pub generic_heading: String,
    pub week: String,
    pub phase: String,
    pub default_goal: String,
    pub default_product: String,
    pub default_audience: String,
    pub default_place: String,
    pub default_industry: String,
    pub terms: String,
    pub note: String,
    pub headings: BTreeMap<String, String>,
}

static ALL: LazyLock<[(&str, Words); 4]> = LazyLock::new(|| {
    let read = |text| toml::from_str(text).expect("the simulator's words are valid");
    [
        ("en", read(include_str!("words/en.toml"))),
        ("de", read(include_str!("words/de.toml"))),
        ("fr", read(include_str!("words/fr.toml"))),
        ("es", read(include_str!("words/es.toml"))),
    ]
});

/// The words of the BCP 47 tag `language`; English for one that the simulator does not know.
pub fn words(language: &str) -> &'static Words {
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let [english, ..] = &*ALL;
    let found = ALL.iter().find(|(tag, _)| *tag == primary).unwrap_or(english);
    &found.1
}
