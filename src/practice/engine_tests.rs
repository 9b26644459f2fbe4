//! Tests of controllers and nodes together, over the shipped scenario, at a high pace.

use std::{sync::Arc, time::Duration};

use hyper::body::Bytes;
use serde_json::{Value, json};

use super::{
    api::{Api, Call},
    controllers::fields::{condition, controller, is_ready, is_true, list, number, text},
    delete::DeleteOptions,
    engine::{Engine, settle},
    facts::Facts,
    kinds,
    kubelet::{ExecOptions, LogOptions, Told},
    meta,
    patching::PatchKind,
    scenario::Scenario,
};
use crate::manifest::Manifest;

const NAMESPACE: &str = "depot";
/// Fast enough for a test, and slow enough that what is watched can be seen.
const PACE: u32 = 40;

struct Bench {
    api: Api,
    facts: Facts,
    engine: Engine,
    scenario: Arc<Scenario>,
}

impl Bench {
    /// An empty cluster that runs.
    fn empty() -> Self {
        let scenario = Arc::new(Scenario::shipped("depot").expect("reads"));
        let (api, facts) = (Api::default(), Facts::new(scenario.facts.clone(), PACE));
        api.furnish().expect("furnished");
        api.furnish_namespace(NAMESPACE, "test").expect("furnished");
        let engine = Engine::start(&api, Arc::clone(&scenario), &facts).expect("starts");
        Self { api, facts, engine, scenario }
    }

    /// The shipped scenario, running.
    async fn depot() -> Self {
        let scenario = Arc::new(Scenario::shipped("depot").expect("reads"));
        let (api, facts) = (Api::default(), Facts::new(scenario.facts.clone(), PACE));
        api.furnish().expect("furnished");
        let texts = scenario.running.iter().map(|file| scenario.file(file).expect("there"));
        let manifests = texts.map(|text| Manifest::read(text).expect("reads"));
        let objects = manifests.flat_map(|manifest| manifest.documents).map(|document| document.for_apply());
        settle(&api, &scenario, objects.collect(), "kubectl").expect("settled");
        let engine = Engine::start(&api, Arc::clone(&scenario), &facts).expect("starts");
        let bench = Self { api, facts, engine, scenario };
        for name in ["haikudepotserver", "haikudepotserver-server-graphics", "postgres"] {
            bench.until(&format!("{name} is ready"), |bench| bench.is_rolled_out(name)).await;
        }
        bench
    }

    fn call(group: &str, resource: &str, name: &str) -> Call {
        Call::new(kinds::find(group, resource).expect("known"), NAMESPACE, name, "test")
    }

    fn get(&self, group: &str, resource: &str, name: &str) -> Option<Arc<Value>> {
        self.api.get(&Self::call(group, resource, name)).ok()
    }

    fn all(&self, group: &str, resource: &str) -> Vec<Arc<Value>> {
        self.api.store().list(kinds::find(group, resource).expect("known"), NAMESPACE).objects
    }

    fn create(&self, group: &str, resource: &str, body: Value) -> Arc<Value> {
        self.api.create(&Self::call(group, resource, ""), body).expect("made").object
    }

    fn patch(&self, group: &str, resource: &str, name: &str, patch: &Value) {
        let body = patch.to_string();
        self.api
            .patch(&Self::call(group, resource, name), PatchKind::Strategic, body.as_bytes())
            .expect("patched");
    }

    fn pods_of(&self, app: &str) -> Vec<Arc<Value>> {
        let is =
            |pod: &Arc<Value>| meta::field(pod, "labels").and_then(|all| all.get("app")) == Some(&json!(app));
        self.all("", "pods").into_iter().filter(is).collect()
    }

    fn is_rolled_out(&self, name: &str) -> bool {
        let Some(object) = self.get("apps", "deployments", name) else { return false };
        let wanted = number(&object, "/spec/replicas");
        number(&object, "/status/observedGeneration") == meta::generation(&object)
            && ["updatedReplicas", "replicas", "availableReplicas"]
                .iter()
                .all(|key| number(&object, &format!("/status/{key}")) == wanted)
            && condition(&object, "Progressing")
                .is_some_and(|one| text(one, "/reason") == "NewReplicaSetAvailable")
    }

