//! The stub writer through the whole pipeline with briefs as anybody might send them: all pass
//! the gate, the bytes are the same twice, and two briefs of a pack read differently.
//!
//! The long run: `cargo nextest run --release --run-ignored only -E 'test(stub_corpus)'`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use aicmo::domain::ReportRequest;
use aicmo::domain::intake::{IntakeContext, parse_value};
use aicmo::packs::{PackSpec, Registry};
use aicmo::pipeline::{EventSink, Job, Pipeline, PipelineParts, PipelineSettings};
use aicmo::quality::GuardPolicy;
use aicmo::writing::stub::StubWriter;
use futures::stream::{self, StreamExt as _};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Most that the 5-word runs of two reports may have in common, per cent (Jaccard).
const ALIKE: usize = 35;

/// Businesses and odd values (`corpus.toml`).
#[derive(Deserialize)]
struct Corpus {
    brands: Vec<String>,
    businesses: Vec<Business>,
    goals: Vec<String>,
    audiences: Vec<String>,
    places: Vec<String>,
    budgets: Vec<String>,
    times: Vec<String>,
    voices: Vec<String>,
    limits: Vec<String>,
    pains: Vec<String>,
    kpis: Vec<String>,
    platforms: Vec<String>,
    rivals: Vec<String>,
    odd: Vec<String>,
}

#[derive(Deserialize)]
struct Business {
    industry: String,
    product: String,
}

/// A running sequence of choices: the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }

    fn one<'a>(&mut self, list: &'a [String]) -> &'a str {
        &list[self.below(list.len())]
    }

    fn some(&mut self, list: &[String], most: usize) -> Vec<String> {
        let count = self.below(most + 1);
        let mut picked: Vec<String> = (0..count).map(|_| self.one(list).to_owned()).collect();
        picked.sort();
        picked.dedup();
        picked
    }
}

impl Corpus {
    fn read() -> Self {
        toml::from_str(include_str!("corpus.toml")).expect("the corpus parses")
    }

    /// The brief of number `n`: every third field or so is missing, every tenth is odd.
    fn brief(&self, n: usize) -> Map<String, Value> {
        let seed = u64::try_from(n).expect("a small number");
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let business = &self.businesses[n % self.businesses.len()];
        let mut brief = Map::new();
        let brand: String =
            self.brands[(n * 7 + n / 11) % self.brands.len()].chars().take(100).collect();
        brief.insert("brand_name".into(), json!(brand));
        if dice.below(12) > 0 {
            brief.insert("industry".into(), json!(business.industry));
        }
        if dice.below(4) > 0 || !brief.contains_key("industry") {
            brief.insert("product_service".into(), json!(business.product));
        }
        for (key, list) in [
            ("primary_goal", &self.goals),
            ("target_audience", &self.audiences),
            ("geography", &self.places),
            ("budget", &self.budgets),
            ("timeline", &self.times),
            ("voice", &self.voices),
            ("constraints", &self.limits),
        ] {
            if dice.below(3) > 0 {
                let text = if dice.below(10) == 0 {
                    self.odd_text(&mut dice)
                } else {
                    dice.one(list).to_owned()
                };
                brief.insert(key.to_owned(), json!(text));
            }
        }
        for (key, list) in [
            ("pain_points", &self.pains),
            ("kpis", &self.kpis),
            ("platforms", &self.platforms),
            ("competitors", &self.rivals),
        ] {
            if dice.below(2) > 0 {
                brief.insert(key.to_owned(), json!(dice.some(list, 4)));
            }
        }
        brief
    }

    fn odd_text(&self, dice: &mut Dice) -> String {
        let text = dice.one(&self.odd);
        if dice.below(5) == 0 {
            format!("{text}, ").repeat(80).chars().take(1_999).collect()
        } else {
            text.to_owned()
        }
    }
}

fn pipeline(packs: &Registry) -> Pipeline {
    Pipeline::new(PipelineParts {
        packs: packs.iter().cloned().collect(),
        writer: Ok(Arc::new(StubWriter::default())),
        known_stub: None,
        chain: None,
        settings: PipelineSettings {
            provider_configured: false,
            providers: vec![],
            section_concurrency: 8,
            instructions: vec![],
        },
    })
}

fn request(
    packs: &Registry,
    pack: &PackSpec,
    brief: &Map<String, Value>,
) -> Result<ReportRequest, String> {
    let context = IntakeContext {
        today: jiff::civil::date(2026, 11, 23),
        resolve_pack: &|name| packs.resolve(name).map(|pack| pack.key.clone()),
        known_packs: &packs.keys(),
    };
    parse_value(&json!({"pack_key": pack.key, "client_brief": brief}), &context)
        .map_err(|error| format!("intake: {error:?}"))
}

