//! Every fault that can be had from a real control plane or played by its pods: the cluster page names it, its cause and
//! the next step. Quota, deadlines, back-off limits, admission and the scheduler are real; what a node would say of a
//! container is played, or written as the pod's status.

use std::{sync::Arc, time::Duration};

use changeover::{
    action::Mark,
    cluster::survey::{self, Scope, Surveying},
    observed::{
        Link,
        survey::{Item, Lens, Section, Survey},
    },
};
use libtest_mimic::Trial;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::{
    cluster_log::writing,
    cluster_read::{deployment, open, runtime},
    support::{
        cluster_namespace::{TestNamespace, succeed},
        control_plane::ControlPlane,
        eventually, on_control_plane,
    },
};

const LONG: Duration = Duration::from_mins(2);

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("cluster_faults::what_nodes_say_of_pods_has_cause_and_next_step", pods),
        on_control_plane("cluster_faults::a_quota_that_is_used_up_is_named", quota),
        on_control_plane("cluster_faults::what_admission_forbids_is_named", admission),
        on_control_plane("cluster_faults::a_roll_out_that_is_late_says_why", late),
        on_control_plane("cluster_faults::jobs_that_fail_say_why_and_what_to_do", jobs),
        on_control_plane("cluster_faults::every_reason_of_the_catalogue_is_told", catalogue),
    ]
}

/// The survey of a namespace.
struct Page {
    surveying: Surveying,
    _runtime: Runtime,
}

impl Page {
    fn of(space: &TestNamespace) -> Self {
        let runtime = runtime();
        let cluster = runtime.block_on(open(&space.kubeconfig(), space.name())).expect("a connection");
        let _inside = runtime.enter();
        let scope = Scope::One(space.name().to_owned());
        let surveying = survey::start(&cluster, &scope, Lens::default(), Arc::new(|| {}));
        Self { surveying, _runtime: runtime }
    }

    /// The rows of a section, once they are those of now and it is so.
    fn until(&self, section: Section, what: &str, is: impl Fn(&Survey) -> bool) -> Arc<Survey> {
        self.surveying.look(Lens { section, ..Lens::default() });
        eventually(what, LONG, || {
            let survey = self.surveying.newest();
            let is_shown =
                survey.lens.section == section && matches!(survey.link, Link::Live { .. }) && is(&survey);
            if is_shown { Ok(survey) } else { Err(format!("{:?} {:#?}", survey.link, survey.rows)) }
        })
    }

    /// Waits until the row whose name begins so says all these words, is wrong or to be looked at, and has a next step.
    fn says(&self, section: Section, name: &str, words: &[&str], hint: &str) {
        let is_it = |item: &&Arc<Item>| {
            let has_hint = item.hint.as_deref().is_some_and(|text| text.contains(hint));
            let says = words.iter().all(|word| item.state.contains(word));
            item.name.starts_with(name) && item.is_problem() && has_hint && says
        };
        let what = format!("{name} says {words:?}, and what to do: {hint}");
        self.until(section, &what, |survey| survey.rows.iter().any(|item| is_it(&item)));
    }
}

fn pods(plane: &'static ControlPlane) {
    let space = plane.namespace("faults");
    let missing = deployment("config", 1, "config-error=secret \"db\" not found");
    let memory = writing(
        "Deployment",
        "memory",
        "replicas: 1\n  selector: {matchLabels: {app: memory}}",
        "works\n@1s @exit 137 OOMKilled",
    );
    let nowhere = deployment("nowhere", 1, "").replace(
        "spec: {containers: [{name: app,",
        "spec: {nodeSelector: {zone: moon}, containers: [{name: app,",
    );
    let too_large = deployment("large", 1, "")
        .replace("ports: [{containerPort: 8080}]", "resources: {requests: {cpu: '5000'}}");
    let all = [
        deployment("pull", 1, "image-pull-error"),
        deployment("crash", 1, "crash=3"),
        missing,
        memory,
        nowhere,
        too_large,
        deployment("probe", 1, "never-ready"),
    ];
    space.apply(&all.join("---\n"));
    let page = Page::of(&space);
    // Of each the pod says it, and its workload too.
    for section in [Section::Pods, Section::Workloads] {
        page.says(section, "pull", &["image", "registry.test/pull:1.0.1"], "tag");
        page.says(section, "crash", &["ends again and again", "exit code 3"], "log of the container");
        page.says(section, "config", &["cannot be set up", "secret \"db\" not found"], "is missing");
        page.says(section, "memory", &["more memory than its limit"], "Raise the memory limit");
        page.says(section, "nowhere", &["No node can take", "node affinity/selector"], "nodeSelector");
        page.says(section, "large", &["No node can take", "Insufficient cpu"], "lack room");
        page.says(section, "probe", &["Readiness probe failed", "0 of 1"], "its probe");
    }
    // The one that only waits for its memory keeps saying so while it waits to be started again.
    page.until(Section::Pods, "restarts", |survey| {
        survey.rows.iter().any(|item| item.name.starts_with("memory") && item.count >= 2)
    });
    page.says(Section::Pods, "memory", &["more memory than its limit"], "Raise the memory limit");
}

