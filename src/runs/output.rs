//! What a run gives: a report, a cached body of one, or the value of a check.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use crate::domain::{ErrorType, ReportError};
use crate::pipeline::stub_forbidden;
use crate::quality::{Gated, GuardPolicy, Report};

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
    Check(Arc<Value>),
    Failed(Box<ReportError>),
}

/// A cached report with its body ready to send.
#[derive(Debug, Clone)]
pub(super) struct CachedReport {
    pub gated: Gated,
    pub body: Bytes,
}

impl CachedReport {
    /// Makes the ready body of `gated`; `None` where the guard refuses it.
    pub fn of(gated: &Gated, guard: GuardPolicy) -> Option<Self> {
        let report = guard.release(gated.clone()).ok()?;
        let body = serialise(&report, true).ok()?;
        Some(Self { gated: gated.clone(), body })
    }
}

impl Ended {
    /// Through the guard: the only way out.
    pub fn release(&self, guard: GuardPolicy) -> RunResult {
        let (gated, body) = match self {
            Self::Report(gated) => (gated, None),
            Self::Cached(hit) => (&hit.gated, Some(hit.body.clone())),
            Self::Check(value) => return Ok(RunOutput::Check(Arc::clone(value))),
            Self::Failed(error) => return Err((**error).clone()),
        };
        let cached = body.is_some();
        match guard.release(gated.clone()) {
            Ok(report) => Ok(RunOutput::Report(ReportOutput { report, cached, body })),
            Err(refusal) => Err(stub_forbidden(&refusal)),
        }
    }
}

fn serialise(report: &Report, cached: bool) -> Result<Bytes, ReportError> {
    serde_json::to_vec(&report.body(cached)).map(Bytes::from).map_err(|_| {
        ReportError::new(
            ErrorType::UnexpectedError,
            "Something went wrong on our side. Please try again.",
            "The report's body could not be serialised.",
        )
    })
}
