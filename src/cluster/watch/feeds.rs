//! What it is for: the rows of all streams, and how far they can be trusted. In: messages of streams and pulse.
//! Out: rows by uid, a [`Link`]. Never: I/O, or a vanished object that stays (a relist replaces its kind as a whole).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::stream::Message;
use crate::failure::Failure;
use crate::observed::Link;

#[derive(Debug)]
struct Kept<R> {
    rows: BTreeMap<String, R>,
    is_listed: bool,
    is_running: bool,
    failure: Option<Failure>,
    for_good: bool,
}

impl<R> Default for Kept<R> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), is_listed: false, is_running: false, failure: None, for_good: false }
    }
}

/// All rows and how the streams stand.
#[derive(Debug)]
pub(in crate::cluster) struct Feeds<F, R> {
    kept: BTreeMap<F, Kept<R>>,
    /// What must be live for the whole to be live.
    is_needed: fn(F) -> bool,
    /// Whether a stream that the server does not allow is only missing, and the rest is as good as before.
    is_forgiving: bool,
    heard_at: Option<Timestamp>,
    silent: Option<Failure>,
    /// The server answers again, and what was silent is taken up anew.
    is_back: bool,
    /// The last moment at which everything was live.
    live_at: Option<Timestamp>,
}

impl<F: Copy + Ord, R: PartialEq> Feeds<F, R> {
    /// Nothing heard yet. Without what is needed the rows cannot be judged; the others only add.
    pub(in crate::cluster) fn new(is_needed: fn(F) -> bool) -> Self {
        Self {
            kept: BTreeMap::new(),
            is_needed,
            is_forgiving: false,
            heard_at: None,
            silent: None,
            is_back: false,
            live_at: None,
        }
    }

    /// The same, where a stream that the server does not allow makes nothing else worse.
    pub(in crate::cluster) fn forgiving(is_needed: fn(F) -> bool) -> Self {
        Self { is_forgiving: true, ..Self::new(is_needed) }
    }

    /// Takes a message; the stream whose rows are others now, or are worth more or less.
    pub(in crate::cluster) fn take(&mut self, message: Message<F, R>) -> Option<F> {
        let is_silence = matches!(
            message,
            Message::Failed(..) | Message::Silent(_) | Message::Expected(_) | Message::Lapsed(_)
        );
        if !is_silence {
            self.heard_at = Some(Timestamp::now());
        }
        let changed = self.put(message);
        // Not before every watch runs again: what happened meanwhile is not in the rows yet.
        if self.is_back && self.are_followed() {
            (self.silent, self.is_back) = (None, false);
        }
        if self.is_live() {
            self.live_at = self.heard_at;
        }
        changed
    }

    fn put(&mut self, message: Message<F, R>) -> Option<F> {
        match message {
            Message::Expected(feed) => {
                self.kept.entry(feed).or_default();
                None
            }
            Message::Part(feed, rows) => {
                self.kept.entry(feed).or_default().rows.extend(rows);
                Some(feed)
            }
            Message::Whole(feed) => {
                self.kept.entry(feed).or_default().is_listed = true;
                Some(feed)
            }
            Message::Listed(feed, rows) => {
                let kept = self.kept.entry(feed).or_default();
                kept.is_listed = true;
                let differs = kept.rows != rows;
                kept.rows = rows;
                differs.then_some(feed)
            }
            Message::Applied(feed, uid, row) => {
                let rows = &mut self.kept.entry(feed).or_default().rows;
                if rows.get(&uid) == Some(&row) {
                    return None;
                }
                rows.insert(uid, row);
                Some(feed)
            }
            Message::Deleted(feed, uid) => {
                self.kept.entry(feed).or_default().rows.remove(&uid).map(|_gone| feed)
            }
            Message::Running(feed) => {
                let kept = self.kept.entry(feed).or_default();
                (kept.is_running, kept.for_good) = (true, false);
                // What its rows are worth is another matter again.
                kept.failure.take().map(|_over| feed)
            }
            Message::Failed(feed, failure, for_good) => self.fail(feed, failure, for_good),
            Message::Absent(feed) => self.kept.remove(&feed).map(|_gone| feed),
            Message::Lapsed(feed) => {
                self.kept.entry(feed).or_default().is_running = false;
                None
            }
            Message::Heard => None,
            Message::Back => {
                self.is_back = true;
                self.kept.values_mut().for_each(|kept| kept.is_running = false);
                None
            }
            Message::Silent(failure) => {
                (self.silent, self.is_back) = (Some(failure), false);
                None
            }
        }
    }

