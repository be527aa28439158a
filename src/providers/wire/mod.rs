//! The three wires: what a request looks like, and how an answer is read from events or a body.

mod chat;
mod messages;
mod read;
mod responses;
mod sse;

use serde::Serialize;
use serde_json::Value;

use super::call::{Call, SearchResult};
use super::codes::SparePart;
use super::settings::Wire;
use crate::domain::{ProviderName, Tier};

pub(super) use messages::VERSION as MESSAGES_VERSION;
pub(super) use read::Reader;

/// What of a request was refused before, and is left out now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a parameter of a request")]
pub(super) struct Without {
    pub schema: SchemaMode,
    pub effort: bool,
    pub thinking: bool,
    pub cap_name: bool,
    pub stream_options: bool,
    pub store: bool,
    pub tool_choice: bool,
    pub stream: bool,
}

/// How the form of the answer is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum SchemaMode {
    /// By a strict schema.
    #[default]
    Strict,
    /// As any JSON object, with the form in the system text.
    Object,
    /// By the system text alone.
    Text,
}

impl Without {
    /// Leaves `part` out as well; `None` when it was left out already or is never sent.
    pub(super) fn and(mut self, part: SparePart, wire: Wire) -> Option<Self> {
        let before = self;
        match part {
            SparePart::Schema => {
                self.schema = match (self.schema, wire) {
                    (SchemaMode::Strict, Wire::Chat) => SchemaMode::Object,
                    _ => SchemaMode::Text,
                };
            }
            SparePart::Effort => self.effort = true,
            SparePart::Thinking => self.thinking = wire == Wire::Messages,
            SparePart::CapName => self.cap_name = wire == Wire::Chat,
            SparePart::StreamOptions => self.stream_options = wire == Wire::Chat,
            SparePart::Store => self.store = wire == Wire::Responses,
            SparePart::ToolChoice => self.tool_choice = wire == Wire::Responses,
            SparePart::Stream => self.stream = true,
        }
        (self != before).then_some(self)
    }
}

/// One request, before it has a shape.
pub(super) struct Ask<'a> {
    pub provider: ProviderName,
    pub wire: Wire,
    pub model: &'a str,
    pub call: &'a Call,
    /// Tier of the model.
    pub tier: Tier,
    /// Cap on output tokens.
    pub cap: u32,
    /// The model's word for the effort, where it has one.
    pub effort: Option<&'a str>,
    pub without: Without,
}

impl Ask<'_> {
    /// Path below the base URL.
    pub(super) fn path(&self) -> &'static str {
        match (self.wire, self.provider) {
            (Wire::Chat, _) => "/chat/completions",
            (Wire::Responses, ProviderName::Perplexity) => "/v1/agent",
            (Wire::Responses, _) => "/responses",
            (Wire::Messages, _) => "/v1/messages",
        }
    }

    /// The body as JSON.
    pub(super) fn body(&self) -> Result<String, serde_json::Error> {
        match self.wire {
            Wire::Chat => serde_json::to_string(&chat::Request::of(self)),
            Wire::Responses if self.provider == ProviderName::Perplexity => {
                serde_json::to_string(&responses::AgentRequest::of(self))
            }
            Wire::Responses => serde_json::to_string(&responses::Request::of(self)),
            Wire::Messages => serde_json::to_string(&messages::Request::of(self)),
        }
    }

    /// The system text; with the form of the answer where no schema says it.
    fn system(&self) -> String {
        match self.without.schema {
            SchemaMode::Strict => self.call.system.to_string(),
            SchemaMode::Object | SchemaMode::Text => format!(
                "{}\n\nAnswer with one JSON object and nothing else. It must satisfy this JSON \
                 schema:\n{}",
                self.call.system, self.call.schema.json
            ),
        }
    }

    fn is_quality(&self) -> bool {
        self.tier == Tier::Quality
    }
}

/// Tokens and cost as the provider counts them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Tokens {
    /// Whether the provider counted the whole of it.
    pub counted: bool,
    /// Sent, cached ones included.
    pub input: u64,
    /// Of those, cached.
    pub cached: u64,
    /// Received, reasoning included.
    pub output: u64,
    /// US dollars by the provider's own account.
    pub cost_usd: Option<f64>,
}

