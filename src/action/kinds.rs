//! What it is for: the fields of each action, word for word as a procedure writes them.
//! In: YAML. Out: typed values. Never: a default that acts on more than was written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ByteSize, Span};
use crate::names::{ObjectName, RepoFile};

/// `image.check`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImageCheck {
    /// Image references with tag or digest.
    pub images: Vec<String>,
}

/// `scale`: exactly one of `deployment`, `statefulSet`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scale {
    /// A Deployment (apps/v1) of the change's namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<ObjectName>,
    /// A `StatefulSet` (apps/v1) of the change's namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stateful_set: Option<ObjectName>,
    /// Wanted number of pods.
    pub replicas: u32,
    /// How long to wait until the pods are really gone (at 0) or ready. Default 2 minutes.
    #[serde(default = "two_minutes")]
    pub wait_gone: Span,
}

impl Scale {
    /// Kind and name of the workload; `None` when the file names none or both.
    pub fn workload(&self) -> Option<(&'static str, &ObjectName)> {
        match (&self.deployment, &self.stateful_set) {
            (Some(name), None) => Some(("Deployment", name)),
            (None, Some(name)) => Some(("StatefulSet", name)),
            (None, None) | (Some(_), Some(_)) => None,
        }
    }
}

/// `job.create`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JobCreate {
    /// The CronJob whose template is used.
    pub from_cron_job: ObjectName,
    /// Name of the new Job, at most 63 characters.
    pub name: ObjectName,
}

/// `job.wait`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JobWait {
    /// The Job.
    pub job: ObjectName,
    /// When it counts as late; it is watched further until the person stops.
    pub timeout: Span,
    /// Show the logs of the Job's own pods live. Default true.
    #[serde(default = "yes")]
    pub follow_logs: bool,
}

/// `logs.follow`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LogsFollow {
    /// The Deployment whose pods are followed.
    pub deployment: ObjectName,
    /// For how long.
    #[serde(rename = "for")]
    pub length: Span,
}

/// `manifest.edit`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ManifestEdit {
    /// The manifest.
    pub file: RepoFile,
    /// Values to set, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<SetValue>,
    /// Values to remove.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<RemoveValue>,
    /// Put back before the change ends, and never committed: its file must not stand in a `git.commit`. Default false.
    #[serde(default, skip_serializing_if = "is_false")]
    pub temporary: bool,
}

/// One value of a `manifest.edit`: exactly one of `tag`, `value`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetValue {
    /// `Kind/name` of the document.
    pub object: String,
    /// Path inside the document: keys with dots, list items as `[0]` or `[name=web]`.
    pub path: String,
    /// Only the tag of an image reference; the rest of the value stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// The whole value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<serde_json::Value>,
}

/// One removal of a `manifest.edit`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemoveValue {
    /// `Kind/name` of the document.
    pub object: String,
    /// Path inside the document.
    pub path: String,
}

/// `manifest.apply`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ManifestApply {
    /// The manifest.
    pub file: RepoFile,
    /// Take the file as this commit has it instead of the work tree's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Wait for the roll-outs that this causes; after this long they count as late, not as failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_ready: Option<Span>,
}

/// `manifest.restore`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ManifestRestore {
    /// The manifest.
    pub file: RepoFile,
    /// The commit whose bytes are taken.
    pub from: String,
}

/// `object.delete`: exactly one of `object`, `selector`, `ownedBy`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ObjectDelete {
    /// `Kind/name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Label selector with at least one equality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selector: Option<String>,
    /// Kinds that the selector reaches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// Everything that this step made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owned_by: Option<String>,
    /// List before deleting. Default true.
    #[serde(default = "yes")]
    pub list_first: bool,
}

/// `exec`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Exec {
    /// `deployment/name` or `statefulset/name`.
    #[serde(rename = "in")]
    pub workload: String,
    /// Value of the pod's `role` label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Container; default as kubectl chooses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
    /// Program and arguments; no shell.
    pub argv: Vec<String>,
    /// After this long without an end it is not waited for any more, and its end is not known. Default 10 minutes.
    #[serde(default = "ten_minutes", skip_serializing_if = "is_ten_minutes")]
    pub timeout: Span,
}

/// `route.switch`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RouteSwitch {
    /// The OpenShift Route.
    pub route: ObjectName,
    /// The Service that it sends to afterwards.
    pub to: String,
    /// The Service that it must send to before; with another one the step is not done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What becomes of further services that share its requests. Where there are any and this is not said, the step is
    /// not done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternate_backends: Option<AlternateBackends>,
    /// What its host must answer afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<RouteAnswer>,
}

/// What becomes of further services of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AlternateBackends {
    /// They keep their share of the requests.
    Keep,
}

