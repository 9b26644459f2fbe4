//! What it is for: a shop with a database: PostgreSQL, a pod to reach it from, a backup that is made and can be restored.
//! In: what a trial wants to be different. Out: a change under way. Never: anything outside of the test's own.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use changeover::{
    cluster::{Cluster, connect::ConnectOptions},
    names::{ChangeId, Namespace},
    plan::{
        RepositoryBase, Source, Standing,
        build::{Inputs, build},
        request::Request,
    },
    procedure::{Procedure, check::Origin, fill::fill, load},
    repo::{Consent, RepoPath, look},
    run::What,
    worker::{FoundOut, Session, Worker, reads},
};
use jiff::Timestamp;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    support::{
        cluster_namespace::TestNamespace, control_plane::ControlPlane, postgres::Postgres,
        temp_repo::TempRepo,
    },
    whole_change::{
        drive::{Drive, stamp, worker},
        ground::answer,
    },
};

pub const FILE: &str = "deployments/restore.yml";
/// Rows of the table before the change.
pub const ROWS: &str = "100";

/// Everything that a change of the database acts on.
pub struct Ground {
    pub space: TestNamespace,
    pub postgres: Postgres,
    pub repo: TempRepo,
    pub store: TempDir,
    folder: TempDir,
    kubeconfig: PathBuf,
}

/// How the restore job is set up.
#[derive(Debug, Clone, Copy)]
pub enum Restore {
    Right,
    WrongPassphrase,
    FailedDownload,
}

impl Ground {
    pub fn new(plane: &'static ControlPlane, name: &str) -> Result<Self, String> {
        Self::with(plane, name, Restore::Right)
    }

    /// A shop with its database, a repository with the restore job, and a store for dumps.
    pub fn with(plane: &'static ControlPlane, name: &str, restore: Restore) -> Result<Self, String> {
        drop(rustls::crypto::ring::default_provider().install_default());
        let postgres = Postgres::start()?;
        postgres.sql("postgres", "CREATE ROLE shop LOGIN");
        postgres.sql("postgres", "CREATE DATABASE shop OWNER shop");
        let table = format!(
            "CREATE TABLE item AS SELECT id, 'item ' || id AS name FROM generate_series(1, {ROWS}) id"
        );
        postgres.sql("shop", &table);
        let space = plane.namespace(name);
        let store = tempfile::tempdir().expect("a folder");
        let ground = Self {
            repo: TempRepo::new(&[
                (FILE, &restore_job(&postgres, store.path(), restore)),
                ("README.md", "infra\n"),
            ]),
            folder: tempfile::tempdir().expect("a folder"),
            kubeconfig: space.kubeconfig(),
            space,
            postgres,
            store,
        };
        ground.space.apply(&deployment("postgres", &ground.postgres.environment()).to_string());
        ground.space.apply(&deployment("shop", &[]).to_string());
        ground.space.apply(&ground.backup().to_string());
        for name in ["postgres", "shop"] {
            ground.space.wait_for(&["deployment", name], Duration::from_mins(1), |found| {
                found["status"]["readyReplicas"] == 1
            });
        }
        Ok(ground)
    }

