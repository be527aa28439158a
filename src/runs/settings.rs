//! What the configuration decides about runs, and who calls.

use std::sync::Arc;
use std::time::Duration;

use crate::quality::GuardPolicy;

/// Settings of the registry and the cache.
#[derive(Debug, Clone)]
pub struct RunsSettings {
    /// The stub guard.
    pub guard: GuardPolicy,
    /// How long a report may take (`AICMO_REPORT_DEADLINE_SECS`).
    pub report_deadline: Duration,
    /// Whether finished reports are kept for identical requests (`AICMO_CACHE_ENABLED`).
    pub cache_enabled: bool,
    /// Bytes that the cache may hold.
    pub cache_bytes: u64,
    /// How long a cached report is good.
    pub cache_ttl: Duration,
    /// Reports written at once (`AICMO_MAX_CONCURRENT_REPORTS`); 0 means no limit.
    pub max_concurrent: usize,
    /// How long a run waits for a place before it is `rate_limited`.
    pub queue: Duration,
    /// Finished runs that can still be read.
    pub keep_finished: usize,
    /// For how long they can be read.
    pub keep_for: Duration,
    /// Bytes of them that are held ready; older ones beyond are squeezed.
    pub keep_open_bytes: usize,
    /// Providers with their models, as they would be asked (`openai=gpt-6-luna`): part of the
    /// cache key.
    pub models: Vec<String>,
}

impl RunsSettings {
    /// The contract's defaults under `guard`.
    #[must_use]
    pub fn new(guard: GuardPolicy) -> Self {
        Self {
            guard,
            report_deadline: Duration::from_mins(5),
            cache_enabled: true,
            cache_bytes: 64 << 20,
            cache_ttl: Duration::from_hours(1),
            max_concurrent: 64,
            queue: Duration::from_secs(30),
            keep_finished: 500,
            keep_for: Duration::from_hours(1),
            keep_open_bytes: 48 << 20,
            models: vec![],
        }
    }
}

/// Who asks: callers with different API keys share no run, no cached report and no section.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Caller {
    key_id: Arc<str>,
}

impl Caller {
    /// The caller behind an API key; `key_id` stands for the key and is not the key itself.
    #[must_use]
    pub fn new(key_id: impl Into<Arc<str>>) -> Self {
        Self { key_id: key_id.into() }
    }

    /// Anybody, where no API key is asked for, and the command line.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::new("")
    }

    /// What stands for the key.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }
}
