//! What it is for: a procedure as its author wrote it, checked. In: `*.procedure.yaml`. Out: [`Procedure`], or every
//! problem of the file with its place. Never: the world (only `load` reads files), a plan, or a word about one
//! application: everything of that kind stands in the files.
//!
//! [`load`] reads → `node` and `decode` keep places → `file` mirrors → [`check`] makes the [`Procedure`] → [`fill`]
//! takes what the person typed → [`substitute`] puts it in.

use serde::Serialize;
use serde_json::Value;

use crate::{
    action::{Action, Confirm, Effect, Expect},
    names::{Digest, ProcedureId, RepoFile, StepId},
};

pub mod check;
mod decode;
mod file;
pub mod fill;
pub mod load;
mod node;
mod ordered;
mod problem;
pub mod report;
pub mod schema;
pub mod substitute;

pub use file::{
    API_VERSION, ChangeFile as Change, ChangeKind, DoneIf, EvidenceFile as Evidence, Fill,
    HeadingFile as Heading, LogLines, NewestRun, ObjectState, OutputIs, ParamType, Platform, PodsFile,
    PortForwardFile as PortForward, PortForwardTo, ProbeFile as Probe, Require, RequireNewestRun,
    RequireRoute, ServerFile as ServerPin, SlotPlace, TargetFile as TargetPin, WatchFile as Watch, WatchKind,
    WithFile as With,
};
pub use node::Place;
pub use ordered::Ordered;
pub use problem::{Problem, Severity};

/// A checked procedure. Made in `check` only.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Procedure {
    id: ProcedureId,
    title: String,
    description: String,
    change: Change,
    target: TargetPin,
    params: Vec<Param>,
    files: Vec<RepoFile>,
    watch: Vec<Watch>,
    entries: Vec<Entry>,
    rollback: Option<Rollback>,
    headings: Vec<Heading>,
    digest: Digest,
}

impl Procedure {
    /// `metadata.name`.
    pub fn id(&self) -> &ProcedureId {
        &self.id
    }
    /// Title, an imperative phrase.
    pub fn title(&self) -> &str {
        &self.title
    }
    /// One line for the list of procedures; may be empty.
    pub fn description(&self) -> &str {
        &self.description
    }
    /// Kind, labels and title of the ticket; the title may hold placeholders.
    pub fn change(&self) -> &Change {
        &self.change
    }
    /// What the procedure is pinned to.
    pub fn target(&self) -> &TargetPin {
        &self.target
    }
    /// Parameters in the order of the form.
    pub fn params(&self) -> &[Param] {
        &self.params
    }
    /// The parameter of that name.
    pub fn param(&self, name: &str) -> Option<&Param> {
        self.params.iter().find(|param| param.name == name)
    }
    /// Files of the repository that the author named under `repo`.
    pub fn files(&self) -> &[RepoFile] {
        &self.files
    }
    /// What is shown live; names may hold placeholders.
    pub fn watch(&self) -> &[Watch] {
        &self.watch
    }
    /// Steps and slots in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
    /// The forward steps in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Step(step) => Some(&**step),
            Entry::Slot(_) => None,
        })
    }
    /// The rail: numbered entries, in each the steps that share a group.
    pub fn rail(&self) -> Vec<RailEntry> {
        rail(&self.entries)
    }
    /// The rollback, if the author wrote one.
    pub fn rollback(&self) -> Option<&Rollback> {
        self.rollback.as_ref()
    }
    /// Headings of the record, in order; may be empty.
    pub fn headings(&self) -> &[Heading] {
        &self.headings
    }
    /// SHA-256 of the file's bytes.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }
}

/// One field of the form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Param {
    /// Name, as in `params.<name>`.
    pub name: String,
    /// What may be typed.
    pub kind: ParamType,
    /// Label.
    pub title: String,
    /// Sentence below the field.
    pub help: Option<String>,
    /// Regular expression.
    pub pattern: Option<String>,
    /// Smallest number, or fewest characters.
    pub min: Option<i64>,
    /// Largest number, or most characters.
    pub max: Option<i64>,
    /// Value when nothing is typed; texts may name parameters above this one.
    pub default: Option<Value>,
    /// Choices of an `enum`.
    pub values: Vec<String>,
    /// Where a proposal, or the secret, is read.
    pub source: Option<ParamSource>,
    /// Must have a value.
    pub required: bool,
    /// A text of several lines.
    pub multiline: bool,
}

/// Where a parameter's proposal, or the secret itself, is read. Texts may hold placeholders of parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ParamSource {
    /// The namespace of the change.
    CurrentNamespace,
    /// Labels of an image.
    ImageLabels {
        /// The image with its tag.
        image: String,
        /// Texts with `label.<name>`; the first whose labels all exist is the proposal.
        propose: Vec<String>,
    },
    /// The tags of an image are the choices.
    ImageTags {
        /// The image without tag.
        image: String,
    },
    /// The names of a kind's objects are the choices: those of the namespace, or of the cluster.
    LiveObjects {
        /// The kind as people write it.
        kind: String,
    },
    /// A value of a manifest.
    Manifest {
        /// The file.
        file: RepoFile,
        /// `Kind/name`.
        object: String,
        /// Path in the object.
        path: String,
        /// Only the tag of the image that stands there.
        tag_only: bool,
    },
    /// A Secret of the cluster.
    Secret {
        /// Its name.
        name: String,
        /// The key in it.
        key: String,
    },
    /// What stands below a heading of the ticket.
    TicketHeading(String),
}

/// One entry of the way forward.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Entry {
    /// A step.
    Step(Box<Step>),
    /// The place of configuration changes that the request brings.
    Slot(Slot),
}

