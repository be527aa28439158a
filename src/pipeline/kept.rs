//! Sections accepted in a report that failed: kept for an hour, so that the same request pays
//! only for the rest.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use moka::sync::Cache;

use super::judge::Facts;
use crate::domain::SectionDraft;

/// What can be taken up again.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub facts: Arc<Facts>,
    pub sections: Vec<SectionDraft>,
}

/// Kept sections by the hash of the request.
pub(super) struct KeptSections {
    reports: Cache<[u8; 32], Kept>,
}

impl KeptSections {
    /// An empty store, bounded by bytes and time.
    pub fn new() -> Self {
        let reports = Cache::builder()
            .weigher(|_key, kept: &Kept| weight(kept))
            .max_capacity(32 << 20)
            .time_to_live(Duration::from_hours(1))
            .build();
        Self { reports }
    }

    /// Takes out what is kept under `key`.
    pub fn take(&self, key: Option<[u8; 32]>) -> Option<Kept> {
        self.reports.remove(&key?)
    }

    fn put(&self, key: [u8; 32], kept: Kept) {
        self.reports.insert(key, kept);
    }
}

fn weight(kept: &Kept) -> u32 {
    let sections: usize = kept.sections.iter().map(|section| section.markdown.len() * 3).sum();
    let stub: usize = kept.facts.stub_texts.values().map(String::len).sum();
    u32::try_from(sections + stub + 8_192).unwrap_or(u32::MAX)
}

/// What a report under way has accepted so far. Lives outside the report's future, so that a
/// deadline or a cancel does not lose it.
#[derive(Clone, Default)]
pub(super) struct Accepted(Arc<Mutex<Option<Kept>>>);

impl Accepted {
    /// Begins to keep the sections of a report with these facts.
    pub fn begin(&self, facts: &Arc<Facts>, sections: Vec<SectionDraft>) {
        *self.lock() = Some(Kept { facts: Arc::clone(facts), sections });
    }

    /// Notes an accepted section, in place of an older version of it.
    pub fn note(&self, section: &SectionDraft) {
        if let Some(kept) = self.lock().as_mut() {
            kept.sections.retain(|older| older.id != section.id);
            kept.sections.push(section.clone());
        }
    }

    /// Forgets the sections that `at_fault` names.
    pub fn drop_where(&self, at_fault: impl Fn(&SectionDraft) -> bool) {
        if let Some(kept) = self.lock().as_mut() {
            kept.sections.retain(|section| !at_fault(section));
        }
    }

    /// Hands what was accepted over to `store` under `key`, if there is anything.
    pub fn hand_over(&self, store: &KeptSections, key: Option<[u8; 32]>) {
        if let (Some(key), Some(kept)) = (key, self.lock().take())
            && !kept.sections.is_empty()
        {
            store.put(key, kept);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
