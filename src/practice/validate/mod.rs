//! The rules that objects must keep, in the server's words.

mod metadata;

use serde_json::Value;

use super::{api::Call, kinds::Kind, refusal::Cause};

/// What is wrong with a new object.
pub(crate) fn on_create(kind: &Kind, object: &Value) -> Vec<Cause> {
    metadata::check(kind, object)
}

/// What is wrong with a changed object.
pub(crate) fn on_update(call: &Call, live: &Value, new: &Value) -> Vec<Cause> {
    let mut causes = metadata::check_change(live, new);
    causes.extend(metadata::check(call.kind, new));
    causes
}

/// What a client is warned of although the object is taken.
pub(crate) fn warnings(_kind: &Kind, _object: &Value) -> Vec<String> {
    Vec::new()
}
