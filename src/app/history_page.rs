//! What it is for: the history page's state: what is listed, sought and open, and records on their way out.
//! In: commands of the page, the folder of changes, the repository. Out: a view. Never: a deed, or a file read on the frame.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{App, attached, dialogs, travel::Told as Said};
use crate::{
    failure::Failure,
    journal::Attachment,
    names::RepoFile,
    record::{self, Filter, Past, Place},
    repo::{Put, RepoPath},
    ui::{
        UiCommand,
        markup::Document,
        view::{HistoryCommand, HistoryView, Page, RecordView, SharedView, UnreadRow},
    },
    words::{Sentence, shell, text},
    worker::{
        Pending, Worker,
        attach::{self, Base, Taken, export},
        history::{self, History, Told},
    },
};

/// The page's state.
#[derive(Debug, Default)]
pub(super) struct HistoryPage {
    /// The page from which it was come here; never the settings, for those lead back here.
    before: Page,
    /// Of what [`Self::listed`] is.
    source: Option<Source>,
    listed: Pending<History>,
    filter: Filter,
    shown: Vec<usize>,
    open: Option<Open>,
    /// The record that is to be opened as soon as its row is there.
    wanted: Option<String>,
    asked: Pending<Option<PathBuf>>,
    /// What is to be written as soon as it is known where.
    leaving: Option<(String, Option<Base>, Vec<Attachment>)>,
    done: Pending<Sentence>,
}

/// Where changes and records lie.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Source {
    changes: PathBuf,
    repository: Option<RepoPath>,
}

/// The record that is shown.
#[derive(Debug)]
struct Open {
    past: Past,
    told: Pending<(Told, Document)>,
}

impl HistoryPage {
    /// Takes a command of the page; gives back what belongs to somebody else.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the rest belongs to others")]
    pub(super) fn command(
        &mut self,
        command: UiCommand,
        (shown, source): (Page, Source),
        worker: &Worker,
    ) -> Option<UiCommand> {
        match command {
            UiCommand::ShowPage(Page::History) if shown != Page::History => {
                if shown != Page::Settings {
                    self.before = shown;
                }
                self.read(source, worker);
                Some(UiCommand::ShowPage(Page::History))
            }
            UiCommand::History(command) => {
                self.take(command, source, worker);
                None
            }
            other => Some(other),
        }
    }

    fn take(&mut self, command: HistoryCommand, source: Source, worker: &Worker) {
        match command {
            HistoryCommand::Look(filter) => {
                self.filter = filter;
                self.look();
            }
            HistoryCommand::Reread => self.read(source, worker),
            HistoryCommand::Open(key) => self.open(&key, &source, worker),
            HistoryCommand::Close => (self.open, self.wanted) = (None, None),
            HistoryCommand::Save => self.save(worker),
            HistoryCommand::Put => self.put(&source, worker),
        }
    }

    fn read(&mut self, source: Source, worker: &Worker) {
        if self.source.as_ref().is_some_and(|before| *before != source) {
            // What is shown and wished is of another place: nothing of it may be written into this one.
            self.open = None;
            self.wanted = None;
            self.listed.clear();
            self.shown.clear();
        }
        let Source { changes, repository } = source.clone();
        self.source = Some(source);
        worker.ask_blocking(&mut self.listed, move || history::history(&changes, repository.as_ref()));
    }

    /// The language is another one now: the record that is open is read again, in that.
    pub(super) fn reword(&mut self, worker: &Worker) {
        if let (Some(open), Some(source)) = (&mut self.open, &self.source) {
            read_record(&open.past, source, &mut open.told, worker);
        }
    }

    fn look(&mut self) {
        let rows = self.listed.value().last().map_or(&[][..], |listed| &listed.rows);
        self.shown = record::look(rows, &self.filter);
    }

    fn open(&mut self, key: &str, source: &Source, worker: &Worker) {
        let rows = self.listed.value().last().map_or(&[][..], |listed| &listed.rows);
        // What was asked for earlier comes no more in the place of this.
        (self.open, self.wanted) = (None, None);
        let Some(past) = rows.iter().find(|row| row.key == key).cloned() else {
            self.wanted = self.listed.value().is_loading().then(|| key.to_owned());
            return;
        };
        let mut told = Pending::default();
        read_record(&past, source, &mut told, worker);
        self.open = Some(Open { past, told });
    }

