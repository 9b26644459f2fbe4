//! What it is for: files that a person adds to a note: looked at before, kept in the change's folder, looked at again later.
//! In: paths, pictures of the clipboard, what the journal tells. Out: bytes with a preview; files beside the journal.
//! Never: other bytes kept than were shown, a picture opened that would fill the memory, or a line of the journal.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::history::readable;
use crate::{
    failure::{Failure, FailureKind},
    journal::{
        Attachment,
        attached::{self, EVIDENCE, Found, LARGEST, Unfit},
    },
    logbook::text::plain,
    names::RepoFile,
    observed::picture::{Preview, SeenFile, Soundness},
    outside::picture::{self, PictureError},
    repo::{self, RECORDS, RepoError, RepoPath},
    words::Sentence,
};

/// Bytes of a text that are shown.
const SHOWN: usize = 64 << 10;
/// Pixels of the longer side of a picture in the dialog: letters in a screenshot can be read.
const LARGE: u32 = 1_600;

/// A file that was looked at and may be added.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// What the journal is to say of it.
    pub attachment: Attachment,
    /// The bytes that were looked at; these are kept, whatever happens to the file meanwhile.
    bytes: Arc<[u8]>,
    /// What is shown of it.
    pub preview: Preview,
}

/// Where something to be added comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// A picture of the clipboard.
    Pasted {
        /// Columns.
        width: u32,
        /// Rows.
        height: u32,
        /// Four bytes for each pixel.
        rgba: Vec<u8>,
    },
}

/// Where the files of a change lie.
#[derive(Debug, Clone, PartialEq)]
pub enum Base {
    /// Beside its journal, in this folder.
    Folder(PathBuf),
    /// Beside its record, in the repository's folder of records.
    Repository(RepoPath),
}

/// Looks at something that may be added. Reads the whole file, so call it off the frame.
///
/// # Errors
/// It cannot be read, is too large, or is neither text nor a picture that can be shown.
pub fn choose(origin: Origin) -> Result<Chosen, Failure> {
    match origin {
        Origin::File(path) => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            chosen(&name, read(&path, &name)?)
        }
        Origin::Pasted { width, height, rgba } => {
            let file = picture::encode_png(width, height, &rgba).map_err(|fault| unseen("", &fault))?;
            chosen("pasted.png", file)
        }
    }
}

fn read(path: &Path, name: &str) -> Result<Vec<u8>, Failure> {
    let failed = |fault: &std::io::Error| {
        let words = Sentence::new("attach-unreadable").with("name", name);
        Failure::new(FailureKind::World, words).caused_by(fault)
    };
    // A pipe would be waited for without end.
    if !path.metadata().map_err(|fault| failed(&fault))?.is_file() {
        return Err(Failure::new(FailureKind::Person, Sentence::new("attach-no-file").with("name", name)));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|fault| failed(&fault))?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|fault| failed(&fault))?;
    Ok(bytes)
}

fn chosen(name: &str, bytes: Vec<u8>) -> Result<Chosen, Failure> {
    let attachment = Attachment::of(name, &bytes).map_err(|unfit| {
        let key = match unfit {
            Unfit::Empty => "attach-empty",
            Unfit::TooLarge => "attach-too-large",
            Unfit::Unknown => "attach-unknown",
        };
        let words = Sentence::new(key).with("name", name).with("most", crate::record::size_words(LARGEST));
        let hint = words.next_step();
        Failure { hint, ..Failure::new(FailureKind::Person, words) }
    })?;
    let preview = show(&attachment, &bytes, LARGE)?;
    Ok(Chosen { attachment, bytes: bytes.into(), preview })
}

