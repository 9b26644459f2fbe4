//! What it is for: an image registry and a web site of our own, so that no test asks the internet.
//! In: images to hold, faults to show, answers to give. Out: real HTTPS (own CA) and HTTP on 127.0.0.1, with the files
//! that the program's ordinary settings take. Never: a back door in the program, or a port known beforehand.
//!
//! The registry is strict where ghcr.io and Docker Hub are: anonymous tokens for one repository each, and 404 for an
//! index when the request does not accept one.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{StatusCode, header},
    response::Response,
    serve::Listener,
};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
    server::TlsStream,
};

const INDEX: &str = "application/vnd.oci.image.index.v1+json";
const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

/// An image that the registry holds.
#[derive(Debug, Clone)]
pub struct TestImage {
    /// Name with its real registry and a tag, such as `ghcr.io/example/web:1.0.0`.
    pub name: String,
    /// RFC 3339.
    pub created: String,
    /// Labels of its configuration.
    pub labels: BTreeMap<String, String>,
    /// An index over linux/amd64 and linux/arm64; else one manifest for linux/amd64.
    pub index: bool,
}

impl TestImage {
    /// An index with the labels that a build on a forge leaves.
    pub fn new(name: &str) -> Self {
        let labels = [
            ("org.opencontainers.image.source", "https://example.org/example/web"),
            ("org.opencontainers.image.url", "https://example.org/example/web/builds/42"),
            ("maintainer", "nobody"),
        ];
        Self {
            name: name.to_owned(),
            created: "2026-11-18T10:00:00Z".to_owned(),
            labels: labels.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
            index: true,
        }
    }
}

/// What the registry does for one repository instead of answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The token service says 403, as ghcr.io does for what is private or unknown.
    NoToken,
    /// The token is given and the manifest is 401, as Docker Hub does.
    Unauthorized,
    /// The token is given and the manifest is 403.
    Forbidden,
    /// 429 with `Retry-After` in seconds.
    TooMany(u64),
    /// 500.
    Broken,
    /// Never an answer.
    Hang,
    /// 404 as a web site sends it.
    WebSite,
    /// Manifests are sent with a byte changed.
    Forged,
}

#[derive(Default)]
struct Held {
    /// By repository and tag or digest.
    manifests: BTreeMap<(String, String), Vec<u8>>,
    blobs: BTreeMap<String, Vec<u8>>,
    faults: BTreeMap<String, Fault>,
    asked: Vec<String>,
}

/// A registry that runs until it is dropped.
#[derive(Debug)]
pub struct TestRegistry {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Its CA certificate.
    pub ca_pem_path: PathBuf,
    /// A registries.conf that sends every registry named by the images here, and blocks the real one.
    pub registries_conf_path: PathBuf,
    held: Arc<Mutex<Held>>,
    _server: Server,
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.manifests.keys()).finish()
    }
}

impl TestRegistry {
    /// Starts it on a thread of its own. Works with and without a runtime around it.
    ///
    /// # Panics
    /// An image's name without registry or tag, or a machine without a free port.
    pub fn start(images: impl IntoIterator<Item = TestImage>) -> Self {
        let mut held = Held::default();
        let mut hosts = BTreeSet::new();
        for image in images {
            let (host, rest) = image.name.split_once('/').expect("a name with its registry");
            hosts.insert(host.to_owned());
            let (repository, tag) = rest.rsplit_once(':').expect("a name with its tag");
            hold(&mut held, repository, tag, &image);
        }
        let held = Arc::new(Mutex::new(held));
        let state = Arc::clone(&held);
        let server = Server::start(true, |addr| {
            Router::new().fallback(registry).with_state((state, addr.to_string()))
        });
        let mut text = String::new();
        for host in &hosts {
            write!(
                text,
                "[[registry]]\nprefix = \"{host}\"\nblocked = true\n[[registry.mirror]]\nlocation = \"{}\"\n\n",
                server.addr
            )
            .expect("memory");
        }
        let registries_conf_path = server.folder.path().join("registries.conf");
        std::fs::write(&registries_conf_path, text).expect("writing registries.conf");
        Self {
            addr: server.addr,
            ca_pem_path: server.ca_pem_path(),
            registries_conf_path,
            held,
            _server: server,
        }
    }

