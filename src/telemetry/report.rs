//! Log lines and metrics of reports, the gate and the cache (contract §8).

use std::time::Duration;

use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};

use super::{LINE_TARGET, gather, python_bool};
use crate::domain::{ErrorType, ReportError};

/// The facts of one delivered report.
#[derive(Debug, Clone)]
pub struct Delivered<'a> {
    /// Whether the stub writer wrote any of it.
    pub stub_used: bool,
    /// Whether the gate passed it.
    pub quality_passed: bool,
    /// `success` or `warning`.
    pub status: &'a str,
    /// Key of the pack.
    pub pack: &'a str,
    /// Stage asked for.
    pub stage: &'a str,
    /// First 16 hex digits of the brief's hash.
    pub brief_hash: &'a str,
    /// Providers that wrote it, joined by commas.
    pub provider: &'a str,
    /// Whether it came from the cache.
    pub cached: bool,
    /// Words of its sections.
    pub words: usize,
    /// Calls to providers.
    pub calls: u64,
    /// US dollars, where every price is known.
    pub cost_usd: Option<f64>,
    /// Milliseconds from the request to the answer.
    pub duration_ms: u64,
    /// Id of the request that got it.
    pub request_id: &'a str,
}

/// One line for a report that left the guard, and its metrics. Never call it before.
pub fn delivered(report: &Delivered<'_>) {
    let cost = dollars(report.cost_usd);
    tracing::info!(
        target: LINE_TARGET,
        stub_used = report.stub_used,
        quality_passed = report.quality_passed,
        pack = report.pack,
        stage = report.stage,
        brief_hash = report.brief_hash,
        provider = report.provider,
        cached = report.cached,
        words = report.words,
        calls = report.calls,
        cost_usd = report.cost_usd,
        duration_ms = report.duration_ms,
        request_id = report.request_id,
        "AICMO_RUNTIME | stub_used={} | quality_passed={} | pack={} | stage={} | brief_hash={} | \
         provider={} | cached={} | words={} | calls={} | cost_usd={cost} | duration_ms={} | \
         request_id={}",
        python_bool(report.stub_used),
        python_bool(report.quality_passed),
        report.pack,
        report.stage,
        report.brief_hash,
        report.provider,
        python_bool(report.cached),
        report.words,
        report.calls,
        report.duration_ms,
        report.request_id,
    );
    let outcome = if report.status == "warning" { "warning" } else { "ok" };
    finished(report.pack, outcome, report.duration_ms);
}

fn dollars(usd: Option<f64>) -> String {
    usd.map_or_else(|| "None".to_owned(), |usd| format!("{usd:.6}"))
}

/// The line that follows [`delivered`] when the report went out over HTTP.
pub fn delivered_over_http(request_id: &str) {
    tracing::info!(
        target: LINE_TARGET,
        request_id,
        "✅ [HTTP ENDPOINT] generate_report successful"
    );
}

/// Where a report was refused.
#[derive(Debug, Clone, Copy)]
pub struct Refusal<'a> {
    /// Key of the pack, or `unknown`.
    pub pack: &'a str,
    /// Id of the request.
    pub request_id: &'a str,
    /// Milliseconds from the request to the answer.
    pub duration_ms: u64,
}

/// One line for a report that was refused, and its metrics.
pub fn refused(error: &ReportError, at: Refusal<'_>) {
    let reasons = reasons(error);
    let mut shown = String::new();
    if let Some(usage) = &error.usage {
        shown = format!(" | calls={} | cost_usd={}", usage.calls, dollars(usage.cost_usd));
    }
    if !reasons.is_empty() {
        shown = format!("{shown} | reasons=[{reasons}]");
    }
    tracing::error!(
        target: LINE_TARGET,
        error = error.error_type.as_str(),
        pack = at.pack,
        request_id = at.request_id,
        duration_ms = at.duration_ms,
        reasons,
        "AICMO_RUNTIME | error={} | pack={} | request_id={} | duration_ms={}{shown}",
        error.error_type,
        at.pack,
        at.request_id,
        at.duration_ms,
    );
    if error.error_type == ErrorType::StubInProductionForbidden {
        counter!("aicmo_stub_in_production_total").increment(1);
    }
    finished(at.pack, error.error_type.as_str(), at.duration_ms);
    if error.error_type != ErrorType::ValidationError {
        gather::flush();
    }
}

/// Why: the gate's findings as `check@section`, else attempts as `provider:kind`, else paths.
fn reasons(error: &ReportError) -> String {
    if let Some(quality) = &error.quality_issues {
        let named = quality.checks.iter().map(|issue| match &issue.section {
            Some(section) => format!("{}@{section}", issue.check),
            None => issue.check.clone(),
        });
        return named.collect::<Vec<_>>().join(", ");
    }
    if !error.attempts.is_empty() {
        let named = error.attempts.iter().map(|a| format!("{}:{}", a.provider, a.kind));
        return named.collect::<Vec<_>>().join(", ");
    }
    String::new()
}

fn finished(pack: &str, outcome: &'static str, duration_ms: u64) {
    counter!("aicmo_reports_total", "pack" => pack.to_owned(), "outcome" => outcome).increment(1);
    histogram!("aicmo_report_duration_seconds")
        .record(Duration::from_millis(duration_ms).as_secs_f64());
}

/// A section was repaired.
pub fn section_repaired(pack: &str, section: &str) {
    counter!(
        "aicmo_section_repairs_total",
        "pack" => pack.to_owned(), "section" => section.to_owned()
    )
    .increment(1);
}

/// The gate judged something in `time` and found fault by `checks`.
pub fn gate_judged<'a>(time: Duration, checks: impl IntoIterator<Item = &'a str>) {
    histogram!("aicmo_gate_duration_seconds").record(time.as_secs_f64());
    for check in checks {
        counter!("aicmo_gate_failures_total", "check" => check.to_owned()).increment(1);
    }
}

/// The cache was asked: `hit`, `miss`, `joined` (an identical run was under way) or `off`.
pub fn cache_asked(result: &'static str) {
    counter!("aicmo_cache_requests_total", "result" => result).increment(1);
}

/// Counts one report in flight until it is dropped.
#[derive(Debug)]
pub struct InFlight(());

impl InFlight {
    /// One more.
    #[must_use]
    pub fn enter() -> Self {
        gauge!("aicmo_in_flight_reports").increment(1.0);
        Self(())
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        gauge!("aicmo_in_flight_reports").decrement(1.0);
    }
}

pub(super) fn describe() {
    describe_counter!("aicmo_reports_total", "Reports by pack and outcome");
    describe_histogram!("aicmo_report_duration_seconds", Unit::Seconds, "Wall time of a report");
    describe_counter!("aicmo_section_repairs_total", "Repairs by pack and section");
    describe_counter!("aicmo_gate_failures_total", "Findings of the gate by check");
    describe_histogram!("aicmo_gate_duration_seconds", Unit::Seconds, "Time of one judgement");
    describe_counter!("aicmo_cache_requests_total", "Requests to the report cache by result");
    describe_counter!(
        "aicmo_stub_in_production_total",
        "Stub content that the guard refused while a provider key is configured"
    );
    describe_gauge!("aicmo_in_flight_reports", "Reports being made");
    counter!("aicmo_stub_in_production_total").increment(0);
    gauge!("aicmo_in_flight_reports").set(0.0);
}
