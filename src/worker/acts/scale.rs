//! What it is for: `scale`: the number of pods of a workload; at 0 done only when the pods are gone.
//! In: the workload as it is. Out: the captured number, and a verdict from the pods themselves.
//! Never: "stopped" from a counter, or a number set over somebody else's.

use std::time::Instant;

use super::{Context, Seen, rivals};
use crate::{
    action::{Ending, Mark, Outcome, ProbeAnswer, Probed, Scale},
    cluster::{
        gone::{self, GoneEnd},
        scale::{self, ScaleError, SetBy, Workload},
    },
    failure::{Failure, FailureKind},
    journal::OpenEntry,
    names::ObjectName,
    plan::{
        PlannedStep,
        preview::{Preview, Sign},
    },
    words::Sentence,
    worker::session::Session,
};

/// What will change, and what steers the number besides us.
///
/// # Errors
/// The workload does not exist or cannot be read.
pub(super) async fn look(session: &Session, step: &PlannedStep, action: &Scale) -> Result<Preview, Failure> {
    let (workload, name) = target(action)?;
    let now = scale::read(&session.cluster, workload, name).await.map_err(|error| error.to_failure())?;
    let command = format!(
        "kubectl scale {}/{name} --replicas={} -n {}",
        workload.kind().to_lowercase(),
        action.replicas,
        session.cluster.namespace()
    );
    let mut preview = Preview { command, ..Preview::default() };
    preview.seen = seen_now(&now);
    preview.before.insert("replicas".to_owned(), now.wanted.to_string());
    let change = Sentence::new("act-scale-change")
        .with("object", format!("{}/{name}", workload.kind()))
        .with("before", now.wanted.to_string())
        .with("after", action.replicas.to_string());
    preview = preview.fact(Sign::Change, change);
    if action.replicas == 0 {
        let ends = Sentence::new("act-scale-stop")
            .count("count", now.replicas)
            .with("limit", action.wait_gone.to_string());
        preview = preview.fact(Sign::Remove, ends);
        preview.affected = Some(Sentence::new("act-scale-affected").with("name", name.as_str()));
    }
    if let Some(words) = moved_meanwhile(session, step, action, now.wanted) {
        preview = preview.fact(Sign::Warning, words);
        preview = preview.fact(Sign::Warning, set_by(now.set_by.as_ref()));
    }
    Ok(rivals::of_scale(preview, &now))
}

/// On the way back: the number is neither what this change set nor what it was before.
fn moved_meanwhile(session: &Session, step: &PlannedStep, action: &Scale, now: i32) -> Option<Sentence> {
    let undone = session.plan.step(step.undoes.as_ref()?)?;
    let set = undone.action.value.pointer("/scale/replicas")?.as_i64()?;
    let is_known = i64::from(now) == set || i64::from(now) == i64::from(action.replicas);
    let words = Sentence::new("act-scale-moved-meanwhile")
        .with("now", now.to_string())
        .with("set", set.to_string())
        .with("before", action.replicas.to_string());
    (!is_known).then_some(words)
}

/// Who set the number last: an autoscaler writes as its controller does. Of a workload that was scaled to 0 and then
/// scaled by hand the server keeps nobody.
fn set_by(by: Option<&SetBy>) -> Sentence {
    let Some(by) = by else { return Sentence::new("act-scale-set-by-nobody") };
    let is_autoscaler = by.manager == "kube-controller-manager";
    let key = if is_autoscaler { "act-scale-set-by-autoscaler" } else { "act-scale-set-by" };
    let at = by.at.map(|at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()).unwrap_or_default();
    Sentence::new(key).with("manager", &by.manager).with("at", at)
}

