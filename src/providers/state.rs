//! What is known of each provider, for health, admin and the start: no call is paid for here.

use std::time::Duration;

use futures::future::join_all;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use tokio::time::timeout;

use super::attempt::headers_for;
use super::breaker::Circuit;
use super::chain::Chain;
use super::lane::Lane;
use super::models::Shutdown;
use crate::clock;
use crate::domain::{AttemptKind, ProviderName, Tier};

/// A provider as health and admin show it.
#[derive(Debug, Clone, Serialize)]
pub struct ProviderState {
    /// Who it is.
    pub name: ProviderName,
    /// Whether it has a key.
    pub configured: bool,
    /// Its circuit, the worse of its models'.
    pub circuit: Circuit,
    /// Seconds until an open circuit lets a probe through.
    pub open_for_secs: Option<u64>,
    /// Last time it gave an answer that counted.
    pub last_success_at: Option<Timestamp>,
    /// How its last failed attempt failed.
    pub last_error_kind: Option<AttemptKind>,
    /// Model of the normal tier.
    pub model: Option<String>,
    /// Model of the quality tier.
    pub quality_model: Option<String>,
    /// Its models that are shut down within the warning time.
    pub shutdowns: Vec<Shutdown>,
}

/// What a model list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelCheck {
    /// The key works and the models are listed.
    Ok,
    /// The key works; a configured model is not listed.
    ModelMissing,
    /// The key was refused.
    Auth,
    /// The list is open to all: it lists the models, the key is not checked.
    KeyNotChecked,
    /// There is no list at this address: nothing is known.
    NotAvailable,
    /// Nobody answers there.
    Unreachable,
}

/// A provider with what its model list says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedProvider {
    /// Who it is.
    pub name: ProviderName,
    /// What its list says.
    pub check: ModelCheck,
    /// Configured models that the list does not name.
    pub missing: Vec<String>,
}

const CHECK_TIME: Duration = Duration::from_secs(10);
const LIST_MOST: usize = 4 * 1024 * 1024;

impl Chain {
    /// All providers, the configured ones first, in order.
    #[must_use]
    pub fn states(&self) -> Vec<ProviderState> {
        let shutdowns = self.shutdowns();
        let mut states: Vec<ProviderState> =
            self.lanes.iter().map(|lane| state_of(lane, &shutdowns)).collect();
        let missing = ProviderName::ALL.into_iter().filter(|n| !self.configured().contains(n));
        states.extend(missing.map(|name| ProviderState {
            name,
            configured: false,
            circuit: Circuit::Closed,
            open_for_secs: None,
            last_success_at: None,
            last_error_kind: None,
            model: None,
            quality_model: None,
            shutdowns: vec![],
        }));
        states
    }

    /// Configured models that are shut down within the warning time.
    #[must_use]
    pub fn shutdowns(&self) -> Vec<Shutdown> {
        self.models.shutdowns(&self.settings, clock::today())
    }

    /// Configured models without a price; with a daily budget they must fail the start.
    #[must_use]
    pub fn unpriced_models(&self) -> Vec<String> {
        self.models.unpriced(&self.settings)
    }

    /// Reads the model list of each configured provider; costs nothing.
    pub async fn check_models(&self) -> Vec<CheckedProvider> {
        join_all(self.lanes.iter().map(|lane| self.check(lane))).await
    }

    async fn check(&self, lane: &Lane) -> CheckedProvider {
        let models = [Tier::Normal, Tier::Quality].map(|tier| lane.model(tier).name.clone());
        let (check, missing) = match timeout(CHECK_TIME, self.model_list(lane)).await {
            Ok(Ok(listed)) => judge(lane.name(), &models, &listed),
            Ok(Err(check)) => (check, vec![]),
            Err(_) => (ModelCheck::Unreachable, vec![]),
        };
        CheckedProvider { name: lane.name(), check, missing }
    }

