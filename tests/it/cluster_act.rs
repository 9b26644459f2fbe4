//! Shows that the acting side of `cluster` judges a real API server rightly: previews, waits and logs.
//!
//! kubectl does the deeds here: the deeds of the crate ask for a journal's entry and are tried where one can be made.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking; a missing field of an answer is a failure"
)]

use std::time::{Duration, Instant};

use changeover::{
    cluster::{
        apply::{self, ApplyError, Effect},
        conflicts::Owner,
        connect::{Cluster, ConnectOptions, connect},
        error::Refusal,
        gone::{self, GoneEnd, Why},
        job_wait::{self, JobEnd},
        jobs::{self, NameState},
        kubeconfig::{self, KubeconfigSource, Surroundings},
        preview::ObjectPreview,
        report::{Cancel, Reporter},
        rollout::{self, Standing},
        scale::{self, Workload},
    },
    names::{ChangeId, Namespace, ObjectName},
    observed::Progress,
};
use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    cluster_namespace::{TestNamespace, succeed},
    control_plane::ControlPlane,
    on_control_plane,
};

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane(
            "cluster_act::mistakes_1_2_6_a_preview_after_kubectl_is_true",
            preview_after_kubectl,
        ),
        on_control_plane("cluster_act::a_change_by_hand_is_asked", by_hand_is_asked),
        on_control_plane("cluster_act::a_wrong_manifest_is_refused_in_words", wrong_manifests),
        on_control_plane("cluster_act::mistake_13_stopped_means_no_pod_is_left", stopped),
        on_control_plane("cluster_act::mistakes_9_11_a_log_comes_whole", whole_log),
        on_control_plane("cluster_act::mistakes_8_10_a_failed_job_ends_after_its_last_try", failed_job),
        on_control_plane("cluster_act::mistake_12_a_job_that_cannot_start_says_why", stuck_job),
        on_control_plane("cluster_act::mistakes_12_14_a_roll_out_is_ready_late_or_says_why_not", roll_outs),
    ]
}

struct Ground {
    cluster: Cluster,
    space: TestNamespace,
}

/// Runs a test with a connection to a namespace of its own.
fn with_ground(plane: &'static ControlPlane, name: &str, test: impl AsyncFnOnce(Ground)) {
    drop(rustls::crypto::ring::default_provider().install_default());
    let space = plane.namespace(name);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let file = space.kubeconfig();
        let read = kubeconfig::read(&KubeconfigSource::File(file), &Surroundings::default()).unwrap();
        let choice = read.choose(&read.current.clone().expect("a current context")).unwrap();
        let namespace = Namespace::new(space.name()).unwrap();
        let cluster = connect(&choice, &namespace, &ConnectOptions::default()).await.unwrap();
        Box::pin(test(Ground { cluster, space })).await;
    });
}

impl Ground {
    /// `kubectl apply` as most people use it: client-side.
    fn kubectl_apply(&self, document: &Value) {
        succeed(&self.space.kubectl_with_input(&["apply", "-f", "-"], document.to_string().as_bytes()));
    }

    fn kubectl(&self, args: &[&str]) {
        succeed(&self.space.kubectl(args));
    }

    async fn preview(&self, document: &Value) -> ObjectPreview {
        apply::preview(&self.cluster, std::slice::from_ref(document)).await.unwrap().remove(0)
    }
}

fn name(text: &str) -> ObjectName {
    ObjectName::new(text).unwrap()
}

fn deployment(replicas: u32, image: &str, env: &[(&str, &str)]) -> Value {
    let env: Vec<_> = env.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"replicas": replicas,
        "selector": {"matchLabels": {"app": "web"}}, "template": {"metadata": {"labels": {"app": "web"}}, "spec": {
            "containers": [{"name": "web", "image": image, "env": env,
                "resources": {"limits": {"cpu": "1.0", "memory": "1.0Gi"}}}]}}}})
}

fn behaving(mut deployment: Value, behaviour: &str) -> Value {
    deployment["spec"]["template"]["metadata"]["annotations"] =
        json!({"test.changeover/behaviour": behaviour});
    deployment
}

