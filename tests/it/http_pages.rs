//! What else is served: health, packs, the description, the console, headers, the port itself.

use std::collections::HashSet;
use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::http::{Served, TestApp, brief, request};

#[tokio::test]
async fn health_says_development_without_a_key() {
    let app = TestApp::new();
    assert_eq!(app.get("/health/live").await.json(), json!({"status": "ok"}));
    assert_eq!(app.get("/health").await.status, 200);
    let answer = app.get("/health/llm").await;
    let body = answer.json();
    assert_eq!(answer.status, 200, "{body}");
    for (field, value) in [
        ("ok", json!(false)),
        ("llm_ready", json!(false)),
        ("used_stub", json!(true)),
        ("pack_key", json!("quick_social_basic")),
        ("error_type", Value::Null),
        ("cached", json!(false)),
    ] {
        assert_eq!(body[field], value, "{field}");
    }
    assert_eq!(body["providers"].as_array().map(Vec::len), Some(3));
    assert_eq!(app.get("/health/llm").await.json()["cached"], true);
    app.get("/health/llm?fresh=true").await.error(401, "unauthorized");
    let fresh = app.get_with("/health/llm?fresh=true", &[("x-admin-key", "admin123")]).await;
    assert_eq!(fresh.json()["cached"], false);
}

#[tokio::test]
async fn health_is_a_503_that_names_no_key_when_nobody_can_write() {
    for pairs in [
        &[("AICMO_ALLOW_STUBS", "0")][..],
        &[("OPENAI_API_KEY", "sk-test-1"), ("OPENAI_BASE_URL", "http://127.0.0.1:9")],
        &[("OPENAI_API_KEY", "sk-test-1"), ("AICMO_USE_LLM", "0")],
    ] {
        let answer = TestApp::with(pairs).get("/health/llm").await;
        let body = answer.json();
        assert_eq!((answer.status.as_u16(), &body["ok"]), (503, &json!(false)), "{body}");
        assert!(body["error_type"].is_string());
        let hint = body["debug_hint"].as_str().expect("a hint").to_lowercase();
        for word in ["api_key", "secret", "sk-"] {
            assert!(!hint.contains(word), "{hint}");
        }
        let ready = pairs.len() == 2 && pairs[1].0 == "OPENAI_BASE_URL";
        assert_eq!(body["llm_ready"], ready);
    }
}

#[tokio::test]
async fn packs_are_listed_and_found_by_any_name() {
    let app = TestApp::new();
    let packs = app.get("/api/aicmo/packs").await.json();
    let first = &packs["packs"][0];
    for field in
        ["key", "name", "aliases", "summary", "version", "research", "sections", "brief_fields"]
    {
        assert!(first.get(field).is_some(), "{field}");
    }
    assert!(first["sections"][0]["words"]["min"].is_u64());
    let name = first["name"].as_str().expect("a name").to_uppercase().replace(' ', "%20");
    let found = app.get(&format!("/api/aicmo/packs/{name}")).await;
    assert_eq!(found.json()["key"], first["key"]);
}

#[tokio::test]
async fn the_description_names_every_route_and_describes_every_field() {
    let app = TestApp::new();
    let spec = app.get("/openapi.json").await.json();
    assert_eq!(spec["openapi"], "3.1.0");
    let paths: Vec<String> = spec["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .map(|(path, item)| {
            let methods: Vec<&str> =
                item.as_object().expect("methods").keys().map(String::as_str).collect();
            format!("{path} {}", methods.join(" "))
        })
        .collect();
    insta::assert_json_snapshot!("openapi_paths", paths);
    for (name, schema) in spec["components"]["schemas"].as_object().expect("schemas") {
        assert!(schema["description"].is_string(), "{name} is not described");
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            let either = property["oneOf"].as_array().into_iter().flatten();
            let described = property["description"].is_string()
                || either.into_iter().any(|one| one["description"].is_string());
            assert!(described, "{name}.{field} is not described");
        }
    }
    let mut ids = HashSet::new();
    for (path, item) in spec["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let id = operation["operationId"].as_str().expect("an operation's id");
            assert!(ids.insert(id), "{id} names two operations");
            assert!(operation["summary"].is_string(), "{method} {path}");
            let described = operation["responses"].as_object().expect("responses");
            let api: &[&str] = if path.starts_with("/api/") { &["401", "429", "500"] } else { &[] };
            let takes_a_body = operation.get("requestBody").is_some();
            let body: &[&str] = if takes_a_body { &["400", "413", "415", "422"] } else { &[] };
            for status in api.iter().chain(body) {
                assert!(described.contains_key(*status), "{status} of {method} {path}");
            }
        }
    }
}

