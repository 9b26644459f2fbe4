//! What it is for: running a program in a pod, as `kubectl exec` does without terminal and input (facts 4).
//! In: a workload, whose one ready pod is found by its whole selector; program and arguments. Out: both streams and how
//! the program ended. Never: success without the server's word for it, a second start, or a pod chosen among several.

use std::time::Duration;

use k8s_openapi::api::core::v1::Pod;
use kube::{
    Api, ResourceExt as _,
    api::{AttachParams, AttachedProcess},
};

use super::{
    connect::{Cluster, Pace, under_way},
    error::{Attempt, ClusterError, Verb},
    gone,
    report::{Cancel, Reporter},
    scale::{self, Workload},
};
use crate::{
    fault::{self, FaultPoint},
    journal::OpenEntry,
    names::ObjectName,
};

mod gather;

pub use gather::{Captured, RunEnd};
use gather::{Gathering, gather};

/// Annotation by which a pod names the container that kubectl takes.
const DEFAULT_CONTAINER: &str = "kubectl.kubernetes.io/default-container";
/// Label that `role` is compared with.
const ROLE_LABEL: &str = "role";
/// Room for each stream between kube's task and ours, in bytes.
const PIPE: usize = 64 * 1024;
/// Pods named in a refusal.
const NAMED: usize = 10;

/// Whose pod a program runs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whose {
    /// Which kind of workload.
    pub workload: Workload,
    /// Its name.
    pub name: ObjectName,
    /// Only pods whose label `role` has this value.
    pub role: Option<String>,
    /// The container; `None`: as kubectl chooses it.
    pub container: Option<String>,
}

impl Whose {
    /// Reads `deployment/NAME` or `statefulset/NAME`.
    pub fn parse(text: &str, role: Option<String>, container: Option<String>) -> Option<Self> {
        let (kind, name) = text.split_once('/')?;
        let workload = match kind {
            "deployment" => Workload::Deployment,
            "statefulset" => Workload::StatefulSet,
            _ => return None,
        };
        Some(Self { workload, name: ObjectName::new(name).ok()?, role, container })
    }

    /// `Deployment/web`.
    pub fn object(&self) -> String {
        format!("{}/{}", self.workload.kind(), self.name)
    }
}

/// The one pod and container that a program will run in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The pod's name.
    pub pod: String,
    /// The pod's `metadata.uid`.
    pub uid: String,
    /// The container.
    pub container: String,
    /// Pods of the same workload that are not ready or are ending.
    pub beside: Vec<String>,
}

/// A program that was started, or whose start was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// How it ended, as far as that was told.
    pub end: RunEnd,
    /// Standard output.
    pub stdout: Captured,
    /// Standard error.
    pub stderr: Captured,
}

/// Why nothing was run.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ExecError {
    /// No pod of the workload is ready.
    #[error("no pod of {object} is ready")]
    NoPod {
        /// The workload.
        object: String,
        /// Its pods that are not ready or are ending.
        others: Vec<String>,
    },
    /// More than one pod is ready, and nothing says which is meant.
    #[error("{} pods of {object} are ready", pods.len())]
    SeveralPods {
        /// The workload.
        object: String,
        /// Names of the ready pods.
        pods: Vec<String>,
    },
    /// The pod has no such container.
    #[error("{pod} has no container {container}")]
    NoContainer {
        /// The pod.
        pod: String,
        /// The container asked for.
        container: String,
        /// The containers it has.
        known: Vec<String>,
    },
    /// A request. A deed whose answer was lost is unknown.
    #[error("run a program")]
    Call(#[from] ClusterError),
}

/// Finds the one ready pod that is not ending. Pods that surely belong to somebody else do not count.
///
/// # Errors
/// None or several, no such container, or the cluster cannot be asked.
pub async fn find(cluster: &Cluster, whose: &Whose) -> Result<Spot, ExecError> {
    let scale = scale::read_plain(cluster, whose.workload, &whose.name).await?;
    let pods = gone::own_pods(cluster, &scale).await?;
    choose(whose, pods)
}

