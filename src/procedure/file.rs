//! What it is for: the procedure's YAML, word for word, as types without meaning (format `procedure/v1`).
//! In: nodes. Out: mirror types, from which the JSON Schema is made too. Never: methods that judge; `check` does that.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ordered::Ordered;
use crate::{
    action::{Confirm, Effect, Expect},
    names::{ObjectName, RepoFile},
};

/// The only format version that this program reads.
pub const API_VERSION: &str = "procedure/v1";

/// `metadata`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct MetadataFile {
    /// Name of the procedure; the file is called `<name>.procedure.yaml`.
    pub(super) name: String,
    /// Title, an imperative phrase.
    pub(super) title: String,
    /// One line for the list of procedures.
    #[serde(default)]
    pub(super) description: String,
    /// What kind of change the ticket is.
    #[serde(default)]
    pub(super) change: ChangeFile,
}

/// `metadata.change`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeFile {
    /// Kind of change. Default `normal`.
    #[serde(default, rename = "type")]
    pub kind: ChangeKind,
    /// Labels of the ticket.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Title of the ticket. Default: the procedure's title.
    #[serde(default)]
    pub title_format: Option<String>,
    /// Whom the ticket is assigned to, by their names at the forge.
    #[serde(default)]
    pub assignees: Vec<String>,
    /// File name of the forge's template for such a ticket.
    #[serde(default)]
    pub template: Option<String>,
    /// Address of the repository with the tickets. Default: the upstream of the infrastructure repository.
    #[serde(default)]
    pub issues: Option<String>,
}

/// How a change is authorised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Authorised beforehand, low risk, repeatable.
    Standard,
    /// Reviewed each time.
    #[default]
    Normal,
    /// Review shortened.
    Emergency,
}

/// `target`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TargetFile {
    /// The API server that a team's own procedure is meant for. A context's name is personal and cannot stand here.
    #[serde(default)]
    pub server: Option<ServerFile>,
    /// Namespace. Never in a procedure that is shipped.
    #[serde(default)]
    pub namespace: Option<String>,
    /// What the cluster must be. Default: any.
    #[serde(default)]
    pub platform: Option<Platform>,
}

/// `target.server`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServerFile {
    /// Address, such as `https://203.0.113.7:6443`.
    #[serde(default)]
    pub address: Option<String>,
    /// SHA-256 of the first certificate of its CA, hexadecimal.
    #[serde(default)]
    pub ca_fingerprint: Option<String>,
}

/// What a cluster can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    /// Any Kubernetes.
    Kubernetes,
    /// `OpenShift`, with Routes and Templates.
    Openshift,
}

/// One of `params`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ParamFile {
    /// What may be typed.
    #[serde(rename = "type")]
    pub(super) kind: ParamType,
    /// Label of the field. Default: the name.
    #[serde(default)]
    pub(super) title: Option<String>,
    /// A sentence below the field.
    #[serde(default)]
    pub(super) help: Option<String>,
    /// Regular expression that the text must match.
    #[serde(default)]
    pub(super) pattern: Option<String>,
    /// Smallest number, or fewest characters.
    #[serde(default)]
    pub(super) min: Option<i64>,
    /// Largest number, or most characters.
    #[serde(default)]
    pub(super) max: Option<i64>,
    /// Value when nothing is typed; may name parameters above this one.
    #[serde(default)]
    pub(super) default: Option<Value>,
    /// Choices of an `enum`.
    #[serde(default)]
    pub(super) values: Vec<String>,
    /// Where a proposal or the secret is read.
    #[serde(default)]
    pub(super) from: Option<FromFile>,
    /// Must have a value. Default: true when there is no `default`.
    #[serde(default)]
    pub(super) required: Option<bool>,
    /// A text of several lines. Default false.
    #[serde(default)]
    pub(super) multiline: bool,
}

/// Types of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ParamType {
    /// Text.
    String,
    /// Whole number.
    Int,
    /// True or false.
    Bool,
    /// One of `values`.
    Enum,
    /// A version, as it stands in an image's tag.
    Version,
    /// An image reference with tag or digest.
    Image,
    /// A secret: never in arguments, journal, record or log.
    Secret,
}

/// `from` of a parameter: a word or a source.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum FromFile {
    /// A word.
    Word(FromWord),
    /// A source.
    Source(Box<FromSource>),
}

/// `from` in one word.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) enum FromWord {
    /// The namespace of the change.
    CurrentNamespace,
}

