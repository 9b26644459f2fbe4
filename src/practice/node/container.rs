//! A container: its image, its configuration, its runs, and what is known of it.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::{sync::watch, time::Instant};

use crate::practice::{
    controllers::fields::{controller, flag, list, text},
    meta,
    scenario::Program,
};

use super::{
    image,
    log::Log,
    pod::{Pod, waiting},
    ports::Listening,
};

/// How long the runtime takes to pull an image.
const PULL: Duration = Duration::from_millis(1200);
/// From a failed pull to the words that the node holds back.
const GIVE_UP: Duration = Duration::from_secs(2);
/// First pause after a failure; it doubles.
const FIRST_PAUSE: Duration = Duration::from_secs(10);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// From the end of a run to the next, when nothing holds it back.
const RESTART: Duration = Duration::from_secs(1);
/// A container that ran for so long starts again at once.
const HEALTHY: Duration = Duration::from_mins(10);

/// What a container is for in its pod.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Main,
    /// Runs before the main ones, and ends.
    Init,
    /// Begins before the main ones, and runs beside them.
    Sidecar,
}

impl Role {
    fn of(spec: &Value, init: bool) -> Self {
        match (init, text(spec, "/restartPolicy")) {
            (false, _) => Self::Main,
            (true, "Always") => Self::Sidecar,
            (true, _) => Self::Init,
        }
    }
}

/// What is known of a container.
#[derive(Debug)]
pub(super) struct Container {
    pub(super) name: String,
    image: String,
    resources: Value,
    pub(super) role: Role,
    pub(super) state: Value,
    pub(super) last: Value,
    pub(super) restarts: u32,
    pub(super) ready: bool,
    pub(super) started: bool,
    pub(super) current: Option<Log>,
    pub(super) before: Option<Log>,
    pub(super) listens: Option<Listening>,
    pub(super) id: String,
}

impl Container {
    pub(super) fn new(spec: &Value, init: bool, waits: &str) -> Self {
        Self {
            name: text(spec, "/name").to_owned(),
            image: text(spec, "/image").to_owned(),
            resources: spec.get("resources").cloned().unwrap_or_else(|| json!({})),
            role: Role::of(spec, init),
            state: waiting(waits, ""),
            last: json!({}),
            restarts: 0,
            ready: false,
            started: false,
            current: None,
            before: None,
            listens: None,
            id: String::new(),
        }
    }

    /// How its last run ended, if it runs no more.
    pub(super) fn exit_code(&self) -> Option<i64> {
        self.state.pointer("/terminated/exitCode").and_then(Value::as_i64)
    }

    /// The pod has ended while this waited: its last run is its end, or nobody knows how it ended.
    pub(super) fn give_up(&mut self) {
        if self.state.get("waiting").is_none() {
            return;
        }
        self.state = match self.last.get("terminated") {
            Some(_) => std::mem::replace(&mut self.last, json!({})),
            None => json!({"terminated": {
                "exitCode": 137, "reason": "ContainerStatusUnknown", "startedAt": null, "finishedAt": null,
                "message": "The container could not be located when the pod was terminated",
            }}),
        };
    }

    /// It is started again after this exit code.
    pub(super) fn starts_again(&self, policy: &str, code: i64) -> bool {
        match policy {
            _ if self.role == Role::Sidecar => true,
            _ if self.role == Role::Init => code != 0 && policy != "Never",
            "Always" => true,
            "OnFailure" => code != 0,
            _ => false,
        }
    }

    /// Its entry in the pod's status.
    pub(super) fn status(&self) -> Value {
        let ready = if self.role == Role::Init { self.exit_code() == Some(0) } else { self.ready };
        let mut status = json!({
            "name": self.name, "state": self.state, "lastState": self.last, "ready": ready,
            "restartCount": self.restarts, "image": self.image, "imageID": "", "started": self.started,
            "resources": self.resources,
        });
        if !self.id.is_empty()
            && let Some(map) = status.as_object_mut()
        {
            map.insert("imageID".to_owned(), json!(image::id(&self.image)));
            map.insert("containerID".to_owned(), json!(self.id));
        }
        status
    }
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exit {
    pub(super) code: i32,
    pub(super) reason: String,
}

impl Exit {
    pub(super) fn new(code: i32, reason: Option<&str>) -> Self {
        let usual = if code == 0 { "Completed" } else { "Error" };
        Self { code, reason: reason.unwrap_or(usual).to_owned() }
    }
}

/// The life of one container of a pod.
#[derive(Debug)]
pub(super) struct Life<'a> {
    pub(super) pod: &'a Pod,
    pub(super) spec: &'a Value,
    pub(super) init: bool,
    index: usize,
}

impl<'a> Life<'a> {
    pub(super) fn new(pod: &'a Pod, spec: &'a Value, init: bool, index: usize) -> Self {
        Self { pod, spec, init, index }
    }

    pub(super) fn name(&self) -> &str {
        text(self.spec, "/name")
    }

    pub(super) fn image(&self) -> &str {
        text(self.spec, "/image")
    }

