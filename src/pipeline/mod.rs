//! The one use case: a request in, a gated report out. The HTTP routes, the command line and the
//! health probe all come through here.
//!
//! It knows no HTTP and keeps no registry of runs (`runs` does); it never edits text beyond the
//! lossless fixes, and never hands on what the gate has not judged.

mod assemble;
mod candidate;
mod compute;
mod estimate;
mod faults;
mod job;
mod judge;
mod kept;
mod mend;
mod names;
mod probe;
mod repair;
mod report;
mod rewrite;
mod round;
mod rows;
mod schedule;
mod section;
mod settings;
mod spine;
mod start;
mod strategy;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::domain::{PackKey, ProviderName, ReportError, ReportRequest, SectionId, WriterKind};
use crate::packs::PackSpec;
use crate::providers::{Chain, Session};
use crate::quality::Gated;
use crate::writing::Writer;

pub use crate::providers::Allowance;
pub use estimate::Effort;
pub use faults::{cancelled, stub as stub_forbidden};
pub use job::{EventSink, Job};
pub use probe::Probe;
pub use settings::{PipelineSettings, Unavailable};

use compute::Compute;
use kept::KeptSections;

/// What a pipeline is built from.
pub struct PipelineParts {
    /// The packs that it writes.
    pub packs: Vec<Arc<PackSpec>>,
    /// The writer, or why there is none.
    pub writer: Result<Arc<dyn Writer>, Unavailable>,
    /// The stub writer, to know its texts again where a provider is configured (C8); it never
    /// writes for a client through this field.
    pub known_stub: Option<Arc<dyn Writer>>,
    /// The providers, for prices and the day's budget; `None` without any.
    pub chain: Option<Arc<Chain>>,
    /// Settings.
    pub settings: PipelineSettings,
}

/// The use case with everything it needs. Cheap to clone.
#[derive(Clone)]
pub struct Pipeline {
    inner: Arc<Inner>,
}

struct Inner {
    packs: BTreeMap<PackKey, Arc<PackSpec>>,
    writer: Result<Arc<dyn Writer>, Unavailable>,
    known_stub: Option<Arc<dyn Writer>>,
    chain: Option<Arc<Chain>>,
    settings: PipelineSettings,
    compute: Compute,
    kept: KeptSections,
    gate_is_warm: AtomicBool,
}

impl Pipeline {
    /// Builds the pipeline.
    #[must_use]
    pub fn new(parts: PipelineParts) -> Self {
        let packs = parts.packs.into_iter().map(|pack| (pack.key.clone(), pack)).collect();
        let inner = Inner {
            packs,
            writer: parts.writer,
            known_stub: parts.known_stub,
            chain: parts.chain,
            settings: parts.settings,
            compute: Compute::for_this_machine(),
            kept: KeptSections::new(),
            gate_is_warm: AtomicBool::new(false),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The settings it was built with.
    #[must_use]
    pub fn settings(&self) -> &PipelineSettings {
        &self.inner.settings
    }

    /// The pack with this key.
    ///
    /// # Errors
    /// `validation_error` with the known keys when there is none.
    pub fn pack(&self, key: &PackKey) -> Result<Arc<PackSpec>, ReportError> {
        let known = || self.inner.packs.keys().map(PackKey::as_str).collect::<Vec<_>>();
        self.inner.packs.get(key).cloned().ok_or_else(|| faults::unknown_pack(key, &known()))
    }

    /// Providers in the order in which `request` wants them asked.
    #[must_use]
    pub fn provider_order(&self, request: &ReportRequest) -> Vec<ProviderName> {
        let mut order = self.inner.settings.order_for(request.model_preference);
        if request.skip_first_provider && order.len() > 1 {
            order.remove(0);
        }
        order
    }

    /// Whether anything can write at all.
    ///
    /// # Errors
    /// `llm_unavailable`, which names the setting that would change it.
    pub fn writer(&self) -> Result<&Arc<dyn Writer>, ReportError> {
        self.inner.writer.as_ref().map_err(|reason| faults::unavailable(*reason))
    }

    /// Runs work that holds a CPU where it holds up nobody.
    pub async fn off_the_loop<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        self.inner.compute.run(work).await
    }

    fn writes_stubs(&self) -> bool {
        self.inner.writer.as_ref().is_ok_and(|writer| writer.kind() == WriterKind::Stub)
    }

    /// Writes one report.
    ///
    /// # Errors
    /// Every failure of contract §4 that a report can end with.
    pub async fn run(&self, job: Job) -> Result<Gated, ReportError> {
        report::run(self, job).await
    }

    /// Writes one section of `base` anew, by the instruction in `job.request.feedback`, and
    /// judges the whole report again.
    ///
    /// # Errors
    /// As [`Pipeline::run`].
    pub async fn rewrite(
        &self,
        job: Job,
        base: Gated,
        section: SectionId,
    ) -> Result<Gated, ReportError> {
        rewrite::run(self, job, base, section).await
    }

    /// What the report of `request` would take; asks no provider.
    #[must_use]
    pub fn estimate(&self, pack: &PackSpec, request: &ReportRequest) -> Effort {
        estimate::of_report(self, pack, request)
    }

    /// What `effort` for `request` would cost at the first provider, in US dollars; `None` where
    /// the price is not known.
    #[must_use]
    pub fn estimated_cost(&self, request: &ReportRequest, effort: &Effort) -> Option<f64> {
        if effort.calls <= 0.0 {
            return Some(0.0);
        }
        let first = *self.provider_order(request).first()?;
        let tokens = (effort.input_tokens, effort.output_tokens);
        self.inner.chain.as_ref()?.price(first, request.services.tier(), tokens)
    }

    /// Sets aside what the report of `request` is expected to cost; `None` where nothing is
    /// spent or no price is known.
    ///
    /// # Errors
    /// `budget_exceeded` when the day's budget has no such sum left.
    pub fn set_aside(
        &self,
        pack: &PackSpec,
        request: &ReportRequest,
    ) -> Result<Option<Arc<Allowance>>, ReportError> {
        let effort = self.estimate(pack, request);
        match (&self.inner.chain, self.estimated_cost(request, &effort)) {
            (Some(chain), Some(usd)) if usd > 0.0 => {
                let set_aside = chain.set_aside(usd).map_err(|error| faults::over_budget(&error));
                set_aside.map(Arc::new).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Proves that real generation works, within `time`.
    pub async fn probe(&self, time: Duration, cancel: CancellationToken) -> Probe {
        probe::run(self, time, cancel).await
    }

    fn session(&self, request: &ReportRequest, job: &Job) -> Arc<Session> {
        let order = self.provider_order(request);
        let session = Session::new(order, job.time, job.cancel.clone());
        Arc::new(session.with_allowance(job.allowance.clone()))
    }
}
