//! Files of a note in the real window: a log is chosen, a picture dragged onto the step; both are shown before they are
//! added, kept beside the journal, named by the record, shown again in the history and taken along when the record leaves.

#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{fs, io::Cursor, path::Path, time::Duration};

use changeover::{
    journal::{self, Attachment, AttachmentKind, Entry, attached::EVIDENCE},
    worker::attach::{Origin, choose, keep},
};
use egui::Key;
use libtest_mimic::{Completion, Trial};

use crate::{
    history::{file_dialog, practise_with_dialogs},
    support::{
        drag::Drag, eventually, full_disk::FullDisk, press::press_until, screen::Screen,
        window::in_window_alone,
    },
};

/// For what the practice cluster decides.
const LONG: Duration = Duration::from_secs(90);

pub fn trials() -> Vec<Trial> {
    let window = "attach::a_log_and_a_picture_become_part_of_a_step_and_of_the_record";
    vec![
        in_window_alone(window, log_and_picture),
        Trial::ignorable_test("attach::a_file_is_kept_whole_or_not_at_all_on_a_full_disk", || {
            if !FullDisk::is_possible() {
                return Ok(Completion::ignored_with("a disk that can be filled needs root"));
            }
            full_disk();
            Ok(Completion::Completed)
        }),
    ]
}

/// A real disk without room: nothing of the file is left, and it is kept whole when there is room again.
fn full_disk() {
    let (folder, elsewhere) =
        (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let log = elsewhere.path().join("app.log");
    fs::write(&log, "15:02 all is well\n".repeat(20_000)).expect("written");
    let chosen = [choose(Origin::File(log)).expect("taken")];
    let disk = FullDisk::over(folder.path(), "2m");
    disk.fill();
    let refused = keep(folder.path(), &chosen).expect_err("no room");
    assert!(format!("{refused:?}").to_lowercase().contains("space"), "{refused:?}");
    let left = fs::read_dir(folder.path().join(EVIDENCE)).into_iter().flatten().count();
    assert_eq!(left, 0, "nothing of it is left");
    disk.free();
    let kept = keep(folder.path(), &chosen).expect("kept");
    let bytes = fs::read(folder.path().join(&kept[0].file)).expect("there");
    assert!(kept[0].is(&bytes));
    drop(disk);
}

/// A picture with stripes, so that it is seen whether it is drawn.
fn picture(file: &Path) {
    let shade = |x: u32, y: u32| {
        let is_stripe = (x / 24 + y / 24).is_multiple_of(2);
        if is_stripe { [40, 110, 190] } else { [230, 235, 240] }
    };
    let picture = image::RgbImage::from_fn(480, 300, |x, y| image::Rgb(shade(x, y)));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    fs::write(file, bytes.into_inner()).expect("written");
}

fn log_and_picture() {
    let home = tempfile::tempdir().expect("a home");
    let temporary = tempfile::tempdir().expect("a folder for temporary files");
    let programs = tempfile::tempdir().expect("a folder for programs");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let (log, shot) = (elsewhere.path().join("app.log"), elsewhere.path().join("the shot.png"));
    fs::write(&log, "15:02 all is well\n15:03 \u{1b}[31mor nearly\u{1b}[0m\n").expect("written");
    picture(&shot);
    file_dialog(programs.path(), &log);
    let mut window = practise_with_dialogs(home.path(), temporary.path(), programs.path());
    let display = window.number.clone();
    let screen = &mut window.screen;
    screen.keep_pictures();
    screen.wait("Nothing here is real", LONG);
    screen.scroll_to_top();
    screen.click_within("Start the change", LONG);
    screen.click_within("Time runs 16 times as fast", LONG);

    choose_a_log(screen);
    drag_a_picture(screen, &display, &shot);
    let files = kept(temporary.path());
    let kinds: Vec<(&str, AttachmentKind)> = files.iter().map(|one| (one.name.as_str(), one.kind)).collect();
    assert_eq!(kinds, [("app.log", AttachmentKind::Text), ("the shot.png", AttachmentKind::Png)]);

    press_until(screen, "Every step is behind you");
    screen.click("Show the record");
    screen.wait("Files of the notes", LONG);
    let tile = screen.wait("Open the shot.png: PNG picture", LONG).name;
    screen.click_within(&tile, LONG);
    screen.wait("SHA-256", LONG);
    screen.picture("attach-large");
    screen.key(Key::Escape);
    screen.wait_gone("Copy the hash", LONG);
    screen.picture("attach-record");
    let record = home.path().join("out/record.md");
    fs::create_dir(home.path().join("out")).expect("a folder");
    file_dialog(programs.path(), &record);
    screen.click("Save as Markdown…");
    screen.wait("with 2 files of its notes beside it", LONG);
    let text = fs::read_to_string(&record).expect("the record");
    for one in &files {
        assert!(text.contains(&format!("]({})", one.file)) && text.contains(&one.sha256), "{text}");
        let beside = fs::read(home.path().join("out").join(&one.file)).expect("beside the record");
        assert!(one.is(&beside), "{one:?}");
    }
    drop(window);
}

/// By the button of a note's dialog; what was written there goes along.
fn choose_a_log(screen: &mut Screen) {
    screen.click_within("Add a note…", LONG);
    screen.wait("The note is kept in the journal", LONG);
    screen.type_text("as the app said");
    screen.click("Attach files…");
    screen.wait("app.log", LONG);
    screen.wait("or nearly", LONG);
    screen.picture("attach-log");
    screen.click_within("Add the file", LONG);
    screen.wait("Open app.log: Text", LONG);
}

/// Dragged onto the step, shown there, left out by Escape, dragged again, added.
fn drag_a_picture(screen: &mut Screen, display: &str, shot: &Path) {
    let drag = Drag::over(display, &[shot]);
    screen.wait("Add to the note of", LONG);
    screen.picture("attach-drag");
    drag.let_go();
    screen.wait("Look at it before you add it", LONG);
    screen.wait("Leave out the shot.png", LONG);
    screen.key(Key::Escape);
    screen.wait_gone("Look at it before you add it", LONG);
    Drag::over(display, &[shot]).let_go();
    screen.wait("Leave out the shot.png", LONG);
    screen.picture("attach-adding");
    screen.click_within("Add the file", LONG);
    screen.wait("Open the shot.png: PNG picture", LONG);
    screen.picture("attach-step");
}

/// The files that the journal of the only change tells, each of which lies beside it as it was.
fn kept(temporary: &Path) -> Vec<Attachment> {
    eventually("two notes in the journal", LONG, || {
        let worlds = fs::read_dir(temporary).map_err(|fault| fault.to_string())?;
        let changes = worlds.flatten().filter_map(|world| fs::read_dir(world.path().join("changes")).ok());
        let folder = changes.flatten().flatten().next().ok_or("no change")?.path();
        let journaled = journal::read(&folder.join("journal.jsonl")).map_err(|fault| fault.to_string())?;
        let mut files = Vec::new();
        for line in &journaled.lines {
            if let Entry::Noted { files: more, .. } = &line.entry {
                files.extend(more.iter().cloned());
            }
        }
        for one in &files {
            let bytes = fs::read(folder.join(&one.file)).map_err(|fault| fault.to_string())?;
            assert!(one.is(&bytes), "{one:?}");
        }
        if files.len() == 2 { Ok(files) } else { Err(format!("{files:?}")) }
    })
}
