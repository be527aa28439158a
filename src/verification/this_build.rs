//! This process as what is checked.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;

use super::{Case, Outcome, Subject, Unreachable, fresh_max_tokens, request_body};
use crate::clock;
use crate::domain::intake::{IntakeContext, parse_value};
use crate::domain::{ReportError, ReportRequest};
use crate::packs::Registry;
use crate::runs::{Caller, Runs};

/// This process. Cheap to clone.
#[derive(Clone)]
pub struct ThisBuild {
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
        let mut request = self.request(&request_body(case, Some(fresh_max_tokens())))?;
        request.skip_first_provider = skip_first;
        let run = self.runs.start(request, &Caller::anonymous())?;
        let output = run.result().await?;
        let output = output.report();
        let outcome = output.map(|o| Outcome::of_report(&o.report, o.cached, case.brand()));
        Ok(outcome.unwrap_or_default())
    }
}

#[async_trait]
impl Subject for ThisBuild {
    fn target(&self) -> String {
        "this build".to_owned()
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
            let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            Outcome { duration_ms, ..Outcome::of_error(&error) }
        }))
    }
}
