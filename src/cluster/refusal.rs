//! What it is for: sorting every way in which a request can fail into one closed list.
//! In: kube's error, whether the request could change something. Out: a [`Refusal`] with masked texts.
//! Never: "refused" for a deed whose answer was lost: that is [`Refusal::UnknownAfterSend`].

use std::path::PathBuf;
use std::time::Duration;

use kube::core::response::{Status, reason};

use super::mask;
use crate::observed::causes;

mod network;

pub(super) use network::tls_reason_of;
pub use network::{TlsReason, Unreachable};

/// Why a request was not answered as wanted. Texts are masked and cut.
///
/// kube's own error is not kept: its texts hold whole answers, and a plug-in's output.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub enum Refusal {
    /// 401: the server does not know who asks, or the token has expired.
    Unauthorized {
        /// The kubeconfig's user entry that was used, where that is known.
        user: Option<String>,
        /// The file that holds it.
        file: Option<PathBuf>,
    },
    /// 403 by the authorizer.
    Forbidden {
        /// The user as the server names it.
        who: Option<String>,
        /// What is not allowed, such as `patch deployments/scale`.
        what: Option<String>,
        /// The server's words.
        message: String,
    },
    /// 403 by quota, pod security or another admission rule.
    Policy {
        /// The server's words.
        message: String,
    },
    /// 404.
    NotFound {
        /// The server's words; also "the server could not find the requested resource" when the kind is unknown.
        message: String,
    },
    /// 409: an object of that name exists.
    AlreadyExists,
    /// 409: others own the fields (`conflicts`), or the object moved since it was read (no `conflicts`).
    Conflict {
        /// One entry for each field.
        conflicts: Vec<FieldConflict>,
        /// The server's words.
        message: String,
    },
    /// 400, 422, or the 500 with which server-side apply reports a schema error.
    Invalid {
        /// One entry for each field, when the server tells.
        problems: Vec<FieldProblem>,
        /// The server's words, without values.
        message: String,
    },
    /// 410: the asked-for history is no longer kept; list again.
    Expired,
    /// 429.
    TooMany {
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
    },
    /// 5xx, and any other status that nobody expects.
    Server {
        /// HTTP status.
        status: u16,
        /// The server's words.
        message: String,
    },
    /// No answer in time. Only for requests that change nothing.
    Timeout {
        /// How long was waited.
        after: Duration,
    },
    /// The request did not reach the server.
    Unreachable {
        /// Why.
        cause: Unreachable,
        /// Technical words.
        message: String,
    },
    /// A request that changes something was sent, and its answer was lost.
    UnknownAfterSend {
        /// Technical words.
        message: String,
    },
    /// The answer could not be read.
    Unreadable {
        /// Where, without values.
        message: String,
    },
    /// The credentials could not be put on the request.
    Credentials {
        /// Technical words.
        message: String,
    },
    /// This program built a request that cannot be sent.
    Request {
        /// Technical words.
        message: String,
    },
}

/// One field that another manager owns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldConflict {
    /// Field path as the server writes it, such as `.spec.replicas`.
    pub field: String,
    /// The other manager, such as `kubectl-set`.
    pub manager: String,
    /// The subresource through which the manager wrote, such as `scale`.
    pub subresource: Option<String>,
    /// When it wrote, as the server writes it (RFC 3339).
    pub at: Option<String>,
}

/// One field that the server does not accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// Field path.
    pub field: String,
    /// What is wrong, without the value.
    pub problem: String,
}

/// Whether a request could have changed something when its answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Changes nothing, dry runs included.
    Read,
    /// May have been carried out.
    Deed,
}