/// `from` with a source: one of `labelsOf`, `tagsOf`, `objectsOf`, `manifest`, `secret`, `heading`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FromSource {
    /// An image reference whose labels are read.
    #[serde(default)]
    pub(super) labels_of: Option<String>,
    /// Texts with `${{ label.<name> }}`; the first whose labels all exist is proposed.
    #[serde(default)]
    pub(super) propose: Vec<String>,
    /// An image without tag, whose tags are the choices.
    #[serde(default)]
    pub(super) tags_of: Option<String>,
    /// A kind, such as `Deployment` or `Namespace`, whose objects' names are the choices.
    #[serde(default)]
    pub(super) objects_of: Option<String>,
    /// A manifest of the repository.
    #[serde(default)]
    pub(super) manifest: Option<RepoFile>,
    /// `Kind/name` in the manifest.
    #[serde(default)]
    pub(super) object: Option<String>,
    /// Path in the object.
    #[serde(default)]
    pub(super) path: Option<String>,
    /// Take only the tag of the image that stands there. Default false.
    #[serde(default)]
    pub(super) tag_only: bool,
    /// A Secret of the namespace.
    #[serde(default)]
    pub(super) secret: Option<ObjectName>,
    /// The key in the Secret.
    #[serde(default)]
    pub(super) key: Option<String>,
    /// A heading of the ticket.
    #[serde(default)]
    pub(super) heading: Option<String>,
}

/// One of `watch`: what is shown live beside the steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WatchFile {
    /// Kind of the objects.
    pub kind: WatchKind,
    /// Names; may hold placeholders of parameters.
    #[serde(default)]
    pub names: Vec<String>,
    /// Label selector.
    #[serde(default)]
    pub selector: Option<String>,
    /// What to show of them. Default: what the kind's row shows.
    #[serde(default)]
    pub show: Vec<String>,
}

/// Kinds that can be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are the cluster's kinds")]
pub enum WatchKind {
    Deployment,
    StatefulSet,
    DeploymentConfig,
    Pod,
    Job,
    Service,
    Ingress,
    Route,
    #[serde(rename = "HTTPRoute")]
    HttpRoute,
    IngressRoute,
}

/// Where configuration changes of the request are placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SlotPlace {
    /// Before the new version.
    PreDeploy,
    /// After it.
    PostDeploy,
}

/// `- slot: pre-deploy`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SlotFile {
    /// Which configuration changes stand here.
    pub(super) slot: SlotPlace,
    /// Title. Default: the program's words.
    #[serde(default)]
    pub(super) title: Option<String>,
    /// Section of the rail. Default: the section of the entry above.
    #[serde(default)]
    pub(super) section: Option<String>,
}

/// One step without its action, which stands beside these keys.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct StepFile {
    /// Identifier, unique in the file.
    pub(super) id: String,
    /// Title, a short phrase.
    pub(super) title: String,
    /// What the step does, in one sentence for the person.
    #[serde(default)]
    pub(super) what: Option<String>,
    /// Why it is done, in one sentence.
    #[serde(default)]
    pub(super) why: Option<String>,
    /// Section of the rail. Default: the section of the entry above.
    #[serde(default)]
    pub(super) section: Option<String>,
    /// Steps that follow each other with the same group form one numbered entry, whose title this is.
    #[serde(default)]
    pub(super) group: Option<String>,
    /// Tighter effect class, or the author's claim of a looser one (`exec`, `tool`).
    #[serde(default)]
    pub(super) effect: Option<Effect>,
    /// How to see whether a `once` step was done.
    #[serde(default)]
    pub(super) probe: Option<ProbeFile>,
    /// What approving it takes. Default: by effect class.
    #[serde(default)]
    pub(super) confirm: Option<Confirm>,
    /// State kept before the step, as `before.<id>.<name>`; values are paths in the object.
    #[serde(default)]
    pub(super) capture: Ordered<String>,
    /// Steps that must be done, or states that must hold, before this one.
    #[serde(default)]
    pub(super) requires: Vec<Require>,
    /// What its output must look like.
    #[serde(default)]
    pub(super) expect: Vec<Expect>,
    /// A resource that is open while the step runs.
    #[serde(default)]
    pub(super) with: Option<WithFile>,
    /// Another person agrees from another machine before it is done.
    #[serde(default)]
    pub(super) second_person: bool,
    /// Of a rollback step: when it is left out, it is offered again after the way back has ended.
    #[serde(default)]
    pub(super) later: bool,
}

/// `undo` without its action.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct UndoFile {
    /// Why nothing takes the step back.
    #[serde(default)]
    pub(super) none: Option<String>,
    /// What approving the undo takes. Default: by effect class.
    #[serde(default)]
    pub(super) confirm: Option<Confirm>,
    /// How to see whether a `once` undo was done.
    pub(super) probe: Option<ProbeFile>,
}

/// `probe`: exactly one of `exec`, `tool`, `object`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProbeFile {
    /// Fields of the action `exec`.
    #[serde(default)]
    pub exec: Option<Value>,
    /// Fields of the action `tool`.
    #[serde(default)]
    pub tool: Option<Value>,
    /// `Kind/name`.
    #[serde(default)]
    pub object: Option<String>,
    /// What shows that the step was done. Counts only with exit code 0.
    pub done_if: DoneIf,
}

