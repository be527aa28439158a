//! One report from its job to its verdict.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use super::faults;
use super::job::Job;
use super::judge::Facts;
use super::kept::{Accepted, Kept};
use super::names::Names;
use super::repair::Budget;
use super::section::{self, Section};
use super::start::Start;
use super::{Pipeline, round, schedule, spine, strategy};
use crate::domain::{Draft, ReportError, RunEvent, SectionDraft, SectionId, WriterKind};
use crate::packs::SectionSpec;
use crate::providers::Session;
use crate::quality::Gated;
use crate::writing::{ReportContext, SectionTask, Writer, handover_spec};

/// A report under way: what its sections share.
pub(super) struct Work {
    pub pipeline: Pipeline,
    pub writer: Arc<dyn Writer>,
    pub job: Job,
    pub begun: Instant,
    pub context: ReportContext,
    pub facts: Arc<Facts>,
    pub names: Arc<Names>,
    pub budget: Budget,
    pub warnings: Vec<String>,
    pub accepted: Accepted,
    kept: Mutex<Vec<SectionDraft>>,
}

/// Runs `job` to its end, its deadline or its cancel.
pub(super) async fn run(pipeline: &Pipeline, job: Job) -> Result<Gated, ReportError> {
    let writer = Arc::clone(pipeline.writer()?);
    let pack = pipeline.pack(&job.request.pack_key)?;
    let (key, accepted) = (job.key, Accepted::default());
    let start = Start {
        pipeline: pipeline.clone(),
        writer,
        job,
        pack,
        begun: Instant::now(),
        accepted: accepted.clone(),
    };
    let written = bounded(start, write).await;
    if written.is_err() {
        accepted.hand_over(&pipeline.inner.kept, key);
    }
    written
}

/// Runs `write` to its end, the job's deadline or its cancel. What the stub writer writes holds
/// a CPU, so all of it runs off the event loop.
pub(super) async fn bounded<W, F>(start: Start, write: W) -> Result<Gated, ReportError>
where
    W: FnOnce(Start, Arc<Session>) -> F + Send + 'static,
    F: Future<Output = Result<Gated, ReportError>> + Send,
{
    let pipeline = start.pipeline.clone();
    let holds_a_cpu = start.writer.kind() == WriterKind::Stub;
    let bounded = async move {
        let (cancel, time) = (start.job.cancel.clone(), start.job.time);
        let session = start.pipeline.session(&start.job.request, &start.job);
        let deadline = session.deadline;
        let done = tokio::select! {
            biased;
            () = cancel.cancelled() => Err(faults::cancelled()),
            done = write(start, Arc::clone(&session)) => done,
            () = sleep_until(deadline) => Err(faults::deadline(time)),
        };
        done.map_err(|error| faults::with_usage(error, session.usage()))
    };
    if holds_a_cpu {
        let handle = tokio::runtime::Handle::current();
        pipeline.inner.compute.run(move || handle.block_on(bounded)).await
    } else {
        bounded.await
    }
}

async fn write(start: Start, session: Arc<Session>) -> Result<Gated, ReportError> {
    let time = start.job.time;
    let work = Work::prepare(start, session).await?;
    let sections = schedule::write_all(&work).await.map_err(|error| faults::chain(error, time))?;
    round::settle(&work, sections).await
}

impl Work {
    /// Reads the brief, does research and fixes the spine.
    async fn prepare(start: Start, session: Arc<Session>) -> Result<Self, ReportError> {
        let effort = start.pipeline.estimate(&start.pack, &start.job.request);
        start.emit_plan(Some(effort.seconds));
        if let Some(kept) = start.pipeline.inner.kept.take(start.job.key) {
            // At once: a cancel from here on hands them back.
            start.accepted.begin(&kept.facts, kept.sections.clone());
            return Ok(Self::again(start, session, kept).await);
        }
        let nonce = Uuid::new_v4().simple().to_string();
        let brief = strategy::brief(&start, &session, &nonce).await?;
        let request = Arc::clone(&start.job.request);
        let english_only = start.writer.kind() == WriterKind::Stub;
        let language = if english_only { "en".to_owned() } else { request.language.clone() };
        let context = ReportContext {
            pack: Arc::clone(&start.pack),
            brief,
            request,
            language,
            nonce,
            session,
        };
        let mut warnings = start.warnings(&context);
        let ((research, spine), names, stub_texts) = tokio::join!(
            async {
                let research = strategy::research(&start, &context).await;
                warnings.extend(strategy::research_warning(&start, &research));
                let spine = spine::settle(&start, &context, &research).await;
                (research, spine)
            },
            strategy::names(&start, &context),
            start.stub_texts(&context),
        );
        let settled = spine?;
        warnings.extend(settled.warnings);
        let facts =
            Facts { spine: Some(settled.spine), research, stub_texts, ..start.facts(&context) };
        Ok(Self::new(start, context, Arc::new(facts), names, warnings))
    }

