//! Reports a second by the stub writer, the whole pipeline with its gate, limits off:
//! `cargo bench --bench stub` (by hand; goal on two cores: at least 300 reports a second).
//!
//! Every report has a brief of its own, so that nothing is answered from a cache. An argument says
//! how many reports are written.
#![expect(
    clippy::expect_used,
    clippy::cast_precision_loss,
    reason = "a bench ends by a panic, and counts are small"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use aicmo::domain::ReportRequest;
use aicmo::domain::intake::{IntakeContext, parse_value};
use aicmo::packs::{PackSpec, Registry};
use aicmo::pipeline::{EventSink, Job, Pipeline, PipelineParts, PipelineSettings};
use aicmo::writing::stub::StubWriter;
use futures::stream::{self, StreamExt as _};
use serde_json::json;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// The allocator of the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const REPORTS: usize = 1_200;
const PACK: &str = "quick_social_basic";

#[tokio::main]
async fn main() {
    let packs = Registry::embedded().expect("packs");
    let pack = packs.resolve(PACK).expect("the pack ships");
    let pipeline = Pipeline::new(PipelineParts {
        packs: packs.iter().cloned().collect(),
        writer: Ok(Arc::new(StubWriter::default())),
        known_stub: None,
        chain: None,
        settings: PipelineSettings {
            provider_configured: false,
            providers: vec![],
            section_concurrency: 40,
            instructions: vec![],
        },
    });
    write(&pipeline, &packs, &pack, 0..50).await;
    let reports = std::env::args().find_map(|asked| asked.parse().ok()).unwrap_or(REPORTS);
    let begun = Instant::now();
    let accepted = write(&pipeline, &packs, &pack, 50..50 + reports).await;
    let spent = begun.elapsed();
    println!(
        "{PACK}, {} sections: {accepted} of {reports} reports in {spent:.2?}, {:.0} a second",
        pack.sections.len(),
        reports as f64 / spent.as_secs_f64(),
    );
}

async fn write(
    pipeline: &Pipeline,
    packs: &Registry,
    pack: &PackSpec,
    numbers: std::ops::Range<usize>,
) -> usize {
    let reports = stream::iter(numbers).map(|n| {
        let job = job(request(packs, pack, n));
        async move { pipeline.run(job).await.is_ok() }
    });
    let done = reports.buffer_unordered(8).filter(|done| {
        let accepted = *done;
        async move { accepted }
    });
    done.count().await
}

fn request(packs: &Registry, pack: &PackSpec, n: usize) -> ReportRequest {
    let sample = pack.samples.iter().cycle().nth(n).expect("a sample");
    let mut brief = sample.brief.clone();
    brief.insert("website".to_owned(), json!(format!("https://client-{n}.test")));
    let context = IntakeContext {
        today: jiff::civil::date(2026, 11, 23),
        resolve_pack: &|name| packs.resolve(name).map(|pack| pack.key.clone()),
        known_packs: &packs.keys(),
    };
    parse_value(&json!({"pack_key": pack.key, "client_brief": brief}), &context)
        .expect("a valid request")
}

fn job(request: ReportRequest) -> Job {
    Job {
        report_id: Uuid::now_v7(),
        request: Arc::new(request),
        recent_brands: vec![],
        time: Duration::from_mins(2),
        cancel: CancellationToken::new(),
        events: EventSink::default(),
        key: None,
        allowance: None,
    }
}
