//! The cluster page: what a survey tells of a real API server, one object without its secrets, and the page by clicks.

use std::{path::Path, sync::Arc, time::Duration};

use changeover::{
    action::Mark,
    cluster::{
        Cluster, inspect,
        survey::{self, Scope, Surveying},
    },
    observed::{
        Link,
        survey::{Item, ItemKey, Lens, Section, Survey},
    },
};
use libtest_mimic::Trial;

use crate::{
    cluster_read::{self, deployment, runtime},
    support::{
        cluster_namespace::{Rule, TestNamespace},
        control_plane::ControlPlane,
        eventually, on_control_plane,
        window::{Window, in_window_alone},
    },
};

const SOON: Duration = Duration::from_secs(30);
const LONG: Duration = Duration::from_mins(2);

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("cluster_page::rows_tell_what_runs_and_what_is_wrong", rows_tell),
        on_control_plane("cluster_page::what_is_not_allowed_is_named_and_the_rest_is_shown", not_allowed),
        on_control_plane("cluster_page::an_object_is_shown_without_its_secrets", without_secrets),
        in_window_alone("cluster_page::is_looked_at_by_clicks", by_clicks),
    ]
}

async fn open(file: &Path, namespace: &str) -> Cluster {
    cluster_read::open(file, namespace).await.expect("a connection")
}

/// The survey, once it is so.
fn until(surveying: &Surveying, what: &str, is: impl Fn(&Survey) -> bool) -> Arc<Survey> {
    eventually(what, SOON, || {
        let survey = surveying.newest();
        if is(&survey) { Ok(survey) } else { Err(format!("{survey:#?}")) }
    })
}

fn row(survey: &Survey, name: &str) -> Option<Arc<Item>> {
    survey.rows.iter().find(|item| &*item.name == name).cloned()
}

fn route(name: &str) -> String {
    format!(
        "apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{selector: {{app: {name}}}, ports: [{{port: 80, targetPort: 8080}}]}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: {name}}}
spec:
  rules:
    - host: {name}.example
      http: {{paths: [{{path: /, pathType: Prefix, backend: {{service: {{name: {name}, port: {{number: 80}}}}}}}}]}}
"
    )
}

fn rows_tell(plane: &'static ControlPlane) {
    let space = plane.namespace("survey");
    let runtime = runtime();
    let _inside = runtime.enter();
    let cluster = runtime.block_on(open(&space.kubeconfig(), space.name()));
    let scope = Scope::One(space.name().to_owned());
    let surveying = survey::start(&cluster, &scope, Lens::default(), Arc::new(|| {}));
    let file =
        [deployment("good", 1, ""), deployment("bad", 1, "image-pull-error"), route("good"), route("bad")];
    space.apply(&file.join("---\n"));
    let survey = until(&surveying, "both deployments stand as they are", |survey| {
        let mark = |name: &str| row(survey, name).map(|item| item.mark);
        let is_live = matches!(survey.link, Link::Live { .. });
        is_live && mark("good") == Some(Mark::Good) && mark("bad") == Some(Mark::Bad)
    });
    let bad = row(&survey, "bad").expect("the row");
    assert!(bad.state.contains("registry.test/bad:1.0.1"), "its pod's reason: {bad:?}");
    assert!(bad.hint.is_some() && bad.ready == Some((0, 1)), "{bad:?}");
    assert!(survey.unseen.is_empty() && survey.hidden.is_empty(), "{survey:?}");
    followed(&surveying, &bad);
    look(&surveying);
    space.kubectl(&["delete", "deployment", "bad"]);
    surveying.look(Lens::default());
    until(&surveying, "what is deleted is gone", |survey| {
        survey.lens == Lens::default() && row(survey, "bad").is_none() && survey.rows.len() == 1
    });
    // The whole cluster, the system's namespaces too.
    let all = survey::start(&cluster, &Scope::All, Lens::default(), Arc::new(|| {}));
    until(&all, "the row is there with its namespace", |survey| {
        row(survey, "good").is_some_and(|item| &*item.namespace == space.name())
    });
}

/// The row that is looked at is told although the filter hides it.
fn followed(surveying: &Surveying, bad: &Item) {
    let hides = Lens { filter: "good".to_owned(), follow: Some(Arc::clone(&bad.row)), ..Lens::default() };
    surveying.look(hides.clone());
    let survey = until(surveying, "the lens hides it", |survey| survey.lens == hides);
    assert_eq!(survey.rows.len(), 1);
    assert_eq!(survey.followed.as_ref().map(|item| &*item.name), Some("bad"));
    surveying.look(Lens::default());
}

