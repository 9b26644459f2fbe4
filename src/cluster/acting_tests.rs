//! What it is for: trying the acting side by hand on a control plane that already runs. In: its folder, by
//! `CHANGEOVER_CONTROL_PLANE_DIR`. Out: nothing. Never: run without being asked (`cargo test -- --ignored`).

use std::{collections::BTreeMap, path::PathBuf, process::Command, time::Duration};

use serde_json::{Value, json};

use super::{
    apply::{self, ApplyError, Effect},
    conflicts::Owner,
    connect::{self, Cluster, ConnectOptions},
    kubeconfig::{self, KubeconfigSource, Surroundings},
    masking::LAST_APPLIED,
    preview::ObjectPreview,
    report::Reporter,
};
use super::{
    gone::{self, GoneEnd},
    jobs::{self, JobError, NameState},
    report::Cancel,
    scale::{self, ScaleError, Workload},
};
use crate::{
    names::{ChangeId, Namespace, ObjectName, StepId},
    observed::fighters::Fighter,
};

fn folder() -> PathBuf {
    std::env::var_os("CHANGEOVER_CONTROL_PLANE_DIR").map_or_else(|| PathBuf::from("/tmp/cp"), PathBuf::from)
}

struct Ground {
    cluster: Cluster,
    namespace: String,
}

impl Drop for Ground {
    fn drop(&mut self) {
        self.kubectl(&["delete", "namespace", &self.namespace, "--wait=false"], None);
    }
}

impl Ground {
    async fn new(name: &str) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        let namespace = format!("act-{name}-{}", std::process::id());
        let source = KubeconfigSource::File(folder().join("admin.kubeconfig"));
        let files = kubeconfig::read(&source, &Surroundings::default()).unwrap();
        let context = files.contexts[0].name.clone();
        let choice = files.choose(&context).unwrap();
        let cluster =
            connect::connect(&choice, &Namespace::new(&namespace).unwrap(), &ConnectOptions::default())
                .await
                .unwrap();
        let ground = Self { cluster, namespace };
        ground.kubectl(&["create", "namespace", &ground.namespace], None);
        ground
    }

    fn kubectl(&self, args: &[&str], input: Option<&str>) -> String {
        use std::io::Write as _;
        let mut child = Command::new(folder().join("bin/kubectl"))
            .env("KUBECONFIG", folder().join("admin.kubeconfig"))
            .args(["-n", &self.namespace])
            .args(args)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.unwrap_or_default().as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "kubectl {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn get(&self, object: &str) -> Value {
        serde_json::from_str(&self.kubectl(&["get", object, "-o", "json", "--show-managed-fields"], None))
            .unwrap()
    }

    async fn preview(&self, documents: &[Value]) -> Vec<ObjectPreview> {
        apply::preview(&self.cluster, documents).await.unwrap()
    }

    async fn apply(
        &self,
        documents: &[Value],
        shown: &[ObjectPreview],
    ) -> Result<Vec<apply::Applied>, apply::Stopped> {
        let accepted: BTreeMap<_, _> = shown.iter().map(ObjectPreview::seen).collect();
        apply::carry_out(&self.cluster, documents, &accepted, &Reporter::silent()).await
    }
}

fn deployment(replicas: u32, image: &str, env: &[(&str, &str)]) -> Value {
    let env: Vec<_> = env.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"replicas": replicas,
        "selector": {"matchLabels": {"app": "web"}}, "template": {"metadata": {"labels": {"app": "web"}}, "spec": {
            "containers": [{"name": "web", "image": image, "env": env,
                "resources": {"limits": {"cpu": "1.0", "memory": "1.0Gi"}}}]}}}})
}