fn choose(whose: &Whose, pods: Vec<Pod>) -> Result<Spot, ExecError> {
    let has_role = |pod: &Pod| match &whose.role {
        Some(role) => pod.labels().get(ROLE_LABEL) == Some(role),
        None => true,
    };
    let (ready, others): (Vec<Pod>, Vec<Pod>) = pods.into_iter().filter(has_role).partition(is_ready);
    let names = |pods: &[Pod]| {
        let mut names: Vec<String> = pods.iter().map(kube::ResourceExt::name_any).collect();
        names.sort();
        names.truncate(NAMED);
        names
    };
    let beside = names(&others);
    match ready.as_slice() {
        [] => Err(ExecError::NoPod { object: whose.object(), others: beside }),
        [pod] => Ok(Spot {
            pod: pod.name_any(),
            uid: pod.uid().unwrap_or_default(),
            container: container(pod, whose.container.as_deref())?,
            beside,
        }),
        several => Err(ExecError::SeveralPods { object: whose.object(), pods: names(several) }),
    }
}

fn is_ready(pod: &Pod) -> bool {
    let status = pod.status.as_ref();
    let is_running = status.and_then(|status| status.phase.as_deref()) == Some("Running");
    let conditions = status.and_then(|status| status.conditions.as_deref()).unwrap_or_default();
    let is_ready = conditions.iter().any(|one| one.type_ == "Ready" && one.status == "True");
    is_running && is_ready && pod.metadata.deletion_timestamp.is_none()
}

/// The container asked for; else the annotated one, if there is such a container; else the first.
fn container(pod: &Pod, wanted: Option<&str>) -> Result<String, ExecError> {
    let containers = pod.spec.as_ref().map(|spec| spec.containers.as_slice()).unwrap_or_default();
    let known: Vec<String> = containers.iter().map(|one| one.name.clone()).collect();
    if let Some(wanted) = wanted {
        return if known.iter().any(|name| name == wanted) {
            Ok(wanted.to_owned())
        } else {
            Err(ExecError::NoContainer { pod: pod.name_any(), container: wanted.to_owned(), known })
        };
    }
    let annotated = pod.annotations().get(DEFAULT_CONTAINER).filter(|name| known.contains(name));
    Ok(annotated.or(known.first()).cloned().unwrap_or_default())
}

/// Runs a program as a deed, once. It is not ended when the wait for it ends: what was started may run on.
///
/// # Errors
/// The program was surely not started; or the answer to the request was lost, which is unknown.
pub async fn run(
    cluster: &Cluster,
    _entry: &OpenEntry,
    (spot, argv): (&Spot, &[String]),
    limit: Duration,
    reporter: &Reporter,
    cancel: Cancel,
) -> Result<Ran, ClusterError> {
    carry_out(cluster, (spot, argv), Pace::Deed, limit, reporter, cancel).await
}

/// Runs a program that changes nothing: a probe or a query for a preview. Only for programs that the procedure declares
/// as such (`probe`, `effect: read`): the cluster cannot tell what a program does.
///
/// # Errors
/// The program was not started.
pub async fn read(
    cluster: &Cluster,
    spot: &Spot,
    argv: &[String],
    limit: Duration,
) -> Result<Ran, ClusterError> {
    let silent = Reporter::silent();
    carry_out(cluster, (spot, argv), Pace::Read, limit, &silent, Cancel::never()).await
}

