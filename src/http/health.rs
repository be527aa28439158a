//! `/health`, `/health/live` and `/health/ready`: they touch nothing that could be slow.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::state::HttpState;

/// The process is up.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"status": "ok"}))]
pub(super) struct Live {
    /// Always `ok`.
    status: &'static str,
}

/// Whether the process takes reports.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"ready": true, "reason": null, "packs": 10}))]
#[expect(clippy::struct_field_names, reason = "the field says what the route's name asks")]
pub(super) struct Ready {
    /// Whether reports are taken.
    ready: bool,
    /// Why not.
    reason: Option<&'static str>,
    /// How many packs are loaded.
    packs: usize,
}

/// The process is up; touches nothing.
#[utoipa::path(get, path = "/health/live", tag = "health", responses(
    (status = 200, description = "The process is up", body = Live)
))]
pub(super) async fn live() -> Json<Live> {
    Json(Live { status: "ok" })
}

/// The same as `/health/live`.
#[utoipa::path(get, path = "/health", tag = "health", responses(
    (status = 200, description = "The process is up", body = Live)
))]
pub(super) async fn health() -> Json<Live> {
    live().await
}

/// Whether reports are taken: the packs are valid and the service is not draining.
#[utoipa::path(get, path = "/health/ready", tag = "health", responses(
    (status = 200, description = "Reports are taken", body = Ready),
    (status = 503, description = "Reports are not taken, with the reason", body = Ready),
))]
pub(super) async fn ready(State(state): State<HttpState>) -> (StatusCode, Json<Ready>) {
    let packs = state.app.packs.iter().count();
    let reason = if state.app.is_draining() {
        Some("the service is shutting down")
    } else if packs == 0 {
        Some("no pack is loaded")
    } else {
        None
    };
    let status = if reason.is_none() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Ready { ready: reason.is_none(), reason, packs }))
}
