//! The chain: which provider is asked next, and what is done with what comes back.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::allowance::Allowance;
use super::books::{Books, OverBudget, Spend};
use super::breaker::Circuit;
use super::call::{Avoid, Call, ChainError, Completion, Session};
use super::lane::Lane;
use super::models::Models;
use super::run::Run;
use super::settings::ChainSettings;
use super::turn::Turn;
use super::wire::Tokens;
use crate::clock;
use crate::domain::{AttemptKind, ProviderName, Tier};
use crate::telemetry;

/// A provider with the tier of the model that is asked there.
#[derive(Clone, Copy)]
pub(super) struct Seat<'a> {
    pub lane: &'a Lane,
    pub tier: Tier,
}

/// The configured providers, in order, with what is remembered about them.
pub struct Chain {
    pub(super) settings: ChainSettings,
    pub(super) models: Models,
    pub(super) client: reqwest::Client,
    pub(super) lanes: Vec<Lane>,
    pub(super) places: Semaphore,
    pub(super) books: Arc<Books>,
}

/// Connections to one provider that are kept open without a call, and for how long: after a burst
/// of reports there would be thousands, each with its buffers.
const IDLE_CONNECTIONS: usize = 64;
const IDLE_TIME: Duration = Duration::from_secs(30);

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
        .pool_max_idle_per_host(IDLE_CONNECTIONS)
        .pool_idle_timeout(IDLE_TIME)
        .build()
}

impl Chain {
    /// A chain of the providers in `settings`.
    #[must_use]
    pub fn new(settings: ChainSettings, models: Models, client: reqwest::Client) -> Self {
        let lanes = settings.providers.iter().map(|p| Lane::new(p.clone(), &models)).collect();
        Self {
            places: Semaphore::new(settings.concurrency.clamp(1, Semaphore::MAX_PERMITS)),
            books: Arc::new(Books::new(settings.daily_budget_usd)),
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

    /// What `input` and `output` tokens cost at the model that `provider` is asked for in `tier`,
    /// in US dollars; `None` where its price is not known.
    #[must_use]
    pub fn price(&self, provider: ProviderName, tier: Tier, tokens: (f64, f64)) -> Option<f64> {
        let settings = self.settings.providers.iter().find(|one| one.name == provider)?;
        let price = self.models.price(&self.models.name_for(settings, tier))?;
        Some((tokens.0 * price.input + tokens.1 * price.output) / 1_000_000.0)
    }

    /// Sets `usd` of the day's budget aside for one report.
    ///
    /// # Errors
    /// [`OverBudget`] when so much is not left.
    pub fn set_aside(&self, usd: f64) -> Result<Allowance, OverBudget> {
        Allowance::of(&self.books, usd, clock::now())
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
        while let Some(seat) = self.next(run) {
            let lane = seat.lane;
            match self.turn(run, seat).await? {
                Turn::Answer(completion) => return Ok(*completion),
                Turn::Passed => {}
                Turn::Failed(kind) => {
                    run.asked.push(seat.id());
                    if let Some(next) = self.next(run).filter(|next| next.id().0 != lane.name()) {
                        let to = next.lane.name();
                        telemetry::llm::fallback(to, lane.name(), kind, run.section());
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

    /// Whom to ask next in this call.
    pub(super) fn next(&self, run: &Run<'_>) -> Option<Seat<'_>> {
        let all = self.seats(run);
        let alone = all.iter().all(|seat| Some(seat.lane.name()) == all.first().map(|s| s.id().0));
        let mut left = all.iter().filter(|seat| !run.asked.contains(&seat.id()));
        let first = left.next()?;
        let avoided = run.call.avoid.as_ref().is_some_and(|avoid| first.is(avoid, alone));
        if avoided { left.next().or(Some(first)).copied() } else { Some(*first) }
    }

    /// Everybody who may be asked in this call, in order. A report with one provider has its other
    /// model, too, for what that provider wrote and is to be written anew.
    fn seats(&self, run: &Run<'_>) -> Vec<Seat<'_>> {
        let tier = run.call.tier;
        let mut seats: Vec<Seat<'_>> = run
            .session
            .order()
            .iter()
            .filter(|name| run.call.only.is_none_or(|only| only == **name))
            .filter_map(|name| self.lanes.iter().find(|lane| lane.name() == *name))
            .map(|lane| Seat { lane, tier })
            .collect();
        if let ([only], Some(_)) = (seats.as_slice(), &run.call.avoid) {
            let other = Seat { tier: other_tier(tier), ..*only };
            if other.model_name() != only.model_name() {
                seats.push(other);
            }
        }
        seats
    }

    /// Seconds after which asking again makes sense: the shortest time that a circuit stays open
    /// or a provider asks us to wait.
    fn retry_after(&self) -> u64 {
        let wait = |lane: &Lane| match lane.circuit() {
            (Circuit::Open, left) => left.as_secs_f64().ceil(),
            (Circuit::Closed | Circuit::HalfOpen, _) => {
                lane.pace.wait(Instant::now()).as_secs_f64().ceil().max(WAIT_WITHOUT_CIRCUIT)
            }
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds")]
        let seconds = self.lanes.iter().map(wait).fold(600.0, f64::min).max(1.0) as u64;
        seconds
    }
}

impl Seat<'_> {
    pub(super) fn id(&self) -> (ProviderName, Tier) {
        (self.lane.name(), self.tier)
    }

    fn model_name(&self) -> &str {
        &self.lane.model(self.tier).name
    }

    /// Whether `avoid` means this one: the provider as a whole, or its one model where there is no
    /// other provider.
    fn is(&self, avoid: &Avoid, alone: bool) -> bool {
        self.lane.name() == avoid.provider && (!alone || self.model_name() == avoid.model)
    }
}

fn other_tier(tier: Tier) -> Tier {
    match tier {
        Tier::Normal => Tier::Quality,
        Tier::Quality => Tier::Normal,
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
