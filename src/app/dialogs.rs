//! What it is for: the system's file dialogs. In: a click. Out: a future with the chosen path, polled by the worker.
//! Never: a blocked frame; the dialog is opened on the main thread and awaited elsewhere.

use std::{
    future::Future,
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::{
    failure::{Failure, FailureKind},
    words::{Sentence, text},
};

/// Nobody closes a dialog so soon: an answer "none" that comes sooner means that no dialog was shown (`rfd` does not
/// tell; on Linux it needs a desktop portal or zenity).
const TOO_SOON: Duration = Duration::from_millis(400);

/// Asks for a kubeconfig file; `None` when the person closed the dialog.
pub(super) fn kubeconfig() -> impl Future<Output = Result<Option<PathBuf>, Failure>> + Send + 'static {
    let asked = rfd::AsyncFileDialog::new().set_title(text("start-pick-kubeconfig")).pick_file();
    picked(async move { asked.await.map(|file| file.path().to_owned()) })
}

/// Asks for the repository's folder; `None` when the person closed the dialog.
pub(super) fn repository() -> impl Future<Output = Result<Option<PathBuf>, Failure>> + Send + 'static {
    let asked = rfd::AsyncFileDialog::new().set_title(text("start-pick-repository")).pick_folder();
    picked(async move { asked.await.map(|folder| folder.path().to_owned()) })
}

/// Asks for a file that a setting names; `title` says which.
pub(super) fn setting(
    title: &str,
) -> impl Future<Output = Result<Option<PathBuf>, Failure>> + Send + 'static + use<> {
    let asked = rfd::AsyncFileDialog::new().set_title(title).pick_file();
    picked(async move { asked.await.map(|file| file.path().to_owned()) })
}

/// Asks where a change is to be written; `name` is proposed.
pub(super) fn change_to(
    name: &str,
) -> impl Future<Output = Result<Option<PathBuf>, Failure>> + Send + 'static + use<> {
    let asked = rfd::AsyncFileDialog::new().set_title(text("travel-pick-to")).set_file_name(name).save_file();
    picked(async move { asked.await.map(|file| file.path().to_owned()) })
}

/// Asks where a record is to be written; `name` is proposed.
pub(super) fn record_to(
    name: &str,
) -> impl Future<Output = Result<Option<PathBuf>, Failure>> + Send + 'static + use<> {
    let asked =
        rfd::AsyncFileDialog::new().set_title(text("history-pick-to")).set_file_name(name).save_file();
    picked(async move { asked.await.map(|file| file.path().to_owned()) })
}

/// Asks where a log is to be written; `name` is proposed.
pub(super) fn log_to(
    name: &str,
) -> impl Future<Output = Result<Option<PathBuf>, Failure>> + Send + 'static + use<> {
    let asked = rfd::AsyncFileDialog::new().set_title(text("logs-pick-to")).set_file_name(name).save_file();
    picked(async move { asked.await.map(|file| file.path().to_owned()) })
}

/// Asks where a request is to be written; `name` is proposed.
pub(super) fn request_to(
    name: &str,
) -> impl Future<Output = Result<Option<PathBuf>, Failure>> + Send + 'static + use<> {
    let asked =
        rfd::AsyncFileDialog::new().set_title(text("request-pick-to")).set_file_name(name).save_file();
    picked(async move { asked.await.map(|file| file.path().to_owned()) })
}

/// Asks for the file of a ticket.
pub(super) fn ticket_from() -> impl Future<Output = Result<Option<PathBuf>, Failure>> + Send + 'static {
    let asked = rfd::AsyncFileDialog::new().set_title(text("ticket-pick-from")).pick_file();
    picked(async move { asked.await.map(|file| file.path().to_owned()) })
}

/// Asks for files that are to be added to a note.
pub(super) fn files() -> impl Future<Output = Result<Option<Vec<PathBuf>>, Failure>> + Send + 'static {
    let asked = rfd::AsyncFileDialog::new().set_title(text("attach-pick-from")).pick_files();
    let paths = |files: Vec<rfd::FileHandle>| files.iter().map(|file| file.path().to_owned()).collect();
    picked(async move { asked.await.map(paths) })
}

/// Asks for the file of a change.
pub(super) fn change_from() -> impl Future<Output = Result<Option<PathBuf>, Failure>> + Send + 'static {
    let asked = rfd::AsyncFileDialog::new().set_title(text("travel-pick-from")).pick_file();
    picked(async move { asked.await.map(|file| file.path().to_owned()) })
}

async fn picked<T>(asked: impl Future<Output = Option<T>>) -> Result<Option<T>, Failure> {
    let begun = Instant::now();
    match asked.await {
        None if begun.elapsed() < TOO_SOON => {
            let words = Sentence::new("start-no-file-dialog");
            Err(Failure::new(FailureKind::World, words).hint(Sentence::new("start-no-file-dialog-hint")))
        }
        answer => Ok(answer),
    }
}
