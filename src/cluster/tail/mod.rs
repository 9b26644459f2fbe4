//! What it is for: following the logs of an object's pods: one pod, or all of a workload or Job, every container, also
//! pods that come later. In: an object, which part of its logs. Out: a book of lines, and what a screen asks of it.
//! Never: a change of anything, a line lost over a broken connection without a word, or a reader that waits for a disk.

use std::sync::Arc;

use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
};

mod container;
mod pieces;
mod pods;
mod show;
mod write;

use super::{connect::Cluster, watch::Wake};
use crate::{
    logbook::{
        Book,
        seen::{Lens, Part, Seen, Standing},
    },
    observed::survey::ItemKey,
};

/// Logs that are followed; it ends when this is dropped.
#[derive(Debug)]
pub struct Tailing {
    book: Arc<Book>,
    lens: watch::Sender<Lens>,
    newest: watch::Receiver<Arc<Seen>>,
}

impl Tailing {
    /// What the screen shows.
    pub fn newest(&self) -> Arc<Seen> {
        Arc::clone(&self.newest.borrow())
    }

    /// Shows other lines from now on; what does so comes a moment later.
    pub fn look(&self, lens: Lens) {
        self.lens.send_if_modified(|now| {
            let differs = *now != lens;
            *now = lens;
            differs
        });
    }

    /// All lines, for a file or the clipboard.
    pub fn book(&self) -> Arc<Book> {
        Arc::clone(&self.book)
    }
}

/// Starts to follow. To be called inside a tokio runtime.
pub fn start(cluster: &Cluster, key: &ItemKey, part: Part, wake: Wake) -> Tailing {
    let book = Arc::new(Book::default());
    let (lens, looks) = watch::channel(Lens::default());
    let (show, newest) = watch::channel(Arc::new(Seen::default()));
    let (standing, stands) = watch::channel(Standing::default());
    let (messages, inbox) = mpsc::channel(write::WAITING);
    let (length, grows) = watch::channel(0_u64);
    let mut tasks = JoinSet::new();
    tasks.spawn(write::write(Arc::clone(&book), inbox, length));
    tasks.spawn(pods::follow(cluster.clone(), key.clone(), part, pods::Outlet { messages, standing }));
    let reader = show::Reader::new(Arc::clone(&book));
    tokio::spawn(show::show(reader, show::Inlet { looks, grows, stands }, show, wake, tasks));
    Tailing { book, lens, newest }
}
