//! The real control plane of `tests/control-plane/`, one for the whole test run.
//!
//! In: Go (or an instance that runs already, named by `CHANGEOVER_CONTROL_PLANE_DIR`). Out: kubeconfig files, `kubectl`,
//! namespaces of a test's own. It is built on first use into a cache folder, started on first use, and ended with the
//! test process, however that ends: the instance watches its standard input. Nothing may be left running.

use std::{
    ffi::OsStr,
    fmt, fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{Mutex, OnceLock},
    time::{Duration, Instant},
};

use serde_json::Value;

use super::cluster_namespace::TestNamespace;

/// How long the start may take on a busy machine.
const START: Duration = Duration::from_mins(3);
/// How long the end may take before the instance is killed.
const STOP: Duration = Duration::from_secs(20);

static SHARED: OnceLock<Result<ControlPlane, Absent>> = OnceLock::new();

/// Why there is no control plane.
#[derive(Debug, Clone)]
pub struct Absent {
    reason: String,
    broken: bool,
}

impl Absent {
    fn missing(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), broken: false }
    }

    fn broken(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), broken: true }
    }

    /// True when a test may be skipped for it: Go or the modules are not to be had here, and nobody insists.
    pub fn excusable(&self) -> bool {
        let required = std::env::var("CHANGEOVER_REQUIRE_CONTROL_PLANE").is_ok_and(|value| value == "1");
        !self.broken && !required
    }
}

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no control plane: {}", self.reason)
    }
}

/// A running control plane.
#[derive(Debug)]
pub struct ControlPlane {
    dir: PathBuf,
    ready: Value,
    /// None for an instance that somebody else started.
    running: Option<Mutex<Child>>,
}

