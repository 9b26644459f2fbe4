//! P8: what 20 objects would become, against `kubectl diff`.

use std::time::Instant;

use changeover::{
    cluster::{
        apply,
        connect::{ConnectOptions, connect},
        kubeconfig::{self, KubeconfigSource, Surroundings},
    },
    names::Namespace,
};
use serde_json::{Value, json};

use crate::{
    support::control_plane::ControlPlane,
    table::{Table, Times, number},
};

const OBJECTS: usize = 20;

pub(crate) fn p8(table: &mut Table) {
    let plane = ControlPlane::shared().expect("a control plane");
    let space = plane.namespace("bench-diff");
    let text = |tag: &str| objects(tag).iter().map(Value::to_string).collect::<Vec<_>>().join("\n---\n");
    space.apply(&text("1.0.1"));
    let (wanted, file) = (objects("1.0.2"), text("1.0.2"));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let ours = Times::of(20, || {
        let began = Instant::now();
        runtime.block_on(async {
            let file = KubeconfigSource::File(space.kubeconfig());
            let read = kubeconfig::read(&file, &Surroundings::default()).expect("a kubeconfig");
            let choice = read.choose(&read.current.clone().expect("a current context")).expect("a context");
            let namespace = Namespace::new(space.name()).expect("a namespace");
            let cluster =
                connect(&choice, &namespace, &ConnectOptions::default()).await.expect("a connection");
            let previews = apply::preview(&cluster, &wanted).await.expect("a preview");
            assert_eq!(previews.len(), OBJECTS);
        });
        began.elapsed()
    });
    let theirs = Times::of(5, || {
        let began = Instant::now();
        let output = space.kubectl_with_input(&["diff", "-f", "-"], file.as_bytes());
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        began.elapsed()
    });
    let others =
        format!("kubectl diff {} ms ({} ×)", number(theirs.at(50)), number(theirs.at(50) / ours.at(50)));
    let title =
        format!("P8, the look before: difference of {OBJECTS} objects, connection included; p50 / p95 / max");
    table.add(&title, "kubectl ≥ 1.5 × slower", ours.told(), others, 1.5 * ours.at(50) / theirs.at(50));
}

fn objects(tag: &str) -> Vec<Value> {
    let one = |number: usize| {
        let name = format!("web-{number:02}");
        json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": {"replicas": 0,
            "selector": {"matchLabels": {"app": name}}, "template": {"metadata": {"labels": {"app": name}}, "spec": {
                "containers": [{"name": "web", "image": format!("registry.test/web:{tag}")}]}}}})
    };
    (0..OBJECTS).map(one).collect()
}
