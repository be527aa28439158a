//! Puts the parts together.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::App;
use crate::clock;
use crate::config::{Config, Mode};
use crate::domain::Tier;
use crate::packs::{Finding, Registry};
use crate::pipeline::{Pipeline, PipelineParts, PipelineSettings, Unavailable};
use crate::providers::{Chain, Models, http_client};
use crate::quality::unknown_figures;
use crate::runs::{Runs, RunsSettings};
use crate::telemetry::{self, Metrics};
use crate::writing::Writer;
use crate::writing::llm::{LlmWriter, Model, system_text};
use crate::writing::stub::StubWriter;

impl App {
    /// Builds the application. Asks nobody and writes nothing.
    ///
    /// # Errors
    /// A pack that is not valid, with file, key and line; a model without a price under a budget.
    pub fn build(config: Config) -> anyhow::Result<Arc<Self>> {
        let metrics = Metrics::install();
        let packs = Arc::new(load_packs(&config)?);
        let models = Arc::new(Models::parse(packs.models_toml()).context("packs/models.toml")?);
        check_budget(&config, &models)?;
        let model_warnings = shutdown_warnings(&config, &models);
        let warnings = [config.warnings.clone(), model_warnings.clone()].concat();
        let chain = chain(&config, &models)?;
        let pipeline = Pipeline::new(PipelineParts {
            packs: packs.iter().cloned().collect(),
            writer: writer(&config, chain.as_ref()),
            known_stub: known_stub(&config),
            chain: chain.clone(),
            settings: pipeline_settings(&config),
        });
        let runs = Runs::new(pipeline.clone(), runs_settings(&config, &models));
        Ok(Arc::new(Self {
            packs,
            models,
            chain,
            pipeline,
            runs,
            metrics,
            warnings,
            model_warnings,
            tasks: TaskTracker::new(),
            draining: CancellationToken::new(),
            closing: CancellationToken::new(),
            config,
        }))
    }
}

/// The packs that this process serves.
///
/// # Errors
/// Every finding in the folder of `AICMO_PACKS_DIR`.
pub fn load_packs(config: &Config) -> anyhow::Result<Registry> {
    let loaded = match &config.packs_dir {
        Some(folder) => Registry::from_dir(folder),
        None => Registry::embedded(),
    };
    let findings: Vec<Finding> = match loaded {
        Ok(packs) => {
            let unknown: Vec<Finding> =
                packs.iter().flat_map(|pack| unknown_figures(pack)).collect();
            if unknown.is_empty() {
                return Ok(packs);
            }
            unknown
        }
        Err(findings) => findings,
    };
    let listed: Vec<String> = findings.iter().map(Finding::to_string).collect();
    bail!("AICMO_PACKS_DIR: the packs have to be corrected:\n  {}", listed.join("\n  "))
}

/// What a call costs must be known where a budget has to hold.
fn check_budget(config: &Config, models: &Models) -> anyhow::Result<()> {
    let unpriced = models.unpriced(&config.chain);
    if config.chain.daily_budget_usd.is_some() && !unpriced.is_empty() {
        bail!(
            "AICMO_DAILY_BUDGET_USD is set, but these models have no price in packs/models.toml: \
             {}",
            unpriced.join(", ")
        );
    }
    Ok(())
}

fn shutdown_warnings(config: &Config, models: &Models) -> Vec<String> {
    let shutdowns = models.shutdowns(&config.chain, clock::today());
    let told = shutdowns.into_iter().map(|shutdown| {
        telemetry::llm::model_shutdown(shutdown.provider, &shutdown.model, shutdown.date);
        format!(
            "{} shuts {} down on {} ({} days left): configure another model.",
            shutdown.provider, shutdown.model, shutdown.date, shutdown.days_left
        )
    });
    told.collect()
}

fn chain(config: &Config, models: &Arc<Models>) -> anyhow::Result<Option<Arc<Chain>>> {
    if config.chain.providers.is_empty() {
        return Ok(None);
    }
    let client = http_client(config.chain.times.connect).context("cannot set up TLS")?;
    let chain = Chain::new(config.chain.clone(), (**models).clone(), client);
    Ok(Some(Arc::new(chain)))
}

fn writer(config: &Config, chain: Option<&Arc<Chain>>) -> Result<Arc<dyn Writer>, Unavailable> {
    match (config.mode, chain) {
        (Mode::Production, Some(chain)) => {
            Ok(Arc::new(LlmWriter::new(Arc::clone(chain) as Arc<dyn Model>)))
        }
        (Mode::Development | Mode::Rehearsal, _) => Ok(Arc::new(StubWriter::default())),
        (Mode::LlmOff, _) => Err(Unavailable::TurnedOff),
        (Mode::Production | Mode::NoWriter, _) => Err(Unavailable::NoProvider),
    }
}

/// Beside a key, the gate compares what models write with what the stub writer would have.
fn known_stub(config: &Config) -> Option<Arc<dyn Writer>> {
    (config.mode == Mode::Production).then(|| Arc::new(StubWriter::default()) as Arc<dyn Writer>)
}

fn pipeline_settings(config: &Config) -> PipelineSettings {
    PipelineSettings {
        provider_configured: config.guard.provider_configured,
        providers: config.chain.providers.iter().map(|provider| provider.name).collect(),
        section_concurrency: config.reports.section_concurrency,
        instructions: vec![system_text()],
    }
}

fn runs_settings(config: &Config, models: &Models) -> RunsSettings {
    let named = config.chain.providers.iter().flat_map(|provider| {
        [Tier::Normal, Tier::Quality]
            .map(|tier| format!("{}={}", provider.name, models.name_for(provider, tier)))
    });
    RunsSettings {
        report_deadline: config.reports.deadline,
        cache_enabled: config.reports.cache_enabled,
        max_concurrent: config.reports.max_concurrent,
        models: named.collect(),
        ..RunsSettings::new(config.guard)
    }
}
