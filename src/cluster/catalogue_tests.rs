//! Tests that every state of the catalogue (facts 3.3, 3.6, 7, 8) comes out of the real translation as words of its own,
//! with a cause and a next step. A state that falls to the sentence for unknown ones fails here.

use k8s_openapi::api::{apps::v1::Deployment, batch::v1::Job, core::v1::Pod};
use kube::core::{DynamicObject, Status};
use serde_json::{Value, from_value, json};

use super::{
    error::{Attempt, ClusterError, Refusal, TlsReason, Unreachable, Verb},
    kubeconfig::KubeconfigError,
    refusal::Nature,
    routes::ROUTES,
    translate,
};
use crate::{
    action::Mark,
    failure::Failure,
    observed::{
        pods,
        route::{self, Claims, NoPods, RouteKind, Scene},
        verdict::{self, Verdict},
        warnings,
    },
    words::Sentence,
};

/// A reason that nobody knows.
const UNKNOWN: &str = "SomethingNew";

/// What a person reads: state, and what to do.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    words: String,
    step: String,
}

impl Told {
    fn of(words: &Sentence) -> Self {
        Self { words: words.text(), step: words.next_step().map(|step| step.text()).unwrap_or_default() }
    }

    fn failure(failure: &Failure) -> Self {
        let step = failure.hint.as_ref().map(Sentence::text).unwrap_or_default();
        Self { words: failure.summary.text(), step }
    }

    /// Fails unless both are there, and differ from what is told about what nobody knows.
    fn check(&self, item: &str, unknown: &Self) {
        for text in [&self.words, &self.step] {
            assert!(text.len() > 8, "{item}: {self:?}");
            assert!(!text.contains('⟨') && !text.contains('{'), "{item}: {self:?}");
        }
        let named = |text: &str| text.replace(UNKNOWN, item);
        let is_generic = self.words == named(&unknown.words) && self.step == named(&unknown.step);
        assert!(!is_generic, "{item} falls to the sentence for unknown ones: {self:?}");
    }
}

fn pod(status: &Value) -> Pod {
    let spec = json!({"containers": [{"name": "c", "image": "registry.example/web:1"}]});
    from_value(json!({"metadata": {"name": "web-1"}, "spec": spec, "status": status})).expect("a pod")
}

/// A pod whose container stands like that.
fn container(state: &Value, last: &Value) -> Pod {
    let status = json!({"name": "c", "image": "i", "imageID": "", "ready": false, "restartCount": 0,
        "state": state, "lastState": last});
    pod(&json!({"phase": "Pending", "containerStatuses": [status]}))
}

fn waiting(reason: &str, message: &str) -> Pod {
    container(&json!({"waiting": {"reason": reason, "message": message}}), &json!({}))
}

fn ended(reason: &str, code: i32) -> Pod {
    container(&json!({"terminated": {"reason": reason, "exitCode": code}}), &json!({}))
}

fn with_condition(kind: &str, status: &str, reason: &str) -> Pod {
    let condition = json!({"type": kind, "status": status, "reason": reason, "message": "0/3 nodes"});
    pod(
        &json!({"phase": if kind == "DisruptionTarget" { "Failed" } else { "Pending" }, "conditions": [condition]}),
    )
}

fn told_of(pod: &Pod) -> (Told, Mark) {
    let state = pods::state(&translate::pod(pod));
    (Told::of(&state.words), state.mark)
}

