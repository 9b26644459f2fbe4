//! What it is for: the start page of a rehearsal: the same page, on a copy. In: the copy. Out: what differs because of it.
//! Never: the person's repository or git configuration, or a registry of theirs.

use super::{Form, Start};
use crate::{
    app::{args::Args, settings::Settings},
    confirm::Ground,
    failure::Failure,
    repo::RepoPath,
    worker::{Worker, rehearse::Rehearsing},
};

/// The copy on which a change is rehearsed.
#[derive(Debug)]
pub(super) struct Rehearsed {
    ground: Ground,
    clone: RepoPath,
}

impl Start {
    /// The page of a rehearsal: the copy's places, and what was chosen and typed already; asks everything at once.
    pub(in crate::app) fn rehearsed(
        args: &Args,
        rehearsing: &Rehearsing,
        typed: Form,
        worker: &Worker,
    ) -> Self {
        let mut start = Self::idle(args, &Settings::default());
        start.next_config = typed.configs.iter().map(|(id, ..)| id + 1).max().unwrap_or(1);
        (start.form.configs, start.form.origin) = (typed.configs, typed.origin);
        if !typed.procedure.is_empty() {
            (start.form.procedure, start.form.values) = (typed.procedure, typed.values);
        }
        let Rehearsing { ground, clone, .. } = rehearsing.clone();
        start.rehearsed = Some(Rehearsed { ground, clone });
        start.ask(worker);
        start
    }

    /// The only place where a change of this page may act, in a rehearsal.
    pub(in crate::app) fn ground(&self) -> Option<Ground> {
        self.rehearsed.as_ref().map(|rehearsed| rehearsed.ground.clone())
    }

    /// Why there will be no plan by itself.
    pub(in crate::app) fn hindrance(&self) -> Option<Failure> {
        let failed = self.connection.value().failure().or(self.repo.value().failure());
        let failed = failed.or(self.outside.value().failure());
        failed.or(self.problems.first()).cloned()
    }

    /// The way to the repository in that folder.
    pub(super) fn repository_path(&self, folder: String) -> RepoPath {
        match &self.rehearsed {
            Some(rehearsed) => rehearsed.clone.clone(),
            None => RepoPath::new(folder),
        }
    }
}
