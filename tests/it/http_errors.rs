//! Every row of the error table that a client can meet over HTTP, and hostile requests.

use axum::body::{Body, Bytes};
use axum::http::{Method, Request};
use futures::stream;
use serde_json::{Value, json};

use crate::support::http::{TestApp, brief, request};

const GENERATE: &str = "/api/aicmo/generate_report";
const JSON: (&str, &str) = ("content-type", "application/json");

fn raw(body: impl Into<Body>) -> Request<Body> {
    request(Method::POST, GENERATE, &[JSON], body.into())
}

#[tokio::test]
async fn faults_of_the_framework_have_our_body() {
    let app = TestApp::new();
    app.get("/api/aicmo/nothing").await.error(404, "validation_error");
    app.get("/api").await.error(404, "validation_error");
    app.get("/api/aicmo/packs/no_such_pack").await.error(404, "validation_error");
    app.get("/api/aicmo/runs/not-an-id").await.error(404, "validation_error");
    let answer = app.get(GENERATE).await;
    answer.error(405, "validation_error");
    assert_eq!(answer.header("allow"), Some("POST"));
    let answer = app.send(request(Method::PATCH, "/api/aicmo/runs/x", &[], Body::empty())).await;
    answer.error(405, "validation_error");
    assert!(answer.header("allow").is_some_and(|allow| allow.contains("DELETE")));
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"] {
        let headers = [("content-type", content_type)];
        let request = request(Method::POST, GENERATE, &headers, Body::from("{}"));
        app.send(request).await.error(415, "validation_error");
    }
    app.send(request(Method::POST, GENERATE, &[], Body::from("{}")))
        .await
        .error(415, "validation_error");
    let zipped = [JSON, ("content-encoding", "gzip")];
    let request = request(Method::POST, GENERATE, &zipped, Body::from("{}"));
    app.send(request).await.error(415, "validation_error");
}

#[tokio::test]
async fn bodies_that_are_no_json_are_a_400() {
    let app = TestApp::new();
    let deep = "[".repeat(100_000);
    let nested = format!("{}1{}", "{\"a\":".repeat(40), "}".repeat(40));
    for body in [
        b"".as_slice(),
        b"{",
        b"nonsense",
        b"{\"a\": \"\xff\xfe\"}",
        b"\xef\xbb\xbf\xff",
        b"{\"a\": \"\\ud800\"}",
        b"{\"a\": 1} trailing",
        b"{\"a\": NaN}",
        b"{'a': 1}",
        deep.as_bytes(),
        nested.as_bytes(),
    ] {
        let answer = app.send(raw(body.to_vec())).await;
        assert!(answer.status.is_client_error(), "{}", answer.text());
        answer.error(answer.status.as_u16(), "validation_error");
        assert!([400, 422].contains(&answer.status.as_u16()), "{}", answer.text());
    }
}

#[tokio::test]
async fn bodies_of_wrong_types_are_a_422_that_names_every_field() {
    let app = TestApp::new();
    for body in [json!(null), json!([]), json!("text"), json!(7), json!({}), json!({"pack_key": 7})]
    {
        let found = app.post(GENERATE, &body).await.error(422, "validation_error");
        assert!(found["fields"].as_array().is_some_and(|fields| !fields.is_empty()), "{found}");
    }
    let wrong = json!({
        "pack_key": "quick_social_basic", "stage": "soon", "services": [], "max_tokens": "many",
        "client_brief": {"brand_name": ["A"], "industry": {}, "kpis": 4, "start_date": "tomorrow"}
    });
    let found = app.post(GENERATE, &wrong).await.error(422, "validation_error");
    assert_eq!(found["pack_key"], "quick_social_basic");
    let fields = found["fields"].as_array().expect("a list");
    let paths: Vec<&str> = fields.iter().filter_map(|field| field["path"].as_str()).collect();
    for path in [
        "stage",
        "services",
        "max_tokens",
        "client_brief.brand_name",
        "client_brief.industry",
        "client_brief.kpis",
        "client_brief.start_date",
    ] {
        assert!(paths.contains(&path), "{path} in {paths:?}");
    }
    let unknown =
        json!({"pack_key": "no_such_pack", "client_brief": {"brand_name": "A", "industry": "B"}});
    let found = app.post(GENERATE, &unknown).await.error(422, "validation_error");
    assert!(
        found["error_message"].as_str().is_some_and(|text| text.contains("quick_social_basic"))
    );
}

#[tokio::test]
async fn a_body_over_one_mebibyte_is_a_413() {
    let app = TestApp::new();
    let limit = 1024 * 1024;
    app.send(raw(vec![b' '; limit + 1])).await.error(413, "validation_error");
    // Exactly the limit is read, and is no JSON.
    app.send(raw(vec![b' '; limit])).await.error(400, "validation_error");
    let answer = app.send(raw(vec![b' '; 5 * limit])).await;
    answer.error(413, "validation_error");
    assert_eq!(answer.header("connection"), Some("close"));
}

