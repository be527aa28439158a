//! Faults that no table lists: bytes that no provider should send. Each is rescued by the healthy
//! fallback, at every stage of a report, and nothing of it is delivered.

use std::sync::Arc;
use std::time::Duration;

use aicmo::domain::RepairKind;
use aicmo::providers::{Chain, Times};
use aicmo::quality::Gated;
use futures::StreamExt as _;
use futures::stream;
use serde_json::{Value, json};

use crate::providers::{ANTHROPIC, OPENAI, PATIENT, PERPLEXITY, call, chain_of, session, settings};
use crate::raw_provider::{Piece, RawProvider, Said};
use crate::simulated_llm::{Options, SimulatedLlm};
use crate::world::World;

/// Limits that what never ends meets soon.
const STRICT: Times = Times {
    connect: Duration::from_secs(2),
    first_byte: Duration::from_secs(2),
    stall: Duration::from_secs(2),
    total: Duration::from_secs(5),
};

const PARTIAL: &str = "HALF-A-SENTENCE-OF";

fn bytes(text: impl AsRef<[u8]>) -> Piece {
    Piece::Bytes(text.as_ref().to_vec())
}

fn head(status: &str, headers: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}connection: close\r\n\r\n")
}

fn ok(kind: &str, body: impl AsRef<[u8]>) -> Vec<Piece> {
    vec![bytes(head("200 OK", &format!("content-type: {kind}\r\n"))), bytes(body)]
}

fn events(body: impl AsRef<[u8]>) -> Vec<Piece> {
    ok("text/event-stream", body)
}

/// The start of an answer on each wire at once: every reader finds its own.
fn start() -> String {
    let text = format!("{{\"parts\":[{{\"heading\":\"\",\"markdown\":\"{PARTIAL}");
    let chat = json!({"choices": [{"index": 0, "delta": {"content": text}}]});
    let agent = json!({"type": "response.output_text.delta", "delta": text});
    let messages =
        json!({"type": "content_block_delta", "delta": {"type": "text_delta", "text": text}});
    format!("data: {chat}\n\ndata: {agent}\n\ndata: {messages}\n\n")
}

fn limited(headers: &str) -> Vec<Piece> {
    let body = json!({"error": {"code": "rate_limit_exceeded"}}).to_string();
    let headers = format!("{headers}content-type: application/json\r\n");
    vec![bytes(head("429 Too Many Requests", &headers)), bytes(body)]
}

fn after(mut pieces: Vec<Piece>, last: Piece) -> Vec<Piece> {
    pieces.push(last);
    pieces
}

type Fault = (&'static str, Vec<Piece>);

/// Bytes of each fault, by its name.
fn faults() -> Vec<Fault> {
    [without_end(), broken_off(), no_answers(), other_statuses()].concat()
}

fn without_end() -> Vec<Fault> {
    let endless = |start: Vec<Piece>, what: &str, pause: u64| {
        after(start, Piece::Endless(what.as_bytes().to_vec(), pause))
    };
    let wide = "x".repeat(65_536);
    vec![
        ("silent after its headers", after(events(""), Piece::Silence)),
        ("silent after a start", after(events(start()), Piece::Silence)),
        (
            "early hints and no more",
            after(vec![bytes("HTTP/1.1 103 Hints\r\n\r\n")], Piece::Silence),
        ),
        ("headers that drip", endless(vec![bytes("HTTP/1.1 200 OK\r\n")], "x", 90)),
        ("a header without end", endless(vec![bytes("HTTP/1.1 200 OK\r\nx: ")], &wide, 1)),
        ("comments without end", endless(events(""), ": ping\n\n", 90)),
        ("spaces without end", endless(events(""), "     ", 90)),
        ("pings without end", endless(events(start()), "data: {\"type\":\"ping\"}\n\n", 90)),
        ("a line without end", endless(events("data: "), &wide, 1)),
    ]
}

fn broken_off() -> Vec<Fault> {
    let chunked = head("200 OK", "transfer-encoding: chunked\r\n");
    let short = head("200 OK", "content-type: text/event-stream\r\ncontent-length: 100000\r\n");
    let letter = format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{PARTIAL} Grü");
    vec![
        ("reset after a start", after(events(start()), Piece::Reset)),
        ("reset at once", vec![Piece::Reset]),
        ("closed at once", vec![]),
        ("fewer bytes than said", vec![bytes(short), bytes(start())]),
        ("broken chunks", vec![bytes(&chunked), bytes("zz\r\nnonsense\r\n")]),
        ("chunks cut off", vec![bytes(chunked), bytes(format!("{:x}\r\n{}", 90_000, start()))]),
        ("cut inside a letter", events(&letter.as_bytes()[..letter.len() - 1])),
        ("broken letters", events(b"data: {\"choices\":[{\"delta\":{\"content\":\"\xff\"}}]}\n\n")),
    ]
}

fn no_answers() -> Vec<Fault> {
    let deep = format!("{{\"choices\":{}{}}}", "[".repeat(50_000), "]".repeat(50_000));
    let gzip = head("200 OK", "content-type: application/json\r\ncontent-encoding: gzip\r\n");
    let bomb = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..], &vec![0; 2 * 1024 * 1024]].concat();
    let end = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]});
    let part = json!({"heading": "", "markdown": "x", "rows": []});
    let word = json!({"parts": [part], "numbers": [], "abstract": "", "done": "true"}).to_string();
    vec![
        ("more than anybody reads", events(vec![b' '; 9 * 1024 * 1024])),
        ("a compressed body", vec![bytes(gzip), bytes(bomb)]),
        ("html", ok("text/html", "<html><title>Sign in</title></html>")),
        ("html as a stream", events("<html><title>Sign in</title></html>")),
        ("a plain word", ok("text/plain", "OK")),
        ("nested without end", ok("application/json", deep)),
        ("zero bytes", ok("application/json", vec![0; 4_096])),
        ("a start and an end", events(format!("{}data: {end}\n\ndata: [DONE]\n\n", start()))),
        ("done and nothing else", events("data: [DONE]\n\ndata: [DONE]\n\n")),
        ("another answer", events(other_answer())),
        ("far more than was asked for", events(answered(&overlong()))),
        ("done as a word", events(answered(&word))),
        ("two answers", events(answered("{\"parts\":[],\"done\":true}{\"done\":true}"))),
    ]
}

