//! One run: its identity, its events and its end.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use futures::stream::{self, Stream};
use jiff::Timestamp;
use subtle::ConstantTimeEq as _;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::output::{CachedReport, Ended, RunResult};
use super::{Caller, RunKey};
use crate::clock;
use crate::domain::{ErrorType, ReportRequest, RunEvent};
use crate::quality::{Gated, GuardPolicy};

/// Where a run stands (contract §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// Waits for a place.
    Queued,
    /// Under way.
    Running,
    /// Ended with a result.
    Done,
    /// Ended with an error.
    Failed,
    /// Ended because nobody waited any more.
    Cancelled,
}

/// Sections of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Progress {
    /// Sections that are done.
    pub done: usize,
    /// Sections in all; 0 before the plan.
    pub sections: usize,
}

type OnEnd = Box<dyn FnOnce(&RunResult) + Send>;

/// One run. Reading it takes no interest in it: it does not keep the run going.
pub struct Run {
    id: Uuid,
    token: String,
    created_at: Timestamp,
    begun: Instant,
    asked_by: OnceLock<String>,
    caller: Caller,
    key: Option<RunKey>,
    request: Option<Arc<ReportRequest>>,
    cancel: CancellationToken,
    state: Mutex<State>,
    changed: watch::Sender<()>,
    pub(super) interest: AtomicUsize,
    pub(super) watched: AtomicUsize,
}

struct State {
    status: RunStatus,
    progress: Progress,
    events: Vec<RunEvent>,
    ended: Option<Ended>,
    took: Option<Duration>,
    on_end: Vec<OnEnd>,
}

impl Run {
    pub(super) fn new(
        caller: &Caller,
        key: Option<RunKey>,
        request: Option<Arc<ReportRequest>>,
        cancel: CancellationToken,
    ) -> Self {
        Self {
            id: Uuid::now_v7(),
            token: Uuid::new_v4().simple().to_string(),
            created_at: clock::now(),
            begun: Instant::now(),
            asked_by: OnceLock::new(),
            caller: caller.clone(),
            key,
            request,
            cancel,
            state: Mutex::new(State {
                status: RunStatus::Queued,
                progress: Progress::default(),
                events: vec![],
                ended: None,
                took: None,
                on_end: vec![],
            }),
            changed: watch::Sender::new(()),
            interest: AtomicUsize::new(0),
            watched: AtomicUsize::new(0),
        }
    }

    /// A run that was answered from the cache.
    pub(super) fn cached(caller: &Caller, request: ReportRequest, hit: CachedReport) -> Self {
        let request = Some(Arc::new(request));
        Self::new(caller, None, request, CancellationToken::new()).into_cached(hit)
    }

    pub(super) fn into_cached(self, hit: CachedReport) -> Self {
        let sections = hit.gated.draft().sections.len();
        {
            let mut state = self.lock();
            state.status = RunStatus::Done;
            state.progress = Progress { done: sections, sections };
            state.ended = Some(Ended::Cached(hit));
            state.took = Some(self.begun.elapsed());
        }
        self
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// What opens its events to one who sends no API key.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// When it was asked for.
    #[must_use]
    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Id of the request that asked for it first, under which the log has its end; `None` for
    /// one that nobody watches.
    #[must_use]
    pub fn asked_by(&self) -> Option<&str> {
        self.asked_by.get().map(String::as_str)
    }

    /// How long it took from the request to its end; `None` while it is under way.
    #[must_use]
    pub fn took(&self) -> Option<Duration> {
        self.lock().took
    }

    /// What was asked for; `None` for checks.
    #[must_use]
    pub fn request(&self) -> Option<&Arc<ReportRequest>> {
        self.request.as_ref()
    }

    /// Where it stands.
    #[must_use]
    pub fn status(&self) -> RunStatus {
        self.lock().status
    }

    /// Sections done and in all.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.lock().progress
    }

