//! The outermost layer: request ids, the error body, panics, the rate limit, headers that every
//! response carries.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt as _;

use super::client_address::client_address;
use super::error::{ApiError, millis_since};
use super::request_id::{self, RequestId};
use super::state::HttpState;
use crate::telemetry::report::{Refusal, refused};

/// Paths whose requests ask for a report: their refusals are logged and counted.
const REPORT_PATHS: [&str; 2] = ["/api/aicmo/generate_report", "/api/aicmo/runs"];

pub(super) async fn envelope(mut request: Request<Body>, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::of(request.headers());
    let api = request.uri().path().starts_with("/api/");
    let asks_for_report = request.method() == Method::POST && is_report_path(request.uri().path());
    request.extensions_mut().insert(id.clone());
    let mut response = caught(request, next, &id).await;
    if let Some(error) = error_of(&mut response) {
        if asks_for_report {
            let (pack, request_id) = (error.pack(), id.as_str());
            let duration_ms = millis_since(started);
            refused(&error.error, Refusal { pack, request_id, duration_ms });
        }
        let inner = std::mem::take(response.headers_mut());
        response = error.render(id.as_str(), started);
        keep(response.headers_mut(), inner);
    }
    finish(response.headers_mut(), &id, api);
    response
}

/// Keeps what the layers below said of the answer as a whole: `Allow`, `Vary` and the headers
/// without which a browser hides an error from a page of another origin.
fn keep(headers: &mut HeaderMap, inner: HeaderMap) {
    let mut name = None;
    for (next, value) in inner {
        name = next.or(name);
        let Some(name) = &name else { continue };
        let of_cors = name.as_str().starts_with("access-control-");
        if of_cors || *name == header::ALLOW || *name == header::VARY {
            headers.append(name, value);
        }
    }
}

fn is_report_path(path: &str) -> bool {
    REPORT_PATHS.contains(&path) || path.ends_with("/rewrite")
}

/// Refuses a client that asks too often. Within CORS, so that its page can read the refusal.
pub(super) async fn rate_limit(
    State(state): State<HttpState>,
    request: Request<Body>,
    next: Next,
) -> Response {
    match limit(&state, &request) {
        Ok(()) => next.run(request).await,
        Err(error) => axum::response::IntoResponse::into_response(error),
    }
}

/// Reading what one has already started costs nothing and is not counted.
fn limit(state: &HttpState, request: &Request<Body>) -> Result<(), ApiError> {
    let api = request.uri().path().starts_with("/api/");
    let watching =
        request.method() != Method::POST && request.uri().path().starts_with("/api/aicmo/runs/");
    if !api || watching || request.method() == Method::OPTIONS {
        return Ok(());
    }
    let hops = state.app.config.access.trusted_proxy_hops;
    state.rate_limit.check(client_address(request.headers(), request.extensions(), hops))
}

/// A panic becomes an `unexpected_error`; its words stay out of the log, since they may quote
/// a brief (the hook of `telemetry::init` logs its place).
async fn caught(request: Request<Body>, next: Next, id: &RequestId) -> Response {
    let path = request.uri().path().to_owned();
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    tracing::debug!(
        path,
        status = answered.as_ref().map_or(500, |response| response.status().as_u16()),
        request_id = id.as_str(),
        "answered"
    );
    answered.unwrap_or_else(|_| {
        tracing::error!(request_id = id.as_str(), path, "a handler panicked");
        axum::response::IntoResponse::into_response(ApiError::unexpected())
    })
}

/// Our own error, or one that the framework answered by itself.
fn error_of(response: &mut Response) -> Option<ApiError> {
    if let Some(error) = response.extensions_mut().remove::<ApiError>() {
        return Some(error);
    }
    let status = response.status();
    let ours = response.headers().contains_key(header::CONTENT_TYPE)
        && !response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|value| value.as_bytes().starts_with(b"text/plain"));
    if ours || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    Some(match status {
        StatusCode::NOT_FOUND => ApiError::not_found("There is no such route."),
        StatusCode::METHOD_NOT_ALLOWED => {
            ApiError::request(status, "This route does not take that method; see Allow.")
        }
        status if status.is_client_error() => {
            ApiError::request(status, "The request could not be read.")
        }
        _ => ApiError::unexpected(),
    })
}

const FOR_ALL: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    ),
];

/// A response that is no page of ours may load nothing and be framed by nobody.
const NO_CONTENT: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

fn finish(headers: &mut HeaderMap, id: &RequestId, api: bool) {
    headers.insert(request_id::HEADER, id.header());
    for (name, value) in &FOR_ALL {
        headers.insert(name, value.clone());
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(NO_CONTENT);
    if api {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
}
