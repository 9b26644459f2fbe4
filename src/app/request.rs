//! What it is for: "Request": the ticket's text from what is on the start page, connected or not, and its ways out.
//! In: the form. Out: a view; clipboard, file, the forge's page. Never: a deed, or an address that is not a forge's.

use std::path::PathBuf;

use eframe::egui;
use jiff::Timestamp;

use super::{App, dialogs, draft, start::Start, ticket::no_procedure, travel::Told};
use crate::{
    failure::Failure,
    plan::{
        Source,
        request::{Origin, Request},
    },
    procedure::fill::fill_so_far,
    record::{self, IssuePage, Outline},
    ui::view::{ConfigWhen, RequestCommand, RequestView},
    words::{Sentence, text},
    worker::{Pending, Worker, history},
};

/// The request that is shown.
#[derive(Debug, Default)]
pub(super) struct Requesting {
    open: Option<Shown>,
    asked: Pending<Option<PathBuf>>,
    /// What is to be written as soon as it is known where.
    leaving: Option<String>,
    done: Pending<Sentence>,
    /// A record on its way to the clipboard.
    comment: Pending<String>,
}

#[derive(Debug)]
struct Shown {
    view: RequestView,
    page: Option<IssuePage>,
    name: String,
}

impl Shown {
    fn of(start: &Start) -> Self {
        let (mut view, mut page) = (RequestView::default(), None);
        match made(start) {
            Ok((title, text, is_open)) => {
                (view.title, view.text) = (title, text);
                view.open = is_open.then(|| crate::words::text("request-open-place"));
            }
            Err(why) => view.missing = why.iter().map(|why| why.summary.text()).collect(),
        }
        if let Some(procedure) = start.procedure() {
            let change = procedure.change();
            let persons: Vec<String> = change.assignees.iter().map(|name| format!("@{name}")).collect();
            (view.labels, view.assignees) = (change.labels.join(", "), persons.join(", "));
            let upstream = start.repo.value().last().and_then(|seen| seen.state.upstream.as_ref());
            let remote = change.issues.clone().or_else(|| upstream.map(|upstream| upstream.url.clone()));
            let template =
                (change.labels.as_slice(), change.assignees.as_slice(), change.template.as_deref());
            page = remote.and_then(|remote| record::issue_page(&remote, template, &view.title, &view.text));
        }
        if let Some(page) = &page {
            view.host = page.address.split('/').nth(2).map(str::to_owned);
            view.is_shortened = page.is_shortened;
        }
        Self { view, page, name: format!("request-{}.md", start.form.procedure) }
    }

    /// Title and text, as they are copied and written.
    fn whole(&self) -> String {
        // The text begins with its title.
        self.view.text.clone()
    }
}

/// Title and text; whether the place is left open.
fn made(start: &Start) -> Result<(String, String, bool), Vec<Failure>> {
    let listed = start.listed().ok_or_else(|| vec![no_procedure()])?;
    let procedure = listed.loaded.procedure.as_ref().ok_or_else(|| vec![no_procedure()])?;
    let values = match start.filled() {
        Some(Err(problems)) => {
            return Err(problems.iter().map(|problem| missing(procedure, problem)).collect());
        }
        Some(Ok(values)) => values,
        None => fill_so_far(procedure, &start.form.values),
    };
    let origin = origin(start);
    if let Some(plan) = &start.plan {
        let mut header = plan.header().clone();
        header.request.origin = origin;
        let written = record::request(&header, plan.steps());
        return Ok((header.request.title, written, false));
    }
    let changes = |when: ConfigWhen| {
        let all = start.form.configs.iter().filter(|row| row.1 == when);
        let objects = start.objects.value().last();
        let read = all.map(|(_, _, change)| {
            draft::config(change, objects).map_err(|_why| {
                vec![Failure::new(crate::failure::FailureKind::Person, Sentence::new("start-needs-config"))]
            })
        });
        read.collect::<Result<Vec<_>, _>>()
    };
    let outline = Outline {
        procedure,
        source: Source { file: listed.file(), digest: procedure.digest().clone(), standing: listed.standing },
        repository: None,
        request: Request {
            ticket: values.text("ticket"),
            before: changes(ConfigWhen::Before)?,
            after: changes(ConfigWhen::After)?,
            origin,
            ..Request::default()
        },
        values,
    };
    let (title, written) = outline.request()?;
    Ok((title, written, true))
}

fn missing(
    procedure: &crate::procedure::Procedure,
    problem: &crate::procedure::fill::FieldProblem,
) -> Failure {
    let title = procedure.param(&problem.param).map_or(problem.param.as_str(), |param| param.title.as_str());
    let words = Sentence::new("start-needs-field").with("field", title).with("why", problem.sentence.text());
    Failure::new(crate::failure::FailureKind::Person, words)
}

/// Who asks: the ticket's, when there is one, else the name under which commits are made.
fn origin(start: &Start) -> Option<Origin> {
    start.form.origin.clone().or_else(|| {
        let asked_by = start.repo.value().last()?.state.identity.name.clone()?;
        Some(Origin { address: String::new(), asked_by })
    })
}