fn other_statuses() -> Vec<Fault> {
    let only =
        |status: &str, headers: &str, body: &str| vec![bytes(head(status, headers)), bytes(body)];
    let far = "location: http://127.0.0.1:9/x\r\n";
    let long = "18000000000000000000s";
    vec![
        ("not HTTP", vec![bytes("SSH-2.0-OpenSSH_9.6\r\n")]),
        ("two lengths", only("200 OK", "content-length: 5\r\ncontent-length: 9\r\n", "hello")),
        ("204", only("204 No Content", "", "")),
        ("206", only("206 Partial Content", "", &start())),
        ("304", only("304 Not Modified", "", "")),
        ("418", only("418 I'm a teapot", "", "short and stout")),
        ("999", only("999 Denied", "", "<html>denied</html>")),
        ("moved", only("307 Temporary Redirect", far, "")),
        ("wait a while", limited("retry-after: soon\r\n")),
        ("wait for ever", limited("retry-after: 99999999999999999999\r\n")),
        ("wait twice for ever", limited(&format!("retry-after: {long}{long}\r\n"))),
        ("wait a negative time", limited("retry-after: -1\r\nretry-after-ms: NaN\r\n")),
        ("wait until long ago", limited("retry-after: Thu, 01 Jan 1970 00:00:00 GMT\r\n")),
        ("wait until far off", limited("retry-after: Fri, 31 Dec 9999 23:59:59 GMT\r\n")),
        ("wait twice", limited("retry-after: 1, 2\r\nretry-after: 3\r\n")),
    ]
}

fn answered(text: &str) -> String {
    let delta = json!({"choices": [{"index": 0, "delta": {"content": text}}]});
    let end = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]});
    format!("data: {delta}\n\ndata: {end}\n\ndata: [DONE]\n\n")
}

/// What was asked for by nobody, in good form.
fn other_answer() -> String {
    answered(&json!({"answer": format!("{PARTIAL} a poem"), "done": true}).to_string())
}

/// An answer in good form, of megabytes.
fn overlong() -> String {
    let text = format!("{PARTIAL} prose. ").repeat(100_000);
    let part = json!({"heading": "", "markdown": text, "rows": []});
    json!({"parts": [part], "numbers": [], "abstract": "", "done": true}).to_string()
}

fn chain(raw: &RawProvider, healthy: std::net::SocketAddr) -> Chain {
    let mut settings = settings(healthy, &[OPENAI, ANTHROPIC, PERPLEXITY], STRICT);
    settings.providers[0].base_url = Some(format!("http://{}/v1", raw.address));
    chain_of(settings)
}

/// Whether it is only a limit on time that ends it.
fn never_ends(pieces: &[Piece]) -> bool {
    matches!(pieces.last(), Some(Piece::Silence | Piece::Endless(..)))
}

