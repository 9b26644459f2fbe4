//! What it is for: files on their way to a note: chosen, dropped or pasted; looked at; kept; then told to the journal.
//! In: commands, paths and pictures of the window system. Out: a dialog's view, a note for the run. Never: a line of the
//! journal before its files are on the disk, or a file read on the frame.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui;
use jiff::Timestamp;

use super::{App, attached::Attached, dialog_view, dialogs, lease_view};
use crate::{
    failure::{Failure, FailureKind},
    journal::{Attachment, attached::MOST},
    names::StepId,
    run::What,
    ui::{
        UiCommand,
        view::{AddingView, ChosenView, FileCommand, FilesView, Page},
    },
    words::Sentence,
    worker::{
        Pending, Worker,
        attach::{Chosen, Origin, choose, keep},
    },
};

/// Something that may be added.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// A file.
    File(PathBuf),
    /// A picture of the clipboard.
    Picture(Arc<egui::ColorImage>),
}

impl Source {
    /// As the worker takes it. Copies a whole picture, so call it off the frame.
    fn origin(self) -> Origin {
        match self {
            Self::File(path) => Origin::File(path),
            Self::Picture(picture) => {
                let size = |length: usize| u32::try_from(length).unwrap_or_default();
                let [width, height] = picture.size.map(size);
                let rgba = picture.pixels.iter().flat_map(egui::Color32::to_srgba_unmultiplied).collect();
                Origin::Pasted { width, height, rgba }
            }
        }
    }
}

/// Files of notes: those that may be added, and those that were.
#[derive(Debug, Default)]
pub(super) struct Files {
    adding: Option<Adding>,
    /// The step that the open file dialog is for, its title, and what was written already.
    picking: Option<(StepId, String, String)>,
    picked: Pending<Option<Vec<PathBuf>>>,
    waiting: Vec<Source>,
    looked: Pending<Vec<Result<Chosen, Failure>>>,
    kept: Pending<Vec<Attachment>>,
    pub(super) attached: Attached,
}

/// The dialog before files are added.
#[derive(Debug)]
struct Adding {
    step: StepId,
    title: String,
    text: String,
    chosen: Vec<Chosen>,
    refused: Vec<Failure>,
    is_writing: bool,
}

/// A note that is ready for the journal.
#[derive(Debug, PartialEq, Eq)]
struct Ready {
    step: StepId,
    text: String,
    files: Vec<Attachment>,
}

impl Files {
    /// Lets files be chosen for a step.
    fn pick(&mut self, (step, title): (StepId, String), text: String, worker: &Worker) {
        // The answer of a file dialog that is still open does not come any more; what was written before it stays.
        let text = match self.picking.take() {
            Some((before, _, earlier)) if before == step => joined(earlier, text),
            Some((before, title, earlier)) if !earlier.is_empty() => {
                self.bring((before, title), earlier, Vec::new());
                text
            }
            Some(_) | None => text,
        };
        self.picking = Some((step, title, text));
        worker.ask(&mut self.picked, dialogs::files());
    }

    /// Opens the dialog for a step, or goes on with the one that is open.
    fn bring(&mut self, (step, title): (StepId, String), text: String, sources: Vec<Source>) {
        let adding = self.adding.get_or_insert_with(|| Adding {
            step,
            title,
            text: String::new(),
            chosen: Vec::new(),
            refused: Vec::new(),
            is_writing: false,
        });
        if adding.is_writing {
            return;
        }
        adding.text = joined(std::mem::take(&mut adding.text), text);
        adding.refused.clear();
        let room = MOST.saturating_sub(adding.chosen.len() + self.waiting.len());
        if sources.len() > room {
            let words = Sentence::new("attach-too-many").count("most", MOST);
            adding.refused.push(Failure::new(FailureKind::Person, words));
        }
        self.waiting.extend(sources.into_iter().take(room));
    }

    /// Adds nothing.
    fn cancel(&mut self) {
        if self.adding.as_ref().is_some_and(|adding| adding.is_writing) {
            return;
        }
        if let Some(adding) = self.adding.take()
            && self.picking.as_ref().is_some_and(|(step, ..)| *step == adding.step)
        {
            // What a file dialog that is still open answers would open this one again.
            self.picking = None;
            self.picked.clear();
        }
        self.waiting.clear();
        self.looked.clear();
    }

    /// There is no change any more that files could be added to.
    fn forget(&mut self) {
        (self.adding, self.picking) = (None, None);
        self.waiting.clear();
        self.picked.clear();
        self.looked.clear();
        self.kept.clear();
    }

