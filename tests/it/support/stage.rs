//! The world of a deployment: a namespace where the old version runs, a repository with a remote, a registry, a site.
//!
//! In: a manifest and what the registry holds. Out: arguments that fill the window's form, and ways to ask kubectl and
//! git afterwards. The application is applied by kubectl, client-side, as its people have always done.

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
    registry::{Answer, TestImage, TestRegistry, TestSite},
    temp_repo::TempRepo,
};

/// The version that is deployed.
pub const NEW: &str = "1.0.200";
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
}

/// Our own application, as the fixtures have it.
pub const SHOP: Application = Application {
    procedure: "shop-deploy",
    manifest: "deployments/shop.yml",
    deployments: ["shop", "shop-thumbnails"],
    images: ["registry.example/shop", "registry.example/shop-thumbnails"],
    source: "https://git.example/shop",
    backup: "shop-backup",
};

impl Stage {
    /// Our own application at its old version; `edit` changes the procedure's text.
    pub fn shop(plane: &'static ControlPlane, edit: fn(&str) -> String) -> Self {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let read = |name: &str| fs::read_to_string(fixtures.join(name)).expect("a fixture");
        let manifest = read("manifests/shop.yml").replace("1.4.2", "1.0.199");
        let procedure = edit(&read("procedures/shop-deploy.procedure.yaml"));
        let files = [
            (SHOP.manifest, manifest.as_str()),
            ("procedures/shop-deploy.procedure.yaml", procedure.as_str()),
        ];
        Self::set(plane, SHOP, &files)
    }

    /// Lets the old version run.
    pub fn set(plane: &'static ControlPlane, application: Application, files: &[(&str, &str)]) -> Self {
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
        };
        fs::copy(stage.repo.person_config(), stage.home.path().join(".gitconfig"))
            .expect("the person's configuration");
        stage.site.script(vec![Answer::new(503, "starting"), Answer::new(200, "ok")]);
        let program = format!("    {}", BACKUP.trim_end().replace('\n', "\n    "));
        stage.namespace.apply(&format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: pod-programs}}\ndata:\n  {}: |\n{program}\n",
            application.backup
        ));
        stage.kubectl_apply();
        for name in application.deployments {
            stage.namespace.wait_for(&["deployment", name], Duration::from_mins(1), |deployment| {
                let ready = deployment.pointer("/status/readyReplicas").and_then(Value::as_u64);
                ready.is_some() && ready == deployment.pointer("/spec/replicas").and_then(Value::as_u64)
            });
        }
        stage
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
        option("--set", format!("siteUrl={}/", self.site.url).into());
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
