//! `GET /health/llm`: proof that real generation works (contract §5). Kept for a while, shared by
//! those who ask at the same time, bounded in cost.

use axum::Json;
use axum::extract::{FromRequestParts as _, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::access::Admin;
use super::error::ErrorBody;
use super::hints::hint;
use super::probe::{Finding, PROBE_PACK};
use super::state::HttpState;
use crate::app::ProviderHealth;
use crate::config::Mode;
use crate::domain::ErrorType;

/// Whether real generation works.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "ok": true, "llm_ready": true, "used_stub": false, "quality_passed": true,
    "pack_key": "quick_social_basic", "error_type": null,
    "debug_hint": "Health check completed successfully", "cached": false,
    "checked_at": "2026-11-23T09:00:00Z", "duration_ms": 4210,
    "providers": [{"name": "openai", "configured": true, "circuit": "closed",
                   "last_success_at": "2026-11-23T09:00:00Z", "last_error_kind": null}],
    "warnings": []
}))]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of the contract")]
pub(super) struct LlmHealth {
    /// Success by a real model that passed the gate.
    ok: bool,
    /// A key is configured and LLM use is not turned off.
    llm_ready: bool,
    /// Whether the stub writer wrote any of it.
    used_stub: bool,
    /// Whether the gate passed what was written.
    quality_passed: bool,
    /// The pack that was tried.
    pack_key: &'static str,
    /// Why it failed, in the words of the error body.
    error_type: Option<ErrorType>,
    /// For the operator: what was found and where to look.
    debug_hint: String,
    /// Whether this is a kept result.
    cached: bool,
    /// When it was found, RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    checked_at: jiff::Timestamp,
    /// How long the check took, milliseconds.
    duration_ms: u64,
    /// Every provider.
    providers: Vec<ProviderHealth>,
    /// Configured models that their vendor turns off soon.
    warnings: Vec<String>,
}

/// Writes two short sections through the real chain, at most once in `AICMO_HEALTH_TTL_SECS`.
///
/// 200 when the service can serve by its configuration: real generation works, or it is in
/// development with the stub writer. `?fresh=true` needs the admin key.
#[utoipa::path(get, path = "/health/llm", tag = "health",
    params(("fresh" = Option<bool>, Query, description = "Check now; needs X-Admin-Key")),
    responses(
        (status = 200, description = "The service can serve by its configuration", body = LlmHealth),
        (status = 401, description = "`fresh` was asked for without the admin key", body = ErrorBody),
        (status = 503, description = "It cannot", body = LlmHealth),
    ))]
pub(super) async fn llm(State(state): State<HttpState>, mut parts: Parts) -> Response {
    let fresh = wants_fresh(parts.uri.query());
    if fresh && let Err(refusal) = Admin::from_request_parts(&mut parts, &state).await {
        return refusal.into_response();
    }
    let (finding, cached) = state.probe.find(&state.app, fresh).await;
    let body = body(&state, &finding, cached);
    let serves = body.ok || (state.app.config.mode == Mode::Development && finding.error.is_none());
    let status = if serves { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(body)).into_response()
}

fn wants_fresh(query: Option<&str>) -> bool {
    let mut pairs = query.unwrap_or_default().split('&');
    pairs.any(|pair| {
        pair.strip_prefix("fresh=")
            .is_some_and(|value| ["1", "true", "yes", "on"].contains(&&*value.to_ascii_lowercase()))
    })
}

fn body(state: &HttpState, finding: &Finding, cached: bool) -> LlmHealth {
    let ok = finding.error.is_none() && !finding.used_stub && finding.quality_passed;
    LlmHealth {
        ok,
        llm_ready: state.app.config.llm_ready,
        used_stub: finding.used_stub,
        quality_passed: finding.quality_passed,
        pack_key: PROBE_PACK,
        error_type: finding.error,
        debug_hint: hint(finding),
        cached,
        checked_at: finding.checked_at,
        duration_ms: finding.duration_ms,
        providers: state.app.provider_health(),
        warnings: state.app.model_warnings.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::wants_fresh;

    #[test]
    fn reads_fresh_from_the_query() {
        for (query, fresh) in [
            (None, false),
            (Some("fresh=true"), true),
            (Some("a=1&fresh=1"), true),
            (Some("fresh=false"), false),
            (Some("refresh=true"), false),
        ] {
            assert_eq!(wants_fresh(query), fresh, "{query:?}");
        }
    }
}
