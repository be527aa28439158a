//! Time of the gate: a report of 15,000 words (`cargo bench --bench gate`; goal: p95
//! at most 15 ms).
#![expect(
    clippy::expect_used,
    clippy::format_push_string,
    reason = "a bench ends by a panic, and builds its text once"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use aicmo::domain::{Brief, Finish, Provenance, ResearchNotes, SectionDraft, Services, WriterKind};
use aicmo::packs::Registry;
use aicmo::quality::{GateInput, LeakTexts, Phase, Scope, gate};
use criterion::{Criterion, criterion_group, criterion_main};

/// The allocator of the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WORDS: usize = 15_000;
/// Runs of which the slowest ones are told.
const RUNS: usize = 200;
const SENTENCES: [&str; 6] = [
    "Harbour & Pine opens at six because the first regulars catch the 6:40 train from the quay.",
    "Each week has one owner, one date and one figure that the team reads aloud on Monday.",
    "Subscriptions are meant to grow from 400 to 600 by June, and every post names one next step.",
    "The roaster explains a single decision a week, from the height of the flame to the day’s grind.",
    "Home brewers ask about water; office workers ask how long the queue is, and both get an answer.",
    "A class of eight fills when the invitation names the bean, the hour and the price.",
];

fn section(id: &aicmo::domain::SectionId, title: &str, words: usize) -> SectionDraft {
    let mut markdown = format!("## {title}\n");
    let mut written = 0;
    for (at, sentence) in SENTENCES.iter().cycle().enumerate() {
        if written >= words {
            break;
        }
        match at % 9 {
            0 => markdown.push_str(&format!("\n### Part {at}\n\n")),
            4 => markdown.push_str("\n\n- "),
            7 => markdown.push_str("\n\n| Day | Hook |\n|---|---|\n| 1 | coffee |\n\n"),
            _ => {}
        }
        markdown.push_str(&format!("{sentence} ({at}) "));
        written += 16;
    }
    SectionDraft {
        id: id.clone(),
        title: title.to_owned(),
        markdown,
        tables: vec![],
        numbers: vec![],
        abstract_text: String::new(),
        provenance: Provenance {
            writer: WriterKind::External,
            provider: "external".to_owned(),
            model: "external".to_owned(),
        },
        finish: Finish::Complete,
        attempts: 1,
        repairs: vec![],
        handed_over: false,
    }
}

fn brief() -> Brief {
    let brief = serde_json::json!({
        "brand_name": "Harbour & Pine", "industry": "Coffee", "primary_goal": "400 to 600 subscriptions",
        "pain_points": [], "kpis": ["Subscriptions"], "platforms": ["Instagram"], "competitors": [],
        "banned_words": [], "start_date": "2026-11-30", "language": "en"
    });
    serde_json::from_value(brief).expect("a brief")
}

fn bench(criterion: &mut Criterion) {
    let registry = Registry::embedded().expect("packs");
    let pack = registry.resolve("strategy_campaign_enterprise").expect("a pack");
    let words = WORDS / pack.sections.len();
    let sections: Vec<SectionDraft> =
        pack.sections.iter().map(|spec| section(&spec.id, &spec.title, words)).collect();
    let (brief, services, research) = (brief(), Services::default(), ResearchNotes::default());
    let input = GateInput {
        scope: Scope::Report,
        phase: Phase::Final,
        pack: &pack,
        brief: &brief,
        services: &services,
        language: "en",
        spine: None,
        research: &research,
        title: "Harbour & Pine",
        sections: &sections,
        assumptions: &[],
        leak: LeakTexts::default(),
        recent_brands: &[],
        provider_configured: false,
        stub_texts: &BTreeMap::new(),
    };
    // The first run reads the rule files.
    black_box(gate(&input));
    criterion.bench_function("gate, 15,000 words", |bencher| {
        bencher.iter(|| black_box(gate(black_box(&input))));
    });
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            black_box(gate(black_box(&input)));
            begun.elapsed()
        })
        .collect();
    times.sort();
    let [half, most] = [50, 95].map(|share| times.get(RUNS * share / 100).copied());
    println!(
        "gate, 15,000 words: p50 {:.1?}, p95 {:.1?}",
        half.expect("runs"),
        most.expect("runs")
    );
}

criterion_group!(gates, bench);
criterion_main!(gates);
