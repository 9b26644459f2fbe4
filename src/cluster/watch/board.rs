//! What it is for: all rows in one place, and the snapshot made of them. In: messages of the feeds. Out: [`Observed`].
//! Never: I/O.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::feeds::{Feeds, is_same_link};
use super::stream::Message;
use super::{WatchKind, WatchSpec};
use crate::cluster::routes::{self, IngressParts, ServiceParts, SliceParts};
use crate::failure::{Failure, FailureKind};
use crate::observed::{JobRow, Observed, PodRow, RouteRow, Selector, WarningRow, WorkloadRow, verdict};
use crate::words::Sentence;

/// How old a warning may be to be shown.
const FRESH: SignedDuration = SignedDuration::from_mins(10);

/// One kind that is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Feed {
    Deployments,
    StatefulSets,
    Pods,
    Jobs,
    Ingresses,
    Services,
    Slices,
    Events,
}

impl Feed {
    /// Without these the rows cannot be judged; the others only add.
    fn is_needed(self) -> bool {
        match self {
            Self::Deployments | Self::StatefulSets | Self::Pods | Self::Jobs => true,
            Self::Ingresses | Self::Services | Self::Slices | Self::Events => false,
        }
    }
}

/// A projected object.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Row {
    Workload(WorkloadRow),
    Pod(Arc<PodRow>),
    Job(JobRow),
    Ingress(IngressParts),
    Service(ServiceParts),
    Slice(SliceParts),
    /// Uid of the object that it is about, and the row.
    Event(String, Arc<WarningRow>),
}

/// All rows, and for whom they are gathered.
pub(super) struct Board {
    specs: Vec<WatchSpec>,
    feeds: Feeds<Feed, Row>,
}

impl Board {
    pub(super) fn new(specs: Vec<WatchSpec>) -> Self {
        Self { specs, feeds: Feeds::new(Feed::is_needed) }
    }

    pub(super) fn take(&mut self, message: Message<Feed, Row>) {
        self.feeds.take(message);
    }

    pub(super) fn snapshot(&self, now: Timestamp) -> Observed {
        let link = self.feeds.link();
        let workloads = self.workloads();
        let jobs = self.jobs();
        let pods = self.pods(&workloads, &jobs);
        let routes = self.routes(&workloads, &pods);
        let warnings = self.warnings(now, &workloads, &jobs, &pods);
        let unseen = self.unknown_kinds().chain(self.feeds.refused()).collect();
        Observed { workloads, pods, jobs, routes, warnings, unseen, link }
    }

    fn unknown_kinds(&self) -> impl Iterator<Item = Failure> {
        let unknown = self.specs.iter().filter(|spec| WatchKind::parse(&spec.kind).is_none());
        unknown.map(|spec| {
            let words = Sentence::new("cluster-watch-kind").with("kind", spec.kind.clone());
            Failure::new(FailureKind::Person, words)
        })
    }

    fn rows(&self, feed: Feed) -> impl Iterator<Item = &Row> {
        self.feeds.rows(feed).map(|(_, row)| row)
    }

    fn items(&self, kind: WatchKind) -> impl Iterator<Item = &WatchSpec> {
        self.specs.iter().filter(move |spec| spec.is(kind))
    }

