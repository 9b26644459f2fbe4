//! Repository ↔ cluster, and who else writes to an object: against a real API server, and by clicks.

use std::time::Duration;

use changeover::{
    cluster::{Cluster, inspect, scale, survey::Scope},
    manifest::{
        LineKind,
        drift::{Drift, Row, Standing},
    },
    names::ObjectName,
    observed::{
        fighters::{Deed, Fighter},
        survey::{Detail, ItemKey},
    },
    repo::RepoPath,
    worker::drift,
};
use libtest_mimic::{Completion, Trial};
use serde_json::Value;

use crate::{
    cluster_read::{self, runtime},
    support::{
        cluster_namespace::{Rule, TestNamespace, succeed},
        control_plane::ControlPlane,
        on_control_plane,
        screen::Screen,
        stage::{NEW, Stage},
        temp_repo::TempRepo,
        window::{Window, in_window, in_window_alone},
    },
};

const SOON: Duration = Duration::from_secs(30);
const LONG: Duration = Duration::from_mins(2);

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("drift::each_object_is_told_as_it_stands_and_nothing_is_written", stands),
        on_control_plane("drift::who_holds_a_field_is_named", holders),
        on_control_plane("drift::what_is_not_allowed_names_the_right", not_allowed),
        on_control_plane("drift::who_else_writes_to_an_object_is_told_beside_it", fighters_beside),
        on_control_plane("drift::what_may_not_be_asked_is_said_and_hinders_nothing", fighters_unread),
        in_window_alone("drift::is_compared_by_clicks", by_clicks),
        in_window("drift::an_autoscaler_is_named_before_scale_and_apply", autoscaler_named),
    ]
}

fn deployment(name: &str, cpu: &str, more: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  labels: {{app: {name}{more}}}
spec:
  replicas: 0
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      containers:
        - {{name: app, image: \"registry.test/{name}:1\", resources: {{limits: {{cpu: \"{cpu}\"}}}}}}
"
    )
}

fn secret(name: &str, value: &str) -> String {
    format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}}}\nstringData: {{password: {value}}}\n")
}

/// What is in the cluster, each as it was applied.
fn furnish(space: &TestNamespace) {
    let objects = [
        deployment("same", "1.0", ""),
        deployment("differs", "1", ""),
        deployment("labelled", "1", ""),
        secret("login", "hunter2-and-more"),
        secret("kept", "hunter3-and-more"),
    ];
    space.apply(&objects.join("---\n"));
}

fn files(space: &TestNamespace) -> Vec<(&'static str, String)> {
    let other =
        deployment("other", "1", "").replace("  name: other\n", "  name: other\n  namespace: default\n");
    let own = deployment("named", "1", "")
        .replace("  name: named\n", &format!("  name: named\n  namespace: {}\n", space.name()));
    vec![
        // Another spelling of the same quantity, as kubectl diff would show for ever.
        ("apps/same.yml", deployment("same", "1000m", "")),
        ("apps/differs.yml", deployment("differs", "2", "")),
        ("apps/labelled.yml", deployment("labelled", "1", ", tier: front")),
        ("apps/missing.yml", own),
        ("apps/other.yml", other),
        (
            "secrets.yml",
            format!("{}---\n{}", secret("login", "swordfish-and-more"), secret("kept", "hunter3-and-more")),
        ),
        ("unknown.yml", "apiVersion: nowhere.example/v1\nkind: Thing\nmetadata: {name: thing}\n".to_owned()),
        ("broken.yml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [}\n".to_owned()),
        ("strict.yml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: strict}\ndatta: {}\n".to_owned()),
        ("chart/Chart.yaml", "apiVersion: v2\nname: web\n".to_owned()),
        ("chart/templates/a.yaml", "apiVersion: v1\nkind: {{ .Values.kind }}\n".to_owned()),
        (".ci.yml", "stages: [build]\n".to_owned()),
    ]
}

fn repository(files: &[(&'static str, String)]) -> TempRepo {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    TempRepo::new(&files)
}

fn compare(cluster: &Cluster, repo: &TempRepo, scope: &Scope) -> Drift {
    let path = RepoPath::new(repo.root()).with_person_config(repo.person_config());
    runtime().block_on(drift::compare(cluster, path, scope, |_, _| {})).expect("a comparison")
}

fn open(space: &TestNamespace, kubeconfig: &std::path::Path) -> (tokio::runtime::Runtime, Cluster) {
    let runtime = runtime();
    let cluster = runtime.block_on(cluster_read::open(kubeconfig, space.name())).expect("a connection");
    (runtime, cluster)
}

fn row<'d>(drift: &'d Drift, object: &str) -> &'d Row {
    let found = drift.rows.iter().find(|row| row.object == object);
    assert!(found.is_some(), "{object} in {drift:#?}");
    found.expect("asserted")
}

