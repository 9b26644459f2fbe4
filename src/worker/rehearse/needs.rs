//! What it is for: what the pods of an object need, and what leads to them.
//! In: objects as JSON. Out: kinds and names. Never: a question.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Where the template of a kind's pods is.
fn template_at(kind: &str) -> Option<&'static str> {
    match kind {
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Job" => Some("/spec/template"),
        "CronJob" => Some("/spec/jobTemplate/spec/template"),
        "Pod" => Some(""),
        _ => None,
    }
}

/// The template of the object's pods; a pod is its own.
pub(super) fn template(object: &Value) -> Option<&Value> {
    object.pointer(template_at(object.get("kind")?.as_str()?)?)
}

/// Objects that must be there for such a pod to start.
pub(super) fn of_pod(template: &Value) -> BTreeSet<(&'static str, String)> {
    let mut needs = BTreeSet::new();
    let Some(spec) = template.get("spec") else { return needs };
    let mut add = |kind: &'static str, found: Option<&Value>| {
        needs.extend(found.and_then(Value::as_str).map(|name| (kind, name.to_owned())));
    };
    add("ServiceAccount", spec.get("serviceAccountName"));
    for secret in list(spec, "imagePullSecrets") {
        add("Secret", secret.get("name"));
    }
    for volume in list(spec, "volumes") {
        let projected = volume.get("projected").map(|one| list(one, "sources")).unwrap_or_default();
        for source in std::iter::once(volume).chain(projected) {
            add("ConfigMap", source.pointer("/configMap/name"));
            add("Secret", source.pointer("/secret/secretName").or_else(|| source.pointer("/secret/name")));
            add("PersistentVolumeClaim", source.pointer("/persistentVolumeClaim/claimName"));
        }
    }
    for container in list(spec, "initContainers").into_iter().chain(list(spec, "containers")) {
        for from in list(container, "envFrom") {
            add("ConfigMap", from.pointer("/configMapRef/name"));
            add("Secret", from.pointer("/secretRef/name"));
        }
        for variable in list(container, "env") {
            add("ConfigMap", variable.pointer("/valueFrom/configMapKeyRef/name"));
            add("Secret", variable.pointer("/valueFrom/secretKeyRef/name"));
        }
    }
    needs
}

/// Whether the object leads to pods of these templates, or watches over these objects.
pub(super) fn belongs(object: &Value, templates: &[&Value], names: &BTreeSet<(String, String)>) -> bool {
    let is_there = |kind: &str, name: Option<&Value>| {
        name.and_then(Value::as_str).is_some_and(|name| names.contains(&(kind.to_owned(), name.to_owned())))
    };
    match object.get("kind").and_then(Value::as_str).unwrap_or_default() {
        "Service" => {
            let selector = object.pointer("/spec/selector").and_then(Value::as_object);
            selector.is_some_and(|selector| templates.iter().any(|one| has_labels(one, selector)))
        }
        "PodDisruptionBudget" => {
            let selector = object.pointer("/spec/selector/matchLabels").and_then(Value::as_object);
            selector.is_some_and(|selector| templates.iter().any(|one| has_labels(one, selector)))
        }
        "Ingress" => {
            let rules = object.get("spec").map(|spec| list(spec, "rules")).unwrap_or_default();
            let paths = rules.iter().filter_map(|rule| rule.get("http")).flat_map(|http| list(http, "paths"));
            let mut backends: Vec<&Value> = paths.filter_map(|path| path.get("backend")).collect();
            backends.extend(object.pointer("/spec/defaultBackend"));
            backends.iter().any(|backend| is_there("Service", backend.pointer("/service/name")))
        }
        "HorizontalPodAutoscaler" => {
            let kind =
                object.pointer("/spec/scaleTargetRef/kind").and_then(Value::as_str).unwrap_or_default();
            is_there(kind, object.pointer("/spec/scaleTargetRef/name"))
        }
        _ => false,
    }
}

fn has_labels(template: &Value, wanted: &Map<String, Value>) -> bool {
    let labels = template.pointer("/metadata/labels");
    !wanted.is_empty()
        && wanted.iter().all(|(key, value)| labels.and_then(|labels| labels.get(key)) == Some(value))
}

fn list<'a>(value: &'a Value, key: &str) -> Vec<&'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn everything_that_a_pod_names_is_found() {
        let object = json!({"kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {
            "serviceAccountName": "runner", "imagePullSecrets": [{"name": "pull"}],
            "volumes": [{"configMap": {"name": "files"}}, {"secret": {"secretName": "keys"}},
                {"persistentVolumeClaim": {"claimName": "data"}},
                {"projected": {"sources": [{"secret": {"name": "part"}}]}}],
            "initContainers": [{"envFrom": [{"secretRef": {"name": "all"}}]}],
            "containers": [{"env": [{"valueFrom": {"configMapKeyRef": {"name": "one", "key": "k"}}}]}],
        }}}}}});
        let found = of_pod(template(&object).expect("a template"));
        let names: Vec<String> = found.iter().map(|(kind, name)| format!("{kind}/{name}")).collect();
        assert_eq!(
            names,
            [
                "ConfigMap/files",
                "ConfigMap/one",
                "PersistentVolumeClaim/data",
                "Secret/all",
                "Secret/keys",
                "Secret/part",
                "Secret/pull",
                "ServiceAccount/runner"
            ]
        );
    }

    #[test]
    fn what_leads_to_the_pods_belongs_to_them() {
        let template = json!({"metadata": {"labels": {"app": "web", "tier": "front"}}});
        let names = BTreeSet::from([
            ("Deployment".to_owned(), "web".to_owned()),
            ("Service".to_owned(), "web".to_owned()),
        ]);
        let is_of = |object: Value| belongs(&object, &[&template], &names);
        assert!(is_of(json!({"kind": "Service", "spec": {"selector": {"app": "web"}}})));
        assert!(!is_of(json!({"kind": "Service", "spec": {"selector": {"app": "other"}}})));
        assert!(!is_of(json!({"kind": "Service", "spec": {}})));
        let backend = json!({"service": {"name": "web"}});
        assert!(is_of(
            json!({"kind": "Ingress", "spec": {"rules": [{"http": {"paths": [{"backend": backend}]}}]}})
        ));
        let target = json!({"kind": "Deployment", "name": "web"});
        assert!(is_of(json!({"kind": "HorizontalPodAutoscaler", "spec": {"scaleTargetRef": target}})));
    }
}
