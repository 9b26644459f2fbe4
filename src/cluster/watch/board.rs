//! What it is for: all rows in one place, and the snapshot made of them. In: messages of the feeds. Out: [`Observed`].
//! Never: I/O.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::feeds::{Feeds, is_same_link};
use super::stream::Message;
use super::{WatchKind, WatchSpec};
use crate::cluster::{routes::ROUTES, translate};
use crate::failure::{Failure, FailureKind};
use crate::observed::revisions::{self, RevisionRow};
use crate::observed::route::{
    self, Claims, PodGlance, Pods, RouteParts, Scene, ServiceParts, SliceParts, Way,
};
use crate::observed::{JobRow, Link, Observed, PodRow, Selector, WarningRow, WorkloadRow, pods, verdict};
use crate::words::Sentence;

/// How old a warning may be to be shown.
const FRESH: SignedDuration = SignedDuration::from_mins(10);

/// One kind that is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Feed {
    Deployments,
    StatefulSets,
    /// OpenShift's, where the server has them.
    DeploymentConfigs,
    /// Revisions of Deployments.
    ReplicaSets,
    /// Revisions of `DeploymentConfigs`.
    Controllers,
    Pods,
    Jobs,
    Ingresses,
    /// Of the kind that stands there in [`ROUTES`].
    Routes(u8),
    Services,
    Slices,
    Events,
}

impl Feed {
    /// Without these the rows cannot be judged; the others only add.
    fn is_needed(self) -> bool {
        match self {
            Self::Deployments | Self::StatefulSets | Self::DeploymentConfigs | Self::Pods | Self::Jobs => {
                true
            }
            Self::ReplicaSets
            | Self::Controllers
            | Self::Ingresses
            | Self::Routes(_)
            | Self::Services
            | Self::Slices
            | Self::Events => false,
        }
    }
}

/// A projected object.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Row {
    Workload(WorkloadRow),
    Revision(RevisionRow),
    Pod(Arc<PodRow>),
    Job(JobRow),
    Route(RouteParts),
    Service(ServiceParts),
    Slice(SliceParts),
    /// Uid of the object that it is about, and the row.
    Event(String, Arc<WarningRow>),
}

/// All rows, and for whom they are gathered.
pub(super) struct Board {
    specs: Vec<WatchSpec>,
    /// The only one that is looked at.
    namespace: String,
    feeds: Feeds<Feed, Row>,
}

impl Board {
    pub(super) fn new(specs: Vec<WatchSpec>, namespace: &str) -> Self {
        Self { specs, namespace: namespace.to_owned(), feeds: Feeds::new(Feed::is_needed) }
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
        let absent = self.absent_kind().filter(|_| matches!(link, Link::Live { .. }));
        let unseen = self.unknown_kinds().chain(absent).chain(self.feeds.refused()).collect();
        Observed { workloads, pods, jobs, routes, warnings, unseen, link }
    }

    fn unknown_kinds(&self) -> impl Iterator<Item = Failure> {
        let unknown = self.specs.iter().filter(|spec| WatchKind::parse(&spec.kind).is_none());
        unknown.map(|spec| {
            let words = Sentence::new("cluster-watch-kind").with("kind", spec.kind.clone());
            Failure::new(FailureKind::Person, words)
        })
    }

    /// What the procedure names, and the server does not have.
    fn absent_kind(&self) -> Option<Failure> {
        let is_asked = self.items(WatchKind::DeploymentConfig).next().is_some();
        let words = Sentence::new("cluster-watch-absent").with("kind", translate::KIND);
        let is_absent = is_asked && !self.feeds.is_known(Feed::DeploymentConfigs);
        is_absent.then(|| Failure::new(FailureKind::Person, words))
    }

    fn rows(&self, feed: Feed) -> impl Iterator<Item = &Row> {
        self.feeds.rows(feed).map(|(_, row)| row)
    }

    fn items(&self, kind: WatchKind) -> impl Iterator<Item = &WatchSpec> {
        self.specs.iter().filter(move |spec| spec.is(kind))
    }

