//! Words by which two texts are seen to speak of the same figure, from `rules/mismatch.toml`.

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};
use serde::Deserialize;

use crate::quality::numbers::nearby::stem;
use crate::quality::tokens::Token;

#[derive(Debug, Default, Deserialize)]
struct File {
    unit: HashMap<String, HashMap<String, Vec<String>>>,
    working: List,
    plan: Plan,
    period: HashMap<String, HashSet<String>>,
    age: Age,
    all: All,
    interim: List,
    discount: List,
    total: List,
    goal: Goal,
    budget: Budget,
    price: Price,
}

#[derive(Debug, Default, Deserialize)]
struct Budget {
    words: HashSet<String>,
    definite: HashSet<String>,
    of: HashSet<String>,
    stays: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Price {
    links: HashSet<String>,
    other: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
struct List {
    words: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Plan {
    words: HashSet<String>,
    runs: HashSet<String>,
    part: HashSet<String>,
    inside: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Age {
    words: HashSet<String>,
    people: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Goal {
    words: HashSet<String>,
    start: HashSet<String>,
    until: HashSet<String>,
    no: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
struct All {
    owns: HashSet<String>,
    words: HashSet<String>,
    some: HashSet<String>,
}

/// A unit: what it measures, and how many of the smallest it holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unit {
    pub(super) measures: String,
    pub(super) size: f64,
}

#[derive(Debug, Default)]
pub(in crate::quality::checks::facts) struct Words {
    units: HashMap<String, Unit>,
    /// Stems of the units' names.
    unit_stems: HashSet<String>,
    file: File,
}

pub(in crate::quality::checks::facts) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let file: File =
        crate::embedded::toml("mismatch.toml", include_str!("../../../rules/mismatch.toml"));
    let mut units = HashMap::default();
    for (measures, sizes) in &file.unit {
        for (size, words) in sizes {
            let Ok(size) = size.parse() else { continue };
            for word in words {
                units.insert(word.clone(), Unit { measures: measures.clone(), size });
            }
        }
    }
    let unit_stems = units.keys().map(|word| stem(word).to_owned()).collect();
    Words { units, unit_stems, file }
});

impl Words {
    pub(super) fn unit(&self, token: &Token) -> Option<&Unit> {
        self.units.get(token.folded.as_str())
    }

    pub(super) fn is_unit_stem(&self, stem: &str) -> bool {
        self.unit_stems.contains(stem)
    }

    pub(super) fn unit_named(&self, word: &str) -> Option<&Unit> {
        self.units.get(word)
    }

    pub(super) fn is_working_word(&self, word: &str) -> bool {
        self.file.working.words.contains(word)
    }

    pub(super) fn is_working(&self, token: &Token) -> bool {
        self.file.working.words.contains(token.folded.as_str())
    }

    pub(super) fn is_plan(&self, token: &Token) -> bool {
        self.file.plan.words.contains(token.folded.as_str())
    }

    pub(super) fn runs(&self, token: &Token) -> bool {
        self.file.plan.runs.contains(token.folded.as_str())
    }

    pub(super) fn is_part(&self, token: &Token) -> bool {
        self.file.plan.part.contains(token.folded.as_str())
    }

    pub(super) fn is_inside(&self, token: &Token) -> bool {
        self.file.plan.inside.contains(token.folded.as_str())
    }

    pub(in crate::quality::checks::facts) fn is_goal(&self, token: &Token) -> bool {
        self.file.goal.words.contains(token.folded.as_str())
    }

    pub(super) fn starts(&self, token: &Token) -> bool {
        self.file.goal.start.contains(token.folded.as_str())
    }

    pub(super) fn is_until(&self, token: &Token) -> bool {
        self.file.goal.until.contains(token.folded.as_str())
    }

    pub(super) fn negates(&self, token: &Token) -> bool {
        self.file.goal.no.contains(token.folded.as_str())
    }

    pub(super) fn is_age(&self, token: &Token) -> bool {
        self.file.age.words.contains(token.folded.as_str())
    }

    pub(super) fn is_people(&self, token: &Token) -> bool {
        self.file.age.people.contains(token.folded.as_str())
    }

    pub(super) fn is_all(&self, token: &Token) -> bool {
        self.file.all.words.contains(token.folded.as_str())
    }

    pub(super) fn owns(&self, token: &Token) -> bool {
        self.file.all.owns.contains(token.folded.as_str())
    }

    pub(super) fn is_discount(&self, token: &Token) -> bool {
        self.file.discount.words.contains(token.folded.as_str())
    }

    pub(super) fn is_some(&self, token: &Token) -> bool {
        self.file.all.some.contains(token.folded.as_str())
    }

    /// Whether it names a budget.
    pub(in crate::quality::checks::facts) fn is_budget(&self, token: &Token) -> bool {
        self.file.budget.words.contains(token.folded.as_str())
    }

    /// Whether it makes an amount one that is known already.
    pub(in crate::quality::checks::facts) fn is_definite(&self, token: &Token) -> bool {
        self.file.budget.definite.contains(token.folded.as_str())
    }

    /// Whether it joins a part, or a name, with its amount.
    pub(in crate::quality::checks::facts) fn is_of(&self, token: &Token) -> bool {
        self.file.budget.of.contains(token.folded.as_str())
    }

    /// Whether it says that things are as they were.
    pub(in crate::quality::checks::facts) fn stays(&self, token: &Token) -> bool {
        self.file.budget.stays.contains(token.folded.as_str())
    }

    /// Whether it stands between a thing and its price.
    pub(super) fn joins_price(&self, token: &Token) -> bool {
        self.file.price.links.contains(token.folded.as_str())
    }

    /// Whether an amount beside it is no price as it stands.
    pub(super) fn is_no_price(&self, token: &Token) -> bool {
        self.file.price.other.contains(token.folded.as_str())
    }

    pub(super) fn is_interim(&self, token: &Token) -> bool {
        self.file.interim.words.contains(token.folded.as_str())
    }

    /// Whether `word` after an amount lets it be for a whole duration.
    pub(super) fn is_total(&self, word: &str) -> bool {
        self.file.total.words.contains(word)
    }

    /// Among the next words the period that an amount falls due in.
    pub(in crate::quality::checks::facts) fn period<'t>(
        &self,
        words: impl Iterator<Item = &'t str>,
    ) -> Option<&str> {
        let links = self.file.period.get("links");
        for word in words {
            let found = self
                .file
                .period
                .iter()
                .find(|(name, words)| *name != "links" && words.contains(word));
            if let Some((name, _)) = found {
                return Some(name);
            }
            if !links.is_some_and(|links| links.contains(word)) {
                return None;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{File, WORDS};

    #[test]
    fn reads_its_file() {
        let text = include_str!("../../../rules/mismatch.toml");
        assert!(toml::from_str::<File>(text).is_ok());
        assert_eq!(WORDS.unit_named("weeks").map(|unit| unit.size), Some(7.0));
    }
}
