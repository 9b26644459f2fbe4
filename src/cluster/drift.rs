//! What it is for: what the apply of each of many objects would change, by the dry run that an apply itself begins with.
//! In: objects of a repository, one namespace or all. Out: an answer for each. Never: a write, more than a few requests
//! at once, or a document that hides the answers about others.

use futures::{StreamExt as _, stream};
use serde_json::Value;

use super::{
    apply::ApplyError,
    connect::Cluster,
    error::Refusal,
    preview::{self, Known, ObjectPreview, Wanted},
    survey::Scope,
};
use crate::{
    failure::{Failure, FailureKind},
    names::Namespace,
    words::Sentence,
};

/// Requests at a time.
const AT_ONCE: usize = 4;

/// What the server says of one object.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It belongs to another namespace than the one that is looked at.
    Elsewhere,
    /// What an apply would do.
    Checked(Box<ObjectPreview>),
    /// Why that cannot be told.
    Refused(Box<Failure>),
}

/// Asks about all objects; `told` hears how many are done, rows of the answer stand in the order of the objects.
///
/// Objects without a namespace count as in the namespace that is looked at; of all namespaces, as in the connection's.
///
/// # Errors
/// The connection is lost: nothing can be said of any.
pub async fn compare(
    cluster: &Cluster,
    scope: &Scope,
    objects: &[&Value],
    told: impl Fn(usize) + Sync,
) -> Result<Vec<Answer>, Failure> {
    let home = match scope {
        Scope::One(name) => {
            Namespace::new(name.as_str()).unwrap_or_else(|_unfit| cluster.namespace().clone())
        }
        Scope::All => cluster.namespace().clone(),
    };
    let home = cluster.looking_at(&home);
    let mut kinds = Known::new();
    let mut asked: Vec<(usize, Cluster, Result<Wanted, ApplyError>)> = Vec::new();
    let mut answers: Vec<Answer> = vec![Answer::Elsewhere; objects.len()];
    for (index, object) in objects.iter().enumerate() {
        let own = object.pointer("/metadata/namespace").and_then(Value::as_str);
        let own = own.and_then(|name| Namespace::new(name).ok());
        let at = own.as_ref().map_or_else(|| home.clone(), |own| home.looking_at(own));
        let wanted = preview::wanted(&at, index, object, &mut kinds).await;
        let is_elsewhere = *scope != Scope::All
            && at.namespace() != home.namespace()
            && wanted.as_ref().is_ok_and(Wanted::is_namespaced);
        if is_elsewhere {
            continue;
        }
        asked.push((index, at, wanted));
    }
    let mut done = objects.len() - asked.len();
    told(done);
    let each = asked.into_iter().map(|(index, at, wanted)| async move {
        let answer = match wanted {
            Ok(wanted) => wanted.preview(&at).await,
            Err(error) => Err(error),
        };
        (index, answer)
    });
    let mut all = Box::pin(stream::iter(each).buffer_unordered(AT_ONCE));
    while let Some((index, answer)) = all.next().await {
        let answer = match answer {
            Ok(preview) => Answer::Checked(Box::new(preview)),
            Err(error) if is_lost(&error) => return Err(error.to_failure()),
            Err(error) => Answer::Refused(Box::new(why(&error))),
        };
        if let Some(place) = answers.get_mut(index) {
            *place = answer;
        }
        done += 1;
        told(done);
    }
    Ok(answers)
}

/// Whether the next question would fare no better.
fn is_lost(error: &ApplyError) -> bool {
    let (ApplyError::Call { source, .. } | ApplyError::Discover(source)) = error else { return false };
    source.refusal().is_none_or(|refusal| {
        matches!(
            refusal,
            Refusal::Unreachable { .. }
                | Refusal::Timeout { .. }
                | Refusal::Unauthorized { .. }
                | Refusal::Credentials { .. }
        )
    })
}

/// Why nothing can be told of one object.
fn why(error: &ApplyError) -> Failure {
    let world = |words: Sentence| Failure::new(FailureKind::World, words);
    match error {
        ApplyError::UnknownKind { api_version, kind, .. } => {
            world(Sentence::new("drift-unknown-kind").with("kind", kind).with("version", api_version))
                .hint(Sentence::new("drift-unknown-kind-hint"))
        }
        ApplyError::NoObject { missing, .. } => {
            world(Sentence::new("drift-no-object").with("missing", *missing))
        }
        ApplyError::Call { source, .. } => {
            let failure = source.to_failure();
            match source.refusal() {
                Some(Refusal::Invalid { message, .. }) if message.contains("does not support dry run") => {
                    let webhook = message.split('"').nth(1).unwrap_or_default();
                    let words = Sentence::new("drift-webhook").with("webhook", webhook);
                    world(words).hint(Sentence::new("drift-webhook-hint")).detail(message)
                }
                Some(Refusal::NotFound { message }) => {
                    world(Sentence::new("drift-no-namespace")).detail(message)
                }
                Some(_) | None => failure,
            }
        }
        ApplyError::Discover(_)
        | ApplyError::OtherNamespace { .. }
        | ApplyError::Duplicate { .. }
        | ApplyError::Moved { .. } => error.to_failure(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cluster::error::{Attempt, ClusterError, Verb},
        names::{ObjectName, ObjectRef},
    };

    fn refused(refusal: Refusal) -> ApplyError {
        let object = ObjectRef {
            group: "apps".to_owned(),
            version: "v1".to_owned(),
            kind: "Deployment".to_owned(),
            name: ObjectName::new("web").expect("a name"),
        };
        let source = ClusterError::call(&Attempt::on(Verb::Patch, &object), refusal);
        ApplyError::Call { object: Box::new(object), source: Box::new(source) }
    }

    #[test]
    fn a_webhook_that_forbids_dry_runs_is_named() {
        let message = "admission webhook \"quota.example.org\" does not support dry run".to_owned();
        let failure = why(&refused(Refusal::Invalid { problems: Vec::new(), message }));
        assert!(failure.summary.text().contains("quota.example.org"), "{failure:?}");
        assert!(failure.hint.is_some());
    }

    #[test]
    fn a_lost_connection_ends_the_comparison_and_a_refusal_does_not() {
        let message = String::new;
        assert!(is_lost(&refused(Refusal::Timeout { after: std::time::Duration::from_secs(15) })));
        assert!(is_lost(&refused(Refusal::Unauthorized { user: None, file: None })));
        assert!(!is_lost(&refused(Refusal::Forbidden { who: None, what: None, message: message() })));
        assert!(!is_lost(&refused(Refusal::Server { status: 500, message: message() })));
    }
}
