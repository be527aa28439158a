//! What a report begins with, and what is known of it before anything is written.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};

use tokio::time::Instant;

use super::compute::Compute;
use super::job::Job;
use super::judge::Facts;
use super::kept::Accepted;
use super::names::primary;
use super::settings::preferred;
use super::{Pipeline, strategy};
use crate::domain::{
    Finish, Provenance, RunEvent, SectionDraft, SectionId, SectionPlan, WriterKind,
};
use crate::packs::PackSpec;
use crate::writing::{ReportContext, Writer, llm};

/// What a report begins with.
pub(super) struct Start {
    pub pipeline: Pipeline,
    pub writer: Arc<dyn Writer>,
    pub job: Job,
    pub pack: Arc<PackSpec>,
    pub begun: Instant,
    pub accepted: Accepted,
}

impl Start {
    /// What is known before research and spine.
    pub fn facts(&self, context: &ReportContext) -> Facts {
        let settings = self.pipeline.settings();
        Facts {
            pack: Arc::clone(&context.pack),
            brief: Arc::clone(&context.brief),
            services: context.request.services.clone(),
            language: context.language.clone(),
            spine: None,
            research: Arc::default(),
            nonce: context.nonce.clone(),
            instructions: settings.instructions.clone(),
            recent_brands: self.job.recent_brands.clone(),
            provider_configured: settings.provider_configured,
            stub_texts: BTreeMap::new(),
            given: OnceLock::new(),
        }
    }

    /// Tells the sections, and how many seconds the whole report may take.
    pub fn emit_plan(&self, seconds: Option<f64>) {
        let sections = self.pack.sections.iter().map(|section| SectionPlan {
            id: section.id.to_string(),
            title: section.title.clone(),
        });
        self.job.events.emit(RunEvent::Plan { sections: sections.collect(), seconds });
    }

    /// What the caller should know about how the request was read.
    pub fn warnings(&self, context: &ReportContext) -> Vec<String> {
        let request = &self.job.request;
        let mut warnings = request.warnings.clone();
        if primary(&context.language) != primary(&request.language) {
            warnings.push(format!(
                "The sample writer writes English only; `{}` was asked for.",
                request.language
            ));
        }
        let wishes = request.feedback.is_some() || request.previous_draft.is_some();
        if wishes && self.pipeline.writes_stubs() {
            warnings.push(
                "The sample writer reads neither feedback nor a previous draft: only a language \
                 model can follow them."
                    .to_owned(),
            );
        }
        let providers = &self.pipeline.settings().providers;
        if let Some(wanted) = preferred(request.model_preference)
            && !providers.contains(&wanted)
        {
            warnings.push(format!(
                "model_preference `{wanted}` is not configured; the order of providers is unchanged."
            ));
        }
        let least = self.pack.sections.iter().map(llm::least_tokens).max().unwrap_or_default();
        if let Some(asked) = request.max_tokens.filter(|asked| *asked < least) {
            warnings.push(format!(
                "max_tokens {asked} is too small for this pack's longest section; it was raised to \
                 {least} where needed."
            ));
        }
        warnings
    }

    pub async fn stub_texts(&self, context: &ReportContext) -> BTreeMap<SectionId, String> {
        let settings = self.pipeline.settings();
        let Some(stub) = self.pipeline.inner.known_stub.clone() else {
            return BTreeMap::new();
        };
        if !settings.provider_configured || primary(&context.language) != "en" {
            return BTreeMap::new();
        }
        let context = context.clone();
        let compute = self.pipeline.inner.compute;
        let facts = self.facts(&context);
        let texts = compute.run(move || strategy::stub_texts(&stub, &context)).await;
        if !self.pipeline.inner.gate_is_warm.swap(true, Ordering::Relaxed) {
            let texts = texts.clone();
            Compute::run_aside(move || warm_up(&facts, &texts));
        }
        texts
    }
}

/// The gate builds its patterns when they are first needed: better now, while the spine is
/// awaited, than when the first sections land.
fn warm_up(facts: &Facts, texts: &BTreeMap<SectionId, String>) {
    for (id, text) in texts {
        let _ = facts.judge_section(&external(id, text));
    }
}

/// A text of nobody's, only to be looked at.
pub(super) fn external(id: &SectionId, text: &str) -> SectionDraft {
    SectionDraft {
        id: id.clone(),
        title: String::new(),
        markdown: text.to_owned(),
        tables: vec![],
        numbers: vec![],
        abstract_text: String::new(),
        provenance: Provenance {
            writer: WriterKind::External,
            provider: "external".to_owned(),
            model: String::new(),
        },
        finish: Finish::Complete,
        attempts: 0,
        repairs: vec![],
        handed_over: false,
    }
}
