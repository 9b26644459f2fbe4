//! What it is for: filling what earlier steps answered (`steps.*.out.*`, `before.*`) into a step's action.
//! In: a planned step and the outputs so far. Out: an exact action. Never: a second expansion of a filled value.

use std::collections::BTreeMap;

use crate::{
    action::Action,
    failure::{Failure, FailureKind},
    names::StepId,
    plan::PlannedStep,
    procedure::{
        substitute::{Lookup, Reference},
        typed_action,
    },
    words::Sentence,
};

/// Values by step and name.
pub(super) type Answers = BTreeMap<StepId, BTreeMap<String, String>>;

/// The step's action with nothing left open.
///
/// # Errors
/// A value that an earlier step did not give (because it was skipped, say), or an action that does not fit its form
/// once filled.
pub fn resolve(step: &PlannedStep, outputs: &Answers, before: &Answers) -> Result<Action, Failure> {
    let find = |answers: &Answers, id: &StepId, name: &str| {
        answers.get(id).and_then(|values| values.get(name)).cloned()
    };
    let lookup = |reference: &Reference| -> Lookup {
        let found = match reference {
            Reference::StepOut { step, key } => find(outputs, step, key),
            Reference::Before { step, key } => find(before, step, key),
            Reference::Param(_)
            | Reference::With { .. }
            | Reference::Run(_)
            | Reference::GitBase
            | Reference::Label(_) => None,
        };
        found.map_or(Lookup::Unknown, |text| Lookup::Value(serde_json::Value::String(text)))
    };
    let open = |name: String| {
        let open = Sentence::new("run-open-value").with("step", &step.title).with("name", name);
        Failure::new(FailureKind::Person, open).hint(Sentence::new("run-open-value-hint"))
    };
    let filled = step.action.again(&lookup).map_err(|problem| open(problem.to_string()))?;
    if let Some(left) = filled.open.first() {
        return Err(open(left.clone()));
    }
    typed_action(&filled.value).map_err(|problem| {
        let unfit = Sentence::new("run-unfit-action").with("step", &step.title);
        Failure::new(FailureKind::Internal, unfit).detail(problem.to_string())
    })
}
