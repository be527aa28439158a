//! Places for reports: as many as the configuration allows, with a queue that ends.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::domain::{ErrorType, ReportError};

pub(super) struct Places {
    places: Option<Arc<Semaphore>>,
    queue: Duration,
}

impl Places {
    /// `limit` places, none meaning no limit; `queue` is how long one waits for a place.
    pub fn new(limit: usize, queue: Duration) -> Self {
        let places = (limit > 0).then(|| Arc::new(Semaphore::new(limit)));
        Self { places, queue }
    }

    /// Waits for a place.
    pub async fn take(&self) -> Result<Option<OwnedSemaphorePermit>, ReportError> {
        let Some(places) = &self.places else { return Ok(None) };
        let wait = Arc::clone(places).acquire_owned();
        match tokio::time::timeout(self.queue, wait).await {
            Ok(place) => Ok(place.ok()),
            Err(_elapsed) => Err(full(self.queue)),
        }
    }
}

fn full(queue: Duration) -> ReportError {
    let mut error = ReportError::new(
        ErrorType::RateLimited,
        format!(
            "The service is busy: no place came free within {} seconds. Ask again shortly.",
            queue.as_secs()
        ),
        "AICMO_MAX_CONCURRENT_REPORTS reports are under way; raise it where memory and provider \
         limits allow.",
    );
    error.retry_after_secs = Some(queue.as_secs().max(1));
    error
}
