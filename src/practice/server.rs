//! The HTTPS server: a loopback port, one token, and an end that leaves nothing behind.

use std::{
    convert::Infallible,
    fs,
    io::{self, Write as _},
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
};
use tokio_rustls::TlsAcceptor;

use super::{
    api::Api,
    base64,
    certs::{self, CertificateError, Certificates},
    faults::Faults,
    http::dispatch::{Shared, serve},
    kubelet::Kubelet,
    reviews::USER,
};

/// How long a client may take to greet.
const GREETING: Duration = Duration::from_secs(10);
/// How long to wait when no connection can be taken.
const PAUSE: Duration = Duration::from_millis(100);

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Kubeconfig(#[from] serde_yaml::Error),
}

/// A running server. Dropping it closes the port, every connection, and removes the kubeconfig it wrote.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    certificates: Certificates,
    token: String,
    faults: Faults,
    accepting: JoinHandle<()>,
    written: Vec<PathBuf>,
}

impl Server {
    /// Starts serving on a free loopback port; needs a tokio runtime.
    ///
    /// # Errors
    /// When no certificate can be made, no random token read, or no port had.
    pub async fn start(api: Api, kubelet: Arc<dyn Kubelet>) -> Result<Self, StartError> {
        let made = certs::make()?;
        Self::start_as(made, api, kubelet).await
    }

    /// Starts serving with the certificates of an earlier server.
    ///
    /// # Errors
    /// When no random token can be read, or no port had.
    pub(crate) async fn start_as(
        certificates: Certificates,
        api: Api,
        kubelet: Arc<dyn Kubelet>,
    ) -> Result<Self, StartError> {
        let token = token()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let faults = Faults::default();
        let bearer = format!("Bearer {token}").into();
        let (serving, alive) = watch::channel(());
        let shared = Shared { api, kubelet, faults: faults.clone(), alive, bearer };
        let acceptor = TlsAcceptor::from(Arc::clone(&certificates.server));
        let accepting = tokio::spawn(async move {
            accept(listener, acceptor, shared).await;
            drop(serving);
        });
        Ok(Self { address, certificates, token, faults, accepting, written: Vec::new() })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate authority as PEM.
    pub fn authority(&self) -> &str {
        &self.certificates.authority
    }

    /// What a later server is known by as this one is.
    pub(crate) fn certificates(&self) -> &Certificates {
        &self.certificates
    }

    /// The switches for what goes wrong.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// The kubeconfig, with the token in it.
    ///
    /// # Errors
    /// When it cannot be written as YAML, which does not happen.
    pub fn kubeconfig(&self, namespace: &str) -> Result<String, StartError> {
        let config = json!({
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "practice", "cluster": {
                "server": format!("https://{}", self.address),
                "certificate-authority-data": base64::encode(self.authority().as_bytes()),
            }}],
            "users": [{"name": USER, "user": {"token": self.token}}],
            "contexts": [{"name": "practice", "context": {
                "cluster": "practice", "user": USER, "namespace": namespace,
            }}],
            "current-context": "practice",
        });
        Ok(serde_yaml::to_string(&config)?)
    }

    /// Writes the kubeconfig for this user alone; it is removed with the server.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn write_kubeconfig(&mut self, path: &Path, namespace: &str) -> Result<(), StartError> {
        let text = self.kubeconfig(namespace)?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        self.written.push(path.to_owned());
        file.write_all(text.as_bytes())?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
        for path in &self.written {
            if let Err(error) = fs::remove_file(path) {
                tracing::warn!(%error, "the practice kubeconfig was not removed");
            }
        }
    }
}

/// 32 letters that nobody can guess, from the system's generator by way of the TLS library's.
fn token() -> io::Result<String> {
    let mut bytes = [0_u8; 24];
    rustls::crypto::ring::default_provider()
        .secure_random
        .fill(&mut bytes)
        .map_err(|_no_random| io::Error::other("no random numbers"))?;
    Ok(base64::encode(&bytes).replace('+', "-").replace('/', "_"))
}

/// Takes connections until the task is ended; the connections end with it.
async fn accept(listener: TcpListener, acceptor: TlsAcceptor, shared: Shared) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) if !shared.faults.is_unreachable() => {
                    connections.spawn(connection(stream, acceptor.clone(), shared.clone()));
                }
                Ok(_) => {}
                // Out of file descriptors, most likely: others will be closed.
                Err(_) => tokio::time::sleep(PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, acceptor: TlsAcceptor, shared: Shared) {
    let Ok(Ok(stream)) = tokio::time::timeout(GREETING, acceptor.accept(stream)).await else { return };
    let cut = shared.clone().cut();
    let service = service_fn(move |request| {
        let shared = shared.clone();
        async move { Ok::<_, Infallible>(serve(shared, request).await) }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::select! {
        served = serving => {
            if let Err(error) = served {
                tracing::debug!(%error, "a practice connection ended early");
            }
        }
        () = cut => {}
    }
}
