//! What it is for: the program that a kubeconfig wants to run for credentials (`users[].user.exec`).
//! In: the entry, and a person's consent to exactly this call. Out: a token or a certificate.
//! Never: a run without consent, a shell, more than 20 s or 1 MB, or the program's output in an error or log.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use jiff::Timestamp;
use kube::config::{Cluster, ExecConfig};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncReadExt as _;

use super::KubeconfigError;
use crate::cluster::error::{ClusterError, PluginProblem};
use crate::cluster::mask;
use crate::names::Digest;
use crate::plan::hex;

/// How long a plug-in may take. It cannot ask anything: its input is closed.
const LONGEST: Duration = Duration::from_secs(20);
/// How much of what it complains of is read (bytes).
const COMPLAINTS: u64 = 8 << 10;
/// How much it may write (bytes).
const LARGEST: usize = 1 << 20;

/// One call of a credential plug-in, as a person must see it before agreeing.
#[derive(Clone, PartialEq, Eq)]
pub struct PluginCall {
    /// The kubeconfig file that names it.
    pub file: PathBuf,
    /// The user entry that names it.
    pub user: String,
    /// The program; a bare name is looked up on `PATH`.
    pub command: String,
    /// Its arguments.
    pub args: Vec<String>,
    /// Names of the variables that are set for it; their values may be secret.
    pub env_names: Vec<String>,
    /// The kubeconfig's words for people who do not have the program, cleaned.
    pub install_hint: Option<String>,
    /// Identifies exactly this call; a consent is bound to it.
    pub digest: Digest,
    env: BTreeMap<String, String>,
    info: String,
    api_version: String,
}

impl fmt::Debug for PluginCall {
    /// Without the values of the environment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PluginCall")
            .field("command", &self.command)
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

/// A person's consent to run one [`PluginCall`]. It is bound to program, arguments, environment, file and user: when
/// any of them changes, it counts no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExecConsent(Digest);

/// What a plug-in gave.
pub(crate) struct Minted {
    pub(crate) token: Option<SecretString>,
    /// Certificate and key, PEM.
    pub(crate) identity: Option<(String, SecretString)>,
    pub(crate) expires: Option<Timestamp>,
}

impl PluginCall {
    pub(super) fn new(
        file: &Path,
        user: &str,
        exec: &ExecConfig,
        cluster: &Cluster,
    ) -> Result<Self, KubeconfigError> {
        let command = exec
            .command
            .clone()
            .filter(|command| !command.is_empty())
            .ok_or_else(|| KubeconfigError::NoCommand { user: user.to_owned(), file: file.to_owned() })?;
        let args = exec.args.clone().unwrap_or_default();
        let env: BTreeMap<_, _> = exec.env.iter().flatten().filter_map(env_entry).collect();
        let api_version =
            exec.api_version.clone().unwrap_or_else(|| "client.authentication.k8s.io/v1".to_owned());
        let mut call = Self {
            file: file.to_owned(),
            user: user.to_owned(),
            env_names: env.keys().cloned().collect(),
            install_hint: exec.install_hint.as_deref().map(|text| mask::plain(text, 500)),
            digest: Digest::new(""),
            info: exec_info(&api_version, exec.provide_cluster_info.then_some(cluster)),
            command,
            args,
            env,
            api_version,
        };
        call.digest = call.hash();
        Ok(call)
    }

    fn hash(&self) -> Digest {
        let mut hash = Sha256::new();
        let mut add = |text: &str| {
            hash.update(text.len().to_le_bytes());
            hash.update(text.as_bytes());
        };
        add(&self.file.to_string_lossy());
        add(&self.user);
        add(&self.command);
        self.args.iter().for_each(|arg| add(arg));
        add("");
        self.env.iter().for_each(|(name, value)| {
            add(name);
            add(value);
        });
        Digest::new(hex(&hash.finalize()))
    }

    /// The consent to this call. To be called only where a person agreed to what [`PluginCall`] shows.
    pub fn agree(&self) -> ExecConsent {
        ExecConsent(self.digest.clone())
    }

    /// Whether `consent` is for exactly this call.
    pub fn is_agreed(&self, consent: Option<&ExecConsent>) -> bool {
        consent.is_some_and(|consent| consent.0 == self.digest)
    }

    /// Runs the program and reads its answer.
    ///
    /// # Errors
    /// [`ClusterError::NeedsConsent`] without the right consent; [`ClusterError::RunPlugin`] otherwise.
    pub(crate) async fn run(&self, consent: Option<&ExecConsent>) -> Result<Minted, ClusterError> {
        if !self.is_agreed(consent) {
            return Err(ClusterError::NeedsConsent(Box::new(self.clone())));
        }
        let failed = |problem| ClusterError::RunPlugin {
            command: self.command.clone(),
            install_hint: self.install_hint.clone(),
            problem,
        };
        let output = match tokio::time::timeout(LONGEST, self.output(Stdio::null())).await {
            Ok(output) => output.map_err(failed)?,
            Err(_) => return Err(failed(PluginProblem::Timeout(LONGEST))),
        };
        self.minted(&output).map_err(failed)
    }