    /// Writes what was chosen into the change's folder.
    fn add(&mut self, folder: &Path, worker: &Worker) {
        let Some(adding) = self.adding.as_mut().filter(|adding| !adding.is_writing) else { return };
        if (adding.chosen.is_empty() && adding.text.trim().is_empty()) || !self.waiting.is_empty() {
            return;
        }
        adding.is_writing = true;
        let (folder, chosen) = (folder.to_owned(), adding.chosen.clone());
        worker.ask_blocking(&mut self.kept, move || keep(&folder, &chosen));
    }

    /// To be called each frame: takes what was chosen, looked at and written. Gives a note whose files are on the disk,
    /// once, and what is to be said.
    fn poll(&mut self, worker: &Worker, at: Timestamp) -> (Option<Ready>, Option<Failure>) {
        let failure = self.take_picked(at);
        self.take_looked(worker, at);
        (self.take_kept(at), failure)
    }

    fn take_picked(&mut self, at: Timestamp) -> Option<Failure> {
        // What was chosen for another step, or comes while the note is written, waits until its own dialog can open.
        let waits = self.adding.as_ref().zip(self.picking.as_ref());
        if waits.is_some_and(|(adding, (step, ..))| adding.is_writing || adding.step != *step) {
            return None;
        }
        self.picked.poll(at);
        let failure = self.picked.value().failure().cloned();
        let answer = if failure.is_some() { Some(None) } else { self.picked.take() };
        if let Some(paths) = answer {
            self.picked.clear();
            if let Some((step, title, text)) = self.picking.take() {
                let sources: Vec<Source> = paths.into_iter().flatten().map(Source::File).collect();
                // What was written already is not lost because no file was chosen.
                if !sources.is_empty() || !text.is_empty() {
                    self.bring((step, title), text, sources);
                }
            }
        }
        failure
    }

    fn take_looked(&mut self, worker: &Worker, at: Timestamp) {
        if self.looked.poll(at)
            && let Some(adding) = &mut self.adding
        {
            let failure = self.looked.value().failure().cloned();
            for one in failure.map(|why| vec![Err(why)]).or_else(|| self.looked.take()).unwrap_or_default() {
                match one {
                    Ok(one) if adding.chosen.iter().any(|known| known.attachment == one.attachment) => {}
                    Ok(one) => adding.chosen.push(one),
                    Err(why) => adding.refused.push(why),
                }
            }
            self.looked.clear();
        }
        if !self.waiting.is_empty() && !self.looked.value().is_loading() {
            let sources = std::mem::take(&mut self.waiting);
            worker.ask_blocking(&mut self.looked, move || {
                Ok(sources.into_iter().map(|source| choose(source.origin())).collect())
            });
        }
    }

    fn take_kept(&mut self, at: Timestamp) -> Option<Ready> {
        self.kept.poll(at);
        if let Some(failure) = self.kept.value().failure().cloned() {
            self.kept.clear();
            let adding = self.adding.as_mut()?;
            adding.is_writing = false;
            adding.refused = vec![failure];
            return None;
        }
        let files = self.kept.take()?;
        let Adding { step, text, .. } = self.adding.take()?;
        Some(Ready { step, text: text.trim().to_owned(), files })
    }

    /// What stands over the page.
    pub(super) fn view(&self) -> Option<FilesView> {
        let Some(adding) = &self.adding else { return self.attached.large().map(FilesView::Large) };
        let chosen = |one: &Chosen| ChosenView {
            name: one.attachment.name.clone(),
            about: super::attached::about(&one.attachment),
            sha256: one.attachment.sha256.clone(),
            preview: one.preview.clone(),
        };
        Some(FilesView::Adding(Box::new(AddingView {
            title: adding.title.clone(),
            text: adding.text.clone(),
            files: adding.chosen.iter().map(chosen).collect(),
            refused: adding.refused.clone(),
            is_looking: self.looked.value().is_loading() || !self.waiting.is_empty(),
            is_writing: adding.is_writing,
            may_pick: !adding.is_writing && !self.picked.value().is_loading() && adding.chosen.len() < MOST,
        })))
    }
}

/// What was written before, and what was written later, below it.
fn joined(earlier: String, later: String) -> String {
    match (earlier.trim().is_empty(), later.trim().is_empty()) {
        (true, _) => later,
        (false, true) => earlier,
        (false, false) => format!("{earlier}\n{later}"),
    }
}

impl App {
    /// The step that files can be added to now, with its title.
    pub(super) fn takes_files(&self) -> Option<(StepId, String)> {
        let change = self.change.as_ref()?;
        let is_shown = self.cluster_page.page() == Page::Change && !change.is_asking();
        let is_free = change.run.ended().is_none()
            && dialog_view::dialog(change).is_none()
            && !self.memory.asks_reason()
            && !self.is_read_only()
            && lease_view::refused(&self.lease, &UiCommand::File(FileCommand::Add)).is_none();
        let step = change.run.planned().get(change.shown_index().filter(|_| is_shown && is_free)?)?;
        Some((step.id.clone(), step.title.clone()))
    }

