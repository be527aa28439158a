//! One connection: HTTP/1 with limits on time, ended gracefully.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tower::Service as _;

use crate::http::Peer;

/// Time for a request's head, and for a connection to stay without one.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// Time that a client may take no byte of its answer, before its connection is given up.
const WRITE_TIME: Duration = Duration::from_mins(1);
/// Most bytes of a request's head.
const HEAD_BYTES: usize = 64 * 1024;

/// Serves `stream` until the client leaves or `closing` is set and the response under way is out.
pub(super) async fn run(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    closing: CancellationToken,
) {
    serve(stream, peer, router, closing, WRITE_TIME).await;
}

async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    closing: CancellationToken,
    write_time: Duration,
) {
    // A response is written at once; waiting for more would only delay it.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        router.clone().call(request.map(Body::new))
    });
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(write_time));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = closing.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::Router;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};
    use tokio_util::sync::CancellationToken;

    use super::serve;

    const LARGE: usize = 64 << 20;

    /// A client with its request sent, and the server's side of it.
    async fn connected() -> (TcpStream, impl Future<Output = ()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut client = TcpStream::connect(address).await.expect("a connection");
        let (stream, peer) = listener.accept().await.expect("a client");
        let router = Router::new().route("/", get(|| async { vec![b'x'; LARGE] }));
        let time = Duration::from_millis(300);
        let request = b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
        client.write_all(request).await.expect("sent");
        (client, serve(stream, peer, router, CancellationToken::new(), time))
    }

    #[tokio::test]
    async fn a_client_that_takes_nothing_is_given_up_and_a_slow_one_is_not() {
        let (_idle, served) = connected().await;
        tokio::time::timeout(Duration::from_secs(20), served).await.expect("given up");

        let (mut slow, served) = connected().await;
        let taking = async {
            let (mut taken, mut piece) = (0, vec![0; 8 << 20]);
            loop {
                tokio::time::sleep(Duration::from_millis(50)).await;
                match slow.read(&mut piece).await.expect("bytes") {
                    0 => break taken,
                    some => taken += some,
                }
            }
        };
        let ((), taken) = tokio::join!(served, taking);
        assert!(taken > LARGE);
    }
}
