//! The report as it stands: its sections in order, with the frame around them.

use std::sync::Arc;

use super::report::Work;
use super::section::Section;
use crate::domain::Draft;
use crate::quality::ReportFacts;

impl Work {
    /// The report as it stands.
    pub fn draft(&self, sections: &[Section]) -> Draft {
        let brief = &self.facts.brief;
        Draft {
            title: self.names.report_title(brief, &self.facts.pack),
            brief: Arc::clone(brief),
            services: self.facts.services.clone(),
            language: self.facts.language.clone(),
            spine: self.facts.spine.clone(),
            research: Arc::clone(&self.facts.research),
            sections: sections.iter().map(|section| section.best.draft.clone()).collect(),
            assumptions: self.names.assumptions(brief),
            labels: self.names.labels(),
        }
    }

    /// What the body says about the run, as of now.
    pub fn report_facts(&self) -> ReportFacts {
        let request = &self.context.request;
        let pack = &self.facts.pack;
        ReportFacts {
            report_id: self.job.report_id,
            pack_key: pack.key.clone(),
            pack_version: format!("{}+{}", pack.version, pack.content_hash),
            stage: request.stage,
            brief_hash: request.brief.hash(),
            duration_ms: u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            usage: self.context.session.usage(),
            ignored_fields: request.ignored_fields.clone(),
            warnings: self.warnings.clone(),
        }
    }
}
