//! What it is for: the start screen's data: cluster, repository, procedures, details, request, readiness.
//! In: words and choices from `app`. Out: borrowed by `ui::start`. Never: a secret's value, or a type of procedure or plan.

use crate::failure::Failure;

use super::{Chip, FinishedRow, OriginView, RequestView, TicketView, Tone, UnfinishedRow};

/// The start screen.
#[derive(Debug, Clone, Default)]
pub struct StartView {
    /// How practice is offered.
    pub practise: Practise,
    /// Somebody asks for a second person in the chosen namespace.
    pub second: Option<SecondView>,
    /// Card 1.
    pub cluster: ClusterCard,
    /// Card 2.
    pub repository: RepositoryCard,
    /// Card 3, in the order of the list.
    pub procedures: Vec<ProcedureRow>,
    /// Changes that were begun and not ended, newest first; the card is left out when there are none.
    pub unfinished: Vec<UnfinishedRow>,
    /// The last changes that ended, newest first (five at most); the card is left out when there are none.
    pub finished: Vec<FinishedRow>,
    /// Card 4; `None` until a procedure is chosen.
    pub details: Option<DetailsView>,
    /// "Ready to start?"; `None` until a procedure is chosen.
    pub checks: Option<ChecksView>,
    /// The button's words, such as "Start the change".
    pub start_label: String,
    /// Why it cannot be started yet, one sentence each. The button works when there are none.
    pub blocked: Vec<String>,
    /// Of a rehearsal's own page: where everything goes, beside the button that carries it out without a person.
    pub alone: Option<Vec<String>>,
    /// Nothing is carried out in this window: no button says that it would be.
    pub is_read_only: bool,
    /// The ticket that the form was filled from.
    pub origin: Option<OriginView>,
    /// The sheet for a ticket as the beginning, while it is open.
    pub ticket: Option<Box<TicketView>>,
    /// The sheet of the request, while it is open.
    pub request: Option<Box<RequestView>>,
}

/// How practice is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Practise {
    /// Not at all: it is on.
    #[default]
    Hidden,
    /// As one possibility.
    Quiet,
    /// As what can be done here.
    Offered,
}

/// A step of somebody else's change that waits for a second person.
#[derive(Debug, Clone, Default)]
pub struct SecondView {
    /// Comes back in the command.
    pub id: String,
    /// Such as "ann@desk".
    pub who: String,
    /// The step's title (rich).
    pub step: String,
    /// The change's identifier.
    pub change: String,
    /// What will be done, one line each.
    pub lines: Vec<String>,
    /// The beginnings of the digests of plan and proposal, to compare by telephone.
    pub digests: String,
    /// The yes is on its way.
    pub is_busy: bool,
    /// The yes was written.
    pub is_agreed: bool,
}

/// Which cluster.
#[derive(Debug, Clone, Default)]
pub struct ClusterCard {
    /// The path as it was given; several with the system's separator.
    pub kubeconfig: String,
    /// Contexts of the kubeconfig, in its order.
    pub contexts: Vec<ContextChoice>,
    /// The chosen context's name.
    pub context: Option<String>,
    /// The chosen namespace.
    pub namespace: String,
    /// Namespaces that the cluster names; empty when it does not tell (the field stays a text field).
    pub namespaces: Vec<String>,
    /// Who the cluster says that the person is.
    pub who: Option<String>,
    /// How the connection stands.
    pub chip: Option<Chip>,
    /// Why it does not work.
    pub failure: Option<Failure>,
    /// The program that the kubeconfig wants to run, before it was agreed to.
    pub consent: Option<ConsentView>,
    /// The search for the link at which the connection fails.
    pub doctor: DoctorView,
}

/// The search for the link at which a connection fails.
#[derive(Debug, Clone, Default)]
pub struct DoctorView {
    /// Whether it is offered.
    pub is_offered: bool,
    /// Whether it is under way.
    pub is_searching: bool,
    /// The links in order; empty before anything was tried.
    pub links: Vec<LinkRow>,
    /// All of it as text, without secrets.
    pub text: String,
}

/// A link of the way to the server.
#[derive(Debug, Clone, Default)]
pub struct LinkRow {
    /// What is tried, such as "Encrypted connection".
    pub title: String,
    /// How it came out; `Unknown` when it was not asked.
    pub state: CheckState,
    /// What was found (rich).
    pub words: String,
    /// What to do (rich).
    pub hint: Option<String>,
    /// What was seen, a line each; folded.
    pub evidence: Vec<String>,
}

/// A context of the kubeconfig.
#[derive(Debug, Clone, Default)]
pub struct ContextChoice {
    /// Its name.
    pub name: String,
    /// The server's address.
    pub server: String,
    /// Whether it is protected.
    pub is_production: bool,
}

