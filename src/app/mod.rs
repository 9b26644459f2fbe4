//! What it is for: the program: the window's state, and the wiring between screen, run and worker.
//! In: arguments, clicks, reports. Out: a window. Never: a blocking call on the frame, or a deed (only `worker` acts).

use std::{io::IsTerminal as _, process::ExitCode, sync::Arc, time::Duration};

use clap::Parser as _;
use eframe::egui;
use jiff::Timestamp;

use crate::{
    failure::{Failure, FailureKind},
    journal::Journal,
    observed::{LeaseView, Observed},
    ui::{
        self, UiCommand, UiMemory,
        view::{Setting, SettingCommand},
    },
    words::Sentence,
    worker::{Pending, Session, Worker},
};

mod args;
mod attach;
mod attached;
mod attention;
mod awake;
mod back_step_view;
mod begun;
mod begun_view;
mod beginning;
mod change;
mod change_back;
mod check;
mod closing;
mod course;
mod cluster_log;
mod cluster_page;
mod decide_view;
mod diagnosis;
mod dialog_view;
mod dialogs;
mod doctor_view;
mod draft;
mod dropping;
mod drift_page;
mod evidence_view;
mod frames;
mod history_page;
mod last_rows;
mod lease_view;
mod letters;
mod look;
mod moments;
mod notices;
mod outward;
mod passing;
mod practice;
mod protected;
mod read_only;
mod ready_view;
mod rehearse;
mod rehearse_alone;
mod rehearse_rounds;
mod rehearse_view;
mod request;
mod resting;
mod second;
mod screen;
mod settings;
mod settings_page;
mod shell_files;
mod start;
mod start_fields;
mod start_view;
mod step_view;
mod ticket;
mod trail;
mod travel;
mod window;
mod wizard_view;

use args::{Args, Command};
use begun::{Begun, Purpose};
use change::Change;
use notices::Notices;
use practice::Practising;
use settings::{Places, Settings};
use start::Start;
use travel::Travel;

/// How long what may come often is gathered before it is drawn.
const SOON: Duration = Duration::from_millis(100);

/// Reads the arguments and runs the window, or the use without one.
pub fn main() -> ExitCode {
    let args = Args::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_unset| {
            // kube logs whole bodies at WARN when one cannot be decoded, Secrets included.
            "warn,kube_client=error".into()
        }))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    crate::words::choose(look::spoken(args.lang.as_deref(), ""));
    match &args.command {
        Some(Command::Check { files }) => return check::run(files),
        Some(Command::Completions { shell }) => return shell_files::completions(*shell),
        Some(Command::Man) => return shell_files::manual(),
        None => {}
    }
    // Two TLS libraries in one program make rustls panic at the first connection: choose before anything connects.
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        tracing::debug!("a TLS provider was installed already");
    }
    match window::open(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            tracing::error!(%fault, "the window cannot be opened");
            ExitCode::FAILURE
        }
    }
}

/// The window's state.
#[derive(Debug)]
struct App {
    args: Args,
    practice: Practising,
    places: Places,
    settings: Settings,
    settings_page: settings_page::SettingsPage,
    look: look::Look,
    window: window::Place,
    attention: attention::Attention,
    awake: awake::Waking,
    worker: Worker,
    start: Start,
    begun: Begun,
    travel: Travel,
    change: Option<Change>,
    cluster_page: cluster_page::ClusterPage,
    history: history_page::HistoryPage,
    ticketing: ticket::Ticketing,
    requesting: request::Requesting,
    course: course::Course,
    journal: Pending<Journal>,
    session: Option<Session>,
    picked_kubeconfig: Pending<Option<std::path::PathBuf>>,
    picked_repository: Pending<Option<std::path::PathBuf>>,
    notices: Notices,
    dropping: dropping::Dropping,
    files: attach::Files,
    about: diagnosis::Machine,
    memory: UiMemory,
    observed: Arc<Observed>,
    lease: Arc<LeaseView>,
    second: second::SecondAsk,
    /// The person knows that the program ends after the step under way.
    is_ending: bool,
}