fn job(job: &str, backoff: u32, annotation: (&str, &str)) -> Value {
    json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": job}, "spec": {"backoffLimit": backoff,
        "template": {"metadata": {"annotations": {format!("test.changeover/{}", annotation.0): annotation.1}},
            "spec": {"restartPolicy": "Never", "containers": [{"name": "dump", "image": "dump:1"}]}}}})
}

/// A reporter, and everything that it was told, after the wait.
fn listening() -> (Reporter, tokio::task::JoinHandle<Vec<Progress>>) {
    let (sender, mut receiver) = tokio::sync::mpsc::channel(64);
    let heard = tokio::spawn(async move {
        let mut all = Vec::new();
        while let Some(one) = receiver.recv().await {
            all.push(one);
        }
        all
    });
    (Reporter::new(sender), heard)
}

fn words(all: &[Progress]) -> String {
    let text = |one: &Progress| match one {
        Progress::State(what) | Progress::Late(what) | Progress::Note { what, .. } => what.text(),
        Progress::Source { source, number } => format!("--- {number} {source}"),
        Progress::Line(line) => line.text.clone(),
    };
    all.iter().map(text).collect::<Vec<_>>().join("\n")
}

fn preview_after_kubectl(plane: &'static ControlPlane) {
    with_ground(plane, "preview", async |ground: Ground| {
        ground.kubectl_apply(&deployment(1, "app:1", &[("A", "1"), ("GONE", "1")]));
        let same = ground.preview(&deployment(1, "app:1", &[("A", "1"), ("GONE", "1")])).await;
        assert_eq!((same.effect, same.asked().count()), (Effect::Unchanged, 0), "{same:#?}");
        let shown = ground.preview(&deployment(1, "app:2", &[("A", "1")])).await;
        assert_eq!(shown.effect, Effect::Configured);
        assert!(shown.conflicts.iter().all(|one| one.owner == Owner::Ours), "{:?}", shown.conflicts);
        assert_eq!(shown.removed, [".spec.template.spec.containers[name=\"web\"].env[name=\"GONE\"]"]);
        let container = &shown.merged["spec"]["template"]["spec"]["containers"][0];
        assert_eq!(container["env"], json!([{"name": "A", "value": "1"}]));
        assert_eq!(container["resources"]["limits"]["cpu"], "1");
        assert_eq!(container["terminationMessagePolicy"], "File", "defaults are no difference");
        // Somebody scales by hand: their number is not overwritten without a question.
        ground.kubectl(&["scale", "deployment/web", "--replicas=5"]);
        let shown = ground.preview(&deployment(1, "app:2", &[("A", "1")])).await;
        let asked: Vec<_> = shown.asked().collect();
        assert_eq!(
            (asked.len(), asked[0].field.as_str(), asked[0].owner),
            (1, ".spec.replicas", Owner::ByHand)
        );
        assert_eq!((asked[0].live.as_str(), asked[0].file.as_str()), ("5", "1"));
    });
}

fn by_hand_is_asked(plane: &'static ControlPlane) {
    with_ground(plane, "by-hand", async |ground: Ground| {
        ground.kubectl_apply(&deployment(1, "app:1", &[]));
        ground.kubectl(&["set", "image", "deployment/web", "web=app:hotfix"]);
        let shown = ground.preview(&deployment(1, "app:2", &[])).await;
        let asked: Vec<_> = shown.asked().collect();
        assert_eq!(
            (asked.len(), asked[0].owner, asked[0].manager.as_str()),
            (1, Owner::ByHand, "kubectl-set")
        );
        assert_eq!((asked[0].live.as_str(), asked[0].file.as_str()), ("app:hotfix", "app:2"));
        // What was shown is bound to the object as it is: another change by hand makes it another preview.
        ground.kubectl(&["set", "image", "deployment/web", "web=app:hotfix2"]);
        let again = ground.preview(&deployment(1, "app:2", &[])).await;
        assert_ne!(shown.seen(), again.seen());
        assert_eq!(again.seen(), ground.preview(&deployment(1, "app:2", &[])).await.seen());
    });
}

