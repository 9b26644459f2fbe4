//! What it is for: everything of one practice world, made and unmade together: cluster, registry, site, mails, files.
//! In: a scenario. Out: addresses, paths, and switches for what goes wrong. Never: anything that is left behind.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use http::{Request, StatusCode, header};
use hyper::body::Incoming;
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::{
    api::{Api, Call},
    certs::{self, Certificates},
    copied::{self, Refused},
    engine::{self, Engine},
    facts::Facts,
    faults::{Denied, Faults},
    kinds::{self, Kind},
    kubelet::Kubelet,
    mail::{Mail, Mails, MailtoError},
    patching::PatchKind,
    place::Place,
    refusal::Refusal,
    registry::Registry,
    scenario::{Effect, SampleImage, Scenario, ScenarioError},
    server::{Server, StartError},
    web::{Handler, Web, answered},
};
use crate::manifest::{self, Manifest};

/// The manager of what runs at the start, and of nothing else.
const MANAGER: &str = "kubectl";
/// When the images of every scenario were built.
const BUILT: &str = "2026-11-18T10:00:00Z";
/// Time runs so fast until what runs at the start is ready.
const HURRY: u32 = 1000;
/// How long that may take; then time runs as it should, ready or not.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a world cannot be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// The scenario.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// Its folder.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Its servers.
    #[error(transparent)]
    Start(#[from] StartError),
    /// An object of it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A manifest of it.
    #[error("{file}: {reason}")]
    Manifest {
        /// Which file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A trouble that it does not have.
    #[error("there is no trouble `{0}`")]
    NoTrouble(String),
}

/// A commit that somebody else pushes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    /// Its message.
    pub message: String,
    /// The file that it changes.
    pub file: String,
    /// What is added at the file's end.
    pub append: String,
}

/// What a world is known by from outside: its folder, and its server's certificates.
#[derive(Debug, Clone)]
pub struct Seat {
    place: Arc<Place>,
    certificates: Certificates,
}

/// A practice world; everything of it ends with this value.
#[derive(Debug)]
pub struct World {
    scenario: Arc<Scenario>,
    facts: Facts,
    api: Api,
    server: Server,
    web: Web,
    mails: Mails,
    settling: JoinHandle<()>,
    _engine: Engine,
    // Last, so that the folder goes when nothing writes into it any more.
    place: Arc<Place>,
}

impl World {
    /// Makes the world; needs a tokio runtime. What runs at its start becomes ready a moment later.
    ///
    /// # Errors
    /// No folder, no port, or a scenario whose objects the cluster refuses.
    pub async fn start(scenario: Scenario) -> Result<Self, WorldError> {
        let images = scenario.images.clone();
        let made = Self::make(scenario, &images, None, |scenario, api| Ok((furnish(scenario, api)?, ())));
        made.await.map(|(world, ())| world)
    }

    /// Makes a world of another cluster's objects, with a registry that holds `images`; every other image can be pulled
    /// too. It takes the seat of an earlier world, which must have ended. Says which objects were refused.
    ///
    /// # Errors
    /// No folder or no port.
    pub async fn of_copies(
        scenario: Scenario,
        images: &[SampleImage],
        objects: Vec<Value>,
        seat: Option<Seat>,
    ) -> Result<(Self, Vec<Refused>), WorldError> {
        Self::make(scenario, images, seat, |scenario, api| {
            if !["default", "kube-system", "kube-public"].contains(&scenario.namespace.as_str()) {
                api.furnish_namespace(&scenario.namespace, MANAGER)?;
            }
            let names = deployments(&objects);
            Ok((names, copied::put_in(api, &scenario.namespace, objects)))
        })
        .await
    }

