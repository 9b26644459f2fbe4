//! What it is for: what kube's stack lacks: `Warning` and `Retry-After` headers of answers, and credentials that are
//! renewed. In: requests and answers passing by. Out: the headers, for the request that they belong to.
//! Never: one request's warnings shown for another; a token in a log.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::{AUTHORIZATION, RETRY_AFTER, WARNING};
use http::{HeaderMap, Request, Response};
use kube::client::Body;
use tower::{BoxError, Layer, Service};

use super::credentials::Credentials;
use crate::cluster::mask;
use crate::fault::{self, FaultPoint};

tokio::task_local! {
    static HEARD: Heard;
}

/// What was said beside one answer. Set for the time of one request by [`Heard::during`].
#[derive(Debug, Clone, Default)]
pub(super) struct Heard(Arc<Mutex<Said>>);

#[derive(Debug, Default)]
struct Said {
    warnings: Vec<String>,
    retry_after: Option<Duration>,
}

impl Heard {
    /// Runs `request` so that its answer's headers are heard here. tower's buffer hands the answer's future back to
    /// the caller's task, so a task-local reaches the layer below.
    pub(super) async fn during<F: Future>(&self, request: F) -> F::Output {
        HEARD.scope(self.clone(), request).await
    }

    pub(super) fn warnings(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).warnings.clone()
    }

    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retry_after
    }

    fn hear(&self, headers: &HeaderMap) {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for value in headers.get_all(WARNING) {
            let text = warning_text(&String::from_utf8_lossy(value.as_bytes()));
            if !said.warnings.contains(&text) && said.warnings.len() < 50 {
                said.warnings.push(text);
            }
        }
        let secs = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        said.retry_after = secs.map(Duration::from_secs);
    }
}

/// The text of `299 - "text"` (RFC 7234 5.5), cleaned; the whole value when it has another form.
fn warning_text(value: &str) -> String {
    let quoted = value.find('"').and_then(|start| value.get(start + 1..));
    let mut out = String::new();
    let mut escaped = false;
    for c in quoted.unwrap_or(value).chars() {
        match c {
            _ if escaped => {
                out.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => break,
            _ => out.push(c),
        }
    }
    mask::without_values(&out)
}

/// Puts [`Besides`] around kube's stack.
#[derive(Clone)]
pub(super) struct BesidesLayer {
    pub(super) credentials: Option<Arc<Credentials>>,
}

impl<S> Layer<S> for BesidesLayer {
    type Service = Besides<S>;
    fn layer(&self, inner: S) -> Besides<S> {
        Besides { inner, credentials: self.credentials.clone() }
    }
}

/// Adds the credentials to a request and listens to its answer's headers.
pub(super) struct Besides<S> {
    inner: S,
    credentials: Option<Arc<Credentials>>,
}

impl<S, B> Service<Request<Body>> for Besides<S>
where
    S: Service<Request<Body>, Response = Response<B>>,
    S::Future: Send + 'static,
    S::Error: Into<BoxError>,
{
    type Response = Response<B>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Response<B>, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        if let Some(header) = self.credentials.as_ref().and_then(|credentials| credentials.header()) {
            request.headers_mut().insert(AUTHORIZATION, header);
        }
        let is_deed = changes_something(&request);
        let answer = self.inner.call(request);
        Box::pin(async move {
            let answer = under_way(is_deed, answer).await.map_err(Into::into)?;
            if is_deed {
                fault::reached(FaultPoint::AnswerLost);
            }
            // Watches and other unscoped requests have nobody to tell.
            HEARD.try_with(|heard| heard.hear(answer.headers())).unwrap_or_default();
            Ok(answer)
        })
    }
}

/// Whether a request changes something: any verb but reading ones, no dry run, no question about rights, no lease of
/// ours. An exec begins with a GET, and only its caller knows whether it is a deed.
fn changes_something(request: &Request<Body>) -> bool {
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    let reads = matches!(*request.method(), http::Method::GET | http::Method::HEAD);
    let asks =
        path.starts_with("/apis/authorization.k8s.io/") || path.starts_with("/apis/coordination.k8s.io/");
    !reads && !asks && !query.split('&').any(|part| part == "dryRun=All")
}

/// Waits for an answer; when it is one to a deed's request, a test may end the program while it is under way.
pub(in crate::cluster) async fn under_way<F: Future>(is_deed: bool, answer: F) -> F::Output {
    let mut answer = std::pin::pin!(answer);
    if is_deed && fault::comes(FaultPoint::RequestSent) {
        // The request leaves within this moment; an answer within it is one that nobody saw.
        drop(tokio::time::timeout(Duration::from_millis(50), &mut answer).await);
        fault::end();
    }
    answer.await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn warnings_and_waits_reach_the_call_that_caused_them_and_no_other() {
        use crate::cluster::connect::{Cluster, Pace};
        use crate::cluster::error::{Attempt, ClusterError, Refusal, Verb};

        let server = tower::service_fn(|request: Request<Body>| async move {
            let busy = request.uri().path().contains("busy");
            let answer = Response::builder().status(if busy { 429 } else { 200 });
            let answer = answer.header(WARNING, "299 - \"use v2\"").header(RETRY_AFTER, "7");
            let body = if busy { "slow down" } else { r#"{"gitVersion": "v1.37.0"}"# };
            answer.body(Body::from(body.as_bytes().to_vec()))
        });
        let layer = BesidesLayer { credentials: None };
        let client = kube::client::ClientBuilder::new(server, "a").with_layer(&layer).build();
        let cluster = Cluster::played(client.clone(), "a");
        let attempt = Attempt::new(Verb::Ask, "version");
        let one = cluster.call(&attempt, Pace::Read, async { Ok(()) });
        let two = cluster.call(&attempt, Pace::DryRun, client.request_text(get("/version")));
        let (one, two) = tokio::join!(one, two);
        assert!(one.unwrap().warnings.is_empty());
        assert_eq!(two.unwrap().warnings, ["use v2"]);
        let busy = cluster.call(&attempt, Pace::Deed, client.request_text(get("/busy"))).await;
        let Err(ClusterError::Call { refusal, .. }) = busy else { panic!("{busy:?}") };
        assert_eq!(*refusal, Refusal::TooMany { retry_after: Some(Duration::from_secs(7)) });
    }

    fn get(path: &str) -> Request<Vec<u8>> {
        Request::get(path).body(Vec::new()).unwrap()
    }

    #[test]
    fn warnings_lose_their_code_and_their_escapes() {
        assert_eq!(warning_text(r#"299 - "use \"v1\" instead""#), "use \"v1\" instead");
        assert_eq!(warning_text("299 - \"a\u{1b}[31mb\""), "ab");
        assert_eq!(warning_text("plain"), "plain");
    }
}
