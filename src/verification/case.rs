//! Cases of a check and its report.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Outcome;
use crate::packs::{PackSpec, Sample};

/// One report to ask for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The pack's key.
    pub pack: String,
    /// Name of the brief.
    pub brief: String,
    /// The body's `client_brief`.
    #[serde(skip)]
    pub client_brief: Value,
}

impl Case {
    /// A sample brief of a pack.
    #[must_use]
    pub fn of_sample(pack: &PackSpec, sample: &Sample) -> Self {
        Self {
            pack: pack.key.to_string(),
            brief: sample.name.clone(),
            client_brief: Value::Object(sample.brief.clone()),
        }
    }

    /// The brand, under any spelling of the contract.
    #[must_use]
    pub fn brand(&self) -> &str {
        ["/brand_name", "/client_name", "/brand/brand_name", "/brand/name"]
            .into_iter()
            .find_map(|path| self.client_brief.pointer(path)?.as_str())
            .unwrap_or_default()
    }
}

/// The body that asks for `case`; `max_tokens` keeps it out of the cache.
#[must_use]
pub fn request_body(case: &Case, max_tokens: Option<u32>) -> Value {
    let mut body = json!({
        "pack_key": case.pack,
        "stage": "final",
        "client_brief": case.client_brief,
    });
    if let (Some(tokens), Some(map)) = (max_tokens, body.as_object_mut()) {
        map.insert("max_tokens".to_owned(), tokens.into());
    }
    body
}

/// A cap on tokens that no other request has and that no section reaches: it makes the
/// request a new one, so that an answer proves a real generation and not a cache.
#[must_use]
pub fn fresh_max_tokens() -> u32 {
    let random = uuid::Uuid::new_v4().as_u128() % 16_000;
    16_000 + u32::try_from(random).unwrap_or(0)
}

/// How a case ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// As it should be.
    Passed,
    /// Worth a look, but no alarm.
    Warned,
    /// An alarm.
    #[default]
    Failed,
    /// Not asked for.
    Skipped,
}

impl Judged {
    /// The mark in front of the case.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Passed => "✅",
            Self::Warned => "⚠️",
            Self::Failed => "❌",
            Self::Skipped => "⏭️",
        }
    }
}

/// One case with what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseResult {
    /// The pack's key.
    pub pack: String,
    /// Name of the brief.
    pub brief: String,
    /// How it ended.
    pub judged: Judged,
    /// Why, where it did not pass.
    pub note: Option<String>,
    /// Figures, where the service was asked and answered.
    pub outcome: Option<Outcome>,
}

impl CaseResult {
    /// A case that was not asked for.
    #[must_use]
    pub fn skipped(case: &Case, note: &str) -> Self {
        Self::without_outcome(case, Judged::Skipped, note.to_owned())
    }

    /// A case without an answer.
    #[must_use]
    pub fn without_outcome(case: &Case, judged: Judged, note: String) -> Self {
        Self {
            pack: case.pack.clone(),
            brief: case.brief.clone(),
            judged,
            note: Some(note),
            outcome: None,
        }
    }
}

/// What a check found: the body of the admin routes' runs, and what `--json` prints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckReport {
    /// `live_check`, `smoke_test`, `simulation` or `daily_health`.
    pub check: String,
    /// What was checked: `this build` or an address.
    pub target: String,
    /// Whether it passed as a whole.
    pub passed: bool,
    /// Why it did not, where no case says so.
    pub reason: Option<String>,
    /// The first provider was left out.
    pub force_fallback: bool,
    /// When it began, RFC 3339.
    pub started_at: String,
    /// Wall time in milliseconds.
    pub duration_ms: u64,
    /// Cases in order.
    pub cases: Vec<CaseResult>,
}

impl CheckReport {
    /// Number of cases that ended as `judged`.
    #[must_use]
    pub fn count(&self, judged: Judged) -> usize {
        self.cases.iter().filter(|case| case.judged == judged).count()
    }

    /// What all cases cost; `None` as soon as one price is unknown.
    #[must_use]
    pub fn cost_usd(&self) -> Option<f64> {
        let asked = self.cases.iter().filter_map(|case| case.outcome.as_ref());
        let asked = asked.filter(|outcome| outcome.success || !outcome.providers.is_empty());
        asked.map(|outcome| outcome.cost_usd).try_fold(0.0, |sum, cost| Some(sum + cost?))
    }
}
