//! The success body of contract §3, made of a [`Report`].

use std::borrow::Cow;

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Gated, Report};
use crate::domain::{
    Draft, Issue, RepairRecord, SectionDraft, Severity, Source, Spine, Usage, link_citations,
};
use crate::quality::count_words;

impl Report {
    /// The body of contract §3; `cached` repeats it with `meta.cached` set and empty books.
    #[must_use]
    pub fn body(&self, cached: bool) -> ReportBody<'_> {
        let Gated { draft, verdict, markdown, facts } = &self.gated;
        let llm = if cached { Usage::default() } else { facts.usage.clone() };
        ReportBody {
            success: true,
            status: if verdict.failures.iter().any(|i| i.severity >= Severity::Repairable) {
                "warning"
            } else {
                "success"
            },
            pack_key: facts.pack_key.as_str(),
            report_id: facts.report_id,
            stub_used: draft.has_stub(),
            quality_passed: verdict.passed,
            markdown,
            report_markdown: markdown,
            sections: draft.sections.iter().map(|section| section_body(section, draft)).collect(),
            brand_strategy: draft.spine.as_deref(),
            sources: &draft.research.sources,
            quality: Quality {
                score: verdict.score,
                checks_run: verdict.checks_run,
                warnings: shown(&verdict.failures, draft),
            },
            meta: Meta {
                stage: facts.stage.as_str(),
                language: &draft.language,
                pack_version: &facts.pack_version,
                brief_hash: &facts.brief_hash,
                start_date: draft.brief.start_date.to_string(),
                cached,
                duration_ms: facts.duration_ms,
                llm,
                missing_brief_fields: draft.brief.missing_fields(),
                ignored_fields: &facts.ignored_fields,
                warnings: &facts.warnings,
            },
        }
    }
}

fn section_body<'a>(section: &'a SectionDraft, draft: &Draft) -> SectionBody<'a> {
    let sources = &draft.research.sources;
    let markdown = if sources.is_empty() {
        Cow::Borrowed(section.markdown.as_str())
    } else {
        Cow::Owned(link_citations(&section.markdown, sources).markdown)
    };
    SectionBody {
        id: section.id.as_str(),
        title: &section.title,
        markdown,
        words: count_words(&section.markdown),
        provider: &section.provenance.provider,
        model: &section.provenance.model,
        attempts: section.attempts,
        repairs: &section.repairs,
    }
}

/// `found` with its spans in the text that is shown: citations are links there.
fn shown<'a>(found: &'a [Issue], draft: &Draft) -> Cow<'a, [Issue]> {
    let sources = &draft.research.sources;
    if sources.is_empty() || found.iter().all(|issue| issue.span.is_none()) {
        return Cow::Borrowed(found);
    }
    let moved = |issue: &Issue| {
        let section =
            draft.sections.iter().find(|s| issue.section.as_deref() == Some(s.id.as_str()));
        let linked = section.map(|section| link_citations(&section.markdown, sources));
        let span =
            issue.span.map(|span| linked.map_or(span, |linked| span.map(|at| linked.moved(at))));
        Issue { span, ..issue.clone() }
    };
    Cow::Owned(found.iter().map(moved).collect())
}

/// The success body of contract §3.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "success": true, "status": "success", "pack_key": "quick_social_basic",
    "report_id": "0199c0de-0000-7000-8000-000000000000", "stub_used": false,
    "quality_passed": true, "markdown": "# Harbour Coffee: Quick Social Pack (Basic)\n\n…",
    "report_markdown": "# Harbour Coffee: Quick Social Pack (Basic)\n\n…",
    "sections": [{
        "id": "overview", "title": "Client Overview", "markdown": "## Client Overview\n\n…",
        "words": 182, "provider": "openai", "model": "gpt-6-luna", "attempts": 1, "repairs": []
    }],
    "brand_strategy": null, "sources": [],
    "quality": {"score": 100, "checks_run": 59, "warnings": []},
    "meta": {
        "stage": "draft", "language": "en", "pack_version": "1.0.0+46b74329e7caa5a6",
        "brief_hash": "9e14c0b362e175bc", "start_date": "2026-11-30", "cached": false,
        "duration_ms": 41250,
        "llm": {"calls": 9, "input_tokens": 22482, "output_tokens": 4465,
                "cost_usd": 0.0045, "providers": ["openai"]},
        "missing_brief_fields": ["constraints"], "ignored_fields": [], "warnings": []
    }
}))]
pub struct ReportBody<'a> {
    /// Always true.
    pub success: bool,
    /// `success`, or `warning` for tolerated findings and `draft_mode`.
    pub status: &'static str,
    /// The pack that was written.
    pub pack_key: &'a str,
    /// `UUIDv7` of the report.
    pub report_id: Uuid,
    /// Whether the stub writer wrote any of it.
    pub stub_used: bool,
    /// Whether the gate passed it.
    pub quality_passed: bool,
    /// The whole report.
    pub markdown: &'a str,
    /// The same text under its other name.
    pub report_markdown: &'a str,
    /// Sections in order.
    pub sections: Vec<SectionBody<'a>>,
    /// The strategy that the sections share.
    pub brand_strategy: Option<&'a Spine>,
    /// Sources of the research.
    pub sources: &'a [Source],
    /// The gate's figures.
    pub quality: Quality<'a>,
    /// Facts about the run.
    pub meta: Meta<'a>,
}

/// One section of the body.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SectionBody<'a> {
    /// Section id.
    pub id: &'a str,
    /// Title as shown.
    pub title: &'a str,
    /// Its Markdown, title included.
    #[schema(value_type = String)]
    pub markdown: Cow<'a, str>,
    /// Its words.
    pub words: usize,
    /// Who wrote it.
    pub provider: &'a str,
    /// With which model.
    pub model: &'a str,
    /// Calls for it, failed ones included.
    pub attempts: u32,
    /// Repairs of it.
    pub repairs: &'a [RepairRecord],
}

/// The gate's figures.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Quality<'a> {
    /// 100 less the findings' weight.
    pub score: u32,
    /// Checks that ran.
    pub checks_run: u32,
    /// Findings that did not refuse the report.
    #[schema(value_type = Vec<Issue>)]
    pub warnings: Cow<'a, [Issue]>,
}

/// Facts about the run.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Meta<'a> {
    /// Stage asked for.
    pub stage: &'static str,
    /// Language of the text.
    pub language: &'a str,
    /// Pack version and content hash.
    pub pack_version: &'a str,
    /// First 16 hex digits of the SHA-256 of the normalised brief.
    pub brief_hash: &'a str,
    /// First day of the plan, ISO.
    pub start_date: String,
    /// Whether this body comes from the cache.
    pub cached: bool,
    /// Wall time of the run, milliseconds.
    pub duration_ms: u64,
    /// Books of the run.
    pub llm: Usage,
    /// Optional fields that the brief left out.
    pub missing_brief_fields: Vec<&'static str>,
    /// Fields of the body without effect.
    pub ignored_fields: &'a [String],
    /// What the caller should know.
    pub warnings: &'a [String],
}