    async fn make<T>(
        scenario: Scenario,
        images: &[SampleImage],
        seat: Option<Seat>,
        fill: impl FnOnce(&Scenario, &Api) -> Result<(BTreeSet<String>, T), WorldError>,
    ) -> Result<(Self, T), WorldError> {
        let Seat { place, certificates } = match seat {
            Some(seat) => seat,
            None => Seat {
                place: Arc::new(Place::new()?),
                certificates: certs::make().map_err(StartError::from)?,
            },
        };
        let scenario = Arc::new(scenario);
        let facts = Facts::new(scenario.facts.clone(), HURRY);
        let api = Api::default();
        api.furnish()?;
        let engine = Engine::start(&api, Arc::clone(&scenario), &facts)?;
        let mut server = Server::start_as(certificates, api.clone(), engine.kubelet()).await?;
        server.write_kubeconfig(&place.path().join("kubeconfig"), &scenario.namespace)?;
        let registry = Arc::new(Registry::new(images, BUILT));
        let pods = engine.kubelet();
        let web = Web::start(handler(&scenario, &facts, &api, &pods, &registry)).await?;
        let written = |name: &str, text: &str| fs::write(place.path().join(name), text);
        written("ca.pem", web.authority())?;
        written("registries.conf", &registry.registries_conf(&web.address().to_string()))?;
        let (names, filled) = fill(&scenario, &api)?;
        let settling = tokio::spawn(slow_down(api.clone(), facts.clone(), scenario.namespace.clone(), names));
        let mails = Mails::default();
        Ok((Self { scenario, facts, api, server, web, mails, settling, _engine: engine, place }, filled))
    }

    /// What a later world can take over, so that what was agreed to about this one holds there.
    pub fn seat(&self) -> Seat {
        Seat { place: Arc::clone(&self.place), certificates: self.server.certificates().clone() }
    }

    /// The authority of its API server, as PEM: made with the world's seat, and trusted by its kubeconfig alone.
    pub fn certificate(&self) -> &str {
        self.server.authority()
    }

    /// The folder that holds everything.
    pub fn folder(&self) -> &Path {
        self.place.path()
    }

    /// The scenario.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The kubeconfig, which only this user can read.
    pub fn kubeconfig(&self) -> PathBuf {
        self.folder().join("kubeconfig")
    }

    /// Where the scenario's registries are to be found, in the form of registries.conf.
    pub fn registries_conf(&self) -> PathBuf {
        self.folder().join("registries.conf")
    }

    /// The authority of registry and site.
    pub fn extra_ca(&self) -> PathBuf {
        self.folder().join("ca.pem")
    }

    /// The address of the web site.
    pub fn site(&self) -> String {
        format!("https://{}/", self.web.address())
    }

    /// Values of the procedure's parameters.
    pub fn values(&self) -> BTreeMap<String, String> {
        let set = &self.scenario.start.set;
        set.iter().map(|(name, value)| (name.clone(), value.replace("{site}", &self.site()))).collect()
    }

    /// Keeps the mail that a mail program would open for this `mailto:` address.
    ///
    /// # Errors
    /// The address cannot be read.
    pub fn open_mail(&self, address: &str, at: Timestamp) -> Result<(), MailtoError> {
        self.mails.open(address, at)
    }

