//! What it is for: filling what earlier steps answered (`steps.*.out.*`, `before.*`) into a step's action, its probe and
//! its expectations.
//! In: a planned step and the outputs so far. Out: an exact action. Never: a second expansion of a filled value.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    action::Action,
    failure::{Failure, FailureKind},
    names::StepId,
    plan::PlannedStep,
    procedure::{
        substitute::{Filled, Lookup, Reference},
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
    let value = fill(step, &step.action, (outputs, before), false)?;
    let typed = typed_action(&value);
    // Answers are texts; where a number stands alone, a field may want it as one.
    let typed = match typed {
        Err(problem) => {
            let numbers = fill(step, &step.action, (outputs, before), true)?;
            typed_action(&numbers).map_err(|_also| problem)
        }
        fine @ Ok(_) => fine,
    };
    typed.map_err(|problem| {
        let unfit = Sentence::new("run-unfit-action").with("step", &step.title);
        Failure::new(FailureKind::Internal, unfit).detail(problem.to_string())
    })
}

/// The step with nothing left open in its probe and its expectations.
///
/// # Errors
/// A value that an earlier step did not give.
pub fn filled(step: &PlannedStep, outputs: &Answers, before: &Answers) -> Result<PlannedStep, Failure> {
    let mut step = step.clone();
    if let Some(probe) = &step.probe {
        step.probe = Some(Filled::closed(fill(&step, probe, (outputs, before), false)?));
    }
    if let Some(equals) = &step.equals {
        let texts = fill(&step, equals, (outputs, before), false)?;
        for (expect, text) in step.expect.iter_mut().zip(texts.as_array().into_iter().flatten()) {
            expect.equals = match text {
                Value::Null => None,
                Value::String(text) => Some(text.clone()),
                other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                    Some(other.to_string())
                }
            };
        }
    }
    Ok(step)
}

fn fill(
    step: &PlannedStep,
    value: &Filled,
    (outputs, before): (&Answers, &Answers),
    with_numbers: bool,
) -> Result<Value, Failure> {
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
        let value = |text: String| match text.parse::<i64>() {
            Ok(number) if with_numbers => Value::from(number),
            Ok(_) | Err(_) => Value::String(text),
        };
        found.map_or(Lookup::Unknown, |text| Lookup::Value(value(text)))
    };
    let open = |name: String| {
        let open = Sentence::new("run-open-value").with("step", &step.title).with("name", name);
        Failure::new(FailureKind::Person, open).hint(Sentence::new("run-open-value-hint"))
    };
    let filled = value.again(&lookup).map_err(|problem| open(problem.to_string()))?;
    match filled.open.first() {
        Some(left) => Err(open(left.clone())),
        None => Ok(filled.value),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{action::Confirm, confirm::sample::step, procedure::substitute::substitute};

    fn answers(id: &str, name: &str, value: &str) -> Answers {
        let values = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        BTreeMap::from([(StepId::new(id), values)])
    }

    fn open(value: &Value) -> Filled {
        substitute(value, &|_| Lookup::Later).expect("placeholders")
    }

    #[test]
    fn a_number_that_a_step_captured_fits_where_a_number_is_wanted() {
        let mut back = step("undo-stop", "scale", json!({}), Confirm::Click);
        back.action =
            open(&json!({"scale": {"deployment": "shop", "replicas": "${{ before.stop.replicas }}"}}));
        let before = answers("stop", "replicas", "2");
        let Action::Scale(scale) = resolve(&back, &Answers::new(), &before).expect("an action") else {
            panic!()
        };
        assert_eq!(scale.replicas, 2);
        // Where a text is wanted it stays one.
        let mut check = step("check", "job.wait", json!({}), Confirm::None);
        check.action = open(&json!({"job.wait": {"job": "${{ steps.make.out.name }}", "timeout": "5m"}}));
        let Action::JobWait(wait) =
            resolve(&check, &answers("make", "name", "12"), &Answers::new()).expect("an action")
        else {
            panic!()
        };
        assert_eq!(wait.job.as_str(), "12");
        assert!(resolve(&back, &Answers::new(), &answers("stop", "replicas", "two")).is_err());
    }

    #[test]
    fn a_probe_and_what_must_be_equal_are_filled_when_the_step_is_looked_at() {
        let mut wait =
            step("restored", "job.wait", json!({"job": "restore", "timeout": "5m"}), Confirm::None);
        wait.expect = serde_json::from_value(json!([
            {"log": "from (?<object>.*)", "out": "object", "equals": "${{ steps.backup.out.object }}"},
            {"noLog": "error"},
        ]))
        .expect("expectations");
        wait.equals = Some(open(&json!(["${{ steps.backup.out.object }}", null])));
        wait.probe = Some(open(&json!({"object": "Job/${{ steps.backup.out.object }}", "doneIf": "gone"})));
        let known = answers("backup", "object", "${{ params.never }}");
        let exact = filled(&wait, &known, &Answers::new()).expect("values");
        assert_eq!(exact.expect[0].equals.as_deref(), Some("${{ params.never }}"), "never expanded again");
        assert_eq!(exact.expect[1].equals, None);
        assert!(exact.probe.as_ref().is_some_and(Filled::is_closed));
        assert!(filled(&wait, &Answers::new(), &Answers::new()).is_err(), "the backup was skipped");
    }
}
