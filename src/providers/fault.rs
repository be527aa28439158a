//! What an error of a provider means: the table of `docs/ARCHITECTURE.md`, row by row.

use std::time::Duration;

use serde_json::Value;

use super::codes::codes;
use crate::domain::AttemptKind;

/// A failed attempt. `mention` is for looking up parameter names and never leaves the chain.
#[derive(Clone)]
pub(super) struct Fault {
    pub kind: AttemptKind,
    pub status: Option<u16>,
    pub code: Option<String>,
    /// How long the provider asks us to wait.
    pub retry_after: Option<Duration>,
    pub mention: String,
}

impl Fault {
    pub(super) fn new(kind: AttemptKind) -> Self {
        Self { kind, status: None, code: None, retry_after: None, mention: String::new() }
    }

    /// The fault that an error response stands for.
    pub(super) fn of_status(status: u16, body: &[u8]) -> Self {
        let error = serde_json::from_slice(body).map(|v: Value| Named::read(&v));
        let error = error.unwrap_or_else(|_| Named::plain(body));
        let kind = kind_of_status(status, &error);
        Self {
            kind,
            status: Some(status),
            code: error.code,
            retry_after: None,
            mention: error.mention,
        }
    }

    /// The fault that an error object in a 200 stands for. A word that says nothing more than
    /// "error" makes it an answer that is not one.
    pub(super) fn of_object(error: &Value) -> Self {
        let error = Named::read(error);
        let by_number = error
            .number
            .filter(|n| (400..=599).contains(n))
            .map(|n| kind_of_status(n, &error))
            .filter(|kind| *kind != AttemptKind::BadRequest);
        let kind = codes()
            .kind_of_code(&error.tokens)
            .or(by_number)
            .or_else(|| codes().kind_of_phrase(&error.mention))
            .unwrap_or(AttemptKind::InvalidResponse);
        Self { kind, status: None, code: error.code, retry_after: None, mention: error.mention }
    }
}

/// The names in an error body, whatever its shape.
#[derive(Default)]
struct Named {
    /// Codes and types, lower-case.
    tokens: Vec<String>,
    /// The first code that is a plain token.
    code: Option<String>,
    /// A code that is a number.
    number: Option<u16>,
    /// Messages and parameter names, lower-case, to search in.
    mention: String,
}

/// How much of an error is looked at.
const MOST_MENTION: usize = 4_096;
const DEEPEST: usize = 6;

impl Named {
    fn read(body: &Value) -> Self {
        let mut named = Self::default();
        named.walk(body, DEEPEST);
        named.code = named.tokens.iter().find(|token| is_plain(token)).cloned();
        named
    }

    fn plain(body: &[u8]) -> Self {
        let start = body.get(..MOST_MENTION).unwrap_or(body);
        Self { mention: String::from_utf8_lossy(start).to_lowercase(), ..Self::default() }
    }

    fn walk(&mut self, value: &Value, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match value {
            Value::Array(items) => items.iter().take(8).for_each(|item| self.walk(item, depth)),
            Value::Object(fields) => {
                // `code` says more than `type`, and both more than what stands around them.
                for name in ["code", "error_code", "type", "status", "reason"] {
                    if let Some(field) = fields.get(name) {
                        self.name(field);
                    }
                }
                for name in ["error", "errors", "detail", "details", "innererror", "response"] {
                    match fields.get(name) {
                        Some(Value::String(text)) => self.says(text),
                        Some(nested) => self.walk(nested, depth),
                        None => {}
                    }
                }
                for name in ["message", "msg", "param", "loc", "error_message", "title"] {
                    if let Some(field) = fields.get(name) {
                        self.mention(field);
                    }
                }
            }
            Value::String(text) => self.says(text),
            _ => {}
        }
    }

    fn name(&mut self, field: &Value) {
        match field {
            Value::Number(number) => {
                self.number = self.number.or(number.as_u64().and_then(|n| u16::try_from(n).ok()));
            }
            Value::String(text) if text.len() <= 64 => {
                let token = text.trim().to_lowercase();
                if let Ok(number) = token.parse() {
                    self.number = self.number.or(Some(number));
                } else if token != "error" && !token.is_empty() {
                    self.tokens.push(token);
                }
            }
            _ => {}
        }
    }

    /// A bare string may be a code or a sentence.
    fn says(&mut self, text: &str) {
        if is_plain(&text.to_lowercase()) {
            self.tokens.push(text.to_lowercase());
        }
        self.mention(&Value::from(text));
    }