async fn carry_out(
    cluster: &Cluster,
    (spot, argv): (&Spot, &[String]),
    pace: Pace,
    limit: Duration,
    reporter: &Reporter,
    mut cancel: Cancel,
) -> Result<Ran, ClusterError> {
    let namespace = cluster.namespace().as_str();
    let attempt = Attempt::new(Verb::Exec, "Pod").named(&spot.pod).within(namespace);
    let api: Api<Pod> = Api::namespaced(cluster.client(), namespace);
    let params = AttachParams::default()
        .stdin(false)
        .stdout(true)
        .stderr(true)
        .tty(false)
        .container(&spot.container)
        .max_stdout_buf_size(PIPE)
        .max_stderr_buf_size(PIPE);
    let is_deed = pace == Pace::Deed;
    let request = api.exec(&spot.pod, argv.to_vec(), &params);
    let started = under_way(is_deed, cluster.call(&attempt, pace, request));
    let mut process: AttachedProcess = tokio::select! {
        biased;
        // Sent already, perhaps: whether it started is not known.
        () = cancel.cancelled() => return Ok(Ran {
            end: RunEnd::Stopped,
            stdout: Captured::default(),
            stderr: Captured::default(),
        }),
        answer = started => answer?.value,
    };
    // The status is taken before anything else: kube drops it with the process (mistake 16).
    let status = process.take_status();
    let (stdout, stderr) = (process.stdout(), process.stderr());
    let status = async {
        match status {
            Some(status) => status.await,
            None => None,
        }
    };
    let gathering = Gathering { limit, reporter, cancel, source: format!("{}/{}", spot.pod, spot.container) };
    let ran = gather(stdout, stderr, status, gathering).await;
    drop(process);
    if is_deed {
        fault::reached(FaultPoint::AnswerLost);
    }
    Ok(ran)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn whose(role: Option<&str>, container: Option<&str>) -> Whose {
        Whose::parse("deployment/db", role.map(str::to_owned), container.map(str::to_owned)).unwrap()
    }

    fn pod(name: &str, is_ready: bool, more: &Value) -> Pod {
        let status = if is_ready { "True" } else { "False" };
        let mut pod = json!({"metadata": {"name": name, "uid": name, "labels": {"role": "main"}},
            "spec": {"containers": [{"name": "first"}, {"name": "second"}]},
            "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": status}]}});
        for (key, value) in more.as_object().into_iter().flatten() {
            pod["metadata"][key] = value.clone();
        }
        serde_json::from_value(pod).unwrap()
    }

    #[test]
    fn exactly_one_ready_pod_that_is_not_ending_is_taken() {
        let plain = || pod("a", true, &json!({}));
        let ending = pod("b", true, &json!({"deletionTimestamp": "2026-11-21T08:00:00Z"}));
        let late = pod("c", false, &json!({}));
        let spot = choose(&whose(None, None), vec![ending.clone(), plain(), late.clone()]).unwrap();
        assert_eq!((spot.pod.as_str(), spot.container.as_str()), ("a", "first"));
        assert_eq!(spot.beside, ["b", "c"]);
        let none = choose(&whose(None, None), vec![ending, late]);
        assert!(matches!(none, Err(ExecError::NoPod { ref others, .. }) if others.len() == 2), "{none:?}");
        let two = vec![plain(), pod("d", true, &json!({"labels": {"role": "copy"}}))];
        let several = choose(&whose(None, None), two.clone());
        assert!(
            matches!(several, Err(ExecError::SeveralPods { ref pods, .. }) if pods == &["a", "d"]),
            "{several:?}"
        );
        assert_eq!(choose(&whose(Some("copy"), None), two).unwrap().pod, "d");
    }

    #[test]
    fn the_container_is_the_one_that_kubectl_takes() {
        let annotated = |name: &str| pod("a", true, &json!({"annotations": {DEFAULT_CONTAINER: name}}));
        assert_eq!(choose(&whose(None, None), vec![annotated("second")]).unwrap().container, "second");
        assert_eq!(choose(&whose(None, None), vec![annotated("gone")]).unwrap().container, "first");
        assert_eq!(
            choose(&whose(None, Some("first")), vec![annotated("second")]).unwrap().container,
            "first"
        );
        let none = choose(&whose(None, Some("third")), vec![annotated("second")]);
        assert!(
            matches!(none, Err(ExecError::NoContainer { ref known, .. }) if known.len() == 2),
            "{none:?}"
        );
        assert_eq!(Whose::parse("pod/x", None, None), None);
        assert_eq!(Whose::parse("deployment/../x", None, None), None);
    }
}
