//! Who may do what: API keys, the admin key, the metrics token. Compared in constant time.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConstantTimeEq as _};

use super::client_address::client_address;
use super::error::ApiError;
use super::state::HttpState;
use crate::config::{AccessSettings, AdminAccess};
use crate::domain::{ErrorType, ReportError};
use crate::runs;

type KeyDigest = [u8; 32];

/// Digests of the keys that open something; the keys themselves are not kept here.
pub(super) struct Keys {
    api: Vec<KeyDigest>,
    admin: Option<KeyDigest>,
    metrics: Option<KeyDigest>,
}

impl Keys {
    pub fn new(settings: &AccessSettings) -> Self {
        let digest_of = |key: &SecretString| digest(key.expose_secret().as_bytes());
        Self {
            api: settings.api_keys.iter().map(digest_of).collect(),
            admin: match &settings.admin {
                AdminAccess::Key(key) => Some(digest_of(key)),
                AdminAccess::Closed => None,
            },
            metrics: settings.metrics_token.as_ref().map(digest_of),
        }
    }

    /// The caller behind `headers`; `None` where a key is wanted and none fits.
    pub fn caller(&self, headers: &HeaderMap) -> Option<Caller> {
        if self.api.is_empty() {
            return Some(Caller(runs::Caller::anonymous()));
        }
        let found = presented(headers).find(|key| fits(&self.api, key))?;
        Some(Caller(runs::Caller::new(caller_id(&found))))
    }

    /// Whether `/metrics` may be read.
    pub fn may_read_metrics(&self, headers: &HeaderMap) -> bool {
        self.caller(headers).is_some()
            || presented(headers).any(|key| fits(self.metrics.as_slice(), &key))
    }

    fn is_admin(&self, headers: &HeaderMap) -> bool {
        let sent = headers.get("x-admin-key").map(|value| digest(value.as_bytes()));
        sent.is_some_and(|key| fits(self.admin.as_slice(), &key))
    }
}

/// Digests of the keys that a request brings.
fn presented(headers: &HeaderMap) -> impl Iterator<Item = KeyDigest> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| {
        let (scheme, key) = value.to_str().ok()?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| digest(key.trim().as_bytes()))
    });
    let plain = headers.get("x-api-key").map(|value| digest(value.as_bytes()));
    bearer.into_iter().chain(plain)
}

fn digest(key: &[u8]) -> KeyDigest {
    Sha256::digest(key).into()
}

/// Compares with every key, whichever fits.
fn fits(keys: &[KeyDigest], sent: &KeyDigest) -> bool {
    let none = Choice::from(0);
    keys.iter().fold(none, |found, key| found | key.as_slice().ct_eq(sent.as_slice())).into()
}

/// A name for a key that tells nothing of it.
fn caller_id(key: &KeyDigest) -> String {
    use std::fmt::Write as _;
    let again = Sha256::digest([b"aicmo caller ", key.as_slice()].concat());
    again.iter().take(8).fold(String::from("key-"), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A caller that may use the API; its runs and its part of the cache are its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caller(pub runs::Caller);

impl FromRequestParts<HttpState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, ApiError> {
        state.keys.caller(&parts.headers).ok_or_else(|| {
            unauthorized("Send a valid key: Authorization: Bearer KEY, or X-API-Key: KEY.")
        })
    }
}

/// Somebody with the admin key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Admin;

impl FromRequestParts<HttpState> for Admin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, ApiError> {
        if state.keys.admin.is_none() {
            return Err(ApiError::new(ReportError::new(
                ErrorType::AdminDisabled,
                "The admin routes are closed. Set AICMO_ADMIN_KEY to a value of your own and \
                 restart the service to open them.",
                "AICMO_ADMIN_KEY is unset or the well-known development value, and the service \
                 has a provider key or listens on a public address.",
            )));
        }
        let hops = state.app.config.access.trusted_proxy_hops;
        let client = client_address(&parts.headers, &parts.extensions, hops);
        state.admin_tries.check(client)?;
        if state.keys.is_admin(&parts.headers) {
            return Ok(Self);
        }
        state.admin_tries.note_failure(client);
        Err(unauthorized("Send the admin key: X-Admin-Key: KEY."))
    }
}

pub(super) fn unauthorized(message: &str) -> ApiError {
    ApiError::new(ReportError::new(
        ErrorType::Unauthorized,
        message,
        "A key is configured and the request brought none that fits. The README's section on \
         configuration says how keys are set.",
    ))
}
