//! The simulator's own routes: faults on request, and a fresh start.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::books::{Books, Wishes};
use super::{SimulatedLlm, fault};

pub async fn set_faults(
    State(simulator): State<SimulatedLlm>,
    Json(wishes): Json<Wishes>,
) -> Response {
    if let Some(fault) = wishes.faults.iter().find(|fault| !fault::is_known(&fault.kind)) {
        let known: Vec<&str> = [&fault::STATUS_KINDS[..], &fault::OTHER_KINDS[..]].concat();
        let message = json!({"unknown": fault.kind, "known": known});
        return (StatusCode::UNPROCESSABLE_ENTITY, Json(message)).into_response();
    }
    simulator.lock().wishes = wishes;
    StatusCode::NO_CONTENT.into_response()
}

pub async fn reset(State(simulator): State<SimulatedLlm>) -> StatusCode {
    *simulator.lock() = Books { dice: simulator.options.seed, ..Books::default() };
    StatusCode::NO_CONTENT
}