#[tokio::test]
async fn pages_load_nothing_from_elsewhere() {
    let app = TestApp::new();
    for (path, kind) in [
        ("/", "text/html"),
        ("/docs", "text/html"),
        ("/console.js", "text/javascript"),
        ("/markdown.js", "text/javascript"),
        ("/operators.js", "text/javascript"),
        ("/docs.js", "text/javascript"),
        ("/console.css", "text/css"),
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.header("content-type").is_some_and(|found| found.starts_with(kind)));
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        let text = answer.text();
        assert!(!text.contains("http://") && !text.contains("https://"), "{path}");
        for bad in ["innerHTML", "onclick=", "<script>", "style=", "eval(", "{{"] {
            assert!(
                !text.contains(bad) || (bad == "{{" && path.ends_with("js")),
                "{bad} in {path}"
            );
        }
    }
    assert!(app.get("/").await.text().contains("LLM Mode: DEV/LOCAL"));
    let production = TestApp::with(&[("OPENAI_API_KEY", "k"), ("AICMO_API_KEYS", "a")]);
    let page = production.get("/").await.text();
    for words in [
        "LLM Mode: PRODUCTION",
        "✅ Real LLM keys configured (no stubs)",
        "data-needs-key=\"true\"",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[tokio::test]
async fn every_response_carries_the_security_headers() {
    let app = TestApp::new();
    for path in ["/", "/docs", "/health/live", "/api/aicmo/packs", "/api/nothing", "/metrics"] {
        let answer = app.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert!(answer.header("content-security-policy").is_some(), "{path}");
        assert!(answer.header("x-request-id").is_some(), "{path}");
    }
    assert_eq!(app.get("/api/aicmo/packs").await.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn cors_is_for_the_origins_that_are_set() {
    let origin = ("origin", "https://app.example.com");
    let silent = TestApp::new().get_with("/api/aicmo/packs", &[origin]).await;
    assert_eq!(silent.header("access-control-allow-origin"), None);
    let app = TestApp::with(&[("AICMO_CORS_ORIGINS", "https://app.example.com")]);
    let answer = app.get_with("/api/aicmo/packs", &[origin]).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some(origin.1));
    let other = app.get_with("/api/aicmo/packs", &[("origin", "https://evil.example")]).await;
    assert_eq!(other.header("access-control-allow-origin"), None);
    let asked = [origin, ("access-control-request-method", "POST")];
    let path = "/api/aicmo/generate_report";
    let preflight = app.send(request(Method::OPTIONS, path, &asked, Body::empty())).await;
    assert_eq!(preflight.status, 200);
    assert!(preflight.header("access-control-allow-methods").is_some());
}

#[tokio::test]
async fn a_page_of_another_origin_can_read_errors_too() {
    let origin = ("origin", "https://app.example.com");
    let app = TestApp::with(&[
        ("AICMO_CORS_ORIGINS", "https://app.example.com"),
        ("AICMO_RATE_LIMIT_PER_MINUTE", "2"),
    ]);
    for (path, status) in
        [("/api/aicmo/packs/none", 404), ("/api/aicmo/none", 404), ("/api/aicmo/packs", 429)]
    {
        let answer = app.get_with(path, &[origin]).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin.1), "{path}");
        assert!(answer.header("vary").is_some_and(|vary| vary.contains("origin")), "{path}");
        assert_eq!(answer.json()["success"], false, "{path}");
    }
}

