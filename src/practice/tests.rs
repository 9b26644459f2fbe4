use futures::FutureExt as _;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    Api, Call, DeleteOptions, Event, ListOptions, PatchKind, Selection, Store, TooOld, Watch,
    kinds::{self, Kind},
    meta,
    store::Key,
};

fn kind(resource: &str) -> &'static Kind {
    kinds::all().iter().find(|kind| kind.resource == resource).expect("served")
}

fn api() -> Api {
    let api = Api::new(Store::new());
    api.furnish().expect("a fresh cluster");
    api
}

fn on(resource: &str, name: &str) -> Call {
    Call::new(kind(resource), "default", name, "tester")
}

fn map(name: &str, labels: &Value) -> Value {
    json!({"metadata": {"name": name, "labels": labels}})
}

fn told(watch: &mut Watch) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    while let Some(Some(event)) = watch.next().now_or_never() {
        out.push(match event {
            Event::Added(object) => ("added", meta::text(&object, "name").to_owned()),
            Event::Modified(object) => ("modified", meta::text(&object, "name").to_owned()),
            Event::Deleted(object) => ("deleted", meta::text(&object, "name").to_owned()),
            Event::Bookmark(..) => ("bookmark", String::new()),
            Event::Error(refusal) => ("error", refusal.message),
        });
    }
    out
}

#[test]
fn a_write_that_did_not_see_the_last_one_is_refused() {
    let store = Store::new();
    let key = Key::new(kind("configmaps"), "default", "a");
    let first = store.commit(&key, None, Some(map("a", &json!({})))).expect("made");
    store.commit(&key, None, Some(map("a", &json!({})))).expect_err("it is there");
    let second = store.commit(&key, Some(&first), Some((*first).clone())).expect("changed");
    store.commit(&key, Some(&first), None).expect_err("it was changed");
    store.commit(&key, Some(&second), None).expect("removed");
    assert!(store.get(&key).is_none());
}

#[test]
fn an_earlier_state_is_listed_as_long_as_it_is_remembered() {
    let api = api();
    let before = api.store().revision();
    let maps = kind("configmaps");
    for name in ["a", "b"] {
        api.create(&on("configmaps", ""), map(name, &json!({}))).expect("made");
    }
    api.delete(&on("configmaps", "a"), &DeleteOptions::default()).expect("gone");
    let at = |revision| api.store().list_at(maps, "default", revision).map(|listing| listing.objects.len());
    assert_eq!([at(before), at(before + 1), at(before + 2), at(before + 3)], [Ok(0), Ok(1), Ok(2), Ok(1)]);
    for number in 0..3000 {
        api.create(&on("configmaps", ""), map(&format!("n{number}"), &json!({}))).expect("made");
    }
    assert!(matches!(at(before), Err(TooOld { oldest }) if oldest > before));
}

#[tokio::test]
async fn a_watch_sees_objects_come_into_view_and_leave_it() {
    let api = api();
    let selection = Selection::read(kind("configmaps"), "a=b", "").expect("a selector");
    let options = ListOptions { selection, ..ListOptions::default() };
    let mut watch = api.watch(&on("configmaps", ""), &options).expect("a watch");
    assert!(told(&mut watch).is_empty());
    api.create(&on("configmaps", ""), map("x", &json!({"a": "b"}))).expect("made");
    api.create(&on("configmaps", ""), map("y", &json!({}))).expect("made");
    let label = |value: &str| format!("{{\"metadata\":{{\"labels\":{{\"a\":{value}}}}}}}");
    for value in ["\"c\"", "\"b\""] {
        api.patch(&on("configmaps", "x"), PatchKind::Merge, label(value).as_bytes()).expect("changed");
    }
    api.delete(&on("configmaps", "x"), &DeleteOptions::default()).expect("gone");
    let seen: Vec<&str> = told(&mut watch).into_iter().map(|(what, _)| what).collect();
    assert_eq!(seen, ["added", "deleted", "added", "deleted"]);
}

#[tokio::test]
async fn a_watch_that_fell_behind_is_told_so_and_ends() {
    let api = api();
    let options = ListOptions { revision: api.store().revision().to_string(), ..ListOptions::default() };
    let mut watch = api.watch(&on("configmaps", ""), &options).expect("a watch");
    for number in 0..3000 {
        api.create(&on("configmaps", ""), map(&format!("n{number}"), &json!({}))).expect("made");
    }
    let seen = told(&mut watch);
    assert!(
        matches!(seen.as_slice(), [("error", why)] if why.starts_with("too old resource version")),
        "{seen:?}"
    );
    assert!(watch.next().await.is_none());
}

#[test]
fn a_finalizer_holds_an_object_until_it_is_taken_off() {
    let api = api();
    let held = json!({"metadata": {"name": "a", "finalizers": ["x.y/z"]}});
    api.create(&on("configmaps", ""), held).expect("made");
    api.delete(&on("configmaps", "a"), &DeleteOptions::default()).expect("marked");
    let live = api.get(&on("configmaps", "a")).expect("held");
    assert!(meta::is_terminating(&live));
    let off = br#"{"metadata":{"finalizers":null}}"#;
    api.patch(&on("configmaps", "a"), PatchKind::Merge, off).expect("taken off");
    assert_eq!(api.get(&on("configmaps", "a")).expect_err("gone").code, 404);
}