    /// Shows a fault for a repository such as `example/web`, or ends it.
    pub fn fault(&self, repository: &str, fault: Option<Fault>) {
        let mut held = lock(&self.held);
        match fault {
            Some(fault) => held.faults.insert(repository.to_owned(), fault),
            None => held.faults.remove(repository),
        };
    }

    /// Methods and paths asked for so far.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.held).asked.clone()
    }
}

/// An answer of a [`TestSite`].
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Body.
    pub body: String,
    /// `Location`, for a redirect.
    pub location: Option<String>,
    /// Wait before the answer.
    pub delay: Duration,
}

impl Answer {
    /// Status and body.
    pub fn new(status: u16, body: &str) -> Self {
        Self { status, body: body.to_owned(), ..Self::default() }
    }
}

/// A web site whose answer a test can switch; runs until it is dropped.
#[derive(Debug)]
pub struct TestSite {
    /// `http://127.0.0.1:port` or `https://127.0.0.1:port`, without a `/` at the end.
    pub url: String,
    /// Its CA certificate, when it speaks HTTPS.
    pub ca_pem_path: Option<PathBuf>,
    answers: Arc<Mutex<Answers>>,
    _server: Server,
}

#[derive(Debug)]
struct Answers {
    next: Vec<Answer>,
    asked: Vec<String>,
}

impl TestSite {
    /// A site that answers 200 and `ok`, over plain HTTP.
    pub fn start() -> Self {
        Self::with(false)
    }

    /// The same over HTTPS.
    pub fn start_tls() -> Self {
        Self::with(true)
    }

    fn with(tls: bool) -> Self {
        let answers = Answers { next: vec![Answer::new(200, "ok")], asked: Vec::new() };
        let answers = Arc::new(Mutex::new(answers));
        let state = Arc::clone(&answers);
        let server = Server::start(tls, |_addr| Router::new().fallback(site).with_state(state));
        let scheme = if tls { "https" } else { "http" };
        Self {
            url: format!("{scheme}://{}", server.addr),
            ca_pem_path: tls.then(|| server.ca_pem_path()),
            answers,
            _server: server,
        }
    }

    /// From now on answers so.
    pub fn answer(&self, answer: Answer) {
        self.script(vec![answer]);
    }

    /// Answers each in turn; the last one stays.
    pub fn script(&self, answers: Vec<Answer>) {
        lock(&self.answers).next = answers;
    }

    /// Methods and paths asked for so far.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.answers).asked.clone()
    }
}

fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

fn digest(bytes: &[u8]) -> String {
    let mut text = "sha256:".to_owned();
    for byte in Sha256::digest(bytes) {
        write!(text, "{byte:02x}").expect("memory");
    }
    text
}

fn hold(held: &mut Held, repository: &str, tag: &str, image: &TestImage) {
    let mut listed = Vec::new();
    let platforms: &[&str] = if image.index { &["amd64", "arm64"] } else { &["amd64"] };
    let mut last = Vec::new();
    for architecture in platforms {
        let config = serde_json::json!({
            "created": image.created, "architecture": architecture, "os": "linux",
            "config": {"Labels": image.labels}, "rootfs": {"type": "layers", "diff_ids": []},
        });
        let config = config.to_string().into_bytes();
        let manifest = serde_json::json!({
            "schemaVersion": 2, "mediaType": MANIFEST,
            "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": digest(&config), "size": config.len()},
            "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": digest(b"layer"), "size": 1_048_576}],
        });
        let manifest = manifest.to_string().into_bytes();
        listed.push(serde_json::json!({
            "mediaType": MANIFEST, "digest": digest(&manifest), "size": manifest.len(),
            "platform": {"os": "linux", "architecture": architecture},
        }));
        held.blobs.insert(digest(&config), config);
        held.manifests.insert((repository.to_owned(), digest(&manifest)), manifest.clone());
        last = manifest;
    }
    let top = if image.index {
        serde_json::json!({"schemaVersion": 2, "mediaType": INDEX, "manifests": listed})
            .to_string()
            .into_bytes()
    } else {
        last
    };
    held.manifests.insert((repository.to_owned(), digest(&top)), top.clone());
    held.manifests.insert((repository.to_owned(), tag.to_owned()), top);
}