    fn workloads(&self) -> Vec<WorkloadRow> {
        let all = [Feed::Deployments, Feed::StatefulSets, Feed::DeploymentConfigs];
        let all = all.into_iter().flat_map(|feed| self.rows(feed));
        let mut rows: Vec<WorkloadRow> = all
            .filter_map(|row| if let Row::Workload(row) = row { Some(row.clone()) } else { None })
            .collect();
        for row in &mut rows {
            row.revisions = self.revisions(&row.uid);
        }
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

    /// The newest revision of a workload, and those that have pods.
    fn revisions(&self, uid: &str) -> Vec<RevisionRow> {
        let all = self.rows(Feed::ReplicaSets).chain(self.rows(Feed::Controllers));
        let own = all.filter_map(|row| if let Row::Revision(row) = row { Some(row) } else { None });
        let mut own: Vec<RevisionRow> = own.filter(|row| row.owner == uid).cloned().collect();
        revisions::sort(&mut own);
        let mut place = 0;
        own.retain(|row| {
            place += 1;
            place == 1 || row.pods > 0
        });
        own
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

    fn routes(&self, workloads: &[WorkloadRow], pods: &[Arc<PodRow>]) -> Vec<Way> {
        let all: Vec<(&RouteParts, bool)> = std::iter::once(Feed::Ingresses)
            .chain(ROUTES.iter().map(|one| Feed::Routes(one.place)))
            .flat_map(|feed| self.rows(feed).map(move |row| (row, self.feeds.has_failed(feed))))
            .filter_map(
                |(row, has_failed)| {
                    if let Row::Route(parts) = row { Some((parts, has_failed)) } else { None }
                },
            )
            .collect();
        let mut scene = Scene::new(Some(&self.namespace), Claims::of(all.iter().map(|(parts, _)| *parts)));
        if self.feeds.is_listed(Feed::Services) && self.feeds.is_listed(Feed::Slices) {
            let services = self.rows(Feed::Services);
            let slices = self.rows(Feed::Slices);
            scene = scene.with(
                services.filter_map(|row| if let Row::Service(parts) = row { Some(parts) } else { None }),
                slices.filter_map(|row| if let Row::Slice(parts) = row { Some(parts) } else { None }),
            );
        }
        if self.feeds.has_failed(Feed::Services) || self.feeds.has_failed(Feed::Slices) {
            scene = scene.unsure();
        }
        let known = KnownPods { feeds: &self.feeds };
        let mut ways: Vec<Way> = Vec::new();
        for (route, has_failed) in all {
            if self.is_shown(route, &scene, workloads, pods) {
                let followed = route::follow(route, &scene, &known).into_iter();
                ways.extend(followed.map(|way| if has_failed { way.unfollowed() } else { way }));
            }
        }
        ways.sort_by(|a, b| (&a.name, a.kind, &a.host, &a.path).cmp(&(&b.name, b.kind, &b.host, &b.path)));
        ways
    }

    /// Those that the specs name; without names for any kind, those that lead to a watched workload.
    fn is_shown(
        &self,
        route: &RouteParts,
        scene: &Scene<'_>,
        workloads: &[WorkloadRow],
        pods: &[Arc<PodRow>],
    ) -> bool {
        let of_kind = |spec: &&WatchSpec| spec.kind == route.kind.name() && !spec.names.is_empty();
        let mut named = self.specs.iter().filter(of_kind).peekable();
        if named.peek().is_some() {
            return named.any(|spec| spec.names.contains(&route.name));
        }
        route.rules.iter().flat_map(|rule| &rule.targets).any(|target| {
            let service = scene.service(&self.namespace, &target.name).filter(|_| target.namespace.is_none());
            service.is_some_and(|service| selects(service, workloads, pods))
        })
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
            watched.contains(uid) || workloads.iter().any(|row| is_revision(object, row))
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

/// The pods of the namespace, watched or not.
struct KnownPods<'a> {
    feeds: &'a Feeds<Feed, Row>,
}

impl Pods for KnownPods<'_> {
    fn by_uid(&self, uid: &str) -> Option<PodGlance> {
        let Row::Pod(pod) = self.feeds.row(Feed::Pods, uid)? else { return None };
        let state = pods::state(pod);
        Some(PodGlance {
            name: pod.name.clone(),
            image: pod.image.clone(),
            digest: pod.image_id.as_deref().and_then(route::digest),
            mark: state.mark,
            state: state.words.text(),
        })
    }

    fn labelled(&self, _: &str, labels: &[(String, String)]) -> Option<usize> {
        let all = self.feeds.rows(Feed::Pods).map(|(_, row)| row);
        let is_alive = |pod: &PodRow| !matches!(pod.phase.as_str(), "Succeeded" | "Failed");
        let has = |pod: &PodRow| is_alive(pod) && labels.iter().all(|pair| pod.labels.contains(pair));
        let is_meant = |row: &&Row| matches!(row, Row::Pod(pod) if has(pod));
        self.feeds.is_listed(Feed::Pods).then(|| all.filter(is_meant).count())
    }
}

/// A `ReplicaSet` is named after its Deployment and a hash without `-`, a `ReplicationController` after its
/// `DeploymentConfig` and a number.
fn is_revision(object: &str, of: &WorkloadRow) -> bool {
    let kind = if of.kind == translate::KIND { "ReplicationController/" } else { "ReplicaSet/" };
    let end = object
        .strip_prefix(kind)
        .and_then(|name| name.strip_prefix(of.name.as_str()))
        .and_then(|rest| rest.strip_prefix('-'));
    end.is_some_and(|end| !end.contains('-'))
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
