//! What it is for: "Start from a ticket": the ticket that is read, and the form filled from it.
//! In: commands of its sheet, a file, a forge's answer. Out: a view; a filled form. Never: a deed, or a value of a ticket
//! that was not shown before.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{App, dialogs, start::Start};
use crate::{
    failure::{Failure, FailureKind},
    plan::request::ConfigChange,
    record::ticket::{Asks, Line, Ticket, Understood, When},
    ui::{
        UiCommand,
        view::{
            self, AskedRow, ConfigPlace, ConfigWhen, OriginView, Page, ReviewView, StartView, TicketCommand,
            TicketStage, TicketView, Tone,
        },
    },
    words::{Sentence, text},
    worker::{
        Pending, Worker,
        reads::Listed,
        ticket::{self, Looked},
    },
};

/// So many rows of a kind are listed at most.
const ROWS: usize = 200;
/// So many rows that fill the form: a ticket with more is not taken over.
const TAKEN: usize = 1_000;
/// Characters of a line that is shown.
const LINE: usize = 300;
/// Characters of what a line puts into the form: all of it is shown, or nothing is taken over.
const WORDS: usize = 10_000;

/// The ticket that is read.
#[derive(Debug, Default)]
pub(super) struct Ticketing {
    is_open: bool,
    came: Pending<Ticket>,
    ticket: Option<Ticket>,
    looked: Pending<Looked>,
    picked: Pending<Option<PathBuf>>,
}

impl Ticketing {
    fn read(&mut self, ticket: Ticket, procedure: Option<String>, start: &Start, worker: &Worker) {
        let listed = procedures(start);
        self.ticket = Some(ticket.clone());
        self.looked.clear();
        worker
            .ask_blocking(&mut self.looked, move || Ok(ticket::look(&ticket, &listed, procedure.as_deref())));
    }

    /// Back to the text.
    fn forget(&mut self) {
        (self.ticket, self.is_open) = (None, true);
        self.came.clear();
        self.looked.clear();
    }

    /// Opens the sheet on a file's ticket.
    fn open_file(&mut self, file: &Path, worker: &Worker) {
        self.forget();
        let file = file.to_owned();
        worker.ask_blocking(&mut self.came, move || ticket::from_file(&file));
    }

    fn poll(&mut self, start: &Start, worker: &Worker, at: Timestamp) -> Option<Failure> {
        self.picked.poll(at);
        let failure = self.picked.value().failure().cloned();
        if failure.is_some() {
            self.picked.clear();
        }
        if let Some(file) = self.picked.take().flatten() {
            self.open_file(&file, worker);
        }
        self.came.poll(at);
        if let Some(ticket) = self.came.take() {
            self.read(ticket, None, start, worker);
        }
        self.looked.poll(at);
        failure
    }

    fn view(&self, start: &Start) -> Option<Box<TicketView>> {
        if !self.is_open {
            return None;
        }
        let stage = match self.looked.value().last() {
            None => TicketStage::Enter,
            Some(Looked::Unclear { fit }) => unclear(fit, &procedures(start)),
            Some(Looked::Asks { procedure, asks }) => {
                let listed = procedures(start);
                TicketStage::Review(Box::new(review(asks, &title_of(procedure, &listed), start)))
            }
        };
        let is_busy = self.came.value().is_loading() || self.looked.value().is_loading();
        Some(Box::new(TicketView { stage, is_busy, failure: self.came.value().failure().cloned() }))
    }
}

fn procedures(start: &Start) -> Vec<Listed> {
    start.procedures.value().last().cloned().unwrap_or_default()
}

fn title_of(id: &str, listed: &[Listed]) -> String {
    let mut all = listed.iter().filter_map(|listed| listed.loaded.procedure.as_ref());
    let found = all.find(|procedure| procedure.id().as_str() == id);
    found.map_or_else(|| id.to_owned(), |procedure| procedure.title().to_owned())
}

/// The procedures that fit alike; all of them when none does.
fn unclear(fit: &[String], listed: &[Listed]) -> TicketStage {
    let all = listed.iter().filter_map(|listed| listed.loaded.procedure.as_ref());
    let rows = all.map(|procedure| (procedure.id().to_string(), procedure.title().to_owned()));
    let procedures = rows.filter(|(id, _)| fit.is_empty() || fit.contains(id)).collect();
    let key = if fit.is_empty() { "ticket-choose-none" } else { "ticket-choose-several" };
    TicketStage::Choose { why: text(key), procedures }
}

