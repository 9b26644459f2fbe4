//! What it is for: the cluster page's state: which namespace, which rows, which object. In: commands of the page, a
//! connection. Out: a view. Never: a deed; it needs a connection and nothing else.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};

use super::{cluster_log::ClusterLog, drift_page::DriftPage};
use crate::{
    cluster::{
        Cluster,
        survey::{Scope, Surveying},
    },
    fetched::Fetched,
    names::Target,
    observed::{
        Link, Way,
        route::SiteSeen,
        survey::{Detail, Item, ItemKey, Lens, Section, Survey},
    },
    outside::Outside,
    ui::{
        UiCommand,
        view::{ClusterView, DetailPart, DetailView, Page, SiteView},
    },
    words::{shell, text},
    worker::{
        Connected, Pending, Worker,
        reads::{self, RepoSeen},
    },
};

/// How long after a failed read the object is asked for again.
const AGAIN: SignedDuration = SignedDuration::from_secs(10);

/// The page's state.
#[derive(Debug, Default)]
pub(super) struct ClusterPage {
    page: Page,
    lens: Lens,
    /// The namespace that the person chose; the connection's own before.
    scope: Option<String>,
    under_way: Option<UnderWay>,
    /// Of what [`Self::survey`] is.
    seen: Option<(Target, String)>,
    survey: Arc<Survey>,
    /// Whether these rows are those of before: better than none, and said to be no longer followed.
    is_kept: bool,
    chosen: Option<Chosen>,
    part: DetailPart,
    drift: DriftPage,
    /// The site that was asked last, by its address.
    site: Option<(String, Pending<SiteSeen>)>,
    pub(super) log: ClusterLog,
}

/// What is surveyed, and of what.
#[derive(Debug)]
struct UnderWay {
    target: Target,
    scope: String,
    surveying: Surveying,
}

/// An object that is looked at.
#[derive(Debug)]
struct Chosen {
    key: ItemKey,
    section: Section,
    /// Its newest row; `None` before it is known, and when it is gone.
    row: Option<Arc<Item>>,
    /// When it is a route: the way of its requests.
    way: Option<Arc<Way>>,
    /// Whether the row is known to be there or gone.
    is_known: bool,
    /// What its row was when the object was asked for, and when; another one asks again.
    asked: Option<(Option<Arc<Item>>, Timestamp)>,
    detail: Pending<Detail>,
}

impl ClusterPage {
    /// Begins with the page of that name: `change` unless another is named.
    pub(super) fn at(name: Option<&str>) -> Self {
        let page = if name == Some("cluster") { Page::Cluster } else { Page::Change };
        Self { page, ..Self::default() }
    }

    /// Pods that the page knows of; for the log of frames.
    pub(super) fn pods(&self) -> usize {
        self.survey.tally(Section::Pods).map_or(0, |tally| tally.all)
    }

    /// The page that is shown.
    pub(super) fn page(&self) -> Page {
        self.page
    }

    /// Takes a command of the page; gives back what belongs to somebody else.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the rest belongs to others")]
    pub(super) fn command(&mut self, command: UiCommand, worker: &Worker) -> Option<UiCommand> {
        match command {
            UiCommand::ShowPage(page) => self.page = page,
            UiCommand::Look(lens) => {
                self.lens = lens;
                self.look();
            }
            UiCommand::LookAt(key) => self.look_at(key),
            UiCommand::ShowDetail(part) => self.part = part,
            UiCommand::Log(command) => self.log.command(command, worker),
            UiCommand::ShowNamespace(namespace) => {
                self.scope = Some(namespace);
            }
            UiCommand::Drift(command) => self.drift.command(command),
            other => return Some(other),
        }
        None
    }

