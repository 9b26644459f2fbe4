//! The `EndpointSlice`s of a service.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};

use crate::practice::{
    controllers::{
        desk::Desk,
        fields::{is_ready, list, owned_by, set, text},
    },
    meta,
    refusal::Refusal,
};

use super::{
    TRIGGERED,
    pack::{self, Id, Packed},
    ports, reference,
};

const OF_SERVICE: &str = "kubernetes.io/service-name";
const MANAGED_BY: &str = "endpointslice.kubernetes.io/managed-by";
const CONTROLLER: &str = "endpointslice-controller.k8s.io";

/// Addresses that are reached at the same ports.
#[derive(Debug, Default)]
struct Group {
    ports: Vec<Value>,
    endpoints: BTreeMap<Id, Value>,
}

/// What a slice is to hold.
#[derive(Debug, Default, PartialEq)]
struct Content {
    ports: Vec<Value>,
    endpoints: Vec<Value>,
}

/// Everything that is to be written.
#[derive(Debug, Default)]
struct Writes {
    change: Vec<(Arc<Value>, Content)>,
    make: Vec<Content>,
    remove: Vec<Arc<Value>>,
}

fn endpoint(pod: &Value) -> Value {
    let (ready, going) = (is_ready(pod), meta::is_terminating(pod));
    json!({
        "addresses": [text(pod, "/status/podIP")],
        "conditions": {"ready": ready && !going, "serving": ready, "terminating": going},
        "nodeName": text(pod, "/spec/nodeName"),
        "targetRef": reference(pod),
    })
}

fn id(endpoint: &Value) -> Id {
    (text(endpoint, "/targetRef/name").to_owned(), text(endpoint, "/addresses/0").to_owned())
}

/// Writes the slices of a service that are not as they should be.
pub(super) fn write(desk: &Desk, service: &Value, pods: &[Arc<Value>]) -> Result<(), Refusal> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for pod in pods {
        let ports = ports(service, Some(pod));
        let group =
            groups.entry(json!(ports).to_string()).or_insert_with(|| Group { ports, ..Group::default() });
        let endpoint = endpoint(pod);
        group.endpoints.insert(id(&endpoint), endpoint);
    }
    let writes = plan(groups, mine(desk, service));
    for (old, content) in writes.change {
        desk.change(desk.kinds.slices, "", &old, |slice| fill(slice, &content))?;
    }
    for content in &writes.make {
        make(desk, service, content)?;
    }
    for old in writes.remove {
        desk.delete(desk.kinds.slices, &old, "")?;
    }
    Ok(())
}

/// The slices of the service that the controller made.
fn mine(desk: &Desk, service: &Value) -> Vec<Arc<Value>> {
    let label = |slice: &Value, key: &str| -> String {
        let labels = meta::field(slice, "labels");
        labels.and_then(|labels| labels.get(key)?.as_str()).unwrap_or_default().to_owned()
    };
    let name = meta::text(service, "name");
    let mut all = desk.list(desk.kinds.slices, meta::text(service, "namespace"));
    all.retain(|slice| label(slice, OF_SERVICE) == name && label(slice, MANAGED_BY) == CONTROLLER);
    all
}

/// What makes the slices that are there into those that are wanted.
fn plan(groups: BTreeMap<String, Group>, mut there: Vec<Arc<Value>>) -> Writes {
    let mut writes = Writes::default();
    let mut stay = 0;
    for Group { ports, endpoints } in groups.into_values() {
        let (same, others) = there.into_iter().partition(|slice| list(slice, "/ports") == ports);
        there = others;
        let same: Vec<Arc<Value>> = same;
        let held: Vec<&[Value]> = same.iter().map(|slice| list(slice, "/endpoints")).collect();
        let Packed { mut changed, new, gone } = pack::pack(&held, endpoints, id);
        let content = |endpoints| Content { ports: ports.clone(), endpoints };
        writes.make.extend(new.into_iter().map(content));
        for (index, slice) in same.into_iter().enumerate() {
            if gone.contains(&index) {
                writes.remove.push(slice);
                continue;
            }
            stay += 1;
            if let Some(endpoints) = changed.remove(&index) {
                writes.change.push((slice, content(endpoints)));
            }
        }
    }
    writes.remove.extend(there);
    if stay == 0 && writes.make.is_empty() {
        // A service without addresses has a slice all the same.
        let is_empty =
            |slice: &Arc<Value>| list(slice, "/endpoints").is_empty() && list(slice, "/ports").is_empty();
        match writes.remove.iter().position(is_empty) {
            Some(at) => drop(writes.remove.remove(at)),
            None => writes.make.push(Content::default()),
        }
    }
    // What would be removed is written over instead of one more being made.
    while !writes.remove.is_empty()
        && let Some(content) = writes.make.pop()
    {
        writes.change.push((writes.remove.remove(0), content));
    }
    writes
}