#[tokio::test]
async fn admin_status_tells_names_and_no_values() {
    let app = TestApp::with(&[
        ("AICMO_ADMIN_KEY", "hidden-admin"),
        ("OPENAI_API_KEY", "hidden-key"),
        ("AICMO_API_KEYS", "hidden-caller"),
    ]);
    let answer = app.get_with("/api/aicmo/admin/status", &[("x-admin-key", "hidden-admin")]).await;
    let body = answer.json();
    assert_eq!((&body["mode"], &body["llm_ready"]), (&json!("production"), &json!(true)));
    assert_eq!(body["settings"]["OPENAI_API_KEY"], true);
    assert_eq!(body["settings"]["AICMO_METRICS_TOKEN"], false);
    assert!(!answer.text().contains("hidden"), "{body}");
}

#[tokio::test]
async fn admin_checks_are_runs_that_the_admin_key_reads() {
    let app = TestApp::new();
    let key = [("x-admin-key", "admin123")];
    let started = app.post_with("/api/aicmo/admin/smoke_test", &json!({}), &key).await;
    assert_eq!(started.status, 202, "{}", started.text());
    let ended = app.end_of(&started.json(), &key).await;
    assert_eq!(
        (&ended["status"], &ended["result"]["check"]),
        (&json!("done"), &json!("smoke_test"))
    );
    for body in [json!({"force_fallback": "yes"}), json!([]), json!("force_fallback")] {
        let answer = app.post_with("/api/aicmo/admin/live_check", &body, &key).await;
        answer.error(422, "validation_error");
    }
    let started = app.post_with("/api/aicmo/admin/live_check", &json!({}), &key).await.json();
    let ended = app.end_of(&started, &key).await;
    // Without a key no model can prove anything.
    assert_eq!(ended["result"]["passed"], false);
    let path = started["result"].as_str().expect("a path");
    app.get(path).await.error(404, "validation_error");
}

async fn exchange(served: &Served, head: &str) -> String {
    let mut stream = TcpStream::connect(served.address).await.expect("a connection");
    stream.write_all(head.as_bytes()).await.expect("written");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("read");
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_port_serves_and_drains() {
    let mut served = Served::with(&[]).await;
    let head = "GET /health/live HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    assert!(exchange(&served, head).await.starts_with("HTTP/1.1 200"));
    let body = brief().to_string();
    let head = format!(
        "POST /api/aicmo/generate_report HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    assert!(exchange(&served, &head).await.starts_with("HTTP/1.1 200"));
    // A connection that stays open does not hold the drain up.
    let mut idle = TcpStream::connect(served.address).await.expect("a connection");
    idle.write_all(b"GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("written");
    let mut first = [0u8; 12];
    idle.read_exact(&mut first).await.expect("an answer");
    served.stop();
    tokio::time::timeout(Duration::from_secs(20), served.ended()).await.expect("it ends");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nonsense_on_the_wire_ends_the_connection_and_nothing_else() {
    let served = Served::with(&[]).await;
    for nonsense in [
        "\r\n\r\n\r\n",
        "NONSENSE\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nhost: a\r\nx: \u{0}\r\nconnection: close\r\n\r\n",
        "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabc",
    ] {
        let mut stream = TcpStream::connect(served.address).await.expect("a connection");
        stream.write_all(nonsense.as_bytes()).await.expect("written");
        stream.shutdown().await.expect("half closed");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(!answer.starts_with(b"HTTP/1.1 5"), "{nonsense:?}");
    }
    let head = "GET /health/live HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    assert!(exchange(&served, head).await.starts_with("HTTP/1.1 200"));
}
