//! What it is for: the evidence beside the question of the way back, as views.
//! In: what the worker read. Out: cards for `ui`. Never: a conclusion; lines are shown, the person answers.

use super::change::Change;
use crate::ui::view::{EvidenceView, SeenView};

/// The sum of what can be seen.
pub(super) fn sum(_change: &Change) -> Option<SeenView> {
    None
}

/// A card for each piece.
pub(super) fn cards(_change: &Change) -> Vec<EvidenceView> {
    Vec::new()
}
