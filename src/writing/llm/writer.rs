//! The LLM writer: each task becomes one call, or a few for long tables.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use futures::future::try_join_all;
use serde::Deserialize;

use super::research::{self, Findings};
use super::rows::{self, Chunk};
use super::schema::SpineAnswer;
use super::task::{self, AbstractOf, TaskBlock};
use super::titles::{self, KnownTitles};
use super::{Model, answer, brief, previous, prompt, schema, size};
use crate::domain::{
    Brief, Finish, Provenance, ProviderName, ResearchNotes, SectionAnswer, Spine, Tier, WriterKind,
    unlink_citations,
};
use crate::packs::SectionSpec;
use crate::providers::{Avoid, Call, CallKind, ChainError, Completion, Effort, Schema};
use crate::writing::{
    RawBriefContext, Repair, ReportContext, SectionTask, SpineAgain, Writer, Written,
};

/// Output tokens of a probe.
const PROBE_TOKENS: u32 = 600;
/// Least output tokens of the spine.
const SPINE_TOKENS: u32 = 3_000;
/// Bytes of an answer that make a word, JSON included; and words between two reports of progress.
const BYTES_A_WORD: usize = 8;
const WORDS_A_STEP: usize = 40;

/// Writes by asking a model.
pub struct LlmWriter {
    model: Arc<dyn Model>,
    findings: Findings,
    titles: KnownTitles,
}

impl LlmWriter {
    /// A writer that asks `model`.
    #[must_use]
    pub fn new(model: Arc<dyn Model>) -> Self {
        Self { model, findings: research::findings(), titles: titles::known() }
    }

    /// Asks for one section by `spec`, and for the rest of its long tables beside it.
    async fn write(
        &self,
        context: &ReportContext,
        task: &SectionTask,
        repair: Option<&Repair>,
    ) -> Result<Written<SectionAnswer>, ChainError> {
        let per_call = context.pack.limits.rows_per_call;
        let (head, chunks) = rows::split(&task.spec, per_call);
        let rest = chunks.into_iter().map(|chunk| self.write_chunk(context, task, repair, chunk));
        let (written, rest) =
            tokio::try_join!(self.ask(context, task, &head, repair), try_join_all(rest))?;
        let mut written = written;
        for (chunk, part) in rest {
            written.attempts += part.attempts;
            rows::append(&mut written.value, chunk, part.value);
        }
        Ok(written)
    }

    async fn write_chunk(
        &self,
        context: &ReportContext,
        task: &SectionTask,
        repair: Option<&Repair>,
        chunk: Chunk,
    ) -> Result<(Chunk, Written<SectionAnswer>), ChainError> {
        let spec = rows::only_rows(&task.spec, chunk.part, chunk.first, chunk.last);
        Ok((chunk, self.ask(context, task, &spec, repair).await?))
    }

    async fn ask(
        &self,
        context: &ReportContext,
        task: &SectionTask,
        spec: &SectionSpec,
        repair: Option<&Repair>,
    ) -> Result<Written<SectionAnswer>, ChainError> {
        let completion =
            self.model.call(&context.session, call(context, task, spec, repair)).await?;
        let given = SectionAnswer::deserialize(&completion.json).unwrap_or_default();
        let finish = if given.done { Finish::Complete } else { Finish::Cut };
        Ok(written(&completion, answer::fit(spec, given), finish))
    }
}

#[async_trait]
impl Writer for LlmWriter {
    fn kind(&self) -> WriterKind {
        WriterKind::Llm
    }

    async fn read_brief(&self, context: &RawBriefContext) -> Result<Option<Brief>, ChainError> {
        brief::read(&*self.model, context).await
    }

    async fn research(&self, context: &ReportContext) -> Result<ResearchNotes, ChainError> {
        research::research(&*self.model, &self.findings, context).await
    }

    async fn titles(
        &self,
        context: &ReportContext,
        titles: &[String],
    ) -> Result<Arc<BTreeMap<String, String>>, ChainError> {
        titles::translate(&*self.model, &self.titles, context, titles).await
    }

    async fn spine(
        &self,
        context: &ReportContext,
        research: &ResearchNotes,
        again: SpineAgain<'_>,
    ) -> Result<Written<Spine>, ChainError> {
        let call = spine_call(context, research, again);
        let completion = self.model.call(&context.session, call).await?;
        let spine = SpineAnswer::deserialize(&completion.json).map(Spine::from);
        Ok(written(&completion, spine.unwrap_or_default(), Finish::Complete))
    }

    async fn section(
        &self,
        context: &ReportContext,
        task: &SectionTask,
    ) -> Result<Written<SectionAnswer>, ChainError> {
        self.write(context, task, None).await
    }

