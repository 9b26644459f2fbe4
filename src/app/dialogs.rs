//! What it is for: the system's file dialogs. In: a click. Out: a future with the chosen path, polled by the worker.
//! Never: a blocked frame; the dialog is opened on the main thread and awaited elsewhere.

use std::{future::Future, path::PathBuf};

use crate::{failure::Failure, words::text};

/// Asks for a kubeconfig file; `None` when the person closed the dialog.
pub(super) fn kubeconfig() -> impl Future<Output = Result<Option<PathBuf>, Failure>> + Send + 'static {
    let asked = rfd::AsyncFileDialog::new().set_title(text("start-pick-kubeconfig")).pick_file();
    async move { Ok(asked.await.map(|file| file.path().to_owned())) }
}

/// Asks for the repository's folder; `None` when the person closed the dialog.
pub(super) fn repository() -> impl Future<Output = Result<Option<PathBuf>, Failure>> + Send + 'static {
    let asked = rfd::AsyncFileDialog::new().set_title(text("start-pick-repository")).pick_folder();
    async move { Ok(asked.await.map(|folder| folder.path().to_owned())) }
}
