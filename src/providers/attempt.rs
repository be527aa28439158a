//! One attempt: one request to one provider, read to its end within its limits, and judged.

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use tokio::sync::watch;
use tokio::time::{Instant, timeout, timeout_at};

use super::call::{Call, SearchResult};
use super::codes::codes;
use super::fault::Fault;
use super::headers::{RateLimits, rate_limits, request_id, retry_after};
use super::settings::{ProviderSettings, Wire};
use super::wire::{Ask, Gathered, MESSAGES_VERSION, Reader, Tokens};
use crate::clock;
use crate::domain::AttemptKind;

/// Limits of one attempt.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub first_byte: Duration,
    pub stall: Duration,
    pub until: Instant,
}

/// An answer that is complete in every respect.
pub(super) struct Answer {
    pub json: Value,
    pub results: Vec<SearchResult>,
}

/// What came of an attempt.
pub(super) struct Outcome {
    pub result: Result<Answer, Fault>,
    pub tokens: Tokens,
    /// Bytes of answer text that came.
    pub heard: usize,
    /// Whether the provider got the request.
    pub reached: bool,
    pub request_id: Option<String>,
    pub rate_limits: RateLimits,
    /// Time in which we waited for the provider.
    pub upstream: Duration,
}

/// How long the rest of an error's body, or of an answer that is there already, is waited for.
const ERROR_BODY_TIME: Duration = Duration::from_secs(2);
const ERROR_BODY_MOST: usize = 64 * 1024;
const TAIL_TIME: Duration = Duration::from_secs(1);
const CLOSE_TIME: Duration = Duration::from_millis(10);
/// An answer longer than its cap at so many bytes a token is none: it was not our question's.
const BYTES_A_TOKEN_AT_MOST: usize = 64;
/// Keep-alives alone hold a call this many stall limits long.
const STALLS_OF_KEEP_ALIVES: u32 = 3;

/// One request under way.
pub(super) struct Attempt<'a> {
    pub client: &'a reqwest::Client,
    pub provider: &'a ProviderSettings,
    pub url: &'a str,
    pub call: &'a Call,
    pub limits: Limits,
    /// Tells when the provider was found to hang by other calls.
    pub hung: watch::Receiver<u64>,
}

impl Attempt<'_> {
    /// Asks, reads and judges.
    pub(super) async fn run(mut self, ask: &Ask<'_>) -> Outcome {
        let mut outcome = Outcome {
            result: Err(Fault::new(AttemptKind::BadRequest)),
            tokens: Tokens::default(),
            heard: 0,
            reached: false,
            request_id: None,
            rate_limits: RateLimits::default(),
            upstream: Duration::ZERO,
        };
        let (Ok(body), Some(headers)) = (ask.body(), headers_for(self.provider)) else {
            outcome.result = Err(Fault::new(AttemptKind::Auth));
            return outcome;
        };
        let started = Instant::now();
        let sent = self.send(headers, body).await;
        outcome.upstream += started.elapsed();
        match sent {
            Ok(response) => self.receive(response, &mut outcome).await,
            Err(fault) => {
                outcome.reached = fault.kind == AttemptKind::Timeout;
                outcome.result = Err(fault);
            }
        }
        outcome
    }

    async fn send(&mut self, headers: HeaderMap, body: String) -> Result<reqwest::Response, Fault> {
        // Wrapped, so that it is dropped once sent: nobody sends it again by itself.
        let body = reqwest::Body::wrap(body);
        let request = self.client.post(self.url).headers(headers).body(body).send();
        let until = self.limits.until.min(Instant::now() + self.limits.first_byte);
        self.hung.mark_unchanged();
        tokio::select! {
            biased;
            sent = timeout_at(until, request) => match sent {
                Ok(Ok(response)) => Ok(response),
                Ok(Err(error)) => Err(Fault::new(kind_of_transport(&error))),
                Err(_) => Err(Fault::new(AttemptKind::Timeout)),
            },
            // Others found that it hangs: no use in waiting for the same.
            _ = self.hung.changed() => Err(Fault::new(AttemptKind::Timeout)),
        }
    }

    async fn receive(&self, mut response: reqwest::Response, outcome: &mut Outcome) {
        let (status, now) = (response.status().as_u16(), clock::now());
        outcome.reached = true;
        outcome.request_id = request_id(response.headers());
        outcome.rate_limits = rate_limits(response.headers(), now);
        if status != 200 {
            let wait = retry_after(response.headers(), now);
            let started = Instant::now();
            let body = error_body(&mut response, self.limits.until).await;
            outcome.upstream += started.elapsed();
            outcome.result = Err(Fault { retry_after: wait, ..Fault::of_status(status, &body) });
            return;
        }
        let mut reader = Reader::new(self.provider.wire);
        let read = self.read(&mut response, &mut reader, &mut outcome.upstream).await;
        let is_stream = reader.is_stream();
        let gathered = reader.into_gathered();
        (outcome.tokens, outcome.heard) = (gathered.tokens, gathered.text.len());
        let judged = read.and_then(|()| judge(gathered, is_stream, self.call));
        outcome.result = judged.map_err(|fault| Fault { status: Some(status), ..fault });
    }

    /// Reads the body to its end.
    async fn read(
        &self,
        response: &mut reqwest::Response,
        reader: &mut Reader,
        upstream: &mut Duration,
    ) -> Result<(), Fault> {
        let mut alive = Instant::now() + self.limits.stall * STALLS_OF_KEEP_ALIVES;
        let (mut hung, mut begun) = (self.hung.clone(), false);
        loop {
            let now = Instant::now();
            let patience = if reader.is_finished() { TAIL_TIME } else { self.limits.stall };
            let until = (now + patience).min(alive).min(self.limits.until);
            let piece = tokio::select! {
                biased;
                piece = timeout_at(until, response.chunk()) => piece,
                _ = hung.changed(), if !begun => return Err(Fault::new(AttemptKind::Timeout)),
            };
            *upstream += now.elapsed();
            let bytes = match piece {
                Ok(Ok(Some(bytes))) => bytes,
                Ok(Ok(None)) => break,
                // The answer itself is there: what is missing is a tail that holds none of it.
                _ if reader.is_finished() && reader.is_stream() => break,
                Ok(Err(error)) => return Err(Fault::new(kind_of_transport(&error))),
                Err(_) => return Err(Fault::new(AttemptKind::Timeout)),
            };
            if reader.feed(&bytes).map_err(|_| Fault::new(AttemptKind::InvalidResponse))? {
                begun = true;
                alive = Instant::now() + self.limits.stall * STALLS_OF_KEEP_ALIVES;
                self.report_progress(reader);
            }
            if reader.is_ended() {
                // Read to the close, where it is near, so that the connection can be used again.
                let _ = timeout(CLOSE_TIME, response.chunk()).await;
                break;
            }
        }
        reader.end().map_err(|_| Fault::new(AttemptKind::InvalidResponse))
    }

    fn report_progress(&self, reader: &Reader) {
        if let Some(progress) = &self.call.progress {
            progress(reader.gathered().text.len());
        }
    }
}

