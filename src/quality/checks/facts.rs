//! F: numbers and claims.

mod citations;
mod claims;
mod contradictions;
mod mismatch;
mod reflected;
mod undeclared;

pub(super) use self::claims::{Claims, read_claims};
pub(in crate::quality) use self::mismatch::OfBrief;
use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[
    Check::section("F1", undeclared::check),
    Check::both("F2", contradictions::check, contradictions::check_report),
    Check::section("F3", reflected::check),
    Check::section("F4", citations::check),
    Check::section("F5", claims::check_proof),
    Check::section("F6", claims::check_past),
    Check::section("F7", claims::check_superlatives),
];
