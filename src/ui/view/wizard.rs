//! What it is for: the wizard's data: the rail of steps, the shown step, live state, status line, the end.
//! In: words from `app`, rows of `observed`. Out: borrowed by `ui::wizard`. Never: a type of plan or run.

use jiff::Timestamp;

use crate::{failure::Failure, observed::Observed, record::Timeline};

use super::{
    AttachmentView, BulletView, ChangeDeed, Chip, DecideView, DiffView, HolderView, Tone, UnknownView,
};

/// The wizard.
#[derive(Debug, Clone)]
pub struct WizardView<'a> {
    /// The steps by section.
    pub rail: Vec<RailSection>,
    /// What fills the middle.
    pub middle: MiddleView<'a>,
    /// The live rows at the right.
    pub live: &'a Observed,
    /// Such as "only this change".
    pub live_scope: String,
    /// The line at the bottom.
    pub status: StatusView,
    /// What can be done with the change as a whole, at the foot of the rail.
    pub deeds: Vec<ChangeDeed>,
    /// The course so far, while it is asked for ([`crate::ui::UiMemory::shows_timeline`]).
    pub timeline: Option<&'a Timeline>,
    /// Why it could not be read when it was asked for last; what was read before is still there.
    pub timeline_failure: Option<&'a Failure>,
    /// Who else holds the change: a band above the middle, and no deed below it (the app names none).
    pub holder: Option<HolderView>,
}

/// What fills the middle.
#[derive(Debug, Clone)]
pub enum MiddleView<'a> {
    /// A step.
    Step(Box<StepView<'a>>),
    /// The way back is to be chosen.
    Decide(Box<DecideView>),
    /// The change has ended.
    Finish(FinishView),
}

/// A section of the rail.
#[derive(Debug, Clone, Default)]
pub struct RailSection {
    /// Such as "Prepare".
    pub title: String,
    /// Its entries.
    pub entries: Vec<RailEntry>,
    /// Entries that were not reached and will not be, folded as "5 steps not begun" (while going back).
    pub not_begun: Vec<RailEntry>,
}

/// A numbered entry: one step, or several that share a group.
#[derive(Debug, Clone, Default)]
pub struct RailEntry {
    /// Its number, such as `6`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// One short line, such as "2 pods ended · 14 s".
    pub sub: String,
    /// How it stands.
    pub state: StepState,
    /// The step that a click shows (the first, or the current, of a group).
    pub step: String,
    /// Whether it is shown in the middle.
    pub is_shown: bool,
    /// The steps of a group; empty for a single step.
    pub parts: Vec<RailPart>,
}

/// One step of a group.
#[derive(Debug, Clone, Default)]
pub struct RailPart {
    /// The step that a click shows.
    pub step: String,
    /// Its title.
    pub title: String,
    /// How it stands.
    pub state: StepState,
    /// Whether it is shown in the middle.
    pub is_shown: bool,
}

/// How a step stands, for the eye: each differs in shape, word and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StepState {
    /// Not its turn yet.
    #[default]
    Waiting,
    /// What it will do is being read.
    Looking,
    /// It cannot be proposed as things stand.
    Blocked,
    /// May begin.
    Ready,
    /// Under way.
    Running,
    /// Under way for longer than usual; not failed.
    Late,
    /// Seen to be done.
    Done,
    /// Done otherwise than the procedure's defaults say.
    Deviation,
    /// Left out, with a reason.
    Skipped,
    /// Seen to have failed.
    Failed,
    /// The person stopped waiting.
    Stopped,
    /// Not known whether it happened.
    Unknown,
    /// Done, and taken back since.
    Undone,
}

/// The shown step.
#[derive(Debug, Clone, Default)]
pub struct StepView<'a> {
    /// Comes back in commands.
    pub step: String,
    /// Such as "Step 6 of 10 · Change".
    pub over: String,
    /// Title.
    pub title: String,
    /// What it does and why (rich).
    pub about: String,
    /// How it stands.
    pub state: StepState,
    /// "What will happen", or what has happened. The card is left out when `None`.
    pub happening: Option<HappeningView>,
    /// Differences, a card each.
    pub diffs: Vec<DiffView<'a>>,
    /// The same as a command line to copy.
    pub command: Option<String>,
    /// How a running step gets on.
    pub progress: Option<ProgressView>,
    /// Output while it runs, and afterwards.
    pub output: Option<OutputView<'a>>,
    /// What was judged after it.
    pub verdict: Option<VerdictView>,
    /// Nobody saw how the deed ended: what was sent, what the world says, and the buttons that settle it.
    pub unknown: Option<UnknownView>,
    /// What the person fills in.
    pub form: StepForm,
    /// Notes of the person, oldest first.
    pub notes: Vec<NoteView>,
    /// The button at the lower right; `None` when there is nothing to do now.
    pub main: Option<MainDeed>,
    /// The other buttons, from the left.
    pub others: Vec<OtherDeed>,
    /// Why nothing can be done in this window now: every button but the one that ends a wait is grey.
    pub blocked: Option<String>,
    /// Whether a note can be kept although it is blocked.
    pub may_note: bool,
    /// Nothing is carried out in this window: the step is shown without its deeds.
    pub is_read_only: bool,
}

/// "What will happen", from a server-side dry run where there is one.
#[derive(Debug, Clone, Default)]
pub struct HappeningView {
    /// Title; "What will happen" when empty.
    pub title: String,
    /// Such as "checked on the server just now".
    pub chip: Option<Chip>,
    /// The lines.
    pub lines: Vec<BulletView>,
    /// Why it could not be found out.
    pub failure: Option<Failure>,
}

