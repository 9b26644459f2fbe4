//! What it is for: `git.commit`: exactly the touched files, the person's identity, an edited message.
//! In: the files that differ from the head. Out: the commit's id. Never: an empty commit, or another file in it.

use std::collections::BTreeMap;

use super::{
    Context, Seen,
    edit::{diff_of, text_of},
    revert::answered,
};
use crate::{
    action::{GitCommit, Mark, Outcome, ProbeAnswer, Probed},
    failure::{Failure, FailureKind},
    journal::{OpenEntry, Started},
    names::{CommitId, Digest, RepoFile},
    plan::{
        RepositoryBase,
        preview::{Preview, Sign},
    },
    repo::{self, Cancel, CommitFile, Consent, Head, RepoError, RepoPath, RepoState, Surprise},
    words::Sentence,
    worker::{blocking, session::Session},
};

/// Key of what the commit will stand on; no file's path holds a colon.
const HEAD: &str = ":head";
/// Key of who will be its author.
const AUTHOR: &str = ":author";

/// What the commit will hold.
///
/// # Errors
/// The repository is not ready for a commit, or a file cannot be read.
pub(super) async fn look(session: &Session, commit: &GitCommit) -> Result<Preview, Failure> {
    let (path, commit) = (session.repo.clone(), commit.clone());
    let planned = session.plan.header().repository.clone();
    blocking(move || look_now(&path, &commit, &planned)).await
}

fn look_now(path: &RepoPath, commit: &GitCommit, planned: &RepositoryBase) -> Result<Preview, Failure> {
    let state = repo::look(path).map_err(|error| error.to_failure())?;
    if let Some(failure) = other_branch(planned, &state) {
        return Err(failure);
    }
    let head = state.commit.as_ref().map(|head| head.id.clone());
    let mut preview = Preview::default();
    preview.seen.insert(HEAD.to_owned(), head_of(&state));
    preview.seen.insert(AUTHOR.to_owned(), state.identity.to_string());
    let mut files: Vec<&RepoFile> = Vec::new();
    for file in &commit.files {
        let now = repo::read_file(path, file).map_err(|error| error.to_failure())?;
        let was = match &head {
            Some(head) => repo::content_at(path, head, file).map_err(|error| error.to_failure())?,
            None => None,
        };
        if was.as_ref().is_some_and(|was| was.digest == now.digest) {
            continue;
        }
        let before = was.map(|was| text_of(file, was.bytes)).transpose()?.unwrap_or_default();
        let after = text_of(file, now.bytes)?;
        preview.seen.insert(file.to_string(), now.digest.to_string());
        preview.diffs.push(diff_of(file.as_str(), &before, &after));
        preview = preview.fact(Sign::Change, Sentence::new("act-commit-file").with("file", file.as_str()));
        files.push(file);
    }
    let others =
        state.changed.iter().filter(|changed| !commit.files.iter().any(|file| file.as_str() == changed.path));
    let others = others.count();
    if others > 0 {
        preview = preview.fact(Sign::Same, Sentence::new("act-commit-others").count("count", others));
    }
    preview = preview
        .fact(Sign::Same, Sentence::new("act-commit-author").with("author", state.identity.to_string()));
    for program in state.programs.to_agree() {
        let words = Sentence::new("act-commit-program")
            .with("program", &program.command)
            .with("place", &program.place);
        preview = preview.fact(Sign::Warning, words);
    }
    let names: Vec<&str> = files.iter().map(|file| file.as_str()).collect();
    preview.before.insert("files".to_owned(), names.join("\n"));
    preview.command = format!("git commit -m … -- {}", names.join(" "));
    if files.is_empty() {
        already(path, commit, &mut preview)?;
    }
    Ok(preview)
}

