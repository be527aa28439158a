//! What the stub writer knows of trades and channels (`data/lexicon.toml`, `data/platforms.toml`).

use std::sync::LazyLock;

use serde::Deserialize;

use super::analysis::phrase::bare;

/// Both lists, parsed once.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    industries: toml::from_str::<Industries>(include_str!("data/lexicon.toml"))
        .map(|file| file.industry)
        .unwrap_or_default(),
    platforms: toml::from_str::<Platforms>(include_str!("data/platforms.toml"))
        .map(|file| file.platform)
        .unwrap_or_default(),
});

/// Trades and channels.
#[derive(Debug)]
pub struct Lexicon {
    industries: Vec<Industry>,
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
    /// What it is for.
    pub roles: Vec<String>,
    /// Formats that teach.
    pub teach: Vec<String>,
    /// Formats that show.
    pub show: Vec<String>,
    /// Formats that invite.
    pub invite: Vec<String>,
}

impl Lexicon {
    /// The trade whose words occur most in the texts, the industry counting three times.
    pub fn industry(&self, industry: &str, product: &str, business: &str) -> Option<&Industry> {
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
        let score = |entry: &Industry| {
            let strong = entry
                .words
                .split_whitespace()
                .map(|word| 3 * hits(&trade, word) + 3 * hits(&head, word) + hits(&sold, word))
                .sum::<usize>();
            let weak = entry.weak.split_whitespace().map(|word| hits(&trade, word)).sum::<usize>();
            strong + weak
        };
        let best = self
            .industries
            .iter()
            .map(|entry| (score(entry), entry))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        // A single word of the product says little where the client names a trade of its own.
        let least = if trade.is_empty() { 1 } else { 2 };
        best.filter(|(score, _)| *score >= least).map(|(_, entry)| entry)
    }

    /// The kind of channel that `name` is.
    pub fn platform(&self, name: &str) -> Option<&Platform> {
        let given = words(name);
        self.platforms
            .iter()
            .find(|kind| kind.words.split_whitespace().any(|word| given.iter().any(|g| g == word)))
            .or_else(|| self.platforms.last())
    }
}

/// `text` up to the first `for` of each clause: what follows names customers, not the trade.
fn before_for(text: &str) -> String {
    let clauses = text.split(['.', ';']);
    let heads = clauses.map(|clause| clause.split(" for ").next().unwrap_or(""));
    heads.collect::<Vec<_>>().join("; ")
}

fn is_b2b(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("b2b") || lower.contains("business services")
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '/' | ',' | ';' | '(' | ')'))
        .map(|word| {
            let word = bare(word);
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

/// Words that are `word` or its plural, or have it as a part joined by a hyphen; a word with a
/// hyphen is also met by its parts in a row, which say more (`swimming pool`).
fn hits(words: &[String], word: &str) -> usize {
    let same = |given: &str, word: &str| given == word || given.strip_suffix('s') == Some(word);
    let one =
        words.iter().filter(|g| same(g, word) || g.split('-').any(|part| same(part, word))).count();
    let Some((first, second)) = word.split_once('-') else { return one };
    let pairs = words.iter().zip(words.iter().skip(1));
    let ends = |given: &str| given.rsplit('-').next() == Some(first);
    one + 2 * pairs.filter(|(one, two)| ends(one) && same(two, second)).count()
}

#[cfg(test)]
mod tests {
    use super::LEXICON;

    #[test]
    fn finds_the_trade() {
        for (industry, product, wanted) in [
            ("Boutique fitness studio (yoga and HIIT)", "", "fitness"),
            ("Accounting for small trades businesses", "", "professional"),
            ("Non-profit (hunger relief)", "Food bank in Dayton", "nonprofit"),
            ("Electric bicycles (family cargo bikes)", "", "mobility"),
            ("Heritage furniture making", "oak tables", "home_goods"),
            ("Dental practice", "", "health"),
            ("B2B SaaS: payroll for restaurants", "", "software"),
            ("B2B logistics software", "Cloud platform for freight forwarders", "software"),
            ("Passenger ferries", "tickets in an app", "transport"),
            ("Qwxyz", "tickets in an app", "general"),
            ("Qwxyz", "", "general"),
            ("B2B widgets", "", "general_b2b"),
            ("Falconry centre", "", "attractions"),
            ("Wellbeing centre", "", "general"),
            ("Garden centre", "", "retail"),
            ("Piano tuning and repair", "piano tuning", "repair"),
            ("Moving services", "pianos and safes", "trades"),
            ("Online shop for mosses", "", "online_shop"),
            ("Translation bureau", "certified translations", "language"),
            ("Stairlift hire", "rental of a stairlift", "care"),
            ("Hospice charity", "end-of-life care", "nonprofit"),
            ("Animal welfare charity", "care for rescued donkeys", "animal_charity"),
            ("Municipal swimming pool", "lessons and a public sauna", "leisure_centre"),
            ("Local government", "kerbside food-waste collection", "public"),
            ("Music festival", "Three-day heavy-metal festival", "festival"),
            ("Funeral home", "funerals and cremations", "funeral"),
            ("Notary's office", "property deeds, wills", "legal"),
            ("Plumbing wholesale", "trade counter and delivery of pipes", "wholesale"),
            ("Oyster farm", "Pacific and native oysters", "producer"),
            ("Blood donation service", "mobile donation sessions", "donation_service"),
            ("Kids' coding school", "after-school coding classes", "kids_courses"),
            ("Used tractor dealer", "refurbished tractors", "machine_dealer"),
            ("History museum", "a museum about daily life", "museum"),
            ("E-bike rental", "shared e-bikes by subscription", "rental"),
            ("Industrial water treatment equipment", "effluent treatment plants", "process_plant"),
            ("Auto repair shop", "", "repair"),
            ("Coffee shop", "", "food_service"),
            ("Luxury watch repair", "servicing of watches", "repair"),
            ("Escape rooms", "rooms for company events", "attractions"),
            ("Theatre", "plays", "culture"),
            ("Pet shop", "", "pets"),
            ("パン屋", "自家製酵母のパン", "food_service"),
            ("Bäckerei", "Brot und Kuchen", "food_service"),
            ("Cabinet d'avocats", "avocats en droit du travail", "legal"),
            ("музей", "экскурсии", "museum"),
        ] {
            let found = LEXICON.industry(industry, product, "").map(|entry| entry.key.as_str());
            assert_eq!(found, Some(wanted), "{industry}");
        }
    }
}
