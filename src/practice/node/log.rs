//! What one run of a container wrote, with times, handed out as a kubelet does.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hyper::body::Bytes;
use jiff::Timestamp;
use tokio::sync::{mpsc, watch};

use crate::practice::kubelet::LogOptions;

/// Pieces that wait for a slow reader.
const WAITING: usize = 16;
/// Most bytes of one piece.
const PIECE: usize = 64 * 1024;

/// A log; clones share it.
#[derive(Debug, Clone)]
pub(super) struct Log {
    lines: Arc<Mutex<Vec<(Timestamp, String)>>>,
    /// How many lines there are, and whether the last one is written.
    state: Arc<watch::Sender<(usize, bool)>>,
}

impl Log {
    pub(super) fn new() -> Self {
        Self { lines: Arc::default(), state: Arc::new(watch::Sender::new((0, false))) }
    }

    fn lines(&self) -> MutexGuard<'_, Vec<(Timestamp, String)>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a line.
    pub(super) fn line(&self, text: String) {
        let count = {
            let mut lines = self.lines();
            lines.push((Timestamp::now(), text));
            lines.len()
        };
        self.state.send_modify(|state| state.0 = count);
    }

    /// Nothing more comes.
    pub(super) fn end(&self) {
        self.state.send_modify(|state| state.1 = true);
    }

    /// Hands it out as asked; the task ends with the reader, or with the log.
    pub(super) fn read(&self, options: &LogOptions) -> mpsc::Receiver<Bytes> {
        let (sender, receiver) = mpsc::channel(WAITING);
        let (log, options) = (self.clone(), options.clone());
        tokio::spawn(async move { log.copy(&options, &sender).await });
        receiver
    }

    async fn copy(&self, options: &LogOptions, to: &mpsc::Sender<Bytes>) {
        let mut state = self.state.subscribe();
        let mut next = match options.tail {
            Some(tail) => self.lines().len().saturating_sub(tail),
            None => 0,
        };
        let since = since(options);
        let mut left = options.limit_bytes;
        loop {
            let ended = state.borrow_and_update().1;
            let mut text = self.rendered(&mut next, since, options.timestamps);
            if let Some(left) = &mut left {
                text.truncate(*left);
                *left -= text.len();
            }
            for piece in text.chunks(PIECE) {
                if to.send(Bytes::copy_from_slice(piece)).await.is_err() {
                    return;
                }
            }
            if left == Some(0) || ended || !options.follow {
                return;
            }
            tokio::select! {
                changed = state.changed() => {
                    if changed.is_err() {
                        return;
                    }
                }
                () = to.closed() => return,
            }
        }
    }

    fn rendered(&self, next: &mut usize, since: Option<Timestamp>, times: bool) -> Vec<u8> {
        let lines = self.lines();
        let mut text = String::new();
        for (at, line) in lines.iter().skip(*next) {
            if since.is_some_and(|since| *at < since) {
                continue;
            }
            if times {
                text.push_str(&at.strftime("%Y-%m-%dT%H:%M:%S.%9fZ ").to_string());
            }
            text.push_str(line);
            text.push('\n');
        }
        *next = lines.len();
        text.into_bytes()
    }
}

fn since(options: &LogOptions) -> Option<Timestamp> {
    if let Some(text) = &options.since_time {
        return text.parse().ok();
    }
    let seconds = options.since_seconds?;
    Timestamp::now().checked_sub(jiff::SignedDuration::from_secs(seconds)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(log: &Log, options: LogOptions) -> String {
        let mut pieces = log.read(&options);
        let mut text = Vec::new();
        while let Some(piece) = pieces.recv().await {
            text.extend_from_slice(&piece);
        }
        String::from_utf8(text).expect("text")
    }

    fn three() -> Log {
        let log = Log::new();
        for text in ["one", "two", "three"] {
            log.line(text.to_owned());
        }
        log
    }

    #[tokio::test]
    async fn a_log_is_cut_as_asked() {
        let log = three();
        assert_eq!(read(&log, LogOptions::default()).await, "one\ntwo\nthree\n");
        assert_eq!(read(&log, LogOptions { tail: Some(1), ..LogOptions::default() }).await, "three\n");
        assert_eq!(read(&log, LogOptions { tail: Some(0), ..LogOptions::default() }).await, "");
        assert_eq!(read(&log, LogOptions { limit_bytes: Some(5), ..LogOptions::default() }).await, "one\nt");
        let later =
            LogOptions { since_time: Some("2999-01-01T00:00:00Z".to_owned()), ..LogOptions::default() };
        assert_eq!(read(&log, later).await, "");
        assert_eq!(
            read(&log, LogOptions { since_seconds: Some(60), ..LogOptions::default() }).await.lines().count(),
            3
        );
        let timed = read(&log, LogOptions { timestamps: true, tail: Some(1), ..LogOptions::default() }).await;
        let (time, text) = timed.split_once(' ').expect("a time");
        assert!(
            time.parse::<Timestamp>().is_ok() && time.len() == "2026-11-21T19:00:00.000000000Z".len(),
            "{time}"
        );
        assert_eq!(text, "three\n");
    }

    #[tokio::test]
    async fn a_followed_log_grows_until_the_container_ends() {
        let log = three();
        let mut pieces = log.read(&LogOptions { follow: true, tail: Some(0), ..LogOptions::default() });
        tokio::task::yield_now().await;
        log.line("four".to_owned());
        let mut got = pieces.recv().await.expect("a piece").to_vec();
        log.end();
        while let Some(piece) = pieces.recv().await {
            got.extend_from_slice(&piece);
        }
        assert!(String::from_utf8(got).expect("text").ends_with("four\n"));
    }
}
