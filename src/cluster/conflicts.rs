//! What it is for: sorting the fields that server-side apply would take from somebody: ours, by hand, a controller's.
//! In: the server's conflicts, the live object, and what it would become. Out: one [`Conflict`] for each field.
//! Never: a field of somebody else sorted as ours because it merely looks familiar. Rules: facts 1.10 no. 4.

use serde_json::Value;

use super::{error::FieldConflict, fields, masking::LAST_APPLIED, upkeep};
use crate::{
    manifest::{mask::mask_pair, quantity::nanos},
    observed::fighters::is_by_hand,
};

/// Our name where we write single fields (the scale subresource, annotations of our own).
///
/// Not `kubectl`: a number that somebody else scaled to by hand must stay a conflict when the file is applied.
pub(crate) const OWN_MANAGER: &str = "changeover";
/// The name under which manifests are applied, so that the server keeps kubectl's books (facts 1.5).
pub(crate) const APPLY_MANAGER: &str = "kubectl";
/// The name that keeps the last-applied annotation alive (facts 1.6).
pub(crate) const ANNOTATION_MANAGER: &str = "kubectl-last-applied";
/// `kubectl apply` without `--server-side`.
const CLIENT_SIDE_MANAGER: &str = "kubectl-client-side-apply";

/// A field that the apply takes over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Field path as the server writes it, such as `.spec.replicas`.
    pub field: String,
    /// The manager that owns it, such as `kubectl-set`.
    pub manager: String,
    /// The subresource through which it was written, such as `scale`.
    pub subresource: Option<String>,
    /// When it was written, as the server writes it (RFC 3339).
    pub at: Option<String>,
    /// Whose it is, which decides whether to ask.
    pub owner: Owner,
    /// The value in the cluster, masked, as compact JSON.
    pub live: String,
    /// The value that the file sets, masked, as compact JSON.
    pub file: String,
}

/// Whose a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// Ours, an earlier `kubectl apply`'s, or the value does not change: taken over without a question, and listed.
    Ours,
    /// A person changed it by hand: shown and asked.
    ByHand,
    /// A controller (an autoscaler, an operator): asked, and No is chosen beforehand.
    Controller,
}

/// What a conflict is judged by.
pub(crate) struct Sides<'a> {
    /// The live object as read.
    pub(crate) live: &'a Value,
    /// The object after the apply, by the server's dry run.
    pub(crate) merged: &'a Value,
    /// `live`, masked.
    pub(crate) shown_live: &'a Value,
    /// `merged`, masked.
    pub(crate) shown_merged: &'a Value,
}

/// Sorts all conflicts, in the server's order.
pub(crate) fn classify(found: &[FieldConflict], sides: &Sides<'_>) -> Vec<Conflict> {
    let applied = last_applied(sides.live);
    found
        .iter()
        .map(|one| Conflict {
            field: one.field.clone(),
            manager: one.manager.clone(),
            subresource: one.subresource.clone(),
            at: one.at.clone().or_else(|| written_at(one, sides.live)),
            owner: owner(one, sides, applied.as_ref()),
            live: shown(sides.shown_live, &one.field),
            file: shown(sides.shown_merged, &one.field),
        })
        .collect()
}

/// The server's conflict does not say when; its books do.
fn written_at(one: &FieldConflict, live: &Value) -> Option<String> {
    let at = upkeep::written_at(live, &one.manager, one.subresource.as_deref())?;
    Some(super::mask::plain(at, 40))
}

