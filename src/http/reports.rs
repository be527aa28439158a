//! `POST /api/aicmo/generate_report`: one report, synchronously.

use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Request, header};
use axum::response::{IntoResponse, Response};

use super::access::Caller;
use super::error::{ApiError, ErrorBody, millis_since};
use super::intake::{Asked, read_report_request};
use super::openapi::GenerateReport;
use super::request_id::RequestId;
use super::state::HttpState;
use crate::domain::{ReportError, Severity};
use crate::quality::ReportBody;
use crate::runs::{self, ReportOutput, RunOutput, cancelled};
use crate::telemetry::gather;
use crate::telemetry::report::{Delivered, Refusal, delivered, delivered_over_http, refused};

pub(super) const STUB_HEADER: HeaderName = HeaderName::from_static("x-aicmo-stub");

/// Writes one report and answers when it is done.
///
/// Identical requests at the same time share one run; a client that leaves early cancels it
/// unless others wait for the same report. `POST /api/aicmo/runs` takes the same body and can
/// be watched.
#[utoipa::path(post, path = "/api/aicmo/generate_report", tag = "reports",
    request_body(content = GenerateReport, content_type = "application/json"),
    responses(
        (status = 200, description = "The report; header `X-AICMO-Stub: true` for stub content", body = ReportBody<'static>),
        (status = 400, description = "Not JSON, or not UTF-8", body = ErrorBody),
        (status = 401, description = "A key is configured and none that fits was sent", body = ErrorBody),
        (status = 409, description = "The run was cancelled", body = ErrorBody),
        (status = 413, description = "The body exceeds 1 MiB", body = ErrorBody),
        (status = 415, description = "The body is not application/json", body = ErrorBody),
        (status = 422, description = "Fields of the body break the rules; all of them are listed", body = ErrorBody),
        (status = 429, description = "Too many requests, no place within 30 s, or the daily budget is spent", body = ErrorBody),
        (status = 500, description = "Stub content was refused beside a provider key, or the service made a mistake", body = ErrorBody),
        (status = 502, description = "The providers failed, or the quality gate refused the report", body = ErrorBody),
        (status = 503, description = "No writer is available, or the service is shutting down", body = ErrorBody),
        (status = 504, description = "The report's deadline passed", body = ErrorBody),
    ))]
pub(super) async fn generate_report(
    Caller(caller): Caller,
    id: RequestId,
    State(state): State<HttpState>,
    request: Request<Body>,
) -> Result<Response, ApiError> {
    let started = Instant::now();
    let asked = read_report_request(&state, &caller, request).await?;
    let of_pack = |error| {
        let pack = asked.request.pack_key.to_string();
        ApiError::new(error).for_pack(Some(pack))
    };
    let mut waiting = Waiting::new(asked.request.pack_key.as_str(), &id, started);
    let output = match asked.key.and_then(|key| state.app.runs.cached(&key)) {
        Some(output) => Ok(output),
        None => written(&state, &asked, &caller).await,
    };
    waiting.answered = true;
    let output = output.map_err(of_pack)?;
    let body = output.json().map_err(of_pack)?;
    log_delivery(&state, &output, &id, millis_since(started));
    delivered_over_http(id.as_str());
    if !output.cached {
        // Nobody is told of a new report before the log is.
        gather::flush();
    }
    Ok(success(body, output.report.stub_used()))
}

/// A caller that waits for a report: one who leaves before the answer is in the log as
/// `cancelled`, since what was written for it may have cost money.
struct Waiting<'a> {
    pack: &'a str,
    id: &'a RequestId,
    started: Instant,
    answered: bool,
}

impl<'a> Waiting<'a> {
    fn new(pack: &'a str, id: &'a RequestId, started: Instant) -> Self {
        Self { pack, id, started, answered: false }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.answered {
            let duration_ms = millis_since(self.started);
            let at = Refusal { pack: self.pack, request_id: self.id.as_str(), duration_ms };
            refused(&cancelled(), at);
        }
    }
}

async fn written(
    state: &HttpState,
    asked: &Asked,
    caller: &runs::Caller,
) -> Result<ReportOutput, ReportError> {
    let handle = state.app.runs.start(asked.request.clone(), caller)?;
    match handle.result().await? {
        RunOutput::Report(output) => Ok(output),
        RunOutput::Check(_) => Err(*ApiError::unexpected().error),
    }
}

fn success(body: Bytes, stub_used: bool) -> Response {
    let mut response =
        ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body)
            .into_response();
    if stub_used {
        response.headers_mut().insert(STUB_HEADER, HeaderValue::from_static("true"));
    }
    response
}

/// The line and the metrics of a report that left the guard.
pub(super) fn log_delivery(
    state: &HttpState,
    output: &ReportOutput,
    id: &RequestId,
    duration_ms: u64,
) {
    let report = &output.report;
    if !output.cached && !report.stub_used() && report.quality_passed() {
        state.probe.note_success();
    }
    let facts = report.facts();
    let found = report.verdict().failures.iter();
    let warning = found.map(|issue| issue.severity).any(|one| one >= Severity::Repairable);
    let provider = if report.stub_used() && facts.usage.providers.is_empty() {
        "stub".to_owned()
    } else {
        facts.usage.providers.join(",")
    };
    delivered(&Delivered {
        stub_used: report.stub_used(),
        quality_passed: report.quality_passed(),
        status: if warning { "warning" } else { "success" },
        pack: facts.pack_key.as_str(),
        stage: facts.stage.as_str(),
        brief_hash: &facts.brief_hash,
        provider: &provider,
        cached: output.cached,
        words: report.words(),
        calls: if output.cached { 0 } else { facts.usage.calls },
        cost_usd: if output.cached { Some(0.0) } else { facts.usage.cost_usd },
        duration_ms,
        request_id: id.as_str(),
    });
}
