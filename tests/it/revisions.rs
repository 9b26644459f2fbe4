//! `DeploymentConfigs` of OpenShift on the cluster page and beside a step, and the revisions behind a roll-out, on a real
//! API server.
//!
//! The kind is a definition of the tests, a small one. Nobody rolls the configs out here: what OpenShift's controllers would
//! write into a status, and the replication controller that they would make, the trials write. Its pods are real.

use std::{sync::Arc, time::Duration};

use changeover::{
    action::Mark,
    cluster::{
        connect::Cluster,
        inspect,
        survey::{self, Scope},
        watch::{self, WatchSpec},
    },
    observed::{
        Observed, revisions,
        survey::{Item, ItemKey, Lens, Section, Survey},
    },
};
use libtest_mimic::Trial;
use serde_json::json;

use crate::{
    cluster_read::{deployment, open, runtime},
    routes::{definition, established},
    support::{
        cluster_namespace::{TestNamespace, succeed},
        control_plane::ControlPlane,
        eventually, on_control_plane,
    },
};

const SOON: Duration = Duration::from_secs(45);
/// By its group: another one has such a kind too.
const CONFIG: &str = "deploymentconfigs.apps.openshift.io";

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("revisions::a_deployment_config_is_seen_with_its_pods_and_versions", config),
        on_control_plane("revisions::a_roll_out_tells_which_revision_has_how_many_pods", rollout),
    ]
}

/// The config `api` with one version, whose pods the cluster makes.
fn rolled_out(space: &TestNamespace) {
    let labels = json!({"deploymentconfig": "api"});
    let template = json!({"metadata": {"labels": labels},
        "spec": {"containers": [{"name": "api", "image": "registry.test/api:1.0.1"}]}});
    let config = json!({"apiVersion": "apps.openshift.io/v1", "kind": "DeploymentConfig", "metadata": {"name": "api"},
        "spec": {"replicas": 1, "selector": labels, "template": template, "triggers": [{"type": "ConfigChange"}]}});
    space.apply(&config.to_string());
    let uid = space.get(&[CONFIG, "api"]).pointer("/metadata/uid").cloned();
    let controller = json!({"apiVersion": "v1", "kind": "ReplicationController", "metadata": {"name": "api-1",
            "annotations": {"openshift.io/deployment-config.latest-version": "1",
                "openshift.io/deployment-config.name": "api", "openshift.io/deployment.phase": "Complete"},
            "ownerReferences": [{"apiVersion": "apps.openshift.io/v1", "kind": "DeploymentConfig", "name": "api",
                "uid": uid, "controller": true}]},
        "spec": {"replicas": 1, "selector": labels, "template": template}});
    space.apply(&controller.to_string());
}

/// What OpenShift's controller would write.
fn status(space: &TestNamespace, status: &serde_json::Value) {
    let patch = json!({"status": status}).to_string();
    let arguments = ["patch", CONFIG, "api", "--subresource=status", "--type=merge", "-p", &patch];
    succeed(&space.kubectl(&arguments));
}

fn watched(kind: &str, name: &str) -> Vec<WatchSpec> {
    vec![WatchSpec { kind: kind.to_owned(), names: vec![name.to_owned()], selector: None }]
}

fn config(plane: &'static ControlPlane) {
    let space = plane.namespace("configs");
    for group in ["apps.openshift.io", "shop.example"] {
        space.apply(&definition(group, "v1", "DeploymentConfig", "deploymentconfigs").to_string());
        established(&space, &format!("deploymentconfigs.{group}"));
    }
    rolled_out(&space);
    let namesake =
        json!({"apiVersion": "shop.example/v1", "kind": "DeploymentConfig", "metadata": {"name": "api"}});
    space.apply(&namesake.to_string());
    let runtime = runtime();
    let _inside = runtime.enter();
    let cluster = runtime.block_on(open(&space.kubeconfig(), space.name())).expect("a connection");
    let item = on_the_page(&space, &cluster);
    closely(&runtime, &cluster, &item);
    beside_a_step(&space, &cluster);
}

/// Its row, from never rolled out to failed.
fn on_the_page(space: &TestNamespace, cluster: &Cluster) -> Arc<Item> {
    let scope = Scope::One(space.name().to_owned());
    let surveying = survey::start(cluster, &scope, Lens::default(), Arc::new(|| {}));
    let row = |what: &str, is: &dyn Fn(&Item) -> bool| {
        let found =
            |survey: &Survey| survey.rows.iter().find(|item| &*item.name == "api" && is(item)).cloned();
        eventually(what, SOON, || {
            let survey = surveying.newest();
            found(&survey).ok_or_else(|| format!("{:#?}", survey.rows))
        })
    };
    status(space, &json!({"observedGeneration": 1}));
    row("it was never rolled out", &|item| item.state.contains("never been rolled out"));
    let done = json!({"latestVersion": 1, "observedGeneration": 1, "replicas": 1, "updatedReplicas": 1,
        "availableReplicas": 1, "readyReplicas": 1});
    status(space, &done);
    let item = row("it is ready", &|item| item.mark == Mark::Good);
    assert_eq!((&*item.kind, item.ready), ("DeploymentConfig", Some((1, 1))));
    let late = json!({"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded"});
    status(space, &json!({"latestVersion": 2, "updatedReplicas": 0, "conditions": [late]}));
    let item = row("it failed", &|item| item.mark == Mark::Bad);
    assert!(item.hint.as_deref().is_some_and(|hint| hint.contains("oc rollout latest")), "{item:?}");
    status(space, &done);
    item
}

