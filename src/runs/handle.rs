//! A caller's interest in a run.

use std::ops::Deref;
use std::sync::Arc;

use super::Shared;
use super::finish::squeeze;
use super::output::RunResult;
use super::run::Run;

/// A caller's interest in a run; the last one to be dropped cancels it. Reads like the [`Run`].
pub struct RunHandle {
    shared: Arc<Shared>,
    run: Arc<Run>,
    counted: bool,
}

impl RunHandle {
    /// A handle on a run whose interest the registry has counted already.
    pub(super) fn interested(shared: &Arc<Shared>, run: Arc<Run>) -> Self {
        Self { shared: Arc::clone(shared), run, counted: true }
    }

    /// A handle on a run that has ended.
    pub(super) fn finished(shared: &Arc<Shared>, run: Run) -> Self {
        Self { shared: Arc::clone(shared), run: Arc::new(run), counted: false }
    }

    /// The run.
    #[must_use]
    pub fn run(&self) -> &Arc<Run> {
        &self.run
    }

    /// Waits for the result, which comes through the guard.
    ///
    /// # Errors
    /// The run's failure.
    pub async fn result(&self) -> RunResult {
        loop {
            if let Some(result) = self.run.result_now(self.shared.settings.guard) {
                return result;
            }
            self.run.ended().await;
        }
    }

    /// Gives up this interest; the same as dropping the handle.
    pub fn cancel(self) {
        drop(self);
    }

    /// Hands the interest over to the registry.
    pub(super) fn keep(mut self) -> Arc<Run> {
        if !self.counted {
            squeeze(&self.shared.registry.add_finished(&self.run));
        }
        self.counted = false;
        Arc::clone(&self.run)
    }
}

impl Deref for RunHandle {
    type Target = Arc<Run>;

    fn deref(&self) -> &Arc<Run> {
        &self.run
    }
}

impl Drop for RunHandle {
    fn drop(&mut self) {
        if self.counted {
            self.shared.registry.leave(&self.run);
        }
    }
}
