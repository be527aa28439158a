//! What the headers of a provider do to us: pace, waits and redirects.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aicmo::domain::{AttemptKind, ProviderName};
use aicmo::providers::ChainError;
use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::routing::any;
use serde_json::json;

use crate::providers::{ANTHROPIC, OPENAI, PATIENT, call, chain_of, session, settings};
use crate::simulated_llm::{Options, SimulatedLlm};

type Headers = Vec<(&'static str, String)>;

/// A server that answers every request alike, and how many it got.
async fn serve(status: u16, headers: &Headers, body: String) -> (SocketAddr, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).expect("a header value");
        map.insert(HeaderName::from_static(name), value);
    }
    let status = StatusCode::from_u16(status).expect("a status");
    let counter = Arc::clone(&asked);
    let answer = move || {
        counter.fetch_add(1, Ordering::Relaxed);
        std::future::ready((status, map.clone(), body.clone()))
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let router = Router::new().fallback(any(answer));
    #[expect(clippy::disallowed_methods, reason = "it lives as long as the test")]
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, asked)
}

fn good() -> String {
    let answer = json!({"parts": [], "numbers": [], "abstract": "", "done": true}).to_string();
    json!({"choices": [{"message": {"content": answer}, "finish_reason": "stop"}]}).to_string()
}

fn limited() -> String {
    json!({"error": {"code": "rate_limit_exceeded", "message": "slower"}}).to_string()
}

#[tokio::test]
async fn a_provider_with_nothing_left_is_passed_over_but_for_the_last() {
    let headers = vec![
        ("x-ratelimit-remaining-requests", "0".to_owned()),
        ("x-ratelimit-reset-requests", "1h".to_owned()),
    ];
    let (address, asked) = serve(200, &headers, good()).await;
    let (_simulator, healthy) = SimulatedLlm::start(Options::default()).await;
    for (others, kinds, provider, in_all) in [
        (vec![], vec![AttemptKind::Ok], OPENAI, 2),
        (vec![ANTHROPIC], vec![AttemptKind::CircuitOpen, AttemptKind::Ok], ANTHROPIC, 3),
    ] {
        let mut settings = settings(address, &[OPENAI], PATIENT);
        settings.providers.extend(crate::providers::settings(healthy, &others, PATIENT).providers);
        let chain = chain_of(settings);
        let session = session(&chain);
        chain.call(&session, call("a")).await.expect("the first answer");
        let second = chain.call(&session, call("b")).await.expect("an answer");
        let found: Vec<AttemptKind> = second.attempts.iter().map(|a| a.kind).collect();
        assert_eq!((found, second.provider), (kinds, provider), "{others:?}");
        assert_eq!(asked.load(Ordering::Relaxed), in_all, "{others:?}");
    }
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let (elsewhere, leaked) = serve(200, &vec![], good()).await;
    for status in [301, 302, 303, 307, 308] {
        for name in ProviderName::ALL {
            let headers = vec![("location", format!("http://{elsewhere}/v1/steal"))];
            let (address, asked) = serve(status, &headers, String::new()).await;
            let chain = chain_of(settings(address, &[name], PATIENT));
            let Err(ChainError::Exhausted { attempts, .. }) =
                chain.call(&session(&chain), call("a")).await
            else {
                panic!("{status} is no answer")
            };
            let kinds: Vec<AttemptKind> = attempts.iter().map(|a| a.kind).collect();
            assert_eq!(kinds, [AttemptKind::InvalidResponse; 2], "{status} {name}");
            assert_eq!(asked.load(Ordering::Relaxed), 2, "{status} {name}");
        }
    }
    assert_eq!(leaked.load(Ordering::Relaxed), 0, "nothing was carried elsewhere");
}

#[tokio::test]
async fn odd_waits_hold_nothing_up() {
    for (name, value, attempts, least, most) in [
        ("retry-after", "0", 2, 1, 1),
        ("retry-after", "0.02", 2, 1, 1),
        ("retry-after-ms", "20", 2, 1, 1),
        ("retry-after", "Mon, 23 Nov 2020 09:00:09 GMT", 2, 1, 1),
        ("retry-after", "11", 1, 10, 11),
        ("retry-after", "Mon, 23 Nov 2099 09:00:09 GMT", 1, 599, 600),
        ("retry-after", "99999999999", 1, 599, 600),
        ("retry-after", "1e400", 1, 29, 30),
        ("retry-after", "-4", 1, 29, 30),
        ("retry-after", "NaN", 1, 29, 30),
        ("retry-after", "soon", 1, 29, 30),
        ("retry-after-ms", "-1", 1, 29, 30),
    ] {
        let (address, asked) = serve(429, &vec![(name, value.to_owned())], limited()).await;
        let chain = chain_of(settings(address, &[OPENAI], PATIENT));
        let Err(ChainError::Exhausted { attempts: made, retry_after_secs, .. }) =
            chain.call(&session(&chain), call("a")).await
        else {
            panic!("{name}: {value}")
        };
        assert!(made.iter().all(|a| a.kind == AttemptKind::RateLimited), "{name}: {value}");
        assert_eq!((made.len(), asked.load(Ordering::Relaxed)), (attempts, attempts), "{value}");
        assert!((least..=most).contains(&retry_after_secs), "{value}: {retry_after_secs}");
    }
}

#[tokio::test]
async fn figures_of_a_hostile_server_spoil_no_books() {
    for (usage, input) in [
        (json!({"prompt_tokens": 40, "completion_tokens": 9}), 40..=40),
        (json!({"prompt_tokens": "40", "completion_tokens": "9"}), 40..=40),
        (json!({"prompt_tokens": u64::MAX, "completion_tokens": 1e300}), 100..=1_000),
        (json!({"prompt_tokens": -5, "completion_tokens": -5, "cost": -3}), 100..=1_000),
        (json!({"prompt_tokens": null, "completion_tokens": []}), 100..=1_000),
        (json!("many"), 100..=1_000),
    ] {
        let mut body: serde_json::Value = serde_json::from_str(&good()).expect("json");
        body["usage"] = usage.clone();
        let (address, _) = serve(200, &vec![], body.to_string()).await;
        let chain = chain_of(settings(address, &[OPENAI], PATIENT));
        let session = session(&chain);
        chain.call(&session, call("a")).await.expect("an answer");
        let booked = session.usage();
        assert!(input.contains(&booked.input_tokens), "{usage}: {booked:?}");
        assert!(booked.output_tokens >= 9 && booked.output_tokens < 100, "{usage}: {booked:?}");
        let cost = booked.cost_usd.expect("a price");
        assert!(cost > 0.0 && cost < 0.01, "{usage}: {cost}");
        assert!((chain.spend().usd - cost).abs() < 1e-12, "{usage}");
    }
}
