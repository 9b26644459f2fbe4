//! What it is for: the cluster before the start: is it as the repository says, are names free, who else is at it. In: the
//! plan's actions. Out: what was seen. Never: a write (dry runs and reads only).

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Check, Topic, templates};
use crate::{
    action::Action,
    cluster::{
        self, apply, fighters,
        preview::ObjectPreview,
        scale::{self, Workload},
        usual,
    },
    failure::Failure,
    manifest::drift::Standing,
    names::ObjectName,
    observed::{
        JobState,
        fighters::{Around, Deed, Fighter},
    },
    plan::PlannedStep,
    words::Sentence,
    worker::{acts, lease, session::Session},
};

/// Fields that are named of an object, at most.
const NAMED: usize = 20;

/// What the change applies, as the server sees it now, and who would undo what it does.
pub(super) async fn applied(session: &Session, actions: &[(PlannedStep, Action)]) -> Vec<Check> {
    let (documents, unread) = documents(session, actions).await;
    let steering = async {
        let is_asked = documents.iter().any(|document| document.pointer("/spec/replicas").is_some());
        if is_asked { fighters::steering(&session.cluster).await } else { Around::default() }
    };
    let (previews, around, scaled) =
        futures::join!(apply::preview(&session.cluster, &documents), steering, of_scales(session, actions));
    let mut checks = Vec::new();
    let mut rivals = scaled;
    for (file, failure) in unread {
        let words = Sentence::new("ready-agreement-unknown");
        checks.push(Check::unasked(Topic::Agreement, words, failure.clone()));
        rivals.push(unknown_rivals(&file, failure));
    }
    match previews {
        Ok(previews) => {
            checks.extend(agreement(&previews));
            rivals.extend(of_applies(&documents, &previews, &around));
        }
        Err(error) => {
            let words = Sentence::new("ready-agreement-unknown");
            let failure = error.to_failure();
            checks.push(Check::unasked(Topic::Agreement, words, failure.clone()));
            rivals.push(unknown_rivals(&files(actions), failure));
        }
    }
    rivals.extend(Box::pin(templates::rivals(session, actions)).await);
    rivals.dedup_by(|one, other| one.what == other.what);
    if rivals.is_empty() && !actions.is_empty() {
        rivals.push(Check::good(Topic::Rivals, Sentence::new("ready-rivals-none")));
    }
    checks.extend(rivals);
    checks
}

/// Nobody could be found, since nobody could be looked for.
pub(super) fn unknown_rivals(object: &str, failure: Failure) -> Check {
    let words = Sentence::new("ready-rivals-unknown").with("object", object);
    Check::unknown(Topic::Rivals, words, failure)
}

/// The files that are applied on the way forward, each once.
fn files(actions: &[(PlannedStep, Action)]) -> String {
    let mut files: Vec<&str> = Vec::new();
    for (_, action) in actions {
        let Action::ManifestApply(apply) = action else { continue };
        if !files.contains(&apply.file.as_str()) {
            files.push(apply.file.as_str());
        }
    }
    files.join(", ")
}

/// The objects of the files that are applied on the way forward, as they lie there now, each once; and the files that
/// cannot be read, with why.
async fn documents(
    session: &Session,
    actions: &[(PlannedStep, Action)],
) -> (Vec<Value>, Vec<(String, Failure)>) {
    let mut documents: Vec<Value> = Vec::new();
    let mut unread: Vec<(String, Failure)> = Vec::new();
    let name = |document: &Value| {
        let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        (text("/apiVersion"), text("/kind"), text("/metadata/namespace"), text("/metadata/name"))
    };
    for (_, action) in actions {
        let Action::ManifestApply(apply) = action else { continue };
        let bundle = match acts::bundle(session, apply).await {
            Ok(bundle) => bundle,
            Err(failure) => {
                if !unread.iter().any(|(file, _)| file == apply.file.as_str()) {
                    unread.push((apply.file.to_string(), failure));
                }
                continue;
            }
        };
        for document in bundle.documents {
            if !documents.iter().any(|one| name(one) == name(&document)) {
                documents.push(document);
            }
        }
    }
    (documents, unread)
}