fn notes(row: &Row) -> String {
    row.notes.iter().map(changeover::words::Sentence::text).collect::<Vec<_>>().join("\n")
}

/// What a write would change of the objects that are compared; the controllers' own notes come when they come.
fn state(space: &TestNamespace) -> Vec<Value> {
    let mut found = Vec::new();
    for object in
        ["deployment/same", "deployment/differs", "deployment/labelled", "secret/login", "secret/kept"]
    {
        let object = space.get(&[object]);
        let parts = ["/metadata/uid", "/metadata/generation", "/metadata/labels", "/spec", "/data"];
        found.extend(parts.map(|part| object.pointer(part).cloned().unwrap_or_default()));
    }
    for object in ["deployment/named", "configmap/strict"] {
        let (kind, name) = object.split_once('/').expect("kind and name");
        let there = space.get(&[kind]);
        let items = there.get("items").and_then(Value::as_array).expect("items");
        let is_it = |item: &Value| item.pointer("/metadata/name").and_then(Value::as_str) == Some(name);
        found.push(items.iter().any(is_it).into());
    }
    found
}

fn stands(plane: &'static ControlPlane) {
    let space = plane.namespace("drift");
    furnish(&space);
    let repo = repository(&files(&space));
    let (_runtime, cluster) = open(&space, &space.kubeconfig());
    let before = state(&space);
    let scope = Scope::One(space.name().to_owned());
    let drift = compare(&cluster, &repo, &scope);
    assert_eq!(state(&space), before, "something was written");
    assert_eq!(row(&drift, "Deployment/same").standing, Standing::Same);
    let differs = row(&drift, "Deployment/differs");
    assert_eq!(differs.standing, Standing::Differs { fields: 1 });
    let changed: Vec<&str> = differs
        .diff
        .hunks
        .iter()
        .flat_map(|hunk| &hunk.lines)
        .filter(|line| line.kind != LineKind::Same)
        .map(|line| line.text.trim())
        .collect();
    assert_eq!(changed, ["cpu: '1'", "cpu: '2'"]);
    assert_eq!(row(&drift, "Deployment/labelled").standing, Standing::OnlyMetadata { fields: 1 });
    assert_eq!(row(&drift, "Deployment/named").standing, Standing::Missing);
    assert_eq!((drift.elsewhere, drift.plain), (1, 1), "{drift:#?}");
    // Told that it differs, not what it is.
    assert_eq!(row(&drift, "Secret/login").standing, Standing::Differs { fields: 1 });
    assert_eq!(row(&drift, "Secret/kept").standing, Standing::Same);
    let shown = format!("{drift:?}");
    for hidden in ["hunter2", "hunter3", "swordfish", "aHVudGVy", "c3dvcmRm"] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
    assert!(notes(row(&drift, "Secret/login")).contains("hidden on both sides"));
    let refused = |object: &str| row(&drift, object).standing.words().text();
    assert!(refused("Thing/thing").contains("Thing of nowhere.example/v1"), "{}", refused("Thing/thing"));
    assert!(refused("ConfigMap/strict").contains("datta"), "{}", refused("ConfigMap/strict"));
    let of_file = |file: &str| {
        let row = drift.rows.iter().find(|row| row.file == file).expect("a row");
        (row.line, row.standing.words().key)
    };
    assert_eq!(of_file("broken.yml"), (Some(3), "drift-unreadable".to_owned()));
    assert_eq!(of_file("chart/"), (None, "drift-chart".to_owned()));
    // What does not agree stands first, the same last.
    assert!(matches!(drift.rows.first().map(|row| &row.standing), Some(Standing::Differs { .. })));
    assert_eq!(drift.rows.last().map(|row| &row.standing), Some(&Standing::Same));
    edited(&repo, &cluster, &scope);
    all_namespaces(&repo, &cluster);
}

