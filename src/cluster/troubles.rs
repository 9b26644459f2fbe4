//! What it is for: why a pod does not get on, out of its own status (facts 3.6). A pod that cannot start fails neither
//! its Job nor its Deployment, so only this tells. In: a pod. Out: [`Trouble`]s, and what the pod does in words.
//! Never: a verdict, or I/O.

use k8s_openapi::api::core::v1::{ContainerState, ContainerStatus, Pod};
use kube::ResourceExt as _;

use super::mask;
use crate::words::Sentence;

/// What kind of trouble, which decides the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TroubleKind {
    /// The image cannot be had.
    Image,
    /// The container cannot be set up; often a missing Secret or `ConfigMap`.
    Setup,
    /// The container ends again and again.
    Crash,
    /// The container's memory did not suffice.
    Memory,
    /// No node takes the pod.
    Unschedulable,
    /// The cluster took the pod away; not the change's fault.
    Evicted,
    /// A volume cannot be mounted, or the pod cannot be made (from events).
    Event,
}

/// Why a pod does not get on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The pod.
    pub pod: String,
    /// What kind.
    pub kind: TroubleKind,
    /// The server's reason, such as `ImagePullBackOff`.
    pub reason: String,
    /// The server's words, cut and cleaned.
    pub message: String,
}

impl Trouble {
    /// In words.
    pub fn words(&self) -> Sentence {
        let key = match self.kind {
            TroubleKind::Image => "cluster-pod-image",
            TroubleKind::Setup => "cluster-pod-setup",
            TroubleKind::Crash => "cluster-pod-crash",
            TroubleKind::Memory => "cluster-pod-memory",
            TroubleKind::Unschedulable => "cluster-pod-unschedulable",
            TroubleKind::Evicted => "cluster-pod-evicted",
            TroubleKind::Event => "cluster-pod-event",
        };
        let message = if self.message.is_empty() { self.reason.clone() } else { self.message.clone() };
        Sentence::new(key).with("pod", &self.pod).with("reason", &self.reason).with("message", message)
    }
}

/// All containers' statuses, those that run first first.
fn statuses(pod: &Pod) -> impl Iterator<Item = &ContainerStatus> {
    let status = pod.status.as_ref();
    let first = status.and_then(|status| status.init_container_statuses.as_ref());
    let then = status.and_then(|status| status.container_statuses.as_ref());
    first.into_iter().chain(then).flatten()
}

/// Why the pod does not get on, the most telling first.
pub(crate) fn of(pod: &Pod) -> Vec<Trouble> {
    let trouble = |kind, reason: &str, message: Option<&String>| Trouble {
        pod: pod.name_any(),
        kind,
        reason: mask::plain(reason, 100),
        message: mask::plain(&mask::without_userinfo(message.map_or("", String::as_str)), 500),
    };
    let mut found = Vec::new();
    for status in statuses(pod) {
        let state = status.state.as_ref();
        if let Some(waiting) = state.and_then(|state| state.waiting.as_ref()) {
            let reason = waiting.reason.as_deref().unwrap_or_default();
            if let Some(kind) = kind_of_waiting(reason) {
                found.push(trouble(kind, reason, waiting.message.as_ref()));
            }
        }
        if last_end(status) == Some("OOMKilled") {
            found.push(trouble(TroubleKind::Memory, "OOMKilled", None));
        }
    }
    let Some(status) = &pod.status else { return found };
    if let Some(reason) = status.reason.as_deref()
        && matches!(reason, "Evicted" | "NodeLost" | "Preempting" | "UnexpectedAdmissionError")
    {
        found.push(trouble(TroubleKind::Evicted, reason, status.message.as_ref()));
    }
    let unscheduled = status
        .conditions
        .iter()
        .flatten()
        .find(|condition| condition.type_ == "PodScheduled" && condition.status == "False");
    if let Some(condition) = unscheduled {
        let reason = condition.reason.as_deref().unwrap_or("Unschedulable");
        found.push(trouble(TroubleKind::Unschedulable, reason, condition.message.as_ref()));
    }
    found.sort_by_key(|one| one.kind);
    found
}

fn last_end(status: &ContainerStatus) -> Option<&str> {
    let ended =
        |state: Option<&'_ ContainerState>| state.and_then(|state| state.terminated.as_ref()).is_some();
    let state = if ended(status.state.as_ref()) { status.state.as_ref() } else { status.last_state.as_ref() };
    state?.terminated.as_ref()?.reason.as_deref()
}

