//! What it is for: everything of a namespace, or of all, as the cluster page shows it: small rows, and the rows that a
//! lens leaves in the order that it asks for. In: rows that `cluster` projected on arrival. Out: what `ui` draws.
//! Never: a whole object, or work for each frame: a survey is made once for each change of cluster or lens.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

mod last;

use super::{Link, Way, fighters::Fighter, revisions::RevisionRow, usual::Usual};
use crate::{action::Mark, failure::Failure};

pub use last::{FRESH, Last, Rows};

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Deployments, stateful sets, daemon sets, deployment configs.
    #[default]
    Workloads,
    /// Pods.
    Pods,
    /// Jobs, and the `CronJobs` that make them.
    Jobs,
    /// What leads requests to services.
    Routes,
    /// Events of type `Warning`.
    Warnings,
}

impl Section {
    /// All, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Workloads, Self::Pods, Self::Jobs, Self::Routes, Self::Warnings];
}

/// One row. Texts that many rows share are shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What tells this row from all others: an object may have several.
    pub row: Arc<str>,
    /// Kind of the object; of a warning, of the object that it is about.
    pub kind: Arc<str>,
    /// API group of the kind, where the row tells it: several may have a kind of that name.
    pub group: Option<Arc<str>>,
    /// Namespace.
    pub namespace: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// `metadata.uid`.
    pub uid: Arc<str>,
    /// `metadata.generation`: moves with each change of the wanted state. 0 where it is not told.
    pub generation: i64,
    /// Whether it is as wanted, on its way, or wrong.
    pub mark: Mark,
    /// Whether it is on its way to something else; what only rests is not.
    pub is_moving: bool,
    /// Its state in words.
    pub state: Arc<str>,
    /// What to do about it.
    pub hint: Option<Arc<str>>,
    /// Ready and wanted: pods of a workload, containers of a pod, completions of a job, endpoints of a route.
    pub ready: Option<(i32, i32)>,
    /// Restarts of a pod's containers; how often a warning came.
    pub count: i32,
    /// When a container of a pod restarted last.
    pub restarted: Option<Timestamp>,
    /// Images; the schedule of a `CronJob`; where a route leads; the reason of a warning.
    pub about: Arc<str>,
    /// Digest of the image that a pod runs.
    pub digest: Option<Arc<str>>,
    /// Controller as `Kind/name`.
    pub owner: Option<Arc<str>>,
    /// Node of a pod.
    pub node: Option<Arc<str>>,
    /// Labels as `key=value`, joined by commas.
    pub labels: Arc<str>,
    /// When it was made; of a warning, when it came last.
    pub created: Option<Timestamp>,
}

impl Item {
    /// Whether somebody must look at it.
    pub fn is_problem(&self) -> bool {
        matches!(self.mark, Mark::Bad | Mark::Warning)
    }

    /// Which object the row is about.
    pub fn key(&self) -> ItemKey {
        ItemKey {
            row: Arc::clone(&self.row),
            kind: Arc::clone(&self.kind),
            group: self.group.clone(),
            namespace: Arc::clone(&self.namespace),
            name: Arc::clone(&self.name),
        }
    }

    /// Whether all words stand somewhere in what the row shows, upper and lower case alike.
    fn has(&self, words: &[String]) -> bool {
        let texts = [
            Some(&self.name),
            Some(&self.about),
            Some(&self.state),
            Some(&self.namespace),
            Some(&self.kind),
            Some(&self.labels),
            self.node.as_ref(),
            self.owner.as_ref(),
        ];
        words.iter().all(|word| texts.iter().flatten().any(|text| holds(text, word)))
    }
}

/// Whether `text` holds `word`, which is in lower case.
fn holds(text: &str, word: &str) -> bool {
    if text.contains(word) {
        return true;
    }
    // Names in Kubernetes are in lower case; only what is not needs the long way.
    text.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
        && text.to_lowercase().contains(word)
}

/// What rows are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Column {
    /// The worst first.
    State,
    /// Namespace, then name.
    #[default]
    Name,
    /// What is not ready first.
    Ready,
    /// The most restarts first.
    Count,
    /// Image and the like.
    About,
    /// Node.
    Node,
    /// The youngest first.
    Age,
}

/// What the page shows of a survey.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lens {
    /// Which rows.
    pub section: Section,
    /// Words that must all stand in a row; upper and lower case alike.
    pub filter: String,
    /// Only rows that somebody must look at.
    pub only_problems: bool,
    /// Their order.
    pub by: Column,
    /// The other way round.
    pub is_reversed: bool,
    /// The row that is looked at closely, whether the filter leaves it or not.
    pub follow: Option<Arc<str>>,
}

impl Lens {
    /// The rows that are left of `all`, in order.
    pub fn look(&self, all: &[Arc<Item>]) -> Vec<Arc<Item>> {
        let words: Vec<String> = self.filter.split_whitespace().map(str::to_lowercase).collect();
        let is_left = |item: &&Arc<Item>| (!self.only_problems || item.is_problem()) && item.has(&words);
        let mut rows: Vec<Arc<Item>> = all.iter().filter(is_left).cloned().collect();
        rows.sort_by(|a, b| {
            let order = self.order(a, b);
            let order = if self.is_reversed { order.reverse() } else { order };
            order.then_with(|| by_name(a, b))
        });
        rows
    }

