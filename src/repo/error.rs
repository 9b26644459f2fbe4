//! What it is for: what can go wrong with the repository, one variant for each thing attempted.
//! In: libgit2's and the system's errors, git's words. Out: a [`Failure`] in words. Never: a secret (git's words pass
//! through `said`), or "failed" where it is not known.

use std::{io, path::PathBuf};

use super::{CommitBrief, Deed, NamedProgram, Operation, causes};
use crate::{
    failure::{Failure, FailureKind},
    names::{CommitId, RepoFile},
    words::Sentence,
};

/// Arguments that are numbers, which may choose between singular and plural.
const COUNTS: [&str; 6] = ["count", "behind", "ahead", "seconds", "size", "limit"];

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's text says what it is; its fields are that text's arguments")]
pub enum RepoError {
    #[error("no git repository holds {}", path.display())]
    NotARepository { path: PathBuf, source: git2::Error },
    #[error("the repository at {} belongs to another user", path.display())]
    NotOwned { path: PathBuf, source: git2::Error },
    #[error("cannot open the repository at {}", path.display())]
    Open { path: PathBuf, source: git2::Error },
    #[error("cannot read the repository's objects")]
    History { source: git2::Error },
    #[error("the repository at {} has no work tree", path.display())]
    Bare { path: PathBuf },
    #[error("branch {branch} has no commit yet")]
    Unborn { branch: String },
    #[error("commit {commit} is checked out without a branch")]
    Detached { commit: CommitId },
    #[error("a {} is not finished", operation.command())]
    InTheMiddle { operation: Operation },
    #[error("{} is there", lock.display())]
    Locked { lock: PathBuf },
    #[error("files of the change have edits: {}", list(files))]
    EditsInOurFiles { files: Vec<RepoFile> },
    #[error("branch {branch} has no upstream")]
    NoUpstream { branch: String },
    #[error("{upstream} was never fetched")]
    NeverFetched { upstream: String },
    #[error("branch {branch} is behind {upstream} by {behind}")]
    Behind { branch: String, upstream: String, behind: usize },
    #[error("branch {branch} and {upstream} have diverged: {ahead} ahead, {behind} behind")]
    Diverged { branch: String, upstream: String, ahead: usize, behind: usize },
    #[error("git has no identity: {missing}")]
    IdentityMissing { missing: String, words: String },

    #[error("{file} is not there")]
    Absent { file: RepoFile },
    #[error("{file} is behind a symbolic link")]
    Outside { file: RepoFile },
    #[error("{file} is in a submodule")]
    InSubmodule { file: RepoFile },
    #[error("{file} is no regular file")]
    NotRegular { file: RepoFile },
    #[error("{file} has {size} bytes, more than {limit}")]
    TooLarge { file: RepoFile, size: u64, limit: u64 },
    #[error("cannot read {file}")]
    Read { file: RepoFile, source: io::Error },
    #[error("git does not show {file} as a checkout writes it")]
    NotShown { file: RepoFile, words: String },
    #[error("{file} is not what was shown")]
    FileMoved { file: RepoFile },
    #[error("{file} goes through the filter {filter}, which is not set up")]
    FilterMissing { file: RepoFile, filter: String },
    #[error("{file} may not be written")]
    ReadOnly { file: RepoFile },
    #[error("cannot write {file}")]
    Write { file: RepoFile, source: io::Error },

    #[error("no git program was found")]
    GitMissing,
    #[error("cannot run git")]
    Start { source: io::Error },
    #[error("the repository names programs that were not agreed to: {}", commands(programs))]
    ProgramsNotAgreed { programs: Vec<NamedProgram> },
    #[error("git {} was cancelled", deed.word())]
    Cancelled { deed: Deed },
    #[error("git {} did not end within {seconds} s", deed.word())]
    TimedOut { deed: Deed, seconds: u64, words: String },

    #[error("{file} has staged edits beside those shown")]
    StagedEdits { file: RepoFile },
    #[error("{file} is ignored by git")]
    Ignored { file: RepoFile },
    #[error("nothing to commit")]
    AlreadyCommitted { commit: Option<CommitBrief> },
    #[error("the hook {hook} refused")]
    HookRefused { hook: String, words: String },
    #[error("git refused the commit")]
    CommitRefused { words: String },

