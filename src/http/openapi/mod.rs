//! The OpenAPI 3.1 description, built from the routes' own annotations.

mod errors;
mod request;

use std::sync::LazyLock;

use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use errors::CommonErrors;
pub(super) use request::{GenerateReport, LiveCheck, Rewrite};

use super::{
    admin, estimate, events, health, llm_health, metrics, packs, reports, runs, service_pages,
};

static JSON: LazyLock<String> =
    LazyLock::new(|| document().to_pretty_json().unwrap_or_else(|_| "{}".to_owned()));

/// The description as JSON.
#[must_use]
pub fn openapi_json() -> &'static str {
    &JSON
}

/// The description.
#[must_use]
pub(super) fn document() -> Document {
    Spec::openapi()
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "AICMO",
        description = "Turns a client's brief into an agency-grade marketing report. Every error \
                       under /api has one body, `ErrorBody`; clients branch on its `error_type`.",
    ),
    paths(
        reports::generate_report,
        estimate::estimate,
        runs::start,
        runs::show,
        runs::cancel,
        events::events,
        runs::rewrite,
        packs::list,
        packs::show,
        health::health,
        health::live,
        health::ready,
        llm_health::llm,
        admin::live_check,
        admin::smoke_test,
        admin::status,
        metrics::metrics,
        service_pages::openapi,
    ),
    tags(
        (name = "reports", description = "One report, and what it would cost"),
        (name = "runs", description = "Reports that can be watched, cancelled and rewritten"),
        (name = "packs", description = "What can be asked for"),
        (name = "health", description = "Whether the service works"),
        (name = "admin", description = "Checks for operators, behind `X-Admin-Key`"),
        (name = "operations", description = "Metrics and this description"),
    ),
    modifiers(&Security, &CommonErrors),
    security((), ("bearer" = []), ("api_key" = [])),
)]
struct Spec;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut Document) {
        // An empty licence is what the macro makes of none.
        document.info.license = None;
        let components = document.components.get_or_insert_default();
        let header = |name: &str, text: &str| {
            SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(name, text)))
        };
        let schemes = [
            ("bearer", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer))),
            ("api_key", header("X-API-Key", "One of AICMO_API_KEYS, where any is configured")),
            ("admin_key", header("X-Admin-Key", "AICMO_ADMIN_KEY")),
        ];
        for (name, scheme) in schemes {
            components.add_security_scheme(name, scheme);
        }
    }
}