    /// The mails that were opened, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.mails.all().clone()
    }

    /// Whether a trouble is switched on; never one that happens once.
    pub fn is_on(&self, id: &str) -> bool {
        self.facts.is(id)
    }

    /// Lets time run so many times as fast.
    pub fn set_pace(&self, pace: u32) {
        self.settling.abort();
        self.facts.set_pace(pace);
    }

    /// Lets something go wrong, or ends it. Returns the commits that somebody else pushes by it.
    ///
    /// # Errors
    /// It is not known, or the object that it changes is not there.
    pub fn switch(&self, id: &str, on: bool) -> Result<Vec<Push>, WorldError> {
        let trouble = self.scenario.troubles.iter().find(|one| one.id == id);
        let trouble = trouble.ok_or_else(|| WorldError::NoTrouble(id.to_owned()))?;
        if on && !trouble.is_once() {
            self.facts.set(id);
        } else {
            self.facts.clear(id);
        }
        let mut pushes = Vec::new();
        for effect in &trouble.effects {
            match effect {
                Effect::Edit { object, manager, patch } if on => {
                    self.patch(object, "", manager, PatchKind::Strategic, patch)?;
                }
                Effect::Scale { object, replicas, manager } if on => {
                    let patch = json!({"spec": {"replicas": replicas}});
                    self.patch(object, "scale", manager, PatchKind::Merge, &patch)?;
                }
                Effect::Push { message, file, append } if on => {
                    pushes.push(Push {
                        message: message.clone(),
                        file: file.clone(),
                        append: append.clone(),
                    });
                }
                Effect::Server(fault) if on && fault.away.is_some() => {
                    self.server.faults().unreachable_for(fault.away.unwrap_or_default());
                }
                // What stays switched on is worked out from all that is on: several can be.
                Effect::Edit { .. }
                | Effect::Scale { .. }
                | Effect::Push { .. }
                | Effect::Server(_)
                | Effect::Deny { .. } => {}
            }
        }
        self.set_faults(self.server.faults());
        Ok(pushes)
    }

    /// The server's faults that follow from the troubles that are on.
    fn set_faults(&self, faults: &Faults) {
        let on = self.scenario.troubles.iter().filter(|one| self.facts.is(&one.id));
        let (mut denied, mut delay, mut expired, mut overload) = (Vec::new(), Duration::ZERO, false, false);
        for effect in on.flat_map(|one| &one.effects) {
            match effect {
                Effect::Server(fault) => {
                    delay = delay.max(fault.delay.unwrap_or_default());
                    expired |= fault.signed_out;
                    overload |= fault.too_many;
                }
                Effect::Deny { verb, group, resource } => denied.push(Denied {
                    verb: verb.clone(),
                    group: group.clone(),
                    resource: resource.clone(),
                    namespace: String::new(),
                }),
                Effect::Edit { .. } | Effect::Scale { .. } | Effect::Push { .. } => {}
            }
        }
        faults.delay(delay);
        faults.expire_token(expired);
        faults.overload(if overload { u32::MAX } else { 0 });
        faults.deny(denied);
    }

    fn patch(
        &self,
        object: &str,
        part: &str,
        manager: &str,
        kind: PatchKind,
        body: &Value,
    ) -> Result<(), Refusal> {
        let (found, name) = kind_of(object)?;
        let call = Call::new(found, &self.scenario.namespace, name, manager).part(part);
        self.api.patch(&call, kind, body.to_string().as_bytes()).map(drop)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.settling.abort();
    }
}

/// `Deployment/name` as a kind and a name.
fn kind_of(object: &str) -> Result<(&'static Kind, &str), Refusal> {
    let (kind, name) = object.split_once('/').unwrap_or((object, ""));
    let found = kinds::all().iter().find(|known| known.kind == kind && known.is_stored());
    found.map(|found| (found, name)).ok_or_else(Refusal::no_such_address)
}

/// Makes what runs at the start; the names of its Deployments.
fn furnish(scenario: &Scenario, api: &Api) -> Result<BTreeSet<String>, WorldError> {
    let mut objects = Vec::new();
    for file in &scenario.running {
        let wrong = |reason: String| WorldError::Manifest { file: file.clone(), reason };
        let text = scenario.file(file).ok_or_else(|| wrong("there is no such file".to_owned()))?;
        let manifest = Manifest::read(text).map_err(|fault| wrong(fault.to_string()))?;
        objects.extend(manifest.documents.iter().map(manifest::Document::for_apply));
    }
    let names = deployments(&objects);
    engine::settle(api, scenario, objects, MANAGER)?;
    Ok(names)
}

/// The names of the Deployments among them.
fn deployments(objects: &[Value]) -> BTreeSet<String> {
    let said =
        |object: &Value, at: &str| object.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    let deployments = objects.iter().filter(|object| said(object, "/kind") == "Deployment");
    deployments.map(|object| said(object, "/metadata/name")).collect()
}

/// Lets time run as it should once these Deployments are ready.
async fn slow_down(api: Api, facts: Facts, namespace: String, names: BTreeSet<String>) {
    let Some(kind) = kinds::find("apps", "deployments") else { return };
    let is_ready = |name: &String| {
        let found = api.get(&Call::new(kind, &namespace, name, MANAGER));
        let count = |object: &Value, at: &str| object.pointer(at).and_then(Value::as_u64).unwrap_or_default();
        found.is_ok_and(|found| count(&found, "/status/readyReplicas") >= count(&found, "/spec/replicas"))
    };
    let mut writes = api.store().subscribe();
    let waiting = async { while !names.iter().all(is_ready) && writes.changed().await.is_ok() {} };
    if tokio::time::timeout(PATIENCE, waiting).await.is_err() {
        tracing::warn!("what runs at the start of practice is not ready yet");
    }
    facts.set_pace(1);
}

