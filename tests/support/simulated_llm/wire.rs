//! One reply in the shapes of the four routes, whole or as the events of a stream.

use serde_json::{Value, json};

/// The routes that generate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    Chat,
    Responses,
    Agent,
    Messages,
}

/// What a model says.
pub struct Reply {
    pub model: String,
    pub text: Option<String>,
    /// `stop`, `length`, `content_filter`, `refusal`, or nothing.
    pub finish: Option<&'static str>,
    /// No choices or output at all.
    pub nothing: bool,
    pub input_tokens: u64,
    pub output_tokens: u64,
    pub cost_usd: f64,
    pub results: Vec<Value>,
}

/// Pieces of text in a stream.
const PIECES: usize = 12;

impl Route {
    pub fn provider(self) -> &'static str {
        match self {
            Self::Chat | Self::Responses => "openai",
            Self::Agent => "perplexity",
            Self::Messages => "anthropic",
        }
    }

    /// The text of the user message in a request.
    pub fn user_text(self, request: &Value) -> String {
        let text = |content: &Value| match content {
            Value::String(text) => text.clone(),
            Value::Array(parts) => parts.iter().filter_map(|p| p["text"].as_str()).collect(),
            _ => String::new(),
        };
        let messages = |list: &Value| {
            let all = list.as_array().into_iter().flatten();
            all.filter(|m| m["role"] == "user").map(|m| text(&m["content"])).collect::<String>()
        };
        match self {
            Self::Chat | Self::Messages => messages(&request["messages"]),
            Self::Responses | Self::Agent => match &request["input"] {
                Value::String(text) => text.clone(),
                list => messages(list),
            },
        }
    }

    /// The text that the system message holds.
    pub fn system_text(self, request: &Value) -> String {
        let text = match self {
            Self::Chat => &request["messages"][0]["content"],
            Self::Responses | Self::Agent => &request["instructions"],
            Self::Messages => &request["system"],
        };
        text.as_str().unwrap_or_default().to_owned()
    }

    /// An error body with the shape of this route.
    pub fn error(self, code: &str, message: &str, param: Option<&str>) -> Value {
        match self {
            Self::Messages => json!({"type": "error", "error": {"type": code, "message": message}}),
            Self::Agent => json!({"error": {"type": code, "message": message, "code": 400}}),
            _ => json!({"error": {"type": code, "code": code, "message": message, "param": param}}),
        }
    }

    /// The whole answer.
    pub fn whole(self, reply: &Reply) -> Value {
        match self {
            Self::Chat => chat(reply),
            Self::Responses | Self::Agent => responses(reply, self == Self::Agent),
            Self::Messages => messages(reply),
        }
    }

    /// The events of a stream, ready for the wire.
    pub fn events(self, reply: &Reply) -> Vec<String> {
        match self {
            Self::Chat => chat_events(reply),
            Self::Responses | Self::Agent => responses_events(self == Self::Agent, reply),
            Self::Messages => messages_events(reply),
        }
    }
}

fn chat_usage(reply: &Reply) -> Value {
    json!({
        "prompt_tokens": reply.input_tokens,
        "completion_tokens": reply.output_tokens,
        "total_tokens": reply.input_tokens + reply.output_tokens,
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0},
    })
}

fn chat(reply: &Reply) -> Value {
    let refused = reply.finish == Some("refusal");
    let message = json!({
        "role": "assistant",
        "content": reply.text,
        "refusal": refused.then_some("I cannot help with that."),
    });
    let finish = if refused { Some("stop") } else { reply.finish };
    let choices = if reply.nothing {
        json!([])
    } else {
        json!([{"index": 0, "message": message, "finish_reason": finish}])
    };
    json!({
        "id": "chatcmpl-sim", "object": "chat.completion", "model": reply.model,
        "choices": choices, "usage": chat_usage(reply),
    })
}

fn chat_events(reply: &Reply) -> Vec<String> {
    let chunk = |choices: Value, usage: Value| {
        let chunk = json!({
            "id": "chatcmpl-sim", "object": "chat.completion.chunk", "model": reply.model,
            "choices": choices, "usage": usage,
        });
        format!("data: {chunk}\n\n")
    };
    let delta = |delta: Value, finish: Option<&str>| {
        chunk(json!([{"index": 0, "delta": delta, "finish_reason": finish}]), Value::Null)
    };
    let mut events = vec![];
    if !reply.nothing {
        events.push(delta(json!({"role": "assistant", "content": null}), None));
        let pieces = reply.text.as_deref().map(pieces).unwrap_or_default();
        events.extend(pieces.into_iter().map(|text| delta(json!({"content": text}), None)));
        if reply.finish == Some("refusal") {
            events.push(delta(json!({"refusal": "I cannot help with that."}), None));
        }
        let finish = if reply.finish == Some("refusal") { Some("stop") } else { reply.finish };
        events.push(delta(json!({}), finish));
    }
    events.push(chunk(json!([]), chat_usage(reply)));
    events.push("data: [DONE]\n\n".to_owned());
    events
}

