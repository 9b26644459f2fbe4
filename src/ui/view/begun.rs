//! What it is for: the start screen's lists of changes: begun and not ended, and lately ended.
//! In: words from `app`. Out: borrowed by `ui::start`. Never: a path that is read here, or a type of the journal.

use super::Chip;

/// A change that was begun and not ended.
#[derive(Debug, Clone, Default)]
pub struct UnfinishedRow {
    /// Comes back in the command.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Such as "held", "open deed", "rolling back", "damaged".
    pub chips: Vec<Chip>,
    /// Where it stands, such as "step 5 of 12: Bring it to the cluster".
    pub stands: String,
    /// When it was begun and by whom, such as "begun yesterday 15:01 · admin · last written 16:20".
    pub detail: String,
    /// Such as "do-ams3-web / default · infrastructure".
    pub target: String,
    /// Why it was held, in the person's words; empty when it was not.
    pub held: String,
    /// Where the journal breaks, in words; what stands before it is usable.
    pub damage: Option<String>,
    /// Why it cannot be taken up here; "Take up again" is then grey.
    pub blocked: Option<String>,
    /// Whether it is being read or checked just now.
    pub is_busy: bool,
}

/// A change that ended.
#[derive(Debug, Clone, Default)]
pub struct FinishedRow {
    /// Comes back in the command.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How it ended, such as "completed", "rolled back".
    pub chip: Option<Chip>,
    /// When it ended and by whom.
    pub detail: String,
    /// Such as "do-ams3-web / default".
    pub target: String,
    /// Whether there is a record to be shown.
    pub has_record: bool,
    /// Whether "Roll back…" is there.
    pub can_roll_back: bool,
    /// Whether "Left for later…" is there.
    pub has_rest: bool,
    /// Why neither can be done now; the button is then grey and says so under the pointer.
    pub blocked: Option<String>,
}