/// Registry and site on one port.
fn handler(
    scenario: &Scenario,
    facts: &Facts,
    api: &Api,
    pods: &Arc<dyn Kubelet>,
    registry: &Arc<Registry>,
) -> Handler {
    let (site, namespace) = (scenario.site.clone(), scenario.namespace.clone());
    let (facts, api, registry) = (facts.clone(), api.clone(), Arc::clone(registry));
    let pods = Arc::clone(pods);
    Arc::new(move |request: &Request<Incoming>| {
        let path = request.uri().path();
        if path.starts_with("/v2") {
            let accept: Vec<&str> = request
                .headers()
                .get_all(header::ACCEPT)
                .iter()
                .filter_map(|one| one.to_str().ok())
                .collect();
            let truth = facts.subscribe().borrow().facts.clone();
            return registry.answer(path, &accept.join(","), &truth);
        }
        let Some(site) = &site else { return answered(StatusCode::NOT_FOUND, "") };
        match behind(&api, &namespace, &site.service) {
            Some((pod, port)) => match pods.page(&pod, port) {
                Some(page) => answered(StatusCode::OK, &page),
                None => answered(StatusCode::BAD_GATEWAY, "Bad Gateway\n"),
            },
            None => answered(StatusCode::SERVICE_UNAVAILABLE, "no available server\n"),
        }
    })
}

/// A ready pod behind the service, and the port at which the service reaches it.
fn behind(api: &Api, namespace: &str, service: &str) -> Option<(Arc<Value>, u16)> {
    let (slices, pods) = (kinds::find("discovery.k8s.io", "endpointslices")?, kinds::find("", "pods")?);
    let is_of = |slice: &&Arc<Value>| {
        slice.pointer("/metadata/labels/kubernetes.io~1service-name").and_then(Value::as_str) == Some(service)
    };
    let ready = |slice: &Arc<Value>| {
        let mut endpoints = slice.get("endpoints").and_then(Value::as_array)?.iter();
        let ready = endpoints.find(|one| one.pointer("/conditions/ready") == Some(&json!(true)))?;
        let name = ready.pointer("/targetRef/name").and_then(Value::as_str)?;
        let port = slice.pointer("/ports/0/port").and_then(Value::as_u64)?;
        let pod = api.get(&Call::new(pods, namespace, name, MANAGER)).ok()?;
        Some((pod, u16::try_from(port).ok()?))
    };
    api.store().list(slices, namespace).objects.iter().filter(is_of).find_map(ready)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(name: &str) -> Value {
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"a": "1"}})
    }

    #[tokio::test]
    async fn a_world_in_the_seat_of_another_is_known_as_that_and_begins_anew() {
        let scenario = Scenario::shipped("depot").expect("shipped");
        let made = World::of_copies(scenario.clone(), &[], vec![settings("copied")], None).await;
        let (first, _) = made.expect("a world");
        let (folder, certificate) = (first.folder().to_owned(), first.certificate().to_owned());
        let maps = kinds::find("", "configmaps").expect("served");
        let namespace = scenario.namespace.clone();
        let call = |name: &str| Call::new(maps, &namespace, name, "test");
        first.api.create(&call("later"), settings("later")).expect("made");
        let seat = first.seat();
        drop(first);
        assert!(folder.is_dir(), "the seat keeps the folder");

        let made = World::of_copies(scenario.clone(), &[], vec![settings("copied")], Some(seat)).await;
        let (second, _) = made.expect("a world");
        assert_eq!((second.folder(), second.certificate()), (folder.as_path(), certificate.as_str()));
        let kubeconfig = fs::read_to_string(second.kubeconfig()).expect("a kubeconfig");
        assert!(kubeconfig.contains(&second.server.address().to_string()));
        assert!(second.api.get(&call("copied")).is_ok() && second.api.get(&call("later")).is_err());
        drop(second);
        assert!(!folder.exists(), "nothing is left behind");
    }
}
