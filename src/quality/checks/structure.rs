//! T: headings, tables and calendars.

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[];
