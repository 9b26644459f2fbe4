//! What it is for: knowing before the first step whether we may do all of them (`SelfSubjectAccessReview`).
//! In: what actions, manifests and watches need. Out: yes or no for each right. Never: "allowed" taken for "will
//! succeed" (quota and admission are found by dry runs only), or a hundred questions at once.

use std::fmt;

use futures::{StreamExt as _, TryStreamExt as _};
use k8s_openapi::api::authorization::v1::{
    ResourceAttributes, SelfSubjectAccessReview, SelfSubjectAccessReviewSpec,
};
use kube::api::{Api, PostParams};
use kube::core::GroupVersionKind;
use kube::discovery::ApiResource;
use serde_json::Value;

use super::connect::Cluster;
use super::error::{Attempt, ClusterError, Verb};
use super::watch::{WatchKind, WatchSpec};
use crate::action::{Action, Exec, ManifestApply, ObjectDelete, RouteSwitch, TemplateProcess};
use crate::failure::{Failure, FailureKind};
use crate::names::ObjectName;
use crate::words::Sentence;

/// How many questions are under way at a time.
const AT_ONCE: usize = 8;

/// One right in the change's namespace, in the words of access rules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Needed {
    /// Such as `patch`.
    pub verb: String,
    /// API group; empty for the core group.
    pub group: String,
    /// Plural in lower case, such as `deployments`.
    pub resource: String,
    /// Such as `scale`.
    pub subresource: Option<String>,
    /// One object; `None` for all of the kind.
    pub name: Option<String>,
}

impl Needed {
    /// A right on all objects of a kind.
    pub fn new(verb: &str, group: &str, resource: &str) -> Self {
        Self {
            verb: verb.to_owned(),
            group: group.to_owned(),
            resource: resource.to_owned(),
            subresource: None,
            name: None,
        }
    }

    /// The same for a subresource.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "takes a subresource; nobody subtracts rights")]
    pub fn sub(mut self, subresource: &str) -> Self {
        self.subresource = Some(subresource.to_owned());
        self
    }

    /// The same for one object.
    #[must_use]
    pub fn of(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }
}

impl fmt::Display for Needed {
    /// `patch deployments.apps/scale web`, as `kubectl auth can-i` writes it; with the group where there is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb, self.resource)?;
        if !self.group.is_empty() {
            write!(f, ".{}", self.group)?;
        }
        if let Some(subresource) = &self.subresource {
            write!(f, "/{subresource}")?;
        }
        match &self.name {
            Some(name) => write!(f, " {name}"),
            None => Ok(()),
        }
    }
}

/// The server's answer about one right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// The right.
    pub needed: Needed,
    /// Whether we have it. "No opinion" counts as no.
    pub allowed: bool,
    /// The server's reason, cleaned; often empty.
    pub reason: String,
}

/// Asks for each right. The answers stand in the order of the questions; equal questions are asked once.
///
/// # Errors
/// When the server does not answer the question itself.
pub async fn review(cluster: &Cluster, needed: &[Needed]) -> Result<Vec<Permission>, ClusterError> {
    let mut distinct: Vec<Needed> = Vec::new();
    for one in needed {
        if !distinct.contains(one) {
            distinct.push(one.clone());
        }
    }
    let asked = distinct.into_iter().map(|one| ask(cluster, one));
    futures::stream::iter(asked).buffered(AT_ONCE).try_collect().await
}

async fn ask(cluster: &Cluster, needed: Needed) -> Result<Permission, ClusterError> {
    let api: Api<SelfSubjectAccessReview> = Api::all(cluster.client());
    let review = SelfSubjectAccessReview {
        spec: SelfSubjectAccessReviewSpec {
            resource_attributes: Some(ResourceAttributes {
                group: Some(needed.group.clone()),
                name: needed.name.clone(),
                namespace: Some(cluster.namespace().as_str().to_owned()),
                resource: Some(needed.resource.clone()),
                subresource: needed.subresource.clone(),
                verb: Some(needed.verb.clone()),
                ..ResourceAttributes::default()
            }),
            ..SelfSubjectAccessReviewSpec::default()
        },
        ..SelfSubjectAccessReview::default()
    };
    let attempt = Attempt::new(Verb::Ask, "SelfSubjectAccessReview");
    let answer = cluster.read(&attempt, api.create(&PostParams::default(), &review)).await?;
    let status = answer.status.unwrap_or_default();
    Ok(Permission {
        needed,
        allowed: status.allowed && status.denied != Some(true),
        reason: super::mask::plain(&status.reason.unwrap_or_default(), 300),
    })
}

