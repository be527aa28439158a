//! L: language and style.

mod banned;
mod slips;
mod style;
mod tongue;

use crate::quality::registry::Check;

pub(in crate::quality) use style::client_words;

pub(super) const CHECKS: &[Check] = &[
    Check::section("L1", tongue::check),
    Check::section("L2", tongue::check_spelling),
    Check::section("L3", style::check_length),
    Check::section("L4", style::check_cliches),
    Check::section("L6", slips::check),
    Check::section("L7", style::check_specificity),
    Check::section("L8", banned::check),
];
