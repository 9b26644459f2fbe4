//! What it is for: trying the acting side by hand on a control plane that already runs. In: its folder, by
//! `CHANGEOVER_CONTROL_PLANE_DIR`. Out: nothing. Never: run without being asked (`cargo test -- --ignored`).

use std::{collections::BTreeMap, path::PathBuf, process::Command};

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
use crate::names::Namespace;

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
            connect::connect(&choice, &Namespace::new(&namespace).unwrap(), &ConnectOptions::default()).await.unwrap();
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
        serde_json::from_str(&self.kubectl(&["get", object, "-o", "json", "--show-managed-fields"], None)).unwrap()
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
    let wrong = [json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"replica": 1}})];
    eprintln!("{:?}", apply::preview(&ground.cluster, &wrong).await.unwrap_err());
    let unknown = [json!({"apiVersion": "x/v1", "kind": "Y", "metadata": {"name": "web"}})];
    eprintln!("{:?}", apply::preview(&ground.cluster, &unknown).await.unwrap_err());
}
