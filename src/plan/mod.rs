//! What it is for: a procedure with every parameter filled and every target resolved, with a digest over all of it.
//! In: a checked procedure, the person's inputs and choices. Out: [`Plan`]: exact steps, nothing left open but what
//! earlier steps will answer. Never: I/O, or a change after the digest was taken.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    action::{Confirm, Direction, Effect, Expect},
    names::{ChangeId, Digest, ProcedureId, RepoFile, StepId, Target},
    procedure::substitute::Filled,
};

pub mod back;
pub mod build;
mod configure;
pub mod preview;
pub mod request;

/// Everything that one change will do, exact but for values that earlier steps answer (`steps.*`, `before.*`).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    change: ChangeId,
    header: Header,
    steps: Vec<PlannedStep>,
    way_back: Option<back::WayBackPlan>,
    digest: Digest,
}

/// What a plan says about the change as a whole; goes into the journal's first line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The procedure's identifier.
    pub procedure: ProcedureId,
    /// The procedure's title with the change's values, such as `Deploy the shop 1.4.2`.
    pub title: String,
    /// Where the procedure came from.
    pub source: Source,
    /// Server, context and namespace.
    pub target: Target,
    /// The infrastructure repository's folder name, its branch and the commit the change started from.
    pub repository: RepositoryBase,
    /// Parameters in the order of the procedure. Secrets are not among them.
    pub params: Vec<Param>,
    /// The filled-in request.
    pub request: request::Request,
    /// The rail's numbered entries; an entry without steps is a place for configuration changes that has none.
    pub rail: Vec<RailEntry>,
    /// What is watched beside the steps.
    pub watch: Vec<Watched>,
    /// The way back as the procedure has it: the question, then each answer with the titles of its steps.
    pub rollback: Vec<String>,
    /// Settings in force that change where requests go: mirrors, an extra CA file.
    pub settings: Vec<String>,
    /// Files that the change may touch.
    pub files: Vec<RepoFile>,
}

/// One numbered entry of the rail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RailEntry {
    /// Number, from 1.
    pub number: usize,
    /// Section, such as `Prepare`.
    pub section: String,
    /// Title.
    pub title: String,
}

/// Objects that are watched beside the steps: by names or by selector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watched {
    /// Kind, such as `Pod`.
    pub kind: String,
    /// Names; empty when a selector is given.
    pub names: Vec<String>,
    /// Label selector.
    pub selector: Option<String>,
}

/// Where a procedure came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// File name, or path inside the repository.
    pub file: String,
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// How far it can be trusted to be what the team agreed on.
    pub standing: Standing,
}

/// Whether a procedure file is what the team agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Part of this program.
    Shipped,
    /// The same bytes stand on the upstream's default branch.
    Upstream,
    /// Committed, but not (so) on the upstream's default branch.
    NotUpstream,
    /// Not committed.
    Uncommitted,
}

/// The repository when the change started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepositoryBase {
    /// The folder's own name (no path: records travel).
    pub name: String,
    /// Branch.
    pub branch: String,
    /// Commit that the change started from.
    pub base: crate::names::CommitId,
    /// `Name <address>` that commits will carry.
    pub identity: String,
}

/// One parameter with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Param {
    /// Name in the procedure.
    pub name: String,
    /// Title as shown.
    pub title: String,
    /// Value as text.
    pub value: String,
    /// The procedure has a default, and this differs from it.
    pub deviates: bool,
}

/// One step with its parameters filled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of its own, and all combinations may be"
)]
pub struct PlannedStep {
    /// Identifier.
    pub id: StepId,
    /// Title.
    pub title: String,
    /// What it does, in one sentence.
    pub what: String,
    /// Why it is done, in one sentence.
    pub why: String,
    /// Section of the rail.
    pub section: String,
    /// Number of the rail's entry, from 1; steps of one group share it.
    pub number: usize,
    /// The action's key, such as `manifest.apply`.
    pub key: String,
    /// The action as `{key: fields}`; only `steps.*`, `before.*` and `git.*` placeholders may be left.
    pub action: Filled,
    /// Effect class in force.
    pub effect: Effect,
    /// The author claims a looser class than the action has by itself.
    pub claimed: bool,
    /// What approval takes.
    pub confirm: Confirm,
    /// Steps that must be done before this one.
    pub requires: Vec<StepId>,
    /// State to remember before the deed: name → field.
    pub capture: BTreeMap<String, String>,
    /// What must hold of the output. `equals` stands as the author wrote it until the step is looked at.
    pub expect: Vec<Expect>,
    /// The texts of `equals`, one for each of `expect` (null where there is none), with parameters filled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<Filled>,
    /// What must be looked at before the step, besides `requires`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// How the step is undone.
    pub undo: WayBack,
    /// The step comes from the request's configuration changes, not from the procedure.
    pub added: bool,
    /// Forward, or on the way back.
    #[serde(default)]
    pub direction: Direction,
    /// The step that this one takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<StepId>,
    /// How to see whether it was done: the procedure's `probe` as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<Filled>,
    /// Another person must agree before it is done.
    #[serde(default)]
    pub second_person: bool,
    /// A step of the way back that is offered again after its end, when it was left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub later: bool,
}

