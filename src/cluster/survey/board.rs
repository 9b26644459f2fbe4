//! What it is for: the rows of all kinds, and the survey made of them. In: messages of the streams. Out: [`Survey`].
//! Never: I/O, or a section gathered anew although nothing in it has changed.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jiff::Timestamp;

mod events;

use super::{
    Scope,
    feed::{Feed, Row},
};
use crate::{
    action::Mark,
    cluster::{
        routes::ROUTES,
        watch::{feeds::Feeds, stream::Message},
    },
    observed::{
        Link, Way,
        route::{self, Claims, NoPods, PodGlance, Pods, RouteParts, Scene},
        survey::{FRESH, Item, Lens, Rows, Section, Survey, Tally},
        verdict::{self, Verdict},
    },
    words::Sentence,
};
use events::Told;

/// Rows of one section, in numbers beside.
#[derive(Debug, Default)]
struct Part {
    rows: Arc<Vec<Arc<Item>>>,
    tally: Tally,
}

/// All rows.
#[derive(Debug)]
pub(super) struct Board {
    /// The only one that is looked at; `None` for all.
    namespace: Option<String>,
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
            namespace: None,
            feeds: Feeds::forgiving(Feed::is_needed),
            parts: BTreeMap::new(),
            stale: Section::ALL.into(),
            shown: None,
        }
    }
}

impl Board {
    /// For these namespaces.
    pub(super) fn of(scope: &Scope) -> Self {
        let namespace = match scope {
            Scope::One(name) => Some(name.clone()),
            Scope::All => None,
        };
        Self { namespace, ..Self::default() }
    }

    pub(super) fn take(&mut self, message: Message<Feed, Row>) {
        let is_told =
            matches!(&message, Message::Applied(Feed::Events, _, Row::Item(event)) if events::tells(event));
        let is_list = matches!(message, Message::Part(Feed::Events, _) | Message::Listed(Feed::Events, _));
        if is_told || is_list {
            self.stale.extend(sections(Feed::Pods));
        }
        self.stale.extend(self.feeds.take(message).map(sections).unwrap_or_default());
    }

    /// How far what is known can be trusted.
    pub(super) fn link(&self) -> Link {
        self.feeds.link()
    }

    /// Time has passed: what is too old to be shown goes.
    pub(super) fn tidy(&mut self) {
        self.stale.insert(Section::Warnings);
    }

    /// The newest state through `lens`.
    pub(super) fn survey(&mut self, lens: &Lens, now: Timestamp) -> Survey {
        let stale = std::mem::take(&mut self.stale);
        let needs_causes = stale.contains(&Section::Workloads) || stale.contains(&Section::Jobs);
        let needs_events = needs_causes || stale.contains(&Section::Pods);
        let told = if needs_events { self.told() } else { Told::default() };
        let causes = if needs_causes { self.causes(&told) } else { HashMap::new() };
        for section in &stale {
            let rows = match section {
                Section::Pods => self.pods(&told),
                Section::Workloads => {
                    let rows = self.items(&[
                        Feed::Deployments,
                        Feed::StatefulSets,
                        Feed::DaemonSets,
                        Feed::DeploymentConfigs,
                    ]);
                    rows.into_iter().map(|item| told.controller(with_cause(item, &causes))).collect()
                }
                Section::Jobs => {
                    let rows = self.items(&[Feed::Jobs, Feed::CronJobs]);
                    rows.into_iter().map(|item| told.controller(with_cause(item, &causes))).collect()
                }
                Section::Routes => self.routes(),
                Section::Warnings => self.warnings(now),
            };
            let tally = Tally::of(rows.iter());
            self.parts.insert(*section, Part { rows: Arc::new(rows), tally });
        }
        let rows = self.rows(lens, stale.contains(&lens.section));
        let is_followed = |item: &&Arc<Item>| lens.follow.as_ref() == Some(&item.row);
        Survey {
            tallies: self.parts.iter().map(|(section, part)| (*section, part.tally.clone())).collect(),
            lens: lens.clone(),
            rows,
            way: lens.follow.as_ref().and_then(|row| self.way(row)).map(Arc::new),
            followed: self.parts.values().flat_map(|part| part.rows.iter()).find(is_followed).cloned(),
            unseen: self.feeds.refused().collect(),
            partial: self.feeds.unlisted().filter_map(|feed| sections(feed).first().copied()).collect(),
            hidden: self.feeds.given_up().filter_map(|feed| sections(feed).first().copied()).collect(),
            link: self.feeds.link(),
            all: self.all(),
            recalled: None,
        }
    }

    /// All rows; shared, not copied.
    fn all(&self) -> Rows {
        self.parts.iter().map(|(section, part)| (*section, Arc::clone(&part.rows))).collect()
    }

