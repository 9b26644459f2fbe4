//! What it is for: what a rehearsal cannot show of a step, and why.
//! In: planned steps. Out: reasons in words, and deeds of a rehearsal. Never: a site asked, or a program's words made up.

use jiff::Timestamp;
use serde_json::Value;

use crate::{
    action::{Action, Ending, Evidence, Mark, Outcome},
    failure::{Failure, FailureKind},
    journal::OpenEntry,
    plan::{PlannedStep, preview::Preview},
    words::{self, Sentence},
    worker::acts,
};

use super::kinds;

/// Why a step cannot be rehearsed at all.
pub fn limit(step: &PlannedStep) -> Option<Sentence> {
    let fields = step.action.value.get(&step.key);
    match step.key.as_str() {
        "http.check" => Some(Sentence::new("rehearse-limit-site")),
        "exec" => Some(Sentence::new("rehearse-limit-program")),
        "route.switch" => Some(Sentence::new("rehearse-limit-kind").with("kind", "Route")),
        "image.check" => {
            let images = fields.and_then(|fields| fields.get("images")).and_then(Value::as_array);
            let by_digest = |image: &Value| image.as_str().is_some_and(|image| image.contains('@'));
            let is_any = images.is_some_and(|images| images.iter().any(by_digest));
            is_any.then(|| Sentence::new("rehearse-limit-digest"))
        }
        "object.delete" => {
            let text = |key: &str| fields.and_then(|fields| fields.get(key)).and_then(Value::as_str);
            let one = text("object").and_then(|object| object.split_once('/')).map(|(kind, _)| kind);
            let list = fields.and_then(|fields| fields.get("kinds")).and_then(Value::as_array);
            let all = one.into_iter().chain(list.into_iter().flatten().filter_map(Value::as_str));
            let mut unknown = all.filter(|kind| !kind.contains("${{") && !kinds::is_known(kind));
            Some(Sentence::new("rehearse-limit-kind").with("kind", unknown.next()?))
        }
        _ => None,
    }
}

/// What is not rehearsed of a step that can be done.
pub fn part(step: &PlannedStep) -> Option<Sentence> {
    match step.key.as_str() {
        "image.check" => Some(Sentence::new("rehearse-part-images")),
        "job.wait" if !step.expect.is_empty() => Some(Sentence::new("rehearse-part-log")),
        "job.wait" => Some(Sentence::new("rehearse-part-job")),
        "manifest.apply" => Some(Sentence::new("rehearse-part-pods")),
        _ => None,
    }
}

/// What a person does, and nobody can do for them.
pub fn is_for_a_person(step: &PlannedStep) -> bool {
    step.second_person || matches!(step.key.as_str(), "manual" | "announce.draft" | "pause")
}

/// What is shown of a step that cannot be rehearsed.
pub(in crate::worker) fn shown(step: &PlannedStep) -> Option<Preview> {
    let failure = Failure::new(FailureKind::Person, limit(step)?).hint(Sentence::new("rehearse-limit-hint"));
    Some(Preview { blocked: Some(failure), ..Preview::default() })
}

/// Does what was agreed to. What the log of a played program would say is not judged, and what it would have answered
/// is called unknown.
pub(in crate::worker) async fn perform(
    mut context: acts::Context,
    entry: &OpenEntry,
    action: &Action,
) -> Outcome {
    if context.session.ground.is_none() || !matches!(action, Action::JobWait(_)) {
        return acts::perform(&context, entry, action).await;
    }
    let expected = std::mem::take(&mut context.step.expect);
    let mut outcome = acts::perform(&context, entry, action).await;
    if outcome.ending == Ending::Done && !expected.is_empty() {
        for name in expected.into_iter().filter_map(|expect| expect.out) {
            outcome.outputs.entry(name).or_insert_with(|| words::text("rehearse-unknown"));
        }
        let what = Sentence::new("rehearse-part-log");
        outcome.evidence.push(Evidence { at: Timestamp::now(), mark: Mark::Note, what });
    }
    outcome
}