fn responses(reply: &Reply, is_agent: bool) -> Value {
    let (status, reason) = match reply.finish {
        Some("length") => ("incomplete", Some("max_output_tokens")),
        Some("content_filter") => ("incomplete", Some("content_filter")),
        None => ("in_progress", None),
        Some(_) => ("completed", None),
    };
    let content = if reply.finish == Some("refusal") {
        json!([{"type": "refusal", "refusal": "I cannot help with that."}])
    } else {
        json!([{"type": "output_text", "text": reply.text, "annotations": []}])
    };
    let mut output = vec![];
    if !reply.nothing {
        if is_agent && !reply.results.is_empty() {
            output.push(json!({"type": "search_results", "results": reply.results}));
        } else {
            output.push(json!({"type": "reasoning", "summary": []}));
        }
        output.push(
            json!({"type": "message", "role": "assistant", "status": status, "content": content}),
        );
    }
    let mut usage = json!({
        "input_tokens": reply.input_tokens,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": reply.output_tokens,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": reply.input_tokens + reply.output_tokens,
    });
    if is_agent {
        usage["cost"] = json!({"total_cost": reply.cost_usd, "currency": "USD"});
    }
    json!({
        "id": "resp_sim", "object": "response", "model": reply.model, "status": status,
        "incomplete_details": reason.map(|reason| json!({"reason": reason})),
        "error": null, "output": output, "usage": usage,
    })
}

fn responses_events(is_agent: bool, reply: &Reply) -> Vec<String> {
    let event = |value: Value| {
        let kind = value["type"].as_str().unwrap_or_default().to_owned();
        // The Agent API's stream has no `event:` lines.
        if is_agent {
            format!("data: {value}\n\n")
        } else {
            format!("event: {kind}\ndata: {value}\n\n")
        }
    };
    let whole = responses(reply, is_agent);
    let mut events = vec![event(
        json!({"type": "response.created", "response": {"id": "resp_sim", "status": "in_progress"}}),
    )];
    let said = reply.text.as_deref().filter(|_| !reply.nothing);
    let pieces = said.map(pieces).unwrap_or_default();
    events.extend(pieces.into_iter().map(|text| {
        event(json!({"type": "response.output_text.delta", "output_index": 1, "content_index": 0, "delta": text}))
    }));
    if let Some(status) = whole["status"].as_str().filter(|status| *status != "in_progress") {
        let kind = format!("response.{status}");
        events.push(event(json!({"type": kind, "response": whole})));
    }
    events
}

fn stop_reason(reply: &Reply) -> Option<&'static str> {
    match reply.finish {
        Some("stop") => Some("end_turn"),
        Some("length") => Some("max_tokens"),
        Some("content_filter" | "refusal") => Some("refusal"),
        other => other,
    }
}

fn messages(reply: &Reply) -> Value {
    let text = reply.text.as_ref().map(|text| json!({"type": "text", "text": text}));
    let content = if reply.nothing { vec![] } else { text.into_iter().collect() };
    json!({
        "id": "msg_sim", "type": "message", "role": "assistant", "model": reply.model,
        "content": content, "stop_reason": stop_reason(reply).filter(|_| !reply.nothing),
        "usage": {
            "input_tokens": reply.input_tokens, "output_tokens": reply.output_tokens,
            "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0,
        },
    })
}

fn messages_events(reply: &Reply) -> Vec<String> {
    let event = |value: Value| {
        format!("event: {}\ndata: {value}\n\n", value["type"].as_str().unwrap_or_default())
    };
    let usage = json!({"input_tokens": reply.input_tokens, "output_tokens": 1});
    let mut events = vec![
        event(
            json!({"type": "message_start", "message": {"id": "msg_sim", "type": "message", "role": "assistant", "content": [], "usage": usage}}),
        ),
        event(json!({"type": "ping"})),
    ];
    if !reply.nothing {
        events.push(event(json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}})));
        let pieces = reply.text.as_deref().map(pieces).unwrap_or_default();
        events.extend(pieces.into_iter().map(|text| {
            event(json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}))
        }));
        events.push(event(json!({"type": "content_block_stop", "index": 0})));
        if let Some(reason) = stop_reason(reply) {
            events.push(event(json!({"type": "message_delta", "delta": {"stop_reason": reason}, "usage": {"output_tokens": reply.output_tokens}})));
        }
    }
    events.push(event(json!({"type": "message_stop"})));
    events
}

/// `text` in a few pieces, cut between characters.
fn pieces(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let size = characters.len().div_ceil(PIECES).max(1);
    characters.chunks(size).map(|piece| piece.iter().collect()).collect()
}
