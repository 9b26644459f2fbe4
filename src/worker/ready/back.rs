//! What it is for: what only the way back needs, asked before the start: nobody should learn of it in the worst hour.
//! In: the plan's way back. Out: warnings. Never: a check that keeps a change from starting.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Check, Topic};
use crate::{
    action::{Action, ManifestApply},
    cluster::{
        jobs::{self, FoundJob, NameState},
        permissions::{self, Needed},
    },
    failure::Failure,
    names::{ObjectName, StepId},
    plan::{Plan, PlannedStep, WayBack, back::BackPart},
    procedure::{substitute::Filled, typed_action},
    words::Sentence,
    worker::{acts, session::Session},
};

/// Under this name a template of the way back is processed for its kinds only; the step itself processes it anew.
const AS_STEP: &str = "way back before the start";

/// Everything about the way back.
pub(super) async fn checks(session: &Session) -> Vec<Check> {
    let (rights, left_over) = futures::join!(rights(session), left_over(session));
    let mut checks: Vec<Check> = Vec::new();
    for check in rights.into_iter().chain(left_over) {
        // A file that cannot be read is met by both.
        if !checks.contains(&check) {
            checks.push(check);
        }
    }
    if checks.is_empty() && session.plan.way_back().is_some() {
        checks.push(Check::good(Topic::WayBack, Sentence::new("ready-back")));
    }
    checks
}

/// What was not seen is not taken for being there.
fn unasked(failure: Failure) -> Check {
    Check::unasked(Topic::WayBack, Sentence::new("ready-back-unknown"), failure)
}

/// Rights that only the way back needs: those of its steps, of what takes steps back, of probes, and of the evidence.
async fn rights(session: &Session) -> Vec<Check> {
    let mut needed = needed_to_see(&session.plan);
    let mut checks = Vec::new();
    for action in actions(&session.plan) {
        let documents = documents(session, &action).await.unwrap_or_else(|failure| {
            checks.push(unasked(failure));
            Vec::new()
        });
        needed.extend(permissions::needed_for(&action, &documents).into_iter().map(of_any));
    }
    match permissions::review(&session.cluster, &needed).await {
        Ok(answers) => {
            checks.extend(answers.iter().filter(|answer| !answer.allowed).map(|answer| {
                let right = answer.needed.to_string();
                Check::warning(Topic::WayBack, Sentence::new("ready-right-back-missing").with("right", right))
            }));
        }
        Err(error) => checks.push(unasked(error.to_failure())),
    }
    checks
}

/// What the way back may do: its own steps, what takes steps back, and the programs of probes.
fn actions(plan: &Plan) -> Vec<Action> {
    let own = own_steps(plan).filter_map(|step| likely(&step.action));
    let others = plan.steps().iter().chain(own_steps(plan)).flat_map(|step| {
        let undo = match &step.undo {
            WayBack::By { action, .. } => likely(action),
            WayBack::NotNeeded | WayBack::None { .. } => None,
        };
        undo.into_iter().chain(programs(step))
    });
    own.chain(others).collect()
}

/// What the evidence beside the question is read with.
fn needed_to_see(plan: &Plan) -> Vec<Needed> {
    let mut needed = Vec::new();
    for one in plan.way_back().map(|way_back| way_back.evidence.as_slice()).unwrap_or_default() {
        if let Some(logs) = &one.logs {
            needed.extend(permissions::needed_for_logs(&logs.deployment));
        }
        needed.extend(one.object.as_deref().and_then(permissions::needed_to_get));
    }
    needed
}

/// The action, as far as it is known: what an earlier step will answer stands as it is written, or is a number.
fn likely(filled: &Filled) -> Option<Action> {
    let with_numbers = || {
        let mut value = filled.value.clone();
        for open in &filled.open {
            *value.pointer_mut(open)? = Value::from(1);
        }
        typed_action(&value).ok()
    };
    typed_action(&filled.value).ok().or_else(with_numbers)
}

/// A right on an object whose name an earlier step will answer: on any of its kind.
fn of_any(needed: Needed) -> Needed {
    let name = needed.name.filter(|name| !name.contains("${{"));
    Needed { name, ..needed }
}

/// The programs that a step's probes run, as the actions that they are.
fn programs(step: &PlannedStep) -> Vec<Action> {
    let undo = match &step.undo {
        WayBack::By { probe, .. } => probe.as_deref(),
        WayBack::NotNeeded | WayBack::None { .. } => None,
    };
    let fields = step.probe.iter().chain(undo).filter_map(|probe| probe.value.get("exec"));
    fields.filter_map(|fields| typed_action(&serde_json::json!({ "exec": fields })).ok()).collect()
}

/// The objects that an apply brings: those of the file as it is now. Steps of the way back may edit it, and keep its
/// names; what ran before the change has the same kinds. None of a file that an earlier step will name.
async fn documents(session: &Session, action: &Action) -> Result<Vec<Value>, Failure> {
    if let Action::TemplateProcess(template) = action {
        if template.file.as_str().contains("${{") {
            return Ok(Vec::new());
        }
        let made = acts::made(session, &StepId::new(AS_STEP), template).await?;
        return Ok(made.bundle.documents);
    }
    let Action::ManifestApply(apply) = action else { return Ok(Vec::new()) };
    if apply.file.as_str().contains("${{") {
        return Ok(Vec::new());
    }
    let apply = ManifestApply { at: None, ..apply.clone() };
    Ok(acts::bundle(session, &apply).await?.documents)
}

