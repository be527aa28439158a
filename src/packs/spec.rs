//! A pack after loading: every rule of `writing.md` checked, so that the rest can rely on it.

use serde::{Deserialize, Serialize};

use super::gate_rule::GateRule;
use crate::domain::{BriefField, PackKey, SectionId, Services};

/// An inclusive range, written `[min, max]` in pack files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u32; 2]", into = "[u32; 2]")]
pub struct Range {
    /// Least.
    pub min: u32,
    /// Most.
    pub max: u32,
}

impl From<[u32; 2]> for Range {
    fn from([min, max]: [u32; 2]) -> Self {
        Self { min, max }
    }
}

impl From<Range> for [u32; 2] {
    fn from(range: Range) -> Self {
        [range.min, range.max]
    }
}

/// How much research a pack wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of pack files")]
pub enum Research {
    #[default]
    None,
    Light,
    Full,
}

/// One pack, valid.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackSpec {
    /// Its key.
    pub key: PackKey,
    /// Version of its content, such as `1.0.0`.
    pub version: String,
    /// Display name.
    pub name: String,
    /// Other names it answers to.
    pub aliases: Vec<String>,
    /// What it is, in one or two sentences.
    pub summary: String,
    /// How much research it wants.
    pub research: Research,
    /// Ids of the repairable checks whose findings it delivers with a warning.
    pub tolerate: Vec<String>,
    /// Checks that it treats otherwise than other packs do.
    pub gate: Vec<GateRule>,
    /// Limits on calls.
    pub limits: Limits,
    /// What a report must reach.
    pub benchmark: Benchmark,
    /// Sections in order.
    pub sections: Vec<SectionSpec>,
    /// Sample briefs, as bodies of `client_brief`.
    pub samples: Vec<Sample>,
    /// SHA-256 of the pack's content, shared sections included, as 16 hex digits.
    pub content_hash: String,
}

impl PackSpec {
    /// The section with this id.
    #[must_use]
    pub fn section(&self, id: &SectionId) -> Option<&SectionSpec> {
        self.sections.iter().find(|section| section.id == *id)
    }

    /// Every text of the pack that a report may take words from.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let of_sections = self.sections.iter().flat_map(SectionSpec::texts);
        [self.name.as_str(), self.summary.as_str()].into_iter().chain(of_sections)
    }

    /// Length of the longest chain of dependent sections, at least 1.
    #[must_use]
    pub fn depth(&self) -> usize {
        let mut depth = vec![1usize; self.sections.len()];
        for _ in 0..self.sections.len() {
            for (at, section) in self.sections.iter().enumerate() {
                let below = section
                    .depends_on
                    .iter()
                    .filter_map(|id| self.sections.iter().position(|other| other.id == *id))
                    .filter_map(|other| depth.get(other).copied())
                    .max()
                    .unwrap_or(0);
                if let Some(own) = depth.get_mut(at) {
                    *own = below + 1;
                }
            }
        }
        depth.into_iter().max().unwrap_or(1)
    }
}

/// Limits on the calls that write a section of this pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Cap on output tokens of one call.
    pub max_output_tokens: u32,
    /// Repairs a section may cost.
    pub repairs_per_section: u32,
    /// Rows of a table asked for in one call; longer tables are asked for in chunks.
    pub rows_per_call: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_output_tokens: 6_000, repairs_per_section: 2, rows_per_call: 31 }
    }
}

/// What a report of the pack must reach (`packs.md`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benchmark {
    /// Words of the whole report, at least.
    pub min_words: u32,
    /// Characters of the whole report, at least.
    #[serde(default = "least_characters")]
    pub min_characters: u32,
    /// Brand mentions in the whole report, at least.
    pub brand_mentions: u32,
    /// Groups of synonyms; one of each group must occur.
    pub required_terms: Vec<Vec<String>>,
    /// Terms that must not occur.
    #[serde(default)]
    pub forbidden_terms: Vec<Forbidden>,
    /// Rows of the pack's calendar, where it has one of fixed length.
    #[serde(default)]
    pub calendar_days: Option<u32>,
}

fn least_characters() -> u32 {
    1_000
}

/// A term that must not occur.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forbidden {
    /// The term, matched at word boundaries.
    pub term: String,
    /// Whether upper and lower case differ (`TODO`).
    #[serde(default)]
    pub case_sensitive: bool,
    /// Whether it is allowed when the brief itself has it.
    #[serde(default = "yes")]
    pub unless_in_brief: bool,
}

fn yes() -> bool {
    true
}