impl App {
    fn new(
        args: &Args,
        (places, settings): (Places, Settings),
        place: window::Place,
        egui_ctx: &egui::Context,
    ) -> std::io::Result<Self> {
        let (now, soon) = (egui_ctx.clone(), egui_ctx.clone());
        let worker = Worker::start(
            Arc::new(move || now.request_repaint()),
            Arc::new(move || soon.request_repaint_after(SOON)),
        )?;
        ui::theme::install(egui_ctx);
        letters::install(egui_ctx);
        let mut practice = Practising::default();
        let start = if args.practice {
            practice.begin(&worker);
            Start::idle(args, &settings)
        } else {
            Start::new(args, &settings, &worker)
        };
        let mut begun = Begun::default();
        begun.reread(places.changes(), &worker);
        Ok(Self {
            begun,
            travel: Travel::default(),
            args: args.clone(),
            practice,
            places,
            settings_page: settings_page::SettingsPage::default(),
            look: look::Look::default(),
            window: place,
            attention: attention::Attention::default(),
            awake: awake::Waking::default(),
            worker,
            start,
            change: None,
            cluster_page: cluster_page::ClusterPage::at(args.page.as_deref().or(Some(&settings.page))),
            history: history_page::HistoryPage::default(),
            ticketing: ticket::Ticketing::default(),
            requesting: request::Requesting::default(),
            course: course::Course::default(),
            memory: UiMemory::remembering(settings.side_by_side, settings.columns.clone()),
            settings,
            journal: Pending::default(),
            session: None,
            picked_kubeconfig: Pending::default(),
            picked_repository: Pending::default(),
            notices: Notices::default(),
            dropping: dropping::Dropping::default(),
            files: attach::Files::default(),
            about: diagnosis::Machine::find(),
            observed: Arc::default(),
            lease: Arc::default(),
            second: second::SecondAsk::default(),
            is_ending: false,
        })
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the rest belongs to the screen that is shown")]
    fn command(&mut self, command: UiCommand, egui_ctx: &egui::Context, at: Timestamp) {
        let Some(command) = self.passed(command) else { return };
        match command {
            UiCommand::ChooseAppearance(appearance) => {
                let value = settings_page::theme_name(appearance).to_owned();
                self.setting(SettingCommand::Set { setting: Setting::Theme, value });
            }
            UiCommand::CopyDiagnosis => self.copy_diagnosis(egui_ctx, at),
            UiCommand::Setting(command) => self.setting(command),
            UiCommand::DismissNotice(id) => self.notices.dismiss(id),
            UiCommand::OpenAddress(address) => self.open_address(&address),
            UiCommand::OpenPath(path) => self.open_file(&path),
            UiCommand::PickKubeconfig => self.worker.ask(&mut self.picked_kubeconfig, dialogs::kubeconfig()),
            UiCommand::PickRepository => self.worker.ask(&mut self.picked_repository, dialogs::repository()),
            UiCommand::AskSite(url) => self.ask_site(url),
            UiCommand::OpenMail(step) => self.open_mail(&step),
            UiCommand::AgreeSecond(proposal) => {
                let connected = self.start.connection.value().last();
                self.second.agree(&self.worker, connected.map(|connected| &connected.cluster), &proposal);
            }
            UiCommand::File(command) => self.file(command),
            UiCommand::Ticket(command) => self.ticket(command),
            UiCommand::Request(command) => self.request(command, egui_ctx),
            UiCommand::CopyComment(change) => self.copy_comment(&change),
            UiCommand::Practise => self.practise(),
            UiCommand::LeavePractice => self.leave_practice(),
            UiCommand::ChoosePace(pace) => self.choose_pace(pace),
            UiCommand::SwitchTrouble { id, on } => self.switch_trouble(&id, on),
            UiCommand::Rehearse => self.rehearse(),
            UiCommand::RehearseAlone => self.rehearse_alone(at),
            UiCommand::AttendRehearsal => self.attend_rehearsal(),
            UiCommand::Start => self.begin_checked(at),
            UiCommand::Leave => self.leave(),
            UiCommand::Resume(id) => self.begun.take(id, Purpose::GoOn, &self.changes(), &self.worker),
            UiCommand::RollBackFinished(id) => {
                self.begun.take(id, Purpose::RollBack, &self.changes(), &self.worker);
            }
            UiCommand::Export(id) => self.travel.export(self.changes().join(id), &self.worker),
            UiCommand::Import => self.travel.import(&self.worker),
            UiCommand::Hold { reason } => self.hold(reason, at),
            other => match &mut self.change {
                Some(change) => {
                    for request in change.command(other, at) {
                        self.send(request);
                    }
                }
                None => self.start.command(other, &self.worker),
            },
        }
    }

    fn send(&mut self, request: crate::worker::Request) {
        if !self.worker.send(request) {
            let words = Sentence::new("app-not-sent");
            self.notices.fail(Failure::new(FailureKind::Internal, words));
        }
    }

    /// Takes what the file dialogs gave, or why there was none.
    fn take_picked(&mut self, at: Timestamp) {
        let kubeconfig =
            self.picked_kubeconfig.poll(at).then(|| self.picked_kubeconfig.take()).flatten().flatten();
        if let Some(path) = kubeconfig {
            self.choose(UiCommand::SetKubeconfig(path.display().to_string()));
        }
        let repository =
            self.picked_repository.poll(at).then(|| self.picked_repository.take()).flatten().flatten();
        if let Some(path) = repository {
            self.choose(UiCommand::SetRepository(path.display().to_string()));
        }
        for picked in [&mut self.picked_kubeconfig, &mut self.picked_repository] {
            if let Some(failure) = picked.value().failure().cloned() {
                self.notices.fail(failure);
                picked.clear();
            }
        }
    }

    /// Drains what the worker reported; runs also while the window is hidden.
    fn drain(&mut self, at: Timestamp) {
        while let Some(report) = self.worker.next_report() {
            let Some(change) = &mut self.change else { continue };
            let requests = change.report(report, at);
            for failure in change.take_told() {
                self.notices.fail(failure);
            }
            for request in requests {
                self.send(request);
            }
        }
        if let Some(request) = self.change.as_mut().and_then(Change::evidence_request) {
            self.send(request);
        }
    }
}

impl eframe::App for App {
    /// The ground of every page, so that none of them has to paint it: without a graphics card each layer takes a sixth of a
    /// frame's time.
    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn logic(&mut self, egui_ctx: &egui::Context, _frame: &mut eframe::Frame) {
        let at = Timestamp::now();
        self.drain(at);
        self.drive(at);
        self.poll_practice(at);
        self.hold_open(egui_ctx);
        self.poll_look(egui_ctx, at);
        self.poll_settings(at);
        self.remember_window(egui_ctx);
        self.poll_course(at);
        self.observed = self.worker.observed();
        self.lease = self.worker.lease();
        self.poll_attention(egui_ctx, at);
        self.poll_awake(at);
        if self.change.is_none() {
            self.start.lies_in(self.changes());
            let rests = [self.start.poll(&self.worker, at), self.keep_checked(egui_ctx, at)];
            if let Some(rest) = rests.into_iter().flatten().min() {
                egui_ctx.request_repaint_after(rest);
            }
        }
        for failure in self.start.take_told() {
            self.notices.fail(failure);
        }
        self.begin_round(at);
        if self.journal.poll(at) {
            self.begun(at);
        }
        self.poll_cluster_page(egui_ctx, at);
        self.poll_history(at);
        self.poll_files(at);
        self.poll_ticket(at);
        self.poll_request(egui_ctx, at);
        if self.change.is_none() {
            let connected = self.start.connection.value().last();
            let cluster = connected.map(|connected| &connected.cluster);
            if let Some(failure) = self.second.poll(&self.worker, cluster, at) {
                self.notices.fail(failure);
            }
            self.poll_changes(at);
        } else {
            self.second.rest();
        }
        self.take_from_log(egui_ctx);
        self.take_picked(at);
        if let Some(rest) = self.cluster_page.moves_after() {
            egui_ctx.request_repaint_after(rest);
        }
        if let Some(rest) = self.moves_after(at) {
            egui_ctx.request_repaint_after(rest);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let at = Timestamp::now();
        let (frame, drawn) = (frames::Frame::begin(), std::time::Instant::now());
        self.take_dropped(ui.ctx(), at);
        let mut memory = std::mem::take(&mut self.memory);
        let commands = ui::draw(ui, &self.view(at), &mut memory);
        self.memory = memory;
        let egui_ctx = ui.ctx().clone();
        for command in commands {
            self.command(command, &egui_ctx, at);
        }
        self.about.drawn(drawn.elapsed());
        frame.end(&egui_ctx, &self.start, &self.cluster_page);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        let folder = self.rows_folder();
        self.cluster_page.close(folder.as_deref());
        self.take_typed_settings();
        self.places.save(&self.settings);
    }
}
