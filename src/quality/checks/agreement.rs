//! X: agreement with the spine and the brief's dates.

mod names;
mod schedule;

pub(in crate::quality) use schedule::window;

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] =
    &[Check::report("X1", names::check), Check::report("X2", schedule::check)];
