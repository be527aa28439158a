//! The trait behind which every writer stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;

use crate::domain::{
    Brief, Finish, Issue, Provenance, RawBrief, ReportRequest, ResearchNotes, SectionAnswer,
    SectionDraft, SectionId, Spine, WriterKind,
};
use crate::packs::{PackSpec, SectionSpec};
use crate::providers::{ChainError, Session};

/// What all tasks of one report share.
#[derive(Debug, Clone)]
pub struct ReportContext {
    /// The pack.
    pub pack: Arc<PackSpec>,
    /// The brief.
    pub brief: Arc<Brief>,
    /// The request as asked for.
    pub request: Arc<ReportRequest>,
    /// Language the report is written in (the stub writer writes English only).
    pub language: String,
    /// Random nonce of the report; fences the task block.
    pub nonce: String,
    /// Order of providers, deadline, cancel, books.
    pub session: Arc<Session>,
}

/// One section to write.
#[derive(Clone)]
pub struct SectionTask {
    /// Its spec.
    pub spec: Arc<SectionSpec>,
    /// The strategy; `None` for the health probe.
    pub spine: Option<Arc<Spine>>,
    /// Sources and claims; empty without research.
    pub research: Arc<ResearchNotes>,
    /// Abstracts of the sections that it depends on, in pack order.
    pub abstracts: Vec<(SectionId, String)>,
    /// Whether only a hand-over note of 20–120 words is wanted (contract §2, services).
    pub handed_over: bool,
    /// Whether this is a probe: least effort, one attempt a provider.
    pub probe: bool,
    /// Told the number of words so far.
    pub progress: Option<Arc<dyn Fn(usize) + Send + Sync>>,
}

/// How to repair a section.
#[derive(Debug, Clone)]
pub enum Repair {
    /// Mend the old text and change nothing else: at most six failures, same provider.
    Patch {
        /// The old text.
        previous: Box<SectionDraft>,
        /// What failed.
        failures: Vec<Issue>,
    },
    /// Write anew, with the failures as constraints, at another provider or model.
    Resample {
        /// Who wrote the old text.
        avoid: Provenance,
        /// What failed.
        failures: Vec<Issue>,
    },
}

/// What a writer gave, and who it was.
#[derive(Debug, Clone)]
pub struct Written<T> {
    /// The answer.
    pub value: T,
    /// Who wrote it.
    pub provenance: Provenance,
    /// How it ended.
    pub finish: Finish,
    /// Calls that it took, failed ones included.
    pub attempts: u32,
}

/// Writes the parts of a report. Implementations: the stub writer, the LLM writer.
#[async_trait]
pub trait Writer: Send + Sync {
    /// What kind of writer this is.
    fn kind(&self) -> WriterKind;

    /// Reads fields out of a brief that came as text.
    ///
    /// # Errors
    /// [`ChainError`] when no provider answered.
    async fn read_brief(&self, context: &RawBriefContext) -> Result<Option<Brief>, ChainError>;

    /// Looks for sources, where the writer can and the pack wants them.
    ///
    /// # Errors
    /// [`ChainError`] when the search failed; the report then goes on without research.
    async fn research(&self, context: &ReportContext) -> Result<ResearchNotes, ChainError>;

    /// Translates `titles` of the pack into the report's language, by the English title; one
    /// that is missing stays English.
    ///
    /// # Errors
    /// [`ChainError`] when no provider answered; the report then keeps English titles.
    async fn titles(
        &self,
        _context: &ReportContext,
        _titles: &[String],
    ) -> Result<Arc<BTreeMap<String, String>>, ChainError> {
        Ok(Arc::default())
    }

    /// Fixes the strategy that all sections share; `again` says what an earlier one got wrong.
    ///
    /// # Errors
    /// [`ChainError`] when no provider answered.
    async fn spine(
        &self,
        context: &ReportContext,
        research: &ResearchNotes,
        again: SpineAgain<'_>,
    ) -> Result<Written<Spine>, ChainError>;

    /// Writes one section.
    ///
    /// # Errors
    /// [`ChainError`] when no provider answered.
    async fn section(
        &self,
        context: &ReportContext,
        task: &SectionTask,
    ) -> Result<Written<SectionAnswer>, ChainError>;

    /// Repairs one section.
    ///
    /// # Errors
    /// [`ChainError`] when no provider answered.
    async fn repair(
        &self,
        context: &ReportContext,
        task: &SectionTask,
        repair: &Repair,
    ) -> Result<Written<SectionAnswer>, ChainError>;
}

/// Why a strategy is asked for again; nothing the first time.
#[derive(Debug, Clone, Copy, Default)]
pub struct SpineAgain<'a> {
    /// What the earlier one got wrong.
    pub failures: &'a [Issue],
    /// Who wrote it, where another provider or model is to be asked first.
    pub avoid: Option<&'a Provenance>,
}

/// What reading a text brief needs.
#[derive(Debug, Clone)]
pub struct RawBriefContext {
    /// The text and what rules read from it.
    pub raw: Arc<RawBrief>,
    /// Random nonce of the report.
    pub nonce: String,
    /// Order of providers, deadline, cancel, books.
    pub session: Arc<Session>,
}
