//! What it is for: who holds a journal, for the person who finds it locked.
//! In: this process. Out: a small file beside the journal. Never: a lock by itself: only the file lock counts, and it
//! ends with its process, so that a dead owner is no obstacle.

use std::{fs, io::Write as _, path::Path};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The file beside the journal.
pub(super) const FILE: &str = "owner.json";

/// Who locked a journal last. Whether they still hold it only the lock tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Name of the machine.
    pub host: String,
    /// Process number on it.
    pub pid: u32,
    /// Linux only: identifies the machine's start, so that a process number can be judged after a restart.
    pub boot_id: Option<String>,
    /// The system's name of the person; empty when it has none.
    pub user: String,
    /// When the journal was locked, in UTC.
    pub since: Timestamp,
}

impl Owner {
    /// This process.
    pub fn here(since: Timestamp) -> Self {
        let user = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
        Self {
            host: host(),
            pid: std::process::id(),
            boot_id: boot_id(),
            user: user.unwrap_or_default(),
            since,
        }
    }

    /// The owner noted in a change's folder; `None` when there is none that can be read.
    pub(super) fn of(folder: &Path) -> Option<Self> {
        let bytes = fs::read(folder.join(FILE)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Notes the owner in a change's folder. The lock holds without it, so a fault is only logged.
    pub(super) fn note(&self, folder: &Path) {
        let noted = || -> std::io::Result<()> {
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            file.write_all(&serde_json::to_vec_pretty(self)?)?;
            file.persist(folder.join(FILE)).map(drop).map_err(|fault| fault.error)
        };
        if let Err(fault) = noted() {
            tracing::warn!(%fault, "the journal's owner cannot be noted");
        }
    }
}

/// Name of this machine; empty when the system has none.
#[cfg(unix)]
pub fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// Name of this machine; empty when the system has none.
#[cfg(not(unix))]
pub fn host() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

/// What identifies this start of the machine; Linux only.
pub fn boot_id() -> Option<String> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned())
}
