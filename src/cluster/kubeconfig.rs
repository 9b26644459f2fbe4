//! What it is for: reading kubeconfig files as kubectl reads them, and choosing one context.
//! In: one path, or the `KUBECONFIG` list, or `~/.kube/config`. Out: the contexts with what a person must know about
//! each, and a [`ContextChoice`] to connect with. Never: writing one, running a program, or guessing a cluster
//! (in-cluster credentials are never used).

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use kube::config::{AuthInfo, Cluster as ClusterEntry};

mod certificates;
mod identity;
mod merge;
mod plugin;
mod problem;
mod proxy;

pub use plugin::{ExecConsent, PluginCall};
pub use problem::{KubeconfigError, KubeconfigWarning};

use crate::names::{ContextName, Server};
use merge::Merged;

pub(super) use certificates::{ca_bundle, pem_certificates};
pub(super) use plugin::Minted;

/// Where to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KubeconfigSource {
    /// The `KUBECONFIG` list of the environment, else `~/.kube/config`.
    Standard,
    /// One file, which must exist.
    File(PathBuf),
}

/// What the environment says about kubeconfigs and proxies, read once so that tests need not change it.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// `KUBECONFIG`.
    pub kubeconfig: Option<OsString>,
    /// The person's home folder.
    pub home: Option<PathBuf>,
    /// `HTTPS_PROXY` or `https_proxy`; for servers with `https`.
    pub https_proxy: Option<String>,
    /// `HTTP_PROXY` or `http_proxy`; for servers with `http`.
    pub http_proxy: Option<String>,
    /// `NO_PROXY` or `no_proxy`.
    pub no_proxy: Option<String>,
}

impl Surroundings {
    /// What the environment of this process says.
    pub fn of_process() -> Self {
        let text = |names: [&str; 2]| {
            names.into_iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        };
        Self {
            kubeconfig: std::env::var_os("KUBECONFIG").filter(|value| !value.is_empty()),
            home: std::env::home_dir(),
            https_proxy: text(["HTTPS_PROXY", "https_proxy"]),
            http_proxy: text(["HTTP_PROXY", "http_proxy"]),
            no_proxy: text(["NO_PROXY", "no_proxy"]),
        }
    }
}

/// All contexts of the files that were read.
#[derive(Clone)]
pub struct Kubeconfigs {
    merged: Merged,
    source: KubeconfigSource,
    surroundings: Surroundings,
    /// One row for each context, in the files' order.
    pub contexts: Vec<ContextRow>,
    /// The context that kubectl would take.
    pub current: Option<ContextName>,
    /// The files that were read, in order.
    pub files: Vec<PathBuf>,
    /// What a person should know about the files.
    pub warnings: Vec<KubeconfigWarning>,
}

impl fmt::Debug for Kubeconfigs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kubeconfigs")
            .field("files", &self.files)
            .field("contexts", &self.contexts)
            .finish_non_exhaustive()
    }
}

/// One context as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextRow {
    /// The personal label.
    pub name: ContextName,
    /// Where it leads; `None` when its cluster is missing or incomplete (choosing it says what is wrong).
    pub server: Option<Server>,
    /// The user's name in the kubeconfig.
    pub user: Option<String>,
    /// The context's own namespace, if it names one.
    pub namespace: Option<String>,
    /// The file that defines it.
    pub file: PathBuf,
}

/// One context with all that connecting needs.
#[derive(Clone)]
pub struct ContextChoice {
    /// The personal label.
    pub context: ContextName,
    /// Where requests go.
    pub server: Server,
    /// The context's own namespace; kubectl takes `default` when there is none.
    pub namespace: Option<String>,
    /// The user's name in the kubeconfig.
    pub user: Option<String>,
    /// The file that holds that user.
    pub user_file: Option<PathBuf>,
    /// The program that the kubeconfig wants to run for credentials.
    pub plugin: Option<PluginCall>,
    /// What a person should know about this context.
    pub warnings: Vec<KubeconfigWarning>,
    pub(super) cluster: ClusterEntry,
    pub(super) auth: AuthInfo,
    pub(super) proxy: Option<http::Uri>,
    source: KubeconfigSource,
    surroundings: Surroundings,
}

