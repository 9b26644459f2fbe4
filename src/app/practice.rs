//! What it is for: the practice mode of the window: its world, its band, the way in and out.
//! In: wishes. Out: a start page that is filled from the world. Never: the person's own kubeconfig, settings or changes.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{
    App, args::Args, begun::Begun, change::Change, moments::clock, rehearse::Rehearse, rehearse_view,
    settings::Settings, start::Start,
};
use crate::{
    fetched::Fetched,
    practice::{mail::Mail, scenario::Trouble},
    ui::{
        UiCommand,
        view::{MailView, PracticeView, TroubleView},
    },
    words::text,
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
    switching: Vec<(String, Pending<()>)>,
    happened: BTreeSet<String>,
    pub(super) rehearse: Rehearse,
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

    /// How many times as fast time runs.
    pub(super) fn pace(&self) -> u32 {
        self.pace
    }

    /// Gives the world away: another one takes its place.
    pub(super) fn take_world(&mut self) -> Option<Practice> {
        self.world.take()
    }

    /// Whether there is one, or one is being made, or was to be made anew.
    pub(super) fn is_on(&self) -> bool {
        self.is_entered() || self.asked.value().is_loading() || self.rehearse.is_starting()
    }

    /// Whether what is shown is a world's, or stands between two rounds of a rehearsal. While a world is only being made,
    /// the window still shows the real cluster and repository, and is as careful as ever.
    pub(super) fn is_entered(&self) -> bool {
        self.world.is_some() || self.is_rehearsal()
    }

    /// Takes a world that is there.
    pub(super) fn enter(&mut self, world: Practice) {
        self.world = Some(world);
        self.pace = 1;
    }

    /// Whether the change was a rehearsal that has ended, or that nobody attended and that does nothing more: nothing
    /// is kept of it.
    fn is_over(&self, change: &Change) -> bool {
        let is_done = match &self.rehearse.alone {
            Some(alone) => !alone.is_running() && !change.run.is_acting(),
            None => change.run.ended().is_some(),
        };
        self.is_rehearsal() && is_done
    }

    /// Whether what is shown is the rehearsal of a change.
    pub(super) fn is_rehearsal(&self) -> bool {
        self.rehearse.now.is_some()
    }

    /// Why a command is not followed: the band says that nothing here is real, and that must stay true.
    pub(super) fn refuses(&self, command: &UiCommand) -> Option<&'static str> {
        let leads_elsewhere = matches!(
            command,
            UiCommand::PickKubeconfig
                | UiCommand::SetKubeconfig(_)
                | UiCommand::PickRepository
                | UiCommand::SetRepository(_)
        );
        let begins = matches!(
            command,
            UiCommand::Start
                | UiCommand::Resume(_)
                | UiCommand::RollBackFinished(_)
                | UiCommand::AgreeSecond(_)
        );
        // The names of a practice world may be those of real sites.
        if self.is_on() && matches!(command, UiCommand::AskSite(_)) {
            return Some("way-ask-practice");
        }
        match &self.world {
            Some(_) => leads_elsewhere.then_some("practice-closed"),
            None => (self.is_on() && (leads_elsewhere || begins)).then_some("practice-starting"),
        }
    }

    fn switch(&mut self, id: &str, on: bool, worker: &Worker) {
        let Some(world) = &self.world else { return };
        let mut switching = Pending::default();
        worker.ask(&mut switching, world.clone().switch(id.to_owned(), on));
        self.switching.push((id.to_owned(), switching));
    }

    /// The band, with the change that is under way.
    pub(super) fn view(&self, change: Option<&Change>, begun: &Begun) -> Option<PracticeView> {
        let rehearsal = rehearse_view::rehearsal(&self.rehearse, change, begun);
        let Some(world) = &self.world else {
            // A world that could not be made anew leaves its report, and the way out.
            let is_starting = self.asked.value().is_loading() || self.rehearse.is_starting();
            let starting = PracticeView { is_starting, rehearsal, ..PracticeView::default() };
            return self.is_on().then_some(starting);
        };
        let one = |trouble: &Trouble| TroubleView {
            id: trouble.id.clone(),
            title: trouble.title.clone(),
            help: trouble.help.clone(),
            is_on: world.is_on(&trouble.id),
            is_once: trouble.is_once(),
            has_happened: self.happened.contains(&trouble.id),
        };
        Some(PracticeView {
            is_starting: false,
            pace: self.pace,
            kubeconfig: world.kubeconfig().display().to_string(),
            is_busy: change.is_some_and(|change| !self.is_over(change)),
            rehearsal,
            troubles: world.scenario().troubles.iter().map(one).collect(),
            mails: world.mails().into_iter().map(mail).collect(),
        })
    }
}

