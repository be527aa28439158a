//! The id of a request: the client's own, if it is a sane token, else one that we make.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id that is taken over from a client.
const MAX_LENGTH: usize = 128;

/// The id of a request; letters, digits, `-`, `_`, `.` and `:` only, so that it can stand in
/// headers, log lines and bodies as it is.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(Arc<str>);

impl RequestId {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let sent = headers.get(&HEADER).and_then(|value| value.to_str().ok());
        match sent.filter(|text| is_sane(text)) {
            Some(text) => Self(text.into()),
            None => Self(Uuid::now_v7().to_string().into()),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn header(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).unwrap_or(HeaderValue::from_static("unknown"))
    }
}

fn is_sane(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"-_.:".contains(&b);
    !text.is_empty() && text.len() <= MAX_LENGTH && text.bytes().all(fits)
}

impl<S: Sync> FromRequestParts<S> for RequestId {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let known = parts.extensions.get::<Self>().cloned();
        Ok(known.unwrap_or_else(|| Self::of(&parts.headers)))
    }
}

#[cfg(test)]
mod tests {
    use super::is_sane;

    #[test]
    fn takes_over_plain_tokens_only() {
        for (id, sane) in [
            ("a", true),
            ("01981f2e-7b1c-7000-8000-2b1d3c4e5f60", true),
            ("trace:1.2_3", true),
            ("", false),
            ("a b", false),
            ("a|b", false),
            ("é", false),
            ("a\"b", false),
        ] {
            assert_eq!(is_sane(id), sane, "{id}");
        }
        assert!(!is_sane(&"a".repeat(129)));
    }
}
