//! A second API server on the store of the shared control plane, which a trial may freeze, kill and start again.
//!
//! In: the shared control plane. Out: its address, and who asked it what. Nobody else notices: the controllers and the
//! other trials have the server of their own.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;

use super::{
    control_plane::ControlPlane,
    eventually,
    window::{Guarded, guarded},
};

/// How long the start may take on a busy machine.
const START: Duration = Duration::from_mins(3);

/// The server.
#[derive(Debug)]
pub struct OwnServer {
    plane: &'static ControlPlane,
    program: PathBuf,
    arguments: Vec<String>,
    port: u16,
    folder: TempDir,
    running: Option<Guarded>,
}

impl OwnServer {
    /// Starts it, by the same program and options as the shared one.
    pub fn start(plane: &'static ControlPlane) -> Self {
        let pid = plane.pid_of("kube-apiserver").expect("an API server");
        let process = Path::new("/proc").join(pid.to_string());
        let program = fs::read_link(process.join("exe")).expect("its program");
        let line = fs::read(process.join("cmdline")).expect("its arguments");
        let folder = tempfile::tempdir().expect("a folder");
        // Free until the server takes it; nothing else is told about it.
        let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let port = free.expect("a port").port();
        let log = folder.path().join("audit.log").display().to_string();
        let mut arguments: Vec<String> = Vec::new();
        for argument in line.split(|byte| *byte == 0).skip(1) {
            let argument = String::from_utf8_lossy(argument).into_owned();
            arguments.push(match arguments.last().map(String::as_str) {
                Some("--secure-port") => port.to_string(),
                Some("--audit-log-path") => log.clone(),
                _ => argument,
            });
        }
        // What stands behind the last argument.
        arguments.pop();
        let mut server = Self { plane, program, arguments, port, folder, running: None };
        server.start_again();
        server
    }

    /// Its address, such as `https://127.0.0.1:34017`; the same after each start.
    pub fn address(&self) -> String {
        format!("https://127.0.0.1:{}", self.port)
    }

    /// Kills it.
    pub fn stop(&mut self) {
        drop(self.running.take());
    }

    /// Starts it anew, and waits until it serves.
    pub fn start_again(&mut self) {
        let said = fs::File::create(self.folder.path().join("said.log")).expect("a file");
        let mut command = guarded(&self.program.display().to_string());
        command.args(&self.arguments).current_dir(self.plane.folder()).env("HOME", self.plane.folder());
        command.stdout(said.try_clone().expect("a file")).stderr(said);
        self.running = Some(Guarded::start(&mut command));
        let address = self.address();
        eventually("an API server", START, || {
            let asked = self.plane.kubectl(&["--server", &address, "get", "--raw", "/readyz"]);
            let said = || fs::read_to_string(self.folder.path().join("said.log")).unwrap_or_default();
            if asked.status.success() { Ok(()) } else { Err(said()) }
        });
    }

    /// Stops its process where it stands, or lets it go on.
    pub fn freeze(&self, is_frozen: bool) {
        freeze(self.running.as_ref().expect("a server").process(), is_frozen);
    }

    /// What our program asked for in this namespace since the server was made: path and query of each list and watch.
    pub fn asked(&self, namespace: &str) -> Vec<String> {
        let text = fs::read_to_string(self.folder.path().join("audit.log")).unwrap_or_default();
        let entries = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let is_ours = |entry: &Value| {
            let text = |at: &str| entry.pointer(at).and_then(Value::as_str).unwrap_or_default();
            text("/userAgent").starts_with("changeover/")
                && text("/objectRef/namespace") == namespace
                // A watch is told twice, when it begins and when it ends.
                && (text("/verb") == "list" || text("/stage") == "ResponseStarted")
        };
        let uri = |entry: Value| entry.get("requestURI").and_then(Value::as_str).map(str::to_owned);
        entries.filter(is_ours).filter_map(uri).collect()
    }
}

/// Stops a process where it stands, or lets it go on.
pub fn freeze(process: u32, is_frozen: bool) {
    let signal = if is_frozen { "-STOP" } else { "-CONT" };
    let sent = Command::new("kill").args([signal, &process.to_string()]).stderr(Stdio::null()).status();
    assert!(sent.is_ok_and(|status| status.success()), "kill {signal} {process}");
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        // A frozen process does not end by itself; its guard kills it.
        self.stop();
    }
}
