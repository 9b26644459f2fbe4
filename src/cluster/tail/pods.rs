//! What it is for: which containers there are to follow, those that come later too. In: an object of the cluster page.
//! Out: a task for each container, and how the following stands. Never: a container forgotten because its pod went.

use std::{collections::BTreeMap, sync::Arc};

use k8s_openapi::{
    api::{
        batch::v1::Job,
        core::v1::{ContainerStatus, Pod},
    },
    apimachinery::pkg::apis::meta::v1::LabelSelector,
};
use kube::ResourceExt as _;
use serde_json::Value;
use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
};

use super::{
    container::{Container, State},
    write::Message,
};
use crate::{
    cluster::{
        connect::Cluster,
        error::{Attempt, ClusterError, Refusal, Verb},
        follow::{Follow, Heard, Which},
        inspect, mask, scale,
        troubles::ContainerEnd,
    },
    failure::Failure,
    logbook::{
        Source,
        seen::{Part, SourceName, Standing},
    },
    names::Namespace,
    observed::survey::ItemKey,
};

/// Containers that are followed at once, at most: each is a connection.
const MOST: usize = 100;

/// Where lines and news go.
#[derive(Debug)]
pub(super) struct Outlet {
    pub(super) messages: mpsc::Sender<Message>,
    pub(super) standing: Arc<watch::Sender<Standing>>,
}

/// Follows all containers of the object until it is dropped.
pub(super) async fn follow(cluster: Cluster, key: ItemKey, part: Part, outlet: Outlet) {
    let namespace = Namespace::new(&*key.namespace).unwrap_or_else(|_none| cluster.namespace().clone());
    let cluster = cluster.looking_at(&namespace);
    let standing = Arc::clone(&outlet.standing);
    if let Err(error) = run(&cluster, &key, part, outlet).await {
        fail(&standing, &error);
    }
}

fn fail(standing: &watch::Sender<Standing>, error: &ClusterError) {
    let failure = error.to_failure();
    standing.send_modify(|standing| {
        let is_known = |known: &Failure| known.summary == failure.summary;
        if !standing.failures.iter().any(is_known) {
            standing.failures.push(failure.clone());
        }
        standing.is_connected = true;
    });
}

async fn run(cluster: &Cluster, key: &ItemKey, part: Part, outlet: Outlet) -> Result<(), ClusterError> {
    let (which, mut jobs) = match &*key.kind {
        "Pod" => (Which::Name(key.name.to_string()), None),
        // A CronJob's pods are those of its Jobs.
        "CronJob" => {
            (Which::Labels("batch.kubernetes.io/job-name".to_owned()), Some(jobs_of(cluster, key).await?))
        }
        _ => (Which::Labels(selector(cluster, key).await?), None),
    };
    let mut pods: Follow<Pod> = Follow::start(cluster, &which);
    let mut known =
        Known { cluster, part, outlet, streams: BTreeMap::new(), tasks: JoinSet::new(), left_out: 0 };
    loop {
        let heard = tokio::select! {
            heard = pods.next() => heard?,
            heard = async { match &mut jobs {
                Some(jobs) => jobs.follow.next().await,
                None => std::future::pending().await,
            } } => heard?,
            Some(ended) = known.tasks.join_next() => {
                if let Ok(Some(error)) = ended {
                    fail(&known.outlet.standing, &error);
                }
                Heard::Moved
            }
        };
        if let Heard::Lost(error) = heard {
            // Streams go on by themselves; the list is taken up again.
            tracing::debug!(%error, "the watch of the pods is taken up again");
            continue;
        }
        if pods.is_whole() {
            let is_own = |pod: &&Pod| jobs.as_ref().is_none_or(|jobs| jobs.own(pod));
            known.learn(pods.now.values().filter(is_own));
        }
    }
}

/// The Jobs of a `CronJob`.
struct Jobs {
    follow: Follow<Job>,
    cron: String,
}

impl Jobs {
    fn own(&self, pod: &Pod) -> bool {
        let owner = pod.owner_references().iter().find(|owner| owner.kind == "Job");
        let job = owner.and_then(|owner| self.follow.now.get(&owner.name));
        job.is_some_and(|job| job.owner_references().iter().any(|owner| owner.uid == self.cron))
    }
}

async fn jobs_of(cluster: &Cluster, key: &ItemKey) -> Result<Jobs, ClusterError> {
    let cron = inspect::object(cluster, key).await?;
    let cron = cron.pointer("/metadata/uid").and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Jobs { follow: Follow::start(cluster, &Which::Labels(String::new())), cron })
}

/// The selector of the object's pods.
async fn selector(cluster: &Cluster, key: &ItemKey) -> Result<String, ClusterError> {
    let object = inspect::object(cluster, key).await?;
    let attempt = Attempt::new(Verb::Get, &*key.kind).named(&*key.name).within(&*key.namespace);
    let selector = object.pointer("/spec/selector").cloned().unwrap_or_default();
    let is_plain = selector.as_object().is_some_and(|fields| fields.values().all(Value::is_string));
    // Deployment configs, replication controllers and services write labels alone.
    let selector = if is_plain { serde_json::json!({"matchLabels": selector}) } else { selector };
    let selector: LabelSelector = serde_json::from_value(selector).map_err(|fault| {
        let message = mask::plain(&fault.to_string(), 300);
        ClusterError::call(&attempt, Refusal::Unreadable { message })
    })?;
    scale::query(&attempt, selector)
}