fn owner(one: &FieldConflict, sides: &Sides<'_>, applied: Option<&Value>) -> Owner {
    let live = fields::at(sides.live, &one.field);
    // Both sides come from the server, so equal values are written alike (`1.0` in the file is `1` in both).
    if live.is_some() && live == fields::at(sides.merged, &one.field) {
        return Owner::Ours;
    }
    let is_own = matches!(one.manager.as_str(), OWN_MANAGER | ANNOTATION_MANAGER);
    let is_apply = matches!(one.manager.as_str(), CLIENT_SIDE_MANAGER | APPLY_MANAGER | "oc")
        && one.subresource.is_none();
    let unchanged_since_apply = || {
        let before = applied.and_then(|applied| fields::at(applied, &one.field));
        matches!((before, live), (Some(before), Some(live)) if same_value(&one.field, before, live))
    };
    // The server's defaults belong to who made the object by a client-side apply, and are not in its annotation.
    let is_default = || {
        one.manager == CLIENT_SIDE_MANAGER
            && applied.is_some_and(|applied| fields::at(applied, &one.field).is_none())
    };
    if is_own || (is_apply && (unchanged_since_apply() || is_default())) {
        Owner::Ours
    } else if is_by_hand(&one.manager) {
        Owner::ByHand
    } else {
        Owner::Controller
    }
}

fn last_applied(live: &Value) -> Option<Value> {
    let text = live.get("metadata")?.get("annotations")?.get(LAST_APPLIED)?.as_str()?;
    serde_json::from_str(text).ok()
}

fn shown(object: &Value, field: &str) -> String {
    if field.contains(LAST_APPLIED) {
        return "••••".to_owned();
    }
    let Some(value) = fields::at(object, field) else { return String::new() };
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    };
    super::mask::plain(&text, 300)
}

/// Whether two spellings mean the same value. Quantities only where the API has quantities: an environment variable
/// `1.0` is not `1`.
fn same_value(field: &str, one: &Value, other: &Value) -> bool {
    if one == other {
        return true;
    }
    let has_quantities = [".resources.", ".sizeLimit", ".divisor", ".capacity.", ".hard."];
    has_quantities.iter().any(|part| field.contains(part))
        && matches!((quantity(one), quantity(other)), (Some(one), Some(other)) if one == other)
}

