//! What it is for: a shop with a database: PostgreSQL, a pod to reach it from, a backup that is made and can be restored.
//! In: what a trial wants to be different. Out: a change under way. Never: anything outside of the test's own.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};

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
use tempfile::TempDir;

use crate::{
    support::{
        cluster_namespace::TestNamespace,
        control_plane::ControlPlane,
        database::{Database, Restore, deployment},
        temp_repo::TempRepo,
    },
    whole_change::{
        drive::{Drive, stamp, worker},
        ground::answer,
    },
};

pub const FILE: &str = "deployments/restore.yml";

/// Everything that a change of the database acts on.
pub struct Ground {
    pub space: TestNamespace,
    pub database: Database,
    pub repo: TempRepo,
    folder: TempDir,
    kubeconfig: PathBuf,
}

impl Ground {
    pub fn new(plane: &'static ControlPlane, name: &str) -> Result<Self, String> {
        Self::with(plane, name, Restore::Right)
    }

    /// A shop with its database, a repository with the restore job, and a store for dumps.
    pub fn with(plane: &'static ControlPlane, name: &str, restore: Restore) -> Result<Self, String> {
        drop(rustls::crypto::ring::default_provider().install_default());
        let database = Database::start("shop")?;
        let space = plane.namespace(name);
        let ground = Self {
            repo: TempRepo::new(&[(FILE, &database.restore_job(restore)), ("README.md", "infra\n")]),
            folder: tempfile::tempdir().expect("a folder"),
            kubeconfig: space.kubeconfig(),
            space,
            database,
        };
        ground.space.apply(&ground.database.pod().to_string());
        ground.space.apply(&deployment("shop", &[]).to_string());
        ground.space.apply(&ground.database.backup().to_string());
        for name in ["postgres", "shop"] {
            ground.space.wait_for(&["deployment", name], Duration::from_mins(1), |found| {
                found["status"]["readyReplicas"] == 1
            });
        }
        Ok(ground)
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
            is_rehearsal: false,
        };
        Session {
            plan: Arc::new(build(&procedure, &inputs).expect("a plan")),
            cluster,
            consent: Consent::given(&state),
            repo,
            outside: reads::outside(None, None, false).expect("clients"),
            folder: self.folder.path().join("change"),
            found: FoundOut::default(),
            ground: None,
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
