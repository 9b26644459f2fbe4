//! The nodes of the practice cluster: the scheduler, and the life of pods by the scenario's programs.
//!
//! ```text
//! store ─ pods ─ watcher ─┬─ scheduler: which node
//!                         └─ pod (one task each): image · containers · log · status ─ api
//! logs, exec, ports ─ kubelet ┘
//! ```

mod commands;
mod container;
mod image;
mod kubelet;
mod log;
mod player;
mod pod;
mod ports;
mod scheduler;
mod status;
mod watcher;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use serde_json::{Value, json};

use super::{controllers::desk::Desk, kubelet::Kubelet, meta, refusal::Refusal, scenario::Scenario};
use commands::Commands;
use pod::Pod;

/// The nodes that there are.
const NODES: &[&str] = &["practice-1", "practice-2"];
/// Their addresses.
const ADDRESS: &str = "192.168.96";

/// What all pods share.
#[derive(Debug)]
struct World {
    /// The desk of the kubelets.
    desk: Desk,
    scenario: Arc<Scenario>,
    commands: Commands,
    /// Images that were pulled already.
    pulled: Mutex<BTreeSet<String>>,
    addresses: AtomicU32,
}

/// The pods that have begun to live, by their uid.
#[derive(Debug, Default)]
struct Roster(Mutex<BTreeMap<String, Arc<Pod>>>);

impl Roster {
    fn pods(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Pod>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World {
    /// An address that no pod had before.
    fn next_address(&self) -> String {
        let number = self.addresses.fetch_add(1, Ordering::Relaxed) + 1;
        format!("10.244.{}.{}", (number >> 8) & 0xff, number & 0xff)
    }

    /// The image is there from now on.
    fn keep(&self, image: &str) {
        self.pulled.lock().unwrap_or_else(PoisonError::into_inner).insert(image.to_owned());
    }

    fn has(&self, image: &str) -> bool {
        self.pulled.lock().unwrap_or_else(PoisonError::into_inner).contains(image)
    }
}

/// The nodes; clones share them.
#[derive(Debug, Clone)]
pub(super) struct Nodes {
    world: Arc<World>,
    roster: Arc<Roster>,
}

impl Nodes {
    /// Makes the Node objects.
    pub(super) fn new(desk: Desk, scenario: Arc<Scenario>) -> Result<Self, Refusal> {
        for (index, name) in NODES.iter().enumerate() {
            let made = desk.create(desk.kinds.nodes, "", node(name))?;
            desk.change(desk.kinds.nodes, "status", &made, |node| {
                if let Some(map) = node.as_object_mut() {
                    map.insert("status".to_owned(), node_status(name, index));
                }
            })?;
        }
        let world = World {
            desk,
            commands: Commands::new(&scenario),
            scenario,
            pulled: Mutex::default(),
            addresses: AtomicU32::new(0),
        };
        Ok(Self { world: Arc::new(world), roster: Arc::default() })
    }

    /// Who answers for logs and commands.
    pub(super) fn kubelet(&self) -> Arc<dyn Kubelet> {
        Arc::new(kubelet::Answers { world: Arc::clone(&self.world), roster: Arc::clone(&self.roster) })
    }

    /// Runs scheduler and pods for as long as it is polled.
    pub(super) async fn run(self) {
        watcher::run(self.world, self.roster).await;
    }
}

fn node(name: &str) -> Value {
    json!({
        "metadata": {"name": name, "labels": {
            "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
            "beta.kubernetes.io/os": "linux", "beta.kubernetes.io/arch": "amd64",
        }},
        "spec": {},
    })
}

fn node_status(name: &str, index: usize) -> Value {
    let now = meta::now();
    let condition = |kind: &str, state: &str, reason: &str, message: &str| {
        json!({
            "type": kind, "status": state, "lastHeartbeatTime": now, "lastTransitionTime": now, "reason": reason,
            "message": message,
        })
    };
    let room = json!({"cpu": "8", "memory": "32Gi", "pods": "1000", "ephemeral-storage": "200Gi"});
    json!({
        "capacity": room, "allocatable": room,
        "addresses": [
            {"type": "InternalIP", "address": format!("{ADDRESS}.{}", index + 11)},
            {"type": "Hostname", "address": name},
        ],
        "conditions": [
            condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            condition("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
        ],
        "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
        "nodeInfo": {
            "machineID": "", "systemUUID": "", "bootID": "", "kernelVersion": "6.12", "osImage": "Practice",
            "containerRuntimeVersion": "containerd://2.2.0", "kubeletVersion": "v1.36.1", "kubeProxyVersion": "",
            "operatingSystem": "linux", "architecture": "amd64",
        },
    })
}

/// The address of the node of this name.
fn address_of(node: &str) -> String {
    let index = NODES.iter().position(|name| *name == node).unwrap_or_default();
    format!("{ADDRESS}.{}", index + 11)
}
