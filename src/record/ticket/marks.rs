//! What it is for: what is asked of rows and places while a ticket is read: do they say the same, which step is it, what
//! is marked. In: rows. Out: answers. Never: a state of its own.

use std::collections::BTreeMap;

use super::{
    sheet::{Row, Section, Sheet, is_hint, item},
    values::{self, Said},
};
use crate::{procedure::Procedure, words::text};

/// What the facts of a request are called, in small letters.
pub(super) struct Facts {
    pub(super) asked_by: Vec<String>,
    pub(super) ticket: String,
    pub(super) address: String,
    pub(super) others: Vec<String>,
}

impl Facts {
    pub(super) fn new() -> Self {
        let small = |key: &&str| text(key).to_lowercase();
        let usual = ["requested by", "requester", "author"].map(str::to_owned);
        Self {
            asked_by: std::iter::once(small(&"record-fact-asked-by")).chain(usual).collect(),
            ticket: small(&"record-fact-ticket"),
            address: small(&"record-fact-ticket-address"),
            others: FACTS.iter().map(small).collect(),
        }
    }
}

/// Facts of a request that do not say what is to be done: cluster and repository are chosen by who carries it out.
const FACTS: [&str; 7] = [
    "record-fact-cluster",
    "record-fact-namespace",
    "record-fact-context",
    "record-fact-repository",
    "record-fact-identity",
    "record-fact-procedure",
    "record-fact-setting",
];

/// Every line by its number.
pub(super) fn all_rows(sheet: &Sheet) -> BTreeMap<usize, String> {
    let of = |section: &Section| {
        let title = (section.number > 0).then(|| (section.number, section.title.clone()));
        let rows = section.rows.iter().map(|row| (row.number, row.text.clone()));
        title.into_iter().chain(rows).collect::<Vec<_>>()
    };
    std::iter::once(&sheet.lead).chain(&sheet.sections).flat_map(of).collect()
}

/// A heading below one of the procedure's that is none of its own is a line of it.
pub(super) fn joined(sheet: Sheet, procedure: &Procedure) -> Sheet {
    let is_known = |title: &str| procedure.headings().iter().any(|own| values::same(&own.heading, title));
    let mut sections: Vec<Section> = Vec::new();
    for section in sheet.sections {
        let above = sections.last_mut().filter(|above| is_known(&above.title) && section.level > above.level);
        match above {
            Some(above) if !is_known(&section.title) => {
                let (number, text) = (section.number, section.title);
                above.rows.push(Row { number, text, is_code: false, is_fence: false });
                above.rows.extend(section.rows);
            }
            Some(_) | None => sections.push(section),
        }
    }
    Sheet { sections, ..sheet }
}

/// Whether two places say the same; one that is exact may hold more than one that a person can read.
pub(super) fn agree(one: &Said, other: &Said) -> bool {
    let (a, b) = (letters(&one.value), letters(&other.value));
    a == b || (one.is_exact && a.starts_with(&b)) || (other.is_exact && b.starts_with(&a))
}

/// Letters and digits, without list signs and what the template says to who fills it in.
fn letters(text: &str) -> String {
    let lines = text.lines().map(item).filter(|line| !is_hint(line));
    lines.flat_map(str::chars).filter(|c| c.is_alphanumeric()).collect()
}

/// The number with which a step begins.
pub(super) fn step_number(row: &Row) -> Option<usize> {
    let bare = row.text.trim_start();
    if row.is_code || row.text.len() - bare.len() > 3 {
        return None;
    }
    let (digits, rest) = bare.split_once(['.', ')'])?;
    let number = digits.parse().ok().filter(|_| digits.len() <= 4)?;
    rest.starts_with([' ', '\t']).then_some(number)
}

/// What is marked as otherwise than usual in a line: between stars.
pub(super) fn emphasised(line: &str) -> Vec<String> {
    let line = item(line);
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(open) = rest.find('*') {
        let is_escaped = rest.get(..open).is_some_and(|before| before.ends_with('\\'));
        let behind = rest.get(open..).unwrap_or_default().trim_start_matches('*');
        let end = behind.find('*').filter(|_| !is_escaped && !behind.starts_with([' ', '\t']));
        match end.and_then(|end| Some((behind.get(..end)?, behind.get(end..)?))) {
            Some((inside, after)) if !inside.ends_with([' ', '\\']) && !inside.is_empty() => {
                found.push(inside.to_owned());
                rest = after.trim_start_matches('*');
            }
            Some(_) | None => rest = behind,
        }
    }
    found
}