    fn order(&self, a: &Item, b: &Item) -> Ordering {
        match self.by {
            Column::State => b.mark.cmp(&a.mark).then_with(|| a.state.cmp(&b.state)),
            Column::Name => by_name(a, b),
            Column::Ready => {
                let missing = |item: &Item| item.ready.map_or(0, |(ready, wanted)| wanted - ready);
                missing(b).cmp(&missing(a)).then_with(|| b.ready.cmp(&a.ready))
            }
            Column::Count => b.count.cmp(&a.count),
            Column::About => a.about.cmp(&b.about),
            Column::Node => a.node.cmp(&b.node),
            Column::Age => b.created.cmp(&a.created),
        }
    }
}

fn by_name(a: &Item, b: &Item) -> Ordering {
    (&a.namespace, &a.name, &a.kind, &a.uid).cmp(&(&b.namespace, &b.name, &b.kind, &b.uid))
}

/// A section in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Rows.
    pub all: usize,
    /// Rows that somebody must look at.
    pub problems: usize,
    /// Of these, those that are wrong and not only late.
    pub bad: usize,
    /// Rows on their way.
    pub under_way: usize,
    /// Rows about which nothing good can be said, and nothing bad.
    pub open: usize,
    /// The state of the first problem, the worst first.
    pub first: Option<Arc<Item>>,
}

impl Tally {
    /// Counts rows.
    pub fn of<'a>(rows: impl Iterator<Item = &'a Arc<Item>>) -> Self {
        let mut tally = Self::default();
        for item in rows {
            tally.all += 1;
            tally.under_way += usize::from(item.is_moving && !item.is_problem());
            tally.open += usize::from(item.mark == Mark::Note && !item.is_moving);
            if !item.is_problem() {
                continue;
            }
            tally.problems += 1;
            tally.bad += usize::from(item.mark == Mark::Bad);
            let is_worse = |first: &Arc<Item>| {
                let order = item.mark.cmp(&first.mark);
                order == Ordering::Greater || (order == Ordering::Equal && by_name(item, first).is_lt())
            };
            if tally.first.as_ref().is_none_or(is_worse) {
                tally.first = Some(Arc::clone(item));
            }
        }
        tally
    }
}

/// The newest state of a namespace, or of all, through a lens.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Survey {
    /// Each section in numbers.
    pub tallies: BTreeMap<Section, Tally>,
    /// The lens that [`Self::rows`] were made by.
    pub lens: Lens,
    /// The rows that the lens leaves, in its order.
    pub rows: Arc<Vec<Arc<Item>>>,
    /// The row that the lens follows; `None` when there is none (any more).
    pub followed: Option<Arc<Item>>,
    /// When that row is a route: the way of its requests.
    pub way: Option<Arc<Way>>,
    /// Kinds that cannot be watched (no right, not served) and why; their rows are missing.
    pub unseen: Vec<Failure>,
    /// Sections whose first list is not whole yet: what is there is a part. Of rows of an earlier time also those that
    /// were not kept.
    pub partial: BTreeSet<Section>,
    /// Sections in which rows are missing because of that.
    pub hidden: BTreeSet<Section>,
    /// How well the rows can be trusted.
    pub link: Link,
    /// All rows, whatever the lens leaves of them.
    pub all: Rows,
    /// When these rows were true, when they are those of an earlier time and newer ones are awaited.
    pub recalled: Option<Timestamp>,
}

impl Survey {
    /// Whether a first answer is awaited, and nothing older is there.
    pub fn is_awaited(&self) -> bool {
        self.link == Link::Connecting && self.recalled.is_none()
    }

    /// Whether the rows are those of an earlier time.
    pub fn is_old(&self) -> bool {
        self.recalled.is_some() || matches!(self.link, Link::Stale { .. })
    }

    /// Whether nothing at all is known of a section at the earlier time that is shown.
    pub fn is_unkept(&self, section: Section) -> bool {
        self.recalled.is_some()
            && self.partial.contains(&section)
            && self.tally(section).is_none_or(|tally| tally.all == 0)
    }

    /// A section in numbers.
    pub fn tally(&self, section: Section) -> Option<&Tally> {
        self.tallies.get(&section)
    }
}

/// Which row and which object is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemKey {
    /// The row.
    pub row: Arc<str>,
    /// Kind.
    pub kind: Arc<str>,
    /// API group, empty for the core group; `None` where the row does not tell it.
    pub group: Option<Arc<str>>,
    /// Namespace; empty for objects that have none.
    pub namespace: Arc<str>,
    /// Name.
    pub name: Arc<str>,
}

impl ItemKey {
    /// Whether an object of that kind has pods, and so logs.
    pub fn has_logs(&self) -> bool {
        matches!(
            &*self.kind,
            "Pod"
                | "Deployment"
                | "StatefulSet"
                | "DaemonSet"
                | "ReplicaSet"
                | "Job"
                | "CronJob"
                | "DeploymentConfig"
                | "ReplicationController"
        )
    }
}

