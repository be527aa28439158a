//! Reports in flight: how many come back, what each costs in memory, and whether the service still
//! answers meanwhile. Run by hand on Linux:
//!
//! ```text
//! cargo bench --bench load                 1,000 reports of 8 sections at once, 2 s a call
//! cargo bench --bench load -- soak 10      reports without end for 10 minutes
//! ```
//!
//! The simulated provider is in this process, the service in one of its own (`aicmo serve`), so
//! that its memory is its own. Goals: none lost, `/health/live` p99 ≤ 50 ms, ≤ 600 KB a report.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    dead_code,
    reason = "a bench ends by a panic, and uses support code of the tests"
)]

#[path = "../tests/support/simulated_llm/mod.rs"]
mod simulated_llm;

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures::future::join_all;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use simulated_llm::{Options, SimulatedLlm};

const REPORTS: usize = 1_000;
const ADMIN_KEY: &str = "a-key-of-the-bench-and-of-nobody-else";
const DELAY: Duration = Duration::from_secs(2);
/// Reports before anything is measured.
const WARM: usize = 50;
/// Clients that leave in the middle of their report.
const LEAVERS: usize = 200;

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().collect();
    let minutes = words
        .iter()
        .position(|word| word == "soak")
        .map(|at| words.get(at + 1).and_then(|minutes| minutes.parse().ok()).unwrap_or(10_u64));
    let options = Options { delay: DELAY, seed: 1, ..Options::default() };
    let (_simulator, provider) = SimulatedLlm::start(options).await;
    let service = Service::start(provider).await;
    // What a service has read and compiled once is not a cost of the reports in flight.
    let warm = (0..WARM).map(|number| {
        let service = Arc::clone(&service);
        tokio::spawn(async move { report(&service, &format!("warm {number}")).await })
    });
    join_all(warm).await;
    match minutes {
        Some(minutes) => soak(&service, Duration::from_secs(minutes * 60)).await,
        None => at_once(&service).await,
    }
}

async fn at_once(service: &Arc<Service>) {
    let before = service.memory_kb();
    let watch = Watch::start(service);
    let begun = Instant::now();
    let answers = join_all((0..REPORTS).map(|number| {
        let service = Arc::clone(service);
        tokio::spawn(async move { report(&service, &format!("roast {number}")).await })
    }))
    .await;
    let accepted = answers.into_iter().filter(|answer| matches!(answer, Ok(Some(_)))).count();
    let (took, peak, health) = watch.end();
    println!("{accepted} of {REPORTS} reports in {:.1?} (first to last)", begun.elapsed());
    println!(
        "memory: {before} KB before, {peak} KB at most, {} KB a report (goal 600)",
        peak.saturating_sub(before) / REPORTS
    );
    println!("/health/live meanwhile: {health} over {took:.1?} (goal: p99 ≤ 50 ms)");

    let left = join_all((0..LEAVERS).map(|number| {
        let service = Arc::clone(service);
        tokio::spawn(async move {
            let name = format!("cup {number}");
            let left = report(&service, &name);
            tokio::time::timeout(DELAY / 2, left).await.is_err()
        })
    }))
    .await;
    let left = left.into_iter().filter(|left| matches!(left, Ok(true))).count();
    tokio::time::sleep(4 * DELAY).await;
    let status = service.get("/api/aicmo/admin/status").await.unwrap_or_default();
    let status: serde_json::Value = serde_json::from_str(&status).expect("JSON");
    println!("{left} clients left; then in flight: {}", status["reports_in_flight"]);
    tokio::time::sleep(Duration::from_secs(20)).await;
    println!("memory afterwards: {} KB", service.memory_kb());
}

async fn soak(service: &Arc<Service>, time: Duration) {
    let begun = Instant::now();
    let (done, lost) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let watch = Watch::start(service);
    let clients = (0..50).map(|client| {
        let (service, done, lost) = (Arc::clone(service), Arc::clone(&done), Arc::clone(&lost));
        tokio::spawn(async move {
            let mut number = 0;
            while begun.elapsed() < time {
                let own = report(&service, &format!("roast {client} of {number}")).await;
                if own.is_some() { &done } else { &lost }.fetch_add(1, Ordering::Relaxed);
                number += 1;
            }
        })
    });
    let clients = join_all(clients.collect::<Vec<_>>());
    let mut every = tokio::time::interval(Duration::from_secs(30));
    let print = async {
        loop {
            every.tick().await;
            let (done, lost) = (done.load(Ordering::Relaxed), lost.load(Ordering::Relaxed));
            let memory = service.memory_kb();
            println!("{:>5.0?}: {done} reports, {lost} lost, {memory} KB", begun.elapsed());
        }
    };
    tokio::select! {
        _ = clients => {}
        () = print => {}
    }
    let (_, peak, health) = watch.end();
    println!("at most {peak} KB; /health/live: {health}");
}

