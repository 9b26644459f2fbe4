//! The real kubectl against the practice cluster's API server.

use std::{
    path::{Path, PathBuf},
    process::Output,
    sync::Arc,
};

use changeover::practice::{Api, ExecOptions, Kubelet, LogOptions, Refusal, Running, Server, Store, Told};
use libtest_mimic::Trial;
use serde_json::Value;
use tokio::{runtime::Runtime, sync::mpsc};

use crate::support::{control_plane::ControlPlane, on_control_plane};

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("practice_kubectl::applies_compares_and_scales", applies_compares_and_scales),
        on_control_plane(
            "practice_kubectl::server_side_apply_meets_conflicts",
            server_side_apply_meets_conflicts,
        ),
        on_control_plane("practice_kubectl::a_job_is_made_from_a_cron_job", a_job_is_made_from_a_cron_job),
        on_control_plane(
            "practice_kubectl::logs_and_commands_reach_the_pods",
            logs_and_commands_reach_the_pods,
        ),
        on_control_plane(
            "practice_kubectl::nobody_else_is_let_in_and_nothing_is_left",
            nobody_else_is_let_in,
        ),
    ]
}

const MANIFEST: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: 'nginx:1'}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: backup}
spec:
  schedule: '47 5 * * *'
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {nodeName: node-1, containers: [{name: c, image: i}]}
";

/// A kubelet that echoes.
#[derive(Debug)]
struct Echo;

impl Kubelet for Echo {
    fn log(&self, _pod: &Value, options: &LogOptions) -> Result<mpsc::Receiver<hyper::body::Bytes>, Refusal> {
        let (lines, out) = mpsc::channel(1);
        let text = format!("the log of {}\n", options.container);
        tokio::spawn(async move { lines.send(text.into()).await });
        Ok(out)
    }

    fn exec(&self, _pod: &Value, options: &ExecOptions) -> Result<Running, Refusal> {
        let (stdin, mut input) = mpsc::channel(1);
        let (out, told) = mpsc::channel(1);
        let code = i32::from(options.command != ["cat"]) * 3;
        tokio::spawn(async move {
            while let Some(bytes) = input.recv().await {
                if out.send(Told::Out(bytes)).await.is_err() {
                    return;
                }
            }
            out.send(Told::Ended(code)).await.ok();
        });
        Ok(Running { stdin, told })
    }

    fn forward(&self, _pod: &Value, _port: u16) -> Result<tokio::io::DuplexStream, String> {
        Err("connection refused".to_owned())
    }

    fn page(&self, _pod: &Value, _port: u16) -> Option<String> {
        None
    }
}

/// A practice server with a kubeconfig and a manifest in a folder of its own.
struct Practice {
    plane: &'static ControlPlane,
    folder: tempfile::TempDir,
    server: Server,
    _runtime: Runtime,
}

impl Practice {
    fn start(plane: &'static ControlPlane) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let folder = tempfile::tempdir().expect("a folder");
        let api = Api::new(Store::new());
        api.furnish().expect("a fresh cluster");
        let mut server = runtime.block_on(Server::start(api, Arc::new(Echo))).expect("a server");
        server.write_kubeconfig(&folder.path().join("kubeconfig"), "default").expect("a kubeconfig");
        std::fs::write(folder.path().join("m.yaml"), MANIFEST).expect("a manifest");
        Self { plane, folder, server, _runtime: runtime }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, command: &str) -> Output {
        let manifest = self.path("m.yaml").to_string_lossy().into_owned();
        let words: Vec<String> =
            command.split_whitespace().map(|word| word.replace("FILE", &manifest)).collect();
        self.plane.kubectl_as(&self.path("kubeconfig"), &words)
    }

    /// What kubectl prints; it must succeed.
    fn said(&self, command: &str) -> String {
        let output = self.run(command);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command}: {errors}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// What kubectl complains of; it must fail.
    fn refused(&self, command: &str) -> String {
        let output = self.run(command);
        assert!(!output.status.success(), "{command} succeeded");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }
}

