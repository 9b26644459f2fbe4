//! The objects of the practice cluster: one revision counter, compare and swap, and a ring of what changed.
//!
//! In: whole objects. Out: shared snapshots, and the changes since a revision for watches. Nothing here knows what a kind
//! means: defaults, validation and managed fields are done in front of it (see [`super::api`]).

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::{Value, json};
use tokio::sync::watch;

use super::kinds::Kind;

/// Changes that a watch can still ask for.
const HISTORY: usize = 2048;

/// The name of an object: its kind, namespace (empty for cluster-wide kinds) and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub kind: &'static Kind,
    pub namespace: String,
    pub name: String,
}

impl Key {
    /// The key of an object in a namespace; `namespace` is empty for cluster-wide kinds.
    pub fn new(kind: &'static Kind, namespace: impl Into<String>, name: impl Into<String>) -> Self {
        Self { kind, namespace: namespace.into(), name: name.into() }
    }
}

/// What happened to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Added,
    Modified,
    Deleted,
}

/// One write.
#[derive(Debug, Clone)]
pub struct Change {
    pub revision: u64,
    pub key: Key,
    pub what: What,
    /// The object after the write; for a deletion the last state, with the deletion's revision.
    pub object: Arc<Value>,
    /// The object before the write.
    pub before: Option<Arc<Value>>,
}

/// Objects of one kind at one revision.
#[derive(Debug, Clone)]
pub struct Listing {
    pub revision: u64,
    pub objects: Vec<Arc<Value>>,
}

/// The state asked for is no longer remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOld {
    /// The oldest revision whose successors are known.
    pub oldest: u64,
}

/// The object is not what the writer thought it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raced;

/// The store; clones share it.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    state: Mutex<State>,
    revision: watch::Sender<u64>,
}

#[derive(Debug)]
struct State {
    revision: u64,
    objects: BTreeMap<Key, Arc<Value>>,
    history: VecDeque<Change>,
    /// The revision up to which changes are forgotten.
    forgotten: u64,
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}

impl Store {
    /// An empty store.
    pub fn new() -> Self {
        let state = State { revision: 1, objects: BTreeMap::new(), history: VecDeque::new(), forgotten: 1 };
        Self { inner: Arc::new(Inner { state: Mutex::new(state), revision: watch::Sender::new(1) }) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The revision of the last write.
    pub fn revision(&self) -> u64 {
        self.state().revision
    }

    /// Tells of every write by its revision.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.inner.revision.subscribe()
    }

    /// Forgets every change so far; what is there stays.
    pub(crate) fn forget(&self) {
        let mut state = self.state();
        state.history.clear();
        state.forgotten = state.revision;
    }

    /// The object, as it is now.
    pub fn get(&self, key: &Key) -> Option<Arc<Value>> {
        self.state().objects.get(key).cloned()
    }

    /// The objects of a kind in one namespace, or in all when `namespace` is empty, sorted by namespace and name.
    pub fn list(&self, kind: &'static Kind, namespace: &str) -> Listing {
        let state = self.state();
        let objects = state.range(kind, namespace).map(|(_, object)| Arc::clone(object)).collect();
        Listing { revision: state.revision, objects }
    }

    /// As [`Self::list`], at an earlier revision.
    ///
    /// # Errors
    /// When the changes since then are forgotten.
    pub fn list_at(&self, kind: &'static Kind, namespace: &str, revision: u64) -> Result<Listing, TooOld> {
        let state = self.state();
        if revision < state.forgotten {
            return Err(TooOld { oldest: state.forgotten });
        }
        let mut objects: BTreeMap<&Key, &Arc<Value>> = state.range(kind, namespace).collect();
        let inside = |key: &Key| key.kind == kind && (namespace.is_empty() || key.namespace == namespace);
        for change in state.history.iter().rev().take_while(|change| change.revision > revision) {
            if inside(&change.key) {
                match &change.before {
                    Some(before) => objects.insert(&change.key, before),
                    None => objects.remove(&change.key),
                };
            }
        }
        Ok(Listing { revision, objects: objects.into_values().cloned().collect() })
    }

    /// The changes after a revision, oldest first, of one kind in one namespace (empty for all), and the revision up to
    /// which was looked.
    ///
    /// # Errors
    /// When some of them are forgotten.
    pub fn changes(
        &self,
        kind: &'static Kind,
        namespace: &str,
        after: u64,
    ) -> Result<(Vec<Change>, u64), TooOld> {
        let state = self.state();
        if after < state.forgotten {
            return Err(TooOld { oldest: state.forgotten });
        }
        let start = state.history.partition_point(|change| change.revision <= after);
        let inside = |key: &Key| key.kind == kind && (namespace.is_empty() || key.namespace == namespace);
        let found = state.history.range(start..).filter(|change| inside(&change.key)).cloned().collect();
        Ok((found, state.revision))
    }

    /// Writes an object, or removes it when `new` is `None`, if it still is as the writer saw it: absent when `seen` is
    /// `None`, else at this `metadata.resourceVersion`. The new `resourceVersion` is filled in.
    ///
    /// # Errors
    /// When somebody else wrote in between; nothing is written then.
    pub fn commit(&self, key: &Key, seen: Option<&Value>, new: Option<Value>) -> Result<Arc<Value>, Raced> {
        let mut state = self.state();
        let before = state.objects.get(key).cloned();
        if before.as_deref().map(version) != seen.map(version) {
            return Err(Raced);
        }
        let what = match (&before, &new) {
            (None, Some(_)) => What::Added,
            (Some(_), Some(_)) => What::Modified,
            (Some(_), None) => What::Deleted,
            (None, None) => return Err(Raced),
        };
        state.revision += 1;
        let revision = state.revision;
        let mut object = new.or_else(|| before.as_deref().cloned()).unwrap_or_default();
        if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.insert("resourceVersion".to_owned(), json!(revision.to_string()));
        }
        let object = Arc::new(object);
        if what == What::Deleted {
            state.objects.remove(key);
        } else {
            state.objects.insert(key.clone(), Arc::clone(&object));
        }
        state.remember(Change { revision, key: key.clone(), what, object: Arc::clone(&object), before });
        drop(state);
        self.inner.revision.send_replace(revision);
        Ok(object)
    }
}

impl State {
    fn range(
        &self,
        kind: &'static Kind,
        namespace: &str,
    ) -> impl Iterator<Item = (&Key, &Arc<Value>)> + use<'_> {
        let namespace = namespace.to_owned();
        let everywhere = namespace.is_empty();
        self.objects
            .range(Key::new(kind, namespace.clone(), "")..)
            .take_while(move |(key, _)| key.kind == kind && (everywhere || key.namespace == namespace))
    }

    fn remember(&mut self, change: Change) {
        self.history.push_back(change);
        while self.history.len() > HISTORY {
            if let Some(old) = self.history.pop_front() {
                self.forgotten = old.revision;
            }
        }
    }
}

/// The `resourceVersion` that an object carries.
pub(crate) fn version(object: &Value) -> &str {
    object.pointer("/metadata/resourceVersion").and_then(Value::as_str).unwrap_or_default()
}
