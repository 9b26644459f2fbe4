//! What it is for: what to do about a warning. In: the reason of an event. Out: a sentence for reasons that the catalogue
//! knows. Never: an advice for a reason that it does not know; the event's own words stand beside it anyway.

use crate::words::{Sentence, knows};

/// What to do about a warning of that reason.
pub fn next_step(reason: &str) -> Option<Sentence> {
    // Whoever may write events may write anything there.
    let is_name = !reason.is_empty() && reason.chars().all(|c| c.is_ascii_alphanumeric());
    let key = format!("warning-{}", reason.to_ascii_lowercase());
    (is_name && knows(&key)).then(|| Sentence::new(&key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pods_of_a_stateful_set_are_not_promised_elsewhere() {
        let words = next_step("NodeNotReady").map(|words| words.text()).unwrap_or_default();
        assert!(words.contains("StatefulSet") && words.contains("wait until the node"), "{words}");
    }
}
