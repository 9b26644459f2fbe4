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

/// Changes that a watch can still ask for, at most.
const HISTORY: usize = 2048;
/// Memory that they take, at most, by [`weight`]: a few whole objects of thousands of fields count as much as many small
/// ones. A watch that asks for more is told that it is too late, as by a real server whose database was compacted.
const HISTORY_BYTES: usize = 16 << 20;
/// So many changes are remembered whatever they weigh.
const LEAST: usize = 64;

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
    /// Each with its weight.
    history: VecDeque<(Change, usize)>,
    /// The weight of the whole history.
    bytes: usize,
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
        let state =
            State { revision: 1, objects: BTreeMap::new(), history: VecDeque::new(), bytes: 0, forgotten: 1 };
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
        state.bytes = 0;
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
        let after = state.history.iter().rev().map(|(change, _)| change);
        for change in after.take_while(|change| change.revision > revision) {
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
        let start = state.history.partition_point(|(change, _)| change.revision <= after);
        let inside = |key: &Key| key.kind == kind && (namespace.is_empty() || key.namespace == namespace);
        let newer = state.history.range(start..).map(|(change, _)| change);
        let found = newer.filter(|change| inside(&change.key)).cloned().collect();
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
        // The state before is that of an earlier change, or of one that is forgotten and would be freed else.
        let weight = weight(&change.object);
        self.bytes += weight;
        self.history.push_back((change, weight));
        while self.history.len() > HISTORY || (self.bytes > HISTORY_BYTES && self.history.len() > LEAST) {
            if let Some((old, weight)) = self.history.pop_front() {
                self.bytes -= weight;
                self.forgotten = old.revision;
            }
        }
    }
}

/// About how much memory a value takes.
fn weight(value: &Value) -> usize {
    const VALUE: usize = size_of::<Value>();
    /// An entry of a map besides its value: the key, its hash, and its place in the index.
    const ENTRY: usize = size_of::<String>() + 24;
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => VALUE,
        Value::String(text) => VALUE + text.len(),
        Value::Array(items) => VALUE + items.iter().map(weight).sum::<usize>(),
        Value::Object(map) => {
            VALUE + map.iter().map(|(key, value)| ENTRY + key.len() + weight(value)).sum::<usize>()
        }
    }
}

/// The `resourceVersion` that an object carries.
pub(crate) fn version(object: &Value) -> &str {
    object.pointer("/metadata/resourceVersion").and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::kinds;

    #[test]
    fn the_history_is_bounded_by_what_it_weighs_and_what_is_forgotten_is_said_to_be() {
        let kind = kinds::find("", "configmaps").expect("known");
        let (store, key) = (Store::new(), Key::new(kind, "a", "b"));
        let object = |size: usize| json!({"metadata": {"name": "b"}, "data": {"text": "x".repeat(size)}});
        let mut last = store.commit(&key, None, Some(object(1))).expect("made");
        let first = store.revision();
        for _ in 0..HISTORY {
            last = store.commit(&key, Some(&last), Some(object(1))).expect("written");
        }
        assert_eq!(store.state().history.len(), HISTORY, "small ones are bounded by their number");
        assert!(store.changes(kind, "", first).is_ok());
        for _ in 0..LEAST * 4 {
            last = store.commit(&key, Some(&last), Some(object(HISTORY_BYTES / LEAST / 2))).expect("written");
        }
        let kept = store.state().history.len();
        assert!((LEAST..=LEAST * 2).contains(&kept), "{kept}");
        assert!(store.state().bytes <= HISTORY_BYTES);
        let sum: usize = store.state().history.iter().map(|(_, weight)| weight).sum();
        assert_eq!(store.state().bytes, sum);
        assert!(store.changes(kind, "", first).is_err(), "a watch from there is told so");
        store.forget();
        assert_eq!(store.state().bytes, 0);
    }
}
