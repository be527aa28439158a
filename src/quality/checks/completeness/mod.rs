//! C: the answer is whole, and as long as it should be.

mod headings;
mod size;
mod stub;
mod tail;
#[cfg(test)]
mod tests;
mod whole;

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[
    Check::section("C1", tail::cut_answer),
    Check::report("C2", whole::every_section),
    Check::section("C3", tail::unfinished),
    Check::section("C4", size::words),
    Check::section("C5", size::parts),
    Check::report("C6", whole::report_length),
    Check::section("C7", headings::required),
    Check::section("C8", stub::stub_content),
];
