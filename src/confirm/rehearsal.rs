//! What it is for: one approval for a whole rehearsal, bound to the ground on which it was given.
//! In: the practice server's certificate and the clone's remote, a person's wish. Out: approvals that carry the ground.
//! Never: an approval that holds on another server or remote: whoever acts compares both with what is really there.

use std::path::Path;

use jiff::Timestamp;
use rustls::pki_types::{CertificateDer, pem::PemObject as _};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Approval, Proposal, Refused};
use crate::{
    names::{Digest, Stamp},
    plan::hex,
};

/// The only place where a rehearsal may act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ground {
    certificate: Digest,
    remote: String,
}

impl Ground {
    /// The server with this certificate (PEM), and this remote; `None` when the text holds no certificate.
    pub fn of(certificate: &str, remote: &Path) -> Option<Self> {
        let certificate = CertificateDer::from_pem_slice(certificate.as_bytes()).ok()?;
        let certificate = Digest::new(hex(&Sha256::digest(&certificate)));
        Some(Self { certificate, remote: remote.display().to_string() })
    }

    /// SHA-256 of the certificate, in hexadecimal.
    pub fn certificate(&self) -> &Digest {
        &self.certificate
    }

    /// The remote's path.
    pub fn remote(&self) -> &str {
        &self.remote
    }
}

/// A person agreed to a whole rehearsal on one ground.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rehearsal {
    ground: Ground,
    by: Stamp,
}

impl Rehearsal {
    /// Made when the person asked for it.
    pub fn agreed(ground: Ground, by: Stamp) -> Self {
        Self { ground, by }
    }

    /// Where it holds.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }
}

impl Proposal {
    /// Turns the approval of a whole rehearsal into one of this proposal: each question gets its first answer, and no
    /// word is typed.
    ///
    /// # Errors
    /// Gives the proposal back when the deed is not possible, or a question has no answer.
    #[expect(clippy::result_large_err, reason = "the proposal must not be lost with a refused answer")]
    pub fn rehearse(
        self,
        rehearsal: &Rehearsal,
        at: Timestamp,
        text: Option<String>,
    ) -> Result<Approval, (Self, Refused)> {
        if self.preview.blocked.is_some() {
            return Err((self, Refused::Blocked));
        }
        let questions = self.preview.questions.iter();
        let first = questions.map(|one| Some((one.id.clone(), one.choices.first()?.0.clone())));
        let Some(answers) = first.collect() else { return Err((self, Refused::OpenQuestion)) };
        let by = Stamp { at, who: rehearsal.by.who.clone() };
        Ok(Approval {
            proposal: self,
            by,
            reason: None,
            answers,
            text,
            rehearsal: Some(rehearsal.clone()),
            beforehand: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        action::Confirm,
        confirm::sample::{at, exact, plan, step},
        failure::{Failure, FailureKind},
        plan::preview::Preview,
        words::Sentence,
    };

    /// A certificate only by its shape: what counts here is that another one has another fingerprint.
    fn pem(content: &str) -> String {
        format!("-----BEGIN CERTIFICATE-----\n{content}\n-----END CERTIFICATE-----\n")
    }

    #[test]
    fn a_ground_is_one_certificate_and_one_remote() {
        let ground =
            |content: &str, remote: &str| Ground::of(&pem(content), Path::new(remote)).expect("a ground");
        assert_eq!(ground("AAAA", "/a"), ground("AAAA", "/a"));
        assert_ne!(ground("AAAA", "/a"), ground("BBBB", "/a"));
        assert_ne!(ground("AAAA", "/a"), ground("AAAA", "/b"));
        assert_eq!(Ground::of("no certificate", Path::new("/a")), None);
    }

    #[test]
    fn the_approval_carries_the_ground_and_a_deed_that_is_not_possible_gets_none() {
        let ground = Ground::of(&pem("AAAA"), Path::new("/a")).expect("a ground");
        let rehearsal = Rehearsal::agreed(ground.clone(), Stamp { at: at(0), who: "ann".to_owned() });
        let push = step("push", "git.push", json!({}), Confirm::Type("word".to_owned()));
        let proposal =
            |preview: Preview| Proposal::new(&plan(vec![push.clone()]), &push, exact(&push, preview));
        let approval = proposal(Preview::default()).rehearse(&rehearsal, at(1), None).expect("approved");
        assert_eq!(approval.rehearsal().map(Rehearsal::ground), Some(&ground));
        let failure = Failure::new(FailureKind::World, Sentence::new("act-probe-not-so"));
        let blocked = Preview { blocked: Some(failure), ..Preview::default() };
        assert!(matches!(proposal(blocked).rehearse(&rehearsal, at(1), None), Err((_, Refused::Blocked))));
    }
}
