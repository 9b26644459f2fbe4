//! What it is for: the practice band and its troubles as data. Never: what a trouble does.

/// The band under the strip, while a practice world is there or being made.
#[derive(Debug, Clone, Default)]
pub struct PracticeView {
    /// Whether the world is still being made: nothing can be switched.
    pub is_starting: bool,
    /// How fast time runs: 1, 4 or 16.
    pub pace: u32,
    /// Path of the kubeconfig, for kubectl.
    pub kubeconfig: String,
    /// Whether a change is under way: practice cannot be left then.
    pub is_busy: bool,
    /// What can go wrong.
    pub troubles: Vec<TroubleView>,
    /// The mails that would stand open in the mail program, oldest first.
    pub mails: Vec<MailView>,
    /// The rehearsal of a change, when the world was made for one.
    pub rehearsal: Option<RehearsalView>,
}

/// A mail that would stand open in the mail program.
#[derive(Debug, Clone, Default)]
pub struct MailView {
    /// When it was opened.
    pub at: String,
    /// Receivers.
    pub to: String,
    /// Who gets a copy; may be empty.
    pub cc: String,
    /// Who gets a hidden copy; may be empty.
    pub bcc: String,
    /// Subject.
    pub subject: String,
    /// Text, with its lines.
    pub body: String,
}

/// The rehearsal of a change.
#[derive(Debug, Clone, Default)]
pub struct RehearsalView {
    /// The change's title.
    pub of: String,
    /// Whether it goes on without a person.
    pub is_alone: bool,
    /// Which of several answers of the way back is being rehearsed, in a sentence.
    pub now: Option<String>,
    /// The sum, once there is something to sum up.
    pub sum: Option<super::Chip>,
    /// What became of each step of the way forward.
    pub steps: Vec<RehearsedStep>,
    /// What became of the ways back.
    pub ways: Vec<RehearsedWay>,
    /// What is not in the copy, and why; one sentence each.
    pub left_out: Vec<String>,
    /// Whether a change is held in it, which goes with it.
    pub is_held: bool,
}

/// A way back in a rehearsal.
#[derive(Debug, Clone, Default)]
pub struct RehearsedWay {
    /// The answer that leads to it (rich); `None` where nothing was asked.
    pub title: Option<String>,
    /// How it stands, while it has no steps.
    pub state: Option<super::Chip>,
    /// Why it has none (rich).
    pub why: Option<String>,
    /// What became of its steps, and of steps of the way forward that went otherwise before it.
    pub steps: Vec<RehearsedStep>,
}

/// What became of a step in a rehearsal.
#[derive(Debug, Clone)]
pub struct RehearsedStep {
    /// Its title.
    pub title: String,
    /// Whether it belongs to the way back.
    pub is_back: bool,
    /// What became of it.
    pub state: super::Chip,
    /// Why, or what was not rehearsed of it.
    pub why: Option<String>,
}

/// Something that can go wrong.
#[derive(Debug, Clone, Default)]
pub struct TroubleView {
    /// Comes back in [`crate::ui::UiCommand::SwitchTrouble`].
    pub id: String,
    /// In a few words.
    pub title: String,
    /// What happens, and when to switch it on.
    pub help: String,
    /// Whether it is on.
    pub is_on: bool,
    /// Whether it happens once, at a press, instead of being on or off.
    pub is_once: bool,
    /// Whether it has happened in this world.
    pub has_happened: bool,
}