    fn rows(&mut self, lens: &Lens, is_stale: bool) -> Arc<Vec<Arc<Item>>> {
        let lens = Lens { follow: None, ..lens.clone() };
        if let Some((same, rows)) = &self.shown
            && *same == lens
            && !is_stale
        {
            return Arc::clone(rows);
        }
        let all = self.parts.get(&lens.section).map_or(&[][..], |part| part.rows.as_slice());
        let rows = Arc::new(lens.look(all));
        self.shown = Some((lens, Arc::clone(&rows)));
        rows
    }

    fn items(&self, feeds: &[Feed]) -> Vec<Arc<Item>> {
        let rows = feeds.iter().flat_map(|feed| self.feeds.rows(*feed));
        rows.filter_map(|(_, row)| match row {
            Row::Item(item) | Row::Ended(item) | Row::Running(item, _) => Some(Arc::clone(item)),
            Row::Route(..) | Row::Grant(_) | Row::Service(_) | Row::Slice(_) => None,
        })
        .collect()
    }

    fn told(&self) -> Told {
        let started = |uid: &str| {
            let row = self.feeds.row(Feed::Pods, uid);
            if let Some(Row::Running(_, at)) = row { Some(*at) } else { None }
        };
        Told::of(self.items(&[Feed::Events]), started, || self.items(&[Feed::Pods]))
    }

    fn pods(&self, told: &Told) -> Vec<Arc<Item>> {
        self.items(&[Feed::Pods]).into_iter().map(|pod| told.pod(pod)).collect()
    }

    /// The worst pod of each controller, by namespace and `Kind/name`.
    fn causes(&self, told: &Told) -> HashMap<(Arc<str>, String), Arc<Item>> {
        let mut worst: HashMap<(Arc<str>, String), Arc<Item>> = HashMap::new();
        for item in self.pods(told).into_iter().filter(|item| item.is_problem()) {
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

    /// All routes, each with its row without state, and the stream that tells it.
    fn route_parts(&self) -> Vec<(&Arc<Item>, &RouteParts, Feed)> {
        let feeds = std::iter::once(Feed::Ingresses).chain(ROUTES.iter().map(|one| Feed::Routes(one.place)));
        let rows = feeds.flat_map(|feed| self.feeds.rows(feed).map(move |(_, row)| (feed, row)));
        rows.filter_map(
            |(feed, row)| {
                if let Row::Route(item, parts) = row { Some((item, &**parts, feed)) } else { None }
            },
        )
        .collect()
    }

    /// What stands behind them.
    fn scene<'a>(&'a self, routes: &[(&'a Arc<Item>, &'a RouteParts, Feed)]) -> Scene<'a> {
        let claims = Claims::of(routes.iter().map(|(_, parts, _)| *parts));
        let mut scene = Scene::new(self.namespace.as_deref(), claims);
        if self.feeds.is_listed(Feed::Services) && self.feeds.is_listed(Feed::Slices) {
            let services = self.feeds.rows(Feed::Services);
            let slices = self.feeds.rows(Feed::Slices);
            scene = scene.with(
                services
                    .filter_map(|(_, row)| if let Row::Service(parts) = row { Some(parts) } else { None }),
                slices.filter_map(|(_, row)| if let Row::Slice(parts) = row { Some(parts) } else { None }),
            );
        }
        if self.feeds.has_failed(Feed::Services) || self.feeds.has_failed(Feed::Slices) {
            scene = scene.unsure();
        }
        if self.feeds.is_followed(Feed::Grants) {
            let grants = self.feeds.rows(Feed::Grants);
            scene = scene.granted(
                grants.filter_map(|(_, row)| if let Row::Grant(parts) = row { Some(parts) } else { None }),
            );
        }
        scene
    }

    fn routes(&self) -> Vec<Arc<Item>> {
        let routes = self.route_parts();
        let scene = self.scene(&routes);
        let mut items = Vec::new();
        for (item, parts, feed) in &routes {
            let ways = self.follow(parts, *feed, &scene, &NoPods).enumerate();
            items.extend(ways.map(|(number, way)| route_item(item, number, &way)));
        }
        items
    }

    /// The way of the rule whose row is followed, down to its pods.
    fn way(&self, row: &str) -> Option<Way> {
        let (uid, number) = row.rsplit_once('#')?;
        let number: usize = number.parse().ok()?;
        let routes = self.route_parts();
        let (_, parts, feed) = routes.iter().find(|(item, _, _)| &*item.uid == uid)?;
        let scene = self.scene(&routes);
        self.follow(parts, *feed, &scene, &KnownPods { feeds: &self.feeds }).nth(number)
    }

