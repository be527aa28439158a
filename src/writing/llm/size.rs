//! How many tokens a section's answer needs.

use crate::packs::SectionSpec;

/// Output tokens below which an answer to `spec` is likely to be cut: its words at their most,
/// with room for other languages, and the frame of its JSON.
#[must_use]
pub fn least_tokens(spec: &SectionSpec) -> u32 {
    let cells: u32 = spec
        .parts
        .iter()
        .map(|part| {
            let columns = u32::try_from(part.columns.len()).unwrap_or(u32::MAX);
            part.rows.map_or(0, |rows| rows.max.saturating_mul(columns))
        })
        .sum();
    let parts = u32::try_from(spec.parts.len()).unwrap_or(u32::MAX);
    spec.words
        .max
        .saturating_mul(2)
        .saturating_add(cells.saturating_mul(3))
        .saturating_add(parts.saturating_mul(20))
        .saturating_add(400)
}