fn fill(slice: &mut Value, content: &Content) {
    for (key, wanted) in [("endpoints", &content.endpoints), ("ports", &content.ports)] {
        set(slice, &[key], if wanted.is_empty() { Value::Null } else { json!(wanted) });
    }
    set(slice, &["metadata", "annotations", TRIGGERED], json!(meta::now()));
}

fn make(desk: &Desk, service: &Value, content: &Content) -> Result<(), Refusal> {
    let (namespace, name) = (meta::text(service, "namespace"), meta::text(service, "name"));
    let mut labels = meta::field(service, "labels").cloned().unwrap_or_else(|| json!({}));
    set(&mut labels, &[MANAGED_BY], json!(CONTROLLER));
    set(&mut labels, &[OF_SERVICE], json!(name));
    if text(service, "/spec/clusterIP") == "None" {
        set(&mut labels, &["service.kubernetes.io/headless"], json!(""));
    }
    let mut slice = json!({
        "metadata": {"generateName": format!("{name}-"), "namespace": namespace, "labels": labels,
            "ownerReferences": [owned_by(service)]},
        "addressType": "IPv4",
    });
    fill(&mut slice, content);
    desk.create(desk.kinds.slices, namespace, slice)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(name: &str, endpoints: &Value, ports: &Value) -> Arc<Value> {
        Arc::new(json!({"metadata": {"name": name}, "endpoints": endpoints, "ports": ports}))
    }

    fn groups(count: usize) -> BTreeMap<String, Group> {
        let pod = |number: usize| json!({"addresses": [format!("10.0.0.{number}")], "targetRef": {"name": format!("pod-{number:04}")}});
        let endpoints: BTreeMap<Id, Value> = (0..count).map(pod).map(|one| (id(&one), one)).collect();
        let group = Group { ports: vec![json!({"port": 80})], endpoints };
        BTreeMap::from([("80".to_owned(), group)]).into_iter().filter(|_| count > 0).collect()
    }

    /// Names of the slices that are written with so many addresses, sizes of those that are made, names of those that go.
    fn planned(count: usize, there: &[Arc<Value>]) -> (Vec<(String, usize)>, Vec<usize>, Vec<String>) {
        let writes = plan(groups(count), there.to_vec());
        let name = |slice: &Arc<Value>| meta::text(slice, "name").to_owned();
        (
            writes.change.iter().map(|(slice, content)| (name(slice), content.endpoints.len())).collect(),
            writes.make.iter().map(|content| content.endpoints.len()).collect(),
            writes.remove.iter().map(name).collect(),
        )
    }

    #[test]
    fn a_service_without_addresses_has_one_empty_slice_which_is_filled_when_they_come() {
        let empty = slice("empty", &json!([]), &json!(null));
        let port = json!([{"port": 80}]);
        assert_eq!(planned(0, &[]), (vec![], vec![0], vec![]));
        assert_eq!(planned(0, std::slice::from_ref(&empty)), (vec![], vec![], vec![]));
        let one = slice("one", &json!([{"addresses": ["10.9.9.9"]}]), &port);
        assert_eq!(planned(0, &[one]), (vec![("one".to_owned(), 0)], vec![], vec![]));
        assert_eq!(planned(2, std::slice::from_ref(&empty)), (vec![("empty".to_owned(), 2)], vec![], vec![]));
        let (written, made, gone) = planned(230, &[empty]);
        assert_eq!((written, made, gone), (vec![("empty".to_owned(), 30)], vec![100, 100], vec![]));
    }
}
