//! What it is for: the typed actions that a step may hold, in the shape in which `procedures/*.yaml` writes them.
//! In: a step's action with every `${{ … }}` filled. Out: data that dialogs, journal and worker share.
//! Never: I/O, or an action that is free text for a shell.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{failure::Failure, words::Sentence};

mod judge;
mod kinds;
mod outputs;
mod span;

pub use judge::{BadPattern, Judge, Judged};
pub use kinds::*;
pub use outputs::{Output, outputs};
pub use span::{ByteSize, Span};

/// One thing that Changeover may do. Exactly one in each step; the key is the action's name in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Action {
    /// Ask the registry for each image by tag.
    #[serde(rename = "image.check")]
    ImageCheck(ImageCheck),
    /// Set the number of replicas; at 0, wait until the pods are gone.
    #[serde(rename = "scale")]
    Scale(Scale),
    /// Create a Job from a CronJob, as `kubectl create job --from` does.
    #[serde(rename = "job.create")]
    JobCreate(JobCreate),
    /// Wait for a Job's end, following its logs.
    #[serde(rename = "job.wait")]
    JobWait(JobWait),
    /// Follow the logs of a workload for a while.
    #[serde(rename = "logs.follow")]
    LogsFollow(LogsFollow),
    /// Change values in a manifest of the repository, byte-exact.
    #[serde(rename = "manifest.edit")]
    ManifestEdit(ManifestEdit),
    /// Apply a manifest by server-side apply and wait for the roll-out.
    #[serde(rename = "manifest.apply")]
    ManifestApply(ManifestApply),
    /// Put a manifest back as a commit has it.
    #[serde(rename = "manifest.restore")]
    ManifestRestore(ManifestRestore),
    /// Delete objects, listed first.
    #[serde(rename = "object.delete")]
    ObjectDelete(ObjectDelete),
    /// Run a program in a pod.
    #[serde(rename = "exec")]
    Exec(Exec),
    /// Send a route to another service.
    #[serde(rename = "route.switch")]
    RouteSwitch(RouteSwitch),
    /// Process an OpenShift Template.
    #[serde(rename = "template.process")]
    TemplateProcess(TemplateProcess),
    /// Wait until an object is in a state.
    #[serde(rename = "wait")]
    Wait(Wait),
    /// Ask a URL until it answers with the wanted status.
    #[serde(rename = "http.check")]
    HttpCheck(HttpCheck),
    /// Run a named tool of this machine with an argument list.
    #[serde(rename = "tool")]
    Tool(Tool),
    /// Commit the touched files.
    #[serde(rename = "git.commit")]
    GitCommit(GitCommit),
    /// Push the branch, never by force.
    #[serde(rename = "git.push")]
    GitPush(GitPush),
    /// Revert a commit.
    #[serde(rename = "git.revert")]
    GitRevert(GitRevert),
    /// Draft an announcement, which the person sends.
    #[serde(rename = "announce.draft")]
    AnnounceDraft(AnnounceDraft),
    /// A question to the person, or something done by hand.
    #[serde(rename = "manual")]
    Manual(Manual),
    /// Hold the change until the person goes on.
    #[serde(rename = "pause")]
    Pause(Pause),
}

/// What may happen after a crash between "started" and "ended" (procedure format D2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Changes nothing: may run again.
    Read,
    /// Running it twice equals running it once.
    Idempotent,
    /// Makes something under a name of its own: found again by that name and our marker.
    NamedOnce,
    /// Never run again by the program itself.
    Once,
}

/// How much a person must do to approve a deed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confirm {
    /// Reads need no dialog.
    None,
    /// One click on the deed's own button.
    Click,
    /// The given word must be typed.
    Type(String),
}

/// Whether a step belongs to the way forward or to the rollback.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The change itself.
    #[default]
    Forward,
    /// The rollback.
    Back,
}

impl Action {
    /// The keys of all actions, in the order in which the format lists them.
    pub const KEYS: [&'static str; 21] = [
        "image.check",
        "scale",
        "job.create",
        "job.wait",
        "logs.follow",
        "manifest.edit",
        "manifest.apply",
        "manifest.restore",
        "object.delete",
        "exec",
        "route.switch",
        "template.process",
        "wait",
        "http.check",
        "tool",
        "git.commit",
        "git.push",
        "git.revert",
        "announce.draft",
        "manual",
        "pause",
    ];

