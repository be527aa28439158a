//! One section being written: which values its lines see and how a line is expanded.

use super::analysis::phrase::{bare, is_many};
use super::antecedent;
use super::facts::Facts;
use super::grammar::{GRAMMAR, Line};
use super::refused::Refused;
use super::seed::Seed;
use super::template::{Expansion, Slots};
use super::tidy::tidy;

/// Where a line stands: the report's facts, values of this place, and a loop's value.
#[derive(Debug, Clone)]
pub struct Scene<'a> {
    /// The report's facts.
    pub facts: &'a Facts,
    /// The pack's key.
    pub pack: &'a str,
    /// Choices of this section.
    pub seed: Seed,
    /// Values of this place (`heading`, `section`, `n`).
    pub here: Vec<(&'static str, String)>,
    each: Option<(String, usize)>,
    turn: usize,
    naming: bool,
    spread: Option<usize>,
    refused: Option<&'a Refused>,
}

/// Lists of the lexicon that begin elsewhere in each section, so that a report does not lean on
/// one doubt and one proof throughout.
const TURNING: [&str; 11] = [
    "doubt", "ask", "yours", "proof", "moment", "motive", "topic", "scene", "partner", "offer",
    "look",
];

impl Slots for Scene<'_> {
    fn slot(&self, name: &str) -> Option<&str> {
        let looped =
            name.strip_prefix("it").filter(|rest| rest.is_empty() || rest.starts_with('_'));
        if let (Some((list, n)), Some(suffix)) = (&self.each, looped) {
            return self.facts.slot(&format!("{list}{n}{suffix}"));
        }
        if let Some(turned) = self.turned(name).filter(|_| self.turn > 0) {
            return self.facts.slot(&turned);
        }
        let here = self.here.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
        here.or_else(|| self.facts.slot(name)).or_else(|| self.number_of(name))
    }
}

/// Endings of slots that agree with the phrase before them: in the singular, in the plural.
const AGREEING: [(&str, &str, &str); 7] = [
    ("_s", "s", ""),
    ("_ies", "ies", "y"),
    ("_is", "is", "are"),
    ("_it", "it", "them"),
    ("_has", "has", "have"),
    ("_does", "does", "do"),
    ("_was", "was", "were"),
];

impl<'a> Scene<'a> {
    /// A scene without values of its own.
    pub fn new(facts: &'a Facts, pack: &'a str, seed: Seed) -> Self {
        Self {
            facts,
            pack,
            seed,
            here: Vec::new(),
            each: None,
            turn: 0,
            naming: false,
            spread: None,
            refused: None,
        }
    }

    /// The same without phrasings that were `refused`.
    pub fn without(mut self, refused: &'a Refused) -> Self {
        self.refused = Some(refused).filter(|refused| !refused.is_empty());
        self
    }

    /// The same with the lexicon's lists begun at the place `turn`.
    pub fn turning(mut self, turn: usize) -> Self {
        self.turn = turn;
        self
    }

    /// The same for a part that general lines serve: the `at`th of the pack, which takes other
    /// phrasings and begins the lists elsewhere than the parts beside it.
    pub fn spreading(&self, at: usize) -> Self {
        let mut scene = self.clone();
        scene.turn += at;
        scene.spread = Some(at);
        scene
    }

    /// The verb or ending `name` that agrees with the value before it: `proof1_is`, `ch2_s`.
    fn number_of(&self, name: &str) -> Option<&str> {
        let (base, one, many) = AGREEING
            .iter()
            .find_map(|(end, one, many)| Some((name.strip_suffix(end)?, *one, *many)))?;
        let phrase = self.slot(base)?;
        // `Google Ads` is one channel.
        Some(if is_many(phrase) && !phrase.ends_with(" Ads") { many } else { one })
    }

    /// The same, preferring phrasings that name the client or repeat words of the brief.
    pub fn naming(&self) -> Self {
        let mut scene = self.clone();
        scene.naming = true;
        scene
    }

    /// `doubt2` as the name that it has in this section.
    fn turned(&self, name: &str) -> Option<String> {
        let (list, n) = name.split_at_checked(name.len().checked_sub(1)?)?;
        let n: usize = n.parse().ok().filter(|n| *n > 0)?;
        let count =
            Some(list).filter(|list| TURNING.contains(list)).map(|list| self.facts.stock(list))?;
        (n <= count).then(|| format!("{list}{}", (n - 1 + self.turn) % count + 1))
    }

