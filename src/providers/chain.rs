//! The chain: which provider is asked next, and what is done with what comes back.

use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout_at;

use super::books::{Books, Spend};
use super::breaker::Circuit;
use super::call::{Call, ChainError, Completion, Session};
use super::lane::Lane;
use super::models::Models;
use super::run::Run;
use super::settings::ChainSettings;
use super::turn::Turn;
use super::wire::Tokens;
use crate::clock;
use crate::domain::{AttemptKind, ProviderName};
use crate::telemetry;

/// The configured providers, in order, with what is remembered about them.
pub struct Chain {
    pub(super) settings: ChainSettings,
    pub(super) models: Models,
    pub(super) client: reqwest::Client,
    pub(super) lanes: Vec<Lane>,
    pub(super) places: Semaphore,
    pub(super) books: Books,
}

/// A client for [`Chain::new`]: it follows no redirects, which would carry keys and briefs
/// elsewhere, and gives up on a connection after `connect`.
///
/// # Errors
/// When TLS cannot be set up.
pub fn http_client(connect: Duration) -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(connect)
        .tcp_nodelay(true)
        .build()
}

impl Chain {
    /// A chain of the providers in `settings`.
    #[must_use]
    pub fn new(settings: ChainSettings, models: Models, client: reqwest::Client) -> Self {
        let lanes = settings.providers.iter().map(|p| Lane::new(p.clone(), &models)).collect();
        Self {
            places: Semaphore::new(settings.concurrency.clamp(1, Semaphore::MAX_PERMITS)),
            books: Books::new(settings.daily_budget_usd),
            settings,
            models,
            client,
            lanes,
        }
    }

    /// Names of the configured providers, in order.
    #[must_use]
    pub fn configured(&self) -> Vec<ProviderName> {
        self.lanes.iter().map(Lane::name).collect()
    }

    /// What the day has cost so far.
    #[must_use]
    pub fn spend(&self) -> Spend {
        self.books.spend_so_far(clock::now())
    }

    /// Asks one provider after the other until one gives an answer that counts.
    ///
    /// # Errors
    /// [`ChainError`] when none did, with every attempt in order.
    pub async fn call(&self, session: &Session, call: Call) -> Result<Completion, ChainError> {
        let mut run = Run::new(session, &call);
        let ended = tokio::select! {
            biased;
            () = session.cancel.cancelled() => Err(None),
            ended = timeout_at(session.deadline, self.walk(&mut run)) => ended.map_err(Some),
        };
        let result = match ended {
            Ok(result) => result,
            Err(None) => {
                abandon(&mut run, AttemptKind::Cancelled);
                Err(ChainError::Cancelled)
            }
            Err(Some(_)) => {
                abandon(&mut run, AttemptKind::Timeout);
                Err(ChainError::Deadline { attempts: std::mem::take(&mut run.attempts) })
            }
        };
        telemetry::llm::overhead(run.own_time());
        result
    }

    async fn walk(&self, run: &mut Run<'_>) -> Result<Completion, ChainError> {
        if self.next(run).is_none() {
            return Err(ChainError::NotConfigured);
        }
        while let Some(lane) = self.next(run) {
            match self.turn(run, lane).await? {
                Turn::Answer(completion) => return Ok(*completion),
                Turn::Passed => {}
                Turn::Failed(kind) => {
                    run.asked.push(lane.name());
                    if let Some(next) = self.next(run) {
                        telemetry::llm::fallback(next.name(), lane.name(), kind, run.section());
                    }
                    if demotes(kind) {
                        run.session.demote(lane.name());
                    }
                }
            }
        }
        Err(ChainError::Exhausted {
            attempts: std::mem::take(&mut run.attempts),
            configured: self.lanes.len(),
            retry_after_secs: self.retry_after(),
        })
    }

    /// The provider to ask next in this call.
    pub(super) fn next(&self, run: &Run<'_>) -> Option<&Lane> {
        let order = run.session.order();
        let mut lanes = order
            .iter()
            .filter(|name| !run.asked.contains(name))
            .filter(|name| run.call.only.is_none_or(|only| only == **name))
            .filter_map(|name| self.lanes.iter().find(|lane| lane.name() == *name));
        let first = lanes.next()?;
        if run.call.avoid == Some(first.name()) {
            lanes.next().or(Some(first))
        } else {
            Some(first)
        }
    }

    /// Seconds after which asking again makes sense: the shortest time a circuit stays open.
    fn retry_after(&self) -> u64 {
        let open = self.lanes.iter().map(Lane::circuit).map(|(circuit, left)| match circuit {
            Circuit::Open => left.as_secs_f64().ceil(),
            Circuit::Closed | Circuit::HalfOpen => WAIT_WITHOUT_CIRCUIT,
        });
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds")]
        let seconds = open.fold(600.0, f64::min).max(1.0) as u64;
        seconds
    }
}

/// Seconds to wait after a failure that opened no circuit.
const WAIT_WITHOUT_CIRCUIT: f64 = 5.0;

/// Whether a provider that failed so goes to the end for the rest of the report.
fn demotes(kind: AttemptKind) -> bool {
    !matches!(
        kind,
        AttemptKind::Refused
            | AttemptKind::ContextLength
            | AttemptKind::BadRequest
            | AttemptKind::Truncated
            | AttemptKind::CircuitOpen
    )
}

/// Books an attempt that nobody waits for any more.
fn abandon(run: &mut Run<'_>, kind: AttemptKind) {
    if let Some((provider, model)) = run.begun() {
        let tokens = Tokens::default();
        run.book(provider, true, &tokens, Some(0.0));
        let duration = run.end(kind, None, None, None);
        telemetry::llm::attempt(provider, &model, kind, duration);
    }
}