/// Whether an apply of the repository's files, before the change edits them, would change anything.
fn agreement(previews: &[ObjectPreview]) -> Vec<Check> {
    let mut checks = Vec::new();
    for preview in previews {
        let of = |key: &str| Sentence::new(key).with("object", preview.object.to_string());
        let held: Vec<String> = preview
            .asked()
            .map(|one| format!("{} ({}): {} → {}", one.field, one.manager, one.live, one.file))
            .take(NAMED)
            .collect();
        match Standing::of(preview.live.as_ref(), &preview.merged) {
            // Somebody set it in the cluster and nowhere else: the apply would take it back.
            Standing::Differs { .. } if !held.is_empty() => {
                checks.push(Check::risky(Topic::Agreement, of("ready-agreement-held")).resting_on(held));
            }
            Standing::Differs { fields } => {
                let words = of("ready-agreement-differs").count("count", fields);
                checks.push(Check::warning(Topic::Agreement, words));
            }
            Standing::Missing => checks.push(Check::warning(Topic::Agreement, of("ready-agreement-missing"))),
            Standing::Same
            | Standing::OnlyMetadata { .. }
            | Standing::Fixed(_)
            | Standing::NotCompared(_)
            | Standing::Refused(_) => {}
        }
    }
    if checks.is_empty() && !previews.is_empty() {
        let words = Sentence::new("ready-agreement").count("count", previews.len());
        let named = previews.iter().map(|preview| preview.object.to_string());
        checks.push(Check::good(Topic::Agreement, words).resting_on(named));
    }
    checks
}

/// Who would undo the apply of these objects.
pub(super) fn of_applies(documents: &[Value], previews: &[ObjectPreview], around: &Around) -> Vec<Check> {
    let mut checks = Vec::new();
    for preview in previews {
        let document = documents.get(preview.document);
        let has_replicas = document.is_some_and(|document| document.pointer("/spec/replicas").is_some());
        let deed = Deed::Apply { has_replicas };
        let steering = preview.live.as_ref().map(|live| around.pointing_at(live)).unwrap_or_default();
        let all = steering.iter().chain(&preview.fighters);
        checks.extend(rivals(&preview.object.to_string(), all, deed));
    }
    checks.extend(unread(&around.unread));
    checks
}

async fn of_scales(session: &Session, actions: &[(PlannedStep, Action)]) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (_, action) in actions {
        let Action::Scale(wanted) = action else { continue };
        let Some((kind, name)) = wanted.workload() else { continue };
        let label = format!("{kind}/{name}");
        let Some(workload) = Workload::of_kind(kind).filter(|_| seen.insert(label.clone())) else { continue };
        match scale::read(&session.cluster, workload, name).await {
            Ok(now) => {
                checks.extend(rivals(&label, now.fighters.iter(), Deed::Scale));
                checks.extend(unread(&now.unread));
            }
            // It was asked: nobody writes to what is not there.
            Err(error) if error.is_not_found() => {}
            Err(error) => checks.push(unknown_rivals(&label, error.to_failure())),
        }
    }
    checks
}

fn rivals<'f>(object: &str, all: impl Iterator<Item = &'f Fighter>, deed: Deed) -> Vec<Check> {
    let one = |fighter: &Fighter| {
        let words = Sentence::new("fight-of").with("object", object);
        let words = words.with("words", fighter.words().text());
        if is_of_itself(fighter) {
            let hint = Some(Sentence::new("ready-rivals-hint"));
            Check { hint, ..Check::risky(Topic::Rivals, words) }
        } else {
            Check::warning(Topic::Rivals, words)
        }
    };
    all.filter(|fighter| fighter.undoes(deed)).map(one).collect()
}

/// Whether it undoes the change by itself within minutes. An autoscaler keeps within its limits what a step asks about
/// anyway; the others act when a person runs them.
fn is_of_itself(fighter: &Fighter) -> bool {
    match fighter {
        Fighter::Keda { .. }
        | Fighter::KedaHeld { .. }
        | Fighter::ArgoCd { .. }
        | Fighter::Flux { .. }
        | Fighter::Rancher { .. }
        | Fighter::Operator { .. }
        | Fighter::Lifecycle { .. } => true,
        Fighter::Autoscaler { .. }
        | Fighter::Controller { .. }
        | Fighter::Budget { .. }
        | Fighter::Helm { .. }
        | Fighter::Policy { .. }
        | Fighter::Terraform
        | Fighter::Person { .. } => false,
    }
}

