//! What it is for: the rows of all kinds, and the survey made of them. In: messages of the streams. Out: [`Survey`].
//! Never: I/O, or a section gathered anew although nothing in it has changed.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp};

use super::feed::{Feed, Row};
use crate::{
    action::Mark,
    cluster::{
        routes::{self, ServiceParts, SliceParts},
        watch::{feeds::Feeds, stream::Message},
    },
    observed::{
        Backend, RouteRow,
        survey::{Item, Lens, Section, Survey, Tally},
        verdict::{self, Verdict},
    },
    words::text,
};

/// How old a warning may be to be shown: as long as API servers keep events.
const FRESH: SignedDuration = SignedDuration::from_hours(1);

/// Rows of one section, in numbers beside.
#[derive(Debug, Default)]
struct Part {
    rows: Vec<Arc<Item>>,
    tally: Tally,
}

/// All rows.
#[derive(Debug)]
pub(super) struct Board {
    feeds: Feeds<Feed, Row>,
    parts: BTreeMap<Section, Part>,
    /// Sections whose rows must be gathered anew.
    stale: BTreeSet<Section>,
    /// What the newest survey showed, to be shown again when neither rows nor lens are others.
    shown: Option<(Lens, Arc<Vec<Arc<Item>>>)>,
}

impl Default for Board {
    fn default() -> Self {
        Self {
            feeds: Feeds::forgiving(Feed::is_needed),
            parts: BTreeMap::new(),
            stale: Section::ALL.into(),
            shown: None,
        }
    }
}

impl Board {
    pub(super) fn take(&mut self, message: Message<Feed, Row>) {
        self.stale.extend(self.feeds.take(message).map(sections).unwrap_or_default());
    }

    /// Time has passed: what is too old to be shown goes.
    pub(super) fn tidy(&mut self) {
        self.stale.insert(Section::Warnings);
    }

    /// The newest state through `lens`.
    pub(super) fn survey(&mut self, lens: &Lens, now: Timestamp) -> Survey {
        let stale = std::mem::take(&mut self.stale);
        let needs_causes = stale.contains(&Section::Workloads) || stale.contains(&Section::Jobs);
        let causes = if needs_causes { self.causes() } else { HashMap::new() };
        for section in &stale {
            let rows = match section {
                Section::Pods => self.items(&[Feed::Pods]),
                Section::Workloads => {
                    let rows = self.items(&[Feed::Deployments, Feed::StatefulSets, Feed::DaemonSets]);
                    rows.into_iter().map(|item| with_cause(item, &causes)).collect()
                }
                Section::Jobs => {
                    let rows = self.items(&[Feed::Jobs, Feed::CronJobs]);
                    rows.into_iter().map(|item| with_cause(item, &causes)).collect()
                }
                Section::Routes => self.routes(),
                Section::Warnings => self.warnings(now),
            };
            let tally = Tally::of(rows.iter());
            self.parts.insert(*section, Part { rows, tally });
        }
        let rows = self.rows(lens, stale.contains(&lens.section));
        let is_followed = |item: &&Arc<Item>| lens.follow.as_ref() == Some(&item.row);
        Survey {
            tallies: self.parts.iter().map(|(section, part)| (*section, part.tally.clone())).collect(),
            lens: lens.clone(),
            rows,
            followed: self.parts.values().flat_map(|part| &part.rows).find(is_followed).cloned(),
            unseen: self.feeds.refused().collect(),
            hidden: self.feeds.given_up().filter_map(|feed| sections(feed).first().copied()).collect(),
            link: self.feeds.link(),
        }
    }

    fn rows(&mut self, lens: &Lens, is_stale: bool) -> Arc<Vec<Arc<Item>>> {
        let lens = Lens { follow: None, ..lens.clone() };
        if let Some((same, rows)) = &self.shown
            && *same == lens
            && !is_stale
        {
            return Arc::clone(rows);
        }
        let all = self.parts.get(&lens.section).map_or(&[][..], |part| &part.rows);
        let rows = Arc::new(lens.look(all));
        self.shown = Some((lens, Arc::clone(&rows)));
        rows
    }

    fn items(&self, feeds: &[Feed]) -> Vec<Arc<Item>> {
        let rows = feeds.iter().flat_map(|feed| self.feeds.rows(*feed));
        rows.filter_map(|(_, row)| if let Row::Item(item) = row { Some(Arc::clone(item)) } else { None })
            .collect()
    }

    /// The worst pod of each controller, by namespace and `Kind/name`.
    fn causes(&self) -> HashMap<(Arc<str>, String), Arc<Item>> {
        let mut worst: HashMap<(Arc<str>, String), Arc<Item>> = HashMap::new();
        for item in self.items(&[Feed::Pods]).into_iter().filter(|item| item.is_problem()) {
            let Some(owner) = &item.owner else { continue };
            for name in controllers(owner) {
                let known =
                    worst.entry((Arc::clone(&item.namespace), name)).or_insert_with(|| Arc::clone(&item));
                if item.mark > known.mark {
                    *known = Arc::clone(&item);
                }
            }
        }
        worst
    }

