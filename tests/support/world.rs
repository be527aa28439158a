//! The LLM path as it really runs: simulator, chain, writer, pipeline and runs, on loopback.

use std::sync::Arc;
use std::time::Duration;

use aicmo::domain::intake::{IntakeContext, parse_value};
use aicmo::domain::{ProviderName, ReportRequest};
use aicmo::packs::{PackSpec, Registry};
use aicmo::pipeline::{Job, Pipeline, PipelineParts, PipelineSettings};
use aicmo::providers::{Chain, ChainSettings, Models, ProviderSettings, http_client};
use aicmo::quality::GuardPolicy;
use aicmo::runs::{Runs, RunsSettings};
use aicmo::writing::llm::{LlmWriter, Model, system_text};
use aicmo::writing::stub::StubWriter;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::simulated_llm::{Options, SimulatedLlm};

/// Everything between a request and a simulated provider.
pub struct World {
    pub simulator: SimulatedLlm,
    pub address: std::net::SocketAddr,
    pub packs: Registry,
    pub chain: Arc<Chain>,
    pub pipeline: Pipeline,
}

impl World {
    /// All three providers, each answering after `delay`.
    pub async fn start(delay: Duration, seed: u64) -> Self {
        Self::with(delay, seed, &ProviderName::ALL).await
    }

    /// These providers, each answering after `delay`.
    pub async fn with(delay: Duration, seed: u64, providers: &[ProviderName]) -> Self {
        let (simulator, address) =
            SimulatedLlm::start(Options { delay, seed, ..Options::default() }).await;
        let packs = Registry::embedded().expect("valid packs");
        let settings = ChainSettings {
            providers: providers.iter().map(|name| provider(*name, address)).collect(),
            concurrency: 100_000,
            jitter: |_| Duration::ZERO,
            ..ChainSettings::default()
        };
        let models = Models::parse(packs.models_toml()).expect("models");
        let client = http_client(Duration::from_secs(5)).expect("a client");
        let chain = Arc::new(Chain::new(settings, models, client));
        let pipeline = pipeline(&packs, Arc::clone(&chain) as Arc<dyn Model>, providers);
        Self { simulator, address, packs, chain, pipeline }
    }

    /// The same pipeline with another model in the chain's place.
    pub fn pipeline_with(&self, model: Arc<dyn Model>) -> Pipeline {
        pipeline(&self.packs, model, &ProviderName::ALL)
    }

    /// Runs over the same pipeline, without limit and cache.
    pub fn runs(&self) -> Runs {
        let guard = GuardPolicy { provider_configured: true, allow_stubs: false };
        let settings =
            RunsSettings { max_concurrent: 0, cache_enabled: false, ..RunsSettings::new(guard) };
        Runs::new(self.pipeline.clone(), settings)
    }

    /// A request for a sample of `pack`; fields of `extra` win.
    pub fn request(&self, pack: &PackSpec, sample: usize, extra: &Value) -> ReportRequest {
        let brief = &pack.samples[sample % pack.samples.len()].brief;
        let mut body = json!({"pack_key": pack.key, "client_brief": brief});
        let fields = body.as_object_mut().expect("an object");
        fields.extend(extra.as_object().cloned().unwrap_or_default());
        let context = IntakeContext {
            today: jiff::civil::date(2026, 11, 23),
            resolve_pack: &|name| self.packs.resolve(name).map(|pack| pack.key.clone()),
            known_packs: &self.packs.keys(),
        };
        parse_value(&body, &context).expect("a valid request")
    }

    /// A job of its own for `request`.
    #[expect(clippy::unused_self, reason = "it reads as the world's, like the rest")]
    pub fn job(&self, request: ReportRequest) -> Job {
        Job {
            report_id: Uuid::now_v7(),
            request: Arc::new(request),
            recent_brands: vec![],
            time: Duration::from_mins(2),
            cancel: CancellationToken::new(),
            events: aicmo::pipeline::EventSink::default(),
            key: None,
            allowance: None,
        }
    }

    /// Sets how many drafts the simulator spoils and mends.
    pub async fn spoil(&self, spoil: f64, mend: f64) {
        self.wish(&json!({"faults": [], "spoil": spoil, "mend": mend})).await;
    }

    /// Every call for `section` meets the fault `kind`, in place of all other faults.
    pub async fn fault_in(&self, section: &str, kind: &str) {
        self.wish(&json!({"faults": [{"kind": kind, "section": section}]})).await;
    }

    /// The first `times` calls for `section` meet the fault `kind`, in place of all other faults.
    pub async fn fault_in_times(&self, section: &str, kind: &str, times: u32) {
        let fault = json!({"kind": kind, "section": section, "times": times});
        self.wish(&json!({"faults": [fault]})).await;
    }

    async fn wish(&self, wishes: &Value) {
        let body = wishes.to_string();
        let url = format!("http://{}/_sim/faults", self.address);
        let client = http_client(Duration::from_secs(5)).expect("a client");
        let answer =
            client.post(url).header("content-type", "application/json").body(body).send().await;
        assert!(answer.expect("an answer").status().is_success());
    }
}

fn pipeline(packs: &Registry, model: Arc<dyn Model>, providers: &[ProviderName]) -> Pipeline {
    Pipeline::new(PipelineParts {
        packs: packs.iter().cloned().collect(),
        writer: Ok(Arc::new(LlmWriter::new(model))),
        known_stub: Some(Arc::new(StubWriter::default())),
        chain: None,
        settings: PipelineSettings {
            provider_configured: true,
            providers: providers.to_vec(),
            section_concurrency: 40,
            instructions: vec![system_text()],
        },
    })
}

fn provider(name: ProviderName, address: std::net::SocketAddr) -> ProviderSettings {
    let base = match name {
        ProviderName::Openai => format!("http://{address}/v1"),
        ProviderName::Perplexity | ProviderName::Anthropic => format!("http://{address}"),
    };
    ProviderSettings {
        base_url: Some(base),
        ..ProviderSettings::new(name, format!("key-of-{name}").into())
    }
}
