//! Messages of Anthropic.

use serde::Serialize;
use serde_json::Value;

use super::{Ask, Gathered, SchemaMode, count, error_of, word};

/// Version of the wire, sent with every request.
pub(in crate::providers) const VERSION: &str = "2026-10-21";

#[derive(Serialize)]
pub(super) struct Request<'a> {
    model: &'a str,
    max_tokens: u32,
    system: String,
    messages: [Message<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking: Option<Thinking>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_config: Option<OutputConfig<'a>>,
    stream: bool,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

#[derive(Serialize)]
struct Thinking {
    r#type: &'static str,
}

#[derive(Serialize)]
struct OutputConfig<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<Format<'a>>,
}

#[derive(Serialize)]
struct Format<'a> {
    r#type: &'static str,
    schema: &'a Value,
}

impl<'a> Request<'a> {
    pub(super) fn of(ask: &'a Ask<'a>) -> Self {
        let without = ask.without;
        let schema = &*ask.call.schema.json;
        let config = OutputConfig {
            effort: ask.effort.filter(|_| !without.effort),
            format: (without.schema == SchemaMode::Strict)
                .then_some(Format { r#type: "json_schema", schema }),
        };
        Self {
            model: ask.model,
            max_tokens: ask.cap,
            system: ask.system(),
            messages: [Message { role: "user", content: &ask.call.user }],
            thinking: (!ask.is_quality() && !without.thinking)
                .then_some(Thinking { r#type: "disabled" }),
            output_config: (config.effort.is_some() || config.format.is_some()).then_some(config),
            stream: !without.stream,
        }
    }
}

/// Reads one event of a stream, or a whole answer.
pub(super) fn take(event: &Value, into: &mut Gathered) {
    if let Some(error) = error_of(event) {
        into.error = Some(error.clone());
        return;
    }
    match word(event, "type") {
        Some("message_start") => {
            into.message_seen = true;
            // What it says of output is the start of a count.
            take_usage(event.get("message"), into);
            into.tokens.counted = false;
        }
        Some("content_block_start") => {
            if let Some(block) = event.get("content_block") {
                take_block(block, into);
            }
        }
        Some("content_block_delta") => {
            let delta = event.get("delta");
            if delta.and_then(|d| word(d, "type")) == Some("text_delta") {
                into.text.push_str(delta.and_then(|d| word(d, "text")).unwrap_or_default());
            }
        }
        Some("message_delta") => {
            if let Some(reason) = event.get("delta").and_then(|d| word(d, "stop_reason")) {
                into.finish = Some(reason.to_owned());
            }
            take_usage(Some(event), into);
        }
        Some("message_stop") => into.ended = true,
        Some("error") => into.error = Some(event.clone()),
        Some("message") | None => take_whole(event, into),
        Some(_) => {}
    }
}

fn take_whole(message: &Value, into: &mut Gathered) {
    let reason = word(message, "stop_reason");
    if let Some(blocks) = message.get("content").and_then(Value::as_array) {
        into.message_seen |= !blocks.is_empty() || reason.is_some();
        for block in blocks {
            take_block(block, into);
        }
    }
    if let Some(reason) = reason {
        into.finish = Some(reason.to_owned());
    }
    take_usage(Some(message), into);
}

fn take_block(block: &Value, into: &mut Gathered) {
    match word(block, "type") {
        Some("text") => into.text.push_str(word(block, "text").unwrap_or_default()),
        Some("refusal") => into.refused = true,
        _ => {}
    }
}

/// `input_tokens` leaves out what was cached; the books count it.
fn take_usage(holder: Option<&Value>, into: &mut Gathered) {
    let Some(usage) = holder.and_then(|h| h.get("usage")).filter(|u| u.is_object()) else { return };
    let tokens = &mut into.tokens;
    let fresh = count(usage, "input_tokens").map(|fresh| {
        let read = count(usage, "cache_read_input_tokens").unwrap_or(0);
        let written = count(usage, "cache_creation_input_tokens").unwrap_or(0);
        (fresh + read + written, read)
    });
    let input = fresh.filter(|(all, _)| *all > 0);
    if let Some((_, read)) = input {
        tokens.cached = read;
    }
    tokens.take(input.map(|(all, _)| all), count(usage, "output_tokens"));
}
