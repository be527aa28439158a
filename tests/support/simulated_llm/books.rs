//! What the simulator keeps of calls and of wishes.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::fault::Fault;

/// One call as the books show it.
#[derive(Debug, Clone, Serialize)]
pub struct Recorded {
    /// Seconds since 1970.
    pub at: f64,
    pub provider: &'static str,
    pub model: String,
    /// What the task was: `spine`, `section`, `repair` and so on.
    pub kind: String,
    pub section: String,
    pub streamed: bool,
    pub status: u16,
    pub input_tokens: u64,
    pub output_tokens: u64,
    pub cost_usd: f64,
}

/// Body of `POST /_sim/faults`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wishes {
    pub faults: Vec<Fault>,
    /// Share of drafts that are spoiled.
    pub spoil: f64,
    /// Share of repairs that mend.
    pub mend: f64,
}

#[derive(Default)]
pub struct Books {
    pub wishes: Wishes,
    pub calls: Vec<Recorded>,
    pub dice: u64,
    /// Defects that drafts were given, by report and section.
    pub spoiled: HashMap<String, u64>,
}