async fn is_rescued(name: &str, pieces: Vec<Piece>) {
    let times = if never_ends(&pieces) { STRICT } else { PATIENT };
    let (_simulator, healthy) = SimulatedLlm::start(Options::default()).await;
    let raw = RawProvider::start(None, move |_, _| Some(pieces.clone())).await;
    for primary in [OPENAI, PERPLEXITY, ANTHROPIC] {
        let fallback = if primary == ANTHROPIC { OPENAI } else { ANTHROPIC };
        let mut settings = settings(healthy, &[primary, fallback], times);
        settings.providers[0].base_url = Some(format!("http://{}", raw.address));
        let chain = chain_of(settings);
        let answer = chain.call(&session(&chain), call("overview")).await;
        let answer = answer.unwrap_or_else(|error| panic!("{name} of {primary}: {error:?}"));
        assert_eq!(answer.provider, fallback, "{name} of {primary}");
        assert!(!answer.json.to_string().contains(PARTIAL), "{name} of {primary}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_is_rescued_on_every_wire() {
    stream::iter(faults())
        .for_each_concurrent(16, |(name, pieces)| async move { is_rescued(name, pieces).await })
        .await;
}

/// Kind and section of a call to `OpenAI`.
fn asked(body: &Value) -> (String, String) {
    let user = body["messages"][1]["content"].as_str().unwrap_or_default();
    let block = user.lines().find(|line| line.starts_with('{')).unwrap_or("{}");
    let block: Value = serde_json::from_str(block).unwrap_or_default();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (word(&block["kind"]), word(&block["section"]["id"]))
}

/// Whether a call of this kind, for this section, belongs to a stage.
type Belongs = fn(&str, &str) -> bool;

/// The stages of a report.
const STAGES: [(&str, Belongs); 6] = [
    ("brief", |kind, _| kind == "brief"),
    ("spine", |kind, _| kind == "spine"),
    ("titles", |_, section| section == "titles"),
    ("section", |kind, section| kind == "section" && section == "hashtag_strategy"),
    ("summary", |_, section| section == "final_summary"),
    ("repair", |kind, _| kind == "repair"),
];

async fn report(world: &World, raw: &RawProvider) -> Gated {
    // A draft in the wrong language has to be repaired.
    world.fault_in_times("overview", "wrong_language", 1).await;
    let pipeline = world.pipeline_with(Arc::new(chain(raw, world.address)));
    let pack = world.packs.resolve("quick_social_basic").expect("a pack");
    let text = "Brand: Larkspur Dairy\nIndustry: Farm dairy\nProduct: Raw-milk cheese\n\
                Goal: Bring more families to the shop\nAudience: Families in the village";
    let extra = json!({"client_brief": text, "language": "de"});
    let request = world.request(&pack, 0, &extra);
    let written = pipeline.run(world.job(request)).await;
    written.unwrap_or_else(|error| panic!("{}: {:?}", error.message, error.quality_issues))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_stage_is_rescued() {
    let kinds = ["silent after a start", "reset after a start", "html", "a start and an end"];
    let faults: Vec<_> = faults().into_iter().filter(|(name, _)| kinds.contains(name)).collect();
    for (at, (stage, belongs)) in STAGES.into_iter().enumerate() {
        let (name, pieces) = faults[at % faults.len()].clone();
        let world = World::start(Duration::ZERO, 1).await;
        let say = move |_, body: &Value| -> Said {
            let (kind, section) = asked(body);
            belongs(&kind, &section).then(|| pieces.clone())
        };
        let raw = RawProvider::start(Some(world.address), say).await;
        let gated = report(&world, &raw).await;
        assert!(raw.hits() > 0, "{name} at {stage}");
        let draft = gated.draft();
        assert!(!draft.markdown().contains(PARTIAL), "{name} at {stage}");
        assert!(gated.verdict().passed, "{name} at {stage}");
        let repaired = draft.sections[0].repairs.iter().any(|r| r.kind == RepairKind::Patch);
        assert!(repaired, "{name} at {stage}");
    }
}

/// A provider that is well for one call and ill for the next.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_changes_its_mind_is_rescued() {
    let world = World::start(Duration::ZERO, 1).await;
    let all = faults();
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let say = move |_, _: &Value| -> Said {
        let n = calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        (n % 3 == 1).then(|| all[n * 7 % all.len()].1.clone())
    };
    let raw = RawProvider::start(Some(world.address), say).await;
    let gated = report(&world, &raw).await;
    assert!(!gated.draft().markdown().contains(PARTIAL));
    assert!(gated.verdict().passed);
}
