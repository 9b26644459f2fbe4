//! The real program on a display of its own.
//!
//! In: arguments and a folder for everything that the program keeps. Out: its [`Screen`]. Program and display end when
//! the value is dropped, and also when this process is killed: a small shell watches its end.

#![expect(clippy::print_stderr, reason = "a test that fails shows what the program said")]

use std::{
    ffi::OsString,
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    time::{Duration, Instant},
};

use libtest_mimic::{Completion, Failed, Trial};

use super::{control_plane::ControlPlane, on_database, postgres, screen::Screen};

/// How long the program may take to show its window on a busy machine.
const START: Duration = Duration::from_mins(1);
/// Runs a program until its own standard input ends; then it ends at once, as by a crash.
const GUARD: &str = r#""$@" </dev/null & child=$!; trap 'kill -9 $child; wait $child' EXIT; cat >/dev/null"#;

/// A trial in the real window on the shared control plane; ignored, with the reason, where one of both is missing.
/// `CHANGEOVER_REQUIRE_WINDOW=1` makes a missing display a failure.
pub fn in_window(
    name: &str,
    test: impl FnOnce(&'static ControlPlane) -> Completion + Send + 'static,
) -> Trial {
    Trial::ignorable_test(name, move || {
        if let Some(ignored) = without_display()? {
            return Ok(ignored);
        }
        match ControlPlane::shared() {
            Ok(plane) => Ok(test(plane)),
            Err(absent) if absent.excusable() => Ok(Completion::ignored_with(absent)),
            Err(absent) => Err(absent.into()),
        }
    })
    .with_kind("window")
}

/// A trial in a window that needs no cluster of ours.
pub fn in_window_alone(name: &str, test: impl FnOnce() + Send + 'static) -> Trial {
    Trial::ignorable_test(name, move || {
        if let Some(ignored) = without_display()? {
            return Ok(ignored);
        }
        test();
        Ok(Completion::Completed)
    })
    .with_kind("window")
}

/// How a trial ends where no window can be shown.
fn without_display() -> Result<Option<Completion>, Failed> {
    if has_display_server() {
        return Ok(None);
    }
    let why = "no window: Xvfb is not installed";
    let required = std::env::var("CHANGEOVER_REQUIRE_WINDOW").is_ok_and(|value| value == "1");
    if required { Err(why.into()) } else { Ok(Some(Completion::ignored_with(why))) }
}

/// The same with a PostgreSQL beside it.
pub fn in_window_with_database(
    name: &str,
    test: impl FnOnce(&'static ControlPlane) -> Completion + Send + 'static,
) -> Trial {
    if postgres::is_installed() { in_window(name, test) } else { on_database(name, |_| ()) }
}

fn has_display_server() -> bool {
    let asked = Command::new("Xvfb").arg("-help").stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok()
}

/// The program with its display.
#[derive(Debug)]
pub struct Window {
    /// What stands on it.
    pub screen: Screen,
    home: PathBuf,
    program: Option<Guarded>,
    /// The number of its display.
    pub number: String,
    _display: Guarded,
}

impl Window {
    /// Starts the program. `home` becomes its home; `set` are further environment variables.
    pub fn open(home: &Path, arguments: &[OsString], set: &[(&str, OsString)]) -> Self {
        fs::create_dir_all(home).expect("a home");
        let (display, number) = display();
        let (program, screen) = launch(home, &number, arguments, set);
        Self { screen, home: home.to_owned(), program: Some(program), number, _display: display }
    }

    /// Starts the program in practice: it knows no cluster, and makes its world in the folder for temporary files.
    pub fn practise(home: &Path, temporary: &Path) -> Self {
        let environment = [("TMPDIR", temporary.into()), ("KUBECONFIG", "/nowhere".into())];
        Self::open(home, &["--practice".into()], &environment)
    }

    /// Starts the program anew on the same display and home, after it ended or was ended.
    pub fn again(&mut self, arguments: &[OsString], set: &[(&str, OsString)]) {
        self.close();
        let (program, screen) = launch(&self.home, &self.number, arguments, set);
        self.program = Some(program);
        self.screen = screen;
    }

    /// Ends the program at once; the display stays.
    pub fn close(&mut self) {
        drop(self.program.take());
    }

    /// The folders of the changes that were begun, oldest first.
    pub fn changes(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.changes_folder()).into_iter().flatten().flatten();
        let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        folders.sort();
        folders
    }

    /// The folder with all changes.
    pub fn changes_folder(&self) -> PathBuf {
        self.home.join("data/changeover/changes")
    }

    /// The program's process.
    pub fn process(&self) -> u32 {
        self.program.as_ref().expect("a program").process()
    }

    /// What the program wrote to its terminal.
    pub fn said(&self) -> String {
        fs::read_to_string(self.home.join("said.log")).unwrap_or_default()
    }
}

fn launch(home: &Path, number: &str, arguments: &[OsString], set: &[(&str, OsString)]) -> (Guarded, Screen) {
    // The port is free until the program takes it; nothing else is told about it.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let address = format!("127.0.0.1:{port}");
    // Another build of it, for times that count: `cargo build --release --features inspection,fault-points`.
    let program = std::env::var("CHANGEOVER_PROGRAM");
    let program = program.unwrap_or_else(|_| env!("CARGO_BIN_EXE_changeover").to_owned());
    let mut command = guarded(&program);
    let said = fs::File::create(home.join("said.log")).expect("a file");
    command.args(arguments).stdout(said.try_clone().expect("a file")).stderr(said);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("GIT_")
            || text.starts_with("XDG_")
            || text.ends_with("_proxy")
            || text.ends_with("_PROXY")
        {
            command.env_remove(&name);
        }
    }
    command
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env("DISPLAY", format!(":{number}"))
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env("EGUI_INSPECTION", &address)
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("XDG_RUNTIME_DIR", home)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("TZ", "UTC")
        .env("LC_ALL", "C")
        .envs(set.iter().map(|(name, value)| (*name, value)));
    let program = Guarded::start(&mut command);
    let screen = Screen::connect(&address, START);
    (program, screen)
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the program said:\n{}", self.said());
        }
    }
}

/// Starts Xvfb on a display that it finds free.
fn display() -> (Guarded, String) {
    let mut command = guarded("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1600x1700x24", "-nolisten", "tcp", "-noreset"]);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut display = Guarded::start(&mut command);
    let mut number = String::new();
    let told = display.child.stdout.take().expect("a pipe");
    BufReader::new(told).read_line(&mut number).expect("Xvfb names its display");
    (display, number.trim().to_owned())
}

/// A program that its [`Guarded`] ends; arguments are added behind it.
pub fn guarded(program: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", GUARD, "guard", program]);
    command
}

/// A program that ends with this value, and with this process.
#[derive(Debug)]
pub struct Guarded {
    child: Child,
    lifeline: Option<ChildStdin>,
}

impl Guarded {
    /// Starts what [`guarded`] gave.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).spawn().expect("a shell");
        let lifeline = child.stdin.take();
        Self { child, lifeline }
    }

    /// The guarded process itself: the first that the shell started.
    pub fn process(&self) -> u32 {
        let shell = self.child.id();
        let children = fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).expect("children");
        children.split_whitespace().next().and_then(|child| child.parse().ok()).expect("a child")
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        let begun = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && begun.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