    fn routes(&self) -> Vec<Arc<Item>> {
        let mut services: BTreeMap<&str, BTreeMap<String, ServiceParts>> = BTreeMap::new();
        for (uid, row) in self.feeds.rows(Feed::Services) {
            if let Row::Service(namespace, parts) = row {
                services.entry(namespace).or_default().insert(uid.to_owned(), parts.clone());
            }
        }
        let mut slices: BTreeMap<&str, BTreeMap<String, SliceParts>> = BTreeMap::new();
        for (uid, row) in self.feeds.rows(Feed::Slices) {
            if let Row::Slice(namespace, parts) = row {
                slices.entry(namespace).or_default().insert(uid.to_owned(), parts.clone());
            }
        }
        let is_known = self.feeds.is_listed(Feed::Services) && self.feeds.is_listed(Feed::Slices);
        let mut items = Vec::new();
        for (_, row) in self.feeds.rows(Feed::Ingresses) {
            let Row::Ingress(item, parts) = row else { continue };
            let none = (BTreeMap::new(), BTreeMap::new());
            let services = services.get(&*item.namespace).unwrap_or(&none.0);
            let slices = slices.get(&*item.namespace).unwrap_or(&none.1);
            let rules = routes::rows(parts, services, slices).into_iter().enumerate();
            items.extend(rules.map(|(number, row)| route(item, number, &row, is_known)));
        }
        items
    }

    fn warnings(&self, now: Timestamp) -> Vec<Arc<Item>> {
        let oldest = now.checked_sub(FRESH).unwrap_or(Timestamp::MIN);
        let mut items = self.items(&[Feed::Events]);
        items.retain(|item| item.created.is_some_and(|at| at >= oldest));
        items
    }
}

/// The sections that rows of a stream are part of.
fn sections(feed: Feed) -> &'static [Section] {
    match feed {
        Feed::Deployments | Feed::StatefulSets | Feed::DaemonSets => &[Section::Workloads],
        // What holds a workload or a job up is told by its pods.
        Feed::Pods => &[Section::Pods, Section::Workloads, Section::Jobs],
        Feed::Jobs | Feed::CronJobs => &[Section::Jobs],
        Feed::Ingresses | Feed::Services | Feed::Slices => &[Section::Routes],
        Feed::Events => &[Section::Warnings],
    }
}

/// What may be meant by a pod's controller: itself, and the Deployment behind a `ReplicaSet`, which is named after it
/// and a hash without `-`.
fn controllers(owner: &str) -> impl Iterator<Item = String> {
    let deployment = owner.strip_prefix("ReplicaSet/").and_then(|name| name.rsplit_once('-'));
    [owner.to_owned()].into_iter().chain(deployment.map(|(name, _)| format!("Deployment/{name}")))
}

/// A workload or job that is not as wanted says why: what holds its worst pod up.
fn with_cause(item: Arc<Item>, causes: &HashMap<(Arc<str>, String), Arc<Item>>) -> Arc<Item> {
    let is_done = matches!(item.mark, Mark::Good | Mark::Bad) || &*item.kind == "CronJob";
    let key = (Arc::clone(&item.namespace), format!("{}/{}", item.kind, item.name));
    match causes.get(&key).filter(|_| !is_done) {
        Some(pod) => Arc::new(Item {
            mark: pod.mark,
            state: Arc::clone(&pod.state),
            hint: pod.hint.clone(),
            ..(*item).clone()
        }),
        None => item,
    }
}

/// The row of a rule. Without services and slices nothing is said about where it leads.
fn route(item: &Item, number: usize, row: &RouteRow, is_known: bool) -> Arc<Item> {
    let (mark, state) = match verdict::route(Some(row)) {
        _ if !is_known => (Mark::Note, text("survey-route-unknown")),
        Verdict::Ready => (Mark::Good, text("survey-route-ready")),
        Verdict::NotYet(words) | Verdict::Broken(words) => (Mark::Bad, words.text()),
        Verdict::Unknown(words) => (Mark::Note, words.text()),
        Verdict::Missing => (Mark::Note, String::new()),
    };
    let ready = match row.backend {
        Backend::Endpoints { ready, all } if is_known => {
            let count = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
            Some((count(ready), count(all)))
        }
        Backend::Endpoints { .. } | Backend::ServiceMissing | Backend::PortMissing => None,
    };
    let host = if row.host.is_empty() { "*" } else { &row.host };
    let about = format!("{host}{} → {}:{}", row.path, row.service, row.port);
    let id = format!("{}#{number}", item.uid);
    Arc::new(Item { row: id.into(), mark, state: state.into(), ready, about: about.into(), ..item.clone() })
}

#[cfg(test)]
mod tests;
