//! A: traces of the machine that wrote the text.

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[];
