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
        let answer = self.inner.call(request);
        Box::pin(async move {
            let answer = answer.await.map_err(Into::into)?;
            // Watches and other unscoped requests have nobody to tell.
            HEARD.try_with(|heard| heard.hear(answer.headers())).unwrap_or_default();
            Ok(answer)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_lose_their_code_and_their_escapes() {
        assert_eq!(warning_text(r#"299 - "use \"v1\" instead""#), "use \"v1\" instead");
        assert_eq!(warning_text("299 - \"a\u{1b}[31mb\""), "ab");
        assert_eq!(warning_text("plain"), "plain");
    }
}
