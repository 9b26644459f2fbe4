//! What it is for: the way back as part of the plan: the question, its answers, and the steps behind each answer.
//! In: a checked procedure's rollback with every parameter filled. Out: data under the plan's digest.
//! Never: I/O, or a decision: which steps fit how far the change got is decided in `run`.

use serde::{Deserialize, Serialize};

use super::PlannedStep;
use crate::{names::StepId, procedure::Evidence};

/// The way back of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WayBackPlan {
    /// Identifier of the question.
    pub id: String,
    /// The question.
    pub ask: String,
    /// How to find the answer; may be empty.
    pub help: String,
    /// What is shown beside the question.
    pub evidence: Vec<Evidence>,
    /// The question is asked only when one of these steps may have changed something; empty: always.
    pub after: Vec<StepId>,
    /// The answer that holds when the question is not asked.
    pub otherwise: Option<String>,
    /// The answers, in order.
    pub answers: Vec<PlannedAnswer>,
    /// The plans by name, in the order of the file.
    pub plans: Vec<(String, Vec<BackPart>)>,
}

/// One answer to the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedAnswer {
    /// Identifier, such as `yes`.
    pub id: String,
    /// The button's words.
    pub label: String,
    /// What it leads to, in a sentence; may be empty.
    pub help: String,
    /// What speaks against it; an answer with a warning is the second choice.
    pub warning: Option<String>,
    /// The plans that it starts, in order.
    pub plans: Vec<String>,
}

/// One part of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BackPart {
    /// A step of its own.
    Step(Box<PlannedStep>),
    /// The undo of these forward steps, in this order, as far as they may have changed something.
    UndoAll(Vec<StepId>),
}

impl WayBackPlan {
    /// The answer of that identifier.
    pub fn answer(&self, id: &str) -> Option<&PlannedAnswer> {
        self.answers.iter().find(|answer| answer.id == id)
    }

    /// The parts that an answer starts, in order.
    pub fn parts(&self, answer: &str) -> impl Iterator<Item = &BackPart> {
        let plans = self.answer(answer).map(|answer| answer.plans.as_slice()).unwrap_or_default();
        plans
            .iter()
            .filter_map(|name| self.plans.iter().find(|(known, _)| known == name))
            .flat_map(|(_, parts)| parts)
    }
}
