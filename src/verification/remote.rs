//! A deployment as what is checked.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use serde_json::{Value, json};

use super::{Case, CheckReport, Outcome, Subject, Unreachable, fresh_max_tokens, request_body};
use crate::client::{Answer, Client};

/// Time between two looks at a run.
const POLL: Duration = Duration::from_secs(1);
/// The error type of an answer to a key that does not fit.
const UNAUTHORIZED: &str = "unauthorized";

/// A deployment behind `--url`.
#[derive(Debug, Clone)]
pub struct Deployment {
    client: Client,
    timeout: Duration,
}

impl Deployment {
    /// The deployment that `client` talks to; a check there may take `timeout` as a whole.
    #[must_use]
    pub fn new(client: Client, timeout: Duration) -> Self {
        Self { client, timeout }
    }

    /// The client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The live check on the deployment itself, through its admin route: the only way to leave
    /// its first provider out.
    ///
    /// # Errors
    /// [`Unreachable`] when the route is closed, the key is wrong or the run does not end.
    pub async fn admin_live_check(&self, force_fallback: bool) -> Result<CheckReport, Unreachable> {
        let body = json!({"force_fallback": force_fallback});
        let answer = self.client.post_as_admin("/api/aicmo/admin/live_check", &body).await;
        let answer = answer.map_err(|error| Unreachable(error.to_string()))?;
        let path = answer.body.get("result").and_then(Value::as_str).map(str::to_owned);
        let Some(path) = path.filter(|_| answer.status == 202) else {
            return Err(refused(&answer));
        };
        let result = self.wait(&path).await?;
        let mut report: CheckReport = serde_json::from_value(result).map_err(|_| {
            Unreachable("the deployment's live check did not end in a result".to_owned())
        })?;
        self.client.shown().clone_into(&mut report.target);
        Ok(report)
    }

    async fn wait(&self, path: &str) -> Result<Value, Unreachable> {
        let begun = Instant::now();
        loop {
            let answer = self.client.fetch_as_admin(path).await;
            let answer = answer.map_err(|error| Unreachable(error.to_string()))?;
            let status = answer.body.get("status").and_then(Value::as_str);
            match status {
                Some("queued" | "running") if answer.status == 200 => {}
                Some("done" | "failed" | "cancelled") if answer.status == 200 => {
                    return Ok(answer.body.get("result").cloned().unwrap_or_default());
                }
                _ => return Err(refused(&answer)),
            }
            if begun.elapsed() > self.timeout {
                let seconds = self.timeout.as_secs();
                return Err(Unreachable(format!("the check did not end within {seconds} s")));
            }
            tokio::time::sleep(POLL).await;
        }
    }
}

/// What an answer that is no report says.
pub(super) fn refused(answer: &Answer) -> Unreachable {
    let text = |name: &str| answer.body.get(name).and_then(Value::as_str);
    let kind = text("error_type").unwrap_or("no error_type");
    let said = text("error_message").unwrap_or("the answer is not this service's");
    let how = if kind == UNAUTHORIZED {
        " Set AICMO_ADMIN_KEY to the deployment's, or name another variable with --admin-key-env."
    } else {
        ""
    };
    Unreachable(format!("HTTP {}: {kind}: {said}{how}", answer.status))
}

#[async_trait]
impl Subject for Deployment {
    fn target(&self) -> String {
        self.client.shown().to_owned()
    }

    fn why_not_ready(&self) -> Option<String> {
        None
    }

    async fn ask(&self, case: &Case, skip_first_provider: bool) -> Result<Outcome, Unreachable> {
        if skip_first_provider {
            return Err(Unreachable(
                "a deployment leaves its first provider out in its own live check only".to_owned(),
            ));
        }
        let body = request_body(case, Some(fresh_max_tokens()));
        let answer = self.client.post("/api/aicmo/generate_report", &body).await;
        let answer = answer.map_err(|error| Unreachable(error.to_string()))?;
        let outcome = Outcome::from_body(&answer.body, case.brand());
        let mut outcome = outcome.ok_or_else(|| refused(&answer))?;
        if outcome.error_type.as_deref() == Some(UNAUTHORIZED) {
            outcome.debug_hint = Some(
                "Set AICMO_API_KEY to one of the deployment's AICMO_API_KEYS, or name another \
                 variable with --api-key-env."
                    .to_owned(),
            );
        }
        if outcome.duration_ms == 0 {
            outcome.duration_ms = u64::try_from(answer.took.as_millis()).unwrap_or(u64::MAX);
        }
        Ok(outcome)
    }
}