    /// An event is written a moment after what it tells of.
    async fn hears(&self, kind: &str, reason: &str, words: &str) {
        self.until(reason, |bench| bench.has_event(kind, reason, words)).await;
    }

    fn has_event(&self, kind: &str, reason: &str, words: &str) -> bool {
        self.all("", "events").iter().any(|event| {
            text(event, "/involvedObject/kind") == kind
                && text(event, "/reason") == reason
                && text(event, "/message").contains(words)
        })
    }

    async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let mut revisions = self.api.store().subscribe();
        let waited = tokio::time::timeout(Duration::from_mins(1), async {
            loop {
                revisions.mark_unchanged();
                if holds(self) {
                    return;
                }
                revisions.changed().await.expect("the store lives");
            }
        });
        if waited.await.is_err() {
            let dump: Vec<String> = ["pods", "events"]
                .iter()
                .flat_map(|kind| self.all("", kind))
                .chain(self.all("apps", "deployments"))
                .chain(self.all("batch", "jobs"))
                .map(|object| {
                    format!(
                        "{} {} {}",
                        meta::text(&object, "name"),
                        text(&object, "/message"),
                        object["status"]
                    )
                })
                .collect();
            panic!("not in time: {what}\n{}", dump.join("\n"));
        }
    }

    async fn log(&self, pod: &Value, options: LogOptions) -> Result<String, String> {
        let mut pieces = self.engine.kubelet().log(pod, &options).map_err(|refusal| refusal.message)?;
        let mut whole: Vec<u8> = Vec::new();
        while let Some(piece) = pieces.recv().await {
            whole.extend_from_slice(&piece);
        }
        Ok(String::from_utf8(whole).expect("text"))
    }

    async fn exec(&self, pod: &Value, line: &[&str]) -> (String, String, i32) {
        let command = line.iter().map(|&word| word.to_owned()).collect();
        let options = ExecOptions { container: "postgres".to_owned(), command, ..ExecOptions::default() };
        let mut running = self.engine.kubelet().exec(pod, &options).expect("starts");
        let (mut out, mut err) = (String::new(), String::new());
        let read = |bytes: &Bytes| String::from_utf8(bytes.to_vec()).expect("text");
        while let Some(told) = running.told.recv().await {
            match told {
                Told::Out(bytes) => out.push_str(&read(&bytes)),
                Told::Err(bytes) => err.push_str(&read(&bytes)),
                Told::Ended(code) => return (out, err, code),
                Told::Failed(why) => panic!("{why}"),
            }
        }
        panic!("no end");
    }
}

fn of(container: &str) -> LogOptions {
    LogOptions { container: container.to_owned(), ..LogOptions::default() }
}

fn bare_pod(image: &str) -> Value {
    json!({
        "metadata": {"name": "bare"},
        "spec": {"containers": [{"name": "main", "image": image}]},
    })
}

#[tokio::test]
async fn a_bare_pod_runs_and_goes_when_it_is_deleted() {
    let bench = Bench::empty();
    bench.create("", "pods", bare_pod("docker.io/postgres:17"));
    bench.until("it is ready", |bench| is_ready(&bench.get("", "pods", "bare").expect("there"))).await;
    let pod = bench.get("", "pods", "bare").expect("there");
    assert_eq!(text(&pod, "/status/phase"), "Running");
    assert!(text(&pod, "/status/podIP").starts_with("10.244."), "{pod}");
    let kinds: Vec<&str> = list(&pod, "/status/conditions").iter().map(|one| text(one, "/type")).collect();
    let wanted = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];
    assert_eq!(kinds, wanted);
    assert_eq!(
        bench.log(&pod, of("main")).await.expect("a log"),
        "database system is ready to accept connections\n"
    );
    for reason in ["Scheduled", "Pulling", "Pulled", "Created", "Started"] {
        bench.hears("Pod", reason, "").await;
    }
    bench.api.delete(&Bench::call("", "pods", "bare"), &DeleteOptions::default()).expect("deleted");
    bench.until("it is gone", |bench| bench.get("", "pods", "bare").is_none()).await;
    bench.hears("Pod", "Killing", "Stopping container main").await;
}

