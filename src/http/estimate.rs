//! `POST /api/aicmo/estimate`: what a report would take, without asking anybody.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use serde::Serialize;
use utoipa::ToSchema;

use super::access::Caller;
use super::error::{ApiError, ErrorBody};
use super::intake::read_report_request;
use super::openapi::GenerateReport;
use super::state::HttpState;
use crate::app::App;
use crate::domain::ReportRequest;
use crate::packs::PackSpec;

/// What a report would take.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
#[schema(example = json!({
    "calls": 9, "input_tokens": 21000, "output_tokens": 6400, "cost_usd": 0.0053, "seconds": 41.0
}))]
pub(super) struct Estimate {
    /// Calls to providers, without repairs; 0 with the stub writer.
    calls: u64,
    /// Tokens sent.
    input_tokens: u64,
    /// Tokens received.
    output_tokens: u64,
    /// US dollars at the first provider's price; null where it is not known.
    cost_usd: Option<f64>,
    /// Wall time in seconds.
    seconds: f64,
}

/// Calls, time and cost of a report; asks no provider.
#[utoipa::path(post, path = "/api/aicmo/estimate", tag = "reports",
    request_body(content = GenerateReport, content_type = "application/json"),
    responses(
        (status = 200, description = "The estimate", body = Estimate),
        (status = 422, description = "Fields of the body break the rules", body = ErrorBody),
    ))]
pub(super) async fn estimate(
    Caller(caller): Caller,
    State(state): State<HttpState>,
    request: Request<Body>,
) -> Result<Json<Estimate>, ApiError> {
    let asked = read_report_request(&state, &caller, request).await?;
    let pack = state.app.packs.get(&asked.request.pack_key).ok_or_else(ApiError::unexpected)?;
    Ok(Json(of_report(&state.app, &pack, &asked.request)))
}

fn of_report(app: &App, pack: &PackSpec, request: &ReportRequest) -> Estimate {
    let effort = app.pipeline.estimate(pack, request);
    Estimate {
        calls: whole(effort.calls),
        input_tokens: whole(effort.input_tokens),
        output_tokens: whole(effort.output_tokens),
        cost_usd: app.pipeline.estimated_cost(request, &effort),
        seconds: effort.seconds,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]
fn whole(number: f64) -> u64 {
    number.round() as u64
}
