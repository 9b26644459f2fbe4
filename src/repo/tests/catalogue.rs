//! What it is for: every way in which git and remotes refuse (facts 12), with its next step. In: errors, and words as git
//! and servers write them. Out: assertions. Never: one step for causes that need different ones.

use git2::Error as Git2;

use super::*;
use crate::{
    names::CommitId,
    repo::git::{End, Ran},
};

fn step(problem: &RepoError) -> String {
    let failure = problem.to_failure();
    let text = failure.summary.text();
    let step = failure.hint.map(|hint| hint.text()).unwrap_or_default();
    assert!(step.len() > 10 && text.len() > 10, "no next step: {text} | {step}");
    assert!(!text.contains(['⟨', '{']) && !step.contains(['⟨', '{']), "{text} | {step}");
    step
}

/// Errors that git's words do not divide any further.
fn plain() -> Vec<RepoError> {
    let (s, path) = (|| "x".to_owned(), || std::path::PathBuf::from("/infra"));
    let brief = || CommitBrief {
        id: CommitId::new("0123456789"),
        summary: s(),
        author: s(),
        email: s(),
        at: jiff::Timestamp::UNIX_EPOCH,
    };
    let io = || std::io::Error::other("x");
    vec![
        RepoError::NotARepository { path: path(), source: Git2::from_str("x") },
        RepoError::NotOwned { path: path(), source: Git2::from_str("x") },
        RepoError::Bare { path: path() },
        RepoError::Unborn { branch: s() },
        RepoError::Detached { commit: CommitId::new("0123456789") },
        RepoError::Locked { lock: path() },
        RepoError::EditsInOurFiles { files: vec![file(APP)] },
        RepoError::NoUpstream { branch: s() },
        RepoError::NeverFetched { upstream: s() },
        RepoError::Behind { branch: s(), upstream: s(), behind: 2 },
        RepoError::Diverged { branch: s(), upstream: s(), ahead: 1, behind: 1 },
        RepoError::IdentityMissing { missing: s(), words: s() },
        RepoError::Absent { file: file(APP) },
        RepoError::Outside { file: file(APP) },
        RepoError::InSubmodule { file: file(APP) },
        RepoError::NotRegular { file: file(APP) },
        RepoError::TooLarge { file: file(APP), size: 9 << 20, limit: 1 << 20 },
        RepoError::Read { file: file(APP), source: io() },
        RepoError::NotShown { file: file(APP), words: s() },
        RepoError::FileMoved { file: file(APP) },
        RepoError::FilterMissing { file: file(APP), filter: "lfs".to_owned() },
        RepoError::ReadOnly { file: file(APP) },
        RepoError::Write { file: file(APP), source: io() },
        RepoError::GitMissing,
        RepoError::Start { source: io() },
        RepoError::ProgramsNotAgreed { programs: Vec::new() },
        RepoError::Cancelled { deed: Deed::Push },
        RepoError::TimedOut { deed: Deed::Fetch, seconds: 60, words: s() },
        RepoError::StagedEdits { file: file(APP) },
        RepoError::Ignored { file: file(APP) },
        RepoError::AlreadyCommitted { commit: None },
        RepoError::AlreadyCommitted { commit: Some(brief()) },
        RepoError::HookRefused { hook: "pre-commit".to_owned(), words: s() },
        RepoError::OtherCommitsOut { outgoing: vec![brief()] },
        RepoError::PushMoved { words: s() },
        RepoError::PushUnknown { shows: None, words: s() },
        RepoError::BranchMoved { branch: s() },
        RepoError::RebaseConflict { files: s() },
        RepoError::EditsInTheWay { words: s() },
        RepoError::OwnBranchTaken { branch: s(), remote: s() },
    ]
}

#[test]
fn every_error_of_the_repository_has_a_next_step() {
    for problem in plain() {
        step(&problem);
    }
}

