//! Log lines and metric names that alerts depend on (contract §8).
//!
//! A line that alerts search for is written under [`LINE_TARGET`]: the text format prints its
//! message alone, the JSON format prints the same message with its facts as fields beside it.
//! No brief text, prompt or completion may be handed to anything in here.

pub mod console;
pub mod gather;
pub mod init;
pub mod llm;
mod metric;
mod process;
pub mod report;

pub use metric::Metrics;

/// Target of the events whose message already says all their facts.
pub const LINE_TARGET: &str = "aicmo::line";

/// `True` or `False`, as the log lines of the contract write booleans.
#[must_use]
pub fn python_bool(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}