    fn save(&mut self, worker: &Worker) {
        let Some((open, (told, _))) = self.open.as_ref().zip(self.told()) else { return };
        let name = match &open.past.place {
            Place::Here(_) => format!("{}.md", open.past.key),
            Place::File(file) => file.as_str().rsplit('/').next().unwrap_or_default().to_owned(),
        };
        self.leaving = Some((told.document.clone(), self.base(), told.files.clone()));
        worker.ask(&mut self.asked, dialogs::record_to(&name));
    }

    fn put(&mut self, source: &Source, worker: &Worker) {
        let Some((open, (told, _))) = self.open.as_ref().zip(self.told()) else { return };
        let Some(repository) = source.repository.as_ref().filter(|_| self.is_of(source)).cloned() else {
            return;
        };
        let (change, document) = (open.past.change.clone(), told.document.clone());
        let (place, base, files) = (open.past.place.clone(), self.base(), told.files.clone());
        let shared = told.shared.as_ref().map(|shared| shared.file.clone());
        worker.ask_blocking(&mut self.done, move || {
            let target = (change.as_str(), shared);
            // A refusal leaves no files behind.
            history::may_put(&repository, target.clone(), (&place, &document))?;
            let taken =
                base.map(|base| attach::put(&base, &files, &repository)).transpose()?.unwrap_or_default();
            let (file, put) = history::put(&repository, target, (&place, &document))?;
            let key = match put {
                Put::Same => "history-put-same",
                Put::New | Put::Replaced if taken == Taken::default() => "history-put-done",
                Put::New | Put::Replaced => "history-put-files",
            };
            Ok(with_files(Sentence::new(key).with("file", file.as_str()), taken))
        });
    }

    /// Where the files of the open record lie.
    pub(super) fn base(&self) -> Option<Base> {
        match &self.open.as_ref()?.past.place {
            Place::Here(folder) => Some(Base::Folder(folder.clone())),
            Place::File(_) => self.source.as_ref()?.repository.clone().map(Base::Repository),
        }
    }

    /// The files of the open record.
    pub(super) fn files(&self) -> Vec<(Base, Attachment)> {
        let (Some(base), Some((told, _))) = (self.base(), self.told()) else { return Vec::new() };
        told.files.iter().map(|file| (base.clone(), file.clone())).collect()
    }

    /// Whether what is shown was read there.
    fn is_of(&self, source: &Source) -> bool {
        self.source.as_ref() == Some(source)
    }

    fn told(&self) -> Option<&(Told, Document)> {
        self.open.as_ref().and_then(|open| open.told.value().last())
    }

    /// To be called each frame: takes what was read and written; returns what is to be said.
    pub(super) fn poll(
        &mut self,
        page: Page,
        source: &Source,
        worker: &Worker,
        at: Timestamp,
    ) -> Option<Said> {
        if page == Page::History && !self.is_of(source) {
            self.read(source.clone(), worker);
        }
        if self.listed.poll(at) {
            self.look();
            if self.is_of(source) {
                self.follow(source, worker);
            }
        }
        if let Some(open) = &mut self.open {
            open.told.poll(at);
        }
        let said = self.take_written(worker, at);
        if matches!(said, Some(Said::Said(_))) {
            // Something lies in the repository, or elsewhere, that was not there before.
            self.read(source.clone(), worker);
        }
        said
    }

    /// The open record, and its row, may say something else by now.
    fn follow(&mut self, source: &Source, worker: &Worker) {
        if let Some(key) = self.wanted.take() {
            return self.open(&key, source, worker);
        }
        let Some(open) = &mut self.open else { return };
        let rows = self.listed.value().last().map_or(&[][..], |listed| &listed.rows);
        if let Some(row) = rows.iter().find(|row| row.key == open.past.key) {
            open.past.clone_from(row);
            read_record(&open.past, source, &mut open.told, worker);
        }
    }

