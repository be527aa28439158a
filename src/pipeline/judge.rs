//! What the gate needs to know of one report, and the two ways of asking it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use crate::domain::{Brief, Draft, ResearchNotes, SectionDraft, SectionId, Services, Spine};
use crate::packs::PackSpec;
use crate::quality::{
    GateInput, Gated, Given, JudgeContext, LeakTexts, Phase, Refused, ReportFacts, Scope,
    SectionReading, SpineIssue, Verdict, gate_section, judge_spine, sources_at_fault,
};
use crate::telemetry::report::gate_judged;

/// The facts of one report against which its text is judged.
#[derive(Debug)]
pub(super) struct Facts {
    pub pack: Arc<PackSpec>,
    pub brief: Arc<Brief>,
    pub services: Services,
    pub language: String,
    pub spine: Option<Arc<Spine>>,
    pub research: Arc<ResearchNotes>,
    pub nonce: String,
    pub instructions: Vec<Arc<str>>,
    pub recent_brands: Vec<String>,
    pub provider_configured: bool,
    pub stub_texts: BTreeMap<SectionId, String>,
    /// What text is judged against, read of these facts when it is first needed.
    pub given: OnceLock<Given>,
}

impl Facts {
    /// The verdict on one section by itself, while it can still be repaired.
    pub fn judge_section(&self, section: &SectionDraft) -> Verdict {
        self.read_section(section).0
    }

    /// The same with what is worth keeping of it for the whole report.
    pub fn read_section(&self, section: &SectionDraft) -> (Verdict, Option<SectionReading>) {
        let begun = Instant::now();
        let given = self.given.get_or_init(|| Given::of(&self.brief));
        let read = self.with_input(|input| {
            gate_section(&GateInput { sections: std::slice::from_ref(section), ..*input }, given)
        });
        measured(begun, &read.0);
        read
    }

    /// What is wrong with `spine`, by the last word that the report will be judged by.
    pub fn judge_spine(&self, spine: &Spine) -> Vec<SpineIssue> {
        self.with_input(|input| judge_spine(&GateInput { spine: Some(spine), ..*input }))
    }

    /// Which sources have a title or a date that no report may show.
    pub fn sources_at_fault(&self) -> Vec<usize> {
        self.with_input(sources_at_fault)
    }

    /// Calls `judge` with the facts as the gate takes them, no section among them.
    fn with_input<T>(&self, judge: impl FnOnce(&GateInput<'_>) -> T) -> T {
        let instructions: Vec<&str> = self.instructions.iter().map(AsRef::as_ref).collect();
        judge(&GateInput {
            scope: Scope::Section,
            phase: Phase::Draft,
            pack: &self.pack,
            brief: &self.brief,
            services: &self.services,
            language: &self.language,
            spine: self.spine.as_deref(),
            research: &self.research,
            title: "",
            sections: &[],
            assumptions: &[],
            leak: LeakTexts { nonce: Some(&self.nonce), instructions: &instructions },
            recent_brands: &self.recent_brands,
            provider_configured: self.provider_configured,
            stub_texts: &self.stub_texts,
        })
    }

    /// The last word on the whole report; `readings` are what these facts were read with.
    pub fn judge_report(
        &self,
        draft: Draft,
        facts: ReportFacts,
        readings: &[Arc<SectionReading>],
        draft_mode: bool,
    ) -> Result<Gated, Box<Refused>> {
        let instructions: Vec<&str> = self.instructions.iter().map(AsRef::as_ref).collect();
        let context = JudgeContext {
            pack: &self.pack,
            leak: LeakTexts { nonce: Some(&self.nonce), instructions: &instructions },
            recent_brands: &self.recent_brands,
            provider_configured: self.provider_configured,
            stub_texts: &self.stub_texts,
            given: self.given.get_or_init(|| Given::of(&self.brief)),
            readings,
            phase: Phase::Final,
            draft_mode,
        };
        let begun = Instant::now();
        let judged = Gated::judge(draft, facts, context);
        match &judged {
            Ok(gated) => measured(begun, gated.verdict()),
            Err(refused) => measured(begun, &refused.verdict),
        }
        judged
    }
}

fn measured(begun: Instant, verdict: &Verdict) {
    let checks = verdict.failures.iter().map(|issue| issue.check.as_str());
    gate_judged(begun.elapsed(), checks);
}
