//! What it is for: choosing the sentences for a [`ClusterError`]. In: the error. Out: a [`Failure`].
//! Never: a sentence written here; all stand in `assets/words/en.ftl` under `## Cluster`.

use std::path::Path;

use super::error::{ClusterError, PluginProblem};
use super::kubeconfig::{KubeconfigError, PluginCall};
use super::refusal::{Refusal, TlsReason, Unreachable};
use crate::failure::{Failure, FailureKind};
use crate::observed::causes;
use crate::words::Sentence;

pub(super) fn failure(error: &ClusterError) -> Failure {
    let (kind, summary, hint) = match error {
        ClusterError::ReadKubeconfig(problem) => kubeconfig(problem),
        ClusterError::NeedsConsent(call) => consent(call),
        ClusterError::RunPlugin { command, install_hint, problem } => {
            plugin(command, install_hint.as_deref(), problem)
        }
        ClusterError::SetUp { server, message } => (
            FailureKind::Person,
            Sentence::new("cluster-set-up").with("server", server).with("message", message),
            Some(Sentence::new("cluster-set-up-hint")),
        ),
        ClusterError::OtherServer { context, wanted, is } => (
            FailureKind::Person,
            Sentence::new("cluster-other-server")
                .with("context", context)
                .with("wanted", wanted)
                .with("is", is),
            Some(Sentence::new("cluster-other-server-hint")),
        ),
        ClusterError::OtherWay { context, server } => (
            FailureKind::Person,
            Sentence::new("cluster-other-way").with("context", context).with("server", server),
            Some(Sentence::new("cluster-other-way-hint")),
        ),
        ClusterError::OtherPerson { before, now } => {
            let name = |who: &str| {
                if who.is_empty() { Sentence::new("cluster-nobody").text() } else { who.to_owned() }
            };
            (
                FailureKind::Person,
                Sentence::new("cluster-other-person").with("before", name(before)).with("now", name(now)),
                Some(Sentence::new("cluster-other-person-hint").with("before", name(before))),
            )
        }
        ClusterError::Connect { server, refusal } => {
            let what = Sentence::new("cluster-attempt-connect").with("server", server).text();
            refused(refusal, &what, server)
        }
        ClusterError::Call { attempt, refusal } => {
            let key = format!("cluster-attempt-{}", attempt.verb.as_str());
            let what = Sentence::new(&key).with("object", attempt.object()).text();
            refused(refusal, &what, &attempt.object())
        }
    };
    let failure = Failure::new(kind, summary);
    let failure = match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    };
    failure.caused_by(error)
}

type Words = (FailureKind, Sentence, Option<Sentence>);

fn words(kind: FailureKind, key: &str, what: &str) -> Words {
    let hint = format!("{key}-hint");
    (kind, Sentence::new(key).with("what", what), Some(Sentence::new(&hint)))
}

fn refused(refusal: &Refusal, what: &str, object: &str) -> Words {
    match refusal {
        Refusal::Unauthorized { user, file } => unauthorized(user.as_deref(), file.as_deref(), what),
        Refusal::Forbidden { who, what: right, .. } => forbidden(who.as_deref(), right.as_deref(), what),
        Refusal::Policy { message } => {
            judged(FailureKind::Person, "cluster-policy", what, message, causes::rule(message))
        }
        Refusal::NotFound { .. } => (
            FailureKind::World,
            Sentence::new("cluster-not-found").with("what", what).with("object", object),
            Some(Sentence::new("cluster-not-found-hint")),
        ),
        Refusal::AlreadyExists => (
            FailureKind::World,
            Sentence::new("cluster-already-exists").with("what", what).with("object", object),
            Some(Sentence::new("cluster-already-exists-hint")),
        ),
        Refusal::Conflict { conflicts, .. } if conflicts.is_empty() => {
            words(FailureKind::Moved, "cluster-moved", what)
        }
        Refusal::Conflict { conflicts, .. } => {
            let mut managers: Vec<_> = conflicts.iter().map(|one| one.manager.clone()).collect();
            managers.sort();
            managers.dedup();
            (
                FailureKind::World,
                Sentence::new("cluster-conflict")
                    .with("what", what)
                    .count("count", conflicts.len())
                    .with("managers", managers.join(", ")),
                Some(Sentence::new("cluster-conflict-hint")),
            )
        }
        Refusal::Invalid { message, .. } => {
            let (key, cause) = match causes::admission(message) {
                Some(rule) => ("cluster-policy", rule),
                None => ("cluster-invalid", causes::invalid(message)),
            };
            judged(FailureKind::Person, key, what, message, cause)
        }
        Refusal::Expired
        | Refusal::TooMany { .. }
        | Refusal::Server { .. }
        | Refusal::Timeout { .. }
        | Refusal::Unreachable { .. }
        | Refusal::UnknownAfterSend { .. }
        | Refusal::Unreadable { .. }
        | Refusal::Credentials { .. }
        | Refusal::Request { .. } => unanswered(refusal, what),
    }
}

