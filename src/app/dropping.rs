//! What it is for: files and folders that are dragged onto the window: said while they hover, put into the start form when
//! they are let go; over a step of a change under way, they belong to its note. In: paths of the window system. Out: choices
//! of the start form, files for a note. Never: a file read on the frame.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui;
use jiff::Timestamp;

use super::{App, attach::Source};
use crate::{
    failure::{Failure, FailureKind},
    fetched::Fetched,
    ui::{
        UiCommand,
        view::{DroppingView, Page, Tone},
    },
    words::{Sentence, text},
    worker::{
        Pending, Worker,
        dropped::{Dropped, recognise},
    },
};

/// What is dragged over the window, or was let go on it.
#[derive(Debug, Default)]
pub(super) struct Dropping {
    paths: Vec<PathBuf>,
    found: Pending<Dropped>,
    /// Whether it was let go: it is used as soon as it is known what it is.
    is_let_go: bool,
}

impl Dropping {
    /// To be called each frame with what hovers and what was let go; gives what is to be used, once.
    fn poll(
        &mut self,
        hovered: Vec<PathBuf>,
        let_go: Vec<PathBuf>,
        worker: &Worker,
        at: Timestamp,
    ) -> Option<Result<Dropped, Failure>> {
        if !let_go.is_empty() {
            self.look_at(let_go, worker);
            self.is_let_go = true;
        } else if !hovered.is_empty() {
            self.look_at(hovered, worker);
        } else if !self.is_let_go {
            self.forget();
        }
        self.found.poll(at);
        if !self.is_let_go {
            return None;
        }
        if self.paths.len() > 1 {
            self.forget();
            return Some(Err(Failure::new(FailureKind::Person, Sentence::new("dropped-several"))));
        }
        let failure = self.found.value().failure().cloned();
        let used = failure.map(Err).or_else(|| self.found.take().map(Ok))?;
        self.forget();
        Some(used)
    }

    /// Only names what hovers.
    fn name(&mut self, hovered: Vec<PathBuf>) {
        if self.paths != hovered {
            *self = Self { paths: hovered, ..Self::default() };
        }
    }

    fn look_at(&mut self, paths: Vec<PathBuf>, worker: &Worker) {
        if self.paths == paths {
            return;
        }
        self.forget();
        if let [only] = paths.as_slice() {
            let path = only.clone();
            worker.ask_blocking(&mut self.found, move || recognise(&path));
        }
        self.paths = paths;
    }

    fn forget(&mut self) {
        if !self.paths.is_empty() {
            *self = Self::default();
        }
    }

    /// What hovers, in words; `None` while nothing does. Where nothing may be taken, a reason is given.
    pub(super) fn view(&self, refused: Option<String>) -> Option<DroppingView> {
        let first = self.paths.first()?;
        let name = first.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (words, tone) = match (refused, self.paths.len(), self.found.value()) {
            (Some(why), ..) => (why, Tone::Warn),
            (None, 2.., _) => (text("dropped-several"), Tone::Warn),
            (None, _, Fetched::Failed(failure, _)) => (failure.summary.text(), Tone::Warn),
            (None, _, Fetched::Ready(found)) => (use_as(&found.value), Tone::Info),
            (None, _, Fetched::NotAsked | Fetched::Loading(_)) => (text("dropped-looking"), Tone::Quiet),
        };
        Some(DroppingView { words, name, tone })
    }
}

impl Dropping {
    /// What hovers over a step, whose note would take it.
    pub(super) fn onto(&self, title: &str) -> Option<DroppingView> {
        let first = self.paths.first()?.file_name().map(|name| name.to_string_lossy().into_owned());
        let (mut name, others) = (first.unwrap_or_default(), self.paths.len().saturating_sub(1));
        if others > 0 {
            name = format!("{name} + {others}");
        }
        let words = Sentence::new("attach-drop").with("title", title).text();
        Some(DroppingView { words, name, tone: Tone::Info })
    }
}

/// What it would be used as.
fn use_as(found: &Dropped) -> String {
    match found {
        Dropped::Kubeconfig { contexts, .. } => {
            Sentence::new("dropped-kubeconfig").count("count", *contexts).text()
        }
        Dropped::Repository { folder } => {
            let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            Sentence::new("dropped-repository").with("name", name).text()
        }
        Dropped::Ticket { .. } => text("dropped-ticket"),
        Dropped::Procedure { title, .. } => Sentence::new("dropped-procedure").with("title", title).text(),
    }
}

/// What is typed into the start form for it.
fn choices(found: Dropped) -> Vec<UiCommand> {
    let shown = |folder: &Path| folder.display().to_string();
    match found {
        Dropped::Kubeconfig { file, .. } => vec![UiCommand::SetKubeconfig(shown(&file))],
        Dropped::Repository { folder } => vec![UiCommand::SetRepository(shown(&folder))],
        Dropped::Ticket { .. } => Vec::new(),
        Dropped::Procedure { folder, id, .. } => {
            vec![UiCommand::SetRepository(shown(&folder)), UiCommand::SetProcedure(id)]
        }
    }
}

