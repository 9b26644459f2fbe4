//! What it is for: one object of the cluster page, looked at closely. In: kind, namespace, name. Out: YAML without
//! secrets, events, owners. Never: a Secret's value, `managedFields`, or a change of anything.

use k8s_openapi::api::core::v1::Event;
use kube::{Api, api::ListParams};
use serde_json::Value;

use super::{
    connect::Cluster,
    error::{Attempt, ClusterError, Refusal, Verb},
    fighters,
    kinds::Kinds,
    mask,
    resource::{Place, Resource},
    revisions,
    routes::ROUTES,
    translate, usual,
};
use crate::{
    manifest::mask::mask,
    names::Namespace,
    observed::{
        fighters::{by_metadata, judge},
        survey::{Detail, Happening, ItemKey},
    },
};

/// Owners followed upwards, at most: a pod has two.
const OWNERS: usize = 5;
/// Events read, at most.
const EVENTS: u32 = 500;

/// Kinds whose place is known by the API's own definition: group, kind, plural. All are `v1`.
const KNOWN: [(&str, &str, &str); 10] = [
    ("apps", "Deployment", "deployments"),
    ("apps", "StatefulSet", "statefulsets"),
    ("apps", "DaemonSet", "daemonsets"),
    ("apps", "ReplicaSet", "replicasets"),
    ("batch", "Job", "jobs"),
    ("batch", "CronJob", "cronjobs"),
    ("", "Pod", "pods"),
    ("", "Service", "services"),
    ("", "PersistentVolumeClaim", "persistentvolumeclaims"),
    ("networking.k8s.io", "Ingress", "ingresses"),
];

/// Reads the object, what happened to it, and what it belongs to.
///
/// # Errors
/// It is gone, or cannot be read. Events and owners that cannot be read are told in [`Detail::unread`].
pub async fn detail(cluster: &Cluster, key: &ItemKey) -> Result<Detail, ClusterError> {
    // Objects without a namespace are looked for as such; the connection's own is as good as any.
    let namespace = Namespace::new(&*key.namespace).unwrap_or_else(|_none| cluster.namespace().clone());
    let cluster = cluster.looking_at(&namespace);
    let object = object(&cluster, key).await?;
    let mut detail = Detail { yaml: yaml(&object), group: group(&object), ..Detail::default() };
    let uid = object.pointer("/metadata/uid").and_then(Value::as_str).unwrap_or_default();
    // What points at workloads is asked for only there.
    let version = object.pointer("/apiVersion").and_then(Value::as_str).unwrap_or_default();
    let is_workload = object.pointer("/spec/template").is_some() && version.starts_with("apps/");
    let around = async { if is_workload { Some(fighters::around(&cluster).await) } else { None } };
    let revisions = revisions::of(&cluster, &object);
    let beside = async { futures::join!(around, usual::of(&cluster, &object)) };
    let (events, owners, revisions, (around, times)) =
        futures::join!(events(&cluster, uid), owners(&cluster, &object), revisions, beside);
    match events {
        Ok(events) => detail.events = events,
        Err(error) => detail.unread.push(error.to_failure()),
    }
    match owners {
        Ok(owners) => detail.owners = owners,
        Err(error) => detail.unread.push(error.to_failure()),
    }
    match revisions {
        Ok(revisions) => detail.revisions = revisions,
        Err(error) => detail.unread.push(error.to_failure()),
    }
    match times {
        Ok(times) => detail.times = times,
        Err(error) => detail.unread.push(error.to_failure()),
    }
    detail.containers = containers(&object);
    if let Some(around) = around {
        detail.fighters = judge(&object, &around);
        detail.unread.extend(fighters::unread(&around));
    } else {
        detail.fighters = by_metadata(&object);
    }
    Ok(detail)
}