/// The rights that are missing, in words; `None` when all are there.
pub fn missing(cluster: &Cluster, answers: &[Permission]) -> Option<Failure> {
    let refused: Vec<_> = answers.iter().filter(|one| !one.allowed).collect();
    if refused.is_empty() {
        return None;
    }
    let who = cluster.facts().who.as_ref().map(|who| who.user.clone()).unwrap_or_default();
    let rights: Vec<_> = refused.iter().map(|one| one.needed.to_string()).collect();
    let summary = Sentence::new("cluster-rights-missing")
        .with("who", who)
        .with("namespace", cluster.namespace().as_str())
        .count("count", rights.len())
        .with("rights", rights.join(", "));
    let failure = Failure::new(FailureKind::Person, summary).hint(Sentence::new("cluster-forbidden-hint"));
    Some(
        refused
            .iter()
            .filter(|one| !one.reason.is_empty())
            .fold(failure, |failure, one| failure.detail(format!("{}: {}", one.needed, one.reason))),
    )
}

/// What an action needs of the cluster (facts 8.6). `documents` are the objects of a `manifest.apply`.
pub fn needed_for(action: &Action, documents: &[Value]) -> Vec<Needed> {
    let pods = || [Needed::new("list", "", "pods"), Needed::new("watch", "", "pods")];
    match action {
        Action::Scale(scale) => {
            let Some((kind, name)) = scale.workload() else { return Vec::new() };
            let resource = resource("apps", "v1", kind);
            let on = |verb: &str| Needed::new(verb, "apps", &resource).of(name.as_str());
            let mut all = vec![on("get"), on("get").sub("scale"), on("patch").sub("scale")];
            all.extend(pods());
            all
        }
        Action::JobCreate(create) => vec![
            Needed::new("get", "batch", "cronjobs").of(create.from_cron_job.as_str()),
            Needed::new("get", "batch", "jobs").of(create.name.as_str()),
            Needed::new("create", "batch", "jobs"),
        ],
        Action::JobWait(wait) => {
            let mut all = vec![
                Needed::new("get", "batch", "jobs").of(wait.job.as_str()),
                Needed::new("list", "batch", "jobs"),
                Needed::new("watch", "batch", "jobs"),
                Needed::new("list", "", "events"),
            ];
            all.extend(pods());
            if wait.follow_logs {
                all.push(Needed::new("get", "", "pods").sub("log"));
            }
            all
        }
        Action::LogsFollow(follow) => {
            let mut all = vec![Needed::new("get", "apps", "deployments").of(follow.deployment.as_str())];
            all.extend(pods());
            all.push(Needed::new("get", "", "pods").sub("log"));
            all
        }
        Action::ManifestApply(ManifestApply { wait_ready, .. })
        | Action::TemplateProcess(TemplateProcess { wait_ready, .. }) => {
            let mut all: Vec<_> = documents.iter().flat_map(needed_for_document).collect();
            if wait_ready.is_some() {
                all.extend(pods());
            }
            all
        }
        Action::Exec(exec) => needed_for_exec(exec),
        Action::ObjectDelete(delete) => needed_for_delete(delete),
        Action::RouteSwitch(switch) => needed_for_switch(switch),
        Action::ImageCheck(_)
        | Action::ManifestEdit(_)
        | Action::ManifestRestore(_)
        | Action::Wait(_)
        | Action::HttpCheck(_)
        | Action::Tool(_)
        | Action::GitCommit(_)
        | Action::GitPush(_)
        | Action::GitRevert(_)
        | Action::AnnounceDraft(_)
        | Action::Manual(_)
        | Action::Pause(_) => Vec::new(),
    }
}

/// What only tells more about an action: without it the action can be carried out all the same.
pub fn optional_for(action: &Action, documents: &[Value]) -> Vec<Needed> {
    let sets_replicas = documents.iter().any(|document| document.pointer("/spec/replicas").is_some());
    if matches!(action, Action::Scale(_)) || sets_replicas {
        vec![Needed::new("list", "autoscaling", "horizontalpodautoscalers")]
    } else {
        Vec::new()
    }
}

