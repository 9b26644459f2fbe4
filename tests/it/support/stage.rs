//! The world of a deployment: a namespace where the old version runs, a repository with a remote, a registry, a site.
//!
//! In: a manifest and what the registry holds; a database, where the change has to do with one. Out: arguments that fill
//! the window's form, and ways to ask kubectl and git afterwards. The application is applied by kubectl, client-side, as
//! its people have always done.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;

use super::{
    cluster_namespace::{TestNamespace, succeed},
    control_plane::ControlPlane,
    database::{Database, Restore, deployment},
    registry::{Answer, TestImage, TestRegistry, TestSite},
    temp_repo::TempRepo,
};

/// The version that is deployed.
pub const NEW: &str = "1.0.200";
/// The restore job inside the repository.
pub const RESTORE: &str = "deployments/other/restore-pg.yml";
/// What a backup's pod writes when all goes well.
const BACKUP: &str = "logs: |
  Backup of the database...
  @300ms Added `s3remote` successfully.
  @repeat 40 table {n} dumped
  @500ms `/tmp/dump.sql.xz.gpg` -> `s3remote/backups/dump.sql.xz.gpg`
  @300ms Total: 0 B, Transferred: 245.32 MiB, Speed: 86.05 MiB/s
  Snapshot of database completed successfully! (backups/dump.sql.xz.gpg)
";

