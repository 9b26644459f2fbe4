//! What it is for: what can be wrong with, or should be known about, a kubeconfig. In: entries. Out: typed errors and
//! warnings with the data that their sentences need. Never: a token, a key, or a line of the file.

use std::path::{Path, PathBuf};

use kube::config::{AuthInfo, Cluster};

use crate::words::Sentence;

/// Why a kubeconfig or a context of it cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KubeconfigError {
    /// None of the files exists.
    #[error("no kubeconfig at {}", list(looked))]
    NoFile {
        /// Where it was looked for.
        looked: Vec<PathBuf>,
    },
    /// A file exists and cannot be read.
    #[error("{}: {problem}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        problem: String,
    },
    /// A file is larger than any kubeconfig.
    #[error("{}: {size} bytes", file.display())]
    TooLarge {
        /// The file.
        file: PathBuf,
        /// Its size in bytes.
        size: u64,
    },
    /// A file is not YAML, or not shaped as a kubeconfig.
    #[error("{}:{line}:{column}: not a kubeconfig", file.display())]
    Parse {
        /// The file.
        file: PathBuf,
        /// From 1; 0 when not known.
        line: u64,
        /// From 1; 0 when not known.
        column: u64,
    },
    /// The files hold no context.
    #[error("no context in {}", list(files))]
    NoContexts {
        /// The files.
        files: Vec<PathBuf>,
    },
    /// No context of that name.
    #[error("no context `{context}`")]
    UnknownContext {
        /// The wanted name.
        context: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A context names a cluster that no file defines.
    #[error("context `{context}` ({}) names the cluster `{cluster}`, which is not defined", file.display())]
    UnknownCluster {
        /// The context.
        context: String,
        /// The missing entry.
        cluster: String,
        /// The context's file.
        file: PathBuf,
    },
    /// A context names a user that no file defines.
    #[error("context `{context}` ({}) names the user `{user}`, who is not defined", file.display())]
    UnknownUser {
        /// The context.
        context: String,
        /// The missing entry.
        user: String,
        /// The context's file.
        file: PathBuf,
    },
    /// A cluster entry has no address.
    #[error("cluster `{cluster}` ({}) has no server", file.display())]
    NoServer {
        /// The entry.
        cluster: String,
        /// Its file.
        file: PathBuf,
    },
    /// A cluster entry's address is not an URL with host.
    #[error("cluster `{cluster}` ({}): `{server}` is not a server address", file.display())]
    BadServer {
        /// The entry.
        cluster: String,
        /// Its file.
        file: PathBuf,
        /// The address, without credentials.
        server: String,
    },
    /// A cluster entry's CA cannot be read.
    #[error("cluster `{cluster}` ({}): certificate authority: {problem}", file.display())]
    Certificate {
        /// The entry.
        cluster: String,
        /// Its file.
        file: PathBuf,
        /// Why.
        problem: String,
    },
    /// A user entry uses an `auth-provider`, which kubectl no longer has.
    #[error("the sign-in method `{name}` is not supported")]
    AuthProvider {
        /// Name of the provider.
        name: String,
    },
    /// A user's plug-in entry names no program.
    #[error("user `{user}` ({}): exec names no command", file.display())]
    NoCommand {
        /// The entry.
        user: String,
        /// Its file.
        file: PathBuf,
    },
    /// The proxy is not an address that can be used.
    #[error("`{proxy}` is not a proxy address")]
    BadProxy {
        /// The address, without credentials.
        proxy: String,
    },
}

impl KubeconfigError {
    /// The same in words.
    pub fn to_failure(&self) -> crate::failure::Failure {
        crate::cluster::error::ClusterError::from(self.clone()).to_failure()
    }