fn kind_of_transport(error: &reqwest::Error) -> AttemptKind {
    if error.is_timeout() { AttemptKind::Timeout } else { AttemptKind::Transport }
}

/// The start of an error's body, as far as it comes in time.
async fn error_body(response: &mut reqwest::Response, until: Instant) -> Vec<u8> {
    let until = until.min(Instant::now() + ERROR_BODY_TIME);
    let mut body = Vec::new();
    while body.len() < ERROR_BODY_MOST {
        match timeout_at(until, response.chunk()).await {
            Ok(Ok(Some(bytes))) => body.extend_from_slice(&bytes),
            _ => break,
        }
    }
    body
}

/// Headers with the key; `None` when the key cannot be one.
pub(super) fn headers_for(provider: &ProviderSettings) -> Option<HeaderMap> {
    let key = provider.key.expose_secret().trim();
    let (name, value) = match provider.wire {
        Wire::Messages => ("x-api-key", key.to_owned()),
        Wire::Chat | Wire::Responses => ("authorization", format!("Bearer {key}")),
    };
    let mut value = HeaderValue::from_str(&value).ok()?;
    value.set_sensitive(true);
    let mut headers = HeaderMap::new();
    headers.insert(name, value);
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    if provider.wire == Wire::Messages {
        headers.insert("anthropic-version", HeaderValue::from_static(MESSAGES_VERSION));
    }
    Some(headers)
}

/// Holds what came against "what counts as success".
fn judge(gathered: Gathered, is_stream: bool, call: &Call) -> Result<Answer, Fault> {
    if let Some(error) = &gathered.error {
        return Err(Fault::of_object(error));
    }
    if gathered.refused {
        return Err(Fault::new(AttemptKind::Refused));
    }
    let is_empty = gathered.text.trim().is_empty();
    match gathered.finish.as_deref().map(|reason| codes().kind_of_finish(reason)) {
        Some(AttemptKind::Ok) => {}
        Some(kind) => return Err(Fault::new(kind)),
        None if gathered.message_seen && !is_stream && is_empty => {
            return Err(Fault::new(AttemptKind::Empty));
        }
        None if is_stream && !gathered.ended => return Err(Fault::new(AttemptKind::Transport)),
        None => return Err(Fault::new(AttemptKind::InvalidResponse)),
    }
    if !gathered.message_seen {
        return Err(Fault::new(AttemptKind::InvalidResponse));
    }
    if is_empty {
        return Err(Fault::new(AttemptKind::Empty));
    }
    if gathered.text.len() / BYTES_A_TOKEN_AT_MOST > call.max_output_tokens as usize {
        return Err(Fault::new(AttemptKind::InvalidResponse));
    }
    let json = parse_answer(&gathered.text)
        .filter(|json| (call.schema.check)(json).is_ok())
        .ok_or_else(|| Fault::new(AttemptKind::InvalidResponse))?;
    Ok(Answer { json, results: gathered.results })
}

/// The answer as JSON. Servers without schemas may put thoughts before it or a code fence around
/// it, which is no fault.
fn parse_answer(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches('\u{FEFF}');
    let text = text
        .strip_prefix("<think>")
        .and_then(|rest| rest.split_once("</think>"))
        .map_or(text, |(_, answer)| answer.trim());
    let inner = text
        .strip_prefix("```json")
        .or_else(|| text.strip_prefix("```"))
        .and_then(|rest| rest.trim_end().strip_suffix("```"))
        .unwrap_or(text);
    serde_json::from_str(inner).ok().filter(Value::is_object)
}
