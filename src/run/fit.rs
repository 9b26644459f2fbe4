//! What it is for: the steps of a way back that fit how far the change got.
//! In: the plan's way back, an answer, and which steps may have changed something. Out: planned steps, in order.
//! Never: the undo of a step that did nothing, or two steps for one and the same result.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Run, open::Answers};
use crate::{
    action::{Action, Confirm, Direction, Effect},
    names::StepId,
    plan::{PlannedStep, WayBack, back::BackPart},
    procedure::substitute::Filled,
    words::{Sentence, text},
};

/// Kept of an apply whose objects were not there before.
pub(crate) const NOTHING_RAN: &str = "nothing";

impl Run {
    /// The steps behind an answer, as far as the change got. Empty when nothing is to be taken back.
    pub fn fitting(&self, answer: &str) -> Vec<PlannedStep> {
        let Some(way_back) = self.plan.way_back() else { return self.undo_everything() };
        let mut steps = Vec::new();
        let mut takes_added = true;
        for part in way_back.parts(answer) {
            match part {
                BackPart::Step(step) => steps.push((**step).clone()),
                BackPart::UndoAll(ids) => {
                    let is_of_forward = ids.iter().any(|id| self.plan.step(id).is_some());
                    let undone = self.undo_all(ids, takes_added && is_of_forward);
                    // What a way back did is to be put back, and it did not: what stands around that makes no sense.
                    if undone.is_empty() && !is_of_forward {
                        return Vec::new();
                    }
                    steps.extend(undone);
                    takes_added &= !is_of_forward;
                }
            }
        }
        self.numbered(steps)
    }

    /// The answer that holds without asking: none of the steps that the question is about did anything.
    pub fn answer_without_asking(&self) -> Option<&str> {
        let way_back = self.plan.way_back()?;
        if way_back.after.is_empty() || way_back.after.iter().any(|id| self.touched.contains(id)) {
            return None;
        }
        way_back.otherwise.as_deref()
    }

    /// Whether a step may have changed something that can be taken back.
    pub fn is_undoable(&self, step: &PlannedStep) -> bool {
        let is_undone = self.index(&step.id).is_some_and(|index| self.steps_state(index).is_undone());
        self.touched.contains(&step.id) && !is_undone && matches!(step.undo, WayBack::By { .. })
    }

    /// Without a written way back: the undo of every step, the newest first.
    fn undo_everything(&self) -> Vec<PlannedStep> {
        let ids: Vec<StepId> = self.plan.steps().iter().rev().map(|step| step.id.clone()).collect();
        self.numbered(self.undo_all(&ids, false))
    }

    fn undo_all(&self, ids: &[StepId], with_added: bool) -> Vec<PlannedStep> {
        let mut order: Vec<&PlannedStep> = ids.iter().filter_map(|id| self.to_undo(id)).collect();
        if with_added {
            let added = self.plan.steps().iter().rev().filter(|step| step.added && !ids.contains(&step.id));
            for step in added {
                let at = match step.key.as_str() {
                    "manifest.edit" => order.iter().position(|one| one.key == "manifest.apply").unwrap_or(0),
                    _ => order.iter().rposition(|one| one.key == "manifest.apply").map_or(0, |last| last + 1),
                };
                order.insert(at, step);
            }
        }
        let reverted = self.reverted_files(&order);
        let mut restored = BTreeSet::new();
        let mut steps = Vec::new();
        for step in order.iter().filter(|step| self.is_undoable(step)) {
            let file = file_of(step);
            let is_covered = match step.key.as_str() {
                "manifest.edit" => file.is_some_and(|file| reverted.contains(file) || !restored.insert(file)),
                "manifest.apply" => file.is_some_and(|file| self.is_applied_before(step, file, &order)),
                _ => false,
            };
            // Where nothing was before, there is nothing to bring back: what was made is removed.
            let is_all_new = self.kept(step, "ran") == Some(NOTHING_RAN);
            if !is_covered && !is_all_new {
                steps.extend(undo_of(step));
            }
            let made = self.kept(step, "made").unwrap_or_default();
            steps.extend(made.split_whitespace().map(|object| removal_of(step, object)));
        }
        steps
    }

    /// The step of that name: of the way forward, or the newest of a way back that may have changed something.
    fn to_undo(&self, id: &StepId) -> Option<&PlannedStep> {
        let back = self.planned.iter().skip(self.plan.steps().len());
        let newest =
            || back.rev().find(|step| step.id.in_procedure() == id.as_str() && self.is_undoable(step));
        self.plan.step(id).or_else(newest)
    }

    /// What was kept of the state before a step.
    fn kept(&self, step: &PlannedStep, name: &str) -> Option<&str> {
        self.before.get(&step.id)?.get(name).map(String::as_str)
    }

