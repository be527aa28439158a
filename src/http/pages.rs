//! The console at `/` and the API's page at `/docs`: embedded files under a strict CSP, nothing
//! from elsewhere, no inline script.
//!
//! The API's page is a small one of our own: a ready-made viewer would bring megabytes of script
//! with styles and fonts that the CSP would have to be opened for.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::state::HttpState;
use crate::config::Mode;

const CONSOLE: &str = include_str!("console/index.html");
const CONSOLE_CSS: &str = include_str!("console/console.css");
const CONSOLE_JS: &str = include_str!("console/console.js");
const MARKDOWN_JS: &str = include_str!("console/markdown.js");
const OPERATORS_JS: &str = include_str!("console/operators.js");
const DOCS: &str = include_str!("docs/index.html");
const DOCS_JS: &str = include_str!("docs/docs.js");

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// The operators' console, with the mode and whether it has to ask for a key written into it.
pub(super) async fn console(State(state): State<HttpState>) -> Response {
    let config = &state.app.config;
    let needs_key = if config.access.api_keys.is_empty() { "false" } else { "true" };
    let page = CONSOLE
        .replace("{{mode}}", config.mode.label())
        .replace("{{explanation}}", &explanation(config.mode))
        .replace("{{needs_key}}", needs_key);
    file("text/html; charset=utf-8", page)
}

/// What stands behind the mode: the launch checklist looks for production's words.
fn explanation(mode: Mode) -> String {
    match mode {
        Mode::Production => "✅ Real LLM keys configured (no stubs)".to_owned(),
        other => format!("⚠️ {}", other.explanation()),
    }
}

pub(super) async fn markdown_js() -> Response {
    file("text/javascript; charset=utf-8", MARKDOWN_JS)
}

pub(super) async fn operators_js() -> Response {
    file("text/javascript; charset=utf-8", OPERATORS_JS)
}

pub(super) async fn console_css() -> Response {
    file("text/css; charset=utf-8", CONSOLE_CSS)
}

pub(super) async fn console_js() -> Response {
    file("text/javascript; charset=utf-8", CONSOLE_JS)
}

pub(super) async fn docs() -> Response {
    file("text/html; charset=utf-8", DOCS)
}

pub(super) async fn docs_js() -> Response {
    file("text/javascript; charset=utf-8", DOCS_JS)
}

fn file(kind: &'static str, content: impl IntoResponse) -> Response {
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, content).into_response()
}
