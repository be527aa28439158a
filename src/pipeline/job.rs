//! One report to write, as a run hands it over.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::domain::{ReportRequest, RunEvent};
use crate::providers::Allowance;

/// One report to write.
#[derive(Debug, Clone)]
pub struct Job {
    /// The report's id.
    pub report_id: Uuid,
    /// What is asked for.
    pub request: Arc<ReportRequest>,
    /// Brands of recent other briefs of the same API key (B6).
    pub recent_brands: Vec<String>,
    /// How long it may take.
    pub time: Duration,
    /// Set when nobody waits any more.
    pub cancel: CancellationToken,
    /// Told what happens.
    pub events: EventSink,
    /// Hash of everything that can change the output: sections accepted in a run that failed
    /// are taken up again under it.
    pub key: Option<[u8; 32]>,
    /// Money that was set aside for it.
    pub allowance: Option<Arc<Allowance>>,
}

/// Where a job's events go.
#[derive(Clone, Default)]
pub struct EventSink(Option<Arc<dyn Fn(RunEvent) + Send + Sync>>);

impl EventSink {
    /// A sink that calls `tell` for each event. It must return at once.
    pub fn new(tell: impl Fn(RunEvent) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tell)))
    }

    /// Tells `event`.
    pub fn emit(&self, event: RunEvent) {
        if let Some(tell) = &self.0 {
            tell(event);
        }
    }
}

impl fmt::Debug for EventSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventSink")
    }
}
