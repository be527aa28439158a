//! This process as what is checked.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;

use super::{Case, Outcome, Subject, Unreachable, fresh_max_tokens, request_body};
use crate::clock;
use crate::domain::intake::{IntakeContext, parse_value};
use crate::domain::{ReportError, ReportRequest};
use crate::packs::Registry;
use crate::runs::{Caller, ReportOutput, Runs};
use crate::telemetry::report::{Delivered, Refusal, delivered, refused};

/// The target of checks in this process.
pub(super) const THIS_BUILD: &str = "this build";
/// Stands in log lines where a request's id would, for checks that no request asked for.
pub const NO_REQUEST: &str = "verification";

/// This process. Cheap to clone.
#[derive(Clone)]
pub struct ThisBuild {
    /// Id of the request that asks for the check, or [`NO_REQUEST`]; stands in its log lines.
    pub request_id: String,
    /// Its runs: the same path that HTTP requests take.
    pub runs: Runs,
    /// Its packs.
    pub packs: Arc<Registry>,
    /// Why no real model can write, if so.
    pub why_not_ready: Option<String>,
    /// How many providers are configured.
    pub providers: usize,
}

impl ThisBuild {
    /// Reads a body as the HTTP route would.
    ///
    /// # Errors
    /// `validation_error` with every violation.
    pub fn request(&self, body: &serde_json::Value) -> Result<ReportRequest, ReportError> {
        let known_packs = self.packs.keys();
        let resolve = |name: &str| self.packs.resolve(name).map(|pack| pack.key.clone());
        let context = IntakeContext {
            today: clock::today(),
            resolve_pack: &resolve,
            known_packs: &known_packs,
        };
        parse_value(body, &context).map_err(ReportError::validation)
    }

    async fn write(&self, case: &Case, skip_first: bool) -> Result<Outcome, ReportError> {
        let begun = Instant::now();
        let mut request = self.request(&request_body(case, Some(fresh_max_tokens())))?;
        request.skip_first_provider = skip_first;
        let run = self.runs.start(request, &Caller::anonymous())?;
        let output = run.result().await?;
        let Some(output) = output.report() else { return Ok(Outcome::default()) };
        log_delivered(output, begun.elapsed(), &self.request_id);
        Ok(Outcome::of_report(&output.report, output.cached, case.brand()))
    }
}

/// The log line and the metrics of a report that left the guard.
pub fn log_delivered(output: &ReportOutput, took: Duration, request_id: &str) {
    let report = &output.report;
    let facts = report.facts();
    delivered(&Delivered {
        stub_used: report.stub_used(),
        quality_passed: report.quality_passed(),
        status: report.body(output.cached).status,
        pack: facts.pack_key.as_str(),
        stage: facts.stage.as_str(),
        brief_hash: &facts.brief_hash,
        provider: &provider(output),
        cached: output.cached,
        words: report.words(),
        calls: if output.cached { 0 } else { facts.usage.calls },
        cost_usd: if output.cached { Some(0.0) } else { facts.usage.cost_usd },
        duration_ms: milliseconds(took),
        request_id,
    });
}

/// The same for one that was refused.
pub fn log_refused(error: &ReportError, pack: &str, took: Duration, request_id: &str) {
    refused(error, Refusal { pack, request_id, duration_ms: milliseconds(took) });
}

fn provider(output: &ReportOutput) -> String {
    if output.report.stub_used() {
        "stub".to_owned()
    } else {
        output.report.facts().usage.providers.join(",")
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[async_trait]
impl Subject for ThisBuild {
    fn target(&self) -> String {
        THIS_BUILD.to_owned()
    }

    fn why_not_ready(&self) -> Option<String> {
        self.why_not_ready.clone()
    }

    async fn ask(&self, case: &Case, skip_first_provider: bool) -> Result<Outcome, Unreachable> {
        if skip_first_provider && self.providers < 2 {
            return Err(Unreachable(
                "only one provider is configured: there is no fallback to prove".to_owned(),
            ));
        }
        let begun = Instant::now();
        Ok(self.write(case, skip_first_provider).await.unwrap_or_else(|error| {
            log_refused(&error, &case.pack, begun.elapsed(), &self.request_id);
            let duration_ms = milliseconds(begun.elapsed());
            Outcome { duration_ms, ..Outcome::of_error(&error) }
        }))
    }
}
