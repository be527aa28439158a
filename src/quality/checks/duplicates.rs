//! D: repeated paragraphs and sentences, sections alike.

mod passages;
mod sections;
mod sentences;

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[
    Check::both("D1", passages::check, passages::check_report),
    Check::both("D2", sentences::check_exact, sentences::check_exact_report),
    Check::both("D3", sentences::check_near, sentences::check_near_report),
    Check::report("D5", sections::check),
];
