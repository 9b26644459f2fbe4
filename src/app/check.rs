//! What it is for: `changeover check FILE…`. In: files. Out: every problem on standard output, and the exit code.
//! Never: a window, a cluster, or a file changed.

use std::{path::PathBuf, process::ExitCode};

use crate::procedure::report;

/// Prints every problem; fails when one of them is an error.
#[expect(clippy::print_stdout, reason = "this is the command's output")]
pub(super) fn run(files: &[PathBuf]) -> ExitCode {
    let (words, is_good) = report::check_files(files);
    println!("{}", words.trim_end());
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
