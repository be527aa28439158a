//! P: slots, dummy text and stand-ins that should have been filled.

mod brackets;
mod dummy;
mod template;
#[cfg(test)]
mod tests;
mod unfilled;
#[cfg(test)]
mod unfilled_tests;

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[
    Check::section("P1", template::template_slots),
    Check::section("P2", brackets::bracket_slots),
    Check::section("P3", brackets::stray_brackets),
    Check::section("P4", unfilled::markers),
    Check::section("P5", dummy::dummy_text),
    Check::section("P6", unfilled::program_values),
    Check::section("P7", unfilled::undecided),
    Check::section("P8", unfilled::stand_ins),
];
