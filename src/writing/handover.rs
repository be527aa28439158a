//! A section whose services the client did not buy stays, as a short hand-over note.

use crate::packs::{PartKind, PartSpec, Range, SectionSpec, Show};

/// What such a note looks like: 20–120 words directly under the section's own title
/// (contract §2).
#[must_use]
pub fn handover_spec(spec: &SectionSpec) -> SectionSpec {
    let bullets = Range { min: 0, max: 3 };
    SectionSpec {
        instruction: super::llm::handover_instruction().to_owned(),
        words: Range { min: 20, max: 120 },
        bullets,
        headings: Range { min: 0, max: 0 },
        required_headings: vec![],
        parts: vec![PartSpec {
            heading: String::new(),
            kind: PartKind::Text,
            bullets: Some(bullets),
            columns: vec![],
            rows: None,
            show: Show::default(),
        }],
        facts: vec![],
        ..spec.clone()
    }
}
