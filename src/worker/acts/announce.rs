//! What it is for: `announce.draft`: a draft that the person sends. In: receivers, subject, text.
//! Out: the text as it was sent, in the journal. Never: sending anything by itself.

use super::Seen;
use crate::{
    action::{AnnounceDraft, Mark, Outcome},
    journal::OpenEntry,
    plan::preview::{Preview, Sign},
    words::Sentence,
};

/// To whom it goes.
pub(super) fn look(draft: &AnnounceDraft) -> Preview {
    let to = Sentence::new("act-announce-to").with("to", draft.to.join(", "));
    Preview::default().fact(Sign::Same, to)
}

/// The person says that it was sent.
pub(super) fn perform(entry: &OpenEntry) -> Outcome {
    let mut seen = Seen::default();
    if let Some(text) = entry.approval().text() {
        seen.output("text", text);
    }
    seen.note(Mark::Good, Sentence::new("act-announce-sent"));
    seen.done()
}
