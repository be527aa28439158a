//! `POST /api/aicmo/estimate`: what a report would take, without asking anybody.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::Caller;
use super::error::{ApiError, ErrorBody};
use super::intake::read_report_request;
use super::openapi::GenerateReport;
use super::state::HttpState;
use crate::app::App;
use crate::config::Mode;
use crate::domain::{BriefInput, ProviderName, ReportRequest, Tier};
use crate::packs::{PackSpec, Research, SectionSpec};

/// What a report would take.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
#[schema(example = json!({
    "calls": 9, "input_tokens": 21000, "output_tokens": 6400, "cost_usd": 0.0053, "seconds": 41.0
}))]
pub(super) struct Estimate {
    /// Calls to providers, without repairs; 0 with the stub writer.
    calls: u64,
    /// Tokens sent.
    input_tokens: u64,
    /// Tokens received.
    output_tokens: u64,
    /// US dollars at the first provider's price; null where it is not known.
    cost_usd: Option<f64>,
    /// Wall time in seconds.
    seconds: f64,
}

/// How estimates are made; see `estimate.toml`.
#[derive(Debug, Deserialize)]
struct Factors {
    characters_per_token: f64,
    tokens_per_word: f64,
    tokens_per_row: f64,
    system_tokens: f64,
    section_tokens: f64,
    spine_output_tokens: f64,
    spine_section_tokens: f64,
    title_tokens: f64,
    research_calls_light: f64,
    research_calls_full: f64,
    research_output_tokens: f64,
    brief_output_tokens: f64,
    tokens_per_second: f64,
    seconds_to_first_token: f64,
    stub_seconds: f64,
}

/// Calls, time and cost of a report; asks no provider.
#[utoipa::path(post, path = "/api/aicmo/estimate", tag = "reports",
    request_body(content = GenerateReport, content_type = "application/json"),
    responses(
        (status = 200, description = "The estimate", body = Estimate),
        (status = 422, description = "Fields of the body break the rules", body = ErrorBody),
    ))]
pub(super) async fn estimate(
    Caller(caller): Caller,
    State(state): State<HttpState>,
    request: Request<Body>,
) -> Result<Json<Estimate>, ApiError> {
    let asked = read_report_request(&state, &caller, request).await?;
    let pack = state.app.packs.get(&asked.request.pack_key).ok_or_else(ApiError::unexpected)?;
    let factors = toml::from_str(include_str!("estimate.toml"));
    let factors: Factors = factors.map_err(|_| ApiError::unexpected())?;
    Ok(Json(of_report(&state.app, &pack, &asked.request, &factors)))
}

fn of_report(app: &App, pack: &PackSpec, request: &ReportRequest, factors: &Factors) -> Estimate {
    let providers = &app.config.chain.providers;
    if app.config.mode == Mode::Rehearsal || providers.is_empty() {
        return Estimate {
            cost_usd: Some(0.0),
            seconds: factors.stub_seconds,
            ..Estimate::default()
        };
    }
    let mut calls = Calls::default();
    let spine =
        factors.spine_output_tokens + factors.spine_section_tokens * to_f64(pack.sections.len());
    calls.add(1.0, spine);
    let titles = titles(pack, &request.language);
    if titles > 0 {
        calls.add(1.0, factors.title_tokens * to_f64(titles));
    }
    if let BriefInput::Text(_) = request.brief {
        calls.add(1.0, factors.brief_output_tokens);
    }
    if providers.iter().any(|provider| provider.name == ProviderName::Perplexity) {
        let searches = match pack.research {
            Research::None => 0.0,
            Research::Light => factors.research_calls_light,
            Research::Full => factors.research_calls_full,
        };
        calls.add(searches, factors.research_output_tokens);
    }
    for section in &pack.sections {
        let handed_over = section.is_handed_over(&request.services);
        calls.add(1.0, output_tokens(section, handed_over, factors));
    }
    let brief = serde_json::to_string(&request.brief).unwrap_or_default().chars().count();
    let shared = factors.system_tokens
        + factors.section_tokens
        + spine
        + to_f64(brief) / factors.characters_per_token;
    let input = calls.count * shared;
    let stages = to_f64(pack.depth()) + 1.0;
    let longest = calls.longest / factors.tokens_per_second + factors.seconds_to_first_token;
    Estimate {
        calls: whole(calls.count),
        input_tokens: whole(input),
        output_tokens: whole(calls.output),
        cost_usd: price(app, request, input, calls.output),
        seconds: (stages * longest * 10.0).round() / 10.0,
    }
}

#[derive(Default)]
struct Calls {
    count: f64,
    output: f64,
    longest: f64,
}

impl Calls {
    fn add(&mut self, count: f64, output_tokens: f64) {
        self.count += count;
        self.output += count * output_tokens;
        self.longest = self.longest.max(output_tokens);
    }
}

fn output_tokens(section: &SectionSpec, handed_over: bool, factors: &Factors) -> f64 {
    if handed_over {
        return 120.0 * factors.tokens_per_word;
    }
    let rows: u32 = section.parts.iter().filter_map(|part| part.rows).map(|rows| rows.min).sum();
    let words = f64::from(section.words.min + section.words.max) / 2.0;
    words * factors.tokens_per_word + f64::from(rows) * factors.tokens_per_row
}

/// How many titles a report in `language` has translated.
fn titles(pack: &PackSpec, language: &str) -> usize {
    if language.to_lowercase().starts_with("en") {
        return 0;
    }
    let parts = pack.sections.iter().flat_map(|section| &section.parts);
    1 + pack.sections.len() + parts.map(|part| part.columns.len()).sum::<usize>()
}

fn price(app: &App, request: &ReportRequest, input: f64, output: f64) -> Option<f64> {
    let first = *app.pipeline.provider_order(request).first()?;
    let provider = app.config.chain.providers.iter().find(|provider| provider.name == first)?;
    let tier: Tier = request.services.tier();
    let price = app.models.price(&app.models.name_for(provider, tier))?;
    Some((input * price.input + output * price.output) / 1_000_000.0)
}

fn to_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]
fn whole(number: f64) -> u64 {
    number.round() as u64
}
