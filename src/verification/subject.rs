//! What is checked: this process, or a deployment.

use async_trait::async_trait;

use super::{Case, CaseResult, Outcome};

/// Nobody answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreachable(pub String);

/// Something that writes reports.
#[async_trait]
pub trait Subject: Send + Sync {
    /// Its name in reports: `this build` or an address.
    fn target(&self) -> String;

    /// Why no real model can write here, as far as that is known beforehand.
    fn why_not_ready(&self) -> Option<String>;

    /// Asks for one report that no cache answers.
    ///
    /// # Errors
    /// [`Unreachable`] when nothing came back that is an answer.
    async fn ask(&self, case: &Case, skip_first_provider: bool) -> Result<Outcome, Unreachable>;
}

/// Told of each case as it ends.
pub type Progress<'a> = &'a (dyn Fn(&CaseResult) + Send + Sync);