impl fmt::Debug for ContextChoice {
    /// Without credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContextChoice")
            .field("context", &self.context)
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

impl ContextChoice {
    /// The same context as its files have it by now.
    ///
    /// # Errors
    /// As [`read`] and [`Kubeconfigs::choose`].
    pub(super) fn again(&self) -> Result<Self, KubeconfigError> {
        read(&self.source, &self.surroundings)?.choose(&self.context)
    }

    /// Whether both reach the server by the same proxy and check it in the same way; the authority is part of
    /// [`Server`].
    pub(super) fn is_same_way(&self, other: &Self) -> bool {
        let checks = |choice: &Self| {
            let cluster = &choice.cluster;
            let name = cluster.tls_server_name.clone().filter(|name| !name.is_empty());
            (cluster.insecure_skip_tls_verify == Some(true), name)
        };
        self.proxy == other.proxy && checks(self) == checks(other)
    }

    /// Whether the entry has anything to sign in with.
    pub(super) fn signs_in(&self) -> bool {
        let auth = &self.auth;
        let has_file = auth.token_file.is_some() || auth.client_certificate.is_some();
        let has_text =
            auth.token.is_some() || auth.password.is_some() || auth.client_certificate_data.is_some();
        has_file || has_text || auth.exec.is_some() || auth.auth_provider.is_some()
    }

