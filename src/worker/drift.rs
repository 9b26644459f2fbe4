//! What it is for: comparing a repository with the cluster, with its progress. In: a repository, a connection, one
//! namespace or all. Out: how far it is, then a [`Drift`]. Never: a write (dry runs and reads only), or a comparison that
//! goes on when nobody waits for it.

use std::{collections::BTreeSet, panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt as _;
use tokio::{runtime::Handle, sync::watch, task::AbortHandle};

use super::{Wake, blocking};
use crate::{
    cluster::{
        Cluster,
        conflicts::{Conflict, Owner},
        drift::{self, Answer},
        preview::ObjectPreview,
        survey::Scope,
    },
    failure::{Failure, FailureKind},
    manifest::{
        diff_objects,
        drift::{Drift, Row, Standing},
        sources::{self, Sourced, Sources},
    },
    repo::{self, HeadFiles, RepoPath},
    words::Sentence,
};

/// How far a comparison is.
#[derive(Debug, Clone, Default)]
pub struct Compared {
    /// Objects that were asked about.
    pub done: usize,
    /// Objects in all; 0 while the repository is read.
    pub all: usize,
    /// How it ended.
    pub end: Option<Result<Arc<Drift>, Failure>>,
}

/// A comparison under way; it ends when this is dropped.
#[derive(Debug)]
pub struct Comparing {
    newest: watch::Receiver<Compared>,
    task: AbortHandle,
}

impl Comparing {
    /// How far it is.
    pub fn newest(&self) -> Compared {
        self.newest.borrow().clone()
    }

    /// Starts on the runtime. `soon` is called as it goes on, `wake` at its end.
    pub(super) fn start(
        runtime: &Handle,
        (wake, soon): (Wake, Wake),
        cluster: Cluster,
        repository: RepoPath,
        scope: Scope,
    ) -> Self {
        let (show, newest) = watch::channel(Compared::default());
        let told = show.clone();
        let progress = move |done: usize, all: usize| {
            told.send_modify(|compared| (compared.done, compared.all) = (done, all));
            soon();
        };
        let task = runtime.spawn(async move {
            let compared = AssertUnwindSafe(compare(&cluster, repository, &scope, progress)).catch_unwind();
            let end = compared.await.unwrap_or_else(|_panic| {
                Err(Failure::new(FailureKind::Internal, Sentence::new("worker-task-ended")))
            });
            show.send_modify(|compared| compared.end = Some(end.map(Arc::new)));
            wake();
        });
        Self { newest, task: task.abort_handle() }
    }
}

impl Drop for Comparing {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads the repository's newest commit and asks the server about each of its objects.
///
/// # Errors
/// The repository cannot be read, or the connection is lost.
pub async fn compare(
    cluster: &Cluster,
    repository: RepoPath,
    scope: &Scope,
    progress: impl Fn(usize, usize) + Sync,
) -> Result<Drift, Failure> {
    let home = match scope {
        Scope::One(name) => name.clone(),
        Scope::All => cluster.namespace().to_string(),
    };
    let namespace = home.clone();
    let (head, sources) = blocking(move || read(&repository, &namespace)).await?;
    let bodies: Vec<_> = sources.objects.iter().map(|one| one.document.for_apply()).collect();
    let bodies: Vec<_> = bodies.iter().collect();
    let answers = drift::compare(cluster, scope, &bodies, |done| progress(done, bodies.len())).await?;
    let mut found = Drift {
        branch: head.branch.clone(),
        commit: head.commit.id.short().to_owned(),
        summary: head.commit.summary.clone(),
        plain: sources.plain,
        left_out: head.left_out,
        ..Drift::default()
    };
    let is_edited = |file: &str| head.files.iter().any(|one| one.is_edited && one.file.as_str() == file);
    let kept = kept(&sources, &answers);
    for (source, answer) in sources.objects.iter().zip(answers) {
        match row(source, answer, is_edited(&source.file)) {
            Some(row) => found.rows.push(row),
            None => found.elsewhere += 1,
        }
    }
    let others = sources.others.iter().map(|other| Row {
        file: other.file.clone(),
        line: other.line,
        object: other.object.clone().unwrap_or_default(),
        group: String::new(),
        namespace: None,
        standing: Standing::NotCompared(other.why.clone()),
        notes: Vec::new(),
        diff: crate::manifest::Diff::default(),
        is_edited: is_edited(&other.file),
        has_conflicts: false,
        is_shareable: true,
    });
    found.rows.extend(others);
    for row in &mut found.rows {
        row.is_shareable = !kept.contains(row.file.as_str());
    }
    found.sort(&home);
    Ok(found)
}

/// Files that are not handed to a command: they hold a Secret, or what another API server answers for.
fn kept<'s>(sources: &'s Sources, answers: &[Answer]) -> BTreeSet<&'s str> {
    let objects =
        sources.objects.iter().zip(answers).filter(|(source, answer)| {
            source.document.kind == "Secret" || matches!(answer, Answer::NotAsked(_))
        });
    // A template may hold Secrets too.
    let is_secret = |label: &String| label.starts_with("Secret/") || label.starts_with("Template/");
    let others = sources.others.iter().filter(|other| other.object.as_ref().is_some_and(is_secret));
    objects.map(|(source, _)| source.file.as_str()).chain(others.map(|other| other.file.as_str())).collect()
}

