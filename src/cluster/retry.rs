//! What it is for: which failures to reach the server are worth another try that nobody asked for. In: the failure.
//! Out: whether to try, and how often. Never: another try before a person put something right: it would send a password
//! that is refused again and again.

use crate::failure::Failure;

/// Whether to try again without being told to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Networks come back without anybody being asked.
    Soon,
    /// The server has too much to do, or is ill: it is left alone for longer each time.
    Slower,
    /// A person must put something right first.
    Never,
}

impl Retry {
    /// What to do after a failure to connect.
    pub fn after(failure: &Failure) -> Self {
        match failure.summary.key.as_str() {
            "cluster-unreachable-dns"
            | "cluster-unreachable-refused"
            | "cluster-unreachable-silent"
            | "cluster-unreachable-no-route"
            | "cluster-unreachable-broken"
            | "cluster-timeout" => Self::Soon,
            "cluster-server" | "cluster-too-many" | "cluster-too-many-wait" => Self::Slower,
            _ => Self::Never,
        }
    }
}

/// Whether the server answered and turned the user away.
pub fn is_turned_away(failure: &Failure) -> bool {
    matches!(
        failure.summary.key.as_str(),
        "cluster-unauthorized"
            | "cluster-unauthorized-user"
            | "cluster-forbidden"
            | "cluster-forbidden-plain"
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::cluster::{
        ClusterError,
        refusal::{Refusal, TlsReason, Unreachable},
    };

    fn failure(refusal: Refusal) -> Failure {
        ClusterError::Connect { server: "s".to_owned(), refusal: Box::new(refusal) }.to_failure()
    }

    #[test]
    fn only_what_passes_by_itself_is_tried_again() {
        let message = || "m".to_owned();
        let unreachable = |cause| Refusal::Unreachable { cause, message: message() };
        for (refusal, wanted) in [
            (unreachable(Unreachable::Dns), Retry::Soon),
            (unreachable(Unreachable::Refused), Retry::Soon),
            (unreachable(Unreachable::Silent), Retry::Soon),
            (unreachable(Unreachable::NoRoute), Retry::Soon),
            (unreachable(Unreachable::Broken), Retry::Soon),
            (unreachable(Unreachable::Proxy), Retry::Never),
            (unreachable(Unreachable::Tls(TlsReason::UnknownIssuer)), Retry::Never),
            (Refusal::Timeout { after: Duration::from_secs(1) }, Retry::Soon),
            (Refusal::Server { status: 503, message: message() }, Retry::Slower),
            (Refusal::TooMany { retry_after: None }, Retry::Slower),
            (Refusal::TooMany { retry_after: Some(Duration::from_secs(3)) }, Retry::Slower),
            (Refusal::Unauthorized { user: None, file: None }, Retry::Never),
            (Refusal::Credentials { message: message() }, Retry::Never),
            (Refusal::NotFound { message: message() }, Retry::Never),
        ] {
            let failure = failure(refusal);
            assert_eq!(Retry::after(&failure), wanted, "{}", failure.summary.key);
        }
    }

    #[test]
    fn only_the_server_turns_somebody_away() {
        let message = || "m".to_owned();
        let known = Refusal::Unauthorized { user: Some(message()), file: Some("f".into()) };
        let plain = Refusal::Unauthorized { user: None, file: None };
        let forbidden = Refusal::Forbidden { who: None, what: None, message: message() };
        let named = Refusal::Forbidden { who: Some(message()), what: Some(message()), message: message() };
        for refusal in [known, plain, forbidden, named] {
            assert!(is_turned_away(&failure(refusal)));
        }
        assert!(!is_turned_away(&failure(Refusal::Credentials { message: message() })));
        assert!(!is_turned_away(&failure(Refusal::Timeout { after: Duration::from_secs(1) })));
    }
}
