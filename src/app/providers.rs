//! Providers as health and admin status show them.

use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use crate::domain::{AttemptKind, ProviderName};
use crate::providers::{Circuit, ProviderState};

/// A provider and how it fares.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "name": "openai", "configured": true, "circuit": "closed",
    "last_success_at": "2026-11-23T09:00:00Z", "last_error_kind": null
}))]
pub struct ProviderHealth {
    /// Which one.
    name: ProviderName,
    /// Whether it has a key.
    configured: bool,
    /// `closed`, `half_open` or `open`: an open one is not asked.
    #[schema(value_type = String, example = "closed")]
    circuit: Circuit,
    /// When it last gave an answer that counted, RFC 3339.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_success_at: Option<jiff::Timestamp>,
    /// How its last failed attempt failed.
    last_error_kind: Option<AttemptKind>,
}

impl App {
    /// All providers, the configured ones first.
    #[must_use]
    pub fn provider_health(&self) -> Vec<ProviderHealth> {
        match &self.chain {
            Some(chain) => chain.states().iter().map(shown).collect(),
            None => ProviderName::ALL.into_iter().map(not_configured).collect(),
        }
    }
}

fn shown(state: &ProviderState) -> ProviderHealth {
    ProviderHealth {
        name: state.name,
        configured: state.configured,
        circuit: state.circuit,
        last_success_at: state.last_success_at,
        last_error_kind: state.last_error_kind,
    }
}

fn not_configured(name: ProviderName) -> ProviderHealth {
    ProviderHealth {
        name,
        configured: false,
        circuit: Circuit::Closed,
        last_success_at: None,
        last_error_kind: None,
    }
}
