//! What it is for: the history: all changes of this machine and the records of the repository, and one record closely.
//! In: the folder of changes, the repository. Out: rows, texts, a file where the person wants one. Never: a journal changed
//! or taken up, a commit, or something unreadable left out in silence.

use std::{
    collections::BTreeMap,
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::attach::in_repository;
use crate::{
    failure::{Failure, FailureKind},
    journal::{self, Attachment, Entry, Line, SkipReason},
    names::{RepoFile, StepId},
    observed::usual::Usual,
    record::{self, Brief, Choices, Past, Place, Says, Timeline},
    repo::{self, Put, RECORDS, RepoError, RepoPath},
    words::{self, Sentence},
};

/// Most files of a record of the repository: whoever wrote it could name any number.
const MOST_FILES: usize = 500;

/// Everything that the history lists.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// The rows, as [`record::newest_first`] has them.
    pub rows: Vec<Past>,
    /// What they can be filtered by.
    pub choices: Choices,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// A folder or file that could not be read as a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Folder or file, as it is called.
    pub name: String,
    /// Where it lies; `None` for what lies in the repository.
    pub folder: Option<PathBuf>,
    /// Why.
    pub why: Sentence,
}

/// Reads all changes of this machine, and the records of the repository if there is one.
///
/// # Errors
/// The folder of changes is there and cannot be listed.
pub fn history(changes: &Path, repository: Option<&RepoPath>) -> Result<History, Failure> {
    let listed = journal::list(changes).map_err(|fault| {
        let words = Sentence::new("begun-not-listed").with("folder", changes.display().to_string());
        Failure::new(FailureKind::World, words).caused_by(&fault)
    })?;
    let here = listed.found.iter().map(Past::here).collect();
    let mut unread: Vec<Unread> =
        listed.skipped.into_iter().map(|one| skipped(one.folder, &one.why)).collect();
    let recorded = repository.map(|path| recorded(path, &mut unread)).unwrap_or_default();
    let rows = record::newest_first(here, recorded);
    Ok(History { choices: record::choices(&rows), rows, unread })
}

fn skipped(folder: PathBuf, why: &SkipReason) -> Unread {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let why = match why {
        SkipReason::Unreadable(fault) => Sentence::new("history-unreadable").with("why", fault.to_string()),
        SkipReason::NeverBegun => Sentence::new("history-never-begun"),
        SkipReason::Damaged(damage) => {
            Sentence::new("history-no-change").with("line", damage.line().to_string())
        }
        SkipReason::Newer { app } => Sentence::new("history-newer").with("app", app),
    };
    Unread { name, folder: Some(folder), why }
}

fn recorded(path: &RepoPath, unread: &mut Vec<Unread>) -> Vec<Past> {
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    let of_repo = |name: &str, why: Sentence| Unread { name: name.to_owned(), folder: None, why };
    let left_out = repo::each_record(path, |(file, bytes, written)| match bytes {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            let written = written.and_then(|at| Timestamp::try_from(at).ok());
            rows.push(match Brief::read(&text) {
                Some(brief) => Past::recorded(file, brief),
                None => Past::foreign(file, &text, written),
            });
        }
        Err(fault) => faults.push(of_repo(file.as_str(), fault.to_failure().summary)),
    });
    // By name: of two files of one change, the first is the change's own.
    rows.reverse();
    unread.extend(faults.into_iter().rev());
    match left_out {
        Ok(0) => {}
        Ok(count) => {
            unread.push(of_repo(RECORDS, Sentence::new("history-left-out").count("count", count)));
        }
        Err(fault) => unread.push(of_repo(RECORDS, fault.to_failure().summary)),
    }
    rows
}

/// A record closely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The record as a file would hold it.
    pub document: String,
    /// The record as a comment for the ticket.
    pub comment: String,
    /// The course of the change; `None` for a record of the repository.
    pub timeline: Option<Timeline>,
    /// Where its journal breaks off, in words.
    pub damage: Option<Sentence>,
    /// The files of its notes.
    pub files: Vec<Attachment>,
    /// How the repository's copy of it stands.
    pub shared: Option<Shared>,
}

/// A record in the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The file.
    pub file: RepoFile,
    /// Those files of its notes that lie beside it, as it tells them.
    pub files: Vec<RepoFile>,
    /// Whether a commit holds it and these files as they lie there.
    pub is_committed: bool,
    /// Whether it says what the journal says.
    pub says: Says,
}

