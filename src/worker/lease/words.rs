//! What it is for: choosing the sentences about the Lease. In: who holds it, who took over. Out: sentences.
//! Never: a sentence written here; all stand in `assets/words/en.ftl` under `## Worker`.

use crate::{
    observed::lease::{Holder, Taken},
    words::Sentence,
};

/// Who runs which change here, in one sentence.
pub(crate) fn waiting(holder: &Holder) -> Sentence {
    let key = match (&holder.held, holder.is_expired, holder.step.is_empty()) {
        (Some(_), _, _) => "lease-held",
        (None, true, _) => "lease-silent",
        (None, false, true) => "lease-waiting-begun",
        (None, false, false) => "lease-waiting",
    };
    Sentence::new(key)
        .with("who", &holder.who)
        .with("host", &holder.host)
        .with("title", if holder.title.is_empty() { &holder.change } else { &holder.title })
        .with("step", &holder.step)
        .with("reason", holder.held.clone().unwrap_or_default())
        .count("seconds", holder.silent_for.as_secs())
}

/// Who took over and why, in one sentence.
pub(crate) fn lost(holder: Option<&Holder>, taken: Option<&Taken>) -> Sentence {
    match (taken, holder) {
        (Some(taken), _) => {
            let at = taken.at.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
            Sentence::new("lease-taken")
                .with("who", &taken.by)
                .with("host", &taken.host)
                .with("at", at)
                .with("reason", &taken.reason)
        }
        (None, Some(holder)) => {
            Sentence::new("lease-lost").with("who", &holder.who).with("host", &holder.host)
        }
        (None, None) => Sentence::new("lease-unknown"),
    }
}