#[test]
fn every_state_of_a_pod_is_told_with_a_next_step() {
    let check = |item: &str, of: &dyn Fn(&str) -> Pod| {
        let (told, mark) = told_of(&of(item));
        told.check(item, &told_of(&of(UNKNOWN)).0);
        assert!(matches!(mark, Mark::Bad | Mark::Warning), "{item}: {mark:?}");
    };
    for reason in "ErrImagePull ImagePullBackOff ErrImageNeverPull InvalidImageName ImageInspectError \
        RegistryUnavailable SignatureValidationFailed CreateContainerConfigError CreateContainerError \
        RunContainerError CreatePodSandboxError PreStartHookError PostStartHookError CrashLoopBackOff"
        .split_whitespace()
    {
        check(reason, &|reason| waiting(reason, "the words of the node"));
    }
    for reason in ["Error", "OOMKilled", "ContainerCannotRun", "StartError", "DeadlineExceeded"] {
        check(reason, &|reason| ended(reason, 1));
    }
    for reason in "Evicted NodeLost Preempting UnexpectedAdmissionError NodeAffinity OutOfcpu Terminated \
        NodeShutdown"
        .split_whitespace()
    {
        check(reason, &|reason| pod(&json!({"phase": "Failed", "reason": reason, "message": "m"})));
    }
    check("Unschedulable", &|reason| with_condition("PodScheduled", "False", reason));
    for reason in "PreemptionByScheduler EvictionByEvictionAPI DeletionByTaintManager DeletionByPodGC \
        TerminationByKubelet"
        .split_whitespace()
    {
        check(reason, &|reason| with_condition("DisruptionTarget", "True", reason));
    }
}

#[test]
fn what_a_pod_does_on_its_way_is_told_and_is_no_problem() {
    for (item, pod) in [
        ("ContainerCreating", waiting("ContainerCreating", "")),
        ("PodInitializing", waiting("PodInitializing", "")),
        ("Completed", pod(&json!({"phase": "Succeeded"}))),
        ("SchedulingGated", with_condition("PodScheduled", "False", "SchedulingGated")),
        ("Pending", pod(&json!({"phase": "Pending"}))),
    ] {
        let (told, mark) = told_of(&pod);
        assert!(!told.words.is_empty() && !told.words.contains(UNKNOWN), "{item}: {told:?}");
        assert!(matches!(mark, Mark::Good | Mark::Note), "{item}: {mark:?}");
    }
}

#[test]
fn why_an_image_cannot_be_had_is_read_out_of_the_nodes_words() {
    let general = told_of(&waiting("ErrImagePull", "")).0;
    for (item, message) in [
        ("missing", "failed to resolve reference \"ghcr.io/x:2\": ghcr.io/x:2: not found"),
        ("private", "pull access denied, repository does not exist or may require authorization"),
        ("busy", "toomanyrequests: You have reached your pull rate limit"),
        ("platform", "no match for platform in manifest: not found"),
        ("certificate", "tls: failed to verify certificate: x509: certificate signed by unknown authority"),
        ("unreachable", "dial tcp: lookup registry.example: no such host"),
    ] {
        told_of(&waiting("ErrImagePull", message)).0.check(item, &general);
    }
    let other = told_of(&waiting("ErrImagePull", "Back-off pulling image \"side.example/x:1\"")).0;
    assert!(other.words.contains("side.example/x:1"), "{other:?}");
}

#[test]
fn why_no_node_takes_a_pod_and_what_an_exit_code_stands_for_is_told() {
    let unschedulable = |message: &str| {
        let condition = json!({"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
            "message": message});
        told_of(&pod(&json!({"phase": "Pending", "conditions": [condition]}))).0
    };
    for message in [
        "pod has unbound immediate PersistentVolumeClaims",
        "0/3 nodes are available: 3 Insufficient cpu",
        "2 node(s) had volume node affinity conflict",
        "1 node(s) didn't match pod anti-affinity rules",
        "1 node(s) didn't have free ports for the requested pod ports",
        "3 node(s) didn't match Pod's node affinity/selector",
        "3 node(s) had untolerated taint {dedicated}",
    ] {
        let told = unschedulable(message);
        assert_ne!(told.step, unschedulable("").step, "{message}");
    }
    let other = told_of(&ended("Error", 1)).0;
    for code in [126, 127, 137, 139, 143] {
        let told = told_of(&ended("Error", code)).0;
        assert!(told.step.contains(&code.to_string()) && told.step != other.step, "{told:?}");
    }
    let state = json!({"waiting": {"reason": "CrashLoopBackOff"}});
    let crashed = container(&state, &json!({"terminated": {"exitCode": 137, "reason": "OOMKilled"}}));
    assert_eq!(pods::state(&translate::pod(&crashed)).words.key, "pod-memory");
}