/// Sets the number, then waits: at 0 until no pod is left.
pub(super) async fn perform(context: &Context, entry: &OpenEntry, action: &Scale) -> Outcome {
    let mut seen = Seen::default();
    let cluster = &context.session.cluster;
    let (workload, name) = match target(action) {
        Ok(target) => target,
        Err(failure) => return seen.failed(failure),
    };
    let shown = match scale::read(cluster, workload, name).await {
        Ok(now) => now,
        Err(error) => return seen.failed(error.to_failure()),
    };
    // The number and the object must be those of the dialog; other fields may have moved.
    let agreed = &entry.approval().proposal().preview().seen;
    let is_same = agreed.get("uid") == Some(&shown.uid);
    let is_there = i32::try_from(action.replicas).ok() == Some(shown.wanted);
    if !is_same || (*agreed != seen_now(&shown) && !is_there) {
        return seen.failed(moved(&shown));
    }
    let set = match scale::set(cluster, entry, &shown, action.replicas).await {
        Ok(set) => set,
        Err(ScaleError::Moved { found }) => return seen.failed(moved(&found)),
        Err(ScaleError::Call(error)) => return seen.failed(error.to_failure()),
    };
    let words =
        Sentence::new("act-scale-set").with("name", name.as_str()).with("replicas", set.wanted.to_string());
    seen.note(Mark::Good, words);
    if action.replicas > 0 {
        return seen.done();
    }
    let began = Instant::now();
    let limit = action.wait_gone.duration();
    match gone::wait(cluster, &set, limit, &context.reporter, context.cancel.clone()).await {
        Ok(GoneEnd::Gone) => {
            let secs = began.elapsed().as_secs();
            seen.note(Mark::Good, Sentence::new("act-scale-gone").with("secs", secs.to_string()));
            seen.done()
        }
        Ok(GoneEnd::Late(left)) => {
            for pod in &left {
                seen.note(Mark::Bad, pod.words());
            }
            let words = Sentence::new("act-scale-late")
                .count("count", left.len())
                .with("limit", action.wait_gone.to_string());
            seen.failed(Failure::new(FailureKind::World, words).hint(Sentence::new("act-scale-late-hint")))
        }
        Ok(GoneEnd::ScaledUp { wanted }) => {
            let words = Sentence::new("act-scale-up-again")
                .with("name", name.as_str())
                .with("now", wanted.to_string());
            seen.failed(Failure::new(FailureKind::World, words))
        }
        Ok(GoneEnd::Cancelled) => seen.end(Ending::Cancelled),
        Err(error) => seen.failed(error.to_failure()),
    }
}

/// Whether the number is the wanted one. That pods are gone or ready is waited for when the step is done again.
pub(super) async fn probe(session: &Session, action: &Scale) -> Result<Probed, Failure> {
    let (workload, name) = target(action)?;
    let now = scale::read(&session.cluster, workload, name).await.map_err(|error| error.to_failure())?;
    let is_so = i32::try_from(action.replicas).ok() == Some(now.wanted);
    let answer = if is_so { ProbeAnswer::Happened } else { ProbeAnswer::DidNot };
    let words =
        Sentence::new("act-scale-now").with("name", name.as_str()).with("now", now.wanted.to_string());
    Ok(super::probed(answer, Mark::Note, words, std::collections::BTreeMap::new()))
}

fn target(action: &Scale) -> Result<(Workload, &ObjectName), Failure> {
    match action.workload() {
        Some(("StatefulSet", name)) => Ok((Workload::StatefulSet, name)),
        Some((_, name)) => Ok((Workload::Deployment, name)),
        None => Err(Failure::new(FailureKind::Internal, Sentence::new("act-scale-no-target"))),
    }
}

/// What the dialog rests on: this object, with this number.
fn seen_now(now: &scale::Scale) -> std::collections::BTreeMap<String, String> {
    [("uid", now.uid.clone()), ("replicas", now.wanted.to_string())]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn moved(found: &scale::Scale) -> Failure {
    let words = Sentence::new("act-scale-moved")
        .with("name", found.name.as_str())
        .with("now", found.wanted.to_string());
    Failure::new(FailureKind::Moved, words)
}