#[tokio::test]
async fn what_a_pod_lacks_is_said_and_the_pod_goes_on_when_it_comes() {
    let bench = Bench::empty();
    let mut pod = bare_pod("ghcr.io/haiku/haikudepotserver:9");
    pod["spec"]["containers"][0]["env"] =
        json!([{"name": "A", "valueFrom": {"secretKeyRef": {"name": "word", "key": "a"}}}]);
    bench.create("", "pods", pod);
    let reason = |bench: &Bench, wanted: &str| {
        let pod = bench.get("", "pods", "bare").expect("there");
        text(&pod, "/status/containerStatuses/0/state/waiting/reason") == wanted
    };
    bench.until("the image is missing", |bench| reason(bench, "ImagePullBackOff")).await;
    let pod = bench.get("", "pods", "bare").expect("there");
    let refused = bench.log(&pod, of("main")).await.expect_err("no log");
    assert!(refused.ends_with("is waiting to start: trying and failing to pull image"), "{refused}");
    bench.hears("Pod", "Failed", "haikudepotserver:9: not found").await;

    bench.patch(
        "",
        "pods",
        "bare",
        &json!({"spec": {"containers": [{"name": "main", "image": "docker.io/postgres"}]}}),
    );
    bench.api.delete(&Bench::call("", "pods", "bare"), &DeleteOptions::default()).expect("deleted");
    bench.until("it is gone", |bench| bench.get("", "pods", "bare").is_none()).await;
    let mut pod = bare_pod("docker.io/postgres");
    pod["spec"]["containers"][0]["env"] =
        json!([{"name": "A", "valueFrom": {"secretKeyRef": {"name": "word", "key": "a"}}}]);
    bench.create("", "pods", pod);
    bench.until("the secret is missing", |bench| reason(bench, "CreateContainerConfigError")).await;
    bench.hears("Pod", "Failed", "Error: secret \"word\" not found").await;
    bench.create("", "secrets", json!({"metadata": {"name": "word"}, "stringData": {"a": "b"}}));
    bench.until("it is ready", |bench| is_ready(&bench.get("", "pods", "bare").expect("there"))).await;
}

#[tokio::test]
async fn the_shipped_scenario_runs_scales_and_rolls_out() {
    let bench = Bench::depot().await;
    assert_eq!(bench.pods_of("haikudepotserver").len(), 2);
    let deployment = bench.get("apps", "deployments", "haikudepotserver").expect("there");
    let annotation =
        meta::field(&deployment, "annotations").and_then(|all| all.get("deployment.kubernetes.io/revision"));
    assert_eq!(annotation, Some(&json!("1")));
    let slices = bench.all("discovery.k8s.io", "endpointslices");
    let slice =
        slices.iter().find(|slice| meta::text(slice, "name").starts_with("postgres-")).expect("a slice");
    assert_eq!(list(slice, "/endpoints").len(), 1);
    assert_eq!(slice.pointer("/endpoints/0/conditions/ready"), Some(&json!(true)));

    bench.patch("apps", "deployments", "haikudepotserver", &json!({"spec": {"replicas": 0}}));
    bench
        .until("its pods are gone", |bench| {
            bench.pods_of("haikudepotserver").is_empty() && bench.is_rolled_out("haikudepotserver")
        })
        .await;
    bench.hears("Deployment", "ScalingReplicaSet", "from 2 to 0").await;

    bench.patch(
        "apps",
        "deployments",
        "haikudepotserver",
        &json!({"spec": {"replicas": 2, "template": {"spec": {
            "containers": [{"name": "haikudepotserver", "image": "ghcr.io/haiku/haikudepotserver:1.0.200"}],
        }}}}),
    );
    bench.until("the new version runs", |bench| bench.is_rolled_out("haikudepotserver")).await;
    assert!(bench.facts.is("migrated"));
    let pods = bench.pods_of("haikudepotserver");
    let mut logs = Vec::new();
    for pod in &pods {
        logs.push(bench.log(pod, of("haikudepotserver")).await.expect("a log"));
    }
    assert!(logs.iter().all(|log| log.starts_with("Starting HaikuDepotServer 1.0.200\n")), "{logs:?}");
    assert!(logs.iter().any(|log| log.contains("Successfully applied 1 migration")), "{logs:?}");
    let deployment = bench.get("apps", "deployments", "haikudepotserver").expect("there");
    let annotation =
        meta::field(&deployment, "annotations").and_then(|all| all.get("deployment.kubernetes.io/revision"));
    assert_eq!(annotation, Some(&json!("2")));
}

