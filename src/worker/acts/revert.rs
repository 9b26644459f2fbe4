//! What it is for: `git.revert`: the change's commit is taken back by a new one, or undone where nobody saw it.
//! In: a fetch, and the revert worked out in memory. Out: the revert's id. Never: somebody else's line taken back
//! unseen, a conflict left in the files, or an edit of the person lost.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Context, Seen, commit::surprised, edit::diff_of};
use crate::{
    action::{Evidence, GitRevert, Mark, Outcome, ProbeAnswer, Probed},
    failure::{Failure, FailureKind},
    journal::{OpenEntry, Started},
    names::CommitId,
    plan::preview::{Preview, Question, Sign},
    repo::{self, Cancel, CommitBrief, Edits, Found, RepoError, Revert, RevertConflict, RevertFile},
    words::Sentence,
    worker::{blocking, session::Session},
};

/// Keys of `seen`; no file's path holds a colon.
const HEAD: &str = ":head";
const ONTO: &str = ":onto";
const COMMIT: &str = ":commit";
/// Question: a new commit, or the branch moved back.
const HOW: &str = "how";
const UNDO: &str = "undo";
/// Question whose tick says that a commit of somebody else may be taken back.
const FOREIGN: &str = "foreign";

/// What will be taken back, with what came in meanwhile.
///
/// # Errors
/// The repository is not ready for a commit, or the remote forbids to be asked.
pub(super) async fn look(session: &Session, revert: &GitRevert) -> Result<Preview, Failure> {
    let (session, revert) = (session.clone(), revert.clone());
    blocking(move || look_now(&session, &revert)).await
}

fn look_now(session: &Session, revert: &GitRevert) -> Result<Preview, Failure> {
    let (path, consent) = (&session.repo, &session.consent);
    let state = repo::look(path).map_err(|error| error.to_failure())?;
    let mut preview = Preview::default();
    let mut is_asked = state.upstream.is_some();
    if is_asked && let Err(error) = repo::fetch(path, consent, &Cancel::default(), &[]) {
        let failure = error.to_failure();
        if matches!(error, RepoError::ProgramsNotAgreed { .. }) {
            return Err(failure);
        }
        let why = failure.summary.text();
        is_asked = false;
        preview = preview.fact(Sign::Warning, Sentence::new("act-revert-not-asked").with("why", why));
    }
    let found = found(session, revert).map_err(|error| error.to_failure())?;
    let Found::Open(open) = found else { return Ok(closed(preview, &found)) };
    preview.command = format!("git revert {}", open.commit.id.short());
    preview.seen.extend(seen(&open));
    preview = described(preview, &open);
    let author = Sentence::new("act-commit-author").with("author", state.identity.to_string());
    preview = preview.fact(Sign::Same, author);
    for program in state.programs.to_agree() {
        let words = Sentence::new("act-commit-program").with("program", &program.command);
        preview = preview.fact(Sign::Warning, words.with("place", &program.place));
    }
    preview.blocked = obstacle(&open);
    preview.questions = questions(&open, is_asked || state.upstream.is_none());
    Ok(preview)
}

fn found(session: &Session, revert: &GitRevert) -> Result<Found, RepoError> {
    let commit = CommitId::new(&revert.commit);
    repo::look_revert(&session.repo, &session.consent, &commit, session.plan.change())
}

/// There is nothing to take back.
fn closed(mut preview: Preview, found: &Found) -> Preview {
    let named = |key: &str, commit: &CommitBrief| {
        Sentence::new(key).with("commit", commit.id.short()).with("summary", &commit.summary)
    };
    match found {
        Found::Reverted { commit, by } => {
            let words = named("act-revert-already", commit).with("by", by.id.short());
            preview.nothing_to_do = Some(words.with("author", &by.author));
            preview.outputs = outputs(&by.id, &commit.id);
        }
        Found::Gone { commit } => preview.nothing_to_do = Some(named("act-revert-gone", commit)),
        Found::NotThere => preview.nothing_to_do = Some(Sentence::new("act-revert-not-there")),
        Found::Joins { commit } => {
            let failure = Failure::new(FailureKind::Person, named("act-revert-joins", commit));
            preview.blocked = Some(failure.hint(named("act-revert-by-hand", commit)));
        }
        // `look_now` goes on with it.
        Found::Open(_) => {}
    }
    preview
}

fn outputs(by: &CommitId, of: &CommitId) -> BTreeMap<String, String> {
    [("id", by), ("commit", by), ("reverts", of)].map(|(name, id)| (name.to_owned(), id.to_string())).into()
}

