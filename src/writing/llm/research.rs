//! Research: a few structured calls with web search, and sources from the provider's own result
//! list only.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use futures::future::join_all;
use moka::sync::Cache;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Model, field, prompt, schema, task::TaskBlock};
use crate::domain::source::{host_of, one_plain_line, usable_url};
use crate::domain::{Claim, ProviderName, ResearchNotes, Services, Source};
use crate::packs::Research;
use crate::providers::{Call, CallKind, ChainError, Completion, Effort, SearchResult};
use crate::writing::ReportContext;

/// The answer to `research` (`writing.md`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResearchAnswer {
    claims: Vec<ClaimAnswer>,
    gaps: Vec<String>,
    pub done: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimAnswer {
    text: String,
    /// Position in the result list, from 1.
    source: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    id: String,
    about: About,
    light: bool,
    title: String,
    instruction: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum About {
    Field,
    Brand,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Questions {
    question: Vec<Question>,
}

static QUESTIONS: LazyLock<Questions> = LazyLock::new(|| {
    crate::embedded::toml("research.toml", include_str!("../prompts/research.toml"))
});

const OUTPUT_TOKENS: u32 = 3_000;
/// Characters of a page's date, as long as dates are written out.
const MAX_DATE: usize = 40;

/// Findings of the last week, by what was asked.
pub(super) type Findings = Cache<[u8; 32], Arc<Found>>;

/// What one question found.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pages: Vec<SearchResult>,
    claims: Vec<(String, usize)>,
    gaps: Vec<String>,
}

/// A store of findings for a week.
pub(super) fn findings() -> Findings {
    Cache::builder().max_capacity(500).time_to_live(Duration::from_hours(24 * 7)).build()
}

/// Asks the pack's questions at the same time. One that fails leaves a gap; when all fail, the
/// last failure is returned.
pub(super) async fn research(
    model: &dyn Model,
    findings: &Findings,
    context: &ReportContext,
) -> Result<ResearchNotes, ChainError> {
    if !context.session.order().contains(&ProviderName::Perplexity) {
        return Ok(ResearchNotes::default());
    }
    let wanted = context.pack.research;
    let asked = QUESTIONS
        .question
        .iter()
        .filter(|question| {
            wanted == Research::Full || (wanted == Research::Light && question.light)
        })
        .map(|question| ask(model, findings, context, question));
    let mut found = Vec::new();
    let mut failure = None;
    for answer in join_all(asked).await {
        match answer {
            Ok(one) => found.push(one),
            Err(error) => failure = Some(error),
        }
    }
    match failure {
        Some(error) if found.is_empty() => Err(error),
        _ => Ok(merge(&found)),
    }
}

/// Calls that the research of a pack takes.
#[must_use]
pub fn calls(wanted: Research) -> usize {
    match wanted {
        Research::None => 0,
        Research::Light => QUESTIONS.question.iter().filter(|question| question.light).count(),
        Research::Full => QUESTIONS.question.len(),
    }
}

async fn ask(
    model: &dyn Model,
    findings: &Findings,
    context: &ReportContext,
    question: &Question,
) -> Result<Arc<Found>, ChainError> {
    let told = match question.about {
        About::Field => field::of_field(&context.brief),
        About::Brand => field::of_brand(&context.brief),
    };
    let key = key(question, &context.language, &told);
    if let Some(known) = findings.get(&key) {
        return Ok(known);
    }
    let completion = model.call(&context.session, call(context, question, told)).await?;
    let found = Arc::new(found(&completion));
    if !found.claims.is_empty() {
        findings.insert(key, Arc::clone(&found));
    }
    Ok(found)
}

fn key(question: &Question, language: &str, told: &Value) -> [u8; 32] {
    let asked = json!([question.id, question.instruction, language, told]).to_string();
    Sha256::digest(asked.to_lowercase()).into()
}

fn call(context: &ReportContext, question: &Question, told: Value) -> Call {
    let nothing = Services::default();
    let block = TaskBlock {
        pack: context.pack.key.as_str(),
        language: &context.language,
        brief: told,
        services: &nothing,
        start_date: None,
        spine: None,
        sources: vec![],
        kind: CallKind::Research.as_str(),
        section: Some(json!({
            "id": question.id,
            "title": question.title,
            "instruction": question.instruction,
        })),
        abstracts: vec![],
        previous: None,
        failures: vec![],
        feedback: None,
    };
    Call {
        kind: CallKind::Research,
        section: None,
        system: prompt::system_text(),
        user: block.fenced(&context.nonce),
        schema: schema::research(),
        effort: Effort::Low,
        tier: context.request.services.tier(),
        max_output_tokens: OUTPUT_TOKENS,
        web_search: true,
        only: Some(ProviderName::Perplexity),
        avoid: None,
        attempts_per_provider: 2,
        progress: None,
    }
}

/// Claims whose position is in the result list; addresses come from nowhere else. A page that
/// cannot be shown as a link is no source.
fn found(completion: &Completion) -> Found {
    let Ok(answer) = ResearchAnswer::deserialize(&completion.json) else {
        return Found::default();
    };
    let pages: Vec<_> = completion.search_results.iter().map(page).collect();
    let claims = answer
        .claims
        .into_iter()
        .filter_map(|claim| {
            let at = claim.source.checked_sub(1)?;
            let page = pages.get(at)?;
            let usable = !page.url.is_empty() && !claim.text.trim().is_empty();
            usable.then(|| (claim.text.trim().to_owned(), at))
        })
        .collect();
    let unusable = pages.iter().filter(|page| page.url.is_empty()).count();
    if unusable > 0 {
        tracing::warn!(unusable, "pages of the search cannot be shown as links");
    }
    Found { pages, claims, gaps: answer.gaps }
}

/// A result as a report may show it; without an address where it has no usable one.
fn page(result: &SearchResult) -> SearchResult {
    let date = result.date.as_deref().map(one_plain_line);
    SearchResult {
        title: one_plain_line(&result.title),
        url: usable_url(&result.url).unwrap_or_default(),
        date: date.filter(|date| !date.is_empty() && date.chars().count() <= MAX_DATE),
    }
}

/// One list of sources, each page once, `S1` first; pages that no claim rests on are left out.
fn merge(found: &[Arc<Found>]) -> ResearchNotes {
    let mut notes = ResearchNotes::default();
    for one in found {
        for (text, at) in &one.claims {
            let Some(page) = one.pages.get(*at) else { continue };
            let source = source_id(&mut notes.sources, page);
            notes.claims.push(Claim { text: text.clone(), source });
        }
        notes.gaps.extend(one.gaps.iter().cloned());
    }
    notes
}

fn source_id(sources: &mut Vec<Source>, page: &SearchResult) -> String {
    if let Some(known) = sources.iter().find(|source| source.url == page.url) {
        return known.id.clone();
    }
    let id = format!("S{}", sources.len() + 1);
    let title =
        if page.title.is_empty() { host_of(&page.url).to_owned() } else { page.title.clone() };
    sources.push(Source { id: id.clone(), title, url: page.url.clone(), date: page.date.clone() });
    id
}
