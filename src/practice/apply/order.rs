//! The order of a merged list: the configuration's order, and what only the live list has stays where it stood.

use serde_json::Value;

use super::typed::{element, merge};
use crate::practice::schema::List;

/// Lays the items of a configuration over those of a live list.
pub(crate) fn merge_items(list: &List, live: &[Value], config: &[Value]) -> Vec<Value> {
    let old = indexed(list, live);
    let new = indexed(list, config);
    let find = |side: &[(String, Value)], name: &str| {
        side.iter().find(|(element, _)| element == name).map(|(_, item)| item.clone())
    };
    let has = |side: &[(String, Value)], name: &str| side.iter().any(|(element, _)| element == name);
    let mut shared = new.iter().map(|(name, _)| name).filter(|name| has(&old, name));
    let mut next_shared = shared.next();
    let mut taken: Vec<&String> = Vec::new();
    let mut out = Vec::new();
    let (mut left, mut right) = (0, 0);
    while left < old.len() || right < new.len() {
        if let (Some((ours, _)), Some((theirs, item))) = (old.get(left), new.get(right)) {
            if ours == theirs {
                taken.push(theirs);
                out.extend(merge(&list.item, find(&old, ours).as_ref(), Some(item)));
                left += 1;
                right += 1;
                next_shared = shared.next();
                continue;
            }
            if has(&new, ours) && next_shared.is_some_and(|next| next != ours) {
                left += 1;
                continue;
            }
        }
        if let Some((ours, item)) = old.get(left) {
            if !has(&new, ours) {
                out.push(item.clone());
                left += 1;
                continue;
            }
            if taken.contains(&ours) {
                left += 1;
            }
        }
        if let Some((theirs, item)) = new.get(right) {
            taken.push(theirs);
            out.extend(merge(&list.item, find(&old, theirs).as_ref(), Some(item)));
            right += 1;
            if next_shared == Some(theirs) {
                next_shared = shared.next();
            }
        }
    }
    out
}

fn indexed(list: &List, items: &[Value]) -> Vec<(String, Value)> {
    items.iter().filter_map(|item| Some((element(list, item).ok()?, item.clone()))).collect()
}