/// Reads one record: from its journal, or the repository's file. `shared` names the repository's copy, if there is one.
///
/// # Errors
/// The journal or file cannot be read, or the journal has no beginning.
pub fn told(place: &Place, shared: Option<RepoFile>, repository: Option<&RepoPath>) -> Result<Told, Failure> {
    let mut told = match place {
        Place::Here(folder) => of_journal(folder)?,
        Place::File(file) => {
            let path = repository.ok_or_else(|| gone(file))?;
            let bytes = repo::read_file(path, file).map_err(|fault| fault.to_failure())?.bytes;
            let document = String::from_utf8_lossy(&bytes).into_owned();
            Told {
                comment: record::comment_of(&document),
                files: Brief::read(&document)
                    .map(|brief| brief.files.into_iter().take(MOST_FILES).collect())
                    .unwrap_or_default(),
                document,
                timeline: None,
                damage: None,
                shared: None,
            }
        }
    };
    let file = if let Place::File(file) = place { Some(file.clone()) } else { shared };
    told.shared = file.zip(repository).and_then(|(file, path)| {
        let says = says(path, &file, place, &told.document)?;
        let files = beside(path, &told.files);
        let is_committed =
            |file: &RepoFile| repo::standing(path, file).is_ok_and(|seen| seen.is_as_committed);
        let is_committed = is_committed(&file) && files.iter().all(is_committed);
        Some(Shared { file, files, is_committed, says })
    });
    Ok(told)
}

/// Those files of notes that lie beside a record of the repository, with their own bytes.
fn beside(path: &RepoPath, files: &[Attachment]) -> Vec<RepoFile> {
    let lies = |attachment: &Attachment| {
        let file = in_repository(attachment)?;
        let is_sound = repo::read_file(path, &file).is_ok_and(|read| attachment.is(&read.bytes));
        is_sound.then_some(file)
    };
    files.iter().filter_map(lies).collect()
}

/// What a file of the repository says, next to that record of that place; `None` when it cannot be read. A copy in
/// another language is compared with the record in that language.
fn says(path: &RepoPath, file: &RepoFile, place: &Place, record: &str) -> Option<Says> {
    let bytes = repo::read_file(path, file).ok()?.bytes;
    let copy = String::from_utf8_lossy(&bytes);
    let language = Brief::language_of(&copy);
    let in_its_language = match place {
        Place::Here(folder) if language != Brief::language_of(record) => {
            words::speaking(language, || of_journal(folder)).ok()
        }
        Place::Here(_) | Place::File(_) => None,
    };
    let record = in_its_language.as_ref().map_or(record, |told| &told.document);
    Some(Says::of(&copy, record))
}

fn gone(file: &RepoFile) -> Failure {
    Failure::new(FailureKind::Person, Sentence::new("history-no-repository").with("file", file.as_str()))
}

/// How long the steps of this change's procedure usually take there.
fn usual(folder: &Path, lines: &[Line]) -> BTreeMap<StepId, Usual> {
    let (Some(changes), Some(Entry::Opened { change, header, .. })) =
        (folder.parent(), lines.first().map(|line| &line.entry))
    else {
        return BTreeMap::new();
    };
    journal::usual(changes, &header.procedure, &header.target, change)
}

/// The course of a change by its journal; `usual` tells how long steps take.
///
/// # Errors
/// The journal cannot be read, or has no beginning.
pub fn timeline(journal: &Path, usual: &BTreeMap<StepId, Usual>) -> Result<Timeline, Failure> {
    let unreadable = || {
        let words = Sentence::new("begun-unreadable").with("folder", journal.display().to_string());
        Failure::new(FailureKind::World, words)
    };
    let journaled = journal::read(journal).map_err(|fault| unreadable().caused_by(&fault))?;
    Timeline::of(&journaled.lines, usual).ok_or_else(unreadable)
}

fn of_journal(folder: &Path) -> Result<Told, Failure> {
    let unreadable = || {
        let words = Sentence::new("begun-unreadable").with("folder", folder.display().to_string());
        Failure::new(FailureKind::World, words)
    };
    let journaled =
        journal::read(&folder.join("journal.jsonl")).map_err(|fault| unreadable().caused_by(&fault))?;
    if journaled.lines.is_empty() {
        return Err(match &journaled.damage {
            Some(damage) => unreadable().caused_by(damage),
            None => unreadable(),
        });
    }
    let line = journaled.damage.map(|damage| damage.line());
    // What leaves the window says it too.
    let told = |text: String| match line {
        Some(line) => record::damaged(&text, line),
        None => text,
    };
    Ok(Told {
        timeline: Timeline::of(&journaled.lines, &usual(folder, &journaled.lines)),
        document: told(record::document(&journaled.lines)),
        comment: told(record::comment(&journaled.lines)),
        damage: line.map(|line| Sentence::new("begun-damage").with("line", line.to_string())),
        files: record::files(&journaled.lines),
        shared: None,
    })
}