/// When a probe says that the step was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum DoneIf {
    /// The object is there or is gone.
    Object(ObjectState),
    /// The program's output.
    Output(OutputIs),
}

/// States of an object that a probe can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectState {
    /// It is there.
    Exists,
    /// It is not there.
    Gone,
}

/// Output of a probe's program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutputIs {
    /// Standard output without surrounding white space: equal to this text, or matching it when it begins with `^`.
    #[serde(default)]
    pub stdout: Option<String>,
    /// Exit code; only 0 can be written.
    #[serde(default)]
    pub exit: Option<u8>,
}

/// One of `requires`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Require {
    /// A step that must be done in this change.
    Step(String),
    /// A route that must send to a service.
    Route(RequireRoute),
    /// The newest run of a CronJob must be the one of this change.
    NewestRun(RequireNewestRun),
}

/// The newest run of a CronJob must be the one of this change; a newer one is named, and the person ticks that they have
/// seen it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequireNewestRun {
    /// Which.
    pub newest_run: NewestRun,
}

/// `requires: [{newestRun: …}]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewestRun {
    /// The CronJob.
    pub cron_job: String,
    /// The step of this change that made a Job of it.
    pub of: String,
}

/// A route that must send to a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequireRoute {
    /// The route.
    pub route: ObjectName,
    /// The service.
    pub to: String,
}

/// `with`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithFile {
    /// A port of a pod, reachable on this machine.
    pub port_forward: PortForwardFile,
}

/// `with.portForward`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PortForwardFile {
    /// Which pod.
    pub to: PortForwardTo,
    /// The pod's port.
    pub port: u16,
    /// Name for `with.<as>.port`.
    #[serde(rename = "as")]
    pub name: String,
}

/// `with.portForward.to`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PortForwardTo {
    /// Exactly one pod must match.
    pub pods: PodsFile,
}

/// Pods by label selector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PodsFile {
    /// Label selector.
    pub selector: String,
}

/// `rollback.decide`
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DecideFile {
    /// Identifier.
    pub(super) id: String,
    /// The question.
    pub(super) ask: String,
    /// How to find the answer.
    #[serde(default)]
    pub(super) help: Option<String>,
    /// What is shown beside the question.
    #[serde(default)]
    pub(super) evidence: Vec<EvidenceFile>,
    /// The question is asked only when one of these steps may have changed something. Default: always.
    #[serde(default)]
    pub(super) after: Vec<String>,
    /// The answer that holds when the question is not asked. Required with `after`.
    #[serde(default)]
    pub(super) otherwise: Option<String>,
    /// Each answer with the plans that it starts, in order.
    pub(super) answers: Ordered<AnswerFile>,
}

/// One of `rollback.decide.answers`: the plans that it starts, alone or with words for the person.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum AnswerFile {
    /// Names of plans, in order.
    Plans(Vec<String>),
    /// With words.
    Told(AnswerToldFile),
}

/// An answer with words for the person.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AnswerToldFile {
    /// The button's words. Default: the answer itself.
    #[serde(default)]
    pub(super) label: Option<String>,
    /// What the answer leads to, in a sentence.
    #[serde(default)]
    pub(super) help: Option<String>,
    /// What speaks against it. An answer with a warning is shown as the second choice.
    #[serde(default)]
    pub(super) warning: Option<String>,
    /// Names of plans, in order.
    pub(super) plans: Vec<String>,
}

/// One of `rollback.decide.evidence`: exactly one of `logs`, `object`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvidenceFile {
    /// Lines of a log.
    #[serde(default)]
    pub logs: Option<LogLines>,
    /// `Kind/name`.
    #[serde(default)]
    pub object: Option<String>,
    /// Path in the object.
    #[serde(default)]
    pub show: Option<String>,
}

/// Lines of a workload's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LogLines {
    /// The Deployment whose newest pods are read.
    pub deployment: ObjectName,
    /// Regular expression.
    pub grep: String,
}

/// An entry of a rollback plan that is not a step.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct UndoAllFile {
    /// Steps whose undo is carried out, in this order.
    pub(super) undo_all: Vec<String>,
}

/// `record`
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RecordFile {
    /// Headings of the change record, in order.
    #[serde(default)]
    pub(super) headings: Vec<HeadingFile>,
}

/// One heading of the record: exactly one of `text`, `fill`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HeadingFile {
    /// The heading.
    pub heading: String,
    /// Markdown with placeholders of parameters.
    #[serde(default)]
    pub text: Option<String>,
    /// What the journal fills in.
    #[serde(default)]
    pub fill: Option<Fill>,
}

/// Parts of a record that come from the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// The steps with times, verdicts, evidence.
    Steps,
    /// The configuration changes of the request, or "None".
    Configuration,
    /// The rollback plan, and what was rolled back.
    Rollback,
}