/// A Kubernetes quantity in billionths.
fn quantity(value: &Value) -> Option<i128> {
    match value {
        Value::String(text) => nanos(text),
        Value::Number(number) => nanos(&number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Both sides without secrets.
pub(crate) fn masked_sides(live: &Value, merged: &Value) -> (Value, Value) {
    let (live, merged) = mask_pair(Some(live), Some(merged));
    (live.unwrap_or_default(), merged.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn conflict(manager: &str, subresource: Option<&str>, field: &str) -> FieldConflict {
        FieldConflict {
            field: field.to_owned(),
            manager: manager.to_owned(),
            subresource: subresource.map(str::to_owned),
            at: None,
        }
    }

    fn deployment(replicas: u32, cpu: &str, image: &str, applied: Option<&Value>) -> Value {
        let mut object = json!({"kind": "Deployment", "metadata": {"name": "web"}, "spec": {"replicas": replicas,
            "containers": [{"name": "web", "image": image, "resources": {"limits": {"cpu": cpu}}}]}});
        if let Some(applied) = applied {
            object["metadata"]["annotations"] = json!({LAST_APPLIED: applied.to_string()});
        }
        object
    }

    #[test]
    fn when_a_field_was_written_is_told_by_the_servers_books() {
        let mut live = deployment(2, "2", "web:1", None);
        live["metadata"]["managedFields"] = json!([
            {"manager": "kubectl-edit", "operation": "Apply", "time": "2026-11-01T08:00:00Z"},
            {"manager": "kubectl-edit", "operation": "Update", "time": "2026-11-21T08:00:00Z"},
            {"manager": "kubectl", "operation": "Update", "subresource": "scale", "time": "2026-11-21T09:00:00Z"},
        ]);
        let at = |manager, subresource| written_at(&conflict(manager, subresource, ".spec.replicas"), &live);
        assert_eq!(at("kubectl-edit", None).as_deref(), Some("2026-11-21T08:00:00Z"));
        assert_eq!(at("kubectl", Some("scale")).as_deref(), Some("2026-11-21T09:00:00Z"));
        assert_eq!(at("kubectl", None), None);
    }

    #[test]
    fn a_default_that_the_server_filled_in_is_nobodys_change() {
        let applied = json!({"kind": "Deployment", "spec": {}});
        let live = deployment(2, "1", "a", Some(&applied));
        let merged = deployment(3, "1", "a", Some(&applied));
        let of =
            |manager: &str, live: &Value| owner_of(&conflict(manager, None, ".spec.replicas"), live, &merged);
        assert_eq!(of(CLIENT_SIDE_MANAGER, &live), Owner::Ours);
        assert_eq!(of("kubectl-edit", &live), Owner::ByHand);
        assert_eq!(of(CLIENT_SIDE_MANAGER, &deployment(2, "1", "a", None)), Owner::ByHand);
    }

    fn owner_of(one: &FieldConflict, live: &Value, merged: &Value) -> Owner {
        let (shown_live, shown_merged) = masked_sides(live, merged);
        let sides = Sides { live, merged, shown_live: &shown_live, shown_merged: &shown_merged };
        classify(std::slice::from_ref(one), &sides)[0].owner
    }

    #[test]
    fn mistake_01_our_own_scale_is_ours_and_anybody_elses_is_not() {
        let (live, merged) = (deployment(0, "1", "a", None), deployment(2, "1", "a", None));
        let field = ".spec.replicas";
        let scale = Some("scale");
        assert_eq!(owner_of(&conflict(OWN_MANAGER, scale, field), &live, &merged), Owner::Ours);
        assert_eq!(owner_of(&conflict("kubectl", scale, field), &live, &merged), Owner::ByHand);
        let autoscaler = conflict("kube-controller-manager", scale, field);
        assert_eq!(owner_of(&autoscaler, &live, &merged), Owner::Controller);
    }

    #[test]
    fn mistake_02_another_spelling_of_the_same_quantity_is_no_change_by_hand() {
        let applied = deployment(2, "1.0", "a:1", None);
        let live = deployment(2, "1", "a:1", Some(&applied));
        let cpu = ".spec.containers[name=\"web\"].resources.limits.cpu";
        let image = ".spec.containers[name=\"web\"].image";
        let by_apply = |field| conflict(CLIENT_SIDE_MANAGER, None, field);
        assert_eq!(owner_of(&by_apply(cpu), &live, &deployment(2, "1", "a:1", None)), Owner::Ours);
        // The file itself changes them: nobody touched them since the last apply.
        assert_eq!(owner_of(&by_apply(cpu), &live, &deployment(2, "2", "a:1", None)), Owner::Ours);
        assert_eq!(owner_of(&by_apply(image), &live, &deployment(2, "1", "a:2", None)), Owner::Ours);
        // Somebody set the image by hand.
        let live = deployment(2, "1", "a:hotfix", Some(&applied));
        let set = conflict("kubectl-set", None, image);
        assert_eq!(owner_of(&set, &live, &deployment(2, "1", "a:2", None)), Owner::ByHand);
        let odd = by_apply(image);
        assert_eq!(owner_of(&odd, &live, &deployment(2, "1", "a:2", None)), Owner::ByHand);
    }

    #[test]
    fn quantities_are_equal_by_value_and_only_where_quantities_are() {
        let field = ".spec.resources.limits.cpu";
        for (one, other) in
            [("1.0", "1"), ("0.50", "500m"), ("1.0Gi", "1Gi"), ("1Gi", "1024Mi"), ("1e3", "1k")]
        {
            assert!(same_value(field, &json!(one), &json!(other)), "{one} {other}");
        }
        assert!(same_value(field, &json!(1), &json!("1000m")));
        assert!(!same_value(field, &json!("1"), &json!("2")));
        assert!(!same_value(".spec.env[name=\"V\"].value", &json!("1.0"), &json!("1")));
    }

    #[test]
    fn mistake_24_the_values_of_a_conflict_are_masked() {
        let secret = |value: &str| json!({"kind": "Secret", "data": {"p": value}});
        let (live, merged) = (secret("b2xk"), secret("bmV3"));
        let (shown_live, shown_merged) = masked_sides(&live, &merged);
        let sides =
            Sides { live: &live, merged: &merged, shown_live: &shown_live, shown_merged: &shown_merged };
        let found = classify(&[conflict("kubectl-edit", None, ".data.p")], &sides);
        assert_eq!((found[0].live.as_str(), found[0].owner), ("••••", Owner::ByHand));
    }
}