/// Reading what the newest pods of a Deployment wrote. Without the list of replica sets the newest pod tells which ones
/// they are, but not for sure.
pub fn needed_for_logs(deployment: &ObjectName) -> Vec<Needed> {
    vec![
        Needed::new("get", "apps", "deployments").of(deployment.as_str()),
        Needed::new("list", "apps", "replicasets"),
        Needed::new("list", "", "pods"),
        Needed::new("get", "", "pods").sub("log"),
    ]
}

/// Reading one object, `Kind/name`; `None` for kinds that only the server knows.
pub fn needed_to_get(object: &str) -> Option<Needed> {
    let (kind, name) = object.split_once('/')?;
    let (group, version) = built_in_group(kind)?;
    Some(Needed::new("get", group, &resource(group, version, kind)).of(name))
}

/// Deleting one object: reading it, deleting it, and seeing that its pods go. Names of kinds in a selector are known to
/// the server only; they are asked for when the step is looked at.
fn needed_for_delete(delete: &ObjectDelete) -> Vec<Needed> {
    let Some((kind, name)) = delete.object.as_deref().and_then(|object| object.split_once('/')) else {
        return Vec::new();
    };
    let Some((group, version)) = built_in_group(kind) else { return Vec::new() };
    let resource = resource(group, version, kind);
    let on = |verb: &str| Needed::new(verb, group, &resource).of(name);
    vec![on("get"), on("delete"), Needed::new("list", "", "pods")]
}

/// Leading a Route elsewhere, and seeing what is behind both services; the one that it leads to is known to the cluster.
fn needed_for_switch(switch: &RouteSwitch) -> Vec<Needed> {
    let route = |verb: &str| Needed::new(verb, "route.openshift.io", "routes").of(switch.route.as_str());
    vec![
        route("get"),
        route("patch"),
        Needed::new("get", "", "services"),
        Needed::new("list", "discovery.k8s.io", "endpointslices"),
        Needed::new("list", "", "pods"),
    ]
}

/// The group and version of the kinds that procedures delete most, `Deployment` or `Deployment.apps`.
fn built_in_group(named: &str) -> Option<(&'static str, &'static str)> {
    let (kind, wanted) = named.split_once('.').map_or((named, None), |(kind, group)| (kind, Some(group)));
    let found = match kind {
        "Job" | "CronJob" => Some(("batch", "v1")),
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => Some(("apps", "v1")),
        "Pod" | "Service" | "ConfigMap" | "Secret" | "PersistentVolumeClaim" | "ServiceAccount" => {
            Some(("", "v1"))
        }
        _ => None,
    };
    found.filter(|(group, _)| wanted.is_none_or(|wanted| wanted == *group))
}

/// Running a program: the workload, its pods, and both verbs, for servers ask for `get` or for both (facts 4.4).
fn needed_for_exec(exec: &Exec) -> Vec<Needed> {
    let Some(whose) = super::exec::Whose::parse(&exec.workload, None, None) else { return Vec::new() };
    let resource = resource("apps", "v1", whose.workload.kind());
    vec![
        Needed::new("get", "apps", &resource).of(whose.name.as_str()),
        Needed::new("list", "", "pods"),
        Needed::new("get", "", "pods").sub("exec"),
        Needed::new("create", "", "pods").sub("exec"),
    ]
}

/// Applying an object: get and patch by name, and create (it may be absent). Documents without kind or name need
/// nothing: they are refused elsewhere.
fn needed_for_document(document: &Value) -> Vec<Needed> {
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str);
    let (Some(api_version), Some(kind), Some(name)) =
        (text("/apiVersion"), text("/kind"), text("/metadata/name"))
    else {
        return Vec::new();
    };
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let resource = resource(group, version, kind);
    let on = |verb: &str| Needed::new(verb, group, &resource);
    vec![on("get").of(name), on("patch").of(name), on("create")]
}

/// What watching needs. The ways to the pods (ingresses, services, endpoint slices) and events only add to the
/// picture; without these rights the rest is still shown.
pub fn needed_for_watch(specs: &[WatchSpec]) -> Vec<Needed> {
    let both = |group: &str, resource: &str| {
        [Needed::new("list", group, resource), Needed::new("watch", group, resource)]
    };
    let mut all = both("", "pods").to_vec();
    for kind in specs.iter().filter_map(|spec| WatchKind::parse(&spec.kind)) {
        match kind {
            WatchKind::Deployment => all.extend(both("apps", "deployments")),
            WatchKind::StatefulSet => all.extend(both("apps", "statefulsets")),
            WatchKind::Job => all.extend(both("batch", "jobs")),
            WatchKind::Ingress => all.extend(both("networking.k8s.io", "ingresses")),
            // Which of their groups the server has is not known here; the watch tells a right that is missing.
            WatchKind::DeploymentConfig
            | WatchKind::Route
            | WatchKind::HttpRoute
            | WatchKind::IngressRoute
            | WatchKind::Pod => {}
        }
    }
    all
}