impl Default for ItemKey {
    fn default() -> Self {
        let none: Arc<str> = "".into();
        Self {
            row: Arc::clone(&none),
            kind: Arc::clone(&none),
            group: None,
            namespace: Arc::clone(&none),
            name: none,
        }
    }
}

/// An object looked at closely.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Detail {
    /// The object as YAML, without secrets and `managedFields`.
    pub yaml: String,
    /// Its group, where others may have a kind of the same name; else empty.
    pub group: String,
    /// What happened to it, the newest first.
    pub events: Vec<Happening>,
    /// What made it, and what made that: `Kind/name` each.
    pub owners: Vec<String>,
    /// Containers of a pod, those that run first first.
    pub containers: Vec<String>,
    /// Revisions of a Deployment or `DeploymentConfig`, the newest first.
    pub revisions: Vec<RevisionRow>,
    /// When a job ran, and what is usual for it or for a `CronJob`; `None` for other kinds.
    pub times: Option<JobTimes>,
    /// Who else writes to it.
    pub fighters: Vec<Fighter>,
    /// What could not be read beside the object.
    pub unread: Vec<Failure>,
}

/// When a job ran, and how long its like usually take.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JobTimes {
    /// When it began.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Of the same `CronJob`'s other runs that ended well and are still there.
    pub usual: Option<Usual>,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// Whether its type is `Warning`.
    pub is_warning: bool,
    /// Reason, such as `Pulled`.
    pub reason: String,
    /// The event's words, cut to 1,000 characters, control characters removed.
    pub message: String,
    /// How often.
    pub count: i32,
    /// Newest occurrence.
    pub at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pod's row with a name, a mark and a state.
    pub(super) fn item(name: &str, mark: Mark, state: &str) -> Arc<Item> {
        Arc::new(Item {
            row: name.into(),
            generation: 0,
            is_moving: mark == Mark::Note,
            kind: "Pod".into(),
            group: None,
            namespace: "shop".into(),
            name: name.into(),
            uid: name.into(),
            mark,
            state: state.into(),
            hint: None,
            ready: Some((1, 1)),
            count: 0,
            restarted: None,
            about: "registry.example/web:1".into(),
            digest: None,
            owner: None,
            node: Some("node-a".into()),
            labels: "app=web,tier=front".into(),
            created: None,
        })
    }

    fn names(rows: &[Arc<Item>]) -> Vec<&str> {
        rows.iter().map(|item| &*item.name).collect()
    }

    #[test]
    fn words_are_sought_in_all_that_is_shown_and_must_all_be_there() {
        let all = [item("web-1", Mark::Good, "Ready"), item("db-1", Mark::Bad, "Cannot pull the image")];
        let look = |filter: &str| {
            let lens = Lens { filter: filter.to_owned(), ..Lens::default() };
            names(&lens.look(&all)).join(" ")
        };
        assert_eq!(look(""), "db-1 web-1");
        assert_eq!(look("WEB-"), "web-1");
        assert_eq!(look("pull cannot"), "db-1");
        assert_eq!(look("tier=front ready"), "web-1");
        assert_eq!(look("node-b"), "");
    }

    #[test]
    fn rows_are_ordered_and_those_that_are_alike_stand_by_name() {
        let old = Arc::new(Item {
            created: Some(Timestamp::from_second(10).expect("a time")),
            count: 3,
            ..(*item("b", Mark::Good, "Ready")).clone()
        });
        let young = Arc::new(Item {
            created: Some(Timestamp::from_second(20).expect("a time")),
            ready: Some((0, 2)),
            ..(*item("c", Mark::Note, "Starting")).clone()
        });
        let all = [young, item("d", Mark::Bad, "Crashes"), old, item("a", Mark::Good, "Ready")];
        let by = |by, is_reversed| {
            let lens = Lens { by, is_reversed, ..Lens::default() };
            names(&lens.look(&all)).concat()
        };
        assert_eq!(by(Column::Name, false), "abcd");
        assert_eq!(by(Column::Name, true), "dcba");
        assert_eq!(by(Column::State, false), "dcab");
        assert_eq!(by(Column::Ready, false), "cabd");
        assert_eq!(by(Column::Count, false), "bacd");
        assert_eq!(by(Column::Age, false), "cbad");
    }

    #[test]
    fn a_tally_names_the_worst_problem() {
        let all = [
            item("a", Mark::Warning, "Late"),
            item("c", Mark::Bad, "Crashes"),
            item("b", Mark::Bad, "Cannot pull"),
            item("d", Mark::Good, "Ready"),
            item("e", Mark::Note, "Starting"),
        ];
        let tally = Tally::of(all.iter());
        assert_eq!((tally.all, tally.problems, tally.bad, tally.under_way), (5, 3, 2, 1));
        assert_eq!(tally.first.map(|item| item.name.to_string()).as_deref(), Some("b"));
        let lens = Lens { only_problems: true, ..Lens::default() };
        assert_eq!(names(&lens.look(&all)), ["a", "b", "c"]);
    }
}