    /// Files whose earlier bytes come back with the revert of a commit.
    fn reverted_files<'a>(&self, order: &[&'a PlannedStep]) -> BTreeSet<&'a str> {
        let commits = order.iter().filter(|step| step.key == "git.commit" && self.is_undoable(step));
        commits
            .filter_map(|step| step.action.value.pointer("/git.commit/files")?.as_array())
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    /// Whether an earlier apply of the same file is taken back too: what ran before *that* one counts.
    fn is_applied_before(&self, step: &PlannedStep, file: &str, order: &[&PlannedStep]) -> bool {
        let place = |id: &StepId| self.plan.steps().iter().position(|one| one.id == *id);
        order.iter().any(|other| {
            other.key == "manifest.apply"
                && file_of(other) == Some(file)
                && place(&other.id) < place(&step.id)
                && self.is_undoable(other)
        })
    }

    /// Gives the steps their place: numbers from 1, and names that no earlier way back of this change has.
    pub(super) fn numbered(&self, steps: Vec<PlannedStep>) -> Vec<PlannedStep> {
        // Each way back that was entered took steps: there are fewer names than steps.
        let most = u32::try_from(self.planned.len()).unwrap_or(u32::MAX).saturating_add(2);
        let again = (1..most).find(|again| {
            let taken = |id: &StepId| self.index(&named(id, *again)).is_some();
            !steps.iter().any(|step| taken(&step.id))
        });
        let again = again.unwrap_or(1);
        let place = |(index, mut step): (usize, PlannedStep)| {
            step.id = named(&step.id, again);
            step.number = index + 1;
            step.section = text("run-back-section");
            step
        };
        steps.into_iter().enumerate().map(place).collect()
    }
}

impl Run {
    /// The first step that steps of a way back require, that is not done, and that is not one of them.
    pub fn lacking<'a>(&self, steps: &'a [PlannedStep]) -> Option<&'a StepId> {
        let is_here = |id: &StepId| steps.iter().any(|step| step.id.in_procedure() == id.as_str());
        steps.iter().flat_map(|step| &step.requires).find(|id| !self.is_done(id) && !is_here(id))
    }

    /// The step that a step means by this name: one of the same entry of the way back, where there is one.
    pub(super) fn meant(&self, by: &PlannedStep, id: &StepId) -> StepId {
        // An undo means the very step that it takes back.
        if let Some(undone) = by.undoes.as_ref().filter(|undone| undone.in_procedure() == id.as_str()) {
            return undone.clone();
        }
        let again = by.id.as_str().rsplit_once('~').and_then(|(_, again)| again.parse().ok());
        let own = again.map(|again| named(id, again));
        own.filter(|own| self.index(own).is_some()).unwrap_or_else(|| id.clone())
    }

    /// Answers as a step means them: of its own entry of the way back, not of an earlier one.
    pub(super) fn as_meant(&self, by: &PlannedStep, answers: &Answers) -> Answers {
        let names = self.planned.iter().map(|step| StepId::new(step.id.in_procedure()));
        let meant = names.filter_map(|id| Some((id.clone(), answers.get(&self.meant(by, &id))?.clone())));
        meant.collect()
    }
}

/// The name of a back step when the way back is entered for the n-th time.
fn named(id: &StepId, again: u32) -> StepId {
    if again == 1 { id.clone() } else { StepId::new(format!("{id}~{again}")) }
}

fn file_of(step: &PlannedStep) -> Option<&str> {
    step.action.value.pointer(&format!("/{}/file", step.key)).and_then(Value::as_str)
}

/// The step that takes another one back.
pub(crate) fn undo_of(step: &PlannedStep) -> Option<PlannedStep> {
    let WayBack::By { key, action, confirm, probe } = &step.undo else { return None };
    let words = |name: &str| Sentence::new(name).with("step", &step.title).text();
    Some(PlannedStep {
        id: StepId::new(format!("undo-{}", step.id.in_procedure())),
        title: words("run-undo-title"),
        what: words("run-undo-what"),
        key: key.clone(),
        action: action.clone(),
        effect: effect_of(key),
        confirm: confirm.clone(),
        undoes: Some(step.id.clone()),
        probe: probe.as_deref().cloned(),
        ..because_of(step)
    })
}

/// The step that removes an object (`Kind/name` or `Kind.group/name`) which an apply of this change made.
fn removal_of(step: &PlannedStep, object: &str) -> PlannedStep {
    let words = |key: &str| Sentence::new(key).with("object", object).with("step", &step.title).text();
    let name = object.rsplit('/').next().unwrap_or(object);
    PlannedStep {
        id: StepId::new(format!("remove-{}-{}", step.id, object.replace('/', "-").to_lowercase())),
        title: words("run-remove-title"),
        what: words("run-remove-what"),
        key: "object.delete".to_owned(),
        action: Filled::closed(serde_json::json!({"object.delete": {"object": object}})),
        effect: Effect::Idempotent,
        confirm: Confirm::Type(name.to_owned()),
        ..because_of(step)
    }
}

/// What steps of the way back have in common: nothing of the forward step's own rules holds for them.
fn because_of(step: &PlannedStep) -> PlannedStep {
    PlannedStep {
        why: text("run-undo-why"),
        claimed: false,
        requires: Vec::new(),
        conditions: Vec::new(),
        capture: std::collections::BTreeMap::default(),
        expect: Vec::new(),
        equals: None,
        undo: WayBack::NotNeeded,
        added: false,
        direction: Direction::Back,
        undoes: None,
        probe: None,
        second_person: false,
        later: false,
        ..step.clone()
    }
}

