//! Follows the pods: gives new ones a node, starts their life, and ends it when they are gone.

use std::sync::Arc;

use serde_json::Value;
use tokio::task::{AbortHandle, JoinSet};

use std::collections::{BTreeMap, BTreeSet};

use crate::practice::{
    controllers::fields::{has_ended, text},
    meta,
    store::What,
};

use super::{Roster, World, pod::Pod, scheduler};

/// Runs until it is dropped; the pods' tasks end with it.
pub(super) async fn run(world: Arc<World>, roster: Arc<Roster>) {
    let desk = world.desk.under("kube-scheduler");
    let store = world.desk.api.store().clone();
    let (pods, nodes) = (world.desk.kinds.pods, world.desk.kinds.nodes);
    let mut revisions = store.subscribe();
    let mut watcher = Watcher {
        world,
        roster,
        lives: JoinSet::new(),
        handles: BTreeMap::new(),
        loads: scheduler::Loads::default(),
    };
    let mut seen = None;
    loop {
        revisions.mark_unchanged();
        let until = store.revision();
        let known = |kind| seen.and_then(|seen| Some(store.changes(kind, "", seen).ok()?.0));
        if let (Some(changes), Some(of_nodes)) = (known(pods), known(nodes)) {
            for change in changes.iter().filter(|change| change.revision <= until) {
                if change.what == What::Deleted {
                    watcher.forget(meta::text(&change.object, "uid"));
                } else {
                    watcher.seen(&change.object);
                    scheduler::schedule(&desk, &mut watcher.loads, &change.object);
                }
            }
            if !of_nodes.is_empty() {
                for pod in store.list(pods, "").objects {
                    scheduler::schedule(&desk, &mut watcher.loads, &pod);
                }
            }
        } else {
            // What was forgotten is looked at as it is now.
            let there = store.list(pods, "").objects;
            watcher.forget_missing(&there);
            for pod in &there {
                watcher.seen(pod);
            }
            for pod in &there {
                scheduler::schedule(&desk, &mut watcher.loads, pod);
            }
        }
        seen = Some(until);
        while watcher.lives.try_join_next().is_some() {}
        if store.revision() == until && revisions.changed().await.is_err() {
            return;
        }
        tokio::task::yield_now().await;
    }
}

struct Watcher {
    world: Arc<World>,
    roster: Arc<Roster>,
    lives: JoinSet<()>,
    handles: BTreeMap<String, AbortHandle>,
    loads: scheduler::Loads,
}

impl Watcher {
    fn seen(&mut self, object: &Arc<Value>) {
        let uid = meta::text(object, "uid");
        self.loads.see(object);
        let known = self.roster.pods().get(uid).cloned();
        match known {
            Some(pod) => pod.observe(object),
            None if !text(object, "/spec/nodeName").is_empty() && !has_ended(object) => {
                let pod = Arc::new(Pod::new(&self.world, object));
                self.roster.pods().insert(uid.to_owned(), Arc::clone(&pod));
                let handle = self.lives.spawn(async move { pod.live().await });
                self.handles.insert(uid.to_owned(), handle);
            }
            None => {}
        }
    }

    fn forget(&mut self, uid: &str) {
        self.loads.forget(uid);
        let pod = self.roster.pods().remove(uid);
        if let Some(pod) = pod {
            pod.end_logs();
        }
        if let Some(handle) = self.handles.remove(uid) {
            handle.abort();
        }
    }

    fn forget_missing(&mut self, there: &[Arc<Value>]) {
        let there: BTreeSet<&str> = there.iter().map(|pod| meta::text(pod, "uid")).collect();
        let known = self.handles.keys().chain(self.loads.pods());
        let gone: Vec<String> = known.filter(|uid| !there.contains(uid.as_str())).cloned().collect();
        for uid in &gone {
            self.forget(uid);
        }
    }
}