#[test]
fn every_end_of_a_job_is_told_with_a_next_step() {
    let job = |condition: &str, reason: &str, suspend: bool| {
        let condition = json!({"type": condition, "status": "True", "reason": reason, "message": "m"});
        let object = json!({"metadata": {"name": "backup"},
            "spec": {"suspend": suspend, "template": {}}, "status": {"conditions": [condition]}});
        let job: Job = from_value(object).expect("a job");
        match verdict::job(Some(&translate::job(&job)), &[]) {
            Verdict::Broken(words) | Verdict::NotYet(words) => Told::of(&words),
            other @ (Verdict::Ready | Verdict::Missing | Verdict::Unknown(_)) => {
                Told { words: format!("{other:?}"), step: String::new() }
            }
        }
    };
    for reason in
        "BackoffLimitExceeded DeadlineExceeded PodFailurePolicy MaxFailedIndexesExceeded FailedIndexes"
            .split_whitespace()
    {
        job("Failed", reason, false).check(reason, &job("Failed", UNKNOWN, false));
    }
    assert_eq!(job("Complete", "CompletionsReached", false).words, "Ready");
    for (condition, suspend) in [("SuccessCriteriaMet", false), ("FailureTarget", false), ("Suspended", true)]
    {
        let words = job(condition, "", suspend).words;
        assert!(words.contains("finishing") || words.contains("suspended"), "{condition}: {words}");
    }
}

#[test]
fn every_trouble_of_a_roll_out_is_told_with_a_next_step() {
    let deployment = |condition: &str, status: &str, reason: &str, message: &str| {
        let condition = json!({"type": condition, "status": status, "reason": reason, "message": message});
        let object = json!({"metadata": {"name": "web", "generation": 2},
            "spec": {"replicas": 2, "paused": reason == "DeploymentPaused", "selector": {}, "template": {}},
            "status": {"observedGeneration": 2, "conditions": [condition]}});
        let object: Deployment = from_value(object).expect("a deployment");
        match verdict::rollout(Some(&translate::deployment(&object))) {
            Verdict::Broken(words) | Verdict::NotYet(words) => Told::of(&words),
            other @ (Verdict::Ready | Verdict::Missing | Verdict::Unknown(_)) => {
                Told { words: format!("{other:?}"), step: String::new() }
            }
        }
    };
    for (condition, status, reason) in [
        ("Progressing", "False", "ProgressDeadlineExceeded"),
        ("Progressing", "False", "ReplicaSetCreateError"),
        ("Progressing", "Unknown", "DeploymentPaused"),
        ("ReplicaFailure", "True", "FailedCreate"),
        ("ReplicaFailure", "True", "FailedDelete"),
    ] {
        let unknown = deployment(condition, status, UNKNOWN, "m");
        deployment(condition, status, reason, "m").check(reason, &unknown);
    }
    let general = deployment("ReplicaFailure", "True", "FailedCreate", "m");
    for (message, what) in FORBIDDEN_PODS {
        let told = deployment("ReplicaFailure", "True", "FailedCreate", message);
        assert_ne!(told.step, general.step, "{what}");
    }
}

