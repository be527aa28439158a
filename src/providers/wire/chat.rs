//! `OpenAI` chat completions, and every server that speaks the same.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

use super::{
    Ask, Gathered, NamedSchema, SchemaMode, count, dollars, error_of, gather_results, word,
};

#[derive(Serialize)]
pub(super) struct Request<'a> {
    model: &'a str,
    messages: [Message<'a>; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_effort: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<ResponseFormat<'a>>,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ResponseFormat<'a> {
    JsonSchema { json_schema: NamedSchema<'a> },
    JsonObject,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

impl<'a> Request<'a> {
    pub(super) fn of(ask: &'a Ask<'a>) -> Self {
        let without = ask.without;
        Self {
            model: ask.model,
            messages: [
                Message { role: "system", content: Cow::Owned(ask.system()) },
                Message { role: "user", content: Cow::Borrowed(&ask.call.user) },
            ],
            max_completion_tokens: (!without.cap_name).then_some(ask.cap),
            max_tokens: without.cap_name.then_some(ask.cap),
            reasoning_effort: ask.effort.filter(|_| !without.effort),
            response_format: match without.schema {
                SchemaMode::Strict => {
                    Some(ResponseFormat::JsonSchema { json_schema: NamedSchema::of(ask) })
                }
                SchemaMode::Object => Some(ResponseFormat::JsonObject),
                SchemaMode::Text => None,
            },
            stream: !without.stream,
            stream_options: (!without.stream && !without.stream_options)
                .then_some(StreamOptions { include_usage: true }),
        }
    }
}

/// Reads a chunk of a stream, or a whole answer: they differ in `delta` and `message`.
pub(super) fn take(value: &Value, into: &mut Gathered) {
    if let Some(error) = error_of(value) {
        into.error = Some(error.clone());
    }
    if let Some(usage) = value.get("usage").filter(|usage| usage.is_object()) {
        take_usage(usage, into);
    }
    gather_results(value.get("search_results"), &mut into.results);
    let choices = value.get("choices").and_then(Value::as_array).into_iter().flatten();
    for choice in choices.filter(|choice| count(choice, "index").unwrap_or(0) == 0) {
        if let Some(delta) = choice.get("delta").filter(|delta| delta.is_object()) {
            into.message_seen = true;
            take_message(delta, into);
        }
        if let Some(message) = choice.get("message").filter(|message| message.is_object()) {
            into.message_seen = true;
            into.text.clear();
            take_message(message, into);
        }
        if let Some(reason) = word(choice, "finish_reason") {
            into.finish = Some(reason.to_owned());
        }
    }
}

fn take_message(message: &Value, into: &mut Gathered) {
    match message.get("content") {
        Some(Value::String(text)) => into.text.push_str(text),
        Some(Value::Array(parts)) => parts.iter().for_each(|part| take_part(part, into)),
        _ => {}
    }
    if word(message, "refusal").is_some() {
        into.refused = true;
    }
}

fn take_part(part: &Value, into: &mut Gathered) {
    match word(part, "type") {
        Some("text" | "output_text") | None => {
            into.text.push_str(word(part, "text").unwrap_or_default());
        }
        Some("refusal") => into.refused = true,
        Some(_) => {}
    }
}

fn take_usage(usage: &Value, into: &mut Gathered) {
    let tokens = &mut into.tokens;
    tokens.take(count(usage, "prompt_tokens"), count(usage, "completion_tokens"));
    let details = usage.get("prompt_tokens_details");
    tokens.cached = details.and_then(|d| count(d, "cached_tokens")).unwrap_or(tokens.cached);
    tokens.cost_usd = dollars(usage.get("cost")).or(tokens.cost_usd);
}
