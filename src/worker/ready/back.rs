//! What it is for: what only the way back needs, asked before the start: nobody should learn of it in the worst hour.
//! In: the plan's way back. Out: warnings. Never: a check that keeps a change from starting.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Check;
use crate::{
    action::{Action, ManifestApply},
    cluster::{
        jobs::{self, FoundJob, NameState},
        permissions::{self, Needed},
    },
    names::ObjectName,
    plan::{Plan, PlannedStep, WayBack, back::BackPart},
    procedure::{substitute::Filled, typed_action},
    words::Sentence,
    worker::{acts, session::Session},
};

/// Everything about the way back.
pub(super) async fn checks(session: &Session) -> Vec<Check> {
    let (mut checks, left_over) = futures::join!(rights(session), left_over(session));
    checks.extend(left_over);
    checks
}

/// Rights that only the way back needs: those of its steps, of what takes steps back, of probes, and of the evidence.
async fn rights(session: &Session) -> Vec<Check> {
    match permissions::review(&session.cluster, &needed(&session.plan)).await {
        Ok(answers) => answers
            .iter()
            .filter(|answer| !answer.allowed)
            .map(|answer| {
                let right = answer.needed.to_string();
                Check::warning(Sentence::new("ready-right-back-missing").with("right", right))
            })
            .collect(),
        // That the cluster cannot be asked is said by the rights of the way forward.
        Err(_error) => Vec::new(),
    }
}

fn needed(plan: &Plan) -> Vec<Needed> {
    let mut actions: Vec<Action> = Vec::new();
    let mut closed = |filled: &Filled| {
        let typed = Some(filled).filter(|filled| filled.is_closed());
        actions.extend(typed.and_then(|filled| typed_action(&filled.value).ok()));
    };
    for step in own_steps(plan) {
        closed(&step.action);
    }
    for step in plan.steps().iter().chain(own_steps(plan)) {
        if let WayBack::By { action, .. } = &step.undo {
            closed(action);
        }
        closed_probes(step, &mut closed);
    }
    let evidence = plan.way_back().map(|way_back| way_back.evidence.as_slice()).unwrap_or_default();
    let mut needed: Vec<Needed> =
        actions.iter().flat_map(|action| permissions::needed_for(action, &[])).collect();
    for one in evidence {
        if let Some(logs) = &one.logs {
            needed.extend(permissions::needed_for_logs(&logs.deployment));
        }
        needed.extend(one.object.as_deref().and_then(permissions::needed_to_get));
    }
    needed
}

/// The program that a step's probe runs, as the action that it is.
fn closed_probes(step: &PlannedStep, closed: &mut impl FnMut(&Filled)) {
    let undo = match &step.undo {
        WayBack::By { probe, .. } => probe.as_deref(),
        WayBack::NotNeeded | WayBack::None { .. } => None,
    };
    for probe in step.probe.iter().chain(undo).filter(|probe| probe.is_closed()) {
        if let Some(fields) = probe.value.get("exec").filter(|fields| fields.is_object()) {
            closed(&Filled::closed(serde_json::json!({ "exec": fields })));
        }
    }
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
    let mut checks = Vec::new();
    for name in jobs_made(session).await {
        let found = jobs::name_state(&session.cluster, session.plan.change(), &name).await;
        // What cannot be read is met again, and told, when the step is looked at.
        let Ok(NameState::Ours(job) | NameState::Taken(job)) = found else { continue };
        let is_removed = removed.contains(&format!("Job/{name}"));
        checks.push(in_the_way(&job, is_removed));
    }
    checks
}

fn in_the_way(job: &FoundJob, is_removed: bool) -> Check {
    let at = job.created.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
    let words = Sentence::new("ready-left-over").with("object", format!("Job/{}", job.name)).with("at", at);
    let hint = if is_removed { "ready-left-over-removed" } else { "ready-left-over-hint" };
    Check { hint: Some(Sentence::new(hint)), ..Check::warning(words) }
}

/// Objects that the way back deletes by name.
fn removed(plan: &Plan) -> BTreeSet<String> {
    let deleted = own_steps(plan).filter_map(|step| step.action.value.pointer("/object.delete/object"));
    deleted.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Names of the Jobs that the way back's manifests hold.
async fn jobs_made(session: &Session) -> BTreeSet<ObjectName> {
    let mut names = BTreeSet::new();
    for step in own_steps(&session.plan).filter(|step| step.action.is_closed()) {
        let Ok(Action::ManifestApply(apply)) = typed_action(&step.action.value) else { continue };
        // The file as it is now: steps of the way back may edit it, and keep its names.
        let apply = ManifestApply { at: None, ..apply };
        let documents = acts::bundle(session, &apply).await.map(|bundle| bundle.documents);
        for document in documents.unwrap_or_default() {
            let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
            if text("/kind") == "Job" && text("/apiVersion").starts_with("batch/") {
                names.extend(ObjectName::new(text("/metadata/name")).ok());
            }
        }
    }
    names
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
        let way_back = WayBackPlan {
            id: "d".to_owned(),
            ask: "?".to_owned(),
            help: String::new(),
            evidence,
            after: Vec::new(),
            otherwise: None,
            answers: Vec::new(),
            plans: Vec::new(),
        };
        let forward = plan(vec![step]);
        let whole = Plan::seal(
            forward.change().clone(),
            forward.header().clone(),
            forward.steps().to_vec(),
            Some(way_back),
        );
        let needed: Vec<String> = needed(&whole).iter().map(ToString::to_string).collect();
        for right in [
            "get deployments.apps undo",
            "get deployments.apps probe",
            "create pods/exec",
            "get deployments.apps shop",
            "list replicasets.apps",
            "list pods",
            "get pods/log",
            "get configmaps flags",
        ] {
            assert!(needed.iter().any(|one| one == right), "{right} is not among {needed:?}");
        }
    }
}
