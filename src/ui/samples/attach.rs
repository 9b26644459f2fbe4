//! What it is for: files of notes in every state: in rows, before they are added, large.
//! Out: plain data. Never: compiled into the program.

use std::sync::Arc;

use crate::{
    failure::{Failure, FailureKind},
    observed::picture::{Pixels, Preview, SeenFile, Soundness},
    ui::view::*,
    words::Sentence,
};

use super::s;

/// A picture such as a site's page: a bar, a heading, lines, a button.
fn pixels(width: usize, height: usize, accent: [u8; 3]) -> Arc<Pixels> {
    let mut rgba = Vec::with_capacity(width * height * 4);
    for y in 0..height {
        for x in 0..width {
            let (part, row) = (y * 100 / height, y * 100 / height % 12);
            let is_line =
                part > 34 && part < 80 && row < 4 && x > width / 10 && x < width * (60 + part % 25) / 100;
            let is_button = part > 84 && part < 94 && x > width / 10 && x < width / 3;
            let is_heading = part > 18 && part < 27 && x > width / 10 && x < width * 6 / 10;
            let [r, g, b] = match (part < 10 || is_button, is_heading, is_line) {
                (true, ..) => accent,
                (false, true, _) => [60, 64, 72],
                (false, false, true) => [170, 176, 186],
                (false, false, false) => [246, 247, 249],
            };
            rgba.extend([r, g, b, 255]);
        }
    }
    let whole = (u32::try_from(width).unwrap_or(0), u32::try_from(height).unwrap_or(0));
    Arc::new(Pixels { width, height, rgba, whole })
}

/// A log as it is shown.
fn log() -> Preview {
    let line = |at: u32| {
        format!(
            "2026-11-20T15:0{}:11.402Z  INFO  o.h.depot.Migration  V1.{at}__users.sql applied in 41 ms",
            at % 10
        )
    };
    Preview::Text { text: (1..=30).map(line).collect::<Vec<_>>().join("\n"), is_cut: true }
}

fn file(name: &str, about: &str, seen: impl Into<Option<SeenFile>>) -> AttachmentView {
    AttachmentView {
        file: format!("evidence/{name}"),
        name: s(name),
        about: s(about),
        sha256: format!(
            "{:064x}",
            name.bytes().fold(7_u128, |sum, byte| sum.wrapping_mul(31).wrapping_add(u128::from(byte)))
        ),
        seen: seen.into().map(Arc::new),
        failure: None,
    }
}

fn sound(preview: Preview) -> SeenFile {
    SeenFile { soundness: Soundness::Sound, preview }
}

fn lost(soundness: Soundness, key: &str, name: &str) -> SeenFile {
    let preview = Preview::Nothing(Sentence::new(key).with("name", name));
    SeenFile { soundness, preview }
}

/// Files of notes, those that are as they were first.
pub(crate) fn attachments() -> Vec<AttachmentView> {
    let wide = Preview::Picture(pixels(320, 180, [40, 110, 190]));
    let tall = Preview::Picture(pixels(90, 300, [180, 70, 60]));
    let long =
        "Bildschirmfoto der Startseite nach dem Wechsel auf 1.0.188, mit geöffnetem Menü \u{202e}gnp.png";
    vec![
        file("site.png", "PNG picture · 245.31 KiB", sound(wide)),
        file("depot.log", "Text · 88.1 KiB", sound(log())),
        file(long, "JPEG picture · 1.2 MiB", sound(tall)),
        file("coming.webp", "WebP picture · 3 MiB", None),
        file("other.png", "PNG picture · 12 KiB", lost(Soundness::Altered, "attach-altered", "other.png")),
        file("gone.png", "PNG picture · 12 KiB", lost(Soundness::Missing, "attach-missing", "gone.png")),
    ]
}

/// Notes of a step: one with a text, one with files alone.
pub(crate) fn notes() -> Vec<NoteView> {
    let mut files = attachments();
    let rest = files.split_off(2);
    let text = "The site answers, and the log of the migration is clean. Grace looked at it too.";
    vec![
        NoteView { when: s("15:02 · admin"), text: s(text), files },
        NoteView { when: s("15:04 · grace"), text: String::new(), files: rest },
    ]
}

/// Two files before they are added, and one that cannot be.
pub(crate) fn adding() -> AddingView {
    let chosen = |name: &str, about: &str, preview: Preview| ChosenView {
        name: s(name),
        about: s(about),
        sha256: format!("{name} in the dialog"),
        preview,
    };
    let refused = Sentence::new("attach-unknown").with("name", "backup.zip");
    AddingView {
        title: s("Watch the new pods, and look whether the site answers as it did before"),
        text: s("The site answers."),
        files: vec![
            chosen(
                "site.png",
                "PNG picture · 245.31 KiB",
                Preview::Picture(pixels(960, 540, [40, 110, 190])),
            ),
            chosen("depot.log", "Text · 88.1 KiB", log()),
        ],
        refused: vec![Failure { hint: refused.next_step(), ..Failure::new(FailureKind::Person, refused) }],
        is_looking: false,
        is_writing: false,
        may_pick: true,
    }
}

/// A picture, large.
pub(crate) fn large() -> LargeView {
    let picture = Preview::Picture(pixels(1_600, 900, [40, 110, 190]));
    LargeView {
        file: file("site.png", "PNG picture · 245.31 KiB", sound(picture)),
        folder: Some(s("/home/admin/.local/share/changeover/changes/2026-11-20-depot/evidence")),
    }
}

/// A log, large.
pub(crate) fn large_text() -> LargeView {
    LargeView { file: file("depot.log", "Text · 88.1 KiB", sound(log())), folder: None }
}