    fn look_at(&mut self, key: Option<ItemKey>) {
        if self.chosen.as_ref().map(|chosen| &chosen.key) == key.as_ref() {
            return;
        }
        if self.part == DetailPart::Logs && key.as_ref().is_some_and(|key| !key.has_logs()) {
            self.part = DetailPart::Overview;
        }
        self.chosen = key.map(|key| Chosen {
            key,
            section: self.lens.section,
            row: None,
            way: None,
            is_known: false,
            asked: None,
            detail: Pending::default(),
        });
        self.look();
    }

    /// Asks a site, because a person wants to know it.
    pub(super) fn ask_site(&mut self, url: String, outside: Outside, worker: &Worker) {
        let mut pending = Pending::default();
        worker.ask(&mut pending, reads::site(outside, url.clone()));
        self.site = Some((url, pending));
    }

    /// Asks for the rows of the lens, and the one that is looked at.
    fn look(&self) {
        if let Some(under_way) = &self.under_way {
            under_way.surveying.look(self.wanted());
        }
    }

    fn wanted(&self) -> Lens {
        let follow = self.chosen.as_ref().map(|chosen| Arc::clone(&chosen.key.row));
        Lens { follow, ..self.lens.clone() }
    }

    /// To be called each frame: starts, ends and follows what the page shows.
    pub(super) fn poll(
        &mut self,
        cluster: Option<&Cluster>,
        repository: Option<&RepoSeen>,
        worker: &Worker,
        at: Timestamp,
    ) {
        self.drift.poll(cluster, repository, (self.scope.as_deref(), worker), at);
        if let Some((_, site)) = &mut self.site {
            site.poll(at);
        }
        let Some(cluster) = cluster.filter(|_| self.page == Page::Cluster) else {
            // Nobody looks: nothing is watched. The rows stay until newer ones come.
            self.under_way = None;
            self.log.rest();
            return;
        };
        let target = cluster.target();
        if self.seen.as_ref().is_some_and(|(seen, _)| seen != target) {
            // Another cluster: nothing of the one before is shown beside it.
            (self.scope, self.seen, self.chosen, self.survey) = (None, None, None, Arc::default());
            self.site = None;
        }
        let scope = self.scope.clone().unwrap_or_else(|| target.namespace.to_string());
        let is_same = |under_way: &UnderWay| under_way.target == *target && under_way.scope == scope;
        if !self.under_way.as_ref().is_some_and(is_same) {
            self.begin(cluster, scope, worker);
        }
        if let Some(under_way) = &self.under_way {
            let newest = under_way.surveying.newest();
            self.is_kept &= newest.link == Link::Connecting;
            if !self.is_kept {
                self.survey = newest;
            }
        }
        self.follow(cluster, worker, at);
        let key = self.chosen.as_ref().map(|chosen| &chosen.key).filter(|key| key.has_logs());
        self.log.poll(cluster, key, self.part == DetailPart::Logs, worker);
    }

    fn begin(&mut self, cluster: &Cluster, scope: String, worker: &Worker) {
        let within = if scope.is_empty() { Scope::All } else { Scope::One(scope.clone()) };
        let surveying = worker.survey(cluster, &within, self.wanted());
        let target = cluster.target().clone();
        let seen = (target.clone(), scope.clone());
        if self.seen.as_ref() == Some(&seen) {
            Arc::make_mut(&mut self.survey).link = Link::Connecting;
            self.is_kept = !self.survey.tallies.is_empty();
        } else {
            self.is_kept = false;
            self.survey = Arc::default();
            self.chosen = None;
            self.seen = Some(seen);
        }
        self.under_way = Some(UnderWay { target, scope, surveying });
    }