impl Tokens {
    /// Takes what the provider counted, where it is a count.
    fn take(&mut self, input: Option<u64>, output: Option<u64>) {
        self.counted |= input.is_some() || output.is_some();
        self.input = input.unwrap_or(self.input);
        self.output = output.unwrap_or(self.output);
    }
}

/// What has been read of an answer so far.
#[derive(Default)]
pub(super) struct Gathered {
    pub text: String,
    /// Finish reason, in the provider's words.
    pub finish: Option<String>,
    /// It held a refusal.
    pub refused: bool,
    /// It held a message, be it empty.
    pub message_seen: bool,
    /// An error object inside a 200.
    pub error: Option<Value>,
    pub tokens: Tokens,
    pub results: Vec<SearchResult>,
    /// The provider said that nothing more comes.
    pub ended: bool,
}

/// A named JSON schema, as two of the wires want it.
#[derive(Serialize)]
struct NamedSchema<'a> {
    name: &'a str,
    schema: &'a Value,
    strict: bool,
}

impl<'a> NamedSchema<'a> {
    fn of(ask: &'a Ask<'a>) -> Self {
        Self { name: ask.call.schema.name, schema: &ask.call.schema.json, strict: true }
    }
}

/// More tokens than any call has, and more US dollars than any costs: a figure beyond is none.
const MOST_TOKENS: f64 = 1e8;
const MOST_USD: f64 = 1e4;

/// The field `name` as a count, be it a number or one in quotes.
fn count(value: &Value, name: &str) -> Option<u64> {
    let number = figure(value.get(name)?).filter(|number| *number <= MOST_TOKENS)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a token count")]
    let count = number as u64;
    Some(count)
}

/// US dollars by the provider's own account: a number, or an object with a total.
fn dollars(cost: Option<&Value>) -> Option<f64> {
    let cost = cost?;
    figure(cost.get("total_cost").unwrap_or(cost)).filter(|usd| *usd <= MOST_USD)
}

/// A number that is finite and not negative.
fn figure(value: &Value) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    (number.is_finite() && number >= 0.0).then_some(number)
}

/// The field `name` as text that is not empty.
fn word<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str().filter(|text| !text.is_empty())
}

/// The error object of `value`, where it names one.
fn error_of(value: &Value) -> Option<&Value> {
    ["error", "errors"].iter().find_map(|name| {
        value.get(name).filter(|error| match error {
            Value::Null | Value::Bool(false) => false,
            Value::Array(items) => !items.is_empty(),
            _ => true,
        })
    })
}

/// Adds the pages of a result list.
fn gather_results(list: Option<&Value>, into: &mut Vec<SearchResult>) {
    for item in list.and_then(Value::as_array).into_iter().flatten() {
        let Some(url) = word(item, "url") else { continue };
        if into.iter().any(|known| known.url == url) {
            continue;
        }
        let date = word(item, "date").or_else(|| word(item, "last_updated"));
        into.push(SearchResult {
            title: word(item, "title").unwrap_or(url).to_owned(),
            url: url.to_owned(),
            date: date.map(str::to_owned),
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn figures_that_nobody_can_believe_are_none() {
        for (given, tokens, usd) in [
            (json!(12), Some(12), Some(12.0)),
            (json!("12"), Some(12), Some(12.0)),
            (json!(3.9), Some(3), Some(3.9)),
            (json!({"total_cost": 0.25}), None, Some(0.25)),
            (json!({"total_cost": "0.25"}), None, Some(0.25)),
            (json!(-5), None, None),
            (json!(u64::MAX), None, None),
            (json!(1e300), None, None),
            (json!("NaN"), None, None),
            (json!("inf"), None, None),
            (json!(null), None, None),
            (json!([7]), None, None),
        ] {
            assert_eq!(count(&json!({"n": given}), "n"), tokens, "{given}");
            assert_eq!(dollars(Some(&given)), usd, "{given}");
        }
    }
}