    #[error("{remote} ({url}) was not reached by git {}", deed.word())]
    Unreachable { deed: Deed, remote: String, url: String, words: String },
    #[error("{remote} ({url}) did not let git {} in", deed.word())]
    NotLetIn { deed: Deed, remote: String, url: String, words: String },
    #[error("a push would send other commits than were shown: {}", ids(outgoing))]
    OtherCommitsOut { outgoing: Vec<CommitBrief> },
    #[error("the remote has commits that are not here")]
    PushMoved { words: String },
    #[error("the push was refused: {reason}")]
    PushRefused { reason: String, words: String },
    #[error("the push got no answer")]
    PushUnknown { shows: Option<CommitId>, words: String },

    #[error("branch {branch} or its upstream is not as shown")]
    BranchMoved { branch: String },
    #[error("both sides changed the same lines")]
    RebaseConflict { files: String },
    #[error("edits are in the way of the remote's commits")]
    EditsInTheWay { words: String },
    #[error("git refused to move the commit")]
    RebaseRefused { words: String },
    #[error("git refused the revert")]
    RevertRefused { words: String },
    #[error("branch {branch} on {remote} has commits of somebody else")]
    OwnBranchTaken { branch: String, remote: String },
}

impl RepoError {
    pub(super) fn history(source: git2::Error) -> Self {
        Self::History { source }
    }

    /// What happened, why, and what to do, in words; git's own words among the details.
    pub fn to_failure(&self) -> Failure {
        let key = self.key();
        let mut summary = Sentence::new(key);
        for (name, value) in self.args() {
            let number = value.parse::<i64>().ok().filter(|_| COUNTS.contains(&name));
            summary = match number {
                Some(number) => summary.count(name, number),
                None => summary.with(name, value),
            };
        }
        if let Some(cause) = self.cause() {
            summary = summary.with("cause", cause);
        }
        let hint = summary.next_step();
        let mut failure = Failure { hint, ..Failure::new(self.kind(), summary) };
        failure.details.extend(self.words().map(str::to_owned));
        if let Some(source) = std::error::Error::source(self) {
            failure = failure.caused_by(source);
        }
        failure
    }

    fn kind(&self) -> FailureKind {
        match self {
            Self::NotARepository { .. }
            | Self::NotOwned { .. }
            | Self::Bare { .. }
            | Self::Unborn { .. }
            | Self::Detached { .. }
            | Self::InTheMiddle { .. }
            | Self::Locked { .. }
            | Self::EditsInOurFiles { .. }
            | Self::NoUpstream { .. }
            | Self::Behind { .. }
            | Self::Diverged { .. }
            | Self::IdentityMissing { .. }
            | Self::Absent { .. }
            | Self::Outside { .. }
            | Self::InSubmodule { .. }
            | Self::NotRegular { .. }
            | Self::TooLarge { .. }
            | Self::FilterMissing { .. }
            | Self::ReadOnly { .. }
            | Self::GitMissing
            | Self::ProgramsNotAgreed { .. }
            | Self::Cancelled { .. }
            | Self::StagedEdits { .. }
            | Self::Ignored { .. }
            | Self::NeverFetched { .. }
            | Self::EditsInTheWay { .. }
            | Self::OwnBranchTaken { .. }
            | Self::RebaseConflict { .. } => FailureKind::Person,
            Self::Open { .. }
            | Self::History { .. }
            | Self::Read { .. }
            | Self::NotShown { .. }
            | Self::Write { .. }
            | Self::Start { .. }
            | Self::HookRefused { .. }
            | Self::CommitRefused { .. }
            | Self::Unreachable { .. }
            | Self::NotLetIn { .. }
            | Self::PushRefused { .. }
            | Self::RebaseRefused { .. }
            | Self::RevertRefused { .. } => FailureKind::World,
            Self::FileMoved { .. }
            | Self::AlreadyCommitted { .. }
            | Self::OtherCommitsOut { .. }
            | Self::PushMoved { .. }
            | Self::BranchMoved { .. } => FailureKind::Moved,
            Self::PushUnknown { .. } => FailureKind::Unknown,
            Self::TimedOut { deed, .. } => match deed {
                Deed::Push => FailureKind::Unknown,
                Deed::Commit | Deed::Fetch | Deed::AskRemote | Deed::Rebase | Deed::Revert | Deed::Show => {
                    FailureKind::World
                }
            },
        }
    }

