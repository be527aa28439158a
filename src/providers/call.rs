//! One call of the chain: what goes in, what comes out, and what a report's calls share.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::allowance::Allowance;
use crate::domain::{Attempt, ProviderName, Tier, Usage};

/// What a call is for; the word in the task block's `kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words of the task block")]
pub enum CallKind {
    Spine,
    Section,
    Repair,
    Research,
    Brief,
    Probe,
}

impl CallKind {
    /// The word in the task block.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Spine => "spine",
            Self::Section => "section",
            Self::Repair => "repair",
            Self::Research => "research",
            Self::Brief => "brief",
            Self::Probe => "probe",
        }
    }
}

/// Reasoning effort asked for; mapped to each model's words in `packs/models.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effort {
    /// The least that the model knows (probes).
    Least,
    /// Normal tier.
    Low,
    /// Quality tier.
    Medium,
}

/// A strict JSON schema of an answer, with the check that an answer must pass.
#[derive(Clone)]
pub struct Schema {
    /// Its name at the provider, such as `section_answer`.
    pub name: &'static str,
    /// The schema itself.
    pub json: Arc<Value>,
    /// Whether a parsed answer has the form, `done` included; an error names the fault for our
    /// own log and quotes nothing of the answer.
    pub check: fn(&Value) -> Result<(), &'static str>,
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").field("name", &self.name).finish_non_exhaustive()
    }
}

/// One call, complete in itself.
#[derive(Clone)]
pub struct Call {
    /// What it is for.
    pub kind: CallKind,
    /// The section it writes, for logs and metrics.
    pub section: Option<String>,
    /// System text.
    pub system: Arc<str>,
    /// User message: the task block.
    pub user: String,
    /// Form of the answer.
    pub schema: Schema,
    /// Reasoning effort.
    pub effort: Effort,
    /// Which model of the provider.
    pub tier: Tier,
    /// Cap on output tokens.
    pub max_output_tokens: u32,
    /// Whether the model may search the web (Perplexity only).
    pub web_search: bool,
    /// Only this provider is asked (research); `None` asks the chain.
    pub only: Option<ProviderName>,
    /// Whom to ask last in this call (RESAMPLE).
    pub avoid: Option<Avoid>,
    /// Attempts a provider gets for this call: 2, or 1 for probes.
    pub attempts_per_provider: u8,
    /// Told the number of bytes of answer text received so far.
    pub progress: Option<Arc<dyn Fn(usize) + Send + Sync>>,
}

/// Who wrote what is to be written anew. Another provider comes before it; where there is none,
/// another model of the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Avoid {
    /// The provider.
    pub provider: ProviderName,
    /// Its model.
    pub model: String,
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("kind", &self.kind)
            .field("section", &self.section)
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

/// A page of the provider's own result list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchResult {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// Date as given.
    pub date: Option<String>,
}

/// An accepted answer.
#[derive(Clone)]
pub struct Completion {
    /// The answer, which passed the schema's check.
    pub json: Value,
    /// Who gave it.
    pub provider: ProviderName,
    /// With which model.
    pub model: String,
    /// Books of the whole call, failed attempts included.
    pub usage: Usage,
    /// All attempts in order, the last one being `ok`.
    pub attempts: Vec<Attempt>,
    /// The provider's result list (research).
    pub search_results: Vec<SearchResult>,
}

impl fmt::Debug for Completion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Completion")
            .field("provider", &self.provider)
            .field("model", &self.model)
            .field("usage", &self.usage)
            .finish_non_exhaustive()
    }
}

/// Why the chain gave no answer. Holds nothing of what a provider said in words.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChainError {
    /// No provider is configured.
    #[error("no provider is configured")]
    NotConfigured,
    /// Every configured provider was tried or skipped, and failed.
    #[error("every configured provider failed")]
    Exhausted {
        /// Attempts in order, skipped providers as `circuit_open`.
        attempts: Vec<Attempt>,
        /// How many providers are configured: 1 is `llm_failure`, more is `llm_chain_failed`.
        configured: usize,
        /// Seconds after which asking again makes sense.
        retry_after_secs: u64,
    },
    /// The report's deadline passed.
    #[error("the deadline passed")]
    Deadline {
        /// Attempts so far.
        attempts: Vec<Attempt>,
    },
    /// Nobody waits for the answer any more.
    #[error("cancelled")]
    Cancelled,
    /// The daily budget is spent.
    #[error("the daily budget is spent")]
    Budget {
        /// Seconds until the next UTC day.
        retry_after_secs: u64,
    },
}

/// What all calls of one report share: order, deadline, cancel, demotions and books.
#[derive(Debug)]
pub struct Session {
    /// When the report must be done.
    pub deadline: Instant,
    /// Set when nobody waits any more.
    pub cancel: CancellationToken,
    /// Order of providers, `model_preference` first; those configured.
    order: Mutex<Vec<ProviderName>>,
    ledger: Mutex<Usage>,
    allowance: Option<Arc<Allowance>>,
}

impl Session {
    /// A session that asks `order` and ends after `time`.
    #[must_use]
    pub fn new(order: Vec<ProviderName>, time: Duration, cancel: CancellationToken) -> Self {
        Self {
            deadline: Instant::now() + time,
            cancel,
            order: Mutex::new(order),
            ledger: Mutex::new(Usage::default()),
            allowance: None,
        }
    }

    /// With money of its own, set aside before it began.
    #[must_use]
    pub fn with_allowance(mut self, allowance: Option<Arc<Allowance>>) -> Self {
        self.allowance = allowance;
        self
    }

    pub(super) fn use_up(&self, usd: f64) {
        if let Some(allowance) = &self.allowance {
            allowance.use_up(usd);
        }
    }

    /// The order in which providers are asked now.
    #[must_use]
    pub fn order(&self) -> Vec<ProviderName> {
        self.order.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Moves `provider` to the end of the order for the rest of the report.
    pub fn demote(&self, provider: ProviderName) {
        let mut order = self.order.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = order.iter().position(|name| *name == provider) {
            let name = order.remove(at);
            order.push(name);
        }
    }

    /// Books `usage` on the report.
    pub fn book(&self, usage: &Usage) {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner).add(usage);
    }

    /// The report's books so far.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