fn applies_compares_and_scales(plane: &'static ControlPlane) {
    let practice = Practice::start(plane);
    assert!(practice.said("apply -f FILE --dry-run=server").contains("web created (server dry run)"));
    assert!(practice.said("get deploy").is_empty());
    assert!(practice.said("apply -f FILE").contains("deployment.apps/web created"));
    assert!(practice.said("apply -f FILE").contains("deployment.apps/web unchanged"));
    practice.said("diff -f FILE");
    assert!(practice.said("scale deploy web --replicas=3").contains("scaled"));
    assert!(practice.said("get deploy web").contains("0/3"));
    assert_eq!(practice.said("get deploy web -o jsonpath={.metadata.generation}"), "2");
    let wide = practice.said("get deploy web -o wide");
    assert!(wide.contains("CONTAINERS") && wide.contains("nginx:1"), "{wide}");
    assert!(practice.said("describe deploy web").contains("25% max unavailable, 25% max surge"));
    assert!(practice.said("rollout restart deploy web").contains("restarted"));
    assert!(practice.said("auth can-i delete pods").contains("yes"));
    assert!(practice.refused("get deploy nope").contains("deployments.apps \"nope\" not found"));
    assert!(
        practice
            .refused("patch deploy web -p {\"spec\":{\"replicas\":-1}}")
            .contains("greater than or equal to 0")
    );
    assert!(practice.said("delete -f FILE --wait=false").contains("\"web\" deleted"));
}

fn server_side_apply_meets_conflicts(plane: &'static ControlPlane) {
    let practice = Practice::start(plane);
    assert!(practice.said("apply --server-side -f FILE").contains("web serverside-applied"));
    practice.said("set image deploy/web c=nginx:2");
    let refused = practice.refused("apply --server-side -f FILE");
    assert!(refused.contains("conflict with \"kubectl-set\" using apps/v1"), "{refused}");
    assert!(refused.contains(".spec.template.spec.containers[name=\"c\"].image"), "{refused}");
    practice.said("apply --server-side --force-conflicts -f FILE");
    assert_eq!(practice.said("get deploy web -o jsonpath={..image}"), "nginx:1");
    practice.said("scale deploy web --replicas=2");
    let refused = practice.refused("apply --server-side -f FILE");
    assert!(
        refused.contains("\"kubectl\" with subresource \"scale\" using apps/v1: .spec.replicas"),
        "{refused}"
    );
}

fn a_job_is_made_from_a_cron_job(plane: &'static ControlPlane) {
    let practice = Practice::start(plane);
    practice.said("apply -f FILE");
    assert!(practice.said("create job now --from=cronjob/backup").contains("job.batch/now created"));
    let owner = practice.said("get job now -o jsonpath={.metadata.ownerReferences[0].name}");
    assert_eq!(owner, "backup");
    assert!(practice.refused("create job now --from=cronjob/backup").contains("already exists"));
    practice.said("delete job now");
    assert!(practice.refused("get job now").contains("NotFound"));
}

fn logs_and_commands_reach_the_pods(plane: &'static ControlPlane) {
    let practice = Practice::start(plane);
    practice.said("apply -f FILE");
    assert_eq!(practice.said("logs p"), "the log of c\n");
    assert_eq!(practice.said("logs -f p -c c"), "the log of c\n");
    assert!(practice.refused("logs p -c nope").contains("container nope is not valid for pod p"));
    practice.said("exec p -- cat");
    assert_eq!(practice.run("exec p -- other").status.code(), Some(3));
}

fn nobody_else_is_let_in(plane: &'static ControlPlane) {
    let practice = Practice::start(plane);
    let kubeconfig = practice.path("kubeconfig");
    let text = std::fs::read_to_string(&kubeconfig).expect("a kubeconfig");
    let stranger = practice.path("stranger");
    let start = text.find("token: ").expect("a token") + "token: ".len();
    let token: String = text[start..].chars().take_while(|c| !c.is_whitespace()).collect();
    std::fs::write(&stranger, text.replace(&token, "another")).expect("written");
    let output = plane.kubectl_as(&stranger, &["get", "pods"]);
    assert!(!output.status.success(), "a stranger was let in");
    assert!(practice.server.address().ip().is_loopback());
    #[cfg(unix)]
    assert_eq!(mode(&kubeconfig), 0o600);
    let Practice { folder, server, .. } = practice;
    drop(server);
    assert!(!folder.path().join("kubeconfig").exists(), "the kubeconfig stayed");
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().expect("a file").permissions().mode() & 0o777
}
