//! What it is for: the one who writes the book. In: lines of all containers. Out: the book in the order of time.
//! Never: a disk that stands in the way of the runtime's other tasks.

use std::{sync::Arc, time::Instant};

use tokio::sync::{mpsc, watch};

use crate::logbook::{Book, Source, merge::Batch, merge::Merge};

/// Batches that may wait for the writer before the streams wait for it.
pub(super) const WAITING: usize = 64;

/// What a stream says.
#[derive(Debug)]
pub(super) enum Message {
    /// A connection is being opened.
    Begun(Source),
    /// It was opened.
    Opened(Source),
    /// Lines came.
    Lines(Batch),
    /// The connection has ended.
    Ended(Source),
}

/// Writes until all streams are gone.
pub(super) async fn write(book: Arc<Book>, mut inbox: mpsc::Receiver<Message>, grown: watch::Sender<u64>) {
    let mut merge = Merge::default();
    let mut again: Option<Instant> = None;
    loop {
        let mut messages = Vec::new();
        let is_over = inbox.is_closed() && inbox.is_empty();
        match again {
            // Nobody sends any more: only what waits for its time is left.
            Some(at) if is_over => tokio::time::sleep_until(at.into()).await,
            Some(at) => {
                let wait = inbox.recv_many(&mut messages, WAITING);
                drop(tokio::time::timeout_at(at.into(), wait).await);
            }
            None => {
                inbox.recv_many(&mut messages, WAITING).await;
            }
        }
        let book = Arc::clone(&book);
        let poured = tokio::task::spawn_blocking(move || {
            let now = Instant::now();
            for message in messages {
                match message {
                    Message::Begun(source) => merge.begin(source, now),
                    Message::Opened(source) => merge.open(source, now),
                    Message::Lines(batch) => merge.take(batch, now),
                    Message::Ended(source) => merge.end(source),
                }
            }
            let again = merge.pour(&book, now);
            (merge, again, book.amount().lines)
        });
        let Ok((back, next, lines)) = poured.await else { return };
        (merge, again) = (back, next);
        grown.send_if_modified(|known| std::mem::replace(known, lines) != lines);
        if is_over && again.is_none() {
            return;
        }
    }
}
