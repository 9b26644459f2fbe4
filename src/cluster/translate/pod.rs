//! What it is for: a pod's row, and above all the one reason that explains its state best. In: a Pod. Out: its row.
//! Never: an environment value.

use k8s_openapi::api::core::v1::{ContainerState, ContainerStatus, Pod, PodStatus};

use super::{line, time};
use crate::cluster::mask;
use crate::observed::PodRow;

pub(crate) fn pod(object: &Pod) -> PodRow {
    let meta = &object.metadata;
    let spec = object.spec.as_ref();
    let status = object.status.clone().unwrap_or_default();
    let containers = status.container_statuses.as_deref().unwrap_or_default();
    let why = why(&status);
    let owner = meta.owner_references.iter().flatten().find(|one| one.controller == Some(true));
    let first = spec.and_then(|spec| spec.containers.first());
    let first_status = first.and_then(|first| containers.iter().find(|status| status.name == first.name));
    PodRow {
        name: meta.name.clone().unwrap_or_default(),
        uid: meta.uid.clone().unwrap_or_default(),
        phase: status.phase.clone().unwrap_or_default(),
        is_terminating: meta.deletion_timestamp.is_some(),
        disruption: disruption(&status).map(|reason| line(Some(reason), 100)),
        ready: u32::try_from(containers.iter().filter(|one| one.ready).count()).unwrap_or(u32::MAX),
        containers: u32::try_from(spec.map_or(0, |spec| spec.containers.len())).unwrap_or(u32::MAX),
        restarts: containers.iter().map(|one| one.restart_count).sum(),
        reason: why.as_ref().map(|why| line(Some(&why.reason), 100)),
        message: why
            .as_ref()
            .and_then(|why| why.message.as_deref())
            .map(|text| line(Some(text), mask::LONGEST)),
        exit_code: exit_code(&status),
        owner: owner.map(|owner| format!("{}/{}", owner.kind, owner.name)),
        labels: meta.labels.clone().unwrap_or_default().into_iter().collect(),
        image: first.and_then(|first| first.image.clone()).unwrap_or_default(),
        image_id: first_status.map(|one| one.image_id.clone()).filter(|id| !id.is_empty()),
        node: spec.and_then(|spec| spec.node_name.clone()),
        created: time(meta.creation_timestamp.as_ref()),
    }
}

struct Why {
    reason: String,
    message: Option<String>,
}

impl Why {
    fn new(reason: Option<&String>, message: Option<&String>) -> Option<Self> {
        let reason = reason.filter(|reason| !reason.is_empty())?;
        Some(Self { reason: reason.clone(), message: message.cloned() })
    }
}

/// The pod's own reason; a container that waits for something wrong; one that ended badly; the scheduler; and only
/// then what is normal.
fn why(status: &PodStatus) -> Option<Why> {
    let init = status.init_container_statuses.as_deref().unwrap_or_default();
    let main = status.container_statuses.as_deref().unwrap_or_default();
    let all = || init.iter().chain(main);
    let is_normal = |why: &Why| matches!(why.reason.as_str(), "ContainerCreating" | "PodInitializing");
    Why::new(status.reason.as_ref(), status.message.as_ref())
        .or_else(|| all().filter_map(waiting).find(|why| !is_normal(why)))
        .or_else(|| all().find_map(ended_badly))
        .or_else(|| unscheduled(status))
        .or_else(|| all().find_map(waiting))
}

fn waiting(container: &ContainerStatus) -> Option<Why> {
    let waiting = container.state.as_ref()?.waiting.as_ref()?;
    let mut why = Why::new(waiting.reason.as_ref(), waiting.message.as_ref())?;
    let ended = container.last_state.as_ref().and_then(|state| state.terminated.as_ref());
    let is_memory = ended.and_then(|ended| ended.reason.as_deref()) == Some("OOMKilled");
    if is_memory && why.reason == "CrashLoopBackOff" {
        // That it waits to be started again says less than why it ended.
        "OOMKilled".clone_into(&mut why.reason);
    }
    Some(why)
}

fn ended_badly(container: &ContainerStatus) -> Option<Why> {
    let ended = container.state.as_ref()?.terminated.as_ref().filter(|ended| ended.exit_code != 0)?;
    let reason = ended.reason.clone().filter(|reason| !reason.is_empty());
    Some(Why { reason: reason.unwrap_or_else(|| "Error".to_owned()), message: ended.message.clone() })
}

fn unscheduled(status: &PodStatus) -> Option<Why> {
    let conditions = status.conditions.as_deref().unwrap_or_default();
    let condition = conditions.iter().find(|one| one.type_ == "PodScheduled" && one.status == "False")?;
    Why::new(condition.reason.as_ref(), condition.message.as_ref())
}

/// Why the cluster ends or ended the pod by itself (`DisruptionTarget`, facts 3.6).
fn disruption(status: &PodStatus) -> Option<&str> {
    let conditions = status.conditions.as_deref().unwrap_or_default();
    let condition = conditions.iter().find(|one| one.type_ == "DisruptionTarget" && one.status == "True")?;
    condition.reason.as_deref().filter(|reason| !reason.is_empty())
}

/// Exit code of the container that ended last: a bad one before a good one.
fn exit_code(status: &PodStatus) -> Option<i32> {
    let init = status.init_container_statuses.iter().flatten();
    let all = init.chain(status.container_statuses.iter().flatten());
    let code = |state: Option<&ContainerState>| Some(state?.terminated.as_ref()?.exit_code);
    let codes: Vec<i32> =
        all.filter_map(|one| code(one.state.as_ref()).or_else(|| code(one.last_state.as_ref()))).collect();
    codes.iter().copied().find(|code| *code != 0).or_else(|| codes.last().copied())
}
