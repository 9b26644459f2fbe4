//! What it is for: `git.push`: our commit to the branch's upstream, never by force; when the remote moved, our one
//! commit onto it first, after the person saw what came in.
//! In: a fetch. Out: what the remote has now. Never: a commit sent that was not shown.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, Seen, apply,
    commit::other_branch,
    edit::{diff_of, text_of},
    push_own,
};
use crate::{
    action::{Direction, ManifestApply, Mark, Outcome},
    failure::{Failure, FailureKind},
    journal::OpenEntry,
    names::{CommitId, RepoFile},
    plan::preview::{Preview, Question, Sign},
    repo::{self, Cancel, Comparison, Pushed, RepoError, RepoPath, Verified},
    words::Sentence,
    worker::{blocking, session::Session},
};

/// Key that says that what came in touches our files: then the push is shown once more after our commit was moved.
const TOUCHES: &str = "touches";

/// What will be sent, and what came in meanwhile.
///
/// # Errors
/// The remote cannot be asked, or the branch has no upstream.
pub(super) async fn look(session: &Session, direction: Direction) -> Result<Preview, Failure> {
    let own = session.clone();
    let preview = blocking(move || {
        let state = repo::look(&own.repo).map_err(|error| error.to_failure())?;
        if let Some(failure) = other_branch(&own.plan.header().repository, &state) {
            return Err(failure);
        }
        let files = &own.plan.header().files;
        let beside = repo::fetch(&own.repo, &own.consent, &Cancel::default(), files)
            .map_err(|error| error.to_failure())?;
        let mut preview = shown(&own, &beside)?;
        if preview.nothing_to_do.is_some() || push_own::landed(&own, &beside, &mut preview)? {
            return Ok(preview);
        }
        push_own::offered(&own, direction, &beside, preview)
    })
    .await?;
    Ok(if preview.nothing_to_do.is_none() { beside_cluster(session, preview).await } else { preview })
}

/// Whether the cluster has what the files of the change say: asked by a dry run, since the files may have changed after
/// the apply (our commit was put onto somebody else's, say).
async fn beside_cluster(session: &Session, mut preview: Preview) -> Preview {
    let mut asked = BTreeSet::new();
    for step in session.plan.steps() {
        let file = step.action.value.pointer("/manifest.apply/file").and_then(serde_json::Value::as_str);
        let Some(file) = file.and_then(|file| RepoFile::new(file).ok()) else { continue };
        if !asked.insert(file.clone()) {
            continue;
        }
        let apply = ManifestApply { file: file.clone(), at: None, wait_ready: None };
        let (sign, words) = match apply::differing(session, &apply).await {
            Ok(names) if names.is_empty() => (Sign::Good, Sentence::new("act-push-cluster-same")),
            Ok(names) => {
                let words = Sentence::new("act-push-cluster-differs").count("count", names.len());
                (Sign::Warning, words.with("names", names.join(", ")))
            }
            Err(failure) => {
                let why = failure.summary.text();
                (Sign::Warning, Sentence::new("act-push-cluster-unknown").with("why", why))
            }
        };
        preview = preview.fact(sign, words.with("file", file.as_str()));
    }
    preview
}

fn shown(session: &Session, beside: &Comparison) -> Result<Preview, Failure> {
    let upstream = format!("{}/{}", beside.upstream.remote, beside.upstream.branch);
    let command = format!("git push {} HEAD:refs/heads/{}", beside.upstream.remote, beside.upstream.branch);
    let mut preview = Preview { command, ..Preview::default() };
    preview.seen.extend(ends(beside));
    let ids: Vec<&str> = beside.outgoing.iter().map(|commit| commit.id.as_str()).collect();
    preview.seen.insert("outgoing".to_owned(), ids.join(" "));
    if beside.outgoing.is_empty() {
        preview.nothing_to_do = Some(Sentence::new("act-push-nothing").with("upstream", &upstream));
        preview.outputs.insert("commit".to_owned(), beside.head.to_string());
        return if beside.incoming.is_empty() { Ok(preview) } else { incoming(session, beside, preview) };
    }
    for commit in &beside.outgoing {
        preview = preview.fact(Sign::Add, line("act-push-out", commit).with("upstream", &upstream));
    }
    if beside.outgoing.len() > 1 {
        let words = Sentence::new("act-push-several").count("count", beside.outgoing.len());
        preview = preview.fact(Sign::Warning, words);
    }
    if beside.incoming.is_empty() {
        return Ok(preview);
    }
    incoming(session, beside, preview)
}

