//! Checks of the operators' as runs.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt as _;
use serde_json::Value;

use super::Shared;
use super::finish::{ended_early, panicked, squeeze};
use super::output::Ended;
use super::run::Run;
use crate::domain::ReportError;

/// Runs `work` as `run`.
pub(super) fn spawn(
    shared: &Arc<Shared>,
    run: &Arc<Run>,
    work: impl Future<Output = Result<Value, ReportError>> + Send + 'static,
) {
    let (shared, run) = (Arc::clone(shared), Arc::clone(run));
    shared.tracker.clone().spawn(async move {
        run.begin();
        let cancel = run.cancel_token();
        let ended = tokio::select! {
            biased;
            () = cancel.cancelled() => Err(ended_early(&shared)),
            done = AssertUnwindSafe(work).catch_unwind() => done.unwrap_or_else(|_| Err(panicked())),
        };
        let ended = ended.map_or_else(
            |error| Ended::Failed(Box::new(error)),
            |value| Ended::Check(Arc::new(value)),
        );
        run.end(ended, shared.settings.guard);
        squeeze(&shared.registry.finish(&run));
    });
}
