//! What it is for: how a change begins: what is asked before stays true, then the journal's first line, then the run.
//! In: the start page's session. Out: a change under way. Never: a run without a journal, or a start that something speaks
//! against.

use std::{sync::Arc, time::Duration};

use eframe::egui;
use jiff::Timestamp;

use super::{App, begun, change::Change, start_view};
use crate::{
    journal::{Entry, Journal},
    names::Stamp,
    ui,
};

impl App {
    /// Starts the change: its folder and the journal's first line come before everything else.
    pub(super) fn begin(&mut self, at: Timestamp) {
        if self.change.is_some() || self.journal.value().is_loading() {
            return;
        }
        let Some(session) = self.start.session() else { return };
        let passed = self.start.readiness.passed();
        if !self.practice.is_on() {
            self.start.remember(&mut self.settings);
            self.places.save(&self.settings);
        }
        let (plan, folder) = (Arc::clone(&session.plan), session.folder.clone());
        let who = session.who();
        self.session = Some(session);
        self.worker.ask_blocking(&mut self.journal, move || {
            let opened = Entry::Opened {
                format: crate::journal::FORMAT,
                app: env!("CARGO_PKG_VERSION").to_owned(),
                change: plan.change().clone(),
                plan: plan.digest().clone(),
                header: plan.header().clone(),
                steps: plan.steps().to_vec(),
                way_back: plan.way_back().cloned(),
                by: Stamp { at, who },
                passed,
            };
            Journal::create(&folder, opened, at).map_err(|fault| crate::worker::journal_failure(&fault))
        });
    }

    /// Starts the change, unless something speaks against it by now.
    pub(super) fn begin_checked(&mut self, at: Timestamp) {
        if start_view::is_blocked(&self.start) {
            return;
        }
        self.begin_attended(at);
    }

    /// Asks again what is old among the checks, while they are shown.
    pub(super) fn keep_checked(&mut self, egui_ctx: &egui::Context, at: Timestamp) -> Option<Duration> {
        let is_shown =
            self.cluster_page.page() == ui::view::Page::Change && !self.journal.value().is_loading();
        let is_focused = egui_ctx.input(|input| input.focused);
        is_shown.then(|| self.start.keep_checked(is_focused, &self.worker, at)).flatten()
    }

    /// The journal is there: the run begins.
    pub(super) fn begun(&mut self, at: Timestamp) {
        if let Some(failure) = self.journal.value().failure().cloned() {
            self.notices.fail(failure);
            self.journal.clear();
            self.session = None;
            return;
        }
        let (Some(journal), Some(session)) = (self.journal.take(), self.session.take()) else { return };
        let who = session.who();
        begun::remember_place(&self.start, &session.folder);
        if self.is_read_only() {
            return self.rest_unbegun();
        }
        let path = journal.path().to_owned();
        let (change, requests) = Change::start((*session.plan).clone(), who, path, at);
        self.worker.begin(session, journal);
        self.change = Some(change);
        for request in requests {
            self.send(request);
        }
    }
}
