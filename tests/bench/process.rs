//! Processes that are measured from outside, and what one of them used.

use std::{
    ffi::OsStr,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use changeover::{
    cluster::{
        connect::{Cluster, ConnectOptions, connect},
        kubeconfig::{self, KubeconfigSource, Surroundings},
    },
    names::Namespace,
};
use tokio::runtime::Runtime;

/// Runs this program again as `NAME ARGUMENTS…`: its own memory, its own start. What it says is handed on line by line,
/// with the time since it was started.
pub(crate) fn child(
    name: &str,
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
    mut said: impl FnMut(&str, Duration),
) {
    let began = Instant::now();
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .arg(name)
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    for line in BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok) {
        said(&line, began.elapsed());
    }
    assert!(child.wait().expect("an end").success(), "a measured process failed");
}

/// A runtime as the program has it.
pub(crate) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// Connects as the program does.
pub(crate) async fn connected(kubeconfig: PathBuf, namespace: &str) -> Cluster {
    let file = KubeconfigSource::File(kubeconfig);
    let read = kubeconfig::read(&file, &Surroundings::default()).expect("a kubeconfig");
    let choice = read.choose(&read.current.clone().expect("a current context")).expect("a context");
    let namespace = Namespace::new(namespace).expect("a namespace");
    connect(&choice, &namespace, &ConnectOptions::default()).await.expect("a connection")
}

/// What a process used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    /// Kilobytes in memory, and those that are its own.
    pub(crate) resident: u64,
    pub(crate) anonymous: u64,
    /// Hundredths of a second of a processor (Linux tells 100 on every machine).
    pub(crate) ticks: u64,
}

impl Usage {
    /// Of this process.
    pub(crate) fn own() -> Self {
        Self::of(std::process::id())
    }

    /// Of another one.
    pub(crate) fn of(process: u32) -> Self {
        let root = Path::new("/proc").join(process.to_string());
        let status = fs::read_to_string(root.join("status")).expect("the program runs");
        let kilobytes = |key: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
            line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
        };
        let stat = fs::read_to_string(root.join("stat")).expect("the program runs");
        // Behind the name: user and system time are the 12th and 13th field.
        let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().skip(11).take(2);
        let ticks = fields.filter_map(|text| text.parse::<u64>().ok()).sum();
        Self { resident: kilobytes("VmRSS:"), anonymous: kilobytes("RssAnon:"), ticks }
    }
}