    fn backup(&self) -> Value {
        let mut env = self.postgres.environment();
        env.push(("STORE".to_owned(), self.store.path().display().to_string()));
        env.push(("PASSPHRASE".to_owned(), "right".to_owned()));
        let pod = json!({"metadata": {"annotations": {"test.changeover/run": "local"}}, "spec": {
            "restartPolicy": "Never", "containers": [{"name": "backup", "image": "pgbackup:1",
                "command": ["/bin/sh", script("backup.sh")], "args": ["shop"], "env": variables(&env)}]}});
        json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "shop-backup"}, "spec": {
            "schedule": "0 0 1 1 *", "jobTemplate": {"spec": {"backoffLimit": 0, "template": pod}}}})
    }

    /// A connection as the admin.
    pub fn connect(&self, worker: &Worker) -> Cluster {
        let configs = reads::contexts(Some(self.kubeconfig.clone())).expect("contexts");
        let choice = configs.choose(&configs.current.clone().expect("a context")).expect("the context");
        let namespace = Namespace::new(self.space.name()).expect("a namespace");
        answer(worker, reads::connected(choice, namespace, ConnectOptions::default()))
            .expect("a connection")
            .cluster
    }

    /// Begins the change.
    pub fn begin(&self) -> Drive {
        let worker = worker();
        let session = self.session(&worker);
        Drive::begin(worker, session)
    }

    fn session(&self, worker: &Worker) -> Session {
        let cluster = self.connect(worker);
        let repo = RepoPath::new(self.repo.root()).with_person_config(self.repo.person_config());
        let state = look(&repo).expect("a repository");
        let procedure = procedure();
        let values: BTreeMap<String, String> = [("version".to_owned(), "1.0.200".to_owned())].into();
        let inputs = Inputs {
            change: ChangeId::new(format!("change-{}", self.space.name())),
            source: Source {
                file: "shop-database.procedure.yaml".to_owned(),
                digest: procedure.digest().clone(),
                standing: Standing::Shipped,
            },
            target: cluster.target().clone(),
            repository: RepositoryBase {
                name: "infra".to_owned(),
                branch: state.head.branch().unwrap_or_default().to_owned(),
                base: state.commit.as_ref().expect("a commit").id.clone(),
                identity: state.identity.to_string(),
            },
            values: fill(&procedure, &values).expect("values that fit"),
            request: Request::default(),
            settings: Vec::new(),
            user: "ada".to_owned(),
            started: Timestamp::now(),
        };
        Session {
            plan: Arc::new(build(&procedure, &inputs).expect("a plan")),
            cluster,
            consent: Consent::given(&state),
            repo,
            outside: reads::outside(None, None).expect("clients"),
            folder: self.folder.path().join("change"),
            found: FoundOut::default(),
        }
    }
}

/// Approves every step up to the end of the way forward.
pub fn forward(drive: &mut Drive) {
    while drive.step() != "the end" {
        let before = drive.step();
        drive.approve(&[]);
        assert!(drive.step() != before, "{before} did not end well: {:#?}", drive.state());
    }
}

/// Enters the way back behind an answer.
pub fn back(drive: &mut Drive, answer: &str) {
    let what = What::WentBack { answer: answer.to_owned(), reason: None, by: stamp() };
    drive.event(what);
    drive.settle();
}

/// The fixture's procedure.
pub fn procedure() -> Procedure {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("tests/fixtures/procedures/shop-database.procedure.yaml");
    let loaded = load::load_file(&path, Origin::Repository).expect("the procedure");
    let problems = format!("{:#?}", loaded.problems);
    loaded.procedure.unwrap_or_else(|| panic!("{problems}"))
}

fn script(name: &str) -> String {
    format!("{}/tests/fixtures/database/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn variables(env: &[(String, String)]) -> Vec<Value> {
    env.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}

/// A Deployment of one pod; with an environment its programs run for real.
pub fn deployment(name: &str, env: &[(String, String)]) -> Value {
    let lines: Vec<String> = env.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let annotations =
        if env.is_empty() { json!({}) } else { json!({"test.changeover/exec-env": lines.join("\n")}) };
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": {"replicas": 1,
        "selector": {"matchLabels": {"app": name}}, "template": {
            "metadata": {"labels": {"app": name}, "annotations": annotations},
            "spec": {"containers": [{"name": name, "image": format!("{name}:1")}]}}}})
}

/// The restore job as it lies in the repository: aimed at another database, with no limit of retries.
fn restore_job(postgres: &Postgres, store: &Path, restore: Restore) -> String {
    let mut env = postgres.environment();
    let download =
        if matches!(restore, Restore::FailedDownload) { "/nowhere".into() } else { store.to_owned() };
    let passphrase = if matches!(restore, Restore::WrongPassphrase) { "wrong" } else { "right" };
    env.push(("STORE".to_owned(), store.display().to_string()));
    env.push(("DOWNLOAD".to_owned(), download.display().to_string()));
    env.push(("PASSPHRASE".to_owned(), passphrase.to_owned()));
    let env: Vec<String> =
        env.iter().map(|(name, value)| format!("        - {{name: {name}, value: \"{value}\"}}\n")).collect();
    format!(
        "# Brings a backup back. Look at the database's name before you use it.\n\
         apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: restore\nspec:\n  template:\n    metadata:\n      \
         annotations:\n        test.changeover/run: local\n    spec:\n      restartPolicy: Never\n      containers:\n      \
         - name: restore\n        image: pgbackup:1\n        command: [\"/bin/sh\", \"{}\"]\n        \
         args: [\"restore\", \"other\"]   # which database\n        env:\n{}",
        script("restore.sh"),
        env.concat()
    )
}
