//! Calls to providers: who, what came back, what it cost.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A provider of the chain, in its default order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "names of vendors")]
pub enum ProviderName {
    Openai,
    Perplexity,
    Anthropic,
}

impl ProviderName {
    /// All providers, in the chain's default order.
    pub const ALL: [Self; 3] = [Self::Openai, Self::Perplexity, Self::Anthropic];

    /// The name used in logs, metrics and bodies.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Openai => "openai",
            Self::Perplexity => "perplexity",
            Self::Anthropic => "anthropic",
        }
    }
}

impl fmt::Display for ProviderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What became of one attempt at a provider (`providers.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the rows of the table in docs/ARCHITECTURE.md")]
pub enum AttemptKind {
    Ok,
    Transport,
    InvalidResponse,
    Timeout,
    ServerError,
    Overloaded,
    RateLimited,
    QuotaExhausted,
    Auth,
    ModelUnavailable,
    ContextLength,
    BadRequest,
    Refused,
    Truncated,
    Empty,
    CircuitOpen,
    Cancelled,
}

impl AttemptKind {
    /// The word used in logs, metrics and bodies.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Transport => "transport",
            Self::InvalidResponse => "invalid_response",
            Self::Timeout => "timeout",
            Self::ServerError => "server_error",
            Self::Overloaded => "overloaded",
            Self::RateLimited => "rate_limited",
            Self::QuotaExhausted => "quota_exhausted",
            Self::Auth => "auth",
            Self::ModelUnavailable => "model_unavailable",
            Self::ContextLength => "context_length",
            Self::BadRequest => "bad_request",
            Self::Refused => "refused",
            Self::Truncated => "truncated",
            Self::Empty => "empty",
            Self::CircuitOpen => "circuit_open",
            Self::Cancelled => "cancelled",
        }
    }
}

impl fmt::Display for AttemptKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One attempt at a provider; holds nothing of what the provider said in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attempt {
    /// Who was asked.
    pub provider: ProviderName,
    /// Which model.
    pub model: String,
    /// What became of it.
    pub kind: AttemptKind,
    /// HTTP status, where there was a response.
    pub http_status: Option<u16>,
    /// The provider's error code, where it is a plain token.
    pub code: Option<String>,
    /// The provider's request id.
    pub request_id: Option<String>,
    /// Milliseconds.
    pub duration_ms: u64,
}

/// Books of one report: failed and repair attempts included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Usage {
    /// Calls that reached a provider.
    pub calls: u64,
    /// Tokens sent, cached ones included.
    pub input_tokens: u64,
    /// Tokens received, reasoning included.
    pub output_tokens: u64,
    /// US dollars; `null` as soon as one model has no known price.
    pub cost_usd: Option<f64>,
    /// Providers that were asked, in the order of first use.
    pub providers: Vec<String>,
}

impl Default for Usage {
    fn default() -> Self {
        Self { calls: 0, input_tokens: 0, output_tokens: 0, cost_usd: Some(0.0), providers: vec![] }
    }
}

impl Usage {
    /// Adds `other` to these books; an unknown cost makes the sum unknown.
    pub fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.input_tokens += other.input_tokens;
        self.output_tokens += other.output_tokens;
        self.cost_usd = self.cost_usd.zip(other.cost_usd).map(|(a, b)| a + b);
        for provider in &other.providers {
            if !self.providers.contains(provider) {
                self.providers.push(provider.clone());
            }
        }
    }
}
