//! Limits, pauses and circuits of the chain on a clock that jumps: nothing here waits in earnest.

use std::time::Duration;

use aicmo::domain::{AttemptKind, Tier};
use aicmo::providers::{Call, Chain, ChainError, Circuit, Session, Times};
use tokio::time::{Instant, advance, pause, resume};
use tokio_util::sync::CancellationToken;

use crate::providers::{ANTHROPIC, OPENAI, call, chain_of, session, settings};
use crate::simulated_llm::{Options, SimulatedLlm};

async fn chain(faults: &[(&str, &str, Option<u32>)], both: bool) -> (SimulatedLlm, Chain) {
    let (simulator, address) = SimulatedLlm::start(Options::default()).await;
    simulator.set_faults(faults);
    let names = if both { vec![OPENAI, ANTHROPIC] } else { vec![OPENAI] };
    (simulator, chain_of(settings(address, &names, Times::default())))
}

fn is_about(millis: u64, secs: u64) -> bool {
    (secs * 1_000..secs * 1_000 + 500).contains(&millis)
}

#[tokio::test(start_paused = true)]
async fn a_silent_provider_is_left_at_its_limit() {
    for (tier, secs) in [(Tier::Normal, 20), (Tier::Quality, 60)] {
        let (_simulator, chain) = chain(&[("any", "hang", None)], true).await;
        let asked = Call { tier, ..call("overview") };
        let Err(ChainError::Exhausted { attempts, .. }) = chain.call(&session(&chain), asked).await
        else {
            panic!("nobody answers")
        };
        let kinds: Vec<AttemptKind> = attempts.iter().map(|a| a.kind).collect();
        assert_eq!(kinds, [AttemptKind::Timeout; 2], "{tier:?}");
        assert!(attempts.iter().all(|a| is_about(a.duration_ms, secs)), "{tier:?}: {attempts:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_attempt_outlives_the_reports_deadline() {
    let (_simulator, chain) = chain(&[("any", "hang", None)], true).await;
    let session =
        Session::new(chain.configured(), Duration::from_secs(30), CancellationToken::new());
    let begun = Instant::now();
    let Err(ChainError::Deadline { attempts }) = chain.call(&session, call("a")).await else {
        panic!("nobody answers")
    };
    assert_eq!(begun.elapsed().as_secs(), 30);
    let millis: Vec<u64> = attempts.iter().map(|a| a.duration_ms).collect();
    assert!(millis.len() == 2 && is_about(millis[0], 20) && is_about(millis[1], 10), "{millis:?}");
}

#[tokio::test]
async fn a_circuit_stays_open_for_its_time_and_lets_one_probe_through() {
    for (kind, calls, secs) in [
        ("auth", 1, 600),
        ("quota", 1, 600),
        ("not_found", 1, 600),
        ("rate_limited", 1, 30),
        ("server_error", 3, 30),
    ] {
        let (simulator, chain) = chain(&[("openai", kind, None)], true).await;
        for _ in 0..calls {
            chain.call(&session(&chain), call("a")).await.expect("rescued");
        }
        assert_eq!(chain.states()[0].circuit, Circuit::Open, "{kind}");
        jump(secs - 2).await;
        let early = chain.call(&session(&chain), call("a")).await.expect("rescued");
        assert_eq!(early.attempts[0].kind, AttemptKind::CircuitOpen, "{kind}");
        jump(3).await;
        simulator.set_faults(&[]);
        let probe = chain.call(&session(&chain), call("a")).await.expect("an answer");
        assert_eq!((probe.provider, probe.attempts.len()), (OPENAI, 1), "{kind}");
        assert_eq!(chain.states()[0].circuit, Circuit::Closed, "{kind}");
    }
}

/// Lets time pass, and nothing else.
async fn jump(secs: u64) {
    pause();
    advance(Duration::from_secs(secs)).await;
    resume();
}
