//! What came of asking for one report, in figures.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::ReportError;
use crate::quality::Report;

/// What came of asking for one report. Holds nothing of its text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of the body")]
pub struct Outcome {
    /// Whether a report was delivered.
    pub success: bool,
    /// `success`, `warning` or `error`.
    pub status: String,
    /// Whether the stub writer wrote any of it.
    pub stub_used: bool,
    /// Whether the gate passed it.
    pub quality_passed: bool,
    /// Why there is none.
    pub error_type: Option<String>,
    /// The same in words, for the client.
    pub error_message: Option<String>,
    /// The same, for the operator.
    pub debug_hint: Option<String>,
    /// Who wrote it, without repetition.
    pub providers: Vec<String>,
    /// Where nobody did: who was asked and what came back, without repetition.
    pub attempts: Vec<String>,
    /// Words of its sections.
    pub words: usize,
    /// How often it names the brand.
    pub brand_mentions: usize,
    /// Ids of the checks that found something.
    pub checks_failed: Vec<String>,
    /// Calls to providers.
    pub calls: u64,
    /// US dollars, where every price is known.
    pub cost_usd: Option<f64>,
    /// Wall time in milliseconds, as the service measured it.
    pub duration_ms: u64,
    /// Whether it came from the cache, and so proves nothing.
    pub cached: bool,
}

impl Outcome {
    /// The outcome of a body of contract §3 or §4; `None` when it is neither.
    #[must_use]
    pub fn from_body(body: &Value, brand: &str) -> Option<Self> {
        let success = body.get("success")?.as_bool()?;
        let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
        let flag = |name: &str| body.get(name).and_then(Value::as_bool).unwrap_or(false);
        let meta = body.get("meta").unwrap_or(&Value::Null);
        let llm = meta.get("llm").unwrap_or(&Value::Null);
        let sections = body.get("sections").and_then(Value::as_array);
        let written_by =
            sections.into_iter().flatten().filter_map(|section| section.get("provider"));
        let words = sections.into_iter().flatten().filter_map(|section| section.get("words"));
        let quality = if success { "/quality/warnings" } else { "/quality_issues/checks" };
        let checks = body.pointer(quality).and_then(Value::as_array);
        let checks = checks.into_iter().flatten().filter_map(|issue| issue.get("check"));
        let attempts = body.get("attempts").and_then(Value::as_array);
        let asked = attempts.into_iter().flatten().filter_map(|attempt| attempt.get("provider"));
        let tried: Vec<_> = attempts.into_iter().flatten().map(attempt_of_body).collect();
        Some(Self {
            success,
            status: text("status").unwrap_or_default(),
            stub_used: flag("stub_used"),
            quality_passed: flag("quality_passed"),
            error_type: text("error_type"),
            error_message: text("error_message"),
            debug_hint: text("debug_hint"),
            providers: distinct(written_by.chain(asked).filter_map(Value::as_str)),
            attempts: distinct(tried.iter().map(String::as_str)),
            words: words.filter_map(Value::as_u64).filter_map(|n| usize::try_from(n).ok()).sum(),
            brand_mentions: mentions(text("markdown").as_deref().unwrap_or_default(), brand),
            checks_failed: distinct(checks.filter_map(Value::as_str)),
            calls: llm.get("calls").and_then(Value::as_u64).unwrap_or(0),
            cost_usd: llm.get("cost_usd").and_then(Value::as_f64),
            duration_ms: meta.get("duration_ms").and_then(Value::as_u64).unwrap_or(0),
            cached: meta.get("cached").and_then(Value::as_bool).unwrap_or(false),
        })
    }

    /// The outcome of a report of this process.
    #[must_use]
    pub fn of_report(report: &Report, cached: bool, brand: &str) -> Self {
        let body = serde_json::to_value(report.body(cached)).unwrap_or_default();
        Self::from_body(&body, brand).unwrap_or_default()
    }

    /// The outcome of a report that this process could not deliver.
    #[must_use]
    pub fn of_error(error: &ReportError) -> Self {
        let checks = error.quality_issues.iter().flat_map(|quality| &quality.checks);
        let tried = error.attempts.iter().map(|one| {
            attempt(one.provider.as_str(), &one.model, one.kind.as_str(), one.http_status)
        });
        let tried: Vec<_> = tried.collect();
        Self {
            status: "error".to_owned(),
            stub_used: error.stub_used,
            error_type: Some(error.error_type.to_string()),
            error_message: Some(error.message.clone()),
            debug_hint: Some(error.hint.clone()),
            providers: distinct(error.attempts.iter().map(|a| a.provider.as_str())),
            attempts: distinct(tried.iter().map(String::as_str)),
            checks_failed: distinct(checks.map(|issue| issue.check.as_str())),
            ..Self::default()
        }
    }
}

fn attempt_of_body(body: &Value) -> String {
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or("?");
    let status = body.get("http_status").and_then(Value::as_u64);
    let status = status.and_then(|status| u16::try_from(status).ok());
    attempt(text("provider"), text("model"), text("kind"), status)
}

fn attempt(provider: &str, model: &str, kind: &str, status: Option<u16>) -> String {
    let status = status.map_or_else(String::new, |status| format!(" (HTTP {status})"));
    format!("{provider} {model}: {kind}{status}")
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut kept: Vec<String> = vec![];
    for name in names {
        if !kept.iter().any(|other| other == name) {
            kept.push(name.to_owned());
        }
    }
    kept
}

fn mentions(markdown: &str, brand: &str) -> usize {
    let brand = brand.trim().to_lowercase();
    if brand.is_empty() {
        return 0;
    }
    markdown.replace('\\', "").to_lowercase().matches(&brand).count()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Outcome;

    #[test]
    fn reads_bodies_of_both_kinds() {
        let body = json!({
            "success": true, "status": "warning", "stub_used": false, "quality_passed": true,
            "markdown": "# Plan for A\\*B\n\na*b and A*B", "quality": {"warnings": [
                {"check": "L7"}, {"check": "L7"}, {"check": "C5"}]},
            "sections": [{"provider": "openai", "words": 3}, {"provider": "openai", "words": 4}],
            "meta": {"duration_ms": 12, "cached": true, "llm": {"calls": 2, "cost_usd": 0.5}}
        });
        let outcome = Outcome::from_body(&body, "A*B").unwrap();
        assert_eq!((outcome.words, outcome.brand_mentions, outcome.calls), (7, 3, 2));
        assert_eq!((outcome.providers, outcome.cost_usd), (vec!["openai".to_owned()], Some(0.5)));
        assert_eq!(outcome.checks_failed, ["L7", "C5"]);
        let body = json!({
            "success": false, "status": "error", "error_type": "llm_chain_failed",
            "attempts": [
                {"provider": "openai", "model": "m", "kind": "server_error", "http_status": 500},
                {"provider": "openai", "model": "m", "kind": "server_error", "http_status": 500},
                {"provider": "perplexity", "model": "n", "kind": "circuit_open", "http_status": null}
            ],
            "quality_issues": {"checks": [{"check": "P1"}]}
        });
        let outcome = Outcome::from_body(&body, "A").unwrap();
        assert_eq!(outcome.error_type.as_deref(), Some("llm_chain_failed"));
        assert_eq!((outcome.providers.len(), outcome.checks_failed.len()), (2, 1));
        let tried = ["openai m: server_error (HTTP 500)", "perplexity n: circuit_open"];
        assert_eq!(outcome.attempts, tried);
        assert_eq!(Outcome::from_body(&json!({"ok": true}), "A"), None);
        assert_eq!(Outcome::from_body(&json!(null), "A"), None);
    }
}
