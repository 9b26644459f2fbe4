//! What it is for: deeds of a rehearsal happen on its ground, and nowhere else.
//! In: the session's connection and repository as they are now, an approval. Out: yes, or why not.
//! Never: a deed elsewhere by the approval of a rehearsal, or one of a rehearsal that was led elsewhere.

use crate::{
    confirm::{Approval, Ground, Rehearsal},
    failure::{Failure, FailureKind},
    repo::{self, RepoPath},
    words::Sentence,
    worker::session::Session,
};

/// Looks before a deed. Blocking: it reads the repository's configuration.
///
/// # Errors
/// The approval, or the session, is for another server or remote than the one that is there.
pub(in crate::worker) fn check(session: &Session, approval: &Approval) -> Result<(), Failure> {
    let of_approval = approval.rehearsal().map(Rehearsal::ground);
    let grounds = session.ground.iter().chain(of_approval);
    let server = session.cluster.target().server.ca_fingerprint.as_deref();
    grounds.into_iter().try_for_each(|ground| stands_on(ground, server, &session.repo))
}

fn stands_on(ground: &Ground, server: Option<&str>, repo: &RepoPath) -> Result<(), Failure> {
    let refused = |key: &str| {
        let failure = Failure::new(FailureKind::Internal, Sentence::new(key));
        Err(failure.hint(Sentence::new("rehearse-refused-hint")))
    };
    if server != Some(ground.certificate().as_str()) {
        return refused("rehearse-other-server");
    }
    match repo::push_goes_to(repo) {
        Ok(places) if places.as_slice() == [ground.remote()] => Ok(()),
        Ok(_) => refused("rehearse-other-remote"),
        Err(error) => Err(error.to_failure()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::repo::Identity;

    const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

    #[test]
    fn the_approval_of_a_rehearsal_holds_on_its_server_and_its_remote_and_on_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let identity =
            Identity { name: Some("Ada Admin".to_owned()), email: Some("ada@example.org".to_owned()) };
        let commit = repo::sample::SampleCommit {
            message: "first".to_owned(),
            author: identity.clone(),
            files: vec![("app.yml".to_owned(), "a: 1\n".to_owned())],
        };
        let real = repo::sample::create_sample(folder.path(), "real", "main", &identity, &[commit]);
        let real = real.expect("a repository");
        let copied = folder.path().join("copied");
        std::fs::create_dir(&copied).expect("made");
        let copy = repo::copy(&real, &copied, "real", &identity).expect("copied");
        let ground = Ground::of(CERTIFICATE, &copy.remote).expect("a ground");
        let server = Some(ground.certificate().as_str());
        let why = |server: Option<&str>, repo: &RepoPath| {
            stands_on(&ground, server, repo).err().map(|failure| failure.summary.text())
        };

        assert_eq!(why(server, &copy.clone), None);
        let other_server = Sentence::new("rehearse-other-server").text();
        assert_eq!(why(Some("00"), &copy.clone), Some(other_server.clone()));
        assert_eq!(why(None, &copy.clone), Some(other_server));
        let other_remote = Sentence::new("rehearse-other-remote").text();
        assert_eq!(why(server, &real), Some(other_remote.clone()));

        // The clone is led to the real remote after the approval.
        let config = copy.clone.folder().join(".git/config");
        let text = std::fs::read_to_string(&config).expect("a configuration");
        let theirs = folder.path().join(repo::sample::REMOTE);
        let led = format!("{text}[remote \"origin\"]\n\tpushurl = {}\n", Path::display(&theirs));
        std::fs::write(&config, led).expect("written");
        assert_eq!(why(server, &copy.clone), Some(other_remote));
    }
}