fn review(asks: &Asks, procedure: &str, start: &Start) -> ReviewView {
    let mut view = ReviewView {
        title: asks.title.clone(),
        procedure: procedure.to_owned(),
        asked_by: asks.origin.asked_by.clone(),
        address: asks.origin.address.clone(),
        replaces: !start.form.values.is_empty() || !start.form.configs.is_empty(),
        hides: hides(asks),
        ..ReviewView::default()
    };
    for line in &asks.lines {
        let rows = match &line.what {
            Understood::Filled { .. }
            | Understood::Change { .. }
            | Understood::Deviation { .. }
            | Understood::Onward => &mut view.taken,
            Understood::Misfit { .. } => &mut view.left,
            Understood::Unknown => &mut view.unknown,
            Understood::Told => &mut view.told,
        };
        let most = if is_taken(line) { TAKEN } else { ROWS };
        if rows.len() < most {
            rows.push(row(line));
        } else {
            view.more += 1;
        }
    }
    view
}

/// Whether a line fills the form.
fn is_taken(line: &Line) -> bool {
    match line.what {
        Understood::Filled { .. }
        | Understood::Change { .. }
        | Understood::Deviation { .. }
        | Understood::Onward => true,
        Understood::Misfit { .. } | Understood::Unknown | Understood::Told => false,
    }
}

/// Whether something would fill the form that is not shown.
fn hides(asks: &Asks) -> bool {
    let mut taken = asks.lines.iter().filter(|line| is_taken(line));
    let is_long = |line: &Line| became(line).0.chars().nth(WORDS).is_some();
    taken.clone().nth(TAKEN).is_some() || taken.any(is_long)
}

/// What became of a line, in words; how that is to be taken; whether it is otherwise than usual.
fn became(line: &Line) -> (String, Tone, bool) {
    let when = |when: When, words: &Sentence| {
        let key = if when == When::Before { "ticket-change-before" } else { "ticket-change-after" };
        Sentence::new(key).with("what", words.text()).text()
    };
    match &line.what {
        Understood::Filled { of, value, deviates } => {
            let words = Sentence::new("ticket-fills").with("field", of).with("value", value);
            (words.text(), Tone::Good, *deviates)
        }
        Understood::Change { when: at, words } => (when(*at, words), Tone::Good, true),
        Understood::Deviation { when: at, words } => (when(*at, words), Tone::Warn, true),
        Understood::Misfit { of, why } if of.is_empty() => (why.text(), Tone::Warn, false),
        Understood::Misfit { of, why } => {
            let words = Sentence::new("ticket-misfit").with("field", of).with("why", why.text());
            (words.text(), Tone::Warn, false)
        }
        Understood::Onward => (String::new(), Tone::Good, false),
        Understood::Unknown => (String::new(), Tone::Info, false),
        Understood::Told => (String::new(), Tone::Quiet, false),
    }
}

fn row(line: &Line) -> AskedRow {
    let (words, tone, is_bold) = became(line);
    let most = if is_taken(line) { WORDS } else { LINE };
    let place = match line.number {
        0 => String::new(),
        number => Sentence::new("ticket-line").with("number", number.to_string()).text(),
    };
    AskedRow { place, text: short(line.text.trim()), words: cut(&words, most), tone, is_bold }
}