#[tokio::test]
#[ignore = "needs a running control plane"]
async fn mistakes_01_02_06_apply_after_kubectl() {
    let ground = Ground::new("apply").await;
    let before = deployment(1, "app:1", &[("A", "1"), ("GONE", "1")]);
    ground.kubectl(&["apply", "-f", "-"], Some(&before.to_string()));
    super::scale::set_to(&ground.cluster, super::scale::Workload::Deployment, "web", 0).await.unwrap();
    let after = [deployment(2, "app:2", &[("A", "1")])];
    let shown = ground.preview(&after).await;
    assert_eq!(shown[0].effect, Effect::Configured);
    assert!(shown[0].conflicts.iter().all(|one| one.owner == Owner::Ours), "{:?}", shown[0].conflicts);
    assert_eq!(shown[0].removed, [".spec.template.spec.containers[name=\"web\"].env[name=\"GONE\"]"]);
    let applied = ground.apply(&after, &shown).await.unwrap();
    let live = ground.get("deployment/web");
    let container = &live["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(container["env"], json!([{"name": "A", "value": "1"}]));
    assert_eq!((&container["image"], &live["spec"]["replicas"]), (&json!("app:2"), &json!(2)));
    assert_eq!(applied[0].generation, live["metadata"]["generation"].as_i64().unwrap());
    // What was shown is what came.
    let again = ground.preview(&after).await;
    assert_eq!(again[0].effect, Effect::Unchanged, "{:#?}", again[0]);
    assert_eq!(again[0].live.as_ref().map(|live| &live["spec"]), Some(&shown[0].merged["spec"]));
    let note = live["metadata"]["annotations"][LAST_APPLIED].as_str().unwrap();
    assert!(note.contains("app:2") && !note.contains("GONE"), "{note}");
    // And a colleague's kubectl still prunes.
    ground.kubectl(&["apply", "-f", "-"], Some(&deployment(2, "app:2", &[]).to_string()));
    let env = ground.get("deployment/web")["spec"]["template"]["spec"]["containers"][0].get("env").cloned();
    assert_eq!(env, None);
    let third = [deployment(2, "app:3", &[])];
    let shown = ground.preview(&third).await;
    assert!(shown[0].asked().next().is_none(), "{:#?}", shown[0].conflicts);
    assert_eq!(ground.apply(&third, &shown).await.unwrap()[0].effect, Effect::Configured);
}

#[tokio::test]
#[ignore = "needs a running control plane"]
async fn a_change_by_hand_is_asked_and_a_moved_object_is_shown_again() {
    let ground = Ground::new("hand").await;
    let first = [deployment(1, "app:1", &[])];
    let shown = ground.preview(&first).await;
    assert_eq!(shown[0].effect, Effect::Created);
    let applied = ground.apply(&first, &shown).await.unwrap();
    assert_eq!(applied[0].effect, Effect::Created);
    assert!(ground.get("deployment/web")["metadata"]["annotations"][LAST_APPLIED].is_string());
    ground.kubectl(&["set", "image", "deployment/web", "web=app:hotfix"], None);
    let second = [deployment(1, "app:2", &[])];
    let shown = ground.preview(&second).await;
    let asked: Vec<_> = shown[0].asked().collect();
    assert_eq!((asked.len(), asked[0].owner, asked[0].manager.as_str()), (1, Owner::ByHand, "kubectl-set"));
    assert_eq!((asked[0].live.as_str(), asked[0].file.as_str()), ("app:hotfix", "app:2"));
    ground.kubectl(&["set", "image", "deployment/web", "web=app:hotfix2"], None);
    let stopped = ground.apply(&second, &shown).await.unwrap_err();
    assert!(matches!(stopped.why, ApplyError::Moved { .. }), "{stopped:?}");
    assert!(ground.get("deployment/web").to_string().contains("app:hotfix2"));
    let shown = ground.preview(&second).await;
    assert!(ground.apply(&second, &shown).await.unwrap()[0].forced);
}

fn name(text: &str) -> ObjectName {
    ObjectName::new(text).unwrap()
}

#[tokio::test]
#[ignore = "needs a running control plane"]
async fn a_number_is_set_only_over_the_one_that_was_shown() {
    let ground = Ground::new("scale").await;
    ground.kubectl(&["apply", "-f", "-"], Some(&deployment(1, "app:1", &[]).to_string()));
    let shown = scale::read(&ground.cluster, Workload::Deployment, &name("web")).await.unwrap();
    assert_eq!((shown.wanted, shown.fighters.len(), shown.unread.len()), (1, 0, 0));
    let now = scale::carry_out(&ground.cluster, &shown, 0).await.unwrap();
    let silent = Reporter::silent();
    let wait = gone::wait(&ground.cluster, &now, Duration::from_secs(30), &silent, Cancel::never());
    assert_eq!(Box::pin(wait).await.unwrap(), GoneEnd::Gone);
    // Already so: nothing is sent, and it is not an error either.
    assert_eq!(scale::carry_out(&ground.cluster, &shown, 0).await.unwrap().wanted, 0);
    ground.kubectl(&["scale", "deployment/web", "--replicas=3"], None);
    let moved = scale::carry_out(&ground.cluster, &shown, 0).await.unwrap_err();
    assert!(matches!(moved, ScaleError::Moved { .. }), "{moved:?}");
    ground.kubectl(&["autoscale", "deployment/web", "--min=1", "--max=4", "--cpu=80%"], None);
    let shown = scale::read(&ground.cluster, Workload::Deployment, &name("web")).await.unwrap();
    let scaler = Fighter::Autoscaler { name: "web".to_owned(), limits: (1, 4) };
    assert_eq!(shown.fighters.first(), Some(&scaler), "{:?}", shown.fighters);
}

fn cron_job(log: &str, backoff: u32) -> Value {
    json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "backup"}, "spec": {
        "schedule": "0 0 1 1 *", "jobTemplate": {"spec": {"backoffLimit": backoff, "template": {
            "metadata": {"annotations": {"test.changeover/logs": log}},
            "spec": {"restartPolicy": "Never", "containers": [{"name": "dump", "image": "dump:1"}]}}}}}})
}

