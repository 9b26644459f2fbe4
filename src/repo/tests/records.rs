//! What it is for: the folder of records, read and added to. In: files, links, edits. Out: assertions.
//! Never: a file outside the temporary folder.

use std::fs;

use super::*;

const RECORD: &str = "changes/one.md";

fn names(repo: &TempRepo) -> (Vec<String>, usize) {
    let mut names = Vec::new();
    let left_out = each_record(&at(repo), |(file, bytes, written)| {
        let state = match bytes {
            Ok(bytes) => format!("{} bytes, {}", bytes.len(), written.is_some()),
            Err(_) => "unreadable".to_owned(),
        };
        names.push(format!("{}: {state}", file.as_str()));
    });
    (names, left_out.expect("the folder"))
}

#[test]
fn a_record_is_added_once_and_an_edit_that_no_commit_holds_stays() {
    let repo = sample();
    assert_eq!(names(&repo), (Vec::new(), 0), "no folder is no record");
    let put = |text: &str| put_record(&at(&repo), &file(RECORD), text.as_bytes());
    assert_eq!(put("one").expect("written"), Put::New);
    assert_eq!(put("one").expect("as it is"), Put::Same);
    assert!(matches!(put("two"), Err(RepoError::EditsInOurFiles { .. })), "no commit holds it");
    repo.git(&["add", RECORD]);
    repo.git(&["commit", "-qm", "record"]);
    assert_eq!(put("two").expect("the commit holds the other"), Put::Replaced);
    repo.write(RECORD, "mine");
    assert!(matches!(put("three"), Err(RepoError::EditsInOurFiles { .. })));
    assert_eq!(fs::read_to_string(repo.root().join(RECORD)).expect("text"), "mine");
    let elsewhere = put_record(&at(&repo), &file("deployments/new.md"), b"x");
    assert!(matches!(elsewhere, Err(RepoError::Outside { .. })), "{elsewhere:?}");
    repo.write("changes/notes.txt", "no record");
    repo.write("changes/deep/two.md", "not looked at");
    assert_eq!(names(&repo), (vec![format!("{RECORD}: 4 bytes, true")], 0));
}

#[test]
fn records_without_bound_are_not_all_read_and_this_is_told() {
    let repo = sample();
    repo.write("changes/00.md", "the oldest");
    let large = "x".repeat(8 << 20);
    for number in 1..=8 {
        repo.write(&format!("changes/{number:02}.md"), &large);
    }
    let (read, left_out) = names(&repo);
    assert_eq!((read.len(), left_out), (8, 1));
    assert!(read.iter().all(|name| !name.starts_with("changes/00.md")), "{read:?}");
}

#[cfg(unix)]
#[test]
fn links_among_the_records_are_not_followed() {
    let repo = sample();
    let secret = repo.beside("secret.md");
    fs::write(&secret, "secret").expect("a file outside");
    repo.write("changes/a.md", "a");
    std::os::unix::fs::symlink(&secret, repo.root().join("changes/link.md")).expect("link");
    assert_eq!(names(&repo).0, ["changes/link.md: unreadable", "changes/a.md: 1 bytes, true"]);
    assert!(put_record(&at(&repo), &file("changes/link.md"), b"x").is_err());
    fs::remove_dir_all(repo.root().join("changes")).expect("removed");
    std::os::unix::fs::symlink(repo.beside("."), repo.root().join("changes")).expect("link");
    let all = each_record(&at(&repo), |_| panic!("nothing is read"));
    assert!(matches!(all, Err(RepoError::Outside { .. })), "{all:?}");
    assert!(put_record(&at(&repo), &file("changes/secret.md"), b"x").is_err());
    assert_eq!(fs::read_to_string(&secret).expect("still there"), "secret");
}

#[test]
fn files_of_notes_lie_in_a_folder_of_their_own_and_nowhere_else() {
    let repo = sample();
    let put = |name: &str| put_record(&at(&repo), &file(name), b"\x89PNG");
    assert_eq!(put("changes/evidence/shot-12ab.png").expect("written"), Put::New);
    assert_eq!(put("changes/evidence/shot-12ab.png").expect("there"), Put::Same);
    for elsewhere in
        ["changes/other/shot.png", "evidence/shot.png", "changes/evidence/a/b.png", "changesevidence/x"]
    {
        assert!(matches!(put(elsewhere), Err(RepoError::Outside { .. })), "{elsewhere}");
    }
    #[cfg(unix)]
    {
        fs::remove_dir_all(repo.root().join("changes/evidence")).expect("removed");
        std::os::unix::fs::symlink(repo.beside("."), repo.root().join("changes/evidence")).expect("link");
        assert!(put("changes/evidence/shot-12ab.png").is_err());
        assert!(!repo.beside("shot-12ab.png").exists());
    }
}