/// One section of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the pack file")]
pub struct SectionSpec {
    /// Its id, unique in the pack.
    pub id: SectionId,
    /// Its title as shown.
    pub title: String,
    /// Why it is there, in one sentence.
    pub purpose: String,
    /// What the writer must decide and must not do.
    pub instruction: String,
    /// Words of its prose and tables.
    pub words: Range,
    /// List items that it holds.
    pub bullets: Range,
    /// `###` headings that it holds.
    pub headings: Range,
    /// Headings, or columns of a table, that must be there.
    pub required_headings: Vec<String>,
    /// Whether it is mainly a table (the brand need not be named in it).
    pub mainly_table: bool,
    /// Its parts in order.
    pub parts: Vec<PartSpec>,
    /// Sections whose abstracts it needs.
    pub depends_on: Vec<SectionId>,
    /// Fields of the brief that it must reflect.
    pub facts: Vec<BriefField>,
    /// Services that it is about; it is handed over when all of them are out of scope.
    pub services: Vec<String>,
    /// Whether merge tags such as `{{first_name}}` are right here.
    pub allow_merge_tags: bool,
    /// Whether competitors may be named here.
    pub allow_competitors: bool,
    /// Whether it is a market or audit section, where undeclared numbers block (F1).
    pub evidence: bool,
}

impl SectionSpec {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let of_parts = self.parts.iter().flat_map(|part| {
            let columns = part.columns.iter().map(|column| column.title.as_str());
            std::iter::once(part.heading.as_str()).chain(columns)
        });
        let own = [&self.title, &self.purpose, &self.instruction];
        own.into_iter().chain(&self.required_headings).map(String::as_str).chain(of_parts)
    }

    /// Whether all services that this section is about are out of scope (contract §2).
    #[must_use]
    pub fn is_handed_over(&self, services: &Services) -> bool {
        !self.services.is_empty() && self.services.iter().all(|service| services.excludes(service))
    }

    /// The same section as a hand-over note: 20–120 words under its title, no parts (contract
    /// §2).
    #[must_use]
    pub fn handover(&self) -> Self {
        let none = Range { min: 0, max: 0 };
        let only = PartSpec {
            heading: String::new(),
            kind: PartKind::Text,
            bullets: None,
            columns: vec![],
            rows: None,
            show: Show::Table,
        };
        Self {
            words: Range { min: 20, max: 120 },
            bullets: Range { min: 0, max: 6 },
            headings: none,
            required_headings: vec![],
            mainly_table: false,
            parts: vec![only],
            depends_on: vec![],
            facts: vec![],
            ..self.clone()
        }
    }
}

/// One part of a section: a heading with prose, or with a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartSpec {
    /// Its `###` heading; empty for a lead-in directly under the section's title.
    #[serde(default)]
    pub heading: String,
    /// Prose or table.
    #[serde(default)]
    pub kind: PartKind,
    /// List items of a text part.
    #[serde(default)]
    pub bullets: Option<Range>,
    /// Columns of a table part.
    #[serde(default)]
    pub columns: Vec<ColumnSpec>,
    /// Rows of a table part.
    #[serde(default)]
    pub rows: Option<Range>,
    /// How a table part is shown.
    #[serde(default)]
    pub show: Show,
}

/// Kind of a part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// Prose and lists.
    #[default]
    Text,
    /// A table, after an optional sentence.
    Table,
}

/// How the rows of a table part are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// As a table.
    #[default]
    Table,
    /// As cards: the first cell as a `####` heading, the others as `**Column:** cell` items.
    Cards,
}

/// A column of a table part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    /// Its title.
    pub title: String,
    /// What its cells are.
    #[serde(rename = "type", default)]
    pub kind: ColumnType,
    /// Whether its cells may not be empty.
    #[serde(default)]
    pub required: bool,
    /// Whether no two of its cells may be equal.
    #[serde(default)]
    pub unique: bool,
}

/// Type of a column's cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Any text.
    #[default]
    Text,
    /// A day of a calendar: its number, with a weekday or date where given (`1 Mon`, `Day 3`).
    Day,
    /// A date or a span of dates.
    Date,
    /// A channel or platform.
    Platform,
    /// A share in per cent; a table's shares sum to 100.
    Share,
    /// An amount of money.
    Money,
    /// A measure with its number.
    Metric,
    /// A group that rows belong to (a phase, a week, a stage).
    Group,
}

/// A sample brief for smoke, simulation and the command line's `--sample`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// A short name, unique in the pack.
    pub name: String,
    /// The body of `client_brief`.
    pub brief: serde_json::Map<String, serde_json::Value>,
}