/// Each of these words leads to a step of its own, none of them to the general one.
fn differ(words: &[&str], of: impl Fn(&str) -> RepoError) {
    let general = step(&of("something new"));
    let mut seen = vec![general];
    for words in words {
        let next = step(&of(words));
        assert!(!seen.contains(&next), "“{words}” leads to the same as another: {next}");
        seen.push(next);
    }
}

#[test]
fn what_remotes_say_leads_to_the_step_that_helps() {
    let upstream = Upstream {
        remote: "origin".to_owned(),
        branch: "main".to_owned(),
        url: "ssh://h/x".to_owned(),
        push_url: None,
        tip: None,
        ahead: 0,
        behind: 0,
    };
    let failed = |words: &str| {
        let ran = Ran { end: End::Exit(Some(128)), stdout: Vec::new(), stderr: words.as_bytes().to_vec() };
        remote::remote_failure(Deed::Push, &upstream, &ran)
    };
    let door = [
        "Host key verification failed.\nfatal: Could not read from remote repository.",
        "git@h: Permission denied (publickey).",
        "fatal: could not read Username for 'https://h': terminal prompts disabled",
        "fatal: Authentication failed for 'https://h/x'",
        "remote: Permission to x/y denied to ann.\nfatal: unable to access: The requested URL returned error: 403",
        "remote: Permission to x/y denied: your organization has enabled SAML SSO",
    ];
    for words in door {
        assert!(matches!(failed(words), RepoError::NotLetIn { .. }), "{words}");
    }
    differ(&door, |words| RepoError::NotLetIn {
        deed: Deed::Push,
        remote: "origin".to_owned(),
        url: "h".to_owned(),
        words: words.to_owned(),
    });
    let way = [
        "fatal: unable to access 'https://h/x/': Could not resolve host: h",
        "fatal: unable to access 'https://h/x/': Could not connect to proxy",
        "fatal: unable to access 'https://h/x/': SSL certificate problem: unable to get local issuer certificate",
        "ssh: connect to host h port 22: Connection refused",
        "ssh: connect to host h port 22: Connection timed out",
        "fatal: repository 'https://h/x/' not found",
    ];
    differ(&way, failed);
    let push = [
        "[remote rejected] (pre-receive hook declined)\nremote: error: GH001: Large files detected.",
        "[remote rejected] (push declined)\nremote: error: GH013: Repository rule violations: push protection",
        "[remote rejected] (x)\nremote: error: Commits must have verified signatures.",
        "[remote rejected] (protected branch hook declined)\nremote: error: GH006: Protected branch update failed",
        "[remote rejected] (shallow update not allowed)",
        "[remote rejected] (pre-receive hook declined)",
        "[remote rejected] (unpacker error)\nremote: fatal: No space left on device",
    ];
    differ(&push, |words| RepoError::PushRefused {
        reason: "[remote rejected]".to_owned(),
        words: words.to_owned(),
    });
}

#[test]
fn what_git_says_here_leads_to_the_step_that_helps() {
    let commit = [
        "error: gpg failed to sign the data\nfatal: failed to write commit object",
        "fatal: Unable to create '/infra/.git/index.lock': File exists.",
        "fatal: write error: No space left on device",
        "error: insufficient permission for adding an object to repository database .git/objects",
        "CONFLICT (content): Merge conflict in app.yml",
        "git-lfs: command not found",
    ];
    differ(&commit, |words| RepoError::CommitRefused { words: words.to_owned() });
    differ(&commit, |words| RepoError::RebaseRefused { words: words.to_owned() });
    differ(&commit, |words| RepoError::RevertRefused { words: words.to_owned() });
    let open =
        ["unsupported extension name extensions.partialclone", "permission denied", "object is corrupt"];
    differ(&open, |words| RepoError::Open { path: "/infra".into(), source: Git2::from_str(words) });
    step(&RepoError::History { source: Git2::from_str("object not found") });
}