#[test]
fn a_running_pod_is_given_time_and_a_finished_one_is_not() {
    let api = api();
    let pod = |name: &str| json!({"metadata": {"name": name}, "spec": {"nodeName": "n", "containers": [{"name": "c", "image": "i"}]}});
    for name in ["runs", "ended"] {
        api.create(&on("pods", ""), pod(name)).expect("made");
    }
    let ended = br#"{"status":{"phase":"Succeeded"}}"#;
    api.patch(&on("pods", "ended").part("status"), PatchKind::Merge, ended).expect("ended");
    for name in ["runs", "ended"] {
        api.delete(&on("pods", name), &DeleteOptions::default()).expect("deleted");
    }
    let live = api.get(&on("pods", "runs")).expect("is given time");
    assert_eq!(meta::field(&live, "deletionGracePeriodSeconds"), Some(&json!(30)));
    assert_eq!(api.get(&on("pods", "ended")).expect_err("gone").code, 404);
    let now = DeleteOptions { grace: Some(0), ..DeleteOptions::default() };
    api.delete(&on("pods", "runs"), &now).expect("gone");
    assert_eq!(api.get(&on("pods", "runs")).expect_err("gone").code, 404);
}

#[test]
fn status_and_spec_are_written_at_addresses_of_their_own() {
    let api = api();
    let labels = json!({"app": "a"});
    let deployment = json!({"metadata": {"name": "d"}, "spec": {"selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "c", "image": "i"}]}}}});
    api.create(&on("deployments", ""), deployment).expect("made");
    let both = br#"{"spec":{"replicas":5},"status":{"replicas":4}}"#;
    let changed = api.patch(&on("deployments", "d").part("status"), PatchKind::Merge, both).expect("changed");
    assert_eq!(changed.object.pointer("/spec/replicas"), Some(&json!(1)));
    assert_eq!(changed.object.pointer("/status/replicas"), Some(&json!(4)));
    assert_eq!(meta::generation(&changed.object), 1);
    let changed = api.patch(&on("deployments", "d"), PatchKind::Merge, both).expect("changed");
    assert_eq!(changed.object.pointer("/spec/replicas"), Some(&json!(5)));
    assert_eq!(meta::generation(&changed.object), 2);
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-zA-Z0-9/.%_$é-]{0,8}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("metadata"),
        Just("spec"),
        Just("name"),
        Just("labels"),
        Just("containers"),
        Just("template"),
        Just("selector"),
        Just("matchLabels"),
        Just("ports"),
        Just("$patch"),
        Just("$setElementOrder/containers"),
        Just("managedFields"),
        Just("finalizers"),
        Just("schedule"),
        Just("rules"),
        Just("data"),
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        let map = prop::collection::vec((key.clone(), inner.clone()), 0..5);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            map.prop_map(|pairs| pairs
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<Value>()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn no_body_makes_the_server_panic(body in anything()) {
        let api = api();
        for kind in kinds::all().iter().filter(|kind| kind.is_stored()) {
            let namespace = if kind.namespaced { "default" } else { "" };
            let call = Call::new(kind, namespace, "x", "tester");
            api.create(&call, body.clone()).ok();
            api.update(&call, body.clone()).ok();
            let mut config = body.clone();
            if let Some(map) = config.as_object_mut() {
                map.insert("apiVersion".to_owned(), json!(kind.api_version()));
                map.insert("kind".to_owned(), json!(kind.kind));
            }
            for patch in [PatchKind::Json, PatchKind::Merge, PatchKind::Strategic, PatchKind::Apply(true)] {
                api.patch(&call, patch, config.to_string().as_bytes()).ok();
            }
            if let Ok(object) = api.get(&call) {
                super::table::row(kind, &object, "");
            }
        }
    }

    #[test]
    fn no_bytes_make_the_readers_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in ".{0,60}") {
        let mut message = b"k8s\0\x0a\x0a\x0a\x02v1\x12\x03Pod\x12".to_vec();
        message.extend(&bytes);
        super::proto::read(&message);
        super::read::yaml(&bytes).ok();
        super::http::query::Query::read(&text);
        super::http::route::read(&text);
        Selection::read(kind("pods"), &text, &text).ok();
        super::quantity::parse(&text).map(super::quantity::Quantity::canonical);
        super::base64::decode(&text);
    }
}

/// A patch is laid over what is there when it is written, though somebody else wrote after it was read.
#[test]
fn a_patch_is_tried_again_when_somebody_else_wrote_meanwhile() {
    let api = api();
    let call = on("configmaps", "one");
    api.create(&on("configmaps", ""), map("one", &json!({}))).expect("made");
    let reads = std::cell::Cell::new(0);
    let outcome = api.write_over(&call, Vec::new(), |live| {
        reads.set(reads.get() + 1);
        if reads.get() == 1 {
            let other = br#"{"data": {"other": "1"}}"#;
            api.patch(&call, PatchKind::Merge, other).expect("the other one's");
        }
        let mut new = live.clone();
        if let Some(map) = new.as_object_mut() {
            let data = map.entry("data").or_insert_with(|| json!({}));
            data.as_object_mut().expect("a map").insert("own".to_owned(), json!("1"));
        }
        Ok(Some(new))
    });
    let object = outcome.expect("written").object;
    assert_eq!(object.get("data"), Some(&json!({"other": "1", "own": "1"})));
    assert_eq!(reads.get(), 2);
}

/// A version that the client names is another matter: it is refused.
#[test]
fn a_version_that_the_client_named_is_not_tried_again() {
    let api = api();
    let made = api.create(&on("configmaps", ""), map("one", &json!({}))).expect("made").object;
    api.patch(&on("configmaps", "one"), PatchKind::Merge, br#"{"data": {"a": "1"}}"#).expect("patched");
    let refused = api.update(&on("configmaps", "one"), (*made).clone()).expect_err("of before");
    assert_eq!((refused.code, refused.reason), (409, "Conflict"));
}