/// Words in which the server forbids a pod, and which rule that is.
const FORBIDDEN_PODS: [(&str, &str); 8] = [
    (
        "pods \"web-1\" is forbidden: exceeded quota: compute, requested: cpu=1, used: cpu=4, limited: cpu=4",
        "quota",
    ),
    (
        "pods \"web-1\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot != true",
        "security",
    ),
    ("pods \"web-1\" is forbidden: maximum cpu usage per Container is 1, but limit is 2", "limits"),
    ("admission webhook \"rules.example\" denied the request: no latest tag", "webhook"),
    (
        "pods \"web-1\" is forbidden: error looking up service account a/web: serviceaccount \"web\" not found",
        "account",
    ),
    (
        "pods \"web-1\" is forbidden: ValidatingAdmissionPolicy 'tags' with binding 'all' denied request: no latest tag",
        "policy",
    ),
    ("pods \"web-1\" is forbidden: failed quota: compute: must specify cpu for: web", "unsized"),
    ("Internal error occurred: failed calling webhook \"rules.example\": no endpoints", "webhook-silent"),
];

fn asked(code: u16, reason: &str, message: &str, nature: Nature) -> Told {
    let error = kube::Error::Api(Status::failure(message, reason).with_code(code).boxed());
    refused(Refusal::from_kube(&error, nature, None))
}

fn refused(refusal: Refusal) -> Told {
    let attempt = Attempt::new(Verb::Patch, "Deployment").named("web");
    Told::failure(&ClusterError::call(&attempt, refusal).to_failure())
}

