//! What it is for: what the program remembers between starts: last paths, choices, colours.
//! In and out: one JSON file in the person's configuration folder. Never: a secret, or a fault that keeps the window shut.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

/// What is remembered. Every field has a default, so that an older or damaged file does no harm.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Settings {
    /// The kubeconfig as it was given; empty for the usual one.
    pub(super) kubeconfig: String,
    /// The context by name.
    pub(super) context: String,
    /// The namespace.
    pub(super) namespace: String,
    /// The repository's folder.
    pub(super) repository: String,
    /// The procedure by name.
    pub(super) procedure: String,
    /// `dark`, `light` or `system`.
    pub(super) theme: String,
    /// Registry mirrors, a registries.conf.
    pub(super) registries_conf: Option<PathBuf>,
    /// A certificate authority that is trusted beside the system's.
    pub(super) extra_ca: Option<PathBuf>,
    /// Digests of the programs that the person agreed to (credential plug-ins, the repository's programs).
    pub(super) agreed: BTreeSet<String>,
}

/// Where the program keeps things.
#[derive(Debug, Clone)]
pub(super) struct Places {
    settings: PathBuf,
    changes: PathBuf,
    rows: PathBuf,
}

impl Places {
    /// The usual folders of this system (XDG on Linux); the current folder when the system names none.
    pub(super) fn find() -> Self {
        let dirs = directories::ProjectDirs::from("", "", "changeover");
        let here = || PathBuf::from(".");
        let (config, data, cache) = dirs.map_or_else(
            || (here(), here(), here()),
            |dirs| {
                let data = dirs.data_local_dir().to_owned();
                (dirs.config_dir().to_owned(), data, dirs.cache_dir().to_owned())
            },
        );
        Self {
            settings: config.join("settings.json"),
            changes: data.join("changes"),
            rows: cache.join("last-known"),
        }
    }

    /// The folder with the rows of the cluster page of the last time; it may be lost.
    pub(super) fn rows(&self) -> &Path {
        &self.rows
    }

    /// The folder with one folder for each change.
    pub(super) fn changes(&self) -> &Path {
        &self.changes
    }

    /// What was remembered; defaults when there is nothing or nothing readable.
    pub(super) fn load(&self) -> Settings {
        let text = fs::read_to_string(&self.settings).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Remembers. A fault is logged and does no further harm.
    pub(super) fn save(&self, settings: &Settings) {
        let written = self.try_save(settings);
        if let Err(fault) = written {
            tracing::warn!(%fault, "the settings cannot be kept");
        }
    }

    fn try_save(&self, settings: &Settings) -> std::io::Result<()> {
        let folder = self.settings.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let text = serde_json::to_string_pretty(settings)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        file.persist(&self.settings).map_err(|fault| fault.error)?;
        Ok(())
    }
}
