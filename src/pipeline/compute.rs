//! A place for work that holds a CPU: the gate, the stub writer. It keeps the event loop free
//! and never runs more at once than the machine has cores.

use std::sync::Arc;

use tokio::sync::Semaphore;

/// Places for work that holds a CPU.
#[derive(Clone)]
pub(super) struct Compute {
    places: Arc<Semaphore>,
}

impl Compute {
    /// As many places as the machine has cores.
    pub fn for_this_machine() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { places: Arc::new(Semaphore::new(cores)) }
    }

    /// Runs `work` off the event loop; a panic inside goes on in the caller.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        // The semaphore is never closed; a missing permit would only mean more work at once.
        let place = Arc::clone(&self.places).acquire_owned().await.ok();
        let done = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        })
        .await;
        match done {
            Ok(value) => value,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // Cancelled: the runtime is shutting down, and nobody reads the answer.
                Err(_) => std::future::pending().await,
            },
        }
    }
}
