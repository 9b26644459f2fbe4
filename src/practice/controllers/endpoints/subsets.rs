//! The older Endpoints: one object with all addresses of a service, and no more than a thousand of them.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};

use crate::practice::{
    controllers::{
        desk::Desk,
        fields::{is_ready, list, set, text, unset},
    },
    meta,
    refusal::Refusal,
};

use super::{TRIGGERED, ports, reference};

/// Most addresses of one object.
const MOST: usize = 1000;
/// Says that some are left out.
const OVER: &str = "endpoints.kubernetes.io/over-capacity";

/// Pods that are reached at the same ports.
#[derive(Debug, Default)]
struct Subset {
    ports: Vec<Value>,
    ready: Vec<Value>,
    unready: Vec<Value>,
}

/// Writes the Endpoints of a service, if they are not as they should be.
pub(super) fn write(desk: &Desk, service: &Value, pods: &[Arc<Value>]) -> Result<(), Refusal> {
    let (namespace, name) = (meta::text(service, "namespace"), meta::text(service, "name"));
    let (subsets, is_over) = subsets(service, pods);
    let fill = |object: &mut Value| {
        let says_over = meta::field(object, "annotations").is_some_and(|all| all.get(OVER).is_some());
        let same = list(object, "/subsets") == subsets && says_over == is_over;
        if same && meta::field(object, "uid").is_some() {
            return;
        }
        if subsets.is_empty() {
            unset(object, &["subsets"]);
        } else {
            set(object, &["subsets"], json!(subsets));
        }
        if is_over {
            set(object, &["metadata", "annotations", OVER], json!("truncated"));
        } else {
            unset(object, &["metadata", "annotations", OVER]);
        }
        set(object, &["metadata", "annotations", TRIGGERED], json!(meta::now()));
    };
    if let Some(old) = desk.get(desk.kinds.endpoints, namespace, name) {
        desk.change(desk.kinds.endpoints, "", &old, fill)?;
        return Ok(());
    }
    let mut labels = meta::field(service, "labels").cloned().unwrap_or_else(|| json!({}));
    set(&mut labels, &["endpoints.kubernetes.io/managed-by"], json!("endpoint-controller"));
    let mut object = json!({"metadata": {"name": name, "namespace": namespace, "labels": labels}});
    fill(&mut object);
    desk.create(desk.kinds.endpoints, namespace, object)?;
    Ok(())
}

/// The addresses by ports, and whether some were left out.
fn subsets(service: &Value, pods: &[Arc<Value>]) -> (Vec<Value>, bool) {
    let mut groups: BTreeMap<String, Subset> = BTreeMap::new();
    for pod in pods.iter().filter(|pod| !meta::is_terminating(pod)) {
        let mut ports = ports(service, Some(pod));
        for port in &mut ports {
            if text(port, "/name").is_empty()
                && let Some(map) = port.as_object_mut()
            {
                map.shift_remove("name");
            }
        }
        let address = json!({
            "ip": text(pod, "/status/podIP"), "nodeName": text(pod, "/spec/nodeName"), "targetRef": reference(pod),
        });
        let group =
            groups.entry(json!(ports).to_string()).or_insert_with(|| Subset { ports, ..Subset::default() });
        if is_ready(pod) { &mut group.ready } else { &mut group.unready }.push(address);
    }
    let is_over = truncate(groups.values_mut().collect(), MOST);
    let shown = |Subset { ports, ready, unready }| {
        let mut subset = json!({});
        for (key, list) in [("addresses", ready), ("notReadyAddresses", unready), ("ports", ports)] {
            if !list.is_empty() {
                set(&mut subset, &[key], json!(list));
            }
        }
        subset
    };
    (groups.into_values().map(shown).collect(), is_over)
}

/// Leaves out what is too much, as the real controller does: unready addresses first, and of each subset its share.
fn truncate(subsets: Vec<&mut Subset>, most: usize) -> bool {
    let ready: usize = subsets.iter().map(|subset| subset.ready.len()).sum();
    let unready: usize = subsets.iter().map(|subset| subset.unready.len()).sum();
    if ready + unready <= most {
        return false;
    }
    let cuts_ready = ready > most;
    let (whole, room) = if cuts_ready { (ready, most) } else { (unready, most - ready) };
    let mut left = room;
    for subset in subsets {
        if cuts_ready {
            subset.unready.clear();
        }
        let part = if cuts_ready { &mut subset.ready } else { &mut subset.unready };
        let share = (part.len() * room).div_ceil(whole).min(left);
        part.truncate(share);
        left -= share;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subset(ready: usize, unready: usize) -> Subset {
        Subset { ports: Vec::new(), ready: vec![Value::Null; ready], unready: vec![Value::Null; unready] }
    }

    #[test]
    fn more_than_a_thousand_addresses_are_cut_the_unready_ones_first() {
        let cut = |mut subsets: Vec<Subset>| {
            let over = truncate(subsets.iter_mut().collect(), MOST);
            let sizes: Vec<_> = subsets.iter().map(|one| (one.ready.len(), one.unready.len())).collect();
            (over, sizes)
        };
        assert_eq!(cut(vec![subset(900, 100)]), (false, vec![(900, 100)]));
        assert_eq!(cut(vec![subset(900, 150), subset(0, 50)]), (true, vec![(900, 75), (0, 25)]));
        assert_eq!(cut(vec![subset(1200, 10), subset(300, 10)]), (true, vec![(800, 0), (200, 0)]));
    }
}
