//! The practice cluster, with all that moves in it, as a [`Target`].
//!
//! In: `practice.scenario.yaml`. Out: a server with its kubeconfigs. The practice cluster has one user and takes rights from him; so there
//! is a server for each of the real cluster's users, all of them over the same objects.

use std::{path::PathBuf, sync::Arc};

use changeover::practice::{Api, Denied, Engine, Facts, Server, scenario::Scenario};
use tempfile::TempDir;

use super::target::Target;

/// Its time goes as on the real control plane, so that deadlines of both come after the same.
const PACE: u32 = 1;
/// Verbs that write.
const WRITES: &[&str] = &["create", "update", "patch", "delete", "deletecollection"];

/// What must live as long as the practice cluster is asked.
#[derive(Debug)]
pub struct Practice {
    _servers: Vec<Server>,
    _engine: Engine,
    _folder: TempDir,
}

/// Starts it.
pub async fn start(kubectl: PathBuf) -> (Practice, Target) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let api = Api::default();
    api.furnish().expect("a fresh cluster");
    let scenario: Scenario =
        serde_yaml::from_str(include_str!("practice.scenario.yaml")).expect("a scenario");
    let facts = Facts::new(scenario.facts.clone(), PACE);
    let engine = Engine::start(&api, Arc::new(scenario), &facts).expect("controllers and nodes");
    let mut servers = Vec::new();
    let mut users = Vec::new();
    for (user, denied) in
        [("admin", Vec::new()), ("viewer", all_but_reading()), ("nobody", vec![Denied::default()])]
    {
        let mut server = Server::start(api.clone(), engine.kubelet()).await.expect("a server");
        server.faults().deny(denied);
        let path = folder.path().join(format!("{user}.kubeconfig"));
        server.write_kubeconfig(&path, "default").expect("a kubeconfig");
        servers.push(server);
        users.push((user, path));
    }
    let target = Target::of("practice", kubectl, &users).await;
    (Practice { _servers: servers, _engine: engine, _folder: folder }, target)
}

/// What the role `view` does not give.
fn all_but_reading() -> Vec<Denied> {
    let right = |verb: &str, resource: &str| Denied {
        verb: verb.to_owned(),
        resource: resource.to_owned(),
        ..Denied::default()
    };
    let writes = WRITES.iter().map(|verb| right(verb, ""));
    writes.chain(["secrets", "pods/exec"].map(|resource| right("", resource))).collect()
}
