//! The kept result of the health probe, and its single flight.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::app::App;
use crate::clock;
use crate::domain::{ErrorType, ReportError};
use crate::telemetry::report::{Refusal, refused};

/// The pack that is tried.
pub(super) const PROBE_PACK: &str = "quick_social_basic";
/// Time for the whole probe.
const PROBE_TIME: Duration = Duration::from_mins(1);
/// A result that is not ok is kept for a tenth of the time.
const NOT_OK: u32 = 10;

/// What a probe found.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    /// Why nothing was written.
    pub error: Option<ErrorType>,
    /// Whether the stub writer wrote any of it.
    pub used_stub: bool,
    /// Whether the gate passed it.
    pub quality_passed: bool,
    /// Checks that refused it.
    pub failed_checks: Vec<String>,
    /// When it was found.
    pub checked_at: jiff::Timestamp,
    /// How long it took.
    pub duration_ms: u64,
    /// When it was found, for its age.
    pub found: Instant,
}

impl Finding {
    /// A success of a real model, found now.
    pub fn now() -> Self {
        Self {
            error: None,
            used_stub: false,
            quality_passed: true,
            failed_checks: vec![],
            checked_at: clock::now(),
            duration_ms: 0,
            found: Instant::now(),
        }
    }

    fn is_ok(&self) -> bool {
        self.error.is_none() && !self.used_stub && self.quality_passed
    }

    fn is_good_for(&self, ttl: Duration) -> bool {
        let ttl = if self.is_ok() { ttl } else { ttl / NOT_OK };
        self.found.elapsed() < ttl
    }
}

/// The last finding and the probe under way, if any.
#[derive(Clone, Default)]
pub(super) struct Probe(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    last: Option<Finding>,
    flight: Option<watch::Receiver<Option<Finding>>>,
}

impl Probe {
    /// The kept finding, or that of a probe which all who ask meanwhile share; and whether it
    /// was kept.
    pub async fn find(&self, app: &Arc<App>, fresh: bool) -> (Finding, bool) {
        let mut flight = {
            let mut state = self.lock();
            let kept = state.last.as_ref().filter(|last| last.is_good_for(app.config.health_ttl));
            if let (Some(kept), false) = (kept, fresh) {
                return (kept.clone(), true);
            }
            match &state.flight {
                Some(flight) => flight.clone(),
                None => self.take_off(&mut state, app),
            }
        };
        let landed = flight.wait_for(Option::is_some).await.ok().and_then(|found| found.clone());
        let interrupted = || Finding {
            error: Some(ErrorType::UnexpectedError),
            quality_passed: false,
            ..Finding::now()
        };
        (landed.unwrap_or_else(interrupted), false)
    }

    /// A real generation that was delivered is as good as a probe.
    pub fn note_success(&self) {
        self.lock().last = Some(Finding::now());
    }

    fn take_off(&self, state: &mut State, app: &Arc<App>) -> watch::Receiver<Option<Finding>> {
        let (tell, flight) = watch::channel(None);
        state.flight = Some(flight.clone());
        let (probe, app_of_task) = (self.clone(), Arc::clone(app));
        app.tasks.spawn(async move {
            // Lands on a panic too, so that the next one can take off.
            let landing = Landing { probe, tell, finding: None };
            let finding = probe_now(&app_of_task).await;
            landing.with(finding);
        });
        flight
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Landing {
    probe: Probe,
    tell: watch::Sender<Option<Finding>>,
    finding: Option<Finding>,
}

impl Landing {
    fn with(mut self, finding: Finding) {
        self.finding = Some(finding);
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        let mut state = self.probe.lock();
        state.flight = None;
        if let Some(finding) = &self.finding {
            state.last = Some(finding.clone());
        }
        drop(state);
        let _ = self.tell.send(self.finding.take());
    }
}

async fn probe_now(app: &App) -> Finding {
    let probe = app.pipeline.probe(PROBE_TIME, app.closing().child_token()).await;
    let checks = probe.error.iter().filter_map(|error| error.quality_issues.as_deref());
    let failed_checks: BTreeSet<String> =
        checks.flat_map(|found| &found.checks).map(|issue| issue.check.clone()).collect();
    if let Some(error) = &probe.error {
        tracing::warn!(error = error.error_type.as_str(), "the health probe failed");
        note_refusal(error, probe.duration);
    }
    Finding {
        failed_checks: failed_checks.into_iter().collect(),
        error: probe.error.map(|error| error.error_type),
        used_stub: probe.used_stub,
        quality_passed: probe.quality_passed,
        duration_ms: u64::try_from(probe.duration.as_millis()).unwrap_or(u64::MAX),
        ..Finding::now()
    }
}

/// Stub content at the guard is an alarm on every path.
fn note_refusal(error: &ReportError, time: Duration) {
    if error.error_type == ErrorType::StubInProductionForbidden {
        let duration_ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        refused(error, Refusal { pack: PROBE_PACK, request_id: "health_probe", duration_ms });
    }
}
