//! Providers as health and admin status show them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::domain::ProviderName;

/// A provider and how it fares.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "name": "openai", "configured": true, "circuit": "closed",
    "last_success_at": "2026-11-23T09:00:00Z", "last_error_kind": null
}))]
pub(super) struct ProviderHealth {
    /// Which one.
    name: ProviderName,
    /// Whether it has a key.
    configured: bool,
    /// `closed`, `half_open` or `open`: an open one is not asked.
    circuit: &'static str,
    /// When it last gave an answer that counted, RFC 3339.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_success_at: Option<jiff::Timestamp>,
    /// How its last failed attempt failed.
    last_error_kind: Option<&'static str>,
}

/// All providers in the chain's default order.
pub(super) fn provider_health(app: &App) -> Vec<ProviderHealth> {
    let configured = |name| app.config.chain.providers.iter().any(|one| one.name == name);
    let states = ProviderName::ALL.into_iter().map(|name| ProviderHealth {
        name,
        configured: configured(name),
        circuit: "closed",
        last_success_at: None,
        last_error_kind: None,
    });
    states.collect()
}
