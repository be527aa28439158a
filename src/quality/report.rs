//! `Gated` and `Report`: the two types that stand between a draft and a client.

mod body;

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

pub use self::body::{Meta, Quality, ReportBody, SectionBody};
use super::given::Given;
use super::input::{GateInput, LeakTexts, Phase, Scope};
use super::may_be_delivered_as_draft;
use super::packed::Packed;
use super::reading::SectionReading;
use super::run::gate_report;
use super::verdict::Verdict;
use crate::domain::{Draft, PackKey, SectionId, Stage, Usage};
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
    /// What all of this was read as; of this report and no other.
    pub given: &'a Given,
    /// What was found in sections when they were judged by themselves against `given`.
    pub readings: &'a [Arc<SectionReading>],
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
        let input = GateInput {
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
        };
        let verdict = gate_report(&input, context.given, context.readings);
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
}