/// The plural as kube derives it, which is right for all built-in kinds and most others.
fn resource(group: &str, version: &str, kind: &str) -> String {
    // A kind may stand with its group.
    let kind = kind.split_once('.').map_or(kind, |(kind, _)| kind);
    ApiResource::from_gvk(&GroupVersionKind::gvk(group, version, kind)).plural
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rights(action: &str) -> Vec<String> {
        let action: Action = serde_json::from_str(action).unwrap();
        needed_for(&action, &[]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_kind_with_its_group_needs_what_the_kind_alone_needs() {
        let of = |object: &str| needed_to_get(object).map(|needed| needed.to_string());
        assert_eq!(of("Deployment.apps/web"), of("Deployment/web"));
        assert!(of("Deployment.apps/web").is_some());
        assert_eq!(of("Service.serving.knative.dev/web"), None);
    }

    #[test]
    fn rights_are_named_as_kubectl_names_them() {
        assert_eq!(
            rights(r#"{"scale": {"deployment": "web", "replicas": 0}}"#),
            [
                "get deployments.apps web",
                "get deployments.apps/scale web",
                "patch deployments.apps/scale web",
                "list pods",
                "watch pods"
            ]
        );
        assert_eq!(
            rights(r#"{"job.create": {"fromCronJob": "backup", "name": "backup-1"}}"#),
            ["get cronjobs.batch backup", "get jobs.batch backup-1", "create jobs.batch"]
        );
        let wait = rights(r#"{"job.wait": {"job": "backup-1", "timeout": "5m"}}"#);
        assert!(wait.contains(&"get pods/log".to_owned()), "{wait:?}");
        assert_eq!(
            rights(r#"{"exec": {"in": "deployment/db", "argv": ["psql"]}}"#),
            ["get deployments.apps db", "list pods", "get pods/exec", "create pods/exec"]
        );
        assert_eq!(
            rights(r#"{"object.delete": {"object": "Job/restore"}}"#),
            ["get jobs.batch restore", "delete jobs.batch restore", "list pods"]
        );
        assert!(rights(r#"{"git.push": {}}"#).is_empty());
    }

    #[test]
    fn what_steers_numbers_of_pods_may_be_asked_where_one_is_set() {
        let optional = |action: &str, document: Value| {
            let action: Action = serde_json::from_str(action).unwrap();
            optional_for(&action, &[document]).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let list = ["list horizontalpodautoscalers.autoscaling"];
        assert_eq!(optional(r#"{"scale": {"deployment": "web", "replicas": 0}}"#, Value::Null), list);
        let apply = r#"{"manifest.apply": {"file": "a.yml"}}"#;
        assert_eq!(optional(apply, serde_json::json!({"spec": {"replicas": 2}})), list);
        assert!(optional(apply, serde_json::json!({"spec": {}})).is_empty());
    }

    #[test]
    fn applying_needs_get_and_patch_by_name_and_create() {
        let action: Action = serde_json::from_str(r#"{"manifest.apply": {"file": "a.yml"}}"#).unwrap();
        let document =
            serde_json::json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "b"}});
        let rights: Vec<_> = needed_for(&action, &[document]).iter().map(ToString::to_string).collect();
        assert_eq!(rights, ["get cronjobs.batch b", "patch cronjobs.batch b", "create cronjobs.batch"]);
    }

    #[test]
    fn plurals_of_the_kinds_that_manifests_hold_are_right() {
        for (group, kind, plural) in [
            ("", "Service", "services"),
            ("", "Secret", "secrets"),
            ("networking.k8s.io", "Ingress", "ingresses"),
            ("networking.k8s.io", "NetworkPolicy", "networkpolicies"),
            ("apps", "Deployment", "deployments"),
            ("batch", "CronJob", "cronjobs"),
            ("rbac.authorization.k8s.io", "Role", "roles"),
            ("", "PersistentVolumeClaim", "persistentvolumeclaims"),
            ("", "Endpoints", "endpoints"),
        ] {
            assert_eq!(resource(group, "v1", kind), plural);
        }
    }
}
