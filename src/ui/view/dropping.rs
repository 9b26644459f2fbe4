//! What it is for: a file or folder over the window, as data. In: words from `app`. Out: borrowed by `ui::dropping`.
//! Never: its path, or a judgement.

use super::Tone;

/// A file or folder that hovers over the window.
#[derive(Debug, Clone, Default)]
pub struct DroppingView {
    /// What would be done with it, or why nothing would.
    pub words: String,
    /// Its name.
    pub name: String,
    /// `Info` when it can be used, `Warn` when it cannot, `Quiet` while it is looked at.
    pub tone: Tone,
}
