//! The data of a report and its rules: briefs, requests, sections, usage, issues, errors.
//!
//! Nothing here does I/O, reads a clock or knows of HTTP, packs or providers.

mod brief;
mod citations;
mod draft;
mod error;
mod event;
pub mod intake;
mod issue;
mod request;
mod section;
pub mod source;
mod spine;
mod spine_parts;
mod squeeze;
pub mod text;
mod usage;

pub use brief::{Brief, BriefField, BriefInput, RawBrief, hex16};
pub use citations::{Linked, link_citations, unlink_citations};
pub use draft::{Draft, Labels, STUB_NOTE, escape_inline};
pub use error::{ErrorType, FieldError, QualityIssues, ReportError, TermCounts};
pub use event::{RunEvent, SectionPlan};
pub use issue::{Issue, Severity};
pub use request::{ModelPreference, PackKey, ReportRequest, Services, Stage, Tier};
pub use section::{
    Finish, NumberDecl, NumberKind, PartAnswer, Provenance, RepairKind, RepairRecord,
    SectionAnswer, SectionDraft, SectionId, TableDraft, WriterKind,
};
pub use source::{Claim, ResearchNotes, Source};
pub use spine::{
    Spine, SpineChannel, SpineDate, SpineKpi, SpinePillar, SpineSection, SpineSegment, SpineTone,
};
pub use spine_parts::{SpinePlace, SpineText};
pub use squeeze::{expand, squeeze};
pub use usage::{Attempt, AttemptKind, ProviderName, Usage};