/// A refusal whose words tell what is behind it.
fn judged(kind: FailureKind, key: &str, what: &str, message: &str, cause: &str) -> Words {
    let summary = Sentence::new(key).with("what", what).with("message", message).with("cause", cause);
    let hint = summary.next_step();
    (kind, summary, hint)
}

/// What kind of trouble the server has.
fn server_cause(status: u16, message: &str) -> &'static str {
    match status {
        500.. if matches!(causes::rule(message), "webhook" | "webhook-silent") => "webhook",
        405 | 406 | 501 => "unsupported",
        408 | 504 => "slow",
        502 | 503 => "away",
        _ => "other",
    }
}

/// The refusals in which the server did not judge the request.
fn unanswered(refusal: &Refusal, what: &str) -> Words {
    match refusal {
        Refusal::TooMany { retry_after: Some(wait) } => (
            FailureKind::World,
            Sentence::new("cluster-too-many-wait").with("what", what).count("seconds", wait.as_secs()),
            Some(Sentence::new("cluster-too-many-hint")),
        ),
        Refusal::TooMany { retry_after: None } => words(FailureKind::World, "cluster-too-many", what),
        Refusal::Server { status, message } => {
            let cause = server_cause(*status, message);
            let summary = Sentence::new("cluster-server").with("what", what).with("cause", cause);
            let summary = summary.with("status", status.to_string()).with("message", message);
            let hint = summary.next_step();
            (FailureKind::World, summary, hint)
        }
        Refusal::Timeout { after } => (
            FailureKind::World,
            Sentence::new("cluster-timeout").with("what", what).count("seconds", after.as_secs()),
            Some(Sentence::new("cluster-timeout-hint")),
        ),
        Refusal::Unreachable { cause, .. } => {
            words(FailureKind::World, &format!("cluster-unreachable-{}", unreachable_key(*cause)), what)
        }
        Refusal::UnknownAfterSend { .. } => words(FailureKind::Unknown, "cluster-unknown", what),
        Refusal::Credentials { .. } => words(FailureKind::Person, "cluster-credentials", what),
        Refusal::Expired => words(FailureKind::World, "cluster-expired", what),
        Refusal::Unreadable { .. } => words(FailureKind::World, "cluster-unreadable", what),
        Refusal::Request { .. }
        | Refusal::Unauthorized { .. }
        | Refusal::Forbidden { .. }
        | Refusal::Policy { .. }
        | Refusal::NotFound { .. }
        | Refusal::AlreadyExists
        | Refusal::Conflict { .. }
        | Refusal::Invalid { .. } => words(FailureKind::Internal, "cluster-request", what),
    }
}

fn unauthorized(user: Option<&str>, file: Option<&Path>, what: &str) -> Words {
    let summary = match (user, file) {
        (Some(user), Some(file)) => Sentence::new("cluster-unauthorized-user")
            .with("what", what)
            .with("user", user)
            .with("file", file.display().to_string()),
        (_, _) => Sentence::new("cluster-unauthorized").with("what", what),
    };
    (FailureKind::Person, summary, Some(Sentence::new("cluster-unauthorized-hint")))
}

fn forbidden(who: Option<&str>, right: Option<&str>, what: &str) -> Words {
    let summary = match (who, right) {
        (Some(who), Some(right)) => {
            Sentence::new("cluster-forbidden").with("what", what).with("who", who).with("right", right)
        }
        (Some(_) | None, _) => Sentence::new("cluster-forbidden-plain").with("what", what),
    };
    (FailureKind::Person, summary, Some(Sentence::new("cluster-forbidden-hint")))
}

fn unreachable_key(cause: Unreachable) -> &'static str {
    match cause {
        Unreachable::Dns => "dns",
        Unreachable::Refused => "refused",
        Unreachable::Silent => "silent",
        Unreachable::NoRoute => "no-route",
        Unreachable::Proxy => "proxy",
        Unreachable::Broken => "broken",
        Unreachable::Tls(reason) => match reason {
            TlsReason::UnknownIssuer => "tls-issuer",
            TlsReason::Expired => "tls-expired",
            TlsReason::NotYetValid => "tls-not-yet",
            TlsReason::OtherName => "tls-name",
            TlsReason::BadCertificate => "tls-bad",
            TlsReason::ClientCertificate => "tls-client",
            TlsReason::NoTls => "tls-none",
            TlsReason::OwnSettings => "tls-own",
            TlsReason::Other => "tls-other",
        },
    }
}

fn consent(call: &PluginCall) -> Words {
    (
        FailureKind::Person,
        Sentence::new("cluster-needs-consent").with("command", call.command.clone()),
        Some(Sentence::new("cluster-needs-consent-hint")),
    )
}

fn plugin(command: &str, install_hint: Option<&str>, problem: &PluginProblem) -> Words {
    let key = match problem {
        PluginProblem::Start(_) => "cluster-plugin-start",
        PluginProblem::Timeout(_) => "cluster-plugin-timeout",
        PluginProblem::Exit(_) => "cluster-plugin-exit",
        PluginProblem::TooMuch(_) | PluginProblem::Output(_) => "cluster-plugin-output",
    };
    let hint = match install_hint {
        Some(text) => Sentence::new("cluster-plugin-install").with("text", text),
        None => Sentence::new("cluster-plugin-hint"),
    };
    let summary = Sentence::new(key).with("command", command).with("problem", problem.to_string());
    (FailureKind::Person, summary, Some(hint))
}

