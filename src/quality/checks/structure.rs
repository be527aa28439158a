//! T: headings, tables and calendars.

mod calendar;
mod calendar_rows;
mod funnel;
mod headings;
mod share_words;
mod shares;
mod splits;
mod tables;

pub(super) use calendar::is_platform;

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[
    Check::both("T1", headings::check, headings::check_report),
    Check::section("T2", tables::check),
    Check::section("T3", calendar::check),
    Check::section("T4", shares::check),
];
