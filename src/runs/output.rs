//! What a run gives: a report, a cached body of one, or the value of a check.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use serde_json::Value;

use crate::domain::{ErrorType, ReportError};
use crate::pipeline::stub_forbidden;
use crate::quality::{Gated, GuardPolicy, Packed, Report};

/// The end of a run.
pub type RunResult = Result<RunOutput, ReportError>;

/// What a run gave.
#[derive(Debug, Clone)]
pub enum RunOutput {
    /// A report, released by the guard.
    Report(ReportOutput),
    /// The result of a check.
    Check(Arc<Value>),
}

impl RunOutput {
    /// The report, where this is one.
    #[must_use]
    pub fn report(&self) -> Option<&ReportOutput> {
        match self {
            Self::Report(output) => Some(output),
            Self::Check(_) => None,
        }
    }
}

/// A report that may be delivered.
#[derive(Debug, Clone)]
pub struct ReportOutput {
    /// The report.
    pub report: Report,
    /// Whether it comes from the cache.
    pub cached: bool,
    body: Option<Bytes>,
}

impl ReportOutput {
    /// A report from the cache with its ready body.
    pub(super) fn of_cache(report: Report, body: Bytes) -> Self {
        Self { report, cached: true, body: Some(body) }
    }

    /// The body of contract §3 as JSON; ready-made where it comes from the cache.
    ///
    /// # Errors
    /// `unexpected_error` when it cannot be serialised.
    pub fn json(&self) -> Result<Bytes, ReportError> {
        self.body.clone().map_or_else(|| serialise(&self.report, self.cached), Ok)
    }
}

/// A run's own end, before the guard.
#[derive(Debug, Clone)]
pub(super) enum Ended {
    Report(Gated),
    Cached(CachedReport),
    /// One of the two above that is only kept; and whether it came from the cache.
    Squeezed(Arc<Packed>, bool),
    Check(Arc<Value>),
    Failed(Box<ReportError>),
}

/// A cached report with its body ready to send.
#[derive(Debug, Clone)]
pub(super) struct CachedReport {
    pub gated: Gated,
    pub body: Bytes,
    /// The same squeezed, once for all runs that hold it.
    squeezed: Arc<OnceLock<Option<Arc<Packed>>>>,
}

impl CachedReport {
    /// Makes the ready body of `gated`; `None` where the guard refuses it.
    pub fn of(gated: &Gated, guard: GuardPolicy) -> Option<Self> {
        let report = guard.release(gated.clone()).ok()?;
        let body = serialise(&report, true).ok()?;
        Some(Self { gated: gated.clone(), body, squeezed: Arc::default() })
    }
}

impl Ended {
    /// Through the guard: the only way out.
    pub fn release(&self, guard: GuardPolicy) -> RunResult {
        let (body, cached) = match self {
            Self::Report(_) => (None, false),
            Self::Cached(hit) => (Some(hit.body.clone()), true),
            Self::Squeezed(_, cached) => (None, *cached),
            Self::Check(value) => return Ok(RunOutput::Check(Arc::clone(value))),
            Self::Failed(error) => return Err((**error).clone()),
        };
        let gated = self.gated().ok_or_else(unreadable)?;
        match guard.release(gated) {
            Ok(report) => Ok(RunOutput::Report(ReportOutput { report, cached, body })),
            Err(refusal) => Err(stub_forbidden(&refusal)),
        }
    }
}

impl Ended {
    /// The gated report, where there is one.
    pub fn gated(&self) -> Option<Gated> {
        match self {
            Self::Report(gated) => Some(gated.clone()),
            Self::Cached(hit) => Some(hit.gated.clone()),
            Self::Squeezed(packed, _) => packed.unpack(),
            Self::Check(_) | Self::Failed(_) => None,
        }
    }

    /// The same in as little memory as can be; `None` where there is nothing to gain.
    pub fn squeezed(&self) -> Option<Self> {
        let packed = |gated: &Gated| gated.pack().map(Arc::new);
        match self {
            Self::Report(gated) => packed(gated).map(|packed| Self::Squeezed(packed, false)),
            Self::Cached(hit) => {
                let squeezed = hit.squeezed.get_or_init(|| packed(&hit.gated)).clone();
                squeezed.map(|packed| Self::Squeezed(packed, true))
            }
            Self::Squeezed(..) | Self::Check(_) | Self::Failed(_) => None,
        }
    }

    /// Bytes that it holds, roughly.
    pub fn weight(&self) -> usize {
        match self {
            Self::Report(gated) => gated.weight(),
            Self::Cached(hit) => hit.gated.weight() + hit.body.len(),
            Self::Squeezed(..) | Self::Check(_) | Self::Failed(_) => 0,
        }
    }
}

fn serialise(report: &Report, cached: bool) -> Result<Bytes, ReportError> {
    serde_json::to_vec(&report.body(cached)).map(Bytes::from).map_err(|_| unreadable())
}

fn unreadable() -> ReportError {
    ReportError::new(
        ErrorType::UnexpectedError,
        "Something went wrong on our side. Please try again.",
        "The report could not be serialised, or read again where it was kept.",
    )
}
