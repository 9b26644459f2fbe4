//! What it is for: the start page's state: what the person chose and typed, and what was answered about it.
//! In: commands and answers. Out: one-shot questions for the worker, and the plan that would be carried out.
//! Never: a deed; starting hands a finished plan over.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    time::{Duration, Instant},
};

use jiff::Timestamp;

use super::{args::Args, draft, last_rows::Sought, settings::Settings};
use crate::{
    cluster::{
        ClusterError,
        kubeconfig::{ContextChoice, Kubeconfigs},
    },
    failure::Failure,
    fetched::Fetched,
    names::{ChangeId, ContextName},
    outside::Outside,
    plan::Plan,
    procedure::fill::FieldProblem,
    ui::{UiCommand, view::ConfigWhen},
    worker::{
        Connected, Pending, Worker,
        doctor::Searching,
        reads::{self, Listed, ObjectSeen, RepoSeen},
        ready::Topic,
    },
};

mod asks;
mod chosen;
mod connecting;
mod offered;
mod readiness;
mod rehearsed;
mod session;

pub(super) use offered::{Asked, Offered, place};
use readiness::Readiness;
use rehearsed::Rehearsed;

/// How long typing must rest before the checks are asked again.
const REST: Duration = Duration::from_millis(400);
/// How long answers are gathered that come together.
const GATHER: Duration = Duration::from_millis(40);

/// What the person chose and typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Form {
    pub(super) kubeconfig: String,
    pub(super) context: String,
    pub(super) namespace: String,
    pub(super) repository: String,
    pub(super) procedure: String,
    pub(super) values: BTreeMap<String, String>,
    pub(super) configs: Vec<(u64, ConfigWhen, crate::ui::view::ConfigChange)>,
    /// The ticket that it was filled from.
    pub(super) origin: Option<crate::plan::request::Origin>,
}

/// The start page.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) form: Form,
    pub(super) kubeconfigs: Pending<Kubeconfigs>,
    pub(super) connection: Pending<Connected>,
    pub(super) repo: Pending<RepoSeen>,
    pub(super) procedures: Pending<Vec<Listed>>,
    pub(super) outside: Pending<Outside>,
    pub(super) labels: Pending<BTreeMap<String, String>>,
    pub(super) offered: Offered,
    pub(super) objects: Pending<Vec<ObjectSeen>>,
    pub(super) readiness: Readiness,
    /// The search for the link at which the connection fails.
    pub(super) doctor: Option<Searching>,
    /// The folder of changes.
    changes: PathBuf,
    pub(super) agreed: std::collections::BTreeSet<String>,
    pub(super) plan: Option<Plan>,
    pub(super) problems: Vec<Failure>,
    told: Vec<Failure>,
    choice: Option<Result<ContextChoice, Failure>>,
    sought: Option<Sought>,
    /// Since when it is known that the server cannot be reached.
    unreached: Option<Timestamp>,
    /// How often in a row the pause before another try grew.
    slowed: u32,
    pub(super) fields: Vec<FieldProblem>,
    labels_of: String,
    change: ChangeId,
    started: Timestamp,
    next_config: u64,
    due: Option<Instant>,
    /// Something was typed or chosen since the plan was built.
    is_touched: bool,
    pub(super) registries_conf: Option<PathBuf>,
    pub(super) extra_ca: Option<PathBuf>,
    /// The copy on which a change is rehearsed.
    rehearsed: Option<Rehearsed>,
}

impl Start {
    /// The page as the settings and the command line fill it; asks everything that can be asked at once.
    pub(super) fn new(args: &Args, settings: &Settings, worker: &Worker) -> Self {
        let mut start = Self::idle(args, settings);
        start.ask(worker);
        start
    }

    fn ask(&mut self, worker: &Worker) {
        self.read_kubeconfig(worker);
        self.read_repository(worker);
        let (conf, ca) = (self.registries_conf.clone(), self.extra_ca.clone());
        self.reach_outside(conf, ca, worker);
    }

