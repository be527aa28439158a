//! One provider's turn in a call: its attempts, the waits between them, and their books.

use tokio::sync::SemaphorePermit;
use tokio::time::Instant;

use super::attempt::{Answer, Attempt as Request, Outcome};
use super::books::cost;
use super::breaker::{Circuit, Entry, Pass};
use super::call::{ChainError, Completion};
use super::chain::{Chain, Seat};
use super::fault::Fault;
use super::lane::{Lane, Model};
use super::retry::{Again, LONGEST_WAIT, Tries, effect_of};
use super::run::Run;
use super::wire::{Ask, Tokens};
use crate::clock;
use crate::domain::AttemptKind;
use crate::telemetry;

/// What a provider's turn ended with.
pub(super) enum Turn {
    Answer(Box<Completion>),
    Failed(AttemptKind),
    /// Another provider was put before it while the call waited for a place.
    Passed,
}

/// Whether the next attempt may be made.
enum Admission<'a> {
    Go(Pass, SemaphorePermit<'a>),
    Shut,
    Passed,
}

/// Output tokens that a call is expected to bring, for the budget of calls under way.
const EXPECTED_OUTPUT: u64 = 1_000;

impl Chain {
    /// All attempts of one provider for one call.
    pub(super) async fn turn(&self, run: &mut Run<'_>, seat: Seat<'_>) -> Result<Turn, ChainError> {
        let lane = seat.lane;
        let model = lane.model(seat.tier);
        let most = self.models.output_limit(&model.name);
        let mut tries = Tries::new(run.call, model.without(), most);
        let mut last = AttemptKind::CircuitOpen;
        loop {
            let (pass, place) = match self.admit(run, seat, model, &tries).await {
                Admission::Go(pass, place) => (pass, place),
                Admission::Passed => return Ok(Turn::Passed),
                Admission::Shut => {
                    if tries.made == 0 {
                        run.skip(lane.name(), &model.name);
                    }
                    return Ok(Turn::Failed(last));
                }
            };
            run.begin(lane.name(), &model.name);
            let outcome = self.attempt(run, seat, model, &tries).await?;
            drop(place);
            tries.made += 1;
            let again = self.decide(run, lane, model, &tries, outcome.result.as_ref().err());
            pass.settle(effect_of(outcome.result.as_ref().err(), &again), Instant::now());
            match (self.close(run, lane, model, outcome), again) {
                (Ok(answer), _) => {
                    let completion = run.complete(answer, lane.name(), &model.name);
                    return Ok(Turn::Answer(Box::new(completion)));
                }
                (Err(fault), Again::No) => return Ok(Turn::Failed(fault.kind)),
                (Err(fault), again) => {
                    last = fault.kind;
                    prepare(run, lane, &mut tries, again, fault.kind).await;
                }
            }
        }
    }

    /// Waits for the provider's pace and for a place, and asks the circuit before and after: while
    /// a call waits, others may learn something.
    async fn admit(
        &self,
        run: &mut Run<'_>,
        seat: Seat<'_>,
        model: &Model,
        tries: &Tries,
    ) -> Admission<'_> {
        let lane = seat.lane;
        let is_open = model.breaker.look(Instant::now()).0 == Circuit::Open;
        if is_open || !(keep_pace(run, lane).await || self.is_last_resort(run, seat)) {
            return Admission::Shut;
        }
        let waiting = Instant::now();
        let place = self.places.acquire().await;
        run.waited += waiting.elapsed();
        let Ok(place) = place else { return Admission::Shut };
        if tries.made == 0 && self.next(run).map(|next| next.id()) != Some(seat.id()) {
            return Admission::Passed;
        }
        match model.breaker.enter(Instant::now()) {
            Entry::Go(pass) => {
                lane.show_circuit();
                Admission::Go(pass, place)
            }
            Entry::Shut => Admission::Shut,
        }
    }

    /// Whether nobody else is left to ask, and it is only the provider itself that wants us to wait:
    /// at worst it says so, with a time, and its circuit opens.
    fn is_last_resort(&self, run: &mut Run<'_>, seat: Seat<'_>) -> bool {
        run.asked.push(seat.id());
        let nobody_else = self.next(run).is_none();
        run.asked.pop();
        nobody_else && seat.lane.provider.requests_per_minute.is_none()
    }

    /// Whether and how the same provider is asked again.
    fn decide(
        &self,
        run: &Run<'_>,
        lane: &Lane,
        model: &Model,
        tries: &Tries,
        fault: Option<&Fault>,
    ) -> Again {
        let Some(fault) = fault else { return Again::No };
        let wire = lane.provider.wire;
        if let Some(without) = tries.without_more(fault, wire) {
            model.leave_out(without);
        }
        tries.again(fault, wire, run.time_left(), self.settings.jitter)
    }

    async fn attempt(
        &self,
        run: &mut Run<'_>,
        seat: Seat<'_>,
        model: &Model,
        tries: &Tries,
    ) -> Result<Outcome, ChainError> {
        let lane = seat.lane;
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
            tier: seat.tier,
            cap: tries.cap,
            effort: self.models.effort_word(&model.name, run.call.effort),
            without: tries.without,
        };
        let request = Request {
            client: &self.client,
            provider: &lane.provider,
            url: &lane.url(ask.path()),
            call: run.call,
            limits: lane.limits(run.call, seat.tier, &self.settings.times),
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
        run.session.use_up(usd.unwrap_or_default());
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
}

/// Waits until the provider may be asked; false when that is too long.
async fn keep_pace(run: &mut Run<'_>, lane: &Lane) -> bool {
    let waiting = Instant::now();
    while let Err(wait) = lane.pace.start(run.expected_tokens(), Instant::now()) {
        if waiting.elapsed() + wait > LONGEST_WAIT || wait >= run.time_left() {
            return false;
        }
        tokio::time::sleep(wait).await;
    }
    run.waited += waiting.elapsed();
    true
}

/// Makes ready for another attempt at the same provider.
async fn prepare(
    run: &mut Run<'_>,
    lane: &Lane,
    tries: &mut Tries,
    again: Again,
    kind: AttemptKind,
) {
    match again {
        // All calls of the provider wait, not this one alone.
        Again::After(pause) if kind == AttemptKind::RateLimited => {
            lane.pace.hold(Instant::now() + pause);
        }
        Again::After(pause) => {
            tokio::time::sleep(pause).await;
            run.waited += pause;
        }
        Again::Without(without) => tries.without = without,
        Again::Cap(cap) => tries.cap = cap,
        Again::No => {}
    }
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