/// Programs that would run, and the button that agrees.
#[derive(Debug, Clone, Default)]
pub struct ConsentView {
    /// What and why, in a sentence.
    pub words: String,
    /// The programs.
    pub programs: Vec<ProgramLine>,
    /// Such as "Allow and connect".
    pub button: String,
}

/// A program that would run.
#[derive(Debug, Clone, Default)]
pub struct ProgramLine {
    /// The very command line, or the program's path.
    pub command: String,
    /// Where it is named, such as `core.hooksPath`; environment variable names that it gets.
    pub origin: String,
}

/// Which repository.
#[derive(Debug, Clone, Default)]
pub struct RepositoryCard {
    /// The path as it was given.
    pub folder: String,
    /// Such as "master → origin/master".
    pub branch: Option<String>,
    /// The newest commit's short id and subject.
    pub last_commit: Option<String>,
    /// Who will be the author of the commit.
    pub author: Option<String>,
    /// How it stands.
    pub chip: Option<Chip>,
    /// Why it cannot be used.
    pub failure: Option<Failure>,
    /// Programs that the repository's configuration names, before they were agreed to.
    pub consent: Option<ConsentView>,
}

/// A procedure of the list.
#[derive(Debug, Clone, Default)]
pub struct ProcedureRow {
    /// Comes back in the command.
    pub id: String,
    /// Its title.
    pub name: String,
    /// What it does, in one sentence.
    pub does: String,
    /// Numbered entries of its way forward.
    pub steps: usize,
    /// What can be rolled back; "–" when nothing.
    pub rollback: String,
    /// Where it comes from: shipped, or the repository.
    pub source: String,
    /// Such as "uncommitted", "not on master".
    pub mark: Option<Chip>,
    /// What is wrong with the file, one line each. A procedure with problems cannot be chosen.
    pub problems: Vec<String>,
    /// Whether it is the chosen one.
    pub is_chosen: bool,
}

/// Parameters and the request.
#[derive(Debug, Clone, Default)]
pub struct DetailsView {
    /// The procedure's parameters.
    pub parameters: Vec<FieldView>,
    /// Names that follow from them.
    pub derived: Vec<DerivedRow>,
    /// Description, how it was tested, ticket number.
    pub request: Vec<FieldView>,
    /// Changes of the configuration before the deployment; "None" is drawn when empty.
    pub before: Vec<ConfigRow>,
    /// The same, after it.
    pub after: Vec<ConfigRow>,
    /// Objects of the repository's manifests that the form may choose from.
    pub objects: Vec<ManifestObject>,
    /// The request's title.
    pub preview_title: String,
    /// The request as Markdown; deviations are bold.
    pub preview: String,
}

/// One field of a form.
#[derive(Debug, Clone, Default)]
pub struct FieldView {
    /// Comes back in the command.
    pub id: String,
    /// The label, without a colon.
    pub label: String,
    /// How it is entered.
    pub kind: FieldKind,
    /// The value as text; `true` or `false` for a switch.
    pub value: String,
    /// An example, shown in the empty field.
    pub hint: String,
    /// What is to be entered, under the field.
    pub help: String,
    /// The regular expression that the value must match, under the field.
    pub pattern: Option<String>,
    /// Why the value does not do, under the field.
    pub error: Option<String>,
    /// What is known about the value, under the field.
    pub note: Option<Chip>,
    /// Whether it must be filled.
    pub is_required: bool,
    /// Whether it differs from the procedure's default (drawn bold).
    pub is_changed: bool,
    /// A value that can be taken over by one click.
    pub proposal: Option<FieldProposal>,
    /// An address that one click opens.
    pub link: Option<String>,
}

/// A value that can be taken over by one click.
#[derive(Debug, Clone, Default)]
pub struct FieldProposal {
    /// The button's words, such as "Take the link from the image".
    pub label: String,
    /// The value.
    pub value: String,
}

/// How a field is entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    #[default]
    Line,
    /// One line of code: version, name, address.
    Code,
    /// Several lines.
    Lines,
    /// One of these values.
    Choice(Vec<String>),
    /// Code with values to choose from, read live; any other value can be typed.
    Suggest(FieldChoices),
    /// Yes or no.
    Switch,
    /// A secret: nothing is entered and nothing shown, only where it lies (`Secret/name, key`).
    Secret(String),
}

/// What a field can be chosen from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldChoices {
    /// The values, the likeliest first.
    pub rows: std::sync::Arc<Vec<FieldChoice>>,
    /// What is not among them and why, below the list.
    pub foot: String,
    /// The moment of the picture, for ages.
    pub now: jiff::Timestamp,
}

/// A value to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldChoice {
    /// The value.
    pub value: String,
    /// When it was made; `None` when that is not known.
    pub made: Option<jiff::Timestamp>,
    /// What is special about it, such as "runs now".
    pub mark: Option<String>,
}

