//! Terminal programs that show pods too, in a terminal of their own: those of kdash, kubetui and k9s that are on PATH.

use std::{
    fs,
    io::{Read as _, Write as _},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    process::Usage,
    support::control_plane::ControlPlane,
    table::{Times, number},
};

const LONG: Duration = Duration::from_secs(90);
const RUNS: usize = 5;
/// What a program asks a terminal that should say where its cursor is, and an answer.
const WHERE: &[u8] = b"\x1b[6n";
const HERE: &[u8] = b"\x1b[1;1R";

/// How they start on all pods of a namespace.
const PROGRAMS: [(&str, &[&str]); 3] =
    [("kubetui", &["--namespaces"]), ("kdash", &["--namespace"]), ("k9s", &["-c", "pods", "-n"])];

/// How long each takes until it shows a pod whose name begins so (`name`), and what it weighs `after` that.
pub(crate) fn told(plane: &ControlPlane, namespace: &str, name: &str, after: Duration) -> String {
    let one = |(program, arguments): &(&str, &[&str])| {
        let line = format!("{program} {} {namespace}", arguments.join(" "));
        let shown: Vec<Option<Shown>> = (0..RUNS).map(|_| show(plane, program, &line, name, after)).collect();
        if shown.iter().all(Option::is_none) {
            return format!("{program}: shows none");
        }
        let times: Times = shown.iter().flatten().map(|one| one.took).collect();
        let weight = shown.iter().flatten().map(|one| one.kilobytes).max().unwrap_or_default() / 1_024;
        format!("{program} {} ms, {weight} MB", number(times.at(50)))
    };
    PROGRAMS.iter().filter(|(program, _)| is_on_path(program)).map(one).collect::<Vec<_>>().join("; ")
}

/// Names and versions of those that are there.
pub(crate) fn versions() -> String {
    let version = |program: &str| {
        let output = Command::new(program).arg("--version").output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Some(text.lines().next().unwrap_or(program).to_owned())
    };
    let found: Vec<String> = PROGRAMS.iter().filter_map(|(program, _)| version(program)).collect();
    found.join(", ")
}

fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

#[derive(Debug, Clone, Copy)]
struct Shown {
    took: Duration,
    kilobytes: u64,
}

fn show(plane: &ControlPlane, program: &str, line: &str, name: &str, after: Duration) -> Option<Shown> {
    let home = tempfile::tempdir().expect("a home");
    let began = Instant::now();
    let mut child = Command::new("script")
        .args(["-qfec", &format!("stty rows 50 cols 200; exec {line}"), "/dev/null"])
        .env("KUBECONFIG", plane.kubeconfig("admin"))
        .env("HOME", home.path())
        .env("TERM", "xterm-256color")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("script, of util-linux");
    let took = read_until(&mut child, name.as_bytes(), began);
    let shown = took.map(|took| {
        std::thread::sleep(after);
        let kilobytes = process_named(program).map_or(0, |process| Usage::of(process).resident);
        Shown { took, kilobytes }
    });
    if let Some(process) = process_named(program) {
        drop(Command::new("kill").args(["-9", &process.to_string()]).status());
    }
    drop(child.kill());
    drop(child.wait());
    shown
}

/// When the words stood there first. A terminal's answer is given where one is asked for.
fn read_until(child: &mut Child, words: &[u8], began: Instant) -> Option<Duration> {
    let (mut output, mut input) = (child.stdout.take()?, child.stdin.take()?);
    let (sender, pieces) = std::sync::mpsc::sync_channel(64);
    let read = move || {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(count @ 1..) = output.read(&mut buffer) {
            // After the words nobody listens, but the program must not stop at a full pipe.
            drop(sender.try_send(buffer.get(..count).unwrap_or_default().to_vec()));
        }
    };
    drop(std::thread::Builder::new().name("terminal".to_owned()).spawn(read).ok()?);
    let mut seen = Vec::new();
    while began.elapsed() < LONG {
        let Ok(piece) = pieces.recv_timeout(Duration::from_millis(500)) else { continue };
        let from = seen.len().saturating_sub(words.len() + WHERE.len());
        seen.extend_from_slice(&piece);
        let fresh = seen.get(from..).unwrap_or_default();
        let has = |part: &[u8]| fresh.windows(part.len()).any(|window| window == part);
        if has(WHERE) {
            input.write_all(HERE).and_then(|()| input.flush()).ok()?;
        }
        if has(words) {
            // Its terminal's input must stay open, or it ends.
            child.stdin = Some(input);
            return Some(began.elapsed());
        }
    }
    None
}

/// The youngest process of that name.
fn process_named(name: &str) -> Option<u32> {
    let all = fs::read_dir("/proc").ok()?.filter_map(Result::ok);
    let is_it = |process: &u32| {
        let comm = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("comm"));
        comm.is_ok_and(|comm| comm.trim() == name)
    };
    all.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).filter(is_it).max()
}
