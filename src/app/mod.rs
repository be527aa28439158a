//! Builds everything from [`Config`]; serves and drains.

mod connection;
mod serve;

use std::sync::Arc;

use anyhow::bail;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::Config;
use crate::packs::{Finding, Registry};
use crate::telemetry::Metrics;

pub use serve::{serve, serve_on};

/// The application: everything that routes and commands use.
pub struct App {
    /// What was configured.
    pub config: Config,
    /// The packs.
    pub packs: Arc<Registry>,
    /// Metrics of the process.
    pub metrics: Metrics,
    /// Background tasks of the process; connections too.
    pub tasks: TaskTracker,
    draining: CancellationToken,
    closing: CancellationToken,
}

impl App {
    /// Builds the application. Asks nobody and writes nothing.
    ///
    /// # Errors
    /// A pack that is not valid, with file, key and line; a model without a price under a budget.
    pub fn build(config: Config) -> anyhow::Result<Arc<Self>> {
        let packs = Arc::new(load_packs(&config)?);
        Ok(Arc::new(Self {
            packs,
            metrics: Metrics::install(),
            tasks: TaskTracker::new(),
            draining: CancellationToken::new(),
            closing: CancellationToken::new(),
            config,
        }))
    }

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
}

fn load_packs(config: &Config) -> anyhow::Result<Registry> {
    let loaded = match &config.packs_dir {
        Some(folder) => Registry::from_dir(folder),
        None => Registry::embedded(),
    };
    match loaded {
        Ok(packs) => Ok(packs),
        Err(findings) => {
            let listed: Vec<String> = findings.iter().map(Finding::to_string).collect();
            bail!("the packs have to be corrected:\n  {}", listed.join("\n  "))
        }
    }
}
