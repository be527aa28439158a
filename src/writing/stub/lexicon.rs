//! What the stub writer knows of trades and channels (`data/lexicon.toml`, `data/platforms.toml`).

mod telling;

use std::sync::LazyLock;

use serde::Deserialize;

use self::telling::{Telling, words};
use super::analysis::phrase::bare;

/// Both lists, parsed once.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let trades: Industries =
        crate::embedded::toml("lexicon.toml", include_str!("data/lexicon.toml"));
    let channels: Platforms =
        crate::embedded::toml("platforms.toml", include_str!("data/platforms.toml"));
    let industries: Vec<Industry> =
        trades.industry.into_iter().map(Industry::counted_once).collect();
    Lexicon { telling: Telling::of(&industries), industries, platforms: channels.platform }
});

/// Trades and channels.
#[derive(Debug)]
pub struct Lexicon {
    industries: Vec<Industry>,
    /// What each word tells.
    telling: Telling,
    platforms: Vec<Platform>,
}

#[derive(Deserialize)]
struct Industries {
    industry: Vec<Industry>,
}

#[derive(Deserialize)]
struct Platforms {
    platform: Vec<Platform>,
}

/// One trade; fields are explained in the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Industry {
    pub key: String,
    #[serde(rename = "match")]
    pub words: String,
    /// Words of `match` that say little alone.
    #[serde(default)]
    weak: String,
    /// Words of an industry that make it another trade.
    #[serde(default)]
    unless: String,
    pub trade: String,
    pub customer: String,
    pub customers: String,
    pub offer: String,
    pub first: String,
    pub second: String,
    pub step: String,
    pub act: String,
    pub acts: Vec<String>,
    pub again: String,
    pub place: String,
    pub team: String,
    pub goal: String,
    pub teach: Vec<String>,
    pub show: Vec<String>,
    pub invite: Vec<String>,
    pub lines: Vec<String>,
    pub moments: Vec<String>,
    pub doubts: Vec<String>,
    pub proofs: Vec<String>,
    pub motives: Vec<String>,
    pub topics: Vec<String>,
    pub scenes: Vec<String>,
    pub partners: Vec<String>,
    pub offers: Vec<String>,
    pub measures: Vec<String>,
    pub channels: Vec<String>,
    pub tags: Vec<String>,
    pub look: Vec<String>,
    #[serde(default = "month")]
    pub rhythm: String,
    #[serde(default = "sells")]
    pub sells: String,
    /// Whether nobody would call it a business.
    #[serde(default)]
    pub sector: bool,
}

impl Industry {
    /// Without plurals whose singular is in the list too: a word of the brief counts once.
    fn counted_once(mut self) -> Self {
        for list in [&mut self.words, &mut self.weak] {
            let singular = |word: &str| {
                let stem = word.strip_suffix('s');
                stem.is_some_and(|stem| list.split_whitespace().any(|other| other == stem))
            };
            let kept: Vec<&str> = list.split_whitespace().filter(|word| !singular(word)).collect();
            *list = kept.join(" ");
        }
        self
    }

    /// Whether it stands for clients that look for staff.
    pub fn is_hiring(&self) -> bool {
        self.key == "hiring"
    }

    /// Whether it stands for trades that the lexicon does not know.
    pub fn is_general(&self) -> bool {
        self.words.is_empty()
    }
}

fn sells() -> String {
    "sells".to_owned()
}

fn month() -> String {
    "month".to_owned()
}

/// One kind of channel.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    #[serde(rename = "match")]
    words: String,
    /// Whether people scroll it.
    pub social: bool,
    /// Whether people meet it only by searching.
    #[serde(default)]
    pub searched: bool,
    /// Whether space there is bought: nobody posts to it or answers on it.
    #[serde(default)]
    pub paid: bool,
    /// What it is for.
    pub roles: Vec<String>,
    /// Formats that teach.
    pub teach: Vec<String>,
    /// Formats that show.
    pub show: Vec<String>,
    /// Formats that invite.
    pub invite: Vec<String>,
}

impl Platform {
    /// Whether people follow it: it has days in a calendar.
    pub fn is_followed(&self) -> bool {
        !self.searched && !self.paid
    }
}

