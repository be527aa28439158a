//! What research brought: sources from the provider's own result list, and claims on them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page that a claim rests on; shown in the report's list of sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    /// `S1`, `S2` …
    pub id: String,
    /// The page's title.
    pub title: String,
    /// Its address, from the provider's result list only.
    pub url: String,
    /// Its date as the provider gave it.
    pub date: Option<String>,
}

/// One sentence with the source that says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The claim in one sentence.
    pub text: String,
    /// Id of its source.
    pub source: String,
}

/// The result of research; empty where there was none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResearchNotes {
    /// Sources, `S1` first.
    pub sources: Vec<Source>,
    /// Claims on them.
    pub claims: Vec<Claim>,
    /// What could not be found out.
    pub gaps: Vec<String>,
}
