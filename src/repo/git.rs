//! What it is for: the person's `git` program, so that hooks, signing, filters, credential helpers and ssh work as
//! they do for the person.
//! In: arguments as a list, and consent to the programs that the repository names. Out: exit code and bounded output.
//! Never: a shell, a question on a terminal, git's own environment variables passed on, a process left behind.

use std::{
    ffi::OsString,
    io::Read,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use super::{Consent, Programs, RepoError, RepoPath, programs, said, state};
use crate::fault::{self, FaultPoint};

/// Most bytes kept of each output; the rest is read and dropped.
const MOST: usize = 9 << 20;
/// How often the program and the flag are looked at.
const PULSE: Duration = Duration::from_millis(15);
/// How long a program may take to end after it was asked to, and its output to close after it ended.
const GRACE: Duration = Duration::from_secs(2);
/// Variables of the person's that lead git to a remote or to the person's own configuration.
const KEPT: [&str; 8] = [
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_ASKPASS",
    "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_EXEC_PATH",
];

/// A flag that ends a running program; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the program to end.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether that was asked.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What git is run for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// `git commit` and what surrounds it.
    Commit,
    /// `git fetch`
    Fetch,
    /// `git push`
    Push,
    /// `git ls-remote`
    AskRemote,
    /// Moving our one commit onto the remote's.
    Rebase,
    /// `git revert`, done in memory, and what surrounds it.
    Revert,
    /// `git cat-file`: a file as a checkout writes it.
    Show,
}

impl Deed {
    /// Git's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Fetch => "fetch",
            Self::Push => "push",
            Self::AskRemote => "ls-remote",
            Self::Rebase => "rebase",
            Self::Revert => "revert",
            Self::Show => "cat-file",
        }
    }

    fn is_remote(self) -> bool {
        matches!(self, Self::Fetch | Self::Push | Self::AskRemote)
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With this exit code; `None` when a signal ended it.
    Exit(Option<i32>),
    /// The flag was set.
    Cancelled,
    /// It took too long.
    TimedOut(Duration),
}

/// A run that ended.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) end: End,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
}

impl Ran {
    /// Itself when the program ended by itself; a cancelled or late one is an error.
    pub(super) fn whole(self, deed: Deed) -> Result<Self, RepoError> {
        match self.end {
            End::Exit(_) => Ok(self),
            End::Cancelled => Err(RepoError::Cancelled { deed }),
            End::TimedOut(limit) => {
                Err(RepoError::TimedOut { deed, seconds: limit.as_secs(), words: self.words() })
            }
        }
    }

    pub(super) fn is_good(&self) -> bool {
        self.end == End::Exit(Some(0))
    }

    /// What it said on its error output, fit to show; its standard output where that is empty.
    pub(super) fn words(&self) -> String {
        let words = said::plain(&self.stderr);
        if words.is_empty() { said::plain(&self.stdout) } else { words }
    }

    /// Whether there was more output than is kept.
    pub(super) fn is_cut(&self) -> bool {
        self.stdout.len() >= MOST
    }

    /// Standard output, trimmed.
    pub(super) fn line(&self) -> String {
        String::from_utf8_lossy(&self.stdout).trim().to_owned()
    }
}

/// The program, ready to run in one repository whose named programs were agreed to.
#[derive(Debug)]
pub(super) struct Git<'a> {
    root: PathBuf,
    path: &'a RepoPath,
    cancel: &'a Cancel,
    ssh_is_set: bool,
    pub(super) programs: Programs,
}

impl<'a> Git<'a> {
    /// Looks whether the programs are those that were agreed to.
    pub(super) fn agreed(
        path: &'a RepoPath,
        consent: &Consent,
        cancel: &'a Cancel,
    ) -> Result<Self, RepoError> {
        let repo = path.open()?;
        let read = || -> Result<(Programs, bool), git2::Error> {
            let ssh = repo.config()?.snapshot()?.get_entry("core.sshcommand").is_ok();
            Ok((programs::named(&repo)?, ssh))
        };
        let (programs, ssh_is_set) = read().map_err(RepoError::history)?;
        if !programs.is_plain() && !consent.covers(&repo, &programs) {
            return Err(RepoError::ProgramsNotAgreed { programs: programs.to_agree().cloned().collect() });
        }
        Ok(Self { root: state::root_of(&repo), path, cancel, ssh_is_set, programs })
    }

    /// Runs git and waits; a cancelled or late run is an error, an exit code is not.
    pub(super) fn run(&self, deed: Deed, args: &[&str]) -> Result<Ran, RepoError> {
        self.run_with(deed, args, &[])?.whole(deed)
    }

    /// Runs git with further variables and says how it ended.
    pub(super) fn run_with(&self, deed: Deed, args: &[&str], env: &[(&str, &str)]) -> Result<Ran, RepoError> {
        let mut command = self.command(args);
        command.envs(env.iter().copied());
        let (network, local) = self.path.limits();
        let limit = if deed.is_remote() { network } else { local };
        let mut child = command.spawn().map_err(|source| {
            if source.kind() == std::io::ErrorKind::NotFound {
                RepoError::GitMissing
            } else {
                RepoError::Start { source }
            }
        })?;
        let out = pump(child.stdout.take());
        let err = pump(child.stderr.take());
        let end = wait(&mut child, self.cancel, limit).map_err(|source| RepoError::Start { source })?;
        Ok(Ran { end, stdout: collect(&out), stderr: collect(&err) })
    }

