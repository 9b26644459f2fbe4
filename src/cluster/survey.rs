//! What it is for: everything of a namespace, or of all, for the cluster page. In: a connection, a scope, a lens.
//! Out: the newest [`Survey`], and a call of `wake` whenever what it shows has changed. Never: whole objects kept, a
//! Secret, a change of anything, a repaint without a change, or silence about a dead connection.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
    time::Instant,
};

mod board;
mod feed;
mod project;
mod recall;
mod shared;

use super::{
    connect::Cluster,
    watch::{Wake, feeds::is_same_link, pulse, show_newest, stream::Message},
};
use crate::observed::{
    Link,
    survey::{Lens, Survey},
};
use board::Board;
use feed::{Feed, Row};

pub use recall::recall;

/// The least time between two surveys, so that many changes at once are shown together: a picture of a usual screen.
const PACE: Duration = Duration::from_millis(16);
/// A survey is followed by so many times as long as it took in which none is made: with many rows, and while the first lists
/// come, the time is better spent on reading.
const REST: u32 = 8;
/// The longest that it rests: nobody is to wait longer for what changed.
const LONGEST_REST: Duration = Duration::from_millis(150);
/// How long a first change waits for others that came with it.
const GATHER: Duration = Duration::from_millis(4);
/// How often rows are looked through for those that grew too old.
const TIDY: Duration = Duration::from_mins(1);

/// Which namespaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// One, by name.
    One(String),
    /// All of them; often not allowed.
    All,
}

/// A survey under way; it ends when this is dropped.
#[derive(Debug)]
pub struct Surveying {
    newest: watch::Receiver<Arc<Survey>>,
    lens: watch::Sender<Lens>,
}

impl Surveying {
    /// The newest survey.
    pub fn newest(&self) -> Arc<Survey> {
        Arc::clone(&self.newest.borrow())
    }

    /// Shows other rows from now on; the survey that does so comes a moment later.
    pub fn look(&self, lens: Lens) {
        self.lens.send_if_modified(|now| {
            let differs = *now != lens;
            *now = lens;
            differs
        });
    }
}

/// Starts the watches. To be called inside a tokio runtime.
pub fn start(cluster: &Cluster, scope: &Scope, lens: Lens, wake: Wake) -> Surveying {
    let (messages, inbox) = mpsc::channel(256);
    let (show, newest) = watch::channel(Arc::new(Survey { lens: lens.clone(), ..Survey::default() }));
    let (lens, looks) = watch::channel(lens);
    let (restart, _) = watch::channel(0_u64);
    let mut tasks = JoinSet::new();
    feed::start_all(cluster, scope, &messages, &restart, &mut tasks);
    tasks.spawn(pulse::beat(cluster.clone(), messages, restart));
    tokio::spawn(gather(Board::of(scope), inbox, looks, show, wake, tasks));
    Surveying { newest, lens }
}

/// Ends all `tasks` when it ends.
async fn gather(
    mut board: Board,
    mut inbox: mpsc::Receiver<Message<Feed, Row>>,
    mut looks: watch::Receiver<Lens>,
    show: watch::Sender<Arc<Survey>>,
    wake: Wake,
    tasks: JoinSet<()>,
) {
    let mut next = Instant::now();
    let mut link = Link::Connecting;
    let mut tidy = tokio::time::interval(TIDY);
    tidy.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            message = inbox.recv() => {
                let Some(message) = message else { break };
                board.take(message);
                let until = next.max(Instant::now() + GATHER);
                loop {
                    let message = tokio::select! {
                        message = tokio::time::timeout_at(until, inbox.recv()) => message,
                        // Somebody looks at something else, or at nothing more.
                        _ = looks.changed() => break,
                        () = show.closed() => break,
                    };
                    let Ok(Some(message)) = message else { break };
                    board.take(message);
                    // The last list is there, or the connection is not what is shown: that is not gathered.
                    if !is_same_link(&board.link(), &link) {
                        break;
                    }
                }
            }
            asked = looks.changed() => if asked.is_err() { break },
            _ = tidy.tick() => board.tidy(),
            () = show.closed() => break,
        }
        let lens = looks.borrow_and_update().clone();
        let began = Instant::now();
        let survey = board.survey(&lens, Timestamp::now());
        next = Instant::now() + (began.elapsed() * REST).clamp(PACE, LONGEST_REST);
        link = survey.link.clone();
        show_newest(&show, survey, is_same, &wake);
    }
    drop(tasks);
}

/// Whether two surveys look the same; the mere passing of time is no difference.
fn is_same(a: &Survey, b: &Survey) -> bool {
    is_same_link(&a.link, &b.link)
        && (Arc::ptr_eq(&a.rows, &b.rows) || a.rows == b.rows)
        && a.lens == b.lens
        && a.tallies == b.tallies
        && a.followed == b.followed
        && a.way == b.way
        && a.unseen == b.unseen
        && a.hidden == b.hidden
        && a.partial == b.partial
        && a.recalled == b.recalled
}