    /// Key and arguments of its sentence in `en.ftl`; the hint has the same key with `-hint`.
    pub(crate) fn words(&self) -> (&'static str, Vec<(&'static str, String)>) {
        let path = |file: &Path| file.display().to_string();
        match self {
            Self::NoFile { looked } => ("cluster-config-no-file", vec![("files", list(looked))]),
            Self::Read { file, problem } => {
                ("cluster-config-read", vec![("file", path(file)), ("problem", problem.clone())])
            }
            Self::TooLarge { file, .. } => ("cluster-config-too-large", vec![("file", path(file))]),
            Self::Parse { file, line, .. } => {
                ("cluster-config-parse", vec![("file", path(file)), ("line", line.to_string())])
            }
            Self::NoContexts { files } => ("cluster-config-no-contexts", vec![("files", list(files))]),
            Self::UnknownContext { context, known } => {
                ("cluster-config-no-context", vec![("context", context.clone()), ("known", known.join(", "))])
            }
            Self::UnknownCluster { context, cluster, file } => (
                "cluster-config-no-cluster",
                vec![("context", context.clone()), ("cluster", cluster.clone()), ("file", path(file))],
            ),
            Self::UnknownUser { context, user, file } => (
                "cluster-config-no-user",
                vec![("context", context.clone()), ("user", user.clone()), ("file", path(file))],
            ),
            Self::NoServer { cluster, file } => {
                ("cluster-config-no-server", vec![("cluster", cluster.clone()), ("file", path(file))])
            }
            Self::BadServer { cluster, file, server } => (
                "cluster-config-bad-server",
                vec![("cluster", cluster.clone()), ("file", path(file)), ("server", server.clone())],
            ),
            Self::Certificate { cluster, file, problem } => (
                "cluster-config-certificate",
                vec![("cluster", cluster.clone()), ("file", path(file)), ("problem", problem.clone())],
            ),
            Self::AuthProvider { name } => ("cluster-config-auth-provider", vec![("name", name.clone())]),
            Self::NoCommand { user, file } => {
                ("cluster-config-no-command", vec![("user", user.clone()), ("file", path(file))])
            }
            Self::BadProxy { proxy } => ("cluster-config-bad-proxy", vec![("proxy", proxy.clone())]),
        }
    }
}

/// What a person should know before using a kubeconfig or a context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KubeconfigWarning {
    /// Others on this computer can read (or write) the file, and with it act as the person.
    OpenToOthers {
        /// The file.
        file: PathBuf,
    },
    /// The server's certificate is not checked: anybody in between can pose as the server.
    NoTlsCheck,
    /// The connection is not encrypted.
    NoTls,
    /// Requests go through a proxy.
    Proxy {
        /// Its address, without credentials.
        address: String,
    },
    /// Requests go through a proxy to which the connection is not encrypted, with a password in its address.
    ProxyPassword {
        /// Its address, without credentials.
        address: String,
    },
}

impl KubeconfigWarning {
    /// The warning in words.
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::OpenToOthers { file } => {
                Sentence::new("cluster-warn-open").with("file", file.display().to_string())
            }
            Self::NoTlsCheck => Sentence::new("cluster-warn-no-check"),
            Self::NoTls => Sentence::new("cluster-warn-no-tls"),
            Self::Proxy { address } => Sentence::new("cluster-warn-proxy").with("address", address),
            Self::ProxyPassword { address } => {
                Sentence::new("cluster-warn-proxy-password").with("address", address)
            }
        }
    }
}

/// kubectl dropped `gcp` and `azure`; `oidc` here means its stored token, which kube sends as it is.
pub(super) fn check_auth(auth: &AuthInfo) -> Result<(), KubeconfigError> {
    match &auth.auth_provider {
        Some(provider) if provider.name != "oidc" => {
            Err(KubeconfigError::AuthProvider { name: provider.name.clone() })
        }
        Some(_) | None => Ok(()),
    }
}

pub(super) fn of_context(
    cluster: &Cluster,
    server: &http::Uri,
    proxy: Option<&http::Uri>,
) -> Vec<KubeconfigWarning> {
    let mut warnings = Vec::new();
    if server.scheme_str() == Some("http") {
        warnings.push(KubeconfigWarning::NoTls);
    } else if cluster.insecure_skip_tls_verify == Some(true) {
        warnings.push(KubeconfigWarning::NoTlsCheck);
    }
    if let Some(proxy) = proxy {
        let address = crate::cluster::mask::without_userinfo(&proxy.to_string());
        let has_password = proxy.authority().is_some_and(|authority| authority.as_str().contains('@'));
        let is_plain = proxy.scheme_str() != Some("https");
        warnings.push(if has_password && is_plain {
            KubeconfigWarning::ProxyPassword { address }
        } else {
            KubeconfigWarning::Proxy { address }
        });
    }
    warnings
}

/// A warning when group or others can read or write the file.
#[cfg(unix)]
pub(super) fn open_to_others(file: &Path) -> Option<KubeconfigWarning> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(file).ok()?.permissions().mode();
    (mode & 0o066 != 0).then(|| KubeconfigWarning::OpenToOthers { file: file.to_owned() })
}

/// File modes are a Unix matter.
#[cfg(not(unix))]
pub(super) fn open_to_others(_file: &Path) -> Option<KubeconfigWarning> {
    None
}

fn list(paths: &[PathBuf]) -> String {
    let texts: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    texts.join(", ")
}
