//! What it is for: who the person is, and whether they may do everything. In: the plan's actions. Out: one line for each
//! missing right. Never: a right that is taken for granted because the question failed.

use super::{Check, CheckState, Topic, templates};
use crate::{
    action::Action,
    cluster::{
        ClusterError,
        connect::Identity,
        permissions::{self, Permission},
    },
    failure::Failure,
    plan::PlannedStep,
    words::{Sentence, text},
    worker::session::Session,
};

/// Who the cluster says that the person is, asked anew.
pub(super) async fn person(session: &Session) -> Check {
    let who = match session.cluster.who().await {
        Ok(who) => who,
        Err(error) => return Check::bad(Topic::Person, error.to_failure()),
    };
    let target = session.cluster.target();
    let facts = session.cluster.facts();
    let line = |key: &str, value: &str| Sentence::new(key).with("value", value).text();
    let mut evidence = vec![
        line("ready-fact-server", &target.server.address),
        line("ready-fact-context", target.context.as_str()),
        line("ready-fact-namespace", target.namespace.as_str()),
    ];
    evidence.extend(facts.version.as_ref().map(|version| line("ready-fact-version", version)));
    let groups = who.iter().flat_map(|who| &who.groups).cloned().collect::<Vec<_>>().join(", ");
    if !groups.is_empty() {
        evidence.push(line("ready-fact-groups", &groups));
    }
    evidence.push(line("ready-fact-author", &session.plan.header().repository.identity));
    known_as(who.as_ref(), facts.who.as_ref(), target.namespace.as_str()).resting_on(evidence)
}

/// As whom the cluster knows the person now, against what it said when the connection was made: records name that one.
fn known_as(now: Option<&Identity>, then: Option<&Identity>, namespace: &str) -> Check {
    match (now, then) {
        (Some(now), Some(then)) if now.user != then.user => {
            let words = Sentence::new("ready-person-other").with("who", &now.user);
            Check::of(Topic::Person, CheckState::Bad, words.with("before", &then.user))
        }
        (Some(now), _) => {
            let words = Sentence::new("ready-person").with("who", &now.user);
            Check::good(Topic::Person, words.with("namespace", namespace))
        }
        (None, _) => Check::warning(Topic::Person, Sentence::new("ready-person-unknown")),
    }
}

/// The rights of the way forward.
pub(super) async fn needed(session: &Session, actions: &[(PlannedStep, Action)]) -> Vec<Check> {
    let (mut needed, mut optional) = (Vec::new(), Vec::new());
    let mut unread = Vec::new();
    for (step, action) in actions {
        let documents = templates::brought(session, &step.id, action).await;
        let documents = documents.unwrap_or_else(|(file, failure)| {
            unread.push(untold(&file, failure));
            Vec::new()
        });
        needed.extend(permissions::needed_for(action, &documents));
        optional.extend(permissions::optional_for(action, &documents));
    }
    let (needed, optional) = futures::join!(
        permissions::review(&session.cluster, &needed),
        permissions::review(&session.cluster, &optional)
    );
    let mut checks = required(session, needed);
    if !unread.is_empty() {
        // Those of a file that cannot be read are not among them.
        checks.retain(|check| check.state != CheckState::Good);
    }
    unread.dedup();
    checks.extend(unread);
    checks.extend(beside(session, optional));
    checks
}

/// Which rights the objects of a file need is not known: nobody goes past this, since the file cannot be applied either.
fn untold(file: &str, failure: Failure) -> Check {
    let words = Sentence::new("ready-rights-unknown").with("file", file);
    Check { state: CheckState::Bad, ..Check::unasked(Topic::Rights, words, failure) }
}

/// Rights that only tell more: their want is said and hinders nothing.
fn beside(session: &Session, answers: Result<Vec<Permission>, ClusterError>) -> Vec<Check> {
    let answers = match answers {
        Ok(answers) => answers,
        Err(error) => {
            let words = Sentence::new("ready-right-optional-unknown");
            return vec![Check::unasked(Topic::Rights, words, error.to_failure())];
        }
    };
    let denied = answers.into_iter().filter(|answer| !answer.allowed);
    let told = denied.map(|answer| {
        let words = Sentence::new("ready-right-optional").with("who", who(session));
        Check::warning(Topic::Rights, words.with("right", answer.needed.to_string()))
    });
    told.collect()
}

fn who(session: &Session) -> String {
    let who = session.cluster.facts().who.as_ref();
    who.map_or_else(|| text("ready-you"), |who| who.user.clone())
}

fn required(session: &Session, answers: Result<Vec<Permission>, ClusterError>) -> Vec<Check> {
    let answers = match answers {
        Ok(answers) => answers,
        Err(error) => return vec![Check::bad(Topic::Rights, error.to_failure())],
    };
    let denied: Vec<_> = answers.iter().filter(|answer| !answer.allowed).collect();
    if denied.is_empty() {
        let words = Sentence::new("ready-rights").count("count", answers.len());
        let all = answers.iter().map(|answer| answer.needed.to_string());
        return vec![Check::good(Topic::Rights, words).resting_on(all)];
    }
    let who = who(session);
    let one = |answer: &&Permission| {
        let words = Sentence::new("ready-right-missing").with("who", &who);
        let words = words.with("right", answer.needed.to_string());
        // It would stop in the middle: nobody goes past this with a reason.
        let check = Check::of(Topic::Rights, CheckState::Bad, words);
        check.resting_on((!answer.reason.is_empty()).then(|| answer.reason.clone()))
    };
    denied.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_else_than_when_the_connection_was_made_does_not_start() {
        let one = |user: &str| Identity { user: user.to_owned(), groups: Vec::new() };
        let (ada, bob) = (one("ada"), one("bob"));
        let told = |now, then| {
            let check = known_as(now, then, "shop");
            (check.state, check.what.key)
        };
        let key = |state, key: &str| (state, key.to_owned());
        assert_eq!(told(Some(&ada), Some(&ada)), key(CheckState::Good, "ready-person"));
        assert_eq!(told(Some(&ada), None), key(CheckState::Good, "ready-person"));
        assert_eq!(told(Some(&bob), Some(&ada)), key(CheckState::Bad, "ready-person-other"));
        assert_eq!(told(None, Some(&ada)), key(CheckState::Warning, "ready-person-unknown"));
    }
}