    /// The object that is looked at is read again whenever its row is another one, and after a while when it could not
    /// be read.
    fn follow(&mut self, cluster: &Cluster, worker: &Worker, at: Timestamp) {
        let Some(chosen) = &mut self.chosen else { return };
        chosen.detail.poll(at);
        let is_followed = self.survey.lens.follow.as_ref() == Some(&chosen.key.row);
        if is_followed && matches!(self.survey.link, Link::Live { .. }) {
            chosen.row.clone_from(&self.survey.followed);
            chosen.way.clone_from(&self.survey.way);
            // What is not found in a part of the rows may yet come.
            chosen.is_known = chosen.row.is_some() || !self.survey.partial.contains(&chosen.section);
        }
        let is_due = match &chosen.asked {
            None => true,
            // What is gone is not asked for again.
            Some((row, _)) if *row != chosen.row => chosen.row.is_some(),
            Some((_, asked)) => {
                chosen.detail.value().failure().is_some() && at.duration_since(*asked) > AGAIN
            }
        };
        if is_due && !chosen.detail.value().is_loading() {
            chosen.asked = Some((chosen.row.clone(), at));
            worker.ask(&mut chosen.detail, reads::detail(cluster.clone(), chosen.key.clone()));
        }
    }

    /// After which time the page must be looked at again although nothing happens.
    pub(super) fn moves_after(&self) -> Option<Duration> {
        let chosen = self.chosen.as_ref().filter(|_| self.page == Page::Cluster)?;
        chosen.detail.value().failure().map(|_| Duration::from_secs(AGAIN.as_secs().unsigned_abs()))
    }

    /// What the page shows: of the change's cluster while one is under way, else of the connection.
    pub(super) fn view<'a>(
        &'a self,
        cluster: Option<&'a Cluster>,
        repository: Option<&RepoSeen>,
        connection: &'a Fetched<Connected>,
    ) -> ClusterView<'a> {
        let nothing = cluster.is_none().then(|| {
            let key = if connection.is_loading() { "survey-connecting" } else { "survey-no-cluster" };
            text(key)
        });
        let scope = match (&self.scope, cluster) {
            (Some(scope), _) => scope.as_str(),
            (None, Some(cluster)) => cluster.namespace().as_str(),
            (None, None) => "",
        };
        let is_same =
            |connected: &&Connected| cluster.is_some_and(|one| one.target() == connected.cluster.target());
        ClusterView {
            nothing,
            failure: connection.failure().filter(|_| cluster.is_none()),
            scope,
            namespaces: connection.last().filter(is_same).map_or(&[], |connected| &connected.namespaces),
            lens: &self.lens,
            survey: &self.survey,
            drift: self.drift.view(cluster, repository, scope),
            chosen: self.chosen.as_ref().zip(cluster).map(|(chosen, cluster)| self.detail(chosen, cluster)),
        }
    }

    fn detail<'a>(&'a self, chosen: &'a Chosen, cluster: &Cluster) -> DetailView<'a> {
        let value = chosen.detail.value();
        DetailView {
            key: &chosen.key,
            item: chosen.row.clone(),
            is_gone: chosen.is_known && chosen.row.is_none(),
            section: chosen.section,
            part: self.part,
            read_at: value.last_at(),
            is_loading: value.is_loading() && value.last().is_none(),
            failure: value.failure(),
            detail: value.last(),
            kubectl: kubectl(cluster, &chosen.key, value.last().map_or("", |detail| &detail.group)),
            way: chosen.way.clone(),
            site: self.site.as_ref().map(|(url, site)| SiteView {
                url,
                is_loading: site.value().is_loading(),
                seen: site.value().last(),
                at: site.value().last_at(),
                failure: site.value().failure(),
            }),
            log: self.log.view(&chosen.key).filter(|_| self.part == DetailPart::Logs),
        }
    }
}

/// The command line that shows the same object; its group is named when it is not empty.
fn kubectl(cluster: &Cluster, key: &ItemKey, group: &str) -> String {
    // Kind and name of a warning are what somebody wrote into an event.
    let dot = if group.is_empty() { "" } else { "." };
    let object = shell::quoted(&format!("{}{dot}{group}/{}", key.kind.to_lowercase(), key.name));
    let context = shell::quoted(cluster.target().context.as_str());
    let namespace = match &*key.namespace {
        "" => String::new(),
        namespace => format!(" --namespace={}", shell::quoted(namespace)),
    };
    format!("kubectl --context={context}{namespace} get {object} -o yaml")
}