/// The steps that the way back has of its own.
fn own_steps(plan: &Plan) -> impl Iterator<Item = &PlannedStep> {
    let parts = plan.way_back().into_iter().flat_map(|way_back| &way_back.plans);
    parts.flat_map(|(_, parts)| parts).filter_map(|part| match part {
        BackPart::Step(step) => Some(&**step),
        BackPart::UndoAll(_) => None,
    })
}

/// Jobs of an earlier time under the names that the way back will need: they are in its way, and that is better known
/// now.
async fn left_over(session: &Session) -> Vec<Check> {
    let removed = removed(&session.plan);
    let (names, mut checks) = jobs_made(session).await;
    for name in names {
        match jobs::name_state(&session.cluster, session.plan.change(), &name).await {
            Ok(NameState::Ours(job) | NameState::Taken(job)) => {
                let is_removed = removed.contains(&format!("Job/{name}"));
                checks.push(in_the_way(&job, is_removed));
            }
            Ok(NameState::Free) => {}
            Err(error) => checks.push(unasked(error.to_failure())),
        }
    }
    checks
}

fn in_the_way(job: &FoundJob, is_removed: bool) -> Check {
    let at = job.created.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
    let words = Sentence::new("ready-left-over").with("object", format!("Job/{}", job.name)).with("at", at);
    let hint = if is_removed { "ready-left-over-removed" } else { "ready-left-over-hint" };
    Check { hint: Some(Sentence::new(hint)), ..Check::warning(Topic::WayBack, words) }
}

/// Objects that the way back deletes by name.
fn removed(plan: &Plan) -> BTreeSet<String> {
    let deleted = own_steps(plan).filter_map(|step| step.action.value.pointer("/object.delete/object"));
    deleted.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Names of the Jobs that the way back's manifests hold, and what is to be said of manifests that cannot be read.
async fn jobs_made(session: &Session) -> (BTreeSet<ObjectName>, Vec<Check>) {
    let (mut names, mut checks) = (BTreeSet::new(), Vec::new());
    for action in own_steps(&session.plan).filter_map(|step| likely(&step.action)) {
        let documents = documents(session, &action).await.unwrap_or_else(|failure| {
            checks.push(unasked(failure));
            Vec::new()
        });
        for document in documents {
            let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
            if text("/kind") == "Job" && text("/apiVersion").starts_with("batch/") {
                names.extend(ObjectName::new(text("/metadata/name")).ok());
            }
        }
    }
    (names, checks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        action::Confirm,
        confirm::sample::{plan, stop},
        plan::back::WayBackPlan,
        procedure::Evidence,
    };

    #[test]
    fn the_rights_of_evidence_undo_and_probe_are_among_those_of_the_way_back() {
        let exec = |name: &str| {
            let workload = format!("deployment/{name}");
            serde_json::json!({"exec": {"in": workload, "argv": ["psql"]}})
        };
        let mut step = stop("a");
        step.undo = WayBack::By {
            key: "exec".to_owned(),
            action: Filled::closed(exec("undo")),
            confirm: Confirm::Click,
            probe: Some(Box::new(Filled::closed(exec("probe")))),
        };
        let evidence: Vec<Evidence> = serde_json::from_value(serde_json::json!([
            {"logs": {"deployment": "shop", "grep": "migrat"}},
            {"object": "ConfigMap/flags", "show": "data.a"},
        ]))
        .expect("evidence");
        let open = |value: Value, at: &str| Filled { open: vec![at.to_owned()], ..Filled::closed(value) };
        let mut again = stop("again");
        let replicas = "${{ before.a.replicas }}";
        let scale = serde_json::json!({"scale": {"deployment": "again", "replicas": replicas}});
        again.action = open(scale, "/scale/replicas");
        let mut gone = stop("gone");
        let object = serde_json::json!({"object.delete": {"object": "Job/${{ steps.a.out.name }}"}});
        gone.action = open(object, "/object.delete/object");
        let own = [again, gone].map(|step| BackPart::Step(Box::new(step)));
        let way_back = WayBackPlan {
            id: "d".to_owned(),
            ask: "?".to_owned(),
            help: String::new(),
            evidence,
            after: Vec::new(),
            otherwise: None,
            answers: Vec::new(),
            plans: vec![("all".to_owned(), own.into())],
        };
        let forward = plan(vec![step]);
        let whole = Plan::seal(
            forward.change().clone(),
            forward.header().clone(),
            forward.steps().to_vec(),
            Some(way_back),
        );
        let acting = actions(&whole).into_iter().flat_map(|action| permissions::needed_for(&action, &[]));
        let all = needed_to_see(&whole).into_iter().chain(acting);
        let needed: Vec<String> = all.map(|needed| of_any(needed).to_string()).collect();
        for right in [
            "get deployments.apps undo",
            "get deployments.apps probe",
            "create pods/exec",
            "get deployments.apps shop",
            "list replicasets.apps",
            "list pods",
            "get pods/log",
            "get configmaps flags",
            "patch deployments.apps/scale again",
            "delete jobs.batch",
        ] {
            assert!(needed.iter().any(|one| one == right), "{right} is not among {needed:?}");
        }
    }
}