#[tokio::test]
async fn no_more_than_four_mebibytes_are_read() {
    let read = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counter = std::sync::Arc::clone(&read);
    let endless = stream::repeat_with(move || {
        counter.fetch_add(16_384, std::sync::atomic::Ordering::Relaxed);
        Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 16_384]))
    });
    let answer = TestApp::new().send(raw(Body::from_stream(endless))).await;
    answer.error(413, "validation_error");
    assert!(read.load(std::sync::atomic::Ordering::Relaxed) <= 4 * 1024 * 1024 + 2 * 16_384);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_400() {
    let parts = vec![
        Ok(Bytes::from_static(b"{\"pack_key\":")),
        Err(std::io::Error::new(std::io::ErrorKind::ConnectionReset, "gone")),
    ];
    let answer = TestApp::new().send(raw(Body::from_stream(stream::iter(parts)))).await;
    answer.error(400, "validation_error");
}

#[tokio::test]
async fn request_ids_are_echoed_when_sane_and_made_when_not() {
    let app = TestApp::new();
    let answer = app.get_with("/health/live", &[("x-request-id", "trace-1.2:3_4")]).await;
    assert_eq!(answer.header("x-request-id"), Some("trace-1.2:3_4"));
    for bad in ["", "a b", "x\" onerror=", "<script>", "a\tb", &"a".repeat(200)] {
        let answer = app.get_with("/api/nothing", &[("x-request-id", bad)]).await;
        let made = answer.header("x-request-id").expect("made").to_owned();
        assert_ne!(made, bad);
        assert_eq!(made.len(), 36);
        assert_eq!(answer.error(404, "validation_error")["request_id"], made);
    }
}

#[tokio::test]
async fn strange_paths_are_never_a_5xx() {
    let app = TestApp::new();
    for path in [
        "/api/aicmo/runs/%FF%FE",
        "/api/aicmo/runs/%00",
        "/api/aicmo/runs/../../etc/passwd",
        "/api/aicmo/runs/..%2f..%2fetc%2fpasswd/events",
        "/api/aicmo/packs/%F0%9F%98%80",
        "/api/aicmo/packs/%ff",
        "/api/aicmo/packs/",
        "/api//aicmo/packs",
        "/api/aicmo/runs/00000000-0000-0000-0000-000000000000/events?token=%ff",
        "/api/aicmo/runs/00000000-0000-0000-0000-000000000000?token=",
        "/console.js/../../Cargo.toml",
        "/health/llm/..",
    ] {
        app.get(path).await.error(404, "validation_error");
    }
}

#[tokio::test]
async fn without_a_writer_it_is_a_503_that_names_the_variable() {
    let app = TestApp::with(&[("AICMO_ALLOW_STUBS", "false")]);
    let body = app.generate().await.error(503, "llm_unavailable");
    assert!(body["error_message"].as_str().is_some_and(|m| m.contains("AICMO_ALLOW_STUBS")));
    let app = TestApp::with(&[("OPENAI_API_KEY", "k"), ("AICMO_USE_LLM", "0")]);
    let body = app.generate().await.error(503, "llm_unavailable");
    assert!(body["error_message"].as_str().is_some_and(|m| m.contains("AICMO_ALLOW_STUBS")));
    // A watched run is refused beforehand, too.
    app.post("/api/aicmo/runs", &brief()).await.error(503, "llm_unavailable");
}

#[tokio::test]
async fn a_rehearsal_ends_at_the_guard_on_every_path() {
    let app = TestApp::with(&[("OPENAI_API_KEY", "k"), ("AICMO_STUB_MODE", "1")]);
    let body = app.generate().await.error(500, "stub_in_production_forbidden");
    assert_eq!(body["stub_used"], true);
    let started = app.post("/api/aicmo/runs", &brief()).await.json();
    let ended = app.end_of(&started, &[]).await;
    assert_eq!(ended["status"], "failed");
    assert_eq!(ended["result"]["error_type"], "stub_in_production_forbidden");
    let health = app.get("/health/llm").await;
    assert_eq!(health.status, 503);
    assert_eq!(health.json()["error_type"], "stub_in_production_forbidden");
    let metrics = app.get("/metrics").await.text();
    let counted = metrics
        .lines()
        .any(|line| line.strip_prefix("aicmo_stub_in_production_total ").is_some_and(|n| n != "0"));
    assert!(counted, "{metrics}");
}

#[tokio::test]
async fn a_dead_provider_is_a_502_that_lists_the_attempts() {
    let dead = "http://127.0.0.1:9";
    let one = TestApp::with(&[("OPENAI_API_KEY", "k-1"), ("OPENAI_BASE_URL", dead)]);
    let body = one.generate().await.error(502, "llm_failure");
    assert!(body["attempts"].as_array().is_some_and(|list| !list.is_empty()), "{body}");
    assert!(body["retry_after_secs"].is_u64());
    let two = TestApp::with(&[
        ("OPENAI_API_KEY", "k-1"),
        ("OPENAI_BASE_URL", dead),
        ("ANTHROPIC_API_KEY", "k-2"),
        ("ANTHROPIC_BASE_URL", dead),
    ]);
    let body = two.generate().await.error(502, "llm_chain_failed");
    let asked: Vec<&Value> =
        body["attempts"].as_array().expect("a list").iter().map(|a| &a["provider"]).collect();
    assert!(asked.contains(&&json!("openai")) && asked.contains(&&json!("anthropic")));
    assert!(!body.to_string().contains("k-1"));
}

#[tokio::test]
async fn a_spent_budget_is_a_429() {
    let app = TestApp::with(&[("OPENAI_API_KEY", "k"), ("AICMO_DAILY_BUDGET_USD", "0")]);
    app.generate().await.error(429, "budget_exceeded");
}
