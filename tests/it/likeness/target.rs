//! One of the servers that are compared: how to reach it, and as whom.
//!
//! In: kubeconfig files. Out: HTTP clients, and kubectl's environment.

#![expect(clippy::panic, reason = "a user that is not there is a failure")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use k8s_openapi::ByteString;
use reqwest::{Certificate, Client, Identity, Response, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The longest that a request may take, watches apart.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a state that is waited for may take: a minute, or what the environment says.
pub fn soon() -> Duration {
    let said = std::env::var("CHANGEOVER_LIKENESS_WAIT").ok().and_then(|said| said.parse().ok());
    said.map_or(Duration::from_mins(1), Duration::from_secs)
}

/// What a kubeconfig says.
#[derive(Debug)]
struct Account {
    client: Client,
    /// Such as `https://127.0.0.1:6443`.
    server: String,
    token: Option<String>,
    kubeconfig: PathBuf,
}

/// A server.
#[derive(Debug)]
pub struct Target {
    /// Shown in reports.
    pub name: &'static str,
    /// Such as `127.0.0.1:6443`; other users may have other ports.
    pub addresses: Vec<String>,
    /// Names of its nodes, which are not compared.
    pub nodes: Vec<String>,
    kubectl: PathBuf,
    home: TempDir,
    accounts: BTreeMap<String, Account>,
    /// A namespace has missed what every namespace has; the next ones are not waited for.
    is_bare: AtomicBool,
}

impl Target {
    /// The server of these kubeconfigs, by user; one of them is `admin`.
    pub async fn of(name: &'static str, kubectl: PathBuf, users: &[(&str, PathBuf)]) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut accounts = BTreeMap::new();
        let mut addresses = Vec::new();
        for (user, kubeconfig) in users {
            let account = account(kubeconfig);
            let address = account.server.clone();
            addresses.push(address.trim_start_matches("https://").to_owned());
            if *user == "admin" {
                accounts.extend(strangers(kubeconfig, home.path()));
            }
            accounts.insert((*user).to_owned(), account);
        }
        let mut target = Self {
            name,
            addresses,
            nodes: Vec::new(),
            kubectl,
            home,
            accounts,
            is_bare: AtomicBool::new(false),
        };
        let nodes = target.request("admin", "GET", "/api/v1/nodes").send().await.expect("the nodes");
        let nodes: Value = json_of(nodes).await;
        let names = nodes.pointer("/items").and_then(Value::as_array).into_iter().flatten();
        target.nodes = names
            .filter_map(|node| node.pointer("/metadata/name").and_then(Value::as_str).map(str::to_owned))
            .collect();
        target
    }

    /// Lets the real server make the document that it makes once, when kubectl asks for it the first time: kubectl
    /// waits half a minute for it, which is too short where the machine is busy.
    pub async fn warm_up(&self) {
        let accept = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
        let asked = self.request("admin", "GET", "/openapi/v2").header("accept", accept).send().await;
        asked.expect("the server answers").bytes().await.expect("the document");
    }

    /// Whether it has this user.
    pub fn has(&self, user: &str) -> bool {
        self.accounts.contains_key(user)
    }

    /// A request of this user.
    pub fn request(&self, user: &str, method: &str, path: &str) -> reqwest::RequestBuilder {
        let account = self.accounts.get(user).unwrap_or_else(|| panic!("no user {user} on {}", self.name));
        let method = method.parse().expect("a method");
        let mut request = account.client.request(method, format!("{}{path}", account.server));
        if let Some(token) = &account.token {
            request = request.bearer_auth(token);
        }
        request
    }

    /// A kubectl command of this user, in this namespace.
    pub fn kubectl(&self, user: &str, namespace: &str) -> tokio::process::Command {
        let account = self.accounts.get(user).unwrap_or_else(|| panic!("no user {user} on {}", self.name));
        let mut command = tokio::process::Command::new(&self.kubectl);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("KUBECONFIG", &account.kubeconfig).env("HOME", self.home.path()).env("TZ", "UTC");
        command.args(["--namespace", namespace]).kill_on_drop(true);
        command
    }

    /// Makes a namespace, and waits for what every namespace has; what does not come, the script will miss.
    pub async fn namespace(&self, name: &str) {
        let body = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}});
        let made = self.request("admin", "POST", "/api/v1/namespaces").json_body(&body).send().await;
        let made = made.expect("a namespace");
        assert_eq!(made.status(), StatusCode::CREATED, "{}: namespace {name}", self.name);
        for made in ["serviceaccounts/default", "configmaps/kube-root-ca.crt"] {
            let path = format!("/api/v1/namespaces/{name}/{made}");
            let begun = Instant::now();
            while !self.is_bare.load(Ordering::Relaxed) {
                let there = self.request("admin", "GET", &path).send().await.expect("an answer");
                if there.status() == StatusCode::OK {
                    break;
                }
                if begun.elapsed() > soon() {
                    self.is_bare.store(true, Ordering::Relaxed);
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// Lets etcd forget the first versions, as it does every five minutes, so that they are gone on a fresh cluster too.
pub async fn forget_the_first_versions(etcd: Option<u64>) {
    let pid = etcd.expect("the process of etcd");
    let command = fs::read(format!("/proc/{pid}/cmdline")).expect("its arguments");
    let command = String::from_utf8_lossy(&command).into_owned();
    let address = command.split('\0').skip_while(|one| *one != "--listen-client-urls").nth(1);
    let address = format!("{}/v3/kv/compaction", address.expect("its address"));
    let client = Client::builder().no_proxy().build().expect("a client");
    let asked = client.post(address).json_body(&json!({"revision": "5"})).send().await.expect("etcd answers");
    let said = asked.text().await.unwrap_or_default();
    // An instance that somebody else started may have forgotten them already.
    assert!(said.contains("header") || said.contains("compacted"), "{said}");
}

/// A JSON body without the client's own feature for it.
pub trait JsonBody {
    /// This value as the body.
    #[must_use]
    fn json_body(self, value: &Value) -> Self;
}

impl JsonBody for reqwest::RequestBuilder {
    fn json_body(self, value: &Value) -> Self {
        self.header("content-type", "application/json").body(value.to_string())
    }
}

/// The body as JSON; null when it is none.
pub async fn json_of(response: Response) -> Value {
    let text = response.text().await.unwrap_or_default();
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

/// How this kubeconfig reaches its server.
fn account(kubeconfig: &Path) -> Account {
    let text = fs::read_to_string(kubeconfig).expect("a kubeconfig");
    let config: Value = serde_yaml::from_str(&text).expect("a kubeconfig");
    let text = |place: &str| config.pointer(place).and_then(Value::as_str).map(str::to_owned);
    let data = |place: &str| {
        let value = config.pointer(place)?.clone();
        Some(serde_json::from_value::<ByteString>(value).expect("base64").0)
    };
    let authority = data("/clusters/0/cluster/certificate-authority-data").or_else(|| {
        let path = text("/clusters/0/cluster/certificate-authority")?;
        Some(fs::read(path).expect("an authority"))
    });
    let authority = Certificate::from_pem(&authority.expect("an authority")).expect("a certificate");
    let mut client = Client::builder()
        .tls_certs_only([authority])
        .user_agent("likeness/1.0")
        .no_proxy()
        .connect_timeout(PATIENCE);
    let user = "/users/0/user";
    let pair = (data(&format!("{user}/client-certificate-data")), data(&format!("{user}/client-key-data")));
    if let (Some(mut certificate), Some(key)) = pair {
        certificate.extend(key);
        client = client.identity(Identity::from_pem(&certificate).expect("a certificate with its key"));
    }
    let server = text("/clusters/0/cluster/server").expect("a server");
    let token = text(&format!("{user}/token"));
    let client = client.build().expect("a client");
    Account { client, server, token, kubeconfig: kubeconfig.to_owned() }
}

/// Users whom no server knows: `wrong` has a wrong token, `anonymous` none.
fn strangers(kubeconfig: &Path, folder: &Path) -> Vec<(String, Account)> {
    let text = fs::read_to_string(kubeconfig).expect("a kubeconfig");
    let config: Value = serde_yaml::from_str(&text).expect("a kubeconfig");
    let users = [("wrong", json!({"token": "no-such-token"})), ("anonymous", json!({}))];
    let made = users.into_iter().map(|(name, user)| {
        let mut config = config.clone();
        if let Some(place) = config.pointer_mut("/users/0/user") {
            *place = user;
        }
        let path = folder.join(format!("{name}.kubeconfig"));
        fs::write(&path, config.to_string()).expect("a kubeconfig");
        (name.to_owned(), account(&path))
    });
    made.collect()
}