    /// The same with one value more.
    pub fn with(&self, name: &'static str, value: impl Into<String>) -> Self {
        let mut scene = self.clone();
        scene.here.push((name, value.into()));
        scene
    }

    /// What `line` becomes here: one list of cells, or as many as its loop has values.
    pub fn expand(&self, line: &Line, label: &str) -> Vec<Vec<Expansion>> {
        let seed = if self.spread.is_some() { self.facts.seed } else { self.seed }.child(label);
        match &line.each {
            None => self.expand_once(line, seed, self.spread.unwrap_or(0)).into_iter().collect(),
            Some((list, most)) => (1..=self.facts.count(list).min(*most))
                .filter_map(|n| {
                    let mut scene = self.clone();
                    scene.each = Some((list.clone(), n));
                    scene.expand_once(line, seed, n)
                })
                .collect(),
        }
    }

    /// The phrasing that the seed chooses; where names are wanted, the next one that has some.
    fn expand_once(&self, line: &Line, seed: Seed, turn: usize) -> Option<Vec<Expansion>> {
        let named =
            |cells: &[Expansion]| cells.iter().any(|cell| self.facts.names_client(&cell.text));
        let bought =
            |cells: &[Expansion]| !cells.iter().any(|cell| self.facts.is_unbought(&cell.text));
        let both = |cells: &[Expansion]| named(cells) && bought(cells);
        let found = self.naming.then(|| self.choose(line, seed, turn, &both)).flatten();
        // Another throw finds the inline choices that speak of what the client bought.
        let throws = if self.facts.unpaid { 3 } else { 1 };
        let again = || (0..throws).find_map(|at| self.choose(line, seed, turn + at, &bought));
        found.or_else(again).or_else(|| self.choose(line, seed, turn, &|_| true))
    }

    /// The first phrasing that has all its values, none of the words that the brief bans, and
    /// is `wanted`.
    fn choose(
        &self,
        line: &Line,
        seed: Seed,
        turn: usize,
        wanted: &dyn Fn(&[Expansion]) -> bool,
    ) -> Option<Vec<Expansion>> {
        let count = line.ways.len();
        let first = seed.below(count) + turn;
        let mut dice = seed.child(&turn.to_string()).dice();
        (0..count).filter_map(|step| line.ways.get((first + step) % count.max(1))).find_map(|way| {
            let cells: Option<Vec<Expansion>> = way
                .iter()
                .map(|cell| {
                    let mut cell = cell.expand(self, &mut dice)?;
                    cell.text =
                        tidy(antecedent::named(self.facts, cell.text), self.facts.get("brand"));
                    Some(cell)
                })
                .collect();
            let refused = |text: &str| self.refused.is_some_and(|refused| refused.has(text));
            let banned = |cells: &[Expansion]| {
                cells.iter().any(|cell| self.is_banned(&cell.text) || refused(&cell.text))
            };
            cells.filter(|cells| !banned(cells) && wanted(cells))
        })
    }

    /// All expansions of the lines of a pool (`section :: heading`), in order.
    pub fn pool(&self, section: &str, heading: &str) -> Vec<Expansion> {
        let Some(entry) = GRAMMAR.find(self.pack, section, heading) else { return Vec::new() };
        entry
            .lines
            .iter()
            .enumerate()
            .flat_map(|(at, line)| self.expand(line, &format!("{section}{heading}{at}")))
            .filter_map(|cells| cells.into_iter().next())
            .collect()
    }

    /// One expansion of a pool, chosen by the seed.
    pub fn one(&self, section: &str, heading: &str) -> Option<Expansion> {
        let all = self.pool(section, heading);
        let at = self.seed.child(heading).below(all.len());
        all.into_iter().nth(at)
    }

    /// Whether a word that the client rules out stands in `text`.
    pub fn is_banned(&self, text: &str) -> bool {
        if self.facts.banned.is_empty() {
            return false;
        }
        let words: Vec<String> = text.split_whitespace().map(bare).collect();
        let text = format!(" {} ", words.join(" "));
        let brand = self.facts.get("brand").to_lowercase();
        self.facts.banned.iter().any(|word| {
            let plain: Vec<String> = word.split_whitespace().map(bare).collect();
            !brand.contains(word) && text.contains(&format!(" {} ", plain.join(" ")))
        })
    }
}
