//! What the configuration decides about writing.

use std::sync::Arc;
use std::time::Duration;

use crate::domain::{ModelPreference, ProviderName};

/// Why nothing can write (`llm_unavailable`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unavailable {
    /// No key is configured, and stubs are turned off.
    NoProvider,
    /// `AICMO_USE_LLM=0` beside a key.
    TurnedOff,
}

/// Settings of the pipeline.
#[derive(Debug, Clone)]
pub struct PipelineSettings {
    /// Whether a provider key is configured: stub content is then a fault.
    pub provider_configured: bool,
    /// Configured providers, in the order of the chain.
    pub providers: Vec<ProviderName>,
    /// Sections of one report that are written at once (`AICMO_SECTION_CONCURRENCY`).
    pub section_concurrency: usize,
    /// Texts of ours that must not show in a report (A4): system texts of the writers.
    pub instructions: Vec<Arc<str>>,
}

impl PipelineSettings {
    /// The chain's order with the preferred provider, where configured, at the front.
    #[must_use]
    pub fn order_for(&self, preference: ModelPreference) -> Vec<ProviderName> {
        let mut order = self.providers.clone();
        let wanted = preferred(preference);
        if let Some(at) = order.iter().position(|name| Some(*name) == wanted) {
            let first = order.remove(at);
            order.insert(0, first);
        }
        order
    }

    /// Time that a run keeps back at its end for gating and assembly.
    pub(super) fn grace(time: Duration) -> Duration {
        (time / 20).min(Duration::from_secs(3))
    }
}

/// The provider that `preference` names.
pub(super) fn preferred(preference: ModelPreference) -> Option<ProviderName> {
    match preference {
        ModelPreference::Auto => None,
        ModelPreference::Openai => Some(ProviderName::Openai),
        ModelPreference::Perplexity => Some(ProviderName::Perplexity),
        ModelPreference::Anthropic => Some(ProviderName::Anthropic),
    }
}
