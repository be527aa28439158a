//! From a request's bytes to a valid report request, or to every fault of it.

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use serde_json::Value;

use super::body::read_json;
use super::error::ApiError;
use super::state::HttpState;
use crate::clock;
use crate::domain::intake::{IntakeContext, IntakeError, parse_json, parse_value};
use crate::domain::{ReportError, ReportRequest};

/// Fields of the body that may name the pack, in the order of the contract.
const PACK_FIELDS: [&str; 4] =
    ["pack_key", "wow_package_key", "wow_package_preset", "package_name"];

/// Reads the body of a request for a report.
pub(super) async fn read_report_request(
    state: &HttpState,
    request: Request<Body>,
) -> Result<ReportRequest, ApiError> {
    let bytes = read_json(request).await?;
    let value = json(&bytes)?;
    let context = IntakeContext {
        today: clock::today(),
        resolve_pack: &|name| state.app.packs.resolve(name).map(|pack| pack.key.clone()),
        known_packs: &state.known_packs,
    };
    parse_value(&value, &context).map_err(|fields| {
        ApiError::new(ReportError::validation(fields)).for_pack(named_pack(state, &value))
    })
}

/// Reads bytes as JSON.
pub(super) fn json(bytes: &Bytes) -> Result<Value, ApiError> {
    parse_json(bytes).map_err(|error| {
        let status = match &error {
            IntakeError::NotJson(_) => StatusCode::BAD_REQUEST,
            IntakeError::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        ApiError { status, ..ApiError::new(ReportError::from(error)) }
    })
}

/// The pack that a faulty body names, for the error body and the log.
fn named_pack(state: &HttpState, body: &Value) -> Option<String> {
    let name = PACK_FIELDS.iter().find_map(|field| body.get(field)?.as_str())?;
    state.app.packs.resolve(name).map(|pack| pack.key.to_string())
}
