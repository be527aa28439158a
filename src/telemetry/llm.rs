//! Log lines and metrics of calls to providers (contract §8). Nothing that a provider said in
//! words may be handed to anything in here.

use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};

use super::LINE_TARGET;
use crate::domain::{AttemptKind, ProviderName};

/// The chain moves on from one provider to the next.
pub fn fallback(to: ProviderName, from: ProviderName, reason: AttemptKind, section: &str) {
    tracing::warn!(
        target: LINE_TARGET,
        provider = to.as_str(),
        from = from.as_str(),
        reason = reason.as_str(),
        section,
        "LLM_FALLBACK | provider={to} | from={from} | reason={reason} | section={section}"
    );
    counter!(
        "aicmo_llm_fallbacks_total",
        "from" => from.as_str(), "to" => to.as_str(), "reason" => reason.as_str()
    )
    .increment(1);
}

/// An attempt ended.
pub fn attempt(provider: ProviderName, model: &str, outcome: AttemptKind, duration: Duration) {
    counter!(
        "aicmo_llm_attempts_total",
        "provider" => provider.as_str(), "model" => model.to_owned(), "outcome" => outcome.as_str()
    )
    .increment(1);
    histogram!("aicmo_llm_attempt_duration_seconds", "provider" => provider.as_str())
        .record(duration);
}

/// A fault that somebody has to do something about: the key, the credit, the model, the request.
pub fn needs_operator(provider: ProviderName, model: &str, kind: AttemptKind, status: Option<u16>) {
    tracing::error!(
        provider = provider.as_str(),
        model,
        kind = kind.as_str(),
        status,
        "a provider refuses our calls"
    );
}

/// Tokens and US dollars of an attempt.
pub fn spent(provider: ProviderName, input: u64, output: u64, cost_usd: Option<f64>) {
    let tokens = |direction: &'static str, count: u64| {
        counter!(
            "aicmo_llm_tokens_total", "provider" => provider.as_str(), "direction" => direction
        )
        .increment(count);
    };
    tokens("input", input);
    tokens("output", output);
    // A counter of the `metrics` crate counts whole numbers only.
    gauge!("aicmo_llm_cost_usd_total", "provider" => provider.as_str())
        .increment(cost_usd.unwrap_or_default());
}

/// Our own time on a call: total less upstream and waiting.
pub fn overhead(time: Duration) {
    histogram!("aicmo_llm_overhead_seconds").record(time);
}

/// State of a provider's circuit: 0 closed, 1 half-open, 2 open.
pub fn circuit(provider: ProviderName, state: u8) {
    gauge!("aicmo_circuit_state", "provider" => provider.as_str()).set(f64::from(state));
}

/// The last day of a configured model, as the end of that UTC day.
pub fn model_shutdown(provider: ProviderName, model: &str, date: Date) {
    let midnight = date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp().as_second());
    let days = midnight.map_or(0, |seconds| seconds / 86_400);
    gauge!(
        "aicmo_model_shutdown_timestamp_seconds",
        "provider" => provider.as_str(), "model" => model.to_owned()
    )
    .set(f64::from(i32::try_from(days + 1).unwrap_or(i32::MAX)) * 86_400.0);
}

pub(super) fn describe() {
    describe_counter!("aicmo_llm_attempts_total", "Attempts by provider, model and outcome");
    describe_counter!("aicmo_llm_fallbacks_total", "Moves of the chain to another provider");
    describe_histogram!(
        "aicmo_llm_attempt_duration_seconds",
        Unit::Seconds,
        "Time of one attempt at a provider"
    );
    describe_histogram!(
        "aicmo_llm_overhead_seconds",
        Unit::Seconds,
        "Our own time on a call: total less upstream"
    );
    describe_counter!("aicmo_llm_tokens_total", "Tokens by provider and direction");
    describe_gauge!("aicmo_llm_cost_usd_total", "US dollars spent, by provider");
    describe_gauge!(
        "aicmo_model_shutdown_timestamp_seconds",
        Unit::Seconds,
        "When a configured model is shut down, where that is near (Unix time)"
    );
    describe_gauge!("aicmo_circuit_state", "0 closed, 1 half-open, 2 open");
}