/// The class of an action that is known by its key only.
fn effect_of(key: &str) -> Effect {
    match key {
        "exec" | "tool" => Effect::Once,
        "job.create" | "git.commit" | "git.revert" => Effect::NamedOnce,
        _ if Action::KEYS.contains(&key) => Effect::Idempotent,
        _ => Effect::Once,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        confirm::sample::{at, plan, plan_with_way_back, read, stop},
        run::Run,
    };

    #[test]
    fn a_way_back_entered_again_means_its_own_steps_and_not_those_of_the_first_time() {
        let (mut run, _) = Run::start(plan(vec![stop("stop")]), at(0));
        for id in ["rename", "rows", "rename~2", "rows~2"] {
            run.planned.push(read(id));
        }
        let answers: Answers = ["stop", "rename", "rows", "rename~2"]
            .into_iter()
            .map(|id| (StepId::new(id), BTreeMap::from([("by".to_owned(), id.to_owned())])))
            .collect();
        let seen = |by: &str, id: &str| {
            let answers = run.as_meant(&read(by), &answers);
            answers.get(&StepId::new(id)).map(|values| values["by"].clone())
        };
        assert_eq!(seen("last", "rename").as_deref(), Some("rename"));
        assert_eq!(seen("last~2", "rename").as_deref(), Some("rename~2"));
        assert_eq!(seen("last~2", "stop").as_deref(), Some("stop"), "forward steps are there once");
        assert_eq!(seen("last~2", "rows"), None, "not the answer of the first time");
        assert_eq!(run.meant(&read("last~2"), &StepId::new("rename")).as_str(), "rename~2");
    }

    #[test]
    fn an_answer_that_puts_back_what_no_way_back_did_fits_nothing() {
        let undo = |key: &str| WayBack::By {
            key: key.to_owned(),
            action: Filled::closed(serde_json::json!({key: {}})),
            confirm: Confirm::Click,
            probe: None,
        };
        let mut added = stop("added");
        (added.added, added.undo) = (true, undo("scale"));
        let own = |id: &str| BackPart::Step(Box::new(read(id)));
        let undo_all = |id: &str| BackPart::UndoAll(vec![StepId::new(id)]);
        let answers = vec![
            ("put-back", vec![own("quiet"), undo_all("rename"), own("hold")]),
            ("all", vec![own("quiet"), undo_all("stop")]),
        ];
        let (mut run, _) = Run::start(plan_with_way_back(vec![stop("stop"), added], answers), at(0));
        run.touched.insert(StepId::new("added"));
        let ids = |run: &Run, answer: &str| -> Vec<String> {
            run.fitting(answer).iter().map(|step| step.id.to_string()).collect()
        };
        assert!(ids(&run, "put-back").is_empty(), "nothing was renamed");
        assert_eq!(ids(&run, "all"), ["quiet", "undo-added"], "a way of its own steps stays open");
        run.planned.push(PlannedStep { undo: undo("exec"), ..read("rename") });
        run.steps.push(crate::run::StepRun::default());
        run.touched.insert(StepId::new("rename"));
        assert_eq!(ids(&run, "put-back"), ["quiet", "undo-rename", "hold"], "the request's changes stay");
    }

    #[test]
    fn a_step_of_a_way_back_is_taken_back_by_its_own_undo_with_its_own_probe() {
        let probe = Filled::closed(serde_json::json!({"exec": {}, "doneIf": {"stdout": "old"}}));
        let mut rename = read("rename");
        rename.direction = Direction::Back;
        rename.undo = WayBack::By {
            key: "exec".to_owned(),
            action: Filled::closed(serde_json::json!({"exec": {}})),
            confirm: Confirm::Click,
            probe: Some(Box::new(probe.clone())),
        };
        let (mut run, _) = Run::start(plan(vec![stop("stop")]), at(0));
        let ids = [StepId::new("rename")];
        assert!(run.undo_all(&ids, false).is_empty(), "it was never done");
        for id in ["rename", "rename~2"] {
            run.planned.push(PlannedStep { id: StepId::new(id), ..rename.clone() });
            run.steps.push(crate::run::StepRun::default());
            run.touched.insert(StepId::new(id));
        }
        let steps = run.numbered(run.undo_all(&ids, false));
        let undo = steps.first().expect("an undo");
        assert_eq!((undo.id.as_str(), undo.effect), ("undo-rename", Effect::Once));
        assert_eq!((undo.undoes.clone(), &undo.probe), (Some(StepId::new("rename~2")), &Some(probe)));
        assert_eq!(run.meant(undo, &StepId::new("rename")).as_str(), "rename~2");
        run.steps.last_mut().expect("a step").state = crate::run::StepState::Undone { by: undo.id.clone() };
        let older = run.undo_all(&ids, false);
        assert_eq!(older.first().and_then(|step| step.undoes.clone()), Some(StepId::new("rename")));
    }
}