fn short(text: &str) -> String {
    cut(text, LINE)
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The band that tells where the form was filled from.
pub(super) fn origin(start: &Start) -> Option<OriginView> {
    let origin = start.form.origin.as_ref()?;
    let what = if origin.address.is_empty() { text("ticket-pasted") } else { short(&origin.address) };
    let words = if origin.asked_by.is_empty() {
        Sentence::new("ticket-from").with("what", what)
    } else {
        Sentence::new("ticket-from-by").with("what", what).with("who", short(&origin.asked_by))
    };
    Some(OriginView { words: words.text(), address: origin.address.clone() })
}

/// A configuration change as the form has it.
pub(super) fn as_typed(change: &ConfigChange) -> view::ConfigChange {
    let at = |file: &str, object: &str| ConfigPlace { file: file.to_owned(), object: object.to_owned() };
    match change {
        ConfigChange::Set { file, object, path, value } => {
            let at = at(file, object);
            if let (Some((container, name)), Some(value)) = (variable(path, ".value"), value.as_str()) {
                return view::ConfigChange::SetVariable { at, container, name, value: value.to_owned() };
            }
            // JSON is YAML, and says which type a value has.
            view::ConfigChange::SetValue { at, path: path.clone(), value: value.to_string() }
        }
        ConfigChange::Remove { file, object, path } => {
            let at = at(file, object);
            match variable(path, "") {
                Some((container, name)) => view::ConfigChange::RemoveVariable { at, container, name },
                None => view::ConfigChange::RemoveValue { at, path: path.clone() },
            }
        }
        ConfigChange::Apply { file } => view::ConfigChange::ApplyFile { file: file.clone() },
        ConfigChange::Human { what } => view::ConfigChange::Human { words: what.clone() },
    }
}

/// Container and name of the environment variable that a path leads to.
fn variable(path: &str, end: &str) -> Option<(String, String)> {
    let rest = path.strip_prefix("spec.template.spec.containers[name=")?.strip_suffix(end)?;
    let (container, name) = rest.split_once("].env[name=")?;
    let name = name.strip_suffix(']')?;
    let is_name = |name: &str| !name.is_empty() && name.trim() == name && !name.contains(['[', ']']);
    (is_name(container) && is_name(name)).then(|| (container.to_owned(), name.to_owned()))
}

impl Start {
    /// Fills the form with what a ticket asks for.
    pub(super) fn take_over(&mut self, procedure: &str, asks: &Asks) {
        procedure.clone_into(&mut self.form.procedure);
        self.form.values.clone_from(&asks.values);
        self.form.configs.clear();
        for (when, changes) in [(ConfigWhen::Before, &asks.before), (ConfigWhen::After, &asks.after)] {
            for change in changes {
                self.add_config(when, as_typed(change));
            }
        }
        self.form.origin = Some(asks.origin.clone());
        self.objects.clear();
        self.touch();
    }
}

impl App {
    /// Follows a command of the sheet.
    pub(super) fn ticket(&mut self, command: TicketCommand) {
        if self.is_engaged() {
            return self.notices.say(text("dropped-engaged"));
        }
        let ticketing = &mut self.ticketing;
        match command {
            TicketCommand::Open => ticketing.is_open = true,
            TicketCommand::Close => ticketing.is_open = false,
            TicketCommand::Back => ticketing.forget(),
            TicketCommand::Read(body) => {
                ticketing.came.clear();
                ticketing.read(Ticket { body, ..Ticket::default() }, None, &self.start, &self.worker);
            }
            TicketCommand::Fetch(address) => match self.start.outside.value().last().cloned() {
                Some(outside) => {
                    ticketing.forget();
                    self.worker.ask(&mut ticketing.came, ticket::fetched(outside, address));
                }
                None => self.notices.say(text("way-ask-soon")),
            },
            TicketCommand::Pick => self.worker.ask(&mut ticketing.picked, dialogs::ticket_from()),
            TicketCommand::Choose(id) => {
                if let Some(ticket) = ticketing.ticket.clone() {
                    ticketing.read(ticket, Some(id), &self.start, &self.worker);
                }
            }
            TicketCommand::TakeOver => {
                if let Some(Looked::Asks { asks, .. }) = ticketing.looked.value().last()
                    && hides(asks)
                {
                    return self.notices.say(text("ticket-hides"));
                }
                if let Some(Looked::Asks { procedure, asks }) = ticketing.looked.take() {
                    self.start.take_over(&procedure, &asks);
                }
                *ticketing = Ticketing::default();
            }
            TicketCommand::LetGo => {
                self.start.form.origin = None;
                self.start.touch();
            }
        }
    }

    /// Opens the sheet on a file that was put on the window.
    pub(super) fn open_ticket(&mut self, file: &Path) {
        self.ticketing.open_file(file, &self.worker);
        let _shown = self.cluster_page.command(UiCommand::ShowPage(Page::Change), &self.worker);
    }

    /// To be called each frame.
    pub(super) fn poll_ticket(&mut self, at: Timestamp) {
        if let Some(failure) = self.ticketing.poll(&self.start, &self.worker, at) {
            self.notices.fail(failure);
        }
    }

    /// Adds the sheets that are open to the start page.
    pub(super) fn add_sheets(&self, view: &mut StartView) {
        view.ticket = self.ticketing.view(&self.start);
        view.request = self.requesting.view();
    }
}

/// Nothing is chosen that a request could be made of.
pub(super) fn no_procedure() -> Failure {
    Failure::new(FailureKind::Person, Sentence::new("start-needs-procedure"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{app::draft, procedure::fill::fill, record};

    fn set(path: &str, value: serde_json::Value) -> ConfigChange {
        ConfigChange::Set {
            file: "a/b.yml".to_owned(),
            object: "Deployment/web".to_owned(),
            path: path.to_owned(),
            value,
        }
    }

    #[test]
    fn a_change_of_a_ticket_is_the_same_in_the_form() {
        let variable = "spec.template.spec.containers[name=web].env[name=LEVEL]";
        let (file, object) = ("a/b.yml".to_owned(), "Deployment/web".to_owned());
        for change in [
            set(&format!("{variable}.value"), json!("3")),
            set(&format!("{variable}.value"), json!("two\nlines")),
            set("spec.replicas", json!(3)),
            set("spec.a", json!("3")),
            set("spec.b", json!({"c": [1, "x"]})),
            set("spec.d", json!(null)),
            ConfigChange::Remove { file: file.clone(), object: object.clone(), path: variable.to_owned() },
            ConfigChange::Remove { file: file.clone(), object, path: "spec.x[0]".to_owned() },
            ConfigChange::Apply { file },
            ConfigChange::Human { what: "tell them".to_owned() },
        ] {
            assert_eq!(draft::config(&as_typed(&change), None), Ok(change));
        }
    }

    /// What is shown of so many lines whose changes have so many characters.
    fn reviewed(lines: usize, length: usize) -> ReviewView {
        let words = Sentence::new("record-config-human").with("what", "x".repeat(length));
        let what = Understood::Change { when: When::Before, words };
        let line = |number| Line { number, text: "- Before: x".to_owned(), what: what.clone() };
        let asks = Asks { lines: (1..=lines).map(line).collect(), ..Asks::default() };
        let args = clap::Parser::parse_from(["changeover"]);
        let start = Start::idle(&args, &crate::app::settings::Settings::default());
        review(&asks, "a procedure", &start)
    }

    #[test]
    fn what_fills_the_form_is_shown_whole_or_is_not_taken_over() {
        let many = reviewed(ROWS + 1, LINE * 2);
        assert_eq!((many.taken.len(), many.more, many.hides), (ROWS + 1, 0, false));
        assert!(many.taken.iter().all(|row| row.words.ends_with('x') && row.words.len() > LINE * 2));
        let too_many = reviewed(TAKEN + 1, 1);
        assert_eq!((too_many.taken.len(), too_many.more, too_many.hides), (TAKEN, 1, true));
        assert!(reviewed(1, WORDS).hides);
        let left = Line { number: 1, text: "x".repeat(WORDS + 1), what: Understood::Unknown };
        assert!(!hides(&Asks { lines: vec![left; TAKEN + 1], ..Asks::default() }));
    }

    #[test]
    fn a_request_becomes_the_same_form_again() {
        let listed = crate::worker::reads::procedures(None);
        let shipped =
            listed.iter().find(|one| one.id() == "haikudepot-deploy").expect("the shipped procedure");
        let procedure = shipped.loaded.procedure.as_ref().expect("is good");
        let typed: std::collections::BTreeMap<String, String> = [
            ("version", "1.0.200"),
            ("testedBuild", "https://github.com/haiku/haikudepotserver/actions/runs/1"),
            ("howTested", "By hand.\n\nTwice."),
            ("ticket", "17"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let before = vec![set("spec.template.spec.containers[name=web].env[name=A].value", json!("2"))];
        let values = fill(procedure, &typed).expect("values that fit");
        let outline = record::Outline {
            procedure,
            source: crate::plan::Source {
                file: shipped.file(),
                digest: procedure.digest().clone(),
                standing: shipped.standing,
            },
            repository: None,
            values: values.clone(),
            request: crate::plan::request::Request {
                ticket: "17".to_owned(),
                before: before.clone(),
                ..crate::plan::request::Request::default()
            },
        };
        let (title, body) = outline.request().expect("a request");
        let written = Ticket { title, body, ..Ticket::default() };
        let Looked::Asks { procedure: id, asks } = ticket::look(&written, &listed, None) else {
            panic!("the procedure is clear");
        };
        let args = clap::Parser::parse_from(["changeover"]);
        let mut start = Start::idle(&args, &crate::app::settings::Settings::default());
        start.take_over(&id, &asks);
        assert_eq!(fill(procedure, &start.form.values), Ok(values), "the same values make the same plan");
        let changes: Vec<ConfigChange> = start
            .form
            .configs
            .iter()
            .map(|(_, _, change)| draft::config(change, None).expect("whole"))
            .collect();
        assert_eq!(changes, before);
        assert!(start.form.origin.is_some());
        start.command(UiCommand::SetProcedure("other".to_owned()), &worker());
        assert!(start.form.origin.is_none(), "another procedure is not what the ticket asks for");
    }

    fn worker() -> Worker {
        Worker::start(std::sync::Arc::new(|| ()), std::sync::Arc::new(|| ())).expect("a runtime")
    }
}
