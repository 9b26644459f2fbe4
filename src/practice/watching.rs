//! Watching: what is there, then every change that the selection sees, bookmarks, and an end when it fell behind.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use serde_json::{Value, json};
use tokio::{sync::watch, time::Instant};

use super::{
    api::{Api, Call},
    kinds::Kind,
    list::ListOptions,
    refusal::{Cause, Refusal},
    selectors::Selection,
    store::{Change, Store, What, version},
    write::check_version,
};

/// How often a watcher who wants bookmarks gets one.
const BOOKMARKS: Duration = Duration::from_mins(1);
/// How long a watch lasts when the client does not say.
const LASTS: u64 = 2400;

/// What a watch tells.
#[derive(Debug, Clone)]
pub enum Event {
    Added(Arc<Value>),
    Modified(Arc<Value>),
    Deleted(Arc<Value>),
    /// Everything up to this revision was told; `true` at the end of what was there at first.
    Bookmark(u64, bool),
    /// The watch cannot go on.
    Error(Refusal),
}

/// A running watch.
#[derive(Debug)]
pub struct Watch {
    store: Store,
    kind: &'static Kind,
    namespace: String,
    selection: Selection,
    told: u64,
    ready: VecDeque<Event>,
    revisions: watch::Receiver<u64>,
    ends: Instant,
    next_bookmark: Option<Instant>,
    over: bool,
}

impl Api {
    /// Starts a watch.
    ///
    /// # Errors
    /// `Invalid` or `BadRequest` for options that make no sense. A revision that is forgotten is told as an event.
    pub fn watch(&self, call: &Call, options: &ListOptions) -> Result<Watch, Refusal> {
        check(options)?;
        let revisions = self.store.subscribe();
        let asked = if options.revision.is_empty() { 0 } else { read_version(&options.revision)? };
        let mut watch = Watch {
            store: self.store.clone(),
            kind: call.kind,
            namespace: call.namespace.clone(),
            selection: options.selection.clone(),
            told: asked,
            ready: VecDeque::new(),
            revisions,
            ends: Instant::now() + Duration::from_secs(options.timeout.unwrap_or(LASTS)),
            next_bookmark: options.bookmarks.then(|| Instant::now() + BOOKMARKS),
            over: false,
        };
        let first = options.initial_events.unwrap_or(asked == 0);
        if first {
            let listing = self.store.list(call.kind, &call.namespace);
            let seen = listing.objects.into_iter().filter(|object| options.selection.takes(object));
            watch.ready.extend(seen.map(Event::Added));
            watch.told = listing.revision;
            if options.initial_events.is_some() && options.bookmarks {
                watch.ready.push_back(Event::Bookmark(listing.revision, true));
            }
        } else if asked == 0 {
            watch.told = self.store.revision();
        }
        Ok(watch)
    }
}

impl Watch {
    /// The next event; `None` when the watch is over.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            if self.over {
                return None;
            }
            self.revisions.mark_unchanged();
            self.collect();
            if self.ready.is_empty() && !self.over {
                self.wait().await;
            }
        }
    }

    fn collect(&mut self) {
        match self.store.changes(self.kind, &self.namespace, self.told) {
            Ok((changes, revision)) => {
                self.told = self.told.max(revision);
                let selection = &self.selection;
                self.ready.extend(changes.into_iter().filter_map(|change| seen(selection, change)));
            }
            Err(too_old) => {
                // The real server keeps no events at hand, and has its database's words for them.
                let why = if self.kind.resource == "events" {
                    "The resourceVersion for the provided watch is too old.".to_owned()
                } else {
                    format!("too old resource version: {} ({})", self.told, too_old.oldest)
                };
                self.ready.push_back(Event::Error(Refusal::expired(why)));
                self.over = true;
            }
        }
    }

    /// Waits for a write, a bookmark's time, or the end.
    async fn wait(&mut self) {
        let wake = self.next_bookmark.map_or(self.ends, |at| at.min(self.ends));
        tokio::select! {
            changed = self.revisions.changed() => self.over |= changed.is_err(),
            () = tokio::time::sleep_until(wake) => {
                if Instant::now() >= self.ends {
                    self.over = true;
                }
                if self.next_bookmark.is_some() {
                    self.next_bookmark = Some(Instant::now() + BOOKMARKS);
                    self.ready.push_back(Event::Bookmark(self.told, false));
                }
            }
        }
    }

    /// The kind that is watched.
    pub(crate) fn kind(&self) -> &'static Kind {
        self.kind
    }
}

/// The event that a watcher with this selection sees of a change.
fn seen(selection: &Selection, change: Change) -> Option<Event> {
    let before = change.before.as_deref().is_some_and(|object| selection.takes(object));
    let after = change.what != What::Deleted && selection.takes(&change.object);
    match (before, after) {
        (false, false) => None,
        (false, true) => Some(Event::Added(change.object)),
        (true, true) => Some(Event::Modified(change.object)),
        (true, false) if change.what == What::Deleted => Some(Event::Deleted(change.object)),
        (true, false) => {
            change.before.map(|last| Event::Deleted(at_revision(&last, version(&change.object))))
        }
    }
}

/// The last state that the watcher saw, at the revision at which it left its view.
fn at_revision(object: &Value, revision: &str) -> Arc<Value> {
    let mut object = object.clone();
    super::meta::set(&mut object, "resourceVersion", json!(revision));
    Arc::new(object)
}

fn read_version(text: &str) -> Result<u64, Refusal> {
    check_version(text)
        .map_err(|why| Refusal::internal(format!("resourceVersion: Invalid value: {text:?}: {why}")))
}

fn check(options: &ListOptions) -> Result<(), Refusal> {
    let field = "resourceVersionMatch";
    let causes = match (options.initial_events, options.revision_match.as_str()) {
        (None, "") | (Some(_), "NotOlderThan") => return Ok(()),
        (None, _) => vec![Cause::forbidden(
            field,
            "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
        )],
        (Some(_), said) => {
            let why = "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan";
            let other =
                (!said.is_empty()).then(|| Cause::unsupported(field, &json!(said), &["NotOlderThan"]));
            [Cause::forbidden(field, why)].into_iter().chain(other).collect()
        }
    };
    Err(Refusal::invalid("meta.k8s.io", "ListOptions", "", &causes))
}