    /// Files were let go on a step, or a picture was pasted there.
    pub(super) fn bring_files(&mut self, step: (StepId, String), sources: Vec<Source>) {
        let text = self.memory.take_note().unwrap_or_default();
        self.files.bring(step, text, sources);
    }

    /// Takes a command of the person about files.
    pub(super) fn file(&mut self, command: FileCommand) {
        match command {
            FileCommand::Pick { step, text } => {
                let step = StepId::new(step);
                let steps = self.change.iter().flat_map(|change| change.run.planned());
                let title = steps.into_iter().find(|planned| planned.id == step);
                let title = title.map(|planned| planned.title.clone()).unwrap_or_default();
                self.files.pick((step, title), text, &self.worker);
            }
            FileCommand::PickMore => {
                if let Some(adding) = &self.files.adding
                    && !self.files.picked.value().is_loading()
                {
                    let step = (adding.step.clone(), adding.title.clone());
                    self.files.pick(step, String::new(), &self.worker);
                }
            }
            FileCommand::LeaveOut(at) => {
                if let Some(adding) = &mut self.files.adding
                    && at < adding.chosen.len()
                {
                    adding.chosen.remove(at);
                }
            }
            FileCommand::Text(text) => {
                if let Some(adding) = &mut self.files.adding {
                    adding.text = text;
                }
            }
            FileCommand::Add => {
                let folder = self.change.as_ref().and_then(|change| change.journal.parent());
                if let Some(folder) = folder.map(Path::to_owned) {
                    self.files.add(&folder, &self.worker);
                }
            }
            FileCommand::Cancel => self.files.cancel(),
            FileCommand::Open(file) => {
                let shown = self.shown_files();
                self.files.attached.open(&file, shown, &self.worker);
            }
            FileCommand::Close => self.files.attached.close(),
        }
    }

    /// To be called each frame.
    pub(super) fn poll_files(&mut self, at: Timestamp) {
        let shown = self.shown_files();
        self.files.attached.poll(shown, &self.worker, at);
        if self.change.is_none() {
            return self.files.forget();
        }
        let (ready, failure) = self.files.poll(&self.worker, at);
        if let Some(failure) = failure {
            self.notices.fail(failure);
        }
        let (Some(Ready { step, text, files }), Some(change)) = (ready, &mut self.change) else { return };
        if change.run.ended().is_some() {
            let words = Sentence::new("attach-ended");
            return self.notices.fail(Failure::new(FailureKind::Person, words));
        }
        let by = change.stamp(at);
        for request in change.event(at, What::Noted { step, text, files, by }) {
            self.send(request);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        time::{Duration, Instant},
    };

    use super::*;
    use crate::ui::view::AttachmentView;

    const LONG: Duration = Duration::from_mins(1);

    fn worker() -> Worker {
        Worker::start(Arc::new(|| {}), Arc::new(|| {})).expect("a worker")
    }

    fn until<T>(
        files: &mut Files,
        worker: &Worker,
        mut look: impl FnMut(&mut Files, Option<Ready>) -> Option<T>,
    ) -> T {
        let begun = Instant::now();
        loop {
            let (ready, failure) = files.poll(worker, Timestamp::UNIX_EPOCH);
            assert!(failure.is_none(), "{failure:?}");
            if let Some(seen) = look(files, ready) {
                return seen;
            }
            assert!(begun.elapsed() < LONG);
            std::thread::yield_now();
        }
    }

    fn shown(files: &Files) -> AddingView {
        match files.view() {
            Some(FilesView::Adding(view)) => *view,
            other => panic!("{other:?}"),
        }
    }

    fn step() -> (StepId, String) {
        (StepId::new("stop"), "Stop".to_owned())
    }

    fn picture() -> Source {
        Source::Picture(Arc::new(egui::ColorImage::filled([8, 6], egui::Color32::from_rgb(10, 20, 30))))
    }

    #[test]
    fn files_are_shown_then_kept_and_only_then_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("app.log");
        fs::write(&log, "all is well\n").expect("written");
        let zip = folder.path().join("a.zip");
        fs::write(&zip, b"PK\x03\x04").expect("written");
        let (worker, mut files) = (worker(), Files::default());
        let sources = vec![Source::File(log.clone()), Source::File(zip), picture(), Source::File(log)];
        files.bring(step(), "seen".to_owned(), sources);
        until(&mut files, &worker, |files, _| (!shown(files).is_looking).then_some(()));
        let view = shown(&files);
        assert_eq!((view.files.len(), view.refused.len(), view.title.as_str()), (2, 1, "Stop"));
        assert!(!folder.path().join("evidence").exists(), "nothing is kept before the person says so");
        files.add(folder.path(), &worker);
        assert!(shown(&files).is_writing);
        files.cancel();
        let ready = until(&mut files, &worker, |_, ready| ready);
        assert_eq!((ready.text.as_str(), ready.files.len()), ("seen", 2));
        for one in &ready.files {
            assert!(folder.path().join(&one.file).is_file(), "{one:?}");
        }
        assert!(files.view().is_none());
    }