#[tokio::test]
async fn recreate_never_runs_two_versions_at_once() {
    let bench = Bench::depot().await;
    bench.patch(
        "apps",
        "deployments",
        "haikudepotserver",
        &json!({"spec": {"template": {"spec": {
            "containers": [{"name": "haikudepotserver", "image": "ghcr.io/haiku/haikudepotserver:1.0.200"}],
        }}}}),
    );
    bench
        .until("the new version runs", |bench| {
            let pods = bench.pods_of("haikudepotserver");
            let image = |pod: &Arc<Value>| text(pod, "/spec/containers/0/image").to_owned();
            assert!(pods.iter().all(|pod| image(pod) == image(&pods[0])), "both versions at once");
            assert!(pods.len() <= 2);
            bench.is_rolled_out("haikudepotserver") && pods.iter().all(|pod| image(pod).ends_with("200"))
        })
        .await;
}

#[tokio::test]
async fn a_failing_migration_loops_until_its_trouble_is_over() {
    let bench = Bench::depot().await;
    bench.facts.set("migration-fails");
    bench.patch(
        "apps",
        "deployments",
        "haikudepotserver",
        &json!({"spec": {"template": {"spec": {
            "containers": [{"name": "haikudepotserver", "image": "ghcr.io/haiku/haikudepotserver:1.0.200"}],
        }}}}),
    );
    let looping = |bench: &Bench| {
        bench.pods_of("haikudepotserver").into_iter().find(|pod| {
            text(pod, "/status/containerStatuses/0/state/waiting/reason") == "CrashLoopBackOff"
                && number(pod, "/status/containerStatuses/0/restartCount") >= 2
        })
    };
    bench.until("it crashes again and again", |bench| looping(bench).is_some()).await;
    let pod = looping(&bench).expect("still loops");
    let status = &pod["status"]["containerStatuses"][0];
    assert_eq!(number(status, "/lastState/terminated/exitCode"), 1);
    assert!(text(status, "/state/waiting/message").starts_with("back-off "), "{status}");
    let log = bench.log(&pod, LogOptions { previous: true, ..of("haikudepotserver") }).await.expect("a log");
    assert!(log.contains("icon_data"), "{log}");
    bench.hears("Pod", "BackOff", "Back-off restarting failed container haikudepotserver in pod").await;
    bench.facts.clear("migration-fails");
    bench.until("it recovers", |bench| bench.is_rolled_out("haikudepotserver")).await;
}

#[tokio::test]
async fn a_roll_out_that_stands_still_passes_its_deadline() {
    let bench = Bench::depot().await;
    bench.facts.set("never-ready");
    bench.patch(
        "apps",
        "deployments",
        "haikudepotserver",
        &json!({"spec": {
            "progressDeadlineSeconds": 30,
            "template": {"spec": {"containers": [
                {"name": "haikudepotserver", "image": "ghcr.io/haiku/haikudepotserver:1.0.200"},
            ]}},
        }}),
    );
    bench
        .until("the deadline has passed", |bench| {
            let object = bench.get("apps", "deployments", "haikudepotserver").expect("there");
            condition(&object, "Progressing").is_some_and(|one| {
                text(one, "/status") == "False" && text(one, "/reason") == "ProgressDeadlineExceeded"
            })
        })
        .await;
    bench.hears("Pod", "Unhealthy", "Startup probe failed: HTTP probe failed with statuscode: 503").await;
}

