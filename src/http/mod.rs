//! The service over HTTP: routes, extractors, the error body, the console.
//!
//! It writes no report and judges none: it turns requests into runs and reports into bytes.

mod access;
mod admin;
mod body;
mod client_address;
mod cors;
mod envelope;
mod error;
mod estimate;
mod events;
mod health;
mod hints;
mod intake;
mod limit;
mod llm_health;
mod metrics;
mod openapi;
mod packs;
mod pages;
mod probe;
mod reports;
mod request_id;
mod run_reader;
mod runs;
mod service_pages;
mod state;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

use crate::app::App;
pub(crate) use client_address::Peer;
use error::ApiError;
pub use openapi::openapi_json;
use state::HttpState;

/// The router with every route of contract §1.
pub fn router(app: Arc<App>) -> Router {
    let state = HttpState::new(app);
    let routes = Router::new()
        .route("/api/aicmo/generate_report", post(reports::generate_report))
        .route("/api/aicmo/estimate", post(estimate::estimate))
        .route("/api/aicmo/runs", post(runs::start))
        .route("/api/aicmo/runs/{id}", get(runs::show).delete(runs::cancel))
        .route("/api/aicmo/runs/{id}/events", get(events::events))
        .route("/api/aicmo/runs/{id}/sections/{section}/rewrite", post(runs::rewrite))
        .route("/api/aicmo/packs", get(packs::list))
        .route("/api/aicmo/packs/{key}", get(packs::show))
        .route("/api/aicmo/admin/live_check", post(admin::live_check))
        .route("/api/aicmo/admin/smoke_test", post(admin::smoke_test))
        .route("/api/aicmo/admin/status", get(admin::status))
        .route("/health", get(health::health))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/health/llm", get(llm_health::llm))
        .route("/metrics", get(metrics::metrics))
        .route("/openapi.json", get(service_pages::openapi))
        .route("/docs", get(pages::docs))
        .route("/docs.js", get(pages::docs_js))
        .route("/", get(pages::console))
        .route("/console.css", get(pages::console_css))
        .route("/console.js", get(pages::console_js))
        .route("/markdown.js", get(pages::markdown_js))
        .route("/operators.js", get(pages::operators_js))
        .fallback(no_route)
        .layer(from_fn_with_state(state.clone(), envelope::rate_limit));
    let routes = match cors::layer(&state.app.config.access.cors_origins) {
        Some(layer) => routes.layer(layer),
        None => routes,
    };
    routes.layer(from_fn(envelope::envelope)).with_state(state)
}

async fn no_route() -> Response {
    ApiError::not_found("There is no such route; /docs lists them all.").into_response()
}

#[cfg(test)]
mod tests;
