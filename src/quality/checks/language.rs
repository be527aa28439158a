//! L: language and style.

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[];