/// The report as text, or what was wrong with it.
async fn write(pipeline: Pipeline, request: ReportRequest) -> Result<String, Vec<String>> {
    let job = Job {
        report_id: Uuid::nil(),
        request: Arc::new(request),
        recent_brands: vec![],
        time: Duration::from_mins(10),
        cancel: CancellationToken::new(),
        events: EventSink::default(),
        key: None,
        allowance: None,
    };
    match pipeline.run(job).await {
        Ok(gated) => {
            let guard = GuardPolicy { provider_configured: false, allow_stubs: true };
            let report = guard.release(gated).map_err(|refused| vec![format!("{refused:?}")])?;
            let body = serde_json::to_value(report.body(false)).map_err(|e| vec![e.to_string()])?;
            Ok(body["markdown"].as_str().unwrap_or_default().to_owned())
        }
        Err(error) => {
            let issues = error
                .quality_issues
                .as_ref()
                .map(|issues| issues.checks.clone())
                .unwrap_or_default();
            let mut lines = vec![error.message.clone()];
            lines.extend(issues.iter().map(|issue| {
                let section = issue.section.as_ref().map(ToString::to_string).unwrap_or_default();
                format!(
                    "{} {:?} {section}: {} | {:?}",
                    issue.check, issue.severity, issue.message, issue.excerpt
                )
            }));
            Err(lines)
        }
    }
}

/// Hashes of the 5-word runs of a report, in order.
fn runs(text: &str) -> Vec<u64> {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let hash = |run: &[&str]| {
        run.iter()
            .flat_map(|word| word.bytes().chain([b' ']))
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            })
    };
    let mut runs: Vec<u64> = words.windows(5).map(hash).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// What two sorted lists share of all they hold, per cent.
fn alike(one: &[u64], two: &[u64]) -> usize {
    let (mut at, mut shared) = (0, 0);
    for value in one {
        while two.get(at).is_some_and(|other| other < value) {
            at += 1;
        }
        shared += usize::from(two.get(at) == Some(value));
    }
    shared * 100 / (one.len() + two.len() - shared).max(1)
}

/// Writes the briefs `numbers(pack)` for each pack, each twice where `twice` says so.
async fn corpus(
    numbers: impl Fn(usize) -> std::ops::Range<usize>,
    twice: impl Fn(usize) -> bool + Copy,
) {
    let packs = Registry::embedded().expect("packs");
    let corpus = Corpus::read();
    let pipeline = pipeline(&packs);
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut written = 0;
    for (at, pack) in packs.iter().enumerate() {
        let jobs = stream::iter(numbers(at)).map(|n| {
            let request = request(&packs, pack, &corpus.brief(n));
            let pipeline = pipeline.clone();
            async move {
                let request = match request {
                    Ok(request) => request,
                    Err(error) => return (n, Err(vec![error])),
                };
                let first = write(pipeline.clone(), request.clone()).await;
                if twice(n) && first != write(pipeline, request).await {
                    return (n, Err(vec!["other bytes the second time".to_owned()]));
                }
                (n, first)
            }
        });
        let done: Vec<_> = jobs.buffer_unordered(4).collect().await;
        let mut texts = Vec::new();
        for (n, outcome) in done {
            match outcome {
                Ok(text) => texts.push((n, runs(&text))),
                Err(lines) => {
                    wrong.insert(format!("{} brief {n}", pack.key), lines);
                }
            }
        }
        written += texts.len();
        texts.sort_by_key(|(n, _)| *n);
        let pairs = texts
            .iter()
            .enumerate()
            .flat_map(|(i, one)| texts.iter().skip(i + 1).map(move |two| (one, two)));
        let closest =
            pairs.map(|(one, two)| (alike(&one.1, &two.1), one.0, two.0)).max().unwrap_or_default();
        println!(
            "{}: briefs {} and {} are closest, {} % alike",
            pack.key, closest.1, closest.2, closest.0
        );
        if closest.0 > ALIKE {
            wrong.insert(
                format!("{} briefs {} and {}", pack.key, closest.1, closest.2),
                vec![format!("{} % alike", closest.0)],
            );
        }
    }
    println!("{written} reports written, {} refused or too alike", wrong.len());
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), written + wrong.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_few_of_all_briefs_pass_in_every_pack() {
    // Each pack meets other briefs, so that together they see all kinds.
    corpus(|at| at * 4..at * 4 + 3, |n| n % 4 == 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "2,000 reports, written twice: a few minutes in release"]
async fn two_hundred_briefs_pass_in_every_pack() {
    corpus(|_| 0..200, |_| true).await;
}
