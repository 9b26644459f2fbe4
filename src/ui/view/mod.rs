//! What it is for: everything that one frame may show, as plain data that `app` builds from plan, run and journal.
//! In: words that are ready to be read, rows of `observed`. Out: borrowed by `draw`.
//! Never: types of plan, confirm, run or journal; a decision (the app says which buttons there are and why one is blocked).
//!
//! Fields called "rich" may hold `**bold**` and `` `mono` ``; put foreign text through [`crate::ui::rich::literal`] first.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::{failure::Failure, manifest::Diff, observed::survey::Survey};

mod attach;
mod back;
mod begun;
mod cluster;
mod dialog;
mod drift;
mod history;
mod dropping;
mod log;
mod practice;
mod settings;
mod start;
mod ticket;
mod wizard;

pub use attach::*;
pub use back::*;
pub use begun::*;
pub use cluster::*;
pub use dialog::*;
pub use drift::*;
pub use dropping::*;
pub use history::*;
pub use log::*;
pub use practice::*;
pub use settings::*;
pub use start::*;
pub use ticket::*;
pub use wizard::*;

/// One frame.
#[derive(Debug, Clone)]
pub struct View<'a> {
    /// The strip at the top.
    pub bar: BarView,
    /// The practice band, when a practice world is there.
    pub practice: Option<PracticeView>,
    /// What fills the window below it.
    pub screen: ScreenView<'a>,
    /// The question that blocks everything else, if one is open.
    pub dialog: Option<DialogView<'a>>,
    /// Files that may be added to a note, or one that was, shown over the page.
    pub files: Option<FilesView>,
    /// Messages, newest last. They stay until dismissed or taken away by the app.
    pub notices: Vec<NoticeView>,
    /// What is known of the objects of the cluster that is looked at: the list of commands leads to them.
    pub survey: Option<&'a Survey>,
    /// A file or folder that hovers over the window.
    pub dropping: Option<DroppingView>,
    /// The moment that ages are counted from, in UTC.
    pub now: Timestamp,
}

impl View<'_> {
    /// Whether something is asked or shown over the page, and the page behind it gets no key.
    pub(super) fn has_dialog(&self) -> bool {
        self.dialog.is_some() || self.files.is_some()
    }
}

/// Which screen is shown.
#[derive(Debug, Clone)]
pub enum ScreenView<'a> {
    /// Choose cluster, repository, procedure; fill in the request.
    Start(Box<StartView>),
    /// Carry the change out.
    Wizard(Box<WizardView<'a>>),
    /// Look at the cluster.
    Cluster(Box<ClusterView<'a>>),
    /// Look at what was done before.
    History(Box<HistoryView<'a>>),
    /// What can be chosen about the program.
    Settings(Box<SettingsView>),
}

/// The strip at the top.
#[derive(Debug, Clone, Default)]
pub struct BarView {
    /// Such as "Deploy Depot 1.0.188"; the program's name when `None`.
    pub title: Option<String>,
    /// Such as "change in progress".
    pub state: Option<Chip>,
    /// Whether the change is on its way back: a second chip, and a line below the strip.
    pub is_rolling_back: bool,
    /// Where deeds go.
    pub target: Option<TargetView>,
    /// The repository.
    pub repository: Option<RepositoryBadge>,
    /// Who the cluster says that the person is.
    pub who: Option<String>,
    /// The page that is shown.
    pub page: Page,
    /// Nothing is carried out in this window.
    pub is_read_only: bool,
}

/// Where deeds go.
#[derive(Debug, Clone, Default)]
pub struct TargetView {
    /// The context's name (a personal label).
    pub context: String,
    /// The namespace.
    pub namespace: String,
    /// The server's address.
    pub server: String,
    /// Whether the target is protected: coloured, with the word for it.
    pub is_production: bool,
}

/// The repository in the strip at the top.
#[derive(Debug, Clone, Default)]
pub struct RepositoryBadge {
    /// The folder's own name.
    pub name: String,
    /// Branch and state, such as "master · 1 file changed".
    pub detail: String,
}

/// How something is to be taken: chooses the colour, never alone (words or a shape go with it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// As wanted.
    Good,
    /// Wants a look.
    Warn,
    /// Wrong, or dangerous.
    Bad,
    /// Under way, or chosen.
    Info,
    /// Neither.
    #[default]
    Quiet,
}

/// A few words in a coloured box.
#[derive(Debug, Clone, Default)]
pub struct Chip {
    /// Colour.
    pub tone: Tone,
    /// Such as "connected · v1.36.1".
    pub words: String,
    /// Whether an answer is awaited (a small turning mark).
    pub is_busy: bool,
}

impl Chip {
    /// A chip that waits for nothing.
    pub fn new(tone: Tone, words: impl Into<String>) -> Self {
        Self { tone, words: words.into(), is_busy: false }
    }

    /// A chip while an answer is awaited.
    pub fn busy(words: impl Into<String>) -> Self {
        Self { tone: Tone::Info, words: words.into(), is_busy: true }
    }
}

/// The mark before a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulletMark {
    /// `~` changes.
    Change,
    /// `=` stays.
    Same,
    /// `+` is made.
    Add,
    /// `−` is taken away.
    Remove,
    /// `!` wants a look.
    Warn,
    /// `✗` speaks against it, or cannot be undone.
    Bad,
    /// `✓` speaks for it.
    Good,
    /// `·` worth knowing.
    Note,
}

/// A line with a mark.
#[derive(Debug, Clone)]
pub struct BulletView {
    /// The mark.
    pub mark: BulletMark,
    /// Rich text.
    pub text: String,
}

impl BulletView {
    /// A line with a mark.
    pub fn new(mark: BulletMark, text: impl Into<String>) -> Self {
        Self { mark, text: text.into() }
    }
}

/// A difference.
#[derive(Debug, Clone, Default)]
pub struct DiffView<'a> {
    /// The card's title, such as "Difference to the cluster", or a file's path.
    pub title: Cow<'a, str>,
    /// The places that differ.
    pub diff: Cow<'a, Diff>,
}

impl DiffView<'_> {
    /// How many lines are added or removed.
    pub fn changed_lines(&self) -> usize {
        self.diff.added + self.diff.removed
    }
}

/// A message that stays until it is dismissed.
#[derive(Debug, Clone)]
pub struct NoticeView {
    /// Comes back in [`crate::ui::UiCommand::DismissNotice`].
    pub id: u64,
    /// Colour and shape.
    pub tone: Tone,
    /// What is said. A failure's details are folded.
    pub what: NoticeText,
}

/// What a notice says.
#[derive(Debug, Clone)]
pub enum NoticeText {
    /// One sentence.
    Words(String),
    /// What happened, why, what to do.
    Failure(Failure),
}
