//! CORS for the origins of `AICMO_CORS_ORIGINS`; none without them.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// The layer for `origins`, `*` meaning all; none where there are none.
pub(super) fn layer(origins: &[String]) -> Option<CorsLayer> {
    if origins.is_empty() {
        return None;
    }
    let allowed = if origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        AllowOrigin::list(origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()))
    };
    let named = |name| HeaderName::from_static(name);
    Some(
        CorsLayer::new()
            .allow_origin(allowed)
            .allow_methods([Method::GET, Method::POST, Method::DELETE])
            .allow_headers([
                header::CONTENT_TYPE,
                header::AUTHORIZATION,
                named("x-api-key"),
                named("x-request-id"),
                named("last-event-id"),
            ])
            .expose_headers([named("x-request-id"), named("x-aicmo-stub"), header::RETRY_AFTER])
            .max_age(Duration::from_hours(1)),
    )
}