fn quota(plane: &'static ControlPlane) {
    let space = plane.namespace("faults-quota");
    space.apply(
        "apiVersion: v1
kind: ResourceQuota
metadata: {name: small}
spec: {hard: {pods: '1'}}
",
    );
    space.wait_for(&["resourcequota", "small"], LONG, |quota| quota.pointer("/status/hard").is_some());
    space.apply(&deployment("web", 3, ""));
    space.wait_for(&["pods"], LONG, |pods| {
        pods.get("items").and_then(Value::as_array).is_some_and(|all| all.len() == 1)
    });
    let set = deployment("store", 1, "")
        .replace("kind: Deployment", "kind: StatefulSet")
        .replace("  replicas:", "  serviceName: store\n  replicas:");
    space.apply(&[set, writing("Job", "dump", "backoffLimit: 0", "done")].join("---\n"));
    let page = Page::of(&space);
    let words = ["exceeded quota: small"];
    page.says(Section::Workloads, "web", &words, "quota is used up");
    page.says(Section::Workloads, "store", &words, "quota is used up");
    page.says(Section::Jobs, "dump", &words, "quota is used up");
    // The quota is raised: everything goes on, and nothing is left of it.
    let patch = json!({"spec": {"hard": {"pods": "10"}}}).to_string();
    succeed(&space.kubectl(&["patch", "resourcequota", "small", "--type=merge", "-p", &patch]));
    page.until(Section::Workloads, "all as wanted", |survey| {
        survey.rows.len() == 2 && survey.rows.iter().all(|item| item.mark == Mark::Good)
    });
}

fn admission(plane: &'static ControlPlane) {
    let space = plane.namespace("faults-admission");
    let level = "pod-security.kubernetes.io/enforce=restricted";
    succeed(&plane.kubectl(&["label", "namespace", space.name(), level]));
    space.apply(&deployment("web", 1, ""));
    let page = Page::of(&space);
    page.says(Section::Workloads, "web", &["violates PodSecurity", "restricted"], "securityContext");
}

fn late(plane: &'static ControlPlane) {
    let space = plane.namespace("faults-late");
    let web = deployment("web", 1, "image-pull-error")
        .replace("  replicas:", "  progressDeadlineSeconds: 4\n  replicas:");
    let slow =
        deployment("slow", 1, "pending").replace("  replicas:", "  progressDeadlineSeconds: 4\n  replicas:");
    space.apply(&[web, slow].join("---\n"));
    let page = Page::of(&space);
    // Late, and the pod's cause beside it; where no pod says anything, where to look.
    page.says(Section::Workloads, "web", &["is late", "image"], "tag");
    page.says(Section::Workloads, "slow", &["is late"], "its new pods");
}

fn jobs(plane: &'static ControlPlane) {
    let space = plane.namespace("faults-jobs");
    let fails = writing("Job", "fails", "backoffLimit: 0", "no space left\n@exit 3");
    let waits = writing("Job", "waits", "activeDeadlineSeconds: 3", "x")
        .replace("annotations:", "annotations:\n        test.changeover/behaviour: pending");
    let pull = writing("Job", "pull", "backoffLimit: 0", "x")
        .replace("annotations:", "annotations:\n        test.changeover/behaviour: image-pull-error");
    let rule = "backoffLimit: 3\n  podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [42]}}]}";
    let policy = writing("Job", "policy", rule, "x\n@exit 42");
    space.apply(&[fails, waits, pull, policy].join("---\n"));
    let page = Page::of(&space);
    page.says(Section::Jobs, "fails", &["every try failed", "BackoffLimitExceeded"], "log of the last try");
    page.says(Section::Jobs, "waits", &["longer than it may", "DeadlineExceeded"], "activeDeadlineSeconds");
    page.says(Section::Jobs, "policy", &["failure policy", "42"], "exit codes");
    // A pod that cannot start never fails its Job: only the pod tells that waiting is in vain.
    page.says(Section::Jobs, "pull", &["image"], "tag");
    page.says(Section::Pods, "fails", &["exit code 3"], "its log");
}

