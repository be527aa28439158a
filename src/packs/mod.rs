//! Pack files: their format, loading, lint and the registry that resolves names to packs.
//!
//! A pack is data that a marketer edits; nothing here writes text or calls anybody.

mod finding;
mod gate_rule;
mod lint;
mod load;
mod raw;
mod registry;
mod spec;
#[cfg(test)]
mod tests;

pub use finding::Finding;
pub use gate_rule::GateRule;
pub use lint::cannot_be_silenced;
pub use registry::Registry;
pub use spec::{
    Benchmark, ColumnSpec, ColumnType, Forbidden, Limits, PackSpec, PartKind, PartSpec, Range,
    Research, Sample, SectionSpec, Show,
};
