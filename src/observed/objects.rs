//! What it is for: one small row for each watched object, with only the fields that are shown or judged.
//! In: values that `cluster::translate` took out of API objects. Out: rows. Never: a Secret's data, or an environment value.

use jiff::Timestamp;

use super::revisions::RevisionRow;

/// A Deployment, `StatefulSet` or `DeploymentConfig`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkloadRow {
    /// `Deployment`, `StatefulSet` or `DeploymentConfig`.
    pub kind: String,
    /// Name.
    pub name: String,
    /// `metadata.uid`.
    pub uid: String,
    /// `metadata.resourceVersion`; compare for equality only.
    pub resource_version: String,
    /// `metadata.generation`: moves with each change of the wanted state.
    pub generation: i64,
    /// `status.observedGeneration`; 0 when the controller has not seen it.
    pub observed_generation: i64,
    /// `spec.replicas`; 1 when absent, as the API server defaults it.
    pub wanted: i32,
    /// `status.replicas`: pods that are not terminating.
    pub replicas: i32,
    /// `status.updatedReplicas`.
    pub updated: i32,
    /// `status.readyReplicas`.
    pub ready: i32,
    /// `status.availableReplicas`.
    pub available: i32,
    /// `status.terminatingReplicas`; `None` on servers that do not tell.
    pub terminating: Option<i32>,
    /// Whether `spec.paused` is set.
    pub paused: bool,
    /// Container name and image, in the template's order.
    pub images: Vec<(String, String)>,
    /// Reason and message of the condition `Progressing` when it is false, or of `ReplicaFailure`.
    pub trouble: Option<(String, String)>,
    /// `spec.selector` in kubectl's notation, such as `app=web,tier in (a,b)`; see [`super::Selector`].
    pub selector: String,
    /// `StatefulSet`: pods below this ordinal keep the old template (`updateStrategy.rollingUpdate.partition`). 0 for
    /// Deployments.
    pub partition: i32,
    /// `StatefulSet` with `updateStrategy.type: OnDelete`: pods are renewed only when somebody deletes them.
    pub on_delete: bool,
    /// `DeploymentConfig`: `status.latestVersion`, 0 before the first roll-out; `None` for other kinds.
    pub version: Option<i64>,
    /// `DeploymentConfig`: an image is waited for before the first roll-out.
    pub awaits_image: bool,
    /// The newest revision and those that have pods, the newest first; empty where they are not known.
    pub revisions: Vec<RevisionRow>,
    /// `metadata.creationTimestamp`.
    pub created: Option<Timestamp>,
}

/// A Pod.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PodRow {
    /// Name.
    pub name: String,
    /// `metadata.uid`.
    pub uid: String,
    /// `status.phase`.
    pub phase: String,
    /// Whether `metadata.deletionTimestamp` is set.
    pub is_terminating: bool,
    /// Reason of the condition `DisruptionTarget` when it is true: the cluster ends or ended the pod by itself.
    pub disruption: Option<String>,
    /// Ready containers.
    pub ready: u32,
    /// Containers.
    pub containers: u32,
    /// Sum of the containers' restarts.
    pub restarts: i32,
    /// The waiting or terminated reason that explains the state best, such as `ImagePullBackOff`.
    pub reason: Option<String>,
    /// The message that goes with the reason, cut to 1,000 characters, control characters removed.
    pub message: Option<String>,
    /// Exit code of the container that ended last.
    pub exit_code: Option<i32>,
    /// Controller as `Kind/name`.
    pub owner: Option<String>,
    /// Labels, for matching services and jobs.
    pub labels: Vec<(String, String)>,
    /// Image of the first container as asked for.
    pub image: String,
    /// `imageID` of the first container as the node reports it.
    pub image_id: Option<String>,
    /// Node name.
    pub node: Option<String>,
    /// `metadata.creationTimestamp`.
    pub created: Option<Timestamp>,
}

/// A Job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// Name.
    pub name: String,
    /// `metadata.uid`.
    pub uid: String,
    /// How it stands.
    pub state: JobState,
    /// `status.active`.
    pub active: i32,
    /// `status.succeeded`.
    pub succeeded: i32,
    /// `status.failed`.
    pub failed: i32,
    /// `spec.completions`, 1 when absent.
    pub completions: i32,
    /// Value of our annotation `changeover.dev/change`, when this change or another made it.
    pub made_by_change: Option<String>,
    /// `status.startTime`.
    pub started: Option<Timestamp>,
    /// `status.completionTime`, or the moment of the condition `Failed`.
    pub ended: Option<Timestamp>,
    /// `metadata.creationTimestamp`.
    pub created: Option<Timestamp>,
}

/// How a Job stands: finished only by a condition, never by its counters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobState {
    /// No pod yet, or pods at work.
    Running,
    /// `SuccessCriteriaMet` or `FailureTarget`: the end is decided, pods still end.
    Finishing,
    /// `spec.suspend`.
    Suspended,
    /// Condition `Complete`.
    Complete,
    /// Condition `Failed` with its reason and message.
    Failed {
        /// Such as `BackoffLimitExceeded`.
        reason: String,
        /// The server's words.
        message: String,
    },
}

/// A warning event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarningRow {
    /// Object as `Kind/name`.
    pub object: String,
    /// Reason, such as `FailedMount`.
    pub reason: String,
    /// The event's words, cut to 1,000 characters, control characters removed.
    pub message: String,
    /// How often.
    pub count: i32,
    /// Newest occurrence.
    pub at: Option<Timestamp>,
}
