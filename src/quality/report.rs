//! `Gated` and `Report`: the two types that stand between a draft and a client.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Packed;
use super::input::{GateInput, LeakTexts, Phase, Scope};
use super::verdict::Verdict;
use super::{gate, may_be_delivered_as_draft};
use crate::domain::{
    Draft, Issue, PackKey, RepairRecord, SectionDraft, SectionId, Severity, Source, Spine, Stage,
    Usage, link_citations,
};
use crate::packs::PackSpec;

/// Facts about a run that the body shows beside the draft.
#[derive(Debug, Clone)]
pub struct ReportFacts {
    /// The report's id.
    pub report_id: Uuid,
    /// Pack.
    pub pack_key: PackKey,
    /// The pack's version and content hash.
    pub pack_version: String,
    /// Stage asked for.
    pub stage: Stage,
    /// Hash of the brief.
    pub brief_hash: String,
    /// Wall time in milliseconds.
    pub duration_ms: u64,
    /// Books.
    pub usage: Usage,
    /// Fields of the body without effect.
    pub ignored_fields: Vec<String>,
    /// What the caller should know.
    pub warnings: Vec<String>,
}

/// What the final judgement needs beside the draft.
#[derive(Debug, Clone, Copy)]
pub struct JudgeContext<'a> {
    /// The pack with its benchmark.
    pub pack: &'a PackSpec,
    /// Texts that must not leak.
    pub leak: LeakTexts<'a>,
    /// Brands of recent other briefs of the same API key.
    pub recent_brands: &'a [String],
    /// Whether a provider is configured.
    pub provider_configured: bool,
    /// What the stub writer would have written.
    pub stub_texts: &'a BTreeMap<SectionId, String>,
    /// Whether repairs are still possible: [`Phase::Draft`] refuses less.
    pub phase: Phase,
    /// Whether the caller takes a report that fails the gate (contract §2, `draft_mode`).
    pub draft_mode: bool,
}

/// A draft with the verdict of the whole gate on it. Made by [`Gated::judge`] only.
#[derive(Debug, Clone)]
pub struct Gated {
    draft: Arc<Draft>,
    verdict: Arc<Verdict>,
    markdown: Arc<str>,
    facts: Arc<ReportFacts>,
}

/// A draft that the gate refused, handed back with the reasons.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The draft, for another round of repair.
    pub draft: Draft,
    /// Why it was refused.
    pub verdict: Verdict,
}

impl Gated {
    /// Runs the whole gate on `draft`.
    ///
    /// # Errors
    /// [`Refused`] with the draft and the verdict when the gate does not pass it, and
    /// `draft_mode` does not excuse what it found.
    pub fn judge(
        draft: Draft,
        facts: ReportFacts,
        context: JudgeContext<'_>,
    ) -> Result<Self, Box<Refused>> {
        let verdict = gate(&GateInput {
            scope: Scope::Report,
            phase: context.phase,
            pack: context.pack,
            brief: &draft.brief,
            services: &draft.services,
            language: &draft.language,
            spine: draft.spine.as_deref(),
            research: &draft.research,
            title: &draft.title,
            sections: &draft.sections,
            assumptions: &draft.assumptions,
            leak: context.leak,
            recent_brands: context.recent_brands,
            provider_configured: context.provider_configured,
            stub_texts: context.stub_texts,
        });
        if verdict.passed || (context.draft_mode && may_be_delivered_as_draft(&verdict)) {
            Ok(Self::judged(draft, Arc::new(verdict), Arc::new(facts)))
        } else {
            Err(Box::new(Refused { draft, verdict }))
        }
    }

    /// A draft with the verdict that it got.
    pub(super) fn judged(draft: Draft, verdict: Arc<Verdict>, facts: Arc<ReportFacts>) -> Self {
        let markdown = draft.markdown().into();
        Self { draft: Arc::new(draft), verdict, markdown, facts }
    }

    /// The same in one piece of memory, where it is only kept.
    #[must_use]
    pub fn pack(&self) -> Option<Packed> {
        Packed::of(&self.draft, &self.verdict, &self.facts)
    }

    /// Whether any part of it was written by the stub writer.
    #[must_use]
    pub fn stub_used(&self) -> bool {
        self.draft.has_stub()
    }

    /// The verdict on it.
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// The draft that was judged, for a rewrite of one of its sections.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The facts of the run that made it.
    #[must_use]
    pub fn facts(&self) -> &ReportFacts {
        &self.facts
    }

    /// Bytes that it holds in memory, roughly: for the cache's weigher.
    #[must_use]
    pub fn weight(&self) -> usize {
        let sections: usize = self.draft.sections.iter().map(|s| s.markdown.len() * 3).sum();
        self.markdown.len() + sections + 4_096
    }
}

/// A report that may be delivered. Made by [`super::GuardPolicy::release`] only.
#[derive(Debug, Clone)]
pub struct Report {
    gated: Gated,
}

impl Report {
    pub(super) fn from_guard(gated: Gated) -> Self {
        Self { gated }
    }

    /// The report as Markdown.
    #[must_use]
    pub fn markdown(&self) -> &str {
        &self.gated.markdown
    }

    /// Whether the stub writer wrote any of it.
    #[must_use]
    pub fn stub_used(&self) -> bool {
        self.gated.stub_used()
    }

    /// Whether the gate passed it (`false` only in `draft_mode`).
    #[must_use]
    pub fn quality_passed(&self) -> bool {
        self.gated.verdict.passed
    }

    /// The facts of the run that made it.
    #[must_use]
    pub fn facts(&self) -> &ReportFacts {
        &self.gated.facts
    }

    /// The verdict on it.
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        &self.gated.verdict
    }

    /// Words of its sections.
    #[must_use]
    pub fn words(&self) -> usize {
        self.gated.verdict.metrics.words
    }

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
        words: super::count_words(&section.markdown),
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
