//! What it is for: the log of one container, through broken connections and restarts, to its end.
//! In: what the watch knows of the container. Out: its lines, and between them sentences about restarts and ends.
//! Never: a line twice, or one lost without a sentence.

use std::{sync::Arc, time::Duration};

use futures::{AsyncBufRead, AsyncBufReadExt as _};
use jiff::Timestamp;
use k8s_openapi::api::core::v1::Pod;
use kube::{Api, ResourceExt as _, api::LogParams};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch},
    time::{sleep, timeout},
};

use super::{pieces::Pieces, write::Message};
use crate::{
    cluster::{
        connect::Cluster,
        error::{Attempt, ClusterError, Refusal, Verb},
        log_lines::Resume,
        troubles::ContainerEnd,
    },
    failure::Failure,
    logbook::{Head, Kind, Source, merge::Batch, seen::Part},
    words::Sentence,
};

/// How soon a container that cannot be read yet is asked again; while nothing is new, later and later.
const AGAIN: Duration = Duration::from_secs(1);
const AT_LAST: Duration = Duration::from_secs(10);
/// The longest pause while the connection is broken.
const BROKEN: Duration = Duration::from_secs(3);
/// How often the log before a restart is asked for when it cannot be read.
const TRIES: usize = 8;
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
    /// Another pod has the name of its own by now.
    pub(super) is_replaced: bool,
}

/// How the reading of a container stands.
#[derive(Debug, Clone)]
pub(super) enum Ear {
    /// Nothing can be read just now, and nothing is wrong.
    Idle,
    /// Others are read first.
    Queued,
    /// A connection brings what comes.
    Open,
    /// It cannot be read, and is tried again; when it was read last.
    Broken { since: Option<Timestamp>, why: Box<Failure> },
    /// All was read.
    Done,
}

/// Which container, and where its lines go.
#[derive(Debug)]
pub(super) struct Container {
    pub(super) cluster: Cluster,
    pub(super) pod: String,
    pub(super) uid: String,
    pub(super) name: String,
    pub(super) source: Source,
    pub(super) part: Part,
    pub(super) out: mpsc::Sender<Message>,
    pub(super) ears: mpsc::Sender<(Source, Ear)>,
    /// Connections that may be open at once.
    pub(super) turns: Arc<Semaphore>,
    /// Moves when connections may be dead: all are opened anew.
    pub(super) again: watch::Receiver<u64>,
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

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closed {
    /// The server closed it in order.
    Orderly,
    /// Nothing came for long.
    Silent,
    /// It broke.
    Broken,
}

/// What came of the log before a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Read,
    /// There is none.
    Nothing,
    /// It could not be read, or not to its end.
    Unread,
}

impl Container {
    /// Follows to the end. Returns what cannot be read, and why; `None` when all was.
    pub(super) async fn follow(self, state: watch::Receiver<State>) -> Option<ClusterError> {
        let mut resume = Resume::default();
        let done = if self.part.previous {
            self.previous(&mut resume).await
        } else {
            let again = self.again.clone();
            let following = Following {
                container: &self,
                state,
                again,
                resume,
                instance: None,
                pause: AGAIN,
                read_at: None,
            };
            following.run().await
        };
        self.ear(Ear::Done).await;
        done.err().flatten()
    }

    async fn ear(&self, ear: Ear) {
        // Without a listener nobody wants to know.
        drop(self.ears.send((self.source, ear)).await);
    }

    /// What the container before the last restart wrote, and else why there is nothing.
    async fn previous(&self, resume: &mut Resume) -> Result<(), Option<ClusterError>> {
        let key = match self.before(resume).await? {
            Before::Read => return Ok(()),
            Before::Nothing => "logs-no-previous",
            Before::Unread => "logs-previous-unread",
        };
        self.note(&self.sentence(key)).await.map_err(|Unheard| None)
    }

