//! What it is for: everything that a click, a key or typed text can mean.
//! In: made by drawing functions only. Out: `app` turns each into an event of the run or a change of settings.
//! Never: a deed. A command says what the person asked for, not that it is permitted.

use super::{
    theme::Appearance,
    view::{
        ConfigChange, ConfigWhen, DetailPart, DriftCommand, FileCommand, HistoryCommand, LogCommand, Page,
        RequestCommand, SettingCommand, TicketCommand,
    },
};
use crate::observed::survey::{ItemKey, Lens};

/// What the person asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UiCommand {
    /// Light, dark or high contrast.
    ChooseAppearance(Appearance),
    /// Put on the clipboard what helps who looks for a fault, without secrets.
    CopyDiagnosis,
    /// Something about the settings.
    Setting(SettingCommand),
    /// Take a notice away.
    DismissNotice(u64),
    /// Open an address in the browser (the app lets only http and https pass).
    OpenAddress(String),
    /// Open a file or folder of this machine with its usual program.
    OpenPath(String),

    /// Show another page of the window.
    ShowPage(Page),
    /// Show other rows of the cluster, or the same in another order.
    Look(Lens),
    /// Look at an object closely, or no more.
    LookAt(Option<ItemKey>),
    /// Show another part of the object that is looked at.
    ShowDetail(DetailPart),
    /// Ask the site at this address, once.
    AskSite(String),
    /// Something about the logs of the object that is looked at.
    Log(LogCommand),
    /// Show another namespace of the cluster page; all when empty.
    ShowNamespace(String),
    /// Compare the repository with the cluster, or look at what was compared.
    Drift(DriftCommand),
    /// Something about the history.
    History(HistoryCommand),
    /// Something about a ticket as the beginning of a change.
    Ticket(TicketCommand),
    /// Put the record of a change on the clipboard, as a comment for its ticket; the change by its folder's name.
    CopyComment(String),
    /// Something about the request for a ticket.
    Request(RequestCommand),

    /// Make a practice world.
    Practise,
    /// Go back from practice to what was before.
    LeavePractice,
    /// Let time in the practice world run so many times as fast.
    ChoosePace(u32),
    /// Let something go wrong in the practice world, or end it.
    SwitchTrouble {
        /// The trouble's id.
        id: String,
        /// Whether it goes wrong from now on.
        on: bool,
    },

    /// Copy what the change touches, and rehearse it there.
    Rehearse,
    /// Carry the whole rehearsal out without a person.
    RehearseAlone,
    /// Go on with the rehearsal step by step.
    AttendRehearsal,

    /// Show the file dialog for the kubeconfig.
    PickKubeconfig,
    /// Read this kubeconfig.
    SetKubeconfig(String),
    /// Choose a context by name.
    SetContext(String),
    /// Choose a namespace.
    SetNamespace(String),
    /// Ask the cluster again.
    Reconnect,
    /// Try each link of the way to the server by itself.
    FindFault,
    /// Stop that, and take away what it found.
    StopSearch,
    /// The program that the kubeconfig names may run.
    AllowLoginProgram,
    /// Show the folder dialog for the repository.
    PickRepository,
    /// Open this repository.
    SetRepository(String),
    /// Read the repository again.
    RereadRepository,
    /// The programs that the repository's configuration names may run.
    AllowRepositoryPrograms,
    /// Choose a procedure by id.
    SetProcedure(String),
    /// Go on with a change that was begun.
    Resume(String),
    /// Change a field of the form, parameter or request, by id.
    SetField {
        /// The field's id.
        field: String,
        /// The new value.
        value: String,
    },
    /// Add a change of the configuration.
    AddConfig {
        /// Before or after the deployment.
        when: ConfigWhen,
        /// The change.
        change: ConfigChange,
    },
    /// Put another change in the place of one that was added.
    ReplaceConfig {
        /// The row's id.
        id: u64,
        /// Before or after the deployment.
        when: ConfigWhen,
        /// The change.
        change: ConfigChange,
    },
    /// Take a change of the configuration away.
    RemoveConfig(u64),
    /// Run the checks again.
    CheckAgain,
    /// Start although a check speaks against it.
    GoPast {
        /// The check's id.
        check: String,
        /// What was shown of it.
        shown: String,
        /// Why.
        reason: String,
    },
    /// A check that was gone past counts again.
    CountAgain(String),
    /// Agree to somebody else's step as the second person; names what was shown.
    AgreeSecond(String),
    /// Start the change.
    Start,

    /// Show a step in the middle (does nothing to the run).
    ShowStep(String),
    /// The main button of a step was pressed.
    Ask(String),
    /// Answer the question of a step.
    Answer {
        /// The step.
        step: String,
        /// The answer's id.
        answer: String,
    },
    /// Leave a step out.
    Skip {
        /// The step.
        step: String,
        /// Why.
        reason: String,
    },
    /// Go on although a step failed.
    GoOn {
        /// The step.
        step: String,
        /// Why.
        reason: String,
    },
    /// Do a step again.
    TryAgain(String),
    /// Look whether a deed whose end is unknown has happened.
    LookAgain(String),
    /// Stop waiting.
    StopWaiting(String),
    /// One of the ways that belong to this step only.
    Named {
        /// The step.
        step: String,
        /// The way's id.
        id: String,
    },
    /// Keep a note at a step.
    AddNote {
        /// The step.
        step: String,
        /// The note.
        text: String,
    },
    /// Something about the files of notes.
    File(FileCommand),
    /// Change the announcement's draft.
    EditAnnouncement {
        /// The step.
        step: String,
        /// Which part.
        part: AnnouncementPart,
        /// Its new text.
        text: String,
    },
    /// Open the announcement in the mail program.
    OpenMail(String),
    /// Change the commit message.
    EditCommitMessage {
        /// The step.
        step: String,
        /// The new message.
        text: String,
    },
    /// Back to the start screen after the end.
    Leave,

    /// Show the question before the way back.
    RollBack,
    /// Do what the way back, which has ended, left for later.
    DoRest,
    /// A way back was chosen.
    DecideAnswer {
        /// The way's id.
        answer: String,
        /// Why, where the way asks for it.
        reason: Option<String>,
    },
    /// From the question back to the change; nothing was begun.
    BackToChange,
    /// Take one step back.
    UndoStep(String),
    /// Take one step back at once, as was agreed to in its own dialog.
    TakeBack(String),
    /// Leave the change as it is and go on later.
    Hold {
        /// Why.
        reason: String,
    },
    /// Leave the way back where it stands.
    StopGoingBack {
        /// Why.
        reason: String,
    },
    /// How a deed ended whose end nobody saw.
    Settle {
        /// The step.
        step: String,
        /// Whether it happened.
        happened: bool,
        /// Why, where the world does not say the same.
        reason: Option<String>,
    },
    /// Ask the world once more how a deed ended.
    AskWorldAgain(String),
    /// Go on although what a step requires is missing.
    Waive {
        /// The step.
        step: String,
        /// Why.
        reason: String,
    },
    /// Take the change over from its holder.
    TakeOver {
        /// Why.
        reason: String,
    },
    /// Write the change into a file (a file dialog comes first).
    Export(String),
    /// Take a change from a file (a file dialog comes first).
    Import,
    /// Roll a change back that has ended.
    RollBackFinished(String),

    /// The person agreed in the dialog.
    Approve(DialogAnswer),
    /// The person closed the dialog without agreeing.
    CancelDialog,
}

/// A part of an announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnnouncementPart {
    /// Addresses.
    To,
    /// Subject.
    Subject,
    /// Text.
    Body,
}

/// What the person gave in the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DialogAnswer {
    /// The dialog's id.
    pub id: String,
    /// The typed word; empty when none was asked.
    pub typed: String,
    /// The ids of the ticked boxes, in the dialog's order.
    pub ticked: Vec<String>,
}