impl Refusal {
    /// Sorts kube's error. `retry_after` is the answer's header, which kube drops.
    pub(crate) fn from_kube(error: &kube::Error, nature: Nature, retry_after: Option<Duration>) -> Self {
        let unreadable = |error: &dyn std::error::Error| Self::Unreadable {
            message: mask::without_values(&error.to_string()),
        };
        match error {
            kube::Error::Api(status) => Self::from_status(status, nature, retry_after),
            kube::Error::HyperError(error) => network::lost(error, nature),
            kube::Error::ReadEvents(error) => network::lost(error, nature),
            kube::Error::Service(error) => network::lost(error.as_ref(), nature),
            kube::Error::UpgradeConnection(error) => network::lost(error, nature),
            kube::Error::RustlsTls(error) => Self::Unreachable {
                cause: Unreachable::Tls(TlsReason::OwnSettings),
                message: mask::without_values(&error.to_string()),
            },
            kube::Error::TlsRequired => Self::Unreachable {
                cause: Unreachable::Tls(TlsReason::OwnSettings),
                message: "TLS required".to_owned(),
            },
            kube::Error::ProxyProtocolUnsupported { .. } | kube::Error::ProxyProtocolDisabled { .. } => {
                Self::Unreachable {
                    cause: Unreachable::Proxy,
                    message: "the proxy's protocol is not supported".to_owned(),
                }
            }
            // An answer came, so a deed was carried out or refused; which one cannot be read.
            kube::Error::FromUtf8(_) | kube::Error::SerdeError(_) if nature == Nature::Deed => {
                Self::UnknownAfterSend { message: "the answer could not be read".to_owned() }
            }
            kube::Error::FromUtf8(error) => unreadable(error),
            kube::Error::SerdeError(error) => unreadable(&serde_place(error)),
            kube::Error::LinesCodecMaxLineLengthExceeded => {
                Self::Unreadable { message: "a line of the answer is too long".to_owned() }
            }
            // The Debug and Display texts of these may hold a token: only their kind is told.
            kube::Error::Auth(_) | kube::Error::InferConfig(_) | kube::Error::InferKubeconfig(_) => {
                Self::Credentials { message: "the credentials could not be used".to_owned() }
            }
            kube::Error::HttpError(error) => Self::Request { message: error.to_string() },
            kube::Error::BuildRequest(error) => Self::Request { message: error.to_string() },
            kube::Error::Discovery(error) => Self::NotFound { message: error.to_string() },
        }
    }

    fn from_status(status: &Status, nature: Nature, retry_after: Option<Duration>) -> Self {
        let message = mask::without_values(&status.message);
        match (status.code, status.reason.as_str()) {
            (401, _) => Self::Unauthorized { user: None, file: None },
            (403, _) => forbidden(&status.message, message),
            (404, _) => Self::NotFound { message },
            (409, reason::ALREADY_EXISTS) => Self::AlreadyExists,
            (409, _) => Self::Conflict { conflicts: conflicts(status), message },
            (410, _) | (400 | 422, reason::EXPIRED) => Self::Expired,
            (400 | 413 | 415 | 422, _) => invalid(status, message),
            (429, _) => Self::TooMany { retry_after: retry_after.or_else(|| asked_wait(status)) },
            (500, _) if is_schema_error(&status.message) => Self::Invalid { problems: Vec::new(), message },
            // A webhook may deny with any status.
            (500..=599, _) if status.message.starts_with("admission webhook \"") => Self::Policy { message },
            (code @ 500..=599, reason)
                if nature == Nature::Deed && may_be_done(code, reason, &status.message) =>
            {
                Self::UnknownAfterSend { message: format!("HTTP {code}: {message}") }
            }
            (code, _) => Self::Server { status: code, message },
        }
    }

    /// HTTP status of the answer, if one came.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Unauthorized { .. } => Some(401),
            Self::Forbidden { .. } | Self::Policy { .. } => Some(403),
            Self::NotFound { .. } => Some(404),
            Self::AlreadyExists | Self::Conflict { .. } => Some(409),
            Self::Invalid { .. } => Some(422),
            Self::Expired => Some(410),
            Self::TooMany { .. } => Some(429),
            Self::Server { status, .. } => Some(*status),
            Self::Timeout { .. }
            | Self::Unreachable { .. }
            | Self::UnknownAfterSend { .. }
            | Self::Unreadable { .. }
            | Self::Credentials { .. }
            | Self::Request { .. } => None,
        }
    }

    /// Whether the server was reached and knew who asked, and gave no answer of use: another question may be answered.
    pub fn is_about_the_answer(&self) -> bool {
        match self {
            Self::Unauthorized { .. }
            | Self::Unreachable { .. }
            | Self::UnknownAfterSend { .. }
            | Self::Credentials { .. }
            | Self::Request { .. } => false,
            Self::Forbidden { .. }
            | Self::Policy { .. }
            | Self::NotFound { .. }
            | Self::AlreadyExists
            | Self::Conflict { .. }
            | Self::Invalid { .. }
            | Self::Expired
            | Self::TooMany { .. }
            | Self::Server { .. }
            | Self::Timeout { .. }
            | Self::Unreadable { .. } => true,
        }
    }

    /// The technical words of the refusal, masked.
    pub fn message(&self) -> &str {
        match self {
            Self::Forbidden { message, .. }
            | Self::Policy { message }
            | Self::NotFound { message }
            | Self::Conflict { message, .. }
            | Self::Invalid { message, .. }
            | Self::Server { message, .. }
            | Self::Unreachable { message, .. }
            | Self::UnknownAfterSend { message }
            | Self::Unreadable { message }
            | Self::Credentials { message }
            | Self::Request { message } => message,
            Self::Unauthorized { .. } => "unauthorized",
            Self::AlreadyExists => "already exists",
            Self::Expired => "expired",
            Self::TooMany { .. } => "too many requests",
            Self::Timeout { .. } => "no answer in time",
        }
    }
}