/// The detail of the config, of its namesake, and of its pod.
fn closely(runtime: &tokio::runtime::Runtime, cluster: &Cluster, item: &Item) {
    let detail = |key: &ItemKey| runtime.block_on(inspect::detail(cluster, key)).expect("an object");
    let seen = detail(&item.key());
    assert_eq!(seen.group, "apps.openshift.io");
    let other = ItemKey { group: Some("shop.example".into()), ..item.key() };
    assert_eq!(detail(&other).group, "shop.example", "the group tells which of two is meant");
    let versions: Vec<_> = seen.revisions.iter().map(|one| (one.number, one.phase.as_str())).collect();
    assert_eq!(versions, [(1, "Complete")]);
    let lens = Lens { section: Section::Pods, ..Lens::default() };
    let scope = Scope::One(item.namespace.to_string());
    let surveying = survey::start(cluster, &scope, lens, Arc::new(|| {}));
    let pod = eventually("its pod", SOON, || {
        let survey = surveying.newest();
        let mut pods = survey.rows.iter().filter(|item| &*item.kind == "Pod");
        pods.next().cloned().ok_or_else(|| format!("{:#?}", survey.rows))
    });
    assert_eq!(pod.owner.as_deref(), Some("ReplicationController/api-1"));
    assert_eq!(detail(&pod.key()).owners, ["ReplicationController/api-1", "DeploymentConfig/api"]);
}

/// The rows beside a step; and what is said where the cluster has no such kind.
fn beside_a_step(space: &TestNamespace, cluster: &Cluster) {
    let rows = watch::start(cluster, watched("DeploymentConfig", "api"), Arc::new(|| {}));
    eventually("it stands beside the step with its version and its pod", SOON, || {
        let observed = Arc::clone(&rows.borrow());
        let words = observed.workloads.first().and_then(|row| revisions::words(&row.revisions, row.wanted));
        let is_whole = words.as_deref() == Some("1 of 1 on revision 1") && observed.pods.len() == 1;
        if is_whole && observed.unseen.is_empty() { Ok(()) } else { Err(format!("{observed:#?}")) }
    });
    succeed(&space.kubectl(&["delete", "crd", CONFIG, "--wait=false"]));
    let told = |observed: &Observed| {
        let mut all = observed.unseen.iter();
        all.any(|one| one.summary.text().contains("no such kind"))
    };
    let rows = eventually("that the cluster has no such kind is told", SOON, || {
        let rows = watch::start(cluster, watched("DeploymentConfig", "api"), Arc::new(|| {}));
        for _ in 0..20 {
            if told(&rows.borrow()) {
                return Ok(rows);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let observed = Arc::clone(&rows.borrow());
        Err(format!("{observed:#?}"))
    });
    assert!(rows.borrow().is_live());
}

fn rollout(plane: &'static ControlPlane) {
    let space = plane.namespace("revisions");
    space.apply(&deployment("web", 3, ""));
    let runtime = runtime();
    let _inside = runtime.enter();
    let cluster = runtime.block_on(open(&space.kubeconfig(), space.name())).expect("a connection");
    let rows = watch::start(&cluster, watched("Deployment", "web"), Arc::new(|| {}));
    let says = |wanted: &str| {
        eventually(wanted, SOON, || {
            let observed = Arc::clone(&rows.borrow());
            let words =
                observed.workloads.first().and_then(|row| revisions::words(&row.revisions, row.wanted));
            if words.as_deref() == Some(wanted) { Ok(observed) } else { Err(format!("{observed:#?}")) }
        })
    };
    says("3 of 3 on revision 1");
    // The new image cannot be had, so the roll-out stays where it is.
    let broken = deployment("web", 3, "image-missing").replace("1.0.1", "1.0.2");
    space.apply(&broken);
    says("1 of 3 on revision 2, 3 on revision 1");
    let key = ItemKey {
        kind: "Deployment".into(),
        namespace: space.name().into(),
        name: "web".into(),
        ..ItemKey::default()
    };
    let detail = runtime.block_on(inspect::detail(&cluster, &key)).expect("the deployment");
    let numbers: Vec<i64> = detail.revisions.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [2, 1]);
    let newest = detail.revisions.first().expect("just seen");
    assert_eq!(newest.images, ["registry.test/web:1.0.2"]);
    space.apply(&deployment("web", 3, "").replace("1.0.1", "1.0.3"));
    says("3 of 3 on revision 3");
}