fn unread(kinds: &[String]) -> Option<Check> {
    fighters::unread_words(kinds).map(|words| Check::warning(Topic::Rivals, words))
}

/// Whether the names of the jobs that the change makes are free, and how their like ended before.
pub(super) async fn jobs(session: &Session, actions: &[(PlannedStep, Action)]) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut sources: Vec<ObjectName> = Vec::new();
    for (_, action) in actions {
        let Action::JobCreate(job) = action else { continue };
        match acts::job_name(session, job).await {
            Ok(check) => checks.push(check),
            Err(failure) => checks.push(Check::bad(Topic::Names, failure)),
        }
        if !sources.contains(&job.from_cron_job) {
            sources.push(job.from_cron_job.clone());
        }
    }
    for source in &sources {
        checks.push(last_run(session, source).await);
    }
    checks
}

/// How the last job of a `CronJob` ended: one that failed yesterday will hardly end well today.
async fn last_run(session: &Session, source: &ObjectName) -> Check {
    let of = |key: &str| Sentence::new(key).with("name", source.as_str());
    let run = match usual::last_of_cron_job(&session.cluster, source).await {
        Ok(Some(run)) => run,
        Ok(None) => return Check::good(Topic::Runs, of("ready-run-none")),
        Err(error) => return Check::unasked(Topic::Runs, of("ready-run-unknown"), error.to_failure()),
    };
    let at = run.ended.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
    let evidence = format!("Job/{} {at}", run.name);
    let check = if run.state == JobState::Complete {
        Check::good(Topic::Runs, of("ready-run-good").with("at", &at))
    } else {
        Check::warning(Topic::Runs, of("ready-run-failed").with("at", &at).with("job", &run.name))
    };
    check.resting_on([evidence])
}

/// Whether somebody runs a change here. One look cannot tell whether they are still there: that takes time.
pub(super) async fn others(session: &Session) -> Check {
    let namespace = session.cluster.namespace().as_str();
    match cluster::lease::read(&session.cluster).await {
        Ok(found) => match found.filter(|found| !found.is_of(&lease::mark_of(session))) {
            Some(found) if !found.is_free() => {
                let words = lease::waiting(&found.holder().unwrap_or_default());
                let hint = Some(Sentence::new("ready-lease-hint"));
                Check { hint, ..Check::warning(Topic::Others, words) }
            }
            Some(_) | None => {
                Check::good(Topic::Others, Sentence::new("ready-lease-free").with("namespace", namespace))
            }
        },
        Err(error) => {
            let words = Sentence::new("ready-lease-unknown").with("namespace", namespace);
            let Failure { summary, .. } = error.to_failure();
            Check { hint: Some(summary), ..Check::warning(Topic::Others, words) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{failure::FailureKind, worker::ready::CheckState};

    #[test]
    fn who_undoes_the_change_by_itself_stops_the_start_and_may_be_gone_past() {
        let argo = Fighter::ArgoCd { application: "shop".to_owned() };
        let scaler = Fighter::Autoscaler { name: "web".to_owned(), limits: (2, 8) };
        let budget = Fighter::Budget { name: "one".to_owned(), keeps: "1".to_owned() };
        let found = rivals("Deployment/web", [&argo, &scaler, &budget].into_iter(), Deed::Scale);
        let states: Vec<_> = found.iter().map(|check| (check.state, check.may_pass)).collect();
        assert_eq!(states, [(CheckState::Bad, true), (CheckState::Warning, false)]);
        assert!(found.iter().all(|check| check.what.text().contains("Deployment/web")));
    }

    #[test]
    fn rivals_that_could_not_be_looked_for_are_not_taken_for_none() {
        let failure = Failure::new(FailureKind::World, Sentence::new("ready-clock-unknown"));
        let check = unknown_rivals("Deployment/web", failure);
        assert_eq!((check.topic, check.state, check.may_pass), (Topic::Rivals, CheckState::Bad, true));
        assert!(check.what.text().contains("Deployment/web") && check.hint.is_some());
        assert_eq!(check.evidence.len(), 1, "why");
    }
}
