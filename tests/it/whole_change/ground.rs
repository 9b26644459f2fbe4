//! What it is for: everything that a change acts on, for one test: namespace, repository with remote, registry, site.
//! In: what a test wants to be different. Out: a plan, a session, a folder. Never: anything outside of the test's own.

use crate::support::{
    registry::{TestImage, TestRegistry, TestSite},
    temp_repo::TempRepo,
};
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use changeover::{
    failure::Failure,
    names::{ContextName, Namespace},
    plan::{
        Plan, RepositoryBase, Source, Standing,
        build::{Inputs, build},
        request::{ConfigChange, Request},
    },
    procedure::{
        Procedure,
        check::Origin,
        fill::{Values, fill},
        load,
    },
    repo::{Consent, RepoPath, look},
    worker::{Connected, FoundOut, Pending, Session, Worker, reads},
};
use jiff::Timestamp;
use tempfile::TempDir;

use crate::support::{
    answers::Answers,
    cluster_namespace::{TestNamespace, succeed},
    control_plane::ControlPlane,
};

pub const FILE: &str = "deployments/shop.yml";
pub const OLD: &str = "1.0.199";
pub const NEW: &str = "1.0.200";
pub const JOB: &str = "shop-backup-manual-1.0.200";

/// A log of a backup that is good.
pub const GOOD_LOG: &str = "dump begins\n@200ms Total: 1 file, Transferred: 245.32 MiB\n\
    Snapshot of shop completed successfully! (shop-backups/shop.sql.gz)\n";

/// Everything that a change acts on.
pub struct Ground {
    pub space: TestNamespace,
    pub repo: TempRepo,
    pub registry: TestRegistry,
    pub site: TestSite,
    pub values: BTreeMap<String, String>,
    pub request: Request,
    pub kubeconfig: PathBuf,
    /// What a test changes in the procedure's text.
    pub edit: fn(&str) -> String,
    /// A way back in the procedure's own words, for a procedure that has none.
    pub rollback: String,
    folder: TempDir,
}

/// The fixture's manifest as the shop runs before the change.
pub fn manifest() -> String {
    let text = include_str!("../../fixtures/manifests/shop.yml");
    text.replace(":1.4.2", &format!(":{OLD}"))
}

impl Ground {
    /// A shop that runs the old version in a namespace of its own, and a backup that is good.
    pub fn new(plane: &'static ControlPlane, name: &str) -> Self {
        Self::with_file(plane, name, &manifest())
    }

    /// The same, with this file in the repository.
    pub fn with_file(plane: &'static ControlPlane, name: &str, file: &str) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        let space = plane.namespace(name);
        for secret in ["shop-database", "shop-settings"] {
            succeed(&space.kubectl(&["create", "secret", "generic", secret, "--from-literal=password=x"]));
        }
        let images = ["shop", "shop-thumbnails"].map(|image| format!("registry.example/{image}:{NEW}"));
        let site = TestSite::start();
        let values = [
            ("registry", "registry.example"),
            ("version", NEW),
            ("testedBuild", "https://example.org/builds/42"),
            ("siteUrl", &site.url),
            ("ticket", "17"),
        ];
        let ground = Self {
            repo: TempRepo::new(&[(FILE, file), ("README.md", "infra\n")]),
            registry: TestRegistry::start(images.iter().map(|image| TestImage::new(image))),
            values: values.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            request: Request { ticket: "17".to_owned(), ..Request::default() },
            kubeconfig: space.kubeconfig(),
            edit: str::to_owned,
            rollback: String::new(),
            folder: tempfile::tempdir().expect("a folder"),
            site,
            space,
        };
        ground.program_backup(GOOD_LOG);
        let manifest = manifest();
        succeed(&ground.space.kubectl_with_input(&["apply", "-f", "-"], manifest.as_bytes()));
        ground.wait_ready(OLD);
        ground
    }

    /// From now on the cluster is reached through a proxy that knows what was asked.
    pub fn proxied(&mut self, plane: &ControlPlane) -> Answers {
        let answers = Answers::before(&self.kubeconfig);
        let text = std::fs::read_to_string(&self.kubeconfig).expect("a kubeconfig");
        self.kubeconfig = self.kubeconfig.with_extension("proxied");
        std::fs::write(&self.kubeconfig, text.replace(plane.server(), &answers.address)).expect("written");
        answers
    }

