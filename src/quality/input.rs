//! Everything that the gate looks at. The pipeline fills it; the gate fetches nothing.

use std::collections::BTreeMap;

use crate::domain::{Brief, ResearchNotes, SectionDraft, SectionId, Services, Spine};
use crate::packs::PackSpec;

/// What is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Each of `sections` by itself, with the section-scope checks.
    Section,
    /// The report with all checks.
    Report,
}

/// Where in a report's life the gate is asked: some findings are repairable in a draft and
/// blocking at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Repairs are still possible.
    Draft,
    /// The last word.
    Final,
}

/// Texts that must not show in a report (A4).
#[derive(Debug, Clone, Copy, Default)]
pub struct LeakTexts<'a> {
    /// The report's nonce.
    pub nonce: Option<&'a str>,
    /// System text and other instructions of ours; pack instructions are taken from the pack.
    pub instructions: &'a [&'a str],
}

/// The input of the gate.
#[derive(Debug, Clone, Copy)]
pub struct GateInput<'a> {
    /// What is judged.
    pub scope: Scope,
    /// Whether findings can still be repaired.
    pub phase: Phase,
    /// The pack with its benchmark.
    pub pack: &'a PackSpec,
    /// The brief.
    pub brief: &'a Brief,
    /// What the client bought.
    pub services: &'a Services,
    /// BCP 47 tag of the language that the text must be in.
    pub language: &'a str,
    /// The strategy that sections must agree with, where there is one.
    pub spine: Option<&'a Spine>,
    /// Sources and claims.
    pub research: &'a ResearchNotes,
    /// The report's title, for report scope.
    pub title: &'a str,
    /// The sections: one or more in section scope, all of them in report scope.
    pub sections: &'a [SectionDraft],
    /// The stated assumptions of the report.
    pub assumptions: &'a [String],
    /// Texts that must not leak.
    pub leak: LeakTexts<'a>,
    /// Brands of recent other briefs of the same API key (B6).
    pub recent_brands: &'a [String],
    /// Whether a provider is configured, so that stub content is a fault (C8).
    pub provider_configured: bool,
    /// What the stub writer would have written for this brief, by section (C8); empty when no
    /// provider is configured.
    pub stub_texts: &'a BTreeMap<SectionId, String>,
}