    fn take_written(&mut self, worker: &Worker, at: Timestamp) -> Option<Said> {
        self.asked.poll(at);
        if let Some(failure) = self.asked.value().failure().cloned() {
            self.asked.clear();
            self.leaving = None;
            return Some(Said::Failed(failure));
        }
        if let Some(answer) = self.asked.take()
            && let Some((text, base, files)) = self.leaving.take()
            && let Some(file) = answer
        {
            worker.ask_blocking(&mut self.done, move || {
                // What the record shows lies there before it.
                let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
                let folder = folder.unwrap_or(Path::new("."));
                let taken = base.map(|base| export(&base, &files, folder)).transpose()?.unwrap_or_default();
                history::save(&text, &file)?;
                let key = if taken == Taken::default() { "history-saved" } else { "history-saved-files" };
                Ok(with_files(Sentence::new(key).with("file", file.display().to_string()), taken))
            });
        }
        self.done.poll(at);
        if let Some(failure) = self.done.value().failure().cloned() {
            self.done.clear();
            return Some(Said::Failed(failure));
        }
        self.done.take().map(Said::Said)
    }

    /// What the page shows. `under_way` is the change of this window, by its folder's name; engaged, the window takes up
    /// no other.
    pub(super) fn view<'a>(
        &'a self,
        under_way: Option<&'a str>,
        (is_engaged, is_practice): (bool, bool),
    ) -> HistoryView<'a> {
        const NO_CHOICES: &record::Choices = &record::Choices::NONE;
        let listed = self.listed.value();
        let last = listed.last();
        let unread = last.map_or(&[][..], |listed| &listed.unread);
        let unread = unread.iter().map(|one| UnreadRow {
            name: one.name.clone(),
            folder: one.folder.as_ref().map(|folder| folder.display().to_string()),
            why: one.why.text(),
        });
        let has_repository = self.source.as_ref().is_some_and(|source| source.repository.is_some());
        let from = match (is_practice, has_repository) {
            (true, _) => "history-from-practice",
            (false, true) => "history-from",
            (false, false) => "history-from-none",
        };
        HistoryView {
            rows: last.map_or(&[], |listed| &listed.rows),
            shown: &self.shown,
            filter: &self.filter,
            choices: last.map_or(NO_CHOICES, |listed| &listed.choices),
            unread: unread.collect(),
            is_loading: listed.is_loading(),
            failure: listed.failure(),
            from: text(from),
            before: self.before,
            under_way,
            open: self.open.as_ref().map(|open| Box::new(self.record(open, is_engaged, has_repository))),
        }
    }

    fn record<'a>(&'a self, open: &'a Open, is_engaged: bool, has_repository: bool) -> RecordView<'a> {
        let value = open.told.value();
        let told = value.last().map(|(told, _)| told);
        let is_here = matches!(open.past.place, Place::Here(_));
        RecordView {
            past: &open.past,
            is_loading: value.is_loading(),
            failure: value.failure(),
            document: value.last().map(|(_, document)| document),
            timeline: told.and_then(|told| told.timeline.as_ref()),
            comment: told.map_or("", |told| &told.comment),
            damage: told.and_then(|told| told.damage.as_ref()),
            files: told.map(|told| told.files.iter().map(attached::view).collect()).unwrap_or_default(),
            shared: told.and_then(|told| told.shared.as_ref()).map(|shared| SharedView {
                file: shared.file.as_str(),
                is_committed: shared.is_committed,
                says: shared.says,
                git: git_line(shared.file.as_str(), &shared.files, &open.past.title),
            }),
            can_put: is_here && has_repository,
            can_resume: open.past.is_unfinished_here() && open.past.can_go_on && !is_engaged,
            is_writing: self.done.value().is_loading() || self.asked.value().is_loading(),
        }
    }
}

/// Reads a record, and takes it apart for the screen.
fn read_record(past: &Past, source: &Source, told: &mut Pending<(Told, Document)>, worker: &Worker) {
    let (place, shared, repository) = (past.place.clone(), past.shared.clone(), source.repository.clone());
    worker.ask_blocking(told, move || -> Result<(Told, Document), Failure> {
        let told = history::told(&place, shared, repository.as_ref())?;
        let document = Document::read(&told.document);
        Ok((told, document))
    });
}

/// Tells how many files of notes were taken along, and how many could not be.
fn with_files(words: Sentence, taken: Taken) -> Sentence {
    words.count("along", taken.along).count("left", taken.left)
}

