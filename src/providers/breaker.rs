//! The circuit breaker of one model at one provider.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::watch;
use tokio::time::Instant;

const IN_A_ROW: u32 = 5;
const WINDOW: Duration = Duration::from_secs(30);
const WINDOW_LEAST: usize = 10;
const WINDOW_MOST: usize = 1_000;
const HUNG_WINDOW: Duration = Duration::from_mins(1);
const HUNG_LEAST: usize = 2;
/// How long it stays open when nothing says otherwise.
pub(super) const OPEN_FOR: Duration = Duration::from_secs(30);

/// State of a circuit, as shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Circuit {
    /// Calls pass.
    Closed,
    /// One probe passes.
    HalfOpen,
    /// Nothing passes.
    Open,
}

/// What an attempt says about its provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It answered well.
    Success,
    /// A fault of the provider.
    Failure,
    /// It was silent too long.
    Hung,
    /// It will not serve us for that long.
    OpenFor(Duration),
    /// It works; the request or its text was at fault.
    Alive,
    /// Nothing is known: nobody waited for the end.
    Unknown,
}

/// May an attempt be made?
pub(super) enum Entry {
    Go(Pass),
    Shut,
}

#[derive(Debug, Clone, Copy)]
enum Phase {
    Closed,
    Open { until: Instant },
    HalfOpen { probing: bool },
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// Counts openings and closings: what an attempt of an earlier one says is old news.
    era: u64,
    in_a_row: u32,
    recent: VecDeque<(Instant, bool)>,
    hung: VecDeque<Instant>,
}

/// A circuit breaker. Opens on failures, lets one probe through later, closes on its success.
#[derive(Debug)]
pub(super) struct Breaker {
    state: Mutex<State>,
    /// Era in which it last opened because the provider hung.
    hung: watch::Sender<u64>,
}

/// The right to make one attempt. Dropped without a word, it frees the place of a probe.
pub(super) struct Pass {
    breaker: Arc<Breaker>,
    era: u64,
    settled: bool,
}

impl Breaker {
    pub(super) fn new() -> Arc<Self> {
        let state = State {
            phase: Phase::Closed,
            era: 0,
            in_a_row: 0,
            recent: VecDeque::new(),
            hung: VecDeque::new(),
        };
        Arc::new(Self { state: Mutex::new(state), hung: watch::Sender::new(0) })
    }

    /// Asks for an attempt.
    pub(super) fn enter(self: &Arc<Self>, now: Instant) -> Entry {
        let mut state = self.lock();
        match state.phase {
            Phase::Open { until } if now < until => return Entry::Shut,
            Phase::HalfOpen { probing: true } => return Entry::Shut,
            Phase::Open { .. } | Phase::HalfOpen { probing: false } => {
                state.phase = Phase::HalfOpen { probing: true };
            }
            Phase::Closed => {}
        }
        Entry::Go(Pass { breaker: Arc::clone(self), era: state.era, settled: false })
    }

    /// State now, and how long it still is open.
    pub(super) fn look(&self, now: Instant) -> (Circuit, Duration) {
        match self.lock().phase {
            Phase::Closed => (Circuit::Closed, Duration::ZERO),
            Phase::HalfOpen { .. } => (Circuit::HalfOpen, Duration::ZERO),
            Phase::Open { until } => {
                match until.checked_duration_since(now).filter(|left| !left.is_zero()) {
                    Some(left) => (Circuit::Open, left),
                    None => (Circuit::HalfOpen, Duration::ZERO),
                }
            }
        }
    }

    /// Tells when the circuit opens because the provider hangs.
    pub(super) fn watch_hung(&self) -> watch::Receiver<u64> {
        self.hung.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass {
    /// Says what came of the attempt.
    pub(super) fn settle(mut self, effect: Effect, now: Instant) {
        self.settled = true;
        let mut state = self.breaker.lock();
        if state.era != self.era {
            return;
        }
        if state.settle(effect, now) == Some(Effect::Hung) {
            let era = state.era;
            drop(state);
            self.breaker.hung.send_replace(era);
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if !self.settled {
            let mut state = self.breaker.lock();
            if state.era == self.era {
                state.settle(Effect::Unknown, Instant::now());
            }
        }
    }
}

impl State {
    /// Returns the effect that opened the circuit, if it opened.
    fn settle(&mut self, effect: Effect, now: Instant) -> Option<Effect> {
        if let Phase::HalfOpen { .. } = self.phase {
            return self.settle_probe(effect, now);
        }
        match effect {
            Effect::Success => {
                self.in_a_row = 0;
                self.note(now, true);
                None
            }
            Effect::Alive | Effect::Unknown => None,
            Effect::OpenFor(time) => {
                self.open(time, now);
                Some(effect)
            }
            Effect::Failure | Effect::Hung => {
                self.in_a_row += 1;
                self.note(now, false);
                let hung = effect == Effect::Hung && self.note_hung(now);
                let bad = self.recent.iter().filter(|(_, ok)| !ok).count();
                let half = self.recent.len() >= WINDOW_LEAST && bad * 2 >= self.recent.len();
                let opens = hung || half || self.in_a_row >= IN_A_ROW;
                opens.then(|| {
                    self.open(OPEN_FOR, now);
                    effect
                })
            }
        }
    }

    fn settle_probe(&mut self, effect: Effect, now: Instant) -> Option<Effect> {
        match effect {
            Effect::Success | Effect::Alive => {
                self.phase = Phase::Closed;
                self.start_era();
                None
            }
            Effect::Unknown => {
                self.phase = Phase::HalfOpen { probing: false };
                None
            }
            Effect::OpenFor(time) => {
                self.open(time, now);
                Some(effect)
            }
            Effect::Failure | Effect::Hung => {
                self.open(OPEN_FOR, now);
                Some(effect)
            }
        }
    }

    fn open(&mut self, time: Duration, now: Instant) {
        self.phase = Phase::Open { until: now + time };
        self.start_era();
    }

    fn start_era(&mut self) {
        self.era += 1;
        self.in_a_row = 0;
        self.recent.clear();
        self.hung.clear();
    }

    fn note(&mut self, now: Instant, ok: bool) {
        while self.recent.front().is_some_and(|(at, _)| now.duration_since(*at) > WINDOW)
            || self.recent.len() >= WINDOW_MOST
        {
            self.recent.pop_front();
        }
        self.recent.push_back((now, ok));
    }

    fn note_hung(&mut self, now: Instant) -> bool {
        self.hung.retain(|at| now.duration_since(*at) <= HUNG_WINDOW);
        self.hung.push_back(now);
        self.hung.len() >= HUNG_LEAST
    }
}

#[cfg(test)]
mod tests;
