//! Forms of answers: strict schemas for providers, and our own check of what comes back.

use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use serde_json::Value;

use super::brief::BriefAnswer;
use super::research::ResearchAnswer;
use crate::domain::{
    NumberDecl, SectionAnswer, Spine, SpineChannel, SpineDate, SpineKpi, SpinePillar, SpineSection,
    SpineSegment, SpineTone,
};
use crate::providers::Schema;

macro_rules! schema {
    ($name:ident, $file:literal, $title:literal, $check:path) => {
        /// The form of the answer of this name.
        pub(super) fn $name() -> Schema {
            static JSON: LazyLock<Arc<Value>> = LazyLock::new(|| {
                Arc::new(serde_json::from_str(include_str!($file)).unwrap_or_default())
            });
            Schema { name: $title, json: Arc::clone(&JSON), check: $check }
        }
    };
}

schema!(section, "../prompts/section.schema.json", "section_answer", check_section);
schema!(spine, "../prompts/spine.schema.json", "spine_answer", check_spine);
schema!(research, "../prompts/research.schema.json", "research_answer", check_research);
schema!(brief, "../prompts/brief.schema.json", "brief_answer", check_brief);

/// All schemas, so that a provider can be warmed up for each of them.
pub(super) fn all() -> [Schema; 4] {
    [section(), spine(), research(), brief()]
}

/// The answer to `spine` (`writing.md`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SpineAnswer {
    positioning: String,
    segments: Vec<SpineSegment>,
    pillars: Vec<SpinePillar>,
    offer: String,
    channels: Vec<SpineChannel>,
    kpis: Vec<SpineKpi>,
    tone: SpineTone,
    dates: Vec<SpineDate>,
    sections: Vec<SpineSection>,
    #[expect(dead_code, reason = "asked for so that the model accounts for its numbers")]
    numbers: Vec<NumberDecl>,
    done: bool,
}

impl From<SpineAnswer> for Spine {
    fn from(answer: SpineAnswer) -> Self {
        Self {
            positioning: answer.positioning,
            segments: answer.segments,
            pillars: answer.pillars,
            offer: answer.offer,
            channels: answer.channels,
            kpis: answer.kpis,
            tone: answer.tone,
            dates: answer.dates,
            sections: answer.sections,
        }
    }
}

fn check_section(answer: &Value) -> Result<(), &'static str> {
    let answer = SectionAnswer::deserialize(answer).map_err(|_| "not a section answer")?;
    if answer.parts.is_empty() {
        return Err("a section answer without parts");
    }
    finished(answer.done)
}

fn check_spine(answer: &Value) -> Result<(), &'static str> {
    finished(SpineAnswer::deserialize(answer).map_err(|_| "not a spine answer")?.done)
}

fn check_research(answer: &Value) -> Result<(), &'static str> {
    finished(ResearchAnswer::deserialize(answer).map_err(|_| "not a research answer")?.done)
}

fn check_brief(answer: &Value) -> Result<(), &'static str> {
    finished(BriefAnswer::deserialize(answer).map_err(|_| "not a brief answer")?.done)
}

fn finished(done: bool) -> Result<(), &'static str> {
    if done { Ok(()) } else { Err("the answer does not end with done") }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::all;

    /// Every object lists all its properties as required and allows no others: what strict
    /// structured output asks for.
    fn is_strict(schema: &Value) -> bool {
        let own = match (schema.get("properties"), schema.get("required")) {
            (Some(Value::Object(properties)), Some(Value::Array(required))) => {
                properties.keys().map(|key| json!(key)).eq(required.iter().cloned())
                    && schema.get("additionalProperties") == Some(&json!(false))
                    && properties.values().all(is_strict)
            }
            (None, None) => true,
            _ => false,
        };
        own && schema.get("items").is_none_or(is_strict)
    }

    #[test]
    fn schemas_are_strict_and_end_with_done() {
        for schema in all() {
            assert!(is_strict(&schema.json), "{}", schema.name);
            let last = schema.json["required"].as_array().and_then(|keys| keys.last().cloned());
            assert_eq!(last, Some(json!("done")), "{}", schema.name);
        }
    }

    #[test]
    fn checks_take_whole_answers_only() {
        let [section, spine, research, brief] = all();
        let part = json!({"heading": "", "markdown": "x", "rows": []});
        let tone = json!({"do": [], "dont": []});
        for (schema, answer, wanted) in [
            (&section, json!({"parts": [part], "numbers": [], "abstract": "", "done": true}), true),
            (
                &section,
                json!({"parts": [part], "numbers": [], "abstract": "", "done": false}),
                false,
            ),
            (&section, json!({"parts": [], "numbers": [], "abstract": "", "done": true}), false),
            (&section, json!({"parts": [part], "numbers": [], "abstract": ""}), false),
            (&section, json!([1]), false),
            (
                &spine,
                json!({"positioning": "p", "segments": [], "pillars": [], "offer": "", "channels": [],
                    "kpis": [], "tone": tone, "dates": [], "sections": [], "numbers": [], "done": true}),
                true,
            ),
            (&spine, json!({"positioning": "p", "done": true}), false),
            (
                &research,
                json!({"claims": [{"text": "t", "source": 1}], "gaps": [], "done": true}),
                true,
            ),
            (&research, json!({"claims": [{"text": "t"}], "gaps": [], "done": true}), false),
            (&brief, json!({"brand_name": "B", "done": true}), true),
            (&brief, json!({"brand_name": "B"}), false),
        ] {
            assert_eq!((schema.check)(&answer).is_ok(), wanted, "{} {answer}", schema.name);
        }
    }
}
