//! What it is for: following the logs of a series of pods (the tries of a Job) to their very end.
//! In: what the watch knows of the tries. Out: cleaned lines to the reporter, raw lines to a sink.
//! Never: a verdict (a log's end says nothing about success), a line lost or repeated over a broken connection, or an
//! old try followed while a new one works.

use std::time::Duration;

use futures::{AsyncBufRead as _, AsyncBufReadExt as _};
use jiff::Timestamp;
use k8s_openapi::api::core::v1::Pod;
use kube::{Api, api::LogParams};
use tokio::sync::watch;

use super::{
    connect::Cluster,
    error::{Attempt, ClusterError, Refusal, Verb},
    log_lines::{Joiner, RawLine, Resume, clean},
    refusal::Nature,
    report::Reporter,
};
use crate::{
    observed::{LogLine, Progress},
    words::Sentence,
};

/// How soon a container that cannot be read yet is asked again.
const AGAIN: Duration = Duration::from_secs(1);
/// A stream that is silent for so long is opened anew: older kubelets stop following at rotation (facts 3.5).
const SILENT: Duration = Duration::from_mins(1);
/// A try that is silent for so long while a newer one works is left.
const SUPERSEDED: Duration = Duration::from_secs(10);

/// Takes every raw line, for a file on disk and for patterns. Called in order; must not block for long.
pub trait LogSink: Send {
    /// One line without its line end, as the container wrote it. `at` is the node's clock.
    fn line(&mut self, source: &str, at: Option<Timestamp>, raw: &[u8]);
}

impl<F: FnMut(&str, Option<Timestamp>, &[u8]) + Send> LogSink for F {
    fn line(&mut self, source: &str, at: Option<Timestamp>, raw: &[u8]) {
        self(source, at, raw);
    }
}

/// One pod of the series, in order of creation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Try {
    pub(crate) pod: String,
    pub(crate) uid: String,
    pub(crate) container: String,
    /// From 1.
    pub(crate) number: u32,
    pub(crate) has_started: bool,
    pub(crate) has_ended: bool,
    pub(crate) restarts: i32,
}

/// What the watch knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tries {
    pub(crate) all: Vec<Try>,
    /// The series is over: what is there is read to its end, then the following ends.
    pub(crate) is_over: bool,
}

/// Follows all tries, each to its end, in order; returns when the series is over and everything has been read.
pub(crate) async fn follow(
    cluster: &Cluster,
    tries: watch::Receiver<Tries>,
    reporter: &Reporter,
    sink: &mut dyn LogSink,
) {
    let mut follower = Follower { cluster, tries, reporter, sink, done: Vec::new() };
    while let Some(next) = follower.next_try().await {
        follower.follow_try(&next).await;
        follower.done.push(next.uid);
    }
}

struct Follower<'a> {
    cluster: &'a Cluster,
    tries: watch::Receiver<Tries>,
    reporter: &'a Reporter,
    sink: &'a mut dyn LogSink,
    done: Vec<String>,
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// The server closed it in order.
    Ended,
    /// It broke, or was silent for too long.
    Broken,
    /// A newer try works.
    Superseded,
}

