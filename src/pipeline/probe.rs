//! Proof that real generation works: two short sections of a fixed brief through the same
//! writer and the same section gate, told as flags only (contract §5).

use std::sync::{Arc, LazyLock, OnceLock};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::judge::Facts;
use super::mend::mended;
use super::names::Names;
use super::{Pipeline, faults};
use crate::clock;
use crate::domain::intake::parse_brief;
use crate::domain::{
    Brief, BriefInput, ErrorType, ModelPreference, PackKey, ReportError, ReportRequest,
    SectionDraft, Services, Stage, WriterKind,
};
use crate::packs::{PackSpec, SectionSpec};
use crate::providers::Session;
use crate::quality::{StubForbidden, Verdict};
use crate::writing::{ReportContext, SectionTask, Writer};

/// How a probe went.
#[derive(Debug, Clone)]
pub struct Probe {
    /// The pack whose sections were written.
    pub pack_key: String,
    /// Whether the stub writer wrote any of it.
    pub used_stub: bool,
    /// Whether the section gate passed it.
    pub quality_passed: bool,
    /// Why it failed: no answer, a refusal of the gate or of the guard.
    pub error: Option<ReportError>,
    /// How long it took.
    pub duration: Duration,
}

impl Probe {
    /// Whether text came back that may be delivered.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.error.is_none() && !self.used_stub && self.quality_passed
    }
}

static BRIEF: LazyLock<serde_json::Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("probe.json")).unwrap_or_default());

const PACK: &str = "quick_social_basic";
const SECTIONS: [&str; 2] = ["overview", "final_summary"];

/// Writes the probe's sections within `time`.
pub(super) async fn run(pipeline: &Pipeline, time: Duration, cancel: CancellationToken) -> Probe {
    let begun = Instant::now();
    let pack = match pack(pipeline) {
        Ok(pack) => pack,
        Err(error) => return failed(PACK, error, begun),
    };
    let key = pack.key.to_string();
    let writer = match pipeline.writer() {
        Ok(writer) => Arc::clone(writer),
        Err(error) => return failed(&key, error, begun),
    };
    let Some(context) = context(pipeline, pack, time, cancel.clone()) else {
        return failed(&key, unreadable(), begun);
    };
    let work = sections(pipeline.clone(), writer, context);
    let written = tokio::select! {
        biased;
        () = cancel.cancelled() => Err(faults::cancelled()),
        done = tokio::time::timeout(time, work) => {
            done.unwrap_or_else(|_elapsed| Err(faults::deadline(time)))
        }
    };
    match written {
        Ok(sections) => verdict_on(pipeline, &key, &sections, begun),
        Err(error) => failed(&key, error, begun),
    }
}

/// The pack of the contract, or the first one where a folder of packs has none of that name.
fn pack(pipeline: &Pipeline) -> Result<Arc<PackSpec>, ReportError> {
    let packs = &pipeline.inner.packs;
    let named = PackKey::parse(PACK).and_then(|key| packs.get(&key));
    named.or_else(|| packs.values().next()).cloned().ok_or_else(unreadable)
}

fn context(
    pipeline: &Pipeline,
    pack: Arc<PackSpec>,
    time: Duration,
    cancel: CancellationToken,
) -> Option<ReportContext> {
    let BriefInput::Fields(brief) = parse_brief(&BRIEF, clock::today()).ok()? else { return None };
    let request = request(&pack, &brief);
    let order = pipeline.provider_order(&request);
    Some(ReportContext {
        pack,
        brief: Arc::new(*brief),
        request: Arc::new(request),
        language: "en".to_owned(),
        nonce: Uuid::new_v4().simple().to_string(),
        session: Arc::new(Session::new(order, time, cancel)),
    })
}

