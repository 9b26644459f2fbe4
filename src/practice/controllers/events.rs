//! Events, as the recorders of the real components write them: one object per thing that is said, counted when it is
//! said again.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::practice::meta;

use super::{
    desk::Desk,
    fields::{number, set, text},
};

/// How long an event is kept, in seconds.
const KEPT: i64 = 3600;
/// Most events that are remembered.
const MOST: usize = 4096;

/// What happened to an object.
#[derive(Debug, Clone)]
pub(crate) struct Note<'a> {
    pub(crate) about: &'a Value,
    /// Such as `deployment-controller`.
    pub(crate) source: &'static str,
    /// The node that it happened on; empty for controllers.
    pub(crate) host: &'a str,
    pub(crate) warning: bool,
    pub(crate) reason: &'a str,
    pub(crate) message: String,
    /// Such as `spec.containers{web}`; empty for the whole object.
    pub(crate) field: String,
}

impl<'a> Note<'a> {
    /// Something that is as it should be.
    pub(crate) fn normal(
        source: &'static str,
        about: &'a Value,
        reason: &'a str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            about,
            source,
            host: "",
            warning: false,
            reason,
            message: message.into(),
            field: String::new(),
        }
    }

    /// Something that is not as it should be.
    pub(crate) fn warning(
        source: &'static str,
        about: &'a Value,
        reason: &'a str,
        message: impl Into<String>,
    ) -> Self {
        Self { warning: true, ..Self::normal(source, about, reason, message) }
    }

    fn kind(&self) -> &'static str {
        if self.warning { "Warning" } else { "Normal" }
    }

    fn identity(&self) -> String {
        let uid = meta::text(self.about, "uid");
        [uid, self.source, self.host, self.kind(), self.reason, &self.field, &self.message].join("\u{0}")
    }
}

/// Remembers which events were written; clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recorder {
    written: Arc<Mutex<Written>>,
}

#[derive(Debug, Default)]
struct Written {
    /// Namespace and name of the event that says it.
    names: BTreeMap<String, (String, String)>,
    /// When something was said first, oldest first.
    order: VecDeque<(Timestamp, String)>,
}

impl Recorder {
    /// Writes an event, or counts the one that says the same.
    pub(crate) fn tell(&self, desk: &Desk, note: &Note<'_>) {
        let identity = note.identity();
        let known = self.written.lock().unwrap_or_else(PoisonError::into_inner).names.get(&identity).cloned();
        if let Some((namespace, name)) = known
            && count_again(desk, &namespace, &name)
        {
            return;
        }
        let namespace = match meta::text(note.about, "namespace") {
            "" => "default",
            own => own,
        };
        let event = event(note, namespace);
        let name = meta::text(&event, "name").to_owned();
        if let Err(refusal) = desk.create(desk.kinds.events, namespace, event) {
            // A namespace that is going takes no events, as in earnest.
            tracing::debug!(%refusal, "an event was not taken");
            return;
        }
        self.remember(desk, identity, (namespace.to_owned(), name));
    }

    fn remember(&self, desk: &Desk, identity: String, place: (String, String)) {
        let mut old = Vec::new();
        {
            let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
            let now = Timestamp::now();
            written.names.insert(identity.clone(), place);
            written.order.push_back((now, identity));
            let is_old = |(at, _): &(Timestamp, String)| now.as_second() - at.as_second() > KEPT;
            while written.order.len() > MOST || written.order.front().is_some_and(is_old) {
                let gone =
                    written.order.pop_front().and_then(|(_, identity)| written.names.remove(&identity));
                old.extend(gone);
            }
        }
        for (namespace, name) in old {
            if let Some(event) = desk.get(desk.kinds.events, &namespace, &name)
                && let Err(refusal) = desk.delete(desk.kinds.events, &event, "")
            {
                tracing::debug!(%refusal, "an old event stays");
            }
        }
    }
}

fn count_again(desk: &Desk, namespace: &str, name: &str) -> bool {
    let Some(event) = desk.get(desk.kinds.events, namespace, name) else { return false };
    let counted = desk.change(desk.kinds.events, "", &event, |event| {
        let times = number(event, "/count") + 1;
        set(event, &["count"], json!(times));
        set(event, &["lastTimestamp"], json!(meta::now()));
    });
    counted.is_ok()
}

fn event(note: &Note<'_>, namespace: &str) -> Value {
    let (about, now) = (note.about, Timestamp::now());
    let mut reference = json!({
        "kind": text(about, "/kind"), "name": meta::text(about, "name"), "uid": meta::text(about, "uid"),
        "apiVersion": text(about, "/apiVersion"), "resourceVersion": meta::text(about, "resourceVersion"),
    });
    for (key, value) in [("namespace", meta::text(about, "namespace")), ("fieldPath", note.field.as_str())] {
        if !value.is_empty() {
            set(&mut reference, &[key], json!(value));
        }
    }
    let unique = u64::try_from(now.as_nanosecond()).unwrap_or_default() ^ (meta::random() & 0xffff);
    let name = format!("{}.{unique:x}", meta::text(about, "name"));
    let mut event = json!({
        "apiVersion": "v1", "kind": "Event", "metadata": {"name": name, "namespace": namespace},
        "involvedObject": reference, "reason": note.reason, "message": note.message, "type": note.kind(),
        "reportingComponent": note.source, "reportingInstance": note.host,
    });
    if note.source == "default-scheduler" {
        // The scheduler writes events of the newer kind.
        let precise = now.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string();
        set(&mut event, &["eventTime"], json!(precise));
        set(&mut event, &["action"], json!(if note.warning { "Scheduling" } else { "Binding" }));
        set(&mut event, &["reportingInstance"], json!("default-scheduler-practice"));
        return event;
    }
    let mut source = json!({"component": note.source});
    if !note.host.is_empty() {
        set(&mut source, &["host"], json!(note.host));
    }
    set(&mut event, &["source"], source);
    set(&mut event, &["count"], json!(1));
    for key in ["firstTimestamp", "lastTimestamp"] {
        set(&mut event, &[key], json!(meta::now()));
    }
    event
}
