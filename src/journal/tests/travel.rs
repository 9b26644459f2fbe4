//! What it is for: a change taken to another machine and back.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    reopen::{bytes, change},
    *,
};

struct Two {
    _folder: tempfile::TempDir,
    /// The change on the machine where it began.
    home: PathBuf,
    /// All changes of the other machine.
    away: PathBuf,
    file: PathBuf,
}

fn machines(notes: i64) -> Two {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let (home, away, file) = (path("home/change-1"), path("away"), path(&format!("x{SUFFIX}")));
    change(&home, notes);
    Two { home, away, file, _folder: folder }
}

fn note_in(folder: &Path, text: &str) {
    let (mut journal, _) = Journal::reopen(folder).expect("the journal");
    journal.append(note(text), at(50)).expect("a note");
}

#[test]
fn a_change_travels_there_and_back_and_its_other_files_stay() {
    let two = machines(2);
    fs::create_dir(two.home.join("logs")).expect("a folder");
    fs::write(two.home.join("logs/dump.sql"), "hunter2").expect("written");
    let luggage = export(&two.home, &two.file).expect("exported");
    let [stayed] = luggage.files.as_slice() else { panic!("{luggage:?}") };
    assert_eq!((stayed.name.as_str(), stayed.size), ("logs/dump.sql", 7));
    assert_eq!(&stayed.sha256[..8], "f52fbd32");
    assert!(!fs::read_to_string(&two.file).expect("text").contains("hunter2"));

    let (there, arrival) = import(&two.file, &two.away).expect("imported");
    assert_eq!((arrival, &there), (Arrival::New, &two.away.join("change-1")));
    assert_eq!(bytes(&there), bytes(&two.home), "nothing is added");
    assert_eq!(import(&two.file, &two.away).expect("again").1, Arrival::Same);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&there), mode(&there.join("journal.jsonl"))), (0o700, 0o600));
    }

    note_in(&there, "continued away");
    export(&there, &two.file).expect("exported");
    let changes = two.home.parent().expect("a parent").to_owned();
    assert_eq!(import(&two.file, &changes).expect("back").1, Arrival::Continued(1));
    assert_eq!(bytes(&two.home), bytes(&there));
    note_in(&two.home, "goes on at home");
    assert_eq!(read_text(&bytes(&two.home)).damage, None);
}

#[test]
fn a_change_that_is_further_here_or_went_on_differently_is_not_taken_over() {
    let two = machines(2);
    export(&two.home, &two.file).expect("exported");
    let (there, _) = import(&two.file, &two.away).expect("imported");
    note_in(&there, "away");
    let before = bytes(&there);
    let refused = import(&two.file, &two.away);
    assert!(matches!(refused, Err(TravelError::Older { here: 4, brought: 3, .. })), "{refused:?}");
    note_in(&two.home, "home");
    note_in(&two.home, "home again");
    export(&two.home, &two.file).expect("exported");
    let refused = import(&two.file, &two.away);
    assert!(matches!(refused, Err(TravelError::Differs { line: 4, .. })), "{refused:?}");
    assert_eq!(bytes(&there), before);
    let (open, _) = Journal::reopen(&there).expect("open in a window");
    let refused = import(&two.file, &two.away);
    assert!(matches!(refused, Err(TravelError::Journal(JournalError::Locked { .. }))), "{refused:?}");
    drop(open);
}

#[test]
fn an_unfinished_line_stays_behind_and_a_damaged_journal_does_not_travel() {
    let two = machines(2);
    let whole = bytes(&two.home);
    let journal = two.home.join("journal.jsonl");
    fs::write(&journal, [&whole[..], b"{\"seq\":4,"].concat()).expect("written");
    assert_eq!(export(&two.home, &two.file).expect("exported").lines, 3);
    fs::write(&journal, &whole[..whole.len() - 1]).expect("written");
    export(&two.home, &two.file).expect("exported");
    let (there, _) = import(&two.file, &two.away).expect("imported");
    assert_eq!(bytes(&there), whole);
    let mut bad = whole.clone();
    bad[whole.len() - 90] ^= 4;
    fs::write(&journal, bad).expect("written");
    assert!(matches!(export(&two.home, &two.file), Err(TravelError::Damaged { .. })));
}

#[test]
fn a_file_that_is_cut_altered_or_somebody_elses_brings_nothing() {
    let two = machines(3);
    export(&two.home, &two.file).expect("exported");
    let whole = fs::read(&two.file).expect("a file");
    let text = String::from_utf8(whole.clone()).expect("text");
    let check = |bad: &[u8]| {
        fs::write(&two.file, bad).expect("written");
        let refused = import(&two.file, &two.away);
        assert!(!two.away.join("change-1").exists());
        refused.expect_err("refused").to_string()
    };
    for cut in (0..whole.len()).step_by(7).chain([whole.len() - 1]) {
        check(&whole[..cut]);
    }
    let lines: Vec<&str> = text.lines().collect();
    let shorter = format!("{}\n", lines[..4].join("\n"));
    assert!(check(shorter.as_bytes()).ends_with("holds 3 lines of 4"));
    assert!(check(text.replace("\"n\"", "\"m\"").as_bytes()).ends_with("is damaged"));
    for name in ["..", "../../x", "a/b", "", "C:x"] {
        let elsewhere = text.replacen("change-1", name, 1);
        assert!(check(elsewhere.as_bytes()).ends_with("is no exported change"), "{name}");
    }
    assert!(check(b"# a text\nwith lines\n").ends_with("is no exported change"));
}