impl Requesting {
    pub(super) fn view(&self) -> Option<Box<RequestView>> {
        self.open.as_ref().map(|shown| Box::new(shown.view.clone()))
    }

    fn poll(&mut self, worker: &Worker, at: Timestamp) -> Option<Told> {
        self.asked.poll(at);
        if let Some(failure) = self.asked.value().failure().cloned() {
            self.asked.clear();
            self.leaving = None;
            return Some(Told::Failed(failure));
        }
        if let Some(answer) = self.asked.take()
            && let Some(text) = self.leaving.take()
            && let Some(file) = answer
        {
            worker.ask_blocking(&mut self.done, move || {
                history::save(&text, &file)?;
                Ok(Sentence::new("request-saved").with("file", file.display().to_string()))
            });
        }
        self.done.poll(at);
        if let Some(failure) = self.done.value().failure().cloned() {
            self.done.clear();
            return Some(Told::Failed(failure));
        }
        self.done.take().map(Told::Said)
    }
}

impl App {
    /// Follows a command of the sheet.
    pub(super) fn request(&mut self, command: RequestCommand, egui_ctx: &egui::Context) {
        let shown = self.requesting.open.as_ref().filter(|shown| shown.view.missing.is_empty());
        match (command, shown) {
            (RequestCommand::Open, _) => self.requesting.open = Some(Shown::of(&self.start)),
            (RequestCommand::Close, _) => self.requesting.open = None,
            (RequestCommand::Copy, Some(shown)) => {
                egui_ctx.copy_text(shown.whole());
                self.notices.say(text("request-copied"));
            }
            (RequestCommand::Save, Some(shown)) => {
                let name = shown.name.clone();
                self.requesting.leaving = Some(shown.whole());
                self.worker.ask(&mut self.requesting.asked, dialogs::request_to(&name));
            }
            (RequestCommand::OpenPage, Some(shown)) => {
                let Some(page) = shown.page.clone() else { return };
                if page.is_shortened {
                    egui_ctx.copy_text(shown.whole());
                    self.notices.say(text("request-on-clipboard"));
                }
                self.open_address(&page.address);
            }
            (RequestCommand::Copy | RequestCommand::Save | RequestCommand::OpenPage, None) => {}
        }
    }

    /// Puts the record of a change of this machine on the clipboard.
    pub(super) fn copy_comment(&mut self, change: &str) {
        let place = record::Place::Here(self.changes().join(change));
        self.worker.ask_blocking(&mut self.requesting.comment, move || {
            history::told(&place, None, None).map(|told| told.comment)
        });
    }

    /// To be called each frame.
    pub(super) fn poll_request(&mut self, egui_ctx: &egui::Context, at: Timestamp) {
        let requesting = &mut self.requesting;
        requesting.comment.poll(at);
        if let Some(failure) = requesting.comment.value().failure().cloned() {
            requesting.comment.clear();
            self.notices.fail(failure);
        }
        if let Some(comment) = requesting.comment.take() {
            egui_ctx.copy_text(comment);
            self.notices.say(text("wizard-comment-copied"));
        }
        match self.requesting.poll(&self.worker, at) {
            Some(Told::Said(words)) => self.notices.say(words.text()),
            Some(Told::Failed(failure)) => self.notices.fail(failure),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::Arc,
        time::{Duration, Instant},
    };

    use super::*;
    use crate::{app::settings::Settings, ui::UiCommand};

    #[test]
    fn a_request_needs_a_procedure_and_its_details_and_no_cluster() {
        let worker = Worker::start(Arc::new(|| ()), Arc::new(|| ())).expect("a runtime");
        let place = tempfile::tempdir().expect("a folder");
        let config = place.path().join("none").display().to_string();
        let args = clap::Parser::parse_from(["changeover", "--kubeconfig", &config]);
        let mut start = Start::new(&args, &Settings::default(), &worker);
        let begun = Instant::now();
        while start.procedures.value().last().is_none() {
            assert!(begun.elapsed() < Duration::from_mins(1));
            start.poll(&worker, Timestamp::UNIX_EPOCH);
            std::thread::yield_now();
        }
        let none = Shown::of(&start);
        assert_eq!(none.view.missing, [text("start-needs-procedure")]);
        start.command(UiCommand::SetProcedure("haikudepot-deploy".to_owned()), &worker);
        let empty = Shown::of(&start);
        assert_eq!(empty.view.missing.len(), 2, "{:?}", empty.view.missing);
        for (field, value) in [("version", "1.0.200"), ("testedBuild", "https://github.com/haiku/x/1")] {
            let (field, value) = (field.to_owned(), value.to_owned());
            start.command(UiCommand::SetField { field, value }, &worker);
        }
        let full = Shown::of(&start);
        assert_eq!(full.view.title, "[Change Request] Deploy HaikuDepot version 1.0.200");
        assert!(full.view.text.contains(&text("record-place-open")), "{}", full.view.text);
        assert!(full.view.open.is_some() && full.view.labels == "change-request");
        assert!(!full.view.text.contains('⟨'));
        assert_eq!(full.view.host, None, "no repository, no page");
    }
}
