//! `OpenAI` Responses and Perplexity's Agent API: one shape of answer, two of request.

use serde::Serialize;
use serde_json::Value;

use super::{
    Ask, Gathered, NamedSchema, SchemaMode, count, dollars, error_of, gather_results, word,
};

#[derive(Serialize)]
pub(super) struct Request<'a> {
    model: &'a str,
    instructions: String,
    input: &'a str,
    max_output_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning: Option<Reasoning<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<bool>,
    stream: bool,
}

#[derive(Serialize)]
struct Reasoning<'a> {
    effort: &'a str,
}

#[derive(Serialize)]
struct Text<'a> {
    format: Format<'a>,
}

#[derive(Serialize)]
struct Format<'a> {
    r#type: &'static str,
    #[serde(flatten)]
    schema: NamedSchema<'a>,
}

impl<'a> Request<'a> {
    pub(super) fn of(ask: &'a Ask<'a>) -> Self {
        let without = ask.without;
        let format = Format { r#type: "json_schema", schema: NamedSchema::of(ask) };
        Self {
            model: ask.model,
            instructions: ask.system(),
            input: &ask.call.user,
            max_output_tokens: ask.cap,
            reasoning: ask.effort.filter(|_| !without.effort).map(|effort| Reasoning { effort }),
            text: (without.schema == SchemaMode::Strict).then_some(Text { format }),
            store: (!without.store).then_some(false),
            stream: !without.stream,
        }
    }
}

/// The Agent API refuses every field that it does not know.
#[derive(Serialize)]
pub(super) struct AgentRequest<'a> {
    model: &'a str,
    instructions: String,
    input: &'a str,
    max_output_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<ResponseFormat<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tools: Option<[Tool; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<Tool>,
    stream: bool,
}

#[derive(Serialize)]
struct ResponseFormat<'a> {
    r#type: &'static str,
    json_schema: NamedSchema<'a>,
}

#[derive(Serialize)]
struct Tool {
    r#type: &'static str,
}

const WEB_SEARCH: &str = "web_search";

impl<'a> AgentRequest<'a> {
    pub(super) fn of(ask: &'a Ask<'a>) -> Self {
        let without = ask.without;
        let search = ask.call.web_search;
        let format = ResponseFormat { r#type: "json_schema", json_schema: NamedSchema::of(ask) };
        Self {
            model: ask.model,
            instructions: ask.system(),
            input: &ask.call.user,
            max_output_tokens: ask.cap,
            response_format: (without.schema == SchemaMode::Strict).then_some(format),
            tools: search.then_some([Tool { r#type: WEB_SEARCH }]),
            tool_choice: (search && !without.tool_choice).then_some(Tool { r#type: WEB_SEARCH }),
            stream: !without.stream,
        }
    }
}

/// Reads one event of a stream, dispatched on `type`; a body without one is a whole answer.
pub(super) fn take_event(event: &Value, into: &mut Gathered) {
    let Some(kind) = word(event, "type") else { return take_whole(event, into) };
    match kind {
        "response.output_text.delta" => {
            into.message_seen = true;
            into.text.push_str(word(event, "delta").unwrap_or_default());
        }
        "response.output_text.done" if into.text.is_empty() => {
            into.text.push_str(word(event, "text").unwrap_or_default());
        }
        "response.refusal.delta" | "response.refusal.done" => into.refused = true,
        "response.output_item.done" => {
            if let Some(item) = event.get("item") {
                gather_item_results(item, into);
            }
        }
        "response.reasoning.search_results" | "response.search_results" => {
            gather_results(event.get("results"), &mut into.results);
        }
        "response.completed" | "response.failed" | "response.incomplete" | "response.cancelled" => {
            take_end(kind, event, into);
        }
        "error" => {
            into.ended = true;
            into.error = Some(error_of(event).unwrap_or(event).clone());
        }
        _ => {
            if let Some(error) = error_of(event) {
                into.error = Some(error.clone());
            }
        }
    }
}

fn take_end(kind: &str, event: &Value, into: &mut Gathered) {
    into.ended = true;
    take_whole(event.get("response").unwrap_or(event), into);
    if into.finish.is_none() {
        into.finish = kind.strip_prefix("response.").map(str::to_owned);
    }
    if kind == "response.failed" && into.error.is_none() {
        into.error = Some(Value::Null);
    }
}

/// Reads a whole answer; its text wins over what the stream brought.
fn take_whole(response: &Value, into: &mut Gathered) {
    if let Some(error) = error_of(response) {
        into.error = Some(error.clone());
    }
    if let Some(status) = word(response, "status") {
        let reason = response.get("incomplete_details").and_then(|d| word(d, "reason"));
        let reason = reason.filter(|_| status == "incomplete");
        into.finish = Some(reason.unwrap_or(status).to_owned());
        if status == "failed" && into.error.is_none() {
            into.error = Some(Value::Null);
        }
    }
    let mut text = String::new();
    for item in response.get("output").and_then(Value::as_array).into_iter().flatten() {
        gather_item_results(item, into);
        if word(item, "type") == Some("message") {
            into.message_seen = true;
            take_content(item.get("content"), &mut text, into);
        }
    }
    if !text.is_empty() {
        into.text = text;
    }
    gather_results(response.get("search_results"), &mut into.results);
    if let Some(usage) = response.get("usage").filter(|usage| usage.is_object()) {
        take_usage(usage, into);
    }
}

fn take_content(content: Option<&Value>, text: &mut String, into: &mut Gathered) {
    match content {
        Some(Value::String(whole)) => text.push_str(whole),
        Some(Value::Array(parts)) => {
            for part in parts {
                match word(part, "type") {
                    Some("output_text" | "text") => {
                        text.push_str(word(part, "text").unwrap_or_default());
                    }
                    Some("refusal") => into.refused = true,
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn gather_item_results(item: &Value, into: &mut Gathered) {
    if word(item, "type") == Some("search_results") {
        gather_results(item.get("results"), &mut into.results);
        gather_results(item.get("search_results"), &mut into.results);
    }
}

fn take_usage(usage: &Value, into: &mut Gathered) {
    let tokens = &mut into.tokens;
    tokens.take(count(usage, "input_tokens"), count(usage, "output_tokens"));
    let details = usage.get("input_tokens_details");
    let cached = details
        .and_then(|d| count(d, "cached_tokens").or_else(|| count(d, "cache_read_input_tokens")));
    tokens.cached = cached.unwrap_or(tokens.cached);
    tokens.cost_usd = dollars(usage.get("cost")).or(tokens.cost_usd);
}