/// A name that follows from the values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DerivedRow {
    /// The step that uses it.
    pub label: String,
    /// The name; `…` stands where a value is still missing.
    pub name: String,
    /// Whether nothing is missing.
    pub is_whole: bool,
}

/// A change of the configuration that was added in the window.
#[derive(Debug, Clone)]
pub struct ConfigRow {
    /// Comes back in the command.
    pub id: u64,
    /// What it does, in words (rich).
    pub words: String,
    /// Why it cannot be done as it is.
    pub error: Option<String>,
    /// The change itself, to fill the form again.
    pub change: ConfigChange,
}

/// When a change of the configuration is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ConfigWhen {
    /// Before the deployment.
    #[default]
    Before,
    /// After it.
    After,
}

/// A change of the configuration as the form gives it: text, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigChange {
    /// Set an environment variable of a container.
    SetVariable {
        /// The object.
        at: ConfigPlace,
        /// Container name; the only one when empty.
        container: String,
        /// Variable name.
        name: String,
        /// New value.
        value: String,
    },
    /// Remove an environment variable of a container.
    RemoveVariable {
        /// The object.
        at: ConfigPlace,
        /// Container name; the only one when empty.
        container: String,
        /// Variable name.
        name: String,
    },
    /// Set a value.
    SetValue {
        /// The object.
        at: ConfigPlace,
        /// Path inside it, such as `spec.template.spec.terminationGracePeriodSeconds`.
        path: String,
        /// New value as YAML text.
        value: String,
    },
    /// Remove a value.
    RemoveValue {
        /// The object.
        at: ConfigPlace,
        /// Path inside it.
        path: String,
    },
    /// Apply a file of the repository.
    ApplyFile {
        /// Its path inside the repository.
        file: String,
    },
    /// Something that the person does by hand.
    Human {
        /// What to do.
        words: String,
    },
}

/// An object in a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConfigPlace {
    /// Path of the manifest inside the repository.
    pub file: String,
    /// The object as `Kind/name`.
    pub object: String,
}

/// An object that the repository's manifests hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ManifestObject {
    /// Where.
    pub at: ConfigPlace,
    /// Its containers' names, if it has any.
    pub containers: Vec<String>,
}

/// What was looked at before the start.
#[derive(Debug, Clone, Default)]
pub struct ChecksView {
    /// How it stands, such as "1 to look at".
    pub chip: Option<Chip>,
    /// The sum in a sentence; nothing before everything was answered once.
    pub sum: String,
    /// The checks, in a fixed order; those of a group stand together.
    pub rows: Vec<CheckRow>,
    /// How old the oldest answer is, such as "asked 12s ago".
    pub asked: Option<String>,
    /// Whether something is asked now.
    pub is_asking: bool,
    /// Whether the change can be rehearsed now; `None` where that is not offered.
    pub rehearse: Option<bool>,
}

/// One check.
#[derive(Debug, Clone, Default)]
pub struct CheckRow {
    /// Comes back in the command.
    pub id: String,
    /// What it belongs to, such as "Repository".
    pub group: String,
    /// What is asked.
    pub title: String,
    /// How it stands: the worst of what was found.
    pub state: CheckState,
    /// What was found.
    pub found: Vec<FindingView>,
    /// What it rests on, a line each; folded.
    pub evidence: Vec<String>,
    /// How old the answer is, such as `12s`; empty before there is one.
    pub age: String,
    /// It is asked again now; the old answer stands until the new one comes.
    pub is_asked_again: bool,
    /// Whether it may be gone past with a reason.
    pub may_pass: bool,
    /// What is shown before it is gone past; comes back in the command as it is.
    pub shown: String,
    /// What that rests on, a line each.
    pub against: Vec<String>,
    /// The reason with which it was gone past.
    pub passed: Option<String>,
}

/// Something that was found.
#[derive(Debug, Clone, Default)]
pub struct FindingView {
    /// How it came out.
    pub state: CheckState,
    /// What was seen, in a sentence (rich).
    pub words: String,
    /// What to do about it (rich).
    pub hint: Option<String>,
}

/// How a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CheckState {
    /// `✓`
    Good,
    /// `!`
    Warn,
    /// `✗`
    Bad,
    /// `…` the answer is awaited.
    #[default]
    Waiting,
    /// `?` it could not be asked.
    Unknown,
}

impl CheckState {
    /// The tone that goes with it.
    pub fn tone(self) -> Tone {
        match self {
            Self::Good => Tone::Good,
            Self::Warn => Tone::Warn,
            Self::Bad => Tone::Bad,
            Self::Waiting | Self::Unknown => Tone::Quiet,
        }
    }
}
