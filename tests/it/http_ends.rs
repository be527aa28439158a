//! Runs that end early: by their deadline, by their callers, by a drain.

use aicmo::telemetry::init::LogFormat;
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use crate::support::http::{TestApp, brief, request};
use crate::support::log::Log;

const GENERATE: &str = "/api/aicmo/generate_report";

#[tokio::test]
async fn a_draining_service_is_not_ready_and_takes_no_reports() {
    let app = TestApp::new();
    assert_eq!(app.get("/health/ready").await.status, 200);
    app.app.drain().await;
    let answer = app.get("/health/ready").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["ready"]), (503, &json!(false)));
    assert_eq!(app.get("/health/live").await.status, 200);
    let body = app.generate().await.error(503, "shutting_down");
    assert!(body["retry_after_secs"].is_u64());
    app.post("/api/aicmo/runs", &brief()).await.error(503, "shutting_down");
}

/// A server that takes connections and never answers.
async fn silent() -> (tokio::net::TcpListener, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, address)
}

#[tokio::test]
async fn a_deadline_that_passes_is_a_504() {
    let (_listener, silent) = silent().await;
    let app = TestApp::with(&[
        ("OPENAI_API_KEY", "k"),
        ("OPENAI_BASE_URL", &silent),
        ("AICMO_REPORT_DEADLINE_SECS", "0.3"),
    ]);
    app.generate().await.error(504, "deadline_exceeded");
}

#[tokio::test]
async fn a_cancelled_run_says_so() {
    let (_listener, silent) = silent().await;
    let app = TestApp::with(&[("OPENAI_API_KEY", "k"), ("OPENAI_BASE_URL", &silent)]);
    let log = Log::capture(LogFormat::Text, tracing::Level::INFO);
    let asked = [("x-request-id", "asked-1")];
    let started = app.post_with("/api/aicmo/runs", &brief(), &asked).await.json();
    let path = started["result"].as_str().expect("a path");
    assert_eq!(app.get(path).await.json()["result"], Value::Null);
    let deleted = app.send(request(Method::DELETE, path, &[], Body::empty())).await;
    assert_eq!(deleted.status, 202);
    let ended = app.end_of(&started, &[]).await;
    assert_eq!(
        (&ended["status"], &ended["result"]["error_type"]),
        (&json!("cancelled"), &json!("cancelled"))
    );
    // Whoever reads the end finds it in the log.
    assert_eq!(ended["result"]["request_id"], "asked-1");
    let line = "AICMO_RUNTIME | error=cancelled | pack=quick_social_basic | request_id=asked-1";
    assert_eq!(log.lines_with(line).len(), 1, "{}", log.text());
}

#[tokio::test]
async fn a_caller_that_leaves_is_in_the_log() {
    let (_listener, silent) = silent().await;
    let app = TestApp::with(&[("OPENAI_API_KEY", "k"), ("OPENAI_BASE_URL", &silent)]);
    let log = Log::capture(LogFormat::Text, tracing::Level::INFO);
    let mut waiting = Box::pin(app.generate());
    while app.app.runs.in_flight() == 0 {
        assert!(futures::poll!(&mut waiting).is_pending());
        tokio::task::yield_now().await;
    }
    assert!(log.lines_with("AICMO_RUNTIME").is_empty());
    drop(waiting);
    assert_eq!(log.lines_with("AICMO_RUNTIME | error=cancelled").len(), 1, "{}", log.text());
}

#[tokio::test]
async fn the_token_of_a_run_reads_it_and_does_not_end_it() {
    let app = TestApp::with(&[("AICMO_API_KEYS", "alpha")]);
    let started = app.post_with("/api/aicmo/runs", &brief(), &[("x-api-key", "alpha")]).await;
    let started = started.json();
    let token = started["events"].as_str().and_then(|path| path.split_once("?token="));
    let path = format!(
        "{}?token={}",
        started["result"].as_str().expect("a path"),
        token.expect("a token").1
    );
    assert_eq!(app.get(&path).await.status, 200);
    let delete = request(Method::DELETE, &path, &[], Body::empty());
    app.send(delete).await.error(401, "unauthorized");
}

#[tokio::test]
async fn drain_ends_a_run_that_does_not_end_by_itself() {
    let (_listener, silent) = silent().await;
    let app = TestApp::with(&[
        ("OPENAI_API_KEY", "k"),
        ("OPENAI_BASE_URL", &silent),
        ("AICMO_DRAIN_SECS", "0"),
    ]);
    let started = app.post("/api/aicmo/runs", &brief()).await.json();
    app.app.drain().await;
    let path = started["result"].as_str().expect("a path");
    let state = app.get(path).await.json();
    assert_eq!(state["result"]["error_type"], "shutting_down");
}
