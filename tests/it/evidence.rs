//! Shows what can be seen of a Deployment's newest pods before a way back is chosen, on a real API server.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking; a missing field of an answer is a failure"
)]

use std::time::{Duration, Instant};

use changeover::{
    cluster::{
        Cluster,
        connect::{ConnectOptions, connect},
        kubeconfig::{self, KubeconfigSource, Surroundings},
    },
    failure::Failure,
    names::Namespace,
    observed::evidence::{Seen, SeenLogs},
    procedure::Evidence,
    worker::evidence::read,
};
use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    cluster_namespace::{Rule, TestNamespace, succeed},
    control_plane::ControlPlane,
    on_control_plane,
};

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("evidence::lines_of_the_newest_pods_also_from_before_a_restart", restarted),
        on_control_plane("evidence::pods_that_never_started_are_told_from_those_that_ran", never_started),
        on_control_plane("evidence::what_cannot_be_read_is_said", unreadable),
        on_control_plane("evidence::a_value_of_an_object_is_shown_and_a_secret_is_not", values),
    ]
}

fn with_space(plane: &'static ControlPlane, name: &str, test: impl AsyncFnOnce(&TestNamespace, Cluster)) {
    drop(rustls::crypto::ring::default_provider().install_default());
    let space = plane.namespace(name);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let cluster = open(&space.kubeconfig(), &space).await;
        Box::pin(test(&space, cluster)).await;
    });
}

async fn open(file: &std::path::Path, space: &TestNamespace) -> Cluster {
    let read = kubeconfig::read(&KubeconfigSource::File(file.to_owned()), &Surroundings::default()).unwrap();
    let choice = read.choose(&read.current.clone().expect("a current context")).unwrap();
    connect(&choice, &Namespace::new(space.name()).unwrap(), &ConnectOptions::default()).await.unwrap()
}

fn web(image: &str, notes: &Value) -> String {
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"replicas": 2,
        "selector": {"matchLabels": {"app": "web"}}, "template": {
            "metadata": {"labels": {"app": "web"}, "annotations": notes},
            "spec": {"containers": [{"name": "web", "image": image}]}}}})
    .to_string()
}

fn logs(grep: &str) -> Vec<Evidence> {
    serde_json::from_value(json!([{"logs": {"deployment": "web", "grep": grep}}])).unwrap()
}

async fn seen(cluster: &Cluster, grep: &str) -> SeenLogs {
    match read(cluster, &logs(grep)).await.remove(0) {
        Ok(Seen::Logs(logs)) => logs,
        other => panic!("{other:?}"),
    }
}

