//! From a request's bytes to a valid report request, or to every fault of it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use jiff::civil::Date;
use moka::sync::Cache;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::body::read_json;
use super::error::ApiError;
use super::state::HttpState;
use crate::clock;
use crate::domain::intake::{IntakeContext, IntakeError, parse_json, parse_value};
use crate::domain::{ReportError, ReportRequest};
use crate::runs::{Caller, RunKey};

/// Fields of the body that may name the pack, in the order of the contract.
const PACK_FIELDS: [&str; 4] =
    ["pack_key", "wow_package_key", "wow_package_preset", "package_name"];

/// A request for a report, and what stands for it in the cache.
pub(super) struct Asked {
    pub request: ReportRequest,
    pub key: Option<RunKey>,
    bytes: usize,
}

/// Reads the body of a request for a report by `caller`.
pub(super) async fn read_report_request(
    state: &HttpState,
    caller: &Caller,
    request: Request<Body>,
) -> Result<Arc<Asked>, ApiError> {
    let bytes = read_json(request).await?;
    let today = clock::today();
    let seen = Seen::new(today, caller, &bytes);
    if let Some(known) = state.asked_before.0.get(&seen) {
        return Ok(known);
    }
    let value = json(&bytes)?;
    let context = IntakeContext {
        today,
        resolve_pack: &|name| state.app.packs.resolve(name).map(|pack| pack.key.clone()),
        known_packs: &state.known_packs,
    };
    let request = parse_value(&value, &context).map_err(|fields| {
        ApiError::new(ReportError::validation(fields)).for_pack(named_pack(state, &value))
    })?;
    let key = state.app.runs.key_of(&request, caller);
    let asked = Arc::new(Asked { request, key, bytes: bytes.len() });
    state.asked_before.0.insert(seen, Arc::clone(&asked));
    Ok(asked)
}

/// What was sent by whom on which day: the start date may follow from the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Seen([u8; 32]);

impl Seen {
    fn new(today: Date, caller: &Caller, bytes: &[u8]) -> Self {
        let who = format!("{today} {}\n", caller.key_id());
        let digest = Sha256::new().chain_update(who).chain_update(bytes);
        Self(digest.finalize().into())
    }
}

/// Requests by their bytes, so that the same body is read once: most of the work of a cached
/// report would be to read it again.
pub(super) struct AskedBefore(Cache<Seen, Arc<Asked>>);

impl AskedBefore {
    /// Bytes of bodies that are remembered, and for how long without use.
    const MOST: u64 = 4 * 1024 * 1024;
    const IDLE: Duration = Duration::from_mins(10);

    pub fn new() -> Self {
        let weigh = |_: &Seen, asked: &Arc<Asked>| u32::try_from(asked.bytes).unwrap_or(u32::MAX);
        let cache = Cache::builder().weigher(weigh).max_capacity(Self::MOST);
        Self(cache.time_to_idle(Self::IDLE).build())
    }
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