/// Both ends as they were shown: our head, and where the push goes.
fn ends(beside: &Comparison) -> [(String, String); 3] {
    let tip = beside.upstream.tip.as_ref().map(ToString::to_string).unwrap_or_default();
    let to = format!("{}/{}", beside.upstream.remote, beside.upstream.branch);
    [("head", beside.head.to_string()), ("upstream", tip), ("to", to)]
        .map(|(name, value)| (name.to_owned(), value))
}

/// The remote moved: what came in, whether it touches our files, and the way on.
fn incoming(session: &Session, beside: &Comparison, mut preview: Preview) -> Result<Preview, Failure> {
    let path = &session.repo;
    for one in &beside.incoming {
        let key = if one.touches.is_empty() { "act-push-in" } else { "act-push-in-touches" };
        let sign = if one.touches.is_empty() { Sign::Same } else { Sign::Bad };
        preview = preview.fact(sign, line(key, &one.commit));
    }
    if beside.outgoing.is_empty() {
        return Ok(preview);
    }
    for file in &beside.touches {
        let base = text_at(path, beside.base.as_ref(), file)?;
        let theirs = text_at(path, beside.upstream.tip.as_ref(), file)?;
        let ours = text_at(path, Some(&beside.head), file)?;
        for (key, side) in [("act-push-theirs", &theirs), ("act-push-ours", &ours)] {
            let title = Sentence::new(key).with("file", file.as_str()).text();
            preview.diffs.push(diff_of(&title, &base, side));
        }
        preview.seen.insert(TOUCHES.to_owned(), "yes".to_owned());
    }
    let is_ours = beside.outgoing.len() == 1
        || repo::are_of_change(path, &beside.outgoing, session.plan.change())
            .map_err(|error| error.to_failure())?;
    if !is_ours {
        let words = Sentence::new("act-push-many").count("count", beside.outgoing.len());
        let blocked = Failure::new(FailureKind::Person, words).hint(Sentence::new("act-push-many-hint"));
        preview.blocked = Some(blocked);
        return Ok(preview);
    }
    let key = if beside.touches.is_empty() { "act-push-rebase" } else { "act-push-rebase-touches" };
    let words = Sentence::new(key).count("count", beside.incoming.len());
    preview.questions = vec![Question {
        id: "rebase".to_owned(),
        ask: words.clone(),
        choices: vec![("yes".to_owned(), words)],
        must_tick: true,
    }];
    Ok(preview)
}

/// A file's text at a commit; empty where it does not exist.
fn text_at(path: &RepoPath, commit: Option<&CommitId>, file: &RepoFile) -> Result<String, Failure> {
    let Some(commit) = commit else { return Ok(String::new()) };
    let content = repo::content_at(path, commit, file).map_err(|error| error.to_failure())?;
    content.map_or_else(|| Ok(String::new()), |content| text_of(file, content.bytes))
}

fn line(key: &str, commit: &repo::CommitBrief) -> Sentence {
    Sentence::new(key)
        .with("commit", commit.id.short())
        .with("summary", &commit.summary)
        .with("author", &commit.author)
}

/// How things stand, if they still stand as they were shown.
fn as_shown(session: &Session, shown: &BTreeMap<String, String>) -> Result<Comparison, RepoError> {
    let beside = repo::compare(&session.repo, &session.plan.header().files)?;
    let planned = &session.plan.header().repository;
    // Another branch may stand at the same commit, and follow the same upstream.
    let is_other = other_branch(planned, &repo::look(&session.repo)?).is_some();
    if !is_other && ends(&beside).iter().all(|(name, value)| shown.get(name) == Some(value)) {
        Ok(beside)
    } else {
        Err(RepoError::BranchMoved { branch: planned.branch.clone() })
    }
}

