//! What it is for: the cluster page's state: which namespace, which rows, which object. In: commands of the page, a
//! connection. Out: a view. Never: a deed; it needs a connection and nothing else.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use eframe::egui;
use jiff::{SignedDuration, Timestamp};

use super::{
    App,
    cluster_log::ClusterLog,
    drift_page::DriftPage,
    last_rows::{LastRows, Sought},
    start::Start,
};
use crate::{
    cluster::{
        Cluster, retry,
        survey::{Scope, Surveying},
    },
    failure::Failure,
    names::Target,
    observed::{
        Link, Way,
        route::SiteSeen,
        survey::{Detail, Item, ItemKey, Last, Lens, Section, Survey},
    },
    outside::Outside,
    ui::{
        UiCommand,
        view::{ClusterView, DetailPart, DetailView, Page, SiteView},
    },
    words::{shell, text},
    worker::{
        Connected, Pending, Worker,
        last_known::Whose,
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
    /// Of what [`Self::survey`] is: server and user, and the namespace.
    seen: Option<(Sought, String)>,
    survey: Arc<Survey>,
    /// Whether the rows of before were asked for since the page was opened.
    is_open: bool,
    last: LastRows,
    /// Why the server was not reached; stays while it is tried again.
    failed: Option<Failure>,
    chosen: Option<Chosen>,
    part: DetailPart,
    drift: DriftPage,
    /// The site that was asked last, by its address.
    site: Option<(String, Pending<SiteSeen>)>,
    pub(super) log: ClusterLog,
}

/// What is surveyed, and by what connection.
#[derive(Debug)]
struct UnderWay {
    cluster: Cluster,
    surveying: Surveying,
}

/// What there is for the page to look at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach<'a> {
    /// Whose rows; `None` while nothing is connected to.
    pub(super) sought: Option<&'a Sought>,
    /// The connection.
    pub(super) cluster: Option<&'a Cluster>,
    /// Why there is none.
    pub(super) failure: Option<&'a Failure>,
    /// The repository.
    pub(super) repository: Option<&'a RepoSeen>,
    /// Where rows are kept; `None` when they are worth nothing the next time.
    pub(super) folder: Option<&'a Path>,
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
        Self { page: name.map_or_else(Page::default, Page::named), ..Self::default() }
    }

    /// Pods that the page knows of; for the log of frames.
    pub(super) fn pods(&self) -> usize {
        self.survey.tally(Section::Pods).map_or(0, |tally| tally.all)
    }

    /// Whether its rows are those of now; for the log of frames.
    pub(super) fn is_live(&self) -> bool {
        matches!(self.survey.link, Link::Live { .. })
    }

    /// The page that is shown.
    pub(super) fn page(&self) -> Page {
        self.page
    }

    /// What is known of the objects of that cluster; nothing of another one's.
    pub(super) fn known(&self, sought: Option<&Sought>) -> Option<&Survey> {
        let seen = self.seen.as_ref().map(|(seen, _)| seen);
        (seen.is_some() && seen == sought).then_some(&*self.survey)
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
        self.last.look(self.wanted());
    }

    fn wanted(&self) -> Lens {
        let follow = self.chosen.as_ref().map(|chosen| Arc::clone(&chosen.key.row));
        Lens { follow, ..self.lens.clone() }
    }

    /// To be called each frame: starts, ends and follows what the page shows.
    pub(super) fn poll(&mut self, here: Reach<'_>, worker: &Worker, at: Timestamp) {
        let drift = (self.scope.as_deref(), worker);
        self.drift.poll(here.cluster, here.repository, drift, at);
        if let Some((_, site)) = &mut self.site {
            site.poll(at);
        }
        let Some(sought) = here.sought.filter(|_| self.page == Page::Cluster) else {
            // Nobody looks: nothing is watched. The rows stay until newer ones come.
            self.rest(here.folder);
            return;
        };
        self.go_to(sought, here.folder);
        match here.cluster {
            None if self.under_way.is_some() => self.rest(here.folder),
            Some(cluster) if self.under_way.is_none() => self.begin(cluster, worker),
            None | Some(_) => {}
        }
        if !self.is_open
            && let Some(whose) = self.whose()
        {
            self.last.ask(&whose, self.wanted(), here.folder, worker);
            self.is_open = true;
        }
        if self.last.poll(here.cluster, self.wanted(), worker, at) {
            self.chosen = None;
            self.look();
        }
        self.take(here);
        self.follow(here.cluster, worker, at);
        let key = self.chosen.as_ref().map(|chosen| &chosen.key).filter(|key| key.has_logs());
        match here.cluster {
            Some(cluster) => self.log.poll(cluster, key, self.part == DetailPart::Logs, worker),
            None => self.log.rest(),
        }
    }

    /// Leaves everything that is of another server, user or namespace behind.
    fn go_to(&mut self, sought: &Sought, folder: Option<&Path>) {
        if self.seen.as_ref().is_some_and(|(seen, _)| seen != sought) {
            self.rest(folder);
            (self.scope, self.seen, self.site, self.failed) = (None, None, None, None);
        }
        let scope = self.scope.as_deref().unwrap_or(sought.target.namespace.as_str());
        if self.seen.as_ref().is_some_and(|(_, seen)| seen == scope) {
            return;
        }
        let scope = scope.to_owned();
        self.rest(folder);
        (self.chosen, self.survey) = (None, Arc::default());
        self.seen = Some((sought.clone(), scope));
    }

    fn whose(&self) -> Option<Whose> {
        let (sought, scope) = self.seen.as_ref()?;
        Some(Whose { identity: sought.identity.clone(), scope: scope.clone() })
    }

    fn begin(&mut self, cluster: &Cluster, worker: &Worker) {
        let Some((_, scope)) = &self.seen else { return };
        let within = if scope.is_empty() { Scope::All } else { Scope::One(scope.clone()) };
        let surveying = worker.survey(cluster, &within, self.wanted());
        self.under_way = Some(UnderWay { cluster: cluster.clone(), surveying });
    }

    /// Ends what is followed. Its rows are those of before from now on.
    fn rest(&mut self, folder: Option<&Path>) {
        self.log.rest();
        self.is_open = false;
        self.last.end();
        let Some(under_way) = self.under_way.take() else { return };
        if let Some(whose) = self.whose() {
            self.last.keep(whose, &under_way.cluster, &self.survey, folder, true);
        }
        let at = Last::of(&self.survey).map(|last| last.at);
        self.survey = match at {
            Some(_) => Arc::new(Survey { link: Link::Connecting, recalled: at, ..(*self.survey).clone() }),
            None => Arc::default(),
        };
    }

    /// The program ends: the newest rows are kept.
    pub(super) fn close(&mut self, folder: Option<&Path>) {
        self.rest(folder);
        self.last.close();
    }

    /// Takes the newest rows: those of before until the server has told all of today's.
    fn take(&mut self, here: Reach<'_>) {
        match (here.cluster, here.failure) {
            (Some(_), _) => self.failed = None,
            (None, Some(failure)) if self.failed.as_ref() != Some(failure) => {
                self.failed = Some(failure.clone());
            }
            (None, _) => {}
        }
        let live = self.under_way.as_ref().map(|under_way| under_way.surveying.newest());
        if live.as_deref().is_some_and(is_whole) {
            self.last.end();
        }
        let live = live.unwrap_or_default();
        let failure = match &live.link {
            Link::Stale { failure, .. } => Some(failure),
            Link::Live { .. } | Link::Connecting => self.failed.as_ref(),
        };
        if failure.is_some_and(retry::is_turned_away) {
            // Who is turned away may be another than who saw these rows.
            self.last.end();
            self.chosen.take_if(|_| self.survey.recalled.is_some());
        }
        if let Some(before) = self.last.newest(failure) {
            self.survey = before;
        } else if !self.last.is_coming() || self.survey.recalled.is_none() {
            self.survey = live;
            self.keep(here.folder);
        }
    }

    /// Keeps the rows of now for the next time.
    fn keep(&mut self, folder: Option<&Path>) {
        if let (Some(whose), Some(under_way)) = (self.whose(), &self.under_way) {
            self.last.keep(whose, &under_way.cluster, &self.survey, folder, false);
        }
    }

    /// The object that is looked at is read again whenever its row is another one, and after a while when it could not
    /// be read.
    fn follow(&mut self, cluster: Option<&Cluster>, worker: &Worker, at: Timestamp) {
        let Some(chosen) = &mut self.chosen else { return };
        chosen.detail.poll(at);
        let is_followed = self.survey.lens.follow.as_ref() == Some(&chosen.key.row);
        if is_followed && matches!(self.survey.link, Link::Live { .. }) {
            chosen.row.clone_from(&self.survey.followed);
            chosen.way.clone_from(&self.survey.way);
            // What is not found in a part of the rows may yet come.
            chosen.is_known = chosen.row.is_some() || !self.survey.partial.contains(&chosen.section);
        } else if is_followed && chosen.row.is_none() && !chosen.is_known {
            chosen.row.clone_from(&self.survey.followed);
        }
        let Some(cluster) = cluster else { return };
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
        sought: Option<&Sought>,
        start: &'a Start,
    ) -> ClusterView<'a> {
        let connection = start.connection.value();
        let seen = self.seen.as_ref().map(|(seen, _)| seen).filter(|seen| Some(*seen) == sought);
        let has_rows = cluster.is_some() || (seen.is_some() && self.survey.recalled.is_some());
        let nothing = (!has_rows).then(|| {
            let key = if start.is_connecting() { "survey-connecting" } else { "survey-no-cluster" };
            text(key)
        });
        let own = seen.map_or("", |seen| seen.target.namespace.as_str());
        let scope = self.scope.as_deref().unwrap_or(own);
        let failure = connection.failure().or(seen.and(self.failed.as_ref()));
        let is_same =
            |connected: &&Connected| cluster.is_some_and(|one| one.target() == connected.cluster.target());
        let chosen = self.chosen.as_ref().zip(seen).filter(|_| has_rows);
        let mut drift = self.drift.view(cluster, start.repo.value().last(), scope);
        if cluster.is_none() {
            // Rows of before are no ground to compare on.
            let key = if start.is_trying() { "last-known-no-drift-yet" } else { "last-known-no-drift" };
            drift.nothing = drift.nothing.or_else(|| Some(text(key)));
        }
        ClusterView {
            nothing,
            failure: failure.filter(|_| cluster.is_none()),
            scope,
            namespaces: connection.last().filter(is_same).map_or(&[], |connected| &connected.namespaces),
            lens: &self.lens,
            survey: &self.survey,
            drift,
            chosen: chosen.map(|(chosen, seen)| self.detail(chosen, &seen.target, cluster.is_none())),
        }
    }

    fn detail<'a>(&'a self, chosen: &'a Chosen, target: &Target, is_offline: bool) -> DetailView<'a> {
        let value = chosen.detail.value();
        DetailView {
            key: &chosen.key,
            item: chosen.row.clone(),
            is_gone: chosen.is_known && chosen.row.is_none(),
            is_offline,
            section: chosen.section,
            part: self.part,
            read_at: value.last_at(),
            is_loading: value.is_loading() && value.last().is_none(),
            failure: value.failure(),
            detail: value.last(),
            kubectl: kubectl(target, &chosen.key, value.last().map_or("", |detail| &detail.group)),
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

impl App {
    /// To be called each frame: what the page shows, and the connection that it waits for.
    pub(super) fn poll_cluster_page(&mut self, egui_ctx: &egui::Context, at: Timestamp) {
        if self.change.is_none()
            && self.cluster_page.page == Page::Cluster
            && let Some(rest) = self.start.reach_again(&self.worker, at)
        {
            egui_ctx.request_repaint_after(rest);
        }
        let (cluster, sought) = (self.looked_at().cloned(), self.sought());
        let folder = self.rows_folder();
        let here = Reach {
            sought: sought.as_ref(),
            cluster: cluster.as_ref(),
            failure: self.start.connection.value().failure(),
            repository: self.start.repo.value().last(),
            folder: folder.as_deref(),
        };
        self.cluster_page.poll(here, &self.worker, at);
    }

    /// Where rows are kept for the next time; nowhere in practice, for its cluster never comes again.
    pub(super) fn rows_folder(&self) -> Option<PathBuf> {
        (!self.practice.is_entered()).then(|| self.places.rows().to_owned())
    }
}

/// Whether all rows of now are known, so that those of before are not needed. Where the server tells some kinds and
/// fails to tell others, what the person looks at counts.
fn is_whole(live: &Survey) -> bool {
    match &live.link {
        Link::Live { .. } | Link::Stale { heard_at: Some(_), .. } => true,
        Link::Stale { heard_at: None, .. } => {
            let section = live.lens.section;
            live.tally(section).is_some_and(|tally| tally.all > 0) && !live.partial.contains(&section)
        }
        Link::Connecting => false,
    }
}

/// The command line that shows the same object; its group is named when it is not empty.
fn kubectl(target: &Target, key: &ItemKey, group: &str) -> String {
    // Kind and name of a warning are what somebody wrote into an event.
    let dot = if group.is_empty() { "" } else { "." };
    let object = shell::quoted(&format!("{}{dot}{group}/{}", key.kind.to_lowercase(), key.name));
    let context = shell::quoted(target.context.as_str());
    let namespace = match &*key.namespace {
        "" => String::new(),
        namespace => format!(" --namespace={}", shell::quoted(namespace)),
    };
    format!("kubectl --context={context}{namespace} get {object} -o yaml")
}
