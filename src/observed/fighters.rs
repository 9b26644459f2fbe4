//! What it is for: who else writes to an object, and what they would undo. In: an object's metadata, and what points at
//! it (autoscalers, budgets). Out: one [`Fighter`] for each, in words. Never: I/O, a field's value, or a warning about
//! what this program and the API server's own controllers write.

use jiff::Timestamp;
use serde_json::Value;

use crate::{names::is_built_in_group, words::Sentence};

mod around;
mod books;

pub use around::{Around, Budget, Pointer};
pub(crate) use books::is_by_hand;

/// Somebody else who writes to the same object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fighter {
    /// A `HorizontalPodAutoscaler` steers the number of pods.
    Autoscaler {
        /// Its name.
        name: String,
        /// Fewest and most pods.
        limits: (i64, i64),
    },
    /// KEDA steers the number of pods, also from 0.
    Keda {
        /// The `ScaledObject`.
        name: String,
        /// Fewest and most pods; `None` where only its autoscaler was seen.
        limits: Option<(i64, i64)>,
    },
    /// KEDA is paused at a number of pods, which it sets.
    KedaHeld {
        /// The `ScaledObject`.
        name: String,
        /// The number.
        replicas: i64,
    },
    /// A `PodDisruptionBudget` keeps pods when nodes are drained. It undoes nothing.
    Budget {
        /// Its name.
        name: String,
        /// How many it keeps, or lets go.
        keeps: String,
    },
    /// Argo CD keeps the object as its repository has it.
    ArgoCd {
        /// The application, where it is known.
        application: String,
    },
    /// Flux keeps the object as its repository has it.
    Flux {
        /// `Kustomization/name` or `HelmRelease/name`.
        by: String,
    },
    /// A Helm release made it.
    Helm {
        /// The release.
        release: String,
    },
    /// Rancher keeps it.
    Rancher {
        /// What it belongs to there.
        owner: String,
    },
    /// An operator made it for an object of its own.
    Operator {
        /// `Kind/name` of that object.
        owner: String,
    },
    /// The Operator Lifecycle Manager installed it.
    Lifecycle {
        /// The `ClusterServiceVersion` or subscription.
        owner: String,
    },
    /// A rule of the cluster sets fields at each write.
    Policy {
        /// The manager, such as `kyverno`.
        manager: String,
        /// The fields.
        fields: String,
    },
    /// Terraform wrote it.
    Terraform,
    /// Another controller holds fields.
    Controller {
        /// The manager, as the server's books name it.
        manager: String,
        /// The fields.
        fields: String,
        /// Whether the number of pods is among them.
        has_replicas: bool,
    },
    /// A person changed it by hand.
    Person {
        /// The program, such as `kubectl-edit`.
        manager: String,
        /// The fields.
        fields: String,
        /// When.
        at: Option<Timestamp>,
    },
}

/// What is about to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Another number of pods.
    Scale,
    /// A manifest is applied.
    Apply {
        /// Whether it sets the number of pods.
        has_replicas: bool,
    },
}

/// Everybody who writes to the object beside us: those that its metadata tells of, then those that point at it.
pub fn judge(object: &Value, around: &Around) -> Vec<Fighter> {
    let mut found = around.pointing_at(object);
    for one in by_metadata(object) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// Everybody that the object's own metadata tells of.
pub fn by_metadata(object: &Value) -> Vec<Fighter> {
    let meta = Meta(object);
    let mut found = Vec::new();
    found.extend(argo(&meta));
    found.extend(flux(&meta));
    if !found.iter().any(|one| matches!(one, Fighter::Flux { .. })) {
        found.extend(helm(&meta));
    }
    found.extend(rancher(&meta));
    found.extend(owner(&meta));
    books::read(object, &mut found);
    found
}

/// Labels and annotations by name.
struct Meta<'a>(&'a Value);

impl Meta<'_> {
    fn label(&self, key: &str) -> Option<String> {
        self.text("labels", key)
    }

    fn note(&self, key: &str) -> Option<String> {
        self.text("annotations", key)
    }

    fn text(&self, list: &str, key: &str) -> Option<String> {
        let value = self.0.get("metadata")?.get(list)?.get(key)?.as_str()?;
        (!value.is_empty()).then(|| plain(value))
    }
}

/// Foreign text on one line, without characters that hide others.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !is_direction(*c)).take(200).collect()
}

/// Marks that turn the direction of what is read, or have no width.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{61c}' | '\u{feff}')
}

fn argo(meta: &Meta<'_>) -> Option<Fighter> {
    let tracked = meta.note("argocd.argoproj.io/tracking-id");
    let by_id = tracked.and_then(|id| id.split(':').next().map(str::to_owned));
    let application = by_id.or_else(|| meta.label("argocd.argoproj.io/instance")).or_else(|| {
        let is_written = books::is_manager(meta.0, &["argocd-controller", "argocd-application-controller"]);
        is_written.then(|| meta.label("app.kubernetes.io/instance").unwrap_or_default())
    })?;
    Some(Fighter::ArgoCd { application })
}

fn flux(meta: &Meta<'_>) -> Option<Fighter> {
    for (prefix, kind) in
        [("kustomize.toolkit.fluxcd.io", "Kustomization"), ("helm.toolkit.fluxcd.io", "HelmRelease")]
    {
        let is_off = meta.note(&format!("{prefix}/reconcile")).as_deref() == Some("disabled");
        if let Some(name) = meta.label(&format!("{prefix}/name")).filter(|_| !is_off) {
            return Some(Fighter::Flux { by: format!("{kind}/{name}") });
        }
    }
    None
}