impl Follower<'_> {
    /// The oldest try that was not followed; waits for one. `None` when the series is over.
    async fn next_try(&mut self) -> Option<Try> {
        loop {
            {
                let tries = self.tries.borrow_and_update();
                if let Some(next) = tries.all.iter().find(|one| !self.done.contains(&one.uid)) {
                    return Some(next.clone());
                }
                if tries.is_over {
                    return None;
                }
            }
            if self.tries.changed().await.is_err() {
                return None;
            }
        }
    }

    /// The try as the watch knows it now, whether a newer one exists, and whether the series is over.
    fn now(&self, uid: &str) -> (Option<Try>, bool, bool) {
        let tries = self.tries.borrow();
        let place = tries.all.iter().position(|one| one.uid == uid);
        let is_newest = place.is_none_or(|place| place + 1 == tries.all.len());
        (place.and_then(|place| tries.all.get(place)).cloned(), !is_newest, tries.is_over)
    }

    async fn follow_try(&mut self, first: &Try) {
        let mut resume = Resume::default();
        let mut is_announced = None;
        loop {
            let (now, has_newer, is_over) = self.now(&first.uid);
            let Some(now) = now else { return };
            if !now.has_started {
                if has_newer || is_over {
                    return;
                }
                self.pause().await;
                continue;
            }
            if is_announced != Some(now.restarts) {
                is_announced = Some(now.restarts);
                let source = Progress::Source { source: now.pod.clone(), number: now.number };
                self.reporter.send(source).await;
            }
            // Only a connection that was opened after the container had ended has surely read everything.
            let had_ended = now.has_ended || is_over;
            match self.pass(&now, &mut resume, had_ended).await {
                Ok(Pass::Superseded) => return,
                Ok(Pass::Ended) if had_ended => return,
                Ok(Pass::Ended) => self.pause().await,
                Ok(Pass::Broken) => {
                    self.reporter.state(Sentence::new("cluster-log-broken").with("pod", &now.pod)).await;
                    self.pause().await;
                }
                Err(error) if is_hopeless(&error) => {
                    let lost = Sentence::new("cluster-log-lost").with("pod", &now.pod);
                    self.reporter.note(crate::action::Mark::Warning, lost).await;
                    return;
                }
                // "waiting to start" and the like are states, which the wait itself puts into words.
                Err(error) => {
                    tracing::debug!(%error, pod = %now.pod, "the log cannot be read yet");
                    if is_over || has_newer {
                        return;
                    }
                    self.pause().await;
                }
            }
        }
    }

    /// Until the watch knows something new, at most a second.
    async fn pause(&mut self) {
        let changed = tokio::time::timeout(AGAIN, self.tries.changed()).await;
        if matches!(changed, Ok(Err(_))) {
            // The watch is gone: then only the clock moves.
            tokio::time::sleep(AGAIN).await;
        }
    }

    async fn pass(&mut self, now: &Try, resume: &mut Resume, had_ended: bool) -> Result<Pass, ClusterError> {
        let namespace = self.cluster.namespace().as_str();
        let api: Api<Pod> = Api::namespaced(self.cluster.client(), namespace);
        let attempt = Attempt::new(Verb::Get, "Pod").named(&now.pod).sub("log").within(namespace);
        let params = LogParams {
            container: Some(now.container.clone()),
            follow: !had_ended,
            timestamps: true,
            since_time: resume.since(),
            ..LogParams::default()
        };
        let mut stream = Box::pin(self.cluster.read(&attempt, api.log_stream(&now.pod, &params)).await?);
        resume.reconnected();
        let mut joiner = Joiner::default();
        let mut silent = Duration::ZERO;
        loop {
            let chunk = match tokio::time::timeout(SUPERSEDED, stream.fill_buf()).await {
                Ok(Ok(chunk)) => chunk,
                Ok(Err(error)) => {
                    let refusal = Refusal::from_kube(&kube::Error::ReadEvents(error), Nature::Read, None);
                    tracing::debug!(%refusal, pod = %now.pod, "the log's connection broke");
                    return Ok(Pass::Broken);
                }
                Err(_) => {
                    silent += SUPERSEDED;
                    if self.now(&now.uid).1 {
                        return Ok(Pass::Superseded);
                    }
                    if silent >= SILENT {
                        return Ok(Pass::Broken);
                    }
                    continue;
                }
            };
            silent = Duration::ZERO;
            if chunk.is_empty() {
                // A rest without a line end counts only where nothing can follow; else it is read again.
                if had_ended && let Some(line) = joiner.finish() {
                    self.take(now, resume, &line).await;
                }
                return Ok(Pass::Ended);
            }
            let length = chunk.len();
            let mut lines = Vec::new();
            joiner.push(chunk, |line| lines.push(line));
            stream.as_mut().consume(length);
            for line in &lines {
                self.take(now, resume, line).await;
            }
        }
    }

    async fn take(&mut self, now: &Try, resume: &mut Resume, line: &RawLine) {
        if !resume.is_new(line.at, &line.bytes) {
            return;
        }
        self.sink.line(&now.pod, line.at, &line.bytes);
        let text = clean(&line.bytes);
        let line = LogLine { source: now.pod.clone(), at: line.at, text, is_cut: line.is_cut };
        self.reporter.send(Progress::Line(line)).await;
    }
}

/// The pod is gone, or we may not read logs: asking again does not help.
fn is_hopeless(error: &ClusterError) -> bool {
    matches!(
        error.refusal(),
        Some(
            Refusal::NotFound { .. }
                | Refusal::Forbidden { .. }
                | Refusal::Unauthorized { .. }
                | Refusal::Policy { .. }
        )
    )
}