fn request(pack: &PackSpec, brief: &Brief) -> ReportRequest {
    ReportRequest {
        pack_key: pack.key.clone(),
        brief: BriefInput::Fields(Box::new(brief.clone())),
        stage: Stage::Draft,
        services: Services::default(),
        model_preference: ModelPreference::Auto,
        max_tokens: None,
        language: "en".to_owned(),
        draft_mode: false,
        feedback: None,
        previous_draft: None,
        use_learning: false,
        include_pdf: false,
        ignored_fields: vec![],
        warnings: vec![],
        skip_first_provider: false,
    }
}

/// Writes and judges both sections at the same time.
async fn sections(
    pipeline: Pipeline,
    writer: Arc<dyn Writer>,
    context: ReportContext,
) -> Result<Vec<(SectionDraft, Verdict)>, ReportError> {
    let (first, last) = specs(&context.pack).ok_or_else(unreadable)?;
    let facts = Arc::new(Facts {
        given: OnceLock::new(),
        pack: Arc::clone(&context.pack),
        brief: Arc::clone(&context.brief),
        services: Services::default(),
        language: context.language.clone(),
        spine: None,
        research: Arc::default(),
        nonce: context.nonce.clone(),
        instructions: pipeline.settings().instructions.clone(),
        recent_brands: vec![],
        provider_configured: pipeline.settings().provider_configured,
        stub_texts: std::collections::BTreeMap::new(),
    });
    let one = |spec: SectionSpec| section(&pipeline, &writer, &context, &facts, spec);
    let (first, last) = tokio::try_join!(one(first), one(last))?;
    Ok(vec![first, last])
}

fn specs(pack: &PackSpec) -> Option<(SectionSpec, SectionSpec)> {
    let named = |id: &str| pack.sections.iter().find(|section| section.id.as_str() == id);
    let [first, last] = SECTIONS.map(named);
    Some((first.or(pack.sections.first())?.clone(), last.or(pack.sections.last())?.clone()))
}

async fn section(
    pipeline: &Pipeline,
    writer: &Arc<dyn Writer>,
    context: &ReportContext,
    facts: &Arc<Facts>,
    spec: SectionSpec,
) -> Result<(SectionDraft, Verdict), ReportError> {
    let spec = Arc::new(spec);
    let task = SectionTask {
        spec: Arc::clone(&spec),
        spine: None,
        research: Arc::default(),
        abstracts: vec![],
        handed_over: false,
        probe: true,
        progress: None,
    };
    let written = writer
        .section(context, &task)
        .await
        .map_err(|error| faults::chain(error, Duration::from_mins(1)))?;
    let facts = Arc::clone(facts);
    let judge = move || {
        let (written, _fixed) = mended(written, &facts.brief.brand_name);
        let draft = Names::new("en", Arc::default()).render(&spec, written, false);
        let verdict = facts.judge_section(&draft);
        (draft, verdict)
    };
    Ok(pipeline.inner.compute.run(judge).await)
}

/// The flags, with the guard's rule applied: stub text beside a key is an error.
fn verdict_on(
    pipeline: &Pipeline,
    key: &str,
    sections: &[(SectionDraft, Verdict)],
    begun: Instant,
) -> Probe {
    let used_stub = sections.iter().any(|(draft, _)| draft.provenance.writer == WriterKind::Stub);
    let refused = sections.iter().find(|(_, verdict)| !verdict.passed);
    let error = if used_stub && pipeline.settings().provider_configured {
        Some(faults::stub(&StubForbidden::InProduction))
    } else {
        refused.map(|(_, verdict)| faults::quality(verdict, used_stub))
    };
    Probe {
        quality_passed: refused.is_none(),
        used_stub,
        error,
        ..failed(key, unreadable(), begun)
    }
}

fn failed(key: &str, error: ReportError, begun: Instant) -> Probe {
    Probe {
        pack_key: key.to_owned(),
        used_stub: error.stub_used,
        quality_passed: false,
        error: Some(error),
        duration: begun.elapsed(),
    }
}

fn unreadable() -> ReportError {
    ReportError::new(
        ErrorType::UnexpectedError,
        "Something went wrong on our side. Please try again.",
        "The health probe found no pack or could not read its own brief.",
    )
}
