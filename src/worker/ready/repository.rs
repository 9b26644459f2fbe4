//! What it is for: the repository before the start: its work tree, its files, its upstream. In: the plan's files. Out: what
//! was seen. Never: a program that was not agreed to.

use super::{Check, CheckState, Topic};
use crate::{
    manifest::Manifest,
    names::RepoFile,
    plan::{RepositoryBase, Standing},
    repo::{self, RepoError, RepoState},
    words::Sentence,
    worker::{acts, reads, session::Session},
};

/// Changed files that are named, at most.
const NAMED: usize = 50;

/// The work tree and the files of the change, and where the procedure stands.
pub(super) fn work_tree(session: &Session) -> Vec<Check> {
    let files = &session.plan.header().files;
    let mut checks = Vec::new();
    match repo::look(&session.repo) {
        Ok(state) => {
            let refusals = state.refusals(files).into_iter().filter(|refusal| !is_of_upstream(refusal));
            checks.extend(refusals.map(|refusal| Check::bad(Topic::WorkTree, refusal.to_failure())));
            checks.extend(moved(session, &state));
            checks.extend(elsewhere(&session.plan.header().repository, &state));
            checks.extend(edits_elsewhere(&state, files));
        }
        Err(error) => checks.push(Check::bad(Topic::WorkTree, error.to_failure())),
    }
    for file in files {
        checks.extend(of_file(session, file));
    }
    if checks.is_empty() {
        let named = files.iter().map(ToString::to_string);
        checks.push(Check::good(Topic::WorkTree, Sentence::new("ready-work-tree")).resting_on(named));
    }
    checks.push(procedure(&session.repo, &session.plan.header().source));
    checks
}

/// Whether the commits that are checked out are those of the plan.
fn moved(session: &Session, state: &RepoState) -> Option<Check> {
    let base = &session.plan.header().repository.base;
    let now = state.commit.as_ref().map(|commit| &commit.id)?;
    let words = || {
        let words = Sentence::new("ready-moved").with("now", now.short()).with("base", base.short());
        Check::of(Topic::WorkTree, CheckState::Bad, words)
    };
    (now != base).then(words)
}

/// Whether commits would go to another branch, or name another author, than the plan says.
fn elsewhere(planned: &RepositoryBase, state: &RepoState) -> Vec<Check> {
    let found = [acts::other_branch(planned, state), acts::other_author(&planned.identity, state)];
    found.into_iter().flatten().map(|failure| Check::bad(Topic::WorkTree, failure)).collect()
}

/// Edits in files that the change does not touch: they stay as they are, and are in no commit of it.
fn edits_elsewhere(state: &RepoState, files: &[RepoFile]) -> Option<Check> {
    let is_ours = |path: &str| files.iter().any(|file| file.as_str() == path);
    let others: Vec<&str> =
        state.changed.iter().map(|changed| changed.path.as_str()).filter(|path| !is_ours(path)).collect();
    let words = Sentence::new("ready-edits-elsewhere").count("count", others.len());
    let named = others.iter().take(NAMED).map(|path| path.escape_debug().to_string());
    (!others.is_empty()).then(|| Check::warning(Topic::WorkTree, words).resting_on(named))
}

fn of_file(session: &Session, file: &RepoFile) -> Vec<Check> {
    let bad = |words: Sentence| vec![Check::of(Topic::WorkTree, CheckState::Bad, words)];
    let Ok(content) = repo::read_file(&session.repo, file) else {
        return bad(Sentence::new("ready-file-missing").with("file", file.as_str()));
    };
    let manifest = match Manifest::read(&String::from_utf8_lossy(&content.bytes)) {
        Ok(manifest) => manifest,
        Err(error) => {
            let words = Sentence::new("act-manifest-unreadable").with("file", file.as_str());
            return bad(words.with("why", error.to_string()));
        }
    };
    let namespace = session.plan.header().target.namespace.as_str();
    let twice = manifest.duplicates(namespace).into_iter().map(|twice| {
        let words = Sentence::new("ready-duplicate").with("object", twice.object);
        let words = words.with("file", file.as_str()).with("first", twice.first_line.to_string());
        Check::warning(Topic::WorkTree, words.with("second", twice.second_line.to_string()))
    });
    twice.collect()
}

fn is_of_upstream(refusal: &RepoError) -> bool {
    matches!(refusal, RepoError::NoUpstream { .. } | RepoError::Behind { .. } | RepoError::Diverged { .. })
}

