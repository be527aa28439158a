//! The service in a test: its router by `oneshot`, or listening on a port of the system's choice.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use aicmo::app::App;
use aicmo::config::Config;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tower::ServiceExt as _;

/// A small report that every mode of the service knows.
pub fn brief() -> Value {
    json!({
        "pack_key": "quick_social_basic",
        "client_brief": {
            "brand_name": "Harbour Coffee",
            "industry": "Coffee roastery",
            "product_service": "Single-origin beans by subscription",
            "primary_goal": "Win 200 subscribers by spring",
            "target_audience": "Home baristas in Leeds",
            "platforms": ["Instagram", "E-mail"],
            "start_date": "2026-11-30"
        },
        "stage": "draft"
    })
}

/// The configuration that `pairs` makes, without the rate limit unless they set one.
pub fn config(pairs: &[(&str, &str)]) -> Config {
    let mut map = BTreeMap::from([("AICMO_RATE_LIMIT_PER_MINUTE".to_owned(), "0".to_owned())]);
    map.extend(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    Config::from_map(&map).expect("a valid configuration")
}

/// The service behind its router.
pub struct TestApp {
    pub app: Arc<App>,
    router: Router,
}

impl TestApp {
    /// In development, with the stub writer.
    pub fn new() -> Self {
        Self::with(&[])
    }

    /// As the variables in `pairs` say.
    pub fn with(pairs: &[(&str, &str)]) -> Self {
        let app = App::build(config(pairs)).expect("it builds");
        Self { router: aicmo::http::router(Arc::clone(&app)), app }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a whole body");
        Answer { status: parts.status, headers: parts.headers, body: body.to_vec() }
    }

    /// The body of an answer that is still being written.
    pub async fn open(&self, path: &str) -> Body {
        let asked = request(Method::GET, path, &[], Body::empty());
        self.router.clone().oneshot(asked).await.expect("infallible").into_body()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(request(Method::GET, path, headers, Body::empty())).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_with(path, body, &[]).await
    }

    pub async fn post_with(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let json = [headers, &[("content-type", "application/json")]].concat();
        self.send(request(Method::POST, path, &json, Body::from(body.to_string()))).await
    }

    pub async fn generate(&self) -> Answer {
        self.post("/api/aicmo/generate_report", &brief()).await
    }

    /// Waits for the end of the run that `started` answers.
    pub async fn end_of(&self, started: &Value, headers: &[(&str, &str)]) -> Value {
        let path = started["result"].as_str().expect("a path").to_owned();
        let events = started["events"].as_str().expect("a path");
        // The stream ends with the run.
        self.get(events).await;
        self.get_with(&path, headers).await.json()
    }
}

pub fn request(method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut builder = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(body).expect("a valid request")
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Asserts the body of contract §4 with this status and type, and hands it on.
    #[track_caller]
    pub fn error(&self, status: u16, error_type: &str) -> Value {
        let body = self.json();
        assert_eq!(
            (self.status.as_u16(), &body["error_type"]),
            (status, &json!(error_type)),
            "{body}"
        );
        for (field, value) in [
            ("success", json!(false)),
            ("status", json!("error")),
            ("quality_passed", json!(false)),
            ("error", json!(error_type)),
            ("markdown", Value::Null),
            ("report_markdown", Value::Null),
        ] {
            assert_eq!(body.get(field), Some(&value), "{field} in {body}");
        }
        assert_eq!(body["detail"], body["error_message"]);
        for field in ["error_message", "debug_hint", "pack_key", "request_id"] {
            assert!(body[field].as_str().is_some_and(|text| !text.is_empty()), "{field} in {body}");
        }
        assert!(body["meta"].is_object() && body["stub_used"].is_boolean());
        assert_eq!(self.header("x-request-id"), body["request_id"].as_str());
        let retry = self.header("retry-after").map(|secs| secs.parse::<u64>().expect("seconds"));
        assert_eq!(retry, body.get("retry_after_secs").and_then(Value::as_u64));
        body
    }
}

/// The service on a port.
pub struct Served {
    pub app: Arc<App>,
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    server: tokio::task::JoinHandle<()>,
}

impl Served {
    pub async fn with(pairs: &[(&str, &str)]) -> Self {
        let app = App::build(config(pairs)).expect("it builds");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = aicmo::app::serve_on(Arc::clone(&app), listener, async {
            let _ = stopped.await;
        });
        #[expect(clippy::disallowed_methods, reason = "the test's own server")]
        let server = tokio::spawn(serving);
        Self { app, address, stop: Some(stop), server }
    }

    /// Asks it to stop, as SIGTERM does; it is over when the server is.
    pub fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    pub async fn ended(self) {
        self.server.await.expect("the server ends");
    }
}
