//! A report over HTTP: its body, its headers, its lines in the log, watched and cancelled runs.

use aicmo::telemetry::init::LogFormat;
use serde_json::{Map, Value, json};
use tracing::Level;

use crate::support::http::{TestApp, brief};
use crate::support::log::Log;

const GENERATE: &str = "/api/aicmo/generate_report";
const RUNS: &str = "/api/aicmo/runs";

/// Texts that a writer chose, ids and times become their kind; lists keep their first element.
fn shape(value: &Value) -> Value {
    const KEPT: [&str; 11] = [
        "status",
        "pack_key",
        "stage",
        "language",
        "provider",
        "start_date",
        "error_type",
        "error",
        "kind",
        "brief_hash",
        "severity",
    ];
    match value {
        Value::Object(map) => {
            let kept = |name: &str, one: &Value| {
                if KEPT.contains(&name) { one.clone() } else { shape(one) }
            };
            Value::Object(map.iter().map(|(n, v)| (n.clone(), kept(n, v))).collect::<Map<_, _>>())
        }
        Value::Array(list) => Value::Array(list.first().map(shape).into_iter().collect()),
        Value::String(_) => json!("<text>"),
        Value::Number(_) => json!("<number>"),
        other => other.clone(),
    }
}

#[tokio::test]
async fn a_stub_report_has_the_body_of_the_contract_and_is_marked_three_times() {
    let answer = TestApp::new().generate().await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.json();
    assert_eq!((&body["success"], &body["stub_used"]), (&json!(true), &json!(true)));
    assert_eq!(answer.header("x-aicmo-stub"), Some("true"));
    assert!(body["markdown"].as_str().is_some_and(|text| text.contains("stub writer")));
    assert_eq!(body["markdown"], body["report_markdown"]);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let mut shown = shape(&body);
    // Findings and repairs are the writer's affair, and come and go with it.
    shown["quality"]["warnings"] = json!([]);
    shown["status"] = json!("success or warning");
    insta::assert_json_snapshot!("success_stub", shown);
}

#[tokio::test]
async fn an_error_has_the_body_of_the_contract() {
    let app = TestApp::new();
    let faulty = json!({"pack_key": "quick_social_basic", "client_brief": {"industry": 7}});
    let id = [("x-request-id", "snapshot-1")];
    let mut body = app.post_with(GENERATE, &faulty, &id).await.error(422, "validation_error");
    body["meta"]["duration_ms"] = json!(0);
    insta::assert_json_snapshot!("error_validation", body);
}

#[tokio::test]
async fn the_same_request_again_comes_from_the_cache() {
    let app = TestApp::new();
    let first = app.generate().await.json();
    let mut again = app.generate().await.json();
    assert_eq!((&first["meta"]["cached"], &again["meta"]["cached"]), (&json!(false), &json!(true)));
    assert_eq!(again["meta"]["llm"]["calls"], 0);
    for field in ["cached", "llm"] {
        again["meta"][field] = first["meta"][field].clone();
    }
    assert_eq!(first, again);
    let other = TestApp::with(&[("AICMO_CACHE_ENABLED", "false")]);
    other.generate().await;
    assert_eq!(other.generate().await.json()["meta"]["cached"], false);
}

#[tokio::test]
async fn services_out_of_scope_leave_hand_over_notes_and_a_report() {
    let app = TestApp::new();
    let nothing_bought = json!({
        "branding": false, "paid_media": false, "social_content": false, "email_marketing": false,
        "seo": false, "influencer": false, "crm": false, "analytics": false, "creatives": false,
    });
    for pack in ["quick_social_basic", "retention_crm_booster", "performance_audit_revamp"] {
        let mut body = brief();
        body["pack_key"] = json!(pack);
        body["services"] = nothing_bought.clone();
        let answer = app.post(GENERATE, &body).await;
        assert_eq!(answer.status, 200, "{pack}: {}", answer.text());
        let sections = answer.json()["sections"].clone();
        let words = |section: &Value| section["words"].as_u64().unwrap_or_default();
        let notes = sections.as_array().into_iter().flatten().filter(|s| words(s) <= 120);
        assert!(notes.count() >= 1, "{pack} has a note in place of a section");
    }
}