/// The picture that was pasted, if one was.
fn pasted_picture(event: &egui::Event) -> Option<Source> {
    if let egui::Event::PasteImage(picture) = event {
        Some(Source::Picture(Arc::clone(picture)))
    } else {
        None
    }
}

impl App {
    /// Why nothing may be put into the start form now.
    pub(super) fn takes_nothing(&self) -> Option<String> {
        let practice = self.practice.refuses(&UiCommand::PickRepository).map(text);
        self.is_engaged().then(|| text("dropped-engaged")).or(practice)
    }

    /// Takes what the window system says about files over the window.
    pub(super) fn take_dropped(&mut self, egui_ctx: &egui::Context, at: Timestamp) {
        let (hovered, let_go) = egui_ctx.input(|input| {
            let hovered: Vec<PathBuf> =
                input.raw.hovered_files.iter().filter_map(|file| file.path.clone()).collect();
            let let_go: Vec<PathBuf> =
                input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect();
            (hovered, let_go)
        });
        if let Some(step) = self.takes_files() {
            self.dropping.name(hovered);
            let pasted = egui_ctx.input(|input| input.events.iter().find_map(pasted_picture));
            let sources: Vec<Source> = let_go.into_iter().map(Source::File).chain(pasted).collect();
            if !sources.is_empty() {
                self.bring_files(step, sources);
            }
            return;
        }
        if let Some(why) = self.takes_nothing() {
            // What nobody may use is not even opened.
            self.dropping.name(hovered);
            if !let_go.is_empty() {
                self.notices.say(why);
            }
            return;
        }
        let Some(used) = self.dropping.poll(hovered, let_go, &self.worker, at) else { return };
        match used {
            Err(failure) => self.notices.fail(failure),
            Ok(Dropped::Ticket { file }) => self.open_ticket(&file),
            Ok(found) => {
                for command in choices(found) {
                    self.choose(command);
                }
                let _shown = self.cluster_page.command(UiCommand::ShowPage(Page::Change), &self.worker);
            }
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

    const LONG: Duration = Duration::from_secs(20);

    fn worker() -> Worker {
        Worker::start(Arc::new(|| {}), Arc::new(|| {})).expect("a worker")
    }

    fn words(dropping: &Dropping) -> String {
        dropping.view(None).map(|view| view.words).unwrap_or_default()
    }

    fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(seen) = look() {
                return seen;
            }
            assert!(begun.elapsed() < LONG);
            std::thread::yield_now();
        }
    }

    #[test]
    fn what_hovers_is_named_and_used_only_when_it_is_let_go() {
        let place = tempfile::tempdir().expect("a folder");
        let file = place.path().join("config");
        fs::write(&file, "kind: Config\ncontexts:\n- {name: one, context: {cluster: a, user: u}}\n")
            .expect("written");
        let (worker, at, mut dropping) = (worker(), Timestamp::UNIX_EPOCH, Dropping::default());
        assert!(dropping.poll(vec![file.clone()], Vec::new(), &worker, at).is_none());
        assert_eq!(words(&dropping), text("dropped-looking"));
        until(|| {
            assert!(dropping.poll(vec![file.clone()], Vec::new(), &worker, at).is_none());
            words(&dropping).contains("Use as kubeconfig").then_some(())
        });
        assert_eq!(dropping.view(Some("busy".to_owned())).map(|view| view.words).as_deref(), Some("busy"));
        // Dragged away again.
        assert!(dropping.poll(Vec::new(), Vec::new(), &worker, at).is_none());
        assert!(dropping.view(None).is_none());
        let mut let_go = vec![file.clone()];
        let used = until(|| dropping.poll(Vec::new(), std::mem::take(&mut let_go), &worker, at));
        assert_eq!(
            choices(used.expect("a kubeconfig")),
            [UiCommand::SetKubeconfig(file.display().to_string())]
        );
        assert!(dropping.view(None).is_none());
    }

    #[test]
    fn what_cannot_be_used_says_why_and_several_are_refused() {
        let place = tempfile::tempdir().expect("a folder");
        let file = place.path().join("notes.txt");
        fs::write(&file, "hello").expect("written");
        let (worker, at, mut dropping) = (worker(), Timestamp::UNIX_EPOCH, Dropping::default());
        let mut let_go = vec![file.clone()];
        let used = until(|| dropping.poll(Vec::new(), std::mem::take(&mut let_go), &worker, at));
        assert_eq!(used.expect_err("refused").summary.key, "dropped-none");
        let used = dropping.poll(Vec::new(), vec![file.clone(), file], &worker, at).expect("at once");
        assert_eq!(used.expect_err("refused").summary.key, "dropped-several");
    }

    #[test]
    fn a_procedure_brings_its_repository() {
        let found =
            Dropped::Procedure { folder: PathBuf::from("/r"), id: "p".to_owned(), title: String::new() };
        assert_eq!(
            choices(found),
            [UiCommand::SetRepository("/r".to_owned()), UiCommand::SetProcedure("p".to_owned())]
        );
    }
}
