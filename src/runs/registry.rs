//! Runs by id, running ones by key, and finished ones until they are too old or too many.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use super::output::CachedReport;
use super::run::Run;
use super::{RunKey, RunsSettings};
use crate::domain::{ErrorType, ReportError};

pub(super) struct Registry {
    state: Mutex<State>,
    closed: AtomicBool,
    keep_finished: usize,
    keep_for: Duration,
    keep_open_bytes: usize,
}

#[derive(Default)]
struct State {
    runs: HashMap<Uuid, Arc<Run>>,
    joinable: HashMap<RunKey, Arc<Run>>,
    finished: VecDeque<(Instant, Uuid)>,
    /// The latest of the finished ones with the bytes that each holds; they are not squeezed yet.
    open: VecDeque<(Uuid, usize)>,
    open_bytes: usize,
}

/// What became of a request that asked to join.
pub(super) enum Joined {
    /// It joined a run under way.
    Under(Arc<Run>),
    /// It is a run of its own.
    Added(Arc<Run>),
    /// The report came into the cache meanwhile.
    Cached(Box<Run>, CachedReport),
}

impl Registry {
    pub fn new(settings: &RunsSettings) -> Self {
        Self {
            state: Mutex::default(),
            closed: AtomicBool::new(false),
            keep_finished: settings.keep_finished,
            keep_for: settings.keep_for,
            keep_open_bytes: settings.keep_open_bytes,
        }
    }

    /// Fails while the service shuts down.
    pub fn open(&self) -> Result<(), ReportError> {
        if self.closed.load(Ordering::Relaxed) { Err(shutting_down()) } else { Ok(()) }
    }

    pub fn close(&self) {
        // Under the lock, so that no run is added after a drain has begun to count.
        let _state = self.lock();
        self.closed.store(true, Ordering::Relaxed);
    }

    /// Adds `run`, unless an identical one is under way or `cached` has its answer by now. A run
    /// that leaves `joinable` has put its report into the cache before.
    pub fn join_or_add(
        &self,
        run: Run,
        cached: impl FnOnce() -> Option<CachedReport>,
    ) -> Result<Joined, ReportError> {
        let mut state = self.lock();
        self.open()?;
        if let Some(under_way) = run.key().and_then(|key| state.joinable.get(&key)) {
            let under_way = Arc::clone(under_way);
            under_way.interest.fetch_add(1, Ordering::Relaxed);
            return Ok(Joined::Under(under_way));
        }
        if let Some(hit) = cached() {
            return Ok(Joined::Cached(Box::new(run), hit));
        }
        Ok(Joined::Added(state.add(run)))
    }

    /// Adds a run that nobody joins.
    pub fn add(&self, run: Run) -> Result<Arc<Run>, ReportError> {
        let mut state = self.lock();
        self.open()?;
        Ok(state.add(run))
    }

    /// Makes a run that was answered from the cache findable. Returns what is now to be squeezed.
    #[must_use]
    pub fn add_finished(&self, run: &Arc<Run>) -> Vec<Arc<Run>> {
        let mut state = self.lock();
        state.runs.insert(run.id(), Arc::clone(run));
        self.file(&mut state, run)
    }

    /// Nobody can join `run` any more.
    pub fn close_to_joiners(&self, run: &Arc<Run>) {
        self.lock().forget_key(run);
    }

    /// Files `run` under the finished ones. Returns what is now to be squeezed.
    #[must_use]
    pub fn finish(&self, run: &Arc<Run>) -> Vec<Arc<Run>> {
        let mut state = self.lock();
        self.file(&mut state, run)
    }

    fn file(&self, state: &mut State, run: &Arc<Run>) -> Vec<Arc<Run>> {
        let bytes = run.weight();
        state.finished.push_back((Instant::now(), run.id()));
        state.open.push_back((run.id(), bytes));
        state.open_bytes += bytes;
        self.prune(state);
        let mut beyond = vec![];
        while state.open_bytes > self.keep_open_bytes
            && let Some((id, bytes)) = state.open.pop_front()
        {
            state.open_bytes -= bytes;
            beyond.extend(state.runs.get(&id).cloned());
        }
        beyond
    }

    /// Gives up one interest; without any left, a run under way is cancelled.
    pub fn leave(&self, run: &Arc<Run>) {
        let mut state = self.lock();
        let before = run.interest.fetch_sub(1, Ordering::Relaxed);
        if before <= 1 && !run.has_ended() {
            state.forget_key(run);
            run.cancel_token().cancel();
        }
    }

    pub fn watch(&self, run: &Arc<Run>) {
        let _state = self.lock();
        run.watched.fetch_add(1, Ordering::Relaxed);
    }

    pub fn unwatch(&self, run: &Arc<Run>) {
        let watched = {
            let _state = self.lock();
            run.watched
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |watched| {
                    watched.checked_sub(1)
                })
                .is_ok()
        };
        if watched && run.interests() > 0 {
            self.leave(run);
        }
    }

    pub fn find(&self, id: Uuid) -> Option<Arc<Run>> {
        let mut state = self.lock();
        self.prune(&mut state);
        state.runs.get(&id).cloned()
    }

    pub fn running(&self) -> usize {
        let state = self.lock();
        state.runs.len().saturating_sub(state.finished.len())
    }

    fn prune(&self, state: &mut State) {
        while let Some((since, id)) = state.finished.front().copied() {
            if state.finished.len() <= self.keep_finished && since.elapsed() < self.keep_for {
                break;
            }
            state.finished.pop_front();
            state.runs.remove(&id);
            if state.open.front().is_some_and(|(open, _)| *open == id)
                && let Some((_, bytes)) = state.open.pop_front()
            {
                state.open_bytes -= bytes;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn add(&mut self, run: Run) -> Arc<Run> {
        let run = Arc::new(run);
        run.interest.store(1, Ordering::Relaxed);
        self.runs.insert(run.id(), Arc::clone(&run));
        if let Some(key) = run.key() {
            self.joinable.insert(key, Arc::clone(&run));
        }
        run
    }

    fn forget_key(&mut self, run: &Arc<Run>) {
        if let Some(key) = run.key()
            && self.joinable.get(&key).is_some_and(|known| known.id() == run.id())
        {
            self.joinable.remove(&key);
        }
    }
}

/// The service takes no new runs, or has ended this one.
pub(super) fn shutting_down() -> ReportError {
    let mut error = ReportError::new(
        ErrorType::ShuttingDown,
        "The service is restarting. Ask again in a moment.",
        "A drain is under way (SIGTERM); AICMO_DRAIN_SECS is its limit.",
    );
    error.retry_after_secs = Some(15);
    error
}
