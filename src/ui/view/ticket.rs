//! What it is for: data of the sheets over the start page: the request for a ticket, and a ticket as the beginning.
//! In: words from `app`. Out: borrowed by `ui::start`. Never: rich text: a ticket is anybody's words.

use crate::failure::Failure;

use super::Tone;

/// What the person asks for about a ticket as the beginning of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketCommand {
    /// Show the sheet.
    Open,
    /// Hide it; what was typed stays.
    Close,
    /// Read this text.
    Read(String),
    /// Ask the forge for the issue at this address, and read it.
    Fetch(String),
    /// Choose a file (a file dialog comes first), and read it.
    Pick,
    /// Read it as a request for this procedure, by its id.
    Choose(String),
    /// From the review back to the text.
    Back,
    /// Fill the form with what the ticket asks for.
    TakeOver,
    /// The change is not that of the ticket any more; what was filled in stays.
    LetGo,
}

/// What the person asks for about the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestCommand {
    /// Show the sheet.
    Open,
    /// Hide it.
    Close,
    /// Put the request on the clipboard.
    Copy,
    /// Write it into a file (a file dialog comes first).
    Save,
    /// Open the forge's page for a new issue, filled.
    OpenPage,
}

/// The ticket that the form was filled from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OriginView {
    /// Such as "From the ticket https://…, asked by ann".
    pub words: String,
    /// Its address; empty when there is none.
    pub address: String,
}

/// The sheet "Start from a ticket".
#[derive(Debug, Clone, Default)]
pub struct TicketView {
    /// What it shows.
    pub stage: TicketStage,
    /// It is being read or asked for.
    pub is_busy: bool,
    /// Why it cannot be read.
    pub failure: Option<Failure>,
}

/// What the sheet shows.
#[derive(Debug, Clone, Default)]
pub enum TicketStage {
    /// The field for its text, and the other ways.
    #[default]
    Enter,
    /// Several procedures fit, or none does; each with its id.
    Choose {
        /// Why it is asked.
        why: String,
        /// Id and title.
        procedures: Vec<(String, String)>,
    },
    /// What it asks for.
    Review(Box<ReviewView>),
}

/// What a ticket asks for.
#[derive(Debug, Clone, Default)]
pub struct ReviewView {
    /// Title of the ticket.
    pub title: String,
    /// The procedure's title.
    pub procedure: String,
    /// Who asks; empty when the ticket does not say.
    pub asked_by: String,
    /// Its address; empty when there is none.
    pub address: String,
    /// What fills the form.
    pub taken: Vec<AskedRow>,
    /// What is not taken over, and why.
    pub left: Vec<AskedRow>,
    /// What is not understood.
    pub unknown: Vec<AskedRow>,
    /// What the procedure has in its own words.
    pub told: Vec<AskedRow>,
    /// How many rows are not listed.
    pub more: usize,
    /// The form holds something that goes with it.
    pub replaces: bool,
    /// Something would fill the form that is not shown: it cannot be taken over.
    pub hides: bool,
}

/// A line of the ticket.
#[derive(Debug, Clone, Default)]
pub struct AskedRow {
    /// Such as "line 12"; empty for the title.
    pub place: String,
    /// The line as it was written.
    pub text: String,
    /// What became of it.
    pub words: String,
    /// How that is to be taken.
    pub tone: Tone,
    /// It is otherwise than usual.
    pub is_bold: bool,
}

/// The sheet "Request".
#[derive(Debug, Clone, Default)]
pub struct RequestView {
    /// Title of the ticket.
    pub title: String,
    /// Its text; empty while something is missing.
    pub text: String,
    /// What is missing, one sentence each.
    pub missing: Vec<String>,
    /// What is left open, and said so.
    pub open: Option<String>,
    /// The forge's host, where its page for a new issue can be opened.
    pub host: Option<String>,
    /// Labels of the ticket, such as "change-request"; empty when there are none.
    pub labels: String,
    /// Persons whom it is given to, such as "@ada, @grace"; empty when there are none.
    pub assignees: String,
    /// The text does not fit into the page's address: it is put on the clipboard.
    pub is_shortened: bool,
}