/// The newest commit's files, and what they hold.
fn read(repository: &RepoPath, namespace: &str) -> Result<(HeadFiles, Sources), Failure> {
    let head = repo::head_files(repository).map_err(|error| error.to_failure())?;
    let texts: Vec<_> =
        head.files.iter().map(|one| (one.file.as_str(), String::from_utf8_lossy(&one.bytes))).collect();
    let sources = sources::sort(texts.iter().map(|(file, text)| (*file, text.as_ref())), namespace);
    Ok((head, sources))
}

/// The row of an object; `None` when it belongs elsewhere.
fn row(source: &Sourced, answer: Answer, is_edited: bool) -> Option<Row> {
    let document = &source.document;
    let mut row = Row {
        file: source.file.clone(),
        line: Some(document.first_line),
        object: document.label(),
        group: document.group().to_owned(),
        namespace: document.namespace.clone(),
        standing: Standing::Missing,
        notes: source.notes.clone(),
        diff: crate::manifest::Diff::default(),
        is_edited,
        has_conflicts: false,
        is_shareable: true,
    };
    match answer {
        Answer::Elsewhere => return None,
        Answer::NotAsked(why) => row.standing = Standing::NotCompared(why),
        Answer::Fixed(failure) => row.standing = Standing::Fixed(failure),
        Answer::Refused(failure) => row.standing = Standing::Refused(failure),
        Answer::Checked(preview) => checked(&mut row, &preview),
    }
    if is_edited {
        row.notes.push(Sentence::new("drift-edited").with("file", &row.file));
    }
    Some(row)
}

fn checked(row: &mut Row, preview: &ObjectPreview) {
    row.standing = Standing::of(preview.live.as_ref(), &preview.merged);
    row.has_conflicts = !preview.conflicts.is_empty();
    if matches!(row.standing, Standing::Same | Standing::OnlyMetadata { .. }) {
        // Then the cluster's values are those of the file.
        for note in row.notes.iter_mut().filter(|note| note.key == "drift-secret-placeholder") {
            *note = Sentence::new("drift-secret-placeholder-same");
        }
    }
    if row.standing != Standing::Same {
        match diff_objects(preview.live.as_ref(), Some(&preview.merged)) {
            Ok(diff) => row.diff = diff,
            Err(fault) => tracing::error!(%fault, "a difference cannot be written as YAML"),
        }
        let held = preview.conflicts.iter().filter(|one| one.owner != Owner::Ours);
        row.notes.extend(held.map(held_by));
    }
    let warned = preview.warnings.iter();
    row.notes.extend(warned.map(|words| Sentence::new("drift-warning").with("words", words)));
}

/// Who holds a field that the repository sets to something else.
fn held_by(conflict: &Conflict) -> Sentence {
    let words = Sentence::new(match (conflict.owner, &conflict.at) {
        (Owner::Controller, _) => "drift-held-by-controller",
        (Owner::ByHand | Owner::Ours, Some(_)) => "drift-held-by-hand",
        (Owner::ByHand | Owner::Ours, None) => "drift-held-by-hand-undated",
    });
    words
        .with("field", &conflict.field)
        .with("manager", &conflict.manager)
        .with("at", conflict.at.as_deref().unwrap_or_default())
        .with("live", &conflict.live)
        .with("file", &conflict.file)
}