fn runtime_lines(log: &Log, id: &str) -> Vec<String> {
    log.lines_with("AICMO_RUNTIME").into_iter().filter(|line| line.contains(id)).collect()
}

#[tokio::test]
async fn delivered_and_refused_reports_leave_the_lines_that_alerts_need() {
    let log = Log::capture(LogFormat::Text, Level::TRACE);
    let app = TestApp::new();
    let id = [("x-request-id", "line-1")];
    let body = app.post_with(GENERATE, &brief(), &id).await.json();
    let lines = runtime_lines(&log, "line-1");
    let hash = body["meta"]["brief_hash"].as_str().expect("a hash");
    let start = format!(
        "2026-11-23T09:00:00Z  INFO AICMO_RUNTIME | stub_used=True | quality_passed=True | \
         pack=quick_social_basic | stage=draft | brief_hash={hash} | provider=stub | \
         cached=False | words="
    );
    assert!(lines[0].starts_with(&start), "{lines:?}");
    assert!(lines[0].ends_with(" | request_id=line-1"), "{lines:?}");
    assert!(
        log.text().contains(
            "\n2026-11-23T09:00:00Z  INFO ✅ [HTTP ENDPOINT] generate_report successful\n"
        )
    );

    let bad =
        json!({"pack_key": "quick_social_basic", "client_brief": {"brand_name": "Zanzibar Ltd"}});
    app.post_with(GENERATE, &bad, &[("x-request-id", "line-2")])
        .await
        .error(422, "validation_error");
    let lines = runtime_lines(&log, "line-2");
    assert!(
        lines[0].contains("ERROR AICMO_RUNTIME | error=validation_error | pack=quick_social_basic | request_id=line-2"),
        "{lines:?}"
    );
    for secret in ["Zanzibar", "Harbour", "baristas", "Single-origin"] {
        assert!(!log.text().contains(secret), "{secret} in {}", log.text());
    }
}

#[tokio::test]
async fn both_log_formats_say_the_same() {
    use aicmo::telemetry::{console, report};
    let write = || {
        report::delivered(&report::Delivered {
            stub_used: false,
            quality_passed: true,
            status: "success",
            pack: "quick_social_basic",
            stage: "draft",
            brief_hash: "0123456789abcdef",
            provider: "openai,perplexity",
            cached: false,
            words: 1_234,
            calls: 9,
            cost_usd: Some(0.012_345),
            duration_ms: 4_321,
            request_id: "r-1",
        });
        report::delivered_over_http("r-1");
        let error = aicmo::domain::ReportError::new(
            aicmo::domain::ErrorType::LlmChainFailed,
            "message",
            "hint",
        );
        let at = report::Refusal { pack: "launch_gtm_pack", request_id: "r-2", duration_ms: 9 };
        report::refused(&error, at);
        console::generating("r-3");
        console::got_report(true, false, "r-3");
        tracing::info!(value = "two\nlines", "an ordinary event");
    };
    let text = Log::capture(LogFormat::Text, Level::INFO);
    write();
    insta::assert_snapshot!("log_text", text.text());
    drop(text);
    let json = Log::capture(LogFormat::Json, Level::INFO);
    write();
    insta::assert_snapshot!("log_json", json.text());
}

#[tokio::test]
async fn an_estimate_asks_nobody() {
    let app = TestApp::with(&[("OPENAI_API_KEY", "k"), ("OPENAI_BASE_URL", "http://127.0.0.1:9")]);
    let found = app.post("/api/aicmo/estimate", &brief()).await;
    assert_eq!(found.status, 200);
    let found = found.json();
    assert!(found["calls"].as_u64().is_some_and(|calls| calls >= 9), "{found}");
    assert!(found["cost_usd"].as_f64().is_some_and(|usd| usd > 0.0 && usd < 1.0), "{found}");
    let tokens = |value: &Value| value["output_tokens"].as_u64().expect("tokens");
    let mut narrow = brief();
    narrow["services"] = json!({"social_content": false});
    let narrowed = app.post("/api/aicmo/estimate", &narrow).await.json();
    assert!(tokens(&narrowed) < tokens(&found), "{narrowed} {found}");
    app.post("/api/aicmo/estimate", &json!({})).await.error(422, "validation_error");
}
