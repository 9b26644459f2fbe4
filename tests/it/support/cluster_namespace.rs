//! A namespace of a test's own on the control plane.
//!
//! In: YAML and kubectl arguments. Out: what kubectl says, and kubeconfig files whose context names this namespace.
//! It is deleted when it is dropped; a test never touches another namespace.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{control_plane::ControlPlane, eventually};

static NUMBER: AtomicU32 = AtomicU32::new(1);

/// One line of a Role: these verbs on these resources of these API groups.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// API groups; the empty string is the core group.
    pub groups: &'static [&'static str],
    /// Resources and sub-resources, such as `pods/log`.
    pub resources: &'static [&'static str],
    /// Verbs, such as `get`.
    pub verbs: &'static [&'static str],
}

/// A namespace that lives as long as this value.
#[derive(Debug)]
pub struct TestNamespace {
    plane: &'static ControlPlane,
    name: String,
    files: TempDir,
}

impl TestNamespace {
    pub(super) fn create(plane: &'static ControlPlane, test: &str) -> Self {
        let short: String = test.replace(['_', ':'], "-").chars().take(40).collect();
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}-{}-{number}", short.trim_matches('-'), std::process::id());
        let files = tempfile::tempdir().expect("a temporary folder");
        let namespace = Self { plane, name, files };
        succeed(&plane.kubectl(&["create", "namespace", &namespace.name]));
        // Bare pods are refused until the controllers have made this.
        eventually("service account default", Duration::from_secs(30), || {
            namespace.try_get(&["serviceaccount", "default"])
        });
        namespace
    }

    /// Its name, unique on this control plane.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The control plane on which it is.
    pub fn plane(&self) -> &'static ControlPlane {
        self.plane
    }

    /// The admin's kubeconfig, its context pointing to this namespace.
    pub fn kubeconfig(&self) -> PathBuf {
        self.kubeconfig_of("admin")
    }

    /// The kubeconfig of `admin`, `viewer`, `nobody` or `deployer`, its context pointing to this namespace.
    pub fn kubeconfig_of(&self, user: &str) -> PathBuf {
        let path = self.files.path().join(format!("{user}.kubeconfig"));
        fs::copy(self.plane.kubeconfig(user), &path).expect("a copy of the kubeconfig");
        let context = ["config", "set-context", "--current", "--namespace", &self.name];
        succeed(&self.plane.kubectl_as(&path, &context));
        path
    }

    /// A kubeconfig of the user `deployer`, who gets exactly these rights in this namespace.
    pub fn deployer_kubeconfig(&self, rules: &[Rule]) -> PathBuf {
        let rules: Vec<Value> = rules
            .iter()
            .map(|rule| json!({"apiGroups": rule.groups, "resources": rule.resources, "verbs": rule.verbs}))
            .collect();
        let rbac = "rbac.authorization.k8s.io";
        let role = json!({
            "apiVersion": format!("{rbac}/v1"), "kind": "Role", "metadata": {"name": "deployer"}, "rules": rules,
        });
        let binding = json!({
            "apiVersion": format!("{rbac}/v1"), "kind": "RoleBinding", "metadata": {"name": "deployer"},
            "roleRef": {"apiGroup": rbac, "kind": "Role", "name": "deployer"},
            "subjects": [{"apiGroup": rbac, "kind": "User", "name": "deployer"}],
        });
        self.apply(&format!("{role}\n---\n{binding}\n"));
        self.kubeconfig_of("deployer")
    }

    /// Runs kubectl as the admin in this namespace.
    pub fn kubectl(&self, args: &[&str]) -> Output {
        self.kubectl_as(&self.plane.kubeconfig("admin"), args)
    }

    /// Runs kubectl with this kubeconfig in this namespace.
    pub fn kubectl_as(&self, kubeconfig: &Path, args: &[&str]) -> Output {
        self.plane.kubectl_as(kubeconfig, &[&["--namespace", self.name.as_str()], args].concat())
    }

    /// Runs kubectl as the admin in this namespace with this standard input.
    pub fn kubectl_with_input(&self, args: &[&str], input: &[u8]) -> Output {
        let mut child = self
            .plane
            .kubectl_command(&self.plane.kubeconfig("admin"))
            .args(["--namespace", &self.name])
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("kubectl starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(input).expect("kubectl reads its input");
        drop(stdin);
        child.wait_with_output().expect("kubectl ends")
    }

    /// Applies YAML or JSON documents, server-side, as the admin; panics when they are refused.
    pub fn apply(&self, documents: &str) {
        succeed(&self.kubectl_with_input(&["apply", "--server-side", "-f", "-"], documents.as_bytes()));
    }

    /// `kubectl get ARGS -o json`; panics when it fails.
    pub fn get(&self, args: &[&str]) -> Value {
        self.try_get(args).expect("kubectl get")
    }

    /// `kubectl get ARGS -o json`.
    ///
    /// # Errors
    /// What kubectl says, when it fails.
    pub fn try_get(&self, args: &[&str]) -> Result<Value, String> {
        let output = self.kubectl(&[&["get", "-o", "json"], args].concat());
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
    }

    /// Waits until `ARGS` from `kubectl get` satisfy the question.
    pub fn wait_for(&self, args: &[&str], within: Duration, is: impl Fn(&Value) -> bool) -> Value {
        eventually(&format!("{args:?} in {}", self.name), within, || {
            let value = self.try_get(args)?;
            if is(&value) { Ok(value) } else { Err(value.to_string()) }
        })
    }
}

impl Drop for TestNamespace {
    fn drop(&mut self) {
        drop(self.plane.kubectl(&["delete", "namespace", &self.name, "--wait=false"]));
    }
}

/// Its standard output; panics with what it said when it failed.
pub fn succeed(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
