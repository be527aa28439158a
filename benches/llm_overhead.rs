//! Our own time on a call to a provider, against a bare axum + reqwest pass-through in the same
//! run: `cargo bench --bench llm_overhead`. Goals: at most 1.5 times its CPU, and at most
//! 0.25 ms more at the median.
//!
//! Three processes, so that CPU is counted where it belongs: an upstream that streams a prepared
//! answer, the measured server with both routes, and this one, which drives them.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench ends by a panic")]

use std::convert::Infallible;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use aicmo::domain::{ProviderName, Tier};
use aicmo::providers::{
    Call, CallKind, Chain, ChainSettings, Effort, Models, ProviderSettings, Schema, Session,
    http_client,
};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::IntoResponse as _;
use axum::routing::post;
use futures::future::join_all;
use futures::stream;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

const CALLS: usize = 4_000;
const AT_ONCE: usize = 16;
const ROUNDS: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [_, "upstream", ..] => runtime.block_on(serve(upstream())),
        [_, "measured", url, ..] => runtime.block_on(serve(measured(url))),
        _ => runtime.block_on(drive()),
    }
}

async fn serve(router: Router) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("{}", listener.local_addr().expect("bound").port());
    axum::serve(listener, router).await.expect("served");
}

/// Streams one prepared answer of about 4 kB in forty events.
fn upstream() -> Router {
    let text = "The plan names one next step, so that a decision needs no second meeting. ";
    let answer = json!({"parts": [{"heading": "", "markdown": text.repeat(50), "rows": []}],
        "numbers": [], "abstract": "Short.", "done": true})
    .to_string();
    let characters: Vec<char> = answer.chars().collect();
    let chunk = |choices: Value| format!("data: {}\n\n", json!({"id": "c", "choices": choices}));
    let mut events: Vec<Bytes> = characters
        .chunks(characters.len().div_ceil(40))
        .map(|piece| {
            let content: String = piece.iter().collect();
            chunk(json!([{"index": 0, "delta": {"content": content}}])).into()
        })
        .collect();
    events.push(chunk(json!([{"index": 0, "delta": {}, "finish_reason": "stop"}])).into());
    let usage = json!({"prompt_tokens": 3_000, "completion_tokens": 900});
    events.push(format!("data: {}\n\n", json!({"choices": [], "usage": usage})).into());
    events.push("data: [DONE]\n\n".into());
    let answer = move |_: Bytes| {
        let events = events.clone().into_iter().map(Ok::<_, Infallible>);
        let body = Body::from_stream(stream::iter(events));
        std::future::ready(([("content-type", "text/event-stream")], body).into_response())
    };
    Router::new().route("/chat/completions", post(answer))
}

#[derive(Clone)]
struct Measured {
    chain: Arc<Chain>,
    client: reqwest::Client,
    url: Arc<str>,
}

fn measured(url: &str) -> Router {
    let client = http_client(Duration::from_secs(5)).expect("a client");
    let mut provider = ProviderSettings::new(ProviderName::Openai, "key".into());
    provider.base_url = Some(url.to_owned());
    let settings = ChainSettings { providers: vec![provider], ..ChainSettings::default() };
    let chain = Chain::new(settings, Models::embedded().expect("valid"), client.clone());
    let state = Measured { chain: Arc::new(chain), client, url: url.into() };
    Router::new()
        .route("/bare", post(bare))
        .route("/chain", post(through_the_chain))
        .with_state(state)
}

async fn bare(State(measured): State<Measured>, body: Bytes) -> Body {
    let url = format!("{}/chat/completions", measured.url);
    let request = measured.client.post(url).header("content-type", "application/json").body(body);
    let response = request.send().await.expect("an answer");
    Body::from_stream(response.bytes_stream())
}

