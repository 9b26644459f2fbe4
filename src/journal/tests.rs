//! What it is for: the journal against disks with faults, and damaged files read back.

use std::{
    fs, io,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use super::*;
use crate::{
    action::{Ending, Outcome},
    confirm::{
        Approval, Proposal,
        sample::{at, by, exact, plan, stop, yes},
    },
    names::StepId,
    plan::preview::Preview,
};

mod damage;
mod found;
mod reopen;
mod travel;
mod usual;

fn approval() -> Approval {
    let step = stop("stop");
    let plan = plan(vec![step.clone()]);
    let proposal = Proposal::new(&plan, &step, exact(&step, Preview::default()));
    let digest = proposal.digest().clone();
    proposal.answer(yes(&digest)).expect("an approval")
}

fn done() -> Outcome {
    Outcome { ending: Ending::Done, outputs: std::collections::BTreeMap::new(), evidence: Vec::new() }
}

fn note(text: &str) -> Entry {
    Entry::Noted { step: StepId::new("stop"), text: text.to_owned(), files: Vec::new(), by: by() }
}

/// What the next calls of a disk do, and what it holds.
#[derive(Debug, Default)]
struct State {
    bytes: Vec<u8>,
    is_full: bool,
    loses_syncs: bool,
    syncs: usize,
}

#[derive(Debug, Clone, Default)]
struct FaultyDisk(Arc<Mutex<State>>);

impl FaultyDisk {
    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().expect("nobody panics while holding it"))
    }
    fn journal(&self) -> Journal {
        Journal::on(PathBuf::from("journal.jsonl"), Box::new(self.clone()))
    }
    fn read(&self) -> Journaled {
        self.with(|state| read_text(&state.bytes))
    }
}

impl Disk for FaultyDisk {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.with(|state| {
            if state.is_full {
                return Err(io::ErrorKind::StorageFull.into());
            }
            state.bytes.extend_from_slice(bytes);
            Ok(())
        })
    }
    fn sync(&mut self) -> io::Result<()> {
        self.with(|state| {
            state.syncs += 1;
            if state.loses_syncs { Err(io::Error::other("lost")) } else { Ok(()) }
        })
    }
}