struct Known<'a> {
    cluster: &'a Cluster,
    part: Part,
    outlet: Outlet,
    /// What is known of each container that is followed, or was, by pod's uid and its name.
    streams: BTreeMap<(String, String), watch::Sender<State>>,
    tasks: JoinSet<Option<ClusterError>>,
    left_out: usize,
}

impl Known<'_> {
    /// Takes the newest list of pods.
    fn learn<'p>(&mut self, pods: impl Iterator<Item = &'p Pod>) {
        let mut pods: Vec<&Pod> = pods.collect();
        // The oldest first: a Job's tries in their order.
        pods.sort_by_key(|pod| (pod.creation_timestamp().map(|time| time.0), pod.name_any()));
        let mut here = Vec::new();
        self.left_out = 0;
        for pod in &pods {
            for (name, state) in containers(pod) {
                let id = (pod.uid().unwrap_or_default(), name);
                self.one(&id, &pod.name_any(), state);
                here.push(id);
            }
        }
        let (mut waiting, mut followed) = (0, 0);
        for (id, stream) in &self.streams {
            if !here.contains(id) {
                change(stream, |state| state.is_gone = true);
            }
            let state = stream.borrow();
            waiting += usize::from(!state.has_started && !state.is_gone);
            followed += usize::from(state.has_started && state.end.is_none() && !state.is_gone);
        }
        let left_out = self.left_out;
        self.outlet.standing.send_if_modified(|standing| {
            let now = Standing {
                is_connected: true,
                pods: pods.len(),
                followed,
                waiting,
                left_out,
                ..standing.clone()
            };
            let differs = now != *standing;
            *standing = now;
            differs
        });
    }

    fn one(&mut self, id: &(String, String), pod: &str, state: State) {
        if let Some(stream) = self.streams.get(id) {
            change(stream, |known| *known = state);
            return;
        }
        if self.tasks.len() >= MOST {
            self.left_out += 1;
            return;
        }
        let Ok(source) = Source::try_from(self.streams.len()) else { return };
        let name = SourceName { pod: pod.to_owned(), container: id.1.clone() };
        self.outlet.standing.send_modify(|standing| Arc::make_mut(&mut standing.sources).push(name));
        let (sender, receiver) = watch::channel(state);
        self.streams.insert(id.clone(), sender);
        let container = Container {
            cluster: self.cluster.clone(),
            pod: pod.to_owned(),
            name: id.1.clone(),
            source,
            part: self.part,
            out: self.outlet.messages.clone(),
        };
        self.tasks.spawn(container.follow(receiver));
    }
}

fn change(state: &watch::Sender<State>, with: impl FnOnce(&mut State)) {
    state.send_if_modified(|known| {
        let before = known.clone();
        with(known);
        *known != before
    });
}

/// A pod's containers with their states, those that run first first.
fn containers(pod: &Pod) -> Vec<(String, State)> {
    let Some(spec) = &pod.spec else { return Vec::new() };
    let status = pod.status.as_ref();
    let all = [
        status.and_then(|status| status.init_container_statuses.as_ref()),
        status.and_then(|status| status.container_statuses.as_ref()),
        status.and_then(|status| status.ephemeral_container_statuses.as_ref()),
    ];
    let state = |name: &str| {
        let status = all.iter().flatten().copied().flatten().find(|status| status.name == name);
        status.map(state).unwrap_or_default()
    };
    let first = spec.init_containers.iter().flatten().chain(&spec.containers).map(|one| one.name.as_str());
    let later = spec.ephemeral_containers.iter().flatten().map(|one| one.name.as_str());
    first.chain(later).map(|name| (name.to_owned(), state(name))).collect()
}

fn state(status: &ContainerStatus) -> State {
    let state = status.state.as_ref();
    let ended = state.and_then(|state| state.terminated.as_ref());
    State {
        has_started: status.restart_count > 0
            || ended.is_some()
            || state.is_some_and(|state| state.running.is_some()),
        end: ended.map(|end| ContainerEnd {
            exit_code: end.exit_code,
            reason: mask::plain(end.reason.as_deref().unwrap_or_default(), 100),
        }),
        restarts: status.restart_count,
        is_gone: false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn all_containers_of_a_pod_are_known_with_their_states() {
        let status = |name: &str, restarts: i32, state: Value| json!({"name": name, "image": "i", "imageID": "", "ready": false, "restartCount": restarts, "state": state});
        let pod: Pod = serde_json::from_value(json!({"metadata": {"name": "p"},
            "spec": {"initContainers": [{"name": "first"}], "containers": [{"name": "app"}, {"name": "side"}]},
            "status": {
                "initContainerStatuses": [status("first", 0, json!({"terminated": {"exitCode": 3, "reason": "Error"}}))],
                "containerStatuses": [status("app", 2, json!({"waiting": {"reason": "CrashLoopBackOff"}}))]}}))
        .expect("a pod");
        let found = containers(&pod);
        let names: Vec<(&str, bool, i32)> =
            found.iter().map(|(name, state)| (name.as_str(), state.has_started, state.restarts)).collect();
        assert_eq!(names, [("first", true, 0), ("app", true, 2), ("side", false, 0)]);
        assert_eq!(found.first().and_then(|(_, state)| state.end.as_ref()).map(|end| end.exit_code), Some(3));
    }
}