/// What is shown of these bytes.
///
/// # Errors
/// They say that they are a picture, and it is none that can be opened.
fn show(attachment: &Attachment, bytes: &[u8], side: u32) -> Result<Preview, Failure> {
    if attachment.kind.is_picture() {
        let pixels = picture::decode(bytes, side).map_err(|fault| unseen(&attachment.name, &fault))?;
        return Ok(Preview::Picture(Arc::new(pixels)));
    }
    let begin = bytes.get(..SHOWN).unwrap_or(bytes);
    let text = String::from_utf8_lossy(begin);
    let lines: Vec<String> = text.lines().map(|line| plain(line.as_bytes())).collect();
    Ok(Preview::Text { text: lines.join("\n"), is_cut: begin.len() < bytes.len() })
}

fn unseen(name: &str, fault: &PictureError) -> Failure {
    let words = match fault {
        PictureError::TooLarge { width, height } => {
            Sentence::new("attach-bomb").with("width", width.to_string()).with("height", height.to_string())
        }
        PictureError::Broken(_) | PictureError::Unknown => Sentence::new("attach-broken"),
    };
    let words = words.with("name", name);
    let hint = words.next_step();
    Failure { hint, ..Failure::new(FailureKind::Person, words) }.caused_by(fault)
}

/// Puts files into the folder of a change, each whole and on the disk; after this the journal may tell of them.
///
/// # Errors
/// One of them cannot be written; those before it stay, and nothing tells of them.
pub fn keep(folder: &Path, chosen: &[Chosen]) -> Result<Vec<Attachment>, Failure> {
    for one in chosen {
        attached::keep(folder, &one.attachment, &one.bytes).map_err(|fault| {
            let words = Sentence::new("attach-not-kept").with("name", &one.attachment.name);
            Failure::new(FailureKind::World, words).caused_by(&fault)
        })?;
    }
    Ok(chosen.iter().map(|one| one.attachment.clone()).collect())
}

/// Looks at a file that was added earlier; of a picture `side` pixels at most are given of its longer side.
///
/// # Errors
/// It is there and cannot be read.
pub fn look(base: &Base, attachment: &Attachment, side: u32) -> Result<SeenFile, Failure> {
    let nothing = |soundness, key: &str| {
        Ok(SeenFile {
            soundness,
            preview: Preview::Nothing(Sentence::new(key).with("name", &attachment.name)),
        })
    };
    match find(base, attachment)? {
        Found::Missing => nothing(Soundness::Missing, "attach-missing"),
        Found::Altered => nothing(Soundness::Altered, "attach-altered"),
        Found::Sound(bytes) => {
            let preview = show(attachment, &bytes, side);
            let preview = preview.unwrap_or_else(|failure| Preview::Nothing(failure.summary));
            Ok(SeenFile { soundness: Soundness::Sound, preview })
        }
    }
}

fn find(base: &Base, attachment: &Attachment) -> Result<Found, Failure> {
    let failed = || {
        let words = Sentence::new("attach-unreadable").with("name", &attachment.name);
        Failure::new(FailureKind::World, words)
    };
    match base {
        Base::Folder(folder) => {
            attached::find(folder, attachment).map_err(|fault| failed().caused_by(&fault))
        }
        Base::Repository(path) => {
            let Some(file) = in_repository(attachment) else { return Ok(Found::Missing) };
            match repo::read_file(path, &file) {
                Ok(read) if attachment.is(&read.bytes) => Ok(Found::Sound(read.bytes)),
                // What lies there is not the file, or is not looked at: too large, or behind a link.
                Ok(_)
                | Err(
                    RepoError::Outside { .. }
                    | RepoError::NotRegular { .. }
                    | RepoError::TooLarge { .. }
                    | RepoError::InSubmodule { .. },
                ) => Ok(Found::Altered),
                Err(RepoError::Absent { .. }) => Ok(Found::Missing),
                Err(fault) => Err(failed().caused_by(&fault)),
            }
        }
    }
}

/// Where a file lies beside a record in the repository; `None` when it is named elsewhere.
pub fn in_repository(attachment: &Attachment) -> Option<RepoFile> {
    RepoFile::new(format!("{RECORDS}/{EVIDENCE}/{}", attachment.own_name()?)).ok()
}

