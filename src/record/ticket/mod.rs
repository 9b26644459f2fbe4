//! What it is for: a ticket, written by anybody, as the beginning of a change: what it asks for, line by line.
//! In: its text, the procedures. Out: values, configuration changes, and each line with what became of it.
//! Never: a line that is dropped without a word, a value that does not fit, trust in the text, or a panic.

use std::collections::BTreeMap;

use crate::{
    plan::request::{ConfigChange, Origin},
    procedure::Procedure,
    words::{Language, Sentence, language, speaking},
};

mod config;
mod marks;
mod reading;
mod sheet;
mod values;

pub(super) use sheet::Fence;
use sheet::{Row, Section, Sheet, item, plain, unmarked};
use values::Pattern;

/// Bytes of a ticket, at most. A forge takes 65,536 characters.
pub const LARGEST: usize = 1_000_000;

/// So many changes are taken from one ticket at most, and so many lines that say something of a parameter.
const MOST: usize = 200;

/// A ticket as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ticket {
    /// Its title; empty when it was not told apart from the text.
    pub title: String,
    /// Its text.
    pub body: String,
    /// Its address; empty when it was pasted or read from a file.
    pub address: String,
    /// Its number; empty when it is not known.
    pub number: String,
    /// Who wrote it; empty when it is not known.
    pub author: String,
}

/// When a change of the configuration is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Before the deployment.
    Before,
    /// After it.
    After,
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Understood {
    /// It fills a parameter.
    Filled {
        /// The parameter's title.
        of: String,
        /// The value.
        value: String,
        /// It is not the procedure's default.
        deviates: bool,
    },
    /// It says something of a parameter, or asks for something, that is not taken over.
    Misfit {
        /// The parameter's title; empty when it is about none.
        of: String,
        /// Why not.
        why: Sentence,
    },
    /// It is a change of the configuration.
    Change {
        /// When.
        when: When,
        /// What.
        words: Sentence,
    },
    /// A deviation from the steps, which becomes a step by hand.
    Deviation {
        /// When.
        when: When,
        /// What.
        words: Sentence,
    },
    /// It goes on with what the line above it says, and is taken over with it.
    Onward,
    /// It tells what is known already, or what the procedure has in its own words.
    Told,
    /// It is not understood.
    Unknown,
}

/// A line of the ticket, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1; 0 for what stands in no line (the title, the address).
    pub number: usize,
    /// As it was written.
    pub text: String,
    /// What became of it.
    pub what: Understood,
}

/// What a ticket asks for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asks {
    /// Title of the ticket.
    pub title: String,
    /// Where it came from, and who asks.
    pub origin: Origin,
    /// Values that fit, by parameter.
    pub values: BTreeMap<String, String>,
    /// Changes before the deployment.
    pub before: Vec<ConfigChange>,
    /// Changes after it.
    pub after: Vec<ConfigChange>,
    /// Every line that is not empty, in order.
    pub lines: Vec<Line>,
}

impl Asks {
    /// How many lines were not taken over and how many are otherwise than usual: a ticket that is read in the wrong
    /// language has more of them.
    fn left(&self) -> (usize, usize) {
        let is_left = |what: &Understood| matches!(what, Understood::Misfit { .. } | Understood::Unknown);
        let is_other = |what: &Understood| matches!(what, Understood::Deviation { .. });
        (self.count(is_left), self.count(is_other))
    }

    /// How many lines became that.
    pub fn count(&self, of: impl Fn(&Understood) -> bool) -> usize {
        self.lines.iter().filter(|line| of(&line.what)).count()
    }
}

/// Whether a text may be a ticket: it has headings, and words below them.
pub fn looks_like(text: &str) -> bool {
    if text.len() > LARGEST {
        return false;
    }
    let sheet = Sheet::read(text);
    let has_words = |section: &Section| section.rows.iter().any(|row| !row.text.trim().is_empty());
    sheet.sections.iter().any(has_words)
}

/// The procedures that fit a ticket best: one when it is clear, several when it is not, none when nothing speaks for any.
pub fn candidates<'a>(ticket: &Ticket, procedures: impl IntoIterator<Item = &'a Procedure>) -> Vec<String> {
    let sheet = Sheet::read(&ticket.body);
    let titles = titles(ticket, &sheet);
    let mut best: (usize, Vec<String>) = (1, Vec::new());
    for procedure in procedures {
        let score = score(procedure, &sheet, &titles);
        if score > best.0 {
            best = (score, vec![procedure.id().to_string()]);
        } else if score == best.0 {
            best.1.push(procedure.id().to_string());
        }
    }
    best.1
}

fn score(procedure: &Procedure, sheet: &Sheet, titles: &[(usize, String)]) -> usize {
    let file = format!("{}.procedure.yaml", procedure.id());
    let names_it = |row: &Row| {
        !row.is_code && row.text.split('`').any(|part| part.rsplit('/').next() == Some(file.as_str()))
    };
    let is_named =
        sheet.lead.rows.iter().chain(sheet.sections.iter().take(2).flat_map(|one| &one.rows)).any(names_it);
    let format = Pattern::new(procedure.change().title_format.as_deref().unwrap_or(procedure.title()));
    let has_title = titles.iter().any(|(_, title)| {
        format.read(title).is_some() || title.to_lowercase().contains(&procedure.title().to_lowercase())
    });
    let headings = procedure.headings();
    let found =
        headings.iter().filter(|one| sheet.sections.iter().any(|own| values::same(&own.title, &one.heading)));
    let has_headings = !headings.is_empty() && found.count() * 2 > headings.len();
    let is_template = sheet.front("name").is_some_and(|name| values::same(name, procedure.title()));
    [(is_named, 8), (has_title, 4), (is_template, 4), (has_headings, 1)]
        .into_iter()
        .filter_map(|(is_so, counts)| is_so.then_some(counts))
        .sum()
}

/// What may be the title, with the numbers of the rows.
fn titles(ticket: &Ticket, sheet: &Sheet) -> Vec<(usize, String)> {
    let own = (!ticket.title.is_empty()).then(|| (0, ticket.title.trim().to_owned()));
    let front = sheet.front("title").map(|title| (0, title.to_owned()));
    let line = sheet.lead.rows.iter().find(|row| !row.text.trim().is_empty());
    let line = line.map(|row| (row.number, plain(unmarked(item(&row.text)).0)));
    let heading = sheet.sections.first().map(|section| (section.number, section.title.clone()));
    own.into_iter().chain(front).chain(line).chain(heading).collect()
}

/// Reads a ticket as a request for that procedure. It may be written in another language than the one spoken now: it is
/// read in the one in which the most of it is understood. What came of it is worded in the language spoken now.
pub fn read(ticket: &Ticket, procedure: &Procedure) -> Asks {
    let present = language();
    let of =
        |written: Language| speaking(written, || reading::Reading::new(ticket, procedure, present).finish());
    let mut best = of(present);
    for other in Language::ALL.into_iter().filter(|other| *other != present) {
        if best.left() == (0, 0) {
            break;
        }
        let asks = of(other);
        if asks.left() < best.left() {
            best = asks;
        }
    }
    best
}

#[cfg(test)]
mod tests;
