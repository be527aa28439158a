//! The chain against the simulated providers: who is asked, what is kept, what it costs.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aicmo::domain::{AttemptKind, ProviderName, SectionAnswer, Tier};
use aicmo::providers::{
    Avoid, Call, CallKind, Chain, ChainError, ChainSettings, Circuit, Effort, ModelCheck, Models,
    ProviderSettings, Schema, Session, Times, Wire, http_client,
};
use aicmo::telemetry::init::{LogFormat, LogSettings, subscriber};
use serde::Deserialize as _;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::simulated_llm::{Options, SimulatedLlm};

pub const OPENAI: ProviderName = ProviderName::Openai;
pub const PERPLEXITY: ProviderName = ProviderName::Perplexity;
pub const ANTHROPIC: ProviderName = ProviderName::Anthropic;

/// Limits that no healthy answer meets, even on a busy machine.
pub const PATIENT: Times = Times {
    connect: Duration::from_secs(5),
    first_byte: Duration::from_secs(30),
    stall: Duration::from_secs(30),
    total: Duration::from_mins(1),
};

const KEY: &str = "sk-canary-0123456789abcdef";

pub fn settings(address: SocketAddr, names: &[ProviderName], times: Times) -> ChainSettings {
    let provider = |name: &ProviderName| {
        let mut provider = ProviderSettings::new(*name, KEY.into());
        let path = if *name == OPENAI { "/v1" } else { "" };
        provider.base_url = Some(format!("http://{address}{path}"));
        provider
    };
    ChainSettings {
        providers: names.iter().map(provider).collect(),
        times,
        jitter: |_| Duration::ZERO,
        ..ChainSettings::default()
    }
}

pub fn chain_of(settings: ChainSettings) -> Chain {
    let client = http_client(Duration::from_secs(5)).expect("a client");
    Chain::new(settings, Models::embedded().expect("valid"), client)
}

pub fn session(chain: &Chain) -> Session {
    Session::new(chain.configured(), Duration::from_mins(2), CancellationToken::new())
}

fn is_section(answer: &Value) -> Result<(), &'static str> {
    let answer = SectionAnswer::deserialize(answer).map_err(|_| "not a section")?;
    if answer.done { Ok(()) } else { Err("not done") }
}

pub fn call(section: &str) -> Call {
    let task = json!({
        "pack": "p", "language": "en", "brief": {"brand_name": format!("Brand {section}")},
        "services": {}, "start_date": "2026-11-30", "spine": null, "sources": [], "kind": "section",
        "section": {
            "id": section, "title": "Overview", "purpose": "", "instruction": "", "words": [60, 120],
            "parts": [{"heading": "Brand", "kind": "text"}], "facts": [],
        },
        "abstracts": [], "previous": null, "failures": [], "feedback": null,
    });
    Call {
        kind: CallKind::Section,
        section: Some(section.to_owned()),
        system: Arc::from("You write. The secret word of this prompt is xylophone."),
        user: format!("BEGIN_AICMO_TASK n0nce\n{task}\nEND_AICMO_TASK n0nce"),
        schema: Schema {
            name: "section_answer",
            json: Arc::new(json!({"type": "object"})),
            check: is_section,
        },
        effort: Effort::Low,
        tier: Tier::Normal,
        max_output_tokens: 2_000,
        web_search: false,
        only: None,
        avoid: None,
        attempts_per_provider: 2,
        progress: None,
    }
}

#[tokio::test]
async fn every_wire_answers() {
    let (_, address) = SimulatedLlm::start(Options::default()).await;
    for (name, wire) in [
        (OPENAI, Wire::Chat),
        (OPENAI, Wire::Responses),
        (PERPLEXITY, Wire::Responses),
        (ANTHROPIC, Wire::Messages),
    ] {
        let mut settings = settings(address, &[name], PATIENT);
        settings.providers[0].wire = wire;
        let chain = chain_of(settings);
        let session = session(&chain);
        let answer = chain.call(&session, call("overview")).await.expect("an answer");
        assert_eq!(answer.provider, name, "{wire:?}");
        assert!(answer.json["parts"][0]["markdown"].as_str().expect("text").contains("Brand"));
        assert!(answer.usage.input_tokens > 50 && answer.usage.output_tokens > 50, "{wire:?}");
        assert!(answer.usage.cost_usd.expect("a known price") > 0.0, "{wire:?}");
        assert_eq!(session.usage(), answer.usage, "{wire:?}");
        assert_eq!(answer.attempts.last().map(|a| a.kind), Some(AttemptKind::Ok));
        let state = chain.states().remove(0);
        assert!(state.last_success_at.is_some() && state.circuit == Circuit::Closed);
    }
}