/// The object as the server has it, secrets included: never to be shown.
///
/// # Errors
/// It is gone, or cannot be read.
pub(super) async fn object(cluster: &Cluster, key: &ItemKey) -> Result<Value, ClusterError> {
    let attempt = Attempt::new(Verb::Get, &*key.kind).named(&*key.name).within(&*key.namespace);
    let missing = |message: String| ClusterError::call(&attempt, Refusal::NotFound { message });
    let resources = resources(cluster, &key.kind, key.group.as_deref()).await?;
    if resources.is_empty() {
        return Err(missing(format!("the server does not know the kind {}", key.kind)));
    }
    let mut failed = None;
    for resource in &resources {
        match (Place { cluster, resource, name: &key.name }).get().await {
            Ok(Some(found)) if resources.len() == 1 || is_meant(key, &found) => return Ok(found),
            Ok(_) => {}
            // It may be one of another group.
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    Err(failed.unwrap_or_else(|| missing(format!("{} is gone", key.name))))
}

/// Whether a row that names an object by its uid, as those of routes do, names this one.
fn is_meant(key: &ItemKey, object: &Value) -> bool {
    let uid = key.row.rsplit_once('#').map(|(uid, _)| uid);
    uid.is_none_or(|uid| object.pointer("/metadata/uid").and_then(Value::as_str) == Some(uid))
}

/// The group that kubectl must be told: of kinds that the API's own definition knows, none.
fn group(object: &Value) -> String {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let group = text("/apiVersion").split_once('/').map_or("", |(group, _)| group);
    let is_known = KNOWN.iter().any(|(known, kind, _)| *known == group && *kind == text("/kind"));
    if is_known { String::new() } else { mask::plain(group, 300) }
}

/// Where objects of the kind may be; nowhere when the server has no such kind. `group` is the only one that is meant, where
/// that is known.
async fn resources(
    cluster: &Cluster,
    kind: &str,
    group: Option<&str>,
) -> Result<Vec<Resource>, ClusterError> {
    let is_meant = |known: &str| group.is_none_or(|group| group == known);
    let mut known = KNOWN.iter().filter(|(_, known, _)| *known == kind);
    if let Some((group, kind, plural)) = known.find(|(group, _, _)| is_meant(group)) {
        return Ok(vec![Resource::known(group, "v1", kind, plural)]);
    }
    let kinds = Kinds::discover(cluster).await?;
    if let Some(group) = group {
        let named = kinds.resolve(&[format!("{kind}.{group}")]).unwrap_or_default();
        return Ok(named.into_iter().filter(|one| one.group == group).collect());
    }
    // Other groups have kinds of the same name; those that are followed come from these.
    let routes = ROUTES.iter().filter(|one| one.kind.name() == kind);
    let routes = routes.map(|one| kinds.resolve(&[format!("{kind}.{}", one.group)]).unwrap_or_default());
    let found: Vec<Resource> = routes.flatten().collect();
    Ok(if found.is_empty() { kinds.resolve(&[kind.to_owned()]).unwrap_or_default() } else { found })
}

/// As YAML: what it is first, its status last, without secrets and books that only servers keep.
fn yaml(object: &Value) -> String {
    let object = ordered(mask(object));
    let text = serde_yaml::to_string(&object);
    text.unwrap_or_else(|fault| format!("# {fault}"))
}

/// With the fields at the top in kubectl's order, whatever the server's is.
fn ordered(object: Value) -> Value {
    let Value::Object(mut fields) = object else { return object };
    let mut first = serde_json::Map::new();
    for key in ["apiVersion", "kind", "metadata"] {
        first.extend(fields.shift_remove(key).map(|value| (key.to_owned(), value)));
    }
    let status = fields.shift_remove("status").map(|value| ("status".to_owned(), value));
    first.extend(fields);
    first.extend(status);
    Value::Object(first)
}

/// The events about the object, the newest first.
async fn events(cluster: &Cluster, uid: &str) -> Result<Vec<Happening>, ClusterError> {
    let namespace = cluster.namespace().as_str();
    let api: Api<Event> = Api::namespaced(cluster.client(), namespace);
    let attempt = Attempt::new(Verb::List, "Event").within(namespace);
    let params = ListParams::default().fields(&format!("involvedObject.uid={uid}")).limit(EVENTS);
    let list = cluster.read(&attempt, api.list(&params)).await?;
    let mut events: Vec<Happening> = list
        .items
        .iter()
        .map(|event| {
            let (_, row) = translate::warning(event);
            Happening {
                is_warning: event.type_.as_deref() == Some("Warning"),
                reason: row.reason,
                message: row.message,
                count: row.count,
                at: row.at,
            }
        })
        .collect();
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    Ok(events)
}

/// What made it, and what made that: `Kind/name` each.
async fn owners(cluster: &Cluster, object: &Value) -> Result<Vec<String>, ClusterError> {
    let mut found = Vec::new();
    let mut next = owner(object);
    while let Some((api_version, kind, name)) = next.take() {
        found.push(format!("{kind}/{name}"));
        if found.len() == OWNERS {
            break;
        }
        let Some(resource) = Resource::discover(cluster, &api_version, &kind).await? else { break };
        let place = Place { cluster, resource: &resource, name: &name };
        next = place.get().await?.as_ref().and_then(owner);
    }
    Ok(found)
}

/// The controller: `apiVersion`, kind, name.
fn owner(object: &Value) -> Option<(String, String, String)> {
    let owners = object.pointer("/metadata/ownerReferences")?.as_array()?;
    let is_controller = |one: &&Value| one.get("controller").and_then(Value::as_bool) == Some(true);
    let owner = owners.iter().find(is_controller)?;
    let text = |key: &str| Some(mask::plain(owner.get(key)?.as_str()?, 300));
    Some((text("apiVersion")?, text("kind")?, text("name")?))
}

/// Names of a pod's containers, those that run first first.
fn containers(object: &Value) -> Vec<String> {
    let lists = ["/spec/initContainers", "/spec/containers"];
    let all = lists.iter().filter_map(|list| object.pointer(list)?.as_array()).flatten();
    all.filter_map(|one| Some(mask::plain(one.get("name")?.as_str()?, 100))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_secret_shows_its_keys_and_no_value() {
        let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s",
            "managedFields": [{"manager": "kubectl"}],
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{\"data\":{\"p\":\"aHVudGVyMg==\"}}"}},
            "data": {"p": "aHVudGVyMg=="}});
        let shown = yaml(&secret);
        assert!(shown.contains("name: s") && shown.contains("p: "), "{shown}");
        assert!(!shown.contains("aHVudGVyMg") && !shown.contains("managedFields"), "{shown}");
    }

    #[test]
    fn what_it_is_stands_first_and_its_status_last() {
        let object = json!({"status": {"x": 1}, "spec": {}, "metadata": {"name": "p"}, "kind": "Pod", "apiVersion": "v1"});
        let shown = yaml(&object);
        let lines: Vec<&str> = shown.lines().filter(|line| !line.starts_with(' ')).collect();
        assert_eq!(lines, ["apiVersion: v1", "kind: Pod", "metadata:", "spec: {}", "status:"]);
    }

    #[test]
    fn of_two_objects_of_one_name_the_row_names_one() {
        let key = |row: &str| ItemKey { row: row.into(), ..ItemKey::default() };
        let object = json!({"metadata": {"uid": "a"}});
        assert!(is_meant(&key("a#0"), &object) && is_meant(&key("x"), &object));
        assert!(!is_meant(&key("b#0"), &object));
    }

    #[test]
    fn kubectl_is_told_the_group_of_kinds_that_others_define() {
        let of = |version: &str, kind: &str| group(&json!({"apiVersion": version, "kind": kind}));
        assert_eq!(of("traefik.io/v1alpha1", "IngressRoute"), "traefik.io");
        assert_eq!((of("apps/v1", "Deployment").as_str(), of("v1", "Pod").as_str()), ("", ""));
    }

    #[test]
    fn only_a_controller_counts_as_owner() {
        let object = json!({"metadata": {"ownerReferences": [
            {"apiVersion": "v1", "kind": "ConfigMap", "name": "c"},
            {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web-1", "controller": true}]}});
        let found = owner(&object);
        assert_eq!(found, Some(("apps/v1".to_owned(), "ReplicaSet".to_owned(), "web-1".to_owned())));
        assert_eq!(owner(&json!({"metadata": {}})), None);
    }
}
