//! How a pack treats one check of the gate otherwise than other packs do.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One `[[gate]]` entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateRule {
    /// Id of the check.
    pub check: String,
    /// Why this pack needs it, for whoever reads the file next.
    pub reason: String,
    /// Whether findings of it are delivered with a warning.
    #[serde(default)]
    pub tolerate: bool,
    /// Figures of the check with their values in this pack.
    #[serde(default)]
    pub figures: BTreeMap<String, f64>,
}
