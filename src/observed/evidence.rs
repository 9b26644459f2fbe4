//! What it is for: what can be seen before the way back is chosen: lines of logs, how containers ended, values of objects.
//! In: what `cluster` read. Out: what the window shows beside the question. Never: a conclusion; a person answers.

use jiff::Timestamp;

use crate::failure::Failure;

/// One piece of evidence, as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Lines of a Deployment's newest pods.
    Logs(SeenLogs),
    /// A value of an object.
    Object(SeenObject),
}

/// What the newest pods of a Deployment wrote, and how their containers stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeenLogs {
    /// The Deployment.
    pub deployment: String,
    /// The pattern as it was written.
    pub pattern: String,
    /// The newest `ReplicaSet`; `None` when we may not see it, then the newest pods are taken.
    pub replica_set: Option<String>,
    /// The containers of its pods, oldest pod first. None: it has no pods now.
    pub containers: Vec<SeenContainer>,
    /// Lines that match, oldest first, at most 200: the first and the last.
    pub lines: Vec<SeenLine>,
    /// How many matching lines between them were left out.
    pub left_out: usize,
    /// How many lines were looked at.
    pub looked_at: usize,
    /// What could not be read, and why: no conclusion may rest on a log that is not whole.
    pub unread: Vec<Failure>,
}

/// A container of one of the pods.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeenContainer {
    /// Pod.
    pub pod: String,
    /// Container.
    pub container: String,
    /// The image as asked for.
    pub image: String,
    /// Whether it ever ran: a container that never did has written nothing and changed nothing.
    pub has_started: bool,
    /// Whether it runs now.
    pub is_running: bool,
    /// Why it waits, such as `ImagePullBackOff`.
    pub waiting: Option<String>,
    /// How often it was started again.
    pub restarts: i32,
    /// How its last end was; `None` when it never ended.
    pub ended: Option<SeenEnd>,
}

/// How a container ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeenEnd {
    /// Exit code.
    pub code: i32,
    /// Reason, such as `Error`, `OOMKilled`, `Completed`.
    pub reason: String,
    /// When, by the node's clock, UTC.
    pub at: Option<Timestamp>,
}

/// A line that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenLine {
    /// Pod.
    pub pod: String,
    /// Container.
    pub container: String,
    /// Whether it was written before the container's last restart.
    pub is_before_restart: bool,
    /// The node's clock, UTC; `None` when the server gave no time.
    pub at: Option<Timestamp>,
    /// The text, without control characters.
    pub text: String,
}

/// A value of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenObject {
    /// `Kind/name`.
    pub object: String,
    /// The path in it; empty for the whole.
    pub path: String,
    /// The value, secrets masked; `None` when the object has none there.
    pub value: Option<String>,
}
