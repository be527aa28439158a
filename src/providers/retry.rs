//! Whether the same provider is asked again, and what an attempt says to its circuit.

use std::time::Duration;

use super::breaker::{Effect, OPEN_FOR};
use super::call::Call;
use super::codes::codes;
use super::fault::Fault;
use super::settings::{Jitter, Wire};
use super::wire::Without;
use crate::domain::AttemptKind;

/// The most attempts that one provider gets for one call.
const MOST_ATTEMPTS: u8 = 2;
/// The longest pause before a second attempt; the pause itself is random.
const PAUSE: Duration = Duration::from_millis(500);
/// The longest time that we wait for a provider which asks us to.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// How long a circuit stays open where only an operator can help.
const OPERATOR_TIME: Duration = Duration::from_mins(10);

/// What to do after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// The next provider.
    No,
    /// The same, after a pause.
    After(Duration),
    /// The same, with parameters left out.
    Without(Without),
    /// The same, with another cap on output tokens.
    Cap(u32),
}

/// The attempts of one provider for one call.
pub(super) struct Tries {
    pub made: u8,
    pub cap: u32,
    pub without: Without,
    most: u8,
    highest_cap: u32,
}

impl Tries {
    pub(super) fn new(call: &Call, without: Without, highest_cap: u32) -> Self {
        Self {
            made: 0,
            cap: call.max_output_tokens.min(highest_cap),
            without,
            most: call.attempts_per_provider.clamp(1, MOST_ATTEMPTS),
            highest_cap,
        }
    }

    /// What to do after `fault`, with `left` until the deadline.
    pub(super) fn again(&self, fault: &Fault, wire: Wire, left: Duration, jitter: Jitter) -> Again {
        if self.made >= self.most {
            return Again::No;
        }
        let again = match fault.kind {
            AttemptKind::Transport | AttemptKind::InvalidResponse | AttemptKind::Empty => {
                Again::After(jitter(PAUSE))
            }
            AttemptKind::ServerError | AttemptKind::Overloaded => match fault.retry_after {
                Some(wait) if wait > LONGEST_WAIT => Again::No,
                wait => Again::After(wait.unwrap_or_default() + jitter(PAUSE)),
            },
            AttemptKind::RateLimited => match fault.retry_after {
                Some(wait) if wait <= LONGEST_WAIT => Again::After(wait),
                _ => Again::No,
            },
            AttemptKind::Truncated => {
                let cap = self.cap.saturating_mul(2).min(self.highest_cap);
                if cap > self.cap { Again::Cap(cap) } else { Again::No }
            }
            AttemptKind::BadRequest => {
                self.without_more(fault, wire).map_or(Again::No, Again::Without)
            }
            _ => Again::No,
        };
        match again {
            Again::After(pause) if pause >= left => Again::No,
            again => again,
        }
    }

    /// What to leave out next time, where `fault` names a parameter that we can do without.
    pub(super) fn without_more(&self, fault: &Fault, wire: Wire) -> Option<Without> {
        let refused = fault.kind == AttemptKind::BadRequest;
        let mut parts = codes().spares(&fault.mention).filter(|_| refused);
        parts.find_map(|part| self.without.and(part, wire))
    }
}

/// What an attempt that ended with `fault` (`None`: well) says to the circuit.
pub(super) fn effect_of(fault: Option<&Fault>, again: &Again) -> Effect {
    let Some(fault) = fault else { return Effect::Success };
    match fault.kind {
        AttemptKind::Ok => Effect::Success,
        AttemptKind::Timeout => Effect::Hung,
        AttemptKind::Transport
        | AttemptKind::InvalidResponse
        | AttemptKind::ServerError
        | AttemptKind::Overloaded
        | AttemptKind::Empty => Effect::Failure,
        AttemptKind::RateLimited if *again != Again::No => Effect::Unknown,
        AttemptKind::RateLimited => {
            let wait = fault.retry_after.unwrap_or(OPEN_FOR);
            Effect::OpenFor(wait.clamp(Duration::from_secs(1), OPERATOR_TIME))
        }
        AttemptKind::QuotaExhausted | AttemptKind::Auth | AttemptKind::ModelUnavailable => {
            Effect::OpenFor(OPERATOR_TIME)
        }
        AttemptKind::ContextLength
        | AttemptKind::BadRequest
        | AttemptKind::Refused
        | AttemptKind::Truncated => Effect::Alive,
        AttemptKind::CircuitOpen | AttemptKind::Cancelled => Effect::Unknown,
    }
}
