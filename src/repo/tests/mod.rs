//! What it is for: the repository module against real repositories and real remotes.
//! In: temporary repositories. Out: assertions. Never: the developer's git configuration.

mod catalogue;
mod committing;
mod looking;
mod own_branch;
mod pushing;
mod reading;
mod records;
mod reverting;

use super::{temp_repo::TempRepo, *};
use crate::names::RepoFile;

const APP: &str = "deployments/app.yml";
const OTHER: &str = "deployments/other.yml";
const V1: &str = "image: app:1.0\n# end\n";
const V2: &str = "image: app:2.0\n# end\n";

/// A repository with two files.
fn sample() -> TempRepo {
    let lines: Vec<String> = (1..=20).map(|line| format!("line{line}: a\n")).collect();
    let other = lines.concat();
    TempRepo::new(&[(APP, V1), (OTHER, &other), ("README.md", "infra\n")])
}

fn at(repo: &TempRepo) -> RepoPath {
    RepoPath::new(repo.root()).with_person_config(repo.person_config())
}

fn file(path: &str) -> RepoFile {
    RepoFile::new(path).expect("a path inside the repository")
}

fn agreed(path: &RepoPath) -> Consent {
    Consent::given(&look(path).expect("the repository can be looked at"))
}

fn item(path: &str, text: &str) -> CommitFile {
    CommitFile { file: file(path), content: read::digest(text.as_bytes()) }
}

/// Writes version 2 and commits it.
fn commit_v2(repo: &TempRepo) -> Result<Committed, RepoError> {
    let path = at(repo);
    write::put(&path, &file(APP), Some(&read::digest(V1.as_bytes())), V2.as_bytes())?;
    let message = full_message("app: 2.0", &crate::names::ChangeId::new("c-1"));
    commit::commit_files(&path, &agreed(&path), &Cancel::default(), &[item(APP, V2)], &message)
}

fn push_head(repo: &TempRepo) -> Result<Pushed, RepoError> {
    let path = at(repo);
    let shown = [crate::names::CommitId::new(repo.head())];
    push::push_commits(&path, &agreed(&path), &Cancel::default(), &shown)
}

/// The failure in words, every key of which must exist.
fn said(problem: &RepoError) -> String {
    let failure = problem.to_failure();
    let hint = failure.hint.as_ref().map(crate::words::Sentence::text).unwrap_or_default();
    let text = format!("{} | {hint} | {}", failure.summary.text(), failure.details.join(" | "));
    assert!(!text.contains('⟨'), "a sentence is missing: {text}");
    assert!(!text.contains("{$"), "an argument is missing: {text}");
    text
}
