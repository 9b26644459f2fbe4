//! What moves in a practice cluster: controllers, scheduler and nodes over one API.
//!
//! In: the API, a scenario, the facts. Out: who answers for pods. Everything ends when the value is dropped.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{
    api::{Api, Call},
    controllers::{self, desk::Desk},
    facts::Facts,
    kinds,
    kubelet::Kubelet,
    meta,
    node::Nodes,
    patching::PatchKind,
    refusal::Refusal,
    scenario::Scenario,
};

/// The running engine.
#[derive(Debug)]
pub struct Engine {
    kubelet: Arc<dyn Kubelet>,
    /// Aborts its tasks when it is dropped.
    _tasks: JoinSet<()>,
}

impl Engine {
    /// Starts controllers, scheduler and nodes on the current runtime, over an API that is furnished already.
    ///
    /// # Errors
    /// When the Node objects cannot be made.
    pub fn start(api: &Api, scenario: Arc<Scenario>, facts: &Facts) -> Result<Self, Refusal> {
        let desk = Desk::new(api.clone(), facts.clone(), controllers::MANAGER)?;
        let nodes = Nodes::new(desk.under("kubelet"), scenario)?;
        let kubelet = nodes.kubelet();
        let mut tasks = JoinSet::new();
        tasks.spawn(nodes.run());
        tasks.spawn(controllers::run(desk));
        Ok(Self { kubelet, _tasks: tasks })
    }

    /// Who answers for logs and for programs in containers.
    pub fn kubelet(&self) -> Arc<dyn Kubelet> {
        Arc::clone(&self.kubelet)
    }
}

/// Makes the scenario's namespace and everything that runs in it at the start, as `manager` would with `kubectl apply --server-side`;
/// `files` are the objects of its files, in their order.
///
/// # Errors
/// When an object is refused.
pub fn settle(api: &Api, scenario: &Scenario, files: Vec<Value>, manager: &str) -> Result<(), Refusal> {
    api.furnish_namespace(&scenario.namespace, manager)?;
    for mut object in scenario.objects.iter().cloned().chain(files) {
        let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
        let kind = kinds::of_object(text("apiVersion"), text("kind")).ok_or_else(Refusal::no_such_address)?;
        let namespace = match meta::text(&object, "namespace") {
            _ if !kind.namespaced => String::new(),
            "" => scenario.namespace.clone(),
            own => own.to_owned(),
        };
        if kind.namespaced {
            meta::set(&mut object, "namespace", json!(namespace));
        }
        let name = meta::text(&object, "name").to_owned();
        let call = Call::new(kind, &namespace, &name, manager);
        api.patch(&call, PatchKind::Apply(false), object.to_string().as_bytes())?;
    }
    Ok(())
}
