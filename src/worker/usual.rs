//! What it is for: how long the steps of a change usually take, told once at its start. In: the session. Out: a report.
//! Never: a deed, or a change that waits for this.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    report::{Outbox, Report},
    session::Session,
};
use crate::{
    action::Action,
    cluster::usual,
    journal,
    names::{ObjectName, StepId},
    plan::Plan,
    procedure::typed_action,
};

/// Out of the journals of earlier changes; of a job that never ran in one, out of the `CronJob`'s runs.
pub(super) async fn tell(session: Arc<Session>, outbox: Outbox) {
    let plan = Arc::clone(&session.plan);
    let changes = session.folder.parent().map(std::path::Path::to_owned);
    let earlier = tokio::task::spawn_blocking(move || {
        let header = plan.header();
        let read = |changes: std::path::PathBuf| {
            journal::usual(&changes, &header.procedure, &header.target, plan.change())
        };
        changes.map(read).unwrap_or_default()
    });
    let mut times = earlier.await.unwrap_or_default();
    for (step, cron_job) in waits(&session.plan) {
        if times.contains_key(&step) {
            continue;
        }
        match usual::of_cron_job(&session.cluster, &cron_job).await {
            Ok(usual) => times.extend(usual.map(|usual| (step, usual))),
            // Without it nothing is missing but an estimate.
            Err(error) => tracing::debug!(%error, "earlier runs of a cron job are not known"),
        }
    }
    if !times.is_empty() {
        outbox.send(Report::Usual(times)).await;
    }
}

/// The steps that wait for a job which an earlier step makes from a `CronJob`.
fn waits(plan: &Plan) -> Vec<(StepId, ObjectName)> {
    let mut made: BTreeMap<ObjectName, ObjectName> = BTreeMap::new();
    let mut waits = Vec::new();
    for step in plan.steps().iter().filter(|step| step.action.is_closed()) {
        let Ok(action) = typed_action(&step.action.value) else { continue };
        if let Action::JobCreate(create) = &action {
            made.insert(create.name.clone(), create.from_cron_job.clone());
        }
        if let Action::JobWait(wait) = &action
            && let Some(cron_job) = made.get(&wait.job)
        {
            waits.push((step.id.clone(), cron_job.clone()));
        }
    }
    waits
}
