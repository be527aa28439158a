//! Builds everything from [`Config`]; serves and drains.

mod build;
mod connection;
mod providers;
mod serve;

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::Config;
use crate::packs::Registry;
use crate::pipeline::Pipeline;
use crate::providers::{Chain, Models};
use crate::runs::Runs;
use crate::telemetry::Metrics;

pub use build::load_packs;
pub use providers::ProviderHealth;
pub use serve::{serve, serve_on};

/// The application: everything that routes and commands use.
pub struct App {
    /// What was configured.
    pub config: Config,
    /// The packs.
    pub packs: Arc<Registry>,
    /// Models and prices.
    pub models: Arc<Models>,
    /// The provider chain, where a key is configured.
    pub chain: Option<Arc<Chain>>,
    /// The use case.
    pub pipeline: Pipeline,
    /// Runs and the report cache.
    pub runs: Runs,
    /// Metrics of the process.
    pub metrics: Metrics,
    /// What the operator should know, from the configuration and the models.
    pub warnings: Vec<String>,
    /// Those of them about models that will be turned off.
    pub model_warnings: Vec<String>,
    /// Background tasks of the process; connections too.
    pub tasks: TaskTracker,
    draining: CancellationToken,
    closing: CancellationToken,
}

impl App {
    /// Whether new reports are refused since the service is shutting down.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.draining.is_cancelled()
    }

    /// Set when the drain is over: whoever still waits has to leave.
    #[must_use]
    pub fn closing(&self) -> &CancellationToken {
        &self.closing
    }

    /// Refuses new reports, waits for those in flight, then ends what still waits.
    pub async fn drain(&self) {
        let time = self.config.server.drain;
        tracing::info!(
            seconds = time.as_secs_f64(),
            in_flight = self.runs.in_flight(),
            "draining: new reports are refused, those in flight are finished"
        );
        self.draining.cancel();
        self.runs.drain(time).await;
        self.closing.cancel();
    }
}
