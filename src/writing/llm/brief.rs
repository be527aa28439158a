//! Fields read out of a brief that came as text.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Model, prompt, schema, task::TaskBlock};
use crate::domain::intake::parse_brief;
use crate::domain::text::normalise;
use crate::domain::{Brief, BriefInput, RawBrief, Services, Tier};
use crate::providers::{Call, CallKind, ChainError, Effort};
use crate::writing::RawBriefContext;

/// The answer to `brief` (`writing.md`); its fields are read by the rules of intake.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct BriefAnswer {
    #[serde(flatten)]
    fields: serde_json::Map<String, Value>,
    #[serde(skip_serializing)]
    pub done: bool,
}

const OUTPUT_TOKENS: u32 = 3_000;

/// Asks for the fields of `context.raw`; `None` where the answer has no brand of the text.
pub(super) async fn read(
    model: &dyn Model,
    context: &RawBriefContext,
) -> Result<Option<Brief>, ChainError> {
    let completion = model.call(&context.session, call(context)).await?;
    let answer = BriefAnswer::deserialize(&completion.json).unwrap_or_default();
    Ok(understood(answer, &context.raw))
}

fn call(context: &RawBriefContext) -> Call {
    let raw = &context.raw;
    let nothing = Services::default();
    let block = TaskBlock {
        pack: "",
        language: raw.language.as_deref().unwrap_or("en"),
        brief: json!({"raw_brief_text": raw.text}),
        services: &nothing,
        start_date: Some(raw.start_date.to_string()),
        spine: None,
        sources: vec![],
        kind: CallKind::Brief.as_str(),
        section: None,
        abstracts: vec![],
        previous: None,
        failures: vec![],
        feedback: None,
    };
    Call {
        kind: CallKind::Brief,
        section: None,
        system: prompt::system_text(),
        user: block.fenced(&context.nonce),
        schema: schema::brief(),
        effort: Effort::Low,
        tier: Tier::Normal,
        max_output_tokens: OUTPUT_TOKENS,
        web_search: false,
        only: None,
        avoid: None,
        attempts_per_provider: 2,
        progress: None,
    }
}

/// The answer by the rules of intake. A brand that the text does not have is no brand; date and
/// language are the request's own.
fn understood(answer: BriefAnswer, raw: &RawBrief) -> Option<Brief> {
    let mut fields = answer.fields;
    fields.retain(|_, value| !value.is_null());
    fields.remove("done");
    fields.insert("raw_brief_text".to_owned(), json!(raw.text));
    fields.insert("start_date".to_owned(), json!(raw.start_date.to_string()));
    fields.insert("language".to_owned(), json!(raw.language.as_deref().unwrap_or("en")));
    let parsed = parse_brief(&Value::Object(fields), raw.start_date).ok()?;
    let BriefInput::Fields(brief) = parsed else { return None };
    let fold = |text: &str| normalise(text).to_lowercase();
    fold(&raw.text).contains(&fold(&brief.brand_name)).then_some(*brief)
}
