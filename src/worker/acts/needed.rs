//! What it is for: what the objects of a template need and do not bring: Secrets with their keys, config maps, tags of
//! image streams. In: the objects. Out: one line for each that is not there, or cannot be looked at. Never: a Secret's value.

use crate::{
    cluster::present::{self, Present},
    failure::Failure,
    manifest::{
        Manifest,
        template::{Reference, Referred, references},
    },
    plan::preview::Sign,
    words::Sentence,
    worker::session::Session,
};

/// Something that objects need, and that was not seen to be there.
pub(in crate::worker) struct Lack {
    /// `Kind/name`.
    pub(in crate::worker) object: String,
    /// Whether it belongs into the change's own namespace, where the change may make it.
    pub(in crate::worker) is_own: bool,
    /// What is told of it.
    pub(in crate::worker) words: Sentence,
    /// What came of the look.
    pub(in crate::worker) why: Why,
}

/// Why something was not seen to be there.
pub(in crate::worker) enum Why {
    /// It is not there, or not with that key.
    NotThere,
    /// The person may not look at it.
    Hidden,
    /// The cluster could not be asked.
    Unasked(Failure),
}

/// What is not there; one line when all of it is.
pub(super) async fn missing(session: &Session, manifest: &Manifest) -> Vec<(Sign, Sentence)> {
    let (wanted, lacks) = lacks(session, manifest).await;
    if wanted > 0 && lacks.is_empty() {
        return vec![(Sign::Good, all_there(wanted))];
    }
    let told = lacks.into_iter().map(|lack| match lack.why {
        Why::NotThere => (Sign::Bad, lack.words),
        Why::Hidden | Why::Unasked(_) => (Sign::Warning, lack.words),
    });
    told.collect()
}

/// Everything that is referred to was seen.
pub(in crate::worker) fn all_there(wanted: usize) -> Sentence {
    Sentence::new("act-template-needs-there").count("count", wanted)
}

/// How many things the objects refer to, and those that were not seen. A rehearsal, which has none of them, asks nothing.
pub(in crate::worker) async fn lacks(session: &Session, manifest: &Manifest) -> (usize, Vec<Lack>) {
    let wanted = references(&manifest.documents);
    if session.ground.is_some() {
        return (0, Vec::new());
    }
    let mut found = Vec::new();
    for one in &wanted {
        found.extend(look(session, one).await);
    }
    (wanted.len(), found)
}

async fn look(session: &Session, wanted: &Reference) -> Option<Lack> {
    let (kind, name, key) = match wanted.what {
        Referred::Secret => ("Secret", wanted.name.as_str(), wanted.key.as_deref()),
        Referred::ConfigMap => ("ConfigMap", wanted.name.as_str(), wanted.key.as_deref()),
        Referred::ImageStreamTag => {
            let (stream, tag) = wanted.name.split_once(':').unwrap_or((&wanted.name, "latest"));
            ("ImageStream", stream, Some(tag))
        }
    };
    let own = session.cluster.namespace().as_str();
    let namespace = wanted.namespace.as_deref().unwrap_or(own);
    let words = |message: &str| {
        Sentence::new(message)
            .with("kind", kind)
            .with("name", name)
            .with("key", key.unwrap_or_default())
            .with("namespace", namespace)
            .with("by", wanted.needed_by.join(", "))
    };
    let lack = |message: &str, why: Why| {
        Some(Lack { object: format!("{kind}/{name}"), is_own: namespace == own, words: words(message), why })
    };
    match present::keys(&session.cluster, kind, namespace, name).await {
        Ok(Present::There(keys)) if key.is_none_or(|key| keys.contains(key)) => None,
        Ok(Present::There(_)) if wanted.what == Referred::ImageStreamTag => {
            lack("act-template-no-tag", Why::NotThere)
        }
        Ok(Present::There(_)) => lack("act-template-no-key", Why::NotThere),
        Ok(Present::Gone) => lack("act-template-no-object", Why::NotThere),
        Ok(Present::Hidden) => lack("act-template-unseen", Why::Hidden),
        Err(error) => lack("act-template-unseen", Why::Unasked(error.to_failure())),
    }
}