/// The remote's news, and whether the branch has them.
pub(super) fn upstream(session: &Session, cancel: &repo::Cancel) -> Vec<Check> {
    let files = &session.plan.header().files;
    let asked = reads::fetched(&session.repo, &session.consent, cancel, files);
    let state = match repo::look(&session.repo) {
        Ok(state) => state,
        Err(error) => return vec![Check::bad(Topic::Upstream, error.to_failure())],
    };
    let refusals = state.refusals(files).into_iter().filter(is_of_upstream);
    let mut checks: Vec<Check> =
        refusals.map(|refusal| Check::bad(Topic::Upstream, refusal.to_failure())).collect();
    let other = acts::other_branch(&session.plan.header().repository, &state);
    checks.extend(other.map(|failure| Check::bad(Topic::Upstream, failure)));
    match asked {
        Err(failure) => {
            let mut unasked = Check::bad(Topic::Upstream, failure);
            unasked.state = CheckState::Warning;
            checks.push(unasked);
        }
        Ok(_) if checks.is_empty() => {
            let name = |upstream: &repo::Upstream| format!("{}/{}", upstream.remote, upstream.branch);
            let upstream = state.upstream.as_ref();
            let words = Sentence::new("ready-upstream");
            let words = words.with("upstream", upstream.map(name).unwrap_or_default());
            let url = upstream.map(|upstream| upstream.url.clone());
            checks.push(Check::good(Topic::Upstream, words).resting_on(url));
        }
        Ok(_) => {}
    }
    checks
}

/// The procedure, looked at anew unless it is part of the program.
fn procedure(path: &repo::RepoPath, source: &crate::plan::Source) -> Check {
    if source.standing == Standing::Shipped {
        return standing(Standing::Shipped);
    }
    let Ok(file) = RepoFile::new(source.file.clone()) else { return standing(Standing::Uncommitted) };
    match repo::read_file(path, &file) {
        Ok(content) if content.digest != source.digest => {
            Check::of(Topic::Procedure, CheckState::Bad, Sentence::new("ready-standing-changed"))
        }
        Ok(_) | Err(_) => standing(reads::standing(path, &file)),
    }
}

fn standing(standing: Standing) -> Check {
    let (state, key) = match standing {
        Standing::Shipped => (CheckState::Good, "ready-standing-shipped"),
        Standing::Upstream => (CheckState::Good, "ready-standing-upstream"),
        Standing::NotUpstream => (CheckState::Warning, "ready-standing-not-upstream"),
        Standing::Uncommitted => (CheckState::Warning, "ready-standing-uncommitted"),
    };
    Check::of(Topic::Procedure, state, Sentence::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::{ChangedFile, Edit};

    #[test]
    fn edits_elsewhere_are_told_and_hinder_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        git2::Repository::init(folder.path()).expect("a repository");
        let mut state = repo::look(&repo::RepoPath::new(folder.path())).expect("its state");
        let file =
            |path: &str| ChangedFile { path: path.to_owned(), staged: None, unstaged: Some(Edit::Modified) };
        let ours = [RepoFile::new("a.yml").expect("a file")];
        state.changed = vec![file("a.yml")];
        assert_eq!(edits_elsewhere(&state, &ours), None);
        state.changed.push(file("notes/b.txt"));
        let told = edits_elsewhere(&state, &ours).expect("a line");
        assert_eq!(
            (told.state, told.evidence.as_slice()),
            (CheckState::Warning, &["notes/b.txt".to_owned()][..])
        );
    }

    #[test]
    fn the_procedure_is_looked_at_as_it_lies_there_now() {
        let folder = tempfile::tempdir().expect("a folder");
        git2::Repository::init(folder.path()).expect("a repository");
        std::fs::write(folder.path().join("a.yaml"), "now").expect("a procedure");
        let told = |standing, text: &str| {
            let digest = repo::Content::of(text.as_bytes().to_vec()).digest;
            let source = crate::plan::Source { file: "a.yaml".to_owned(), digest, standing };
            let check = procedure(&repo::RepoPath::new(folder.path()), &source);
            (check.state, check.what.key)
        };
        let key = |state, key: &str| (state, key.to_owned());
        assert_eq!(
            told(Standing::Upstream, "now"),
            key(CheckState::Warning, "ready-standing-uncommitted"),
            "whatever it was when it was read"
        );
        assert_eq!(told(Standing::Upstream, "then"), key(CheckState::Bad, "ready-standing-changed"));
        assert_eq!(told(Standing::Shipped, "then"), key(CheckState::Good, "ready-standing-shipped"));
    }

    #[test]
    fn refusals_are_told_once() {
        let behind = RepoError::Behind { branch: "a".to_owned(), upstream: "o/a".to_owned(), behind: 1 };
        assert!(is_of_upstream(&behind));
        assert!(!is_of_upstream(&RepoError::Unborn { branch: "a".to_owned() }));
    }
}
