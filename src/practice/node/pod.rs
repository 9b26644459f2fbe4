//! The life of one pod, from its node to its removal.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::future::join_all;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::practice::{
    controllers::{
        events::Note,
        fields::{flag, list, number, text},
    },
    meta,
    store::Key,
};

use super::{
    World,
    container::{Container, Life},
    log::Log,
    ports::Listening,
    status,
};

/// How long a node takes to set a pod up.
const SET_UP: Duration = Duration::from_millis(500);

/// A pod on a node.
#[derive(Debug)]
pub(super) struct Pod {
    pub(super) world: Arc<World>,
    /// As it was seen last.
    object: watch::Sender<Arc<Value>>,
    /// The containers are to end within so long.
    ends: watch::Sender<Option<Duration>>,
    state: Mutex<State>,
}

/// What the node knows of the pod.
#[derive(Debug)]
pub(super) struct State {
    pub(super) address: String,
    pub(super) started: String,
    /// The network is set up.
    pub(super) is_set_up: bool,
    /// The containers were asked to end.
    pub(super) ends: bool,
    /// Nothing of it runs any more, and nothing will.
    pub(super) is_over: bool,
    pub(super) inits: Vec<Container>,
    pub(super) mains: Vec<Container>,
}

impl State {
    fn containers(&mut self, init: bool) -> &mut Vec<Container> {
        if init { &mut self.inits } else { &mut self.mains }
    }

    /// The pod has ended: a container that has not begun, or waits, counts as ended too.
    fn end(&mut self) {
        self.is_over = true;
        self.inits.iter_mut().chain(&mut self.mains).for_each(Container::give_up);
    }
}

