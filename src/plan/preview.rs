//! What it is for: what a step will do, as it was read from the world just now; the content of the dialog.
//! In: answers of dry runs and reads. Out: plain data that the approval is bound to. Never: I/O, or a secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    action::{Action, Mark},
    manifest::diff::Diff,
    names::{Digest, RepoFile, StepId},
    words::Sentence,
};

/// What a step will do.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// "What will happen", one line each.
    pub facts: Vec<Fact>,
    /// What will change, side by side with what is there.
    pub diffs: Vec<ShownDiff>,
    /// The same as a kubectl, git or curl line to copy.
    pub command: String,
    /// Versions of everything the facts rest on: compared again right before the deed.
    pub seen: BTreeMap<String, String>,
    /// Values of the state before, for the undo: `before.<id>.<name>`.
    pub before: BTreeMap<String, String>,
    /// Outputs that are already known, for a deed that is already so.
    pub outputs: BTreeMap<String, String>,
    /// The very bytes that will be written.
    pub writes: Vec<PlannedWrite>,
    /// Questions that must be answered for the deed to be possible.
    pub questions: Vec<Question>,
    /// The deed is already so: nothing will be sent.
    pub nothing_to_do: Option<Sentence>,
    /// The deed cannot be done as things stand.
    pub blocked: Option<crate::failure::Failure>,
    /// Who notices.
    pub affected: Option<Sentence>,
    /// The choice (question, choice) by which nothing is sent: the deed is only looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_looks: Option<(String, String)>,
    /// The exact inverse, offered to be agreed to in the same dialog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inverse: Option<Box<Inverse>>,
}

/// The deed that takes another one back, as exactly as it can be known beforehand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inverse {
    /// The step of the way back.
    pub step: StepId,
    /// Its action, with nothing left open.
    pub action: Action,
    /// What its own look must see ([`Preview::seen`]): the world as this deed leaves it, and nobody else has touched it.
    pub state: BTreeMap<String, String>,
    /// The offer in words.
    pub offer: Sentence,
}

impl Inverse {
    /// Identifier of the dialog's tick, which may stay unset.
    pub const ID: &str = "way-back";
    /// The answer that agrees.
    pub const YES: &str = "yes";
}

/// A difference with its title.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShownDiff {
    /// What differs, such as a file's path or `Deployment/web`.
    pub title: String,
    /// The places.
    pub diff: Diff,
}

/// One line of "what will happen".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The sign in front of it.
    pub sign: Sign,
    /// The line.
    pub what: Sentence,
}

/// The sign in front of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// Something is made.
    Add,
    /// Something changes.
    Change,
    /// Something goes away.
    Remove,
    /// Something stays as it is.
    Same,
    /// Something speaks for it.
    Good,
    /// Something should be looked at.
    Warning,
    /// Something stands against it.
    Bad,
}

impl From<Sign> for Mark {
    fn from(sign: Sign) -> Self {
        match sign {
            Sign::Good => Self::Good,
            Sign::Add | Sign::Change | Sign::Remove | Sign::Same => Self::Note,
            Sign::Warning => Self::Warning,
            Sign::Bad => Self::Bad,
        }
    }
}

/// A file's bytes before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedWrite {
    /// The file.
    pub file: RepoFile,
    /// SHA-256 of the bytes that must still be there; empty when the file must still be absent.
    pub before: Digest,
    /// SHA-256 of the new bytes.
    pub after: Digest,
    /// The whole new text. Not in the journal: a manifest may hold a Secret.
    #[serde(skip)]
    pub text: String,
}

/// A question of the dialog whose answer changes what is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Identifier that the answer carries.
    pub id: String,
    /// The question.
    pub ask: Sentence,
    /// The choices: identifier and words. The first is chosen beforehand, unless the question must be ticked.
    pub choices: Vec<(String, Sentence)>,
    /// A single choice that counts only when the person ticked it.
    pub must_tick: bool,
}

impl Preview {
    /// Adds a line of "what will happen".
    #[must_use]
    pub fn fact(mut self, sign: Sign, what: Sentence) -> Self {
        self.facts.push(Fact { sign, what });
        self
    }
}