    /// The same page before anything is asked.
    pub(super) fn idle(args: &Args, settings: &Settings) -> Self {
        let text = |given: &Option<PathBuf>, kept: &str| {
            given.as_ref().map_or_else(|| kept.to_owned(), |path| path.display().to_string())
        };
        let or = |given: &Option<String>, kept: &str| given.clone().unwrap_or_else(|| kept.to_owned());
        let form = Form {
            kubeconfig: text(&args.kubeconfig, &settings.kubeconfig),
            context: or(&args.context, if args.kubeconfig.is_some() { "" } else { &settings.context }),
            namespace: or(&args.namespace, if args.context.is_some() { "" } else { &settings.namespace }),
            repository: text(&args.repository, &settings.repository),
            procedure: or(&args.procedure, &settings.procedure),
            values: args.set.iter().cloned().collect(),
            configs: Vec::new(),
            origin: None,
        };
        let started = Timestamp::now();
        Self {
            form,
            kubeconfigs: Pending::default(),
            connection: Pending::default(),
            repo: Pending::default(),
            procedures: Pending::default(),
            outside: Pending::default(),
            labels: Pending::default(),
            offered: Offered::default(),
            objects: Pending::default(),
            readiness: Readiness::default(),
            doctor: None,
            changes: PathBuf::new(),
            agreed: settings.agreed.clone(),
            plan: None,
            problems: Vec::new(),
            told: Vec::new(),
            choice: None,
            sought: None,
            unreached: None,
            slowed: 0,
            fields: Vec::new(),
            labels_of: String::new(),
            change: ChangeId::new(""),
            started,
            next_config: 1,
            due: None,
            is_touched: false,
            registries_conf: args.registries_conf.clone().or_else(|| settings.registries_conf.clone()),
            extra_ca: args.extra_ca.clone().or_else(|| settings.extra_ca.clone()),
            rehearsed: None,
        }
    }

    /// Makes the clients for registries and sites with these settings; with the same ones they are kept.
    pub(super) fn reach_outside(&mut self, conf: Option<PathBuf>, ca: Option<PathBuf>, worker: &Worker) {
        let is_same = self.registries_conf == conf && self.extra_ca == ca;
        if is_same && !matches!(self.outside.value(), Fetched::NotAsked | Fetched::Failed(..)) {
            return;
        }
        self.registries_conf.clone_from(&conf);
        self.extra_ca.clone_from(&ca);
        self.outside.clear();
        self.offered.forget_registry();
        self.labels_of.clear();
        let is_closed = self.rehearsed.is_some();
        worker.ask_blocking(&mut self.outside, move || {
            reads::outside(conf.as_deref(), ca.as_deref(), is_closed)
        });
    }

    /// Takes answers that came, and asks what follows from them. Returns when it wants to be called again.
    pub(super) fn poll(&mut self, worker: &Worker, at: Timestamp) -> Option<Duration> {
        if self.kubeconfigs.poll(at) {
            self.kubeconfig_read(worker);
        }
        if self.repo.poll(at) {
            let path = self.repo.value().last().map(|seen| seen.path.clone());
            worker.ask_blocking(&mut self.procedures, move || Ok(reads::procedures(path.as_ref())));
        }
        let changed = [
            self.connection.poll(at),
            self.procedures.poll(at),
            self.outside.poll(at),
            self.labels.poll(at),
            self.offered.poll(at),
            self.objects.poll(at),
        ];
        if changed.contains(&true) {
            self.draft_soon();
        }
        self.readiness.poll();
        let rest = self.due.map(|due| due.saturating_duration_since(Instant::now()));
        match rest {
            Some(Duration::ZERO) => {
                self.due = None;
                self.draft(worker);
                None
            }
            other => other,
        }
    }

