//! What it is for: what a record says at a glance, in a form that a program reads back: a comment at its end that no
//! Markdown reader shows. In: the story; a record's text. Out: the comment; its content.
//! Never: trust. The text may be anybody's: what is read back is only shown, as the record's own words.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{attached, deviations, page::visible, story::Story};
use crate::{
    journal::{Attachment, ChangeResult},
    words::{Language, language},
};

const BEGIN: &str = "<!-- changeover-record ";
const END: &str = " -->";
/// The form that this program writes. Newer ones may add fields.
const FORM: u32 = 1;

/// What a record says at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// The form of this content.
    pub form: u32,
    /// Version of the program that wrote the record.
    pub app: String,
    /// Tag of the record's language; empty for English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// The change's identifier.
    pub change: String,
    /// The procedure's identifier.
    pub procedure: String,
    /// Title of the change.
    pub title: String,
    /// Number of the ticket; empty without one.
    #[serde(default)]
    pub ticket: String,
    /// Address of the ticket that it was taken from; empty without one.
    #[serde(default)]
    pub ticket_address: String,
    /// Who asked for the change; empty when that is not told.
    #[serde(default)]
    pub asked_by: String,
    /// The API server's address.
    pub server: String,
    /// The context's name.
    pub context: String,
    /// The namespace.
    pub namespace: String,
    /// Who started it.
    pub by: String,
    /// When it was started, in UTC.
    pub started: Timestamp,
    /// Time of the last thing that the record tells, in UTC.
    pub last: Timestamp,
    /// How it ended; `None` when it had not when the record was written.
    pub result: Option<ChangeResult>,
    /// Parameters by title, and their values.
    #[serde(default)]
    pub values: Vec<(String, String)>,
    /// How many deviations the record lists.
    #[serde(default)]
    pub deviations: usize,
    /// Files of notes, which lie beside the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attachment>,
}

/// What a copy of a record says, next to the record as the journal has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// The same, whatever its line ends.
    Same,
    /// What the journal said earlier.
    Older,
    /// Something else: somebody's words may stand in it.
    Other,
}

impl Says {
    /// Compares a copy with the record of the same change.
    pub fn of(copy: &str, record: &str) -> Self {
        let lines = |text: &str| text.replace("\r\n", "\n");
        if lines(copy) == lines(record) {
            return Self::Same;
        }
        match (Brief::read(copy), Brief::read(record)) {
            (Some(then), Some(now)) if then.change == now.change && then.last < now.last => Self::Older,
            (Some(_) | None, Some(_) | None) => Self::Other,
        }
    }
}

impl Brief {
    pub(super) fn of(story: &Story<'_>) -> Self {
        let header = story.header;
        let origin = header.request.origin.clone().unwrap_or_default();
        let value = |param: &crate::plan::Param| {
            let name = if param.title.is_empty() { &param.name } else { &param.title };
            (visible(name), visible(&param.value))
        };
        Self {
            form: FORM,
            app: visible(story.app),
            language: match language() {
                Language::English => String::new(),
                other @ Language::German => other.tag().to_owned(),
            },
            change: visible(story.change.as_str()),
            procedure: visible(header.procedure.as_str()),
            title: visible(&header.title),
            ticket: visible(&header.request.ticket),
            ticket_address: visible(&origin.address),
            asked_by: visible(&origin.asked_by),
            server: visible(&header.target.server.address),
            context: visible(header.target.context.as_str()),
            namespace: header.target.namespace.to_string(),
            by: visible(&story.by.who),
            started: story.opened_at,
            last: story.last_at,
            result: story.finished.map(|(result, _)| result),
            values: header.params.iter().map(value).collect(),
            deviations: deviations::all(story).len(),
            files: attached::all(story),
        }
    }

    /// The language that a record's text is in; English for one of a language that this program does not speak.
    pub fn language_of(text: &str) -> Language {
        Self::read(text).and_then(|brief| Language::of(&brief.language)).unwrap_or_default()
    }

    /// The comment, in one line. Nothing in it can end it early.
    pub(super) fn comment(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        let json = json.replace("--", "-\\u002d").replace('<', "\\u003c").replace('>', "\\u003e");
        format!("{BEGIN}{json}{END}")
    }

    /// The content of the last such comment; `None` when there is none that can be read.
    pub fn read(text: &str) -> Option<Self> {
        let line = text.lines().rev().find(|line| line.starts_with(BEGIN))?;
        serde_json::from_str(line.trim_end().strip_prefix(BEGIN)?.strip_suffix(END)?).ok()
    }
}

/// A record's text without such a comment.
pub(super) fn without(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(BEGIN)).collect();
    format!("{}\n", lines.join("\n").trim_end())
}