/// What became of the files when a record left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// Files that lie beside the record now.
    pub along: usize,
    /// Files that could not be taken: they are not there, or not as they were.
    pub left: usize,
}

/// Writes the files of a record beside it, below the folder where it is to lie.
///
/// # Errors
/// One of them is there and cannot be read, or cannot be written.
pub fn export(base: &Base, files: &[Attachment], to: &Path) -> Result<Taken, Failure> {
    let below = to.join(EVIDENCE);
    each(base, files, |attachment, bytes| {
        let file = attachment.path_in(to);
        // A record is meant for others, and so are its files; what was there before stays as it is.
        let made = std::iter::once(below.as_path()).chain(file.as_deref());
        let made: Vec<&Path> = made.filter(|path| path.symlink_metadata().is_err()).collect();
        let written =
            attached::keep(to, attachment, bytes).and_then(|()| made.into_iter().try_for_each(readable));
        written.map_err(|fault| {
            let words = Sentence::new("attach-not-exported").with("name", &attachment.name);
            let words = words.with("folder", to.display().to_string());
            Failure::new(FailureKind::World, words).caused_by(&fault)
        })
    })
}

/// Puts the files of a record into the repository's folder of records.
///
/// # Errors
/// One of them is there and cannot be read, or cannot be written.
pub fn put(base: &Base, files: &[Attachment], path: &RepoPath) -> Result<Taken, Failure> {
    each(base, files, |attachment, bytes| {
        let Some(file) = in_repository(attachment) else { return Ok(()) };
        repo::put_record(path, &file, bytes).map(drop).map_err(|fault| fault.to_failure())
    })
}

