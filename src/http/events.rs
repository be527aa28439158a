//! The events of a run as a stream (contract §6), with replay by `Last-Event-ID`.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::StreamExt as _;
use futures::stream::{self, Stream};
use serde_json::Value;

use super::error::ErrorBody;
use super::request_id::RequestId;
use super::run_reader::Reader;
use super::runs::{last_event_id, result_body};
use super::state::HttpState;
use crate::domain::RunEvent;
use crate::runs::Run;

/// A comment line this often keeps proxies from closing a quiet stream.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Time for the last events once the drain is over: the result belongs to every stream.
const LAST_EVENTS: Duration = Duration::from_secs(1);

/// The events of a run, from the start or after `Last-Event-ID`; `result` is always the last.
///
/// Names: `plan`, `section_started`, `section_progress`, `section_gated`, `section_repaired`,
/// `section_done`, `report_gated`, `result` (the body of the success or of the error).
#[utoipa::path(get, path = "/api/aicmo/runs/{id}/events", tag = "runs",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the run"),
        ("token" = Option<String>, Query, description = "Token of the run, in place of an API key"),
        ("Last-Event-ID" = Option<u64>, Header, description = "Id of the last event seen"),
    ),
    responses(
        (status = 200, description = "Server-sent events", content_type = "text/event-stream", body = String),
        (status = 204, description = "All events were seen"),
        (status = 404, description = "No such run of this API key or token", body = ErrorBody),
    ))]
pub(super) async fn events(
    Reader(run): Reader,
    id: RequestId,
    headers: HeaderMap,
    State(state): State<HttpState>,
) -> Response {
    let after = last_event_id(&headers);
    if state.app.runs.result_of(&run).is_some() && after >= run.result_event_id() {
        return StatusCode::NO_CONTENT.into_response();
    }
    let closing = state.app.closing().clone();
    let leave = async move {
        closing.cancelled().await;
        tokio::time::sleep(LAST_EVENTS).await;
    };
    let stream = all_events(state, run, id, after).take_until(leave);
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE).text("still here");
    let mut response = Sse::new(stream).keep_alive(keep_alive).into_response();
    // Tells nginx and its like to pass events on as they come.
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    response
}

fn all_events(
    state: HttpState,
    run: Arc<Run>,
    id: RequestId,
    after: u64,
) -> impl Stream<Item = Result<Event, Infallible>> + Send {
    let progress = run.events_after(after).map(|(id, event)| progress_event(id, &event));
    let last = stream::once(async move { result_event(&state, &run, &id) });
    progress.chain(last.filter_map(std::future::ready)).map(Ok)
}

fn progress_event(id: u64, event: &RunEvent) -> Event {
    let mut value = serde_json::to_value(event).unwrap_or_default();
    let data = value.get_mut("data").map(Value::take).unwrap_or_default();
    let name = value.get("event").and_then(Value::as_str).unwrap_or("message");
    Event::default().id(id.to_string()).event(name).data(data.to_string())
}

fn result_event(state: &HttpState, run: &Run, id: &RequestId) -> Option<Event> {
    let result = state.app.runs.result_of(run)?;
    let body = result_body(&result, run, id).ok()?;
    let text = std::str::from_utf8(&body).ok()?;
    Some(Event::default().id(run.result_event_id().to_string()).event("result").data(text))
}
