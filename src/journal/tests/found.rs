//! What it is for: what the start page is told of the changes of this machine.

use std::{fs, path::Path, time::Instant};

use super::{reopen::opened, *};
use crate::action::Direction;

fn begin(changes: &Path, name: &str, second: i64) -> Journal {
    let journal = Journal::create(&changes.join(name), opened(&["stop", "go"]), at(second));
    journal.expect("a journal")
}

fn skip(step: &str) -> Entry {
    Entry::Skipped { step: StepId::new(step), reason: "no".to_owned(), by: by() }
}

fn finish(result: ChangeResult) -> Entry {
    Entry::Finished { result, by: by() }
}

#[test]
fn changes_are_found_newest_first_with_how_far_they_came() {
    let changes = tempfile::tempdir().expect("a folder");
    assert!(list(&changes.path().join("none")).expect("no folder is no change").found.is_empty());
    let mut open = begin(changes.path(), "open", 10);
    let entry = open.start(approval(), at(11)).expect("a start line");
    open.end(entry, &done(), at(12)).expect("an end line");
    let mut lost = begin(changes.path(), "lost", 20);
    let forgotten = lost.start(approval(), at(21)).expect("a start line");
    let mut ended = begin(changes.path(), "ended", 30);
    ended.append(skip("stop"), at(31)).expect("a line");
    ended.append(finish(ChangeResult::Completed), at(32)).expect("a line");
    let mut left = begin(changes.path(), "left", 5);
    left.append(skip("stop"), at(6)).expect("a line");
    left.append(finish(ChangeResult::Abandoned), at(7)).expect("a line");

    let listed = list(changes.path()).expect("the changes");
    assert!(listed.skipped.is_empty(), "{listed:?}");
    let names: Vec<_> = listed.found.iter().filter_map(|found| found.folder.file_name()).collect();
    assert_eq!(names, ["ended", "lost", "open", "left"]);
    let far = |name: &str| {
        let found = listed.found.iter().find(|found| found.folder.ends_with(name)).expect("found").clone();
        (found.done, found.steps, found.current, found.ended, found.open)
    };
    let go = Some("go".to_owned());
    assert_eq!(far("open"), (1, 2, go.clone(), None, None));
    assert_eq!(far("lost"), (0, 2, Some("stop".to_owned()), None, Some(StepId::new("stop"))));
    assert_eq!(far("ended"), (2, 2, None, Some(ChangeResult::Completed), None));
    assert_eq!(far("left"), (1, 2, go, Some(ChangeResult::Abandoned), None));
    let first = &listed.found[0];
    assert_eq!((first.started, first.last, first.direction), (at(30), at(32), Direction::Forward));
    assert_eq!((first.title.as_str(), first.target.namespace.as_str()), ("Deploy the shop", "shop"));
    drop(forgotten);
}

fn back(answer: Option<&str>, steps: &[&str]) -> Entry {
    let steps = steps.iter().map(|id| stop(id)).collect();
    Entry::WentBack { answer: answer.map(str::to_owned), steps, reason: None, by: by() }
}

#[test]
fn a_way_back_a_hold_and_a_settled_deed_are_told() {
    let changes = tempfile::tempdir().expect("a folder");
    let mut journal = begin(changes.path(), "one", 1);
    let mut look = |entry: Entry| {
        journal.append(entry, at(2)).expect("a line");
        let found = list(changes.path()).expect("the changes").found.remove(0);
        (found.direction, found.done, found.steps, found.current.unwrap_or_default())
    };
    assert_eq!(look(skip("stop")), (Direction::Forward, 1, 2, "go".to_owned()));
    assert_eq!(look(back(None, &["stop-back"])), (Direction::Back, 0, 1, "stop-back".to_owned()));
    assert_eq!(look(skip("stop-back")), (Direction::Forward, 1, 2, "go".to_owned()));
    let whole = back(Some("yes"), &["a", "b", "c"]);
    assert_eq!(look(whole), (Direction::Back, 0, 3, "a".to_owned()));
    assert_eq!(look(skip("a")), (Direction::Back, 1, 3, "b".to_owned()));
    let left = Entry::LeftWayBack { reason: "r".to_owned(), by: by() };
    assert_eq!(look(left), (Direction::Forward, 1, 2, "go".to_owned()));
    let entry = journal.start(approval(), at(3)).expect("a start line");
    let found = list(changes.path()).expect("the changes").found.remove(0);
    assert_eq!(found.open, Some(StepId::new("stop")));
    let settled = Entry::Settled { of: entry.seq(), happened: true, outcome: done(), reason: None, by: by() };
    journal.append(settled, at(4)).expect("a line");
    journal.append(Entry::Held { reason: "night".to_owned(), by: by() }, at(5)).expect("a line");
    let found = list(changes.path()).expect("the changes").found.remove(0);
    assert_eq!((found.open, found.held.as_deref()), (None, Some("night")));
}

