//! What every controller works with: the API under its own name, the kinds it knows, the facts, and events.

use std::sync::Arc;

use serde_json::Value;

use crate::practice::{
    api::{Api, Call},
    delete::DeleteOptions,
    facts::Facts,
    kinds::{self, Kind},
    meta,
    refusal::Refusal,
    store::Key,
};

use super::events::Recorder;

/// Tries when others write the same object at the same time.
const TRIES: usize = 8;

/// The kinds that controllers and nodes work on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kinds {
    pub(crate) budgets: &'static Kind,
    pub(crate) config_maps: &'static Kind,
    pub(crate) cron_jobs: &'static Kind,
    pub(crate) deployments: &'static Kind,
    pub(crate) endpoints: &'static Kind,
    pub(crate) events: &'static Kind,
    pub(crate) jobs: &'static Kind,
    pub(crate) namespaces: &'static Kind,
    pub(crate) nodes: &'static Kind,
    pub(crate) pods: &'static Kind,
    pub(crate) secrets: &'static Kind,
    pub(crate) service_accounts: &'static Kind,
    pub(crate) services: &'static Kind,
    pub(crate) sets: &'static Kind,
    pub(crate) slices: &'static Kind,
}

impl Kinds {
    fn find() -> Result<Self, Refusal> {
        let find =
            |group: &str, resource: &str| kinds::find(group, resource).ok_or_else(Refusal::no_such_address);
        Ok(Self {
            budgets: find("policy", "poddisruptionbudgets")?,
            config_maps: find("", "configmaps")?,
            cron_jobs: find("batch", "cronjobs")?,
            deployments: find("apps", "deployments")?,
            endpoints: find("", "endpoints")?,
            events: find("", "events")?,
            jobs: find("batch", "jobs")?,
            namespaces: find("", "namespaces")?,
            nodes: find("", "nodes")?,
            pods: find("", "pods")?,
            secrets: find("", "secrets")?,
            service_accounts: find("", "serviceaccounts")?,
            services: find("", "services")?,
            sets: find("apps", "replicasets")?,
            slices: find("discovery.k8s.io", "endpointslices")?,
        })
    }
}

/// A component's access to the API; clones share the events.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    pub(crate) api: Api,
    pub(crate) kinds: Kinds,
    pub(crate) facts: Facts,
    pub(crate) events: Recorder,
    /// The field manager of what is written.
    manager: &'static str,
}

impl Desk {
    /// The desk of a component.
    pub(crate) fn new(api: Api, facts: Facts, manager: &'static str) -> Result<Self, Refusal> {
        Ok(Self { api, kinds: Kinds::find()?, facts, events: Recorder::default(), manager })
    }

    /// The same desk under another component's name.
    pub(crate) fn under(&self, manager: &'static str) -> Self {
        Self { manager, ..self.clone() }
    }

    /// A call under this component's name.
    pub(crate) fn call(&self, kind: &'static Kind, namespace: &str, name: &str) -> Call {
        Call::new(kind, namespace, name, self.manager)
    }

    /// The object as it is now.
    pub(crate) fn get(&self, kind: &'static Kind, namespace: &str, name: &str) -> Option<Arc<Value>> {
        self.api.store().get(&Key::new(kind, namespace, name))
    }

    /// The objects of a namespace, or of all when it is empty.
    pub(crate) fn list(&self, kind: &'static Kind, namespace: &str) -> Vec<Arc<Value>> {
        self.api.store().list(kind, namespace).objects
    }

    /// Makes an object.
    pub(crate) fn create(
        &self,
        kind: &'static Kind,
        namespace: &str,
        body: Value,
    ) -> Result<Arc<Value>, Refusal> {
        Ok(self.api.create(&self.call(kind, namespace, ""), body)?.object)
    }

    /// Writes an object, or its `part`, in the state in which it was read.
    pub(crate) fn write(&self, kind: &'static Kind, part: &str, body: &Value) -> Result<Arc<Value>, Refusal> {
        let call = self.call(kind, meta::text(body, "namespace"), meta::text(body, "name")).part(part);
        Ok(self.api.update(&call, body.clone())?.object)
    }

    /// Changes the object that this one names, as it is now; again when somebody else wrote in between.
    ///
    /// # Errors
    /// `NotFound` also when another object has the name now.
    pub(crate) fn change(
        &self,
        kind: &'static Kind,
        part: &str,
        object: &Value,
        change: impl Fn(&mut Value),
    ) -> Result<Arc<Value>, Refusal> {
        let (namespace, name) = (meta::text(object, "namespace"), meta::text(object, "name"));
        let mut refused = Refusal::not_found(kind, name);
        for _ in 0..TRIES {
            let found = self.get(kind, namespace, name);
            let same = |live: &Arc<Value>| meta::text(live, "uid") == meta::text(object, "uid");
            let Some(live) = found.filter(same) else { return Err(Refusal::not_found(kind, name)) };
            let mut new = (*live).clone();
            change(&mut new);
            if new == *live {
                return Ok(live);
            }
            match self.write(kind, part, &new) {
                Err(refusal) if refusal.code == 409 => refused = refusal,
                done => return done,
            }
        }
        Err(refused)
    }

    /// Deletes exactly this object; one that is gone already is fine.
    pub(crate) fn delete(
        &self,
        kind: &'static Kind,
        object: &Value,
        propagation: &str,
    ) -> Result<(), Refusal> {
        self.delete_within(kind, object, propagation, None)
    }

    /// As [`Self::delete`], with a grace period.
    pub(crate) fn delete_within(
        &self,
        kind: &'static Kind,
        object: &Value,
        propagation: &str,
        grace: Option<i64>,
    ) -> Result<(), Refusal> {
        let call = self.call(kind, meta::text(object, "namespace"), meta::text(object, "name"));
        let options = DeleteOptions {
            grace,
            propagation: Some(propagation.to_owned()).filter(|policy| !policy.is_empty()),
            uid: Some(meta::text(object, "uid").to_owned()),
            ..DeleteOptions::default()
        };
        match self.api.delete(&call, &options) {
            // Another object of the same name is none of ours.
            Err(refusal) if refusal.code != 404 && refusal.code != 409 => Err(refusal),
            _ => Ok(()),
        }
    }

    /// Tells of something that happened to an object.
    pub(crate) fn tell(&self, note: &super::events::Note<'_>) {
        self.events.tell(self, note);
    }
}