impl Pod {
    pub(super) fn new(world: &Arc<World>, object: &Arc<Value>) -> Self {
        let inits = list(object, "/spec/initContainers");
        let waits = if inits.is_empty() { "ContainerCreating" } else { "PodInitializing" };
        let all = |specs: &[Value], init: bool| -> Vec<Container> {
            specs.iter().map(|spec| Container::new(spec, init, waits)).collect()
        };
        let state = State {
            address: world.next_address(),
            started: meta::now(),
            is_set_up: false,
            ends: false,
            is_over: false,
            inits: all(inits, true),
            mains: all(list(object, "/spec/containers"), false),
        };
        Self {
            world: Arc::clone(world),
            object: watch::Sender::new(Arc::clone(object)),
            ends: watch::Sender::new(None),
            state: Mutex::new(state),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The pod as it was seen last.
    pub(super) fn object(&self) -> Arc<Value> {
        Arc::clone(&self.object.borrow())
    }

    /// Takes note of a write.
    pub(super) fn observe(&self, object: &Arc<Value>) {
        self.object.send_replace(Arc::clone(object));
    }

    /// Tells of something that happened to the pod, or to one of its containers.
    pub(super) fn tell(&self, container: Option<(&str, bool)>, warning: bool, reason: &str, message: String) {
        let object = self.object();
        let field = match container {
            Some((name, true)) => format!("spec.initContainers{{{name}}}"),
            Some((name, false)) => format!("spec.containers{{{name}}}"),
            None => String::new(),
        };
        let host = text(&object, "/spec/nodeName");
        let note = Note { host, warning, field, ..Note::normal("kubelet", &object, reason, message) };
        self.world.desk.tell(&note);
    }

    /// Changes a container and publishes the status.
    pub(super) fn change(&self, init: bool, index: usize, change: impl FnOnce(&mut Container)) {
        if let Some(container) = self.state().containers(init).get_mut(index) {
            change(container);
        }
        self.publish();
    }

    /// Reads something of a container.
    pub(super) fn look<T>(&self, init: bool, index: usize, look: impl FnOnce(&Container) -> T) -> Option<T> {
        self.state().containers(init).get(index).map(look)
    }

    /// Writes the status as it is now.
    pub(super) fn publish(&self) {
        let object = self.object();
        let desk = &self.world.desk;
        let done = desk.change(desk.kinds.pods, "status", &object, |live| status::fill(&self.state(), live));
        match done {
            Ok(live) => {
                // Older writes that are still under way to here change nothing that counts.
                self.object.send_if_modified(|known| {
                    let newer = number_of(&live) > number_of(known);
                    if newer {
                        *known = live;
                    }
                    newer
                });
            }
            Err(refusal) if refusal.code == 404 => {}
            Err(refusal) => tracing::warn!(%refusal, "a pod's status was refused"),
        }
    }

    /// Waits so long of the world's time; false when the containers are to end.
    pub(super) async fn pause(&self, time: Duration) -> bool {
        tokio::select! {
            biased;
            _grace = self.asked_to_end() => false,
            () = self.world.desk.facts.sleep(time) => true,
        }
    }

    /// Waits for the next write of anything; false when the containers are to end.
    pub(super) async fn next_write(&self) -> bool {
        let mut revisions = self.world.desk.api.store().subscribe();
        tokio::select! {
            biased;
            _grace = self.asked_to_end() => false,
            changed = revisions.changed() => changed.is_ok(),
        }
    }

    /// Ends when the containers are to end; the time that they have for it.
    pub(super) async fn asked_to_end(&self) -> Duration {
        let mut ends = self.ends.subscribe();
        loop {
            if let Some(grace) = *ends.borrow_and_update() {
                return grace;
            }
            if ends.changed().await.is_err() {
                return Duration::ZERO;
            }
        }
    }

    /// The containers were asked to end.
    pub(super) fn is_ending(&self) -> bool {
        self.ends.borrow().is_some()
    }

    /// The whole life. Ends early when it is dropped, because the pod is gone.
    pub(super) async fn live(self: Arc<Self>) {
        let mut objects = self.object.subscribe();
        self.publish();
        let work = self.run_containers();
        tokio::pin!(work);
        loop {
            let object = Arc::clone(&objects.borrow_and_update());
            if meta::is_terminating(&object) && !self.is_ending() {
                let grace = number(&object, "/metadata/deletionGracePeriodSeconds");
                self.state().ends = true;
                self.ends.send_replace(Some(Duration::from_secs(u64::try_from(grace).unwrap_or_default())));
            }
            tokio::select! {
                () = &mut work => break,
                changed = objects.changed() => {
                    if changed.is_err() {
                        return;
                    }
                }
            }
        }
        if self.is_ending() {
            self.state().end();
        }
        self.publish();
        while !meta::is_terminating(&objects.borrow_and_update().clone()) {
            if objects.changed().await.is_err() {
                return;
            }
        }
        let desk = &self.world.desk;
        if let Err(refusal) = desk.delete_within(desk.kinds.pods, &self.object(), "", Some(0)) {
            tracing::debug!(%refusal, "an ended pod could not be removed");
        }
    }

    async fn run_containers(&self) {
        if !self.mount().await || !self.pause(SET_UP).await {
            return;
        }
        self.state().is_set_up = true;
        self.publish();
        let object = self.object();
        let (sidecars, inits): (Vec<_>, Vec<_>) =
            self.lives(&object, true).into_iter().partition(Life::is_sidecar);
        let beside = async {
            join_all(sidecars.iter().map(Life::run)).await;
            std::future::pending::<()>().await;
        };
        let rest = async {
            for init in &inits {
                if !init.run().await {
                    return;
                }
            }
            let mains = self.lives(&object, false);
            join_all(mains.iter().map(Life::run)).await;
        };
        tokio::select! {
            () = rest => {}
            () = beside => {}
        }
        for sidecar in &sidecars {
            sidecar.end_with_the_pod();
        }
    }

    fn lives<'a>(&'a self, object: &'a Value, init: bool) -> Vec<Life<'a>> {
        let specs = list(object, if init { "/spec/initContainers" } else { "/spec/containers" });
        specs.iter().enumerate().map(|(index, spec)| Life::new(self, spec, init, index)).collect()
    }

    /// Waits until everything that the pod mounts is there; false when it is to end.
    async fn mount(&self) -> bool {
        loop {
            let Some((volume, why)) = self.missing_volume() else { return true };
            let message = format!("MountVolume.SetUp failed for volume \"{volume}\" : {why}");
            self.tell(None, true, "FailedMount", message);
            while self.missing_volume().is_some() {
                if !self.next_write().await {
                    return false;
                }
            }
        }
    }

    fn missing_volume(&self) -> Option<(String, String)> {
        let object = self.object();
        let kinds = &self.world.desk.kinds;
        list(&object, "/spec/volumes").iter().find_map(|volume| {
            let sources = [
                (kinds.secrets, "secret", "/secret/secretName", "/secret/optional"),
                (kinds.config_maps, "configmap", "/configMap/name", "/configMap/optional"),
            ];
            sources.into_iter().find_map(|(kind, word, name, optional)| {
                let wanted = text(volume, name);
                let missing = !wanted.is_empty() && !flag(volume, optional) && !self.has(kind, wanted);
                missing.then(|| (text(volume, "/name").to_owned(), format!("{word} \"{wanted}\" not found")))
            })
        })
    }

    fn has(&self, kind: &'static crate::practice::kinds::Kind, name: &str) -> bool {
        let key = Key::new(kind, meta::text(&self.object(), "namespace"), name);
        self.world.desk.api.store().get(&key).is_some()
    }

    /// The log of a container, of this run or the one before.
    ///
    /// # Errors
    /// With the reason for which the container waits when it has none.
    pub(super) fn log(&self, name: &str, previous: bool) -> Result<Log, String> {
        let state = self.state();
        let container = state.mains.iter().chain(&state.inits).find(|container| container.name == name);
        let container = container.ok_or_else(|| "ContainerCreating".to_owned())?;
        let waits = container.state.get("waiting").is_some();
        let log = match (previous, waits) {
            (true, false) => &container.before,
            _ => &container.current,
        };
        log.clone().ok_or_else(|| text(&container.state, "/waiting/reason").to_owned())
    }

    /// The container runs.
    pub(super) fn is_running(&self, name: &str) -> bool {
        let state = self.state();
        let mut all = state.mains.iter().chain(&state.inits);
        all.any(|container| container.name == name && container.state.get("running").is_some())
    }

    /// The run of a container that listens on this port.
    pub(super) fn listening(&self, port: u16) -> Option<Listening> {
        let state = self.state();
        let all = state.mains.iter().chain(&state.inits).filter_map(|container| container.listens.as_ref());
        all.into_iter().find(|listening| listening.page(port).is_some()).cloned()
    }

    /// Nothing more is written.
    pub(super) fn end_logs(&self) {
        let state = self.state();
        for container in state.mains.iter().chain(&state.inits) {
            container.current.iter().for_each(Log::end);
        }
    }
}

impl Drop for Pod {
    fn drop(&mut self) {
        self.end_logs();
    }
}

fn number_of(object: &Value) -> u64 {
    meta::text(object, "resourceVersion").parse().unwrap_or_default()
}

/// A container that waits for this reason.
pub(super) fn waiting(reason: &str, message: &str) -> Value {
    if message.is_empty() {
        json!({"waiting": {"reason": reason}})
    } else {
        json!({"waiting": {"message": message, "reason": reason}})
    }
}
