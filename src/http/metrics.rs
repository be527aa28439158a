//! `/metrics` for Prometheus.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::access::unauthorized;
use super::state::HttpState;

/// Metrics of the process in the text format of Prometheus.
///
/// When API keys are configured it wants one of them, or the metrics token.
#[utoipa::path(get, path = "/metrics", tag = "operations", responses(
    (status = 200, description = "Metrics", content_type = "text/plain", body = String),
    (status = 401, description = "A key is configured and none that fits was sent"),
))]
pub(super) async fn metrics(State(state): State<HttpState>, headers: HeaderMap) -> Response {
    if !state.keys.may_read_metrics(&headers) {
        return unauthorized("Send a valid key, or the metrics token, as a bearer token.")
            .into_response();
    }
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], state.app.metrics.render()).into_response()
}