/// Reasons that a kubelet writes, with what the page says; the cause's own words are in each where there is one.
const WAITING: &[(&str, &str)] = &[
    ("ErrImagePull", "cannot be pulled"),
    ("ImagePullBackOff", "cannot be pulled"),
    ("ErrImageNeverPull", "pull policy Never"),
    ("InvalidImageName", "not the name of an image"),
    ("ImageInspectError", "cannot read the image"),
    ("RegistryUnavailable", "does not reach the registry"),
    ("SignatureValidationFailed", "lacks the signature"),
    ("CreateContainerConfigError", "cannot be set up: why so"),
    ("CreateContainerError", "cannot make the container: why so"),
    ("RunContainerError", "cannot be started: why so"),
    ("CreatePodSandboxError", "cannot prepare the pod, often its network: why so"),
    ("PreStartHookError", "before the container failed: why so"),
    ("PostStartHookError", "container's start failed: why so"),
    ("CrashLoopBackOff", "ends again and again"),
    ("SomethingNew", "SomethingNew: why so"),
];
const ENDED: &[(&str, &str)] = &[
    ("OOMKilled", "more memory than its limit"),
    ("Error", "exit code 9"),
    ("ContainerCannotRun", "cannot be started: why so"),
    ("StartError", "cannot be started: why so"),
];
const POD: &[(&str, &str)] = &[
    ("Evicted", "short of memory or disk (Evicted): why so"),
    ("NodeLost", "was lost (NodeLost): why so"),
    ("Preempting", "needs its place (Preempting): why so"),
    (
        "UnexpectedAdmissionError",
        "refused the pod, often because a device is missing (UnexpectedAdmissionError): why so",
    ),
    ("DeadlineExceeded", "longer than it may"),
];

fn catalogue(plane: &'static ControlPlane) {
    let space = plane.namespace("faults-catalogue");
    let container = |state: Value| {
        json!([{"name": "app", "image": "registry.test/a:1", "imageID": "", "ready": false, "restartCount": 0,
            "state": state}])
    };
    let waiting = WAITING.iter().map(|(reason, words)| {
        let state = json!({"waiting": {"reason": reason, "message": "why so"}});
        (*reason, *words, json!({"phase": "Pending", "containerStatuses": container(state)}))
    });
    let ended = ENDED.iter().map(|(reason, words)| {
        let state = json!({"terminated": {"reason": reason, "message": "why so", "exitCode": 9}});
        (*reason, *words, json!({"phase": "Failed", "containerStatuses": container(state)}))
    });
    let pod = POD.iter().map(|(reason, words)| {
        (*reason, *words, json!({"phase": "Failed", "reason": reason, "message": "why so"}))
    });
    let all: Vec<(&str, &str, Value)> = waiting.chain(ended).chain(pod).collect();
    // Nobody schedules these, so nobody else writes their state.
    let object = |reason: &str| {
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": reason.to_lowercase()},
            "spec": {"schedulerName": "nobody", "containers": [{"name": "app", "image": "registry.test/a:1"}]}})
    };
    let documents: Vec<String> = all.iter().map(|(reason, _, _)| object(reason).to_string()).collect();
    space.apply(&documents.join("\n---\n"));
    for (reason, _, status) in &all {
        let patch = json!({"status": status}).to_string();
        let name = reason.to_lowercase();
        succeed(&space.kubectl(&[
            "patch",
            "pod",
            &name,
            "--subresource=status",
            "--type=merge",
            "-p",
            &patch,
        ]));
    }
    let page = Page::of(&space);
    for (reason, words, _) in &all {
        page.says(Section::Pods, &reason.to_lowercase(), &[words], "");
    }
}
