//! What it is for: who else would undo what a step does, said before it is done. In: a preview, and what was read of the
//! object and around it. Out: the preview with a warning for each. Never: a block: the person decides.

use serde_json::Value;

use crate::{
    cluster::{fighters, preview::ObjectPreview, scale::Scale},
    observed::fighters::{Around, Deed},
    plan::preview::{Preview, Sign},
    words::Sentence,
};

/// Those that would set another number again.
pub(super) fn of_scale(mut preview: Preview, now: &Scale) -> Preview {
    for one in now.fighters.iter().filter(|one| one.undoes(Deed::Scale)) {
        preview = preview.fact(Sign::Warning, one.words());
    }
    unread(preview, &now.unread)
}

/// Whether a manifest sets the number of pods of something: then it must be asked what steers that number.
pub(super) fn are_steered(documents: &[Value]) -> bool {
    documents.iter().any(has_replicas)
}

/// Those that would undo what an apply changes.
pub(super) fn of_apply(
    mut preview: Preview,
    documents: &[Value],
    objects: &[ObjectPreview],
    around: &Around,
) -> Preview {
    let mut is_asked = false;
    for object in objects.iter().filter(|one| one.is_change()) {
        let has_replicas = documents.get(object.document).is_some_and(has_replicas);
        is_asked |= has_replicas;
        let deed = Deed::Apply { has_replicas };
        let steering = object.live.as_ref().map(|live| around.pointing_at(live)).unwrap_or_default();
        for one in steering.iter().chain(&object.fighters).filter(|one| one.undoes(deed)) {
            let words = Sentence::new("fight-of").with("object", object.object.to_string());
            preview = preview.fact(Sign::Warning, words.with("words", one.words().text()));
        }
    }
    if is_asked { unread(preview, &around.unread) } else { preview }
}

fn has_replicas(document: &Value) -> bool {
    document.pointer("/spec/replicas").is_some()
}

fn unread(preview: Preview, kinds: &[String]) -> Preview {
    match fighters::unread_words(kinds) {
        Some(words) => preview.fact(Sign::Warning, words),
        None => preview,
    }
}
