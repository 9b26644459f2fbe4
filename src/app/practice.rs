//! What it is for: the practice mode of the window: its world, its band, the way in and out.
//! In: wishes. Out: a start page that is filled from the world. Never: the person's own kubeconfig, settings or changes.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{App, args::Args, settings::Settings, start::Start};
use crate::{
    fetched::Fetched,
    practice::scenario::Trouble,
    ui::view::{PracticeView, TroubleView},
    worker::{
        Pending, Worker,
        practice::{FIRST, Practice},
    },
};

/// The practice mode.
#[derive(Debug, Default)]
pub(super) struct Practising {
    asked: Pending<Practice>,
    world: Option<Practice>,
    pace: u32,
    on: BTreeSet<String>,
    switching: Vec<Pending<()>>,
}

impl Practising {
    /// Begins to make a world.
    pub(super) fn begin(&mut self, worker: &Worker) {
        if self.world.is_none() && !self.asked.value().is_loading() {
            worker.ask(&mut self.asked, Practice::start(FIRST));
        }
    }

    /// The world, once it is there.
    pub(super) fn world(&self) -> Option<&Practice> {
        self.world.as_ref()
    }

    /// Whether there is one, or one is being made.
    pub(super) fn is_on(&self) -> bool {
        self.world.is_some() || self.asked.value().is_loading()
    }

    fn switch(&mut self, id: &str, on: bool, worker: &Worker) {
        let Some(world) = &self.world else { return };
        if on {
            self.on.insert(id.to_owned());
        } else {
            self.on.remove(id);
        }
        let mut switching = Pending::default();
        worker.ask(&mut switching, world.clone().switch(id.to_owned(), on));
        self.switching.push(switching);
    }

    /// The band; `is_busy`: a change is under way.
    pub(super) fn view(&self, is_busy: bool) -> Option<PracticeView> {
        let Some(world) = &self.world else {
            return self.is_on().then(|| PracticeView { is_starting: true, ..PracticeView::default() });
        };
        let one = |trouble: &Trouble| TroubleView {
            id: trouble.id.clone(),
            title: trouble.title.clone(),
            help: trouble.help.clone(),
            is_on: self.on.contains(&trouble.id) && !trouble.is_once(),
            is_once: trouble.is_once(),
        };
        Some(PracticeView {
            is_starting: false,
            pace: self.pace,
            kubeconfig: world.kubeconfig().display().to_string(),
            is_busy,
            troubles: world.scenario().troubles.iter().map(one).collect(),
        })
    }
}

/// What fills the start page: nothing of the person's own settings but what they look like.
fn args(world: &Practice) -> Args {
    let scenario = world.scenario();
    Args {
        kubeconfig: Some(world.kubeconfig()),
        context: Some(scenario.context.clone()),
        namespace: Some(scenario.namespace.clone()),
        repository: Some(world.repository()),
        procedure: Some(scenario.start.procedure.clone()),
        set: world.values().into_iter().collect(),
        registries_conf: Some(world.registries_conf()),
        extra_ca: Some(world.extra_ca()),
        ..Args::default()
    }
}

impl App {
    /// Takes the world when it is there, and what came of switching.
    pub(super) fn poll_practice(&mut self, at: Timestamp) {
        if self.practice.asked.poll(at) {
            match self.practice.asked.value() {
                Fetched::Failed(failure, _) => {
                    self.notices.fail(failure.clone());
                    self.practice.asked.clear();
                }
                Fetched::Ready(_) | Fetched::Loading(_) | Fetched::NotAsked => {}
            }
            if let Some(world) = self.practice.asked.take() {
                self.start = Start::new(&args(&world), &Settings::default(), &self.worker);
                self.practice.world = Some(world);
                self.practice.pace = 1;
                self.begun.reread(&self.changes(), &self.worker);
            }
        }
        let switching = std::mem::take(&mut self.practice.switching);
        for mut one in switching {
            if one.poll(at) {
                if let Some(failure) = one.value().failure() {
                    self.notices.fail(failure.clone());
                }
            } else {
                self.practice.switching.push(one);
            }
        }
    }

    pub(super) fn choose_pace(&mut self, pace: u32) {
        if let Some(world) = self.practice.world() {
            world.set_pace(pace);
            self.practice.pace = pace;
        }
    }

    pub(super) fn switch_trouble(&mut self, id: &str, on: bool) {
        self.practice.switch(id, on, &self.worker);
    }

    /// Back to what the program was started with; not while a change is under way.
    pub(super) fn leave_practice(&mut self) {
        if self.change.is_some() {
            return;
        }
        self.practice = Practising::default();
        self.start = Start::new(&self.args, &self.settings, &self.worker);
        self.begun.reread(&self.changes(), &self.worker);
    }

    /// The folder of changes: the world's own while there is one.
    pub(super) fn changes(&self) -> std::path::PathBuf {
        match self.practice.world() {
            Some(world) => world.folder().join("changes"),
            None => self.places.changes().to_owned(),
        }
    }
}
