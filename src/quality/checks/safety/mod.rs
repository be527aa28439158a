//! S: markup, links, characters and secrets that must not reach a client.

mod characters;
mod hosts;
mod markup;
mod secrets;
#[cfg(test)]
mod tests;

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[
    Check::section("S1", markup::raw_html),
    Check::section("S2", markup::active_content),
    Check::section("S3", markup::foreign_links),
    Check::section("S4", characters::hidden_and_broken),
    Check::section("S5", characters::mixed_scripts),
    Check::section("S6", secrets::secrets),
];
