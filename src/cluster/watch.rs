//! What it is for: the live rows beside a step. In: what to watch. Out: the newest [`Observed`], and a call of `wake`
//! whenever it has changed. Never: whole objects kept, a repaint without a change, silence about a dead connection
//! (found within 8 s by a small question beside the watches), or a retry without pause.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

mod board;
mod feed;
mod pulse;

use super::connect::Cluster;
use crate::observed::Observed;
use board::Board;

/// How long changes are gathered before they are shown together.
const GATHER: Duration = Duration::from_millis(40);
/// How often rows are looked through for those that grew too old.
const TIDY: Duration = Duration::from_secs(15);

/// What to watch in the namespace of the connection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WatchSpec {
    /// In the order in which rows are shown. Without an `Ingress` item, the routes that lead to the watched workloads
    /// are shown.
    pub items: Vec<WatchItem>,
}

/// Objects of one kind, by names or by a label selector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchItem {
    /// The kind.
    pub kind: WatchKind,
    /// Names; a name that does not exist yet is shown when it does.
    pub names: Vec<String>,
    /// Label selector in kubectl's notation.
    pub selector: Option<String>,
}

/// Kinds that can be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WatchKind {
    /// apps/v1.
    Deployment,
    /// apps/v1.
    StatefulSet,
    /// Pods besides those of the watched workloads and jobs.
    Pod,
    /// batch/v1.
    Job,
    /// networking.k8s.io/v1.
    Ingress,
}

impl WatchKind {
    /// The kind of that name; `None` for kinds that this version does not watch.
    pub fn parse(kind: &str) -> Option<Self> {
        match kind {
            "Deployment" => Some(Self::Deployment),
            "StatefulSet" => Some(Self::StatefulSet),
            "Pod" => Some(Self::Pod),
            "Job" => Some(Self::Job),
            "Ingress" => Some(Self::Ingress),
            _ => None,
        }
    }
}

/// Running watches. Dropping it ends them.
#[derive(Debug)]
pub struct Watching {
    newest: watch::Receiver<Arc<Observed>>,
    heard_at: Arc<AtomicI64>,
    _tasks: JoinSet<()>,
}

impl Watching {
    /// The newest snapshot; never blocks for longer than a pointer is copied.
    pub fn newest(&self) -> Arc<Observed> {
        Arc::clone(&self.newest.borrow())
    }

    /// For tasks that wait until something is seen.
    pub fn receiver(&self) -> watch::Receiver<Arc<Observed>> {
        self.newest.clone()
    }

    /// When the server was last heard (bookmarks and the small questions included). Moves without a new snapshot.
    pub fn heard_at(&self) -> Option<Timestamp> {
        match self.heard_at.load(Ordering::Relaxed) {
            0 => None,
            millis => Timestamp::from_millisecond(millis).ok(),
        }
    }
}

/// Starts the watches. To be called inside a tokio runtime. `wake` is called from its threads after every change.
pub fn start(cluster: &Cluster, spec: &WatchSpec, wake: impl Fn() + Send + Sync + 'static) -> Watching {
    let (messages, inbox) = mpsc::channel(256);
    let (show, newest) = watch::channel(Arc::new(Observed::default()));
    let (restart, _) = watch::channel(0_u64);
    let heard_at = Arc::new(AtomicI64::new(0));
    let mut tasks = JoinSet::new();
    feed::start_all(cluster, spec, &messages, &restart, &mut tasks);
    tasks.spawn(pulse::beat(cluster.clone(), messages, restart));
    tasks.spawn(gather(Board::new(spec.clone()), inbox, show, Arc::clone(&heard_at), wake));
    Watching { newest, heard_at, _tasks: tasks }
}

async fn gather(
    mut board: Board,
    mut inbox: mpsc::Receiver<board::Message>,
    show: watch::Sender<Arc<Observed>>,
    heard_at: Arc<AtomicI64>,
    wake: impl Fn() + Send + Sync,
) {
    let mut tidy = tokio::time::interval(TIDY);
    tidy.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            message = inbox.recv() => match message {
                Some(message) => {
                    let is_change = board.take(message);
                    heard_at.store(board.heard_at().map_or(0, Timestamp::as_millisecond), Ordering::Relaxed);
                    if !is_change {
                        continue;
                    }
                    let until = tokio::time::Instant::now() + GATHER;
                    while let Ok(Some(message)) = tokio::time::timeout_at(until, inbox.recv()).await {
                        board.take(message);
                    }
                }
                None => return,
            },
            _ = tidy.tick() => {}
        }
        let snapshot = board.snapshot(Timestamp::now());
        let changed = show.send_if_modified(|shown| {
            let differs = !board::is_same(shown, &snapshot);
            if differs {
                *shown = Arc::new(snapshot);
            }
            differs
        });
        if changed {
            wake();
        }
    }
}