    /// Takes a command of the start page.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the rest belongs to other screens, and is logged")]
    #[expect(clippy::too_many_lines, reason = "one short arm for each command")]
    pub(super) fn command(&mut self, command: UiCommand, worker: &Worker) {
        match command {
            UiCommand::SetKubeconfig(path) => {
                self.form.kubeconfig = path;
                self.form.context.clear();
                self.form.namespace.clear();
                self.read_kubeconfig(worker);
            }
            UiCommand::SetContext(name) => {
                self.form.context = name;
                self.form.namespace.clear();
                self.connect(worker);
            }
            UiCommand::SetNamespace(name) => {
                self.form.namespace = name;
                self.connect(worker);
            }
            UiCommand::Reconnect => self.read_kubeconfig(worker),
            UiCommand::FindFault => self.find_fault(worker),
            UiCommand::StopSearch => self.doctor = None,
            UiCommand::AllowLoginProgram => {
                if let Some(call) = self
                    .choice()
                    .and_then(|choice| choice.as_ref().ok())
                    .and_then(|choice| choice.plugin.clone())
                {
                    self.agreed.insert(call.digest.to_string());
                    self.connect(worker);
                }
            }
            UiCommand::SetRepository(path) => {
                self.form.repository = path;
                self.read_repository(worker);
            }
            UiCommand::RereadRepository => self.read_repository(worker),
            UiCommand::AllowRepositoryPrograms => {
                if let Some(seen) = self.repo.value().last() {
                    self.agreed.insert(agreement(seen));
                    self.touch();
                }
            }
            UiCommand::SetProcedure(id) => {
                if self.form.procedure != id {
                    self.form.origin = None;
                }
                self.form.procedure = id;
                self.form.values.clear();
                self.objects.clear();
                self.touch();
            }
            UiCommand::SetField { field, value } => {
                self.form.values.insert(field, value);
                self.mend_fields();
                self.touch();
            }
            UiCommand::AddConfig { when, change } => {
                self.add_config(when, change);
                self.touch();
            }
            UiCommand::ReplaceConfig { id, when, change } => {
                if let Some(row) = self.form.configs.iter_mut().find(|row| row.0 == id) {
                    *row = (id, when, change);
                    self.touch();
                }
            }
            UiCommand::RemoveConfig(id) => {
                self.form.configs.retain(|row| row.0 != id);
                self.touch();
            }
            UiCommand::GoPast { check, reason } => {
                if let Some(topic) = Topic::of(&check) {
                    self.readiness.pass(topic, &reason);
                }
            }
            UiCommand::CountAgain(check) => {
                if let Some(topic) = Topic::of(&check) {
                    self.readiness.take_back(topic);
                }
            }
            UiCommand::CheckAgain => {
                self.plan = None;
                self.offered.forget();
                self.read_repository(worker);
                self.touch();
            }
            other => tracing::warn!(?other, "a command of another screen"),
        }
    }

    /// Where changes lie from now on.
    pub(super) fn lies_in(&mut self, changes: PathBuf) {
        self.changes = changes;
    }

    /// Adds a row of the configuration.
    pub(super) fn add_config(&mut self, when: ConfigWhen, change: crate::ui::view::ConfigChange) {
        self.form.configs.push((self.next_config, when, change));
        self.next_config += 1;
    }

    /// Takes what the person must know once, whatever else changes on the page.
    pub(super) fn take_told(&mut self) -> Vec<Failure> {
        std::mem::take(&mut self.told)
    }

    /// Works the chosen context out. It reads CA files, so this is done when the choice changes, not for each frame.
    fn choose(&self) -> Option<Result<ContextChoice, Failure>> {
        let configs = self.kubeconfigs.value().last()?;
        if self.form.context.is_empty() {
            return None;
        }
        let name = ContextName::new(self.form.context.clone());
        Some(configs.choose(&name).map_err(|error| ClusterError::from(error).to_failure()))
    }

    /// The person changed something and may go on with it.
    pub(super) fn touch(&mut self) {
        self.due = Some(Instant::now() + REST);
        self.is_touched = true;
    }

