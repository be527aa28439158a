//! Runs that can be watched: start, state, cancel, rewrite of a section.

use std::time::Instant;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::access::Caller;
use super::body::read_json;
use super::error::{ApiError, ErrorBody, millis, millis_since};
use super::intake::{json, read_report_request};
use super::openapi::{GenerateReport, Rewrite};
use super::reports::{STUB_HEADER, log_delivery};
use super::request_id::RequestId;
use super::run_reader::{Owner, Reader, no_run, parse_id};
use super::state::HttpState;
use crate::domain::text::normalise;
use crate::domain::{ErrorType, FieldError, PackKey, ReportError};
use crate::runs::{Progress, Run, RunHandle, RunOutput, RunResult, RunStatus};
use crate::telemetry::console;
use crate::telemetry::report::{Refusal, refused};

/// The console names itself here, so that its runs are told apart in the log.
const CLIENT_HEADER: &str = "x-aicmo-client";
/// Most characters of an instruction.
const MOST_INSTRUCTION: usize = 5_000;

/// A run that was started.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "run_id": "0199c0de-0000-7000-8000-000000000000",
    "events": "/api/aicmo/runs/0199c0de-0000-7000-8000-000000000000/events?token=0f3c",
    "result": "/api/aicmo/runs/0199c0de-0000-7000-8000-000000000000"
}))]
pub(super) struct Started {
    /// Its id.
    run_id: Uuid,
    /// Path of its events; the token in it stands for the API key, for browsers.
    events: String,
    /// Path of its state and result.
    result: String,
}

impl Started {
    pub fn of(run: &Run) -> (StatusCode, Json<Self>) {
        let result = format!("/api/aicmo/runs/{}", run.id());
        let events = format!("{result}/events?token={}", run.token());
        (StatusCode::ACCEPTED, Json(Self { run_id: run.id(), events, result }))
    }
}

/// A run as it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "run_id": "0199c0de-0000-7000-8000-000000000000", "status": "running",
    "created_at": "2026-11-23T09:00:00Z", "progress": {"done": 3, "sections": 8}, "result": null
}))]
pub(super) struct RunState {
    /// Its id.
    run_id: Uuid,
    /// `queued`, `running`, `done`, `failed` or `cancelled`.
    status: RunStatus,
    /// When it was asked for, RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    created_at: jiff::Timestamp,
    /// Sections done and in all.
    progress: Progress,
    /// The body of the success, of the error or of the check; null while it is under way.
    #[schema(value_type = Option<Object>)]
    result: Option<()>,
}

/// Starts a report that can be watched.
#[utoipa::path(post, path = "/api/aicmo/runs", operation_id = "start_run", tag = "runs",
    request_body(content = GenerateReport, content_type = "application/json"),
    responses(
        (status = 202, description = "The run", body = Started),
        (status = 422, description = "Fields of the body break the rules", body = ErrorBody),
        (status = 503, description = "No writer is available, or the service is shutting down", body = ErrorBody),
    ))]
pub(super) async fn start(
    Caller(caller): Caller,
    id: RequestId,
    State(state): State<HttpState>,
    request: Request<Body>,
) -> Result<Response, ApiError> {
    let from_console = request.headers().get(CLIENT_HEADER).is_some_and(|c| c == "console");
    let asked = read_report_request(&state, &caller, request).await?;
    let pack = asked.request.pack_key.to_string();
    let handle = state.app.runs.start(asked.request.clone(), &caller);
    let handle = handle.map_err(|error| ApiError::new(error).for_pack(Some(pack.clone())))?;
    Ok(watch(&state, handle, Watcher { id, pack, from_console, started: Instant::now() }))
}

/// Who started a run, for the line in the log at its end.
struct Watcher {
    id: RequestId,
    pack: String,
    from_console: bool,
    started: Instant,
}

fn watch(state: &HttpState, handle: RunHandle, watcher: Watcher) -> Response {
    if watcher.from_console {
        console::generating(watcher.id.as_str());
    }
    let of_watcher = state.clone();
    let id = watcher.id.clone();
    let on_end = move |result: &RunResult| log_end(&of_watcher, &watcher, result);
    let run = state.app.runs.watch(handle, id.as_str(), on_end);
    Started::of(&run).into_response()
}

fn log_end(state: &HttpState, watcher: &Watcher, result: &RunResult) {
    let duration_ms = millis_since(watcher.started);
    match result {
        Ok(RunOutput::Report(output)) => log_delivery(state, output, &watcher.id, duration_ms),
        Ok(RunOutput::Check(_)) => {}
        Err(error) => {
            let request_id = watcher.id.as_str();
            refused(error, Refusal { pack: &watcher.pack, request_id, duration_ms });
        }
    }
    if watcher.from_console {
        log_for_console(result, watcher.id.as_str());
    }
}

fn log_for_console(result: &RunResult, request_id: &str) {
    match result {
        Ok(RunOutput::Report(output)) => {
            let report = &output.report;
            console::got_report(report.stub_used(), report.quality_passed(), request_id);
        }
        Err(error) if error.error_type == ErrorType::RuntimeQualityFailed => {
            console::quality_failed(request_id);
        }
        Err(_) | Ok(RunOutput::Check(_)) => {}
    }
}

/// How a run stands, with its result when it has one.
#[utoipa::path(get, path = "/api/aicmo/runs/{id}", operation_id = "show_run", tag = "runs",
    params(("id" = Uuid, Path, description = "Id of the run")),
    responses(
        (status = 200, description = "The run", body = RunState),
        (status = 404, description = "No such run of this API key", body = ErrorBody),
    ))]
