//! Everything is a run: a tracked task of its own, not of its caller. Identical requests join
//! one run, the last caller to leave cancels it, and finished runs can be read for an hour.
//!
//! Knows no HTTP. What it stores is a `Gated`; the guard stands at every read.

mod cache;
mod check;
mod events;
mod finish;
mod handle;
mod held;
mod key;
mod output;
mod place;
mod recent;
mod registry;
mod run;
mod settings;
mod status;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::domain::{ReportError, ReportRequest};
use crate::pipeline::Pipeline;
pub use crate::pipeline::cancelled;
use crate::telemetry::report::cache_asked;

pub use handle::RunHandle;
pub use key::RunKey;
pub use output::{ReportOutput, RunOutput, RunResult};
pub use run::Run;
pub use settings::{Caller, RunsSettings};
pub use status::{Progress, RunStatus};

use cache::ReportCache;
use place::Places;
use recent::RecentBrands;
use registry::Registry;

/// All runs of this process. Cheap to clone.
#[derive(Clone)]
pub struct Runs {
    shared: Arc<Shared>,
}

struct Shared {
    pipeline: Pipeline,
    settings: RunsSettings,
    registry: Registry,
    cache: ReportCache,
    recent: RecentBrands,
    places: Places,
    tracker: TaskTracker,
    halt: CancellationToken,
}

impl Runs {
    /// An empty registry over `pipeline`.
    #[must_use]
    pub fn new(pipeline: Pipeline, settings: RunsSettings) -> Self {
        let shared = Shared {
            registry: Registry::new(&settings),
            cache: ReportCache::new(&settings),
            recent: RecentBrands::default(),
            places: Places::new(settings.max_concurrent, settings.queue),
            tracker: TaskTracker::new(),
            halt: CancellationToken::new(),
            pipeline,
            settings,
        };
        Self { shared: Arc::new(shared) }
    }

    /// The pipeline that runs go through.
    #[must_use]
    pub fn pipeline(&self) -> &Pipeline {
        &self.shared.pipeline
    }

    /// Answers `request` from the cache, joins an identical run, or starts one. The handle is
    /// the caller's interest in the run: the last one to be dropped cancels it.
    ///
    /// # Errors
    /// What is known beforehand: no writer, an unknown pack, a service that shuts down, a day's
    /// budget that the report would exceed.
    pub fn start(&self, request: ReportRequest, caller: &Caller) -> Result<RunHandle, ReportError> {
        let shared = &self.shared;
        shared.registry.open()?;
        let pack = shared.pipeline.pack(&request.pack_key)?;
        shared.pipeline.writer()?;
        let key = RunKey::of(&request, caller, &pack.content_hash, shared);
        if let Some(hit) = shared.cache.hit(&key) {
            cache_asked("hit");
            return Ok(RunHandle::finished(shared, Run::cached(caller, request, hit)));
        }
        let run = Run::new(caller, Some(key), Some(Arc::new(request)), shared.halt.child_token());
        let joined = shared.registry.join_or_add(run, || shared.cache.hit(&key))?;
        match joined {
            registry::Joined::Cached(run, hit) => {
                cache_asked("hit");
                Ok(RunHandle::finished(shared, run.into_cached(hit)))
            }
            registry::Joined::Under(run) => {
                cache_asked("joined");
                Ok(RunHandle::interested(shared, run))
            }
            registry::Joined::Added(run) => {
                cache_asked(if shared.settings.cache_enabled { "miss" } else { "off" });
                // Only now: who joins a run or reads the cache costs nothing.
                let allowance =
                    run.request().map(|request| shared.pipeline.set_aside(&pack, &request));
                let allowance = allowance.unwrap_or(Ok(None)).inspect_err(|error| {
                    finish::end_unbegun(shared, &run, error);
                })?;
                finish::spawn_report(shared, &run, allowance);
                Ok(RunHandle::interested(shared, run))
            }
        }
    }

    /// What stands for `request` of `caller` in the cache, where its pack is known.
    #[must_use]
    pub fn key_of(&self, request: &ReportRequest, caller: &Caller) -> Option<RunKey> {
        let pack = self.shared.pipeline.pack(&request.pack_key).ok()?;
        Some(RunKey::of(request, caller, &pack.content_hash, &self.shared))
    }

