//! The simulated providers' own promises: what they spoil, and what they mend.

use aicmo::domain::ProviderName;
use aicmo::providers::Call;
use serde_json::Value;

use crate::providers::{OPENAI, PATIENT, call, chain_of, session, settings};
use crate::simulated_llm::{Options, SimulatedLlm};

/// What one call for a task of `kind` is answered.
async fn answer(address: std::net::SocketAddr, kind: &str, section: &str) -> Value {
    let chain = chain_of(settings(address, &[OPENAI], PATIENT));
    let plain = call(section);
    let user = plain.user.replace("\"kind\":\"section\"", &format!("\"kind\":\"{kind}\""));
    let asked = Call { user, ..plain };
    chain.call(&session(&chain), asked).await.expect("an answer").json
}

#[tokio::test]
async fn drafts_are_spoiled_and_repairs_mend() {
    for (spoil, mend, draft_is_good, repair_is_good) in
        [(0.0, 0.0, true, true), (1.0, 0.0, false, false), (1.0, 1.0, false, true)]
    {
        for section in ["a", "b", "c", "d"] {
            let (simulator, address) = SimulatedLlm::start(Options::default()).await;
            let good = answer(address, "section", section).await;
            let mended = answer(address, "repair", section).await;
            simulator.set_spoil(spoil, mend);
            let draft = answer(address, "section", section).await;
            assert_eq!(draft == good, draft_is_good, "{spoil} {mend}: {draft}");
            let repair = answer(address, "repair", section).await;
            assert_eq!(repair == mended, repair_is_good, "{spoil} {mend}: {repair}");
            assert_eq!(simulator.calls().len(), 4);
        }
    }
}

#[tokio::test]
async fn shares_are_kept() {
    let (simulator, address) = SimulatedLlm::start(Options::default()).await;
    let chain = chain_of(settings(address, &[OPENAI], PATIENT));
    let session = session(&chain);
    let good = chain.call(&session, call("a")).await.expect("an answer").json;
    simulator.set_spoil(0.2, 0.8);
    let mut spoiled = 0;
    for _ in 0..500 {
        let draft = chain.call(&session, call("a")).await.expect("an answer").json;
        spoiled += usize::from(draft != good);
    }
    assert!((70..=130).contains(&spoiled), "{spoiled} of 500");
}

#[tokio::test]
async fn a_fault_can_be_meant_for_a_kind_of_task() {
    for (meant, kind, hit) in
        [("repair", "repair", true), ("repair", "section", false), ("a", "repair", true)]
    {
        let (simulator, address) = SimulatedLlm::start(Options::default()).await;
        simulator.set_fault_in(meant, "server_error");
        let chain = chain_of(settings(address, &[ProviderName::Anthropic], PATIENT));
        let plain = call("a");
        let user = plain.user.replace("\"kind\":\"section\"", &format!("\"kind\":\"{kind}\""));
        let answered = chain.call(&session(&chain), Call { user, ..plain }).await;
        assert_eq!(answered.is_err(), hit, "{meant} {kind}");
    }
}
