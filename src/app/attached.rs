//! What it is for: files that belong to notes already, as they are found now: small in rows, and one of them large.
//! In: what a step's notes or a record name. Out: views. Never: a file read on the frame, or more than a few at once.

use std::{path::Path, sync::Arc};

use jiff::Timestamp;

use super::{App, change::Change};
use crate::{
    journal::{Attachment, attached::EVIDENCE},
    observed::picture::SeenFile,
    record,
    ui::view::{AttachmentView, LargeView, MiddleView, Page, ScreenView},
    worker::{
        Pending, Worker,
        attach::{Base, look},
    },
};

/// Pixels of the longer side of a picture in a row: twice what it takes there.
const SMALL: u32 = 376;
/// The same of one that is shown large.
const LARGE: u32 = 2_000;
/// Files that are read at once.
const AT_ONCE: usize = 2;

/// A file, and what was seen of it.
#[derive(Debug)]
struct Looked {
    base: Base,
    attachment: Attachment,
    seen: Pending<Arc<SeenFile>>,
}

impl Looked {
    fn ask(base: Base, attachment: Attachment, side: u32, worker: &Worker) -> Self {
        let mut seen = Pending::default();
        let (there, what) = (base.clone(), attachment.clone());
        worker.ask_blocking(&mut seen, move || look(&there, &what, side).map(Arc::new));
        Self { base, attachment, seen }
    }

    fn is(&self, base: &Base, attachment: &Attachment) -> bool {
        self.base == *base && self.attachment == *attachment
    }

    fn fill(&self, view: &mut AttachmentView) {
        view.seen = self.seen.value().last().cloned();
        view.failure = self.seen.value().failure().cloned();
    }
}

/// Files that belong to what is shown.
#[derive(Debug, Default)]
pub(super) struct Attached {
    looked: Vec<Looked>,
    large: Option<Looked>,
}

impl Attached {
    /// To be called each frame with the files that are shown now.
    pub(super) fn poll(&mut self, shown: Vec<(Base, Attachment)>, worker: &Worker, at: Timestamp) {
        self.looked.retain(|one| shown.iter().any(|(base, attachment)| one.is(base, attachment)));
        for one in self.looked.iter_mut().chain(&mut self.large) {
            one.seen.poll(at);
        }
        for (base, attachment) in shown {
            let under_way = self.looked.iter().filter(|one| one.seen.value().is_loading()).count();
            if under_way >= AT_ONCE {
                return;
            }
            if !self.looked.iter().any(|one| one.is(&base, &attachment)) {
                self.looked.push(Looked::ask(base, attachment, SMALL, worker));
            }
        }
    }

    /// Adds to views of files what was seen of them there.
    pub(super) fn fill(&self, base: &Base, views: &mut [AttachmentView]) {
        for view in views {
            let is_it = |one: &&Looked| one.base == *base && one.attachment.file == view.file;
            if let Some(one) = self.looked.iter().find(is_it) {
                one.fill(view);
            }
        }
    }

    /// Shows one of these files large.
    pub(super) fn open(&mut self, file: &str, shown: Vec<(Base, Attachment)>, worker: &Worker) {
        let one = shown.into_iter().find(|(_, attachment)| attachment.file == file);
        self.large = one.map(|(base, attachment)| Looked::ask(base, attachment, LARGE, worker));
    }

    /// Shows it no more.
    pub(super) fn close(&mut self) {
        self.large = None;
    }

    /// The file that is shown large.
    pub(super) fn large(&self) -> Option<Box<LargeView>> {
        let one = self.large.as_ref()?;
        let mut file = view(&one.attachment);
        one.fill(&mut file);
        let folder = match &one.base {
            Base::Folder(folder) => Some(folder.join(EVIDENCE).display().to_string()),
            Base::Repository(_) => None,
        };
        Some(Box::new(LargeView { file, folder }))
    }
}

/// A file before it was looked at.
pub(super) fn view(attachment: &Attachment) -> AttachmentView {
    AttachmentView {
        file: attachment.file.clone(),
        name: attachment.name.clone(),
        about: about(attachment),
        sha256: attachment.sha256.clone(),
        ..AttachmentView::default()
    }
}

/// What it is and how large.
pub(super) fn about(attachment: &Attachment) -> String {
    format!("{} · {}", record::kind_words(attachment.kind), record::size_words(attachment.size))
}

/// Where the files of a change under way lie.
fn base(change: &Change) -> Base {
    Base::Folder(change.journal.parent().map(Path::to_owned).unwrap_or_default())
}

impl App {
    /// The files of what is shown now: of a step's notes, or of a record.
    pub(super) fn shown_files(&self) -> Vec<(Base, Attachment)> {
        match (self.cluster_page.page(), &self.change) {
            (Page::History, _) => self.history.files(),
            (Page::Change, Some(change)) => {
                let base = base(change);
                let step = change.shown_index().and_then(|index| change.run.steps().get(index));
                let notes = step.iter().flat_map(|step| &step.notes);
                notes.flat_map(|note| &note.files).map(|file| (base.clone(), file.clone())).collect()
            }
            (Page::Change | Page::Cluster | Page::Settings, _) => Vec::new(),
        }
    }

    /// Adds to the files of a screen what was seen of them.
    pub(super) fn fill_files(&self, screen: &mut ScreenView<'_>) {
        let attached = &self.files.attached;
        match (screen, &self.change) {
            (ScreenView::Wizard(wizard), Some(change)) => {
                if let MiddleView::Step(step) = &mut wizard.middle {
                    let base = base(change);
                    step.notes.iter_mut().for_each(|note| attached.fill(&base, &mut note.files));
                }
            }
            (ScreenView::History(history), _) => {
                if let (Some(record), Some(base)) = (&mut history.open, self.history.base()) {
                    attached.fill(&base, &mut record.files);
                }
            }
            (
                ScreenView::Wizard(_)
                | ScreenView::Start(_)
                | ScreenView::Cluster(_)
                | ScreenView::Settings(_),
                _,
            ) => {}
        }
    }
}
