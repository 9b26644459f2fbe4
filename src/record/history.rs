//! What it is for: the changes of this machine and the records of a repository as one list that is searched and filtered.
//! In: what journals and records say at a glance. Out: rows, and which of them fit. Never: I/O, a secret, or a row left out
//! because it is damaged, foreign or newer.

use std::{collections::BTreeMap, path::PathBuf};

use jiff::Timestamp;

use super::{Brief, page::visible};
use crate::{
    action::Direction,
    journal::{ChangeResult, FORMAT, Found},
    names::RepoFile,
    words::Sentence,
};

/// Characters of one part of a row, where it may be anybody's.
const LONGEST: usize = 300;
/// Values of a record of the repository that are searched.
const VALUES: usize = 200;

/// Where a row was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A change of this machine, by its folder.
    Here(PathBuf),
    /// A record in the repository.
    File(RepoFile),
}

/// How a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Begun and not ended.
    Open,
    /// Every step done or skipped with a reason.
    Completed,
    /// The way back was gone to its end.
    RolledBack,
    /// Left before its end.
    Abandoned,
    /// A text that does not tell it.
    Untold,
}

impl Standing {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Open, Self::Completed, Self::RolledBack, Self::Abandoned, Self::Untold];

    fn of(result: Option<ChangeResult>) -> Self {
        match result {
            None => Self::Open,
            Some(ChangeResult::Completed) => Self::Completed,
            Some(ChangeResult::RolledBack) => Self::RolledBack,
            Some(ChangeResult::Abandoned) => Self::Abandoned,
        }
    }

    /// In words.
    pub fn words(self) -> String {
        crate::words::text(match self {
            Self::Open => "history-open",
            Self::Completed => "history-completed",
            Self::RolledBack => "history-rolled-back",
            Self::Abandoned => "history-abandoned",
            Self::Untold => "history-untold",
        })
    }
}

/// A change of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Tells it from every other row.
    pub key: String,
    /// Where it was read.
    pub place: Place,
    /// The same change's record in the repository, for one of this machine.
    pub shared: Option<RepoFile>,
    /// The change's identifier; empty when it is not told.
    pub change: String,
    /// Its title; of a text that is no record its first heading, or the file's name.
    pub title: String,
    /// Number of the ticket; empty without one.
    pub ticket: String,
    /// Address of the ticket that it was taken from; empty without one.
    pub ticket_address: String,
    /// Who asked for the change; empty when that is not told.
    pub asked_by: String,
    /// The procedure's identifier; empty when it is not told.
    pub procedure: String,
    /// The API server's address; empty when it is not told.
    pub server: String,
    /// The context's name.
    pub context: String,
    /// The namespace.
    pub namespace: String,
    /// Who started it; empty when it is not told.
    pub by: String,
    /// When it was started.
    pub started: Option<Timestamp>,
    /// When something was last written of it.
    pub last: Option<Timestamp>,
    /// How it stands.
    pub standing: Standing,
    /// Where it stands, when it has not ended; that something was left for later, when it was rolled back.
    pub stands: Option<Sentence>,
    /// What is odd about its journal or file.
    pub trouble: Option<Sentence>,
    /// Whether its journal is damaged.
    pub is_damaged: bool,
    /// Whether its journal can be gone on with.
    pub can_go_on: bool,
    /// Everything that is searched, in small letters.
    sought: String,
}

impl Past {
    /// A change of this machine.
    pub fn here(found: &Found) -> Self {
        let name = found.folder.file_name().map(|name| name.to_string_lossy().into_owned());
        let newer = (found.format > FORMAT).then(|| Sentence::new("history-newer-format"));
        let damage = found
            .damage
            .as_ref()
            .map(|damage| Sentence::new("begun-damage").with("line", damage.line().to_string()));
        let is_open = found.ended.is_none();
        let origin = found.origin.clone().unwrap_or_default();
        let rest = found.has_rest.then(|| Sentence::new("history-rest"));
        let value = |param: &crate::plan::Param| visible(&param.value);
        let values: Vec<String> = found.params.iter().map(value).collect();
        Self {
            key: name.unwrap_or_default(),
            place: Place::Here(found.folder.clone()),
            shared: None,
            change: found.id.to_string(),
            title: visible(&found.title),
            ticket: visible(&found.ticket),
            ticket_address: visible(&origin.address),
            asked_by: visible(&origin.asked_by),
            procedure: visible(found.procedure.as_str()),
            server: visible(&found.target.server.address),
            context: visible(found.target.context.as_str()),
            namespace: found.target.namespace.to_string(),
            by: visible(&found.by.who),
            started: Some(found.started),
            last: Some(found.last),
            standing: Standing::of(found.ended),
            stands: if is_open { Some(where_it_stands(found)) } else { rest },
            can_go_on: found.format == FORMAT && !found.is_broken(),
            is_damaged: damage.is_some(),
            trouble: newer.or(damage),
            sought: String::new(),
        }
        .with_sought(&values)
    }

