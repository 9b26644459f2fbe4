//! What it is for: files reached safely, written only as shown, and what history knows of them.
//! In: links, pipes, large files, line ends. Out: assertions. Never: a file outside the temporary folder.

use std::fs;

use super::*;

fn read_app(repo: &TempRepo, path: &str) -> Result<Content, RepoError> {
    read_file(&at(repo), &file(path))
}

#[cfg(unix)]
#[test]
fn links_pipes_and_folders_are_not_read_or_written() {
    let repo = sample();
    let secret = repo.beside("secret");
    fs::write(&secret, "secret").expect("a file outside");
    std::os::unix::fs::symlink(&secret, repo.root().join("link.yml")).expect("link");
    std::os::unix::fs::symlink(repo.beside("."), repo.root().join("folder")).expect("link");
    std::os::unix::fs::symlink("deployments/app.yml", repo.root().join("inner.yml")).expect("link");
    for path in ["link.yml", "folder/secret", "inner.yml"] {
        let problem = read_app(&repo, path).expect_err("a link");
        assert!(matches!(problem, RepoError::Outside { .. }), "{path}: {problem:?}");
        let seen = read::digest(b"secret");
        assert!(write::put(&at(&repo), &file(path), Some(&seen), b"x").is_err());
    }
    assert_eq!(fs::read_to_string(&secret).expect("still there"), "secret");
    let made = std::process::Command::new("mkfifo").arg(repo.root().join("pipe.yml")).status();
    assert!(made.is_ok_and(|status| status.success()));
    assert!(matches!(read_app(&repo, "pipe.yml"), Err(RepoError::NotRegular { .. })));
    assert!(matches!(read_app(&repo, "deployments"), Err(RepoError::NotRegular { .. })));
    assert!(matches!(read_app(&repo, "none.yml"), Err(RepoError::Absent { .. })));
    assert!(matches!(read_app(&repo, "README.md/x"), Err(RepoError::Absent { .. })));
}

#[test]
fn the_yaml_files_of_the_newest_commit_are_read_and_edits_are_told() {
    let repo = sample();
    repo.write("deployments/new.yml", "a: 1\n");
    repo.write(APP, V2);
    let head = head_files(&at(&repo)).expect("a commit");
    let files: Vec<_> = head.files.iter().map(|one| (one.file.as_str(), one.is_edited)).collect();
    assert_eq!(files, [(APP, true), (OTHER, false)]);
    assert_eq!(head.files.first().map(|one| one.bytes.as_slice()), Some(V1.as_bytes()));
    assert_eq!((head.branch.as_deref(), head.left_out), (Some("main"), 0));
    let large = "#\n".repeat(5 << 20);
    repo.write("large.yaml", &large);
    repo.git(&["add", "large.yaml"]);
    repo.git(&["commit", "-qm", "large"]);
    assert_eq!(head_files(&at(&repo)).expect("a commit").left_out, 1);
}

#[cfg(unix)]
#[test]
fn links_in_a_commit_are_not_followed() {
    let repo = sample();
    std::os::unix::fs::symlink("/etc/passwd", repo.root().join("link.yml")).expect("link");
    repo.git(&["add", "link.yml"]);
    repo.git(&["commit", "-qm", "link"]);
    let head = head_files(&at(&repo)).expect("a commit");
    assert!(head.files.iter().all(|one| one.file.as_str() != "link.yml"), "{head:?}");
}

#[test]
fn a_file_above_the_limit_is_refused() {
    let repo = sample();
    let large = fs::File::create(repo.root().join("large.yml")).expect("file");
    large.set_len(64 << 20).expect("sparse");
    let problem = read_app(&repo, "large.yml").expect_err("too large");
    assert!(said(&problem).contains("64 MB; the limit is 8 MB"), "{}", said(&problem));
}

#[cfg(unix)]
#[test]
fn a_write_keeps_the_mode_and_happens_only_over_what_was_shown() {
    use std::os::unix::fs::PermissionsExt as _;

    let repo = sample();
    let target = repo.root().join(APP);
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).expect("mode");
    let path = at(&repo);
    let shown = read_app(&repo, APP).expect("read");
    let after = write::put(&path, &file(APP), Some(&shown.digest), V2.as_bytes()).expect("written");
    assert_eq!(repo.read(APP), V2);
    assert_eq!(fs::metadata(&target).expect("meta").permissions().mode() & 0o777, 0o640);
    repo.write(APP, "image: somebody:else\n");
    let problem = write::put(&path, &file(APP), Some(&after), V1.as_bytes()).expect_err("changed on disk");
    assert_eq!(problem.to_failure().kind, crate::failure::FailureKind::Moved);
    assert!(said(&problem).contains("no longer what was shown"));
    assert_eq!(repo.read(APP), "image: somebody:else\n");
    assert_eq!(
        repo.git(&["status", "--porcelain", "--untracked-files"]),
        format!("M {APP}"),
        "nothing is left behind"
    );
}

