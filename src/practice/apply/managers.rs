//! The entries of `metadata.managedFields`.

use serde_json::{Map, Value, json};

use super::set::Set;
use crate::practice::{api::Call, meta};

/// One manager's fields.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    manager: String,
    operation: String,
    api_version: String,
    subresource: String,
    time: Option<String>,
    pub(super) set: Set,
}

/// All managers of an object.
#[derive(Debug, Clone, Default)]
pub(super) struct Managers(Vec<Entry>);

impl Entry {
    pub(super) fn new(call: &Call, operation: &str) -> Self {
        Self {
            manager: call.manager.clone(),
            operation: operation.to_owned(),
            api_version: call.kind.api_version(),
            subresource: call.subresource.clone(),
            time: None,
            set: Set::default(),
        }
    }

    fn read(value: &Value) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let operation = text("operation");
        if !matches!(operation.as_str(), "Apply" | "Update") {
            return None;
        }
        Some(Self {
            manager: text("manager"),
            operation,
            api_version: text("apiVersion"),
            subresource: text("subresource"),
            time: value.get("time").and_then(Value::as_str).map(str::to_owned),
            set: value.get("fieldsV1").map_or(Some(Set::default()), Set::read)?,
        })
    }

    fn write(&self) -> Value {
        let mut map = Map::new();
        for (key, value) in
            [("manager", &self.manager), ("operation", &self.operation), ("apiVersion", &self.api_version)]
        {
            if !value.is_empty() {
                map.insert(key.to_owned(), json!(value));
            }
        }
        if let Some(time) = &self.time {
            map.insert("time".to_owned(), json!(time));
        }
        map.insert("fieldsType".to_owned(), json!("FieldsV1"));
        map.insert("fieldsV1".to_owned(), self.set.to_value());
        if !self.subresource.is_empty() {
            map.insert("subresource".to_owned(), json!(self.subresource));
        }
        Value::Object(map)
    }

    fn applied(&self) -> bool {
        self.operation == "Apply"
    }

    /// The same manager; an applier is one whatever the version.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.manager == other.manager
            && self.operation == other.operation
            && self.subresource == other.subresource
            && (self.applied() || self.api_version == other.api_version)
    }

    /// The entry without its fields.
    pub(super) fn bare(&self) -> Self {
        Self { set: Set::default(), ..self.clone() }
    }

    /// What tells managers apart, in the order in which messages list them.
    pub(super) fn identity(&self) -> String {
        [&self.manager, &self.operation, &self.api_version, &self.subresource]
            .map(String::as_str)
            .join("\u{1}")
    }

    /// As messages print a manager.
    pub(super) fn shown(&self) -> String {
        let mut text = format!("{:?}", self.manager);
        if !self.subresource.is_empty() {
            text = format!("{text} with subresource {:?}", self.subresource);
        }
        if self.applied() {
            return text;
        }
        format!("{text} using {}", self.api_version)
    }
}

impl Managers {
    /// The managers of an object; none when they cannot be read.
    pub(super) fn of(object: &Value) -> Self {
        Self::read(meta::field(object, "managedFields")).unwrap_or_default()
    }

    /// Reads a list of entries; `None` when one of them is no entry.
    pub(super) fn read(list: Option<&Value>) -> Option<Self> {
        let items = list.and_then(Value::as_array);
        items.into_iter().flatten().map(Entry::read).collect::<Option<_>>().map(Self)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn entries_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.0.iter_mut()
    }

    pub(super) fn find(&self, entry: &Entry) -> Option<&Entry> {
        self.0.iter().find(|other| other.is_same(entry))
    }

    /// The fields of all other managers.
    pub(super) fn all_but(&self, entry: &Entry) -> Set {
        let others = self.0.iter().filter(|other| !other.is_same(entry));
        others.fold(Set::default(), |set, other| set.union(&other.set))
    }

    /// Everything was there before the first apply.
    pub(super) fn claim_all(&mut self, call: &Call, mut set: Set, strip: fn(&mut Set)) {
        strip(&mut set);
        let mut entry = Entry::new(call, "Update");
        "before-first-apply".clone_into(&mut entry.manager);
        entry.time = Some(meta::now());
        entry.set = set;
        self.0.push(entry);
    }

    /// Adds fields to a manager, now.
    pub(super) fn add(&mut self, mut entry: Entry, set: &Set, stamped: bool) {
        let before = self.0.iter().position(|other| other.is_same(&entry)).map(|at| self.0.remove(at));
        entry.time =
            if stamped { Some(meta::now()) } else { before.as_ref().and_then(|old| old.time.clone()) };
        entry.set = before.map_or_else(|| set.clone(), |old| old.set.union(set));
        self.0.push(entry);
    }

    /// Sets an applier's fields; the time stays when the object did.
    pub(super) fn put(&mut self, mut entry: Entry, set: &Set, unchanged: bool) {
        let before = self.0.iter().position(|other| other.is_same(&entry)).map(|at| self.0.remove(at));
        entry.time = if unchanged { before.and_then(|old| old.time) } else { Some(meta::now()) };
        entry.set = set.clone();
        self.0.push(entry);
    }

    /// Unites the oldest updaters when there are too many.
    pub(super) fn cap(&mut self, most: usize) {
        self.0.retain(|entry| !entry.set.is_empty());
        let mut updaters: Vec<Entry> = self.0.iter().filter(|entry| !entry.applied()).cloned().collect();
        if updaters.len() <= most {
            return;
        }
        updaters.sort_by_key(|entry| (entry.time.clone(), entry.identity()));
        let surplus = updaters.len() - most + 1;
        let old: Vec<Entry> = updaters.into_iter().take(surplus).collect();
        self.0.retain(|entry| !old.contains(entry));
        let Some(newest) = old.last() else { return };
        let mut bucket = Entry {
            manager: "ancient-changes".to_owned(),
            operation: "Update".to_owned(),
            subresource: String::new(),
            ..newest.bare()
        };
        bucket.set = old.iter().fold(Set::default(), |set, entry| set.union(&entry.set));
        self.0.push(bucket);
    }

    /// Writes the entries into the object, in the server's order.
    pub(super) fn write(&self, object: &mut Value) {
        let mut entries: Vec<&Entry> = self.0.iter().filter(|entry| !entry.set.is_empty()).collect();
        entries.sort_by_key(|entry| {
            (&entry.operation, &entry.time, &entry.manager, &entry.api_version, &entry.subresource)
        });
        if entries.is_empty() {
            meta::remove(object, "managedFields");
        } else {
            let list: Vec<Value> = entries.into_iter().map(Entry::write).collect();
            meta::set(object, "managedFields", json!(list));
        }
    }
}