/// The committed state counts, and an edit beside it is said.
fn edited(repo: &TempRepo, cluster: &Cluster, scope: &Scope) {
    repo.write("apps/same.yml", deployment("same", "4", ""));
    let drift = compare(cluster, repo, scope);
    let same = row(&drift, "Deployment/same");
    assert_eq!((&same.standing, same.is_edited), (&Standing::Same, true));
    assert!(notes(same).contains("edits that are not committed"), "{}", notes(same));
}

/// Of all namespaces nothing is elsewhere; each object is looked for where it belongs.
fn all_namespaces(repo: &TempRepo, cluster: &Cluster) {
    let drift = compare(cluster, repo, &Scope::All);
    assert_eq!(drift.elsewhere, 0);
    assert_eq!(row(&drift, "Deployment/other").standing, Standing::Missing);
    assert_eq!(row(&drift, "Deployment/same").standing, Standing::Same);
}

fn holders(plane: &'static ControlPlane) {
    let space = plane.namespace("drift-holders");
    space.apply(&deployment("web", "1", ""));
    succeed(&space.kubectl(&["set", "image", "deployment/web", "app=registry.test/web:hotfix"]));
    let repo = repository(&[("web.yml", deployment("web", "1", ""))]);
    let (_runtime, cluster) = open(&space, &space.kubeconfig());
    let drift = compare(&cluster, &repo, &Scope::One(space.name().to_owned()));
    let web = row(&drift, "Deployment/web");
    assert_eq!(web.standing, Standing::Differs { fields: 1 });
    let notes = notes(web);
    for word in ["kubectl-set", "registry.test/web:hotfix", "registry.test/web:1", ".image"] {
        assert!(notes.contains(word), "{word} in {notes}");
    }
}

fn not_allowed(plane: &'static ControlPlane) {
    let space = plane.namespace("drift-rights");
    space.apply(&deployment("web", "1", ""));
    let rules = [
        Rule { groups: &["apps"], resources: &["deployments"], verbs: &["get", "list"] },
        Rule { groups: &[""], resources: &["configmaps"], verbs: &["get", "patch", "create"] },
    ];
    let kubeconfig = space.deployer_kubeconfig(&rules);
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n".to_owned();
    let repo = repository(&[("web.yml", deployment("web", "1", "")), ("c.yml", config)]);
    let (_runtime, cluster) = open(&space, &kubeconfig);
    let drift = compare(&cluster, &repo, &Scope::One(space.name().to_owned()));
    let words = row(&drift, "Deployment/web").standing.words().text();
    assert!(words.contains("patch deployments"), "{words}");
    // One that is not allowed does not hide the others.
    assert_eq!(row(&drift, "ConfigMap/c").standing, Standing::Missing);
}

/// An autoscaler that never has figures to act on.
fn autoscaler(name: &str, target: &str) -> String {
    format!(
        "apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: {name}}}
spec:
  minReplicas: 2
  maxReplicas: 8
  scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: {target}}}
"
    )
}

fn detail(runtime: &tokio::runtime::Runtime, cluster: &Cluster, name: &str) -> Detail {
    let namespace = cluster.namespace().as_str();
    let key = ItemKey {
        row: "".into(),
        kind: "Deployment".into(),
        group: None,
        namespace: namespace.into(),
        name: name.into(),
    };
    runtime.block_on(inspect::detail(cluster, &key)).expect("the object")
}

fn fighters_beside(plane: &'static ControlPlane) {
    let space = plane.namespace("fighters");
    let budget = "apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: keep-one}
spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
";
    let tracked = deployment("web", "1", "").replace(
        "metadata:\n  name: web\n",
        "metadata:\n  name: web\n  annotations: {argocd.argoproj.io/tracking-id: \"shop:apps/Deployment:x/web\"}\n",
    );
    let objects = [tracked, deployment("other", "1", ""), autoscaler("web-pods", "web"), budget.to_owned()];
    space.apply(&objects.join("---\n"));
    succeed(&space.kubectl(&["set", "image", "deployment/web", "app=registry.test/web:hotfix"]));
    let (runtime, cluster) = open(&space, &space.kubeconfig());
    let web = detail(&runtime, &cluster, "web");
    assert!(web.unread.is_empty(), "{:?}", web.unread);
    let scaler = Fighter::Autoscaler { name: "web-pods".to_owned(), limits: (2, 8) };
    let kept = Fighter::Budget { name: "keep-one".to_owned(), keeps: "minAvailable 1".to_owned() };
    let argo = Fighter::ArgoCd { application: "shop".to_owned() };
    assert_eq!(web.fighters.get(..3), Some([scaler.clone(), kept, argo.clone()].as_slice()));
    let person = web.fighters.get(3).expect("who set the image");
    let words = person.words().text();
    for part in ["kubectl-set", "spec.template.spec.containers[app].image", "UTC"] {
        assert!(words.contains(part), "{part} in {words}");
    }
    assert_eq!(detail(&runtime, &cluster, "other").fighters, []);
    // The same before a scale.
    let name = ObjectName::new("web").expect("a name");
    let scale =
        runtime.block_on(scale::read(&cluster, scale::Workload::Deployment, &name)).expect("its number");
    let rivals: Vec<_> = scale.fighters.iter().filter(|one| one.undoes(Deed::Scale)).collect();
    assert_eq!(rivals, [&scaler, &argo]);
}

