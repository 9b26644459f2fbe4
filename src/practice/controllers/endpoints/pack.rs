//! How addresses are spread over slices, as the real controller does it: what is in a slice stays there, and as few
//! slices as possible are written anew.

use std::collections::BTreeMap;

use serde_json::Value;

/// Most addresses of a slice.
pub(super) const MOST: usize = 100;

/// What tells one address of a service from another: the pod's name, and the address.
pub(super) type Id = (String, String);

/// What is to be done with the slices of one set of ports; slices are named by their place in the list that was given.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Packed {
    /// To be written with these addresses.
    pub(super) changed: BTreeMap<usize, Vec<Value>>,
    /// To be made.
    pub(super) new: Vec<Vec<Value>>,
    /// To be removed.
    pub(super) gone: Vec<usize>,
}

/// Spreads the wanted addresses over the slices that are there.
pub(super) fn pack(there: &[&[Value]], mut wanted: BTreeMap<Id, Value>, id: fn(&Value) -> Id) -> Packed {
    let mut packed = Packed::default();
    let mut unchanged: Vec<usize> = Vec::new();
    for (index, old) in there.iter().enumerate() {
        let kept: Vec<Value> = old.iter().filter_map(|one| wanted.remove(&id(one))).collect();
        if kept == *old {
            unchanged.push(index);
        } else if kept.is_empty() {
            packed.gone.push(index);
        } else {
            packed.changed.insert(index, kept);
        }
    }
    let mut left = wanted.into_values();
    // What is written anyway takes the new ones first, the fullest before the others.
    let mut open: Vec<&mut Vec<Value>> = packed.changed.values_mut().collect();
    open.sort_by_key(|slice| std::cmp::Reverse(slice.len()));
    for slice in open {
        let room = MOST.saturating_sub(slice.len());
        slice.extend(left.by_ref().take(room));
    }
    while left.len() > 0 {
        // The rest goes into one slice that has room for all of it, the fullest such, or into new ones.
        let size = |index: usize| there.get(index).map_or(MOST, |slice| slice.len());
        let fits = |index: &usize| left.len() < MOST && size(*index) + left.len() <= MOST;
        let target = unchanged.iter().copied().filter(fits).max_by_key(|index| size(*index));
        let mut filled = target.and_then(|index| there.get(index)).map_or_else(Vec::new, |old| old.to_vec());
        let room = MOST.saturating_sub(filled.len());
        filled.extend(left.by_ref().take(room));
        match target {
            Some(index) => {
                unchanged.retain(|other| *other != index);
                packed.changed.insert(index, filled);
            }
            None => packed.new.push(filled),
        }
    }
    packed
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn address(number: usize, ready: bool) -> Value {
        json!({"name": format!("{number:05}"), "ready": ready})
    }

    fn id(one: &Value) -> Id {
        (one["name"].to_string(), String::new())
    }

    fn wanted(numbers: impl Iterator<Item = usize>) -> BTreeMap<Id, Value> {
        numbers.map(|number| address(number, true)).map(|one| (id(&one), one)).collect()
    }

    fn full(range: std::ops::Range<usize>) -> Vec<Value> {
        range.map(|number| address(number, true)).collect()
    }

    #[test]
    fn many_addresses_fill_slices_of_a_hundred() {
        let packed = pack(&[], wanted(0..250), id);
        assert_eq!(packed.new.iter().map(Vec::len).collect::<Vec<_>>(), [100, 100, 50]);
        assert_eq!((packed.changed.len(), packed.gone.len()), (0, 0));
    }

    #[test]
    fn one_more_address_writes_one_slice_and_leaves_the_others() {
        let (first, second) = (full(0..100), full(100..130));
        let packed = pack(&[&first, &second], wanted(0..131), id);
        assert_eq!(packed.changed.iter().map(|(at, all)| (*at, all.len())).collect::<Vec<_>>(), [(1, 31)]);
        assert!(packed.new.is_empty() && packed.gone.is_empty());
        let same = pack(&[&first, &second], wanted(0..130), id);
        assert_eq!(same, Packed::default(), "nothing to write");
    }

    #[test]
    fn a_slice_that_loses_addresses_is_filled_before_others_and_an_empty_one_goes() {
        let (first, second, third) = (full(0..100), full(100..160), full(160..161));
        let packed = pack(&[&first, &second, &third], wanted((5..160).chain(200..204)), id);
        assert_eq!(packed.changed.iter().map(|(at, all)| (*at, all.len())).collect::<Vec<_>>(), [(0, 99)]);
        assert_eq!(packed.gone, [2]);
    }

    #[test]
    fn an_address_that_changes_keeps_its_place() {
        let mut first = full(0..3);
        first.insert(1, address(7, false));
        let packed = pack(&[&first], wanted((0..3).chain(7..8)), id);
        let changed = packed.changed.get(&0).expect("written");
        assert_eq!(
            changed.iter().map(|one| one["name"].as_str()).collect::<Vec<_>>(),
            first.iter().map(|one| one["name"].as_str()).collect::<Vec<_>>()
        );
        assert_eq!(changed.get(1), Some(&address(7, true)));
    }
}