    fn fail(&mut self, feed: F, failure: Failure, for_good: bool) -> Option<F> {
        let kept = self.kept.entry(feed).or_default();
        kept.is_running = false;
        let was_missing = kept.for_good && !kept.is_listed && kept.rows.is_empty();
        let is_news = kept.failure.replace(failure).is_none();
        kept.for_good = for_good;
        if !(for_good && self.is_forgiving) {
            return is_news.then_some(feed);
        }
        // What is only missing must not be shown as if it were followed.
        kept.is_listed = false;
        kept.rows.clear();
        (!was_missing).then_some(feed)
    }

    fn is_live(&self) -> bool {
        self.silent.is_none() && self.are_followed()
    }

    fn are_followed(&self) -> bool {
        self.needed().all(|kept| kept.is_listed && kept.is_running && kept.failure.is_none())
    }

    fn needed(&self) -> impl Iterator<Item = &Kept<R>> {
        let counts =
            |feed: F, kept: &Kept<R>| (self.is_needed)(feed) && !(self.is_forgiving && kept.for_good);
        self.kept.iter().filter(move |(feed, kept)| counts(**feed, kept)).map(|(_, kept)| kept)
    }

    /// How far the rows can be trusted.
    pub(in crate::cluster) fn link(&self) -> Link {
        let feed_failure = self.needed().find_map(|kept| kept.failure.clone());
        if let Some(failure) = feed_failure.or_else(|| self.silent.clone()) {
            return Link::Stale { heard_at: self.live_at, failure };
        }
        match self.heard_at {
            Some(heard_at) if self.is_live() => Link::Live { heard_at },
            Some(_) | None => Link::Connecting,
        }
    }

    /// The rows of a stream, by uid.
    pub(in crate::cluster) fn rows(&self, feed: F) -> impl Iterator<Item = (&str, &R)> {
        self.kept
            .get(&feed)
            .into_iter()
            .flat_map(|kept| kept.rows.iter().map(|(uid, row)| (uid.as_str(), row)))
    }

    /// One row of a stream.
    pub(in crate::cluster) fn row(&self, feed: F, uid: &str) -> Option<&R> {
        self.kept.get(&feed)?.rows.get(uid)
    }

    /// Whether a stream is followed, or about to be: one whose kind the server lacks is not.
    pub(in crate::cluster) fn is_known(&self, feed: F) -> bool {
        self.kept.contains_key(&feed)
    }

    /// Whether all rows of a stream are known.
    pub(in crate::cluster) fn is_listed(&self, feed: F) -> bool {
        self.kept.get(&feed).is_some_and(|kept| kept.is_listed)
    }

    /// Whether all rows of a stream are known, and its watch has not failed.
    pub(in crate::cluster) fn is_followed(&self, feed: F) -> bool {
        self.kept.get(&feed).is_some_and(|kept| kept.is_listed && kept.failure.is_none())
    }

    /// Whether the watch of a stream has failed: its rows may be old.
    pub(in crate::cluster) fn has_failed(&self, feed: F) -> bool {
        self.kept.get(&feed).is_some_and(|kept| kept.failure.is_some())
    }

    /// Streams that fail, and whose failure the link does not tell.
    fn missing(&self) -> impl Iterator<Item = (F, &Kept<R>)> {
        let is_stale = matches!(self.link(), Link::Stale { .. });
        let is_missing = move |feed: F, kept: &Kept<R>| {
            kept.for_good || (kept.failure.is_some() && !is_stale && !(self.is_needed)(feed))
        };
        self.kept.iter().map(|(feed, kept)| (*feed, kept)).filter(move |(feed, kept)| is_missing(*feed, kept))
    }

    /// The streams whose first list is not whole yet.
    pub(in crate::cluster) fn unlisted(&self) -> impl Iterator<Item = F> {
        let missing: BTreeSet<F> = self.given_up().collect();
        let is_awaited = move |feed: &F, kept: &Kept<R>| !kept.is_listed && !missing.contains(feed);
        self.kept.iter().filter(move |(feed, kept)| is_awaited(feed, kept)).map(|(feed, _)| *feed)
    }

    /// The streams that are missing: refused, or failing while the rest is well.
    pub(in crate::cluster) fn given_up(&self) -> impl Iterator<Item = F> {
        self.missing().map(|(feed, _)| feed)
    }

    /// Why, one failure for each.
    pub(in crate::cluster) fn refused(&self) -> impl Iterator<Item = Failure> {
        self.missing().filter_map(|(_, kept)| kept.failure.clone())
    }
}

/// Whether two snapshots' links look the same; the mere passing of time is no difference.
pub(in crate::cluster) fn is_same_link(a: &Link, b: &Link) -> bool {
    match (a, b) {
        (Link::Live { .. }, Link::Live { .. }) | (Link::Connecting, Link::Connecting) => true,
        (Link::Stale { failure: a, .. }, Link::Stale { failure: b, .. }) => a == b,
        (Link::Live { .. } | Link::Connecting | Link::Stale { .. }, _) => false,
    }
}
