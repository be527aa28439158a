//! Pack files: their format, loading, lint and the registry that resolves names to packs.
//!
//! A pack is data that a marketer edits; nothing here writes text or calls anybody.

mod spec;

pub use spec::{
    Benchmark, ColumnSpec, ColumnType, Forbidden, Limits, PackSpec, PartKind, PartSpec, Range,
    Research, Sample, SectionSpec, Show,
};