    pub(super) fn is_sidecar(&self) -> bool {
        Role::of(self.spec, self.init) == Role::Sidecar
    }

    /// The container ends of its own when its work is done.
    pub(super) fn is_batch(&self) -> bool {
        let object = self.pod.object();
        let of_job = controller(&object).is_some_and(|owner| text(owner, "/kind") == "Job");
        let once = text(&object, "/spec/restartPolicy") != "Always";
        !self.is_sidecar() && (self.init || of_job || once)
    }

    pub(super) fn tell(&self, warning: bool, reason: &str, message: impl Into<String>) {
        self.pod.tell(Some((self.name(), self.init)), warning, reason, message.into());
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut Container)) {
        self.pod.change(self.init, self.index, change);
    }

    fn wait_for(&self, reason: &str, message: &str) {
        self.change(|container| container.state = waiting(reason, message));
    }

    /// Plays the container until it is not started again; true when it ended well.
    pub(super) async fn run(&self) -> bool {
        if !self.pull().await || !self.configure().await {
            return false;
        }
        let mut pause = Duration::ZERO;
        loop {
            let began = Instant::now();
            let exit = self.once().await;
            let policy = text(&self.pod.object(), "/spec/restartPolicy").to_owned();
            let again =
                self.pod.look(self.init, self.index, |one| one.starts_again(&policy, exit.code.into()));
            if self.pod.is_ending() || again != Some(true) {
                return exit.code == 0;
            }
            if began.elapsed().saturating_mul(self.pod.world.desk.facts.pace()) > HEALTHY {
                pause = Duration::ZERO;
            }
            if !self.wait_for_restart(pause).await {
                return false;
            }
            pause = (pause * 2).clamp(FIRST_PAUSE, LONGEST_PAUSE);
        }
    }

    /// The image comes to the node; false when the pod is to end before.
    async fn pull(&self) -> bool {
        let (image, world) = (self.image(), &self.pod.world);
        if text(self.spec, "/imagePullPolicy") != "Always" && world.has(image) {
            let message = format!(
                "Container image \"{image}\" already present on machine and can be accessed by the pod"
            );
            self.tell(false, "Pulled", message);
            return true;
        }
        let mut pause = FIRST_PAUSE;
        loop {
            self.tell(false, "Pulling", format!("Pulling image \"{image}\""));
            if !self.pod.pause(PULL).await {
                return false;
            }
            if image::is_held(&world.scenario, &world.desk.facts, image) {
                world.keep(image);
                let (time, size) = (go_duration(PULL), image::size(image));
                let message = format!(
                    "Successfully pulled image \"{image}\" in {time} ({time} including waiting). Image size: {size} \
                     bytes."
                );
                self.tell(false, "Pulled", message);
                return true;
            }
            let why = image::missing(image);
            self.tell(true, "Failed", format!("Failed to pull image \"{image}\": {why}"));
            self.tell(true, "Failed", "Error: ErrImagePull");
            self.wait_for("ErrImagePull", &why);
            if !self.pod.pause(GIVE_UP).await {
                return false;
            }
            self.wait_for(
                "ImagePullBackOff",
                &format!("Back-off pulling image \"{image}\": ErrImagePull: {why}"),
            );
            self.tell(false, "BackOff", format!("Back-off pulling image \"{image}\""));
            self.tell(true, "Failed", "Error: ImagePullBackOff");
            if !self.pod.pause(pause).await {
                return false;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Waits until the variables' sources are there; false when the pod is to end before.
    async fn configure(&self) -> bool {
        let mut told = String::new();
        while let Some(why) = self.missing_source() {
            if why != told {
                self.wait_for("CreateContainerConfigError", &why);
                self.tell(true, "Failed", format!("Error: {why}"));
                told = why;
            }
            if !self.pod.next_write().await {
                return false;
            }
        }
        true
    }

    fn missing_source(&self) -> Option<String> {
        let (desk, object) = (&self.pod.world.desk, self.pod.object());
        let namespace = meta::text(&object, "namespace");
        let check = |kind: &'static crate::practice::kinds::Kind, word: &str, reference: &Value| {
            let (name, key) = (text(reference, "/name"), text(reference, "/key"));
            if name.is_empty() || flag(reference, "/optional") {
                return None;
            }
            let Some(found) = desk.get(kind, namespace, name) else {
                return Some(format!("{} \"{name}\" not found", word.to_lowercase()));
            };
            let has = ["data", "binaryData"]
                .iter()
                .any(|part| found.get(part).and_then(|data| data.get(key)).is_some());
            let missing = !key.is_empty() && !has;
            missing.then(|| format!("couldn't find key {key} in {word} {namespace}/{name}"))
        };
        let named = list(self.spec, "/env").iter().filter_map(|variable| variable.get("valueFrom"));
        let whole = list(self.spec, "/envFrom").iter();
        named.chain(whole).find_map(|source| {
            let secret = source.get("secretKeyRef").or_else(|| source.get("secretRef"));
            let map = source.get("configMapKeyRef").or_else(|| source.get("configMapRef"));
            secret
                .and_then(|reference| check(desk.kinds.secrets, "Secret", reference))
                .or_else(|| map.and_then(|reference| check(desk.kinds.config_maps, "ConfigMap", reference)))
        })
    }

    /// One run, from start to end.
    async fn once(&self) -> Exit {
        let program = self.program();
        let (log, since) = (Log::new(), meta::now());
        let has_probe = self.spec.get("startupProbe").is_some();
        let restarts = self.pod.look(self.init, self.index, |one| one.restarts).unwrap_or_default();
        let id = format!("{}/{}/{restarts}", meta::text(&self.pod.object(), "uid"), self.name());
        let id = format!("containerd://{}", image::sum(&id));
        self.tell(false, "Created", "Container created");
        self.change(|container| {
            container.before = container.current.replace(log.clone());
            container.state = json!({"running": {"startedAt": since}});
            container.started = !has_probe && container.role != Role::Init;
            container.ready = false;
            container.id.clone_from(&id);
        });
        self.tell(false, "Started", "Container started");
        let stop = program.as_ref().map_or(Duration::from_secs(1), |program| program.stop);
        let (running, run) = watch::channel(());
        let exit = tokio::select! {
            biased;
            exit = self.play(program.as_ref(), &log) => exit,
            exit = self.stopped(stop) => exit,
            exit = self.probe(program.as_ref(), stop, &run) => exit,
        };
        drop(running);
        log.end();
        self.change(|container| {
            container.ready = false;
            container.started = false;
            container.state = json!({"terminated": {
                "exitCode": exit.code, "reason": exit.reason, "startedAt": since, "finishedAt": meta::now(),
                "containerID": id,
            }});
        });
        exit
    }

    /// The scenario's first program that fits now.
    fn program(&self) -> Option<Program> {
        let (name, tag) = image::parts(self.image());
        let args: Vec<&str> = list(self.spec, "/args").iter().filter_map(Value::as_str).collect();
        let world = &self.pod.world;
        let fits = |program: &&Program| {
            program.image == name
                && program.tag.as_ref().is_none_or(|wanted| wanted == tag)
                && program.args.as_ref().is_none_or(|wanted| *wanted == args)
                && world.desk.facts.hold(&program.when)
        };
        world.scenario.programs.iter().find(fits).cloned()
    }

    /// Holds the next run back; false when the pod is to end meanwhile.
    async fn wait_for_restart(&self, pause: Duration) -> bool {
        if !self.pod.pause(RESTART).await {
            return false;
        }
        if !pause.is_zero() {
            let object = self.pod.object();
            let (name, namespace) = (meta::text(&object, "name"), meta::text(&object, "namespace"));
            let of = format!("{name}_{namespace}({})", meta::text(&object, "uid"));
            let (own, time) = (self.name(), go_duration(pause));
            let message = format!("back-off {time} restarting failed container={own} pod={of}");
            self.change(|container| {
                container.last =
                    std::mem::replace(&mut container.state, waiting("CrashLoopBackOff", &message));
            });
            self.tell(true, "BackOff", format!("Back-off restarting failed container {own} in pod {of}"));
            if !self.pod.pause(pause).await {
                return false;
            }
        }
        self.change(|container| {
            if container.state.get("terminated").is_some() {
                container.last = container.state.clone();
            }
            container.restarts += 1;
        });
        true
    }

    /// A sidecar ends when the others have.
    pub(super) fn end_with_the_pod(&self) {
        self.change(|container| {
            let since = text(&container.state, "/running/startedAt").to_owned();
            if !since.is_empty() {
                container.ready = false;
                container.state = json!({"terminated": {
                    "exitCode": 0, "reason": "Completed", "startedAt": since, "finishedAt": meta::now(),
                    "containerID": container.id,
                }});
            }
        });
    }
}

/// A duration as Go writes it: `10s`, `1m20s`, `1.2s`.
fn go_duration(time: Duration) -> String {
    let (minutes, seconds) = (time.as_secs() / 60, time.as_secs() % 60);
    let part = time.subsec_millis();
    let seconds = if part == 0 {
        format!("{seconds}s")
    } else {
        format!("{}s", format!("{seconds}.{part:03}").trim_end_matches('0'))
    };
    if minutes == 0 { seconds } else { format!("{minutes}m{seconds}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_go_does() {
        for (millis, text) in
            [(10_000, "10s"), (80_000, "1m20s"), (300_000, "5m0s"), (1_200, "1.2s"), (500, "0.5s")]
        {
            assert_eq!(go_duration(Duration::from_millis(millis)), text);
        }
    }

    #[test]
    fn a_container_starts_again_by_its_pods_policy() {
        let main = Container::new(&json!({"name": "a"}), false, "x");
        assert!(main.starts_again("Always", 0) && main.starts_again("OnFailure", 1));
        assert!(!main.starts_again("OnFailure", 0) && !main.starts_again("Never", 1));
        let init = Container::new(&json!({"name": "a"}), true, "x");
        assert!(
            init.starts_again("Always", 1)
                && !init.starts_again("Always", 0)
                && !init.starts_again("Never", 1)
        );
    }
}
