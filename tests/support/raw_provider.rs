//! A provider that says whatever bytes a test wants, call by call, or passes a call on to the
//! simulator.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// A piece of what is said.
#[derive(Debug, Clone)]
pub enum Piece {
    /// These bytes.
    Bytes(Vec<u8>),
    /// These bytes again and again, with a pause of so many milliseconds between.
    Endless(Vec<u8>, u64),
    /// Nothing more, and the connection stays open.
    Silence,
    /// Nothing more, and the connection is reset.
    Reset,
}

/// What is said to one call; `None` passes it on.
pub type Said = Option<Vec<Piece>>;

/// A raw provider on a port of its own.
pub struct RawProvider {
    pub address: SocketAddr,
    hits: Arc<AtomicUsize>,
}

impl RawProvider {
    /// Says what `say` tells for each call, counted from 0, by the body of the request; passes
    /// others on to `behind`.
    pub async fn start(
        behind: Option<SocketAddr>,
        say: impl Fn(usize, &Value) -> Said + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let hits = Arc::new(AtomicUsize::new(0));
        let (count, say) = (Arc::clone(&hits), Arc::new(say));
        #[expect(clippy::disallowed_methods, reason = "it lives as long as the test")]
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (count, say) = (Arc::clone(&count), Arc::clone(&say));
                tokio::spawn(async move { serve(stream, behind, &count, &*say).await });
            }
        });
        Self { address, hits }
    }

    /// Calls that it answered itself.
    pub fn hits(&self) -> usize {
        self.hits.load(Ordering::Relaxed)
    }
}

async fn serve(
    mut stream: TcpStream,
    behind: Option<SocketAddr>,
    count: &AtomicUsize,
    say: &(impl Fn(usize, &Value) -> Said + Sync),
) {
    let Some((head, body)) = request(&mut stream).await else { return };
    let value = serde_json::from_slice(&body).unwrap_or_default();
    let said = say(count.load(Ordering::Relaxed), &value);
    let Some(pieces) = said else {
        if let Some(behind) = behind {
            pass_on(stream, behind, &head, &body).await;
        }
        return;
    };
    count.fetch_add(1, Ordering::Relaxed);
    for piece in pieces {
        if speak(&mut stream, piece).await.is_none() {
            return;
        }
    }
    let _ = stream.shutdown().await;
}

async fn speak(stream: &mut TcpStream, piece: Piece) -> Option<()> {
    match piece {
        Piece::Bytes(bytes) => stream.write_all(&bytes).await.ok(),
        Piece::Endless(bytes, pause) => loop {
            stream.write_all(&bytes).await.ok()?;
            tokio::time::sleep(Duration::from_millis(pause)).await;
        },
        Piece::Silence => std::future::pending().await,
        Piece::Reset => {
            stream.set_zero_linger().ok()?;
            None
        }
    }
}

/// Head and body of the one request that comes.
async fn request(stream: &mut TcpStream) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = bytes[..end].to_vec();
    let text = String::from_utf8_lossy(&head).to_lowercase();
    let length = text.split("content-length: ").nth(1)?.split("\r\n").next()?.parse().ok()?;
    let mut body = bytes[end..].to_vec();
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some((head, body))
}

async fn pass_on(mut stream: TcpStream, behind: SocketAddr, head: &[u8], body: &[u8]) {
    let Ok(mut to) = TcpStream::connect(behind).await else { return };
    let head = String::from_utf8_lossy(head).replacen("\r\n", "\r\nconnection: close\r\n", 1);
    if to.write_all(head.as_bytes()).await.is_ok() && to.write_all(body).await.is_ok() {
        let _ = copy_bidirectional(&mut stream, &mut to).await;
    }
}
