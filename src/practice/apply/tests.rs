use serde_json::{Value, json};

use super::{
    apply,
    set::{Set, shown},
    track_scale, track_update,
    typed::{compare, fields_of, merge, remove},
};
use crate::practice::{api::Call, kinds, meta, refusal::Refusal, schema::Shape, strategy};

const SPEC: &str = "io.k8s.api.core.v1.PodSpec";

fn call(resource: &str, manager: &str) -> Call {
    let group = if resource == "deployments" { "apps" } else { "" };
    let kind = kinds::find(group, resource).expect("served");
    Call::new(kind, "default", "a", manager)
}

/// Applies, and gives what is stored then; a made object gets its id.
fn applied(live: Option<&Value>, manager: &str, config: &Value, force: bool) -> Result<Value, Refusal> {
    let resource = if config["kind"] == "Deployment" { "deployments" } else { "configmaps" };
    let call = call(resource, manager);
    let blank = strategy::blank(call.kind);
    let mut new = apply(&call, live.unwrap_or(&blank), config, force)?;
    meta::set(&mut new, "uid", json!("1"));
    Ok(new)
}

fn map(data: &Value) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": data})
}

fn fields(object: &Value, manager: &str) -> Value {
    let entries = object["metadata"]["managedFields"].as_array().cloned().unwrap_or_default();
    let own = entries.into_iter().find(|entry| entry["manager"] == manager);
    own.map_or(Value::Null, |entry| entry["fieldsV1"].clone())
}

#[test]
fn an_applier_owns_what_it_names_and_nothing_else() {
    let made = applied(None, "one", &map(&json!({"a": "1"})), false).expect("made");
    assert_eq!(fields(&made, "one"), json!({"f:data": {"f:a": {}}}));
    let shared = applied(Some(&made), "two", &map(&json!({"a": "1", "b": "2"})), false).expect("shared");
    assert_eq!(fields(&shared, "two"), json!({"f:data": {"f:a": {}, "f:b": {}}}));
    assert_eq!(fields(&shared, "one"), json!({"f:data": {"f:a": {}}}));
}

#[test]
fn a_field_of_another_is_a_conflict_until_it_is_taken_by_force() {
    let made = applied(None, "one", &map(&json!({"a": "1", "b": "1"})), false).expect("made");
    let refused = applied(Some(&made), "two", &map(&json!({"a": "2"})), false).expect_err("a conflict");
    assert_eq!((refused.code, refused.reason), (409, "Conflict"));
    assert_eq!(refused.message, "Apply failed with 1 conflict: conflict with \"one\": .data.a");
    let taken = applied(Some(&made), "two", &map(&json!({"a": "2"})), true).expect("taken");
    assert_eq!(taken["data"], json!({"a": "2", "b": "1"}));
    assert_eq!(fields(&taken, "one"), json!({"f:data": {"f:b": {}}}));
}

#[test]
fn conflicts_of_several_managers_are_listed_by_manager() {
    let one = applied(None, "one", &map(&json!({"a": "1"})), false).expect("made");
    let both = applied(Some(&one), "two", &map(&json!({"b": "1"})), false).expect("added");
    let refused =
        applied(Some(&both), "three", &map(&json!({"a": "2", "b": "2"})), false).expect_err("conflicts");
    let wanted = "Apply failed with 2 conflicts: conflicts with \"one\":\n- .data.a\nconflicts with \"two\":\n- .data.b";
    assert_eq!(refused.message, wanted);
}

#[test]
fn what_is_applied_no_more_goes_unless_another_owns_it() {
    let made = applied(None, "one", &map(&json!({"a": "1", "b": "1"})), false).expect("made");
    let shared = applied(Some(&made), "two", &map(&json!({"b": "1"})), false).expect("shared");
    let less = applied(Some(&shared), "one", &map(&json!({"c": "1"})), false).expect("less");
    assert_eq!(less["data"], json!({"b": "1", "c": "1"}));
    assert_eq!(fields(&less, "one"), json!({"f:data": {"f:c": {}}}));
}

#[test]
fn an_update_takes_the_changed_fields_from_an_applier() {
    let made = applied(None, "one", &map(&json!({"a": "1", "b": "1"})), false).expect("made");
    let mut new = made.clone();
    new["data"]["a"] = json!("2");
    track_update(&call("configmaps", "editor"), &made, &mut new, None);
    assert_eq!(fields(&new, "one"), json!({"f:data": {"f:b": {}}}));
    assert_eq!(fields(&new, "editor"), json!({"f:data": {"f:a": {}}}));
}

#[test]
fn what_was_there_before_the_first_apply_has_an_owner() {
    let mut live = map(&json!({"a": "1"}));
    meta::set(&mut live, "uid", json!("1"));
    let refused = applied(Some(&live), "one", &map(&json!({"a": "2"})), false).expect_err("a conflict");
    assert_eq!(
        refused.message,
        "Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .data.a"
    );
}

#[test]
fn kubectl_is_forgiven_what_its_annotation_says() {
    let last = map(&json!({"a": "1"})).to_string();
    let mut new = map(&json!({"a": "1"}));
    new["metadata"]["annotations"] = json!({"kubectl.kubernetes.io/last-applied-configuration": last});
    meta::set(&mut new, "uid", json!("1"));
    let before = strategy::blank(call("configmaps", "x").kind);
    track_update(&call("configmaps", "kubectl-client-side-apply"), &before, &mut new, None);
    let done = applied(Some(&new), "kubectl", &map(&json!({"a": "2"})), false).expect("forgiven");
    let note = &done["metadata"]["annotations"]["kubectl.kubernetes.io/last-applied-configuration"];
    assert!(note.as_str().expect("kept").contains("\"a\":\"2\""), "{note}");
    applied(Some(&new), "other", &map(&json!({"a": "2"})), false).expect_err("others are not forgiven");
}

