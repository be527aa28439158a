//! What a writer answers for one section, and the draft that we render from it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// The id of a section within its pack, such as `overview`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SectionId(pub String);

impl SectionId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The answer to a `section`, `repair` or `probe` task (`writing.md`). Key order matters:
/// `done` comes last, so an answer without it was cut.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionAnswer {
    /// One answer for each part of the task, in order.
    pub parts: Vec<PartAnswer>,
    /// Every number claim in the text and where it comes from.
    pub numbers: Vec<NumberDecl>,
    /// Two sentences for the sections that depend on this one.
    #[serde(rename = "abstract")]
    pub abstract_text: String,
    /// True when the writer finished.
    pub done: bool,
}

/// The answer to one part of a section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartAnswer {
    /// The part's heading, translated where the report is not in English; empty for a lead-in.
    pub heading: String,
    /// Prose and lists; before the table in a table part.
    pub markdown: String,
    /// Cells as text, one list a row; empty in a text part.
    #[serde(deserialize_with = "rows_of_text")]
    pub rows: Vec<Vec<String>>,
}

/// Where a number in a section comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberDecl {
    /// The number as written, such as `40%`.
    #[serde(deserialize_with = "text")]
    pub value: String,
    /// Its origin.
    pub kind: NumberKind,
    /// The source's id (`S2`) for [`NumberKind::Source`].
    #[serde(rename = "ref")]
    pub reference: Option<String>,
}

/// What is meant as text: models that are held to no strict schema write a number as a number,
/// and an empty cell as null.
#[derive(Deserialize)]
#[serde(untagged)]
enum Cell {
    Text(String),
    Number(serde_json::Number),
    Nothing(()),
}

impl From<Cell> for String {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Text(text) => text,
            Cell::Number(number) => number.to_string(),
            Cell::Nothing(()) => Self::new(),
        }
    }
}

fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Cell::deserialize(from).map(String::from)
}

fn rows_of_text<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Vec<String>>, D::Error> {
    let rows = Vec::<Vec<Cell>>::deserialize(from)?;
    Ok(rows.into_iter().map(|row| row.into_iter().map(String::from).collect()).collect())
}

/// Origin of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    /// It stands in the brief.
    Brief,
    /// It stands in a source.
    Source,
    /// A goal that we propose.
    Target,
    /// A stated assumption.
    Assumption,
}

/// Who wrote a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WriterKind {
    /// The embedded stub writer: never for clients of a service with a key.
    Stub,
    /// A model behind the provider chain.
    Llm,
    /// Markdown written elsewhere (`aicmo gate`).
    External,
}

/// Who wrote a section, and with what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Kind of writer.
    pub writer: WriterKind,
    /// `openai`, `perplexity`, `anthropic`, `stub` or `external`.
    pub provider: String,
    /// The model's name, or the stub writer's version.
    pub model: String,
}

/// How an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// With `done` and a normal finish reason.
    Complete,
    /// Without one of the two.
    Cut,
}

/// A table of a section as data; the Markdown shows the same rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableDraft {
    /// Index of the part in the section's spec.
    pub part: usize,
    /// Cells as text, one list a row, in the order of the spec's columns.
    pub rows: Vec<Vec<String>>,
}

/// How a section was repaired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepairKind {
    /// A lossless fix by the pipeline.
    Fix,
    /// The old text with its failures, to the same provider.
    Patch,
    /// A new text with the failures as constraints, to the next provider.
    Resample,
    /// Missing rows asked for alone.
    Rows,
}

/// One repair of one section, as shown in `sections[].repairs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RepairRecord {
    /// How it was repaired.
    pub kind: RepairKind,
    /// Ids of the checks that asked for it.
    pub checks: Vec<String>,
    /// Who did it: a provider, or `pipeline` for lossless fixes.
    pub provider: String,
}

/// One section as rendered: `## Title`, parts under `###` headings, tables from rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionDraft {
    /// Id in the pack.
    pub id: SectionId,
    /// Title as shown, translated where the report is not in English.
    pub title: String,
    /// The section's Markdown, its own `##` title included.
    pub markdown: String,
    /// Its tables as data. Empty for Markdown that was written elsewhere.
    pub tables: Vec<TableDraft>,
    /// Declared numbers.
    pub numbers: Vec<NumberDecl>,
    /// Two sentences about it.
    pub abstract_text: String,
    /// Who wrote it.
    pub provenance: Provenance,
    /// How the answer ended.
    pub finish: Finish,
    /// Calls of a writer for this section so far, failed ones included.
    pub attempts: u32,
    /// Repairs so far.
    pub repairs: Vec<RepairRecord>,
    /// Whether it is a hand-over note: its services are out of scope (contract §2).
    pub handed_over: bool,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::SectionAnswer;

    #[test]
    fn cells_may_be_numbers_or_nothing_but_no_more() {
        let read = |cell: Value, value: Value| {
            let answer = json!({
                "parts": [{"heading": "", "markdown": "", "rows": [[cell]]}],
                "numbers": [{"value": value, "kind": "target", "ref": null}],
                "abstract": "", "done": true,
            });
            let read: Option<SectionAnswer> = serde_json::from_value(answer).ok();
            read.map(|read| (read.parts[0].rows[0][0].clone(), read.numbers[0].value.clone()))
        };
        for (cell, value, wanted) in [
            (json!("1 Mon"), json!("40%"), Some(("1 Mon", "40%"))),
            (json!(12), json!(40), Some(("12", "40"))),
            (json!(-0.5), json!(1.5), Some(("-0.5", "1.5"))),
            (json!(null), json!(null), Some(("", ""))),
            (json!(true), json!(1), None),
            (json!(["a"]), json!(1), None),
            (json!("a"), json!({"n": 1}), None),
        ] {
            let wanted = wanted.map(|(cell, value)| (cell.to_owned(), value.to_owned()));
            assert_eq!(read(cell.clone(), value.clone()), wanted, "{cell} {value}");
        }
    }
}