    /// Events after the one with id `after` (ids count from 1), first those that happened, then
    /// those to come; ends with the run. The result is not among them.
    pub fn events_after(
        self: &Arc<Self>,
        after: u64,
    ) -> impl Stream<Item = (u64, RunEvent)> + Send + use<> {
        let seen = usize::try_from(after).unwrap_or(usize::MAX);
        let start = (Arc::clone(self), self.changed.subscribe(), seen);
        stream::unfold(start, |(run, mut changed, seen)| async move {
            loop {
                changed.borrow_and_update();
                let (event, ended) = run.event(seen);
                if let Some(event) = event {
                    let id = u64::try_from(seen).unwrap_or(u64::MAX).saturating_add(1);
                    return Some(((id, event), (run, changed, seen + 1)));
                }
                if ended || changed.changed().await.is_err() {
                    return None;
                }
            }
        })
    }

    /// Id that the `result` event has: the one after the last event.
    #[must_use]
    pub fn result_event_id(&self) -> u64 {
        u64::try_from(self.lock().events.len()).unwrap_or(u64::MAX).saturating_add(1)
    }

    fn event(&self, at: usize) -> (Option<RunEvent>, bool) {
        let state = self.lock();
        (state.events.get(at).cloned(), state.ended.is_some())
    }

    pub(super) fn key(&self) -> Option<RunKey> {
        self.key
    }

    pub(super) fn caller(&self) -> &Caller {
        &self.caller
    }

    pub(super) fn cancel_token(&self) -> CancellationToken {
        self.cancel.clone()
    }

    pub(super) fn is_of(&self, caller: &Caller) -> bool {
        self.caller == *caller
    }

    pub(super) fn opens_with(&self, token: &str) -> bool {
        self.token.as_bytes().ct_eq(token.as_bytes()).into()
    }

    pub(super) fn has_ended(&self) -> bool {
        self.lock().ended.is_some()
    }

    pub(super) fn note_asked_by(&self, request_id: &str) {
        self.asked_by.get_or_init(|| request_id.to_owned());
    }

    pub(super) fn begin(&self) {
        self.lock().status = RunStatus::Running;
        self.changed.send_replace(());
    }

    pub(super) fn tell(&self, event: RunEvent) {
        {
            let mut state = self.lock();
            match &event {
                RunEvent::Plan { sections, .. } => state.progress.sections = sections.len(),
                RunEvent::SectionDone { .. } => state.progress.done += 1,
                _ => {}
            }
            state.events.push(event);
        }
        self.changed.send_replace(());
    }

    /// Ends the run; `guard` decides what those hear who asked for its end.
    pub(super) fn end(&self, ended: Ended, guard: GuardPolicy) {
        let result = ended.release(guard);
        let waiting = {
            let mut state = self.lock();
            state.status = status_of(&result);
            state.ended = Some(ended);
            state.took = Some(self.begun.elapsed());
            std::mem::take(&mut state.on_end)
        };
        self.changed.send_replace(());
        for tell in waiting {
            tell(&result);
        }
    }

    pub(super) fn on_end(&self, guard: GuardPolicy, tell: OnEnd) {
        let ended = {
            let mut state = self.lock();
            match state.ended.clone() {
                Some(ended) => ended,
                None => return state.on_end.push(tell),
            }
        };
        tell(&ended.release(guard));
    }

    pub(super) fn result_now(&self, guard: GuardPolicy) -> Option<RunResult> {
        let ended = self.lock().ended.clone();
        ended.map(|ended| ended.release(guard))
    }

    /// Waits for the end.
    pub(super) async fn ended(&self) {
        let mut changed = self.changed.subscribe();
        while !self.has_ended() {
            if changed.changed().await.is_err() {
                return;
            }
        }
    }

    /// The gated report, where there is one.
    pub(super) fn gated(&self) -> Option<Gated> {
        match self.lock().ended.as_ref()? {
            Ended::Report(gated) => Some(gated.clone()),
            Ended::Cached(hit) => Some(hit.gated.clone()),
            Ended::Check(_) | Ended::Failed(_) => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn interests(&self) -> usize {
        self.interest.load(Ordering::Relaxed)
    }
}

fn status_of(result: &RunResult) -> RunStatus {
    match result {
        Ok(_) => RunStatus::Done,
        Err(error) if error.error_type == ErrorType::Cancelled => RunStatus::Cancelled,
        Err(_) => RunStatus::Failed,
    }
}
