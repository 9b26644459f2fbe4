//! Deleting: propagation, grace, preconditions and finalizers. What depends on the object is the garbage collector's.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    api::{Api, Call, Outcome},
    kinds::Kind,
    meta,
    refusal::{Cause, Refusal, naming},
    selectors::Selection,
    store::version,
    write::TRIES,
};

/// Holds an object until its dependents are gone.
const FOREGROUND: &str = "foregroundDeletion";
/// Holds an object until its dependents are let go.
const ORPHAN: &str = "orphan";

/// How to delete.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeleteOptions {
    /// Seconds; `None` is the kind's own.
    pub grace: Option<i64>,
    /// `Background`, `Foreground`, `Orphan`, or `None` for the kind's own.
    pub propagation: Option<String>,
    /// Only this object.
    pub uid: Option<String>,
    /// Only in this state.
    pub revision: Option<String>,
    pub dry_run: bool,
}

impl DeleteOptions {
    /// Refuses a propagation that is none.
    ///
    /// # Errors
    /// `Invalid`.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        let allowed = ["Foreground", "Background", "Orphan", "nil"];
        match &self.propagation {
            Some(policy) if !allowed.iter().take(3).any(|known| known == policy) => {
                let cause = Cause::unsupported("propagationPolicy", &json!(policy), &allowed);
                Err(Refusal::invalid("meta.k8s.io", "DeleteOptions", "", &[cause]))
            }
            _ => Ok(()),
        }
    }

    /// Reads a `DeleteOptions` object.
    ///
    /// # Errors
    /// `Invalid` for two propagations at once, `BadRequest` for a body of another kind.
    pub(crate) fn read(body: &Value) -> Result<Self, Refusal> {
        let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        if let Some(kind) = text("/kind").filter(|kind| kind != "DeleteOptions") {
            let version = text("/apiVersion").unwrap_or_default();
            return Err(Refusal::bad_request(format!(
                "no kind \"{kind}\" is registered for version \"{version}\" in scheme \"pkg/runtime/scheme.go:111\""
            )));
        }
        let propagation =
            match (text("/propagationPolicy"), body.get("orphanDependents").and_then(Value::as_bool)) {
                (Some(policy), _) => Some(policy),
                (None, Some(true)) => Some("Orphan".to_owned()),
                (None, Some(false)) => Some("Background".to_owned()),
                (None, None) => None,
            };
        if let (Some(policy), true) =
            (&propagation, body.get("orphanDependents").is_some_and(Value::is_boolean))
            && body.get("propagationPolicy").is_some_and(Value::is_string)
        {
            let why = "orphanDependents and deletionPropagation cannot be both set";
            let cause = Cause::invalid("propagationPolicy", &json!(policy), why);
            return Err(Refusal::invalid("meta.k8s.io", "DeleteOptions", "", &[cause]));
        }
        let dry = body.get("dryRun").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
        Ok(Self {
            grace: body.get("gracePeriodSeconds").and_then(Value::as_i64),
            propagation,
            uid: text("/preconditions/uid"),
            revision: text("/preconditions/resourceVersion"),
            dry_run: dry,
        })
    }
}

/// True when an object that is being deleted has nothing left to wait for.
pub(crate) fn is_finished(kind: &Kind, object: &Value) -> bool {
    let grace = meta::field(object, "deletionGracePeriodSeconds").and_then(Value::as_i64).unwrap_or_default();
    meta::is_terminating(object)
        && meta::finalizers(object).is_empty()
        && grace == 0
        && !holds_content(kind, object)
}

/// A namespace is held until its content is gone.
fn holds_content(kind: &Kind, object: &Value) -> bool {
    let held =
        || object.pointer("/spec/finalizers").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    kind.resource == "namespaces" && held()
}

impl Api {
    /// Deletes an object, or marks it when something holds it.
    ///
    /// # Errors
    /// `NotFound`, or `Conflict` when a precondition fails.
    pub fn delete(&self, call: &Call, options: &DeleteOptions) -> Result<Outcome, Refusal> {
        let dry = options.dry_run || call.dry_run;
        for _ in 0..TRIES {
            let live = self.get(call)?;
            check(call, &live, options)?;
            let mut warnings = Vec::new();
            if call.kind.resource == "jobs" && options.propagation.is_none() && keeps_pods(&live) {
                warnings.push(JOB_WARNING.to_owned());
            }
            let Some(marked) = mark(call.kind, &live, options) else {
                let done = if dry { Some(Arc::clone(&live)) } else { self.remove(call, &live) };
                let Some(last) = done else { continue };
                return Ok(Outcome { code: 200, object: said_of_deleted(call.kind, &last), warnings });
            };
            let unchanged = marked == *live;
            let object = if dry || unchanged {
                Some(Arc::new(marked))
            } else {
                self.store.commit(&call.key(), Some(&live), Some(marked)).ok()
            };
            let Some(object) = object else { continue };
            return Ok(Outcome { code: 200, object, warnings });
        }
        Err(Refusal::modified(call.kind, &call.name))
    }

