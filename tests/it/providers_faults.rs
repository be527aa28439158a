//! The table of what counts as success, row by row: every fault of one provider, with a healthy
//! fallback, with a fallback that fails too, and without one.

use std::time::Duration;

use aicmo::domain::{AttemptKind, ProviderName};
use aicmo::providers::{Chain, ChainError, Times};
use futures::StreamExt as _;
use futures::stream;

use crate::providers::{ANTHROPIC, OPENAI, PATIENT, PERPLEXITY, call, chain_of, session, settings};
use crate::simulated_llm::{Options, SimulatedLlm};

type Row = (&'static str, AttemptKind, usize);

/// Fault, what it is, and how often the same provider is asked.
const STATUS_ROWS: [Row; 22] = [
    ("bad_request", AttemptKind::BadRequest, 1),
    ("context_length", AttemptKind::ContextLength, 1),
    ("policy", AttemptKind::Refused, 1),
    ("auth", AttemptKind::Auth, 1),
    ("billing", AttemptKind::QuotaExhausted, 1),
    ("forbidden", AttemptKind::Auth, 1),
    ("not_found", AttemptKind::ModelUnavailable, 1),
    ("timeout_408", AttemptKind::ServerError, 2),
    ("conflict", AttemptKind::ServerError, 2),
    ("gone", AttemptKind::ModelUnavailable, 1),
    ("too_large", AttemptKind::BadRequest, 1),
    ("unprocessable", AttemptKind::BadRequest, 1),
    ("too_early", AttemptKind::ServerError, 2),
    ("rate_limited", AttemptKind::RateLimited, 1),
    ("retry_after_ms", AttemptKind::RateLimited, 2),
    ("slow_down", AttemptKind::RateLimited, 1),
    ("quota", AttemptKind::QuotaExhausted, 1),
    ("server_error", AttemptKind::ServerError, 2),
    ("bad_gateway", AttemptKind::ServerError, 2),
    ("unavailable", AttemptKind::ServerError, 2),
    ("gateway_timeout", AttemptKind::ServerError, 2),
    ("overloaded", AttemptKind::Overloaded, 2),
];

/// Faults of an answer that begins with status 200, or never begins.
const ANSWER_ROWS: [Row; 15] = [
    ("close", AttemptKind::Transport, 2),
    ("reset", AttemptKind::Transport, 2),
    ("truncated_body", AttemptKind::Transport, 2),
    ("html_200", AttemptKind::InvalidResponse, 2),
    ("error_200", AttemptKind::InvalidResponse, 2),
    ("empty_choices", AttemptKind::InvalidResponse, 2),
    ("null_content", AttemptKind::Empty, 2),
    ("empty", AttemptKind::Empty, 2),
    ("refusal", AttemptKind::Refused, 1),
    ("content_filter", AttemptKind::Refused, 1),
    ("length", AttemptKind::Truncated, 2),
    ("malformed_json", AttemptKind::InvalidResponse, 2),
    ("no_done", AttemptKind::InvalidResponse, 2),
    ("not_json", AttemptKind::InvalidResponse, 2),
    ("key_echo", AttemptKind::Auth, 1),
];

const SLOW_ROWS: [Row; 3] = [
    ("hang", AttemptKind::Timeout, 1),
    ("stall", AttemptKind::Timeout, 1),
    ("drip", AttemptKind::Timeout, 1),
];

const STREAM_ROWS: [Row; 2] =
    [("cut_stream", AttemptKind::Transport, 2), ("stream_error", AttemptKind::Overloaded, 2)];

/// Limits that a hung or dripping provider meets soon.
const STRICT: Times = Times {
    connect: Duration::from_secs(5),
    first_byte: Duration::from_millis(900),
    stall: Duration::from_millis(900),
    total: Duration::from_millis(1_800),
};

struct Case {
    row: Row,
    primary: ProviderName,
    whole: bool,
    times: Times,
}

impl Case {
    /// How the fault shows on the wire of `primary`.
    fn kind(&self) -> AttemptKind {
        match (self.row.0, self.primary) {
            // Its error event says no more than that it broke.
            ("stream_error", PERPLEXITY) => AttemptKind::InvalidResponse,
            _ => self.row.1,
        }
    }

    async fn chain(&self, providers: &[ProviderName]) -> (SimulatedLlm, Chain) {
        let options = Options { whole: self.whole, ..Options::default() };
        let (simulator, address) = SimulatedLlm::start(options).await;
        (simulator, chain_of(settings(address, providers, self.times)))
    }

    fn named(&self) -> String {
        format!("{} of {}, whole: {}", self.row.0, self.primary, self.whole)
    }

    async fn is_rescued(&self) {
        let fallback = if self.primary == ANTHROPIC { OPENAI } else { ANTHROPIC };
        let (simulator, chain) = self.chain(&[self.primary, fallback]).await;
        simulator.set_fault(self.primary.as_str(), self.row.0, None);
        let answer = chain.call(&session(&chain), call("overview")).await;
        let answer = answer.unwrap_or_else(|error| panic!("{}: {error:?}", self.named()));
        assert_eq!(answer.provider, fallback, "{}", self.named());
        let failed = &answer.attempts[..answer.attempts.len() - 1];
        assert!(failed.iter().all(|a| a.kind == self.kind()), "{}: {failed:?}", self.named());
        assert_eq!(failed.len(), self.row.2, "{}: {failed:?}", self.named());
        assert_eq!(simulator.calls().len(), answer.attempts.len(), "{}", self.named());
    }

    async fn fails_with_all_attempts(&self, providers: &[ProviderName]) {
        let (simulator, chain) = self.chain(providers).await;
        simulator.set_fault("any", self.row.0, None);
        let session = session(&chain);
        let error = chain.call(&session, call("overview")).await.expect_err("all fail");
        let ChainError::Exhausted { attempts, configured, retry_after_secs } = error else {
            panic!("{}: {error:?}", self.named())
        };
        assert_eq!(configured, providers.len(), "{}", self.named());
        assert_eq!(attempts.len(), self.row.2 * providers.len(), "{}: {attempts:?}", self.named());
        assert!(retry_after_secs >= 1, "{}", self.named());
        let reached = attempts.iter().filter(|a| a.kind != AttemptKind::Transport).count();
        assert!(session.usage().calls >= u64::try_from(reached).expect("few"), "{}", self.named());
    }
}

async fn all(cases: Vec<Case>) {
    stream::iter(cases)
        .for_each_concurrent(16, |case| async move {
            case.is_rescued().await;
            if case.primary == OPENAI {
                case.fails_with_all_attempts(&[OPENAI]).await;
                case.fails_with_all_attempts(&[OPENAI, ANTHROPIC]).await;
            }
        })
        .await;
}

fn cases(rows: &[Row], whole: bool, times: Times) -> Vec<Case> {
    let of = |row: &Row| ProviderName::ALL.map(|primary| Case { row: *row, primary, whole, times });
    rows.iter().flat_map(of).collect()
}

#[tokio::test]
async fn error_statuses() {
    all(cases(&STATUS_ROWS, false, PATIENT)).await;
}

#[tokio::test]
async fn answers_that_are_none_whole() {
    all(cases(&ANSWER_ROWS, true, PATIENT)).await;
}

#[tokio::test]
async fn answers_that_are_none_streamed() {
    all(cases(&ANSWER_ROWS, false, PATIENT)).await;
    all(cases(&STREAM_ROWS, false, PATIENT)).await;
}

#[tokio::test]
async fn slow_answers() {
    for whole in [true, false] {
        all(cases(&SLOW_ROWS, whole, STRICT)).await;
    }
}
