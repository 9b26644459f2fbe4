//! What everything was measured on, and with which versions.

use std::{fs, process::Command};

use crate::others;

/// Processor, memory, kernel, Rust.
pub(crate) fn told() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let cores = info.lines().filter(|line| line.starts_with("processor")).count();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = memory.lines().find_map(|line| line.strip_prefix("MemTotal:")).unwrap_or_default();
    let kilobytes: u64 = kilobytes.trim().trim_end_matches(" kB").parse().unwrap_or_default();
    let said = |program: &str, argument: &str| {
        let output = Command::new(program).arg(argument).output().ok();
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
    };
    format!(
        "{cores} × {}, {} GB, Linux {}, {}; software GL; changeover {}; kubectl and API server 1.36.1, on the same machine; {}",
        model.trim_start_matches([' ', '\t', ':']),
        kilobytes / 1024 / 1024,
        said("uname", "-r"),
        said("rustc", "--version"),
        env!("CARGO_PKG_VERSION"),
        others::versions(),
    )
}