#[tokio::test]
async fn research_brings_the_result_list() {
    let (_, address) = SimulatedLlm::start(Options::default()).await;
    let chain = chain_of(settings(address, &[OPENAI, PERPLEXITY], PATIENT));
    let research = Call { web_search: true, only: Some(PERPLEXITY), ..call("market") };
    let answer = chain.call(&session(&chain), research).await.expect("an answer");
    assert_eq!(answer.provider, PERPLEXITY);
    assert_eq!(answer.search_results.len(), 3);
}

#[tokio::test]
async fn the_order_of_the_report_holds() {
    let (_, address) = SimulatedLlm::start(Options::default()).await;
    let chain = chain_of(settings(address, &ProviderName::ALL, PATIENT));
    let order = vec![ANTHROPIC, OPENAI, PERPLEXITY];
    let session = Session::new(order, Duration::from_mins(1), CancellationToken::new());
    let first = chain.call(&session, call("a")).await.expect("an answer");
    let other = Call { avoid: Some(avoid(ANTHROPIC, "any")), ..call("b") };
    let second = chain.call(&session, other).await.expect("an answer");
    assert_eq!([first.provider, second.provider], [ANTHROPIC, OPENAI]);
}

fn avoid(provider: ProviderName, model: &str) -> Avoid {
    Avoid { provider, model: model.to_owned() }
}

#[tokio::test]
async fn a_lone_provider_has_another_model_to_write_anew() {
    for (tier, avoided, faults, asked) in [
        (Tier::Normal, "gpt-6-luna", &[][..], &["gpt-6.1-sol"][..]),
        (Tier::Normal, "gpt-6.1-sol", &[], &["gpt-6-luna"]),
        (Tier::Quality, "gpt-6.1-sol", &[], &["gpt-6-luna"]),
        // Where the other model gives nothing, its own is better than none.
        (Tier::Normal, "gpt-6-luna", &["not_found"], &["gpt-6.1-sol", "gpt-6-luna"]),
    ] {
        let (simulator, address) = SimulatedLlm::start(Options::default()).await;
        for kind in faults {
            simulator.set_fault("openai", kind, Some(1));
        }
        let chain = chain_of(settings(address, &[OPENAI], PATIENT));
        let anew = Call { tier, avoid: Some(avoid(OPENAI, avoided)), ..call("a") };
        let answer = chain.call(&session(&chain), anew).await.expect("an answer");
        let models: Vec<&str> = answer.attempts.iter().map(|a| a.model.as_str()).collect();
        assert_eq!(models, asked, "{tier:?} without {avoided}");
    }
}

#[tokio::test]
async fn an_answer_that_broke_is_paid_for_by_estimate() {
    for name in ProviderName::ALL {
        let (simulator, address) = SimulatedLlm::start(Options::default()).await;
        simulator.set_fault(name.as_str(), "cut_stream", Some(1));
        let chain = chain_of(settings(address, &[name], PATIENT));
        let session = session(&chain);
        chain.call(&session, call("a")).await.expect("an answer");
        let (books, usage) = (simulator.calls(), session.usage());
        let input: u64 = books.iter().map(|call| call.input_tokens).sum();
        let whole = books[1].output_tokens;
        assert!(usage.input_tokens.abs_diff(input) <= 2, "{name}: {usage:?} {input}");
        assert!(
            usage.output_tokens > whole && usage.output_tokens < 2 * whole,
            "{name}: {usage:?}"
        );
    }
}