/// That another branch is checked out than the change was prepared on: a commit, or a push, would go there.
pub(in crate::worker) fn other_branch(planned: &RepositoryBase, state: &RepoState) -> Option<Failure> {
    let now = match &state.head {
        Head::Branch(name) | Head::Unborn(name) => name.as_str(),
        Head::Detached(commit) => commit.short(),
    };
    let is_other = state.head.branch() != Some(planned.branch.as_str());
    let words = || Sentence::new("act-other-branch").with("now", now).with("branch", &planned.branch);
    (is_other && !planned.branch.is_empty()).then(|| moved(words()))
}

/// That git would name another author than was shown.
pub(in crate::worker) fn other_author(was: &str, state: &RepoState) -> Option<Failure> {
    let now = state.identity.to_string();
    let words = || Sentence::new("act-other-author").with("now", &now).with("was", was);
    (now != was && !was.is_empty()).then(|| moved(words()))
}

fn moved(words: Sentence) -> Failure {
    let hint = words.next_step();
    Failure { hint, ..Failure::new(FailureKind::Moved, words) }
}

/// Branch and commit on which the new commit will stand.
fn head_of(state: &RepoState) -> String {
    let commit = state.commit.as_ref().map(|head| head.id.as_str()).unwrap_or_default();
    format!("{}@{commit}", state.head.branch().unwrap_or_default())
}

/// Nothing differs: the commit that holds it already is the one that counts.
fn already(path: &RepoPath, commit: &GitCommit, preview: &mut Preview) -> Result<(), Failure> {
    let mut newest = None;
    for file in &commit.files {
        let since = repo::last_touch(path, file).map_err(|error| error.to_failure())?;
        newest = newest.max_by_at(since.map(|since| since.commit().clone()));
    }
    let words = Sentence::new("act-commit-nothing");
    preview.nothing_to_do = Some(match newest {
        Some(commit) => {
            preview.outputs.insert("id".to_owned(), commit.id.to_string());
            preview.outputs.insert("commit".to_owned(), commit.id.to_string());
            words.with("commit", commit.id.short()).with("summary", commit.summary)
        }
        None => words.with("commit", "–").with("summary", "–"),
    });
    Ok(())
}

trait Newest {
    fn max_by_at(self, other: Self) -> Self;
}

impl Newest for Option<repo::CommitBrief> {
    fn max_by_at(self, other: Self) -> Self {
        match (self, other) {
            (Some(one), Some(two)) => Some(if two.at > one.at { two } else { one }),
            (one, two) => one.or(two),
        }
    }
}

/// Commits what was shown, with the message that the person saw or edited.
pub(super) fn perform(context: &Context, entry: &OpenEntry, commit: &GitCommit) -> Outcome {
    let mut seen = Seen::default();
    let approval = entry.approval();
    let shown = &approval.proposal().preview().seen;
    let files: Vec<CommitFile> = commit
        .files
        .iter()
        .filter_map(|file| {
            let digest = shown.get(file.as_str())?.clone();
            Some(CommitFile { file: file.clone(), content: Digest::new(digest) })
        })
        .collect();
    let text = approval.text().unwrap_or(&commit.message);
    let message = repo::full_message(text, approval.proposal().change());
    let session = &context.session;
    let consent: &Consent = &session.consent;
    let planned = &session.plan.header().repository;
    let made = tokio::task::block_in_place(|| {
        let state = repo::look(&session.repo).map_err(|error| error.to_failure())?;
        let author = shown.get(AUTHOR).and_then(|was| other_author(was, &state));
        if let Some(failure) = other_branch(planned, &state).or(author) {
            return Err(failure);
        }
        if shown.get(HEAD) != Some(&head_of(&state)) {
            return Err(RepoError::BranchMoved { branch: planned.branch.clone() }.to_failure());
        }
        repo::commit(entry, &session.repo, consent, &Cancel::default(), &files, &message)
            .map_err(|error| error.to_failure())
    });
    match made {
        Ok(made) => {
            let words = Sentence::new("act-commit-made").with("commit", made.commit.id.as_str());
            seen.note(Mark::Good, words.with("summary", &made.commit.summary));
            for surprise in &made.surprises {
                seen.note(Mark::Warning, surprised(surprise));
            }
            seen.output("id", made.commit.id.as_str());
            seen.output("commit", made.commit.id.as_str());
            seen.output("message", message);
            seen.done()
        }
        Err(failure) => seen.failed(failure),
    }
}

