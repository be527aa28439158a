//! A gated report that is only kept, in one piece of memory.

use std::sync::Arc;

use super::report::{Gated, ReportFacts};
use super::verdict::Verdict;
use crate::domain::{Draft, expand, squeeze};

/// A [`Gated`] squeezed. Made of one, and made into one again, and into nothing else: it goes
/// through the guard like every other.
#[derive(Debug)]
pub struct Packed {
    draft: Box<[u8]>,
    verdict: Arc<Verdict>,
    facts: Arc<ReportFacts>,
}

impl Packed {
    pub(super) fn of(
        draft: &Draft,
        verdict: &Arc<Verdict>,
        facts: &Arc<ReportFacts>,
    ) -> Option<Self> {
        let draft = squeeze(draft)?;
        Some(Self { draft, verdict: Arc::clone(verdict), facts: Arc::clone(facts) })
    }

    /// The report as it was judged.
    #[must_use]
    pub fn unpack(&self) -> Option<Gated> {
        let draft: Draft = expand(&self.draft)?;
        Some(Gated::judged(draft, Arc::clone(&self.verdict), Arc::clone(&self.facts)))
    }
}