    /// [`Self::run`], with what the program complained of beside it: at most [`COMPLAINTS`] bytes, which may hold secrets.
    pub(crate) async fn run_heard(
        &self,
        consent: Option<&ExecConsent>,
    ) -> (Result<Minted, ClusterError>, String) {
        if !self.is_agreed(consent) {
            return (Err(ClusterError::NeedsConsent(Box::new(self.clone()))), String::new());
        }
        // A file and not a pipe: a program that complains without end must not wait for a reader.
        let Ok((kept, given)) = tempfile::tempfile().and_then(|kept| Ok((kept.try_clone()?, kept))) else {
            return (self.run(consent).await, String::new());
        };
        let ended = tokio::time::timeout(LONGEST, self.output(given.into())).await;
        let ended =
            ended.unwrap_or(Err(PluginProblem::Timeout(LONGEST))).and_then(|output| self.minted(&output));
        let ended = ended.map_err(|problem| ClusterError::RunPlugin {
            command: self.command.clone(),
            install_hint: self.install_hint.clone(),
            problem,
        });
        let said = tokio::task::spawn_blocking(move || complaints(kept)).await.unwrap_or_default();
        (ended, said)
    }

    async fn output(&self, complaints: Stdio) -> Result<Vec<u8>, PluginProblem> {
        let mut command = tokio::process::Command::new(&self.command);
        command
            .args(&self.args)
            .envs(&self.env)
            .env("KUBERNETES_EXEC_INFO", &self.info)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(complaints)
            .kill_on_drop(true);
        // CREATE_NO_WINDOW: no console flashes up.
        #[cfg(windows)]
        command.creation_flags(0x0800_0000);
        let start = |error: std::io::Error| PluginProblem::Start(error.kind().to_string());
        let mut child = command.spawn().map_err(start)?;
        let mut output = Vec::new();
        if let Some(stdout) = child.stdout.take() {
            let mut bounded = stdout.take(LARGEST as u64 + 1);
            bounded.read_to_end(&mut output).await.map_err(start)?;
        }
        if output.len() > LARGEST {
            return Err(PluginProblem::TooMuch(LARGEST));
        }
        let status = child.wait().await.map_err(start)?;
        if status.success() { Ok(output) } else { Err(PluginProblem::Exit(status.to_string())) }
    }

    fn minted(&self, output: &[u8]) -> Result<Minted, PluginProblem> {
        let credential: ExecCredential =
            serde_json::from_slice(output).map_err(|_quotes_output| PluginProblem::Output("not JSON"))?;
        if credential.kind != "ExecCredential" || credential.api_version != self.api_version {
            return Err(PluginProblem::Output("another kind or version"));
        }
        let status = credential.status.ok_or(PluginProblem::Output("no status"))?;
        let expires = match status.expiration_timestamp {
            Some(text) => {
                Some(text.parse().map_err(|_quotes_output| PluginProblem::Output("the expiry is no time"))?)
            }
            None => None,
        };
        let identity = match (status.client_certificate_data, status.client_key_data) {
            (Some(certificate), Some(key)) => Some((certificate, SecretString::from(key))),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => {
                return Err(PluginProblem::Output("a certificate without key, or a key without certificate"));
            }
        };
        let token = status.token.filter(|token| !token.is_empty()).map(SecretString::from);
        if token.is_none() && identity.is_none() {
            return Err(PluginProblem::Output("neither token nor certificate"));
        }
        Ok(Minted { token, identity, expires })
    }
}

fn env_entry(entry: &std::collections::HashMap<String, String>) -> Option<(String, String)> {
    Some((entry.get("name")?.clone(), entry.get("value")?.clone()))
}

/// The value of `KUBERNETES_EXEC_INFO`, as client-go writes it.
fn exec_info(api_version: &str, cluster: Option<&Cluster>) -> String {
    let cluster = cluster.map(|cluster| {
        let config = cluster
            .extensions
            .iter()
            .flatten()
            .find(|one| one.name == "client.authentication.k8s.io/exec")
            .map(|one| one.extension.clone());
        let ca = cluster.certificate_authority_data.clone().or_else(|| {
            let pem = std::fs::read(cluster.certificate_authority.as_deref()?).ok()?;
            let text = serde_json::to_value(k8s_openapi::ByteString(pem)).ok()?;
            text.as_str().map(ToOwned::to_owned)
        });
        let mut map = serde_json::Map::new();
        let mut put = |key: &str, value: Option<serde_json::Value>| {
            if let Some(value) = value {
                map.insert(key.to_owned(), value);
            }
        };
        put("server", cluster.server.clone().map(Into::into));
        put("tls-server-name", cluster.tls_server_name.clone().map(Into::into));
        put("insecure-skip-tls-verify", cluster.insecure_skip_tls_verify.map(Into::into));
        put("certificate-authority-data", ca.map(Into::into));
        put("proxy-url", cluster.proxy_url.clone().map(Into::into));
        put("config", config);
        serde_json::Value::Object(map)
    });
    let mut spec = serde_json::json!({ "interactive": false });
    if let (Some(cluster), Some(spec)) = (cluster, spec.as_object_mut()) {
        spec.insert("cluster".to_owned(), cluster);
    }
    serde_json::json!({ "kind": "ExecCredential", "apiVersion": api_version, "spec": spec }).to_string()
}

fn complaints(mut kept: std::fs::File) -> String {
    let mut said = Vec::new();
    // What cannot be read back is not told.
    if kept.seek(SeekFrom::Start(0)).is_ok() {
        kept.take(COMPLAINTS).read_to_end(&mut said).unwrap_or_default();
    }
    String::from_utf8_lossy(&said).into_owned()
}

#[derive(Deserialize)]
struct ExecCredential {
    #[serde(default)]
    kind: String,
    #[serde(default, rename = "apiVersion")]
    api_version: String,
    status: Option<ExecStatus>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ExecStatus {
    token: Option<String>,
    client_certificate_data: Option<String>,
    client_key_data: Option<String>,
    expiration_timestamp: Option<String>,
}
