//! What it is for: the change's commit to the remote, and whether it really is there.
//! In: the commits that were shown. Out: [`Pushed`], looked up at the remote afterwards.
//! Never: `--force` or a `+` in front of a ref, a commit that was not shown, or "pushed" without an answer.

use super::{
    Cancel, Consent, Deed, OwnBranch, RepoError, RepoPath, Upstream,
    git::{End, Git, Ran},
    own_branch, remote, said,
};
use crate::{journal::OpenEntry, names::CommitId};

/// A push that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    /// The commit.
    pub commit: CommitId,
    /// The remote's name.
    pub remote: String,
    /// The branch there.
    pub branch: String,
    /// What a question to the remote showed afterwards.
    pub verified: Verified,
    /// What the remote and git said.
    pub words: String,
}

/// What a question to the remote showed after the push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    /// Our commit is the branch's tip there.
    Tip,
    /// The tip is another already; git said that ours was taken.
    Moved(CommitId),
    /// The question was not answered; git said that ours was taken.
    NoAnswer(String),
}

/// Pushes the head of the branch to its upstream, without force. `shown` are the commits, newest first, that the
/// person saw as going out. A commit that is there already counts as pushed.
///
/// # Errors
/// Other commits would go out than were shown; the remote moved ([`RepoError::PushMoved`]), refused, does not answer
/// or lets nobody in; a hook refused; or no answer came and the remote does not show it ([`RepoError::PushUnknown`]).
/// The local commit stays in every case.
pub fn push(
    _entry: &OpenEntry,
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    shown: &[CommitId],
) -> Result<Pushed, RepoError> {
    push_commits(path, consent, cancel, shown)
}

/// Pushes the head of the branch to a branch of the change's own on the same remote, without force.
///
/// # Errors
/// Those of [`push`], and a branch of that name that has commits which our head has not.
pub fn push_own(
    _entry: &OpenEntry,
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    name: &str,
    shown: &[CommitId],
) -> Result<Pushed, RepoError> {
    push_own_commits(path, consent, cancel, name, shown)
}

pub(super) fn push_own_commits(
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    name: &str,
    shown: &[CommitId],
) -> Result<Pushed, RepoError> {
    if let OwnBranch::Foreign(_) = own_branch(path, consent, cancel, name)? {
        let remote = remote::upstream_of(&path.open()?)?.remote;
        return Err(RepoError::OwnBranchTaken { branch: name.to_owned(), remote });
    }
    push_to(path, consent, cancel, Some(name), shown)
}

pub(super) fn push_commits(
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    shown: &[CommitId],
) -> Result<Pushed, RepoError> {
    push_to(path, consent, cancel, None, shown)
}

fn push_to(
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    name: Option<&str>,
    shown: &[CommitId],
) -> Result<Pushed, RepoError> {
    let git = Git::agreed(path, consent, cancel)?;
    let now = remote::compare(path, &[])?;
    let outgoing: Vec<CommitId> = now.outgoing.iter().map(|commit| commit.id.clone()).collect();
    let is_there = outgoing.is_empty() && shown.first() == Some(&now.head);
    if outgoing != shown && !is_there {
        return Err(RepoError::OtherCommitsOut { outgoing: now.outgoing });
    }
    let mut upstream = now.upstream;
    if let Some(name) = name {
        name.clone_into(&mut upstream.branch);
    }
    let refs = format!("{}:refs/heads/{}", now.head, upstream.branch);
    let args = ["push", "--porcelain", "--no-follow-tags", "--", &upstream.remote, &refs];
    let ran = git.act(Deed::Push, &args, &[])?;
    let pushed = |verified| Pushed {
        commit: now.head.clone(),
        remote: upstream.remote.clone(),
        branch: upstream.branch.clone(),
        verified,
        words: said::plain(&ran.stderr),
    };
    let answer = answer(&ran, &upstream.branch);
    match (ran.end, answer) {
        (End::Exit(Some(0)), Some(Answer::Taken)) => match remote::remote_head(&git, &upstream) {
            Ok(Some(tip)) if tip == now.head => Ok(pushed(Verified::Tip)),
            Ok(Some(tip)) => Ok(pushed(Verified::Moved(tip))),
            Ok(None) => Err(RepoError::PushUnknown { shows: None, words: ran.words() }),
            Err(problem) => Ok(pushed(Verified::NoAnswer(problem.to_string()))),
        },
        (End::Exit(Some(_)), Some(Answer::Refused(reason))) => Err(refused(&reason, &ran)),
        (End::Exit(Some(1)), None) if said_nothing_fatal(&ran) && remote::pre_push_hook(&git).is_some() => {
            let hook = remote::pre_push_hook(&git).unwrap_or_default();
            Err(RepoError::HookRefused { hook, words: ran.words() })
        }
        (End::Exit(Some(_)), None) if never_began(&ran) => {
            Err(remote::remote_failure(Deed::Push, &upstream, &ran))
        }
        (End::Exit(_) | End::Cancelled | End::TimedOut(_), _) => {
            lost(path, consent, &upstream, &now.head, &ran).map(pushed)
        }
    }
}

