//! What operators can ask for with the admin key: checks that run a while, and status.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::access::Admin;
use super::body::read_optional_json;
use super::error::{ApiError, ErrorBody};
use super::intake::json;
use super::openapi::LiveCheck;
use super::request_id::RequestId;
use super::runs::Started;
use super::state::HttpState;
use crate::app::{App, ProviderHealth};
use crate::config::VARIABLES;
use crate::domain::{FieldError, ReportError, Tier};
use crate::runs::Caller;
use crate::verification::{self, CheckOptions, CheckReport, ThisBuild};

/// Whose runs the checks are: those with the admin key read them.
pub(super) fn caller() -> Caller {
    Caller::new("admin")
}

/// Two packs end to end by real models.
///
/// The result is read as that of any run, with `X-Admin-Key` or the token in `events`.
#[utoipa::path(post, path = "/api/aicmo/admin/live_check", tag = "admin",
    request_body(content = Option<LiveCheck>, content_type = "application/json"),
    security(("admin_key" = [])),
    responses(
        (status = 202, description = "The run", body = Started),
        (status = 401, description = "No admin key that fits was sent", body = ErrorBody),
        (status = 429, description = "Too many wrong admin keys", body = ErrorBody),
        (status = 503, description = "The admin routes are closed", body = ErrorBody),
    ))]
pub(super) async fn live_check(
    _: Admin,
    id: RequestId,
    State(state): State<HttpState>,
    request: Request<Body>,
) -> Result<Response, ApiError> {
    let force_fallback = force_fallback(request).await?;
    let options = CheckOptions { force_fallback, require_llm: true, packs: vec![] };
    start(&state, &id, move |subject, app| async move {
        verification::live_check(&subject, &app.packs, &options, &|_| {}).await
    })
}

/// Every pack with its first sample brief.
#[utoipa::path(post, path = "/api/aicmo/admin/smoke_test", tag = "admin",
    security(("admin_key" = [])),
    responses(
        (status = 202, description = "The run", body = Started),
        (status = 401, description = "No admin key that fits was sent", body = ErrorBody),
        (status = 429, description = "Too many wrong admin keys", body = ErrorBody),
        (status = 503, description = "The admin routes are closed", body = ErrorBody),
    ))]
pub(super) async fn smoke_test(
    _: Admin,
    id: RequestId,
    State(state): State<HttpState>,
) -> Result<Response, ApiError> {
    let options = CheckOptions::default();
    start(&state, &id, move |subject, app| async move {
        verification::smoke_test(&subject, &app.packs, &options, &|_| {}).await
    })
}

fn start<F>(
    state: &HttpState,
    id: &RequestId,
    check: impl FnOnce(ThisBuild, Arc<App>) -> F,
) -> Result<Response, ApiError>
where
    F: Future<Output = CheckReport> + Send + 'static,
{
    let work = check(this_build(&state.app, id), Arc::clone(&state.app));
    let handle = state.app.runs.start_check(&caller(), |_cancel| async move {
        let report = work.await;
        Ok(serde_json::to_value(report).unwrap_or_default())
    })?;
    let run = state.app.runs.watch(handle, id.as_str(), |_| {});
    Ok(Started::of(&run).into_response())
}

fn this_build(app: &App, id: &RequestId) -> ThisBuild {
    ThisBuild {
        request_id: id.as_str().to_owned(),
        runs: app.runs.clone(),
        packs: Arc::clone(&app.packs),
        why_not_ready: (!app.config.llm_ready).then(|| app.config.mode.explanation().to_owned()),
        providers: app.config.chain.providers.len(),
    }
}

async fn force_fallback(request: Request<Body>) -> Result<bool, ApiError> {
    let body = json(&read_optional_json(request).await?)?;
    let refuse = |path: &str, message: &str| {
        let field = FieldError { path: path.to_owned(), message: message.to_owned() };
        Err(ApiError::new(ReportError::validation(vec![field])))
    };
    if !(body.is_object() || body.is_null()) {
        return refuse("body", "must be a JSON object");
    }
    match body.get("force_fallback") {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => refuse("force_fallback", "must be true or false"),
    }
}