/// What must be looked at before a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "condition", rename_all = "kebab-case")]
pub enum Condition {
    /// The newest run of the CronJob should be the one that a step of this change started. A newer one is named, and
    /// the person says that they have seen it.
    NewestRun {
        /// The CronJob.
        cron_job: String,
        /// The step that made the Job.
        of: StepId,
    },
}

/// How a step is undone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "undo", rename_all = "kebab-case")]
pub enum WayBack {
    /// It changes nothing.
    NotNeeded,
    /// Nothing takes it back.
    None {
        /// The author's reason.
        reason: String,
    },
    /// By an action.
    By {
        /// The action's key.
        key: String,
        /// The action as `{key: fields}`; what earlier steps answer may be left open.
        action: Filled,
        /// What approving it takes.
        confirm: Confirm,
        /// How to see whether it was done: the procedure's `probe` as JSON.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        probe: Option<Box<Filled>>,
    },
}

impl Plan {
    /// Joins header and steps under one digest. Called by [`build`] only.
    pub(crate) fn seal(
        change: ChangeId,
        header: Header,
        steps: Vec<PlannedStep>,
        way_back: Option<back::WayBackPlan>,
    ) -> Self {
        let digest = digest_of(&(&change, &header, &steps, &way_back));
        Self { change, header, steps, way_back, digest }
    }

    /// The plan of a journal's first line. `None` when the digest is not the one written there: such a plan was made
    /// by another version of this program, and nothing may be done by it.
    pub fn again(
        change: ChangeId,
        header: Header,
        steps: Vec<PlannedStep>,
        way_back: Option<back::WayBackPlan>,
        digest: &Digest,
    ) -> Option<Self> {
        Some(Self::seal(change, header, steps, way_back)).filter(|plan| plan.digest == *digest)
    }

    /// The change that this plan is for.
    pub fn change(&self) -> &ChangeId {
        &self.change
    }
    /// What the plan says about the change as a whole.
    pub fn header(&self) -> &Header {
        &self.header
    }
    /// The steps in order.
    pub fn steps(&self) -> &[PlannedStep] {
        &self.steps
    }
    /// The step of that identifier.
    pub fn step(&self, id: &StepId) -> Option<&PlannedStep> {
        self.steps.iter().find(|step| step.id == *id)
    }
    /// The way back, if the procedure has one.
    pub fn way_back(&self) -> Option<&back::WayBackPlan> {
        self.way_back.as_ref()
    }
    /// All steps that were planned one by one: those forward, then those that the way back has of its own.
    pub fn all_steps(&self) -> impl Iterator<Item = &PlannedStep> {
        let parts = self.way_back.iter().flat_map(|back| &back.plans).flat_map(|(_, parts)| parts);
        let back = parts.filter_map(|part| match part {
            back::BackPart::Step(step) => Some(&**step),
            back::BackPart::UndoAll(_) => None,
        });
        self.steps.iter().chain(back)
    }
    /// SHA-256 over everything above.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }
    /// Numbered entries of the rail.
    pub fn entries(&self) -> usize {
        self.header.rail.len()
    }
}

/// SHA-256 of a value's JSON, in hexadecimal.
pub fn digest_of(value: &impl Serialize) -> Digest {
    let json = serde_json::to_vec(value).unwrap_or_default();
    Digest::new(hex(&Sha256::digest(&json)))
}

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a String cannot fail.
        write!(out, "{byte:02x}").unwrap_or_default();
        out
    })
}
