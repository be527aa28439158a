//! Provider keys, addresses and models, and the limits of calls.

use std::time::Duration;

use secrecy::SecretString;

use super::reader::Reader;
use crate::domain::ProviderName;

/// Which of `OpenAI`'s wires is spoken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wire {
    /// `chat/completions`, and every compatible server.
    #[default]
    Chat,
    /// The Responses API.
    Responses,
}

/// One configured provider. `Debug` prints the key as `[REDACTED]`.
#[derive(Debug, Clone)]
pub struct ProviderSettings {
    /// Which one.
    pub name: ProviderName,
    /// Its key.
    pub key: SecretString,
    /// Another address than the vendor's.
    pub base_url: Option<String>,
    /// Another model than that of `packs/models.toml`.
    pub model: Option<String>,
    /// The same for the quality tier.
    pub quality_model: Option<String>,
}

/// All providers and the limits of calls.
#[derive(Debug, Clone)]
pub struct ProvidersSettings {
    /// Those with a key, in the chain's order.
    pub configured: Vec<ProviderSettings>,
    /// `OPENAI_WIRE`.
    pub openai_wire: Wire,
    /// Wall time of one call.
    pub timeout: Duration,
    /// Time to the first byte of an answer.
    pub first_byte: Duration,
    /// Time without a byte in an answer.
    pub stall: Duration,
    /// Calls at once.
    pub concurrency: usize,
    /// US dollars a UTC day.
    pub daily_budget_usd: Option<f64>,
}

impl ProvidersSettings {
    pub(super) fn read(reader: &mut Reader<'_>, warnings: &mut Vec<String>) -> Self {
        let configured: Vec<_> =
            ProviderName::ALL.into_iter().filter_map(|name| provider(reader, name)).collect();
        let wires = [("chat", Wire::Chat), ("responses", Wire::Responses)];
        let daily_budget_usd = reader
            .text("AICMO_DAILY_BUDGET_USD")
            .map(|_| reader.number("AICMO_DAILY_BUDGET_USD", 0.0..=10_000_000.0, 0.0));
        if daily_budget_usd.is_some() {
            warnings.push(
                "AICMO_DAILY_BUDGET_USD is counted in memory: a restart resets it.".to_owned(),
            );
        }
        Self {
            configured,
            openai_wire: reader.choice("OPENAI_WIRE", &wires, Wire::Chat),
            timeout: reader.seconds("AICMO_LLM_TIMEOUT_SECS", 0.1..=3_600.0, 90.0),
            first_byte: reader.seconds("AICMO_LLM_FIRST_BYTE_SECS", 0.1..=3_600.0, 20.0),
            stall: reader.seconds("AICMO_LLM_STALL_SECS", 0.1..=3_600.0, 20.0),
            concurrency: reader.number("AICMO_LLM_CONCURRENCY", 1..=100_000, 256),
            daily_budget_usd,
        }
    }
}

fn provider(reader: &mut Reader<'_>, name: ProviderName) -> Option<ProviderSettings> {
    let prefix = name.as_str().to_ascii_uppercase();
    let base_url = reader.base_url(&format!("{prefix}_BASE_URL"));
    let model = model(reader, &format!("{prefix}_MODEL"));
    let quality_model = self::model(reader, &format!("{prefix}_QUALITY_MODEL"));
    let key = reader.secret(&format!("{prefix}_API_KEY"))?;
    Some(ProviderSettings { name, key, base_url, model, quality_model })
}

/// A model's name is a metric's label and part of a log line: a plain token.
fn model(reader: &mut Reader<'_>, variable: &str) -> Option<String> {
    let value = reader.text(variable)?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.:/@".contains(&b);
    if value.len() <= 128 && value.bytes().all(plain) {
        return Some(value.to_owned());
    }
    reader.fault(variable, "must be a model's name: letters, digits and - _ . : / @");
    None
}
