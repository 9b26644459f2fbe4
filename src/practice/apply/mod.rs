//! Field management: who owns which field, and server-side apply.
//!
//! In: the live object and what a writer wants. Out: the new object with its `managedFields`, or the conflicts.

mod last_applied;
mod managers;
mod order;
mod set;
mod typed;
#[cfg(test)]
mod tests;
mod checked;

use serde_json::{Value, json};

use managers::{Entry, Managers};
use set::Set;
use typed::{compare, fields_of, merge, remove, with_named};

use super::{api::Call, meta, refusal::Refusal, schema::Shape, strategy};

/// Update managers that are told apart; older ones are united.
const MOST_UPDATERS: usize = 10;
/// Fields of an object that nobody owns.
const NOBODYS: &[&[&str]] = &[
    &["apiVersion"],
    &["kind"],
    &["metadata"],
    &["metadata", "name"],
    &["metadata", "namespace"],
    &["metadata", "creationTimestamp"],
    &["metadata", "selfLink"],
    &["metadata", "uid"],
    &["metadata", "clusterName"],
    &["metadata", "generation"],
    &["metadata", "managedFields"],
    &["metadata", "resourceVersion"],
];

/// A conflict: a field that another manager owns.
struct Conflict {
    owner: Entry,
    path: set::Path,
}

fn shape_of(call: &Call) -> Shape {
    Shape::Object(call.kind.type_name.clone())
}

/// Marks what a create, update or patch changed as its manager's. `sent` are the managed fields of the request's body.
pub(crate) fn track_update(call: &Call, live: &Value, new: &mut Value, sent: Option<&Value>) {
    let managers = match sent {
        Some(Value::Array(items)) if is_reset(items) => Managers::default(),
        Some(sent) => Managers::read(Some(sent))
            .filter(|managers| !managers.is_empty())
            .unwrap_or_else(|| Managers::of(live)),
        None => Managers::of(live),
    };
    let mut managers = managers;
    // An object that nobody's fields are known of is not begun to be watched by an update.
    if managers.is_empty() && !meta::text(live, "uid").is_empty() {
        *new = without_managers(new);
        return;
    }
    let bare_live = without_managers(live);
    *new = without_managers(new);
    let shape = shape_of(call);
    let mut changed = compare(&shape, &bare_live, new);
    for part in [&mut changed.added, &mut changed.modified, &mut changed.removed] {
        *part = filtered(call, part);
    }
    let taken = changed.modified.union(&changed.added);
    for entry in managers.entries_mut() {
        entry.set = entry.set.difference(&taken).difference(&changed.removed);
    }
    let mut own = Set::default().union(&taken);
    strip(&mut own);
    if !own.is_empty() {
        let entry = Entry::new(call, "Update");
        managers.add(entry, &own, true);
    }
    managers.cap(MOST_UPDATERS);
    managers.write(new);
}

/// Marks who set the replicas through the `scale` part.
///
/// As in the real server, whose `Scale` has no zero: scaling to 0 takes the field from everybody and gives it to nobody,
/// and a field that nobody owns stays so.
pub(crate) fn track_scale(call: &Call, live: &Value, new: &mut Value) {
    let mut replicas = Set::default();
    replicas.insert(&[set::field("spec"), set::field("replicas")]);
    let count = |object: &Value| object.pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or_default();
    let mut managers = Managers::of(live);
    let owned = managers.entries_mut().any(|entry| !entry.set.intersection(&replicas).is_empty());
    if owned && count(live) != count(new) {
        for entry in managers.entries_mut() {
            entry.set = entry.set.difference(&replicas);
        }
        if count(new) != 0 {
            managers.add(Entry::new(call, "Update"), &replicas, true);
        }
        managers.cap(MOST_UPDATERS);
    }
    managers.write(new);
}

fn is_reset(items: &[Value]) -> bool {
    match items {
        [] => true,
        [one] => one.as_object().is_some_and(serde_json::Map::is_empty),
        _ => false,
    }
}

fn without_managers(object: &Value) -> Value {
    let mut bare = object.clone();
    meta::remove(&mut bare, "managedFields");
    bare
}

fn filtered(call: &Call, set: &Set) -> Set {
    strategy::reset_fields(call).iter().fold(set.clone(), |set, path| set.without(path))
}

fn strip(set: &mut Set) {
    for path in NOBODYS {
        set.remove(path);
    }
}