fn each(
    base: &Base,
    files: &[Attachment],
    mut write: impl FnMut(&Attachment, &[u8]) -> Result<(), Failure>,
) -> Result<Taken, Failure> {
    let mut taken = Taken::default();
    for attachment in files {
        match find(base, attachment)? {
            Found::Sound(bytes) => {
                write(attachment, &bytes)?;
                taken.along += 1;
            }
            Found::Altered | Found::Missing => taken.left += 1,
        }
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn picture(folder: &Path, name: &str, shade: u8) -> PathBuf {
        let file = folder.join(name);
        let rgba = [shade, 20, 30, 255].repeat(40 * 30);
        fs::write(&file, picture::encode_png(40, 30, &rgba).expect("a picture")).expect("written");
        file
    }

    fn of(path: PathBuf) -> Result<Chosen, Failure> {
        choose(Origin::File(path))
    }

    #[test]
    fn what_was_shown_is_kept_whatever_happens_to_the_file_meanwhile() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = picture(folder.path(), "shot.png", 1);
        let one = of(path.clone()).expect("taken");
        assert!(matches!(&one.preview, Preview::Picture(pixels) if pixels.whole == (40, 30)), "{one:?}");
        fs::write(&path, b"something else").expect("written");
        let kept = keep(folder.path(), &[one]).expect("kept");
        let base = Base::Folder(folder.path().to_owned());
        let seen = look(&base, &kept[0], 200).expect("looked at");
        assert_eq!(seen.soundness, Soundness::Sound);
        assert!(matches!(seen.preview, Preview::Picture(_)));
    }

    #[test]
    fn two_of_one_name_stand_beside_each_other() {
        let (folder, one, two) = (
            tempfile::tempdir().expect("f"),
            tempfile::tempdir().expect("f"),
            tempfile::tempdir().expect("f"),
        );
        let chosen = [picture(one.path(), "shot.png", 1), picture(two.path(), "shot.png", 2)];
        let chosen = chosen.map(|path| of(path).expect("taken"));
        let kept = keep(folder.path(), &chosen).expect("kept");
        assert_ne!(kept[0].file, kept[1].file);
        assert_eq!(fs::read_dir(folder.path().join(EVIDENCE)).expect("there").count(), 2);
    }

    #[test]
    fn what_cannot_be_looked_at_is_not_taken_and_the_reason_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, bytes: &[u8]| {
            fs::write(folder.path().join(name), bytes).expect("written");
            folder.path().join(name)
        };
        let whole = fs::read(picture(folder.path(), "whole.png", 1)).expect("read");
        let half = whole.get(..whole.len() / 2).expect("a half");
        let large = vec![b'x'; usize::try_from(LARGEST).expect("small") + 1];
        for (path, key, hint) in [
            (write("empty.log", b""), "attach-empty", false),
            (write("large.log", &large), "attach-too-large", true),
            (write("a.png", b"PK\x03\x04zip"), "attach-unknown", true),
            (write("half.png", half), "attach-broken", true),
            (folder.path().to_owned(), "attach-no-file", false),
            (folder.path().join("none.png"), "attach-unreadable", false),
        ] {
            let failure = of(path).expect_err(key);
            assert_eq!((failure.summary.key.as_str(), failure.hint.is_some()), (key, hint));
            let words = failure.summary.text();
            assert!(!words.contains('⟨') && !words.contains("{ $"), "{words}");
        }
        assert!(!folder.path().join(EVIDENCE).exists());
    }

    #[test]
    fn a_text_is_shown_without_what_a_terminal_would_obey() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("app.log");
        fs::write(&path, "one\r\n\u{1b}[31mtwo\u{1b}[0m\n").expect("written");
        let one = of(path).expect("taken");
        let Preview::Text { text, is_cut: false } = &one.preview else { panic!("{one:?}") };
        assert!(text.starts_with("one\n") && text.contains("two") && !text.contains('\u{1b}'), "{text:?}");
    }

    #[test]
    fn a_pasted_picture_becomes_a_file() {
        let pasted = Origin::Pasted { width: 2, height: 2, rgba: vec![9; 16] };
        let one = choose(pasted).expect("taken");
        assert!(one.attachment.file.starts_with("evidence/pasted-"), "{}", one.attachment.file);
        assert!(choose(Origin::Pasted { width: 0, height: 0, rgba: Vec::new() }).is_err());
    }

    #[test]
    fn a_record_takes_its_files_along_and_says_how_many_it_could_not() {
        let (folder, to) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let chosen = [1, 2, 3].map(|shade| of(picture(folder.path(), "shot.png", shade)).expect("taken"));
        let kept = keep(folder.path(), &chosen).expect("kept");
        fs::remove_file(folder.path().join(&kept[0].file)).expect("removed");
        fs::write(folder.path().join(&kept[1].file), b"\x89PNG\r\n\x1a\nother").expect("written");
        let base = Base::Folder(folder.path().to_owned());
        let states = kept.iter().map(|one| look(&base, one, 100).expect("looked at"));
        let states: Vec<Soundness> = states.map(|seen| seen.soundness).collect();
        assert_eq!(states, [Soundness::Missing, Soundness::Altered, Soundness::Sound]);
        assert_eq!(export(&base, &kept, to.path()).expect("written"), Taken { along: 1, left: 2 });
        assert_eq!(export(&base, &kept, to.path()).expect("again"), Taken { along: 1, left: 2 });
        assert!(to.path().join(&kept[2].file).is_file());
    }

    #[cfg(unix)]
    #[test]
    fn what_lay_there_before_is_shown_to_nobody_else() {
        use std::os::unix::fs::PermissionsExt as _;
        let (folder, to) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let chosen = [1, 2].map(|shade| of(picture(folder.path(), "shot.png", shade)).expect("taken"));
        let kept = keep(folder.path(), &chosen).expect("kept");
        keep(to.path(), &chosen[..1]).expect("kept");
        let base = Base::Folder(folder.path().to_owned());
        assert_eq!(export(&base, &kept, to.path()).expect("written"), Taken { along: 2, left: 0 });
        let mode =
            |below: &str| fs::metadata(to.path().join(below)).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(EVIDENCE), mode(&kept[0].file), mode(&kept[1].file)), (0o700, 0o600, 0o644));
    }
}