    /// The action's key in a procedure file, such as `manifest.apply`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::ImageCheck(_) => "image.check",
            Self::Scale(_) => "scale",
            Self::JobCreate(_) => "job.create",
            Self::JobWait(_) => "job.wait",
            Self::LogsFollow(_) => "logs.follow",
            Self::ManifestEdit(_) => "manifest.edit",
            Self::ManifestApply(_) => "manifest.apply",
            Self::ManifestRestore(_) => "manifest.restore",
            Self::ObjectDelete(_) => "object.delete",
            Self::Exec(_) => "exec",
            Self::RouteSwitch(_) => "route.switch",
            Self::TemplateProcess(_) => "template.process",
            Self::Wait(_) => "wait",
            Self::HttpCheck(_) => "http.check",
            Self::Tool(_) => "tool",
            Self::GitCommit(_) => "git.commit",
            Self::GitPush(_) => "git.push",
            Self::GitRevert(_) => "git.revert",
            Self::AnnounceDraft(_) => "announce.draft",
            Self::Manual(_) => "manual",
            Self::Pause(_) => "pause",
        }
    }

    /// The effect class that the action has by itself. A procedure may tighten it; looser is the author's claim.
    pub fn effect(&self) -> Effect {
        match self {
            Self::ImageCheck(_)
            | Self::JobWait(_)
            | Self::LogsFollow(_)
            | Self::Wait(_)
            | Self::HttpCheck(_)
            | Self::AnnounceDraft(_)
            | Self::Manual(_)
            | Self::Pause(_) => Effect::Read,
            Self::Scale(_)
            | Self::ManifestEdit(_)
            | Self::ManifestApply(_)
            | Self::ManifestRestore(_)
            | Self::ObjectDelete(_)
            | Self::RouteSwitch(_)
            | Self::TemplateProcess(_)
            | Self::GitPush(_) => Effect::Idempotent,
            Self::JobCreate(_) | Self::GitCommit(_) | Self::GitRevert(_) => Effect::NamedOnce,
            Self::Exec(_) | Self::Tool(_) => Effect::Once,
        }
    }

    /// Whether this version can carry the action out. The others load and check, so that a procedure can be written
    /// with them, and are refused when a plan is built.
    pub fn is_carried_out(&self) -> bool {
        match self {
            // Processing alone would be a look, and every apply begins with one.
            Self::TemplateProcess(template) => template.apply,
            // A route's host comes with a later version.
            Self::HttpCheck(check) => check.url.is_some(),
            Self::ImageCheck(_)
            | Self::ManifestEdit(_)
            | Self::ObjectDelete(_)
            | Self::Exec(_)
            | Self::Scale(_)
            | Self::JobCreate(_)
            | Self::JobWait(_)
            | Self::ManifestApply(_)
            | Self::ManifestRestore(_)
            | Self::RouteSwitch(_)
            | Self::GitCommit(_)
            | Self::GitPush(_)
            | Self::GitRevert(_)
            | Self::AnnounceDraft(_)
            | Self::Manual(_)
            | Self::Pause(_) => true,
            Self::LogsFollow(_) | Self::Wait(_) | Self::Tool(_) => false,
        }
    }
}

/// What a deed's end looks like. Plain data: it goes into the journal as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// Values that later steps may name as `steps.<id>.out.<key>`.
    pub outputs: BTreeMap<String, String>,
    /// What was seen, for screen and record.
    pub evidence: Vec<Evidence>,
}

/// How a deed ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ending", rename_all = "kebab-case")]
pub enum Ending {
    /// Seen to be done.
    Done,
    /// Seen not to be done, or done and wrong.
    Failed {
        /// Why.
        failure: Failure,
    },
    /// Sent, and no answer came: must be looked at before anything else.
    Unknown {
        /// What was lost.
        failure: Failure,
    },
    /// The person stopped waiting; what was already sent stays.
    Cancelled,
}

/// What the world says of a deed whose end nobody wrote down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Probed {
    /// The answer.
    pub answer: ProbeAnswer,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// The outputs that the deed would have given, as far as they can be read.
    pub outputs: BTreeMap<String, String>,
}

/// Whether a deed happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProbeAnswer {
    /// Its result is there, and it is this change's.
    Happened,
    /// Its result is not there.
    DidNot,
    /// Neither can be seen.
    CannotTell,
}

/// One thing seen while a step ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// When it was seen, in UTC.
    pub at: Timestamp,
    /// How it bears on the verdict.
    pub mark: Mark,
    /// What was seen, in words.
    pub what: Sentence,
}

/// How evidence bears on the verdict, the graver the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Speaks for success.
    Good,
    /// Worth knowing.
    Note,
    /// Needs a look.
    Warning,
    /// Speaks against success.
    Bad,
}
