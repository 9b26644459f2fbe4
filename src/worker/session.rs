//! What it is for: what a change under way needs of the world, joined once at its start and never exchanged.
//! In: connections that were tried. Out: shared by all acts. Never: a credential in its debug output.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::watch;

use crate::{
    cluster::{Cluster, watch::WatchSpec},
    confirm::Ground,
    manifest::template::Processed,
    names::{Digest, StepId},
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
    /// What was found out in this change and does not change by looking again.
    pub found: FoundOut,
    /// The only place where a rehearsal may act; `None` for a change in earnest and for practice.
    pub ground: Option<Ground>,
}

/// Something about each step, and what it rests on.
type OfSteps<T> = Arc<Mutex<BTreeMap<StepId, (Digest, T)>>>;

/// What was found out in a change, by what it rests on. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct FoundOut {
    texts: OfSteps<String>,
    templates: OfSteps<Arc<ProcessedOnce>>,
}

/// A template processed once for the change. Holds its secrets, and is kept in memory only.
#[derive(Debug)]
pub(super) struct ProcessedOnce {
    pub(super) processed: Processed,
    /// Parameters whose made-up value was taken from the live objects.
    pub(super) kept: Vec<String>,
    /// Parameters whose value was made up just now.
    pub(super) anew: Vec<String>,
}

impl FoundOut {
    /// What was found out for a step, when it rested on the same.
    pub(super) fn get(&self, step: &StepId, rests_on: &Digest) -> Option<String> {
        let found = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        found.get(step).filter(|(on, _)| on == rests_on).map(|(_, what)| what.clone())
    }

    /// Keeps it; what rested on something else is forgotten.
    pub(super) fn keep(&self, step: &StepId, rests_on: Digest, what: &str) {
        let mut found = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        found.insert(step.clone(), (rests_on, what.to_owned()));
    }

    /// The template of a step as it was processed, when file and values are the same.
    pub(super) fn processed(&self, step: &StepId, rests_on: &Digest) -> Option<Arc<ProcessedOnce>> {
        let found = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        found.get(step).filter(|(on, _)| on == rests_on).map(|(_, once)| Arc::clone(once))
    }

    /// Keeps it until the program ends. Of two that were made at the same time the first counts, and is given back: what is
    /// shown and what is applied must be one.
    pub(super) fn keep_processed(
        &self,
        step: &StepId,
        rests_on: Digest,
        once: Arc<ProcessedOnce>,
    ) -> Arc<ProcessedOnce> {
        let mut found = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, first)) = found.get(step).filter(|(on, _)| *on == rests_on) {
            return Arc::clone(first);
        }
        found.insert(step.clone(), (rests_on, Arc::clone(&once)));
        once
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_out_holds_as_long_as_what_it_rests_on() {
        let (found, step) = (FoundOut::default(), StepId::new("apply"));
        let [first, second] = ["a", "b"].map(Digest::new);
        assert_eq!(found.get(&step, &first), None);
        found.clone().keep(&step, first.clone(), "abc");
        assert_eq!(found.get(&step, &first).as_deref(), Some("abc"));
        assert_eq!(found.get(&step, &second), None);
        assert_eq!(found.get(&StepId::new("other"), &first), None);
    }
}
