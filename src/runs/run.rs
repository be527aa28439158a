//! One run: its identity, its events and its end.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use subtle::ConstantTimeEq as _;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::held::Held;
use super::output::{CachedReport, Ended, RunResult};
use super::{Caller, Progress, RunKey, RunStatus};
use crate::clock;
use crate::domain::{PackKey, ReportRequest, RunEvent};
use crate::quality::{Gated, GuardPolicy};

/// What an event takes, roughly.
const BYTES_AN_EVENT: usize = 128;

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
    pack: Option<PackKey>,
    cancel: CancellationToken,
    state: Mutex<State>,
    pub(super) changed: watch::Sender<()>,
    pub(super) interest: AtomicUsize,
    pub(super) watched: AtomicUsize,
}

pub(super) struct State {
    pub status: RunStatus,
    pub progress: Progress,
    pub request: Option<Held<ReportRequest>>,
    pub told: usize,
    pub events: Held<Vec<RunEvent>>,
    pub ended: Option<Ended>,
    pub took: Option<Duration>,
    pub on_end: Vec<OnEnd>,
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
            pack: request.as_ref().map(|request| request.pack_key.clone()),
            cancel,
            state: Mutex::new(State {
                status: RunStatus::Queued,
                progress: Progress::default(),
                request: request.map(Held::Open),
                told: 0,
                events: Held::new(vec![]),
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
    pub fn request(&self) -> Option<Arc<ReportRequest>> {
        self.lock().request.as_ref()?.get()
    }

    /// The pack that was asked for; `None` for checks.
    #[must_use]
    pub fn pack(&self) -> Option<&PackKey> {
        self.pack.as_ref()
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

    /// Ends the run; `guard` decides what those hear who asked for its end.
    pub(super) fn end(&self, ended: Ended, guard: GuardPolicy) {
        let result = ended.release(guard);
        let waiting = {
            let mut state = self.lock();
            state.status = RunStatus::of(&result);
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
        let ended = self.lock().ended.clone();
        ended?.gated()
    }

    /// Bytes that it holds once it has ended, roughly.
    pub(super) fn weight(&self) -> usize {
        let state = self.lock();
        state.ended.as_ref().map_or(0, Ended::weight) + state.told * BYTES_AN_EVENT
    }

    /// Holds a report that is only kept in as little memory as it can.
    pub(super) fn squeeze(&self) {
        let ended = self.lock().ended.clone();
        let squeezed = ended.as_ref().and_then(Ended::squeezed);
        let mut state = self.lock();
        state.events.squeeze();
        if let Some(request) = &mut state.request {
            request.squeeze();
        }
        if let Some(squeezed) = squeezed {
            state.ended = Some(squeezed);
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn interests(&self) -> usize {
        self.interest.load(Ordering::Relaxed)
    }
}
