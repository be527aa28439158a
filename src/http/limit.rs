//! Limits a client: requests a minute, and wrong admin keys a minute.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};

use super::error::ApiError;
use crate::domain::{ErrorType, ReportError};

/// Checks after which clients that have not asked for a while are forgotten.
const FORGET_EVERY: u32 = 4_096;

/// Requests a minute and client.
pub(super) struct RateLimit {
    limiter: Option<DefaultKeyedRateLimiter<IpAddr>>,
    clock: DefaultClock,
    checks: AtomicU32,
}

impl RateLimit {
    /// `per_minute` requests, in a burst where the client wants; 0 is off.
    pub fn new(per_minute: u32) -> Self {
        let quota = NonZeroU32::new(per_minute).map(Quota::per_minute);
        let limiter = quota.map(DefaultKeyedRateLimiter::keyed);
        Self { limiter, clock: DefaultClock::default(), checks: AtomicU32::new(0) }
    }

    /// Counts one request of `client`.
    pub fn check(&self, client: IpAddr) -> Result<(), ApiError> {
        let Some(limiter) = &self.limiter else { return Ok(()) };
        if self.checks.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
        limiter.check_key(&client).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            rate_limited(
                "Too many requests from this address; wait and ask again.",
                "AICMO_RATE_LIMIT_PER_MINUTE is the limit; behind a proxy, \
                 AICMO_TRUSTED_PROXY_HOPS tells clients apart.",
                wait,
            )
        })
    }
}

/// A `rate_limited` error that tells how long to wait.
pub(super) fn rate_limited(message: &str, hint: &str, wait: Duration) -> ApiError {
    let mut error = ReportError::new(ErrorType::RateLimited, message, hint);
    let whole = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    error.retry_after_secs = Some(whole.max(1));
    ApiError::new(error)
}

/// Wrong admin keys that a client may try within [`WINDOW`].
const TRIES: usize = 5;
const WINDOW: Duration = Duration::from_mins(1);
/// Clients remembered; when there are more, the table starts afresh.
const MOST_CLIENTS: usize = 10_000;

/// Counts wrong admin keys by client, so that the key cannot be guessed.
#[derive(Default)]
pub(super) struct AdminTries {
    failures: Mutex<HashMap<IpAddr, VecDeque<Instant>>>,
}

impl AdminTries {
    /// Whether `client` may try a key now.
    pub fn check(&self, client: IpAddr) -> Result<(), ApiError> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(times) = failures.get_mut(&client) else { return Ok(()) };
        times.retain(|at| at.elapsed() < WINDOW);
        let Some(oldest) = times.front().filter(|_| times.len() >= TRIES) else { return Ok(()) };
        let wait = WINDOW.saturating_sub(oldest.elapsed());
        Err(rate_limited(
            "Too many wrong admin keys; wait a minute.",
            "Five wrong admin keys a minute lock an address out.",
            wait,
        ))
    }

    /// Notes a wrong key.
    pub fn note_failure(&self, client: IpAddr) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= MOST_CLIENTS {
            failures.clear();
        }
        failures.entry(client).or_default().push_back(Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::{AdminTries, RateLimit};

    #[test]
    fn limits_each_client_by_itself() {
        let (one, other) = (IpAddr::from([1, 1, 1, 1]), IpAddr::from([2, 2, 2, 2]));
        let limit = RateLimit::new(2);
        assert!(limit.check(one).is_ok() && limit.check(one).is_ok());
        let error = limit.check(one).expect_err("the third");
        assert!(error.error.retry_after_secs.is_some_and(|secs| (1..=30).contains(&secs)));
        assert!(limit.check(other).is_ok());
        let off = RateLimit::new(0);
        assert!((0..1_000).all(|_| off.check(one).is_ok()));
    }

    #[test]
    fn locks_a_client_out_after_five_wrong_keys() {
        let (one, other) = (IpAddr::from([1, 1, 1, 1]), IpAddr::from([2, 2, 2, 2]));
        let tries = AdminTries::default();
        for _ in 0..5 {
            assert!(tries.check(one).is_ok());
            tries.note_failure(one);
        }
        assert!(tries.check(one).is_err() && tries.check(other).is_ok());
    }
}
