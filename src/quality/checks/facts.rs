//! F: numbers and claims.

mod contradictions;
mod undeclared;

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[
    Check::section("F1", undeclared::check),
    Check::both("F2", contradictions::check, contradictions::check_report),
];
