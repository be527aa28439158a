//! The tiny pack, its brief, and what is built on them.

use std::sync::Arc;

use aicmo::domain::intake::{IntakeContext, parse_value};
use aicmo::domain::{PackKey, ProviderName, ReportRequest, WriterKind};
use aicmo::packs::{PackSpec, Registry};
use aicmo::pipeline::{Pipeline, PipelineParts, PipelineSettings};
use aicmo::quality::GuardPolicy;
use aicmo::runs::{Runs, RunsSettings};
use aicmo::writing::Writer;
use serde_json::{Value, json};

/// The tiny pack.
fn pack() -> Arc<PackSpec> {
    pack_of(include_str!("tiny_pack.toml"))
}

/// The pack that `toml` describes.
fn pack_of(toml: &str) -> Arc<PackSpec> {
    let folder = std::env::temp_dir().join(format!("aicmo-tiny-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir_all(&folder).expect("folder");
    std::fs::write(folder.join("tiny_pack.toml"), toml).expect("file");
    let registry = Registry::from_dir(&folder);
    std::fs::remove_dir_all(&folder).expect("removed");
    registry.expect("a valid pack").resolve("tiny_pack").expect("the pack")
}

/// A request for the tiny pack; fields of `extra` win.
pub fn request(extra: &Value) -> ReportRequest {
    let mut body = json!({
        "pack_key": "tiny_pack",
        "client_brief": {
            "brand_name": "Larkspur Dairy",
            "industry": "Farm dairy",
            "product_service": "Raw-milk cheese sold at the farm gate",
            "primary_goal": "Bring more families to the shop on Saturday mornings",
            "target_audience": "Families in the village",
            "geography": "Somerset",
            "start_date": "2026-11-30",
        },
    });
    let fields = body.as_object_mut().expect("an object");
    fields.extend(extra.as_object().cloned().unwrap_or_default());
    let context = IntakeContext {
        today: jiff::civil::date(2026, 11, 23),
        resolve_pack: &|name| PackKey::parse(name),
        known_packs: &["tiny_pack".to_owned()],
    };
    parse_value(&body, &context).expect("a valid request")
}

/// A pipeline that writes the tiny pack with `writer`: beside a key where that is a model.
pub fn pipeline(writer: Arc<dyn Writer>) -> Pipeline {
    Pipeline::new(parts(writer))
}

/// What such a pipeline is built from.
pub fn parts(writer: Arc<dyn Writer>) -> PipelineParts {
    let provider_configured = writer.kind() != WriterKind::Stub;
    PipelineParts {
        packs: vec![pack()],
        writer: Ok(writer),
        known_stub: None,
        chain: None,
        settings: PipelineSettings {
            provider_configured,
            providers: if provider_configured {
                vec![ProviderName::Openai, ProviderName::Anthropic]
            } else {
                vec![]
            },
            section_concurrency: 40,
            instructions: vec![],
        },
    }
}

/// The tiny pack with one word of an instruction changed.
pub fn reworded_pack() -> Arc<PackSpec> {
    let toml = include_str!("tiny_pack.toml");
    let reworded = toml.replacen("instruction = \"", "instruction = \"Briefly: ", 1);
    assert_ne!(reworded, toml);
    pack_of(&reworded)
}

/// Runs over such a pipeline, with the settings changed by `change`.
pub fn runs(writer: Arc<dyn Writer>, change: impl FnOnce(&mut RunsSettings)) -> Runs {
    let provider_configured = writer.kind() != WriterKind::Stub;
    let guard = GuardPolicy { provider_configured, allow_stubs: !provider_configured };
    let mut settings = RunsSettings { max_concurrent: 0, ..RunsSettings::new(guard) };
    change(&mut settings);
    Runs::new(pipeline(writer), settings)
}