    /// A record of the repository; `brief` is what it says at a glance.
    pub fn recorded(file: RepoFile, brief: Brief) -> Self {
        let values: Vec<String> =
            brief.values.into_iter().take(VALUES).map(|(_, value)| foreign(&value)).collect();
        Self {
            key: format!("{}:", file.as_str()),
            place: Place::File(file),
            shared: None,
            change: foreign(&brief.change),
            title: foreign(&brief.title),
            ticket: foreign(&brief.ticket),
            ticket_address: foreign(&brief.ticket_address),
            asked_by: foreign(&brief.asked_by),
            procedure: foreign(&brief.procedure),
            server: foreign(&brief.server),
            context: foreign(&brief.context),
            namespace: foreign(&brief.namespace),
            by: foreign(&brief.by),
            started: Some(brief.started),
            last: Some(brief.last),
            standing: Standing::of(brief.result),
            stands: brief.result.is_none().then(|| Sentence::new("history-open-then")),
            trouble: None,
            is_damaged: false,
            can_go_on: false,
            sought: String::new(),
        }
        .with_sought(&values)
    }

    /// A text of the repository that no Changeover wrote, with its first heading; `last` is when it was written.
    pub fn foreign(file: RepoFile, text: &str, last: Option<Timestamp>) -> Self {
        let heading = text.lines().find_map(|line| line.strip_prefix('#'));
        let heading = heading.map(|line| line.trim_start_matches('#').trim()).filter(|line| !line.is_empty());
        let name = file.as_str().rsplit('/').next().unwrap_or_default();
        let title = foreign(heading.unwrap_or(name));
        Self {
            key: format!("{}:", file.as_str()),
            place: Place::File(file),
            shared: None,
            change: String::new(),
            title,
            ticket: String::new(),
            ticket_address: String::new(),
            asked_by: String::new(),
            procedure: String::new(),
            server: String::new(),
            context: String::new(),
            namespace: String::new(),
            by: String::new(),
            started: None,
            last,
            standing: Standing::Untold,
            stands: None,
            trouble: Some(Sentence::new("history-foreign")),
            is_damaged: false,
            can_go_on: false,
            sought: String::new(),
        }
        .with_sought(&[])
    }

    /// Whether it was not ended here: it stands above all others.
    pub fn is_unfinished_here(&self) -> bool {
        self.standing == Standing::Open && matches!(self.place, Place::Here(_))
    }

    fn with_sought(mut self, values: &[String]) -> Self {
        let file = if let Place::File(file) = &self.place { file.as_str() } else { "" };
        let ticket = if self.ticket.is_empty() { String::new() } else { format!("#{}", self.ticket) };
        let parts = [
            &self.title,
            &self.change,
            &ticket,
            &self.ticket_address,
            &self.asked_by,
            &self.procedure,
            &self.server,
            &self.context,
            &self.namespace,
            &self.by,
        ];
        let mut sought = parts.map(String::as_str).join("\n");
        for more in values.iter().map(String::as_str).chain([file]) {
            sought.push('\n');
            sought.push_str(more);
        }
        self.sought = sought.to_lowercase();
        self
    }
}

