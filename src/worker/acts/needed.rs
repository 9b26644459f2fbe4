//! What it is for: what the objects of a template need and do not bring: Secrets with their keys, ConfigMaps, tags of image
//! streams. In: the objects. Out: one line for each that is not there, or cannot be looked at. Never: a Secret's value.

use crate::{
    cluster::present::{self, Present},
    manifest::{
        Manifest,
        template::{Reference, Referred, references},
    },
    plan::preview::Sign,
    words::Sentence,
    worker::session::Session,
};

/// What is not there; one line when all of it is.
pub(in crate::worker) async fn missing(session: &Session, manifest: &Manifest) -> Vec<(Sign, Sentence)> {
    let wanted = references(&manifest.documents);
    if wanted.is_empty() || session.ground.is_some() {
        return Vec::new();
    }
    let mut told = Vec::new();
    for one in &wanted {
        told.extend(look(session, one).await);
    }
    if told.is_empty() {
        let all = Sentence::new("act-template-needs-there").count("count", wanted.len());
        told.push((Sign::Good, all));
    }
    told
}

async fn look(session: &Session, wanted: &Reference) -> Option<(Sign, Sentence)> {
    let (kind, name, key) = match wanted.what {
        Referred::Secret => ("Secret", wanted.name.as_str(), wanted.key.as_deref()),
        Referred::ConfigMap => ("ConfigMap", wanted.name.as_str(), wanted.key.as_deref()),
        Referred::ImageStreamTag => {
            let (stream, tag) = wanted.name.split_once(':').unwrap_or((&wanted.name, "latest"));
            ("ImageStream", stream, Some(tag))
        }
    };
    let namespace = wanted.namespace.as_deref().unwrap_or_else(|| session.cluster.namespace().as_str());
    let words = |message: &str| {
        Sentence::new(message)
            .with("kind", kind)
            .with("name", name)
            .with("key", key.unwrap_or_default())
            .with("namespace", namespace)
            .with("by", wanted.needed_by.join(", "))
    };
    match present::keys(&session.cluster, kind, namespace, name).await {
        Ok(Present::There(keys)) if key.is_none_or(|key| keys.contains(key)) => None,
        Ok(Present::There(_)) if wanted.what == Referred::ImageStreamTag => {
            Some((Sign::Bad, words("act-template-no-tag")))
        }
        Ok(Present::There(_)) => Some((Sign::Bad, words("act-template-no-key"))),
        Ok(Present::Gone) => Some((Sign::Bad, words("act-template-no-object"))),
        Ok(Present::Hidden) | Err(_) => Some((Sign::Warning, words("act-template-unseen"))),
    }
}
