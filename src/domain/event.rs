//! What a run tells those who watch it (contract §6).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A section of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SectionPlan {
    /// Section id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// Progress of a run, in the order of its happening. The result is kept by the run itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum RunEvent {
    /// What will be written, with an estimate.
    Plan {
        /// Sections in pack order.
        sections: Vec<SectionPlan>,
        /// Seconds the run will take, roughly; `None` where nobody can say.
        seconds: Option<f64>,
    },
    /// A writer began a section.
    SectionStarted {
        /// Section id.
        section: String,
    },
    /// Words of the section so far.
    SectionProgress {
        /// Section id.
        section: String,
        /// Words so far.
        words: usize,
    },
    /// The gate judged a section.
    SectionGated {
        /// Section id.
        section: String,
        /// Ids of the checks that failed.
        failed_checks: Vec<String>,
    },
    /// A section was repaired.
    SectionRepaired {
        /// Section id.
        section: String,
        /// `fix`, `patch`, `resample` or `rows`.
        kind: String,
        /// Ids of the checks that asked for it.
        checks: Vec<String>,
    },
    /// A section is accepted.
    SectionDone {
        /// Section id.
        section: String,
        /// Its words.
        words: usize,
    },
    /// The gate judged the whole.
    ReportGated {
        /// Whether it passed.
        passed: bool,
        /// Ids of the checks that failed.
        failed_checks: Vec<String>,
    },
}
