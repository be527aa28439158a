//! Brings a reply to the client: whole or streamed, or as the fault wants it.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures::StreamExt as _;
use futures::stream;
use serde_json::{Value, json};

use super::fault::ErrorAnswer;
use super::wire::{Reply, Route};

/// A piece of a body, or its violent end.
type Piece = Result<Bytes, io::Error>;

/// How a reply is to be delivered.
pub struct Delivery<'a> {
    pub route: Route,
    pub streamed: bool,
    pub fault: Option<&'a str>,
    /// The client's own key, for the fault that echoes it.
    pub key: &'a str,
}

impl Delivery<'_> {
    /// The response for `reply`.
    pub fn respond(&self, reply: &Reply) -> Response {
        match self.fault {
            Some("html_200") => html(),
            Some("error_200") => self.error_200(),
            Some("not_json_body") => plain("{\"choices\": [{".to_owned()),
            _ if self.streamed => self.stream(reply),
            _ => self.whole(reply),
        }
    }

    /// The response for an error status.
    pub fn error(&self, error: &ErrorAnswer) -> Response {
        let echoed = format!("Incorrect API key provided: {}.", self.key);
        let message = if error.message.is_empty() { &echoed } else { error.message };
        let body = self.route.error(error.code, message, error.param);
        let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
        let mut response = (status, axum::Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert("x-request-id", "req_simulated".parse().expect("a token"));
        if let Some((name, value)) = &error.header {
            headers.insert(*name, value.parse().expect("a header value"));
        }
        response
    }

    fn error_200(&self) -> Response {
        let body = self.route.error("server_error", "The model failed.", None);
        if self.streamed {
            events(vec![format!("data: {body}\n\n")])
        } else {
            axum::Json(body).into_response()
        }
    }

    fn whole(&self, reply: &Reply) -> Response {
        let body = self.route.whole(reply).to_string();
        match self.fault {
            Some("truncated_body" | "reset") => broken(&half(&body), "application/json"),
            Some("stall") => stalled(&half(&body), "application/json"),
            Some("drip") => dripping(&body, "application/json"),
            Some("malformed_json" | "cut_stream") => plain(half(&body)),
            _ => plain(body),
        }
    }

    fn stream(&self, reply: &Reply) -> Response {
        let all = self.route.events(reply);
        let start = || all[..all.len() / 2].concat();
        let kind = "text/event-stream";
        match self.fault {
            Some("truncated_body" | "reset") => broken(&start(), kind),
            Some("stall") => stalled(&start(), kind),
            Some("drip") => dripping(&all.concat(), kind),
            Some("cut_stream") => events(vec![start()]),
            Some("malformed_json") => events(vec![start(), "data: {\"choices\": [\n\n".to_owned()]),
            Some("stream_error") => {
                let error = match self.route {
                    Route::Responses | Route::Agent => {
                        json!({"type": "error", "code": "server_error", "message": "It broke."})
                    }
                    _ => self.route.error("overloaded_error", "It broke.", None),
                };
                events(vec![start(), format!("data: {error}\n\n")])
            }
            _ => events(all),
        }
    }
}

/// Never answers.
pub async fn hang() -> Infallible {
    std::future::pending().await
}

/// Closes the connection without a word: a handler that unwinds takes its connection with it.
pub fn close() -> ! {
    std::panic::resume_unwind(Box::new("the connection is closed on purpose"))
}

fn half(text: &str) -> String {
    text.chars().take(text.chars().count() / 2).collect()
}

fn plain(body: String) -> Response {
    ([("content-type", "application/json")], body).into_response()
}

fn html() -> Response {
    let page = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>";
    ([("content-type", "text/html")], page).into_response()
}

fn events(all: Vec<String>) -> Response {
    let pieces = all.into_iter().map(|event| Ok(Bytes::from(event)) as Piece);
    streamed(Body::from_stream(stream::iter(pieces.collect::<Vec<_>>())), "text/event-stream")
}

fn broken(start: &str, kind: &'static str) -> Response {
    let pieces: Vec<Piece> =
        vec![Ok(Bytes::from(start.to_owned())), Err(io::ErrorKind::ConnectionReset.into())];
    streamed(Body::from_stream(stream::iter(pieces)), kind)
}

fn stalled(start: &str, kind: &'static str) -> Response {
    let first: Vec<Piece> = vec![Ok(Bytes::from(start.to_owned()))];
    streamed(Body::from_stream(stream::iter(first).chain(stream::pending())), kind)
}

/// A few bytes at a time, for longer than anybody waits.
fn dripping(body: &str, kind: &'static str) -> Response {
    let bytes = Bytes::from(body.to_owned());
    let pieces = stream::unfold(bytes, |mut rest| async move {
        tokio::time::sleep(Duration::from_millis(40)).await;
        let piece = rest.split_to(rest.len().min(2));
        (!piece.is_empty()).then_some((Ok(piece) as Piece, rest))
    });
    streamed(Body::from_stream(pieces), kind)
}

fn streamed(body: Body, kind: &'static str) -> Response {
    ([("content-type", kind), ("x-request-id", "req_simulated")], body).into_response()
}

/// The model list of all providers in one.
pub fn model_list() -> Value {
    let names =
        ["gpt-6-luna", "gpt-6.1-sol", "perplexity/sonar", "claude-haiku-5-5", "claude-sonnet-5-5"];
    let model =
        |name| json!({"id": name, "object": "model", "type": "model", "display_name": name});
    json!({"object": "list", "data": names.map(model), "has_more": false})
}

/// The client's own key, wherever it sends it.
pub fn key_of(headers: &HeaderMap) -> String {
    let header = ["authorization", "x-api-key"].iter().find_map(|name| headers.get(*name));
    let text = header.and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.trim_start_matches("Bearer ").to_owned()
}