/// The place of configuration changes that the request brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slot {
    /// Before or after the new version.
    pub place: SlotPlace,
    /// Title; `None` for the program's own words.
    pub title: Option<String>,
    /// Section of the rail.
    pub section: Option<String>,
}

/// One step. All texts may hold placeholders.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Identifier, unique in the procedure.
    pub id: StepId,
    /// Title.
    pub title: String,
    /// What it does, in one sentence.
    pub what: String,
    /// Why, in one sentence.
    pub why: String,
    /// Section of the rail.
    pub section: Option<String>,
    /// Title of the numbered entry that it shares with its neighbours.
    pub group: Option<String>,
    /// The action's key, one of [`Action::KEYS`].
    pub key: &'static str,
    /// The action with its key, as [`typed_action`] takes it once its placeholders are filled.
    pub action: Value,
    /// Effect class.
    pub effect: Effect,
    /// The effect class is looser than the action's own: the author's claim, said in the dialog.
    pub effect_claimed: bool,
    /// What approving it takes, never below the minimum.
    pub confirm: Confirm,
    /// How to see whether it was done; always there for `once`.
    pub probe: Option<Probe>,
    /// Names and paths of the state to keep before the step.
    pub capture: Vec<(String, String)>,
    /// How to take it back.
    pub undo: Undo,
    /// What must be done or hold before it.
    pub requires: Vec<Require>,
    /// What its output must look like.
    pub expect: Vec<Expect>,
    /// A resource that is open while it runs.
    pub with: Option<With>,
    /// Another person agrees from another machine before it is done.
    pub second_person: bool,
    /// Of a rollback step: when it is left out, it is offered again after the way back has ended.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub later: bool,
}

/// How a step is taken back.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Undo {
    /// It changes nothing, or it belongs to the rollback.
    NotNeeded,
    /// Nothing takes it back, and this is why.
    None {
        /// The author's reason.
        reason: String,
    },
    /// By an action.
    Action {
        /// The action's key.
        key: &'static str,
        /// The action with its key.
        action: Value,
        /// What approving it takes.
        confirm: Confirm,
        /// How to see whether it was done; always there for `once`.
        probe: Option<Box<Probe>>,
    },
}

/// The way back.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rollback {
    /// Identifier of the question.
    pub id: String,
    /// The question.
    pub ask: String,
    /// How to find the answer.
    pub help: Option<String>,
    /// What is shown beside the question.
    pub evidence: Vec<Evidence>,
    /// The question is asked only when one of these steps may have changed something; empty: always.
    pub after: Vec<StepId>,
    /// The answer that holds when the question is not asked.
    pub otherwise: Option<String>,
    /// The answers, in order.
    pub answers: Vec<RollbackAnswer>,
    /// The plans by name.
    pub plans: Vec<(String, Vec<BackEntry>)>,
}

/// One answer to the question of the way back. Texts may hold placeholders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RollbackAnswer {
    /// Identifier, such as `yes`.
    pub id: String,
    /// The button's words.
    pub label: String,
    /// What the answer leads to; may be empty.
    pub help: String,
    /// What speaks against it.
    pub warning: Option<String>,
    /// Names of the plans that it starts, in order.
    pub plans: Vec<String>,
}

/// One entry of a rollback plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum BackEntry {
    /// A step.
    Step(Box<Step>),
    /// The undo of forward steps, in this order.
    UndoAll(Vec<StepId>),
}

/// One numbered line of the rail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RailEntry {
    /// Number, from 1.
    pub number: usize,
    /// Section under which it stands.
    pub section: Option<String>,
    /// Title; `None` for a slot without one.
    pub title: Option<String>,
    /// What it holds.
    pub holds: RailHolds,
}

/// What a line of the rail holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum RailHolds {
    /// One step, or the steps of a group.
    Steps(Vec<StepId>),
    /// A slot.
    Slot(SlotPlace),
}

fn rail(entries: &[Entry]) -> Vec<RailEntry> {
    let mut lines: Vec<RailEntry> = Vec::new();
    let mut group_before: Option<&String> = None;
    let mut section: Option<String> = None;
    for entry in entries {
        let number = lines.len() + 1;
        match entry {
            Entry::Step(step) => {
                section = step.section.clone().or(section);
                if let (Some(group), Some(RailEntry { holds: RailHolds::Steps(ids), .. })) =
                    (&step.group, lines.last_mut())
                    && group_before == Some(group)
                {
                    ids.push(step.id.clone());
                    continue;
                }
                group_before = step.group.as_ref();
                let title = Some(step.group.clone().unwrap_or_else(|| step.title.clone()));
                let holds = RailHolds::Steps(vec![step.id.clone()]);
                lines.push(RailEntry { number, section: section.clone(), title, holds });
            }
            Entry::Slot(slot) => {
                section = slot.section.clone().or(section);
                group_before = None;
                let holds = RailHolds::Slot(slot.place);
                lines.push(RailEntry { number, section: section.clone(), title: slot.title.clone(), holds });
            }
        }
    }
    lines
}

/// Reads an action whose placeholders are all filled, such as `{"scale": {"deployment": "web", "replicas": 0}}`.
///
/// # Errors
/// The value does not fit the action's fields. [`check::action_faults`] says what the types alone do not.
pub fn typed_action(value: &Value) -> Result<Action, ActionError> {
    serde_json::from_value(value.clone()).map_err(|source| ActionError { source })
}

/// A value that is no action.
#[derive(Debug, thiserror::Error)]
#[error("the action does not fit its fields: {source}")]
pub struct ActionError {
    source: serde_json::Error,
}