/// Other sections through the same survey.
fn look(surveying: &Surveying) {
    let through = |section| Lens { section, ..Lens::default() };
    surveying.look(through(Section::Routes));
    let survey = until(surveying, "the routes lead where they lead", |survey| {
        let mark = |name: &str| row(survey, name).map(|item| item.mark);
        let is_routes = survey.lens.section == Section::Routes;
        is_routes && mark("good") == Some(Mark::Note) && mark("bad") == Some(Mark::Bad)
    });
    let good = row(&survey, "good").expect("the row");
    assert_eq!((&*good.about, good.ready), ("good.example/ → good:80", Some((1, 1))));
    surveying.look(Lens { filter: "bad pull".to_owned(), ..through(Section::Pods) });
    let survey = until(surveying, "one pod is left by the filter", |survey| {
        survey.lens.section == Section::Pods && survey.rows.len() == 1
    });
    assert!(survey.rows.iter().all(|item| item.name.starts_with("bad-") && item.is_problem()), "{survey:?}");
}

fn not_allowed(plane: &'static ControlPlane) {
    let space = plane.namespace("survey-rights");
    space.apply(&deployment("web", 1, ""));
    let rules = [Rule {
        groups: &["", "apps"],
        resources: &["pods", "deployments"],
        verbs: &["get", "list", "watch"],
    }];
    let kubeconfig = space.deployer_kubeconfig(&rules);
    let runtime = runtime();
    let _inside = runtime.enter();
    let cluster = runtime.block_on(open(&kubeconfig, space.name()));
    let scope = Scope::One(space.name().to_owned());
    let surveying = survey::start(&cluster, &scope, Lens::default(), Arc::new(|| {}));
    let kinds =
        ["StatefulSet", "DaemonSet", "Job", "CronJob", "Ingress", "Service", "EndpointSlice", "Event"];
    until(&surveying, "the rest is live, and each kind is named", |survey| {
        // Kinds that other trials define may be named too.
        let says =
            |words: &str, kind: &str| words.split(|c: char| !c.is_alphanumeric()).any(|word| word == kind);
        let is_named = |kind: &str| survey.unseen.iter().any(|why| says(&why.summary.text(), kind));
        let is_live = matches!(survey.link, Link::Live { .. });
        row(survey, "web").is_some() && is_live && kinds.iter().all(|kind| is_named(kind))
    });
}

fn without_secrets(plane: &'static ControlPlane) {
    let space = plane.namespace("inspect");
    space.apply(&deployment("web", 1, ""));
    space.apply(
        "apiVersion: v1
kind: Secret
metadata: {name: login}
stringData: {password: hunter2-and-more}
",
    );
    let runtime = runtime();
    // From another namespace's connection: the object's own namespace counts.
    let cluster = runtime.block_on(open(&space.kubeconfig(), "default"));
    let detail = |kind: &str, name: &str| {
        let key = ItemKey {
            row: "".into(),
            kind: kind.into(),
            group: None,
            namespace: space.name().into(),
            name: name.into(),
        };
        runtime.block_on(inspect::detail(&cluster, &key))
    };
    let secret = detail("Secret", "login").expect("the object");
    assert!(secret.yaml.contains("name: login"), "{}", secret.yaml);
    for hidden in ["hunter2", "aHVudGVyMi", "managedFields", "last-applied"] {
        assert!(!secret.yaml.contains(hidden), "{hidden} in {}", secret.yaml);
    }
    let pod = pod_of(&space);
    let shown = detail("Pod", &pod).expect("the pod");
    assert_eq!(shown.owners.last().map(String::as_str), Some("Deployment/web"), "{:?}", shown.owners);
    assert_eq!(shown.containers, ["app"]);
    // Events are written a moment after what they tell of.
    eventually("its event", SOON, || {
        let web = detail("Deployment", "web").expect("the object");
        let is_told = web.events.iter().any(|event| event.reason == "ScalingReplicaSet");
        is_told.then_some(()).ok_or_else(|| format!("{:?}", web.events))
    });
    let gone = detail("Pod", "nobody").expect_err("no such pod").to_failure();
    assert!(gone.summary.text().contains("nobody"), "{gone:?}");
    assert!(detail("Nonsense", "x").is_err());
}

/// The name of the only pod, once there is one.
fn pod_of(space: &TestNamespace) -> String {
    eventually("a pod", SOON, || {
        let pods = space.get(&["pods"]);
        let name = pods.pointer("/items/0/metadata/name").and_then(|name| name.as_str());
        name.map(str::to_owned).ok_or_else(|| pods.to_string())
    })
}

fn by_clicks() {
    let home = tempfile::tempdir().expect("a home");
    let mut window = Window::practise(home.path(), home.path());
    let screen = &mut window.screen;
    screen.wait("all good", LONG);
    screen.click("Page: cluster");
    screen.wait("Workloads: 3 / 3, All as wanted", LONG);
    screen.click("Deployment postgres: Ready");
    screen.wait("Copy the kubectl line", SOON);
    screen.click("YAML");
    screen.wait("kind: Deployment", SOON);
    screen.click("Events");
    screen.wait("ScalingReplicaSet", SOON);
    screen.click("Close");
    screen.wait_gone("Copy the kubectl line", SOON);
    screen.fill_at_once("Filter", "graphics");
    screen.wait_gone("Deployment postgres: Ready", SOON);
    screen.wait("Deployment haikudepotserver-server-graphics: Ready", SOON);
    // Nothing of the change is lost by looking.
    screen.click("Page: change");
    screen.wait("Start the change", SOON);
}