fn mail(mail: Mail) -> MailView {
    MailView {
        at: clock(mail.at),
        to: mail.to.join(", "),
        cc: mail.cc.join(", "),
        bcc: mail.bcc.join(", "),
        subject: mail.subject,
        body: mail.body,
    }
}

/// What fills the start page: nothing of the person's own settings but what they look like.
pub(super) fn args(world: &Practice) -> Args {
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
        self.poll_rehearsal(at);
        if self.practice.asked.poll(at) {
            match self.practice.asked.value() {
                Fetched::Failed(failure, _) => {
                    self.notices.fail(failure.clone());
                    self.practice.asked.clear();
                    if self.args.practice {
                        // Nothing was asked for this page yet.
                        self.start = Start::new(&self.args, &self.settings, &self.worker);
                    }
                }
                Fetched::Ready(_) | Fetched::Loading(_) | Fetched::NotAsked => {}
            }
            if let Some(world) = self.practice.asked.take() {
                self.start = Start::new(&args(&world), &Settings::default(), &self.worker);
                self.practice.enter(world);
                self.begun.reread(&self.changes(), &self.worker);
            }
        }
        let switching = std::mem::take(&mut self.practice.switching);
        for (id, mut one) in switching {
            if !one.poll(at) {
                self.practice.switching.push((id, one));
            } else if let Some(failure) = one.value().failure() {
                self.notices.fail(failure.clone());
            } else {
                self.practice.happened.insert(id);
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

    /// Whether a change is under way, or its journal is being made.
    pub(super) fn is_engaged(&self) -> bool {
        self.change.is_some() || self.session.is_some()
    }

    /// Begins to make a practice world; a change that was being taken up is let go.
    pub(super) fn practise(&mut self) {
        if !self.is_engaged() {
            self.begun.taking = None;
            self.practice.begin(&self.worker);
        }
    }

    /// Takes a path that was chosen in a file dialog, or says why not.
    pub(super) fn choose(&mut self, command: UiCommand) {
        match self.practice.refuses(&command) {
            Some(key) => self.notices.say(text(key)),
            None => self.start.command(command, &self.worker),
        }
    }

    /// Back to what the program was started with; not while a change is under way.
    pub(super) fn leave_practice(&mut self) {
        if self.change.as_ref().is_some_and(|change| self.practice.is_over(change)) {
            self.worker.end();
            self.change = None;
        }
        if self.is_engaged() {
            return;
        }
        self.begun.taking = None;
        let mut left = std::mem::take(&mut self.practice);
        match left.rehearse.take_real() {
            Some(real) => {
                self.start = *real;
                self.reach_as_set();
                // The world may have moved meanwhile.
                self.start.command(UiCommand::CheckAgain, &self.worker);
            }
            None => self.start = Start::new(&self.args, &self.settings, &self.worker),
        }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn while_a_world_is_being_made_nothing_real_is_opened_or_begun() {
        let worker = Worker::start(Arc::new(|| ()), Arc::new(|| ())).expect("a runtime");
        let mut practising = Practising::default();
        let (path, change) = ("/etc/other".to_owned(), "2026-11-21-a".to_owned());
        let refused = [
            UiCommand::PickKubeconfig,
            UiCommand::SetKubeconfig(path.clone()),
            UiCommand::PickRepository,
            UiCommand::SetRepository(path),
            UiCommand::Start,
            UiCommand::Resume(change.clone()),
            UiCommand::RollBackFinished(change.clone()),
            UiCommand::AgreeSecond(change),
        ];
        for command in &refused {
            assert_eq!(practising.refuses(command), None, "{command:?}");
        }
        worker.ask(&mut practising.asked, std::future::pending());
        assert!(practising.is_on() && !practising.is_entered(), "the real window is still shown");
        for command in &refused {
            assert_eq!(practising.refuses(command), Some("practice-starting"), "{command:?}");
        }
        assert_eq!(practising.refuses(&UiCommand::DismissNotice(1)), None);
    }
}
