//! What it is for: the only place that acts. Owns the tokio runtime and the bounded queues to and from the window.
//! In: [`Request`]s. Out: [`Report`]s, the newest [`Observed`], and [`Pending`] one-shot reads.
//! Never: a deed without an open journal entry, two deeds at once, or a word of its own to the person.

use std::{future::Future, sync::Arc};

use futures::FutureExt as _;
use tokio::{
    runtime::{Builder, Runtime},
    sync::{mpsc, watch},
};

use crate::{
    cluster::{
        Cluster,
        connect::ConnectOptions,
        kubeconfig::ContextChoice,
        survey::{self, Scope, Surveying},
        tail::{self, Tailing},
    },
    failure::Failure,
    journal::Journal,
    logbook::seen::Part,
    names::Namespace,
    observed::{
        LeaseView, Observed,
        survey::{ItemKey, Last, Lens},
    },
    repo::RepoPath,
};

mod acts;
pub mod attach;
pub mod doctor;
pub mod drift;
pub mod dropped;
pub mod evidence;
mod ending;
mod execute;
mod guard;
pub mod history;
pub mod last_known;
pub mod lease;
mod pending;
pub mod place;
pub mod practice;
pub mod reads;
pub mod ready;
pub mod rehearse;
mod report;
mod request;
pub mod second;
mod session;
pub mod ticket;
mod usual;

pub use execute::{journal_failure, travel_failure};
pub use pending::Pending;
pub use reads::Connected;
pub use ready::{Check, CheckState};
pub use report::Report;
pub use request::Request;
pub use session::{FoundOut, Session};

/// Wakes the window from any thread.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// How many reports may wait for the window before the worker waits for it.
const REPORTS: usize = 4096;
/// How many requests may wait for the worker; a full queue is a fault that shows.
const REQUESTS: usize = 64;

/// The background: a runtime, and the change under way if there is one.
#[derive(Debug)]
pub struct Worker {
    runtime: Runtime,
    wake: WakeCell,
    soon: WakeCell,
    ending: ending::Ending,
    change: Option<UnderWay>,
}

struct WakeCell(Wake);

impl std::fmt::Debug for WakeCell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wake")
    }
}

#[derive(Debug)]
struct UnderWay {
    cluster: Cluster,
    requests: mpsc::Sender<Request>,
    reports: mpsc::Receiver<Report>,
    observed: watch::Receiver<Arc<Observed>>,
    lease: lease::Newest,
}