/// The command line that commits a record, the files beside it and nothing else.
fn git_line(file: &str, files: &[RepoFile], title: &str) -> String {
    // A line end or an escape sign in it would be a command of the terminal that it is pasted into.
    let title: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let beside = files.iter().map(RepoFile::as_str);
    let all: Vec<String> = std::iter::once(file).chain(beside).map(shell::quoted).collect();
    let (all, message) = (all.join(" "), shell::quoted(&format!("Record: {title}")));
    format!("git add -- {all} && git commit -m {message} -- {all}")
}

impl App {
    /// Where changes and records lie now.
    pub(super) fn history_source(&self) -> Source {
        let repository = self.start.repo.value().last().map(|seen| seen.path.clone());
        Source { changes: self.changes(), repository }
    }

    /// To be called each frame.
    pub(super) fn poll_history(&mut self, at: Timestamp) {
        let source = self.history_source();
        match self.history.poll(self.cluster_page.page(), &source, &self.worker, at) {
            Some(Said::Said(words)) => self.notices.say(words.text()),
            Some(Said::Failed(failure)) => self.notices.fail(failure),
            None => {}
        }
    }

    /// The folder's name of the change under way in this window.
    pub(super) fn change_under_way(&self) -> Option<&str> {
        let change = self.change.as_ref().filter(|change| change.run.ended().is_none())?;
        Some(change.run.plan().change().as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn past(key: &str) -> Past {
        let file = RepoFile::new(format!("changes/{key}.md")).expect("a file");
        let mut past = Past::foreign(file, "# Notes", None);
        past.key = key.to_owned();
        past
    }

    fn source(changes: &std::path::Path) -> Source {
        Source { changes: changes.to_owned(), repository: None }
    }

    #[test]
    fn a_record_of_another_place_is_shown_no_more() {
        let worker = Worker::start(Arc::new(|| ()), Arc::new(|| ())).expect("a runtime");
        let folder = tempfile::tempdir().expect("a folder");
        let (practice, real) = (source(&folder.path().join("practice")), source(&folder.path().join("real")));
        let mut page = HistoryPage::default();
        page.read(practice.clone(), &worker);
        page.open = Some(Open { past: past("one"), told: Pending::default() });
        page.wanted = Some("two".to_owned());
        page.shown = vec![0];
        page.read(practice, &worker);
        assert!(page.open.is_some() && page.wanted.is_some(), "the same place is read again");
        let shown = UiCommand::ShowPage(Page::History);
        assert!(page.command(shown, (Page::Change, real.clone()), &worker).is_some());
        assert!(page.open.is_none() && page.wanted.is_none() && page.shown.is_empty());
        assert!(page.is_of(&real) && page.listed.value().last().is_none());
    }

    #[test]
    fn a_copied_line_is_one_line_whatever_the_title_holds() {
        let line = git_line("changes/one.md", &[], "a\n\u{1b}[201~b");
        let wanted = "git add -- changes/one.md && git commit -m 'Record: a  [201~b' -- changes/one.md";
        assert_eq!(line, wanted);
    }

    #[test]
    fn the_record_chosen_last_is_the_one_that_comes() {
        let worker = Worker::start(Arc::new(|| ()), Arc::new(|| ())).expect("a runtime");
        let folder = tempfile::tempdir().expect("a folder");
        let here = source(folder.path());
        let mut page = HistoryPage::default();
        page.read(here.clone(), &worker);
        page.open("later", &here, &worker);
        assert_eq!(page.wanted.as_deref(), Some("later"), "its row is not there yet");
        page.take(HistoryCommand::Close, here.clone(), &worker);
        assert!(page.wanted.is_none(), "whoever leaves wants none");
        page.wanted = Some("earlier".to_owned());
        page.open("later", &here, &worker);
        assert_eq!(page.wanted.as_deref(), Some("later"));
    }

    #[test]
    fn the_way_back_does_not_lead_round_through_the_settings() {
        let worker = Worker::start(Arc::new(|| ()), Arc::new(|| ())).expect("a runtime");
        let folder = tempfile::tempdir().expect("a folder");
        let mut page = HistoryPage::default();
        for (shown, before) in [(Page::Cluster, Page::Cluster), (Page::Settings, Page::Cluster)] {
            let source = Source { changes: folder.path().to_owned(), repository: None };
            let left = page.command(UiCommand::ShowPage(Page::History), (shown, source), &worker);
            assert_eq!(left, Some(UiCommand::ShowPage(Page::History)));
            assert_eq!(page.before, before, "from {shown:?}");
        }
    }
}