impl Lexicon {
    /// The entry for a client that looks for staff.
    pub fn hiring(&self) -> Option<&Industry> {
        self.industries.iter().find(|entry| entry.is_hiring())
    }

    /// The trade whose words occur most in the texts, the industry counting three times.
    pub fn industry(&self, industry: &str, product: &str, business: &str) -> Option<&Industry> {
        let industry = without_side_line(industry);
        self.best(&before_for(industry), &before_for(product))
            .or_else(|| self.best(industry, product))
            .or_else(|| {
                let b2b = is_b2b(industry) || is_b2b(business);
                let key = if b2b { "general_b2b" } else { "general" };
                self.industries.iter().find(|entry| entry.key == key)
            })
    }

    fn best(&self, industry: &str, product: &str) -> Option<&Industry> {
        let (trade, sold) = (words(industry), words(product));
        // The last word says what it is (`logistics software`), those before it of what kind.
        let head: Vec<String> = words(industry.split(['(', ',', ';', ':']).next().unwrap_or(""));
        let head: Vec<String> = head.into_iter().next_back().into_iter().collect();
        let named = if trade.is_empty() { &sold } else { &trade };
        let mut scores = vec![0; self.industries.len()];
        // What is said of the product is no sign of a weak word.
        for (given, strong, weak) in [(&trade, 3, 1), (&head, 3, 0), (&sold, 1, 0)] {
            self.telling.score(given, strong, weak, &mut scores);
        }
        let meant = |entry: &Industry| {
            !entry.unless.split_whitespace().any(|word| named.iter().any(|given| given == word))
        };
        let best = scores
            .into_iter()
            .zip(&self.industries)
            .map(|(score, entry)| (if meant(entry) { score } else { 0 }, entry))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        // A single word of the product says little where the client names a trade of its own.
        let least = if trade.is_empty() { 1 } else { 2 };
        best.filter(|(score, _)| *score >= least).map(|(_, entry)| entry)
    }

    /// The kind of channel that `name` is.
    pub fn platform(&self, name: &str) -> Option<&Platform> {
        let given = words(name);
        // `LinkedIn Ads` are bought, whatever the place.
        if given.iter().any(|word| PAID.contains(&word.as_str())) {
            let kind = if given.iter().any(|word| SEARCHED.contains(&word.as_str())) {
                "search-ads"
            } else {
                "paid-ads"
            };
            let is_kind = |entry: &&Platform| entry.words.split(' ').any(|word| word == kind);
            return self.platforms.iter().find(is_kind);
        }
        self.platforms
            .iter()
            .find(|kind| kind.words.split_whitespace().any(|word| given.iter().any(|g| g == word)))
            .or_else(|| self.platforms.last())
    }
}

/// Words that say of a channel that it is bought.
const PAID: [&str; 11] = [
    "ads",
    "adverts",
    "advertising",
    "advertisements",
    "adwords",
    "ppc",
    "sem",
    "paid",
    "sponsored",
    "programmatic",
    "retargeting",
];

/// Words that say of a bought channel that people meet it by searching.
const SEARCHED: [&str; 9] =
    ["google", "search", "bing", "adwords", "ppc", "sem", "apple", "shopping", "amazon"];

/// `text` up to the first `for` of each clause: what follows names customers, not the trade.
fn before_for(text: &str) -> String {
    let clauses = text.split(['.', ';']);
    let heads = clauses.map(|clause| clause.split(" for ").next().unwrap_or(""));
    heads.collect::<Vec<_>>().join("; ")
}

/// What many trades do besides their own work.
const SIDE_LINES: [&str; 14] = [
    "repair",
    "repairs",
    "servicing",
    "restoration",
    "maintenance",
    "hire",
    "rental",
    "training",
    "courses",
    "lessons",
    "delivery",
    "installation",
    "events",
    "retail",
];

/// A trade without the side line behind it (`Boatbuilding and repair`).
fn without_side_line(industry: &str) -> &str {
    let parts = industry.trim().rsplit_once(" and ").or_else(|| industry.rsplit_once(" & "));
    let own = parts.filter(|(_, side)| SIDE_LINES.contains(&bare(side).as_str()));
    own.map_or(industry, |(trade, _)| trade)
}

fn is_b2b(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("b2b") || lower.contains("business services")
}

#[cfg(test)]
mod tests;
