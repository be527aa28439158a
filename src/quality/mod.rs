//! The quality gate and the stub guard.
//!
//! The gate is pure and deterministic: `gate(&GateInput) -> Verdict`, no I/O, no clock. It edits
//! nothing and fails closed. The guard is the only maker of a [`Report`], and only a `Report`
//! can be serialised for a client.

mod attempts;
mod branches;
pub mod brand;
pub(crate) mod bytes;
pub mod characters;
mod checks;
pub mod context;
#[cfg(test)]
mod corpus_test;
pub mod dates;
pub mod document;
mod edges;
mod explain;
pub mod external;
pub mod findings;
pub mod fixes;
pub mod fold;
mod form;
mod frame;
mod given;
pub mod group;
mod guard;
pub mod haystack;
#[cfg(test)]
mod hostile_tests;
mod input;
mod instructions;
pub mod language;
pub mod lexicon;
pub mod literals;
pub mod needles;
pub mod numbers;
mod occurrences;
mod origins;
mod packed;
pub mod patterns;
pub mod prose;
pub mod quotes;
mod reading;
pub mod registry;
mod report;
pub mod rules;
mod run;
pub mod runs;
pub mod sentences;
pub mod shingles;
pub mod source;
#[cfg(test)]
mod testkit;
mod threads;
pub mod tokens;
mod tuning;
#[cfg(test)]
mod unseen_tests;
mod verdict;
mod view;
pub mod vocabulary;
mod ways;
mod word_map;
pub mod words;

pub use crate::packs::cannot_be_silenced;
pub use document::{Block, BlockKind, Document, TableView};
pub use explain::{Explanation, explain, explain_all_markdown};
pub use frame::{SpineIssue, judge_spine, sources_at_fault};
pub use given::Given;
pub use guard::{GuardPolicy, StubForbidden};
pub use input::{GateInput, LeakTexts, Phase, Scope};
pub use packed::Packed;
pub use reading::SectionReading;
pub use report::{
    Gated, JudgeContext, Meta, Quality, Refused, Report, ReportBody, ReportFacts, SectionBody,
};
pub use run::{gate, gate_report, gate_section};
pub use tuning::unknown_figures;
pub use verdict::{Metrics, Verdict};
pub use words::count_words;

use crate::domain::Severity;

/// Whether `draft_mode` excuses every finding of `verdict`: all but P1, P2, P5, A, S, C8, B6
/// and O2 (contract §2).
#[must_use]
pub fn may_be_delivered_as_draft(verdict: &Verdict) -> bool {
    verdict.checks_run > 0
        && !verdict
            .failures
            .iter()
            .any(|issue| issue.severity > Severity::Warning && cannot_be_silenced(&issue.check))
}