fn kind_of_waiting(reason: &str) -> Option<TroubleKind> {
    match reason {
        "" | "ContainerCreating" | "PodInitializing" => None,
        "ErrImagePull"
        | "ImagePullBackOff"
        | "ErrImageNeverPull"
        | "InvalidImageName"
        | "ImageInspectError"
        | "RegistryUnavailable"
        | "SignatureValidationFailed" => Some(TroubleKind::Image),
        "CrashLoopBackOff" => Some(TroubleKind::Crash),
        _ => Some(TroubleKind::Setup),
    }
}

/// Reasons of warning events that container states do not show.
pub(crate) fn is_telling_event(reason: &str) -> bool {
    matches!(
        reason,
        "FailedMount" | "FailedAttachVolume" | "FailedCreatePodSandBox" | "FailedCreate" | "FailedScheduling"
    )
}

/// What one container of a pod does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerEnd {
    /// Exit code.
    pub exit_code: i32,
    /// The server's reason, such as `Error` or `OOMKilled`.
    pub reason: String,
}

/// State of the container whose log is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Main {
    pub(crate) container: String,
    pub(crate) has_started: bool,
    pub(crate) end: Option<ContainerEnd>,
    pub(crate) restarts: i32,
}

/// The container that `kubectl logs` takes: the annotated one, else the first.
pub(crate) fn main_container(pod: &Pod) -> Option<Main> {
    let containers = &pod.spec.as_ref()?.containers;
    let annotated = pod.annotations().get("kubectl.kubernetes.io/default-container");
    let known = annotated.filter(|name| containers.iter().any(|one| one.name == **name));
    let container = known.cloned().or_else(|| containers.first().map(|one| one.name.clone()))?;
    let status = pod.status.as_ref().and_then(|status| status.container_statuses.as_ref());
    let status = status.into_iter().flatten().find(|status| status.name == container);
    let state = status.and_then(|status| status.state.as_ref());
    let ended = state.and_then(|state| state.terminated.as_ref());
    let restarts = status.map_or(0, |status| status.restart_count);
    Some(Main {
        has_started: restarts > 0 || ended.is_some() || state.is_some_and(|state| state.running.is_some()),
        end: ended.map(|end| ContainerEnd {
            exit_code: end.exit_code,
            reason: mask::plain(end.reason.as_deref().unwrap_or_default(), 100),
        }),
        container,
        restarts,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pod(status: &serde_json::Value) -> Pod {
        serde_json::from_value(json!({"metadata": {"name": "p"}, "spec": {"containers": [{"name": "c"}]},
            "status": status}))
        .unwrap()
    }

    fn waiting(reason: &str) -> Pod {
        pod(&json!({"containerStatuses": [{"name": "c", "image": "i", "imageID": "", "ready": false,
            "restartCount": 0, "state": {"waiting": {"reason": reason, "message": "Back-off pulling \u{1b}[1mi"}}}]}))
    }

    #[test]
    fn mistake_12_waiting_reasons_are_seen() {
        let found = of(&waiting("ImagePullBackOff"));
        assert_eq!((found[0].kind, found[0].message.as_str()), (TroubleKind::Image, "Back-off pulling i"));
        assert_eq!(of(&waiting("CreateContainerConfigError"))[0].kind, TroubleKind::Setup);
        assert_eq!(of(&waiting("CrashLoopBackOff"))[0].kind, TroubleKind::Crash);
        assert!(of(&waiting("ContainerCreating")).is_empty());
        let unscheduled = pod(&json!({"conditions": [{"type": "PodScheduled", "status": "False",
            "reason": "Unschedulable", "message": "0/3 nodes"}]}));
        assert_eq!(of(&unscheduled)[0].kind, TroubleKind::Unschedulable);
    }

    #[test]
    fn words_exist_for_every_trouble() {
        for kind in [
            TroubleKind::Image,
            TroubleKind::Setup,
            TroubleKind::Crash,
            TroubleKind::Memory,
            TroubleKind::Unschedulable,
            TroubleKind::Evicted,
            TroubleKind::Event,
        ] {
            let one = Trouble { pod: "p".to_owned(), kind, reason: "R".to_owned(), message: String::new() };
            assert!(!one.words().text().contains('⟨'), "{kind:?}");
        }
    }
}
