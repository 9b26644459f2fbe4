//! What it is for: the start page's smaller questions: image labels and tags, settings in words, configuration rows.
//! In: the page's state. Out: one-shot questions and text. Never: a secret kept.

use std::path::PathBuf;

use super::Start;
use crate::{
    app::draft,
    failure::{Failure, FailureKind},
    plan::request::ConfigChange,
    procedure::ParamType,
    ui::view::ConfigWhen,
    words::Sentence,
    worker::{Worker, reads},
};

impl Start {
    /// Secret values are never taken from the command line or the form's memory.
    pub(super) fn drop_secrets(&mut self) {
        let Some(procedure) = self.procedure() else { return };
        let secrets: Vec<String> = procedure
            .params()
            .iter()
            .filter(|param| param.kind == ParamType::Secret)
            .map(|param| param.name.clone())
            .collect();
        for name in secrets {
            if self.form.values.remove(&name).is_some() {
                let words = Sentence::new("start-secret-refused").with("name", &name);
                self.told.push(Failure::new(FailureKind::Person, words));
            }
        }
    }

    /// Objects of the procedure's files, for the configuration changes' form; known before the plan is.
    pub(super) fn ask_about_objects(&mut self, worker: &Worker) {
        if self.objects.value().is_loading() || self.objects.value().last().is_some() {
            return;
        }
        let files = self.procedure().map(|procedure| procedure.files().to_vec());
        if let (Some(files), Some(seen)) = (files, self.repo.value().last()) {
            let path = seen.path.clone();
            worker.ask_blocking(&mut self.objects, move || Ok(reads::objects(&path, &files)));
        }
    }

    pub(super) fn ask_about_images(&mut self, worker: &Worker) {
        let Some(outside) = self.outside.value().last().cloned() else { return };
        let Some(wanted) = draft::images_to_ask(self) else { return };
        if let Some(image) = wanted.labels_of
            && image != self.labels_of
        {
            self.labels_of.clone_from(&image);
            self.labels.clear();
            worker.ask(&mut self.labels, reads::labels(outside.clone(), image));
        }
        if let Some(image) = wanted.tags_of
            && image != self.tags_of
        {
            self.tags_of.clone_from(&image);
            self.tags.clear();
            worker.ask(&mut self.tags, reads::tags(outside, image));
        }
    }

    /// Settings in force that change where requests go, in words.
    pub(in crate::app) fn settings_in_words(&self) -> Vec<String> {
        let line =
            |key: &str, path: &PathBuf| Sentence::new(key).with("file", path.display().to_string()).text();
        let mirrors = self.registries_conf.as_ref().map(|path| line("start-setting-mirrors", path));
        let ca = self.extra_ca.as_ref().map(|path| line("start-setting-ca", path));
        mirrors.into_iter().chain(ca).collect()
    }

    /// Configuration changes of one place, checked; the error belongs to the row.
    pub(in crate::app) fn configs(&self, when: ConfigWhen) -> Vec<(u64, Result<ConfigChange, String>)> {
        let rows = self.form.configs.iter().filter(|row| row.1 == when);
        rows.map(|(id, _, change)| (*id, draft::config(change, self.objects.value().last()))).collect()
    }
}
