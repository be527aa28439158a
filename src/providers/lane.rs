//! One configured provider with everything that is remembered about it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use secrecy::ExposeSecret as _;
use tokio::time::Instant;

use super::attempt::Limits;
use super::breaker::{Breaker, Circuit};
use super::call::{Call, Effort};
use super::models::Models;
use super::pace::Pace;
use super::settings::{ProviderSettings, Times};
use super::wire::Without;
use crate::domain::{AttemptKind, ProviderName, Tier};
use crate::telemetry;

/// A provider of the chain.
pub(super) struct Lane {
    pub provider: ProviderSettings,
    pub pace: Pace,
    base_url: String,
    is_vendor: bool,
    normal: Arc<Model>,
    quality: Arc<Model>,
    seen: Mutex<Seen>,
}

/// A model at a provider.
pub(super) struct Model {
    pub name: String,
    pub breaker: Arc<Breaker>,
    without: Mutex<(Without, Option<Instant>)>,
}

/// What was last seen of a provider.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    pub last_success_at: Option<Timestamp>,
    pub last_error_kind: Option<AttemptKind>,
    answered: bool,
}

/// How long a parameter that was refused is left out.
const WITHOUT_FOR: Duration = Duration::from_mins(10);
/// A schema's first use at Perplexity can take half a minute: until it has answered once, it
/// gets this many quarters of the first-byte limit (45 s of 20 s).
const COLD_QUARTERS: u32 = 9;
/// The quality tier thinks longer.
const QUALITY_FACTOR: u32 = 3;

impl Lane {
    pub(super) fn new(provider: ProviderSettings, models: &Models) -> Self {
        let name = |tier| models.name_for(&provider, tier);
        let normal = Arc::new(Model::new(name(Tier::Normal)));
        let quality_name = name(Tier::Quality);
        let quality = if quality_name == normal.name {
            Arc::clone(&normal)
        } else {
            Arc::new(Model::new(quality_name))
        };
        let vendor = vendor_url(provider.name);
        let base = provider.base_url.as_deref().map(|url| url.trim().trim_end_matches('/'));
        let base_url = base.filter(|url| !url.is_empty()).unwrap_or(vendor).to_owned();
        telemetry::llm::circuit(provider.name, 0);
        Self {
            pace: Pace::new(provider.requests_per_minute),
            is_vendor: base_url == vendor,
            base_url,
            normal,
            quality,
            seen: Mutex::default(),
            provider,
        }
    }

    pub(super) fn name(&self) -> ProviderName {
        self.provider.name
    }

    pub(super) fn model(&self, tier: Tier) -> &Arc<Model> {
        match tier {
            Tier::Normal => &self.normal,
            Tier::Quality => &self.quality,
        }
    }

    /// Whether it is the vendor itself, not a compatible server.
    pub(super) fn is_vendor(&self) -> bool {
        self.is_vendor
    }

    /// `path` below the base URL; a `/v1` that both have is written once.
    pub(super) fn url(&self, path: &str) -> String {
        let path = match path.strip_prefix("/v1") {
            Some(rest) if self.base_url.ends_with("/v1") => rest,
            _ => path,
        };
        format!("{}{path}", self.base_url)
    }

    /// Limits of one attempt that starts now.
    pub(super) fn limits(&self, call: &Call, tier: Tier, times: &Times) -> Limits {
        let slow = tier == Tier::Quality;
        let thinks = slow || call.effort == Effort::Medium;
        let factor = |applies| if applies { QUALITY_FACTOR } else { 1 };
        let cold =
            self.name() == ProviderName::Perplexity && self.is_vendor && !self.seen().answered;
        let first_byte = if cold { times.first_byte * COLD_QUARTERS / 4 } else { times.first_byte };
        Limits {
            first_byte: first_byte * factor(slow),
            stall: times.stall * factor(thinks),
            until: Instant::now() + times.total,
        }
    }

    /// Remembers how an attempt ended.
    pub(super) fn note(&self, kind: AttemptKind, now: Timestamp) {
        {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            if kind == AttemptKind::Ok {
                seen.last_success_at = Some(now);
            } else {
                seen.last_error_kind = Some(kind);
            }
            seen.answered |= !matches!(kind, AttemptKind::Timeout | AttemptKind::Transport);
        }
        self.show_circuit();
    }

    /// Shows the circuit's state in the metrics.
    pub(super) fn show_circuit(&self) {
        let state = match self.circuit().0 {
            Circuit::Closed => 0,
            Circuit::HalfOpen => 1,
            Circuit::Open => 2,
        };
        telemetry::llm::circuit(self.name(), state);
    }

    /// The worse of its models' circuits, and the time until the first of them may be tried.
    pub(super) fn circuit(&self) -> (Circuit, Duration) {
        let now = Instant::now();
        self.normal.breaker.look(now).max(self.quality.breaker.look(now))
    }

    pub(super) fn seen(&self) -> Seen {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether `token` holds a piece of this provider's key.
    pub(super) fn is_echoed_in(&self, token: &str) -> bool {
        let key = self.provider.key.expose_secret().trim().to_ascii_lowercase();
        let token = token.to_ascii_lowercase();
        let mut pieces = key.as_bytes().windows(KEY_PIECE);
        token.as_bytes().windows(KEY_PIECE).len() > 0
            && pieces.any(|piece| token.as_bytes().windows(KEY_PIECE).any(|w| w == piece))
    }
}

/// So much of a key in a row is a leak.
const KEY_PIECE: usize = 8;

impl Model {
    fn new(name: String) -> Self {
        Self { name, breaker: Breaker::new(), without: Mutex::default() }
    }

    /// What this model's provider refused lately.
    pub(super) fn without(&self) -> Without {
        let (without, until) = *self.without.lock().unwrap_or_else(PoisonError::into_inner);
        if until.is_some_and(|until| Instant::now() < until) { without } else { Without::default() }
    }

    /// Remembers what it refused.
    pub(super) fn leave_out(&self, without: Without) {
        let until = Some(Instant::now() + WITHOUT_FOR);
        *self.without.lock().unwrap_or_else(PoisonError::into_inner) = (without, until);
    }
}

fn vendor_url(name: ProviderName) -> &'static str {
    match name {
        ProviderName::Openai => "https://api.openai.com/v1",
        ProviderName::Perplexity => "https://api.perplexity.ai",
        ProviderName::Anthropic => "https://api.anthropic.com",
    }
}
