//! A proxy in front of the API server that answers chosen requests otherwise.
//!
//! In: a kubeconfig of the real server, a [`Fault`]. Out: a kubeconfig that leads here, and what was asked. The first
//! request of each sort (verb, kind, watch, dry run) meets the fault; every later one passes.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode, header},
    response::Response,
};
use kube::{
    Client, Config,
    config::{KubeConfigOptions, Kubeconfig},
};
use serde_json::json;
use tokio::runtime::Runtime;

/// The longest body that a test's object has.
const LONGEST: usize = 4 << 20;

/// What a request meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It passes.
    None,
    /// The server is not asked; this status with an ordinary body.
    Status(u16),
    /// The server is not asked; 429 that asks for a wait of a second.
    Busy,
    /// The server is not asked; the connection is cut.
    Cut,
    /// The server did it; then the connection is cut.
    CutAfter,
    /// The server did it; half of its answer comes, then the connection is cut.
    HalfBody,
    /// The server did it; a 504 of something between comes.
    LateAfter,
    /// The server is not asked, and no answer ever comes.
    Hang,
}

/// One request that came.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Verb and kind, such as `POST jobs`.
    pub sort: String,
    /// What it met.
    pub fault: Fault,
    /// The server's status; `None` when it was not asked.
    pub status: Option<u16>,
}

#[derive(Debug)]
struct Held {
    fault: Fault,
    only: Option<&'static str>,
    seen: BTreeMap<String, usize>,
    asked: Vec<Asked>,
}

/// The proxy; ends when it is dropped.
#[derive(Debug)]
pub struct Answers {
    held: Arc<Mutex<Held>>,
    /// Such as `http://127.0.0.1:40001`.
    pub address: String,
    runtime: Option<Runtime>,
}

impl Answers {
    /// A proxy in front of the server of this kubeconfig; lets everything pass until told otherwise.
    pub fn before(kubeconfig: &Path) -> Self {
        let held = Held { fault: Fault::None, only: None, seen: BTreeMap::new(), asked: Vec::new() };
        let held = Arc::new(Mutex::new(held));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let address = runtime.block_on(async {
            let file = Kubeconfig::read_from(kubeconfig).expect("a kubeconfig");
            let options = KubeConfigOptions::default();
            let mut config = Config::from_custom_kubeconfig(file, &options).await.expect("a configuration");
            config.default_retry = false;
            config.read_timeout = None;
            let client = Client::try_from(config).expect("a client");
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let address = listener.local_addr().expect("an address");
            let router = Router::new().fallback(answer).with_state((Arc::clone(&held), client));
            tokio::spawn(async move { axum::serve(listener, router).await });
            format!("http://{address}")
        });
        Self { held, address, runtime: Some(runtime) }
    }

    /// From now on the first request of each sort meets this; `only` names the one sort that does.
    pub fn fault(&self, fault: Fault, only: Option<&'static str>) {
        let mut held = lock(&self.held);
        (held.fault, held.only) = (fault, only);
        held.seen.clear();
    }

    /// Everything that was asked.
    pub fn asked(&self) -> Vec<Asked> {
        lock(&self.held).asked.clone()
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_millis(100));
        }
    }
}

fn lock(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Verb, kind and what else makes one sort of request; without names.
fn sort_of(method: &Method, path: &str, query: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let inside = parts.iter().position(|part| *part == "namespaces").map_or(parts.len(), |at| at + 2);
    let mut sort = match parts.get(inside..) {
        Some([kind]) => format!("{method} {kind}"),
        Some([kind, _name]) => format!("{method} {kind}/one"),
        Some([kind, _name, sub, ..]) => format!("{method} {kind}/{sub}"),
        _ => format!("{method} {path}"),
    };
    for flag in ["watch=true", "watch=1", "dryRun=All", "follow=true"] {
        if query.contains(flag) {
            sort.push(' ');
            sort.push_str(flag.split('=').next().unwrap_or_default());
        }
    }
    sort
}

async fn answer(State((held, client)): State<(Arc<Mutex<Held>>, Client)>, request: Request) -> Response {
    let uri = request.uri().clone();
    let sort = sort_of(request.method(), uri.path(), uri.query().unwrap_or_default());
    let (number, fault) = {
        let mut held = lock(&held);
        let count = held.seen.entry(sort.clone()).or_default();
        *count += 1;
        let is_first = *count == 1;
        let is_meant = held.only.is_none_or(|only| only == sort);
        let fault = if is_first && is_meant { held.fault } else { Fault::None };
        held.asked.push(Asked { sort: sort.clone(), fault, status: None });
        (held.asked.len() - 1, fault)
    };
    match fault {
        Fault::Status(code) => return refusal(code, request.method()),
        Fault::Busy => {
            let mut answer = refusal(429, request.method());
            answer.headers_mut().insert(header::RETRY_AFTER, 1.into());
            return answer;
        }
        Fault::Cut => cut(),
        Fault::Hang => std::future::pending().await,
        Fault::None | Fault::CutAfter | Fault::HalfBody | Fault::LateAfter => {}
    }
    let method = request.method().clone();
    let answer = forward(&client, request).await;
    if let Some(asked) = lock(&held).asked.get_mut(number) {
        asked.status = Some(answer.status().as_u16());
    }
    match fault {
        Fault::CutAfter => cut(),
        Fault::LateAfter => refusal(504, &method),
        Fault::HalfBody => half(answer).await,
        Fault::None | Fault::Status(_) | Fault::Busy | Fault::Cut | Fault::Hang => answer,
    }
}

/// Ends the connection without an answer: the task that serves it unwinds, without a message.
fn cut() -> ! {
    std::panic::resume_unwind(Box::new("cut"))
}

async fn forward(client: &Client, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, LONGEST).await.unwrap_or_default();
    parts.headers.remove(header::HOST);
    parts.headers.remove(header::AUTHORIZATION);
    // What is compressed could not be cut in half visibly.
    parts.headers.remove(header::ACCEPT_ENCODING);
    let request = axum::http::Request::from_parts(parts, kube::client::Body::from(body.to_vec()));
    client.send(request).await.expect("the real server answers").map(Body::new)
}

/// A refusal as the API server words it.
fn refusal(code: u16, method: &Method) -> Response {
    let reason = match code {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        409 if *method == Method::POST => "AlreadyExists",
        409 => "Conflict",
        422 => "Invalid",
        429 => "TooManyRequests",
        503 => "ServiceUnavailable",
        504 => "Timeout",
        _ => "InternalError",
    };
    let status = json!({
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "reason": reason, "code": code,
        "message": "the test says so",
    });
    let answer = Response::builder().status(StatusCode::from_u16(code).expect("a status"));
    answer
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(status.to_string()))
        .expect("an answer")
}

/// The answer's beginning, then the end of the connection.
async fn half(answer: Response) -> Response {
    let (parts, body) = answer.into_parts();
    // A watch or a followed log never ends: its beginning is nothing at all.
    let whole = tokio::time::timeout(Duration::from_millis(500), to_bytes(body, LONGEST)).await;
    let whole = whole.unwrap_or_else(|_endless| Ok(Bytes::new())).unwrap_or_default();
    let part: Result<Bytes, std::io::Error> = Ok(whole.slice(..whole.len() / 2));
    let broken = Err(std::io::Error::other("cut"));
    let body = Body::from_stream(futures::stream::iter([part, broken]));
    let mut answer = Response::from_parts(parts, body);
    answer.headers_mut().remove(header::TRANSFER_ENCODING);
    answer
}