fn kubeconfig(problem: &KubeconfigError) -> Words {
    let (key, args) = problem.words();
    let mut summary = Sentence::new(key);
    for (name, text) in args {
        summary = summary.with(name, text);
    }
    (FailureKind::Person, summary, Some(Sentence::new(&format!("{key}-hint"))))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::cluster::error::{Attempt, FieldConflict, Verb};

    fn all_refusals() -> Vec<Refusal> {
        let message = || "m".to_owned();
        let tls = [
            TlsReason::UnknownIssuer,
            TlsReason::Expired,
            TlsReason::NotYetValid,
            TlsReason::OtherName,
            TlsReason::BadCertificate,
            TlsReason::ClientCertificate,
            TlsReason::NoTls,
            TlsReason::OwnSettings,
            TlsReason::Other,
        ];
        let causes = [
            Unreachable::Dns,
            Unreachable::Refused,
            Unreachable::Silent,
            Unreachable::NoRoute,
            Unreachable::Proxy,
            Unreachable::Broken,
        ];
        let causes = causes.into_iter().chain(tls.into_iter().map(Unreachable::Tls));
        let conflict = FieldConflict {
            field: ".spec".to_owned(),
            manager: "kubectl-set".to_owned(),
            subresource: None,
            at: None,
        };
        let mut all = vec![
            Refusal::Unauthorized { user: None, file: None },
            Refusal::Unauthorized { user: Some(message()), file: Some("f".into()) },
            Refusal::Forbidden { who: Some(message()), what: Some(message()), message: message() },
            Refusal::Forbidden { who: None, what: None, message: message() },
            Refusal::Policy { message: message() },
            Refusal::NotFound { message: message() },
            Refusal::AlreadyExists,
            Refusal::Conflict { conflicts: vec![conflict], message: message() },
            Refusal::Conflict { conflicts: vec![], message: message() },
            Refusal::Invalid { problems: vec![], message: message() },
            Refusal::Expired,
            Refusal::TooMany { retry_after: None },
            Refusal::TooMany { retry_after: Some(Duration::from_secs(3)) },
            Refusal::Server { status: 503, message: message() },
            Refusal::Timeout { after: Duration::from_secs(1) },
            Refusal::UnknownAfterSend { message: message() },
            Refusal::Unreadable { message: message() },
            Refusal::Credentials { message: message() },
            Refusal::Request { message: message() },
        ];
        all.extend(causes.map(|cause| Refusal::Unreachable { cause, message: message() }));
        all
    }

    #[test]
    fn every_refusal_of_every_verb_has_its_sentences() {
        let verbs = [Verb::Get, Verb::List, Verb::Watch, Verb::Create, Verb::Patch, Verb::Delete, Verb::Ask];
        for verb in verbs {
            assert!(crate::words::knows(&format!("cluster-attempt-{}", verb.as_str())), "{verb:?}");
        }
        let attempt = Attempt::new(Verb::Patch, "Deployment").named("web").sub("scale").within("shop");
        assert_eq!(attempt.to_string(), "patch Deployment/web (scale) in shop");
        for refusal in all_refusals() {
            let failure = ClusterError::call(&attempt, refusal.clone()).to_failure();
            assert!(crate::words::knows(&failure.summary.key), "{refusal:?}");
            let text = failure.summary.text();
            assert!(!text.contains('{') && !text.contains('⟨'), "{text}");
            let hint = failure.hint.map(|hint| hint.key).unwrap_or_default();
            assert!(crate::words::knows(&hint), "{refusal:?}: {hint}");
        }
    }

    #[test]
    fn only_a_lost_answer_is_unknown() {
        let attempt = Attempt::new(Verb::Patch, "Deployment");
        for refusal in all_refusals() {
            let is_lost = matches!(refusal, Refusal::UnknownAfterSend { .. });
            let error = ClusterError::call(&attempt, refusal);
            assert_eq!(error.to_failure().kind == FailureKind::Unknown, is_lost, "{error:?}");
            assert_eq!(error.is_unknown(), is_lost);
        }
    }

    #[test]
    fn plug_in_problems_have_their_sentences() {
        let problems = [
            PluginProblem::Start(String::new()),
            PluginProblem::Timeout(Duration::from_secs(1)),
            PluginProblem::Exit(String::new()),
            PluginProblem::TooMuch(1),
            PluginProblem::Output("x"),
        ];
        for problem in problems {
            let (_, summary, hint) = plugin("login", None, &problem);
            assert!(crate::words::knows(&summary.key), "{problem:?}");
            assert!(hint.is_some_and(|hint| crate::words::knows(&hint.key)));
        }
        let (_, _, hint) = plugin("login", Some("brew"), &PluginProblem::TooMuch(1));
        assert!(hint.is_some_and(|hint| crate::words::knows(&hint.key)));
    }
}
