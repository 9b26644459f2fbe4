//! What it is for: the cluster page's state: which namespace, which rows, which object. In: commands of the page, a
//! connection. Out: a view. Never: a deed; it needs a connection and nothing else.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    cluster::{
        Cluster,
        survey::{Scope, Surveying},
    },
    fetched::Fetched,
    names::Target,
    observed::{
        Link,
        survey::{Detail, Item, ItemKey, Lens, Survey},
    },
    ui::{
        UiCommand,
        view::{ClusterView, DetailPart, DetailView, Page},
    },
    words::{shell, text},
    worker::{Connected, Pending, Worker, reads},
};

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
    chosen: Option<Chosen>,
    part: DetailPart,
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
    /// Its row when the object was asked for; another one asks again.
    read_at: Option<Arc<Item>>,
    row: Option<Arc<Item>>,
    detail: Pending<Detail>,
}

impl ClusterPage {
    /// The page that is shown.
    pub(super) fn page(&self) -> Page {
        self.page
    }

    /// Takes a command of the page; gives back what belongs to somebody else.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the rest belongs to others")]
    pub(super) fn command(&mut self, command: UiCommand) -> Option<UiCommand> {
        match command {
            UiCommand::ShowPage(page) => self.page = page,
            UiCommand::Look(lens) => {
                if let Some(under_way) = &self.under_way {
                    under_way.surveying.look(lens.clone());
                }
                self.lens = lens;
            }
            UiCommand::LookAt(key) => self.look_at(key),
            UiCommand::ShowDetail(part) => self.part = part,
            UiCommand::ShowNamespace(namespace) => {
                self.scope = Some(namespace);
                self.chosen = None;
            }
            other => return Some(other),
        }
        None
    }

    fn look_at(&mut self, key: Option<ItemKey>) {
        if self.chosen.as_ref().map(|chosen| &chosen.key) == key.as_ref() {
            return;
        }
        self.chosen = key.map(|key| Chosen { key, read_at: None, row: None, detail: Pending::default() });
    }

    /// To be called each frame: starts, ends and follows what the page shows.
    pub(super) fn poll(&mut self, cluster: Option<&Cluster>, worker: &Worker, at: Timestamp) {
        let Some(cluster) = cluster.filter(|_| self.page == Page::Cluster) else {
            // Nobody looks: nothing is watched. The rows stay until newer ones come.
            self.under_way = None;
            return;
        };
        let target = cluster.target();
        let scope = self.scope.clone().unwrap_or_else(|| target.namespace.to_string());
        let is_same = |under_way: &UnderWay| under_way.target == *target && under_way.scope == scope;
        if !self.under_way.as_ref().is_some_and(is_same) {
            self.begin(cluster, scope, worker);
        }
        if let Some(under_way) = &self.under_way {
            let newest = under_way.surveying.newest();
            // Rows that were seen before are better than none, and are said to be no longer followed.
            if newest.link != Link::Connecting || self.survey.tallies.is_empty() {
                self.survey = newest;
            }
        }
        self.follow(cluster, worker, at);
    }

    fn begin(&mut self, cluster: &Cluster, scope: String, worker: &Worker) {
        let within = if scope.is_empty() { Scope::All } else { Scope::One(scope.clone()) };
        let surveying = worker.survey(cluster, &within, self.lens.clone());
        let target = cluster.target().clone();
        let seen = (target.clone(), scope.clone());
        if self.seen.as_ref() == Some(&seen) {
            Arc::make_mut(&mut self.survey).link = Link::Connecting;
        } else {
            self.survey = Arc::default();
            self.chosen = None;
            self.seen = Some(seen);
        }
        self.under_way = Some(UnderWay { target, scope, surveying });
    }

    /// The object that is looked at is read again whenever its row is another one.
    fn follow(&mut self, cluster: &Cluster, worker: &Worker, at: Timestamp) {
        let Some(chosen) = &mut self.chosen else { return };
        chosen.detail.poll(at);
        let is = |item: &&Arc<Item>| item.key() == chosen.key;
        let row = self.survey.rows.iter().find(is).cloned();
        // A row that only left the lens is still the newest that is known.
        if row.is_some() {
            chosen.row = row;
        }
        let is_new = chosen.read_at.is_none() || chosen.read_at != chosen.row;
        if is_new && !chosen.detail.value().is_loading() {
            chosen.read_at.clone_from(&chosen.row);
            let (cluster, key) = (cluster.clone(), chosen.key.clone());
            worker.ask(&mut chosen.detail, reads::detail(cluster, key));
        }
    }

    /// What the page shows: of the change's cluster while one is under way, else of the connection.
    pub(super) fn view<'a>(
        &'a self,
        cluster: Option<&'a Cluster>,
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
            chosen: self.chosen.as_ref().zip(cluster).map(|(chosen, cluster)| self.detail(chosen, cluster)),
        }
    }

    fn detail<'a>(&self, chosen: &'a Chosen, cluster: &Cluster) -> DetailView<'a> {
        let value = chosen.detail.value();
        DetailView {
            key: &chosen.key,
            item: chosen.row.clone(),
            part: self.part,
            is_loading: value.is_loading() && value.last().is_none(),
            failure: value.failure(),
            detail: value.last(),
            kubectl: kubectl(cluster, &chosen.key),
        }
    }
}

/// The command line that shows the same object.
fn kubectl(cluster: &Cluster, key: &ItemKey) -> String {
    let context = shell::quoted(cluster.target().context.as_str());
    let kind = key.kind.to_lowercase();
    let namespace =
        if key.namespace.is_empty() { String::new() } else { format!(" --namespace={}", key.namespace) };
    format!("kubectl --context={context}{namespace} get {kind}/{} -o yaml", key.name)
}
