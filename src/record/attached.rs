//! What it is for: the files of notes in a record: each with name, kind, size, hash, and a picture where it lies beside.
//! In: the story. Out: lists. Never: a name as markup, or a link to where the file is not.

use super::{
    page::{Page, code, escape},
    story::{Event, Story},
    ticket::Fence,
};
use crate::{
    action::ByteSize,
    journal::{Attachment, AttachmentKind, Line, attached::EVIDENCE},
    words::{Sentence, text},
};

/// What a note says; of one without a text, how many files it brought.
pub(super) fn words(text: &str, files: &[Attachment]) -> Sentence {
    if text.trim().is_empty() && !files.is_empty() {
        return Sentence::new("record-note-files").count("count", files.len());
    }
    Sentence::new("record-note").with("text", text)
}

/// The files of one note.
pub(super) fn of_note(page: &mut Page, files: &[Attachment]) {
    if files.is_empty() {
        return;
    }
    page.gap();
    for file in files {
        let about =
            format!("{} · {} · SHA-256 {}", kind_words(file.kind), size_words(file.size), code(&file.sha256));
        let place = link(file).filter(|_| !page.names_files());
        match place {
            Some(place) => page.item(&format!("[{}]({place}) · {about}", label(&file.name))),
            None => page.item(&format!("{} · {about}", escape(&file.name))),
        }
    }
    page.gap();
    if page.names_files() {
        return;
    }
    for file in files.iter().filter(|file| file.kind.is_picture()) {
        if let Some(place) = link(file) {
            page.line(&format!("![{}]({place})", label(&file.name)));
            page.gap();
        }
    }
}

/// In a comment: which files are still to be attached to the ticket.
pub(super) fn by_hand(page: &mut Page, story: &Story<'_>) {
    let all = all(story);
    if all.is_empty() || !page.names_files() {
        return;
    }
    page.heading(3, &text("record-files-by-hand"));
    for file in all {
        page.item(&format!("{} · {}", code(&file.file), escape(&file.name)));
    }
    page.gap();
}

/// The files of all notes, each once, in the order in which they were added.
pub(super) fn all(story: &Story<'_>) -> Vec<Attachment> {
    let mut all: Vec<Attachment> = Vec::new();
    for event in story.events() {
        let Event::Noted { files, .. } = event else { continue };
        for file in *files {
            if !all.iter().any(|known| known.file == file.file) {
                all.push(file.clone());
            }
        }
    }
    all
}

/// The files of all notes of a journal, each once; none when it has no beginning.
pub fn files(lines: &[Line]) -> Vec<Attachment> {
    Story::new(lines).map(|story| all(&story)).unwrap_or_default()
}

/// What a file is, in words.
pub fn kind_words(kind: AttachmentKind) -> String {
    text(match kind {
        AttachmentKind::Png => "attach-kind-png",
        AttachmentKind::Jpeg => "attach-kind-jpeg",
        AttachmentKind::Gif => "attach-kind-gif",
        AttachmentKind::Webp => "attach-kind-webp",
        AttachmentKind::Text => "attach-kind-text",
        AttachmentKind::Other => "attach-kind-other",
    })
}

/// Bytes, for a person.
pub fn size_words(bytes: u64) -> String {
    ByteSize::from_bytes(bytes).to_string()
}

/// A record's text without the pictures that lie beside it; what stands in a block of code is none.
pub(super) fn without_pictures(text: &str) -> String {
    let is_picture =
        |line: &str| line.trim_start().starts_with("![") && line.contains(&format!("]({EVIDENCE}/"));
    let mut fence = Fence::default();
    let is_kept = |line: &&str| fence.step(line).0 || !is_picture(line);
    let kept: Vec<&str> = text.lines().filter(is_kept).collect();
    format!("{}\n", kept.join("\n").trim_end())
}

/// The relative place of a file, which needs no escape; `None` when the journal names one elsewhere.
fn link(file: &Attachment) -> Option<&str> {
    file.own_name().map(|_| file.file.as_str())
}

/// A name between square brackets.
fn label(name: &str) -> String {
    escape(&name.replace('[', "(").replace(']', ")"))
}
