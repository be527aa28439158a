//! The task block: one JSON object between two fenced lines, what all calls of a report share
//! first, so that provider prompt caches hit.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::prompt;
use crate::domain::{Issue, ResearchNotes, SectionId, Services, Spine};
use crate::packs::{ColumnSpec, ColumnType, PartKind, PartSpec, SectionSpec};
use crate::providers::CallKind;
use crate::writing::ReportContext;

/// The task block's object. The order of the fields is the order of the keys.
#[derive(Serialize)]
pub(super) struct TaskBlock<'a> {
    pub pack: &'a str,
    pub language: &'a str,
    pub brief: Value,
    pub services: &'a Services,
    pub start_date: Option<String>,
    pub spine: Option<&'a Spine>,
    pub sources: Vec<Value>,
    pub kind: &'static str,
    pub section: Option<Value>,
    pub abstracts: Vec<AbstractOf<'a>>,
    pub previous: Option<String>,
    pub failures: Vec<Value>,
    pub feedback: Option<&'a str>,
}

/// What one section decided, or for the spine what it is there for.
#[derive(Serialize)]
pub(super) struct AbstractOf<'a> {
    pub section: &'a str,
    pub text: String,
}

impl<'a> TaskBlock<'a> {
    /// The part that all calls of a report share, for a call of `kind`.
    pub fn of(
        context: &'a ReportContext,
        kind: CallKind,
        spine: Option<&'a Spine>,
        research: &ResearchNotes,
    ) -> Self {
        Self {
            pack: context.pack.key.as_str(),
            language: &context.language,
            brief: serde_json::to_value(&*context.brief).unwrap_or_default(),
            services: &context.request.services,
            start_date: Some(context.brief.start_date.to_string()),
            spine,
            sources: sources(research),
            kind: kind.as_str(),
            section: None,
            abstracts: vec![],
            previous: None,
            failures: vec![],
            feedback: context.request.feedback.as_deref(),
        }
    }

    /// The user message: the object between its fence lines.
    pub fn fenced(&self, nonce: &str) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        format!("BEGIN_AICMO_TASK {nonce}\n{}\nEND_AICMO_TASK {nonce}", without_markers(&json))
    }
}

/// Text of others cannot fake a fence line: line feeds are escaped in JSON anyway, and the words
/// of the markers are broken up by an escape that reads back as the same letter.
fn without_markers(json: &str) -> String {
    json.replace("AICMO_TASK", "AICMO\\u005fTASK")
}

/// Sources with their claims.
fn sources(research: &ResearchNotes) -> Vec<Value> {
    research
        .sources
        .iter()
        .map(|source| {
            let claims: Vec<&str> = research
                .claims
                .iter()
                .filter(|claim| claim.source == source.id)
                .map(|claim| claim.text.as_str())
                .collect();
            json!({"id": source.id, "title": source.title, "claims": claims})
        })
        .collect()
}

/// The section as the model needs it. One that rests on evidence is asked to cite the sources,
/// where there are any.
pub(super) fn section(spec: &SectionSpec, has_sources: bool) -> Value {
    let cites = spec.evidence && has_sources;
    let asked = if cites { format!(" {}", prompt::cite()) } else { String::new() };
    json!({
        "id": spec.id,
        "title": spec.title,
        "purpose": spec.purpose,
        "instruction": format!("{}{asked}", spec.instruction),
        "words": spec.words,
        "parts": spec.parts.iter().map(part).collect::<Vec<_>>(),
        "facts": spec.facts,
    })
}

fn part(part: &PartSpec) -> Value {
    let mut object = Map::new();
    object.insert("heading".to_owned(), json!(part.heading));
    match part.kind {
        PartKind::Text => {
            object.insert("kind".to_owned(), json!("text"));
            if let Some(bullets) = part.bullets {
                object.insert("bullets".to_owned(), json!(bullets));
            }
        }
        PartKind::Table => {
            object.insert("kind".to_owned(), json!("table"));
            let columns: Vec<Value> = part.columns.iter().map(column).collect();
            object.insert("columns".to_owned(), json!(columns));
            if let Some(rows) = part.rows {
                object.insert("rows".to_owned(), json!(rows));
            }
        }
    }
    Value::Object(object)
}

fn column(column: &ColumnSpec) -> Value {
    let kind: ColumnType = column.kind;
    json!({
        "title": column.title,
        "type": kind,
        "required": column.required,
        "unique": column.unique,
    })
}

/// Abstracts of sections, as given.
pub(super) fn abstracts(given: &[(SectionId, String)]) -> Vec<AbstractOf<'_>> {
    given.iter().map(|(id, text)| AbstractOf { section: id.as_str(), text: text.clone() }).collect()
}

/// Findings as the model needs them.
pub(super) fn failures(issues: &[Issue]) -> Vec<Value> {
    issues
        .iter()
        .map(|issue| {
            json!({
                "check": issue.check,
                "message": issue.message,
                "excerpt": issue.excerpt,
                "fix": issue.fix,
            })
        })
        .collect()
}
