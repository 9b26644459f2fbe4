//! What it is for: many kubeconfig files as one, by kubectl's rules (facts 8.1). In: paths. Out: named entries, each
//! with its file. Never: an error for a file of the list that is not there, or a text of the file in an error.

use std::path::{Path, PathBuf};

use kube::config::{AuthInfo, Cluster, Context, Kubeconfig};

use super::{KubeconfigError, beside};

/// No kubeconfig that a person uses comes near this (bytes).
const LARGEST: u64 = 8 << 20;

/// One named entry and where it came from.
#[derive(Clone)]
pub(super) struct Entry<T> {
    pub(super) name: String,
    pub(super) file: PathBuf,
    pub(super) value: T,
}

/// The files as one. The first file to name an entry wins.
#[derive(Clone, Default)]
pub(super) struct Merged {
    pub(super) contexts: Vec<Entry<Context>>,
    pub(super) clusters: Vec<Entry<Cluster>>,
    pub(super) users: Vec<Entry<AuthInfo>>,
    pub(super) current: Option<String>,
    pub(super) files: Vec<PathBuf>,
}

impl Merged {
    /// Reads the files. A missing one is an error only when it `must_exist`, or when all are missing.
    pub(super) fn of(paths: &[PathBuf], must_exist: bool) -> Result<Self, KubeconfigError> {
        let mut merged = Self::default();
        for path in paths {
            match read(path)? {
                Some(one) => merged.add(path, one),
                None if must_exist => return Err(KubeconfigError::NoFile { looked: vec![path.clone()] }),
                None => {}
            }
        }
        if merged.files.is_empty() {
            return Err(KubeconfigError::NoFile { looked: paths.to_vec() });
        }
        Ok(merged)
    }

    fn add(&mut self, file: &Path, one: Kubeconfig) {
        self.files.push(file.to_owned());
        if self.current.is_none() {
            self.current = one.current_context.filter(|name| !name.is_empty());
        }
        for named in one.contexts {
            push(&mut self.contexts, file, named.name, named.context.unwrap_or_default());
        }
        for named in one.clusters {
            let mut cluster = named.cluster.unwrap_or_default();
            resolve(file, &mut cluster.certificate_authority);
            push(&mut self.clusters, file, named.name, cluster);
        }
        for named in one.auth_infos {
            let mut user = named.auth_info.unwrap_or_default();
            resolve(file, &mut user.client_certificate);
            resolve(file, &mut user.client_key);
            resolve(file, &mut user.token_file);
            if let Some(exec) = &mut user.exec
                && exec.command.as_ref().is_some_and(|command| command.contains(std::path::is_separator))
            {
                resolve(file, &mut exec.command);
            }
            push(&mut self.users, file, named.name, user);
        }
    }
}

fn push<T>(entries: &mut Vec<Entry<T>>, file: &Path, name: String, value: T) {
    if entries.iter().all(|entry| entry.name != name) {
        entries.push(Entry { name, file: file.to_owned(), value });
    }
}

fn resolve(file: &Path, path: &mut Option<String>) {
    match path {
        Some(text) if text.is_empty() => *path = None,
        Some(text) => *text = beside(file, text).to_string_lossy().into_owned(),
        None => {}
    }
}

fn read(path: &Path) -> Result<Option<Kubeconfig>, KubeconfigError> {
    let cannot = |error: &std::io::Error| KubeconfigError::Read {
        file: path.to_owned(),
        problem: error.kind().to_string(),
    };
    let size = match std::fs::metadata(path) {
        Ok(meta) if meta.is_dir() => {
            return Err(KubeconfigError::Read {
                file: path.to_owned(),
                problem: "it is a folder".to_owned(),
            });
        }
        Ok(meta) => meta.len(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(cannot(&error)),
    };
    if size > LARGEST {
        return Err(KubeconfigError::TooLarge { file: path.to_owned(), size });
    }
    let bytes = std::fs::read(path).map_err(|error| cannot(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| KubeconfigError::Read {
        file: path.to_owned(),
        problem: error.utf8_error().to_string(),
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.trim().is_empty() {
        return Ok(Some(Kubeconfig::default()));
    }
    let options = serde_saphyr::options! { with_snippet: false };
    let parsed = serde_saphyr::from_str_with_options::<Option<Kubeconfig>>(text, options);
    match parsed {
        Ok(one) => Ok(Some(one.unwrap_or_default())),
        Err(error) => {
            let place = error.location();
            Err(KubeconfigError::Parse {
                file: path.to_owned(),
                line: place.map_or(0, |place| place.line()),
                column: place.map_or(0, |place| place.column()),
            })
        }
    }
}
