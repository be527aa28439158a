//! Requests a second of a cached report against a bare axum handler that returns the same bytes,
//! and of the stub writer, in one run over loopback. Run by hand: `cargo bench --bench http`.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a bench ends by a panic")]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use aicmo::app::App;
use aicmo::config::Config;
use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::post;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::TaskTracker;

const CONNECTIONS: usize = 32;
const TIME: Duration = Duration::from_secs(3);
const PATH: &str = "/api/aicmo/generate_report";

#[tokio::main]
async fn main() {
    let tasks = TaskTracker::new();
    let ours = service(&tasks, &[]).await;
    let fresh = service(&tasks, &[("AICMO_CACHE_ENABLED", "false")]).await;
    let body = exchange(&mut connect(ours).await, &request("Harbour Coffee")).await;
    let bare = bare(&tasks, Bytes::from(body.clone())).await;
    println!("body: {} bytes, {CONNECTIONS} connections, {TIME:?} each", body.len());
    let one = request("Harbour Coffee");
    // Turn and turn about, so that a busy machine disturbs both alike.
    let mut ratios = Vec::new();
    for _ in 0..3 {
        let floor = rate(bare, |_| one.clone()).await;
        let cached = rate(ours, |_| one.clone()).await;
        println!("bare {floor:.0}/s, cached {cached:.0}/s, ratio {:.2}", cached / floor);
        ratios.push(cached / floor);
    }
    ratios.sort_by(f64::total_cmp);
    println!("cached ÷ bare, median: {:.2} (goal 0.7)", ratios[1]);
    let stub = rate(fresh, |n| request(&format!("Harbour {n}"))).await;
    println!("stub reports: {stub:.0}/s (goal 300)");
}

async fn service(tasks: &TaskTracker, pairs: &[(&str, &str)]) -> SocketAddr {
    let limits = [("AICMO_RATE_LIMIT_PER_MINUTE", "0"), ("AICMO_MAX_CONCURRENT_REPORTS", "0")];
    let map: BTreeMap<String, String> = limits
        .iter()
        .chain(pairs)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let app = App::build(Config::from_map(&map).expect("valid")).expect("it builds");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tasks.spawn(aicmo::app::serve_on(app, listener, std::future::pending()));
    address
}

/// The floor: the body is read, the same bytes go out.
async fn bare(tasks: &TaskTracker, body: Bytes) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let answer = move |_: Bytes| {
        let body = body.clone();
        async move { ([(header::CONTENT_TYPE, "application/json")], body) }
    };
    let router = Router::new().route(PATH, post(answer));
    tasks.spawn(async move { axum::serve(listener, router).await });
    address
}

async fn rate(address: SocketAddr, request: impl Fn(u64) -> Vec<u8>) -> f64 {
    let count = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let clients = (0..CONNECTIONS).map(|_| {
        let (count, request) = (Arc::clone(&count), &request);
        async move {
            let mut stream = connect(address).await;
            while started.elapsed() < TIME {
                let number = count.fetch_add(1, Ordering::Relaxed);
                exchange(&mut stream, &request(number)).await;
            }
        }
    });
    futures::future::join_all(clients).await;
    #[expect(clippy::cast_precision_loss, reason = "a count of requests")]
    let done = count.load(Ordering::Relaxed) as f64;
    done / started.elapsed().as_secs_f64()
}

async fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("an option");
    stream
}

fn request(brand: &str) -> Vec<u8> {
    let body = serde_json::json!({
        "pack_key": "quick_social_basic",
        "client_brief": {
            "brand_name": brand, "industry": "Coffee roastery",
            "product_service": "Single-origin beans by subscription",
            "primary_goal": "Win 200 subscribers by spring",
            "target_audience": "Home baristas in Leeds",
            "platforms": ["Instagram", "E-mail"]
        }
    })
    .to_string();
    format!(
        "POST {PATH} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Sends one request and reads its answer; panics unless it is a 200.
async fn exchange(stream: &mut TcpStream, request: &[u8]) -> Vec<u8> {
    stream.write_all(request).await.expect("sent");
    let mut buffer = vec![0u8; 65_536];
    let mut filled = 0usize;
    loop {
        filled += stream.read(&mut buffer[filled..]).await.expect("read");
        let head = buffer[..filled].windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(head) = head {
            let text = std::str::from_utf8(&buffer[..head]).expect("ASCII").to_lowercase();
            assert!(text.starts_with("http/1.1 200"), "{text}");
            let length = text.split("content-length: ").nth(1).expect("a length");
            let length: usize = length.split("\r\n").next().expect("a line").parse().expect("n");
            let end = head + 4 + length;
            buffer.resize(buffer.len().max(end), 0);
            while filled < end {
                filled += stream.read(&mut buffer[filled..end]).await.expect("read");
            }
            return buffer[head + 4..end].to_vec();
        }
    }
}