    /// The ways of a route, and whether they may be old.
    fn follow(
        &self,
        parts: &RouteParts,
        feed: Feed,
        scene: &Scene<'_>,
        pods: &dyn Pods,
    ) -> impl Iterator<Item = Way> + use<> {
        let has_failed = self.feeds.has_failed(feed);
        let ways = route::follow(parts, scene, pods).into_iter();
        ways.map(move |way| if has_failed { way.unfollowed() } else { way })
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
        Feed::Deployments | Feed::StatefulSets | Feed::DaemonSets | Feed::DeploymentConfigs => {
            &[Section::Workloads]
        }
        // What holds a workload or a job up is told by its pods.
        Feed::Pods => &[Section::Pods, Section::Workloads, Section::Jobs],
        Feed::Jobs | Feed::CronJobs => &[Section::Jobs],
        Feed::Ingresses | Feed::Routes(_) | Feed::Grants | Feed::Services | Feed::Slices => {
            &[Section::Routes]
        }
        Feed::Events => &[Section::Warnings],
    }
}

/// What may be meant by a pod's controller: itself, and what is behind a `ReplicaSet` or `ReplicationController`, which
/// are named after it and a hash or number without `-`.
fn controllers(owner: &str) -> impl Iterator<Item = String> {
    let behind = match owner.split_once('/') {
        Some(("ReplicaSet", name)) => Some(("Deployment", name)),
        Some(("ReplicationController", name)) => Some(("DeploymentConfig", name)),
        Some(_) | None => None,
    };
    let behind = behind.and_then(|(kind, name)| Some(format!("{kind}/{}", name.rsplit_once('-')?.0)));
    [owner.to_owned()].into_iter().chain(behind)
}

/// A workload or job that is not as wanted says why: what holds its worst pod up.
fn with_cause(item: Arc<Item>, causes: &HashMap<(Arc<str>, String), Arc<Item>>) -> Arc<Item> {
    // What is wrong and still moves is late: its pods say why.
    let is_late = item.mark == Mark::Bad && item.is_moving;
    let is_done = matches!(item.mark, Mark::Good | Mark::Bad) && !is_late || &*item.kind == "CronJob";
    let key = (Arc::clone(&item.namespace), format!("{}/{}", item.kind, item.name));
    match causes.get(&key).filter(|_| !is_done) {
        Some(pod) if is_late => {
            let words = Sentence::new("survey-with-cause").with("state", &*item.state);
            let words = words.with("pod", &*pod.name).with("cause", &*pod.state).text();
            let hint = pod.hint.clone().or_else(|| item.hint.clone());
            Arc::new(Item { state: words.into(), hint, ..(*item).clone() })
        }
        Some(pod) => Arc::new(Item {
            mark: pod.mark,
            state: Arc::clone(&pod.state),
            hint: pod.hint.clone(),
            ..(*item).clone()
        }),
        None => item,
    }
}

/// The row of a rule.
fn route_item(item: &Item, number: usize, way: &Way) -> Arc<Item> {
    let (mark, words) = match verdict::route(Some(way)) {
        Verdict::Ready if way.redirects() => (Mark::Good, Sentence::new("way-route-redirects")),
        Verdict::Ready | Verdict::Missing => (Mark::Good, Sentence::new("survey-route-ready")),
        Verdict::Broken(words) => (Mark::Bad, words),
        Verdict::NotYet(words) | Verdict::Unknown(words) => (Mark::Note, words),
    };
    let count = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let host = if way.host.is_empty() { "*" } else { &way.host };
    let about = format!("{host}{} → {}", way.path, way.leads_to());
    let id = format!("{}#{number}", item.uid);
    Arc::new(Item {
        row: id.into(),
        mark,
        state: words.text().into(),
        hint: words.next_step().map(|hint| hint.text().into()),
        ready: way.ready().map(|(ready, all)| (count(ready), count(all))),
        about: about.into(),
        ..item.clone()
    })
}

/// The pods of the survey.
struct KnownPods<'a> {
    feeds: &'a Feeds<Feed, Row>,
}

impl Pods for KnownPods<'_> {
    fn by_uid(&self, uid: &str) -> Option<PodGlance> {
        let (Row::Item(pod) | Row::Ended(pod) | Row::Running(pod, _)) = self.feeds.row(Feed::Pods, uid)?
        else {
            return None;
        };
        Some(PodGlance {
            name: pod.name.to_string(),
            image: pod.about.to_string(),
            digest: pod.digest.as_deref().map(str::to_owned),
            mark: pod.mark,
            state: pod.state.to_string(),
        })
    }

    fn labelled(&self, namespace: &str, labels: &[(String, String)]) -> Option<usize> {
        let wanted: Vec<String> = labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let is_meant = |pod: &Item| {
            &*pod.namespace == namespace
                && wanted.iter().all(|one| pod.labels.split(',').any(|label| label == one))
        };
        let all = self.feeds.rows(Feed::Pods);
        let meant =
            all.filter(|(_, row)| matches!(row, Row::Item(pod) | Row::Running(pod, _) if is_meant(pod)));
        self.feeds.is_listed(Feed::Pods).then(|| meant.count())
    }
}

#[cfg(test)]
mod tests;