impl Worker {
    /// Starts the runtime with two threads. `wake` draws the window at once, for what a person waits for; `soon` draws it
    /// a moment later, for what may come often: lines of a log, live rows.
    ///
    /// # Errors
    /// The system gives no threads.
    pub fn start(wake: Wake, soon: Wake) -> std::io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("changeover-worker")
            .enable_all()
            .build()?;
        runtime.spawn_blocking(practice::sweep);
        let ending = {
            let _guard = runtime.enter();
            ending::Ending::listen(Arc::clone(&wake))
        };
        Ok(Self { runtime, wake: WakeCell(wake), soon: WakeCell(soon), ending, change: None })
    }

    /// Asks a one-shot question; a newer one replaces an older one.
    pub fn ask<T: Send + 'static>(
        &self,
        pending: &mut Pending<T>,
        question: impl Future<Output = Result<T, Failure>> + Send + 'static,
    ) {
        pending.ask(self.runtime.handle(), Arc::clone(&self.wake.0), question);
    }

    /// Asks a one-shot question whose answer is worked out by blocking calls (git, files, credential plug-ins).
    pub fn ask_blocking<T: Send + 'static>(
        &self,
        pending: &mut Pending<T>,
        question: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) {
        let answer = async move { blocking(question).await };
        pending.ask(self.runtime.handle(), Arc::clone(&self.wake.0), answer);
    }

    /// Takes up a change: its session and its journal, which nobody else writes from now on.
    pub fn begin(&mut self, session: Session, journal: Journal) {
        let (requests, inbox) = mpsc::channel(REQUESTS);
        let (outbox, reports) = mpsc::channel(REPORTS);
        let _guard = self.runtime.enter();
        let observed = session.watch(Arc::clone(&self.soon.0));
        let cluster = session.cluster.clone();
        let outbox = report::Outbox::new(outbox, Arc::clone(&self.wake.0), Arc::clone(&self.soon.0));
        let times = lease::Times::default();
        let (keeper, events) = lease::Keeper::start(
            session.cluster.clone(),
            lease::mark_of(&session),
            times,
            Arc::clone(&self.wake.0),
        );
        let lease = keeper.newest();
        self.runtime.spawn(execute::carry(Arc::new(session), journal, inbox, outbox, (keeper, events)));
        self.change = Some(UnderWay { cluster, requests, reports, observed, lease });
    }

    /// The cluster of the change under way.
    pub fn cluster(&self) -> Option<&Cluster> {
        self.change.as_ref().map(|change| &change.cluster)
    }

    /// Surveys a namespace, or all, until the value is dropped.
    pub fn survey(&self, cluster: &Cluster, scope: &Scope, lens: Lens) -> Surveying {
        let _guard = self.runtime.enter();
        survey::start(cluster, scope, lens, Arc::clone(&self.wake.0))
    }

    /// Shows rows of an earlier time through lenses until the value is dropped.
    pub fn recall(&self, last: Last, lens: Lens) -> Surveying {
        let _guard = self.runtime.enter();
        survey::recall(last, lens, Arc::clone(&self.wake.0))
    }

    /// Compares the repository's newest commit with the cluster, until the value is dropped.
    pub fn compare(&self, cluster: Cluster, repository: RepoPath, scope: Scope) -> drift::Comparing {
        let wakes = (Arc::clone(&self.wake.0), Arc::clone(&self.soon.0));
        drift::Comparing::start(self.runtime.handle(), wakes, cluster, repository, scope)
    }

    /// Searches for the link at which a connection fails, until the value is dropped.
    pub fn search(
        &self,
        choice: ContextChoice,
        namespace: Namespace,
        options: ConnectOptions,
    ) -> doctor::Searching {
        doctor::Searching::start(self.runtime.handle(), Arc::clone(&self.wake.0), choice, namespace, options)
    }

    /// Asks what must be known before a start, until the value is dropped.
    pub fn check(&self, session: Session, asked: Vec<ready::Question>) -> ready::Asking {
        let wakes = (Arc::clone(&self.wake.0), Arc::clone(&self.soon.0));
        ready::Asking::start(self.runtime.handle(), wakes, session, asked)
    }

    /// Follows the logs of an object until the value is dropped.
    pub fn tail(&self, cluster: &Cluster, key: &ItemKey, part: Part) -> Tailing {
        let _guard = self.runtime.enter();
        tail::start(cluster, key, part, Arc::clone(&self.wake.0))
    }

    /// Listens whether somebody asks for a second person in the connection's namespace, until the value is dropped.
    pub fn listen_for_second(&self, cluster: Cluster) -> second::Listening {
        let _guard = self.runtime.enter();
        second::Listening::start(cluster, Arc::clone(&self.wake.0))
    }

    /// Whether the system asked the program to end: Ctrl-C in its terminal, the end of the session.
    pub fn is_asked_to_end(&self) -> bool {
        self.ending.is_asked()
    }

    /// Hands a request to the change under way. Returns whether it was taken.
    pub fn send(&self, request: Request) -> bool {
        self.change.as_ref().is_some_and(|change| change.requests.try_send(request).is_ok())
    }

    /// The next report, if there is one.
    pub fn next_report(&mut self) -> Option<Report> {
        self.change.as_mut().and_then(|change| change.reports.try_recv().ok())
    }

    /// The newest live state.
    pub fn observed(&self) -> Arc<Observed> {
        self.change.as_ref().map(|change| Arc::clone(&change.observed.borrow())).unwrap_or_default()
    }

    /// The newest word about the namespace's Lease.
    pub fn lease(&self) -> Arc<LeaseView> {
        self.change.as_ref().map(|change| change.lease.view()).unwrap_or_default()
    }

    /// Lets go of the change; a deed under way is waited for by its own task.
    pub fn end(&mut self) {
        self.change = None;
    }
}

/// Runs blocking work off the runtime's threads; a panic becomes a failure.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let ended = || {
        let words = crate::words::Sentence::new("worker-task-ended");
        Failure::new(crate::failure::FailureKind::Internal, words)
    };
    tokio::task::spawn_blocking(work).map(|answer| answer.unwrap_or_else(|_panic| Err(ended()))).await
}