#[tokio::test]
async fn a_rolling_update_keeps_enough_pods_and_can_be_undone() {
    let bench = Bench::depot().await;
    let name = "haikudepotserver-server-graphics";
    bench.patch(
        "apps",
        "deployments",
        name,
        &json!({"spec": {"template": {"spec": {
            "containers": [{"name": name, "image": "ghcr.io/haiku/haikudepotserver-server-graphics:1.0.200"}],
        }}}}),
    );
    bench
        .until("the new version runs", |bench| {
            let pods = bench.pods_of(name);
            let ready = pods.iter().filter(|pod| is_ready(pod) && !meta::is_terminating(pod)).count();
            assert!(ready >= 2, "25 % of 2, rounded down, may be missing: none");
            bench.is_rolled_out(name)
                && bench.get("apps", "deployments", name).is_some_and(|one| meta::generation(&one) == 2)
        })
        .await;
    let sets = |bench: &Bench| -> Vec<Arc<Value>> {
        let mine = |set: &Arc<Value>| controller(set).is_some_and(|owner| text(owner, "/name") == name);
        bench.all("apps", "replicasets").into_iter().filter(mine).collect()
    };
    assert_eq!(sets(&bench).len(), 2);
    bench.patch(
        "apps",
        "deployments",
        name,
        &json!({"spec": {"template": {"spec": {
            "containers": [{"name": name, "image": "ghcr.io/haiku/haikudepotserver-server-graphics:1.0.199"}],
        }}}}),
    );
    bench
        .until("the old version runs again", |bench| {
            bench.is_rolled_out(name)
                && bench.get("apps", "deployments", name).is_some_and(|one| meta::generation(&one) == 3)
        })
        .await;
    assert_eq!(sets(&bench).len(), 2, "the old set is taken again");
    let set = sets(&bench).into_iter().find(|set| number(set, "/spec/replicas") == 2).expect("there");
    let notes = meta::field(&set, "annotations").expect("there");
    assert_eq!(notes["deployment.kubernetes.io/revision"], "3");
    assert_eq!(notes["deployment.kubernetes.io/revision-history"], "1");
}

fn job_from_cron(bench: &Bench, name: &str) -> Arc<Value> {
    let cron = bench.get("batch", "cronjobs", "haikudepotserver-pgbackup").expect("there");
    bench.create(
        "batch",
        "jobs",
        json!({
            "metadata": {"name": name, "annotations": {"cronjob.kubernetes.io/instantiate": "manual"}},
            "spec": cron["spec"]["jobTemplate"]["spec"],
        }),
    )
}

