//! A: traces of the machine that wrote the text.

pub(in crate::quality) mod chat;
mod leak;
mod machine;
#[cfg(test)]
mod tests;

pub(in crate::quality) use leak::{general_runs, instruction_runs};

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[
    Check::section("A1", machine::ai_self_reference),
    Check::section("A2", chat::chat_lines),
    Check::section("A3", machine::machine_tokens),
    Check::section("A4", leak::prompt_leak).wider_in_reports(),
    Check::section("A5", machine::injection_echo),
];