    /// The report under `key`, through the guard, without a run of its own: the shortest way
    /// for an answer that nobody can watch. `None` while shutting down, too.
    #[must_use]
    pub fn cached(&self, key: &RunKey) -> Option<ReportOutput> {
        self.shared.registry.open().ok()?;
        let hit = self.shared.cache.output(key)?;
        cache_asked("hit");
        Some(hit)
    }

    /// Rewrites one section of a finished report: a new run whose result is the whole report.
    ///
    /// # Errors
    /// `validation_error` when `base` has no report or no such section; as [`Runs::start`].
    pub fn rewrite(
        &self,
        base: &Run,
        section: &str,
        instruction: &str,
        caller: &Caller,
    ) -> Result<RunHandle, ReportError> {
        let shared = &self.shared;
        shared.registry.open()?;
        shared.pipeline.writer()?;
        let rewrite = finish::Rewrite::of(base, section, instruction)?;
        let run = Run::new(caller, None, Some(rewrite.request()), shared.halt.child_token());
        let run = shared.registry.add(run)?;
        finish::spawn_rewrite(shared, &run, rewrite);
        Ok(RunHandle::interested(shared, run))
    }

    /// Starts a check of the operators' (`live_check`, `smoke_test`) as a run: its result is a
    /// JSON value. `work` gets a token that is set when nobody waits any more.
    ///
    /// # Errors
    /// `shutting_down`.
    pub fn start_check<W, F>(&self, caller: &Caller, work: W) -> Result<RunHandle, ReportError>
    where
        W: FnOnce(CancellationToken) -> F,
        F: Future<Output = Result<serde_json::Value, ReportError>> + Send + 'static,
    {
        let shared = &self.shared;
        let run = Run::new(caller, None, None, shared.halt.child_token());
        let run = shared.registry.add(run)?;
        check::spawn(shared, &run, work(run.cancel_token()));
        Ok(RunHandle::interested(shared, run))
    }

    /// Keeps the run of `handle` going without a caller until it ends or [`Runs::cancel`] takes
    /// this interest back; it can then be found by its id. `request_id` is the request that asks
    /// for it. `on_end` is told the result, at once when there is one already.
    pub fn watch(
        &self,
        handle: RunHandle,
        request_id: &str,
        on_end: impl FnOnce(&RunResult) + Send + 'static,
    ) -> Arc<Run> {
        let run = handle.keep();
        run.note_asked_by(request_id);
        self.shared.registry.watch(&run);
        run.on_end(self.shared.settings.guard, Box::new(on_end));
        run
    }

    /// Takes back one interest of [`Runs::watch`] (`DELETE`); the last one cancels the run.
    pub fn cancel(&self, run: &Arc<Run>) {
        self.shared.registry.unwatch(run);
    }

    /// The run `id`, running or finished within the hour, if it is the caller's own.
    #[must_use]
    pub fn find(&self, id: Uuid, caller: &Caller) -> Option<Arc<Run>> {
        self.shared.registry.find(id).filter(|run| run.is_of(caller))
    }

    /// The run `id` for one who has its token (a browser's `EventSource` sends no headers).
    #[must_use]
    pub fn find_by_token(&self, id: Uuid, token: &str) -> Option<Arc<Run>> {
        self.shared.registry.find(id).filter(|run| run.opens_with(token))
    }

    /// The result of `run`, through the guard; `None` while it is under way.
    #[must_use]
    pub fn result_of(&self, run: &Run) -> Option<RunResult> {
        run.result_now(self.shared.settings.guard)
    }

    /// Reports under way, those in the queue included.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.shared.registry.running()
    }

    /// Refuses new runs, gives those under way `time` to end, then ends them.
    pub async fn drain(&self, time: Duration) {
        let shared = &self.shared;
        shared.registry.close();
        shared.tracker.close();
        if tokio::time::timeout(time, shared.tracker.wait()).await.is_err() {
            shared.halt.cancel();
            let _ = tokio::time::timeout(Duration::from_secs(2), shared.tracker.wait()).await;
        }
    }
}