#[test]
fn a_write_back_restores_the_very_bytes_and_a_new_file_is_taken_away() {
    let repo = sample();
    let path = at(&repo);
    let odd = "\u{feff}a: 1\r\nb: 2\n# no end";
    repo.write("odd.yml", odd);
    let old = read_app(&repo, "odd.yml").expect("read");
    let new = write::put(&path, &file("odd.yml"), Some(&old.digest), b"a: 2\r\n").expect("written");
    let back = write::put(&path, &file("odd.yml"), Some(&new), &old.bytes).expect("restored");
    assert_eq!((back, repo.read("odd.yml").as_str()), (old.digest, odd));
    let made = write::put(&path, &file("deployments/new.yml"), None, b"x: 1\n").expect("made");
    assert!(write::put(&path, &file("deployments/new.yml"), None, b"x: 2\n").is_err(), "it is there now");
    write::take_away(&path, &file("deployments/new.yml"), &made).expect("taken away");
    assert!(!repo.root().join("deployments/new.yml").exists());
}

#[test]
fn a_procedure_file_is_known_as_committed_uncommitted_or_not_on_the_default_branch() {
    let repo = sample();
    let path = at(&repo);
    let stand = |name: &str| standing(&path, &file(name)).expect("stands");
    let same = AtBranch::Same("origin/main".to_owned());
    let differs = AtBranch::Differs("origin/main".to_owned());
    assert_eq!(stand(APP), Standing { is_tracked: true, is_as_committed: true, at_default: same.clone() });
    repo.write(APP, V2);
    assert_eq!(
        stand(APP),
        Standing { is_tracked: true, is_as_committed: false, at_default: differs.clone() }
    );
    repo.git(&["commit", "--quiet", "--all", "--message=second"]);
    assert_eq!(stand(APP), Standing { is_tracked: true, is_as_committed: true, at_default: differs.clone() });
    repo.git(&["push", "--quiet"]);
    assert_eq!(stand(APP).at_default, same);
    repo.write("new.yml", "x\n");
    assert_eq!(stand("new.yml"), Standing { is_tracked: false, is_as_committed: false, at_default: differs });
}

#[test]
fn line_ends_that_git_converts_are_no_difference() {
    let repo = sample();
    repo.git(&["config", "core.autocrlf", "true"]);
    let crlf = V1.replace('\n', "\r\n");
    repo.write(APP, &crlf);
    let path = at(&repo);
    assert!(standing(&path, &file(APP)).expect("stands").is_as_committed);
    let new = V2.replace('\n', "\r\n");
    let shown = read_app(&repo, APP).expect("read").digest;
    write::put(&path, &file(APP), Some(&shown), new.as_bytes()).expect("written");
    let consent = agreed(&path);
    let made =
        commit::commit_files(&path, &consent, &Cancel::default(), &[item(APP, &new)], "crlf").expect("made");
    assert_eq!(made.surprises, []);
    assert_eq!(repo.read(APP), new, "the work tree keeps its line ends");
    let stored = content_at(&path, &made.commit.id, &file(APP)).expect("read").expect("there");
    assert_eq!(stored.bytes, V2.as_bytes(), "the commit has git's");
}

#[test]
fn the_commit_that_brought_a_version_is_named() {
    let repo = sample();
    repo.write(APP, V2);
    repo.git(&[
        "commit",
        "--quiet",
        "--all",
        "--author=Dora Dev <dora@example.org>",
        "--message=app: 2.0 beforehand",
    ]);
    let brought = repo.head();
    repo.write(APP, V2.replace("# end", "# END"));
    repo.git(&["commit", "--quiet", "--all", "--message=comment"]);
    repo.write(OTHER, "x: 1\n");
    repo.git(&["commit", "--quiet", "--all", "--message=other"]);
    let path = at(&repo);
    let has = |text: &'static str| move |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(text);
    let since = which_commit_has(&path, &file(APP), has("app:2.0")).expect("walked").expect("it has it");
    assert!(
        matches!(&since, Since::Commit(commit) if commit.id.as_str() == brought && commit.author == "Dora Dev")
    );
    assert_eq!(which_commit_has(&path, &file(APP), has("app:3.0")).expect("walked"), None);
    assert_eq!(which_commit_has(&path, &file("none.yml"), has("")).expect("walked"), None);
    let touch = last_touch(&path, &file(APP)).expect("walked").expect("tracked");
    assert_eq!(touch.commit().summary, "comment");
    assert_eq!(change_commit(&path, &crate::names::ChangeId::new("c-1")).expect("walked"), None);
}

#[test]
fn a_read_only_file_a_submodule_and_an_absent_filter_are_refused() {
    let repo = sample();
    let path = at(&repo);
    let shown = read_app(&repo, APP).expect("read").digest;
    let target = repo.root().join(APP);
    let mut mode = fs::metadata(&target).expect("meta").permissions();
    mode.set_readonly(true);
    fs::set_permissions(&target, mode).expect("read-only");
    let problem = write::put(&path, &file(APP), Some(&shown), b"x").expect_err("read-only");
    assert!(said(&problem).contains("may not be written"));
    let module = repo.beside("remote.git").display().to_string();
    repo.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &module, "module"]);
    let problem = read_app(&repo, "module/README.md").expect_err("in a submodule");
    assert!(matches!(problem, RepoError::InSubmodule { .. }), "{problem:?}");
    repo.write(".gitattributes", "other.yml filter=lfs\n");
    let shown = read_app(&repo, OTHER).expect("read").digest;
    let problem = write::put(&path, &file(OTHER), Some(&shown), b"x").expect_err("no such filter");
    assert!(matches!(&problem, RepoError::FilterMissing { filter, .. } if filter == "lfs"), "{problem:?}");
    assert!(said(&problem).contains("git lfs install"));
}
