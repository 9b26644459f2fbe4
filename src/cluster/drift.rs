//! What it is for: what the apply of each of many objects would change, by the dry run that an apply itself begins with.
//! In: objects of a repository, one namespace or all. Out: an answer for each. Never: a write, more than a few requests
//! at once, or a document that hides the answers about others.

use futures::{StreamExt as _, stream};
use serde_json::Value;

use super::{
    apply::ApplyError,
    connect::Cluster,
    error::{ClusterError, Refusal, Verb},
    preview::{self, Known, ObjectPreview, Wanted},
    served::Responder,
    survey::Scope,
};
use crate::{
    failure::{Failure, FailureKind},
    names::Namespace,
    observed::causes,
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
    /// It was not asked about, and why: a dry run might not be one.
    NotAsked(Sentence),
    /// It differs, and the server refuses the change: the field can only be set when the object is made.
    Fixed(Box<Failure>),
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
    let mut asked: Vec<(usize, Cluster, Wanted)> = Vec::new();
    let mut answers: Vec<Answer> = vec![Answer::Elsewhere; objects.len()];
    for ((index, object), place) in objects.iter().enumerate().zip(&mut answers) {
        let own = object.pointer("/metadata/namespace").and_then(Value::as_str);
        let own = own.and_then(|name| Namespace::new(name).ok());
        let at = own.as_ref().map_or_else(|| home.clone(), |own| home.looking_at(own));
        let wanted = match preview::wanted(&at, index, object, &mut kinds).await {
            Ok(wanted) => wanted,
            Err(error) if is_lost(&error) => return Err(error.to_failure()),
            Err(error) => {
                *place = refused(&error);
                continue;
            }
        };
        let is_other = *scope != Scope::All && at.namespace() != home.namespace();
        if is_other && wanted.is_namespaced() {
            continue;
        }
        match wanted.responder() {
            Responder::Own | Responder::Honours => asked.push((index, at, wanted)),
            Responder::Another => *place = Answer::NotAsked(Sentence::new("drift-other-server")),
            Responder::Unknown => *place = Answer::NotAsked(Sentence::new("drift-unknown-server")),
        }
    }
    let mut done = objects.len() - asked.len();
    told(done);
    let each = asked.into_iter().map(|(index, at, wanted)| async move { (index, wanted.preview(&at).await) });
    let mut all = Box::pin(stream::iter(each).buffer_unordered(AT_ONCE));
    while let Some((index, answer)) = all.next().await {
        let answer = match answer {
            Ok(preview) => Answer::Checked(Box::new(preview)),
            Err(error) if is_lost(&error) => return Err(error.to_failure()),
            Err(error) => refused(&error),
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
    // A dry run that takes too long may wait for a webhook of its own kind.
    let is_dry_run = matches!(&**source, ClusterError::Call { attempt, .. } if attempt.verb == Verb::Patch);
    source.refusal().is_none_or(|refusal| {
        let is_gone = matches!(
            refusal,
            Refusal::Unreachable { .. } | Refusal::Unauthorized { .. } | Refusal::Credentials { .. }
        );
        is_gone || matches!(refusal, Refusal::Timeout { .. }) && !is_dry_run
    })
}

fn refused(error: &ApplyError) -> Answer {
    let failure = Box::new(why(error));
    if is_fixed(error) { Answer::Fixed(failure) } else { Answer::Refused(failure) }
}

/// Whether the object differs in what can only be set when it is made.
fn is_fixed(error: &ApplyError) -> bool {
    let ApplyError::Call { source, .. } = error else { return false };
    let Some(Refusal::Invalid { problems, message }) = source.refusal() else { return false };
    if causes::admission(message).is_some() {
        return false;
    }
    let says = |text: &str| causes::invalid(text) == "fixed";
    says(message) || problems.iter().any(|one| says(&one.problem))
}

/// Why nothing can be told of one object.
fn why(error: &ApplyError) -> Failure {
    let world = |words: Sentence| Failure::new(FailureKind::World, words);
    let (source, refusal) = match error {
        ApplyError::UnknownKind { api_version, kind, .. } => {
            return world(
                Sentence::new("drift-unknown-kind").with("kind", kind).with("version", api_version),
            )
            .hint(Sentence::new("drift-unknown-kind-hint"));
        }
        ApplyError::NoObject { missing, .. } => {
            return world(Sentence::new("drift-no-object").with("missing", *missing));
        }
        ApplyError::Call { source, .. } => (source, source.refusal()),
        ApplyError::Discover(_)
        | ApplyError::OtherNamespace { .. }
        | ApplyError::Duplicate { .. }
        | ApplyError::OtherServer { .. }
        | ApplyError::Moved { .. } => return error.to_failure(),
    };
    match refusal {
        Some(Refusal::Invalid { message, .. }) if is_fixed(error) => {
            world(Sentence::new("drift-fixed")).hint(Sentence::new("drift-fixed-hint")).detail(message)
        }
        Some(Refusal::Invalid { message, .. }) if message.contains("does not support dry run") => {
            let webhook = message.split('"').nth(1).unwrap_or_default();
            let words = Sentence::new("drift-webhook").with("webhook", webhook);
            world(words).hint(Sentence::new("drift-webhook-hint")).detail(message)
        }
        Some(Refusal::NotFound { message }) if is_namespace_missing(message) => {
            world(Sentence::new("drift-no-namespace")).detail(message)
        }
        Some(_) | None => source.to_failure(),
    }
}

/// `namespaces "shop" not found`, as the server says it.
fn is_namespace_missing(message: &str) -> bool {
    message.strip_prefix("namespaces \"").is_some_and(|rest| rest.ends_with("\" not found"))
}

#[cfg(test)]
mod tests;
