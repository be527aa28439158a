//! Faults on request: which one a call gets.

use serde::Deserialize;

/// A fault that waits for its calls.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// `openai`, `perplexity` or `anthropic`; absent or `any` is each of them.
    #[serde(default)]
    pub provider: Option<String>,
    pub kind: String,
    /// How many calls it hits; absent or null is all.
    #[serde(default)]
    pub times: Option<u32>,
    /// Id of the section, or the kind of a task (`spine`, `repair`); absent is each.
    #[serde(default)]
    pub section: Option<String>,
}

impl Fault {
    /// Takes this fault for a call, if it is meant.
    pub fn take(&mut self, provider: &str, section: &str, kind: &str) -> Option<String> {
        let meant = |wanted: &Option<String>, given: &[&str]| {
            wanted.as_deref().is_none_or(|w| w == "any" || w == "*" || given.contains(&w))
        };
        if !meant(&self.provider, &[provider])
            || !meant(&self.section, &[section, kind])
            || self.times == Some(0)
        {
            return None;
        }
        self.times = self.times.map(|left| left - 1);
        Some(self.kind.clone())
    }
}

/// An answer with an error status.
pub struct ErrorAnswer {
    pub status: u16,
    pub code: &'static str,
    pub message: &'static str,
    pub header: Option<(&'static str, String)>,
    pub param: Option<&'static str>,
}

/// The error answer that `kind` asks for, if it is one.
pub fn error_answer(kind: &str) -> Option<ErrorAnswer> {
    let (status, code, message) = match kind {
        "bad_request" => (400, "invalid_request_error", "The request is malformed."),
        "bad_parameter" => (400, "unsupported_parameter", "Unsupported parameter."),
        "no_strict_schema" => {
            (400, "invalid_request_error", "response_format json_schema is not supported")
        }
        "context_length" => (400, "context_length_exceeded", "maximum context length exceeded"),
        "policy" => (400, "content_policy_violation", "Blocked by our policy."),
        "auth" => (401, "invalid_api_key", "Incorrect API key provided."),
        "billing" => (402, "billing_error", "Payment required."),
        "forbidden" => (403, "permission_error", "Not allowed."),
        "not_found" => (404, "model_not_found", "The model does not exist."),
        "timeout_408" => (408, "request_timeout", "Request timeout."),
        "conflict" => (409, "conflict", "Conflict."),
        "gone" => (410, "model_retired", "The model has been retired."),
        "too_large" => (413, "request_too_large", "Request too large."),
        "unprocessable" => (422, "unprocessable_entity", "Cannot be processed."),
        "too_early" => (425, "too_early", "Too early."),
        "rate_limited" | "retry_after_seconds" | "retry_after_date" | "retry_after_ms" => {
            (429, "rate_limit_exceeded", "Rate limit reached.")
        }
        "slow_down" => (429, "slow_down", "Slow down."),
        "quota" => (429, "insufficient_quota", "You exceeded your current quota."),
        "server_error" => (500, "server_error", "The server had an error."),
        "bad_gateway" => (502, "bad_gateway", "Bad gateway."),
        "unavailable" => (503, "service_unavailable", "Service unavailable."),
        "gateway_timeout" => (504, "gateway_timeout", "Gateway timeout."),
        "overloaded" => (529, "overloaded_error", "Overloaded."),
        "key_echo" => (401, "invalid_api_key", ""),
        other => {
            let status = other.strip_prefix("status_").unwrap_or(other).parse().ok()?;
            (status, "simulated_error", "Simulated.")
        }
    };
    let param = match kind {
        "bad_parameter" => Some("reasoning_effort"),
        "no_strict_schema" => Some("response_format"),
        _ => None,
    };
    Some(ErrorAnswer { status, code, message, header: header(kind), param })
}

fn header(kind: &str) -> Option<(&'static str, String)> {
    match kind {
        "retry_after_seconds" => Some(("retry-after", "1".to_owned())),
        "retry_after_ms" => Some(("retry-after-ms", "50".to_owned())),
        "retry_after_date" => {
            let at = aicmo::clock::now() + std::time::Duration::from_secs(1);
            let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at);
            date.ok().map(|date| ("retry-after", date))
        }
        _ => None,
    }
}

/// Whether a fault that refuses a parameter finds that parameter in `request`.
pub fn applies(kind: &str, request: &str) -> bool {
    match kind {
        "bad_parameter" => request.contains("\"reasoning_effort\""),
        "no_strict_schema" => request.contains("\"json_schema\""),
        _ => true,
    }
}

/// All kinds that are answered with status 200, or with no status at all.
pub const OTHER_KINDS: [&str; 22] = [
    "hang",
    "drip",
    "stall",
    "reset",
    "close",
    "truncated_body",
    "cut_stream",
    "html_200",
    "error_200",
    "empty_choices",
    "null_content",
    "empty",
    "refusal",
    "length",
    "content_filter",
    "malformed_json",
    "no_done",
    "not_json",
    "wrong_language",
    "leaked_prompt",
    "no_finish",
    "stream_error",
];

/// All kinds that are answered with an error status.
pub const STATUS_KINDS: [&str; 25] = [
    "bad_request",
    "bad_parameter",
    "no_strict_schema",
    "context_length",
    "policy",
    "auth",
    "billing",
    "forbidden",
    "not_found",
    "timeout_408",
    "conflict",
    "gone",
    "too_large",
    "unprocessable",
    "too_early",
    "rate_limited",
    "retry_after_ms",
    "slow_down",
    "quota",
    "server_error",
    "bad_gateway",
    "unavailable",
    "gateway_timeout",
    "overloaded",
    "key_echo",
];

/// Whether there is a fault of this name.
pub fn is_known(kind: &str) -> bool {
    OTHER_KINDS.contains(&kind) || error_answer(kind).is_some()
}
