//! What it is for: a journal taken up again after its program ended, and what the start page is told of changes.

use std::{fs, io::Write as _, path::Path};

use super::*;

pub(super) fn opened(steps: &[&str]) -> Entry {
    let plan = plan(steps.iter().map(|id| stop(id)).collect());
    Entry::Opened {
        format: FORMAT,
        app: "0".to_owned(),
        change: plan.change().clone(),
        plan: plan.digest().clone(),
        header: plan.header().clone(),
        steps: plan.steps().to_vec(),
        way_back: plan.way_back().cloned(),
        by: by(),
        passed: Vec::new(),
    }
}

/// A change with `notes` lines behind the first; its journal is free again.
pub(super) fn change(folder: &Path, notes: i64) -> Vec<u8> {
    let mut journal = Journal::create(folder, opened(&["stop", "go"]), at(0)).expect("a journal");
    for second in 1..=notes {
        journal.append(note("n"), at(second)).expect("a note");
    }
    bytes(folder)
}

pub(super) fn bytes(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("journal.jsonl")).expect("a journal")
}

#[test]
fn a_journal_taken_up_goes_on_where_it_stood() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = change(folder.path(), 2);
    let (mut journal, journaled) = Journal::reopen(folder.path()).expect("the journal");
    assert_eq!((journaled.lines.len(), journaled.damage), (3, None));
    assert_eq!(journal.saved_at(), Some(at(2)));
    let entry = journal.start(approval(), at(3)).expect("a start line");
    assert_eq!(entry.seq(), 4);
    journal.end(entry, &done(), at(4)).expect("an end line");
    let after = bytes(folder.path());
    assert!(after.starts_with(&before), "nothing is rewritten");
    let journaled = read_text(&after);
    assert_eq!((journaled.lines.len(), journaled.damage), (5, None));
}

#[test]
fn an_unfinished_last_line_is_put_aside_each_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = change(folder.path(), 2);
    for (round, torn) in [(1, "{\"seq\":4,\"at\":\"20"), (2, "{")] {
        let path = folder.path().join("journal.jsonl");
        let mut file = fs::OpenOptions::new().append(true).open(&path).expect("the file");
        file.write_all(torn.as_bytes()).expect("a torn line");
        let (_, journaled) = Journal::reopen(folder.path()).expect("the journal");
        assert_eq!(journaled.damage, Some(Damage::Unfinished { line: 4 }));
        let aside = folder.path().join(format!("journal.jsonl.torn-{round}"));
        assert_eq!(fs::read_to_string(aside).expect("put aside"), torn);
        assert_eq!(bytes(folder.path()), whole);
    }
}

#[test]
fn a_missing_line_end_is_added() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = change(folder.path(), 1);
    let path = folder.path().join("journal.jsonl");
    fs::write(&path, &whole[..whole.len() - 1]).expect("written");
    let (mut journal, journaled) = Journal::reopen(folder.path()).expect("the journal");
    assert_eq!((journaled.lines.len(), journaled.damage), (2, None));
    assert_eq!(bytes(folder.path()), whole);
    journal.append(note("m"), at(9)).expect("a note");
    assert_eq!(read_text(&bytes(folder.path())).damage, None);
    assert!(!folder.path().join("journal.jsonl.torn-1").exists());
}

#[test]
fn behind_other_damage_nothing_is_added_and_nothing_is_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = change(folder.path(), 2);
    let path = folder.path().join("journal.jsonl");
    let mut flipped = whole.clone();
    let last = flipped.len() - 100;
    flipped[last] ^= 1;
    let zeros = [&whole[..whole.len() - 40], &[0; 40]].concat();
    for (bad, line) in [(flipped, 3), (zeros, 3), (Vec::new(), 1), (whole[..50].to_vec(), 1)] {
        fs::write(&path, &bad).expect("written");
        let refused = Journal::reopen(folder.path());
        let Err(JournalError::Damaged { damage, .. }) = refused else { panic!("{refused:?}") };
        assert_eq!(damage.line(), line, "{damage}");
        assert_eq!(bytes(folder.path()), bad);
    }
}

#[test]
fn a_journal_of_another_format_is_not_continued() {
    for other in [1, FORMAT + 1] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut first = opened(&["stop"]);
        if let Entry::Opened { format, .. } = &mut first {
            *format = other;
        }
        drop(Journal::create(folder.path(), first, at(0)).expect("a journal"));
        assert!(matches!(Journal::reopen(folder.path()), Err(JournalError::Damaged { .. })));
        assert_eq!(read_text(&bytes(folder.path())).damage, None, "it can be read");
    }
}

#[test]
fn a_journal_of_format_1_has_no_sums_and_is_read_without() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = String::from_utf8(change(folder.path(), 0)).expect("text");
    let (content, _sum) = whole.rsplit_once(",\"sum\":").expect("a sum");
    let without = format!("{content}}}\n");
    let older = without.replacen("\"format\":2", "\"format\":1", 1);
    assert_eq!(read_text(without.as_bytes()).damage, Some(Damage::Altered { line: 1 }));
    assert_eq!((read_text(older.as_bytes()).lines.len(), read_text(older.as_bytes()).damage), (1, None));
}

#[test]
fn a_second_window_is_told_who_holds_the_journal() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = Journal::create(folder.path(), opened(&["stop"]), at(0)).expect("a journal");
    let refused = Journal::reopen(folder.path());
    let Err(JournalError::Locked { owner: Some(owner), .. }) = refused else { panic!("{refused:?}") };
    assert_eq!((owner.pid, owner.since), (std::process::id(), at(0)));
    assert_eq!(owner.host, host());
    assert_eq!(owner.boot_id.is_some(), cfg!(target_os = "linux"));
    drop(journal);
    assert!(folder.path().join("owner.json").exists(), "a dead owner's note stays and is no obstacle");
    let (journal, _) = Journal::reopen(folder.path()).expect("free");
    fs::write(folder.path().join("owner.json"), "{").expect("written");
    let unnamed = Journal::reopen(folder.path());
    assert!(matches!(unnamed, Err(JournalError::Locked { owner: None, .. })), "{unnamed:?}");
    drop(journal);
}

#[test]
fn a_folder_without_a_journal_is_not_taken_up() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(matches!(Journal::reopen(folder.path()), Err(JournalError::Open { .. })));
}
