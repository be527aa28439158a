//! The stub writer: the embedded default that needs no key.
//!
//! It reads the brief (`analysis`), adds what it knows of the trade (`lexicon`) and fills
//! phrasings of a grammar (`grammar/*.txt`). The same brief, pack version and start date always
//! give the same bytes. It writes English only, invents no figures, and its provenance says
//! what it is, so that the guard can refuse it where a provider is configured.

mod analysis;
mod antecedent;
mod brand;
mod calendar;
mod channel;
mod compose;
mod dates;
mod derived;
mod facts;
mod fit;
mod grammar;
mod hiring;
mod lexicon;
mod mention;
mod names;
mod piece;
mod question;
mod raw;
mod refused;
mod scene;
mod seed;
mod strategy;
mod table;
mod template;
#[cfg(test)]
mod tests;
mod tidy;
mod trade;
mod vary;
mod words;

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use super::{RawBriefContext, Repair, ReportContext, SectionTask, SpineAgain, Writer, Written};
use crate::domain::{
    Brief, Finish, Provenance, ResearchNotes, SectionAnswer, SectionId, Services, Spine, WriterKind,
};
use crate::packs::{PackSpec, SectionSpec};
use crate::providers::ChainError;
use facts::Facts;
use refused::Refused;
use seed::Seed;

/// Version of the stub writer, shown as its model.
const VERSION: &str = "stub-1";

/// Reports whose facts are kept while their sections are written.
const REPORTS_KEPT: usize = 16;

/// Writes reports from the embedded grammar.
#[derive(Debug, Default)]
pub struct StubWriter {
    recent: Mutex<VecDeque<(String, Arc<Report>)>>,
}

/// A report in the making.
#[derive(Debug)]
struct Report {
    /// Built once for all its sections.
    facts: Facts,
    /// What the gate refused, section by section.
    refused: Mutex<HashMap<SectionId, Refused>>,
}

impl StubWriter {
    /// What it writes for one section of a report.
    #[must_use]
    pub fn answer(
        pack: &PackSpec,
        brief: &Brief,
        services: &Services,
        spec: &SectionSpec,
    ) -> SectionAnswer {
        compose::section(&facts(pack, brief, services), pack, spec, &Refused::default())
    }

    /// The strategy that it fixes for a report.
    #[must_use]
    pub fn strategy(pack: &PackSpec, brief: &Brief, services: &Services) -> Spine {
        strategy::spine(&facts(pack, brief, services), pack)
    }

    fn report(&self, context: &ReportContext) -> Arc<Report> {
        let kept = {
            let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
            recent
                .iter()
                .find(|(nonce, _)| *nonce == context.nonce)
                .map(|(_, report)| Arc::clone(report))
        };
        kept.unwrap_or_else(|| {
            let facts = facts(&context.pack, &context.brief, &context.request.services);
            let built = Arc::new(Report { facts, refused: Mutex::default() });
            let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
            recent.truncate(REPORTS_KEPT - 1);
            recent.push_front((context.nonce.clone(), Arc::clone(&built)));
            built
        })
    }

    fn write(&self, context: &ReportContext, task: &SectionTask) -> SectionAnswer {
        let Report { facts, refused } = &*self.report(context);
        if task.handed_over {
            return compose::handover(facts, &context.pack, &task.spec);
        }
        let refused = {
            let all = refused.lock().unwrap_or_else(PoisonError::into_inner);
            all.get(&task.spec.id).cloned().unwrap_or_default()
        };
        compose::section(facts, &context.pack, &task.spec, &refused)
    }
}

fn facts(pack: &PackSpec, brief: &Brief, services: &Services) -> Facts {
    let seed = Seed::of(&[&brief.hash(), &pack.version, &brief.start_date.to_string()]);
    Facts::of(&raw::filled(brief), services, seed)
}

fn written<T>(value: T) -> Written<T> {
    let provenance = Provenance {
        writer: WriterKind::Stub,
        provider: "stub".to_owned(),
        model: VERSION.to_owned(),
    };
    Written { value, provenance, finish: Finish::Complete, attempts: 1 }
}

#[async_trait]
impl Writer for StubWriter {
    fn kind(&self) -> WriterKind {
        WriterKind::Stub
    }

    async fn read_brief(&self, context: &RawBriefContext) -> Result<Option<Brief>, ChainError> {
        Ok(context.raw.guess.clone())
    }

    async fn research(&self, _context: &ReportContext) -> Result<ResearchNotes, ChainError> {
        Ok(ResearchNotes::default())
    }

    async fn spine(
        &self,
        context: &ReportContext,
        _research: &ResearchNotes,
        _again: SpineAgain<'_>,
    ) -> Result<Written<Spine>, ChainError> {
        Ok(written(strategy::spine(&self.report(context).facts, &context.pack)))
    }

    async fn section(
        &self,
        context: &ReportContext,
        task: &SectionTask,
    ) -> Result<Written<SectionAnswer>, ChainError> {
        Ok(written(self.write(context, task)))
    }

    async fn repair(
        &self,
        context: &ReportContext,
        task: &SectionTask,
        repair: &Repair,
    ) -> Result<Written<SectionAnswer>, ChainError> {
        if let Repair::Patch { previous, failures } = repair {
            let report = self.report(context);
            let mut refused = report.refused.lock().unwrap_or_else(PoisonError::into_inner);
            refused.entry(task.spec.id.clone()).or_default().note(previous, failures);
        }
        Ok(written(self.write(context, task)))
    }
}