/// `aicmo serve` as a process of its own.
struct Service {
    child: Child,
    port: u16,
}

impl Service {
    async fn start(provider: std::net::SocketAddr) -> Arc<Self> {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let mut child = Command::new(env!("CARGO_BIN_EXE_aicmo"))
            .arg("serve")
            .env_clear()
            .env("AICMO_BIND", "127.0.0.1")
            .env("PORT", port.to_string())
            .env("OPENAI_API_KEY", "sk-simulated")
            .env("OPENAI_BASE_URL", format!("http://{provider}/v1"))
            .env("AICMO_RATE_LIMIT_PER_MINUTE", "0")
            .env("AICMO_MAX_CONCURRENT_REPORTS", "0")
            .env("AICMO_LLM_CONCURRENCY", "100000")
            .env("AICMO_ADMIN_KEY", ADMIN_KEY)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the service starts");
        tokio::time::sleep(Duration::from_secs(1)).await;
        let ended = child.try_wait().expect("a state");
        assert!(ended.is_none(), "the service ended: {ended:?}");
        let service = Arc::new(Self { child, port });
        service.get("/health/live").await.expect("the service answers");
        service
    }

    fn memory_kb(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
    }

    async fn get(&self, path: &str) -> Option<String> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: bench\r\nx-admin-key: {ADMIN_KEY}\r\n\
             connection: close\r\n\r\n"
        );
        self.exchange(&request).await
    }

    /// The body of the answer to `request`, if that is a 200.
    async fn exchange(&self, request: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.ok()?;
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut answer = vec![];
        stream.read_to_end(&mut answer).await.ok()?;
        let answer = String::from_utf8(answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        head.starts_with("HTTP/1.1 200").then(|| body.to_owned())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ended = self.child.kill();
    }
}

/// A report for a brief of its own.
async fn report(service: &Service, name: &str) -> Option<String> {
    let body = json!({
        "pack_key": "quick_social_basic",
        "client_brief": {
            "brand_name": "Harbour Coffee", "industry": "Coffee roastery",
            "product_service": format!("Single-origin beans by subscription for {name}"),
            "primary_goal": "Win 200 subscribers by spring",
            "target_audience": "Home baristas in Leeds",
            "platforms": ["Instagram", "E-mail"]
        }
    })
    .to_string();
    let request = format!(
        "POST /api/aicmo/generate_report HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    service.exchange(&request).await
}

/// Looks at the service while it works: its memory, and how fast it answers. On a thread of its
/// own, so that it waits for the service and not for the thousand clients beside it.
struct Watch {
    ended: Arc<AtomicBool>,
    begun: Instant,
    looks: std::thread::JoinHandle<(usize, Vec<Duration>)>,
}

impl Watch {
    fn start(service: &Arc<Service>) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let (over, service) = (Arc::clone(&ended), Arc::clone(service));
        let looks = async move {
            let (mut peak, mut times) = (0, vec![]);
            while !over.load(Ordering::Relaxed) {
                let begun = Instant::now();
                service.get("/health/live").await.expect("an answer");
                times.push(begun.elapsed());
                peak = service.memory_kb().max(peak);
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            (peak, times)
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let looks = std::thread::spawn(move || runtime.block_on(looks));
        Self { ended, begun: Instant::now(), looks }
    }

    /// How long it looked, the most memory in KB, and the answers' times in words.
    fn end(self) -> (Duration, usize, String) {
        self.ended.store(true, Ordering::Relaxed);
        let (peak, mut times) = self.looks.join().expect("it looked");
        times.sort_unstable();
        let at = |share: f64| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place")]
            let place = (times.len() as f64 * share) as usize;
            times[place.min(times.len() - 1)]
        };
        let words = format!(
            "{} answers, p50 {:.1?}, p99 {:.1?}, slowest {:.1?}",
            times.len(),
            at(0.5),
            at(0.99),
            at(1.0)
        );
        (self.begun.elapsed(), peak, words)
    }
}