/// What a route's host must answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RouteAnswer {
    /// Path to ask; the route's own by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Wanted status. Default 200.
    #[serde(default = "ok")]
    pub status: u16,
    /// A pattern that the body must hold, by which the new pods are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// How long it may take until the answer is so: a router takes a change over within seconds. Default 30 seconds.
    #[serde(default = "thirty_secs")]
    pub within: Span,
}

/// `template.process`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TemplateProcess {
    /// The file with the Template.
    pub file: RepoFile,
    /// Its parameters.
    #[serde(default)]
    pub params: BTreeMap<String, String>,
    /// Apply the result.
    #[serde(default)]
    pub apply: bool,
    /// Wait for the roll-outs that this causes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_ready: Option<Span>,
}

/// `wait`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Wait {
    /// `Kind/name`.
    pub object: String,
    /// Wanted state: `ready`, `gone` or `exists`.
    pub until: String,
    /// After this long it counts as late.
    pub timeout: Span,
}

/// `http.check`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HttpCheck {
    /// Whole URL, `http` or `https`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A route of the cluster, whose host is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<ObjectName>,
    /// Path below the route's host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Wanted status. Default 200.
    #[serde(default = "ok")]
    pub status: u16,
    /// A pattern that the body must hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Further tries after the first. Default 0.
    #[serde(default)]
    pub retries: u32,
    /// Pause between tries. Default 10 seconds.
    #[serde(default = "ten_secs")]
    pub every: Span,
}

/// `tool`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tool {
    /// Name of the program, found on PATH.
    pub program: String,
    /// Arguments; no shell.
    pub argv: Vec<String>,
    /// Environment; the only place for a secret.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
}

/// `git.commit`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GitCommit {
    /// The files that the procedure changes; configuration changes of the request join them.
    pub files: Vec<RepoFile>,
    /// The message; the person may edit it in the dialog.
    pub message: String,
    /// Number of the ticket that the commit closes: adds `Closes #N` as the last line. Absent or empty adds nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<String>,
}

/// `git.push`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GitPush {}

/// `git.revert`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GitRevert {
    /// The commit.
    pub commit: String,
}

/// `announce.draft`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnnounceDraft {
    /// Addresses or names of lists.
    pub to: Vec<String>,
    /// Subject line.
    pub subject: String,
    /// Text; a proposal, which the person edits.
    #[serde(default)]
    pub text: String,
}

/// `manual`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manual {
    /// The question, or what is to be done by hand.
    pub ask: String,
    /// Answers to choose from. Default: `done`.
    #[serde(default = "done")]
    pub answers: Vec<String>,
    /// Answers after which the step counts as failed. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fail_on: Vec<String>,
    /// What the answer `yes` leads to. Default: the next step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_yes: Option<OnAnswer>,
    /// What the answer `no` leads to. Default: the next step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_no: Option<OnAnswer>,
}

impl Manual {
    /// Whether the step counts as failed after this answer.
    pub fn fails_on(&self, answer: &str) -> bool {
        self.fail_on.iter().any(|bad| bad == answer) || self.leads_to_rollback(answer)
    }

    /// Whether this answer proposes the rollback.
    pub fn leads_to_rollback(&self, answer: &str) -> bool {
        let on = match answer {
            "yes" => self.on_yes,
            "no" => self.on_no,
            _ => None,
        };
        on == Some(OnAnswer::Rollback)
    }
}

/// What an answer leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OnAnswer {
    /// The step counts as failed, and the rollback is proposed.
    Rollback,
}

/// `pause`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pause {
    /// Why, and what ends it.
    pub reason: String,
    /// The session may end meanwhile. Default false.
    #[serde(default)]
    pub hold: bool,
}

/// What a step expects of its output: exactly one of `log`, `noLog`, `stdout`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Expect {
    /// A line of the log must match this pattern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// No line of the log may match this pattern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_log: Option<String>,
    /// The standard output must match this pattern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stdout: Option<String>,
    /// The pattern's capture group that later steps may name as `steps.<id>.out.<out>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out: Option<String>,
    /// The captured text is a size, and a smaller one is not good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_below: Option<ByteSize>,
    /// The captured text must be this one. May hold placeholders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<String>,
    /// What does not hold is a warning and fails nothing. Default false.
    #[serde(default, skip_serializing_if = "is_false")]
    pub warn: bool,
    /// Judged only when a line matches; no such line is neither good nor bad. Default false.
    #[serde(default, skip_serializing_if = "is_false")]
    pub if_there: bool,
}

const fn thirty_secs() -> Span {
    Span::from_secs(30)
}

const fn two_minutes() -> Span {
    Span::from_secs(120)
}

const fn ten_minutes() -> Span {
    Span::from_secs(600)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if passes a reference")]
fn is_ten_minutes(span: &Span) -> bool {
    *span == ten_minutes()
}

const fn ten_secs() -> Span {
    Span::from_secs(10)
}

const fn ok() -> u16 {
    200
}

const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if passes a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

fn done() -> Vec<String> {
    vec!["done".to_owned()]
}
