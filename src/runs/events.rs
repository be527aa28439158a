//! What a run tells while it is under way, and tells again.

use std::sync::Arc;

use futures::stream::{self, Stream};

use super::Run;
use crate::domain::RunEvent;

impl Run {
    /// Events after the one with id `after` (ids count from 1), first those that happened, then
    /// those to come; ends with the run. The result is not among them.
    pub fn events_after(
        self: &Arc<Self>,
        after: u64,
    ) -> impl Stream<Item = (u64, RunEvent)> + Send + use<> {
        let seen = usize::try_from(after).unwrap_or(usize::MAX);
        let start = (Arc::clone(self), self.changed.subscribe(), seen);
        stream::unfold(start, |(run, mut changed, seen)| async move {
            loop {
                changed.borrow_and_update();
                let (event, ended) = run.event(seen);
                if let Some(event) = event {
                    let id = u64::try_from(seen).unwrap_or(u64::MAX).saturating_add(1);
                    return Some(((id, event), (run, changed, seen + 1)));
                }
                if ended || changed.changed().await.is_err() {
                    return None;
                }
            }
        })
    }

    /// Id that the `result` event has: the one after the last event.
    #[must_use]
    pub fn result_event_id(&self) -> u64 {
        u64::try_from(self.lock().told).unwrap_or(u64::MAX).saturating_add(1)
    }

    fn event(&self, at: usize) -> (Option<RunEvent>, bool) {
        let state = self.lock();
        let event = if at < state.told { state.events.get() } else { None };
        (event.and_then(|events| events.get(at).cloned()), state.ended.is_some())
    }

    pub(super) fn tell(&self, event: RunEvent) {
        {
            let mut state = self.lock();
            match &event {
                RunEvent::Plan { sections, .. } => state.progress.sections = sections.len(),
                RunEvent::SectionDone { .. } => state.progress.done += 1,
                _ => {}
            }
            if let Some(events) = state.events.open_mut() {
                events.push(event);
                state.told += 1;
            }
        }
        self.changed.send_replace(());
    }
}
