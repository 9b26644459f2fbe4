//! What it is for: an API object as one row of the cluster page, on arrival. In: typed API objects. Out: rows.
//! Never: an environment value, a Secret's data, or text of others with control characters.

use std::sync::Arc;

use jiff::Timestamp;
use k8s_openapi::api::{
    apps::v1::{DaemonSet, Deployment, StatefulSet},
    batch::v1::{CronJob, Job},
    core::v1::{Event, Pod, PodTemplateSpec},
};
use kube::core::DynamicObject;

use super::shared::Shared;
use crate::{
    action::Mark,
    cluster::{mask, translate},
    observed::{
        JobRow, JobState, PodRow, WorkloadRow, pods, route,
        survey::Item,
        verdict::{self, Verdict},
        warnings,
    },
    words::Sentence,
};

/// Longest list of labels that is kept, in characters.
const LABELS: usize = 1_000;

/// A row with what every object has, and no state.
pub(super) fn bare(kind: &str, object: &impl kube::ResourceExt, shared: &Shared) -> Arc<Item> {
    Arc::new(plain(kind, object, shared))
}

fn plain(kind: &str, object: &impl kube::ResourceExt, shared: &Shared) -> Item {
    let labels: Vec<String> = object.labels().iter().map(|(key, value)| format!("{key}={value}")).collect();
    let owner = object.owner_references().iter().find(|one| one.controller == Some(true));
    let uid: Arc<str> = object.uid().unwrap_or_default().into();
    Item {
        row: Arc::clone(&uid),
        kind: shared.of(kind),
        group: None,
        namespace: shared.of(&object.namespace().unwrap_or_default()),
        name: object.name_any().into(),
        uid,
        generation: object.meta().generation.unwrap_or(0),
        mark: Mark::Note,
        is_moving: false,
        state: shared.of(""),
        hint: None,
        ready: None,
        count: 0,
        restarted: None,
        about: shared.of(""),
        digest: None,
        owner: owner.map(|owner| shared.of(&format!("{}/{}", owner.kind, owner.name))),
        node: None,
        labels: shared.of(&mask::plain(&labels.join(","), LABELS)),
        created: object.creation_timestamp().map(|time| time.0),
    }
}

/// A Deployment.
pub(super) fn deployment(object: &Deployment, shared: &Shared) -> Arc<Item> {
    workload(&translate::deployment(object), plain("Deployment", object, shared), shared)
}

/// A `StatefulSet`.
pub(super) fn stateful_set(object: &StatefulSet, shared: &Shared) -> Arc<Item> {
    workload(&translate::stateful_set(object), plain("StatefulSet", object, shared), shared)
}

/// A `DeploymentConfig`.
pub(super) fn deployment_config(object: &DynamicObject, shared: &Shared) -> Arc<Item> {
    let item = Item { group: Some(shared.of(translate::GROUP)), ..plain(translate::KIND, object, shared) };
    workload(&translate::deployment_config(object), item, shared)
}

fn workload(row: &WorkloadRow, item: Item, shared: &Shared) -> Arc<Item> {
    let late = row.trouble.as_ref().map(|_| Mark::Bad);
    let verdict = verdict::rollout(Some(row));
    let is_moving = matches!(verdict, Verdict::NotYet(_));
    let (mark, words) = match verdict {
        Verdict::Ready if row.wanted == 0 => (Mark::Note, Sentence::new("survey-stopped")),
        Verdict::Ready | Verdict::Missing => (Mark::Good, Sentence::new("survey-ready")),
        Verdict::NotYet(words) => (late.unwrap_or(Mark::Note), words),
        Verdict::Broken(words) => (Mark::Bad, words),
        Verdict::Unknown(words) => (Mark::Note, words),
    };
    let images: Vec<&str> = row.images.iter().map(|(_, image)| image.as_str()).collect();
    Arc::new(Item {
        mark,
        is_moving,
        ready: Some((row.ready, row.wanted)),
        about: shared.of(&images.join(", ")),
        ..said(item, &words, shared)
    })
}

/// The row with that state, and what to do about it.
fn said(item: Item, words: &Sentence, shared: &Shared) -> Item {
    let hint = words.next_step().map(|hint| shared.of(&hint.text()));
    Item { state: shared.of(&words.text()), hint, ..item }
}

/// A `DaemonSet`: as ready as its nodes want it (kubectl's `rollout status`, facts 2.3).
pub(super) fn daemon_set(object: &DaemonSet, shared: &Shared) -> Arc<Item> {
    let status = object.status.clone().unwrap_or_default();
    let wanted = status.desired_number_scheduled;
    let updated = status.updated_number_scheduled.unwrap_or(0);
    let available = status.number_available.unwrap_or(0);
    let is_seen = object.metadata.generation <= status.observed_generation;
    let have = updated.min(available);
    let (mark, words) = if is_seen && have >= wanted {
        (Mark::Good, Sentence::new("survey-ready"))
    } else {
        (Mark::Note, Sentence::new("survey-daemons").count("have", have).count("want", wanted))
    };
    Arc::new(Item {
        mark,
        is_moving: mark == Mark::Note,
        ready: Some((status.number_ready, wanted)),
        about: shared.of(&images(Some(&object.spec.template))),
        ..said(plain("DaemonSet", object, shared), &words, shared)
    })
}

