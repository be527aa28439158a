//! What a report is judged against, read once: the brief's words, its names and its numbers.
//!
//! It is the same for every run of the gate on one report, so that whoever judges the sections one
//! by one keeps it between the runs.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use foldhash::HashSet;

use super::brand::BrandNames;
use super::checks::OfBrief;
use super::fold::Folded;
use super::numbers::Known;
use super::runs::Runs;
use crate::domain::Brief;

/// What is read of brief, research, spine and instructions; nothing of it is of the sections.
#[derive(Debug)]
pub struct Given {
    pub(super) brief_text: String,
    pub(super) brief: Folded,
    pub(super) names: BrandNames,
    pub(super) known: OnceLock<Known>,
    pub(super) client_words: OnceLock<HashSet<String>>,
    pub(super) brief_runs: OnceLock<Runs>,
    pub(super) compared: OnceLock<OfBrief>,
    pub(super) industries: OnceLock<Option<BTreeSet<&'static str>>>,
}

impl Given {
    /// Reads `brief`. The rest is read when it is first needed, of the report that is judged then.
    #[must_use]
    pub fn of(brief: &Brief) -> Self {
        let brief_text = brief.all_text();
        Self {
            brief: Folded::new(&brief_text),
            brief_text,
            names: BrandNames::of(&brief.brand_name),
            known: OnceLock::new(),
            client_words: OnceLock::new(),
            brief_runs: OnceLock::new(),
            compared: OnceLock::new(),
            industries: OnceLock::new(),
        }
    }
}