async fn registry(State((held, addr)): State<(Arc<Mutex<Held>>, String)>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().replace("%3A", ":").replace("%2F", "/");
    let bearer = header_text(&request, header::AUTHORIZATION);
    let accept = header_text(&request, header::ACCEPT);
    lock(&held).asked.push(format!("{} {path}", request.method()));
    if path == "/token" {
        let scope = query.split("scope=repository:").nth(1).unwrap_or_default();
        let repository = scope.split(":pull").next().unwrap_or_default();
        return if lock(&held).faults.get(repository) == Some(&Fault::NoToken) {
            refuse(StatusCode::FORBIDDEN, "DENIED", "requested access to the resource is denied")
        } else {
            json(&serde_json::json!({"token": format!("for:{repository}")}))
        };
    }
    let parts = ["/manifests/", "/blobs/", "/tags/"];
    let inner = path.strip_prefix("/v2/").unwrap_or_default();
    let Some((repository, kind, wanted)) = parts
        .iter()
        .find_map(|kind| inner.split_once(kind).map(|(repository, wanted)| (repository, *kind, wanted)))
    else {
        return html(StatusCode::NOT_FOUND);
    };
    let fault = lock(&held).faults.get(repository).copied();
    if bearer != format!("Bearer for:{repository}") {
        let challenge = format!(
            "Bearer realm=\"https://{addr}/token\",service=\"test\",scope=\"repository:{repository}:pull\""
        );
        let mut answer = refuse(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "authentication required");
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, challenge.parse().expect("a header"));
        return answer;
    }
    if let Some(answer) = shown_fault(fault).await {
        return answer;
    }
    serve_content(&lock(&held), repository, kind, wanted, &accept, fault)
}

async fn shown_fault(fault: Option<Fault>) -> Option<Response> {
    Some(match fault? {
        Fault::Unauthorized => refuse(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "authentication required"),
        Fault::Forbidden => refuse(StatusCode::FORBIDDEN, "DENIED", "denied"),
        Fault::TooMany(seconds) => {
            let mut answer = refuse(StatusCode::TOO_MANY_REQUESTS, "TOOMANYREQUESTS", "rate limit");
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            answer
        }
        Fault::Broken => refuse(StatusCode::INTERNAL_SERVER_ERROR, "UNKNOWN", "database is down"),
        Fault::WebSite => html(StatusCode::OK),
        Fault::Hang => std::future::pending().await,
        Fault::NoToken | Fault::Forged => return None,
    })
}

fn serve_content(
    held: &Held,
    repository: &str,
    kind: &str,
    wanted: &str,
    accept: &str,
    fault: Option<Fault>,
) -> Response {
    if kind == "/tags/" {
        let names = held.manifests.keys().filter(|(name, tag)| name == repository && !tag.contains(':'));
        let tags: Vec<&str> = names.map(|(_, tag)| tag.as_str()).collect();
        return json(&serde_json::json!({"name": repository, "tags": tags}));
    }
    if kind == "/blobs/" {
        return match held.blobs.get(wanted) {
            Some(bytes) => content("application/octet-stream", wanted, bytes.clone()),
            None => refuse(StatusCode::NOT_FOUND, "BLOB_UNKNOWN", "blob unknown"),
        };
    }
    let Some(bytes) = held.manifests.get(&(repository.to_owned(), wanted.to_owned())) else {
        return refuse(StatusCode::NOT_FOUND, "MANIFEST_UNKNOWN", "manifest unknown");
    };
    let media = if String::from_utf8_lossy(bytes).contains(INDEX) { INDEX } else { MANIFEST };
    if !accept.contains(media) {
        let said = "OCI index found, but Accept header does not support OCI indexes";
        return refuse(StatusCode::NOT_FOUND, "MANIFEST_UNKNOWN", said);
    }
    let named = digest(bytes);
    let mut bytes = bytes.clone();
    if fault == Some(Fault::Forged) {
        bytes.push(b' ');
    }
    content(media, &named, bytes)
}

async fn site(State(answers): State<Arc<Mutex<Answers>>>, request: Request) -> Response {
    let answer = {
        let mut answers = lock(&answers);
        answers.asked.push(format!("{} {}", request.method(), request.uri().path()));
        if answers.next.len() > 1 {
            answers.next.remove(0)
        } else {
            answers.next.first().cloned().unwrap_or_default()
        }
    };
    tokio::time::sleep(answer.delay).await;
    let mut response = Response::builder().status(answer.status);
    if let Some(location) = answer.location {
        response = response.header(header::LOCATION, location);
    }
    response.body(Body::from(answer.body)).expect("an answer")
}