/// What is deployed, and where its parts are called.
#[derive(Debug, Clone, Copy)]
pub struct Application {
    /// The procedure.
    pub procedure: &'static str,
    /// The manifest inside the repository.
    pub manifest: &'static str,
    /// Both deployments.
    pub deployments: [&'static str; 2],
    /// Where both images are, without tags.
    pub images: [&'static str; 2],
    /// The source that the images' labels name.
    pub source: &'static str,
    /// Beginning of the names of the backup's pods.
    pub backup: &'static str,
    /// The procedure's parameter for the site's address.
    pub site: Option<&'static str>,
}

/// Everything that a deployment touches; it goes away with this value.
#[derive(Debug)]
pub struct Stage {
    /// Where the application runs.
    pub namespace: TestNamespace,
    /// Its repository.
    pub repo: TempRepo,
    /// Its images.
    pub registry: TestRegistry,
    /// Its web site.
    pub site: TestSite,
    /// The person's home and the program's folders.
    pub home: TempDir,
    application: Application,
    database: Option<Database>,
}

/// Our own application, as the fixtures have it.
pub const SHOP: Application = Application {
    procedure: "shop-deploy",
    manifest: "deployments/shop.yml",
    deployments: ["shop", "shop-thumbnails"],
    images: ["registry.example/shop", "registry.example/shop-thumbnails"],
    source: "https://git.example/shop",
    backup: "shop-backup",
    site: Some("siteUrl"),
};

/// A change of the shop's database, with the restore job in the repository.
pub const SHOP_DATABASE: Application = Application {
    procedure: "shop-database",
    manifest: "deployments/restore.yml",
    deployments: ["shop", "postgres"],
    site: None,
    ..SHOP
};

impl Stage {
    /// Our own application at its old version; `edit` changes the procedure's text.
    pub fn shop(plane: &'static ControlPlane, edit: fn(&str) -> String) -> Self {
        let manifest = fixture("manifests/shop.yml").replace("1.4.2", "1.0.199");
        let procedure = edit(&fixture("procedures/shop-deploy.procedure.yaml"));
        let files = [
            (SHOP.manifest, manifest.as_str()),
            ("procedures/shop-deploy.procedure.yaml", procedure.as_str()),
        ];
        Self::set(plane, SHOP, &files)
    }

    /// A shop whose database is changed by the procedure `shop-database`: PostgreSQL, backup and restore are real.
    pub fn shop_database(plane: &'static ControlPlane) -> Self {
        let procedure = fixture("procedures/shop-database.procedure.yaml");
        let database = Database::start("shop").expect("PostgreSQL");
        let files = [
            (SHOP_DATABASE.manifest, database.restore_job(Restore::Right)),
            ("procedures/shop-database.procedure.yaml", procedure),
        ];
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        let mut stage = Self::empty(plane, SHOP_DATABASE, &files);
        for object in [database.pod(), deployment("shop", &[]), database.backup()] {
            stage.namespace.apply(&object.to_string());
        }
        stage.database = Some(database);
        stage.wait_ready();
        stage
    }

    /// The shipped deployment, its names turned into our own application's, with a PostgreSQL that is backed up.
    pub fn as_shipped(plane: &'static ControlPlane) -> Self {
        let procedure =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("procedures/haikudepot-deploy.procedure.yaml");
        let mut procedure = fs::read_to_string(procedure).expect("the shipped procedure");
        for (theirs, ours) in [
            ("haikudepotserver-server-graphics", "shop-thumbnails"),
            ("haikudepotserver-pgbackup", "shop-backup"),
            ("haikudepotserver", "shop"),
            ("name: haikudepot-deploy", "name: shop-as-shipped"),
            ("ghcr.io/haiku/", "registry.example/"),
            ("https://github\\.com/haiku/", "https://git\\.example/"),
        ] {
            procedure = procedure.replace(theirs, ours);
        }
        let manifest = fixture("manifests/shop.yml").replace("1.4.2", "1.0.199");
        let files = [
            (SHOP.manifest, manifest.as_str()),
            (RESTORE, &fixture("manifests/restore-pg.yml")),
            ("procedures/shop-as-shipped.procedure.yaml", procedure.as_str()),
        ];
        let application = Application { procedure: "shop-as-shipped", ..SHOP };
        Self::with_database(plane, application, &files)
    }

    /// Lets the old version run, with a PostgreSQL that is backed up by the application's own job.
    pub fn with_database(
        plane: &'static ControlPlane,
        application: Application,
        files: &[(&str, &str)],
    ) -> Self {
        let [name, _] = application.deployments;
        let mut stage = Self::empty(plane, application, files);
        let database = Database::start(name).expect("PostgreSQL");
        stage.namespace.apply(&database.programs(name, application.backup, Restore::Right).to_string());
        stage.namespace.apply(&database.pod().to_string());
        stage.database = Some(database);
        stage.site.script(vec![Answer::new(200, "ok")]);
        stage.kubectl_apply();
        stage.wait_ready();
        stage
    }

    /// Lets the old version run.
    pub fn set(plane: &'static ControlPlane, application: Application, files: &[(&str, &str)]) -> Self {
        let stage = Self::empty(plane, application, files);
        let program = format!("    {}", BACKUP.trim_end().replace('\n', "\n    "));
        stage.namespace.apply(&format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: pod-programs}}\ndata:\n  {}: |\n{program}\n",
            application.backup
        ));
        stage.kubectl_apply();
        stage.wait_ready();
        stage
    }

    /// Nothing runs yet.
    fn empty(plane: &'static ControlPlane, application: Application, files: &[(&str, &str)]) -> Self {
        let namespace = plane.namespace("window");
        let repo = TempRepo::new(files);
        let images = application.images.map(|image| image_of(&format!("{image}:{NEW}"), application.source));
        let stage = Self {
            namespace,
            repo,
            registry: TestRegistry::start(images),
            site: TestSite::start(),
            home: tempfile::tempdir().expect("a home"),
            application,
            database: None,
        };
        fs::copy(stage.repo.person_config(), stage.home.path().join(".gitconfig"))
            .expect("the person's configuration");
        stage.site.script(vec![Answer::new(503, "starting"), Answer::new(200, "ok")]);
        stage
    }

    fn wait_ready(&self) {
        for name in self.application.deployments {
            self.namespace.wait_for(&["deployment", name], Duration::from_mins(1), |deployment| {
                let ready = deployment.pointer("/status/readyReplicas").and_then(Value::as_u64);
                ready.is_some() && ready == deployment.pointer("/spec/replicas").and_then(Value::as_u64)
            });
        }
    }

    /// What is deployed.
    pub fn application(&self) -> &Application {
        &self.application
    }

    /// The database, of a stage that has one.
    pub fn database(&self) -> &Database {
        self.try_database().expect("a stage with a database")
    }

    /// The database, where the stage has one.
    pub fn try_database(&self) -> Option<&Database> {
        self.database.as_ref()
    }

    fn kubectl_apply(&self) {
        let manifest = self.repo.root().join(self.application.manifest);
        succeed(&self.namespace.kubectl(&["apply", "-f", &manifest.display().to_string()]));
    }

    /// Arguments that fill the form, all but the version.
    pub fn arguments(&self, set: &[(&str, &str)]) -> Vec<OsString> {
        let kubeconfig = self.kubeconfig();
        let mut arguments: Vec<OsString> = Vec::new();
        let mut option = |name: &str, value: OsString| arguments.extend([OsString::from(name), value]);
        option("--context", context_of(&kubeconfig).into());
        option("--kubeconfig", kubeconfig.into());
        option("--namespace", self.namespace.name().into());
        option("--repository", self.repo.root().into());
        option("--procedure", self.application.procedure.into());
        option("--registries-conf", self.registry.registries_conf_path.clone().into());
        option("--extra-ca", self.registry.ca_pem_path.clone().into());
        if let Some(site) = self.application.site {
            option("--set", format!("{site}={}/", self.site.url).into());
        }
        for (name, value) in set {
            option("--set", format!("{name}={value}").into());
        }
        arguments
    }

    /// Further environment of the program.
    pub fn environment(&self) -> Vec<(&'static str, OsString)> {
        vec![("KUBECONFIG", self.kubeconfig().into())]
    }

    fn kubeconfig(&self) -> PathBuf {
        self.namespace.kubeconfig()
    }

    /// The images of a deployment's pods, each with whether the pod is ready.
    pub fn pods(&self, deployment: &str) -> Vec<(String, bool)> {
        let list = self.namespace.get(&["pods", "--selector", &format!("app={deployment}")]);
        let pods = list.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
        let one = |pod: &Value| {
            let image = pod.pointer("/spec/containers/0/image").and_then(Value::as_str).unwrap_or_default();
            let ready = pod.pointer("/status/containerStatuses/0/ready") == Some(&Value::Bool(true));
            (image.to_owned(), ready)
        };
        pods.iter().map(one).collect()
    }

    /// The lines that the newest commit of the remote takes away and adds, with their sign.
    pub fn pushed_lines(&self) -> Vec<String> {
        let remote = self.repo.remote();
        let diff = self.repo.git_in(&remote, &["diff", "--unified=0", "main~1", "main"]);
        let is_changed = |line: &&str| {
            (line.starts_with('+') && !line.starts_with("+++"))
                || (line.starts_with('-') && !line.starts_with("---"))
        };
        diff.lines().filter(is_changed).map(str::to_owned).collect()
    }

    /// The files of the newest commit of the remote.
    pub fn pushed_files(&self) -> Vec<String> {
        let remote = self.repo.remote();
        let files = self.repo.git_in(&remote, &["diff", "--name-only", "main~1", "main"]);
        files.lines().map(str::to_owned).collect()
    }

    /// The message of the newest commit of the remote.
    pub fn pushed_message(&self) -> String {
        self.repo.git_in(&self.repo.remote(), &["log", "-1", "--format=%an <%ae>%n%B", "main"])
    }
}

fn fixture(name: &str) -> String {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    fs::read_to_string(fixtures.join(name)).expect("a fixture")
}

fn image_of(name: &str, source: &str) -> TestImage {
    let mut image = TestImage::new(name);
    let revision = "4f0c2a9d1be83c7795f6a1d0c3b2e4f5a6978812";
    for (label, value) in [("title", name), ("source", source), ("revision", revision)] {
        image.labels.insert(format!("org.opencontainers.image.{label}"), value.to_owned());
    }
    image
}

fn context_of(kubeconfig: &Path) -> String {
    let text = fs::read_to_string(kubeconfig).expect("a kubeconfig");
    let line = text.lines().find_map(|line| line.strip_prefix("current-context: "));
    line.expect("a current context").trim().trim_matches('"').to_owned()
}
