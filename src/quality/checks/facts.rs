//! F: numbers and claims.

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[];
