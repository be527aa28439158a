//! Wall time of a report over its longest chain of calls, and how many spoiled reports are
//! mended at which price. Run by hand: `cargo bench --bench wall_time`.
//!
//! The simulator runs in the same process; its delay is 500 ms a call for the wall time and
//! nothing for the repairs.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_precision_loss,
    dead_code,
    reason = "a bench ends by a panic, and uses support code of the tests"
)]

#[path = "../tests/support/simulated_llm/mod.rs"]
mod simulated_llm;
#[path = "../tests/support/world.rs"]
mod world;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aicmo::domain::{BriefInput, RunEvent};
use aicmo::packs::{PackSpec, Research};
use aicmo::pipeline::{EventSink, Job};
use futures::stream::{self, StreamExt as _};
use serde_json::json;
use world::World;

const DELAY: Duration = Duration::from_millis(500);

#[tokio::main]
async fn main() {
    wall_time().await;
    for (pack, reports, goal) in
        [("quick_social_basic", 300, 98.0), ("strategy_campaign_enterprise", 60, 92.0)]
    {
        repairs(pack, reports, goal).await;
    }
}

async fn wall_time() {
    // A service reads its rule files and compiles its patterns once, in its first reports.
    let warm = World::start(Duration::ZERO, 1).await;
    for pack in warm.packs.iter() {
        let _written = warm.pipeline.run(warm.job(warm.request(pack, 0, &json!({})))).await;
    }
    println!("wall time ÷ (longest chain × {DELAY:?}), goal ≤ 1.05");
    let world = World::start(DELAY, 1).await;
    for pack in world.packs.iter() {
        let chain = 1 + pack.depth() + usize::from(pack.research != Research::None);
        let request = world.request(pack, 0, &json!({}));
        let begun = Instant::now();
        let written = world.pipeline.run(world.job(request)).await;
        let wall = begun.elapsed();
        let ratio = wall.as_secs_f64() / (chain as f64 * DELAY.as_secs_f64());
        let outcome = written.map_or_else(
            |error| error.error_type.to_string(),
            |gated| format!("{} calls", gated.facts().usage.calls),
        );
        println!("  {:<32} chain {chain}  {wall:>10.3?}  {ratio:.3}  {outcome}", pack.key.as_str());
    }
}

async fn repairs(pack: &str, reports: usize, goal: f64) {
    let world = World::start(Duration::ZERO, 7).await;
    world.spoil(0.2, 0.8).await;
    let Some(pack) = world.packs.resolve(pack) else { return };
    let (mut accepted, mut extra) = (0, 0);
    let mut written = stream::iter(0..reports).map(|n| one(&world, &pack, n)).buffer_unordered(8);
    while let Some((ok, repairs)) = written.next().await {
        accepted += usize::from(ok);
        extra += repairs;
    }
    println!(
        "{}: {:.1} % of {reports} reports accepted (goal ≥ {goal:.0} %), {:.3} extra calls a \
         section (goal ≤ 0.27)",
        pack.key,
        100.0 * accepted as f64 / reports as f64,
        extra as f64 / (reports * pack.sections.len()) as f64,
    );
}

/// Whether the report was accepted, and its repairs. Each has a brief of its own: the simulator
/// remembers its defects by brief and section.
async fn one(world: &World, pack: &PackSpec, n: usize) -> (bool, usize) {
    let mut request = world.request(pack, n, &json!({}));
    if let BriefInput::Fields(brief) = &mut request.brief {
        brief.website = Some(format!("https://client-{n}.test"));
    }
    let repairs = Arc::new(AtomicUsize::new(0));
    let told = Arc::clone(&repairs);
    let events = EventSink::new(move |event| {
        if matches!(event, RunEvent::SectionRepaired { .. }) {
            told.fetch_add(1, Ordering::Relaxed);
        }
    });
    let written = world.pipeline.run(Job { events, ..world.job(request) }).await;
    if let Err(error) = &written {
        let checks: Vec<String> = error
            .quality_issues
            .iter()
            .flat_map(|found| &found.checks)
            .map(|issue| format!("{}:{}", issue.section.as_deref().unwrap_or("-"), issue.check))
            .collect();
        println!("  refused: {} {}", error.error_type, checks.join(" "));
    }
    (written.is_ok(), repairs.load(Ordering::Relaxed))
}
