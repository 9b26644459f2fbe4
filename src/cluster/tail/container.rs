//! What it is for: the log of one container, through broken connections and restarts, to its end.
//! In: what the watch knows of the container. Out: its lines, and between them sentences about restarts and ends.
//! Never: a line twice, or one lost without a sentence.

use std::time::Duration;

use futures::{AsyncBufRead as _, AsyncBufReadExt as _};
use jiff::Timestamp;
use k8s_openapi::api::core::v1::Pod;
use kube::{Api, api::LogParams};
use tokio::{
    sync::{mpsc, watch},
    time::timeout,
};

use super::{pieces::Pieces, write::Message};
use crate::{
    cluster::{
        connect::Cluster,
        error::{Attempt, ClusterError, Refusal, Verb},
        log_lines::Resume,
        troubles::ContainerEnd,
    },
    logbook::{Head, Kind, Source, merge::Batch, seen::Part},
    words::Sentence,
};

/// How soon a container that cannot be read yet is asked again; while nothing is new, later and later.
const AGAIN: Duration = Duration::from_secs(1);
const AT_LAST: Duration = Duration::from_secs(10);
/// A stream that is silent for so long is opened anew: older kubelets stop following at rotation (facts 3.5), and a dead
/// connection says nothing.
const SILENT: Duration = Duration::from_mins(1);
/// Bytes that travel together, at most about.
const BATCH: usize = 256 << 10;

/// What the watch knows of a container.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct State {
    pub(super) has_started: bool,
    pub(super) end: Option<ContainerEnd>,
    pub(super) restarts: i32,
    /// Its pod is no longer there.
    pub(super) is_gone: bool,
}

/// Which container, and where its lines go.
#[derive(Debug)]
pub(super) struct Container {
    pub(super) cluster: Cluster,
    pub(super) pod: String,
    pub(super) name: String,
    pub(super) source: Source,
    pub(super) part: Part,
    pub(super) out: mpsc::Sender<Message>,
}

/// Nobody takes the lines any more.
struct Unheard;

/// What is asked of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// All there is and what comes.
    Follow,
    /// All there is.
    Rest,
    /// What the container before the last restart wrote.
    Previous,
}

impl Container {
    /// Follows to the end. Returns what cannot be read, and why; `None` when all was.
    pub(super) async fn follow(self, state: watch::Receiver<State>) -> Option<ClusterError> {
        let done = if self.part.previous {
            self.previous(&mut Resume::default()).await
        } else {
            let resume = Resume::default();
            Following { container: &self, state, resume, instance: None, pause: AGAIN }.run().await
        };
        done.err().flatten()
    }

    /// What the container before the last restart wrote.
    async fn previous(&self, resume: &mut Resume) -> Result<(), Option<ClusterError>> {
        match self.pass(Pass::Previous, resume).await {
            Ok(_) => Ok(()),
            // "previous terminated container … not found" is an answer.
            Err(Some(error)) if !is_hopeless(&error) => {
                tracing::debug!(%error, pod = %self.pod, "there is no log of an earlier container");
                self.note(&self.sentence("logs-no-previous")).await.map_err(|Unheard| None)
            }
            Err(error) => Err(error),
        }
    }

    fn sentence(&self, key: &str) -> Sentence {
        Sentence::new(key).with("container", &self.name).with("pod", &self.pod)
    }

    async fn note(&self, words: &Sentence) -> Result<(), Unheard> {
        let mut batch = Batch::of(self.source);
        let head = Head { at: None, kind: Kind::Note, source: self.source };
        batch.push(head, words.text().replace('\n', " ").as_bytes());
        self.send(Message::Lines(batch)).await
    }

    async fn send(&self, message: Message) -> Result<(), Unheard> {
        self.out.send(message).await.map_err(|_gone| Unheard)
    }

    /// Reads once; meanwhile others wait for what is older. Returns whether the server closed the stream in order.
    async fn pass(&self, pass: Pass, resume: &mut Resume) -> Result<bool, Option<ClusterError>> {
        self.send(Message::Begun(self.source)).await.map_err(|Unheard| None)?;
        let read = self.read(pass, resume).await;
        self.send(Message::Ended(self.source)).await.map_err(|Unheard| None)?;
        read
    }

