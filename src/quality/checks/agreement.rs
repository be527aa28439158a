//! X: agreement with the spine and the brief's dates.

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[];
