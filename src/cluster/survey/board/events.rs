//! What it is for: what only events know of a row: which probe fails, and why no pod can be made. In: rows of events.
//! Out: the same rows with cause and next step. Never: an old event about an object that got on since.

use std::{collections::HashMap, sync::Arc};

use jiff::{SignedDuration, Timestamp};

use crate::{
    action::Mark,
    observed::{causes, survey::Item},
    words::{Sentence, text},
};

/// For how long a probe that fails is nothing but a program that starts.
const STARTS: SignedDuration = SignedDuration::from_secs(20);

const PROBE: &str = "Unhealthy";
const REFUSED: &str = "FailedCreate";

/// Whether an event tells something that the row of its object does not.
pub(super) fn tells(event: &Item) -> bool {
    matches!(&*event.about, PROBE | REFUSED)
}

/// What events tell.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The newest that tells something, by the uid of its object.
    events: HashMap<Arc<str>, Arc<Item>>,
    /// When the youngest pod of each controller was made, by namespace and `Kind/name`; empty when nobody needs it.
    youngest: HashMap<(Arc<str>, Arc<str>), Option<Timestamp>>,
    /// When the newest container of a pod whose probe fails was started, by uid.
    started: HashMap<Arc<str>, Timestamp>,
}

impl Told {
    /// Of these events, of when the newest container of a pod was started, by uid, and of the pods when they are needed.
    pub(super) fn of(
        all: Vec<Arc<Item>>,
        started: impl Fn(&str) -> Option<Timestamp>,
        pods: impl FnOnce() -> Vec<Arc<Item>>,
    ) -> Self {
        let mut events: HashMap<Arc<str>, Arc<Item>> = HashMap::new();
        for event in all.into_iter().filter(|event| tells(event)) {
            let newest = events.entry(Arc::clone(&event.uid)).or_insert_with(|| Arc::clone(&event));
            if newest.created < event.created {
                *newest = event;
            }
        }
        let mut youngest: HashMap<(Arc<str>, Arc<str>), Option<Timestamp>> = HashMap::new();
        if events.values().any(|event| &*event.about == REFUSED) {
            for pod in pods() {
                let Some(owner) = &pod.owner else { continue };
                let at = youngest.entry((Arc::clone(&pod.namespace), Arc::clone(owner))).or_default();
                *at = (*at).max(pod.created);
            }
        }
        let probed = events.values().filter(|event| &*event.about == PROBE);
        let started =
            probed.filter_map(|event| Some((Arc::clone(&event.uid), started(&event.uid)?))).collect();
        Self { events, youngest, started }
    }

    /// A pod that runs without being ready says which probe fails.
    pub(super) fn pod(&self, pod: Arc<Item>) -> Arc<Item> {
        let Some(event) = self.about(&pod, PROBE) else { return pod };
        // Its image may have been pulled for long before that.
        let started = self.started.get(&pod.uid).copied();
        let began = pod.restarted.max(pod.created).max(started);
        let is_plain = *pod.state == ready_words("pod-running", &pod).text();
        if !is_plain || event.created <= began {
            return pod;
        }
        // Programs that start fail theirs for a while, and nothing is wrong.
        let is_long = began.zip(event.created).is_some_and(|(began, at)| at.duration_since(began) > STARTS);
        Arc::new(Item {
            mark: if is_long { Mark::Warning } else { pod.mark },
            is_moving: !is_long,
            state: ready_words("pod-unhealthy", &pod).with("message", &*event.state).text().into(),
            hint: Some(text("pod-unhealthy-hint").into()),
            ..(*pod).clone()
        })
    }

    /// What waits for pods that the cluster refuses to make says why.
    pub(super) fn controller(&self, item: Arc<Item>) -> Arc<Item> {
        let is_waiting = item.mark == Mark::Note && item.is_moving;
        let Some(event) = self.about(&item, REFUSED).filter(|_| is_waiting) else { return item };
        let name = (Arc::clone(&item.namespace), format!("{}/{}", item.kind, item.name).into());
        if self.youngest.get(&name).is_some_and(|youngest| *youngest >= event.created) {
            return item;
        }
        let words =
            Sentence::new("verdict-rollout-trouble").with("name", &*item.name).with("reason", REFUSED);
        let words = words.with("message", &*event.state).with("cause", causes::rule(&event.state));
        let hint = words.next_step().map(|hint| hint.text().into());
        Arc::new(Item { mark: Mark::Warning, state: Arc::clone(&event.state), hint, ..(*item).clone() })
    }

    fn about(&self, item: &Item, reason: &str) -> Option<&Arc<Item>> {
        self.events.get(&item.uid).filter(|event| &*event.about == reason)
    }
}

fn ready_words(key: &str, pod: &Item) -> Sentence {
    let (ready, containers) = pod.ready.unwrap_or_default();
    Sentence::new(key).count("ready", ready).count("containers", containers)
}