/// `User "U" cannot V resource "R" in API group …` is the authorizer's form; everything else is admission's.
fn forbidden(raw: &str, message: String) -> Refusal {
    let between = |head: &str| {
        let (_, rest) = raw.split_once(head)?;
        rest.split_once('"').map(|(name, _)| mask::plain(name, 200))
    };
    let Some((_, right)) = raw.split_once(" cannot ") else {
        let is_authorizer = raw.contains("User \"") || raw.is_empty();
        return if is_authorizer {
            Refusal::Forbidden { who: between("User \""), what: None, message }
        } else {
            Refusal::Policy { message }
        };
    };
    let verb = right.split(' ').next().unwrap_or_default();
    let what = between("resource \"").or_else(|| between("path \"")).map(|what| format!("{verb} {what}"));
    Refusal::Forbidden { who: between("User \""), what, message }
}

/// An object that is not accepted, in the words of its fields where the server lists them.
fn invalid(status: &Status, message: String) -> Refusal {
    let problems = problems(status);
    if problems.is_empty() {
        return Refusal::Invalid { problems, message };
    }
    let listed = joined(&problems);
    // A webhook may list fields too, and only the message names it.
    let is_unnamed = causes::admission(&message).is_some() && causes::admission(&listed).is_none();
    let message = match message.split_once(": ") {
        Some((refuser, _)) if is_unnamed => format!("{refuser}: {listed}"),
        Some(_) | None => listed,
    };
    Refusal::Invalid { problems, message }
}

fn conflicts(status: &Status) -> Vec<FieldConflict> {
    let causes = status.details.iter().flat_map(|details| &details.causes);
    causes
        .filter(|cause| cause.reason == "FieldManagerConflict")
        .map(|cause| {
            let quoted = |head: &str| {
                let (_, rest) = cause.message.split_once(head)?;
                rest.split_once('"').map(|(text, _)| mask::plain(text, 200))
            };
            let at = cause.message.rsplit_once(" at ").map(|(_, at)| mask::plain(at, 40));
            FieldConflict {
                field: mask::plain(&cause.field, 300),
                manager: quoted("conflict with \"").unwrap_or_default(),
                subresource: quoted("with subresource \""),
                at,
            }
        })
        .collect()
}

fn problems(status: &Status) -> Vec<FieldProblem> {
    let causes = status.details.iter().flat_map(|details| &details.causes);
    causes
        .map(|cause| FieldProblem {
            field: mask::plain(&cause.field, 300),
            problem: mask::cause(&cause.message),
        })
        .collect()
}

fn joined(problems: &[FieldProblem]) -> String {
    let line = |one: &FieldProblem| {
        if one.field.is_empty() { one.problem.clone() } else { format!("{}: {}", one.field, one.problem) }
    };
    let lines: Vec<_> = problems.iter().map(line).collect();
    mask::plain(&lines.join("; "), mask::LONGEST)
}

fn asked_wait(status: &Status) -> Option<Duration> {
    let secs = status.details.as_ref()?.retry_after_seconds;
    (secs > 0).then(|| Duration::from_secs(secs.into()))
}

/// Server-side apply answers a schema error with 500 (facts 1.4; kubernetes #122480).
fn is_schema_error(message: &str) -> bool {
    message.starts_with("failed to create typed patch object")
        || message.contains("field not declared in schema")
        || message.contains("failed to convert new object")
}

/// 502 and 504 come from something between us and the server, or from a server that gave up waiting; 500 with a
/// time-out from a storage that may still have written.
fn may_be_done(code: u16, reason: &str, message: &str) -> bool {
    // Admission comes before anything is written, whatever it ran into and however it says so.
    if message.contains("failed calling webhook") {
        return false;
    }
    matches!(code, 502 | 504)
        || matches!(reason, reason::TIMEOUT | reason::SERVER_TIMEOUT)
        || message.contains("timed out")
        || message.contains("timeout")
        || message.contains("leader changed")
        || message.contains("deadline exceeded")
}