#[tokio::test]
async fn a_job_from_the_cron_job_completes_with_its_log() {
    let bench = Bench::depot().await;
    job_from_cron(&bench, "backup");
    bench
        .until("its pod runs", |bench| {
            let mine = |pod: &&Arc<Value>| meta::text(pod, "name").starts_with("backup-");
            bench.all("", "pods").iter().find(mine).is_some_and(|pod| text(pod, "/status/phase") == "Running")
        })
        .await;
    let mine = |pod: &Arc<Value>| meta::text(pod, "name").starts_with("backup-");
    let pod = bench.all("", "pods").into_iter().find(mine).expect("there");
    let log = bench.log(&pod, LogOptions { follow: true, ..of("pgbackup") }).await.expect("a log");
    assert!(log.starts_with("Backup haikudepotserver...\n"), "{log}");
    assert!(log.contains("Snapshot of haikudepotserver completed successfully!"), "{log}");
    bench
        .until("it is complete", |bench| {
            is_true(&bench.get("batch", "jobs", "backup").expect("there"), "Complete")
        })
        .await;
    let job = bench.get("batch", "jobs", "backup").expect("there");
    let kinds: Vec<&str> = list(&job, "/status/conditions").iter().map(|one| text(one, "/type")).collect();
    assert_eq!(kinds, ["SuccessCriteriaMet", "Complete"]);
    assert_eq!((number(&job, "/status/succeeded"), number(&job, "/status/active")), (1, 0));
    bench.hears("Job", "Completed", "Job completed").await;
    bench
        .until("the pod is let go", |bench| {
            let pod = bench.get("", "pods", meta::text(&pod, "name")).expect("stays");
            meta::finalizers(&pod).is_empty() && text(&pod, "/status/phase") == "Succeeded"
        })
        .await;
    let options = DeleteOptions { propagation: Some("Background".to_owned()), ..DeleteOptions::default() };
    bench.api.delete(&Bench::call("batch", "jobs", "backup"), &options).expect("deleted");
    bench
        .until("the pod goes with it", |bench| bench.get("", "pods", meta::text(&pod, "name")).is_none())
        .await;
}

#[tokio::test]
async fn a_job_that_fails_says_why() {
    let bench = Bench::depot().await;
    bench.facts.set("backup-fails");
    let cron = bench.get("batch", "cronjobs", "haikudepotserver-pgbackup").expect("there");
    let mut spec = cron["spec"]["jobTemplate"]["spec"].clone();
    spec["backoffLimit"] = json!(1);
    spec["ttlSecondsAfterFinished"] = json!(60);
    bench.create("batch", "jobs", json!({"metadata": {"name": "backup"}, "spec": spec}));
    bench
        .until("it has failed", |bench| {
            is_true(&bench.get("batch", "jobs", "backup").expect("there"), "Failed")
        })
        .await;
    let job = bench.get("batch", "jobs", "backup").expect("there");
    let failed = condition(&job, "Failed").expect("there");
    assert_eq!(text(failed, "/reason"), "BackoffLimitExceeded");
    assert_eq!(number(&job, "/status/failed"), 2);
    bench.hears("Job", "BackoffLimitExceeded", "Job has reached the specified backoff limit").await;
    bench
        .until("its time is over", |bench| {
            bench.get("batch", "jobs", "backup").is_none()
                && !bench.all("", "pods").iter().any(|pod| meta::text(pod, "name").starts_with("backup-"))
        })
        .await;
}

#[tokio::test]
async fn a_job_that_takes_too_long_is_ended() {
    let bench = Bench::empty();
    let spec = json!({"activeDeadlineSeconds": 5, "template": {"spec": {"restartPolicy": "Never", "containers": [
        {"name": "pgbackup", "image": "ghcr.io/haiku/pgbackup:3.1.0", "args": ["backup", "haikudepotserver"]},
    ]}}});
    bench.create("batch", "jobs", json!({"metadata": {"name": "slow"}, "spec": spec}));
    bench
        .until("it has failed", |bench| {
            is_true(&bench.get("batch", "jobs", "slow").expect("there"), "Failed")
        })
        .await;
    let job = bench.get("batch", "jobs", "slow").expect("there");
    assert_eq!(text(condition(&job, "Failed").expect("there"), "/reason"), "DeadlineExceeded");
}

#[tokio::test]
async fn a_job_whose_pod_never_began_is_ended_too() {
    let bench = Bench::empty();
    // Long enough that the pod is made first: the job's start is written in whole seconds, and time goes fast here.
    let spec = json!({"activeDeadlineSeconds": 150, "template": {"spec": {"restartPolicy": "Never",
        "volumes": [{"name": "none", "secret": {"secretName": "none"}}],
        "containers": [{"name": "main", "image": "registry.example.org/x:1"}],
    }}});
    bench.create("batch", "jobs", json!({"metadata": {"name": "stuck"}, "spec": spec}));
    bench
        .until("it has failed", |bench| {
            is_true(&bench.get("batch", "jobs", "stuck").expect("there"), "Failed")
        })
        .await;
    let job = bench.get("batch", "jobs", "stuck").expect("there");
    assert_eq!(number(&job, "/status/failed"), 1);
}

