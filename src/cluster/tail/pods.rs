//! What it is for: which containers there are to follow, those that come later too. In: an object of the cluster page.
//! Out: a task for each container, and how the following stands. Never: a container forgotten because its pod went.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
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
    sync::{Semaphore, mpsc, watch},
    task::JoinSet,
    time::{Instant, sleep_until},
};

use super::{
    container::{Container, Ear, State, is_refused},
    write::Message,
};
use crate::{
    cluster::{
        connect::Cluster,
        error::{Attempt, ClusterError, Refusal, Verb},
        follow::{Follow, Heard, Which},
        inspect, mask, scale,
        troubles::ContainerEnd,
        watch::{pulse, stream},
    },
    failure::Failure,
    logbook::{
        Source,
        seen::{Part, Silence, SourceName, Standing},
    },
    names::Namespace,
    observed::survey::ItemKey,
};

/// Connections that are open at once, at most.
const MOST: usize = 100;
/// After which time what failed is tried again.
const AGAIN: Duration = Duration::from_secs(3);
/// Signs of life that may wait.
const SIGNS: usize = 8;
/// News of streams that may wait.
const EARS: usize = 256;

/// Where lines and news go.
#[derive(Debug)]
pub(super) struct Outlet {
    pub(super) messages: mpsc::Sender<Message>,
    pub(super) standing: watch::Sender<Standing>,
}

/// Follows all containers of the object until it is dropped, or until a right is missing.
pub(super) async fn follow(cluster: Cluster, key: ItemKey, part: Part, outlet: Outlet) {
    let namespace = Namespace::new(&*key.namespace).unwrap_or_else(|_none| cluster.namespace().clone());
    let cluster = cluster.looking_at(&namespace);
    let (restart, again) = watch::channel(0);
    let (signs, pulse) = mpsc::channel(SIGNS);
    let mut beat = JoinSet::new();
    beat.spawn(pulse::beat(cluster.clone(), signs, restart));
    let mut known = Known::new(cluster, part, outlet, (pulse, again));
    loop {
        let Err(error) = run(&mut known, &key).await;
        if is_refused(&error) {
            return known.end(&error);
        }
        known.lost(&error);
        let until = Instant::now() + AGAIN;
        loop {
            tokio::select! {
                () = sleep_until(until) => break,
                _ = known.next() => {}
            }
        }
    }
}

/// Follows the pods. Returns what makes it begin anew.
async fn run(known: &mut Known, key: &ItemKey) -> Result<Infallible, ClusterError> {
    let cluster = known.cluster.clone();
    let (which, mut jobs) = match &*key.kind {
        "Pod" => (Which::Name(key.name.to_string()), None),
        // A CronJob's pods are those of its Jobs. Every server writes this label, the longer one only newer ones.
        "CronJob" => (Which::Labels("job-name".to_owned()), Some(jobs_of(&cluster, key).await?)),
        _ => (Which::Labels(selector(&cluster, key).await?), None),
    };
    let mut pods: Follow<Pod> = Follow::start(&cluster, &which);
    let mut again: Option<Instant> = None;
    loop {
        let heard = tokio::select! {
            heard = pods.next() => heard,
            heard = async { match &mut jobs {
                Some(jobs) => jobs.follow.next().await,
                None => std::future::pending().await,
            } } => heard,
            is_restart = known.next() => {
                if is_restart {
                    again = Some(Instant::now());
                }
                continue;
            }
            () = sleep_until(again.unwrap_or_else(Instant::now)), if again.is_some() => {
                // The old watches may be dead without knowing it, or wait longer and longer.
                pods = Follow::start(&cluster, &which);
                if let Some(jobs) = &mut jobs {
                    jobs.follow = Follow::start(&cluster, &all());
                }
                again = None;
                continue;
            }
        };
        match heard {
            Ok(Heard::Moved)
                if pods.is_whole() && jobs.as_ref().is_none_or(|jobs| jobs.follow.is_whole()) =>
            {
                let is_own = |pod: &&Pod| jobs.as_ref().is_none_or(|jobs| jobs.own(pod));
                known.learn(pods.now.values().filter(is_own));
                if again.is_none() {
                    known.watch = None;
                    known.tell();
                }
            }
            Ok(Heard::Moved) => {}
            Err(error) if is_refused(&error) => return Err(error),
            // Streams go on by themselves; the list is taken up again.
            Ok(Heard::Lost(error)) | Err(error) => {
                known.lost(&error);
                again = again.or(Some(Instant::now() + AGAIN));
            }
        }
    }
}

