//! Provider keys, addresses and models, and the limits of calls.

use std::time::Duration;

use super::reader::Reader;
use crate::domain::ProviderName;
use crate::providers::{ChainSettings, ProviderSettings, Times, Wire};

/// Time to a connection, whatever the first byte may take.
const CONNECT: Duration = Duration::from_secs(5);

pub(super) fn read(reader: &mut Reader<'_>, warnings: &mut Vec<String>) -> ChainSettings {
    let wires = [("chat", Wire::Chat), ("responses", Wire::Responses)];
    let openai_wire = reader.choice("OPENAI_WIRE", &wires, Wire::Chat);
    let providers = ProviderName::ALL
        .into_iter()
        .filter_map(|name| provider(reader, name, openai_wire))
        .collect();
    let daily_budget_usd = reader
        .text("AICMO_DAILY_BUDGET_USD")
        .map(|_| reader.number("AICMO_DAILY_BUDGET_USD", 0.0..=10_000_000.0, 0.0));
    if daily_budget_usd.is_some() {
        warnings
            .push("AICMO_DAILY_BUDGET_USD is counted in memory: a restart resets it.".to_owned());
    }
    let first_byte = reader.seconds("AICMO_LLM_FIRST_BYTE_SECS", 0.1..=3_600.0, 20.0);
    ChainSettings {
        providers,
        times: Times {
            connect: CONNECT.min(first_byte),
            first_byte,
            stall: reader.seconds("AICMO_LLM_STALL_SECS", 0.1..=3_600.0, 20.0),
            total: reader.seconds("AICMO_LLM_TIMEOUT_SECS", 0.1..=3_600.0, 90.0),
        },
        concurrency: reader.number("AICMO_LLM_CONCURRENCY", 1..=100_000, 256),
        daily_budget_usd,
        ..ChainSettings::default()
    }
}

fn provider(
    reader: &mut Reader<'_>,
    name: ProviderName,
    openai_wire: Wire,
) -> Option<ProviderSettings> {
    let prefix = name.as_str().to_ascii_uppercase();
    let base_url = reader.base_url(&format!("{prefix}_BASE_URL"));
    let model = model(reader, &format!("{prefix}_MODEL"));
    let quality_model = self::model(reader, &format!("{prefix}_QUALITY_MODEL"));
    let key = reader.secret(&format!("{prefix}_API_KEY"))?;
    let vendor = ProviderSettings::new(name, key);
    let wire = if name == ProviderName::Openai { openai_wire } else { vendor.wire };
    Some(ProviderSettings { base_url, wire, model, quality_model, ..vendor })
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