#[test]
fn a_chain_holds_from_line_to_line_and_reads_back() {
    let disk = FaultyDisk::default();
    let mut journal = disk.journal();
    let entry = journal.start(approval(), at(1)).expect("a start line");
    assert_eq!(entry.seq(), 1);
    journal.end(entry, &done(), at(2)).expect("an end line");
    journal.append(note("a\nb"), at(3)).expect("a note");
    let journaled = disk.read();
    assert_eq!(journaled.damage, None);
    assert_eq!(journaled.lines.iter().map(|line| line.seq).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(matches!(&journaled.lines[1].entry, Entry::Ended { of: 1, outcome } if *outcome == done()));
    assert_eq!(disk.with(|state| state.syncs), 3, "each line is on disk before the next thing happens");
    assert_eq!(journal.saved_at(), Some(at(3)));
}

#[test]
fn without_room_there_is_no_entry_and_so_no_deed() {
    let disk = FaultyDisk::default();
    let mut journal = disk.journal();
    disk.with(|state| state.is_full = true);
    let refused = journal.start(approval(), at(1));
    assert!(matches!(refused, Err(JournalError::Write { .. })), "{refused:?}");
    assert!(disk.read().lines.is_empty());
    disk.with(|state| state.is_full = false);
    let entry = journal.start(approval(), at(2)).expect("room again");
    assert_eq!(entry.seq(), 1);
    journal.end(entry, &done(), at(3)).expect("an end line");
    assert_eq!(disk.read().damage, None);
}

#[test]
fn a_line_that_the_disk_did_not_confirm_ends_the_journal() {
    let disk = FaultyDisk::default();
    let mut journal = disk.journal();
    disk.with(|state| state.loses_syncs = true);
    assert!(matches!(journal.start(approval(), at(1)), Err(JournalError::Sync { .. })));
    disk.with(|state| state.loses_syncs = false);
    assert!(matches!(journal.start(approval(), at(2)), Err(JournalError::Closed { .. })));
    assert!(matches!(journal.append(note("x"), at(3)), Err(JournalError::Closed { .. })));
}

#[test]
fn an_end_for_which_there_was_no_room_is_written_before_anything_else() {
    let disk = FaultyDisk::default();
    let mut journal = disk.journal();
    let entry = journal.start(approval(), at(1)).expect("a start line");
    disk.with(|state| state.is_full = true);
    assert!(matches!(journal.end(entry, &done(), at(2)), Err(JournalError::Write { .. })));
    assert!(journal.start(approval(), at(3)).is_err(), "still no room");
    disk.with(|state| state.is_full = false);
    let next = journal.start(approval(), at(4)).expect("room again");
    assert_eq!(next.seq(), 3);
    let journaled = disk.read();
    assert!(matches!(&journaled.lines[1].entry, Entry::Ended { of: 1, .. }), "{journaled:?}");
    assert_eq!((journaled.lines[1].at, journaled.damage), (at(2), None));
}

#[test]
fn a_torn_tail_and_each_kind_of_damage_are_told_with_what_holds_before_them() {
    let disk = FaultyDisk::default();
    let mut journal = disk.journal();
    for second in 1..=3 {
        journal.append(note("n"), at(second)).expect("a note");
    }
    let whole = disk.with(|state| String::from_utf8(state.bytes.clone()).expect("text"));
    let damage = |text: &str| {
        let journaled = read_text(text.as_bytes());
        (journaled.lines.len(), journaled.damage)
    };
    assert_eq!(damage(&whole), (3, None));
    assert_eq!(damage(&whole[..whole.len() - 1]), (3, None), "only the line end is missing");
    assert_eq!(damage(&whole[..whole.len() - 2]), (2, Some(Damage::Unfinished { line: 3 })));
    assert_eq!(
        damage(&format!("{}\0", &whole[..whole.len() - 1])),
        (2, Some(Damage::Unreadable { line: 3 }))
    );
    assert_eq!(damage(&whole[..whole.len() - 20]), (2, Some(Damage::Unfinished { line: 3 })));
    let lines: Vec<&str> = whole.lines().collect();
    let without_second = format!("{}\n{}\n", lines[0], lines[2]);
    assert_eq!(damage(&without_second), (1, Some(Damage::BrokenChain { line: 2 })));
    let rewritten = whole.replacen("\"n\"", "\"m\"", 1);
    assert_eq!(damage(&rewritten), (0, Some(Damage::Altered { line: 1 })));
    let last = format!("{}\n{}\n{}\n", lines[0], lines[1], lines[2].replace("\"n\"", "\"m\""));
    assert_eq!(damage(&last), (2, Some(Damage::Altered { line: 3 })), "also where no later line tells");
    assert_eq!(damage(&whole.replacen("noted", "bogus", 1)), (0, Some(Damage::Unreadable { line: 1 })));
    assert_eq!(damage(""), (0, None));
}

#[test]
fn a_journal_is_the_owners_and_one_window_writes_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let change = folder.path().join("change");
    let journal = Journal::create(&change, note("first"), at(1)).expect("a journal");
    assert_eq!(read(journal.path()).expect("readable").lines.len(), 1);
    assert!(matches!(Journal::create(&change, note("second"), at(2)), Err(JournalError::Create { .. })));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &std::path::Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&change), mode(journal.path())), (0o700, 0o600));
    }
}

#[test]
fn text_that_is_only_for_the_file_stays_out_of_the_journal() {
    let step = stop("stop");
    let plan = plan(vec![step.clone()]);
    let preview = Preview {
        writes: vec![crate::plan::preview::PlannedWrite {
            file: crate::names::RepoFile::new("a.yml").expect("a file"),
            before: crate::names::Digest::new("1"),
            after: crate::names::Digest::new("2"),
            text: "password: hunter2".to_owned(),
        }],
        ..Preview::default()
    };
    let proposal = Proposal::new(&plan, &step, exact(&step, preview));
    let digest = proposal.digest().clone();
    let disk = FaultyDisk::default();
    let mut journal = disk.journal();
    let entry =
        journal.start(proposal.answer(yes(&digest)).expect("an approval"), at(1)).expect("a start line");
    let kept = disk.with(|state| String::from_utf8(state.bytes.clone()).expect("text"));
    assert!(!kept.contains("hunter2") && kept.contains("a.yml"), "{kept}");
    journal.end(entry, &done(), at(2)).expect("an end line");
}

#[test]
fn files_of_a_note_are_read_back_and_a_journal_without_any_is_as_before() {
    let file = Attachment::of("shot.png", b"\x89PNG\r\n\x1a\nrest").expect("taken");
    let with = |files: Vec<Attachment>| {
        let entry = Entry::Noted { step: StepId::new("stop"), text: "seen".to_owned(), files, by: by() };
        let disk = FaultyDisk::default();
        disk.journal().append(entry.clone(), at(1)).expect("a line");
        let read = disk.read();
        assert_eq!((read.damage.clone(), read.lines[0].entry.clone()), (None, entry));
        disk.with(|state| String::from_utf8(state.bytes.clone()).expect("text"))
    };
    assert!(with(vec![file]).contains("\"files\":[{\"file\":\"evidence/shot-"));
    // The bytes of a note without files are those that earlier versions wrote, and their journals are read.
    assert!(!with(Vec::new()).contains("files"));
}
