//! Streams as servers write them: every shape that is legal, or common all the same.

use std::convert::Infallible;
use std::net::SocketAddr;

use aicmo::domain::AttemptKind;
use aicmo::providers::ChainError;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::post;
use futures::stream;
use serde_json::json;

use crate::providers::{ANTHROPIC, OPENAI, PATIENT, PERPLEXITY, call, chain_of, session, settings};

/// A server that answers every call with `chunks`.
async fn serve(chunks: Vec<Vec<u8>>) -> SocketAddr {
    let answer = move || {
        let chunks = chunks.clone().into_iter().map(|c| Ok::<_, Infallible>(Bytes::from(c)));
        std::future::ready(Body::from_stream(stream::iter(chunks.collect::<Vec<_>>())))
    };
    let router = Router::new().fallback(post(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    #[expect(clippy::disallowed_methods, reason = "it lives as long as the test")]
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

const ANSWER: &str = r#"{"parts":[{"heading":"","markdown":"Grüße 🎉","rows":[]}],"numbers":[],"abstract":"","done":true}"#;

fn delta(text: &str) -> String {
    json!({"choices": [{"index": 0, "delta": {"content": text}}]}).to_string()
}

fn end(reason: &str) -> String {
    json!({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}).to_string()
}

fn stream_of(events: &[String]) -> String {
    events.iter().map(|event| ["data: ", event, "\n\n"].concat()).collect()
}

fn bytes_each(text: &str) -> Vec<Vec<u8>> {
    text.bytes().map(|b| vec![b]).collect()
}

#[tokio::test]
async fn chat_streams_that_are_answers() {
    let (first, second) = ANSWER.split_at(20);
    let deltas = [delta(first), delta(second), end("stop")];
    let usage = json!({"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 9}});
    let plain = stream_of(&deltas);
    for (name, chunks) in [
        ("no [DONE]", vec![plain.clone().into_bytes()]),
        ("byte by byte", bytes_each(&format!("{plain}data: [DONE]\n\n"))),
        ("crlf", vec![plain.replace('\n', "\r\n").into_bytes()]),
        ("bare cr", vec![plain.replace('\n', "\r").into_bytes()]),
        ("comments", vec![format!(": hello\n\n{plain}: bye\n\ndata: [DONE]\n\n").into_bytes()]),
        ("event and id lines", vec![plain.replace("data:", "event: m\nid: 1\ndata:").into_bytes()]),
        ("no space", vec![plain.replace("data: ", "data:").into_bytes()]),
        ("no blank lines", vec![plain.replace("\n\n", "\n").into_bytes()]),
        ("no last blank line", vec![plain.trim_end().as_bytes().to_vec()]),
        (
            "usage at the end",
            vec![format!("{plain}data: {usage}\n\ndata: [DONE]\n\n").into_bytes()],
        ),
        ("byte order mark", vec![format!("\u{FEFF}{plain}").into_bytes()]),
        ("lines of json", vec![deltas.join("\n").into_bytes()]),
        (
            "a whole answer",
            vec![
                json!({"choices": [{"message": {"content": ANSWER}, "finish_reason": "stop"}]})
                    .to_string()
                    .into_bytes(),
            ],
        ),
        (
            "content in parts",
            vec![
                json!({"choices": [{"message": {"content": [
                {"type": "reasoning", "text": "hm"}, {"type": "text", "text": ANSWER},
            ]}, "finish_reason": "stop"}]})
                .to_string()
                .into_bytes(),
            ],
        ),
        (
            "a code fence",
            vec![stream_of(&[delta(&format!("```json\n{ANSWER}\n```")), end("stop")]).into_bytes()],
        ),
    ] {
        let chain = chain_of(settings(serve(chunks).await, &[OPENAI], PATIENT));
        let answer = chain.call(&session(&chain), call("a")).await;
        let answer = answer.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(answer.json["parts"][0]["markdown"], "Grüße 🎉", "{name}");
        assert_eq!(answer.attempts.len(), 1, "{name}");
    }
}

#[tokio::test]
async fn chat_streams_that_are_none() {
    let whole = delta(ANSWER);
    for (name, body, kind) in [
        ("no finish, no [DONE]", stream_of(std::slice::from_ref(&whole)), AttemptKind::Transport),
        (
            "no finish",
            stream_of(&[whole.clone(), "[DONE]".to_owned()]),
            AttemptKind::InvalidResponse,
        ),
        (
            "tool calls",
            stream_of(&[whole.clone(), end("tool_calls")]),
            AttemptKind::InvalidResponse,
        ),
        ("filtered", stream_of(&[whole.clone(), end("content_filter")]), AttemptKind::Refused),
        ("cut", stream_of(&[whole.clone(), end("length")]), AttemptKind::Truncated),
        ("only comments", ": ping\n\n: ping\n\n".to_owned(), AttemptKind::Transport),
        ("nothing", String::new(), AttemptKind::InvalidResponse),
        ("only [DONE]", "data: [DONE]\n\n".to_owned(), AttemptKind::InvalidResponse),
        ("broken json", format!("data: {}\n\n", &whole[..20]), AttemptKind::InvalidResponse),
        (
            "an error inside",
            stream_of(&[whole.clone(), r#"{"error":{"code":429}}"#.to_owned()]),
            AttemptKind::RateLimited,
        ),
        (
            "a quota error",
            r#"{"error":{"code":"insufficient_quota"}}"#.to_owned(),
            AttemptKind::QuotaExhausted,
        ),
        ("spaces", stream_of(&[delta("  \n"), end("stop")]), AttemptKind::Empty),
        (
            "half an answer",
            stream_of(&[delta(&ANSWER[..30]), end("stop")]),
            AttemptKind::InvalidResponse,
        ),
        ("null", "null".to_owned(), AttemptKind::Transport),
        ("array", "[]".to_owned(), AttemptKind::InvalidResponse),
    ] {
        let chain = chain_of(settings(serve(vec![body.into_bytes()]).await, &[OPENAI], PATIENT));
        let error = chain.call(&session(&chain), call("a")).await.expect_err(name);
        let ChainError::Exhausted { attempts, .. } = error else { panic!("{name}: {error:?}") };
        assert_eq!(attempts[0].kind, kind, "{name}");
    }
}

#[tokio::test]
async fn the_agent_api_ends_in_its_own_ways() {
    let delta = json!({"type": "response.output_text.delta", "delta": ANSWER}).to_string();
    let end = |kind: &str, response: serde_json::Value| {
        json!({"type": kind, "response": response}).to_string()
    };
    for (name, last, kind) in [
        ("completed", end("response.completed", json!({"status": "completed"})), AttemptKind::Ok),
        (
            "failed",
            end("response.failed", json!({"status": "failed", "error": {"code": 500}})),
            AttemptKind::ServerError,
        ),
        (
            "failed without a reason",
            end("response.failed", json!({})),
            AttemptKind::InvalidResponse,
        ),
        (
            "incomplete",
            end(
                "response.incomplete",
                json!({"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}),
            ),
            AttemptKind::Truncated,
        ),
        (
            "cancelled",
            end("response.cancelled", json!({"status": "cancelled"})),
            AttemptKind::InvalidResponse,
        ),
        (
            "a bare error",
            json!({"type": "error", "code": 429}).to_string(),
            AttemptKind::RateLimited,
        ),
        ("cut", json!({"type": "response.in_progress"}).to_string(), AttemptKind::Transport),
    ] {
        let body = stream_of(&[delta.clone(), last]).into_bytes();
        let chain = chain_of(settings(serve(vec![body]).await, &[PERPLEXITY], PATIENT));
        let attempts = match chain.call(&session(&chain), call("a")).await {
            Ok(answer) => answer.attempts,
            Err(ChainError::Exhausted { attempts, .. }) => attempts,
            Err(error) => panic!("{name}: {error:?}"),
        };
        assert_eq!(attempts[0].kind, kind, "{name}");
    }
}

#[tokio::test]
async fn messages_are_found_by_type() {
    let body = json!({
        "type": "message",
        "content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": ANSWER}],
        "stop_reason": "end_turn",
        "usage": {"input_tokens": 3, "cache_read_input_tokens": 7, "output_tokens": 5},
    });
    let address = serve(vec![body.to_string().into_bytes()]).await;
    let chain = chain_of(settings(address, &[ANTHROPIC], PATIENT));
    let answer = chain.call(&session(&chain), call("a")).await.expect("an answer");
    assert_eq!((answer.usage.input_tokens, answer.usage.output_tokens), (10, 5));
}