fn all() -> Which {
    Which::Labels(String::new())
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
    Ok(Jobs { follow: Follow::start(cluster, &all()), cron })
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

/// A container, and what is known of it.
struct Stream {
    pod: String,
    state: watch::Sender<State>,
}

type Signs = mpsc::Receiver<stream::Message<(), ()>>;

struct Known {
    cluster: Cluster,
    part: Part,
    outlet: Outlet,
    /// What is known of each container that is followed, or was, by pod's uid and its name.
    streams: BTreeMap<(String, String), Stream>,
    tasks: JoinSet<Option<ClusterError>>,
    turns: Arc<Semaphore>,
    /// Pods that exist now, once they are known.
    pods: Option<usize>,
    sources: Arc<Vec<SourceName>>,
    /// How the reading of each source stands.
    ears: Vec<Ear>,
    tell_ear: mpsc::Sender<(Source, Ear)>,
    told_ears: mpsc::Receiver<(Source, Ear)>,
    failures: Vec<Failure>,
    /// The server does not answer.
    server: Option<Silence>,
    /// The pods are not followed.
    watch: Option<Silence>,
    heard_at: Option<Timestamp>,
    pulse: Signs,
    again: watch::Receiver<u64>,
}

impl Known {
    fn new(
        cluster: Cluster,
        part: Part,
        outlet: Outlet,
        (pulse, again): (Signs, watch::Receiver<u64>),
    ) -> Self {
        let (tell_ear, told_ears) = mpsc::channel(EARS);
        Self {
            cluster,
            part,
            outlet,
            streams: BTreeMap::new(),
            tasks: JoinSet::new(),
            turns: Arc::new(Semaphore::new(MOST)),
            pods: None,
            sources: Arc::default(),
            ears: Vec::new(),
            tell_ear,
            told_ears,
            failures: Vec::new(),
            server: None,
            watch: None,
            heard_at: None,
            pulse,
            again,
        }
    }

    /// Takes the next news of streams and server. Returns whether all connections may be dead. May be dropped at any
    /// time.
    async fn next(&mut self) -> bool {
        let mut is_restart = false;
        tokio::select! {
            Some((source, ear)) = self.told_ears.recv() => {
                if let Some(known) = self.ears.get_mut(usize::from(source)) {
                    *known = ear;
                }
            }
            Some(sign) = self.pulse.recv() => {
                if let stream::Message::Silent(why) = sign {
                    self.server.get_or_insert(Silence { since: self.heard_at, why });
                } else {
                    (self.server, self.heard_at) = (None, Some(Timestamp::now()));
                }
            }
            Ok(()) = self.again.changed() => is_restart = true,
            Some(ended) = self.tasks.join_next() => {
                if let Ok(Some(error)) = ended {
                    self.fail(&error);
                }
            }
            else => std::future::pending().await,
        }
        self.tell();
        is_restart
    }

    fn fail(&mut self, error: &ClusterError) {
        let failure = error.to_failure();
        if !self.failures.iter().any(|known| known.summary == failure.summary) {
            self.failures.push(failure);
        }
    }

    /// The pods are not followed just now.
    fn lost(&mut self, error: &ClusterError) {
        tracing::debug!(%error, "the watch of the pods is taken up again");
        let since = self.heard_at.filter(|_| self.pods.is_some());
        self.watch.get_or_insert_with(|| Silence { since, why: error.to_failure() });
        self.tell();
    }

    /// Nothing is followed any more.
    fn end(mut self, error: &ClusterError) {
        self.fail(error);
        (self.server, self.watch) = (None, None);
        self.ears = vec![Ear::Done; self.ears.len()];
        self.streams.clear();
        self.tell();
    }

    /// Takes the newest list of pods.
    fn learn<'p>(&mut self, pods: impl Iterator<Item = &'p Pod>) {
        let mut pods: Vec<&Pod> = pods.collect();
        // The oldest first: a Job's tries in their order.
        pods.sort_by_key(|pod| (pod.creation_timestamp().map(|time| time.0), pod.name_any()));
        let names: BTreeSet<String> = pods.iter().map(|pod| pod.name_any()).collect();
        let mut here = BTreeSet::new();
        let mut new = Vec::new();
        for pod in &pods {
            for (name, state) in containers(pod) {
                let id = (pod.uid().unwrap_or_default(), name);
                if let Some(stream) = self.streams.get(&id) {
                    change(&stream.state, |known| *known = state);
                } else if let Some(container) = self.begin(&id, &pod.name_any(), state.clone()) {
                    new.push((state.has_started && state.end.is_none(), container));
                }
                here.insert(id);
            }
        }
        // Where not all can be read at once, those that run come first.
        new.sort_by_key(|(is_running, _)| !is_running);
        for (_, (container, state)) in new {
            self.tasks.spawn(container.follow(state));
        }
        for (_, stream) in self.streams.iter().filter(|(id, _)| !here.contains(*id)) {
            let is_replaced = names.contains(&stream.pod);
            change(&stream.state, |state| (state.is_gone, state.is_replaced) = (true, is_replaced));
        }
        self.pods = Some(pods.len());
        self.heard_at = Some(Timestamp::now());
        self.tell();
    }

    /// A container that was not known.
    fn begin(
        &mut self,
        (uid, name): &(String, String),
        pod: &str,
        state: State,
    ) -> Option<(Container, watch::Receiver<State>)> {
        let source = Source::try_from(self.ears.len()).ok()?;
        self.ears.push(Ear::Idle);
        let source_name = SourceName { pod: pod.to_owned(), container: name.clone() };
        Arc::make_mut(&mut self.sources).push(source_name);
        let (sender, receiver) = watch::channel(state);
        self.streams.insert((uid.clone(), name.clone()), Stream { pod: pod.to_owned(), state: sender });
        let container = Container {
            cluster: self.cluster.clone(),
            pod: pod.to_owned(),
            uid: uid.clone(),
            name: name.clone(),
            source,
            part: self.part,
            out: self.outlet.messages.clone(),
            ears: self.tell_ear.clone(),
            turns: Arc::clone(&self.turns),
            again: self.again.clone(),
        };
        Some((container, receiver))
    }

    /// Tells how all stands, when that is new.
    fn tell(&self) {
        let count = |is: fn(&Ear) -> bool| self.ears.iter().filter(|ear| is(ear)).count();
        let broken = self.ears.iter().filter_map(|ear| match ear {
            Ear::Broken { since, why } => Some(Silence { since: *since, why: (**why).clone() }),
            Ear::Idle | Ear::Queued | Ear::Open | Ear::Done => None,
        });
        let is_awaited = |state: &State| !state.has_started && !state.is_gone;
        let now = Standing {
            is_connected: self.pods.is_some(),
            pods: self.pods.unwrap_or_default(),
            followed: count(|ear| matches!(ear, Ear::Open)),
            waiting: self.streams.values().filter(|stream| is_awaited(&stream.state.borrow())).count(),
            left_out: count(|ear| matches!(ear, Ear::Queued)),
            broken: count(|ear| matches!(ear, Ear::Broken { .. })),
            are_over: !self.ears.is_empty() && self.ears.iter().all(|ear| matches!(ear, Ear::Done)),
            silent: self
                .server
                .clone()
                .or_else(|| self.watch.clone())
                .or_else(|| broken.min_by_key(|one| one.since)),
            sources: Arc::clone(&self.sources),
            failures: self.failures.clone(),
        };
        self.outlet.standing.send_if_modified(|standing| {
            let differs = now != *standing;
            *standing = now;
            differs
        });
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
        is_replaced: false,
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