#[test]
fn what_a_way_back_left_for_later_is_told_of_a_change_that_is_rolled_back() {
    let changes = tempfile::tempdir().expect("a folder");
    let mut journal = begin(changes.path(), "one", 1);
    let mut has_rest = |entry: Entry| {
        journal.append(entry, at(2)).expect("a line");
        list(changes.path()).expect("the changes").found.remove(0).has_rest
    };
    let way = |names: &[&str]| {
        let mut entry = back(Some("yes"), names);
        if let Entry::WentBack { steps, .. } = &mut entry {
            steps.last_mut().expect("a step").later = true;
        }
        entry
    };
    let end = || finish(ChangeResult::RolledBack);
    assert!(!has_rest(way(&["a", "drop"])));
    assert!(!has_rest(skip("a")) && !has_rest(skip("drop")), "not ended");
    assert!(has_rest(end()));
    assert!(!has_rest(way(&["drop~2"])));
    assert!(!has_rest(skip("drop~2")));
    assert!(has_rest(end()), "left once more");
    assert!(!has_rest(way(&["drop~3"])));
    assert!(!has_rest(end()), "done, or never met");
}

#[test]
fn a_folder_that_is_no_change_is_named_and_damage_is_told() {
    let changes = tempfile::tempdir().expect("a folder");
    let make = |name: &str, text: Option<&[u8]>| {
        let folder = changes.path().join(name);
        fs::create_dir_all(&folder).expect("a folder");
        if let Some(text) = text {
            fs::write(folder.join("journal.jsonl"), text).expect("written");
        }
    };
    let mut sound = begin(changes.path(), "damaged", 1);
    sound.append(skip("stop"), at(2)).expect("a line");
    sound.append(note("secret"), at(3)).expect("a line");
    drop(sound);
    let path = changes.path().join("damaged/journal.jsonl");
    let whole = fs::read_to_string(&path).expect("text");
    fs::write(&path, whole.replace("secret", "public")).expect("written");
    make("empty", Some(b""));
    make("none", None);
    make("notes", Some(b"{}\n"));
    make("torn", Some(&whole.as_bytes()[..40]));
    fs::write(changes.path().join("a-file"), "x").expect("written");

    let listed = list(changes.path()).expect("the changes");
    let [found] = listed.found.as_slice() else { panic!("{listed:?}") };
    assert_eq!((found.done, &found.damage), (1, &Some(Damage::Altered { line: 3 })));
    let skipped: Vec<String> = listed
        .skipped
        .iter()
        .map(|skipped| format!("{}: {}", skipped.folder.file_name().expect("a name").display(), skipped.why))
        .collect();
    let wanted = [
        "empty: was never begun",
        "none: cannot be read",
        "notes: does not begin as a change",
        "torn: was never begun",
    ];
    assert_eq!(skipped, wanted);
}

#[test]
fn five_hundred_changes_are_listed_in_a_moment() {
    let changes = tempfile::tempdir().expect("a folder");
    let mut journal = begin(changes.path(), "0", 1);
    for second in 2..40 {
        journal.append(note(&"x".repeat(2000)), at(second)).expect("a line");
    }
    let open = fs::read(journal.path()).expect("a journal");
    journal.append(finish(ChangeResult::Completed), at(50)).expect("a line");
    let ended = fs::read(journal.path()).expect("a journal");
    for number in 1..500 {
        let folder = changes.path().join(number.to_string());
        fs::create_dir(&folder).expect("a folder");
        let text = if number % 50 == 0 { &open } else { &ended };
        fs::write(folder.join("journal.jsonl"), text).expect("written");
    }
    let begun = Instant::now();
    let listed = list(changes.path()).expect("the changes");
    let took = begun.elapsed();
    assert_eq!(listed.found.len(), 500);
    assert_eq!(listed.found.iter().filter(|found| found.ended.is_none()).count(), 9);
    println!("500 changes, 9 of them open: {took:?}");
    assert!(took.as_secs() < 3, "{took:?}");
}

#[test]
fn a_change_of_a_newer_version_is_said_to_be_one() {
    let changes = tempfile::tempdir().expect("a folder");
    let newer = |name: &str, entry: Entry| {
        drop(Journal::create(&changes.path().join(name), entry, at(1)).expect("a journal"));
    };
    let mut opened = opened(&["stop"]);
    if let Entry::Opened { format, .. } = &mut opened {
        *format = FORMAT + 1;
    }
    newer("readable", opened);
    let folder = changes.path().join("other");
    fs::create_dir_all(&folder).expect("a folder");
    let line = format!("{{\"seq\":1,\"format\":{},\"app\":\"9.0.0\",\"entry\":\"begun\"}}\n", FORMAT + 1);
    fs::write(folder.join("journal.jsonl"), line).expect("written");
    let listed = list(changes.path()).expect("the changes");
    assert_eq!(listed.found.iter().map(|found| found.format).collect::<Vec<_>>(), [FORMAT + 1]);
    let [other] = listed.skipped.as_slice() else { panic!("{listed:?}") };
    assert!(matches!(&other.why, SkipReason::Newer { app } if app == "9.0.0"), "{other:?}");
}