    async fn repair(
        &self,
        context: &ReportContext,
        task: &SectionTask,
        repair: &Repair,
    ) -> Result<Written<SectionAnswer>, ChainError> {
        self.write(context, task, Some(repair)).await
    }
}

fn spine_call(context: &ReportContext, research: &ResearchNotes, again: SpineAgain<'_>) -> Call {
    let mut block = TaskBlock::of(context, CallKind::Spine, None, research);
    block.abstracts = context
        .pack
        .sections
        .iter()
        .map(|section| AbstractOf {
            section: section.id.as_str(),
            text: format!("{}: {}", section.title, section.purpose),
        })
        .collect();
    let draft = context.request.previous_draft.as_deref();
    block.previous = draft.map(|draft| previous::outline(draft, &research.sources));
    block.failures = task::failures(again.failures);
    let least = SPINE_TOKENS + 60 * u32::try_from(context.pack.sections.len()).unwrap_or_default();
    let cap = context.request.max_tokens.unwrap_or(context.pack.limits.max_output_tokens);
    let mut call = call_of(context, CallKind::Spine, &block, schema::spine(), cap.max(least));
    call.avoid = again.avoid.and_then(avoid);
    call
}

fn call(
    context: &ReportContext,
    task: &SectionTask,
    spec: &SectionSpec,
    repair: Option<&Repair>,
) -> Call {
    let kind = match repair {
        Some(_) => CallKind::Repair,
        None if task.probe => CallKind::Probe,
        None => CallKind::Section,
    };
    let mut block = TaskBlock::of(context, kind, task.spine.as_deref(), &task.research);
    block.section = Some(task::section(spec, !task.research.sources.is_empty()));
    block.abstracts = task::abstracts(&task.abstracts);
    match repair {
        Some(Repair::Patch { previous, failures }) => {
            block.previous = Some(previous.markdown.clone());
            block.failures = task::failures(failures);
        }
        Some(Repair::Resample { failures, .. }) => block.failures = task::failures(failures),
        None => {
            let draft = context.request.previous_draft.as_deref();
            let text = draft.and_then(|d| previous::section_of(d, &context.pack, &task.spec));
            block.previous = text.map(|text| unlink_citations(&text, &task.research.sources));
        }
    }
    let cap = context.request.max_tokens.unwrap_or(context.pack.limits.max_output_tokens);
    let cap = if task.probe { PROBE_TOKENS } else { cap.max(size::least_tokens(spec)) };
    let mut call = call_of(context, kind, &block, schema::section(), cap);
    call.section = Some(spec.id.to_string());
    call.avoid = avoided(repair);
    call.progress = task.progress.clone().map(steps);
    if task.probe {
        call.effort = Effort::Least;
        call.attempts_per_provider = 1;
    }
    call
}

fn call_of(
    context: &ReportContext,
    kind: CallKind,
    block: &TaskBlock<'_>,
    schema: Schema,
    max_output_tokens: u32,
) -> Call {
    let tier = context.request.services.tier();
    Call {
        kind,
        section: None,
        system: prompt::system_text(),
        user: block.fenced(&context.nonce),
        schema,
        effort: if tier == Tier::Quality { Effort::Medium } else { Effort::Low },
        tier,
        max_output_tokens,
        web_search: false,
        only: None,
        avoid: None,
        attempts_per_provider: 2,
        progress: None,
    }
}

fn avoided(repair: Option<&Repair>) -> Option<Avoid> {
    let Some(Repair::Resample { avoid: writer, .. }) = repair else { return None };
    avoid(writer)
}

fn avoid(writer: &Provenance) -> Option<Avoid> {
    let provider = ProviderName::ALL.into_iter().find(|name| name.as_str() == writer.provider)?;
    Some(Avoid { provider, model: writer.model.clone() })
}

/// Bytes of an answer as words, told in steps.
fn steps(tell: Arc<dyn Fn(usize) + Send + Sync>) -> Arc<dyn Fn(usize) + Send + Sync> {
    let told = AtomicUsize::new(0);
    Arc::new(move |bytes| {
        let words = bytes / BYTES_A_WORD / WORDS_A_STEP * WORDS_A_STEP;
        if words > told.fetch_max(words, Ordering::Relaxed) {
            tell(words);
        }
    })
}

fn written<T>(completion: &Completion, value: T, finish: Finish) -> Written<T> {
    Written {
        value,
        provenance: Provenance {
            writer: WriterKind::Llm,
            provider: completion.provider.to_string(),
            model: completion.model.clone(),
        },
        finish,
        attempts: u32::try_from(completion.attempts.len().max(1)).unwrap_or(u32::MAX),
    }
}