    /// The sentence's key in `en.ftl`; its hint's key ends in `-hint`.
    fn key(&self) -> &'static str {
        match self {
            Self::NotARepository { .. } => "repository-not-one",
            Self::NotOwned { .. } => "repository-not-owned",
            Self::Open { .. } => "repository-open",
            Self::History { .. } => "repository-history",
            Self::Bare { .. } => "repository-bare",
            Self::Unborn { .. } => "repository-unborn",
            Self::Detached { .. } => "repository-detached",
            Self::InTheMiddle { .. } => "repository-in-the-middle",
            Self::Locked { .. } => "repository-locked",
            Self::EditsInOurFiles { .. } => "repository-edits-in-our-files",
            Self::NoUpstream { .. } => "repository-no-upstream",
            Self::NeverFetched { .. } => "repository-never-fetched",
            Self::Behind { .. } => "repository-behind",
            Self::Diverged { .. } => "repository-diverged",
            Self::IdentityMissing { .. } => "repository-identity-missing",
            Self::Absent { .. } => "repository-file-absent",
            Self::Outside { .. } => "repository-file-outside",
            Self::InSubmodule { .. } => "repository-file-in-submodule",
            Self::NotRegular { .. } => "repository-file-not-regular",
            Self::TooLarge { .. } => "repository-file-too-large",
            Self::Read { .. } => "repository-file-read",
            Self::NotShown { .. } => "repository-file-not-shown",
            Self::FileMoved { .. } => "repository-file-moved",
            Self::FilterMissing { .. } => "repository-filter-missing",
            Self::ReadOnly { .. } => "repository-file-read-only",
            Self::Write { .. } => "repository-file-write",
            Self::GitMissing
            | Self::Start { .. }
            | Self::ProgramsNotAgreed { .. }
            | Self::Cancelled { .. }
            | Self::TimedOut { .. } => self.key_of_program(),
            Self::StagedEdits { .. } => "repository-staged-edits",
            Self::Ignored { .. } => "repository-file-ignored",
            Self::AlreadyCommitted { commit: Some(_) } => "repository-already-committed",
            Self::AlreadyCommitted { commit: None } => "repository-nothing-to-commit",
            Self::HookRefused { .. } => "repository-hook-refused",
            Self::CommitRefused { .. } => "repository-commit-refused",
            Self::Unreachable { .. } => "repository-unreachable",
            Self::NotLetIn { .. } => "repository-not-let-in",
            Self::OtherCommitsOut { .. } => "repository-other-commits-out",
            Self::PushMoved { .. } => "repository-push-moved",
            Self::PushRefused { .. } => "repository-push-refused",
            Self::PushUnknown { .. } => "repository-push-unknown",
            Self::BranchMoved { .. } => "repository-branch-moved",
            Self::RebaseConflict { .. } => "repository-rebase-conflict",
            Self::EditsInTheWay { .. } => "repository-edits-in-the-way",
            Self::RebaseRefused { .. } => "repository-rebase-refused",
            Self::RevertRefused { .. } => "repository-revert-refused",
            Self::OwnBranchTaken { .. } => "repository-own-branch-taken",
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "`key` sends the five variants about the program only"
    )]
    fn key_of_program(&self) -> &'static str {
        match self {
            Self::GitMissing => "repository-git-missing",
            Self::ProgramsNotAgreed { .. } => "repository-programs-not-agreed",
            Self::Cancelled { .. } => "repository-cancelled",
            Self::TimedOut { .. } => "repository-timed-out",
            _ => "repository-git-start",
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the variants about deeds are in the next function")]
    fn args(&self) -> Vec<(&'static str, String)> {
        let text = |value: &dyn ToString| value.to_string();
        match self {
            Self::NotARepository { path, .. }
            | Self::NotOwned { path, .. }
            | Self::Open { path, .. }
            | Self::Bare { path } => vec![("path", text(&path.display()))],
            Self::Unborn { branch } | Self::NoUpstream { branch } | Self::BranchMoved { branch } => {
                vec![("branch", branch.clone())]
            }
            Self::Detached { commit } => vec![("commit", commit.short().to_owned())],
            Self::InTheMiddle { operation } => vec![("operation", operation.command().to_owned())],
            Self::Locked { lock } => vec![("lock", text(&lock.display()))],
            Self::EditsInOurFiles { files } => vec![("files", list(files)), ("count", text(&files.len()))],
            Self::NeverFetched { upstream } => vec![("upstream", upstream.clone())],
            Self::Behind { branch, upstream, behind } => {
                vec![("branch", branch.clone()), ("upstream", upstream.clone()), ("behind", text(behind))]
            }
            Self::Diverged { branch, upstream, ahead, behind } => vec![
                ("branch", branch.clone()),
                ("upstream", upstream.clone()),
                ("ahead", text(ahead)),
                ("behind", text(behind)),
            ],
            Self::IdentityMissing { missing, .. } => vec![("missing", missing.clone())],
            Self::Absent { file }
            | Self::Outside { file }
            | Self::InSubmodule { file }
            | Self::NotRegular { file }
            | Self::Read { file, .. }
            | Self::NotShown { file, .. }
            | Self::FileMoved { file }
            | Self::ReadOnly { file }
            | Self::Write { file, .. }
            | Self::StagedEdits { file }
            | Self::Ignored { file } => {
                vec![("file", text(file))]
            }
            Self::FilterMissing { file, filter } => vec![("file", text(file)), ("filter", filter.clone())],
            Self::TooLarge { file, size, limit } => {
                vec![("file", text(file)), ("size", text(&(size >> 20))), ("limit", text(&(limit >> 20)))]
            }
            _ => self.args_of_deed(),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the variants without arguments, and those of `args`")]
    fn args_of_deed(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::ProgramsNotAgreed { programs } => vec![("count", programs.len().to_string())],
            Self::Cancelled { deed } => vec![("deed", deed.word().to_owned())],
            Self::TimedOut { deed, seconds, .. } => {
                vec![("deed", deed.word().to_owned()), ("seconds", seconds.to_string())]
            }
            Self::AlreadyCommitted { commit: Some(commit) } => {
                vec![
                    ("commit", commit.id.short().to_owned()),
                    ("author", commit.author.clone()),
                    ("summary", commit.summary.clone()),
                ]
            }
            Self::HookRefused { hook, .. } => vec![("hook", hook.clone())],
            Self::Unreachable { deed, remote, url, .. } | Self::NotLetIn { deed, remote, url, .. } => {
                vec![("deed", deed.word().to_owned()), ("remote", remote.clone()), ("url", url.clone())]
            }
            Self::OtherCommitsOut { outgoing } => vec![("count", outgoing.len().to_string())],
            Self::OwnBranchTaken { branch, remote } => {
                vec![("branch", branch.clone()), ("remote", remote.clone())]
            }
            Self::RebaseConflict { files } => vec![("files", files.clone())],
            Self::PushRefused { reason, .. } => vec![("reason", reason.clone())],
            _ => Vec::new(),
        }
    }

    /// What is behind it, as far as git's words tell: it chooses the next step.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the variants that have one cause only")]
    pub(crate) fn cause(&self) -> Option<&'static str> {
        match self {
            Self::NotLetIn { words, url, .. } => Some(causes::of_door(words, url)),
            Self::Unreachable { words, url, .. } => Some(causes::of_way(words, url)),
            Self::PushRefused { words, .. } => Some(causes::of_push(words)),
            Self::CommitRefused { words } | Self::RebaseRefused { words } | Self::RevertRefused { words } => {
                Some(causes::of_commit(words))
            }
            Self::Open { source, .. } | Self::History { source } => Some(causes::of_open(source)),
            _ => None,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the variants without words")]
    /// Git's, a hook's or the server's own words, and lists, for the details.
    fn words(&self) -> Option<&str> {
        match self {
            Self::IdentityMissing { words, .. }
            | Self::TimedOut { words, .. }
            | Self::HookRefused { words, .. }
            | Self::CommitRefused { words }
            | Self::Unreachable { words, .. }
            | Self::NotLetIn { words, .. }
            | Self::PushMoved { words }
            | Self::PushRefused { words, .. }
            | Self::PushUnknown { words, .. }
            | Self::NotShown { words, .. }
            | Self::EditsInTheWay { words }
            | Self::RevertRefused { words }
            | Self::RebaseRefused { words } => Some(words.as_str()).filter(|words| !words.is_empty()),
            _ => None,
        }
    }
}

fn list(files: &[RepoFile]) -> String {
    files.iter().map(RepoFile::as_str).collect::<Vec<_>>().join(", ")
}

fn ids(commits: &[CommitBrief]) -> String {
    commits.iter().map(|commit| commit.id.short()).collect::<Vec<_>>().join(", ")
}

fn commands(programs: &[NamedProgram]) -> String {
    programs.iter().map(|program| program.place.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn every_key_of_this_module_has_a_sentence() {
        let sources = [include_str!("error.rs"), include_str!("commit.rs")].concat();
        let keys: Vec<&str> =
            sources.split('"').filter(|text| text.len() > 11 && text.starts_with("repository-")).collect();
        assert!(keys.len() > 45, "the keys are no longer found");
        for key in keys {
            assert!(words::knows(key), "no sentence for {key}");
        }
    }

    #[test]
    fn numbers_choose_the_plural_and_a_branch_named_like_a_number_stays_text() {
        let behind =
            RepoError::Behind { branch: "2026".to_owned(), upstream: "origin/2026".to_owned(), behind: 1 };
        assert_eq!(behind.to_failure().summary.text(), "Branch 2026 lacks 1 commit of origin/2026");
    }
}
