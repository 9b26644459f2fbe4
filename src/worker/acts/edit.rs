//! What it is for: `manifest.edit`: values of a manifest set or removed, every other byte as it was.
//! In: the file as it lies in the work tree. Out: the very bytes that will be written, then their writing.
//! Never: a write over bytes that nobody was shown.

use super::{Context, Seen};
use crate::{
    action::{ManifestEdit, Mark, Outcome},
    failure::{Failure, FailureKind},
    journal::OpenEntry,
    manifest::{EditError, apply_edit, diff_manifests, mask},
    names::RepoFile,
    plan::preview::{PlannedWrite, Preview, ShownDiff, Sign},
    repo::{self, RepoPath, Since},
    words::Sentence,
    worker::{blocking, session::Session},
};

/// What will be written.
///
/// # Errors
/// The file cannot be read, is no manifest, or cannot be edited as asked.
pub(super) async fn look(session: &Session, edit: &ManifestEdit) -> Result<Preview, Failure> {
    let (path, edit) = (session.repo.clone(), edit.clone());
    blocking(move || look_now(&path, &edit)).await
}

fn look_now(path: &RepoPath, edit: &ManifestEdit) -> Result<Preview, Failure> {
    let content = repo::read_file(path, &edit.file).map_err(|error| error.to_failure())?;
    let text = text_of(&edit.file, content.bytes)?;
    let edited = apply_edit(&text, edit).map_err(|error| refused(&edit.file, &error))?;
    let mut preview = Preview::default();
    for same in &edited.already {
        let value = shown(&same.object, &same.path, same.value.as_ref());
        let words = Sentence::new("act-edit-already").with("object", &same.object).with("path", &same.path);
        preview = preview.fact(Sign::Same, words.with("value", value));
    }
    for change in &edited.changes {
        let words = Sentence::new("act-edit-change")
            .with("object", &change.object)
            .with("path", &change.path)
            .with("line", change.line.to_string())
            .with("before", shown(&change.object, &change.path, change.before.as_ref()))
            .with("after", shown(&change.object, &change.path, change.after.as_ref()));
        preview = preview.fact(Sign::Change, words);
    }
    preview.seen.insert(edit.file.to_string(), content.digest.to_string());
    if edited.changes.is_empty() {
        preview.nothing_to_do = Some(already_since(path, edit)?);
        preview.outputs.insert("file".to_owned(), edit.file.to_string());
        preview.outputs.insert("digest".to_owned(), content.digest.to_string());
        return Ok(preview);
    }
    let words =
        Sentence::new("act-edit-rest").count("count", edited.changes.len()).with("file", edit.file.as_str());
    preview = preview.fact(Sign::Same, words);
    preview.diffs = vec![diff_of(edit.file.as_str(), &text, &edited.text)];
    let (file, before) = (edit.file.clone(), content.digest);
    let after = repo::Content::of(edited.text.clone().into_bytes()).digest;
    preview.writes = vec![PlannedWrite { file, before, after, text: edited.text }];
    Ok(preview)
}

/// In which commit the repository got what the step would write.
fn already_since(path: &RepoPath, edit: &ManifestEdit) -> Result<Sentence, Failure> {
    let holds = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        apply_edit(&text, edit).is_ok_and(|edited| edited.changes.is_empty())
    };
    let since = repo::which_commit_has(path, &edit.file, holds).map_err(|error| error.to_failure())?;
    let Some(since) = since else {
        return Ok(Sentence::new("act-edit-already-uncommitted").with("file", edit.file.as_str()));
    };
    let key = match &since {
        Since::Commit(_) => "act-edit-already-commit",
        Since::AtLeast(_) => "act-edit-already-at-least",
    };
    let commit = since.commit();
    Ok(Sentence::new(key)
        .with("file", edit.file.as_str())
        .with("commit", commit.id.short())
        .with("summary", &commit.summary)
        .with("author", &commit.author)
        .with("at", commit.at.strftime("%Y-%m-%d").to_string()))
}

/// Writes the bytes that were shown.
pub(super) fn perform(context: &Context, entry: &OpenEntry, edit: &ManifestEdit) -> Outcome {
    let mut seen = Seen::default();
    let preview = entry.approval().proposal().preview().clone();
    for write in preview.writes {
        let path = &context.session.repo;
        // Short and local, and it needs the entry: on this thread, told to the runtime.
        let written = tokio::task::block_in_place(|| {
            repo::write_file(entry, path, &write.file, Some(&write.before), write.text.as_bytes())
        });
        match written {
            Ok(digest) => {
                let words = Sentence::new("act-edit-written").with("file", write.file.as_str());
                seen.note(Mark::Good, words);
                seen.output("digest", digest.as_str());
            }
            Err(error) => return seen.failed(error.to_failure()),
        }
    }
    seen.output("file", edit.file.as_str());
    seen.done()
}

/// A file's text.
///
/// # Errors
/// Not UTF-8.
pub(super) fn text_of(file: &RepoFile, bytes: Vec<u8>) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|_bytes| {
        Failure::new(FailureKind::Person, Sentence::new("act-file-not-text").with("file", file.as_str()))
    })
}

/// The difference between two states of a file; Secrets of a manifest are masked.
pub(super) fn diff_of(title: &str, before: &str, after: &str) -> ShownDiff {
    // What is no manifest is not shown: its secrets could not be found.
    let diff = diff_manifests(before, after).unwrap_or_default();
    ShownDiff { title: title.to_owned(), diff }
}

fn refused(file: &RepoFile, error: &EditError) -> Failure {
    let words = Sentence::new("act-edit-refused").with("file", file.as_str()).with("why", error.to_string());
    Failure::new(FailureKind::Person, words).hint(Sentence::new("act-edit-refused-hint"))
}

/// A value fit to show and to journal; what looks like a secret is masked.
fn shown(object: &str, path: &str, value: Option<&serde_json::Value>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| mask::shown(object, path, value))
}
