//! What it is for: the registry and the web site of a practice world, on one loopback port over HTTPS; and HTTP on a
//! connection that is there already.
//! In: a handler. Out: answers. Never: an address but loopback, or a connection that outlives the world.

use std::{
    convert::Infallible,
    fmt,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::{
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
    time::{Duration, sleep, timeout},
};
use tokio_rustls::TlsAcceptor;

use super::{certs, server::StartError};

/// How long a client may take to greet, and between two requests.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait when no connection can be taken.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers a request.
pub(super) type Handler = Arc<dyn Fn(&Request<Incoming>) -> Response<Full<Bytes>> + Send + Sync>;

/// A running server; it ends with this value.
pub(super) struct Web {
    address: SocketAddr,
    authority: String,
    accepting: JoinHandle<()>,
}

impl fmt::Debug for Web {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Web").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Web {
    /// Starts serving on a free loopback port.
    ///
    /// # Errors
    /// When no certificate can be made, or no port had.
    pub(super) async fn start(handler: Handler) -> Result<Self, StartError> {
        let made = certs::make()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let accepting = tokio::spawn(accept(listener, TlsAcceptor::from(made.server), handler));
        Ok(Self { address, authority: made.authority, accepting })
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate authority as PEM.
    pub(super) fn authority(&self) -> &str {
        &self.authority
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, handler: Handler) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, acceptor.clone(), Arc::clone(&handler)));
                }
                Err(_) => sleep(PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, acceptor: TlsAcceptor, handler: Handler) {
    if let Ok(Ok(stream)) = timeout(PATIENCE, acceptor.accept(stream)).await {
        serve(stream, Some(PATIENCE), handler).await;
    }
}

/// Answers HTTP on a connection until its end; with a patience also when the client asks nothing for so long.
pub(super) async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    patience: Option<Duration>,
    handler: Handler,
) {
    let service = service_fn(move |request| {
        let answer = handler(&request);
        async move { Ok::<_, Infallible>(answer) }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = serving.await {
        tracing::debug!(%error, "a connection to the practice site ended early");
    }
}

/// An answer of text.
pub(super) fn answered(status: StatusCode, body: &str) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::new(Bytes::copy_from_slice(body.as_bytes())));
    *answer.status_mut() = status;
    answer
}