    #[test]
    fn too_many_are_refused_one_may_be_left_out_and_nothing_is_kept_when_it_is_cancelled() {
        let (worker, mut files) = (worker(), Files::default());
        files.bring(step(), String::new(), (0..=MOST).map(|_| picture()).collect());
        assert_eq!(shown(&files).refused.len(), 1);
        until(&mut files, &worker, |files, _| (!shown(files).is_looking).then_some(()));
        assert_eq!(shown(&files).files.len(), 1, "the same picture once");
        files.cancel();
        assert!(files.view().is_none());
        let (ready, _) = files.poll(&worker, Timestamp::UNIX_EPOCH);
        assert_eq!(ready, None);
    }

    #[test]
    fn files_for_another_step_wait_and_no_text_is_lost() {
        let (worker, mut files) = (worker(), Files::default());
        let poll = |files: &mut Files| files.poll(&worker, Timestamp::UNIX_EPOCH);
        let other = || (StepId::new("start"), "Start".to_owned());
        files.bring(step(), "one".to_owned(), Vec::new());
        files.picking = Some((other().0, other().1, "two".to_owned()));
        files.picked = Pending::of(None);
        assert_eq!(poll(&mut files), (None, None));
        assert_eq!((shown(&files).title.as_str(), shown(&files).text.as_str()), ("Stop", "one"));
        files.cancel();
        assert_eq!(poll(&mut files), (None, None));
        assert_eq!((shown(&files).title.as_str(), shown(&files).text.as_str()), ("Start", "two"));
        files.bring(other(), "three".to_owned(), Vec::new());
        assert_eq!(shown(&files).text, "two\nthree");
        files.picking = Some((other().0, other().1, String::new()));
        files.picked = Pending::of(Some(vec![PathBuf::from("a.log")]));
        files.cancel();
        assert_eq!(poll(&mut files), (None, None));
        assert!(files.view().is_none(), "the answer for a dialog that was cancelled");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told_in_the_dialog_which_stays() {
        let (worker, mut files) = (worker(), Files::default());
        let folder = tempfile::tempdir().expect("a folder");
        let gone = folder.path().join("gone");
        files.bring(step(), "text".to_owned(), vec![picture()]);
        until(&mut files, &worker, |files, _| (!shown(files).is_looking).then_some(()));
        files.add(&gone, &worker);
        until(&mut files, &worker, |files, ready| {
            assert_eq!(ready, None);
            (!shown(files).refused.is_empty()).then_some(())
        });
        let view = shown(&files);
        assert_eq!((view.is_writing, view.text.as_str(), view.files.len()), (false, "text", 1));
    }

    #[test]
    fn what_was_added_is_looked_at_again_and_one_is_shown_large() {
        let folder = tempfile::tempdir().expect("a folder");
        let (worker, mut files) = (worker(), Files::default());
        files.bring(step(), String::new(), vec![picture()]);
        until(&mut files, &worker, |files, _| (!shown(files).is_looking).then_some(()));
        files.add(folder.path(), &worker);
        let ready = until(&mut files, &worker, |_, ready| ready);
        let base = crate::worker::attach::Base::Folder(folder.path().to_owned());
        let wanted: Vec<_> = ready.files.iter().map(|one| (base.clone(), one.clone())).collect();
        let mut view: AttachmentView = super::super::attached::view(&ready.files[0]);
        let begun = Instant::now();
        while view.seen.is_none() {
            files.attached.poll(wanted.clone(), &worker, Timestamp::UNIX_EPOCH);
            files.attached.fill(&base, std::slice::from_mut(&mut view));
            assert!(begun.elapsed() < LONG);
        }
        files.attached.open(&ready.files[0].file, wanted, &worker);
        let Some(FilesView::Large(large)) = files.view() else { panic!("not open") };
        assert_eq!((large.file.name.as_str(), large.folder.is_some()), ("pasted.png", true));
        files.attached.close();
        assert!(files.view().is_none());
    }
}