#[test]
fn a_configuration_that_does_not_fit_is_refused_with_its_place() {
    let said = |config: &Value| applied(None, "one", config, false).expect_err("bad").message;
    let mut config = map(&json!({"a": "1"}));
    config["foo"] = json!(1);
    let prefix = "failed to create typed patch object (/a; /v1, Kind=ConfigMap): ";
    assert_eq!(said(&config), format!("{prefix}.foo: field not declared in schema"));
    let wrong = said(&map(&json!({"a": 1})));
    assert_eq!(wrong, format!("{prefix}.data.a: expected string, got &value.valueUnstructured{{Value:1}}"));
}

#[test]
fn elements_of_a_list_map_are_owned_one_by_one() {
    let shape = Shape::Object(SPEC.to_owned());
    let spec = json!({"containers": [{"name": "a", "ports": [{"containerPort": 80}]}], "tolerations": [{"key": "x"}]});
    let wanted = json!({"f:containers": {"k:{\"name\":\"a\"}": {".": {}, "f:name": {}, "f:ports": {
        "k:{\"containerPort\":80,\"protocol\":\"TCP\"}": {".": {}, "f:containerPort": {}}}}}, "f:tolerations": {}});
    let set = fields_of(&shape, &spec);
    assert_eq!(set.to_value(), wanted);
    assert_eq!(Set::read(&wanted), Some(set.clone()));
    let paths: Vec<String> = set.paths().iter().map(|path| shown(path)).collect();
    assert!(paths.contains(&".containers[name=\"a\"].ports[containerPort=80,protocol=\"TCP\"]".to_owned()));
}

#[test]
fn merged_lists_keep_the_order_of_the_configuration() {
    let shape = Shape::Object(SPEC.to_owned());
    let live = json!({"containers": [{"name": "a"}, {"name": "side"}, {"name": "b"}]});
    let config = json!({"containers": [{"name": "b", "image": "2"}, {"name": "a"}]});
    let merged = merge(&shape, Some(&live), Some(&config)).expect("a value");
    let names: Vec<&str> =
        merged["containers"].as_array().expect("a list").iter().filter_map(|c| c["name"].as_str()).collect();
    assert_eq!(names, ["side", "b", "a"]);
}

#[test]
fn a_set_is_read_as_written_and_its_parts_are_taken_away() {
    let shape = Shape::Object(SPEC.to_owned());
    let old =
        json!({"hostname": "a", "containers": [{"name": "a", "image": "1"}], "nodeSelector": {"x": "1"}});
    let new = json!({"hostname": "b", "containers": [{"name": "b"}]});
    let changed = compare(&shape, &old, &new);
    assert_eq!(changed.modified.to_value(), json!({"f:hostname": {}}));
    assert!(changed.added.contains(&["f:containers".to_owned(), "k:{\"name\":\"b\"}".to_owned()]));
    assert!(changed.removed.has("f:nodeSelector"));
    let left = remove(&shape, &old, &changed.removed);
    assert_eq!(left, json!({"hostname": "a", "containers": []}));
}

#[test]
fn old_update_managers_are_united() {
    let kind = call("configmaps", "x").kind;
    let mut live = map(&json!({}));
    track_update(&call("configmaps", "m0"), &strategy::blank(kind), &mut live, None);
    meta::set(&mut live, "uid", json!("1"));
    live["metadata"]["managedFields"] = json!([{"manager": "m", "operation": "Update", "apiVersion": "v1",
        "time": "2026-01-01T00:00:00Z", "fieldsType": "FieldsV1", "fieldsV1": {"f:data": {"f:zero": {}}}}]);
    live["data"] = json!({"zero": "1"});
    for number in 0..12 {
        let mut new = live.clone();
        new["data"][format!("k{number}")] = json!("1");
        track_update(&call("configmaps", &format!("m{number}")), &live, &mut new, None);
        live = new;
    }
    let entries = live["metadata"]["managedFields"].as_array().expect("entries");
    assert_eq!(entries.len(), 10);
    assert_ne!(fields(&live, "ancient-changes"), Value::Null);
}

#[test]
fn scaling_to_zero_leaves_the_replicas_to_nobody() {
    let labels = json!({"app": "a"});
    let config = |replicas: i64| {
        json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}, "spec": {"replicas": replicas,
            "selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels},
            "spec": {"containers": [{"name": "c", "image": "i"}]}}}})
    };
    let made = applied(None, "one", &config(2), false).expect("made");
    let scaled = |live: &Value, replicas: i64| {
        let mut new = live.clone();
        new["spec"]["replicas"] = json!(replicas);
        track_scale(&call("deployments", "kubectl").part("scale"), live, &mut new);
        new
    };
    let more = scaled(&made, 3);
    assert_eq!(fields(&more, "kubectl"), json!({"f:spec": {"f:replicas": {}}}));
    let refused = applied(Some(&more), "one", &config(2), false).expect_err("a conflict");
    let wanted = "conflict with \"kubectl\" with subresource \"scale\" using apps/v1: .spec.replicas";
    assert!(refused.message.ends_with(wanted), "{}", refused.message);
    let stopped = scaled(&more, 0);
    assert_eq!(fields(&stopped, "kubectl"), Value::Null);
    assert_eq!(fields(&scaled(&stopped, 4), "kubectl"), Value::Null);
    applied(Some(&stopped), "one", &config(2), false).expect("nobody objects");
}