fn wrong_manifests(plane: &'static ControlPlane) {
    with_ground(plane, "wrong", async |ground: Ground| {
        let refused = async |document: Value| apply::preview(&ground.cluster, &[document]).await.unwrap_err();
        let typo =
            refused(json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
            "spec": {"replica": 1}}))
            .await;
        let ApplyError::Call { source, .. } = &typo else { panic!("{typo:?}") };
        let Some(Refusal::Invalid { message, .. }) = source.refusal() else { panic!("{typo:?}") };
        assert!(message.contains("replica"), "{message}");
        let unknown = refused(json!({"apiVersion": "x/v1", "kind": "Y", "metadata": {"name": "web"}})).await;
        assert!(matches!(unknown, ApplyError::UnknownKind { .. }), "{unknown:?}");
        let mut elsewhere = deployment(1, "app:1", &[]);
        elsewhere["metadata"]["namespace"] = json!("default");
        let elsewhere = refused(elsewhere).await;
        assert!(matches!(elsewhere, ApplyError::OtherNamespace { .. }), "{elsewhere:?}");
        let twice = [deployment(1, "app:1", &[]), deployment(1, "app:2", &[])];
        let twice = apply::preview(&ground.cluster, &twice).await.unwrap_err();
        assert!(matches!(twice, ApplyError::Duplicate { first: 0, second: 1, .. }), "{twice:?}");
    });
}

fn stopped(plane: &'static ControlPlane) {
    with_ground(plane, "gone", async |ground: Ground| {
        ground.kubectl_apply(&behaving(deployment(1, "app:1", &[]), "stuck-terminating=6s"));
        ground.kubectl(&["wait", "--for=condition=Available", "deployment/web", "--timeout=60s"]);
        ground.kubectl(&["scale", "deployment/web", "--replicas=0"]);
        let start = Instant::now();
        let scale = scale::read(&ground.cluster, Workload::Deployment, &name("web")).await.unwrap();
        let by_hand = scale.fighters.iter().all(|one| !one.is_rival());
        assert!(scale.wanted == 0 && by_hand && scale.unread.is_empty(), "{scale:?}");
        let silent = Reporter::silent();
        let wait =
            |secs| gone::wait(&ground.cluster, &scale, Duration::from_secs(secs), &silent, Cancel::never());
        let GoneEnd::Late(left) = wait(2).await.unwrap() else { panic!("told as gone too early") };
        assert!(matches!(left[0].why, Why::Ending { .. }), "{left:?}");
        assert_eq!(ground.space.get(&["deployment", "web"])["status"].get("replicas"), None);
        assert_eq!(wait(60).await.unwrap(), GoneEnd::Gone);
        assert!(start.elapsed() > Duration::from_secs(5), "{:?}", start.elapsed());
        ground.kubectl(&["scale", "deployment/web", "--replicas=1"]);
        let (canceller, cancel) = Cancel::pair();
        let wait = gone::wait(&ground.cluster, &scale, Duration::from_mins(1), &silent, cancel);
        let stop = async {
            tokio::time::sleep(Duration::from_secs(2)).await;
            canceller.cancel();
        };
        let end = tokio::join!(wait, stop).0.unwrap();
        assert!(matches!(end, GoneEnd::Cancelled | GoneEnd::ScaledUp { .. }), "{end:?}");
    });
}

struct Followed {
    end: JobEnd,
    raw: Vec<String>,
    told: Vec<Progress>,
    exits: Vec<Option<i32>>,
}

async fn follow(ground: &Ground, document: &Value, late: Option<Duration>) -> Followed {
    ground.kubectl_apply(document);
    let job = name(document["metadata"]["name"].as_str().unwrap());
    let (reporter, heard) = listening();
    let mut raw = Vec::new();
    let mut sink = |_: &str, _: Option<jiff::Timestamp>, line: &[u8]| {
        raw.push(String::from_utf8_lossy(line).into_owned());
    };
    let wait =
        job_wait::wait(&ground.cluster, (&job, None), late, &reporter, Some(&mut sink), Cancel::never());
    let outcome = tokio::time::timeout(Duration::from_secs(90), Box::pin(wait)).await.unwrap().unwrap();
    drop(reporter);
    let exits = outcome.tries.into_iter().map(|one| one.end.map(|end| end.exit_code)).collect();
    Followed { end: outcome.end, raw, told: heard.await.unwrap(), exits }
}

