//! The practice cluster as a [`Target`].
//!
//! In: nothing. Out: a server with its kubeconfigs. The practice cluster has one user and takes rights from him; so there
//! is a server for each of the real cluster's users, all of them over the same objects.

use std::{path::PathBuf, sync::Arc};

use changeover::practice::{Api, Denied, NoKubelet, Server};
use tempfile::TempDir;

use super::target::Target;

/// Verbs that write.
const WRITES: &[&str] = &["create", "update", "patch", "delete", "deletecollection"];

/// What must live as long as the practice cluster is asked.
#[derive(Debug)]
pub struct Practice {
    _servers: Vec<Server>,
    _folder: TempDir,
}

/// Starts it.
pub async fn start(kubectl: PathBuf) -> (Practice, Target) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let api = Api::default();
    api.furnish().expect("a fresh cluster");
    let mut servers = Vec::new();
    let mut users = Vec::new();
    for (user, denied) in
        [("admin", Vec::new()), ("viewer", all_but_reading()), ("nobody", vec![Denied::default()])]
    {
        let mut server = Server::start(api.clone(), Arc::new(NoKubelet)).await.expect("a server");
        server.faults().deny(denied);
        let path = folder.path().join(format!("{user}.kubeconfig"));
        server.write_kubeconfig(&path, "default").expect("a kubeconfig");
        servers.push(server);
        users.push((user, path));
    }
    let target = Target::of("practice", kubectl, &users).await;
    (Practice { _servers: servers, _folder: folder }, target)
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
