//! A finding of the quality gate, as a marketer reads it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How much a finding weighs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Shown, never refuses.
    Warning,
    /// Drives the repair loop; refuses where the pack does not tolerate it.
    Repairable,
    /// Refuses.
    Blocking,
}

/// One finding. Line and span count in the Markdown of the section that it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Issue {
    /// Id of the check, such as `P1`.
    pub check: String,
    /// Its weight.
    pub severity: Severity,
    /// Section id; `null` for the report as a whole.
    pub section: Option<String>,
    /// Line, from 1.
    pub line: Option<u32>,
    /// Byte span `[start, end)`.
    pub span: Option<[usize; 2]>,
    /// What is wrong, for a marketer.
    pub message: String,
    /// The text at fault, at most 160 characters.
    pub excerpt: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub actual: String,
    /// What to do about it, in the imperative.
    pub fix: String,
}
