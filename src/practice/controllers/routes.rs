//! Which controllers have to look after a write.

use std::sync::Arc;

use serde_json::Value;

use crate::practice::{
    kinds::{self, Kind},
    meta, selectors,
    store::{Change, What},
};

use super::{
    collector,
    desk::Desk,
    fields::{controller, list, text},
    queue::{Queue, Task},
};

/// How far the changes were read.
#[derive(Debug, Default)]
pub(super) struct Routes {
    seen: u64,
}

impl Routes {
    /// Puts everything that the changes since the last call concern into the queue; at first, everything.
    pub(super) fn collect(&mut self, desk: &Desk, queue: &mut Queue) {
        let store = desk.api.store();
        let until = store.revision();
        if until == self.seen {
            return;
        }
        let stored = || kinds::all().iter().filter(|kind| kind.is_stored() && *kind != desk.kinds.events);
        for kind in stored() {
            // What is forgotten is looked at as if it were new.
            let known = if self.seen == 0 { None } else { store.changes(kind, "", self.seen).ok() };
            match known {
                Some((changes, _)) => changes.iter().for_each(|change| route(desk, queue, change)),
                None => {
                    for object in store.list(kind, "").objects {
                        on_object(desk, queue, kind, &object);
                        on_owned(queue, kind, &object);
                    }
                }
            }
        }
        self.seen = until;
    }
}

fn route(desk: &Desk, queue: &mut Queue, change: &Change) {
    let kind = change.key.kind;
    on_object(desk, queue, kind, &change.object);
    if let Some(before) = &change.before
        && meta::field(before, "labels") != meta::field(&change.object, "labels")
    {
        on_object(desk, queue, kind, before);
    }
    match change.what {
        What::Added => on_owned(queue, kind, &change.object),
        What::Deleted if collector::may_own(desk, kind) => {
            queue.add(Task::Orphans, "", meta::text(&change.object, "uid"));
        }
        What::Deleted | What::Modified => {}
    }
    if change.what == What::Deleted {
        on_gone(desk, queue, &change.object);
    }
}

/// The object itself, and what watches objects of its kind.
fn on_object(desk: &Desk, queue: &mut Queue, kind: &'static Kind, object: &Arc<Value>) {
    let (namespace, name) = (meta::text(object, "namespace"), meta::text(object, "name"));
    if meta::is_terminating(object) && collector::is_held(object) {
        queue.add(Task::Owner(kind), namespace, name);
    }
    match kind.resource.as_str() {
        "deployments" => queue.add(Task::Deployment, namespace, name),
        "replicasets" => {
            queue.add(Task::Set, namespace, name);
            on_controlled(desk, queue, object, "Deployment");
        }
        "jobs" => {
            queue.add(Task::Job, namespace, name);
            on_controlled(desk, queue, object, "CronJob");
        }
        "cronjobs" => queue.add(Task::CronJob, namespace, name),
        "services" => queue.add(Task::Service, namespace, name),
        "endpointslices" => {
            if let Some(service) =
                meta::field(object, "labels").and_then(|all| all.get("kubernetes.io/service-name"))
            {
                queue.add(Task::Service, namespace, service.as_str().unwrap_or_default());
            }
        }
        "poddisruptionbudgets" => queue.add(Task::Budget, namespace, name),
        "namespaces" => queue.add(Task::Namespace, "", name),
        "serviceaccounts" | "configmaps" if matches!(name, "default" | "kube-root-ca.crt") => {
            queue.add(Task::Namespace, "", namespace);
        }
        "pods" => on_pod(desk, queue, object),
        _ => {}
    }
}

fn on_pod(desk: &Desk, queue: &mut Queue, pod: &Value) {
    let namespace = meta::text(pod, "namespace");
    match controller(pod).map(|owner| (text(owner, "/kind"), text(owner, "/name"))) {
        Some(("ReplicaSet", name)) => {
            queue.add(Task::Set, namespace, name);
            // A Deployment that recreates waits for the last old pod.
            if let Some(set) = desk.get(desk.kinds.sets, namespace, name) {
                on_controlled(desk, queue, &set, "Deployment");
            }
        }
        Some(("Job", name)) => queue.add(Task::Job, namespace, name),
        Some(_) => {}
        None => {
            for set in desk.list(desk.kinds.sets, namespace) {
                let wanted = set.pointer("/spec/selector");
                if wanted.is_some_and(|wanted| selectors::matches(wanted, meta::field(pod, "labels"))) {
                    queue.add(Task::Set, namespace, meta::text(&set, "name"));
                }
            }
        }
    }
    let labels = meta::field(pod, "labels");
    for service in desk.list(desk.kinds.services, namespace) {
        if crate::practice::controllers::endpoints::selects(&service, labels) {
            queue.add(Task::Service, namespace, meta::text(&service, "name"));
        }
    }
    for budget in desk.list(desk.kinds.budgets, namespace) {
        if budget.pointer("/spec/selector").is_some_and(|wanted| selectors::matches(wanted, labels)) {
            queue.add(Task::Budget, namespace, meta::text(&budget, "name"));
        }
    }
}

fn on_controlled(desk: &Desk, queue: &mut Queue, object: &Value, kind: &str) {
    let namespace = meta::text(object, "namespace");
    match controller(object) {
        Some(owner) if text(owner, "/kind") == kind => {
            let task = if kind == "Deployment" { Task::Deployment } else { Task::CronJob };
            queue.add(task, namespace, text(owner, "/name"));
        }
        // A ReplicaSet that nobody controls may be adopted.
        None if kind == "Deployment" => {
            for deployment in desk.list(desk.kinds.deployments, namespace) {
                queue.add(Task::Deployment, namespace, meta::text(&deployment, "name"));
            }
        }
        _ => {}
    }
}

fn on_owned(queue: &mut Queue, kind: &'static Kind, object: &Value) {
    if !list(object, "/metadata/ownerReferences").is_empty() {
        queue.add(Task::Dependent(kind), meta::text(object, "namespace"), meta::text(object, "name"));
    }
}

/// A namespace that is going, and owners that wait, look again when something has gone.
fn on_gone(desk: &Desk, queue: &mut Queue, object: &Value) {
    let namespace = meta::text(object, "namespace");
    let going = desk.get(desk.kinds.namespaces, "", namespace);
    if going.is_some_and(|namespace| meta::is_terminating(&namespace)) {
        queue.add(Task::Namespace, "", namespace);
    }
    for owner in list(object, "/metadata/ownerReferences") {
        if let Some(kind) = kinds::of_object(text(owner, "/apiVersion"), text(owner, "/kind")) {
            let place = if kind.namespaced { namespace } else { "" };
            queue.add(Task::Owner(kind), place, text(owner, "/name"));
        }
    }
}
