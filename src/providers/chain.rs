//! The chain: which provider is asked next, and what is done with what comes back.

use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::attempt::{Answer, Attempt as Request, Outcome};
use super::books::{Books, Spend, cost};
use super::breaker::{Circuit, Entry};
use super::call::{Call, ChainError, Completion, Session};
use super::fault::Fault;
use super::lane::{Lane, Model};
use super::models::Models;
use super::retry::{Again, Tries, effect_of};
use super::run::Run;
use super::settings::ChainSettings;
use super::wire::{Ask, Tokens};
use crate::clock;
use crate::domain::{AttemptKind, ProviderName};
use crate::telemetry;

/// The configured providers, in order, with what is remembered about them.
pub struct Chain {
    pub(super) settings: ChainSettings,
    pub(super) models: Models,
    pub(super) client: reqwest::Client,
    pub(super) lanes: Vec<Lane>,
    places: Semaphore,
    books: Books,
}

/// What a provider's turn in a call ended with.
enum Turn {
    Answer(Box<Completion>),
    Failed(AttemptKind),
    /// Another provider was put before it while the call waited for a place.
    Passed,
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
    fn next(&self, run: &Run<'_>) -> Option<&Lane> {
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

    /// All attempts of one provider for one call.
    async fn turn(&self, run: &mut Run<'_>, lane: &Lane) -> Result<Turn, ChainError> {
        let model = lane.model(run.call.tier);
        let mut tries =
            Tries::new(run.call, model.without(), self.models.output_limit(&model.name));
        loop {
            if let (Circuit::Open, _) = model.breaker.look(Instant::now()) {
                return Ok(Turn::Failed(skip(run, lane, model, &tries)));
            }
            let Some(wait) = self.pace(run, lane).await else {
                return Ok(Turn::Failed(skip(run, lane, model, &tries)));
            };
            run.waited += wait;
            let waiting = Instant::now();
            let place = self.places.acquire().await;
            run.waited += waiting.elapsed();
            // While the call waited for a place, others may have learnt something.
            if tries.made == 0 && self.next(run).map(Lane::name) != Some(lane.name()) {
                return Ok(Turn::Passed);
            }
            let Entry::Go(pass) = model.breaker.enter(Instant::now()) else {
                return Ok(Turn::Failed(skip(run, lane, model, &tries)));
            };
            run.begin(lane.name(), &model.name);
            let outcome = self.attempt(run, lane, model, &tries).await?;
            drop(place);
            tries.made += 1;
            let (again, effect) = match &outcome.result {
                Ok(_) => (Again::No, effect_of(None, &Again::No)),
                Err(fault) => {
                    let left = run.time_left();
                    let again = tries.again(fault, lane.provider.wire, left, self.settings.jitter);
                    let effect = effect_of(Some(fault), &again);
                    (again, effect)
                }
            };
            pass.settle(effect, Instant::now());
            match self.close(run, lane, model, outcome) {
                Ok(answer) => {
                    return Ok(Turn::Answer(Box::new(run.complete(
                        answer,
                        lane.name(),
                        &model.name,
                    ))));
                }
                Err(fault) => match again {
                    Again::No => return Ok(Turn::Failed(fault.kind)),
                    Again::After(pause) => {
                        if fault.kind == AttemptKind::RateLimited {
                            lane.pace.hold(Instant::now() + pause);
                        } else {
                            tokio::time::sleep(pause).await;
                            run.waited += pause;
                        }
                    }
                    Again::Without(without) => {
                        model.leave_out(without);
                        tries.without = without;
                    }
                    Again::Cap(cap) => tries.cap = cap,
                },
            }
        }
    }

    /// Waits until the provider may be asked; `None` when that is too long.
    async fn pace(&self, run: &Run<'_>, lane: &Lane) -> Option<Duration> {
        let mut waited = Duration::ZERO;
        loop {
            let Err(wait) = lane.pace.start(run.expected_tokens(), Instant::now()) else {
                return Some(waited);
            };
            waited += wait;
            if waited > super::retry::LONGEST_WAIT || wait >= run.time_left() {
                return None;
            }
            tokio::time::sleep(wait).await;
        }
    }

    async fn attempt(
        &self,
        run: &mut Run<'_>,
        lane: &Lane,
        model: &Model,
        tries: &Tries,
    ) -> Result<Outcome, ChainError> {
        let expected =
            Tokens { input: run.expected_tokens(), output: EXPECTED_OUTPUT, ..Tokens::default() };
        let usd = cost(&expected, self.models.price(&model.name)).unwrap_or_default();
        let _reservation = self.books.reserve(usd, clock::now()).map_err(|retry_after_secs| {
            run.drop_begun();
            ChainError::Budget { retry_after_secs }
        })?;
        let ask = Ask {
            provider: lane.name(),
            wire: lane.provider.wire,
            model: &model.name,
            call: run.call,
            cap: tries.cap,
            effort: self.models.effort_word(&model.name, run.call.effort),
            without: tries.without,
        };
        let request = Request {
            client: &self.client,
            provider: &lane.provider,
            url: &lane.url(ask.path()),
            call: run.call,
            limits: lane.limits(run.call, &self.settings.times),
            hung: model.breaker.watch_hung(),
        };
        Ok(request.run(&ask).await)
    }

    /// Books an attempt, and hands on what came of it.
    fn close(
        &self,
        run: &mut Run<'_>,
        lane: &Lane,
        model: &Model,
        outcome: Outcome,
    ) -> Result<Answer, Fault> {
        let (kind, status, code) = match &outcome.result {
            Ok(_) => (AttemptKind::Ok, Some(200), None),
            Err(fault) => (fault.kind, fault.status, fault.code.clone()),
        };
        let now = clock::now();
        lane.pace.note(outcome.rate_limits, Instant::now());
        lane.note(kind, now);
        run.waited += outcome.upstream;
        let tokens = run.settled_tokens(&outcome);
        let usd = cost(&tokens, self.models.price(&model.name));
        self.books.spend(usd, now);
        run.book(lane.name(), outcome.reached, &tokens, usd);
        let duration = run.end(kind, status, self.plain(code), self.plain(outcome.request_id));
        telemetry::llm::attempt(lane.name(), &model.name, kind, duration);
        telemetry::llm::spent(lane.name(), tokens.input, tokens.output, usd);
        if needs_operator(kind) {
            telemetry::llm::needs_operator(lane.name(), &model.name, kind, status);
        }
        outcome.result
    }

    /// A token of a provider, unless it holds a piece of a key.
    fn plain(&self, token: Option<String>) -> Option<String> {
        token.filter(|token| !self.lanes.iter().any(|lane| lane.is_echoed_in(token)))
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
/// Output tokens that a call is expected to bring, for the budget of calls under way.
const EXPECTED_OUTPUT: u64 = 1_000;

/// Notes that a provider was passed over; tells the kind that the call failed with there.
fn skip(run: &mut Run<'_>, lane: &Lane, model: &Model, tries: &Tries) -> AttemptKind {
    if tries.made == 0 {
        run.skip(lane.name(), &model.name);
    }
    AttemptKind::CircuitOpen
}

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

fn needs_operator(kind: AttemptKind) -> bool {
    matches!(
        kind,
        AttemptKind::QuotaExhausted
            | AttemptKind::Auth
            | AttemptKind::ModelUnavailable
            | AttemptKind::BadRequest
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