    /// Deletes every object of a collection that the selection takes, and gives the list as it was.
    ///
    /// # Errors
    /// When an object cannot be deleted; those before it are.
    pub fn delete_collection(
        &self,
        call: &Call,
        selection: &Selection,
        options: &DeleteOptions,
    ) -> Result<Outcome, Refusal> {
        let listing = self.store.list(call.kind, &call.namespace);
        let chosen: Vec<Arc<Value>> =
            listing.objects.into_iter().filter(|object| selection.takes(object)).collect();
        let mut items = Vec::new();
        for object in &chosen {
            let mut one = call.clone();
            meta::text(object, "namespace").clone_into(&mut one.namespace);
            meta::text(object, "name").clone_into(&mut one.name);
            match self.delete(&one, options) {
                Ok(outcome) if outcome.object.get("kind").and_then(Value::as_str) == Some("Status") => {
                    items.push((**object).clone());
                }
                Ok(outcome) => items.push((*outcome.object).clone()),
                Err(refusal) if refusal.code == 404 => {}
                Err(refusal) => return Err(refusal),
            }
        }
        let list = super::list::wrap(call.kind, items, self.store.revision(), None, None);
        Ok(Outcome { code: 200, object: Arc::new(list), warnings: Vec::new() })
    }

    fn remove(&self, call: &Call, live: &Arc<Value>) -> Option<Arc<Value>> {
        self.store.commit(&call.key(), Some(live), None).ok()
    }
}

const JOB_WARNING: &str = "child pods are preserved by default when jobs are deleted; set \
    propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning";

fn keeps_pods(job: &Value) -> bool {
    !meta::is_terminating(job)
}

fn check(call: &Call, live: &Value, options: &DeleteOptions) -> Result<(), Refusal> {
    let clash = |what: &str, wanted: &str, found: &str| {
        Refusal::precondition(
            call.kind,
            &call.name,
            &format!(
                "the {what} in the precondition ({wanted}) does not match the {what} in record ({found}). The object \
                 might have been "
            ),
        )
    };
    if let Some(uid) = &options.uid
        && uid != meta::text(live, "uid")
    {
        return Err(clash("UID", uid, meta::text(live, "uid")).and("deleted and then recreated"));
    }
    match &options.revision {
        Some(revision) if revision != version(live) => {
            Err(clash("ResourceVersion", revision, version(live)).and("modified"))
        }
        _ => Ok(()),
    }
}

/// The object with the marks of a deletion that has to wait; `None` when it can go at once.
fn mark(kind: &Kind, live: &Value, options: &DeleteOptions) -> Option<Value> {
    let mut new = live.clone();
    let mut finalizers = meta::finalizers(live);
    let orphans_itself = matches!(kind.resource.as_str(), "jobs" | "replicationcontrollers");
    let policy = options.propagation.as_deref();
    let wanted = match policy {
        Some("Orphan") => Some(ORPHAN),
        Some("Foreground") => Some(FOREGROUND),
        None if finalizers.iter().any(|name| name == ORPHAN) => Some(ORPHAN),
        None if finalizers.iter().any(|name| name == FOREGROUND) => Some(FOREGROUND),
        None if orphans_itself => Some(ORPHAN),
        None | Some(_) => None,
    };
    finalizers.retain(|name| name != ORPHAN && name != FOREGROUND);
    finalizers.extend(wanted.map(str::to_owned));
    if finalizers.is_empty() {
        meta::remove(&mut new, "finalizers");
    } else {
        meta::set(&mut new, "finalizers", json!(finalizers));
    }
    let grace = grace(kind, live, options);
    if grace == 0 && finalizers.is_empty() && !holds_content(kind, live) {
        return None;
    }
    let before = meta::field(live, "deletionGracePeriodSeconds").and_then(Value::as_i64);
    if !meta::is_terminating(live) || before.is_some_and(|before| grace < before) {
        meta::set(&mut new, "deletionTimestamp", json!(meta::after(grace)));
        meta::set(&mut new, "deletionGracePeriodSeconds", json!(grace));
        if meta::generation(live) > 0 && !meta::is_terminating(live) {
            meta::set(&mut new, "generation", json!(meta::generation(live) + 1));
        }
    }
    if kind.resource == "namespaces"
        && let Some(status) = new.get_mut("status").and_then(Value::as_object_mut)
    {
        status.insert("phase".to_owned(), json!("Terminating"));
        meta::remove(&mut new, "deletionGracePeriodSeconds");
    }
    Some(new)
}

/// Only pods are given time: none when they run nowhere or have ended.
fn grace(kind: &Kind, live: &Value, options: &DeleteOptions) -> i64 {
    if kind.resource != "pods" {
        return 0;
    }
    let text = |pointer: &str| live.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    if text("/spec/nodeName").is_empty() || matches!(text("/status/phase"), "Succeeded" | "Failed") {
        return 0;
    }
    let own = live.pointer("/spec/terminationGracePeriodSeconds").and_then(Value::as_i64).unwrap_or(30);
    let grace = options.grace.unwrap_or(own);
    if grace < 0 { 1 } else { grace }
}

/// What the answer shows of an object that is gone.
fn said_of_deleted(kind: &Kind, last: &Arc<Value>) -> Arc<Value> {
    let whole = matches!(
        kind.resource.as_str(),
        "resourcequotas"
            | "persistentvolumes"
            | "serviceaccounts"
            | "persistentvolumeclaims"
            | "namespaces"
            | "pods"
            | "services"
    );
    if kind.resource == "pods" && !meta::is_terminating(last) {
        let mut ended = (**last).clone();
        meta::set(&mut ended, "deletionTimestamp", json!(meta::now()));
        meta::set(&mut ended, "deletionGracePeriodSeconds", json!(0));
        return Arc::new(ended);
    }
    if whole {
        return Arc::clone(last);
    }
    let mut details = naming(kind, meta::text(last, "name"));
    if let Some(map) = details.as_object_mut() {
        map.insert("uid".to_owned(), json!(meta::text(last, "uid")));
    }
    let status = json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details});
    Arc::new(status)
}