fn fighters_unread(plane: &'static ControlPlane) {
    let space = plane.namespace("fighters-rights");
    let objects = [deployment("web", "1", ""), autoscaler("web-pods", "web")];
    space.apply(&objects.join("---\n"));
    let rules = [Rule { groups: &["apps"], resources: &["deployments"], verbs: &["get", "list"] }];
    let (runtime, cluster) = open(&space, &space.deployer_kubeconfig(&rules));
    let web = detail(&runtime, &cluster, "web");
    let unread: Vec<String> = web.unread.iter().map(|why| why.summary.text()).collect();
    let is_said = |kind: &str| unread.iter().any(|words| words.contains(kind));
    assert!(is_said("HorizontalPodAutoscalers") && is_said("PodDisruptionBudgets"), "{unread:?}");
    assert!(!web.yaml.is_empty(), "the rest is there");
}

/// On the step and in its dialog, before the scale and before the apply.
fn autoscaler_named(plane: &'static ControlPlane) -> Completion {
    let stage = Stage::shop(plane, str::to_owned);
    stage.namespace.apply(&autoscaler("shop-pods", "shop"));
    let arguments = stage.arguments(&[("registry", "registry.example"), ("version", NEW)]);
    let mut window = Window::open(stage.home.path(), &arguments, &stage.environment());
    let screen = &mut window.screen;
    screen.click_within("Take the link from the image", LONG);
    screen.wait_gone("Take the link from the image", LONG);
    screen.scroll_to_top();
    screen.click_within("Start the change", LONG);
    let named = "The autoscaler shop-pods (HorizontalPodAutoscaler, from 2 to 8)";
    screen.wait_ready("Scale to 0…", LONG);
    screen.wait(named, SOON);
    deed(screen, "Scale to 0", named);
    deed(screen, "Start the job", "Cancel");
    deed(screen, "Change the file", "Cancel");
    screen.wait_ready("Apply to the cluster…", LONG);
    screen.wait(&format!("Deployment/shop: {named}"), SOON);
    screen.click("Apply to the cluster…");
    screen.wait_ready("Apply to the cluster", LONG);
    assert!(twice(screen, named), "{}", screen.words());
    Completion::Completed
}

/// The deed's button, what its dialog says, the deed.
fn deed(screen: &mut Screen, name: &str, said: &str) {
    screen.click_within(&format!("{name}…"), LONG);
    screen.wait_ready(name, LONG);
    assert!(said == "Cancel" || twice(screen, said), "{}", screen.words());
    screen.click(name);
    screen.wait_gone("Cancel", LONG);
}

/// Whether it stands on the step and in the dialog over it.
fn twice(screen: &mut Screen, words: &str) -> bool {
    screen.items().iter().filter(|item| item.name.contains(words)).count() >= 2
}

fn by_clicks() {
    let home = tempfile::tempdir().expect("a home");
    let mut window = Window::practise(home.path(), home.path());
    window.screen.keep_pictures();
    let screen = &mut window.screen;
    screen.wait("all good", LONG);
    screen.click("Page: cluster");
    screen.wait("Workloads: 3 / 3, All as wanted", LONG);
    screen.click("Repository ↔ cluster");
    screen.wait("Nothing is written: the server is asked for a dry run of each apply", SOON);
    screen.click("Compare");
    let row = screen.wait("Deployment/postgres: ", LONG);
    screen.click(&row.name);
    screen.wait("Copy the kubectl diff line", SOON);
    screen.picture("drift");
    screen.click("What runs");
    screen.wait("Workloads: 3 / 3, All as wanted", SOON);
}