#[tokio::test]
async fn a_refused_parameter_is_left_out_and_stays_out() {
    for kind in ["bad_parameter", "no_strict_schema"] {
        let (simulator, address) = SimulatedLlm::start(Options::default()).await;
        simulator.set_fault("openai", kind, None);
        let chain = chain_of(settings(address, &[OPENAI], PATIENT));
        let session = session(&chain);
        for attempts in [2, 1] {
            let answer = chain.call(&session, call("a")).await.expect("an answer");
            assert_eq!(answer.attempts.len(), attempts, "{kind}");
        }
    }
}

#[tokio::test]
async fn the_daily_budget_stops_calls() {
    let (_, address) = SimulatedLlm::start(Options::default()).await;
    let mut settings = settings(address, &[OPENAI], PATIENT);
    settings.daily_budget_usd = Some(0.000_001);
    let chain = chain_of(settings);
    let session = session(&chain);
    chain.call(&session, call("a")).await.expect("the first call may be made");
    let Err(ChainError::Budget { retry_after_secs }) = chain.call(&session, call("b")).await else {
        panic!("it is spent")
    };
    assert!((1..=86_400).contains(&retry_after_secs));
    assert!(chain.spend().usd > 0.0);
}

#[tokio::test]
async fn cancel_and_deadline_end_a_call() {
    let (simulator, address) = SimulatedLlm::start(Options::default()).await;
    simulator.set_fault("any", "hang", None);
    let chain = chain_of(settings(address, &[OPENAI], PATIENT));
    let short = Session::new(vec![OPENAI], Duration::from_millis(300), CancellationToken::new());
    let Err(ChainError::Deadline { attempts }) = chain.call(&short, call("a")).await else {
        panic!("the deadline holds")
    };
    assert_eq!(attempts.len(), 1);
    let token = CancellationToken::new();
    let session = Session::new(vec![OPENAI], Duration::from_mins(1), token.clone());
    let cancel = async {
        while simulator.calls().len() < 2 {
            tokio::task::yield_now().await;
        }
        token.cancel();
    };
    let (ended, ()) = tokio::join!(chain.call(&session, call("b")), cancel);
    assert_eq!(ended.err(), Some(ChainError::Cancelled));
}

#[tokio::test]
async fn model_lists_cost_nothing() {
    let (simulator, address) = SimulatedLlm::start(Options::default()).await;
    let mut settings = settings(address, &ProviderName::ALL, PATIENT);
    settings.providers[2].model = Some("claude-unknown".to_owned());
    let chain = chain_of(settings);
    let checks: Vec<ModelCheck> = chain.check_models().await.into_iter().map(|c| c.check).collect();
    let wanted = [ModelCheck::Ok, ModelCheck::KeyNotChecked, ModelCheck::ModelMissing];
    assert_eq!(checks, wanted);
    assert!(simulator.calls().is_empty());
    assert_eq!(chain.unpriced_models(), ["claude-unknown"]);
}

/// What is written into the log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("a log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_that_a_provider_says_gets_out() {
    for format in [LogFormat::Text, LogFormat::Json] {
        let log = Log::default();
        let writer = log.clone();
        let level = Some(tracing::Level::TRACE);
        let sink = subscriber(LogSettings { level, format }, (), move || writer.clone());
        let _guard = tracing::subscriber::set_default(sink);
        let (simulator, address) = SimulatedLlm::start(Options::default()).await;
        simulator.set_faults(&[("openai", "key_echo", None), ("anthropic", "server_error", None)]);
        let chain = chain_of(settings(address, &[OPENAI, ANTHROPIC], PATIENT));
        let error = chain.call(&session(&chain), call("overview")).await.expect_err("both fail");
        let ChainError::Exhausted { ref attempts, .. } = error else { panic!("{error}") };
        let shown = format!(
            "{error:?} {error} {} {:?} {:?}",
            serde_json::to_string(attempts).expect("plain"),
            chain.states(),
            settings(address, &[OPENAI], PATIENT),
        );
        let logged = String::from_utf8(log.0.lock().expect("a log").clone()).expect("text");
        assert!(logged.contains(
            "LLM_FALLBACK | provider=anthropic | from=openai | reason=auth | section=overview"
        ));
        for secret in [KEY, "canary", "Incorrect API key", "xylophone", "Brand overview"] {
            assert!(!shown.contains(secret) && !logged.contains(secret), "{secret} {format:?}");
        }
    }
}
