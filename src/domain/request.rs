//! One report as asked for, after intake.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::BriefInput;

/// The key of a pack that exists (`quick_social_basic`); made by the registry only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PackKey(String);

impl PackKey {
    /// Wraps the key of a pack file: lower-case letters, digits and `_`.
    ///
    /// Returns `None` for anything else.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        let fits = !key.is_empty()
            && key.len() <= 64
            && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        fits.then(|| Self(key.to_owned()))
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PackKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `stage` of contract §2. All stages make the whole pack.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the contract's words")]
pub enum Stage {
    #[default]
    Draft,
    Strategy,
    Refine,
    Final,
}

impl Stage {
    /// The contract's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Strategy => "strategy",
            Self::Refine => "refine",
            Self::Final => "final",
        }
    }
}

/// `model_preference` of contract §2.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the contract's words")]
pub enum ModelPreference {
    #[default]
    Auto,
    Openai,
    Perplexity,
    Anthropic,
}

/// Which of a provider's models writes: `services.include_agency_grade` asks for quality.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// The normal model.
    #[default]
    Normal,
    /// The quality model.
    Quality,
}

/// What the client bought: `false` means out of scope, absent means not said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Services(pub BTreeMap<String, bool>);

impl Services {
    /// Whether `service` was declared out of scope.
    #[must_use]
    pub fn excludes(&self, service: &str) -> bool {
        self.0.get(service) == Some(&false)
    }

    /// The model tier that these services ask for.
    #[must_use]
    pub fn tier(&self) -> Tier {
        if self.0.get("include_agency_grade") == Some(&true) { Tier::Quality } else { Tier::Normal }
    }
}

/// A valid request for one report (contract §2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the contract")]
pub struct ReportRequest {
    /// The pack to write.
    pub pack_key: PackKey,
    /// The brief, or text that holds one.
    pub brief: BriefInput,
    /// Echoed in `meta.stage`.
    pub stage: Stage,
    /// What the client bought.
    pub services: Services,
    /// Which provider goes first.
    pub model_preference: ModelPreference,
    /// Leaves the chain's first provider out, so that the fallback is proven. Set by
    /// verification only, never by a body.
    pub skip_first_provider: bool,
    /// Cap on output tokens of one LLM call, 1,024 to 32,000.
    pub max_tokens: Option<u32>,
    /// BCP 47 tag of the report's language (`language`, else the brief's, else `en`).
    pub language: String,
    /// Whether a report that fails the gate is returned all the same (contract §2).
    pub draft_mode: bool,
    /// What the reader of an earlier draft, or of none, wishes.
    pub feedback: Option<String>,
    /// The earlier draft that `stage: refine` works on.
    pub previous_draft: Option<String>,
    /// Warned about until there is a store.
    pub use_learning: bool,
    /// Warned about until there is PDF.
    pub include_pdf: bool,
    /// Legacy and unknown fields of the body, for `meta.ignored_fields`.
    pub ignored_fields: Vec<String>,
    /// What intake wants the caller to know, for `meta.warnings`.
    pub warnings: Vec<String>,
}
