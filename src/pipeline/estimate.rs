//! What a report would take, told from its pack and its brief alone.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Pipeline;
use crate::domain::{BriefInput, ProviderName, ReportRequest};
use crate::packs::{PackSpec, Research, SectionSpec};
use crate::writing::llm;

/// What a report would take: calls, tokens and seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Effort {
    /// Calls to providers, without repairs; 0 with the stub writer.
    pub calls: f64,
    /// Tokens sent.
    pub input_tokens: f64,
    /// Tokens received.
    pub output_tokens: f64,
    /// Wall time.
    pub seconds: f64,
}

/// How estimates are made; see `estimate.toml`.
#[derive(Debug, Default, Deserialize)]
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

static FACTORS: LazyLock<Factors> =
    LazyLock::new(|| crate::embedded::toml("estimate.toml", include_str!("estimate.toml")));

pub(super) fn of_report(pipeline: &Pipeline, pack: &PackSpec, request: &ReportRequest) -> Effort {
    let settings = pipeline.settings();
    if pipeline.writes_stubs() {
        return Effort { seconds: FACTORS.stub_seconds, ..Effort::default() };
    }
    let spine =
        FACTORS.spine_output_tokens + FACTORS.spine_section_tokens * to_f64(pack.sections.len());
    let calls = calls(pack, request, spine, &settings.providers);
    let brief = serde_json::to_string(&request.brief).unwrap_or_default().chars().count();
    let shared = FACTORS.system_tokens
        + FACTORS.section_tokens
        + spine
        + to_f64(brief) / FACTORS.characters_per_token;
    let earlier = request.previous_draft.as_deref().map_or(0.0, earlier_tokens);
    let wish = request.feedback.as_deref().map_or(0, |wish| wish.chars().count());
    let shared = shared + to_f64(wish) / FACTORS.characters_per_token;
    let stages = to_f64(pack.depth()) + 1.0;
    let longest = calls.longest / FACTORS.tokens_per_second + FACTORS.seconds_to_first_token;
    Effort {
        calls: calls.count,
        input_tokens: calls.count * shared + earlier,
        output_tokens: calls.output,
        seconds: (stages * longest * 10.0).round() / 10.0,
    }
}

/// Tokens of an earlier draft: each section is shown its own text, and the spine an outline.
fn earlier_tokens(draft: &str) -> f64 {
    let all = draft.chars().count();
    (to_f64(all) + to_f64(all.min(llm::OUTLINE))) / FACTORS.characters_per_token
}

fn calls(
    pack: &PackSpec,
    request: &ReportRequest,
    spine: f64,
    providers: &[ProviderName],
) -> Calls {
    let mut calls = Calls::default();
    calls.add(1.0, spine);
    let titles = titles(pack, &request.language);
    if titles > 0 {
        calls.add(1.0, FACTORS.title_tokens * to_f64(titles));
    }
    if let BriefInput::Text(_) = request.brief {
        calls.add(1.0, FACTORS.brief_output_tokens);
    }
    if providers.contains(&ProviderName::Perplexity) {
        let searches = match pack.research {
            Research::None => 0.0,
            Research::Light => FACTORS.research_calls_light,
            Research::Full => FACTORS.research_calls_full,
        };
        calls.add(searches, FACTORS.research_output_tokens);
    }
    for section in &pack.sections {
        calls.add(1.0, output_tokens(section, section.is_handed_over(&request.services)));
    }
    calls
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

fn output_tokens(section: &SectionSpec, handed_over: bool) -> f64 {
    if handed_over {
        return 120.0 * FACTORS.tokens_per_word;
    }
    let rows: u32 = section.parts.iter().filter_map(|part| part.rows).map(|rows| rows.min).sum();
    let words = f64::from(section.words.min + section.words.max) / 2.0;
    words * FACTORS.tokens_per_word + f64::from(rows) * FACTORS.tokens_per_row
}

/// How many titles a report in `language` has translated.
fn titles(pack: &PackSpec, language: &str) -> usize {
    if language.to_lowercase().starts_with("en") {
        return 0;
    }
    let parts = pack.sections.iter().flat_map(|section| &section.parts);
    1 + pack.sections.len() + parts.map(|part| part.columns.len()).sum::<usize>()
}

fn to_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}