/// How a running step gets on.
#[derive(Debug, Clone, Default)]
pub struct ProgressView {
    /// Such as "1 of 2 pods has ended".
    pub words: String,
    /// Such as "1 min 20 s · usually 2 min".
    pub time: String,
    /// Done part between 0 and 1; `None` when it cannot be said.
    pub fraction: Option<f32>,
    /// Whether it takes longer than usual.
    pub is_late: bool,
}

/// Lines that a step gives out.
#[derive(Debug, Clone, Default)]
pub struct OutputView<'a> {
    /// Whose lines these are: the change and its step. What is sought and read in them is remembered by it; the tries of a
    /// step go on in the same lines.
    pub source: String,
    /// Such as "Log of depot-pgbackup-manual-1.0.188".
    pub title: String,
    /// The lines, oldest first, control characters already removed.
    pub lines: &'a [String],
    /// How many lines before these were let go.
    pub dropped: usize,
    /// Whether more may come.
    pub is_open: bool,
}

/// What was judged after a step.
#[derive(Debug, Clone, Default)]
pub struct VerdictView {
    /// Colour and shape.
    pub tone: Tone,
    /// Such as "The backup is good" (rich).
    pub headline: String,
    /// What was seen.
    pub evidence: Vec<BulletView>,
    /// What to do next.
    pub hint: Option<String>,
    /// Technical causes, folded.
    pub details: Vec<String>,
}

/// What the person fills in at a step.
#[derive(Debug, Clone, Default)]
pub enum StepForm {
    /// Nothing.
    #[default]
    None,
    /// A question with answers.
    Question(QuestionView),
    /// An announcement to be sent by the person.
    Announcement(AnnouncementView),
    /// The message of the commit.
    CommitMessage(CommitView),
}

/// A question to the person.
#[derive(Debug, Clone, Default)]
pub struct QuestionView {
    /// The question (rich).
    pub question: String,
    /// The answers.
    pub answers: Vec<AnswerView>,
    /// The id of the answer that was given.
    pub given: Option<String>,
}

/// One answer.
#[derive(Debug, Clone, Default)]
pub struct AnswerView {
    /// Comes back in the command.
    pub id: String,
    /// The button's words.
    pub label: String,
    /// `Good` for the answer that goes on, `Bad` for the one that says failure.
    pub tone: Tone,
}

/// A draft that the person sends.
#[derive(Debug, Clone, Default)]
pub struct AnnouncementView {
    /// Addresses, separated by commas.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// Whether it can still be changed.
    pub is_open: bool,
}

/// The commit that is about to be made.
#[derive(Debug, Clone, Default)]
pub struct CommitView {
    /// The message.
    pub message: String,
    /// Paths that the commit will hold.
    pub files: Vec<String>,
    /// `Name <address>`.
    pub author: String,
    /// Whether it can still be changed.
    pub is_open: bool,
}

/// A note of the person.
#[derive(Debug, Clone, Default)]
pub struct NoteView {
    /// When and who, such as "15:02 · admin".
    pub when: String,
    /// The note; empty when only files were added.
    pub text: String,
    /// Its files.
    pub files: Vec<AttachmentView>,
}

/// The button at the lower right: it says the deed.
#[derive(Debug, Clone, Default)]
pub struct MainDeed {
    /// Such as "Scale to 0…", "Go on to step 7".
    pub label: String,
    /// `Info` for the usual, `Warn` towards production, `Bad` for what cannot be undone.
    pub tone: Tone,
    /// Why it cannot be done now; the button is then grey.
    pub blocked: Option<String>,
}

/// A button beside the main one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OtherDeed {
    /// Leave the step out; asks for a reason.
    Skip,
    /// Go on although the step failed; asks for a reason.
    GoOn,
    /// Do it again.
    TryAgain,
    /// Look whether it happened, before anything else.
    LookAgain,
    /// Stop waiting; what was already sent stays.
    StopWaiting,
    /// Take this one step back, without the whole way back.
    Undo,
    /// Go on although what the step requires is missing; asks for a reason.
    Waive,
    /// Add a note.
    AddNote,
    /// A way that belongs to this step only (adopt the job, rebase the commit …).
    Named {
        /// Comes back in the command.
        id: String,
        /// The button's words.
        label: String,
    },
}

/// The line at the bottom.
#[derive(Debug, Clone, Default)]
pub struct StatusView {
    /// When the journal was last written, as a time of day.
    pub journal_saved: Option<String>,
    /// Such as "5 of 10 steps · 4 min 20 s".
    pub progress: String,
    /// Since when it tells whole minutes; `None` when its time stands still.
    pub minutes_since: Option<Timestamp>,
}

/// The change has ended.
#[derive(Debug, Clone, Default)]
pub struct FinishView {
    /// Colour and shape.
    pub tone: Tone,
    /// Such as "Depot 1.0.188 is deployed".
    pub headline: String,
    /// One or two sentences (rich).
    pub about: String,
    /// What was done, and what differs from the defaults.
    pub lines: Vec<BulletView>,
    /// The commit's id.
    pub commit: Option<String>,
    /// The change by its folder's name, for its record in the history.
    pub change: String,
    /// Path of the record.
    pub record: Option<String>,
    /// Path of the journal.
    pub journal: Option<String>,
    /// Address of the ticket that the change was taken from.
    pub ticket: Option<String>,
    /// Whether it was a rehearsal: what is left behind goes with it, and the real change is behind it.
    pub is_rehearsal: bool,
}
