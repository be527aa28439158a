//! The daily check of a deployment: its own health, then one small report.

use std::time::Instant;

use serde_json::{Value, json};

use super::remote::refused;
use super::{Case, CaseResult, CheckReport, Deployment, Judged, Outcome, Progress, Subject as _};
use crate::client::{Answer, Client, ClientError};
use crate::clock;

const PACK: &str = "quick_social_basic";

/// `/health/llm`, then one report. Stub content, silence and `llm_*` errors fail; a report
/// that the gate refuses warns, since that is the gate at work.
pub async fn daily_health(deployment: &Deployment, progress: Progress<'_>) -> CheckReport {
    let begun = Instant::now();
    let started_at = clock::now().to_string();
    let health = health(deployment).await;
    progress(&health);
    let report = one_report(deployment).await;
    progress(&report);
    let cases = vec![health, report];
    CheckReport {
        check: "daily_health".to_owned(),
        target: deployment.target(),
        passed: cases.iter().all(|case| case.judged != Judged::Failed),
        reason: None,
        force_fallback: false,
        started_at,
        duration_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        cases,
    }
}

async fn health(deployment: &Deployment) -> CaseResult {
    let case = case("GET /health/llm");
    let answer = match ask(deployment.client()).await {
        Ok(answer) => answer,
        Err(error) => return CaseResult::without_outcome(&case, Judged::Failed, error.to_string()),
    };
    let flag = |name: &str| answer.body.get(name).and_then(Value::as_bool);
    let text = |name: &str| answer.body.get(name).and_then(Value::as_str);
    if flag("ok").is_none() {
        return CaseResult::without_outcome(&case, Judged::Failed, refused(&answer).to_string());
    }
    let hint = text("debug_hint").unwrap_or_default();
    let error_type = text("error_type");
    let (judged, note) = if flag("ok") == Some(true) {
        (Judged::Passed, None)
    } else if flag("used_stub") == Some(true) {
        (Judged::Failed, Some(format!("used_stub is true: no real model wrote it. {hint}")))
    } else if flag("llm_ready") == Some(false) {
        (Judged::Failed, Some(format!("llm_ready is false. {hint}")))
    } else if error_type.is_none_or(|kind| kind == "runtime_quality_failed")
        && flag("quality_passed") == Some(false)
    {
        (Judged::Warned, Some(format!("the quality gate did not pass the probe. {hint}")))
    } else {
        let kind = error_type.unwrap_or("ok is false");
        (Judged::Failed, Some(format!("{kind}: {hint}")))
    };
    CaseResult { judged, note, ..CaseResult::skipped(&case, "") }
}

/// With an admin key a new probe; what the deployment remembers without one, or where the key
/// does not fit.
async fn ask(client: &Client) -> Result<Answer, ClientError> {
    if client.has_admin_key() {
        let answer = client.fetch_as_admin("/health/llm?fresh=true").await?;
        if answer.body.get("ok").is_some() {
            return Ok(answer);
        }
    }
    client.fetch("/health/llm").await
}

async fn one_report(deployment: &Deployment) -> CaseResult {
    let case = case("health check brief");
    let outcome = match deployment.ask(&case, false).await {
        Ok(outcome) => outcome,
        Err(error) => return CaseResult::without_outcome(&case, Judged::Failed, error.to_string()),
    };
    let (judged, note) = judge(&outcome);
    CaseResult { judged, note, outcome: Some(outcome), ..CaseResult::skipped(&case, "") }
}

fn judge(outcome: &Outcome) -> (Judged, Option<String>) {
    if outcome.stub_used {
        return (Judged::Failed, Some("stub content detected in production".to_owned()));
    }
    match outcome.error_type.as_deref() {
        None if outcome.success && outcome.quality_passed => (Judged::Passed, None),
        None | Some("runtime_quality_failed") => {
            let checks = outcome.checks_failed.join(", ");
            (Judged::Warned, Some(format!("the quality gate did not pass it ({checks})")))
        }
        Some(kind) => {
            let said = outcome.error_message.as_deref().unwrap_or_default();
            (Judged::Failed, Some(format!("{kind}: {said}")))
        }
    }
}

fn case(name: &str) -> Case {
    Case {
        pack: PACK.to_owned(),
        brief: name.to_owned(),
        client_brief: json!({
            "brand_name": "Hillside Bakery",
            "industry": "artisan bakery",
            "product_service": "sourdough bread and a weekly bread subscription",
            "primary_goal": "win 100 subscribers in three months",
            "target_audience": "families who live within 3 km of the shop",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Judged, Outcome, judge};

    #[test]
    fn a_quality_failure_warns_and_the_rest_fails() {
        for (success, stub, quality, error, wanted) in [
            (true, false, true, None, Judged::Passed),
            (true, true, true, None, Judged::Failed),
            (true, false, false, None, Judged::Warned),
            (false, false, false, Some("runtime_quality_failed"), Judged::Warned),
            (false, false, false, Some("llm_chain_failed"), Judged::Failed),
            (false, false, false, Some("llm_unavailable"), Judged::Failed),
            (false, true, false, Some("stub_in_production_forbidden"), Judged::Failed),
            (false, false, false, Some("rate_limited"), Judged::Failed),
        ] {
            let outcome = Outcome {
                success,
                stub_used: stub,
                quality_passed: quality,
                error_type: error.map(str::to_owned),
                ..Outcome::default()
            };
            assert_eq!(judge(&outcome).0, wanted, "{outcome:?}");
        }
    }
}
