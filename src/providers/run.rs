//! One call on its way through the chain: who was asked, what came, what it cost.

use std::time::Duration;

use tokio::time::Instant;

use super::attempt::{Answer, Outcome};
use super::call::{Call, Completion, Session};
use super::wire::Tokens;
use crate::domain::{Attempt, AttemptKind, ProviderName, Tier, Usage};

/// The state of one call.
pub(super) struct Run<'a> {
    pub session: &'a Session,
    pub call: &'a Call,
    /// Providers whose turn is over, each with the tier of its model.
    pub asked: Vec<(ProviderName, Tier)>,
    pub attempts: Vec<Attempt>,
    /// Time in which we waited: for providers, places and pauses.
    pub waited: Duration,
    usage: Usage,
    started: Instant,
    begun: Option<(ProviderName, String, Instant)>,
}

/// Bytes of text that make a token, roughly.
const BYTES_A_TOKEN: usize = 4;

impl<'a> Run<'a> {
    pub(super) fn new(session: &'a Session, call: &'a Call) -> Self {
        Self {
            session,
            call,
            asked: vec![],
            attempts: vec![],
            waited: Duration::ZERO,
            usage: Usage::default(),
            started: Instant::now(),
            begun: None,
        }
    }

    /// The section for log lines.
    pub(super) fn section(&self) -> &'a str {
        self.call.section.as_deref().unwrap_or(self.call.kind.as_str())
    }

    /// Time until the report's deadline.
    pub(super) fn time_left(&self) -> Duration {
        self.session.deadline.saturating_duration_since(Instant::now())
    }

    /// Our own time on the call so far.
    pub(super) fn own_time(&self) -> Duration {
        self.started.elapsed().saturating_sub(self.waited)
    }

    /// Tokens that the request has, roughly.
    pub(super) fn expected_tokens(&self) -> u64 {
        tokens_of(self.call.system.len() + self.call.user.len())
    }

    /// Notes that an attempt begins.
    pub(super) fn begin(&mut self, provider: ProviderName, model: &str) {
        self.begun = Some((provider, model.to_owned(), Instant::now()));
    }

    /// The attempt under way.
    pub(super) fn begun(&self) -> Option<(ProviderName, String)> {
        self.begun.as_ref().map(|(provider, model, _)| (*provider, model.clone()))
    }

    /// The attempt under way was never made.
    pub(super) fn drop_begun(&mut self) {
        self.begun = None;
    }

    /// Notes how the attempt under way ended, and tells how long it took.
    pub(super) fn end(
        &mut self,
        kind: AttemptKind,
        http_status: Option<u16>,
        code: Option<String>,
        request_id: Option<String>,
    ) -> Duration {
        let Some((provider, model, started)) = self.begun.take() else { return Duration::ZERO };
        let duration = started.elapsed();
        let duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        self.attempts.push(Attempt {
            provider,
            model,
            kind,
            http_status,
            code,
            request_id,
            duration_ms,
        });
        duration
    }

    /// Notes that a provider was passed over.
    pub(super) fn skip(&mut self, provider: ProviderName, model: &str) {
        self.begin(provider, model);
        self.end(AttemptKind::CircuitOpen, None, None, None);
    }

    /// What an attempt used. Text that the provider did not count, be it the start of an answer
    /// that broke, is estimated, so that the books of the day miss nothing.
    pub(super) fn settled_tokens(&self, outcome: &Outcome) -> Tokens {
        let tokens = outcome.tokens;
        if tokens.counted || outcome.heard == 0 {
            return tokens;
        }
        Tokens {
            input: if tokens.input > 0 { tokens.input } else { self.expected_tokens() },
            output: tokens.output.max(tokens_of(outcome.heard)),
            ..tokens
        }
    }

    /// Books an attempt on the call and on the report.
    pub(super) fn book(
        &mut self,
        provider: ProviderName,
        reached: bool,
        tokens: &Tokens,
        cost_usd: Option<f64>,
    ) {
        let usage = Usage {
            calls: u64::from(reached),
            input_tokens: tokens.input,
            output_tokens: tokens.output,
            cost_usd,
            providers: vec![provider.as_str().to_owned()],
        };
        self.usage.add(&usage);
        self.session.book(&usage);
    }

    /// The call with its answer.
    pub(super) fn complete(
        &mut self,
        answer: Answer,
        provider: ProviderName,
        model: &str,
    ) -> Completion {
        Completion {
            json: answer.json,
            provider,
            model: model.to_owned(),
            usage: self.usage.clone(),
            attempts: std::mem::take(&mut self.attempts),
            search_results: answer.results,
        }
    }
}

fn tokens_of(bytes: usize) -> u64 {
    u64::try_from(bytes / BYTES_A_TOKEN).unwrap_or(u64::MAX)
}