    /// The same for what a deed changes, which a test may cut off.
    pub(super) fn act(&self, deed: Deed, args: &[&str], env: &[(&str, &str)]) -> Result<Ran, RepoError> {
        let is_cut_off = fault::soon(FaultPoint::RequestSent);
        let ran = self.run_with(deed, args, env)?;
        if is_cut_off {
            fault::end();
        }
        fault::reached(FaultPoint::AnswerLost);
        Ok(ran)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for (name, _) in std::env::vars_os() {
            if is_gits_own(&name) {
                command.env_remove(name);
            }
        }
        command.env_remove("LANGUAGE").env("LC_ALL", "C");
        command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_EDITOR", ":").env("GIT_SEQUENCE_EDITOR", ":");
        if let Some(file) = self.path.person_config() {
            command.env("GIT_CONFIG_GLOBAL", file).env("GIT_CONFIG_NOSYSTEM", "1");
        }
        command.envs(self.path.env().iter().map(|(name, value)| (name, value)));
        let is_set = |name: &str| {
            std::env::var_os(name).is_some() || self.path.env().iter().any(|(given, _)| given == name)
        };
        let asks = is_set("SSH_ASKPASS") || is_set("GIT_ASKPASS");
        if asks {
            command.env("SSH_ASKPASS_REQUIRE", "force");
        } else if !self.ssh_is_set && !is_set("GIT_SSH") && !is_set("GIT_SSH_COMMAND") {
            command.env("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
        }
        command.args(["--no-pager", "-c", "gc.auto=0", "-c", "maintenance.auto=false"]).args(args);
        own_group(&mut command);
        command
    }
}

fn is_gits_own(name: &OsString) -> bool {
    name.to_str().is_some_and(|name| name.starts_with("GIT_") && !KEPT.contains(&name))
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}

fn wait(child: &mut Child, cancel: &Cancel, limit: Duration) -> std::io::Result<End> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(End::Exit(status.code()));
        }
        let end = if cancel.is_cancelled() {
            End::Cancelled
        } else if begun.elapsed() >= limit {
            End::TimedOut(limit)
        } else {
            thread::sleep(PULSE);
            continue;
        };
        finish(child)?;
        return Ok(end);
    }
}

/// Asks the program and its children to end (git then takes its lock files away), and ends them if they do not.
fn finish(child: &mut Child) -> std::io::Result<()> {
    let asked = Instant::now();
    signal(child, false);
    while asked.elapsed() < GRACE {
        if child.try_wait()?.is_some() {
            signal(child, true);
            return Ok(());
        }
        thread::sleep(PULSE);
    }
    signal(child, true);
    child.kill()?;
    child.wait().map(drop)
}

#[cfg(unix)]
fn signal(child: &Child, hard: bool) {
    use rustix::process::{Pid, Signal, kill_process_group};

    let signal = if hard { Signal::KILL } else { Signal::TERM };
    if let Err(problem) = kill_process_group(Pid::from_child(child), signal) {
        tracing::debug!(%problem, "the program's group had ended already");
    }
}

#[cfg(not(unix))]
fn signal(_child: &Child, _hard: bool) {}

/// Output as far as it came.
#[derive(Debug, Default)]
struct Pumped {
    bytes: Vec<u8>,
    is_closed: bool,
}

/// Reads to the end on a thread of its own; keeps the first [`MOST`] bytes.
fn pump(source: Option<impl Read + Send + 'static>) -> Arc<Mutex<Pumped>> {
    let shared = Arc::new(Mutex::new(Pumped { bytes: Vec::new(), is_closed: source.is_none() }));
    let Some(mut source) = source else { return shared };
    let fill = Arc::clone(&shared);
    let started = thread::Builder::new().name("git-output".to_owned()).spawn(move || {
        let mut buffer = vec![0; 64 << 10];
        loop {
            let count = match source.read(&mut buffer) {
                Err(problem) if problem.kind() == std::io::ErrorKind::Interrupted => continue,
                read => read.unwrap_or(0),
            };
            let mut filled = fill.lock().unwrap_or_else(PoisonError::into_inner);
            let room = MOST.saturating_sub(filled.bytes.len());
            filled.bytes.extend(buffer.iter().take(count.min(room)));
            if count == 0 {
                filled.is_closed = true;
                return;
            }
        }
    });
    if let Err(problem) = started {
        tracing::warn!(%problem, "git's output is not read");
        shared.lock().unwrap_or_else(PoisonError::into_inner).is_closed = true;
    }
    shared
}

/// What was read; a helper that stays behind and keeps the output open is not waited for.
fn collect(shared: &Mutex<Pumped>) -> Vec<u8> {
    let begun = Instant::now();
    loop {
        let mut pumped = shared.lock().unwrap_or_else(PoisonError::into_inner);
        if pumped.is_closed || begun.elapsed() > GRACE {
            return std::mem::take(&mut pumped.bytes);
        }
        drop(pumped);
        thread::sleep(PULSE);
    }
}
