//! Runs over HTTP: watched, replayed, rewritten.

use aicmo::telemetry::init::LogFormat;
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use tracing::Level;

use crate::support::http::{TestApp, brief, request};
use crate::support::log::Log;

const GENERATE: &str = "/api/aicmo/generate_report";
const RUNS: &str = "/api/aicmo/runs";

#[tokio::test]
async fn the_stream_of_a_run_ends_with_its_result_when_the_drain_is_over() {
    let app = TestApp::new();
    let started = app.post(RUNS, &brief()).await.json();
    app.app.drain().await;
    let events = app.get(started["events"].as_str().expect("a path")).await;
    let events = parse_events(&events.text());
    let last = events.last().expect("events");
    assert_eq!((last.name.as_str(), &last.data["success"]), ("result", &json!(true)));
}

#[tokio::test]
async fn a_run_can_be_watched_from_the_start_and_from_the_middle() {
    let app = TestApp::new();
    let answer = app.post(RUNS, &brief()).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    let started = answer.json();
    let events = started["events"].as_str().expect("a path").to_owned();
    let all = app.get(&events).await;
    assert_eq!(all.header("content-type"), Some("text/event-stream"));
    let all = parse_events(&all.text());
    let ids: Vec<usize> = all.iter().map(|event| event.id).collect();
    assert_eq!(ids, (1..=all.len()).collect::<Vec<_>>());
    assert_eq!(all[0].name, "plan");
    assert!(all[0].data["seconds"].as_f64().is_some_and(|seconds| seconds > 0.0));
    let last = all.last().expect("events");
    assert_eq!((last.name.as_str(), &last.data["success"]), ("result", &json!(true)));
    assert!(all.iter().any(|event| event.name == "section_done"));
    assert!(all.iter().filter(|event| event.name == "result").count() == 1);

    let middle = app.get_with(&events, &[("last-event-id", "3")]).await;
    let middle = parse_events(&middle.text());
    assert_eq!((middle[0].id, middle.len()), (4, all.len() - 3));
    let end = all.len().to_string();
    assert_eq!(app.get_with(&events, &[("last-event-id", &end)]).await.status, 204);

    let state = app.get(started["result"].as_str().expect("a path")).await.json();
    assert_eq!((&state["status"], &state["run_id"]), (&json!("done"), &started["run_id"]));
    assert_eq!(state["result"]["report_id"], last.data["report_id"]);
    assert_eq!(state["progress"]["done"], state["progress"]["sections"]);
}

#[tokio::test]
async fn another_keys_run_is_a_404() {
    let app = TestApp::with(&[("AICMO_API_KEYS", "alpha,beta")]);
    let (alpha, beta) = ([("x-api-key", "alpha")], [("x-api-key", "beta")]);
    let started = app.post_with(RUNS, &brief(), &alpha).await.json();
    let result = started["result"].as_str().expect("a path");
    app.get_with(result, &beta).await.error(404, "validation_error");
    app.get(result).await.error(401, "unauthorized");
    let stolen = format!("{result}/events");
    app.get_with(&stolen, &beta).await.error(404, "validation_error");
    app.get(&format!("{stolen}?token=guess")).await.error(401, "unauthorized");
    let deleted = request(Method::DELETE, result, &beta, Body::empty());
    app.send(deleted).await.error(404, "validation_error");
    let ended = app.end_of(&started, &alpha).await;
    assert_eq!(ended["result"]["success"], true);
}

#[tokio::test]
async fn a_section_can_be_rewritten() {
    let app = TestApp::new();
    let started = app.post(RUNS, &brief()).await.json();
    let ended = app.end_of(&started, &[]).await;
    let section = ended["result"]["sections"][0]["id"].as_str().expect("an id");
    let base = started["result"].as_str().expect("a path");
    let path = format!("{base}/sections/{section}/rewrite");
    for bad in [json!({}), json!({"instruction": ""}), json!({"instruction": 7}), json!([])] {
        app.post(&path, &bad).await.error(422, "validation_error");
    }
    let unknown = format!("{base}/sections/no_such_section/rewrite");
    app.post(&unknown, &json!({"instruction": "Shorter"})).await.error(422, "validation_error");
    let answer = app.post(&path, &json!({"instruction": "Shorter, please."})).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    let rewritten = app.end_of(&answer.json(), &[]).await;
    assert_ne!(rewritten["run_id"], ended["run_id"]);
    assert_eq!(rewritten["result"]["success"], true, "{rewritten}");
    // The stub writer reads no instruction, and says so.
    let warnings = rewritten["result"]["meta"]["warnings"].to_string();
    assert!(warnings.contains("reads neither feedback"), "{warnings}");
}

#[tokio::test]
async fn a_console_run_adds_its_lines() {
    let log = Log::capture(LogFormat::Text, Level::INFO);
    let app = TestApp::new();
    let headers = [("x-aicmo-client", "console")];
    let started = app.post_with(RUNS, &brief(), &headers).await.json();
    app.end_of(&started, &[]).await;
    assert_eq!(log.lines_with("🔄 Generating report...").len(), 1);
}

struct Event {
    id: usize,
    name: String,
    data: Value,
}

fn parse_events(text: &str) -> Vec<Event> {
    let events = text.split("\n\n").filter(|block| block.contains("data:"));
    let field = |block: &str, name: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(name));
        line.expect("the field").trim().to_owned()
    };
    events
        .map(|block| Event {
            id: field(block, "id:").parse().expect("a number"),
            name: field(block, "event:"),
            data: serde_json::from_str(&field(block, "data:")).expect("JSON"),
        })
        .collect()
}