#[tokio::test]
async fn programs_in_a_pod_change_the_world() {
    let bench = Bench::depot().await;
    let pod = bench.pods_of("postgres").remove(0);
    let rename =
        ["psql", "-U", "postgres", "-c", "ALTER DATABASE haikudepotserver RENAME TO haikudepotserver_old"];
    assert_eq!(bench.exec(&pod, &rename).await, ("ALTER DATABASE\n".to_owned(), String::new(), 0));
    assert!(bench.facts.is("database haikudepotserver_old"));
    let (_, err, code) = bench.exec(&pod, &rename).await;
    assert_eq!((code, err.as_str()), (1, "ERROR:  database \"haikudepotserver\" does not exist\n"));
    let (_, err, code) = bench.exec(&pod, &["true-enough"]).await;
    assert_eq!(code, 126);
    assert!(err.contains("exec: \"true-enough\": executable file not found in $PATH"), "{err}");
    assert!(bench.engine.kubelet().forward(&pod, 5432).is_err());
}

#[tokio::test]
async fn a_namespace_goes_with_everything_in_it() {
    let bench = Bench::depot().await;
    let namespaces = kinds::find("", "namespaces").expect("known");
    let call = Call::new(namespaces, "", NAMESPACE, "test");
    bench.api.delete(&call, &DeleteOptions::default()).expect("deleted");
    bench.until("it is gone", |bench| bench.api.get(&call).is_err()).await;
    for kind in kinds::all().iter().filter(|kind| kind.is_stored() && kind.namespaced) {
        let left = bench.api.store().list(kind, NAMESPACE).objects;
        assert!(left.is_empty(), "{}: {left:?}", kind.resource);
    }
}

#[tokio::test]
async fn dependents_hold_their_owner_or_are_let_go_as_asked() {
    let bench = Bench::depot().await;
    let delete = |name: &str, policy: &str| {
        let options = DeleteOptions { propagation: Some(policy.to_owned()), ..DeleteOptions::default() };
        bench.api.delete(&Bench::call("apps", "deployments", name), &options).expect("deleted");
    };
    delete("postgres", "Foreground");
    assert!(bench.get("apps", "deployments", "postgres").is_some(), "held until its pods are gone");
    bench.until("it is gone", |bench| bench.get("apps", "deployments", "postgres").is_none()).await;
    assert!(bench.pods_of("postgres").is_empty());

    delete("haikudepotserver", "Orphan");
    bench.until("it is gone", |bench| bench.get("apps", "deployments", "haikudepotserver").is_none()).await;
    let is_free = |set: &&Arc<Value>| {
        meta::text(set, "name").starts_with("haikudepotserver-") && controller(set).is_none()
    };
    assert!(bench.all("apps", "replicasets").iter().any(|set| is_free(&set)));
    assert_eq!(bench.pods_of("haikudepotserver").len(), 2, "its pods stay");
}

#[tokio::test]
async fn nothing_is_written_when_nothing_happens() {
    let bench = Bench::depot().await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let before = bench.api.store().revision();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(bench.api.store().revision(), before);
}

#[tokio::test]
async fn all_ends_when_the_engine_is_dropped() {
    let bench = Bench::depot().await;
    let pod = bench.pods_of("postgres").remove(0);
    let mut pieces =
        bench.engine.kubelet().log(&pod, &LogOptions { follow: true, ..of("postgres") }).expect("a log");
    let Bench { engine, api, scenario, .. } = bench;
    drop(engine);
    let ended = async { while pieces.recv().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(30), ended).await.expect("a followed log ends");
    tokio::time::timeout(Duration::from_secs(30), async {
        while Arc::strong_count(&scenario) > 1 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .expect("nothing holds the world");
    drop(api);
}
