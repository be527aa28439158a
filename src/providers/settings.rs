//! What the chain is told by configuration. Filled from the environment elsewhere.

use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::Duration;

use secrecy::SecretString;

use crate::domain::ProviderName;

/// The shape of requests and answers that a provider speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// `OpenAI` chat completions, and every compatible server.
    Chat,
    /// `OpenAI` Responses; with other fields the Agent API of Perplexity.
    Responses,
    /// Messages of Anthropic.
    Messages,
}

/// One configured provider: it has a key.
#[derive(Debug, Clone)]
pub struct ProviderSettings {
    /// Who it is.
    pub name: ProviderName,
    /// Its key; never printed.
    pub key: SecretString,
    /// Base URL without a slash at its end; `None` is the vendor's own.
    pub base_url: Option<String>,
    /// Its wire: [`Wire::Chat`] or [`Wire::Responses`] for `OpenAI`, fixed for the others.
    pub wire: Wire,
    /// Model of the normal tier; `None` takes the one of `packs/models.toml`.
    pub model: Option<String>,
    /// Model of the quality tier; `None` takes the one of `packs/models.toml`.
    pub quality_model: Option<String>,
    /// Requests a minute that we allow ourselves; `None` is no limit of ours.
    pub requests_per_minute: Option<u32>,
}

impl ProviderSettings {
    /// The provider `name` with `key` and the vendor's defaults for the rest.
    #[must_use]
    pub fn new(name: ProviderName, key: SecretString) -> Self {
        let wire = match name {
            ProviderName::Openai => Wire::Chat,
            ProviderName::Perplexity => Wire::Responses,
            ProviderName::Anthropic => Wire::Messages,
        };
        Self {
            name,
            key,
            base_url: None,
            wire,
            model: None,
            quality_model: None,
            requests_per_minute: None,
        }
    }
}

/// Limits on the time of one attempt. A quality tier gets three times the first byte and stall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// To a connection (`AICMO_LLM_FIRST_BYTE_SECS` bounds it too).
    pub connect: Duration,
    /// To the response's headers (`AICMO_LLM_FIRST_BYTE_SECS`).
    pub first_byte: Duration,
    /// Between two pieces of the body (`AICMO_LLM_STALL_SECS`).
    pub stall: Duration,
    /// In all, the body included (`AICMO_LLM_TIMEOUT_SECS`).
    pub total: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            first_byte: Duration::from_secs(20),
            stall: Duration::from_secs(20),
            total: Duration::from_secs(90),
        }
    }
}

/// How long to pause before asking the same provider again: at most the time given.
pub type Jitter = fn(Duration) -> Duration;

/// Everything that [`super::Chain`] is told by configuration.
#[derive(Clone)]
pub struct ChainSettings {
    /// Configured providers in the chain's order.
    pub providers: Vec<ProviderSettings>,
    /// Limits on the time of one attempt.
    pub times: Times,
    /// Calls under way at once, all providers together (`AICMO_LLM_CONCURRENCY`).
    pub concurrency: usize,
    /// US dollars a UTC day (`AICMO_DAILY_BUDGET_USD`).
    pub daily_budget_usd: Option<f64>,
    /// Pause before a second attempt; [`full_jitter`] but in tests.
    pub jitter: Jitter,
}

impl Default for ChainSettings {
    fn default() -> Self {
        Self {
            providers: vec![],
            times: Times::default(),
            concurrency: 256,
            daily_budget_usd: None,
            jitter: full_jitter,
        }
    }
}

impl fmt::Debug for ChainSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainSettings")
            .field("providers", &self.providers)
            .field("times", &self.times)
            .field("concurrency", &self.concurrency)
            .field("daily_budget_usd", &self.daily_budget_usd)
            .finish_non_exhaustive()
    }
}

/// A random time from nothing to `most`.
#[must_use]
pub fn full_jitter(most: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    let whole = u64::try_from(most.as_micros()).unwrap_or(u64::MAX);
    Duration::from_micros(random % whole.saturating_add(1))
}
