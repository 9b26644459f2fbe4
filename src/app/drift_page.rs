//! What it is for: the cluster page's comparison with the repository: when it is asked, what came of it. In: commands, a
//! connection, a repository. Out: a view. Never: a deed; the worker's comparison reads and sends dry runs only.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;

use super::step_view;
use crate::{
    cluster::{Cluster, survey::Scope},
    failure::Failure,
    fetched::Fetched,
    manifest::drift::{Drift, Row, Standing},
    names::Target,
    plan::preview::ShownDiff,
    ui::view::{DriftCommand, DriftRowView, DriftView},
    words::{shell, text},
    worker::{Worker, drift::Comparing, reads::RepoSeen},
};

/// The comparison's state.
#[derive(Debug, Default)]
pub(super) struct DriftPage {
    is_shown: bool,
    is_asked: bool,
    /// Of what [`Self::value`] is.
    of: Option<Of>,
    value: Fetched<Arc<Drift>>,
    under_way: Option<Comparing>,
    progress: (usize, usize),
    chosen: Option<Chosen>,
}

/// What is compared with what.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Of {
    target: Target,
    /// Empty for all.
    scope: String,
    root: PathBuf,
}

/// A row that is looked at.
#[derive(Debug)]
struct Chosen {
    index: usize,
    diff: ShownDiff,
    kubectl: String,
}

impl DriftPage {
    /// Takes a command.
    pub(super) fn command(&mut self, command: DriftCommand) {
        match command {
            DriftCommand::Show(is_shown) => self.is_shown = is_shown,
            DriftCommand::Compare => self.is_asked = true,
            DriftCommand::Stop => {
                self.under_way = None;
                self.value = match std::mem::take(&mut self.value) {
                    Fetched::Loading(Some(good)) => Fetched::Ready(good),
                    Fetched::Loading(None) => Fetched::NotAsked,
                    other @ (Fetched::NotAsked | Fetched::Ready(_) | Fetched::Failed(..)) => other,
                };
            }
            DriftCommand::Choose(index) => self.choose(index),
        }
    }

    fn choose(&mut self, index: Option<usize>) {
        let drift = self.value.last().cloned();
        let row = drift.as_ref().zip(index);
        let row = row.and_then(|(drift, index)| Some((index, drift.rows.get(index)?, drift)));
        self.chosen = row.zip(self.of.as_ref()).map(|((index, row, drift), of)| Chosen {
            index,
            diff: shown(row),
            kubectl: kubectl(of, row, drift),
        });
    }

    /// To be called each frame: starts what was asked, takes what came.
    pub(super) fn poll(
        &mut self,
        cluster: Option<&Cluster>,
        repository: Option<&RepoSeen>,
        (scope, worker): (Option<&str>, &Worker),
        at: Timestamp,
    ) {
        let of = cluster.zip(repository).map(|(cluster, repository)| Of {
            target: cluster.target().clone(),
            scope: scope.unwrap_or(cluster.namespace().as_str()).to_owned(),
            root: repository.state.root.clone(),
        });
        if self.of != of {
            // Of another cluster, namespace or repository nothing is shown beside this one.
            let (is_shown, is_asked) = (self.is_shown, self.is_asked);
            *self = Self { is_shown, is_asked, of, ..Self::default() };
        }
        if std::mem::take(&mut self.is_asked)
            && let (Some(of), Some(cluster), Some(repository)) = (&self.of, cluster, repository)
        {
            let scope = match of.scope.as_str() {
                "" => Scope::All,
                name => Scope::One(name.to_owned()),
            };
            self.under_way = Some(worker.compare(cluster.clone(), repository.path.clone(), scope));
            self.value = std::mem::take(&mut self.value).asked();
            self.progress = (0, 0);
        }
        let Some(under_way) = &self.under_way else { return };
        let newest = under_way.newest();
        self.progress = (newest.done, newest.all);
        if let Some(end) = newest.end {
            self.under_way = None;
            self.take(end, at);
        }
    }

    fn take(&mut self, end: Result<Arc<Drift>, Failure>, at: Timestamp) {
        // The object that was looked at stays, wherever its row stands now.
        let place =
            |drift: &Drift, index: usize| drift.rows.get(index).map(|row| (row.file.clone(), row.line));
        let was = self.chosen.as_ref().zip(self.value.last());
        let was = was.and_then(|(chosen, drift)| place(drift, chosen.index));
        self.value = std::mem::take(&mut self.value).answered(end, at);
        let index = was.and_then(|was| {
            let drift = self.value.last()?;
            (0..drift.rows.len()).find(|index| place(drift, *index).as_ref() == Some(&was))
        });
        self.choose(index);
    }

    /// What is shown.
    pub(super) fn view<'a>(
        &'a self,
        cluster: Option<&'a Cluster>,
        repository: Option<&RepoSeen>,
        scope: &'a str,
    ) -> DriftView<'a> {
        let home = match (scope, cluster) {
            ("", Some(cluster)) => cluster.namespace().as_str(),
            (scope, _) => scope,
        };
        DriftView {
            is_shown: self.is_shown,
            nothing: repository.is_none().then(|| text("drift-no-repository")),
            repository: repository.map(name).unwrap_or_default(),
            scope,
            home,
            progress: self.under_way.as_ref().map(|_| self.progress),
            failure: self.value.failure(),
            drift: self.value.last().map(Arc::as_ref).zip(self.value.last_at()),
            chosen: self.chosen.as_ref().map(|chosen| DriftRowView {
                index: chosen.index,
                diff: step_view::diff(&chosen.diff),
                kubectl: &chosen.kubectl,
            }),
        }
    }
}

/// The repository's folder and branch.
fn name(repository: &RepoSeen) -> String {
    let state = &repository.state;
    let folder = state.root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match state.head.branch() {
        Some(branch) => format!("{folder} · {branch}"),
        None => folder,
    }
}

fn shown(row: &Row) -> ShownDiff {
    ShownDiff { title: row.object.clone(), diff: row.diff.clone() }
}

/// The command line that shows the difference of the row's file; empty where none should be run. It reads the whole
/// file, so each object of the file counts.
fn kubectl(of: &Of, row: &Row, drift: &Drift) -> String {
    if matches!(row.standing, Standing::NotCompared(_)) || !row.is_shareable {
        return String::new();
    }
    let has_conflicts = drift.rows.iter().any(|other| other.file == row.file && other.has_conflicts);
    let force = if has_conflicts { " --force-conflicts" } else { "" };
    let context = shell::quoted(of.target.context.as_str());
    let namespace = match (of.scope.as_str(), &row.namespace) {
        ("", Some(namespace)) => namespace,
        ("", None) => of.target.namespace.as_str(),
        (scope, _) => scope,
    };
    let namespace = shell::quoted(namespace);
    let diff = format!("kubectl --context={context} --namespace={namespace} diff --server-side{force} -f");
    let root = of.root.display().to_string();
    if row.is_edited {
        // The committed state is compared, and the file says something else.
        let (root, file) = (shell::quoted(&root), shell::quoted(&format!("HEAD:{}", row.file)));
        return format!("git -C {root} show {file} | {diff} -");
    }
    let file = of.root.join(&row.file).display().to_string();
    format!("{diff} {}", shell::quoted(&file))
}
