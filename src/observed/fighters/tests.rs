//! What it is for: each of those who write to an object beside us, by metadata as the real ones leave it. In: fixtures.
//! Out: assertions. Never: a cluster.

use serde_json::{Value, json};

use super::*;

/// A Deployment with this metadata beside its name.
fn deployment(more: &Value) -> Value {
    let mut object = json!({"apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {"replicas": 2, "template": {"metadata": {"labels": {"app": "web"}}}}});
    for (key, value) in more.as_object().into_iter().flatten() {
        object["metadata"][key] = value.clone();
    }
    object
}

fn entry(manager: &str, operation: &str, subresource: Option<&str>, fields: &Value) -> Value {
    let mut entry = json!({"manager": manager, "operation": operation, "apiVersion": "apps/v1",
        "time": "2026-11-20T08:15:00Z", "fieldsType": "FieldsV1", "fieldsV1": fields});
    if let Some(subresource) = subresource {
        entry["subresource"] = subresource.into();
    }
    entry
}

fn managed(entries: &[Value]) -> Value {
    deployment(&json!({"managedFields": entries}))
}

fn replicas() -> Value {
    json!({"f:spec": {"f:replicas": {}}})
}

fn image() -> Value {
    json!({"f:spec": {"f:template": {"f:spec": {"f:containers": {"k:{\"name\":\"web\"}": {".": {}, "f:image": {}}}}}}})
}

/// The only one, and its words, which must be there wholly.
fn only(object: &Value) -> (Fighter, String) {
    let found = by_metadata(object);
    assert_eq!(found.len(), 1, "{found:?}");
    let one = found.first().expect("one").clone();
    let words = one.words().text();
    assert!(!words.contains('⟨') && !words.contains("{$"), "{words}");
    (one, words)
}

#[test]
fn what_kubectl_and_the_controllers_of_kubernetes_write_is_nobodys() {
    let object = managed(&[
        entry("kubectl", "Apply", None, &image()),
        entry("kubectl-client-side-apply", "Update", None, &image()),
        entry("kubectl-rollout", "Update", None, &image()),
        entry("changeover", "Update", Some("scale"), &replicas()),
        entry("kube-controller-manager", "Update", Some("status"), &json!({"f:status": {"f:replicas": {}}})),
        entry(
            "kube-controller-manager",
            "Update",
            None,
            &json!({"f:metadata": {"f:annotations":
            {"f:deployment.kubernetes.io/revision": {}}}}),
        ),
    ]);
    assert_eq!(by_metadata(&object), []);
    // A replica set's owner is Kubernetes itself.
    let owned = deployment(&json!({"ownerReferences": [
        {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web", "controller": true}]}));
    assert_eq!(by_metadata(&owned), []);
}

#[test]
fn argo_cd_is_known_by_its_tracking_and_by_its_books() {
    let tracked = deployment(&json!({
        "annotations": {"argocd.argoproj.io/tracking-id": "shop-prod:apps/Deployment:shop/web"},
        "labels": {"app.kubernetes.io/instance": "shop-prod"},
        "managedFields": [entry("argocd-controller", "Apply", None, &image())]}));
    let (one, words) = only(&tracked);
    assert_eq!(one, Fighter::ArgoCd { application: "shop-prod".to_owned() });
    assert!(words.contains("shop-prod"), "{words}");
    let old = deployment(&json!({"labels": {"app.kubernetes.io/instance": "shop"},
        "managedFields": [entry("argocd-application-controller", "Update", None, &image())]}));
    assert_eq!(only(&old).0, Fighter::ArgoCd { application: "shop".to_owned() });
    // The label alone is everybody's.
    let plain = deployment(&json!({"labels": {"app.kubernetes.io/instance": "shop"}}));
    assert_eq!(by_metadata(&plain), []);
}

#[test]
fn flux_is_known_by_its_labels_unless_it_is_switched_off() {
    let labels = json!({"kustomize.toolkit.fluxcd.io/name": "apps", "kustomize.toolkit.fluxcd.io/namespace": "flux-system"});
    let books = [entry("kustomize-controller", "Apply", None, &image())];
    let (one, words) = only(&deployment(&json!({"labels": labels, "managedFields": books})));
    assert_eq!(one, Fighter::Flux { by: "Kustomization/apps".to_owned() });
    assert!(words.contains("Kustomization/apps"), "{words}");
    let off = deployment(&json!({"labels": labels,
        "annotations": {"kustomize.toolkit.fluxcd.io/reconcile": "disabled"}}));
    assert_eq!(by_metadata(&off), []);
    let release = deployment(&json!({
        "labels": {"helm.toolkit.fluxcd.io/name": "shop", "app.kubernetes.io/managed-by": "Helm"},
        "annotations": {"meta.helm.sh/release-name": "shop"},
        "managedFields": [entry("helm-controller", "Update", None, &image())]}));
    let (one, words) = only(&release);
    assert_eq!(one, Fighter::Flux { by: "HelmRelease/shop".to_owned() });
    assert!(words.contains("next upgrade") && words.contains("drift detection"), "{words}");
}

#[test]
fn helm_is_known_by_its_release_and_acts_only_when_it_is_run() {
    let object = deployment(&json!({"labels": {"app.kubernetes.io/managed-by": "Helm"},
        "annotations": {"meta.helm.sh/release-name": "shop", "meta.helm.sh/release-namespace": "shop"},
        "managedFields": [entry("helm", "Update", None, &image())]}));
    let (one, words) = only(&object);
    assert_eq!(one, Fighter::Helm { release: "shop".to_owned() });
    assert!(words.contains("upgrade"), "{words}");
    assert!(one.undoes(Deed::Apply { has_replicas: false }) && !one.undoes(Deed::Scale));
}

#[test]
fn operators_and_their_manager_are_known_by_their_owners() {
    let owned = |api_version: &str, kind: &str, name: &str| {
        deployment(&json!({"ownerReferences": [{"apiVersion": api_version, "kind": kind, "name": name,
            "uid": "u", "controller": true, "blockOwnerDeletion": true}]}))
    };
    let (one, _) = only(&owned("monitoring.coreos.com/v1", "Prometheus", "k8s"));
    assert_eq!(one, Fighter::Operator { owner: "Prometheus/k8s".to_owned() });
    assert!(one.undoes(Deed::Scale) && one.undoes(Deed::Apply { has_replicas: false }));
    let (one, _) = only(&owned("operators.coreos.com/v1alpha1", "ClusterServiceVersion", "etcd.v1"));
    assert_eq!(one, Fighter::Lifecycle { owner: "ClusterServiceVersion/etcd.v1".to_owned() });
    let (one, _) = only(&deployment(&json!({"labels": {"olm.owner": "etcd.v1"}})));
    assert_eq!(one, Fighter::Lifecycle { owner: "etcd.v1".to_owned() });
}

#[test]
fn rules_terraform_rancher_and_strangers_are_known_by_what_they_hold() {
    let (one, words) = only(&managed(&[entry("kyverno", "Update", None, &image())]));
    assert!(matches!(one, Fighter::Policy { .. }), "{one:?}");
    assert!(words.contains("spec.template.spec.containers[web].image"), "{words}");
    assert_eq!(only(&managed(&[entry("Terraform", "Apply", None, &image())])).0, Fighter::Terraform);
    let fleet = deployment(&json!({"annotations": {"objectset.rio.cattle.io/owner-name": "shop-bundle"}}));
    assert_eq!(only(&fleet).0, Fighter::Rancher { owner: "shop-bundle".to_owned() });
    let (one, words) = only(&managed(&[entry("vpa-updater", "Update", None, &replicas())]));
    assert!(matches!(&one, Fighter::Controller { has_replicas: true, .. }), "{one:?}");
    assert!(words.contains("vpa-updater") && one.undoes(Deed::Scale), "{words}");
    // One that only labels is no rival.
    let labels = json!({"f:metadata": {"f:labels": {"f:team": {}}}});
    assert_eq!(by_metadata(&managed(&[entry("labeller", "Update", None, &labels)])), []);
}

#[test]
fn people_are_told_with_what_they_changed_and_when() {
    for manager in ["kubectl-edit", "kubectl-set", "kubectl-patch", "Mozilla", "node-fetch", "rancher", "k9s"]
    {
        let (one, words) = only(&managed(&[entry(manager, "Update", None, &image())]));
        assert!(matches!(one, Fighter::Person { .. }), "{one:?}");
        assert!(words.contains(manager) && words.contains("2026-11-20 08:15 UTC"), "{words}");
        assert!(!one.undoes(Deed::Scale) && !one.is_rival());
    }
    let (one, words) = only(&managed(&[entry("kubectl", "Update", Some("scale"), &replicas())]));
    assert!(matches!(one, Fighter::Person { .. }) && words.contains("spec.replicas"), "{words}");
    let notes = json!({"f:metadata": {"f:annotations": {"f:a": {}, "f:b": {}, "f:c": {}, "f:d": {}}}});
    let (_, words) = only(&managed(&[entry("kubectl-annotate", "Update", None, &notes)]));
    assert!(words.contains("metadata.annotations.a") && words.contains("(+1)"), "{words}");
}

fn autoscaler(name: &str, target: &str, owners: &Value) -> Value {
    json!({"metadata": {"name": name, "ownerReferences": owners}, "spec": {"minReplicas": 2, "maxReplicas": 8,
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": target}}})
}

#[test]
fn an_autoscaler_points_at_one_workload_and_undoes_its_number() {
    let pointers = [("web", "web"), ("other", "other")]
        .iter()
        .filter_map(|(name, target)| Pointer::of_autoscaler(&autoscaler(name, target, &json!([]))));
    let around = Around { pointers: pointers.collect(), ..Around::default() };
    let found = judge(&deployment(&json!({})), &around);
    assert_eq!(found, [Fighter::Autoscaler { name: "web".to_owned(), limits: (2, 8) }]);
    let one = found.first().expect("one");
    let words = one.words().text();
    assert!(["web", "2", "8"].iter().all(|part| words.contains(part)), "{words}");
    assert!(one.undoes(Deed::Scale) && one.undoes(Deed::Apply { has_replicas: true }));
    assert!(!one.undoes(Deed::Apply { has_replicas: false }));
    // A stateful set of the same name is another workload.
    let mut other = deployment(&json!({}));
    other["kind"] = "StatefulSet".into();
    assert_eq!(judge(&other, &around), []);
}

#[test]
fn keda_and_its_autoscaler_are_one() {
    let scaled = json!({"metadata": {"name": "queue"}, "spec": {"maxReplicaCount": 5, "scaleTargetRef": {"name": "web"}}});
    let owners = json!([{"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "name": "queue", "controller": true}]);
    let made = Pointer::of_autoscaler(&autoscaler("keda-hpa-queue", "web", &owners));
    let both = Around {
        pointers: made.clone().into_iter().chain(Pointer::of_scaled_object(&scaled)).collect(),
        ..Around::default()
    };
    let found = judge(&deployment(&json!({})), &both);
    assert_eq!(found, [Fighter::Keda { name: "queue".to_owned(), limits: Some((0, 5)) }]);
    // Where scaled objects may not be read, the autoscaler's owner still tells.
    let one = Around { pointers: made.into_iter().collect(), ..Around::default() };
    let found = judge(&deployment(&json!({})), &one);
    assert_eq!(found, [Fighter::Keda { name: "queue".to_owned(), limits: None }]);
}

#[test]
fn keda_is_told_by_what_it_does_and_a_pause_at_a_number_sets_that_number() {
    let scaled = |least: i64, notes: Value| {
        json!({"metadata": {"name": "queue", "annotations": notes}, "spec": {"minReplicaCount": least,
            "maxReplicaCount": 5, "scaleTargetRef": {"name": "web"}}})
    };
    let words = |object: Value| {
        let around = Around {
            pointers: Pointer::of_scaled_object(&object).into_iter().collect(),
            ..Around::default()
        };
        let found = judge(&deployment(&json!({})), &around);
        assert!(found.iter().all(|one| one.undoes(Deed::Scale)), "{found:?}");
        found.first().map(|one| one.words().text())
    };
    let paused = |value: &str| scaled(0, json!({"autoscaling.keda.sh/paused": value}));
    for value in ["true", "1", "T", "yes"] {
        assert_eq!(words(paused(value)), None, "{value}");
    }
    for value in ["false", "0", "F", "FALSE"] {
        assert!(words(paused(value)).is_some_and(|words| words.contains("from 0 as soon as")), "{value}");
    }
    let least = words(scaled(2, json!({})));
    assert!(
        least.as_ref().is_some_and(|words| words.contains("at least 2") && !words.contains("from 0")),
        "{least:?}"
    );
    let held = words(scaled(
        0,
        json!({"autoscaling.keda.sh/paused-replicas": "3", "autoscaling.keda.sh/paused": "true"}),
    ));
    assert!(held.as_ref().is_some_and(|words| words.contains("paused at 3")), "{held:?}");
}

#[test]
fn a_budget_is_told_and_undoes_nothing() {
    let budget = |selector: &Value| {
        Budget::of(&json!({"metadata": {"name": "web"}, "spec": {"minAvailable": 1, "selector": selector}}))
    };
    let ours = budget(&json!({"matchLabels": {"app": "web"}}));
    let other = budget(&json!({"matchLabels": {"app": "other"}}));
    let around = Around { budgets: ours.into_iter().chain(other).collect(), ..Around::default() };
    let found = judge(&deployment(&json!({})), &around);
    assert_eq!(found, [Fighter::Budget { name: "web".to_owned(), keeps: "minAvailable 1".to_owned() }]);
    assert!(found.iter().all(|one| !one.is_rival() && !one.undoes(Deed::Scale)));
}

#[test]
fn every_fighter_has_words_and_hostile_metadata_stays_on_one_line() {
    let text = || "x".to_owned();
    let held = (text(), text());
    let all = [
        Fighter::Autoscaler { name: text(), limits: (1, 2) },
        Fighter::Keda { name: text(), limits: Some((1, 2)) },
        Fighter::Keda { name: text(), limits: Some((0, 2)) },
        Fighter::Keda { name: text(), limits: None },
        Fighter::KedaHeld { name: text(), replicas: 3 },
        Fighter::Budget { name: text(), keeps: text() },
        Fighter::ArgoCd { application: text() },
        Fighter::ArgoCd { application: String::new() },
        Fighter::Flux { by: text() },
        Fighter::Flux { by: "HelmRelease/x".to_owned() },
        Fighter::Helm { release: text() },
        Fighter::Rancher { owner: text() },
        Fighter::Operator { owner: text() },
        Fighter::Lifecycle { owner: text() },
        Fighter::Policy { manager: text(), fields: text() },
        Fighter::Terraform,
        Fighter::Controller { manager: held.0.clone(), fields: held.1.clone(), has_replicas: true },
        Fighter::Person { manager: held.0.clone(), fields: held.1.clone(), at: None },
        Fighter::Person { manager: held.0, fields: held.1, at: Timestamp::from_second(0).ok() },
    ];
    for one in all {
        let words = one.words().text();
        assert!(!words.contains('⟨') && !words.contains('{'), "{one:?}: {words}");
    }
    let hostile =
        deployment(&json!({"annotations": {"meta.helm.sh/release-name": "a\n\u{1b}[31m\u{202e}b"}}));
    assert_eq!(only(&hostile).0, Fighter::Helm { release: "a[31mb".to_owned() });
    for odd in [
        json!({}),
        json!([]),
        json!({"metadata": {"managedFields": "x", "labels": 3, "ownerReferences": {}}}),
    ] {
        assert_eq!(by_metadata(&odd), []);
    }
}