/// How the service is set up and how it fares. No value of a setting is in it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Status {
    /// `development`, `production`, `no_writer`, `llm_off` or `rehearsal`.
    mode: String,
    /// What that means.
    mode_explanation: &'static str,
    /// A key is configured and LLM use is not turned off.
    llm_ready: bool,
    /// Version of the build.
    version: &'static str,
    /// Whether new reports are refused since the service is shutting down.
    draining: bool,
    /// Reports under way.
    reports_in_flight: usize,
    /// Every provider and its circuit.
    providers: Vec<ProviderHealth>,
    /// Models of the configured providers.
    models: Vec<ModelStatus>,
    /// Spend of this UTC day.
    spend: SpendStatus,
    /// Every variable and whether it is set.
    #[schema(example = json!({"AICMO_ADMIN_KEY": true, "AICMO_API_KEYS": false}))]
    settings: BTreeMap<&'static str, bool>,
    /// What the operator should know.
    warnings: Vec<String>,
}

/// A model of a configured provider.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ModelStatus {
    /// Whose it is.
    provider: String,
    /// `normal` or `quality`.
    #[schema(value_type = String, example = "normal")]
    tier: Tier,
    /// Its name.
    model: String,
    /// Whether its price is known.
    priced: bool,
    /// The day its vendor turns it off, where known.
    #[schema(example = "2026-12-11")]
    shutdown: Option<String>,
}

/// Spend of this UTC day; counted in memory, a restart resets it.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct SpendStatus {
    /// US dollars so far, calls to models without a price left out.
    today_usd: f64,
    /// Whether every call had a price.
    complete: bool,
    /// `AICMO_DAILY_BUDGET_USD`.
    budget_usd: Option<f64>,
}

/// Providers, circuits, models, spend, and which settings are set.
#[utoipa::path(get, path = "/api/aicmo/admin/status", tag = "admin",
    security(("admin_key" = [])),
    responses(
        (status = 200, description = "The status", body = Status),
        (status = 401, description = "No admin key that fits was sent", body = ErrorBody),
        (status = 429, description = "Too many wrong admin keys", body = ErrorBody),
        (status = 503, description = "The admin routes are closed", body = ErrorBody),
    ))]
pub(super) async fn status(_: Admin, State(state): State<HttpState>) -> Json<Status> {
    let app = &state.app;
    let config = &app.config;
    Json(Status {
        mode: config.mode.to_string(),
        mode_explanation: config.mode.explanation(),
        llm_ready: config.llm_ready,
        version: env!("CARGO_PKG_VERSION"),
        draining: app.is_draining(),
        reports_in_flight: app.runs.in_flight(),
        providers: app.provider_health(),
        models: models(app),
        spend: spend(app),
        settings: VARIABLES.map(|name| (name, config.set_variables.contains(&name))).into(),
        warnings: app.warnings.clone(),
    })
}

fn spend(app: &App) -> SpendStatus {
    let spend = app.chain.as_ref().map(|chain| chain.spend());
    SpendStatus {
        today_usd: spend.map_or(0.0, |spend| spend.usd),
        complete: spend.is_none_or(|spend| spend.complete),
        budget_usd: app.config.chain.daily_budget_usd,
    }
}

fn models(app: &App) -> Vec<ModelStatus> {
    let providers = &app.config.chain.providers;
    let all = providers.iter().flat_map(|one| [(one, Tier::Normal), (one, Tier::Quality)]);
    all.map(|(provider, tier)| {
        let model = app.models.name_for(provider, tier);
        ModelStatus {
            provider: provider.name.to_string(),
            tier,
            priced: app.models.price(&model).is_some(),
            shutdown: app
                .models
                .facts(&model)
                .and_then(|facts| facts.shutdown)
                .map(|day| day.to_string()),
            model,
        }
    })
    .collect()
}