    /// Takes up a report that failed: its brief, spine and accepted sections stay.
    async fn again(start: Start, session: Arc<Session>, kept: Kept) -> Self {
        let context = ReportContext {
            pack: Arc::clone(&start.pack),
            brief: Arc::clone(&kept.facts.brief),
            request: Arc::clone(&start.job.request),
            language: kept.facts.language.clone(),
            nonce: kept.facts.nonce.clone(),
            session,
        };
        let mut warnings = start.warnings(&context);
        warnings.extend(strategy::research_warning(&start, &kept.facts.research));
        let names = strategy::names(&start, &context).await;
        let work = Self::new(start, context, kept.facts, names, warnings);
        work.accepted.begin(&work.facts, kept.sections.clone());
        *work.kept.lock().unwrap_or_else(PoisonError::into_inner) = kept.sections;
        work
    }

    /// Takes up a finished report: its brief, spine, research and language stay.
    pub async fn upon(start: Start, session: Arc<Session>, base: &Draft) -> Self {
        start.emit_plan(None);
        let context = ReportContext {
            pack: Arc::clone(&start.pack),
            brief: Arc::clone(&base.brief),
            request: Arc::clone(&start.job.request),
            language: base.language.clone(),
            nonce: Uuid::new_v4().simple().to_string(),
            session,
        };
        let names = strategy::names(&start, &context).await;
        let facts = Facts {
            spine: base.spine.clone(),
            research: Arc::clone(&base.research),
            stub_texts: start.stub_texts(&context).await,
            ..start.facts(&context)
        };
        let warnings = start.warnings(&context);
        Self::new(start, context, Arc::new(facts), names, warnings)
    }

    fn new(
        start: Start,
        context: ReportContext,
        facts: Arc<Facts>,
        names: Arc<Names>,
        warnings: Vec<String>,
    ) -> Self {
        let budget = Budget::for_sections(context.pack.sections.len());
        start.accepted.begin(&facts, vec![]);
        Self {
            pipeline: start.pipeline,
            writer: start.writer,
            job: start.job,
            begun: start.begun,
            context,
            facts,
            names,
            budget,
            warnings,
            accepted: start.accepted,
            kept: Mutex::default(),
        }
    }

    /// The sections of a finished report, each with the abstracts that it rests on.
    pub fn sections_of(&self, base: &Draft) -> Vec<Section> {
        let abstracts = |spec: &SectionSpec| {
            let needed = base.sections.iter().filter(|other| spec.depends_on.contains(&other.id));
            needed.map(|other| (other.id.clone(), other.abstract_text.clone())).collect()
        };
        base.sections
            .iter()
            .filter_map(|draft| {
                let spec = Arc::new(self.facts.pack.section(&draft.id)?.clone());
                let abstracts = abstracts(&spec);
                Some(section::kept(self, draft.clone(), spec, abstracts))
            })
            .collect()
    }

    /// Tells an event of the run.
    pub fn emit(&self, event: RunEvent) {
        self.job.events.emit(event);
    }

    /// Runs work that holds a CPU where it blocks nobody: the stub writer's reports run there as
    /// a whole already.
    pub async fn compute<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        if self.writer.kind() == WriterKind::Stub {
            work()
        } else {
            self.pipeline.inner.compute.run(work).await
        }
    }

    /// Whether sections are judged and repaired one by one as they come: the stub writer's, which
    /// are nearly always right, are judged once, in the whole report.
    pub fn repairs_sections(&self) -> bool {
        self.writer.kind() != WriterKind::Stub
    }

    /// Sections that may be written at once.
    pub fn concurrency(&self) -> usize {
        self.pipeline.settings().section_concurrency.max(1)
    }

    /// The task of writing `spec`.
    pub fn task(&self, spec: Arc<SectionSpec>, abstracts: Vec<(SectionId, String)>) -> SectionTask {
        let handed_over = spec.is_handed_over(&self.facts.services);
        let spec = if handed_over { Arc::new(handover_spec(&spec)) } else { spec };
        let (events, id) = (self.job.events.clone(), spec.id.to_string());
        SectionTask {
            spec,
            spine: self.facts.spine.clone(),
            research: Arc::clone(&self.facts.research),
            abstracts,
            handed_over,
            probe: false,
            progress: Some(Arc::new(move |words| {
                events.emit(RunEvent::SectionProgress { section: id.clone(), words });
            })),
        }
    }

    /// A section that was accepted in an earlier run of the same request.
    pub fn take_kept(&self, spec: &Arc<SectionSpec>) -> Option<Section> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|draft| draft.id == spec.id)?;
        let draft = kept.swap_remove(at);
        let section = section::kept(self, draft, Arc::clone(spec), vec![]);
        let words = section.best.words;
        self.emit(RunEvent::SectionDone { section: spec.id.to_string(), words });
        Some(section)
    }

    /// Keeps an acceptable section for the next run of the same request, should this one fail.
    pub fn keep(&self, section: &Section) {
        if section.best.is_acceptable() {
            self.accepted.note(&section.best.draft);
        }
    }
}