#[test]
fn every_answer_of_the_api_is_told_with_a_next_step() {
    let rights = "deployments.apps \"web\" is forbidden: User \"ann\" cannot patch resource \"deployments\" in API \
        group \"apps\" in the namespace \"a\"";
    let answers = [
        (401, "Unauthorized", "Unauthorized"),
        (403, "Forbidden", rights),
        (404, "NotFound", "deployments.apps \"web\" not found"),
        (409, "AlreadyExists", "deployments.apps \"web\" already exists"),
        (409, "Conflict", "the object has been modified"),
        (410, "Expired", "too old resource version"),
        (429, "TooManyRequests", "too many requests"),
        (408, "Timeout", "x"),
        (405, "MethodNotAllowed", "x"),
        (
            500,
            "InternalError",
            "Internal error occurred: failed calling webhook \"rules.example\": no endpoints",
        ),
        (
            500,
            "",
            "failed to create typed patch object (a/web; apps/v1): .spec.x: field not declared in schema",
        ),
        (503, "ServiceUnavailable", "the server is currently unable to handle the request"),
        (504, "Timeout", "x"),
        (413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728"),
        (415, "UnsupportedMediaType", "the body of the request was in an unknown format"),
        (422, "Invalid", "Deployment.apps \"web\" is invalid: spec.selector: field is immutable"),
        (422, "Invalid", "Deployment.apps \"web\" is invalid: spec.template: Required value"),
        (400, "BadRequest", "strict decoding error: unknown field \"spec.replica\""),
        (403, "Forbidden", "unable to create new content in namespace a because it is being terminated"),
        (403, "Forbidden", "roles \"x\" is forbidden: user \"ann\" is attempting to grant RBAC permissions"),
    ];
    let unknown = asked(599, "", "m", Nature::Read);
    for (code, reason, message) in answers {
        asked(code, reason, message, Nature::Read).check(&format!("{code} {message}"), &unknown);
    }
    let invalid = asked(422, "Invalid", "m", Nature::Read);
    for (code, reason, message) in answers.iter().filter(|(code, _, _)| matches!(code, 413 | 415 | 422 | 400))
    {
        assert_ne!(asked(*code, reason, message, Nature::Read).step, invalid.step, "{message}");
    }
    let fixed = asked(422, "Invalid", "spec: Forbidden: spec is immutable after creation", Nature::Read);
    assert!(
        fixed.step.starts_with("Leave the field") && fixed.step.contains("deletes the data"),
        "{fixed:?}"
    );
    let policy = asked(403, "Forbidden", "this is not wanted here", Nature::Read);
    for (message, rule) in FORBIDDEN_PODS {
        let told = asked(403, "Forbidden", message, Nature::Read);
        told.check(rule, &policy);
        assert_ne!(told.step, policy.step, "{rule}");
    }
    let lost = asked(504, "Timeout", "x", Nature::Deed);
    assert!(lost.words.contains("not known whether"), "{lost:?}");
}

#[test]
fn a_webhook_and_a_policy_are_told_whatever_status_they_answer_with() {
    for code in [400, 422] {
        for (message, rule) in FORBIDDEN_PODS.iter().filter(|(_, rule)| ["webhook", "policy"].contains(rule))
        {
            let told = asked(code, "Invalid", message, Nature::Read);
            assert_eq!(told, asked(403, "Forbidden", message, Nature::Read), "{code} {rule}");
        }
    }
}

#[test]
fn every_way_in_which_the_server_is_not_reached_is_told_with_a_next_step() {
    use rustls::{AlertDescription as Alert, CertificateError as Bad, Error as Tls};
    let general =
        refused(Refusal::Unreachable { cause: Unreachable::Tls(TlsReason::Other), message: String::new() });
    let certificates =
        [Bad::Expired, Bad::NotValidYet, Bad::NotValidForName, Bad::UnknownIssuer, Bad::BadEncoding];
    let faults = certificates.map(Tls::InvalidCertificate).into_iter();
    for fault in faults.chain([Tls::AlertReceived(Alert::CertificateRequired)]) {
        let item = format!("{fault:?}");
        let error = kube::Error::Service(Box::new(std::io::Error::other(fault)));
        refused(Refusal::from_kube(&error, Nature::Deed, None)).check(&item, &general);
    }
    for cause in [
        Unreachable::Dns,
        Unreachable::Refused,
        Unreachable::Silent,
        Unreachable::NoRoute,
        Unreachable::Proxy,
        Unreachable::Broken,
        Unreachable::Tls(TlsReason::NoTls),
        Unreachable::Tls(TlsReason::OwnSettings),
    ] {
        refused(Refusal::Unreachable { cause, message: String::new() })
            .check(&format!("{cause:?}"), &general);
    }
    for refusal in [
        Refusal::Timeout { after: std::time::Duration::from_secs(15) },
        Refusal::Credentials { message: String::new() },
        Refusal::Unreadable { message: String::new() },
    ] {
        refused(refusal.clone()).check(&format!("{refusal:?}"), &general);
    }
}

#[test]
fn every_fault_of_a_kubeconfig_is_told_with_a_next_step() {
    let (file, s) = (std::path::PathBuf::from("/home/ann/.kube/config"), || "x".to_owned());
    let faults = [
        KubeconfigError::NoFile { looked: vec![file.clone()] },
        KubeconfigError::Read { file: file.clone(), problem: s() },
        KubeconfigError::TooLarge { file: file.clone(), size: 1 },
        KubeconfigError::Parse { file: file.clone(), line: 1, column: 1 },
        KubeconfigError::NoContexts { files: vec![file.clone()] },
        KubeconfigError::UnknownContext { context: s(), known: vec![s()] },
        KubeconfigError::UnknownCluster { context: s(), cluster: s(), file: file.clone() },
        KubeconfigError::UnknownUser { context: s(), user: s(), file: file.clone() },
        KubeconfigError::NoServer { cluster: s(), file: file.clone() },
        KubeconfigError::BadServer { cluster: s(), file: file.clone(), server: s() },
        KubeconfigError::Certificate { cluster: s(), file: file.clone(), problem: s() },
        KubeconfigError::AuthProvider { name: s() },
        KubeconfigError::NoCommand { user: s(), file },
        KubeconfigError::BadProxy { proxy: s() },
    ];
    let none = Told { words: String::new(), step: String::new() };
    for fault in faults {
        Told::failure(&fault.to_failure()).check(&fault.to_string(), &none);
    }
}

/// What is told of a route of that kind, alone in a cluster without services.
fn led(kind: RouteKind, spec: &Value, status: &Value) -> Told {
    let served = ROUTES.iter().find(|one| one.kind == kind).expect("a kind");
    let object: DynamicObject =
        from_value(json!({"metadata": {"name": "web", "namespace": "shop", "generation": 1},
        "spec": spec, "status": status}))
        .expect("a route");
    let parts = (served.parts)(&object);
    let scene = Scene::new(None, Claims::default());
    let way = route::follow(&parts, &scene, &NoPods).into_iter().next().expect("a rule");
    Told::of(&way.route.words)
}

#[test]
fn every_condition_of_a_route_is_told_with_a_next_step() {
    let spec = json!({"host": "web.example", "to": {"kind": "Service", "name": "web"}});
    let route = |status: &str, reason: &str| {
        let condition = json!({"type": "Admitted", "status": status, "reason": reason, "message": "m"});
        led(RouteKind::Route, &spec, &json!({"ingress": [{"routerName": "r", "conditions": [condition]}]}))
    };
    for reason in "HostAlreadyClaimed RouteNotAdmitted NoHostValue InvalidHost ExtendedValidationFailed \
        ExternalCertificateValidationFailed ExternalCertificateSecretDeleted"
        .split_whitespace()
    {
        route("False", reason).check(reason, &route("False", UNKNOWN));
    }
    led(RouteKind::Route, &spec, &json!({})).check("no router", &route("False", UNKNOWN));
    let spec = json!({"parentRefs": [{"name": "edge"}], "hostnames": ["web.example"],
        "rules": [{"backendRefs": [{"name": "web", "port": 80}]}]});
    let http = |kind: &str, status: &str, reason: &str| {
        let mut conditions = vec![json!({"type": kind, "status": status, "reason": reason, "message": "m"})];
        if kind != "Accepted" {
            conditions.push(json!({"type": "Accepted", "status": "True", "reason": "Accepted"}));
        }
        let status = json!({"parents": [{"parentRef": {"name": "edge"}, "conditions": conditions}]});
        led(RouteKind::HttpRoute, &spec, &status)
    };
    let refused = [
        (
            "Accepted",
            "NotAllowedByListeners NoMatchingListenerHostname NoMatchingParent UnsupportedValue Pending \
            IncompatibleFilters RefNotPermitted",
        ),
        ("ResolvedRefs", "RefNotPermitted InvalidKind BackendNotFound UnsupportedProtocol"),
        ("Programmed", "Pending AddressNotAssigned AddressNotUsable NoResources Invalid"),
    ];
    for (kind, reasons) in refused {
        for reason in reasons.split_whitespace() {
            http(kind, "False", reason).check(reason, &http(kind, "False", UNKNOWN));
        }
    }
    let none = Told { words: String::new(), step: String::new() };
    http("PartiallyInvalid", "True", "UnsupportedValue").check("PartiallyInvalid", &none);
    led(RouteKind::HttpRoute, &spec, &json!({})).check("no gateway", &none);
    let ingress = super::routes::ingress(
        &from_value(
            json!({"metadata": {"name": "web", "namespace": "shop"}, "spec": {"ingressClassName": "edge",
            "rules": [{"host": "web.example", "http": {"paths": [{"path": "/", "pathType": "Prefix",
                "backend": {"service": {"name": "web", "port": {"number": 80}}}}]}}]}}),
        )
        .expect("an Ingress"),
    );
    let scene = Scene::new(None, Claims::default()).with(std::iter::empty(), std::iter::empty());
    let way = route::follow(&ingress, &scene, &NoPods).into_iter().next().expect("a rule");
    Told::of(&way.route.words).check("an Ingress without an address", &none);
    Told::of(&way.trouble().expect("no service").words).check("no service", &none);
}

#[test]
fn warnings_that_container_states_do_not_show_have_a_next_step() {
    for reason in
        "FailedMount FailedScheduling FailedAttachVolume FailedCreatePodSandBox FailedCreate BackOff \
        Unhealthy UnexpectedJob Evicted"
            .split_whitespace()
    {
        assert!(warnings::next_step(reason).is_some(), "{reason}");
    }
    assert!([UNKNOWN, "", "Failed-Mount", "../x"].iter().all(|reason| warnings::next_step(reason).is_none()));
}
