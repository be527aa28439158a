//! Who may come in: API keys, the admin key, limits a client, origins.

use std::net::IpAddr;

use secrecy::{ExposeSecret as _, SecretString};

use super::reader::Reader;

/// The key that opens the admin routes on a developer's own machine.
const DEVELOPMENT_ADMIN_KEY: &str = "admin123";

/// How the admin routes are opened (contract §7).
#[derive(Debug, Clone)]
pub enum AdminAccess {
    /// By this key.
    Key(SecretString),
    /// By nobody: no key of its own is configured, and this is not a developer's machine.
    Closed,
}

/// Keys and limits of those who call.
#[derive(Debug, Clone)]
pub struct AccessSettings {
    /// `AICMO_API_KEYS`; none means open.
    pub api_keys: Vec<SecretString>,
    /// How the admin routes are opened.
    pub admin: AdminAccess,
    /// `AICMO_METRICS_TOKEN`.
    pub metrics_token: Option<SecretString>,
    /// `AICMO_CORS_ORIGINS`; `*` allows every origin.
    pub cors_origins: Vec<String>,
    /// Requests a minute and client; 0 is off.
    pub rate_limit_per_minute: u32,
    /// Proxies in front of us whose `X-Forwarded-For` entries can be trusted.
    pub trusted_proxy_hops: usize,
}

impl AccessSettings {
    pub(super) fn read(
        reader: &mut Reader<'_>,
        bind: IpAddr,
        provider_configured: bool,
        warnings: &mut Vec<String>,
    ) -> Self {
        let loopback = bind.is_loopback();
        let settings = Self {
            api_keys: api_keys(reader),
            admin: admin(reader, loopback && !provider_configured, warnings),
            metrics_token: reader.secret("AICMO_METRICS_TOKEN"),
            cors_origins: cors_origins(reader),
            rate_limit_per_minute: reader.number("AICMO_RATE_LIMIT_PER_MINUTE", 0..=1_000_000, 60),
            trusted_proxy_hops: reader.number("AICMO_TRUSTED_PROXY_HOPS", 0..=16, 0),
        };
        if settings.api_keys.is_empty() {
            if provider_configured && !loopback {
                warnings.push(
                    "ANYONE CAN SPEND YOUR PROVIDER BUDGET: a provider key is configured, the \
                     address is public and AICMO_API_KEYS is not set. Set AICMO_API_KEYS."
                        .to_owned(),
                );
            }
            if settings.metrics_token.is_some() {
                warnings.push(
                    "AICMO_METRICS_TOKEN has no effect without AICMO_API_KEYS: /metrics is open."
                        .to_owned(),
                );
            }
        }
        settings
    }
}

fn api_keys(reader: &mut Reader<'_>) -> Vec<SecretString> {
    let keys = reader.list("AICMO_API_KEYS");
    if keys.iter().any(|key| !key.bytes().all(|b| b.is_ascii_graphic())) {
        reader.fault("AICMO_API_KEYS", "keys must be visible ASCII characters without blanks");
    }
    if keys.is_empty() && reader.text("AICMO_API_KEYS").is_some() {
        reader.fault("AICMO_API_KEYS", "holds commas but no key; unset it to leave the API open");
    }
    keys.into_iter().map(|key| SecretString::from(key.to_owned())).collect()
}

fn admin(
    reader: &mut Reader<'_>,
    developers_machine: bool,
    warnings: &mut Vec<String>,
) -> AdminAccess {
    let own =
        reader.secret("AICMO_ADMIN_KEY").filter(|key| key.expose_secret() != DEVELOPMENT_ADMIN_KEY);
    if let Some(key) = own {
        return AdminAccess::Key(key);
    }
    if developers_machine {
        warnings.push(
            "AICMO_ADMIN_KEY is not set: the admin routes take the well-known development key. \
             Set it before this service leaves your machine."
                .to_owned(),
        );
        return AdminAccess::Key(SecretString::from(DEVELOPMENT_ADMIN_KEY.to_owned()));
    }
    warnings.push(
        "The admin routes are closed: set AICMO_ADMIN_KEY to a value of your own to open them."
            .to_owned(),
    );
    AdminAccess::Closed
}

fn cors_origins(reader: &mut Reader<'_>) -> Vec<String> {
    let origins = reader.list("AICMO_CORS_ORIGINS");
    if !origins.iter().all(|origin| *origin == "*" || is_origin(origin)) {
        reader.fault(
            "AICMO_CORS_ORIGINS",
            "must be *, or origins such as https://app.example.com, separated by commas",
        );
        return vec![];
    }
    origins.into_iter().map(|origin| origin.trim_end_matches('/').to_owned()).collect()
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.map(|host| host.strip_suffix('/').unwrap_or(host)).is_some_and(|host| {
        !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b))
    })
}
