//! What it is for: a change that goes to another machine and comes from one: as one file that the person chooses.
//! In: clicks and chosen paths. Out: the file written, or the change in the list. Never: dumps or a path of this machine
//! in the file.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::dialogs;
use crate::{
    failure::Failure,
    journal,
    words::Sentence,
    worker::{Pending, Worker, travel_failure},
};

/// Changes on their way out and in.
#[derive(Debug, Default)]
pub(super) struct Travel {
    folder: PathBuf,
    leaving: Pending<Option<PathBuf>>,
    coming: Pending<Option<PathBuf>>,
    done: Pending<Sentence>,
}

/// What is to be said.
#[derive(Debug)]
pub(super) enum Told {
    /// It went well.
    Said(Sentence),
    /// It did not.
    Failed(Failure),
}

impl Travel {
    /// Asks where the change of this folder is to be written.
    pub(super) fn export(&mut self, folder: PathBuf, worker: &Worker) {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.folder = folder;
        worker.ask(&mut self.leaving, dialogs::change_to(&format!("{name}.changeover.jsonl")));
    }

    /// Asks which change is to be taken in.
    pub(super) fn import(&mut self, worker: &Worker) {
        worker.ask(&mut self.coming, dialogs::change_from());
    }

    /// Goes on with what was chosen. Returns what is to be said, once.
    pub(super) fn poll(&mut self, changes: &Path, worker: &Worker, at: Timestamp) -> Option<Told> {
        for asked in [&mut self.leaving, &mut self.coming] {
            asked.poll(at);
            if let Some(failure) = asked.value().failure().cloned() {
                asked.clear();
                return Some(Told::Failed(failure));
            }
        }
        if let Some(to) = self.leaving.take().flatten() {
            let folder = self.folder.clone();
            worker.ask_blocking(&mut self.done, move || {
                journal::export(&folder, &to).map_err(|fault| travel_failure(&fault))?;
                Ok(Sentence::new("travel-exported").with("file", to.display().to_string()))
            });
        }
        if let Some(file) = self.coming.take().flatten() {
            let changes = changes.to_owned();
            worker.ask_blocking(&mut self.done, move || {
                journal::import(&file, &changes).map_err(|fault| travel_failure(&fault))?;
                Ok(Sentence::new("travel-imported").with("file", file.display().to_string()))
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
