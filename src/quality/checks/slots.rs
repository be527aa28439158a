//! P: slots, dummy text and stand-ins that should have been filled.

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[];