/// Pushes what was shown; before that, our one commit onto what came in, when the person agreed to it.
pub(super) fn perform(context: &Context, entry: &OpenEntry) -> Outcome {
    let mut seen = Seen::default();
    let session = &context.session;
    let shown = &entry.approval().proposal().preview().seen;
    let mut outgoing: Vec<CommitId> = shown
        .get("outgoing")
        .map(|ids| ids.split(' ').filter(|id| !id.is_empty()).map(CommitId::new).collect())
        .unwrap_or_default();
    let is_rebased = entry.approval().choice("rebase") == Some("yes");
    if is_rebased {
        let moved = tokio::task::block_in_place(|| {
            let beside = as_shown(session, shown)?;
            repo::rebase(entry, &session.repo, &session.consent, &Cancel::default(), &beside)
        });
        match moved {
            Ok(rebased) => {
                let words = Sentence::new("act-push-rebased").with("commit", rebased.commit.id.as_str());
                seen.note(Mark::Good, words.with("was", rebased.was.as_str()));
                for file in &rebased.merged {
                    seen.note(Mark::Warning, Sentence::new("act-push-merged").with("file", file.as_str()));
                }
                for file in &rebased.disturbed {
                    seen.note(Mark::Warning, Sentence::new("act-commit-other-edit").with("file", file));
                }
                if shown.contains_key(TOUCHES) || !rebased.merged.is_empty() {
                    let words =
                        Sentence::new("act-push-look-again").with("commit", rebased.commit.id.as_str());
                    return seen.failed(Failure::new(FailureKind::Moved, words));
                }
                outgoing = rebased.commits;
            }
            Err(error) => return seen.failed(error.to_failure()),
        }
    }
    if push_own::is_chosen(entry) {
        return tokio::task::block_in_place(|| {
            match if is_rebased { Ok(()) } else { as_shown(session, shown).map(drop) } {
                Ok(()) => push_own::perform(context, entry, seen, &outgoing),
                Err(error) => seen.failed(error.to_failure()),
            }
        });
    }
    let pushed = tokio::task::block_in_place(|| {
        if !is_rebased {
            as_shown(session, shown)?;
        }
        repo::push(entry, &session.repo, &session.consent, &Cancel::default(), &outgoing)
    });
    match pushed {
        Ok(pushed) => done(seen, &pushed),
        Err(error) => seen.failed(refused(&error)),
    }
}

/// Where the branch is protected, the second way is named.
fn refused(error: &RepoError) -> Failure {
    let failure = error.to_failure();
    let is_protected = matches!(error, RepoError::PushRefused { .. }) && error.cause() == Some("protected");
    if is_protected { failure.hint(Sentence::new("act-push-protected-hint")) } else { failure }
}

fn done(mut seen: Seen, pushed: &Pushed) -> Outcome {
    let words = Sentence::new("act-push-done").with("commit", pushed.commit.as_str());
    seen.note(Mark::Good, words.with("branch", format!("{}/{}", pushed.remote, pushed.branch)));
    match &pushed.verified {
        Verified::Tip => seen.note(Mark::Good, Sentence::new("act-push-verified")),
        Verified::Moved(tip) => {
            seen.note(Mark::Warning, Sentence::new("act-push-moved-since").with("commit", tip.as_str()));
        }
        Verified::NoAnswer(words) => {
            seen.note(Mark::Warning, Sentence::new("act-push-no-answer").with("words", words));
        }
    }
    if !pushed.words.is_empty() {
        seen.note(Mark::Note, Sentence::new("act-push-words").with("words", &pushed.words));
    }
    seen.output("commit", pushed.commit.as_str());
    seen.done()
}
