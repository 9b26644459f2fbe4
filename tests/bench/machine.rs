//! What everything was measured on, and with which versions.

use std::{
    fs,
    process::Command,
    time::{Duration, Instant},
};

use sha2::{Digest as _, Sha256};

use crate::{others, table::Times};

/// How long the same piece of work takes now: SHA-256 of 64 MB, p50 of nine. A machine that is shared is at times half as
/// fast, and figures can be compared only between runs in which this is the same.
pub(crate) fn pace() -> Duration {
    let block = vec![0x5a_u8; 64 << 20];
    let times = Times::of(9, || {
        let began = Instant::now();
        std::hint::black_box(Sha256::digest(&block));
        began.elapsed()
    });
    Duration::from_secs_f64(times.at(50) / 1_000.0)
}

/// Processor, memory, kernel, Rust.
pub(crate) fn told(before: Duration) -> String {
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
        "{cores} × {}, {} GB, Linux {}, {}; software GL; changeover {}; kubectl and API server 1.36.1, on the same machine; {}; SHA-256 of 64 MB takes {} ms at the beginning, {} ms at the end",
        model.trim_start_matches([' ', '\t', ':']),
        kilobytes / 1024 / 1024,
        said("uname", "-r"),
        said("rustc", "--version"),
        env!("CARGO_PKG_VERSION"),
        others::versions(),
        before.as_millis(),
        pace().as_millis(),
    )
}
