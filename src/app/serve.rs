//! The server: listens, says where and how, and drains on SIGTERM or SIGINT.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;

use super::{App, connection};
use crate::config::{Config, Mode};
use crate::providers::ModelCheck;
use crate::telemetry;
use crate::telemetry::init::LogFormat;

/// Connections at once; more wait in the kernel's queue.
const MOST_CONNECTIONS: usize = 8_192;
/// Time that connections get to end after the drain.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Serves until SIGTERM or SIGINT, then drains.
///
/// # Errors
/// The address cannot be used, or the application cannot be built.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let address = config.server.address;
    let listener = listen(address)
        .with_context(|| format!("cannot listen on {address} (AICMO_BIND, PORT)"))?;
    let app = App::build(config)?;
    telemetry::gather::start();
    announce(&app, listener.local_addr().unwrap_or(address));
    let mut terminate = signal(SignalKind::terminate()).context("cannot wait for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot wait for SIGINT")?;
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    serve_on(app, listener, stop).await;
    telemetry::gather::flush();
    Ok(())
}

/// Listens on `address`, with room for a rush of callers: one that finds the kernel's queue full
/// tries again a second later.
fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    const QUEUE: u32 = 8_192;
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(QUEUE)
}

/// Serves on `listener` until `stop`, then drains.
pub async fn serve_on(app: Arc<App>, listener: TcpListener, stop: impl Future<Output = ()>) {
    let accepting = app.tasks.spawn(accept(Arc::clone(&app), listener));
    app.tasks.spawn(upkeep(Arc::clone(&app)));
    app.tasks.spawn(first_contact(Arc::clone(&app)));
    stop.await;
    app.drain().await;
    accepting.abort();
    app.tasks.close();
    let _ = tokio::time::timeout(LAST_WORDS, app.tasks.wait()).await;
    tracing::info!("stopped");
}

async fn accept(app: Arc<App>, listener: TcpListener) {
    let router = crate::http::router(Arc::clone(&app));
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let (stream, peer) = next_connection(&listener).await;
        let (router, closing) = (router.clone(), app.closing.clone());
        app.tasks.spawn(async move {
            connection::run(stream, peer, router, closing).await;
            drop(place);
        });
    }
}

async fn next_connection(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                // Out of file descriptors, or a client that left again: wait for better times.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// Asks the providers' model lists, which costs nothing, and shows the forms of our answers to
/// a provider that compiles them. Nothing waits for it.
async fn first_contact(app: Arc<App>) {
    let Some(chain) = app.chain.as_ref().filter(|_| app.config.mode == Mode::Production) else {
        return;
    };
    let contact = async {
        for found in chain.check_models().await {
            let (provider, missing) = (found.name, found.missing.join(","));
            match found.check {
                ModelCheck::Ok | ModelCheck::KeyNotChecked | ModelCheck::NotAvailable => {}
                check => {
                    tracing::warn!(%provider, ?check, missing, "a provider is not as it should be");
                }
            }
        }
        chain.warm_schemas(&crate::writing::llm::schemas()).await;
    };
    tokio::select! {
        () = contact => {}
        () = app.closing.cancelled() => {}
    }
}

/// Keeps metrics small while nobody scrapes them.
async fn upkeep(app: Arc<App>) {
    let mut pause = tokio::time::interval(Duration::from_secs(5));
    loop {
        tokio::select! {
            _ = pause.tick() => app.metrics.upkeep(),
            () = app.closing.cancelled() => return,
        }
    }
}

fn announce(app: &App, address: SocketAddr) {
    let config = &app.config;
    let providers: Vec<&str> = config.chain.providers.iter().map(|p| p.name.as_str()).collect();
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        commit = option_env!("AICMO_COMMIT").unwrap_or("unknown"),
        mode = %config.mode,
        address = %address,
        providers = providers.join(","),
        packs = app.packs.iter().count(),
        "started"
    );
    for warning in &app.warnings {
        tracing::warn!("{warning}");
    }
    if config.log.format == LogFormat::Text {
        print_welcome(app, address);
    }
}

#[expect(clippy::print_stdout, reason = "the operator's first words, beside the log")]
fn print_welcome(app: &App, address: SocketAddr) {
    println!("AICMO listens on http://{address}");
    println!("Mode: {}", app.config.mode.explanation());
    println!("Console: http://{}/   API: /docs", reachable(address));
    println!("Try it:\n  {}", curl_line(app, address));
}

/// One line that works as printed in the shell that started the service.
fn curl_line(app: &App, address: SocketAddr) -> String {
    let key = if app.config.access.api_keys.is_empty() {
        ""
    } else {
        " -H \"X-API-Key: ${AICMO_API_KEYS%%,*}\""
    };
    let pack = app.packs.resolve("quick_social_basic").or_else(|| app.packs.iter().next().cloned());
    let pack = pack.map_or_else(String::new, |pack| pack.key.to_string());
    format!(
        "curl -s http://{}/api/aicmo/generate_report -H 'Content-Type: application/json'{key} \
         -d '{{\"pack_key\":\"{pack}\",\"client_brief\":{{\"brand_name\":\"Harbour Coffee\",\
         \"industry\":\"Coffee roastery\",\"primary_goal\":\"Win 200 subscribers by spring\"}}}}'",
        reachable(address)
    )
}

/// The address to call when all of them are listened on.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => SocketAddr::from(([127, 0, 0, 1], address.port())),
        IpAddr::V6(ip) if ip.is_unspecified() => {
            SocketAddr::from(([0, 0, 0, 0, 0, 0, 0, 1], address.port()))
        }
        _ => address,
    }
}
