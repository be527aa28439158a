//! The worked example of `docs/packs.md` is a pack that works without code.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aicmo::domain::{BriefInput, Services, intake};
use aicmo::packs::Registry;
use aicmo::pipeline::{EventSink, Job, Pipeline, PipelineParts, PipelineSettings};
use aicmo::quality::count_words;
use aicmo::writing::stub::StubWriter;
use aicmo::writing::{RenderNames, render_section};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const PAGE: &str = include_str!("../../docs/packs.md");

/// A folder with the pack that the page shows, and nothing else.
fn folder(name: &str) -> PathBuf {
    let example = PAGE
        .split("```toml\n")
        .filter_map(|rest| rest.split("```").next())
        .find(|block| block.starts_with("schema = 1"))
        .expect("the page shows a whole pack");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("the folder is made");
    fs::write(folder.join("newsletter_starter.toml"), example).expect("the file is written");
    folder
}

#[test]
fn the_page_s_example_loads_and_every_sample_gets_a_report() {
    let registry = Registry::from_dir(&folder("eleventh_pack")).expect("the example is valid");
    assert_eq!(registry.keys(), ["newsletter_starter"]);
    let pack = registry.resolve("Newsletter").expect("the alias resolves");
    let resolve = |name: &str| registry.resolve(name).map(|pack| pack.key.clone());
    let keys = registry.keys();
    let today = "2026-11-23".parse().expect("a date");
    let context = intake::IntakeContext { today, resolve_pack: &resolve, known_packs: &keys };
    for sample in &pack.samples {
        let body = json!({ "pack_key": "newsletter", "client_brief": Value::Object(sample.brief.clone()) });
        let request = intake::parse_value(&body, &context).expect("the sample is a valid brief");
        let BriefInput::Fields(brief) = &request.brief else { panic!("fields were sent") };
        for spec in &pack.sections {
            let answer = StubWriter::answer(&pack, brief, &Services::default(), spec);
            let column = |title: &str| title.to_owned();
            let names = RenderNames { title: &spec.title, translated: false, column: &column };
            let text = render_section(spec, &answer, names).markdown;
            let words = u32::try_from(count_words(&text)).expect("a count");
            assert!(words >= spec.words.min, "{} of {}: {words} words", spec.id, sample.name);
            for heading in &spec.required_headings {
                assert!(text.contains(&format!("### {heading}")), "{heading} in {text}");
            }
        }
    }
}

/// Its sections are none that the stub writer knows, and no two parts of them may read alike.
#[tokio::test]
async fn the_page_s_example_passes_the_gate_with_the_briefs_of_all_packs() {
    let registry = Registry::from_dir(&folder("eleventh_pack_briefs")).expect("it is valid");
    let resolve = |name: &str| registry.resolve(name).map(|pack| pack.key.clone());
    let keys = registry.keys();
    let today = "2026-11-23".parse().expect("a date");
    let context = intake::IntakeContext { today, resolve_pack: &resolve, known_packs: &keys };
    let pipeline = Pipeline::new(PipelineParts {
        packs: registry.iter().cloned().collect(),
        writer: Ok(Arc::new(StubWriter::default())),
        known_stub: None,
        chain: None,
        settings: PipelineSettings {
            provider_configured: false,
            providers: vec![],
            section_concurrency: 4,
            instructions: vec![],
        },
    });
    let packs = Registry::embedded().expect("the packs are valid");
    for sample in packs.iter().flat_map(|pack| &pack.samples) {
        let body =
            json!({"pack_key": "newsletter", "client_brief": Value::Object(sample.brief.clone())});
        let request = intake::parse_value(&body, &context).expect("the sample is a valid brief");
        let job = Job {
            report_id: Uuid::nil(),
            request: Arc::new(request),
            recent_brands: vec![],
            time: Duration::from_mins(5),
            cancel: CancellationToken::new(),
            events: EventSink::default(),
            key: None,
            allowance: None,
        };
        if let Err(error) = pipeline.run(job).await {
            panic!("{}: {} {:?}", sample.name, error.message, error.quality_issues);
        }
    }
}