/// No answer came: the remote is asked whether the commit is there.
fn lost(
    path: &RepoPath,
    consent: &Consent,
    upstream: &Upstream,
    commit: &CommitId,
    ran: &Ran,
) -> Result<Verified, RepoError> {
    let fresh = Cancel::default();
    let git = Git::agreed(path, consent, &fresh)?;
    match remote::remote_head(&git, upstream) {
        Ok(Some(tip)) if tip == *commit => Ok(Verified::Tip),
        Ok(shows) => Err(RepoError::PushUnknown { shows, words: ran.words() }),
        Err(_) => Err(RepoError::PushUnknown { shows: None, words: ran.words() }),
    }
}

/// What the porcelain output says about our branch.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Taken,
    Refused(String),
}

fn answer(ran: &Ran, branch: &str) -> Option<Answer> {
    let target = format!(":refs/heads/{branch}");
    let text = String::from_utf8_lossy(&ran.stdout);
    let row = text.lines().find_map(|line| {
        let mut parts = line.split('\t');
        let (flag, refs, summary) = (parts.next()?, parts.next()?, parts.next().unwrap_or_default());
        refs.ends_with(&target).then_some((flag, summary))
    });
    match row? {
        (" " | "*" | "=", _) => Some(Answer::Taken),
        ("!", summary) => Some(Answer::Refused(said::plain(summary.as_bytes()))),
        _ => None,
    }
}

fn refused(reason: &str, ran: &Ran) -> RepoError {
    const MOVED: [&str; 6] = [
        "fetch first",
        "non-fast-forward",
        "stale info",
        "cannot lock ref",
        "incorrect old value",
        "needs force",
    ];
    let words = format!("{reason}\n{}", said::plain(&ran.stderr));
    let ours = reason.starts_with("[rejected]") || reason.starts_with("[remote rejected]");
    if ours && MOVED.iter().any(|sign| reason.contains(sign)) {
        RepoError::PushMoved { words }
    } else if reason.contains("[remote failure]") {
        RepoError::PushUnknown { shows: None, words }
    } else {
        RepoError::PushRefused { reason: reason.to_owned(), words }
    }
}

fn said_nothing_fatal(ran: &Ran) -> bool {
    !ran.words().lines().any(|line| line.starts_with("fatal:"))
}

/// Whether git's words say that the remote was never reached, so that nothing can have been taken.
fn never_began(ran: &Ran) -> bool {
    const SIGNS: [&str; 9] = [
        "Could not read from remote repository",
        "unable to access",
        "Could not resolve",
        "does not appear to be a git",
        "could not read Username",
        "could not read Password",
        "Authentication failed",
        "Permission denied",
        "Host key verification failed",
    ];
    let words = ran.words();
    SIGNS.iter().any(|sign| words.contains(sign)) && !words.contains("hung up unexpectedly")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(stdout: &str) -> Ran {
        Ran { end: End::Exit(Some(1)), stdout: stdout.as_bytes().to_vec(), stderr: Vec::new() }
    }

    #[test]
    fn the_answer_is_read_for_our_branch_only() {
        let said = "To x\n!\tabc:refs/heads/main\t[rejected] (fetch first)\nDone\n";
        assert_eq!(answer(&ran(said), "main"), Some(Answer::Refused("[rejected] (fetch first)".to_owned())));
        assert_eq!(answer(&ran(said), "other"), None);
        assert_eq!(answer(&ran("To x\n \tabc:refs/heads/main\ta..b\nDone\n"), "main"), Some(Answer::Taken));
        assert_eq!(answer(&ran("+\tabc:refs/heads/main\ta...b (forced update)\n"), "main"), None);
    }

    #[test]
    fn a_race_at_the_remote_counts_as_moved_and_a_declined_hook_does_not() {
        let raced = refused("[remote rejected] (cannot lock ref 'refs/heads/main')", &ran(""));
        assert!(matches!(raced, RepoError::PushMoved { .. }));
        let hook = refused("[remote rejected] (pre-receive hook declined)", &ran(""));
        assert!(matches!(hook, RepoError::PushRefused { .. }));
    }
}