impl ControlPlane {
    /// The one of this test run, started on first use.
    ///
    /// # Errors
    /// When it cannot be built (no Go, no modules), or does not start.
    pub fn shared() -> Result<&'static Self, Absent> {
        SHARED.get_or_init(Self::find_or_start).as_ref().map_err(Clone::clone)
    }

    /// Ends the shared instance if this test run started one, and removes its folder.
    pub fn stop_shared() {
        if let Some(Ok(plane)) = SHARED.get() {
            plane.stop();
        }
    }

    fn find_or_start() -> Result<Self, Absent> {
        if let Some(dir) = std::env::var_os("CHANGEOVER_CONTROL_PLANE_DIR").map(PathBuf::from) {
            let ready = read_ready(&dir).map_err(|error| {
                Absent::broken(format!("CHANGEOVER_CONTROL_PLANE_DIR={}: {error}", dir.display()))
            })?;
            return Ok(Self { dir, ready, running: None });
        }
        sweep();
        Self::start(&folder_of(std::process::id()))
    }

    /// Starts an instance of its own in `dir`.
    ///
    /// # Errors
    /// As [`Self::shared`].
    pub fn start(dir: &Path) -> Result<Self, Absent> {
        let program = build()?;
        let failed = |error: io::Error| Absent::broken(format!("{}: {error}", dir.display()));
        fs::create_dir_all(dir).map_err(failed)?;
        let output = fs::File::create(dir.join("up.log")).map_err(failed)?;
        let errors = output.try_clone().map_err(failed)?;
        let mut child = Command::new(program)
            .args([OsStr::new("up"), OsStr::new("--dir"), dir.as_os_str()])
            .stdin(Stdio::piped())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .map_err(failed)?;
        let begun = Instant::now();
        loop {
            if let Ok(ready) = read_ready(dir) {
                return Ok(Self { dir: dir.to_owned(), ready, running: Some(Mutex::new(child)) });
            }
            let ended = child.try_wait().map_err(failed)?;
            if ended.is_some() || begun.elapsed() > START {
                child.kill().ok();
                child.wait().ok();
                let said = fs::read_to_string(dir.join("up.log")).unwrap_or_default();
                return Err(Absent::broken(format!("it did not start ({ended:?}): {said}")));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Ends an instance that this process started: by the end of its standard input, as when this process dies.
    pub fn stop(&self) {
        let Some(running) = &self.running else { return };
        let mut child = running.lock().expect("nobody panics while holding it");
        drop(child.stdin.take());
        let begun = Instant::now();
        while matches!(child.try_wait(), Ok(None)) {
            if begun.elapsed() > STOP {
                child.kill().ok();
                child.wait().ok();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        fs::remove_dir_all(&self.dir).ok();
    }

    /// Kills an instance the hard way.
    pub fn kill(&self) {
        let Some(running) = &self.running else { return };
        let mut child = running.lock().expect("nobody panics while holding it");
        child.kill().ok();
        child.wait().ok();
    }

    /// The process ids of the instance and its components.
    pub fn pids(&self) -> Vec<u64> {
        let pids = self.ready.get("pids").and_then(Value::as_object);
        pids.into_iter().flatten().filter_map(|(_, pid)| pid.as_u64()).collect()
    }

    /// Its folder, for another process that uses the same instance.
    pub fn folder(&self) -> &Path {
        &self.dir
    }

    /// The process id of a component, such as `etcd`.
    pub fn pid_of(&self, component: &str) -> Option<u64> {
        self.ready.get("pids")?.get(component)?.as_u64()
    }

    /// The API server's address, such as `https://127.0.0.1:34017`.
    pub fn server(&self) -> &str {
        self.ready.get("server").and_then(Value::as_str).unwrap_or_default()
    }

    /// The certificate authority of the API server, as PEM.
    pub fn ca(&self) -> PathBuf {
        self.dir.join("certs/ca.crt")
    }

    /// The API server's audit log, JSON lines. Requests of the control plane's own components are left out.
    pub fn audit_log(&self) -> PathBuf {
        self.dir.join("audit.log")
    }

    /// The kubeconfig of one of the users `admin`, `viewer`, `nobody`, `deployer`.
    pub fn kubeconfig(&self, user: &str) -> PathBuf {
        self.dir.join(format!("{user}.kubeconfig"))
    }

    /// The `kubectl` of this control plane's version.
    pub fn kubectl_program(&self) -> PathBuf {
        self.dir.join("bin/kubectl")
    }

    /// Runs kubectl as the admin.
    pub fn kubectl<S: AsRef<OsStr>>(&self, args: &[S]) -> Output {
        self.kubectl_as(&self.kubeconfig("admin"), args)
    }

    /// Runs kubectl with this kubeconfig.
    pub fn kubectl_as<S: AsRef<OsStr>>(&self, kubeconfig: &Path, args: &[S]) -> Output {
        self.kubectl_command(kubeconfig).args(args).output().expect("kubectl starts")
    }

    /// A kubectl command that is not started yet, for a test that feeds or follows it.
    pub fn kubectl_command(&self, kubeconfig: &Path) -> Command {
        let mut command = Command::new(self.kubectl_program());
        command.env("KUBECONFIG", kubeconfig).env("HOME", &self.dir).stdin(Stdio::null());
        command
    }

    /// A fresh namespace, named after the test, deleted when it is dropped.
    pub fn namespace(&'static self, test: &str) -> TestNamespace {
        TestNamespace::create(self, test)
    }
}

/// Builds the program unless the cache has it, and gives its path.
fn build() -> Result<PathBuf, Absent> {
    let go = Command::new("go").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !go.is_ok_and(|status| status.success()) {
        return Err(Absent::missing("Go (1.26 or later) is not installed; it builds tests/control-plane"));
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/control-plane/build.sh");
    let mut building = Command::new("sh")
        .arg(script)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .stdin(Stdio::null())
        .spawn()
        .map_err(|error| Absent::missing(format!("build.sh: {error}")))?;
    let mut said = String::new();
    if let Some(mut errors) = building.stderr.take() {
        errors.read_to_string(&mut said).ok();
    }
    let output =
        building.wait_with_output().map_err(|error| Absent::missing(format!("build.sh: {error}")))?;
    if !output.status.success() {
        return Err(Absent::missing(format!("tests/control-plane cannot be built here: {}", said.trim())));
    }
    Ok(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()))
}

fn read_ready(dir: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(dir.join("ready")).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

fn folder_of(pid: u32) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("control-plane-{pid}"))
}

/// Removes the folders of test runs that were killed.
fn sweep() {
    let Ok(entries) = fs::read_dir(env!("CARGO_TARGET_TMPDIR")) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(pid) = name.strip_prefix("control-plane-") else { continue };
        if !Path::new("/proc").join(pid).exists() {
            fs::remove_dir_all(entry.path()).ok();
        }
    }
}
