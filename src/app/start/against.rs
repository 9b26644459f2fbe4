//! What it is for: what a check has against the start: shown before it is gone past, compared before a reason counts. In:
//! answers. Out: a form that travels to the dialog and back. Never: other facts taken for those that were shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    names::Digest,
    words::Sentence,
    worker::{
        CheckState,
        ready::{Answer, Topic},
    },
};

/// One thing that speaks against the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Against {
    pub(super) what: Sentence,
    pub(super) evidence: Vec<String>,
    may_pass: bool,
    measure: Option<u64>,
}

/// What was shown of a check when the person was asked for a reason.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Shown {
    /// The plan that it was about.
    pub(super) plan: Option<Digest>,
    pub(super) against: Vec<Against>,
}

impl Shown {
    /// As it goes through the dialog, which does not look into it.
    pub(super) fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// What a topic has against the start.
pub(super) fn spoken(answers: &BTreeMap<Topic, Answer>, topic: Topic) -> Vec<Against> {
    let found = answers.get(&topic).map(|answer| answer.found.as_slice()).unwrap_or_default();
    let bad = found.iter().filter(|check| check.state == CheckState::Bad);
    bad.map(|check| Against {
        what: check.what.clone(),
        evidence: check.evidence.clone(),
        may_pass: check.may_pass,
        measure: check.measure,
    })
    .collect()
}

/// Whether the facts are still those.
pub(super) fn is_same(now: &[Against], then: &[Against]) -> bool {
    now.len() == then.len() && now.iter().zip(then).all(|(now, then)| now.is(then))
}

impl Against {
    /// Whether it is the same fact. What is measured differs a little each time: up to twice as much, or half.
    fn is(&self, then: &Self) -> bool {
        match (self.measure, then.measure) {
            (Some(now), Some(before)) => {
                let (less, more) = (now.min(before), now.max(before));
                let is_near = more <= less.saturating_mul(2);
                is_near && self.what.key == then.what.key && self.may_pass == then.may_pass
            }
            (None, None) => self == then,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// All of it for the journal: what was found, and what it rests on.
    pub(super) fn told(&self) -> impl Iterator<Item = Sentence> {
        let rests_on = self.evidence.iter().map(|line| Sentence::new("ready-rests-on").with("line", line));
        std::iter::once(self.what.clone()).chain(rests_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn against(key: &str, by: &str, measure: Option<u64>) -> Against {
        Against { what: Sentence::new(key).with("by", by), evidence: Vec::new(), may_pass: true, measure }
    }

    #[test]
    fn a_measure_may_differ_a_little_and_nothing_else_at_all() {
        let clock = |by: &str, seconds: u64| vec![against("ready-clock-far-ahead", by, Some(seconds))];
        assert!(is_same(&clock("6m1s", 361), &clock("6m2s", 362)), "a measure");
        assert!(!is_same(&clock("10h", 36_000), &clock("6m", 360)), "far worse by now");
        assert!(!is_same(&[], &clock("6m", 360)));
        let other = vec![against("ready-clock-far-behind", "6m", Some(360))];
        assert!(!is_same(&other, &clock("6m", 360)));
        let held = |line: &str| vec![Against { evidence: vec![line.to_owned()], ..against("a", "b", None) }];
        assert!(is_same(&held("spec.replicas (kubectl): 3 → 2"), &held("spec.replicas (kubectl): 3 → 2")));
        assert!(!is_same(
            &held("spec.paused (kubectl): true → false"),
            &held("spec.replicas (kubectl): 3 → 2")
        ));
        let grave = vec![Against { may_pass: false, ..against("a", "b", None) }];
        assert!(!is_same(&grave, &[against("a", "b", None)]), "it may be gone past no more");
    }

    #[test]
    fn what_was_shown_comes_back_from_the_dialog_as_it_was() {
        let against = vec![against("ready-clock-far-ahead", "6", Some(361))];
        let shown = Shown { plan: Some(Digest::new("p")), against };
        assert_eq!(Shown::read(&shown.to_text()), Some(shown));
        assert_eq!(Shown::read(""), None);
    }
}
