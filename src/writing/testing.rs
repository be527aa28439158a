//! Specs for the tests of this module.

use serde_json::Value;

use crate::domain::SectionId;
use crate::packs::{PartSpec, Range, SectionSpec};

/// A section with these parts, and nothing else decided.
pub(super) fn spec(parts: &Value) -> SectionSpec {
    let parts: Vec<PartSpec> = serde_json::from_value(parts.clone()).expect("parts");
    SectionSpec {
        id: SectionId("s".into()),
        title: "S".into(),
        purpose: "p".into(),
        instruction: "i".into(),
        words: Range { min: 10, max: 200 },
        bullets: Range { min: 0, max: 0 },
        headings: Range { min: 0, max: 0 },
        required_headings: vec![],
        mainly_table: false,
        parts,
        depends_on: vec![],
        facts: vec![],
        services: vec![],
        allow_merge_tags: false,
        allow_competitors: false,
        evidence: false,
    }
}
