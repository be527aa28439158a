//! Sections in parallel: each begins as soon as the ones that it depends on are done.

use std::sync::Arc;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;

use super::report::Work;
use super::section::{self, Section};
use crate::domain::SectionId;
use crate::packs::SectionSpec;
use crate::providers::ChainError;

/// Writes all sections of the pack, in pack order. When one gets no answer, no new one begins;
/// those under way end, so that what they cost is kept.
pub(super) async fn write_all(work: &Work) -> Result<Vec<Section>, ChainError> {
    let specs: Vec<Arc<SectionSpec>> =
        work.facts.pack.sections.iter().cloned().map(Arc::new).collect();
    let mut done: Vec<Option<Section>> = specs.iter().map(|spec| work.take_kept(spec)).collect();
    let mut begun: Vec<bool> = done.iter().map(Option::is_some).collect();
    let mut under_way = FuturesUnordered::new();
    let mut fault = None;
    loop {
        let places = work.concurrency().saturating_sub(under_way.len());
        let free = if fault.is_none() { ready(&specs, &begun, &done, places) } else { vec![] };
        for (at, spec) in free {
            if let Some(begun) = begun.get_mut(at) {
                *begun = true;
            }
            let abstracts = abstracts(&spec, &done);
            under_way.push(async move { (at, section::write(work, spec, abstracts).await) });
        }
        match under_way.next().await {
            None => break,
            Some((at, Ok(section))) => {
                work.keep(&section);
                if let Some(place) = done.get_mut(at) {
                    *place = Some(section);
                }
            }
            Some((_, Err(error))) => {
                work.budget.stop();
                fault.get_or_insert(error);
            }
        }
    }
    fault.map_or_else(|| Ok(done.into_iter().flatten().collect()), Err)
}

/// Up to `places` sections that have not begun and whose dependencies are all done.
fn ready(
    specs: &[Arc<SectionSpec>],
    begun: &[bool],
    done: &[Option<Section>],
    places: usize,
) -> Vec<(usize, Arc<SectionSpec>)> {
    let is_done = |id: &SectionId| done.iter().flatten().any(|s| s.task.spec.id == *id);
    specs
        .iter()
        .enumerate()
        .filter(|(at, spec)| begun.get(*at) == Some(&false) && spec.depends_on.iter().all(is_done))
        .take(places)
        .map(|(at, spec)| (at, Arc::clone(spec)))
        .collect()
}

/// Abstracts of the sections that `spec` depends on, in pack order.
fn abstracts(spec: &SectionSpec, done: &[Option<Section>]) -> Vec<(SectionId, String)> {
    done.iter()
        .flatten()
        .filter(|section| spec.depends_on.contains(&section.task.spec.id))
        .map(|section| (section.task.spec.id.clone(), section.best.draft.abstract_text.clone()))
        .collect()
}
