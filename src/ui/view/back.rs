//! What it is for: the data of the way back, of a deed whose end nobody saw, and of a change that somebody else holds.
//! In: words from `app`. Out: borrowed by `ui::wizard`. Never: deciding which way fits or what the world says.

use crate::failure::Failure;

use super::{BulletView, Chip, Tone};

/// The page before the way back: a question with evidence, or, without a question, the one plan that fits.
#[derive(Debug, Clone, Default)]
pub struct DecideView {
    /// The line above the title; "Rollback" when empty.
    pub over: String,
    /// The question, such as "Was the database changed?"; without a question what the plan does.
    pub title: String,
    /// Help under it (rich).
    pub help: String,
    /// "What we can see": the sum of the evidence (rich); the box is left out when `None`.
    pub seen: Option<SeenView>,
    /// What speaks for one answer or another, a card each.
    pub evidence: Vec<EvidenceView>,
    /// The ways. One alone is the plan that fits: its steps are shown open and its button begins it.
    pub ways: Vec<WayView>,
}

/// "What we can see".
#[derive(Debug, Clone, Default)]
pub struct SeenView {
    /// Colour of the edge: `Info` for a plain statement, `Warn` when nothing can be seen, `Bad` when it speaks for damage.
    pub tone: Tone,
    /// Rich text.
    pub words: String,
}

/// One piece of evidence.
#[derive(Debug, Clone, Default)]
pub struct EvidenceView {
    /// Such as "Log of shop-6d8f-vr7mt".
    pub title: String,
    /// Such as `exit 1`.
    pub chip: Option<Chip>,
    /// What was found.
    pub body: EvidenceBody,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub enum EvidenceBody {
    /// It is being read.
    #[default]
    Loading,
    /// It could not be read; why.
    Failed(Failure),
    /// Lines of a log, oldest first. None: "No line matches …: that proves nothing by itself".
    Lines {
        /// The lines: those that match, with what stands around them.
        lines: Vec<EvidenceLine>,
        /// What was looked for, as it was written; empty when everything was wanted.
        pattern: String,
        /// How many lines were left out.
        left_out: usize,
    },
    /// What was seen otherwise: states, numbers.
    Facts(Vec<BulletView>),
}

/// A line of a log.
#[derive(Debug, Clone, Default)]
pub struct EvidenceLine {
    /// Such as "15:04:12"; empty when the log tells no time.
    pub time: String,
    /// The line, as it was written.
    pub text: String,
    /// `Quiet` for what stands around, `Warn` for a line that matches, `Bad` for one that speaks of failure, `Good`.
    pub tone: Tone,
}

/// A way back, and the answer that chooses it.
#[derive(Debug, Clone, Default)]
pub struct WayView {
    /// Comes back in the command.
    pub id: String,
    /// The answer, such as "Yes, restore the database"; may be empty for the only way.
    pub label: String,
    /// Such as "7 steps, about 6 minutes. Data written since 15:01 is lost." (rich).
    pub help: String,
    /// Such as "This is the second choice: the database is dropped first." (rich).
    pub warning: Option<String>,
    /// What it will do, in order (rich, one line each).
    pub steps: Vec<String>,
    /// The button's words, such as "Restore database and image"; "Begin the way back" when empty.
    pub button: String,
    /// Whether the evidence points here: the card has a coloured edge.
    pub is_proposed: bool,
    /// Whether it can be chosen.
    pub gate: WayGate,
}

/// Whether a way can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum WayGate {
    /// By a click.
    #[default]
    Open,
    /// Only with a written reason; why, such as "This change made no backup".
    Reason(String),
    /// Not at all; why.
    Closed(String),
    /// Not in this window, which carries nothing out: without a button.
    Shown,
}

/// A deed whose end nobody saw.
#[derive(Debug, Clone, Default)]
pub struct UnknownView {
    /// The line that says the same as what was sent, such as "kubectl create job …".
    pub command: String,
    /// When it was sent and by whom, such as "15:02:41 · admin".
    pub sent: String,
    /// What the world says now.
    pub world: WorldView,
    /// Whether it is a deed that must not happen twice: "It will not be repeated by the program".
    pub is_once: bool,
}

/// What the world says of a deed.
#[derive(Debug, Clone, Default)]
pub enum WorldView {
    /// It is being asked.
    #[default]
    Asking,
    /// It could not be asked; why.
    Failed(Failure),
    /// It was asked.
    Said {
        /// The answer.
        answer: WorldSays,
        /// What it rests on.
        evidence: Vec<BulletView>,
        /// When it was asked, such as "15:09:20".
        at: String,
    },
}

/// The world's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorldSays {
    /// The deed happened.
    Happened,
    /// It did not.
    DidNot,
    /// What is there does not tell.
    CannotTell,
}

impl WorldView {
    /// Whether a person who says that it happened (or did not) says the same as the world.
    pub fn agrees(&self, happened: bool) -> bool {
        match self {
            Self::Said { answer: WorldSays::Happened, .. } => happened,
            Self::Said { answer: WorldSays::DidNot, .. } => !happened,
            Self::Asking | Self::Failed(_) | Self::Said { answer: WorldSays::CannotTell, .. } => false,
        }
    }
}

/// What can be done with the change as a whole; at the foot of the rail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeDeed {
    /// Which.
    pub kind: ChangeDeedKind,
    /// Why it cannot be done now; the button is then grey and says so under the pointer.
    pub blocked: Option<String>,
}

/// What can be done with the change as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeDeedKind {
    /// "Roll back…": shows the question (no deed yet).
    RollBack,
    /// "Stop the way back here…"; asks for a reason.
    StopGoingBack {
        /// What state that leaves, a sentence each (rich).
        leaves: Vec<String>,
    },
    /// Takes back one step at once, as was agreed to in its own dialog.
    TakeBack {
        /// The step.
        step: String,
        /// The button's words.
        label: String,
    },
    /// "Left for later…": shows the steps that the way back left out (no deed yet).
    DoRest,
    /// "Hold…"; asks for a reason, leaves to the start page.
    Hold,
    /// The same in a rehearsal, which keeps nothing.
    HoldRehearsed,
}

impl ChangeDeed {
    /// A deed that can be done now.
    pub fn open(kind: ChangeDeedKind) -> Self {
        Self { kind, blocked: None }
    }
}

/// Somebody else holds the change: this window only reads.
#[derive(Debug, Clone, Default)]
pub struct HolderView {
    /// Such as "ben@laptop-7", "another window on this machine"; empty when nobody can tell.
    pub who: String,
    /// Where they stand, such as "step 5 of 10: Bring it to the cluster".
    pub step: String,
    /// Since when and when it was last renewed, such as "since 14:51 · renewed 12 s ago".
    pub since: String,
    /// Why this window only reads, or why the holder took it over (rich); may be empty.
    pub reason: String,
    /// Whether "Take over…" is there.
    pub can_take_over: bool,
    /// Why it cannot be taken over now; the button is then grey.
    pub blocked: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_answer_agrees() {
        let said = |answer| WorldView::Said { answer, evidence: Vec::new(), at: String::new() };
        assert!(said(WorldSays::Happened).agrees(true) && !said(WorldSays::Happened).agrees(false));
        assert!(said(WorldSays::DidNot).agrees(false) && !said(WorldSays::DidNot).agrees(true));
        for happened in [true, false] {
            assert!(!said(WorldSays::CannotTell).agrees(happened));
            assert!(!WorldView::Asking.agrees(happened));
        }
    }
}
