//! One section of a finished report written anew, and the whole judged again.

use std::sync::Arc;

use tokio::time::Instant;

use super::job::Job;
use super::kept::Accepted;
use super::report::Work;
use super::start::Start;
use super::{Pipeline, faults, round, section};
use crate::domain::{BriefInput, ReportError, RunEvent, SectionId};
use crate::quality::{Gated, count_words};

/// Rewrites `section` of `base`; `job.request.feedback` is the instruction.
pub(super) async fn run(
    pipeline: &Pipeline,
    mut job: Job,
    base: Gated,
    section: SectionId,
) -> Result<Gated, ReportError> {
    let writer = Arc::clone(pipeline.writer()?);
    let pack = pipeline.pack(&job.request.pack_key)?;
    let mut request = (*job.request).clone();
    request.brief = BriefInput::Fields(Box::new((*base.draft().brief).clone()));
    request.previous_draft = Some(base.draft().markdown());
    job.request = Arc::new(request);
    job.key = None;
    let start = Start {
        pipeline: pipeline.clone(),
        writer,
        job,
        pack,
        begun: Instant::now(),
        accepted: Accepted::default(),
    };
    super::report::bounded(start, move |start, session| async move {
        let time = start.job.time;
        let work = Work::upon(start, session, base.draft()).await;
        let mut sections = work.sections_of(base.draft());
        let Some(place) = sections.iter_mut().find(|s| s.task.spec.id == section) else {
            return Err(faults::no_section(&section));
        };
        let abstracts = place.task.abstracts.clone();
        let spec = Arc::clone(&place.task.spec);
        for other in base.draft().sections.iter().filter(|other| other.id != section) {
            let words = count_words(&other.markdown);
            work.emit(RunEvent::SectionDone { section: other.id.to_string(), words });
        }
        *place = section::write(&work, spec, abstracts)
            .await
            .map_err(|error| faults::chain(error, time))?;
        round::settle(&work, sections).await
    })
    .await
}
