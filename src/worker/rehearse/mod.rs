//! What it is for: the whole of a change on a copy: live objects and repository are read, and everything is done there.
//! In: a session of the real change. Out: what was copied, as plain values; a practice world made of it.
//! Never: a write to the real cluster, repository or remote.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

mod copy;
mod guard;
mod kinds;
mod limits;
mod needs;
mod touched;

pub use copy::{Copied, LeftOut, copy};
pub(super) use guard::check;
pub use kinds::UNSERVED;
pub(super) use kinds::leave_out;
pub use limits::{is_for_a_person, limit, part};
pub(super) use limits::{perform, shown};

use super::{blocking, practice::Practice};
use crate::{
    confirm::Ground,
    failure::{Failure, FailureKind},
    names::RepoFile,
    plan::{Plan, Standing},
    practice::{
        World,
        scenario::{Author, Metadata, SampleRepository, Scenario, StartForm},
        world::Seat,
    },
    repo::{self, Copy, RepoPath},
    words::Sentence,
};

/// Name of the context in the kubeconfig of a practice world.
const CONTEXT: &str = "practice";

/// The change that is rehearsed.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Its plan.
    pub plan: Arc<Plan>,
    /// Its repository.
    pub repo: RepoPath,
    /// The procedure, as the start page names it.
    pub procedure: String,
    /// The form's values.
    pub values: BTreeMap<String, String>,
}

/// What a rehearsal has beside its practice world.
#[derive(Debug, Clone)]
pub struct Rehearsing {
    /// Title of the change.
    pub title: String,
    /// Where it may act.
    pub ground: Ground,
    /// The clone of the repository.
    pub clone: RepoPath,
    /// What is missing in it, and why.
    pub left_out: Vec<LeftOut>,
}

/// Makes the world of a rehearsal: a cluster with the copied objects, and a clone with a remote of its own.
///
/// # Errors
/// No free port, no folder for temporary files, or a repository that cannot be cloned.
pub async fn rehearse(subject: Subject, copied: Arc<Copied>) -> Result<(Practice, Rehearsing), Failure> {
    make(subject, &copied, None).await
}

/// Makes it once more, as it was at the start: in the same folder, known by the same certificate. The world before ends.
///
/// # Errors
/// As [`rehearse`].
pub async fn again(
    subject: Subject,
    copied: Arc<Copied>,
    before: Practice,
) -> Result<(Practice, Rehearsing), Failure> {
    make(subject, &copied, Some(before.into_seat())).await
}

async fn make(
    subject: Subject,
    copied: &Copied,
    seat: Option<Seat>,
) -> Result<(Practice, Rehearsing), Failure> {
    let failed = |why: String| {
        Failure::new(FailureKind::World, Sentence::new("rehearse-failed").with("why", why))
            .hint(Sentence::new("practice-failed-hint"))
    };
    let made = World::of_copies(scenario(&subject), &copied.images, copied.objects.clone(), seat).await;
    let (world, refused) = made.map_err(|fault| failed(fault.to_string()))?;
    let mut left_out = copied.left_out.clone();
    left_out.extend(refused.into_iter().map(|one| {
        let why = Sentence::new("rehearse-left-refused").with("why", one.why);
        LeftOut { what: one.object, why }
    }));
    let (folder, title) = (world.folder().join("repository"), subject.plan.header().title.clone());
    let copy = blocking(move || clone(&subject, &folder)).await?;
    same_commits(copied, &copy)?;
    let ground = Ground::of(world.certificate(), &copy.remote);
    let ground = ground.ok_or_else(|| failed(crate::words::text("rehearse-no-certificate")))?;
    let practice = Practice::of(world);
    Ok((practice, Rehearsing { title, ground, clone: copy.clone, left_out }))
}

/// A round that begins elsewhere than the first is none of the same change.
fn same_commits(copied: &Copied, copy: &Copy) -> Result<(), Failure> {
    let state = repo::look(&copy.clone).map_err(|error| error.to_failure())?;
    let now = (state.commit.map(|commit| commit.id), state.upstream.and_then(|upstream| upstream.tip));
    if copied.commits.get_or_init(|| now.clone()) == &now {
        return Ok(());
    }
    Err(Failure::new(FailureKind::World, Sentence::new("rehearse-moved"))
        .hint(Sentence::new("rehearse-moved-hint")))
}

fn clone(subject: &Subject, folder: &Path) -> Result<Copy, Failure> {
    let unwritten = |fault: std::io::Error| {
        let words = Sentence::new("rehearse-failed").with("why", fault.to_string());
        Failure::new(FailureKind::World, words)
    };
    if folder.exists() {
        // The clone of the round before.
        fs::remove_dir_all(folder).map_err(unwritten)?;
    }
    fs::create_dir_all(folder).map_err(unwritten)?;
    let state = repo::look(&subject.repo).map_err(|error| error.to_failure())?;
    let header = subject.plan.header();
    let copy = repo::copy(&subject.repo, folder, &header.repository.name, &state.identity)
        .map_err(|error| error.to_failure())?;
    // A procedure that nobody has committed yet is rehearsed as it stands there.
    if header.source.standing == Standing::Uncommitted
        && let Ok(file) = RepoFile::new(&header.source.file)
    {
        let content = repo::read_file(&subject.repo, &file).map_err(|error| error.to_failure())?;
        let path = copy.clone.folder().join(file.as_str());
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(unwritten)?;
        }
        fs::write(path, content.bytes).map_err(unwritten)?;
    }
    Ok(copy)
}

/// A world in which every container starts and becomes ready, and every job ends well.
fn scenario(subject: &Subject) -> Scenario {
    let header = subject.plan.header();
    Scenario {
        api_version: "practice/v1".to_owned(),
        kind: "Scenario".to_owned(),
        metadata: Metadata { name: "rehearsal".to_owned(), title: header.title.clone() },
        context: CONTEXT.to_owned(),
        namespace: header.target.namespace.to_string(),
        user: String::new(),
        repository: SampleRepository {
            name: format!("repository/{}", header.repository.name),
            branch: header.repository.branch.clone(),
            author: Author { name: String::new(), email: String::new() },
            commits: Vec::new(),
        },
        start: StartForm { procedure: subject.procedure.clone(), set: subject.values.clone() },
        running: Vec::new(),
        objects: Vec::new(),
        images: Vec::new(),
        site: None,
        facts: std::collections::BTreeSet::new(),
        programs: Vec::new(),
        commands: Vec::new(),
        troubles: Vec::new(),
    }
}