/// Whether the commit with the change's line came after what the commit was to stand on.
pub(super) async fn probe(session: &Session, started: &Started) -> Result<Probed, Failure> {
    let (session, started) = (session.clone(), started.clone());
    blocking(move || probed(&session, &started).map_err(|error| error.to_failure())).await
}

fn probed(session: &Session, started: &Started) -> Result<Probed, RepoError> {
    let path = &session.repo;
    if let Some(what) = &started.preview.nothing_to_do {
        return Ok(answered(ProbeAnswer::Happened, what.clone(), started.preview.outputs.clone()));
    }
    let before = started.preview.seen.get(HEAD).and_then(|head| head.rsplit_once('@'));
    let before = before.map(|(_, id)| CommitId::new(id));
    if let Some(made) = repo::change_commit(path, session.plan.change())?
        && !repo::is_in_history(path, before.as_ref(), &made.id)?
    {
        let words = Sentence::new("act-probe-commit")
            .with("commit", made.id.short())
            .with("summary", &made.summary)
            .with("author", &made.author);
        let outputs = ["id", "commit"].map(|name| (name.to_owned(), made.id.to_string())).into();
        return Ok(answered(ProbeAnswer::Happened, words, outputs));
    }
    Ok(answered(ProbeAnswer::DidNot, Sentence::new("act-probe-no-commit"), BTreeMap::new()))
}

pub(super) fn surprised(surprise: &Surprise) -> Sentence {
    match surprise {
        Surprise::AlsoCommitted(file) => Sentence::new("act-commit-also").with("file", file),
        Surprise::CommittedOtherwise(file) => {
            Sentence::new("act-commit-otherwise").with("file", file.as_str())
        }
        Surprise::Edited(file) => Sentence::new("act-commit-edited").with("file", file.as_str()),
        Surprise::OtherEdit(file) => Sentence::new("act-commit-other-edit").with("file", file),
        Surprise::Message => Sentence::new("act-commit-message"),
        Surprise::OtherParent(commit) => Sentence::new("act-commit-parent").with("commit", commit.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::Identity;

    #[test]
    fn another_branch_at_the_same_commit_and_another_author_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let git = git2::Repository::init(folder.path()).expect("a repository");
        git.set_head("refs/heads/release").expect("a branch");
        let path = RepoPath::new(folder.path());
        let mut state = repo::look(&path).expect("its state");
        let who = |name: &str| Identity { name: Some(name.to_owned()), email: Some("a@b.c".to_owned()) };
        state.identity = who("Ada");
        let mut planned = RepositoryBase {
            name: "shop".to_owned(),
            branch: "release".to_owned(),
            base: CommitId::new(""),
            identity: state.identity.to_string(),
        };
        assert_eq!(other_branch(&planned, &state), None);
        assert_eq!(other_author(&planned.identity, &state), None);
        git.set_head("refs/heads/other").expect("a branch");
        state.head = repo::look(&path).expect("its state").head;
        state.identity = who("Bob");
        for failure in [other_branch(&planned, &state), other_author(&planned.identity, &state)] {
            let failure = failure.expect("a refusal");
            assert!(failure.kind == FailureKind::Moved && failure.hint.is_some(), "{failure:?}");
        }
        let commit = GitCommit { files: Vec::new(), message: "m".to_owned(), closes: None };
        assert!(look_now(&path, &commit, &planned).is_err());
        planned.branch = String::new();
        assert_eq!(other_branch(&planned, &state), None, "prepared on none");
    }
}
