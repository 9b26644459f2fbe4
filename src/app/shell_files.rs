//! What it is for: what packages lay beside the program: completions and the manual page, made from its own arguments.
//! In: a shell. Out: text on standard output. Never: a word about an argument that stands elsewhere too.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::args::Args;

const NAME: &str = "changeover";

/// Prints what completes the command line in `shell`.
pub(super) fn completions(shell: Shell) -> ExitCode {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), NAME, &mut text);
    print(&text)
}

/// Prints the manual page.
pub(super) fn manual() -> ExitCode {
    let mut text = Vec::new();
    match clap_mangen::Man::new(Args::command()).render(&mut text) {
        Ok(()) => print(&text),
        Err(fault) => failed(&fault),
    }
}

fn print(text: &[u8]) -> ExitCode {
    match io::stdout().write_all(text) {
        Ok(()) => ExitCode::SUCCESS,
        // Who reads only the beginning has what is wanted.
        Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(fault) => failed(&fault),
    }
}

fn failed(fault: &io::Error) -> ExitCode {
    tracing::error!(%fault, "standard output cannot be written");
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_argument_is_completed_and_in_the_manual() {
        let (mut bash, mut manual) = (Vec::new(), Vec::new());
        clap_complete::generate(Shell::Bash, &mut Args::command(), NAME, &mut bash);
        clap_mangen::Man::new(Args::command()).render(&mut manual).unwrap();
        let bash = String::from_utf8(bash).unwrap();
        let manual = String::from_utf8(manual).unwrap().replace('\\', "");
        for argument in Args::command().get_arguments() {
            let Some(long) = argument.get_long().filter(|long| !matches!(*long, "help" | "version")) else {
                continue;
            };
            assert!(bash.contains(&format!("--{long}")), "{long}");
            assert!(manual.contains(&format!("--{long}")), "{long}");
        }
    }
}