/// Where the answer could not be read, without the text that `serde_json` quotes.
fn serde_place(error: &serde_json::Error) -> std::io::Error {
    std::io::Error::other(format!("line {}, column {}", error.line(), error.column()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(code: u16, reason: &str, message: &str) -> kube::Error {
        kube::Error::Api(Status::failure(message, reason).with_code(code).boxed())
    }

    #[test]
    fn a_missing_right_names_verb_resource_and_user() {
        let text = r#"deployments.apps "web" is forbidden: User "viewer" cannot patch resource "deployments/scale" in API group "apps" in the namespace "a""#;
        let refusal = Refusal::from_kube(&status(403, "Forbidden", text), Nature::Read, None);
        let Refusal::Forbidden { who, what, .. } = refusal else { panic!("{refusal:?}") };
        assert_eq!(who.as_deref(), Some("viewer"));
        assert_eq!(what.as_deref(), Some("patch deployments/scale"));
        let quota = r#"pods "x" is forbidden: exceeded quota: compute"#;
        let refusal = Refusal::from_kube(&status(403, "Forbidden", quota), Nature::Read, None);
        assert!(matches!(refusal, Refusal::Policy { .. }), "{refusal:?}");
    }

    #[test]
    fn a_webhook_that_lists_fields_stays_named() {
        let body = serde_json::json!({
            "kind": "Status", "code": 422, "reason": "Invalid",
            "message": "admission webhook \"rules.example\" denied the request: Shop \"a\" is invalid: spec.x: …",
            "details": {"causes": [{"reason": "FieldValueInvalid", "field": "spec.x",
                "message": "Invalid value: \"hunter2\": field is immutable"}]}
        });
        let error = kube::Error::Api(serde_json::from_value(body).unwrap());
        let refusal = Refusal::from_kube(&error, Nature::Read, None);
        let Refusal::Invalid { message, problems } = refusal else { panic!("{refusal:?}") };
        assert_eq!(problems.len(), 1);
        assert!(
            message.starts_with("admission webhook \"rules.example\" denied the request: spec.x: "),
            "{message}"
        );
        assert!(message.ends_with("field is immutable") && !message.contains("hunter2"), "{message}");
    }

    #[test]
    fn conflicts_name_manager_subresource_and_field() {
        let body = serde_json::json!({
            "kind": "Status", "code": 409, "reason": "Conflict", "message": "Apply failed with 1 conflict",
            "details": {"causes": [{"reason": "FieldManagerConflict", "field": ".spec.replicas",
                "message": "conflict with \"kubectl\" with subresource \"scale\" using apps/v1 at 2026-11-21T08:00:00Z"}]}
        });
        let error = kube::Error::Api(serde_json::from_value(body).unwrap());
        let Refusal::Conflict { conflicts, .. } = Refusal::from_kube(&error, Nature::Deed, None) else {
            panic!("{error}")
        };
        assert_eq!(
            conflicts,
            [FieldConflict {
                field: ".spec.replicas".to_owned(),
                manager: "kubectl".to_owned(),
                subresource: Some("scale".to_owned()),
                at: Some("2026-11-21T08:00:00Z".to_owned()),
            }]
        );
    }

    #[test]
    fn mistake_23_a_deed_whose_answer_was_lost_is_unknown_not_refused() {
        for (code, text) in [(504, "x"), (502, "bad gateway"), (500, "etcdserver: request timed out")] {
            let error = status(code, "", text);
            assert!(matches!(
                Refusal::from_kube(&error, Nature::Deed, None),
                Refusal::UnknownAfterSend { .. }
            ));
            assert!(matches!(Refusal::from_kube(&error, Nature::Read, None), Refusal::Server { .. }));
        }
        let busy = status(503, "ServiceUnavailable", "x");
        assert!(matches!(Refusal::from_kube(&busy, Nature::Deed, None), Refusal::Server { .. }));
    }

    #[test]
    fn what_admission_stopped_was_not_done() {
        let silent = "Internal error occurred: failed calling webhook \"rules.example\": failed to call webhook: \
            Post \"https://rules.a.svc:443/\": context deadline exceeded";
        let refusal = Refusal::from_kube(&status(500, "InternalError", silent), Nature::Deed, None);
        assert!(matches!(refusal, Refusal::Server { status: 500, .. }), "{refusal:?}");
        let denied = "admission webhook \"rules.example\" denied the request: the check timed out";
        let refusal = Refusal::from_kube(&status(500, "", denied), Nature::Deed, None);
        assert!(matches!(refusal, Refusal::Policy { .. }), "{refusal:?}");
    }

    #[test]
    fn a_schema_error_of_apply_is_invalid_although_it_comes_as_500() {
        let text = "failed to create typed patch object (a/b; apps/v1, Kind=Deployment): .spec.x: field not declared in schema";
        let refusal = Refusal::from_kube(&status(500, "", text), Nature::Deed, None);
        assert!(matches!(refusal, Refusal::Invalid { .. }), "{refusal:?}");
    }

    #[test]
    fn the_wait_that_the_server_asks_for_is_kept() {
        let error = status(429, "TooManyRequests", "x");
        let asked = Some(Duration::from_secs(7));
        assert_eq!(Refusal::from_kube(&error, Nature::Read, asked), Refusal::TooMany { retry_after: asked });
    }
}
