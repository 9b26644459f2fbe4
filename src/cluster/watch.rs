//! What it is for: the live rows beside a step. In: what to watch. Out: the newest [`Observed`], and a call of `wake`
//! whenever it has changed. Never: whole objects kept, a repaint without a change, silence about a dead connection
//! (found within 8 s by a small question beside the watches), or a retry without pause.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

mod board;
mod feed;
pub(in crate::cluster) mod optional;
pub(in crate::cluster) mod feeds;
pub(in crate::cluster) mod pulse;
pub(in crate::cluster) mod stream;

use super::connect::Cluster;
use crate::observed::Observed;
use board::Board;

/// How long changes are gathered before they are shown together.
const GATHER: Duration = Duration::from_millis(40);
/// How often rows are looked through for those that grew too old.
const TIDY: Duration = Duration::from_secs(15);

/// Objects of one kind in the namespace of the connection, by names or by a label selector. Rows stand in the order
/// of the specs. Without one for a kind of route, those that lead to the watched workloads are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WatchSpec {
    /// Kind, such as `Deployment`; one that [`WatchKind::parse`] does not know is told in `Observed::unseen`.
    pub kind: String,
    /// Names; a name that does not exist yet is shown when it does.
    pub names: Vec<String>,
    /// Label selector in kubectl's notation.
    pub selector: Option<String>,
}

impl WatchSpec {
    fn is(&self, kind: WatchKind) -> bool {
        WatchKind::parse(&self.kind) == Some(kind)
    }
}

/// Kinds that can be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WatchKind {
    /// apps/v1.
    Deployment,
    /// apps/v1.
    StatefulSet,
    /// apps.openshift.io/v1, where the server has it.
    DeploymentConfig,
    /// Pods besides those of the watched workloads and jobs.
    Pod,
    /// batch/v1.
    Job,
    /// networking.k8s.io/v1.
    Ingress,
    /// route.openshift.io/v1, where the server has it.
    Route,
    /// gateway.networking.k8s.io, where the server has it.
    HttpRoute,
    /// traefik.io or traefik.containo.us, where the server has it.
    IngressRoute,
}

impl WatchKind {
    /// The kind of that name; `None` for kinds that this version does not watch.
    pub fn parse(kind: &str) -> Option<Self> {
        match kind {
            "Deployment" => Some(Self::Deployment),
            "StatefulSet" => Some(Self::StatefulSet),
            "DeploymentConfig" => Some(Self::DeploymentConfig),
            "Pod" => Some(Self::Pod),
            "Job" => Some(Self::Job),
            "Ingress" => Some(Self::Ingress),
            "Route" => Some(Self::Route),
            "HTTPRoute" => Some(Self::HttpRoute),
            "IngressRoute" => Some(Self::IngressRoute),
            _ => None,
        }
    }
}

/// Called after every change of the snapshot, from a thread of the runtime; must not block.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Starts the watches. To be called inside a tokio runtime.
///
/// The receiver always holds the newest snapshot; it is notified, and `wake` called, only when something that is
/// shown has changed. `Link::Live::heard_at` moves on silently. The watches end when the last receiver is dropped.
pub fn start(cluster: &Cluster, specs: Vec<WatchSpec>, wake: Wake) -> watch::Receiver<Arc<Observed>> {
    let (messages, inbox) = mpsc::channel(256);
    let (show, newest) = watch::channel(Arc::new(Observed::default()));
    let (restart, _) = watch::channel(0_u64);
    let mut tasks = JoinSet::new();
    feed::start_all(cluster, &specs, &messages, &restart, &mut tasks);
    tasks.spawn(feed::optional(cluster, &specs, &messages, &restart));
    tasks.spawn(pulse::beat(cluster.clone(), messages, restart));
    let board = Board::new(specs, cluster.namespace().as_str());
    tokio::spawn(gather(board, inbox, show, wake, tasks));
    newest
}

/// Shows the newest snapshot, and calls `wake` when it looks different.
pub(in crate::cluster) fn show_newest<T>(
    show: &watch::Sender<Arc<T>>,
    newest: T,
    is_same: fn(&T, &T) -> bool,
    wake: &Wake,
) {
    let is_news = show.send_if_modified(|shown| {
        let differs = !is_same(shown, &newest);
        *shown = Arc::new(newest);
        differs
    });
    if is_news {
        wake();
    }
}

/// Ends all `tasks` when it ends.
async fn gather(
    mut board: Board,
    mut inbox: mpsc::Receiver<stream::Message<board::Feed, board::Row>>,
    show: watch::Sender<Arc<Observed>>,
    wake: Wake,
    tasks: JoinSet<()>,
) {
    let mut tidy = tokio::time::interval(TIDY);
    tidy.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            message = inbox.recv() => {
                let Some(message) = message else { break };
                board.take(message);
                let until = tokio::time::Instant::now() + GATHER;
                while let Ok(Some(message)) = tokio::time::timeout_at(until, inbox.recv()).await {
                    board.take(message);
                }
            }
            _ = tidy.tick() => {}
            () = show.closed() => break,
        }
        let snapshot = board.snapshot(Timestamp::now());
        show_newest(&show, snapshot, board::is_same, &wake);
    }
    drop(tasks);
}
