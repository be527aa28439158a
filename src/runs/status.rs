//! Where a run stands, and how far it is.

use super::output::RunResult;
use crate::domain::ErrorType;

/// Where a run stands (contract §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// Waits for a place.
    Queued,
    /// Under way.
    Running,
    /// Ended with a result.
    Done,
    /// Ended with an error.
    Failed,
    /// Ended because nobody waited any more.
    Cancelled,
}

/// Sections of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Progress {
    /// Sections that are done.
    pub done: usize,
    /// Sections in all; 0 before the plan.
    pub sections: usize,
}

impl RunStatus {
    /// The status of a run that ended with `result`.
    pub(super) fn of(result: &RunResult) -> Self {
        match result {
            Ok(_) => Self::Done,
            Err(error) if error.error_type == ErrorType::Cancelled => Self::Cancelled,
            Err(_) => Self::Failed,
        }
    }
}