/// Lays an applied configuration over the live object. `None` when nothing changes, not even the managers.
///
/// # Errors
/// `Conflict` for fields of others unless `force`; the schema's words for a configuration that does not fit.
pub(crate) fn apply(call: &Call, live: &Value, config: &Value, force: bool) -> Result<Value, Refusal> {
    check_config(config)?;
    let shape = shape_of(call);
    checked::check(&shape, config).map_err(|why| {
        let place = format!("{}/{}", meta::text(config, "namespace"), meta::text(config, "name"));
        let kind = &call.kind.kind;
        let version = call.kind.api_version();
        let version = if version.contains('/') { version } else { format!("/{version}") };
        Refusal::internal(format!(
            "failed to create typed patch object ({place}; {version}, Kind={kind}): {why}"
        ))
    })?;
    match attempt(call, &shape, live, config, force) {
        Ok(new) => Ok(new),
        Err(conflicts) if call.manager == "kubectl" => {
            let forgiven = last_applied::forgiven(call, &shape, live);
            let left: Vec<Conflict> =
                conflicts.into_iter().filter(|conflict| !forgiven.contains(&conflict.path)).collect();
            if left.is_empty() {
                attempt(call, &shape, live, config, true).map_err(|conflicts| refuse(&conflicts))
            } else {
                Err(refuse(&left))
            }
        }
        Err(conflicts) => Err(refuse(&conflicts)),
    }
    .map(|mut new| {
        last_applied::sync(call, config, &mut new);
        new
    })
}

fn check_config(config: &Value) -> Result<(), Refusal> {
    if meta::field(config, "managedFields").is_some_and(|fields| !fields.is_null()) {
        return Err(Refusal::bad_request("metadata.managedFields must be nil"));
    }
    Ok(())
}

fn attempt(
    call: &Call,
    shape: &Shape,
    live: &Value,
    config: &Value,
    force: bool,
) -> Result<Value, Vec<Conflict>> {
    let mut managers = Managers::of(live);
    let bare = without_managers(live);
    if managers.is_empty() && !meta::text(live, "uid").is_empty() {
        let changed = compare(shape, &strategy::blank(call.kind), &bare);
        managers.claim_all(call, filtered(call, &changed.added.union(&changed.modified)), strip);
    }
    let mut set = filtered(call, &fields_of(shape, config));
    let me = Entry::new(call, "Apply");
    let last = managers.find(&me).map(|entry| entry.set.clone()).unwrap_or_default();
    let merged = merge(shape, Some(&bare), Some(config)).unwrap_or_default();
    let mut owned = managers.all_but(&me);
    owned = owned.union(&set);
    let pruned = prune(shape, &merged, &last, &owned);
    let mut changed = compare(shape, &bare, &pruned);
    for part in [&mut changed.added, &mut changed.modified, &mut changed.removed] {
        *part = filtered(call, part);
    }
    let taken = changed.modified.union(&changed.added);
    let mut conflicts = Vec::new();
    for entry in managers.entries_mut().filter(|entry| !entry.is_same(&me)) {
        let clash = entry.set.intersection(&taken);
        conflicts.extend(clash.paths().into_iter().map(|path| Conflict { owner: entry.bare(), path }));
        entry.set = entry.set.difference(&clash).difference(&changed.removed);
    }
    if !conflicts.is_empty() && !force {
        return Err(conflicts);
    }
    strip(&mut set);
    let unchanged = bare == pruned;
    managers.put(me, &set, unchanged);
    let mut new = pruned;
    managers.write(&mut new);
    Ok(new)
}

/// Takes away what the manager applied last time, applies no more, and nobody else owns.
fn prune(shape: &Shape, merged: &Value, last: &Set, owned: &Set) -> Value {
    if last.is_empty() {
        return merged.clone();
    }
    let named = |set: &Set| with_named(shape, set);
    let pruned = remove(shape, merged, &named(last));
    let all = fields_of(shape, merged);
    let left = fields_of(shape, &pruned);
    let pruned = remove(shape, merged, &named(&all).difference(&named(&left).union(&named(owned))));
    let left = fields_of(shape, &pruned);
    remove(shape, merged, &named(&all).difference(&named(&left)).intersection(&named(last)))
}

fn refuse(conflicts: &[Conflict]) -> Refusal {
    let causes: Vec<Value> = conflicts
        .iter()
        .map(|conflict| {
            json!({
                "reason": "FieldManagerConflict",
                "message": format!("conflict with {}", conflict.owner.shown()),
                "field": set::shown(&conflict.path),
            })
        })
        .collect();
    let message = match conflicts {
        [one] => {
            let (owner, path) = (one.owner.shown(), set::shown(&one.path));
            format!("Apply failed with 1 conflict: conflict with {owner}: {path}")
        }
        many => {
            let mut owners: Vec<(String, String)> =
                many.iter().map(|conflict| (conflict.owner.identity(), conflict.owner.shown())).collect();
            owners.sort();
            owners.dedup();
            let mut lines = Vec::new();
            for (identity, owner) in owners {
                lines.push(format!("conflicts with {owner}:"));
                let theirs = many.iter().filter(|conflict| conflict.owner.identity() == identity);
                lines.extend(theirs.map(|conflict| format!("- {}", set::shown(&conflict.path))));
            }
            format!("Apply failed with {} conflicts: {}", many.len(), lines.join("\n"))
        }
    };
    Refusal::apply_conflict(message, &causes)
}
