//! B: the brand, required and forbidden terms, competitors.

mod clients;
mod competitors;
mod industry;
mod mentions;
mod terms;

pub(in crate::quality) use self::industry::own_industries;
pub(super) use self::industry::{Industries, read_industries};
use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[
    Check::both("B1", mentions::check, mentions::check_report),
    Check::section("B2", mentions::check_spelling),
    Check::report("B3", terms::check_required),
    Check::section("B4", terms::check_forbidden),
    Check::section("B5", competitors::check),
    Check::report("B6", clients::check),
    Check::section("B7", industry::check),
];