/// Everything that the revert rests on.
fn seen(open: &Revert) -> BTreeMap<String, String> {
    let mut seen: BTreeMap<String, String> = [
        (HEAD, format!("{}@{}", open.branch, open.head)),
        (ONTO, open.onto.to_string()),
        (COMMIT, open.commit.id.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    for file in &open.files {
        let now = file.now.as_ref().map(|now| now.digest.to_string()).unwrap_or_default();
        seen.insert(file.file.to_string(), now);
    }
    seen
}

fn line(key: &str, commit: &CommitBrief) -> Sentence {
    Sentence::new(key)
        .with("commit", commit.id.short())
        .with("summary", &commit.summary)
        .with("author", &commit.author)
}

fn described(mut preview: Preview, open: &Revert) -> Preview {
    preview = preview.fact(Sign::Change, line("act-revert-commit", &open.commit));
    if !open.is_ours {
        preview = preview.fact(Sign::Warning, line("act-revert-not-ours", &open.commit));
    }
    if !open.forward.is_empty() {
        let words = Sentence::new("act-revert-forward").count("count", open.forward.len());
        preview = preview.fact(Sign::Change, words.with("branch", &open.branch));
    }
    for later in &open.later {
        preview = preview.fact(Sign::Same, line("act-revert-later", later));
    }
    if open.is_on_own_branch && open.seen_by.is_empty() {
        preview = preview.fact(Sign::Warning, Sentence::new("act-revert-own-branch"));
    }
    for file in &open.files {
        let key = match (&file.before, &file.after) {
            (_, None) => "act-revert-file-goes",
            (None, Some(_)) => "act-revert-file-comes",
            (Some(_), Some(_)) => "act-revert-file",
        };
        preview = preview.fact(Sign::Change, Sentence::new(key).with("file", file.file.as_str()));
        if file.edits == Edits::Kept {
            let words = Sentence::new("act-restore-others-stay").with("file", file.file.as_str());
            preview = preview.fact(Sign::Same, words);
        }
        preview.diffs.push(diff_of(
            file.file.as_str(),
            &text(file.before.as_deref()),
            &text(file.after.as_deref()),
        ));
    }
    for conflict in &open.conflicts {
        let words = Sentence::new("act-revert-conflict-in").with("file", &conflict.path);
        preview = preview.fact(Sign::Bad, words);
        preview.diffs.extend(both_sides(conflict));
    }
    preview
}

/// What the commit did, and what was done since.
fn both_sides(conflict: &RevertConflict) -> [crate::plan::preview::ShownDiff; 2] {
    let title = |key: &str| Sentence::new(key).with("file", &conflict.path).text();
    let [before, ours, now] = [&conflict.before, &conflict.ours, &conflict.now].map(|side| text(Some(side)));
    [
        diff_of(&title("act-restore-change-wrote"), &before, &ours),
        diff_of(&title("act-revert-since"), &ours, &now),
    ]
}

fn text(bytes: Option<&[u8]>) -> String {
    bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
}

/// Why it cannot be done as things stand.
fn obstacle(open: &Revert) -> Option<Failure> {
    let files =
        |edits: Edits| -> Vec<&RevertFile> { open.files.iter().filter(|file| file.edits == edits).collect() };
    if let Some(first) = open.conflicts.first() {
        let words = Sentence::new("act-revert-conflict")
            .count("count", open.conflicts.len())
            .with("file", &first.path);
        let hint = Sentence::new("act-revert-by-hand").with("commit", open.commit.id.short());
        return Some(Failure::new(FailureKind::Person, words).hint(hint));
    }
    if let Some(staged) = files(Edits::Staged).first() {
        return Some(RepoError::StagedEdits { file: staged.file.clone() }.to_failure());
    }
    let in_the_way = files(Edits::InTheWay);
    let names = in_the_way.iter().map(|file| file.file.clone()).collect::<Vec<_>>();
    (!names.is_empty()).then(|| RepoError::EditsInOurFiles { files: names }.to_failure())
}

/// The undo is offered only when the remote could be asked whether somebody has seen the commit.
fn questions(open: &Revert, is_asked: bool) -> Vec<Question> {
    let mut questions = Vec::new();
    if !open.is_ours {
        let words = line("act-revert-foreign", &open.commit);
        let choices = vec![("yes".to_owned(), words.clone())];
        questions.push(Question { id: FOREIGN.to_owned(), ask: words, choices, must_tick: true });
    }
    if open.may_undo && is_asked {
        let choices = [("revert", "act-revert-how-revert"), (UNDO, "act-revert-how-undo")];
        questions.push(Question {
            id: HOW.to_owned(),
            ask: Sentence::new("act-revert-how"),
            choices: choices.map(|(id, key)| (id.to_owned(), Sentence::new(key))).into(),
            must_tick: false,
        });
    }
    questions
}

/// Makes the revert, or undoes the commit, when everything is still as it was shown.
pub(super) fn perform(context: &Context, entry: &OpenEntry, revert: &GitRevert) -> Outcome {
    tokio::task::block_in_place(|| carry_out(&context.session, entry, revert))
}

fn carry_out(session: &Session, entry: &OpenEntry, revert: &GitRevert) -> Outcome {
    let mut noted = Seen::default();
    let (path, consent) = (&session.repo, &session.consent);
    let shown = &entry.approval().proposal().preview().seen;
    let open = match found(session, revert) {
        Ok(Found::Open(open)) if seen(&open) == *shown => open,
        Ok(_) => {
            let branch = session.plan.header().repository.branch.clone();
            return noted.failed(RepoError::BranchMoved { branch }.to_failure());
        }
        Err(error) => return noted.failed(error.to_failure()),
    };
    if entry.approval().choice(HOW) == Some(UNDO) {
        return match repo::undo_commit(entry, path, consent, &open) {
            Ok(parent) => {
                let words = line("act-revert-undone", &open.commit).with("branch", &open.branch);
                noted.note(Mark::Good, words.with("parent", parent.short()));
                noted.output("undone", open.commit.id.as_str());
                noted.output("commit", parent.as_str());
                noted.done()
            }
            Err(error) => noted.failed(error.to_failure()),
        };
    }
    let message = repo::revert_message(&open, session.plan.change());
    match repo::revert(entry, path, consent, &Cancel::default(), &open, &message) {
        Ok(made) => {
            noted.note(
                Mark::Good,
                line("act-revert-made", &made.commit).with("reverts", open.commit.id.short()),
            );
            for surprise in &made.surprises {
                noted.note(Mark::Warning, surprised(surprise));
            }
            noted.outputs = outputs(&made.commit.id, &open.commit.id);
            noted.output("message", message);
            noted.done()
        }
        Err(error) => noted.failed(error.to_failure()),
    }
}

/// Whether the revert, or the undo, is in the branch's history.
pub(super) async fn probe(session: &Session, started: &Started) -> Result<Probed, Failure> {
    let (session, started) = (session.clone(), started.clone());
    blocking(move || probed(&session, &started).map_err(|error| error.to_failure())).await
}

fn probed(session: &Session, started: &Started) -> Result<Probed, RepoError> {
    let path = &session.repo;
    let seen = &started.preview.seen;
    let target = seen.get(COMMIT).map(CommitId::new);
    let is_undo = started.answers.get(HOW).is_some_and(|how| how == UNDO);
    if is_undo && let Some(target) = target {
        let is_there = repo::is_in_history(path, None, &target)?;
        let (answer, key) = if is_there {
            (ProbeAnswer::DidNot, "act-revert-probe-still")
        } else {
            (ProbeAnswer::Happened, "act-revert-probe-undone")
        };
        let outputs = [("undone".to_owned(), target.to_string())].into();
        return Ok(answered(answer, Sentence::new(key).with("commit", target.short()), outputs));
    }
    let before = seen.get(HEAD).and_then(|head| head.rsplit_once('@')).map(|(_, id)| CommitId::new(id));
    let by = repo::change_revert(path, session.plan.change())?;
    if let Some(by) = by
        && !repo::is_in_history(path, before.as_ref(), &by.id)?
    {
        let of = target.unwrap_or_else(|| CommitId::new(""));
        return Ok(answered(ProbeAnswer::Happened, line("act-probe-commit", &by), outputs(&by.id, &of)));
    }
    Ok(answered(ProbeAnswer::DidNot, Sentence::new("act-probe-no-commit"), BTreeMap::new()))
}

/// A probe's answer with what it rests on.
pub(super) fn answered(answer: ProbeAnswer, what: Sentence, outputs: BTreeMap<String, String>) -> Probed {
    let mark = match answer {
        ProbeAnswer::Happened => Mark::Good,
        ProbeAnswer::DidNot => Mark::Note,
        ProbeAnswer::CannotTell => Mark::Warning,
    };
    Probed { answer, evidence: vec![Evidence { at: Timestamp::now(), mark, what }], outputs }
}
