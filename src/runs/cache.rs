//! The report cache: gated reports with their ready-made bodies, bounded by bytes and age.

use moka::sync::Cache;

use super::output::{CachedReport, ReportOutput};
use super::{RunKey, RunsSettings};
use crate::quality::{Gated, GuardPolicy};

pub(super) struct ReportCache {
    reports: Option<Cache<RunKey, CachedReport>>,
    guard: GuardPolicy,
}

impl ReportCache {
    pub fn new(settings: &RunsSettings) -> Self {
        let reports = settings.cache_enabled.then(|| {
            Cache::builder()
                .weigher(|_key, hit: &CachedReport| {
                    u32::try_from(hit.gated.weight() + hit.body.len()).unwrap_or(u32::MAX)
                })
                .max_capacity(settings.cache_bytes)
                .time_to_live(settings.cache_ttl)
                .build()
        });
        Self { reports, guard: settings.guard }
    }

    /// The report under `key`, if there is one and the guard still lets it pass.
    pub fn hit(&self, key: &RunKey) -> Option<CachedReport> {
        let reports = self.reports.as_ref()?;
        let hit = reports.get(key)?;
        if self.guard.release(hit.gated.clone()).is_err() {
            reports.invalidate(key);
            return None;
        }
        Some(hit)
    }

    /// The report under `key` as it goes out, if there is one and the guard lets it pass.
    pub fn output(&self, key: &RunKey) -> Option<ReportOutput> {
        let hit = self.reports.as_ref()?.get(key)?;
        let report = self.guard.release(hit.gated).ok()?;
        Some(ReportOutput::of_cache(report, hit.body))
    }

    /// Keeps an accepted report that the guard lets pass; anything else is not kept.
    pub fn keep(&self, key: RunKey, gated: &Gated) {
        if let Some(reports) = &self.reports
            && gated.verdict().passed
            && let Some(hit) = CachedReport::of(gated, self.guard)
        {
            reports.insert(key, hit);
        }
    }
}
