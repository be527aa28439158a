//! How fast one provider may be asked: our own limit a minute, and what its headers say is left.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::headers::{Left, RateLimits};

const MINUTE: Duration = Duration::from_mins(1);

/// The pace of one provider.
#[derive(Debug)]
pub(super) struct Pace {
    per_minute: Option<usize>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    started: VecDeque<Instant>,
    requests: Option<(u64, Instant)>,
    tokens: Option<(u64, Instant)>,
    not_before: Option<Instant>,
}

impl Pace {
    pub(super) fn new(per_minute: Option<u32>) -> Self {
        let per_minute = per_minute.and_then(|n| usize::try_from(n).ok());
        Self { per_minute, state: Mutex::default() }
    }

    /// Asks to start a call of about `tokens` tokens.
    ///
    /// # Errors
    /// The time to wait before asking again.
    pub(super) fn start(&self, tokens: u64, now: Instant) -> Result<(), Duration> {
        let mut state = self.lock();
        state.forget(now);
        if let Some(at) = state.first_time(tokens, self.per_minute) {
            return Err(at.saturating_duration_since(now).max(Duration::from_millis(1)));
        }
        if self.per_minute.is_some() {
            state.started.push_back(now);
        }
        if let Some((left, _)) = &mut state.requests {
            *left -= 1;
        }
        if let Some((left, _)) = &mut state.tokens {
            *left -= tokens;
        }
        Ok(())
    }

    /// How long a call of no size would have to wait.
    pub(super) fn wait(&self, now: Instant) -> Duration {
        let mut state = self.lock();
        state.forget(now);
        let at = state.first_time(0, self.per_minute);
        at.map_or(Duration::ZERO, |at| at.saturating_duration_since(now))
    }

    /// Notes what a response says is left.
    pub(super) fn note(&self, limits: RateLimits, now: Instant) {
        let mut state = self.lock();
        state.forget(now);
        note_left(&mut state.requests, limits.requests, now);
        note_left(&mut state.tokens, limits.tokens, now);
    }

    /// The provider asks everybody to wait.
    pub(super) fn hold(&self, until: Instant) {
        let mut state = self.lock();
        state.not_before = state.not_before.max(Some(until));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn note_left(known: &mut Option<(u64, Instant)>, said: Option<Left>, now: Instant) {
    let Some(said) = said else { return };
    let until = now + said.reset.min(MINUTE);
    // Calls under way are not in the provider's count yet: the lower figure holds.
    let count = known.map_or(said.count, |(count, _)| count.min(said.count));
    *known = Some((count, until));
}

impl State {
    fn forget(&mut self, now: Instant) {
        for known in [&mut self.requests, &mut self.tokens] {
            *known = known.filter(|(_, until)| *until > now);
        }
        self.not_before = self.not_before.filter(|at| *at > now);
        while self.started.front().is_some_and(|at| now.duration_since(*at) >= MINUTE) {
            self.started.pop_front();
        }
    }

    /// When a call may start; `None` is now.
    fn first_time(&self, tokens: u64, per_minute: Option<usize>) -> Option<Instant> {
        let full = per_minute.is_some_and(|most| self.started.len() >= most);
        let ours = self.started.front().filter(|_| full).map(|at| *at + MINUTE);
        let requests = self.requests.filter(|(left, _)| *left == 0).map(|(_, until)| until);
        let tokens = self.tokens.filter(|(left, _)| *left < tokens).map(|(_, until)| until);
        [ours, requests, tokens, self.not_before].into_iter().flatten().max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(count: u64) -> Left {
        Left { count, reset: Duration::from_secs(4) }
    }

    #[test]
    fn slows_down_before_the_provider_says_so() {
        for limits in [
            RateLimits { requests: Some(left(1)), tokens: None },
            RateLimits { requests: None, tokens: Some(left(150)) },
        ] {
            let (pace, now) = (Pace::new(None), Instant::now());
            pace.note(limits, now);
            assert_eq!(pace.start(100, now), Ok(()));
            assert_eq!(pace.start(100, now), Err(Duration::from_secs(4)), "{limits:?}");
            assert_eq!(pace.start(100, now + Duration::from_secs(4)), Ok(()), "{limits:?}");
        }
    }

    #[test]
    fn our_own_limit_a_minute() {
        let (pace, now) = (Pace::new(Some(2)), Instant::now());
        assert_eq!([pace.start(1, now), pace.start(1, now)], [Ok(()), Ok(())]);
        assert_eq!(pace.start(1, now), Err(MINUTE));
        assert_eq!(pace.start(1, now + MINUTE), Ok(()));
    }

    #[test]
    fn everybody_waits_when_asked_to() {
        let (pace, now) = (Pace::new(None), Instant::now());
        pace.hold(now + Duration::from_secs(3));
        assert_eq!(pace.start(1, now), Err(Duration::from_secs(3)));
        assert_eq!(pace.wait(now), Duration::from_secs(3));
        assert_eq!(pace.wait(now + Duration::from_secs(3)), Duration::ZERO);
    }
}
