//! What it is for: what a change under way needs of the world, joined once at its start and never exchanged.
//! In: connections that were tried. Out: shared by all acts. Never: a credential in its debug output.

use std::{path::PathBuf, sync::Arc};

use tokio::sync::watch;

use crate::{
    cluster::{Cluster, watch::WatchSpec},
    observed::Observed,
    outside::Outside,
    plan::Plan,
    repo::{Consent, RepoPath},
};

/// What a change under way needs of the world.
#[derive(Debug, Clone)]
pub struct Session {
    /// The plan.
    pub plan: Arc<Plan>,
    /// The cluster, bound to server and namespace.
    pub cluster: Cluster,
    /// The infrastructure repository.
    pub repo: RepoPath,
    /// The person agreed to the programs that the repository's configuration names.
    pub consent: Consent,
    /// Registries and sites, with their settings.
    pub outside: Outside,
    /// The change's folder: journal, record, logs.
    pub folder: PathBuf,
}

impl Session {
    /// The person, as the cluster knows them; else as git does.
    pub fn who(&self) -> String {
        let who = self.cluster.facts().who.as_ref().map(|who| who.user.clone());
        who.unwrap_or_else(|| self.plan.header().repository.identity.clone())
    }

    /// Starts the watches that the plan names. Must be called within the runtime.
    pub(super) fn watch(&self, wake: super::Wake) -> watch::Receiver<Arc<Observed>> {
        let specs: Vec<WatchSpec> = self
            .plan
            .header()
            .watch
            .iter()
            .map(|watched| WatchSpec {
                kind: watched.kind.clone(),
                names: watched.names.clone(),
                selector: watched.selector.clone(),
            })
            .collect();
        crate::cluster::watch::start(&self.cluster, specs, wake)
    }
}