async fn through_the_chain(State(measured): State<Measured>, body: Bytes) -> Vec<u8> {
    let order = measured.chain.configured();
    let session = Session::new(order, Duration::from_mins(1), CancellationToken::new());
    let call = Call {
        kind: CallKind::Section,
        section: Some("overview".to_owned()),
        system: Arc::from("You write marketing reports."),
        user: String::from_utf8_lossy(&body).into_owned(),
        schema: Schema {
            name: "section_answer",
            json: Arc::new(json!({"type": "object"})),
            check: |answer| if answer["done"] == true { Ok(()) } else { Err("not done") },
        },
        effort: Effort::Low,
        tier: Tier::Normal,
        max_output_tokens: 6_000,
        web_search: false,
        only: None,
        avoid: None,
        attempts_per_provider: 2,
        progress: None,
    };
    let answer = measured.chain.call(&session, call).await.expect("an answer");
    serde_json::to_vec(&answer.json).expect("plain")
}

/// A process of this bench, ended with it.
struct Process {
    child: Child,
    port: String,
}

impl Process {
    fn start(arguments: &[&str]) -> Self {
        let this = std::env::current_exe().expect("a path");
        let mut command = Command::new(this);
        let mut child = command.args(arguments).stdout(Stdio::piped()).spawn().expect("a process");
        let mut port = String::new();
        let stdout = child.stdout.take().expect("its output");
        BufReader::new(stdout).read_line(&mut port).expect("its port");
        Self { child, port: port.trim().to_owned() }
    }

    /// CPU time so far, in clock ticks.
    fn ticks(&self) -> u64 {
        let path = format!("/proc/{}/stat", self.child.id());
        let stat = std::fs::read_to_string(path).expect("Linux");
        let (_, fields) = stat.rsplit_once(')').expect("a name in brackets");
        let ticks = fields.split_whitespace().skip(11).take(2);
        ticks.map(|field| field.parse::<u64>().expect("a number")).sum()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn drive() {
    let upstream = Process::start(&["upstream"]);
    let measured = Process::start(&["measured", &format!("http://127.0.0.1:{}", upstream.port)]);
    let client = http_client(Duration::from_secs(5)).expect("a client");
    let url = |route: &str| format!("http://127.0.0.1:{}/{route}", measured.port);
    for route in ["bare", "chain"] {
        run(&client, &url(route), CALLS / 4, AT_ONCE).await;
    }
    let (mut bare, mut chain) = (Figures::default(), Figures::default());
    for _ in 0..ROUNDS {
        for (route, figures) in [("bare", &mut bare), ("chain", &mut chain)] {
            let before = measured.ticks();
            run(&client, &url(route), CALLS, AT_ONCE).await;
            figures.ticks += measured.ticks() - before;
            figures.times.extend(run(&client, &url(route), CALLS / 8, 1).await);
        }
    }
    let calls = u32::try_from(CALLS * ROUNDS).expect("few");
    let ratio = chain.cpu(calls) / bare.cpu(calls);
    let added = chain.median().as_secs_f64() - bare.median().as_secs_f64();
    println!("CPU a call: bare {:.1} us, chain {:.1} us", bare.cpu(calls), chain.cpu(calls));
    println!("CPU ratio: {ratio:.2} (goal: at most 1.50)");
    println!("median: bare {:?}, chain {:?}", bare.median(), chain.median());
    println!("added at the median: {:.3} ms (goal: at most 0.250)", added * 1e3);
}

#[derive(Default)]
struct Figures {
    ticks: u64,
    times: Vec<Duration>,
}

impl Figures {
    /// Microseconds a call; a tick is 10 ms.
    fn cpu(&self, calls: u32) -> f64 {
        let ticks = f64::from(u32::try_from(self.ticks).expect("few"));
        ticks * 10_000.0 / f64::from(calls)
    }

    fn median(&self) -> Duration {
        let mut times = self.times.clone();
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    }
}

/// Makes `calls` requests, `at_once` at a time, and tells how long each took.
async fn run(client: &reqwest::Client, url: &str, calls: usize, at_once: usize) -> Vec<Duration> {
    let body = Bytes::from(json!({"brief": "word ".repeat(2_400)}).to_string());
    let one_after_the_other = || async {
        let mut times = Vec::with_capacity(calls / at_once);
        for _ in 0..calls / at_once {
            let started = Instant::now();
            let request = client.post(url).body(body.clone());
            let answer = request.send().await.expect("an answer").bytes().await.expect("a body");
            assert!(answer.len() > 3_000, "the whole answer comes");
            times.push(started.elapsed());
        }
        times
    };
    join_all((0..at_once).map(|_| one_after_the_other())).await.concat()
}