    /// When each file was written last; `None` for one that is not there. Blocking.
    pub(super) fn written(&self) -> Vec<Option<std::time::SystemTime>> {
        let files = match &self.source {
            KubeconfigSource::File(path) => vec![path.clone()],
            KubeconfigSource::Standard => standard_paths(&self.surroundings),
        };
        let written = |path: &PathBuf| std::fs::metadata(path).and_then(|file| file.modified()).ok();
        files.iter().map(written).collect()
    }
}

/// Reads and merges the files.
///
/// # Errors
/// No file at all, a file that cannot be read or is not a kubeconfig, or no context in any of them.
pub fn read(source: &KubeconfigSource, surroundings: &Surroundings) -> Result<Kubeconfigs, KubeconfigError> {
    let merged = match source {
        KubeconfigSource::File(path) => Merged::of(std::slice::from_ref(path), true)?,
        KubeconfigSource::Standard => {
            let paths = standard_paths(surroundings);
            Merged::of(&paths, false)?
        }
    };
    if merged.contexts.is_empty() {
        return Err(KubeconfigError::NoContexts { files: merged.files.clone() });
    }
    let contexts = merged.contexts.iter().map(|entry| row(&merged, entry)).collect();
    Ok(Kubeconfigs {
        contexts,
        current: merged.current.clone().map(ContextName::new),
        files: merged.files.clone(),
        warnings: merged.files.iter().filter_map(|file| problem::open_to_others(file)).collect(),
        merged,
        source: source.clone(),
        surroundings: surroundings.clone(),
    })
}

/// The files that kubectl reads, in order, whether they exist or not.
pub fn standard_paths(surroundings: &Surroundings) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = Vec::new();
    if let Some(list) = &surroundings.kubeconfig {
        for path in std::env::split_paths(list).filter(|path| !path.as_os_str().is_empty()) {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    if paths.is_empty() {
        paths.extend(surroundings.home.as_ref().map(|home| home.join(".kube").join("config")));
    }
    paths
}

fn row(merged: &Merged, entry: &merge::Entry<kube::config::Context>) -> ContextRow {
    let cluster = merged.clusters.iter().find(|cluster| cluster.name == entry.value.cluster);
    let server = cluster.and_then(|cluster| {
        let address = cluster.value.server.clone().filter(|text| !text.is_empty())?;
        let ca_fingerprint = certificates::fingerprint(&cluster.value).ok().flatten();
        Some(Server { address, ca_fingerprint })
    });
    ContextRow {
        name: ContextName::new(entry.name.clone()),
        server,
        user: entry.value.user.clone(),
        namespace: entry.value.namespace.clone().filter(|text| !text.is_empty()),
        file: entry.file.clone(),
    }
}

impl Kubeconfigs {
    /// Everything that connecting with `context` needs. Reads CA files, runs nothing.
    ///
    /// # Errors
    /// No such context, or a part of it is missing or cannot be used.
    pub fn choose(&self, context: &ContextName) -> Result<ContextChoice, KubeconfigError> {
        let merged = &self.merged;
        let entry = merged.contexts.iter().find(|entry| entry.name == context.as_str()).ok_or_else(|| {
            KubeconfigError::UnknownContext {
                context: context.as_str().to_owned(),
                known: merged.contexts.iter().map(|entry| entry.name.clone()).collect(),
            }
        })?;
        let cluster =
            merged.clusters.iter().find(|one| one.name == entry.value.cluster).ok_or_else(|| {
                KubeconfigError::UnknownCluster {
                    context: entry.name.clone(),
                    cluster: entry.value.cluster.clone(),
                    file: entry.file.clone(),
                }
            })?;
        let user = self.user_of(entry)?;
        let uri = server_uri(cluster)?;
        let ca_fingerprint = certificates::fingerprint(&cluster.value)
            .map_err(|problem| problem.of(&cluster.name, &cluster.file))?;
        let auth = user.map(|user| user.value.clone()).unwrap_or_default();
        problem::check_auth(&auth)?;
        let plugin = match (user, &auth.exec) {
            (Some(user), Some(exec)) => Some(PluginCall::new(&user.file, &user.name, exec, &cluster.value)?),
            (None, _) | (_, None) => None,
        };
        let proxy = proxy::choose(&cluster.value, &uri, &self.surroundings)?;
        Ok(ContextChoice {
            context: context.clone(),
            server: Server { address: cluster.value.server.clone().unwrap_or_default(), ca_fingerprint },
            namespace: entry.value.namespace.clone().filter(|text| !text.is_empty()),
            user: entry.value.user.clone(),
            user_file: user.map(|user| user.file.clone()),
            plugin,
            warnings: problem::of_context(&cluster.value, &uri, proxy.as_ref()),
            cluster: cluster.value.clone(),
            auth,
            proxy,
            source: self.source.clone(),
            surroundings: self.surroundings.clone(),
        })
    }

    fn user_of(
        &self,
        entry: &merge::Entry<kube::config::Context>,
    ) -> Result<Option<&merge::Entry<AuthInfo>>, KubeconfigError> {
        let Some(name) = entry.value.user.as_deref().filter(|name| !name.is_empty()) else {
            return Ok(None);
        };
        match self.merged.users.iter().find(|user| user.name == name) {
            Some(user) => Ok(Some(user)),
            None => Err(KubeconfigError::UnknownUser {
                context: entry.name.clone(),
                user: name.to_owned(),
                file: entry.file.clone(),
            }),
        }
    }
}

fn server_uri(cluster: &merge::Entry<ClusterEntry>) -> Result<http::Uri, KubeconfigError> {
    let text = cluster.value.server.as_deref().unwrap_or_default();
    if text.is_empty() {
        return Err(KubeconfigError::NoServer { cluster: cluster.name.clone(), file: cluster.file.clone() });
    }
    let uri = text.parse::<http::Uri>().ok();
    let uri = uri.filter(|uri| uri.host().is_some() && matches!(uri.scheme_str(), Some("https" | "http")));
    uri.ok_or_else(|| KubeconfigError::BadServer {
        cluster: cluster.name.clone(),
        file: cluster.file.clone(),
        server: super::mask::without_userinfo(text),
    })
}

/// `path` as the file `file` means it.
fn beside(file: &Path, path: &str) -> PathBuf {
    let path = Path::new(path);
    if path.is_absolute() {
        return path.to_owned();
    }
    file.parent().map_or_else(|| path.to_owned(), |folder| folder.join(path))
}

#[cfg(test)]
mod tests;
