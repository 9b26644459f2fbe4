//! What it is for: the one confirmation dialog's data.
//! In: what `confirm` says about a proposal, put into words by `app`. Out: borrowed by `ui::confirm_dialog`.
//! Never: the approval itself, or a rule about what is enough (the app checks every answer again).

use super::{BulletView, DiffView, TargetView};

/// A question before a deed.
#[derive(Debug, Clone, Default)]
pub struct DialogView<'a> {
    /// Identity of the proposal; another one begins afresh (word, ticks, moment of arming). After an answer was sent
    /// the dialog waits under this id: the app closes it or shows a proposal with another id.
    pub id: String,
    /// The question, such as "Scale depot to 0?".
    pub question: String,
    /// Such as "Step 2 of 10".
    pub over: String,
    /// Where the deed goes.
    pub target: TargetView,
    /// What moved since the person last looked; shown first.
    pub moved: Vec<BulletView>,
    /// What will happen, what is in favour, what is not.
    pub facts: Vec<BulletView>,
    /// Single values before and after.
    pub changes: Vec<ValueChange>,
    /// Differences.
    pub diffs: Vec<DiffView<'a>>,
    /// The exact bytes or the command that go out.
    pub exact: Option<ExactView<'a>>,
    /// Who notices it.
    pub affected: Option<String>,
    /// Whether and how it can be undone.
    pub way_back: Option<WayBack>,
    /// What must be agreed to one by one.
    pub ticks: Vec<TickView>,
    /// The word that must be typed.
    pub typed: Option<TypedView>,
    /// The deed's own button.
    pub deed: String,
    /// Whether the deed is dangerous (red) rather than usual (blue).
    pub is_dangerous: bool,
}

/// A single value before and after.
#[derive(Debug, Clone, Default)]
pub struct ValueChange {
    /// Which value.
    pub what: String,
    /// What it is.
    pub before: String,
    /// What it will be.
    pub after: String,
}

/// Exact bytes or a command.
#[derive(Debug, Clone, Default)]
pub struct ExactView<'a> {
    /// Such as "The exact request".
    pub title: String,
    /// The text.
    pub text: std::borrow::Cow<'a, str>,
}

/// Whether and how it can be undone.
#[derive(Debug, Clone)]
pub enum WayBack {
    /// It can; how.
    Undo(String),
    /// It cannot; why.
    None(String),
}

/// Something that must be agreed to by itself.
#[derive(Debug, Clone, Default)]
pub struct TickView {
    /// Comes back in the answer.
    pub id: String,
    /// The sentence beside the box (rich).
    pub words: String,
    /// More about it, under it.
    pub detail: Option<String>,
    /// Whether the deed's button waits for it.
    pub is_required: bool,
}

/// A word that must be typed.
#[derive(Debug, Clone, Default)]
pub struct TypedView {
    /// Such as "Type the name of the database to go on".
    pub label: String,
    /// The word.
    pub word: String,
}
