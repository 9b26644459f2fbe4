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
    failure::Failure,
    journal::{OpenEntry, Started},
    names::{CommitId, Digest, RepoFile},
    plan::preview::{Preview, Sign},
    repo::{self, Cancel, CommitFile, Consent, RepoError, RepoPath, RepoState, Surprise},
    words::Sentence,
    worker::{blocking, session::Session},
};

/// Key of what the commit will stand on; no file's path holds a colon.
const HEAD: &str = ":head";

/// What the commit will hold.
///
/// # Errors
/// The repository is not ready for a commit, or a file cannot be read.
pub(super) async fn look(session: &Session, commit: &GitCommit) -> Result<Preview, Failure> {
    let (path, commit) = (session.repo.clone(), commit.clone());
    blocking(move || look_now(&path, &commit)).await
}

fn look_now(path: &RepoPath, commit: &GitCommit) -> Result<Preview, Failure> {
    let state = repo::look(path).map_err(|error| error.to_failure())?;
    let head = state.commit.as_ref().map(|head| head.id.clone());
    let mut preview = Preview::default();
    preview.seen.insert(HEAD.to_owned(), head_of(&state));
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
    let head = shown.get(HEAD);
    let made = tokio::task::block_in_place(|| {
        let state = repo::look(&session.repo)?;
        if head != Some(&head_of(&state)) {
            let branch = session.plan.header().repository.branch.clone();
            return Err(RepoError::BranchMoved { branch });
        }
        repo::commit(entry, &session.repo, consent, &Cancel::default(), &files, &message)
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
        Err(error) => seen.failed(error.to_failure()),
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