    fn mention(&mut self, field: &Value) {
        match field {
            Value::String(text) if self.mention.len() < MOST_MENTION => {
                self.mention.extend(text.chars().take(MOST_MENTION).flat_map(char::to_lowercase));
                self.mention.push('\n');
            }
            Value::Array(items) => items.iter().take(8).for_each(|item| self.mention(item)),
            _ => {}
        }
    }
}

/// Whether `token` is a code by its form: short snake case, so that no key or sentence is one.
pub(super) fn is_plain(token: &str) -> bool {
    token.len() <= 48
        && token.starts_with(|c: char| c.is_ascii_lowercase())
        && token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && token.bytes().filter(u8::is_ascii_digit).count() <= 4
}

fn kind_of_status(status: u16, error: &Named) -> AttemptKind {
    let by_code = codes().kind_of_code(&error.tokens);
    let says = || by_code.or_else(|| codes().kind_of_phrase(&error.mention));
    match status {
        402 => AttemptKind::QuotaExhausted,
        429 => match says() {
            Some(AttemptKind::QuotaExhausted) => AttemptKind::QuotaExhausted,
            _ => AttemptKind::RateLimited,
        },
        401 | 403 => match by_code {
            Some(kind @ (AttemptKind::QuotaExhausted | AttemptKind::Refused)) => kind,
            _ => AttemptKind::Auth,
        },
        404 | 410 => AttemptKind::ModelUnavailable,
        529 => AttemptKind::Overloaded,
        408 | 409 | 425 | 500..=599 => match by_code {
            Some(AttemptKind::Overloaded) => AttemptKind::Overloaded,
            _ => AttemptKind::ServerError,
        },
        400..=499 => match says() {
            Some(AttemptKind::Overloaded | AttemptKind::ServerError) | None => {
                AttemptKind::BadRequest
            }
            Some(kind) => kind,
        },
        _ => AttemptKind::InvalidResponse,
    }
}

#[cfg(test)]
mod tests {
    use AttemptKind as K;
    use serde_json::json;

    use super::*;

    #[test]
    fn statuses_and_codes() {
        for (status, body, kind) in [
            (400, json!({"error": {"code": "context_length_exceeded"}}), K::ContextLength),
            (
                400,
                json!({"error": {"message": "Your credit balance is too low"}}),
                K::QuotaExhausted,
            ),
            (400, json!({"type": "error", "error": {"type": "billing_error"}}), K::QuotaExhausted),
            (400, json!({"error": {"type": "invalid_request_error"}}), K::BadRequest),
            (400, json!([{"error": {"status": "UNAUTHENTICATED"}}]), K::Auth),
            (401, json!("no"), K::Auth),
            (402, json!({}), K::QuotaExhausted),
            (403, json!({"error": {"code": 403}}), K::Auth),
            (404, json!(null), K::ModelUnavailable),
            (408, json!({}), K::ServerError),
            (413, json!({}), K::BadRequest),
            (422, json!({"detail": [{"loc": ["body", "strict"]}]}), K::BadRequest),
            (429, json!({"error": {"code": "insufficient_quota"}}), K::QuotaExhausted),
            (
                429,
                json!({"error": {"type": "request_rate_limit_exceeded", "code": 429}}),
                K::RateLimited,
            ),
            (429, json!({"error": {"type": "ramp_limit_exceeded"}}), K::RateLimited),
            (503, json!({"error": "overloaded_error"}), K::Overloaded),
            (529, json!({}), K::Overloaded),
            (302, json!({}), K::InvalidResponse),
        ] {
            let fault = Fault::of_status(status, body.to_string().as_bytes());
            assert_eq!(fault.kind, kind, "{status} {body}");
        }
    }

    #[test]
    fn errors_in_a_200() {
        for (body, kind) in [
            (json!({"error": {"message": "boom"}}), K::InvalidResponse),
            (json!({"error": {"type": "server_error"}}), K::InvalidResponse),
            (json!({"error": {"type": "overloaded_error"}}), K::Overloaded),
            (json!({"error": {"code": 502, "message": "provider returned error"}}), K::ServerError),
            (json!({"error": {"code": "429"}}), K::RateLimited),
            (json!({"error": {"code": 400, "type": "server_error"}}), K::InvalidResponse),
            (json!({"error": {"code": "insufficient_quota"}}), K::QuotaExhausted),
        ] {
            assert_eq!(Fault::of_object(&body).kind, kind, "{body}");
        }
    }

    #[test]
    fn no_key_or_sentence_is_a_code() {
        for code in ["sk-proj-abc", "Bad Thing", "sk_live_9f8e7d6c5b4a39281706", "a b"] {
            let body = json!({"error": {"code": code}}).to_string();
            assert_eq!(Fault::of_status(400, body.as_bytes()).code, None, "{code}");
        }
    }
}
