//! What it is for: `pause`: the change waits until the person goes on.
//! In: the reason. Out: what is waited for. Never: an end by itself.

use crate::{
    action::Pause,
    plan::preview::{Preview, Sign},
    words::Sentence,
};

/// What is waited for, and that the session may end meanwhile.
pub(super) fn look(pause: &Pause) -> Preview {
    let preview = Preview::default()
        .fact(Sign::Warning, Sentence::new("act-pause-reason").with("reason", &pause.reason));
    if pause.hold { preview.fact(Sign::Same, Sentence::new("act-pause-hold")) } else { preview }
}
