//! Pack files as they are written: every field of a section optional, since shared sections may
//! bring it.

use serde::Deserialize;

use super::gate_rule::GateRule;
use super::spec::{Benchmark, Limits, PartSpec, Range, Research, Sample};
use crate::domain::BriefField;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPack {
    pub schema: u32,
    pub key: String,
    pub version: String,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub summary: String,
    #[serde(default)]
    pub research: Research,
    pub tolerate: Option<Vec<String>>,
    #[serde(default)]
    pub gate: Vec<GateRule>,
    #[serde(default)]
    pub limits: Limits,
    pub benchmark: Benchmark,
    #[serde(default, rename = "section")]
    pub sections: Vec<RawSection>,
    #[serde(default, rename = "sample")]
    pub samples: Vec<Sample>,
}

/// `packs/_shared.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawShared {
    pub schema: Option<u32>,
    #[serde(default, rename = "section")]
    pub sections: Vec<RawSection>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    #[serde(rename = "use")]
    pub shared: Option<String>,
    pub id: Option<String>,
    pub title: Option<String>,
    pub purpose: Option<String>,
    pub instruction: Option<String>,
    pub words: Option<Range>,
    pub bullets: Option<Range>,
    pub headings: Option<Range>,
    pub required_headings: Option<Vec<String>>,
    pub mainly_table: Option<bool>,
    pub parts: Option<Vec<PartSpec>>,
    pub depends_on: Option<Vec<String>>,
    pub facts: Option<Vec<BriefField>>,
    pub services: Option<Vec<String>>,
    pub allow_merge_tags: Option<bool>,
    pub allow_competitors: Option<bool>,
    pub evidence: Option<bool>,
}

impl RawSection {
    /// This section with what it leaves out taken from `base`.
    pub(super) fn over(self, base: &Self) -> Self {
        let base = base.clone();
        Self {
            shared: None,
            id: self.id.or(base.id),
            title: self.title.or(base.title),
            purpose: self.purpose.or(base.purpose),
            instruction: self.instruction.or(base.instruction),
            words: self.words.or(base.words),
            bullets: self.bullets.or(base.bullets),
            headings: self.headings.or(base.headings),
            required_headings: self.required_headings.or(base.required_headings),
            mainly_table: self.mainly_table.or(base.mainly_table),
            parts: self.parts.or(base.parts),
            depends_on: self.depends_on.or(base.depends_on),
            facts: self.facts.or(base.facts),
            services: self.services.or(base.services),
            allow_merge_tags: self.allow_merge_tags.or(base.allow_merge_tags),
            allow_competitors: self.allow_competitors.or(base.allow_competitors),
            evidence: self.evidence.or(base.evidence),
        }
    }
}