    /// Reads what the container before the last restart wrote; what breaks is tried again.
    async fn before(&self, resume: &mut Resume) -> Result<Before, Option<ClusterError>> {
        let mut pause = AGAIN;
        for _ in 0..TRIES {
            match self.pass(Pass::Previous, resume).await {
                Ok(Closed::Orderly) => return Ok(Before::Read),
                Ok(Closed::Silent | Closed::Broken) => {}
                Err(Some(error)) if says_nothing_before(&error) => return Ok(Before::Nothing),
                Err(Some(error)) if !is_refused(&error) => {
                    tracing::debug!(%error, pod = %self.pod, "the log before the restart cannot be read yet");
                }
                Err(error) => return Err(error),
            }
            sleep(pause).await;
            pause = (pause * 2).min(BROKEN);
        }
        Ok(Before::Unread)
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

    /// Waits until one connection more may be open.
    async fn turn(&self) -> Result<OwnedSemaphorePermit, Option<ClusterError>> {
        if let Ok(turn) = Arc::clone(&self.turns).try_acquire_owned() {
            return Ok(turn);
        }
        self.ear(Ear::Queued).await;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_closed| None)?;
        self.ear(Ear::Idle).await;
        Ok(turn)
    }

    /// Reads once; meanwhile others wait for what is older.
    async fn pass(&self, pass: Pass, resume: &mut Resume) -> Result<Closed, Option<ClusterError>> {
        let _turn = self.turn().await?;
        self.send(Message::Begun(self.source)).await.map_err(|Unheard| None)?;
        let read = self.read(pass, resume).await;
        self.send(Message::Ended(self.source)).await.map_err(|Unheard| None)?;
        read
    }

    /// Opens the log of this very pod: a new one of the same name has another uid.
    async fn open(
        &self,
        pass: Pass,
        since_time: Option<Timestamp>,
    ) -> Result<impl AsyncBufRead, ClusterError> {
        let namespace = self.cluster.namespace().as_str();
        let api: Api<Pod> = Api::namespaced(self.cluster.client(), namespace);
        let of_pod = Attempt::new(Verb::Get, "Pod").named(&self.pod).within(namespace);
        // Whoever may read logs alone is believed; the log's own answer says what else is wrong.
        if let Ok(pod) = self.cluster.read(&of_pod, api.get(&self.pod)).await
            && pod.uid().is_some_and(|uid| uid != self.uid)
        {
            let message = "another pod of that name".to_owned();
            return Err(ClusterError::call(&of_pod, Refusal::NotFound { message }));
        }
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
        self.cluster.read(&of_pod.sub("log"), api.log_stream(&self.pod, &params)).await
    }

    async fn read(&self, pass: Pass, resume: &mut Resume) -> Result<Closed, Option<ClusterError>> {
        let mut again = self.again.clone();
        again.mark_unchanged();
        let stream = tokio::select! {
            stream = self.open(pass, resume.since()) => stream.map_err(Some)?,
            Ok(()) = again.changed() => return Ok(Closed::Broken),
        };
        let mut stream = Box::pin(stream);
        self.send(Message::Opened(self.source)).await.map_err(|Unheard| None)?;
        if pass == Pass::Follow {
            self.ear(Ear::Open).await;
        }
        resume.reconnected();
        let mut pieces = Pieces::default();
        loop {
            let filled = tokio::select! {
                filled = timeout(SILENT, stream.fill_buf()) => filled,
                Ok(()) = again.changed() => return Ok(Closed::Broken),
            };
            let chunk = match filled {
                Ok(Ok(chunk)) => chunk,
                Ok(Err(fault)) => {
                    tracing::debug!(%fault, pod = %self.pod, "the log's connection broke");
                    return Ok(Closed::Broken);
                }
                Err(_silent) => return Ok(Closed::Silent),
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
                return Ok(Closed::Orderly);
            }
        }
    }
}

