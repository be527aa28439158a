//! What comes before the sections: the brief read from text, research, the names of the frame.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::faults;
use super::judge::Facts;
use super::names::Names;
use super::start::{Start, external};
use crate::domain::intake::is_no_brand;
use crate::domain::{
    Brief, BriefInput, Issue, ProviderName, RawBrief, ReportError, ResearchNotes, SectionId,
    Severity, WriterKind, source::host_of,
};
use crate::packs::Research;
use crate::providers::{ChainError, Session};
use crate::writing::{
    RawBriefContext, ReportContext, SectionTask, SpineAgain, Writer, handover_spec,
};

/// The brief as fields: as sent, or read from text by the writer, else by the rules of intake.
pub(super) async fn brief(
    start: &Start,
    session: &Arc<Session>,
    nonce: &str,
) -> Result<Arc<Brief>, ReportError> {
    let raw = match &start.job.request.brief {
        BriefInput::Fields(brief) => return Ok(Arc::new((**brief).clone())),
        BriefInput::Text(raw) => raw,
    };
    let context = RawBriefContext {
        raw: Arc::new((**raw).clone()),
        nonce: nonce.to_owned(),
        session: Arc::clone(session),
    };
    let read = match start.writer.read_brief(&context).await {
        Ok(read) => read,
        Err(error @ (ChainError::Cancelled | ChainError::Deadline { .. })) => {
            return Err(faults::chain(error, start.job.time));
        }
        Err(error) => {
            tracing::warn!(%error, "no provider read the text brief; the rules do");
            None
        }
    };
    let known = read.filter(|brief| !is_no_brand(&brief.brand_name));
    known.or_else(|| guess(raw)).map(Arc::new).ok_or_else(faults::no_brand)
}

fn guess(raw: &RawBrief) -> Option<Brief> {
    raw.guess.clone()
}

/// Sources and claims; none where the pack wants none, or the search gave nothing.
pub(super) async fn research(start: &Start, context: &ReportContext) -> Arc<ResearchNotes> {
    if context.pack.research == Research::None || start.writer.kind() == WriterKind::Stub {
        return Arc::default();
    }
    let found = start.writer.research(context).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the research gave nothing");
        ResearchNotes::default()
    });
    let facts = Facts { research: Arc::new(found), ..start.facts(context) };
    start.pipeline.inner.compute.run(move || presentable(&facts)).await
}

/// The research with the host's name in place of titles that no report may show.
fn presentable(facts: &Facts) -> Arc<ResearchNotes> {
    let at_fault = facts.sources_at_fault();
    let mut notes = Arc::clone(&facts.research);
    if !at_fault.is_empty() {
        let notes = Arc::make_mut(&mut notes);
        for at in at_fault {
            if let Some(source) = notes.sources.get_mut(at) {
                source.title = host_of(&source.url).to_owned();
                source.date = None;
            }
        }
    }
    notes
}

/// What the caller should know where the pack wants research and there is none.
pub(super) fn research_warning(start: &Start, research: &ResearchNotes) -> Option<String> {
    let lacks = start.pack.research != Research::None && research.sources.is_empty();
    let searches = start.pipeline.settings().providers.contains(&ProviderName::Perplexity)
        && start.writer.kind() != WriterKind::Stub;
    let why = if searches { NOTHING_FOUND } else { NO_SEARCH };
    lacks.then(|| format!("{NO_RESEARCH} {why}"))
}

const NO_RESEARCH: &str = "No market research went into this report: sections that would rest on \
     it label their figures as assumptions.";
const NO_SEARCH: &str = "Research needs a configured Perplexity key.";
const NOTHING_FOUND: &str = "The search failed, or brought no page that can be cited.";

/// Names of the frame in the report's language; English where nobody translates them, and where
/// the gate minds the translation: no repair of a section could mend its title.
pub(super) async fn names(start: &Start, context: &ReportContext) -> Arc<Names> {
    let wanted = Names::wanted(&context.language, &context.pack);
    if wanted.is_empty() {
        return Arc::new(Names::new(&context.language, Arc::default()));
    }
    let translated = start.writer.titles(context, &wanted).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the titles stay English");
        Arc::default()
    });
    let facts = start.facts(context);
    let judge = move || faultless(&facts, translated);
    let translated = start.pipeline.inner.compute.run(judge).await;
    Arc::new(Names::new(&context.language, translated))
}

/// `translated` without what the gate quotes as a fault.
fn faultless(
    facts: &Facts,
    translated: Arc<BTreeMap<String, String>>,
) -> Arc<BTreeMap<String, String>> {
    let lines: Vec<&str> = translated.values().map(String::as_str).collect();
    if lines.is_empty() {
        return translated;
    }
    let verdict =
        facts.judge_section(&external(&SectionId("titles".to_owned()), &lines.join("\n\n")));
    let is_minded = |title: &String| {
        let quoted = |issue: &Issue| {
            !issue.excerpt.is_empty()
                && (title.contains(&issue.excerpt) || issue.excerpt.contains(title.as_str()))
        };
        let failures = verdict.failures.iter();
        failures.filter(|issue| issue.severity > Severity::Warning).any(quoted)
    };
    let kept = translated.iter().filter(|(_, title)| !is_minded(title));
    Arc::new(kept.map(|(english, title)| (english.clone(), title.clone())).collect())
}

/// What the stub writer would write for this brief, by section (C8). Empty in any language but
/// English, which is all that it writes.
pub(super) fn stub_texts(
    stub: &Arc<dyn Writer>,
    context: &ReportContext,
) -> BTreeMap<SectionId, String> {
    futures::FutureExt::now_or_never(write_all(stub, context)).unwrap_or_default()
}

async fn write_all(stub: &Arc<dyn Writer>, context: &ReportContext) -> BTreeMap<SectionId, String> {
    let names = Names::new("en", Arc::default());
    let research = Arc::new(ResearchNotes::default());
    let Ok(spine) = stub.spine(context, &research, SpineAgain::default()).await else {
        return BTreeMap::new();
    };
    let spine = Arc::new(spine.value);
    let mut texts = BTreeMap::new();
    for spec in &context.pack.sections {
        let handed_over = spec.is_handed_over(&context.request.services);
        let spec = Arc::new(if handed_over { handover_spec(spec) } else { spec.clone() });
        let task = SectionTask {
            spec: Arc::clone(&spec),
            spine: Some(Arc::clone(&spine)),
            research: Arc::clone(&research),
            abstracts: vec![],
            handed_over,
            probe: false,
            progress: None,
        };
        if let Ok(written) = stub.section(context, &task).await {
            let draft = names.render(&spec, written, task.handed_over);
            texts.insert(spec.id.clone(), draft.markdown);
        }
    }
    texts
}
