//! What it is for: the start page's smaller questions: image labels and tags, settings in words, configuration rows.
//! In: the page's state. Out: one-shot questions and text. Never: a secret kept.

use std::path::Path;

use super::Start;
use crate::{
    app::{draft, settings::Settings},
    failure::{Failure, FailureKind},
    outside::Outside,
    plan::request::ConfigChange,
    procedure::ParamType,
    ui::view::ConfigWhen,
    words::Sentence,
    worker::{Worker, reads},
};

/// Digits of a file's SHA-256 that tell two of them apart at a glance.
const SHORT_SUM: usize = 12;

impl Start {
    /// What to remember for the next start.
    pub(in crate::app) fn remember(&self, settings: &mut Settings) {
        settings.kubeconfig.clone_from(&self.form.kubeconfig);
        settings.context.clone_from(&self.form.context);
        settings.namespace.clone_from(&self.form.namespace);
        settings.repository.clone_from(&self.form.repository);
        settings.procedure.clone_from(&self.form.procedure);
        settings.agreed.clone_from(&self.agreed);
    }

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
            worker.ask(&mut self.labels, reads::labels(outside, image));
        }
    }

    /// Settings in force that change where requests go, in words; files with the start of their SHA-256.
    pub(in crate::app) fn settings_in_words(&self) -> Vec<String> {
        let file = |key: &str, path: &Path, sum: &str| {
            let sum: String = sum.chars().take(SHORT_SUM).collect();
            Sentence::new(key).with("file", path.display().to_string()).with("sum", sum).text()
        };
        let outside = self.outside.value().last().map(Outside::settings);
        let conf = outside.and_then(|outside| {
            let (path, sum) = (outside.registries_file.as_ref()?, outside.registries_sum.as_ref()?);
            Some(file("start-setting-mirrors", path, sum))
        });
        let ca = outside.and_then(|outside| outside.extra_ca.as_ref());
        let ca = ca.map(|ca| file("start-setting-ca", &ca.file, &ca.sum()));
        let connected = self.connection.value().last();
        let proxy = connected.and_then(|connected| connected.cluster.facts().proxy.as_ref());
        let proxy = proxy.map(|proxy| Sentence::new("start-setting-proxy").with("proxy", proxy).text());
        let env = outside.into_iter().flat_map(|outside| &outside.proxies);
        let env = env.map(|line| Sentence::new("start-setting-env").with("line", line).text());
        conf.into_iter().chain(ca).chain(proxy).chain(env).collect()
    }

    /// Configuration changes of one place, checked; the error belongs to the row.
    pub(in crate::app) fn configs(&self, when: ConfigWhen) -> Vec<(u64, Result<ConfigChange, String>)> {
        let rows = self.form.configs.iter().filter(|row| row.1 == when);
        rows.map(|(id, _, change)| (*id, draft::config(change, self.objects.value().last()))).collect()
    }
}