    /// Something else changed; who is typing is not hurried by it.
    fn draft_soon(&mut self) {
        let soon = Instant::now() + GATHER;
        self.due = Some(self.due.map_or(soon, |due| due.max(soon)));
    }

    fn read_kubeconfig(&mut self, worker: &Worker) {
        let given = self.form.kubeconfig.trim();
        let file = (!given.is_empty()).then(|| PathBuf::from(given));
        // Nothing of the file before is kept: it would be connected to under the new file's name.
        self.kubeconfigs.clear();
        (self.choice, self.sought, self.doctor) = (None, None, None);
        self.connection.clear();
        self.offered.forget_cluster();
        self.plan = None;
        worker.ask_blocking(&mut self.kubeconfigs, move || reads::contexts(file));
    }

    fn kubeconfig_read(&mut self, worker: &Worker) {
        let Some(configs) = self.kubeconfigs.value().last() else { return };
        let is_known = configs.contexts.iter().any(|row| row.name.as_str() == self.form.context);
        if self.form.context.is_empty()
            || (!is_known && !self.form.context.is_empty() && configs.contexts.len() == 1)
        {
            let current = configs.current.as_ref().or(configs.contexts.first().map(|row| &row.name));
            self.form.context = current.map(ToString::to_string).unwrap_or_default();
        }
        self.connect(worker);
    }

    fn read_repository(&mut self, worker: &Worker) {
        self.plan = None;
        self.objects.clear();
        self.offered.forget_repository();
        // Nothing of the folder before is kept: a change would act on it under the new folder's name.
        self.repo.clear();
        let folder = self.form.repository.trim().to_owned();
        if folder.is_empty() {
            worker.ask_blocking(&mut self.procedures, || Ok(reads::procedures(None)));
            return;
        }
        let path = self.repository_path(folder);
        worker.ask_blocking(&mut self.repo, move || reads::repository(path));
    }

    /// Builds the plan anew from what is there, and asks for everything that a change of it calls for.
    fn draft(&mut self, worker: &Worker) {
        self.is_touched = false;
        self.drop_secrets();
        self.ask_about_images(worker);
        self.ask_about_objects(worker);
        self.ask_about_choices(worker);
        let filled = self.filled();
        self.fields = match &filled {
            Some(Err(problems)) => problems.clone(),
            Some(Ok(_)) | None => Vec::new(),
        };
        self.problems.clear();
        let built = match filled {
            Some(Ok(values)) => draft::plan(self, &values),
            Some(Err(_)) | None => None,
        };
        let plan = match built {
            Some(Ok(plan)) => Some(plan),
            Some(Err(problems)) => {
                self.problems = problems;
                None
            }
            None => None,
        };
        let is_same = self.plan.as_ref().map(Plan::digest) == plan.as_ref().map(Plan::digest);
        self.plan = plan;
        if is_same && self.plan.is_some() {
            return;
        }
        match self.session() {
            Some(session) => self.readiness.ask(session, worker),
            // What is only read again keeps its answers until it is there.
            None if self.repo.value().is_loading() || self.connection.value().is_loading() => {}
            None => self.readiness.clear(),
        }
    }

    /// Identifier and start of the change that would be started.
    pub(super) fn change(&mut self) -> (ChangeId, Timestamp) {
        let name = self.form.procedure.clone();
        if !self.change.as_str().contains(&name) || self.change.as_str().is_empty() {
            self.started = Timestamp::now();
            self.change = draft::change_id(self.started, &name);
        }
        (self.change.clone(), self.started)
    }

    /// After a change: everything is read again, the values stay.
    pub(super) fn renew(&mut self, worker: &Worker) {
        self.change = ChangeId::new("");
        self.form.configs.clear();
        self.form.origin = None;
        self.read_kubeconfig(worker);
        self.read_repository(worker);
    }
}

/// Under which the person's agreement to a repository's programs is remembered.
fn agreement(seen: &RepoSeen) -> String {
    format!("{}#{}", seen.state.root.display(), seen.state.programs.digest)
}