/// A text that may be anybody's, as a part of a row: in one short line, with nothing invisible.
fn foreign(text: &str) -> String {
    let mut line = visible(&text.replace(['\n', '\r', '\t'], " "));
    if let Some((at, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(at);
        line.push('…');
    }
    line
}

/// Where a change of this machine stands, such as "step 5 of 12: Bring it to the cluster".
pub fn stands(found: &Found) -> Sentence {
    let of = found.steps.to_string();
    match &found.current {
        Some(step) => {
            let words = Sentence::new("begun-stands").with("number", (found.done + 1).to_string());
            words.with("of", of).with("step", step)
        }
        None => Sentence::new("begun-stands-end").with("of", of),
    }
}

/// The same with what else is to be known of a change that has not ended.
fn where_it_stands(found: &Found) -> Sentence {
    let marks = [
        (found.direction == Direction::Back, "begun-back"),
        (found.open.is_some(), "begun-open"),
        (found.held.is_some(), "begun-held"),
    ];
    let marks = marks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, key)| crate::words::text(key));
    let all: Vec<String> = marks.chain([visible(&stands(found).text())]).collect();
    Sentence::new("history-stands").with("stands", all.join(" · "))
}

/// Joins changes of this machine with the repository's records: one row for each change, unfinished ones of this machine
/// first, then the last written first.
pub fn newest_first(here: Vec<Past>, recorded: Vec<Past>) -> Vec<Past> {
    let mut rows = here;
    let by_change: BTreeMap<String, usize> =
        rows.iter().enumerate().map(|(at, row)| (row.change.clone(), at)).collect();
    for other in recorded {
        let at = by_change.get(&other.change).copied();
        // A second file of the same change says something else, and stands by itself.
        let own = at.and_then(|at| rows.get_mut(at)).filter(|own| own.shared.is_none());
        if let (Some(own), Place::File(file)) = (own, &other.place) {
            own.shared = Some(file.clone());
        } else {
            rows.push(other);
        }
    }
    rows.sort_by(|a, b| {
        let first = b.is_unfinished_here().cmp(&a.is_unfinished_here());
        first.then_with(|| b.last.cmp(&a.last)).then_with(|| a.key.cmp(&b.key))
    });
    rows
}

/// Which rows are wanted. What is empty leaves everything in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Words, each of which must be found.
    pub words: String,
    /// The procedure's identifier.
    pub procedure: String,
    /// How it ended.
    pub standing: Option<Standing>,
    /// Who started it.
    pub by: String,
    /// The API server's address.
    pub server: String,
}

impl Filter {
    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        *self == Self { words: self.words.clone(), ..Self::default() } && self.words.trim().is_empty()
    }
}

/// The positions of the rows that a filter leaves in, in their order.
pub fn look(rows: &[Past], filter: &Filter) -> Vec<usize> {
    let words = filter.words.to_lowercase();
    let words: Vec<&str> = words.split_whitespace().collect();
    let is = |wanted: &str, is: &str| wanted.is_empty() || wanted == is;
    let fits = |row: &Past| {
        is(&filter.procedure, &row.procedure)
            && is(&filter.by, &row.by)
            && is(&filter.server, &row.server)
            && filter.standing.is_none_or(|standing| standing == row.standing)
            && words.iter().all(|word| row.sought.contains(word))
    };
    rows.iter().enumerate().filter(|(_, row)| fits(row)).map(|(at, _)| at).collect()
}

/// What can be filtered by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// Identifiers of procedures.
    pub procedures: Vec<String>,
    /// How changes stand.
    pub standings: Vec<Standing>,
    /// People.
    pub people: Vec<String>,
    /// Addresses of API servers, each with the context's name of the newest change there.
    pub clusters: Vec<(String, String)>,
}

impl Choices {
    /// Nothing.
    pub const NONE: Self =
        Self { procedures: Vec::new(), standings: Vec::new(), people: Vec::new(), clusters: Vec::new() };
}

/// What these rows can be filtered by, each once and in order.
pub fn choices(rows: &[Past]) -> Choices {
    let each = |of: fn(&Past) -> &String| {
        let mut all: Vec<String> = rows.iter().map(of).filter(|name| !name.is_empty()).cloned().collect();
        all.sort();
        all.dedup();
        all
    };
    let mut clusters: BTreeMap<String, String> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.server.is_empty()) {
        clusters.entry(row.server.clone()).or_insert_with(|| row.context.clone());
    }
    let is_there = |standing: &Standing| rows.iter().any(|row| row.standing == *standing);
    Choices {
        procedures: each(|row| &row.procedure),
        standings: Standing::ALL.into_iter().filter(is_there).collect(),
        people: each(|row| &row.by),
        clusters: clusters.into_iter().collect(),
    }
}