#[tokio::test]
#[ignore = "needs a running control plane"]
async fn a_job_is_made_once_and_a_taken_name_is_told() {
    let ground = Ground::new("job").await;
    ground.kubectl(&["apply", "-f", "-"], Some(&cron_job("x", 0).to_string()));
    let ids = (&ChangeId::new("c1"), &StepId::new("backup"));
    let make = |ids, cron: &'static str, job: &'static str| {
        let (cron, job, cluster) = (name(cron), name(job), ground.cluster.clone());
        async move { jobs::carry_out(&cluster, ids, &cron, &job).await }
    };
    let first = make(ids, "backup", "backup-1.0").await.unwrap();
    assert!(!first.found_again && !first.warnings.is_empty(), "{first:?}");
    let by_kubectl = ground.kubectl(&["create", "job", "by-hand", "--from=cronjob/backup"], None);
    assert!(by_kubectl.contains("created"));
    let (ours, by_hand) = (ground.get("job/backup-1.0"), ground.get("job/by-hand"));
    assert_eq!(ours["metadata"]["ownerReferences"], by_hand["metadata"]["ownerReferences"]);
    assert_eq!(ours["metadata"]["annotations"]["cronjob.kubernetes.io/instantiate"], "manual");
    assert!(make(ids, "backup", "backup-1.0").await.unwrap().found_again);
    let other = (&ChangeId::new("c2"), &StepId::new("backup"));
    let taken = make(other, "backup", "backup-1.0").await.unwrap_err();
    assert!(matches!(taken, JobError::Taken(_)), "{taken:?}");
    let state = jobs::name_state(&ground.cluster, ids.0, &name("by-hand")).await.unwrap();
    let NameState::Taken(job) = state else { panic!("{state:?}") };
    assert_eq!((job.creator.as_deref(), job.change), (Some("kubectl-create"), None));
    assert_eq!(jobs::name_state(&ground.cluster, ids.0, &name("free")).await.unwrap(), NameState::Free);
    let gone = make(ids, "nothing", "x").await.unwrap_err();
    assert!(matches!(&gone, JobError::Call(error) if error.is_not_found()), "{gone:?}");
}

/// A server that carries a POST out and breaks the connection instead of answering.
async fn forgetful_server(posts: std::sync::Arc<std::sync::Mutex<Vec<Value>>>) -> u16 {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serve = async move |mut socket: tokio::net::TcpStream,
                            posts: std::sync::Arc<std::sync::Mutex<Vec<Value>>>| {
        let mut bytes = Vec::new();
        let mut chunk = [0; 4096];
        loop {
            let read = socket.read(&mut chunk).await.unwrap_or(0);
            bytes.extend_from_slice(&chunk[..read]);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                if read == 0 {
                    return;
                }
                continue;
            };
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() < length.unwrap_or(0) {
                continue;
            }
            let (status, answer) = if head.starts_with("POST") && head.contains("/jobs?") {
                posts.lock().unwrap().push(serde_json::from_str(body).unwrap());
                return;
            } else if head.contains("/cronjobs/") {
                ("200 OK", cron_job("x", 0))
            } else {
                let made = posts.lock().unwrap().first().cloned();
                made.filter(|_| head.contains("/jobs/")).map_or(
                    ("404 Not Found", json!({"kind": "Status", "code": 404, "reason": "NotFound"})),
                    |made| ("200 OK", made),
                )
            };
            let answer = answer.to_string();
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                answer.len()
            );
            socket.write_all(format!("{head}{answer}").as_bytes()).await.unwrap();
            return;
        }
    };
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(serve(socket, std::sync::Arc::clone(&posts)));
        }
    });
    port
}

#[tokio::test]
async fn mistake_23_a_lost_answer_is_looked_up_and_never_sent_again() {
    drop(rustls::crypto::ring::default_provider().install_default());
    let posts = std::sync::Arc::default();
    let port = forgetful_server(std::sync::Arc::clone(&posts)).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config");
    let config = json!({"apiVersion": "v1", "kind": "Config", "current-context": "c", "users": [{"name": "u", "user": {}}],
        "clusters": [{"name": "k", "cluster": {"server": format!("http://127.0.0.1:{port}")}}],
        "contexts": [{"name": "c", "context": {"cluster": "k", "user": "u"}}]});
    std::fs::write(&file, config.to_string()).unwrap();
    let files = kubeconfig::read(&KubeconfigSource::File(file), &Surroundings::default()).unwrap();
    let choice = files.choose(&files.contexts[0].name).unwrap();
    let namespace = Namespace::new("a").unwrap();
    let cluster = connect::connect(&choice, &namespace, &ConnectOptions::default()).await.unwrap();
    let ids = (&ChangeId::new("c1"), &StepId::new("s"));
    let made = jobs::carry_out(&cluster, ids, &name("backup"), &name("job")).await.unwrap();
    assert!(made.found_again);
    let other = (&ChangeId::new("c2"), &StepId::new("s"));
    let taken = jobs::carry_out(&cluster, other, &name("backup"), &name("job")).await.unwrap_err();
    assert!(matches!(taken, JobError::Taken(_)), "{taken:?}");
    assert_eq!(posts.lock().unwrap().len(), 2);
}
