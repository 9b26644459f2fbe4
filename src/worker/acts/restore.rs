//! What it is for: `manifest.restore`: what the change wrote into a file is taken back; other edits of the person stay.
//! In: the file as it lies in the work tree, and a commit. Out: the very bytes that will be there, then their writing.
//! Never: a person's edit lost without a copy, or a write over bytes that nobody was shown.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

use super::{
    Context, Seen,
    edit::{diff_of, text_of},
};
use crate::{
    action::{Action, ManifestEdit, ManifestRestore, Mark, Outcome},
    failure::{Failure, FailureKind},
    journal::OpenEntry,
    manifest::apply_edit,
    names::{CommitId, Digest, RepoFile},
    plan::{
        Plan, PlannedStep,
        preview::{PlannedWrite, Preview, Question, Sign},
    },
    procedure::typed_action,
    repo::{self, Content, Merged, RepoError},
    words::Sentence,
    worker::{blocking, session::Session},
};

/// In `seen` and as a digest: the file is not there.
const ABSENT: &str = "";
/// Question whose tick lets the person's own lines go.
const WHOLLY: &str = "wholly";

/// What will be written.
///
/// # Errors
/// The commit or the file cannot be read, or it is not text.
pub(super) async fn look(session: &Session, restore: &ManifestRestore) -> Result<Preview, Failure> {
    let (session, restore) = (session.clone(), restore.clone());
    blocking(move || look_now(&session, &restore)).await
}

fn look_now(session: &Session, restore: &ManifestRestore) -> Result<Preview, Failure> {
    let file = &restore.file;
    let from = CommitId::new(&restore.from);
    let wanted = repo::checked_out_at(&session.repo, &session.consent, &from, file)
        .map_err(|error| error.to_failure())?;
    let now = present(session, file).map_err(|error| error.to_failure())?;
    let seen = now.as_ref().map_or(ABSENT, |now| now.digest.as_str()).to_owned();
    let mut preview =
        Preview { command: format!("git restore --source={} -- {file}", from.short()), ..Preview::default() };
    preview.seen.insert(file.to_string(), seen);
    let Some(now) = now else { return absent(preview, file, &from, wanted) };
    let Some(wanted) = wanted else { return Ok(remove(preview, file, &from, &now)) };
    if wanted.digest == now.digest {
        return Ok(nothing(preview, "act-restore-nothing", file, &from, &now));
    }
    let (before, text) = (text_of(file, wanted.bytes)?, text_of(file, now.bytes.clone())?);
    let states = written(&session.plan, file, &before);
    let Some(written) = states.last() else {
        let words = Sentence::new("act-restore-not-known").with("file", file.as_str());
        preview = preview.fact(Sign::Warning, words);
        return Ok(wholly(preview, file, &from, (&text, &now.digest), before));
    };
    if states.contains(&text) {
        let words =
            Sentence::new("act-restore-exact").with("file", file.as_str()).with("commit", from.short());
        return Ok(write(preview.fact(Sign::Change, words), file, (&text, &now.digest), before));
    }
    let merged = repo::take_back(before.as_bytes(), written.as_bytes(), text.as_bytes());
    match merged.map_err(|error| error.to_failure())? {
        Merged::Clean(bytes) if bytes == now.bytes => {
            Ok(nothing(preview, "act-restore-taken-back", file, &from, &now))
        }
        Merged::Clean(bytes) => {
            let words =
                Sentence::new("act-restore-ours").with("file", file.as_str()).with("commit", from.short());
            let kept = Sentence::new("act-restore-others-stay").with("file", file.as_str());
            preview = preview.fact(Sign::Change, words).fact(Sign::Same, kept);
            preview = write(preview, file, (&text, &now.digest), text_of(file, bytes)?);
            let title = Sentence::new("act-restore-others").with("file", file.as_str()).text();
            preview.diffs.push(diff_of(&title, written, &text));
            Ok(preview)
        }
        Merged::Conflict => {
            let words = Sentence::new("act-restore-conflict").with("file", file.as_str());
            preview = preview.fact(Sign::Bad, words);
            let title = |key: &str| Sentence::new(key).with("file", file.as_str()).text();
            preview.diffs.push(diff_of(&title("act-restore-change-wrote"), &before, written));
            preview.diffs.push(diff_of(&title("act-restore-others"), written, &text));
            Ok(wholly(preview, file, &from, (&text, &now.digest), before))
        }
    }
}