fn helm(meta: &Meta<'_>) -> Option<Fighter> {
    let is_helm = meta.label("app.kubernetes.io/managed-by").as_deref() == Some("Helm");
    let release = meta.note("meta.helm.sh/release-name").or_else(|| {
        is_helm.then(|| meta.label("app.kubernetes.io/instance").or_else(|| meta.label("release")))?
    })?;
    Some(Fighter::Helm { release })
}

fn rancher(meta: &Meta<'_>) -> Option<Fighter> {
    let owner = meta.note("objectset.rio.cattle.io/owner-name")?;
    Some(Fighter::Rancher { owner })
}

/// The controller that made it, when that is no part of Kubernetes or `OpenShift` itself.
fn owner(meta: &Meta<'_>) -> Option<Fighter> {
    if let Some(owner) = meta.label("olm.owner") {
        return Some(Fighter::Lifecycle { owner });
    }
    let owners = meta.0.get("metadata")?.get("ownerReferences")?.as_array()?;
    let text = |one: &Value, key: &str| one.get(key).and_then(Value::as_str).map(plain).unwrap_or_default();
    for one in owners {
        let version = text(one, "apiVersion");
        let group = version.split_once('/').map_or("", |(group, _)| group);
        let name = format!("{}/{}", text(one, "kind"), text(one, "name"));
        if group == "operators.coreos.com" {
            return Some(Fighter::Lifecycle { owner: name });
        }
        let is_controller = one.get("controller").and_then(Value::as_bool) == Some(true);
        if is_controller && !is_built_in_group(group) {
            return Some(Fighter::Operator { owner: name });
        }
    }
    None
}

impl Fighter {
    /// What it is, what it would undo, and what to do.
    pub fn words(&self) -> Sentence {
        let limits = |words: Sentence, limits: &(i64, i64)| {
            words.with("least", limits.0.to_string()).with("most", limits.1.to_string())
        };
        let held = |key: &str, manager: &str, fields: &str| {
            Sentence::new(key).with("manager", manager).with("fields", fields)
        };
        match self {
            Self::Autoscaler { name, limits: range } => {
                limits(Sentence::new("fight-autoscaler").with("name", name), range)
            }
            Self::Keda { name, limits: Some(range) } => {
                let key = if range.0 > 0 { "fight-keda-least" } else { "fight-keda" };
                limits(Sentence::new(key).with("name", name), range)
            }
            Self::KedaHeld { name, replicas } => {
                Sentence::new("fight-keda-held").with("name", name).with("replicas", replicas.to_string())
            }
            Self::Keda { name, limits: None } => Sentence::new("fight-keda-unread").with("name", name),
            Self::Budget { name, keeps } => {
                Sentence::new("fight-budget").with("name", name).with("keeps", keeps)
            }
            Self::ArgoCd { application } if application.is_empty() => Sentence::new("fight-argo-unnamed"),
            Self::ArgoCd { application } => Sentence::new("fight-argo").with("application", application),
            Self::Flux { by } if by.starts_with("HelmRelease/") => {
                Sentence::new("fight-flux-release").with("by", by)
            }
            Self::Flux { by } => Sentence::new("fight-flux").with("by", by),
            Self::Helm { release } => Sentence::new("fight-helm").with("release", release),
            Self::Rancher { owner } => Sentence::new("fight-rancher").with("owner", owner),
            Self::Operator { owner } => Sentence::new("fight-operator").with("owner", owner),
            Self::Lifecycle { owner } => Sentence::new("fight-lifecycle").with("owner", owner),
            Self::Policy { manager, fields } => held("fight-policy", manager, fields),
            Self::Terraform => Sentence::new("fight-terraform"),
            Self::Controller { manager, fields, .. } => held("fight-controller", manager, fields),
            Self::Person { manager, fields, at: Some(at) } => {
                let at = at.strftime("%Y-%m-%d %H:%M UTC").to_string();
                held("fight-person", manager, fields).with("at", at)
            }
            Self::Person { manager, fields, at: None } => held("fight-person-undated", manager, fields),
        }
    }

    /// Whether it would undo the deed, or part of it. Fields that people hold are asked about one by one where a manifest
    /// is applied.
    pub fn undoes(&self, deed: Deed) -> bool {
        match (self, deed) {
            (
                Self::Autoscaler { .. } | Self::Keda { .. } | Self::KedaHeld { .. },
                Deed::Apply { has_replicas },
            ) => has_replicas,
            (Self::Controller { has_replicas, .. }, Deed::Scale) => *has_replicas,
            // They act when a person runs them, and a number of pods is set for a short time.
            (Self::Helm { .. } | Self::Terraform | Self::Policy { .. }, Deed::Scale)
            | (Self::Budget { .. } | Self::Person { .. }, _) => false,
            (
                Self::Autoscaler { .. }
                | Self::Keda { .. }
                | Self::KedaHeld { .. }
                | Self::ArgoCd { .. }
                | Self::Flux { .. }
                | Self::Rancher { .. }
                | Self::Operator { .. }
                | Self::Lifecycle { .. },
                _,
            )
            | (
                Self::Helm { .. } | Self::Terraform | Self::Policy { .. } | Self::Controller { .. },
                Deed::Apply { .. },
            ) => true,
        }
    }

    /// Whether it undoes something at all.
    pub fn is_rival(&self) -> bool {
        !matches!(self, Self::Budget { .. } | Self::Person { .. })
    }
}

#[cfg(test)]
mod tests;