fn header_text(request: &Request, name: header::HeaderName) -> String {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

fn content(media: &str, named: &str, bytes: Vec<u8>) -> Response {
    let answer = Response::builder()
        .header(header::CONTENT_TYPE, media)
        .header("docker-content-digest", named)
        .header("docker-distribution-api-version", "registry/2.0");
    answer.body(Body::from(bytes)).expect("an answer")
}

fn json(value: &serde_json::Value) -> Response {
    let answer = Response::builder().header(header::CONTENT_TYPE, "application/json");
    answer.body(Body::from(value.to_string())).expect("an answer")
}

fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    let mut answer = json(&serde_json::json!({"errors": [{"code": code, "message": message}]}));
    *answer.status_mut() = status;
    answer
}

fn html(status: StatusCode) -> Response {
    let answer = Response::builder().status(status).header(header::CONTENT_TYPE, "text/html");
    answer.body(Body::from("<html>Not a registry</html>")).expect("an answer")
}

/// A thread with a runtime and a listener; ends when dropped.
#[derive(Debug)]
struct Server {
    addr: SocketAddr,
    folder: TempDir,
    _end: oneshot::Sender<()>,
}

impl Server {
    fn start(tls: bool, router: impl FnOnce(SocketAddr) -> Router) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        let addr = listener.local_addr().expect("an address");
        let acceptor = tls.then(|| certificates(folder.path()));
        let router = router(addr);
        let (end, ended) = oneshot::channel::<()>();
        let work = async move {
            let listener = TcpListener::from_std(listener).expect("a listener");
            let served = async {
                match acceptor {
                    Some(acceptor) => axum::serve(TlsListener::new(listener, acceptor, addr), router).await,
                    None => axum::serve(listener, router).await,
                }
            };
            tokio::select! {
                _dropped = ended => {}
                result = served => result.expect("serving"),
            }
        };
        std::thread::Builder::new()
            .name("test server".to_owned())
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.expect("a runtime").block_on(work);
            })
            .expect("a thread");
        Self { addr, folder, _end: end }
    }

    fn ca_pem_path(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }
}

/// Makes a CA, writes it to `ca.pem`, and signs a certificate for 127.0.0.1 and localhost.
fn certificates(folder: &Path) -> TlsAcceptor {
    let ca_key = KeyPair::generate().expect("a key");
    let mut ca = CertificateParams::new(Vec::new()).expect("parameters");
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    ca.distinguished_name.push(rcgen::DnType::CommonName, "Changeover's tests");
    let ca_certificate = ca.self_signed(&ca_key).expect("a CA");
    std::fs::write(folder.join("ca.pem"), ca_certificate.pem()).expect("writing ca.pem");
    let key = KeyPair::generate().expect("a key");
    let names = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
    let mut leaf = CertificateParams::new(names).expect("parameters");
    leaf.not_after = rcgen::date_time_ymd(2126, 1, 1);
    let leaf = leaf.signed_by(&key, &Issuer::from_params(&ca, &ca_key)).expect("a certificate");
    let secret = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("TLS versions")
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], secret)
        .expect("a certificate with its key");
    TlsAcceptor::from(Arc::new(config))
}

/// Hands over connections whose handshake is done; a slow one holds up nobody.
struct TlsListener {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    addr: SocketAddr,
}

impl TlsListener {
    fn new(listener: TcpListener, acceptor: TlsAcceptor, addr: SocketAddr) -> Self {
        let (sender, ready) = mpsc::channel(16);
        tokio::spawn(async move {
            while let Ok((stream, peer)) = listener.accept().await {
                let (acceptor, sender) = (acceptor.clone(), sender.clone());
                tokio::spawn(async move {
                    // A client that does not trust us ends the handshake: nothing to serve then.
                    if let Ok(stream) = acceptor.accept(stream).await {
                        drop(sender.send((stream, peer)).await);
                    }
                });
            }
        });
        Self { ready, addr }
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.addr)
    }
}
