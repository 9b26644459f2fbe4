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
