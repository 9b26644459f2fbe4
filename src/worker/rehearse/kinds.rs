//! What it is for: kinds that a practice cluster does not have, told apart before anything is done with them.
//! In: objects as they would be applied, kinds as people write them. Out: what practice can take, and words for the rest.
//! Never: an object left out in earnest, or without being named.

use serde_json::Value;

use crate::{
    failure::{Failure, FailureKind},
    practice::kinds::{self, Kind},
    words::Sentence,
    worker::session::Session,
};

/// The key of the sentence that names an object left out of an apply.
pub const UNSERVED: &str = "rehearse-unserved";

/// The practice cluster's kind of that name: kind, singular, plural (with its group or without), or short name.
pub(super) fn named(text: &str) -> Option<&'static Kind> {
    let lower = text.to_lowercase();
    let is_it = |known: &&Kind| {
        known.kind.to_lowercase() == lower
            || known.resource == lower
            || known.singular == lower
            || known.qualified() == lower
            || known.short_names.contains(&lower)
    };
    kinds::all().iter().find(|known| is_it(known) && known.is_stored())
}

/// Whether practice has such a kind, or kinds of such a category.
pub(super) fn is_known(text: &str) -> bool {
    let is_category = |known: &Kind| known.categories.iter().any(|one| one == text);
    named(text).is_some() || kinds::all().iter().any(is_category)
}

/// The practice cluster's kind of an object.
pub(super) fn of(object: &Value) -> Option<&'static Kind> {
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    kinds::of_object(text("apiVersion"), text("kind")).filter(|kind| kind.is_stored())
}

/// Takes the objects that practice has no kind for out of an apply; a sentence for each. In earnest, and in practice
/// itself, nothing.
///
/// # Errors
/// Nothing is left to be applied.
pub(in crate::worker) fn leave_out(
    session: &Session,
    documents: &mut Vec<Value>,
) -> Result<Vec<Sentence>, Failure> {
    if session.ground.is_none() {
        return Ok(Vec::new());
    }
    let (served, unserved): (Vec<Value>, Vec<Value>) =
        std::mem::take(documents).into_iter().partition(|object| of(object).is_some());
    *documents = served;
    if documents.is_empty()
        && let Some(first) = unserved.first()
    {
        return Err(none(&kind_of(first)));
    }
    Ok(unserved.iter().map(told).collect())
}

/// Nothing of a step is left to be done.
fn none(kind: &str) -> Failure {
    let words = Sentence::new("rehearse-limit-kind").with("kind", kind);
    Failure::new(FailureKind::Person, words).hint(Sentence::new("rehearse-limit-hint"))
}

fn told(object: &Value) -> Sentence {
    let name = object.pointer("/metadata/name").and_then(Value::as_str).unwrap_or_default();
    let kind = kind_of(object);
    let version = object.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
    Sentence::new(UNSERVED)
        .with("object", format!("{kind}/{name}"))
        .with("kind", kind)
        .with("version", version)
}

fn kind_of(object: &Value) -> String {
    object.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_kind_is_known_by_every_name_that_people_write_and_by_its_version() {
        for name in ["Deployment", "deployments", "deployment", "deployments.apps", "deploy", "all"] {
            assert!(is_known(name), "{name}");
        }
        for name in ["IngressRoute", "certificates.cert-manager.io", ""] {
            assert!(!is_known(name), "{name}");
        }
        let object = |version: &str, kind: &str| json!({"apiVersion": version, "kind": kind});
        assert!(of(&object("autoscaling/v2", "HorizontalPodAutoscaler")).is_some());
        assert!(of(&object("autoscaling/v1", "HorizontalPodAutoscaler")).is_none());
        assert!(of(&object("traefik.io/v1alpha1", "IngressRoute")).is_none());
    }

    #[test]
    fn what_is_left_out_is_named_with_its_kind() {
        let route = json!({"apiVersion": "traefik.io/v1alpha1", "kind": "IngressRoute", "metadata": {"name": "shop"}});
        let words = told(&route).text();
        assert!(words.contains("IngressRoute/shop") && words.contains("traefik.io/v1alpha1"), "{words}");
    }
}