    fn workloads(&self) -> Vec<WorkloadRow> {
        let all = self.rows(Feed::Deployments).chain(self.rows(Feed::StatefulSets));
        let mut rows: Vec<WorkloadRow> = all
            .filter_map(|row| if let Row::Workload(row) = row { Some(row.clone()) } else { None })
            .collect();
        let place = |row: &WorkloadRow| {
            let named = self.specs.iter().enumerate().find_map(|(at, spec)| {
                let name = spec.names.iter().position(|name| *name == row.name)?;
                (spec.kind == row.kind).then_some((at, name))
            });
            named.unwrap_or((usize::MAX, 0))
        };
        rows.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.name.cmp(&b.name)));
        rows
    }

    fn jobs(&self) -> Vec<JobRow> {
        let all = self.rows(Feed::Jobs);
        let mut rows: Vec<JobRow> =
            all.filter_map(|row| if let Row::Job(row) = row { Some(row.clone()) } else { None }).collect();
        rows.sort_by(|a, b| b.created.cmp(&a.created).then_with(|| a.name.cmp(&b.name)));
        rows
    }

    /// Pods of watched workloads and jobs, and those that an item names.
    fn pods(&self, workloads: &[WorkloadRow], jobs: &[JobRow]) -> Vec<Arc<PodRow>> {
        let selectors: Vec<Selector> = workloads
            .iter()
            .map(|row| row.selector.as_str())
            .chain(self.items(WatchKind::Pod).filter_map(|item| item.selector.as_deref()))
            .filter_map(Selector::parse)
            .collect();
        let is_shown = |pod: &PodRow| {
            selectors.iter().any(|selector| selector.matches(&pod.labels))
                || verdict::job_of(pod).is_some_and(|name| jobs.iter().any(|job| job.name == name))
                || self.items(WatchKind::Pod).any(|item| item.names.contains(&pod.name))
        };
        let all = self.rows(Feed::Pods);
        let mut rows: Vec<Arc<PodRow>> = all
            .filter_map(|row| if let Row::Pod(row) = row { Some(row) } else { None })
            .filter(|pod| is_shown(pod))
            .cloned()
            .collect();
        rows.sort_by(|a, b| a.name.cmp(&b.name));
        rows
    }

    fn routes(&self, workloads: &[WorkloadRow], pods: &[Arc<PodRow>]) -> Vec<RouteRow> {
        let services: BTreeMap<String, ServiceParts> = self.parts(Feed::Services, |row| {
            if let Row::Service(parts) = row { Some(parts.clone()) } else { None }
        });
        let slices: BTreeMap<String, SliceParts> = self
            .parts(Feed::Slices, |row| if let Row::Slice(parts) = row { Some(parts.clone()) } else { None });
        let names: Vec<&String> = self.items(WatchKind::Ingress).flat_map(|item| &item.names).collect();
        let leads_here = |ingress: &IngressParts| {
            routes::services_of(ingress).any(|name| {
                let service = services.values().find(|service| service.name == name);
                service.is_some_and(|service| selects(service, workloads, pods))
            })
        };
        let mut rows: Vec<RouteRow> = Vec::new();
        for row in self.rows(Feed::Ingresses) {
            let Row::Ingress(ingress) = row else { continue };
            let is_shown =
                if names.is_empty() { leads_here(ingress) } else { names.contains(&&ingress.name) };
            if is_shown {
                rows.extend(routes::rows(ingress, &services, &slices));
            }
        }
        rows.sort_by(|a, b| (&a.name, &a.host, &a.path).cmp(&(&b.name, &b.host, &b.path)));
        rows
    }

    fn parts<T>(&self, feed: Feed, pick: impl Fn(&Row) -> Option<T>) -> BTreeMap<String, T> {
        self.feeds
            .rows(feed)
            .filter_map(|(uid, row)| pick(row).map(|parts| (uid.to_owned(), parts)))
            .collect()
    }

    fn warnings(
        &self,
        now: Timestamp,
        workloads: &[WorkloadRow],
        jobs: &[JobRow],
        pods: &[Arc<PodRow>],
    ) -> Vec<Arc<WarningRow>> {
        let uids = workloads.iter().map(|row| &row.uid).chain(jobs.iter().map(|row| &row.uid));
        let watched: BTreeSet<&str> =
            uids.chain(pods.iter().map(|row| &row.uid)).map(String::as_str).collect();
        let is_watched = |uid: &str, object: &str| {
            watched.contains(uid) || workloads.iter().any(|row| is_replica_set(object, &row.name))
        };
        let oldest = now.checked_sub(FRESH).unwrap_or(Timestamp::MIN);
        let mut rows: Vec<Arc<WarningRow>> = self
            .rows(Feed::Events)
            .filter_map(|row| if let Row::Event(uid, row) = row { Some((uid, row)) } else { None })
            .filter(|(uid, row)| row.at.is_some_and(|at| at >= oldest) && is_watched(uid, &row.object))
            .map(|(_, row)| Arc::clone(row))
            .collect();
        rows.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.object.cmp(&b.object)));
        rows
    }
}

/// A `ReplicaSet` is named after its Deployment and a hash without `-`.
fn is_replica_set(object: &str, deployment: &str) -> bool {
    let hash = object
        .strip_prefix("ReplicaSet/")
        .and_then(|name| name.strip_prefix(deployment))
        .and_then(|rest| rest.strip_prefix('-'));
    hash.is_some_and(|hash| !hash.contains('-'))
}

/// Whether a Service means the pods of a watched workload.
fn selects(service: &ServiceParts, workloads: &[WorkloadRow], pods: &[Arc<PodRow>]) -> bool {
    if service.selector.is_empty() {
        return false;
    }
    let in_labels = |labels: &[(String, String)]| service.selector.iter().all(|pair| labels.contains(pair));
    let of_workload = |row: &WorkloadRow| {
        let pairs: Vec<_> = row
            .selector
            .split(',')
            .filter_map(|part| part.split_once('='))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        in_labels(&pairs)
    };
    workloads.iter().any(of_workload) || pods.iter().any(|pod| in_labels(&pod.labels))
}

/// Whether two snapshots look the same; the mere passing of time is no difference.
pub(super) fn is_same(a: &Observed, b: &Observed) -> bool {
    is_same_link(&a.link, &b.link)
        && a.workloads == b.workloads
        && a.pods == b.pods
        && a.jobs == b.jobs
        && a.routes == b.routes
        && a.warnings == b.warnings
        && a.unseen == b.unseen
}

#[cfg(test)]
mod tests;