/// Writes a record where the person wants it, whole or not at all.
///
/// # Errors
/// The file cannot be written.
pub fn save(text: &str, to: &Path) -> Result<(), Failure> {
    let write = || -> io::Result<()> {
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut fresh = tempfile::NamedTempFile::new_in(folder)?;
        fresh.write_all(text.as_bytes())?;
        readable(fresh.path())?;
        fresh.persist(to).map(drop).map_err(|fault| fault.error)
    };
    write().map_err(|fault| {
        let words = Sentence::new("history-not-saved").with("file", to.display().to_string());
        Failure::new(FailureKind::World, words).caused_by(&fault)
    })
}

/// A record is meant for others: neither it nor its folder of files is for the owner only.
#[cfg(unix)]
pub(super) fn readable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = if path.is_dir() { 0o755 } else { 0o644 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature on every platform")]
pub(super) fn readable(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether [`put`] may write, before anything is written: into which file, and whether that says the same already.
///
/// # Errors
/// As [`put`], except that it cannot be written.
pub fn may_put(
    path: &RepoPath,
    (change, shared): (&str, Option<RepoFile>),
    (place, text): (&Place, &str),
) -> Result<(RepoFile, bool), Failure> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_name = !change.is_empty() && !change.starts_with('.') && change.chars().all(is_plain);
    let name = || {
        let words = Sentence::new("history-no-name").with("change", change);
        Failure::new(FailureKind::Person, words)
    };
    let own = || RepoFile::new(format!("{RECORDS}/{change}.md")).ok().filter(|_| is_name);
    let file = shared.or_else(own).ok_or_else(name)?;
    match says(path, &file, place, text) {
        Some(Says::Same) => return Ok((file, true)),
        Some(Says::Other) => return Err(refused("history-put-other", &file)),
        Some(Says::Older) | None => {}
    }
    match repo::read_file(path, &file) {
        Ok(before) if before.bytes == text.as_bytes() => {}
        Ok(_) => {
            let standing = repo::standing(path, &file).map_err(|fault| fault.to_failure())?;
            if !standing.is_as_committed {
                return Err(refused("history-put-edited", &file));
            }
        }
        Err(RepoError::Absent { .. }) => {}
        Err(fault) => return Err(fault.to_failure()),
    }
    Ok((file, false))
}

/// What lies there stays.
fn refused(key: &str, file: &RepoFile) -> Failure {
    let words = Sentence::new(key).with("file", file.as_str());
    Failure { hint: words.next_step(), ..Failure::new(FailureKind::Person, words) }
}

/// Writes a change's record into the repository's folder of records: into the copy that is there, if there is one, else
/// into a file of the change's name; tells the file and how it came there.
///
/// `place` is where the record comes from.
///
/// # Errors
/// There is a file that says something else, or with edits that no commit holds, or it cannot be written.
pub fn put(
    path: &RepoPath,
    target: (&str, Option<RepoFile>),
    (place, text): (&Place, &str),
) -> Result<(RepoFile, Put), Failure> {
    let (file, is_same) = may_put(path, target, (place, text))?;
    if is_same {
        return Ok((file, Put::Same));
    }
    let put = repo::put_record(path, &file, text.as_bytes()).map_err(|fault| {
        if matches!(fault, RepoError::EditsInOurFiles { .. }) {
            refused("history-put-edited", &file)
        } else {
            fault.to_failure()
        }
    })?;
    Ok((file, put))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::{
        confirm::sample::{at, by, plan, stop},
        journal::{ChangeResult, Entry, FORMAT, Journal},
        names::ChangeId,
        record::Standing,
        repo::{
            Identity,
            sample::{SampleCommit, create_sample},
        },
        words::Language,
    };

    fn begin(changes: &Path, name: &str, result: Option<ChangeResult>) {
        let plan = plan(vec![stop("stop")]);
        let opened = Entry::Opened {
            format: FORMAT,
            app: "0".to_owned(),
            change: ChangeId::new(name),
            plan: plan.digest().clone(),
            header: plan.header().clone(),
            steps: plan.steps().to_vec(),
            way_back: None,
            by: by(),
            passed: Vec::new(),
        };
        let mut journal = Journal::create(&changes.join(name), opened, at(1)).expect("a journal");
        if let Some(result) = result {
            journal.append(Entry::Finished { result, by: by() }, at(2)).expect("a line");
        }
    }

    fn made(folder: &Path) -> RepoPath {
        let author = Identity { name: Some("Ada".to_owned()), email: Some("ada@example.org".to_owned()) };
        let files = vec![("README.md".to_owned(), "infra\n".to_owned())];
        let first = SampleCommit { message: "first".to_owned(), author: author.clone(), files };
        create_sample(folder, "infra", "main", &author, &[first]).expect("a repository")
    }

    #[test]
    fn changes_of_here_and_records_of_others_stand_in_one_list() {
        let folder = tempfile::tempdir().expect("a folder");
        let changes = folder.path().join("data");
        begin(&changes, "open", None);
        begin(&changes, "done", Some(ChangeResult::Completed));
        fs::create_dir_all(changes.join("odd")).expect("a folder");
        let path = made(folder.path());
        let from = |name: &str| Place::Here(changes.join(name));
        let own = told(&Place::Here(changes.join("done")), None, Some(&path)).expect("a record");
        let others = own.document.replace("\"change\":\"done\"", "\"change\":\"theirs\"");
        let (file, how) = put(&path, ("theirs", None), (&from("done"), &others)).expect("written");
        assert_eq!((file.as_str(), how), ("changes/theirs.md", Put::New));
        put(&path, ("notes", None), (&from("done"), "# Notes\n")).expect("written");
        put(&path, ("done", None), (&from("done"), &own.document)).expect("written");
        let listed = history(&changes, Some(&path)).expect("a list");
        let rows: Vec<(&str, Standing)> =
            listed.rows.iter().map(|row| (row.key.as_str(), row.standing)).collect();
        assert_eq!(rows.first(), Some(&("open", Standing::Open)));
        assert_eq!(rows.len(), 4, "{rows:?}");
        assert!(rows.contains(&("changes/theirs.md:", Standing::Completed)), "{rows:?}");
        assert!(rows.contains(&("changes/notes.md:", Standing::Untold)), "{rows:?}");
        assert_eq!(listed.unread.len(), 1, "{:?}", listed.unread);
        let done = listed.rows.iter().find(|row| row.key == "done").expect("a row");
        let again = told(&done.place, done.shared.clone(), Some(&path)).expect("a record");
        let shared = again.shared.expect("a copy");
        assert!(shared.says == Says::Same && !shared.is_committed, "{shared:?}");
        let there = told(&Place::File(file), None, Some(&path)).expect("their record");
        assert_eq!(there.document, others);
        assert!(!there.comment.contains("changeover-record"), "{}", there.comment);
    }

    #[test]
    fn a_record_is_committed_with_those_files_that_lie_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = made(folder.path());
        let changes = folder.path().join("data");
        begin(&changes, "done", Some(ChangeResult::Completed));
        let own = told(&Place::Here(changes.join("done")), None, None).expect("a record").document;
        let (file, is_same) = may_put(&path, ("done", None), (&Place::Here(changes.join("done")), &own))
            .expect("may be written");
        assert!(!is_same && !path.folder().join(file.as_str()).exists(), "nothing is written");
        let files = ["there", "altered", "missing"];
        let files = files.map(|text| Attachment::of("a.log", text.as_bytes()).expect("taken"));
        for (one, bytes) in files.iter().zip(["there", "else"]) {
            let file = in_repository(one).expect("a place");
            repo::put_record(&path, &file, bytes.as_bytes()).expect("written");
        }
        assert_eq!(beside(&path, &files), [in_repository(&files[0]).expect("a place")]);
    }

    #[test]
    fn a_name_that_is_none_is_refused_and_a_file_is_written_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = made(folder.path());
        for name in ["", "../x", ".git", "a/b", "a b"] {
            let here = Place::Here(folder.path().to_owned());
            assert!(put(&path, (name, None), (&here, "x")).is_err(), "{name}");
        }
        let to = folder.path().join("record.md");
        save("one", &to).expect("written");
        save("two", &to).expect("written over");
        assert_eq!(fs::read_to_string(&to).expect("text"), "two");
        assert!(save("x", &folder.path().join("none/record.md")).is_err());
    }

    #[test]
    fn a_copy_in_another_language_is_known_as_the_same_record() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = made(folder.path());
        let changes = folder.path().join("data");
        begin(&changes, "done", Some(ChangeResult::Completed));
        let here = Place::Here(changes.join("done"));
        let languages = [(Language::English, Language::German), (Language::German, Language::English)];
        for (written, read) in languages {
            let in_words =
                |language| words::speaking(language, || told(&here, None, None)).expect("a record");
            let (theirs, ours) = (in_words(written).document, in_words(read).document);
            assert_ne!(theirs, ours);
            assert_eq!(Brief::language_of(&theirs), written);
            let file = RepoFile::new(format!("{RECORDS}/{}.md", written.tag())).expect("a file");
            let target = ("done", Some(file.clone()));
            assert_eq!(put(&path, target.clone(), (&here, &theirs)).expect("written").1, Put::New);

            words::speaking(read, || {
                let listed = history(&changes, Some(&path)).expect("a list");
                let row = listed.rows.iter().find(|row| row.key == "done").expect("a row");
                assert!(row.shared.is_some() && row.standing == Standing::Completed, "{row:?}");
                let shared = told(&here, Some(file.clone()), Some(&path)).expect("a record").shared;
                assert_eq!(shared.expect("a copy").says, Says::Same);
                assert_eq!(put(&path, target.clone(), (&here, &ours)).expect("there").1, Put::Same);
                let edited = format!("{theirs}\nA word of a colleague.\n");
                fs::write(path.folder().join(file.as_str()), edited).expect("written");
                let shared = told(&here, Some(file.clone()), Some(&path)).expect("a record").shared;
                assert_eq!(shared.expect("a copy").says, Says::Other);
            });
            fs::remove_file(path.folder().join(file.as_str())).expect("removed");
        }
    }

    #[test]
    fn a_copy_that_says_something_else_is_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = made(folder.path());
        let changes = folder.path().join("data");
        begin(&changes, "one", None);
        let open = told(&Place::Here(changes.join("one")), None, None).expect("a record").document;
        begin(&changes, "two", Some(ChangeResult::Completed));
        let done = told(&Place::Here(changes.join("two")), None, None).expect("a record").document;
        let done = done.replace("\"change\":\"two\"", "\"change\":\"one\"");
        assert_eq!(Says::of(&done.replace('\n', "\r\n"), &done), Says::Same);
        assert_eq!(Says::of(&open, &done), Says::Older);
        assert_eq!(Says::of(&done, &open), Says::Other, "a newer one");
        assert_eq!(Says::of("# Notes of a colleague\n", &done), Says::Other);
        let renamed = RepoFile::new(format!("{RECORDS}/renamed.md")).expect("a file");
        let here = Place::Here(changes.join("one"));
        let put_renamed = |text: &str| put(&path, ("one", Some(renamed.clone())), (&here, text));
        assert_eq!(put_renamed(&done).expect("written"), (renamed.clone(), Put::New));
        assert_eq!(put_renamed(&done.replace('\n', "\r\n")).expect("there").1, Put::Same);
        let refused = put_renamed(&open).expect_err("it says more");
        assert!(refused.summary.text().contains("says something else than the journal"), "{refused:?}");
    }

    #[test]
    fn damage_is_told_with_what_stands_before_it() {
        let folder = tempfile::tempdir().expect("a folder");
        begin(folder.path(), "one", Some(ChangeResult::RolledBack));
        let journal = folder.path().join("one/journal.jsonl");
        let whole = fs::read_to_string(&journal).expect("text");
        fs::write(&journal, whole.replace("rolled-back", "completed")).expect("written");
        let told = told(&Place::Here(folder.path().join("one")), None, None).expect("a record");
        assert!(told.damage.is_some() && told.document.contains("Not ended yet"), "{told:?}");
        for text in [&told.document, &told.comment] {
            let first = text.lines().find(|line| line.starts_with("- ")).expect("facts");
            assert!(first.starts_with("- Journal: **Damaged from line 2 on"), "{text}");
        }
        assert!(Brief::read(&told.document).is_some());
        fs::write(&journal, "").expect("written");
        assert!(super::told(&Place::Here(folder.path().join("one")), None, None).is_err());
    }

    #[test]
    fn five_hundred_changes_are_listed_in_a_moment() {
        let folder = tempfile::tempdir().expect("a folder");
        begin(folder.path(), "first", Some(ChangeResult::Completed));
        let line = fs::read(folder.path().join("first/journal.jsonl")).expect("a journal");
        for number in 0..499 {
            let one = folder.path().join(format!("change-{number}"));
            fs::create_dir(&one).expect("a folder");
            fs::write(one.join("journal.jsonl"), &line).expect("written");
        }
        let begun = Instant::now();
        let listed = history(folder.path(), None).expect("a list");
        assert_eq!(listed.rows.len(), 500);
        // Far from what it takes: a debug build on a busy machine.
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    }
}
