//! The service over HTTP: routes, extractors, the error body, the console.
//!
//! It writes no report and judges none: it turns requests into runs and reports into bytes.

mod access;
mod body;
mod client_address;
mod envelope;
mod error;
mod health;
mod limit;
mod metrics;
mod packs;
mod request_id;
mod state;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use crate::app::App;
pub(crate) use client_address::Peer;
use error::ApiError;
use state::HttpState;

/// The router with every route of contract §1.
pub fn router(app: Arc<App>) -> Router {
    let state = HttpState::new(app);
    Router::new()
        .route("/health", get(health::health))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/api/aicmo/packs", get(packs::list))
        .route("/api/aicmo/packs/{key}", get(packs::show))
        .route("/metrics", get(metrics::metrics))
        .fallback(no_route)
        .layer(from_fn_with_state(state.clone(), envelope::envelope))
        .with_state(state)
}

async fn no_route() -> Response {
    ApiError::not_found("There is no such route; /docs lists them all.").into_response()
}
