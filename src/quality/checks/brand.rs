//! B: the brand, required and forbidden terms, competitors.

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[];
