//! A provider that hangs, waits or flaps: what it costs the calls of a report.

use std::time::Duration;

use aicmo::domain::{AttemptKind, ProviderName, Tier};
use aicmo::providers::{Call, ChainError, Circuit, Times};
use futures::future::join_all;

use crate::providers::{ANTHROPIC, OPENAI, PATIENT, call, chain_of, session, settings};
use crate::simulated_llm::{Options, SimulatedLlm};

#[tokio::test]
async fn retry_after_is_waited_for_in_all_forms() {
    for kind in ["retry_after_seconds", "retry_after_ms", "retry_after_date"] {
        let (simulator, address) = SimulatedLlm::start(Options::default()).await;
        simulator.set_fault("openai", kind, Some(1));
        let chain = chain_of(settings(address, &[OPENAI, ANTHROPIC], PATIENT));
        let answer = chain.call(&session(&chain), call("a")).await.expect("an answer");
        let kinds: Vec<AttemptKind> = answer.attempts.iter().map(|a| a.kind).collect();
        assert_eq!(kinds, [AttemptKind::RateLimited, AttemptKind::Ok], "{kind}");
        assert_eq!(answer.provider, OPENAI, "{kind}");
    }
}

#[tokio::test]
async fn a_hung_provider_costs_a_report_once() {
    let (simulator, address) = SimulatedLlm::start(Options::default()).await;
    simulator.set_fault("openai", "hang", None);
    let times = Times { first_byte: Duration::from_millis(700), ..PATIENT };
    let chain = chain_of(settings(address, &[OPENAI, ANTHROPIC], times));
    let session = session(&chain);
    let spine = chain.call(&session, call("spine")).await.expect("an answer");
    assert_eq!(spine.attempts[0].kind, AttemptKind::Timeout);
    let names: Vec<String> = (0..8).map(|n| format!("s{n}")).collect();
    for answer in join_all(names.iter().map(|name| chain.call(&session, call(name)))).await {
        assert_eq!(answer.expect("an answer").attempts.len(), 1);
    }
    assert_eq!(simulator.calls().iter().filter(|call| call.provider == "openai").count(), 1);
}

#[tokio::test]
async fn calls_under_way_leave_a_provider_that_hangs() {
    let (simulator, address) = SimulatedLlm::start(Options::default()).await;
    simulator.set_fault("openai", "hang", None);
    let times = Times { first_byte: Duration::from_millis(700), ..PATIENT };
    let mut settings = settings(address, &[OPENAI, ANTHROPIC], times);
    settings.providers[0].quality_model = Some("gpt-6-luna".to_owned());
    let chain = chain_of(settings);
    let sessions = [(); 3].map(|()| session(&chain));
    // The quality tier alone would wait three times as long.
    let patient = Call { tier: Tier::Quality, ..call("c") };
    let [first, second, third] = &sessions;
    let (_, _, third) = tokio::join!(
        chain.call(first, call("a")),
        chain.call(second, call("b")),
        chain.call(third, patient),
    );
    let moved = &third.expect("an answer").attempts[0];
    assert_eq!(moved.kind, AttemptKind::Timeout);
    assert!(moved.duration_ms < 2_100, "it left when the others found out");
}

#[tokio::test]
async fn calls_that_come_when_the_circuit_is_open_skip_the_provider() {
    let (simulator, address) = SimulatedLlm::start(Options::default()).await;
    simulator.set_fault("openai", "auth", Some(1));
    let chain = chain_of(settings(address, &[OPENAI, ANTHROPIC], PATIENT));
    for kinds in [[AttemptKind::Auth, AttemptKind::Ok], [AttemptKind::CircuitOpen, AttemptKind::Ok]]
    {
        let answer = chain.call(&session(&chain), call("a")).await.expect("an answer");
        assert_eq!(answer.attempts.iter().map(|a| a.kind).collect::<Vec<_>>(), kinds);
    }
    assert_eq!(chain.states()[0].circuit, Circuit::Open);
    let alone = Call { only: Some(OPENAI), ..call("a") };
    let Err(ChainError::Exhausted { retry_after_secs, .. }) =
        chain.call(&session(&chain), alone).await
    else {
        panic!("nobody is left")
    };
    assert!((1..=600).contains(&retry_after_secs));
}

#[tokio::test]
async fn a_thousand_calls_while_the_primary_flaps() {
    let (simulator, address) = SimulatedLlm::start(Options::default()).await;
    simulator.set_faults(&[
        ("openai", "reset", Some(40)),
        ("openai", "server_error", Some(60)),
        ("openai", "retry_after_ms", Some(3)),
    ]);
    let mut settings = settings(address, &ProviderName::ALL, PATIENT);
    settings.concurrency = 64;
    let chain = chain_of(settings);
    let session = session(&chain);
    let names: Vec<String> = (0..1_000).map(|n| format!("s{n}x")).collect();
    let answers = join_all(names.iter().map(|name| chain.call(&session, call(name)))).await;
    let mut attempts = 0;
    for (name, answer) in names.iter().zip(answers) {
        let answer = answer.expect("none is lost");
        let text = answer.json["parts"][0]["markdown"].as_str().expect("text").to_owned();
        assert!(text.contains(&format!("Brand {name}")), "the answer to {name} is its own");
        attempts += answer.attempts.iter().filter(|a| a.kind != AttemptKind::CircuitOpen).count();
    }
    assert_eq!(simulator.calls().len(), attempts, "none is doubled");
}