/// The file's bytes; `None` when it is not there.
fn present(session: &Session, file: &RepoFile) -> Result<Option<Content>, RepoError> {
    match repo::read_file(&session.repo, file) {
        Ok(content) => Ok(Some(content)),
        Err(RepoError::Absent { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the plan's edits make of the file as the commit has it, one after the other: the last is what the change wrote
/// when it did all of them. Empty when no step edits the file, or an edit cannot be carried out again.
fn written(plan: &Plan, file: &RepoFile, before: &str) -> Vec<String> {
    let mut states: Vec<String> = Vec::new();
    for step in plan.all_steps().filter(|step| step.key == "manifest.edit") {
        let named = step.action.value.pointer("/manifest.edit/file").and_then(serde_json::Value::as_str);
        if named != Some(file.as_str()) {
            continue;
        }
        let at = states.last().map_or(before, String::as_str);
        let Some(edited) = edit_of(step).and_then(|edit| apply_edit(at, &edit).ok()) else {
            return Vec::new();
        };
        states.push(edited.text);
    }
    states
}

/// The step's edit, when nothing of it was left open.
fn edit_of(step: &PlannedStep) -> Option<ManifestEdit> {
    if !step.action.open.is_empty() {
        return None;
    }
    if let Ok(Action::ManifestEdit(edit)) = typed_action(&step.action.value) { Some(edit) } else { None }
}

fn nothing(mut preview: Preview, key: &str, file: &RepoFile, from: &CommitId, now: &Content) -> Preview {
    preview.nothing_to_do = Some(Sentence::new(key).with("file", file.as_str()).with("commit", from.short()));
    preview.outputs.insert("file".to_owned(), file.to_string());
    preview.outputs.insert("digest".to_owned(), now.digest.to_string());
    preview
}

/// The work tree does not have the file.
fn absent(
    mut preview: Preview,
    file: &RepoFile,
    from: &CommitId,
    wanted: Option<Content>,
) -> Result<Preview, Failure> {
    let Some(wanted) = wanted else {
        let words = Sentence::new("act-restore-absent").with("file", file.as_str());
        preview.nothing_to_do = Some(words.with("commit", from.short()));
        preview.outputs.insert("file".to_owned(), file.to_string());
        return Ok(preview);
    };
    let words = Sentence::new("act-restore-again").with("file", file.as_str()).with("commit", from.short());
    let before = Digest::new(ABSENT);
    Ok(write(preview.fact(Sign::Add, words), file, ("", &before), text_of(file, wanted.bytes)?))
}

/// The commit does not have the file: it goes away, when the person agrees to that.
fn remove(mut preview: Preview, file: &RepoFile, from: &CommitId, now: &Content) -> Preview {
    let words = Sentence::new("act-restore-remove").with("file", file.as_str()).with("commit", from.short());
    preview = preview.fact(Sign::Remove, words.clone());
    if let Ok(text) = String::from_utf8(now.bytes.clone()) {
        preview.diffs = vec![diff_of(file.as_str(), &text, "")];
    }
    ask(preview, words)
}

fn write(mut preview: Preview, file: &RepoFile, now: (&str, &Digest), text: String) -> Preview {
    preview.diffs.insert(0, diff_of(file.as_str(), now.0, &text));
    let after = Content::of(text.clone().into_bytes()).digest;
    preview.writes = vec![PlannedWrite { file: file.clone(), before: now.1.clone(), after, text }];
    preview
}

/// The commit's bytes wholly, which the person must tick.
fn wholly(preview: Preview, file: &RepoFile, from: &CommitId, now: (&str, &Digest), text: String) -> Preview {
    let words = Sentence::new("act-restore-wholly").with("file", file.as_str()).with("commit", from.short());
    ask(write(preview, file, now, text), words)
}

fn ask(mut preview: Preview, words: Sentence) -> Preview {
    preview = preview.fact(Sign::Same, Sentence::new("act-restore-leave"));
    let choices = vec![("yes".to_owned(), words.clone())];
    preview.questions = vec![Question { id: WHOLLY.to_owned(), ask: words, choices, must_tick: true }];
    preview
}

/// Writes the bytes that were shown, or removes the file; of what the person lets go a copy is kept first.
pub(super) fn perform(context: &Context, entry: &OpenEntry, restore: &ManifestRestore) -> Outcome {
    tokio::task::block_in_place(|| carry_out(context, entry, restore))
}

fn carry_out(context: &Context, entry: &OpenEntry, restore: &ManifestRestore) -> Outcome {
    let mut seen = Seen::default();
    let (session, file) = (&context.session, &restore.file);
    let preview = entry.approval().proposal().preview();
    let shown = preview.seen.get(file.as_str()).filter(|digest| *digest != ABSENT).map(Digest::new);
    if entry.approval().choice(WHOLLY).is_some() {
        match keep(session, file, shown.as_ref()) {
            Ok(Some(name)) => {
                seen.note(
                    Mark::Note,
                    Sentence::new("act-restore-kept").with("file", file.as_str()).with("name", name),
                );
            }
            Ok(None) => {}
            Err(failure) => return seen.failed(failure),
        }
    }
    let done = match (preview.writes.first(), &shown) {
        (Some(write), _) => {
            repo::write_file(entry, &session.repo, file, shown.as_ref(), write.text.as_bytes()).map(Some)
        }
        (None, Some(shown)) => repo::remove_file(entry, &session.repo, file, shown).map(|()| None),
        (None, None) => Ok(None),
    };
    match done {
        Ok(digest) => {
            let key = if digest.is_some() { "act-restore-done" } else { "act-restore-removed" };
            let commit = CommitId::new(&restore.from);
            let words = Sentence::new(key).with("file", file.as_str()).with("commit", commit.short());
            seen.note(Mark::Good, words);
            if let Some(digest) = digest {
                seen.output("digest", digest.as_str());
            }
            seen.output("file", file.as_str());
            seen.done()
        }
        Err(error) => seen.failed(error.to_failure()),
    }
}

/// A copy of the file as it is, in the change's folder. Its name there.
fn keep(session: &Session, file: &RepoFile, shown: Option<&Digest>) -> Result<Option<String>, Failure> {
    let Some(now) = present(session, file).map_err(|error| error.to_failure())? else { return Ok(None) };
    if shown != Some(&now.digest) {
        return Err(RepoError::FileMoved { file: file.clone() }.to_failure());
    }
    let digest = now.digest.as_str();
    let name = format!("kept/{}-{}", digest.get(..12).unwrap_or(digest), file.as_str().replace('/', "_"));
    copy(&session.folder.join(&name), &now.bytes).map(|()| Some(name)).map_err(|fault| {
        let words = Sentence::new("act-restore-not-kept").with("file", file.as_str());
        Failure::new(FailureKind::World, words).caused_by(&fault)
    })
}

/// Readable by the owner only, as the journal beside it; the same bytes may be there already.
fn copy(path: &Path, bytes: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
