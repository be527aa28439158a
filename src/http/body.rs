//! Reads a request's body within its limits.

use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use futures::StreamExt as _;

use super::error::ApiError;

/// Largest body that is taken.
const MAX_BYTES: usize = 1024 * 1024;
/// A larger one is read up to here, so that its sender can read our answer.
const MAX_READ: usize = 4 * MAX_BYTES;
/// Time for the whole of it.
const READ_TIME: Duration = Duration::from_secs(30);

/// The body of a request that must be JSON.
///
/// # Errors
/// 415 for another media type, 413 for a body over 1 MiB, 400 for one that does not arrive.
pub(super) async fn read_json(request: Request<Body>) -> Result<Bytes, ApiError> {
    let (parts, body) = request.into_parts();
    let read = read(body).await;
    check_media_type(&parts.headers)?;
    read
}

/// The body of a request whose body may be absent; then it counts as `{}`.
pub(super) async fn read_optional_json(request: Request<Body>) -> Result<Bytes, ApiError> {
    let (parts, body) = request.into_parts();
    let bytes = read(body).await?;
    if bytes.is_empty() {
        return Ok(Bytes::from_static(b"{}"));
    }
    check_media_type(&parts.headers)?;
    Ok(bytes)
}

fn check_media_type(headers: &HeaderMap) -> Result<(), ApiError> {
    let refuse =
        |message: &str| Err(ApiError::request(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    let encoding = headers.get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return refuse("The body must be sent without Content-Encoding.");
    }
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if sent.is_some_and(is_json) {
        return Ok(());
    }
    refuse("The body must be JSON: send Content-Type: application/json.")
}

fn is_json(content_type: &str) -> bool {
    let mut parts = content_type.split(';');
    let media = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let json = media == "application/json"
        || (media.starts_with("application/") && media.ends_with("+json"));
    let utf8 = parts.filter_map(|part| part.split_once('=')).all(|(name, value)| {
        let value = value.trim().trim_matches('"');
        !name.trim().eq_ignore_ascii_case("charset")
            || value.eq_ignore_ascii_case("utf-8")
            || value.eq_ignore_ascii_case("utf8")
    });
    json && utf8
}

async fn read(body: Body) -> Result<Bytes, ApiError> {
    let collected = tokio::time::timeout(READ_TIME, collect(body.into_data_stream())).await;
    collected.unwrap_or_else(|_| {
        let message = format!("The body did not arrive within {} seconds.", READ_TIME.as_secs());
        Err(ApiError::request(StatusCode::BAD_REQUEST, message).closing())
    })
}

async fn collect(mut stream: BodyDataStream) -> Result<Bytes, ApiError> {
    let mut kept = Vec::new();
    let mut read = 0usize;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| {
            ApiError::request(StatusCode::BAD_REQUEST, "The body broke off.").closing()
        })?;
        read += chunk.len();
        if read <= MAX_BYTES {
            kept.extend_from_slice(&chunk);
        } else {
            kept = Vec::new();
        }
        if read > MAX_READ {
            return Err(too_large().closing());
        }
    }
    if read > MAX_BYTES { Err(too_large()) } else { Ok(kept.into()) }
}

fn too_large() -> ApiError {
    ApiError::request(StatusCode::PAYLOAD_TOO_LARGE, "The body must not exceed 1 MiB.")
}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn knows_json_by_its_media_type() {
        for (content_type, json) in [
            ("application/json", true),
            ("Application/JSON; charset=UTF-8", true),
            ("application/vnd.aicmo+json", true),
            ("application/json; charset=\"utf-8\"", true),
            ("application/json; charset=latin1", false),
            ("text/json", false),
            ("application/x-www-form-urlencoded", false),
            ("", false),
        ] {
            assert_eq!(is_json(content_type), json, "{content_type}");
        }
    }
}