/// A container that is followed.
struct Following<'a> {
    container: &'a Container,
    state: watch::Receiver<State>,
    again: watch::Receiver<u64>,
    resume: Resume,
    /// The number of restarts before the container that is read.
    instance: Option<i32>,
    /// The next pause.
    pause: Duration,
    /// When a connection was open last.
    read_at: Option<Timestamp>,
}

impl Following<'_> {
    async fn run(mut self) -> Result<(), Option<ClusterError>> {
        loop {
            let now = self.state.borrow_and_update().clone();
            if now.is_replaced {
                return self.gone().await;
            }
            if !now.has_started {
                if now.is_gone {
                    return Ok(());
                }
                self.pause(AT_LAST).await;
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
            if passed.is_ok() {
                self.read_at = Some(Timestamp::now());
            }
            match passed {
                Ok(Closed::Orderly) if pass == Pass::Rest => {
                    self.ended(&now).await?;
                    self.container.ear(Ear::Done).await;
                    if !self.goes_on(&now).await {
                        return Ok(());
                    }
                }
                Ok(Closed::Orderly) => {
                    self.container.ear(Ear::Idle).await;
                    self.pause(AT_LAST).await;
                }
                Ok(Closed::Silent) => {}
                Ok(Closed::Broken) => self.pause(BROKEN).await,
                Err(Some(error)) if is_refused(&error) => return Err(Some(error)),
                Err(Some(error)) if now.is_gone && is_judged(&error) => return self.gone().await,
                Err(Some(error)) => self.not_yet(&error).await,
                Err(None) => return Err(None),
            }
        }
    }

    async fn gone(&self) -> Result<(), Option<ClusterError>> {
        let words = self.container.sentence("logs-pod-gone");
        self.container.note(&words).await.map_err(|Unheard| None)
    }

    /// It cannot be read now: because of its state, which the pod's row puts into words, or because something is broken.
    async fn not_yet(&mut self, error: &ClusterError) {
        tracing::debug!(%error, pod = %self.container.pod, "the log cannot be read yet");
        if is_judged(error) {
            self.container.ear(Ear::Idle).await;
            self.pause(AT_LAST).await;
        } else {
            let why = Box::new(error.to_failure());
            self.container.ear(Ear::Broken { since: self.read_at, why }).await;
            self.pause(BROKEN).await;
        }
    }

    /// Says that another container began, after the last lines of the one before.
    async fn restarted(&mut self, restarts: i32) -> Result<(), Option<ClusterError>> {
        let Some(before) = self.instance.replace(restarts).filter(|before| *before < restarts) else {
            return Ok(());
        };
        if self.container.before(&mut self.resume).await? != Before::Read {
            let words = self.container.sentence("logs-previous-unread");
            self.container.note(&words).await.map_err(|Unheard| None)?;
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

    /// Until something is new, for a while at most.
    async fn pause(&mut self, most: Duration) {
        let wait = self.pause.min(most);
        tokio::select! {
            Ok(()) = self.state.changed() => self.pause = AGAIN,
            Ok(()) = self.again.changed() => self.pause = AGAIN,
            () = sleep(wait) => self.pause = (wait * 2).min(most),
        }
    }
}

/// We may not read logs: asking again does not help.
pub(super) fn is_refused(error: &ClusterError) -> bool {
    matches!(error.refusal(), Some(Refusal::Forbidden { .. } | Refusal::Policy { .. }))
}

/// The server knows the pod and says why there is no log, or says that there is no pod.
fn is_judged(error: &ClusterError) -> bool {
    matches!(error.refusal(), Some(Refusal::NotFound { .. } | Refusal::Invalid { .. }))
}

/// `previous terminated container "c" in pod "p" not found` (facts 3.5), or the pod is gone.
fn says_nothing_before(error: &ClusterError) -> bool {
    let is_answer = |refusal: &Refusal| matches!(refusal, Refusal::Invalid { message, .. } if message.contains("previous terminated container"));
    error.is_not_found() || error.refusal().is_some_and(is_answer)
}