    async fn model_list(&self, lane: &Lane) -> Result<Vec<String>, ModelCheck> {
        let path = match lane.name() {
            ProviderName::Openai => "/models",
            ProviderName::Perplexity => "/v1/models",
            ProviderName::Anthropic => "/v1/models?limit=1000",
        };
        let headers = headers_for(&lane.provider).ok_or(ModelCheck::Auth)?;
        let sent = self.client.get(lane.url(path)).headers(headers).send().await;
        let mut response = sent.map_err(|_| ModelCheck::Unreachable)?;
        match response.status().as_u16() {
            200 => {}
            401 | 403 => return Err(ModelCheck::Auth),
            404 | 405 | 501 => return Err(ModelCheck::NotAvailable),
            _ => return Err(ModelCheck::Unreachable),
        }
        let mut body = Vec::new();
        while let Ok(Some(bytes)) = response.chunk().await {
            body.extend_from_slice(&bytes);
            if body.len() > LIST_MOST {
                return Err(ModelCheck::NotAvailable);
            }
        }
        listed(&body).ok_or(ModelCheck::NotAvailable)
    }
}

/// Names in a model list.
fn listed(body: &[u8]) -> Option<Vec<String>> {
    let list: Value = serde_json::from_slice(body).ok()?;
    let items = ["data", "models"].iter().find_map(|name| list.get(name)).unwrap_or(&list);
    let name = |item: &Value| {
        let field = ["id", "name"].iter().find_map(|name| item.get(name)).unwrap_or(item);
        field.as_str().map(str::to_owned)
    };
    Some(items.as_array()?.iter().filter_map(name).collect())
}

fn judge(
    provider: ProviderName,
    models: &[String],
    listed: &[String],
) -> (ModelCheck, Vec<String>) {
    let mut missing: Vec<String> =
        models.iter().filter(|model| !is_listed(model, listed)).cloned().collect();
    missing.dedup();
    let check = match provider {
        _ if !missing.is_empty() => ModelCheck::ModelMissing,
        ProviderName::Perplexity => ModelCheck::KeyNotChecked,
        ProviderName::Openai | ProviderName::Anthropic => ModelCheck::Ok,
    };
    (check, missing)
}

/// Whether `model` is listed: by its name, a dated version of it, or without its vendor.
fn is_listed(model: &str, listed: &[String]) -> bool {
    let bare = model.rsplit('/').next().unwrap_or(model);
    listed.iter().any(|known| {
        known == model
            || known.rsplit('/').next() == Some(bare)
            || known.strip_prefix(model).is_some_and(|rest| rest.starts_with(['-', ':', '@']))
    })
}

fn state_of(lane: &Lane, shutdowns: &[Shutdown]) -> ProviderState {
    let (circuit, left) = lane.circuit();
    let seen = lane.seen();
    ProviderState {
        name: lane.name(),
        configured: true,
        circuit,
        open_for_secs: (circuit == Circuit::Open).then(|| left.as_secs().max(1)),
        last_success_at: seen.last_success_at,
        last_error_kind: seen.last_error_kind,
        model: Some(lane.model(Tier::Normal).name.clone()),
        quality_model: Some(lane.model(Tier::Quality).name.clone()),
        shutdowns: shutdowns.iter().filter(|s| s.provider == lane.name()).cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn model_lists_of_all_shapes() {
        for body in [
            r#"{"data": [{"id": "gpt-6-luna"}]}"#,
            r#"{"models": [{"name": "gpt-6-luna"}]}"#,
            r#"["gpt-6-luna-2026-10-01"]"#,
            r#"[{"id": "openai/gpt-6-luna"}]"#,
        ] {
            let names = listed(body.as_bytes()).unwrap();
            let (check, missing) = judge(ProviderName::Openai, &["gpt-6-luna".to_owned()], &names);
            assert_eq!((check, missing), (ModelCheck::Ok, vec![]), "{body}");
        }
        assert_eq!(listed(b"<html>"), None);
    }

    #[test]
    fn an_open_list_proves_nothing_about_the_key() {
        let names = ["perplexity/sonar".to_owned()];
        let (check, _) = judge(ProviderName::Perplexity, &names, &names);
        assert_eq!(check, ModelCheck::KeyNotChecked);
    }
}