    /// What the backup's pods write; a line `@exit N` ends them so.
    pub fn program_backup(&self, log: &str) {
        let program = serde_json::json!({ "logs": log }).to_string();
        let map = serde_json::json!({
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "pod-programs"},
            "data": {"shop-backup-manual": program},
        });
        self.space.apply(&map.to_string());
    }

    /// Waits until both Deployments run this version with ready pods.
    pub fn wait_ready(&self, version: &str) {
        for name in ["shop", "shop-thumbnails"] {
            self.space.wait_for(&["deployment", name], Duration::from_mins(1), |found| {
                let image = found["spec"]["template"]["spec"]["containers"][0]["image"].as_str();
                image.is_some_and(|image| image.ends_with(&format!(":{version}")))
                    && found["status"]["readyReplicas"] == 2
                    && found["status"]["observedGeneration"] == found["metadata"]["generation"]
            });
        }
    }

    pub fn repo_path(&self) -> RepoPath {
        RepoPath::new(self.repo.root()).with_person_config(self.repo.person_config())
    }

    /// Configuration changes before and after.
    pub fn configure(&mut self, before: Vec<ConfigChange>, after: Vec<ConfigChange>) {
        self.request.before = before;
        self.request.after = after;
    }

    /// The connection of the person of `kubeconfig`.
    pub fn connect(&self, worker: &Worker) -> Result<Connected, Failure> {
        let configs = reads::contexts(Some(self.kubeconfig.clone()))?;
        let current: ContextName = configs.current.clone().expect("a current context");
        let choice = configs.choose(&current).expect("the context");
        let namespace = Namespace::new(self.space.name()).expect("a namespace");
        let options = changeover::cluster::connect::ConnectOptions::default();
        answer(worker, reads::connected(choice, namespace, options))
    }

    /// Values as the start page fills them.
    pub fn values(&self) -> Values {
        fill(&self.procedure(), &self.values).expect("values that fit")
    }

    /// The plan of the change.
    pub fn plan(&self, connected: &Connected) -> Plan {
        self.try_plan(connected).expect("a plan")
    }

    /// The change's folder.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("change")
    }

    /// What the step's log files hold.
    pub fn logs(&self) -> String {
        let folder = self.folder.path().join("change/logs");
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect()
    }

    /// The plan, or every reason why there is none.
    pub fn try_plan(&self, connected: &Connected) -> Result<Plan, Vec<Failure>> {
        let procedure = self.procedure();
        let state = look(&self.repo_path()).expect("a repository");
        let inputs = Inputs {
            change: changeover::names::ChangeId::new(format!("change-{}", self.space.name())),
            source: Source {
                file: "shop-deploy.procedure.yaml".to_owned(),
                digest: procedure.digest().clone(),
                standing: Standing::Shipped,
            },
            target: connected.cluster.target().clone(),
            repository: RepositoryBase {
                name: "infra".to_owned(),
                branch: state.head.branch().unwrap_or_default().to_owned(),
                base: state.commit.as_ref().expect("a commit").id.clone(),
                identity: state.identity.to_string(),
            },
            values: self.values(),
            request: self.request.clone(),
            settings: Vec::new(),
            user: connected.who.clone(),
            started: Timestamp::now(),
            is_rehearsal: false,
        };
        build(&procedure, &inputs)
    }

    /// The fixture's procedure, as the test edits it.
    fn procedure(&self) -> Procedure {
        let text = std::fs::read_to_string(fixture()).expect("the procedure");
        let path = self.folder.path().join("shop-deploy.procedure.yaml");
        std::fs::write(&path, (self.edit)(&text) + &self.rollback).expect("a file");
        let loaded = load::load_file(&path, Origin::Repository).expect("the procedure");
        loaded.procedure.unwrap_or_else(|| panic!("a procedure without problems"))
    }

    /// What the change needs of the world.
    pub fn session(&self, worker: &Worker) -> Session {
        let connected = self.connect(worker).expect("a connection");
        let path = self.repo_path();
        let consent = Consent::given(&look(&path).expect("a repository"));
        let conf = Some(self.registry.registries_conf_path.as_path());
        Session {
            plan: Arc::new(self.plan(&connected)),
            cluster: connected.cluster,
            repo: path,
            consent,
            outside: reads::outside(conf, Some(&self.registry.ca_pem_path), false).expect("clients"),
            folder: self.folder.path().join("change"),
            found: FoundOut::default(),
            ground: None,
        }
    }
}

fn fixture() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/procedures/shop-deploy.procedure.yaml")
}

/// Asks a one-shot question as the window does.
pub fn answer<T: Send + 'static>(
    worker: &Worker,
    question: impl Future<Output = Result<T, Failure>> + Send + 'static,
) -> Result<T, Failure> {
    let mut pending = Pending::default();
    worker.ask(&mut pending, question);
    let begun = Instant::now();
    while !pending.poll(Timestamp::now()) {
        assert!(begun.elapsed() < Duration::from_mins(1), "no answer within a minute");
        std::thread::sleep(Duration::from_millis(10));
    }
    match pending.value().failure().cloned() {
        Some(failure) => Err(failure),
        None => Ok(pending.take().expect("an answer")),
    }
}