pub(super) async fn show(
    Reader(run): Reader,
    id: RequestId,
    State(state): State<HttpState>,
) -> Result<Response, ApiError> {
    state_of(&state, &run, &id, StatusCode::OK)
}

/// Cancels a run, unless others wait for the same report.
#[utoipa::path(delete, path = "/api/aicmo/runs/{id}", operation_id = "cancel_run", tag = "runs",
    params(("id" = Uuid, Path, description = "Id of the run")),
    responses(
        (status = 202, description = "The run as it stands; it ends as soon as it can", body = RunState),
        (status = 404, description = "No such run of this API key", body = ErrorBody),
    ))]
pub(super) async fn cancel(
    Owner(run): Owner,
    id: RequestId,
    State(state): State<HttpState>,
) -> Result<Response, ApiError> {
    state.app.runs.cancel(&run);
    state_of(&state, &run, &id, StatusCode::ACCEPTED)
}

/// Rewrites one section of a finished report by an instruction: a new run whose result is the
/// whole report, judged again.
#[utoipa::path(post, path = "/api/aicmo/runs/{id}/sections/{section}/rewrite",
    operation_id = "rewrite_section", tag = "runs",
    params(
        ("id" = Uuid, Path, description = "Id of a finished run"),
        ("section" = String, Path, description = "Id of the section", example = "overview"),
    ),
    request_body(content = Rewrite, content_type = "application/json"),
    responses(
        (status = 202, description = "The new run", body = Started),
        (status = 404, description = "No such run of this API key", body = ErrorBody),
        (status = 422, description = "No such section, no report yet, or no instruction", body = ErrorBody),
    ))]
pub(super) async fn rewrite(
    Caller(caller): Caller,
    id: RequestId,
    path: Result<Path<(String, String)>, PathRejection>,
    State(state): State<HttpState>,
    request: Request<Body>,
) -> Result<Response, ApiError> {
    let Path((run, section)) = path.map_err(|_| no_run())?;
    let run = parse_id(&run)?;
    let base = state.app.runs.find(run, &caller).ok_or_else(no_run)?;
    let instruction = instruction(&read_json(request).await?)?;
    let pack = base.pack().map(ToString::to_string);
    let handle = state.app.runs.rewrite(&base, &section, &instruction, &caller);
    let handle = handle.map_err(|error| ApiError::new(error).for_pack(pack.clone()))?;
    let pack = pack.unwrap_or_else(|| "unknown".to_owned());
    let watcher = Watcher { id, pack, from_console: false, started: Instant::now() };
    Ok(watch(&state, handle, watcher))
}

fn instruction(body: &Bytes) -> Result<String, ApiError> {
    let value = json(body)?;
    let text = value.get("instruction").and_then(|text| text.as_str()).map(normalise);
    let fits = |text: &String| !text.is_empty() && text.chars().count() <= MOST_INSTRUCTION;
    text.filter(fits).ok_or_else(|| {
        ApiError::new(ReportError::validation(vec![FieldError {
            path: "instruction".to_owned(),
            message: format!("must be a text of 1 to {MOST_INSTRUCTION} characters"),
        }]))
    })
}

fn state_of(
    state: &HttpState,
    run: &Run,
    id: &RequestId,
    status: StatusCode,
) -> Result<Response, ApiError> {
    let ended = state.app.runs.result_of(run);
    let report = ended.as_ref().and_then(|ended| ended.as_ref().ok()?.report());
    let stub_used = report.is_some_and(|output| output.report.stub_used());
    let result = ended.as_ref().map(|ended| result_body(ended, run, id)).transpose()?;
    let head = RunState {
        run_id: run.id(),
        status: run.status(),
        created_at: run.created_at(),
        progress: run.progress(),
        result: None,
    };
    let body = splice(&head, result.as_deref())?;
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    let mut response = (status, kind, body).into_response();
    if stub_used {
        response.headers_mut().insert(STUB_HEADER, HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// The state with the ready bytes of its result in the place of its last field.
fn splice(head: &RunState, result: Option<&[u8]>) -> Result<Vec<u8>, ApiError> {
    let mut body = serde_json::to_vec(head).map_err(|_| ApiError::unexpected())?;
    if let Some(result) = result {
        body.truncate(body.len().saturating_sub("null}".len()));
        body.extend_from_slice(result);
        body.push(b'}');
    }
    Ok(body)
}

/// The JSON of a run's result: of §3, of §4, or of a check. An error names the request that the
/// log knows, not the one that reads it.
pub(super) fn result_body(
    result: &RunResult,
    run: &Run,
    id: &RequestId,
) -> Result<Bytes, ApiError> {
    let body = match result {
        Ok(RunOutput::Report(output)) => return output.json().map_err(ApiError::new),
        Ok(RunOutput::Check(value)) => serde_json::to_vec(&**value),
        Err(error) => {
            let pack = run.pack().map_or("unknown", PackKey::as_str);
            let asked_by = run.asked_by().unwrap_or(id.as_str());
            let took = run.took().map(millis).unwrap_or_default();
            serde_json::to_vec(&ErrorBody::new(error, pack, asked_by, took))
        }
    };
    body.map(Bytes::from).map_err(|_| ApiError::unexpected())
}

/// The last event that a watcher has seen, by the header that browsers send.
pub(super) fn last_event_id(headers: &HeaderMap) -> u64 {
    let sent = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    sent.and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}