fn whole_log(plane: &'static ControlPlane) {
    with_ground(plane, "log", async |ground: Ground| {
        let script = "start\n@repeat 500 line\n@1s\n@cut\npg_dump: error: connection lost\n@500ms\nlast";
        let run = follow(&ground, &job("dump", 0, ("logs", script)), None).await;
        let mut wanted = vec!["start"];
        wanted.extend(std::iter::repeat_n("line", 500));
        wanted.extend(["pg_dump: error: connection lost", "last"]);
        assert_eq!(run.raw, wanted, "{}", words(&run.told));
        // The Job completes although its log says otherwise: that judgement is not made here.
        assert_eq!((run.end, run.exits), (JobEnd::Complete, vec![Some(0)]));
    });
}

fn failed_job(plane: &'static ControlPlane) {
    with_ground(plane, "failed", async |ground: Ground| {
        let script = "try\n@500ms\nfailed\n@exit 3";
        let late = Some(Duration::from_millis(100));
        let run = follow(&ground, &job("dump", 1, ("logs", script)), late).await;
        let JobEnd::Failed { reason, .. } = &run.end else { panic!("{:?}", run.end) };
        assert_eq!(reason, "BackoffLimitExceeded");
        assert_eq!(run.raw, ["try", "failed", "try", "failed"], "{}", words(&run.told));
        assert_eq!(run.exits, [Some(3), Some(3)]);
        let told = words(&run.told);
        assert!(told.contains("--- 1 ") && told.contains("--- 2 "), "{told}");
        assert_eq!(run.told.iter().filter(|one| matches!(one, Progress::Late(_))).count(), 1);
        let state = jobs::name_state(&ground.cluster, &ChangeId::new("c"), &name("dump")).await.unwrap();
        let NameState::Taken(job) = state else { panic!("{state:?}") };
        assert_eq!((job.creator.as_deref(), job.change), (Some("kubectl-client-side-apply"), None));
        let free = jobs::name_state(&ground.cluster, &ChangeId::new("c"), &name("other")).await.unwrap();
        assert_eq!(free, NameState::Free);
    });
}

fn stuck_job(plane: &'static ControlPlane) {
    with_ground(plane, "stuck-job", async |ground: Ground| {
        let document = job("dump", 0, ("behaviour", "image-pull-error"));
        let delete = async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            ground.kubectl(&["delete", "job", "dump", "--wait=false"]);
        };
        let (run, ()) = tokio::join!(Box::pin(follow(&ground, &document, None)), delete);
        assert_eq!(run.end, JobEnd::Vanished);
        let told = words(&run.told);
        assert!(told.contains("cannot get its image"), "{told}");
    });
}

fn roll_outs(plane: &'static ControlPlane) {
    with_ground(plane, "roll-outs", async |ground: Ground| {
        ground.kubectl_apply(&behaving(deployment(2, "app:1", &[]), "ready-after=2s"));
        let generation =
            || ground.space.get(&["deployment", "web"])["metadata"]["generation"].as_i64().unwrap();
        let awaited = || {
            let mut awaited = rollout::awaited("Deployment", &name("web")).unwrap();
            awaited.generation = generation();
            [awaited]
        };
        let silent = Reporter::silent();
        let late = Some(Duration::from_millis(500));
        let outcome =
            rollout::wait(&ground.cluster, &awaited(), late, &silent, Cancel::never()).await.unwrap();
        assert!(outcome.is_ready() && outcome.was_late, "{outcome:?}");
        let (reporter, heard) = listening();
        let (canceller, cancel) = Cancel::pair();
        // A generation that nobody has seen yet is never taken for ready.
        let mut next = awaited();
        next[0].generation += 1;
        let wait = rollout::wait(&ground.cluster, &next, None, &reporter, cancel);
        let stop = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            ground.kubectl_apply(&behaving(deployment(2, "app:2", &[]), "image-pull-error"));
            tokio::time::sleep(Duration::from_secs(4)).await;
            canceller.cancel();
        };
        let outcome = tokio::join!(wait, stop).0.unwrap();
        drop(reporter);
        assert!(outcome.was_cancelled, "{outcome:?}");
        assert!(matches!(outcome.workloads[0].1, Standing::Updating { .. }), "{outcome:?}");
        let told = words(&heard.await.unwrap());
        assert!(told.contains("cannot get its image"), "{told}");
    });
}
