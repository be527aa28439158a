//! The service in production mode over HTTP, with simulated providers behind it.

use axum::http::StatusCode;
use futures::StreamExt as _;
use serde_json::{Value, json};

use crate::simulated_llm::{Options, SimulatedLlm};
use crate::support::http::{TestApp, brief};

const KEY: &str = "sk-simulated-0123456789";

async fn production(more: &[(&str, &str)]) -> (SimulatedLlm, TestApp) {
    let (simulator, address) = SimulatedLlm::start(Options::default()).await;
    let base = format!("http://{address}/v1");
    let root = format!("http://{address}");
    let pairs = [
        ("OPENAI_API_KEY", KEY),
        ("OPENAI_BASE_URL", base.as_str()),
        ("PERPLEXITY_API_KEY", KEY),
        ("PERPLEXITY_BASE_URL", root.as_str()),
    ];
    let app = TestApp::with(&[&pairs, more].concat());
    (simulator, app)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_report_carries_no_stub_mark() {
    let (_simulator, app) = production(&[]).await;
    let answer = app.generate().await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let body = answer.json();
    assert_eq!((&body["stub_used"], &body["success"]), (&json!(false), &json!(true)));
    assert_eq!(answer.header("x-aicmo-stub"), None);
    assert!(body["meta"]["llm"]["calls"].as_u64().is_some_and(|calls| calls > 1));
    assert!(!answer.text().contains(KEY));
    // A delivered real report within the TTL is as good as a probe.
    let health = app.get("/health/llm").await.json();
    assert_eq!((&health["ok"], &health["cached"]), (&json!(true), &json!(true)), "{health}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_proves_generation_once_for_all_who_ask() {
    let (simulator, app) = production(&[]).await;
    let asked = futures::future::join_all((0..5).map(|_| app.get("/health/llm"))).await;
    for answer in &asked {
        let body = answer.json();
        assert_eq!(answer.status, StatusCode::OK, "{body}");
        assert_eq!((&body["ok"], &body["llm_ready"]), (&json!(true), &json!(true)));
        assert_eq!(body["debug_hint"], "Health check completed successfully");
        assert_eq!(body["error_type"], Value::Null);
    }
    assert_eq!(simulator.calls().len(), 2);
    assert!(simulator.calls().iter().all(|call| call.output_tokens <= 600));
    assert_eq!(app.get("/health/llm").await.json()["cached"], true);
    assert_eq!(simulator.calls().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_fails_is_left_for_the_next_one() {
    let (simulator, app) = production(&[]).await;
    simulator.set_fault("openai", "auth", None);
    let body = app.generate().await.json();
    assert_eq!(body["success"], true, "{body}");
    assert!(body["sections"][0]["provider"] == "perplexity");
    let health = app.get("/health/llm").await.json();
    assert_eq!(health["providers"][0]["last_error_kind"], "auth");
    assert_eq!(health["providers"][0]["circuit"], "open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_all_fail_it_is_a_502_with_every_attempt_and_no_key() {
    let (simulator, app) = production(&[]).await;
    simulator.set_fault("any", "key_echo", None);
    let answer = app.generate().await;
    let body = answer.error(502, "llm_chain_failed");
    assert!(body["attempts"].as_array().is_some_and(|list| list.len() >= 2));
    assert!(!answer.text().contains(KEY), "{body}");
    let health = app.get("/health/llm").await;
    assert_eq!(
        (health.status.as_u16(), &health.json()["error_type"]),
        (503, &json!("llm_chain_failed"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_gate_refuses_is_a_502_without_retry_after() {
    let (simulator, app) = production(&[]).await;
    simulator.set_spoil(1.0, 0.0);
    let answer = app.generate().await;
    let body = answer.error(502, "runtime_quality_failed");
    assert_eq!(answer.header("retry-after"), None);
    let issues = &body["quality_issues"];
    for field in ["missing_terms", "forbidden_terms", "brand_mentions", "length", "checks"] {
        assert!(issues.get(field).is_some(), "{field}");
    }
    assert!(issues["checks"].as_array().is_some_and(|checks| !checks.is_empty()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_live_check_proves_the_fallback_too() {
    let (_simulator, app) = production(&[("AICMO_ADMIN_KEY", "own")]).await;
    let key = [("x-admin-key", "own")];
    let path = "/api/aicmo/admin/live_check";
    let started = app.post_with(path, &json!({"force_fallback": true}), &key).await.json();
    let ended = app.end_of(&started, &key).await;
    let result = &ended["result"];
    assert_eq!(result["force_fallback"], true);
    for case in result["cases"].as_array().expect("cases") {
        assert_eq!(case["outcome"]["providers"], json!(["perplexity"]), "{case}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_estimate_is_near_what_the_report_then_books() {
    let (_simulator, app) = production(&[]).await;
    for (pack, language) in [
        ("quick_social_basic", "en"),
        ("strategy_campaign_basic", "es"),
        ("strategy_campaign_standard", "de"),
        ("strategy_campaign_premium", "en"),
        ("strategy_campaign_enterprise", "fr"),
        ("full_funnel_growth_suite", "en"),
        ("launch_gtm_pack", "en"),
        ("brand_turnaround_lab", "en"),
        ("retention_crm_booster", "de"),
        ("performance_audit_revamp", "en"),
    ] {
        let mut body = brief();
        body["pack_key"] = json!(pack);
        body["language"] = json!(language);
        let report = is_near(&app, &body).await;
        if pack == "quick_social_basic" {
            body["stage"] = json!("refine");
            body["feedback"] = json!("Name the shop more often.");
            body["previous_draft"] = report["markdown"].clone();
            is_near(&app, &body).await;
        }
    }
}

/// Writes the report of `body`, whose books are near its estimate.
async fn is_near(app: &TestApp, body: &Value) -> Value {
    let estimate = app.post("/api/aicmo/estimate", body).await.json();
    let report = app.post("/api/aicmo/generate_report", body).await.json();
    let books = &report["meta"]["llm"];
    for figure in ["calls", "input_tokens", "output_tokens", "cost_usd"] {
        let (said, booked) = (estimate[figure].as_f64(), books[figure].as_f64());
        let (said, booked) = (said.expect("a number"), booked.expect("a number"));
        assert!(
            (said - booked).abs() <= 0.25 * booked,
            "{}: {figure} estimated {said}, booked {booked}",
            body["pack_key"]
        );
    }
    report
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_failed_report_was_charged_for_is_told_and_not_charged_again() {
    for fault in ["refusal", "not_json", "server_error"] {
        let (simulator, app) = production(&[]).await;
        simulator.set_fault_in("final_summary", fault);
        let failed = app.generate().await.error(502, "llm_chain_failed");
        let books = simulator.calls();
        let tokens: u64 = books.iter().map(|call| call.input_tokens).sum();
        let spent = &failed["meta"]["llm"];
        assert_eq!(spent["calls"], books.len(), "{fault}: {failed}");
        if fault == "refusal" {
            assert_eq!(spent["input_tokens"], tokens, "{fault}: {failed}");
        }
        simulator.set_faults(&[]);
        let again = app.generate().await;
        assert_eq!(again.status, StatusCode::OK, "{fault}: {}", again.text());
        let asked = simulator.calls().split_off(books.len());
        let sections: Vec<&str> = asked.iter().map(|call| call.section.as_str()).collect();
        assert_eq!(sections, ["final_summary"], "{fault}");
        assert_eq!(again.json()["meta"]["llm"]["calls"], 1, "{fault}");
    }
}

#[tokio::test]
async fn a_quiet_stream_has_a_comment_every_fifteen_seconds() {
    let patient = [("AICMO_LLM_FIRST_BYTE_SECS", "200"), ("AICMO_LLM_TIMEOUT_SECS", "250")];
    let (simulator, app) = production(&patient).await;
    simulator.set_fault("any", "hang", None);
    let started = app.post("/api/aicmo/runs", &brief()).await.json();
    let path = started["events"].as_str().expect("a path");
    while simulator.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    tokio::time::pause();
    let mut stream = app.open(path).await.into_data_stream();
    let begun = tokio::time::Instant::now();
    let mut comments = vec![];
    while comments.len() < 3 {
        let piece = stream.next().await.expect("the run goes on").expect("a piece");
        if piece.starts_with(b":") {
            comments.push(begun.elapsed().as_secs());
        }
    }
    assert_eq!(comments, [15, 30, 45]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reports_that_the_budget_would_not_finish_are_not_begun() {
    let (simulator, app) = production(&[]).await;
    let estimate = app.post("/api/aicmo/estimate", &brief()).await.json();
    let usd = estimate["cost_usd"].as_f64().expect("a price");
    let budget = format!("{}", usd * 1.5);
    let (simulator, app) =
        (drop(simulator), production(&[("AICMO_DAILY_BUDGET_USD", &budget)]).await).1;
    let briefs = (0..4).map(|n| {
        let mut body = brief();
        body["client_brief"]["website"] = json!(format!("https://client-{n}.test"));
        body
    });
    let asked = briefs.map(|body| {
        let app = &app;
        async move { app.post("/api/aicmo/generate_report", &body).await }
    });
    let answers = futures::future::join_all(asked).await;
    let done = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
    assert_eq!(done, 1, "one report fits the budget, and one is finished");
    for answer in answers.iter().filter(|answer| answer.status != StatusCode::OK) {
        let body = answer.error(429, "budget_exceeded");
        assert!(body["meta"].get("llm").is_none(), "nothing was spent: {body}");
        assert!(answer.header("retry-after").is_some());
    }
    let calls = simulator.calls().len();
    // Beforehand, for a run too.
    app.post("/api/aicmo/runs", &brief()).await.error(429, "budget_exceeded");
    assert_eq!(simulator.calls().len(), calls);
}
