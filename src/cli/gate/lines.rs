//! `aicmo gate --jsonl`: many texts, one line each, answered in the same order.

use std::io::BufRead as _;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::out::Out;
use super::{brief_of, brief_value, external, find_section, is_clean, pack_of};
use crate::domain::{Issue, Services};
use crate::packs::Registry;

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    pack: String,
    #[serde(default)]
    section: Option<String>,
    brief: Value,
    markdown: String,
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    passed: bool,
    failures: Vec<Issue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

pub(super) fn run(registry: &Registry, out: Out) -> anyhow::Result<bool> {
    let mut clean = true;
    for line in std::io::stdin().lock().split(b'\n') {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = answer(registry, &line);
        clean &= answer.passed;
        out.line(&serde_json::to_string(&answer)?)?;
    }
    Ok(clean)
}

fn answer(registry: &Registry, line: &[u8]) -> Answer {
    let value: Value = match serde_json::from_slice(line) {
        Ok(value) => value,
        Err(error) => return refuse(Value::Null, format!("this line is not JSON: {error}")),
    };
    let id = value.get("id").cloned().unwrap_or_default();
    match serde_json::from_value::<Line>(value) {
        Ok(line) => judge(registry, line).unwrap_or_else(|error| refuse(id, error)),
        Err(error) => {
            refuse(id, format!("this line is not {{id, pack, section, brief, markdown}}: {error}"))
        }
    }
}

fn judge(registry: &Registry, line: Line) -> Result<Answer, String> {
    let pack = pack_of(registry, &line.pack)?;
    let section = line.section.as_deref().map(|id| find_section(&pack, id)).transpose()?;
    let brief = brief_of(&brief_value(line.brief))?;
    let text = external(&line.markdown, &pack, section);
    let verdict = text.judge(&pack, &brief, &Services::default());
    Ok(Answer { id: line.id, passed: is_clean(&verdict), failures: verdict.failures, error: None })
}

fn refuse(id: Value, error: String) -> Answer {
    Answer { id, passed: false, failures: vec![], error: Some(error) }
}