    async fn read(&self, pass: Pass, resume: &mut Resume) -> Result<bool, Option<ClusterError>> {
        let namespace = self.cluster.namespace().as_str();
        let api: Api<Pod> = Api::namespaced(self.cluster.client(), namespace);
        let attempt = Attempt::new(Verb::Get, "Pod").named(&self.pod).sub("log").within(namespace);
        let since_time = resume.since();
        let params = LogParams {
            container: Some(self.name.clone()),
            follow: pass == Pass::Follow,
            previous: pass == Pass::Previous,
            timestamps: true,
            since_time,
            // Both together are refused.
            since_seconds: self.part.since_secs.map(i64::from).filter(|_| since_time.is_none()),
            ..LogParams::default()
        };
        let stream = self.cluster.read(&attempt, api.log_stream(&self.pod, &params)).await.map_err(Some)?;
        let mut stream = Box::pin(stream);
        self.send(Message::Opened(self.source)).await.map_err(|Unheard| None)?;
        resume.reconnected();
        let mut pieces = Pieces::default();
        loop {
            let chunk = match timeout(SILENT, stream.fill_buf()).await {
                Ok(Ok(chunk)) => chunk,
                Ok(Err(fault)) => {
                    tracing::debug!(%fault, pod = %self.pod, "the log's connection broke");
                    return Ok(false);
                }
                Err(_silent) => return Ok(false),
            };
            let mut batches = vec![Batch::of(self.source)];
            let mut keep = |at: Option<Timestamp>, kind: Kind, bytes: &[u8]| {
                if !resume.is_new(at, bytes) {
                    return;
                }
                if batches.last().is_none_or(|batch| batch.size() > BATCH) {
                    batches.push(Batch::of(self.source));
                }
                let head = Head { source: self.source, at, kind };
                batches.iter_mut().next_back().into_iter().for_each(|batch| batch.push(head, bytes));
            };
            let length = chunk.len();
            if length == 0 && pass != Pass::Follow {
                // A rest without a line end counts only where nothing can follow; else it is read again.
                pieces.finish(|piece| keep(piece.at, piece.kind, piece.bytes));
            } else {
                pieces.push(chunk, |piece| keep(piece.at, piece.kind, piece.bytes));
            }
            stream.as_mut().consume(length);
            for batch in batches.into_iter().filter(|batch| !batch.is_empty()) {
                self.send(Message::Lines(batch)).await.map_err(|Unheard| None)?;
            }
            if length == 0 {
                return Ok(true);
            }
        }
    }
}

/// A container that is followed.
struct Following<'a> {
    container: &'a Container,
    state: watch::Receiver<State>,
    resume: Resume,
    /// The number of restarts before the container that is read.
    instance: Option<i32>,
    /// The next pause.
    pause: Duration,
}

impl Following<'_> {
    async fn run(&mut self) -> Result<(), Option<ClusterError>> {
        loop {
            let now = self.state.borrow_and_update().clone();
            if !now.has_started {
                if now.is_gone {
                    return Ok(());
                }
                self.pause().await;
                continue;
            }
            self.restarted(now.restarts).await?;
            // Only a connection that was opened after the container had ended has surely read everything.
            let pass = if now.end.is_some() || now.is_gone { Pass::Rest } else { Pass::Follow };
            let began = tokio::time::Instant::now();
            let passed = self.container.pass(pass, &mut self.resume).await;
            if began.elapsed() > AT_LAST {
                self.pause = AGAIN;
            }
            match passed {
                Ok(true) if pass == Pass::Rest => {
                    self.ended(&now).await?;
                    if !self.goes_on(&now).await {
                        return Ok(());
                    }
                }
                Ok(_) => self.pause().await,
                Err(Some(error)) if error.is_not_found() => {
                    let words = self.container.sentence("logs-pod-gone");
                    return self.container.note(&words).await.map_err(|Unheard| None);
                }
                Err(Some(error)) if !is_hopeless(&error) => {
                    // "waiting to start" and the like are states, which the pod's row puts into words.
                    tracing::debug!(%error, pod = %self.container.pod, "the log cannot be read yet");
                    if now.is_gone {
                        return Ok(());
                    }
                    self.pause().await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Says that another container began, after the last lines of the one before.
    async fn restarted(&mut self, restarts: i32) -> Result<(), Option<ClusterError>> {
        let Some(before) = self.instance.replace(restarts).filter(|before| *before < restarts) else {
            return Ok(());
        };
        if let Err(error) = self.container.pass(Pass::Previous, &mut self.resume).await {
            let Some(error) = error else { return Err(None) };
            tracing::debug!(%error, pod = %self.container.pod, "the log before the restart cannot be read");
        }
        let key = if restarts == before + 1 { "logs-restarted" } else { "logs-restarted-often" };
        let words =
            self.container.sentence(key).count("count", restarts).count("lost", restarts - before - 1);
        self.container.note(&words).await.map_err(|Unheard| None)
    }

    async fn ended(&self, now: &State) -> Result<(), Option<ClusterError>> {
        let words = match &now.end {
            Some(end) => {
                let key = if end.reason.is_empty() { "logs-ended" } else { "logs-ended-reason" };
                let words = self.container.sentence(key).with("code", end.exit_code.to_string());
                words.with("reason", &end.reason)
            }
            None => self.container.sentence("logs-pod-gone"),
        };
        self.container.note(&words).await.map_err(|Unheard| None)
    }

    /// Waits whether another container follows the one that has ended.
    async fn goes_on(&mut self, ended: &State) -> bool {
        loop {
            let now = self.state.borrow_and_update().clone();
            if now.is_gone || ended.is_gone {
                return false;
            }
            if now.restarts > ended.restarts {
                return true;
            }
            if self.state.changed().await.is_err() {
                return false;
            }
        }
    }

    /// Until the watch knows something new, for a while at most.
    async fn pause(&mut self) {
        match timeout(self.pause, self.state.changed()).await {
            Ok(Ok(())) => self.pause = AGAIN,
            // The watch is gone: then only the clock moves.
            Ok(Err(_)) => tokio::time::sleep(AGAIN).await,
            Err(_elapsed) => self.pause = (self.pause * 2).min(AT_LAST),
        }
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