fn images(template: Option<&PodTemplateSpec>) -> String {
    let containers = template.and_then(|template| template.spec.as_ref()).map(|spec| &spec.containers);
    let images = containers.into_iter().flatten().filter_map(|one| one.image.as_deref());
    images.collect::<Vec<_>>().join(", ")
}

/// A Pod.
pub(super) fn pod(object: &Pod, shared: &Shared) -> Arc<Item> {
    let row: PodRow = translate::pod(object);
    let state = pods::state(&row);
    let count = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    Arc::new(Item {
        mark: state.mark,
        is_moving: state.mark == Mark::Note,
        state: shared.of(&state.words.text()),
        hint: state.hint.as_ref().map(|hint| shared.of(&hint.text())),
        ready: Some((count(row.ready), count(row.containers))),
        count: row.restarts,
        restarted: restarted(object),
        about: shared.of(&row.image),
        digest: row.image_id.as_deref().and_then(route::digest).map(|digest| shared.of(&digest)),
        node: row.node.as_deref().map(|node| shared.of(node)),
        ..plain("Pod", object, shared)
    })
}

/// When a container ended last and was started again.
fn restarted(object: &Pod) -> Option<Timestamp> {
    let status = object.status.as_ref()?;
    let first = status.init_container_statuses.iter().flatten();
    let all = first.chain(status.container_statuses.iter().flatten());
    all.filter_map(|one| one.last_state.as_ref()?.terminated.as_ref()?.finished_at.as_ref().map(|at| at.0))
        .max()
}

/// When the newest of the main containers that run was started.
pub(super) fn started(object: &Pod) -> Option<Timestamp> {
    let all = object.status.as_ref()?.container_statuses.iter().flatten();
    all.filter_map(|one| one.state.as_ref()?.running.as_ref()?.started_at.as_ref().map(|at| at.0)).max()
}

/// A Job.
pub(super) fn job(object: &Job, shared: &Shared) -> Arc<Item> {
    let row: JobRow = translate::job(object);
    let (mark, words) = match &row.state {
        JobState::Running => (Mark::Note, Sentence::new("wizard-job-running")),
        JobState::Finishing => (Mark::Note, Sentence::new("wizard-job-finishing")),
        JobState::Suspended => (Mark::Note, Sentence::new("wizard-job-suspended")),
        JobState::Complete => (Mark::Good, Sentence::new("wizard-job-complete")),
        JobState::Failed { reason, message } => {
            let words = Sentence::new("survey-job-failed").with("reason", reason).with("message", message);
            (Mark::Bad, words)
        }
    };
    let template = object.spec.as_ref().map(|spec| &spec.template);
    Arc::new(Item {
        mark,
        is_moving: matches!(row.state, JobState::Running | JobState::Finishing),
        ready: Some((row.succeeded, row.completions)),
        count: row.failed,
        about: shared.of(&images(template)),
        ..said(plain("Job", object, shared), &words, shared)
    })
}

/// A `CronJob`.
pub(super) fn cron_job(object: &CronJob, shared: &Shared) -> Arc<Item> {
    let is_held = object.spec.suspend == Some(true);
    let active = object.status.as_ref().and_then(|status| status.active.as_ref()).map_or(0, Vec::len);
    let (mark, words) = match (is_held, active) {
        (_, 1..) => (Mark::Note, Sentence::new("wizard-job-running")),
        (true, _) => (Mark::Note, Sentence::new("wizard-cron-suspended")),
        (false, 0) => (Mark::Good, Sentence::new("survey-cron-waits")),
    };
    Arc::new(Item {
        mark,
        is_moving: active > 0,
        about: shared.of(&mask::plain(&object.spec.schedule, 100)),
        ..said(plain("CronJob", object, shared), &words, shared)
    })
}

/// A warning, as a row about its object.
pub(super) fn warning(object: &Event, shared: &Shared) -> Arc<Item> {
    let (about, row) = translate::warning(object);
    let (kind, name) = row.object.split_once('/').unwrap_or(("", &row.object));
    let version = object.involved_object.api_version.as_deref().filter(|version| !version.is_empty());
    let group = version.map(|version| version.split_once('/').map_or("", |(group, _)| group));
    Arc::new(Item {
        kind: shared.of(kind),
        group: group.map(|group| shared.of(&mask::plain(group, 300))),
        name: shared.of(name),
        uid: about.into(),
        mark: Mark::Warning,
        state: shared.of(&row.message),
        hint: warnings::next_step(&row.reason).map(|hint| shared.of(&hint.text())),
        count: row.count,
        about: shared.of(&row.reason),
        labels: shared.of(""),
        created: row.at,
        ..plain("Event", object, shared)
    })
}