async fn until(cluster: &Cluster, grep: &str, is: impl Fn(&SeenLogs) -> bool) -> SeenLogs {
    let begun = Instant::now();
    loop {
        let logs = seen(cluster, grep).await;
        if is(&logs) {
            return logs;
        }
        assert!(begun.elapsed() < Duration::from_secs(40), "not in time: {logs:#?}");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

fn said(failure: &Failure) -> String {
    let text = failure.summary.text();
    assert!(!text.contains('⟨') && !text.contains("{ $"), "{text}");
    text
}

fn restarted(plane: &'static ControlPlane) {
    with_space(plane, "evidence-restarted", async |space, cluster| {
        space.apply(&web("web:1", &json!({"test.changeover/logs": "migrating of old\nup\n"})));
        until(&cluster, "up", |logs| logs.lines.len() == 2).await;
        let script = "hello\nMigrating schema to 7\n@repeat 300 migrating table {n}\n\u{1b}[31mERROR: migration failed\n@1s @exit 3\n";
        space.apply(&web("web:2", &json!({"test.changeover/logs": script})));
        let logs = until(&cluster, "(?i)migrat", |logs| {
            let restarted = logs.containers.iter().filter(|one| one.restarts > 0).count();
            restarted == 2 && logs.unread.is_empty()
        })
        .await;
        assert!(
            logs.containers.iter().all(|one| one.image == "web:2" && one.has_started),
            "{:?}",
            logs.containers
        );
        let ended = logs.containers.iter().filter_map(|one| one.ended.as_ref());
        assert!(ended.clone().count() == 2 && ended.clone().all(|end| end.code == 3), "{logs:#?}");
        assert!(logs.replica_set.is_some());
        assert_eq!(logs.lines.len(), 200);
        assert!(logs.left_out >= 2 * 302 - 200, "{}", logs.left_out);
        assert!(logs.looked_at > 600);
        assert!(logs.lines.iter().any(|line| line.is_before_restart));
        assert!(logs.lines.iter().all(|line| !line.text.contains("of old") && !line.text.contains('\u{1b}')));
        assert!(logs.lines.iter().all(|line| line.at.is_some() && !line.pod.is_empty()));
        let failed = seen(&cluster, "ERROR").await;
        assert!(failed.lines.iter().any(|line| line.text == "ERROR: migration failed"), "{failed:#?}");
    });
}

fn never_started(plane: &'static ControlPlane) {
    with_space(plane, "evidence-never", async |space, cluster| {
        space.apply(&web("web:1", &json!({"test.changeover/logs": "migrating of old\n"})));
        until(&cluster, "migrat", |logs| logs.lines.len() == 2).await;
        space.apply(&web("web:2", &json!({"test.changeover/behaviour": "image-pull-error"})));
        let logs = until(&cluster, "migrat", |logs| {
            logs.containers.iter().any(|one| one.waiting.as_deref() == Some("ImagePullBackOff"))
        })
        .await;
        assert!(logs.containers.iter().all(|one| !one.has_started && one.image == "web:2"), "{logs:#?}");
        assert_eq!((logs.lines.len(), logs.unread.len()), (0, 0), "the old pods' lines are not theirs");
        succeed(&space.kubectl(&["scale", "deployment", "web", "--replicas=0"]));
        until(&cluster, "migrat", |logs| logs.containers.is_empty()).await;
    });
}

fn unreadable(plane: &'static ControlPlane) {
    with_space(plane, "evidence-unreadable", async |space, cluster| {
        let missing = read(&cluster, &logs("x")).await.remove(0).unwrap_err();
        assert!(said(&missing).contains("web"));
        said(&read(&cluster, &logs("(")).await.remove(0).unwrap_err());
        space.apply(&web("web:1", &json!({"test.changeover/logs": "migrating\n"})));
        until(&cluster, "migrat", |logs| logs.lines.len() == 2).await;
        let rules = [
            Rule { groups: &["apps"], resources: &["deployments"], verbs: &["get"] },
            Rule { groups: &[""], resources: &["pods"], verbs: &["list"] },
        ];
        let deployer = open(&space.deployer_kubeconfig(&rules), space).await;
        let logs = seen(&deployer, "migrat").await;
        assert_eq!((logs.containers.len(), logs.unread.len(), logs.lines.len()), (2, 2, 0), "{logs:#?}");
        assert!(logs.replica_set.is_none());
        assert!(
            said(&logs.unread[0]).contains("may not") || said(&logs.unread[0]).contains("right"),
            "{:?}",
            logs.unread
        );
    });
}

fn values(plane: &'static ControlPlane) {
    with_space(plane, "evidence-values", async |space, cluster| {
        space.apply(&web("web:1", &json!({})));
        succeed(&space.kubectl(&["create", "secret", "generic", "s", "--from-literal=password=hunter2"]));
        let wanted: Vec<Evidence> = serde_json::from_value(json!([
            {"object": "Deployment/web", "show": "spec.template.spec.containers[name=web].image"},
            {"object": "Deployment/web", "show": "spec.nothing"},
            {"object": "Deployment/gone", "show": "spec.replicas"},
            {"object": "Secret/s", "show": "data.password"},
            {"object": "Nonsense/s", "show": "x"},
            {"object": "Deployment/web", "show": "spec.replicas.x"},
        ]))
        .unwrap();
        let all = read(&cluster, &wanted).await;
        let value = |index: usize| match &all[index] {
            Ok(Seen::Object(object)) => object.value.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(value(0).as_deref(), Some("web:1"));
        assert_eq!((value(1), value(2)), (None, None));
        assert!(value(3).is_some_and(|shown| !shown.contains("hunter") && !shown.contains("aHVudGVy")));
        assert!(all[4].is_err() && all[5].is_err());
        all.iter().filter_map(|one| one.as_ref().err()).for_each(|failure| drop(said(failure)));
    });
}
