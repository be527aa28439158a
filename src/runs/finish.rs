//! A report's run from its place in the queue to its end.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt as _;

use super::Shared;
use super::output::Ended;
use super::registry::shutting_down;
use super::run::Run;
use crate::domain::{BriefInput, ErrorType, ReportError, ReportRequest, SectionId};
use crate::pipeline::{Allowance, EventSink, Job, cancelled};
use crate::quality::Gated;
use crate::telemetry::report::InFlight;

/// Runs the request of `run` through the pipeline.
pub(super) fn spawn_report(
    shared: &Arc<Shared>,
    run: &Arc<Run>,
    allowance: Option<Arc<Allowance>>,
) {
    let Some(request) = run.request() else { return };
    let pipeline = shared.pipeline.clone();
    let job = Job { allowance, ..job(shared, run, request) };
    spawn(shared, run, async move { pipeline.run(job).await });
}

/// Rewrites a section as `run`.
pub(super) fn spawn_rewrite(shared: &Arc<Shared>, run: &Arc<Run>, rewrite: Rewrite) {
    let pipeline = shared.pipeline.clone();
    let job = job(shared, run, Arc::clone(&rewrite.request));
    spawn(shared, run, async move { pipeline.rewrite(job, rewrite.base, rewrite.section).await });
}

/// A section to rewrite, with the report that it is in.
pub(super) struct Rewrite {
    base: Gated,
    section: SectionId,
    request: Arc<ReportRequest>,
}

impl Rewrite {
    /// Finds `section` in the report of `base`.
    pub fn of(base: &Run, section: &str, instruction: &str) -> Result<Self, ReportError> {
        let fault = |path: &str, message: String| {
            let field = crate::domain::FieldError { path: path.to_owned(), message };
            ReportError::validation(vec![field])
        };
        let (Some(gated), Some(request)) = (base.gated(), base.request()) else {
            return Err(fault("run_id", "this run has no report yet".to_owned()));
        };
        let known: Vec<&str> = gated.draft().sections.iter().map(|s| s.id.as_str()).collect();
        if !known.contains(&section) {
            let known = known.join(", ");
            return Err(fault("section", format!("no section `{section}`; known: {known}")));
        }
        if instruction.trim().is_empty() {
            return Err(fault("instruction", "must not be empty".to_owned()));
        }
        let mut request = (*request).clone();
        request.feedback = Some(instruction.trim().to_owned());
        request.previous_draft = None;
        Ok(Self { base: gated, section: SectionId(section.to_owned()), request: Arc::new(request) })
    }

    /// The request that the new run answers.
    pub fn request(&self) -> Arc<ReportRequest> {
        Arc::clone(&self.request)
    }
}

fn job(shared: &Shared, run: &Arc<Run>, request: Arc<ReportRequest>) -> Job {
    let brand = match &request.brief {
        BriefInput::Fields(brief) => Some(brief.brand_name.clone()),
        BriefInput::Text(raw) => raw.guess.as_ref().map(|brief| brief.brand_name.clone()),
    };
    let recent_brands = shared.recent.others(run.caller(), brand.as_deref());
    if let Some(brand) = &brand {
        shared.recent.note(run.caller(), brand);
    }
    let teller = Arc::downgrade(run);
    Job {
        report_id: run.id(),
        request,
        recent_brands,
        time: shared.settings.report_deadline,
        cancel: run.cancel_token(),
        events: EventSink::new(move |event| {
            if let Some(run) = teller.upgrade() {
                run.tell(event);
            }
        }),
        key: run.key().map(|key| key.0),
        allowance: None,
    }
}

/// Ends `run`, which was not begun, with `error`, also for those who joined it meanwhile.
pub(super) fn end_unbegun(shared: &Shared, run: &Arc<Run>, error: &ReportError) {
    shared.registry.close_to_joiners(run);
    run.end(Ended::Failed(Box::new(error.clone())), shared.settings.guard);
    squeeze(&shared.registry.finish(run));
}

fn spawn(
    shared: &Arc<Shared>,
    run: &Arc<Run>,
    work: impl Future<Output = Result<Gated, ReportError>> + Send + 'static,
) {
    let (shared, run) = (Arc::clone(shared), Arc::clone(run));
    shared.tracker.clone().spawn(async move {
        let mut ended = placed(&shared, &run, work).await;
        if shared.halt.is_cancelled() && ended.is_err() {
            ended = Err(shutting_down());
        }
        if let Ok(gated) = &ended {
            shared.recent.note(run.caller(), &gated.draft().brief.brand_name);
            if let Some(key) = run.key() {
                shared.cache.keep(key, gated);
            }
        }
        let ended = ended.map_or_else(|error| Ended::Failed(Box::new(error)), Ended::Report);
        // Before anybody hears of the end: who asks again after a failure gets a run of its own.
        shared.registry.close_to_joiners(&run);
        run.end(ended, shared.settings.guard);
        let beyond = shared.registry.finish(&run);
        if !beyond.is_empty() {
            shared.pipeline.off_the_loop(move || squeeze(&beyond)).await;
        }
    });
}

/// Squeezes finished runs that are only kept.
pub(super) fn squeeze(runs: &[Arc<Run>]) {
    for run in runs {
        run.squeeze();
    }
}

/// Waits for a place, then works. The pipeline itself watches the run's cancel token.
async fn placed(
    shared: &Shared,
    run: &Run,
    work: impl Future<Output = Result<Gated, ReportError>> + Send,
) -> Result<Gated, ReportError> {
    let cancel = run.cancel_token();
    let _place = tokio::select! {
        biased;
        () = cancel.cancelled() => return Err(ended_early(shared)),
        place = shared.places.take() => place?,
    };
    run.begin();
    let _in_flight = InFlight::enter();
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|_| Err(panicked()))
}

/// What a run ends with that was stopped from outside.
pub(super) fn ended_early(shared: &Shared) -> ReportError {
    if shared.halt.is_cancelled() {
        return shutting_down();
    }
    cancelled()
}

/// What a run ends with that panicked; the panic hook has logged where.
pub(super) fn panicked() -> ReportError {
    ReportError::new(
        ErrorType::UnexpectedError,
        "Something went wrong on our side. Please try again.",
        "A run panicked; the log has the place. Please report it.",
    )
}
