//! What it is for: the cluster page in many states. Out: plain data. Never: compiled into the program.

use std::sync::Arc;

use crate::{
    action::Mark,
    observed::{
        Link,
        fighters::Fighter,
        revisions::RevisionRow,
        survey::{Detail, Happening, Item, ItemKey, Lens, Section, Survey, Tally},
    },
    ui::view::{ClusterView, DetailPart, DetailView},
};

use super::{ago, failure, now, s};

pub(super) fn item(kind: &str, name: &str, mark: Mark, state: &str) -> Item {
    Item {
        row: name.into(),
        generation: 1,
        is_moving: mark == Mark::Note && state != "Scaled to 0",
        kind: kind.into(),
        group: None,
        namespace: "shop".into(),
        name: name.into(),
        uid: name.into(),
        mark,
        state: state.into(),
        hint: None,
        ready: Some(if mark == Mark::Good { (2, 2) } else { (0, 2) }),
        count: 0,
        restarted: None,
        about: format!("registry.example/{name}:1.0.188").into(),
        digest: None,
        owner: None,
        node: None,
        labels: format!("app={name},tier=front").into(),
        created: Some(ago(48_300)),
    }
}

fn workloads() -> Vec<Arc<Item>> {
    let ready =
        ["depot-server", "depot-server-server-graphics-with-a-long-name", "discourse", "gerrit", "postgres"];
    let mut rows: Vec<Item> =
        ready.iter().map(|name| item("Deployment", name, Mark::Good, "Ready")).collect();
    rows.push(Item {
        hint: Some("Check that the image and its tag exist and that the cluster may pull it".into()),
        ..item(
            "Deployment",
            "irccat",
            Mark::Bad,
            "The image cannot be pulled: registry.example/irccat:0.4.12 (ImagePullBackOff)",
        )
    });
    rows.push(item("StatefulSet", "search", Mark::Note, "search: 1 of 2 pods are new"));
    rows.push(item("Deployment", "redirector", Mark::Note, "Scaled to 0"));
    rows.into_iter().map(Arc::new).collect()
}

fn pods(count: usize) -> Vec<Arc<Item>> {
    let one = |number: usize| Item {
        count: i32::try_from(number % 4).unwrap_or(0),
        restarted: (number % 4 == 3).then(|| ago(312)),
        owner: Some("ReplicaSet/depot-server-5c9".into()),
        node: Some(format!("node-{}", number % 7).into()),
        ready: Some((1, 1)),
        ..item("Pod", &format!("depot-server-5c9f7d6b8-{number:05}"), Mark::Good, "Ready")
    };
    (0..count).map(|number| Arc::new(one(number))).collect()
}

fn warnings() -> Vec<Arc<Item>> {
    let words = "Back-off pulling image \"registry.example/irccat:0.4.12\"";
    vec![Arc::new(Item {
        about: "BackOff".into(),
        count: 12,
        created: Some(ago(41)),
        ready: None,
        ..item("Pod", "irccat-7d9c-x2kfp", Mark::Warning, words)
    })]
}

/// A survey through a lens, with so many pods.
pub(crate) fn survey(lens: &Lens, many: usize) -> Survey {
    let mut survey = Survey { lens: lens.clone(), link: Link::Live { heard_at: now() }, ..Survey::default() };
    let parts = [
        (Section::Workloads, workloads()),
        (Section::Pods, pods(many)),
        (Section::Jobs, Vec::new()),
        (Section::Routes, Vec::new()),
        (Section::Warnings, warnings()),
    ];
    for (section, rows) in parts {
        survey.tallies.insert(section, Tally::of(rows.iter()));
        if section == lens.section {
            survey.rows = Arc::new(lens.look(&rows));
        }
        survey.all.insert(section, Arc::new(rows));
    }
    survey
}

/// The page without a chosen object.
pub(crate) fn page(survey: &Survey) -> ClusterView<'_> {
    ClusterView {
        nothing: None,
        failure: None,
        scope: "shop",
        namespaces: &[],
        lens: &survey.lens,
        survey,
        chosen: None,
        drift: crate::ui::view::DriftView::default(),
    }
}

/// The object that is looked at in samples.
pub(crate) fn detail() -> Detail {
    let revision = |number: i64, ready: i32| RevisionRow {
        number,
        ready,
        pods: 2,
        images: vec![format!("registry.example/irccat:0.4.{number}")],
        ..RevisionRow::default()
    };
    let event = |is_warning: bool, reason: &str, message: &str| Happening {
        is_warning,
        reason: s(reason),
        message: s(message),
        count: 3,
        at: Some(ago(41)),
    };
    Detail {
        yaml: "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: irccat\nspec:\n  replicas: 2\n"
            .repeat(20),
        group: String::new(),
        events: vec![
            event(true, "Failed", "Failed to pull image: not found"),
            event(false, "ScalingReplicaSet", "Scaled up replica set irccat-7d9c to 2"),
        ],
        owners: vec![s("ReplicaSet/irccat-7d9c"), s("Deployment/irccat")],
        containers: vec![s("irccat")],
        fighters: vec![
            Fighter::Autoscaler { name: s("irccat"), limits: (2, 8) },
            Fighter::ArgoCd { application: s("shop") },
            Fighter::Person {
                manager: s("kubectl-set"),
                fields: s("spec.template.spec.containers[irccat].image"),
                at: Some(ago(7_300)),
            },
        ],
        revisions: vec![revision(7, 1), revision(6, 2)],
        times: None,
        unread: vec![failure()],
    }
}

/// Which object that is.
pub(crate) fn key() -> ItemKey {
    ItemKey {
        row: "irccat".into(),
        kind: "Deployment".into(),
        group: None,
        namespace: "shop".into(),
        name: "irccat".into(),
    }
}

/// That object in the pane beside the rows.
pub(crate) fn chosen<'a>(
    survey: &Survey,
    key: &'a ItemKey,
    detail: &'a Detail,
    part: DetailPart,
) -> DetailView<'a> {
    DetailView {
        key,
        item: survey.rows.iter().find(|item| item.key() == *key).cloned(),
        is_gone: false,
        is_offline: false,
        section: survey.lens.section,
        part,
        read_at: Some(ago(3)),
        is_loading: false,
        failure: None,
        detail: Some(detail),
        kubectl: s("kubectl --context=do-ams3 --namespace=shop get deployment/irccat -o yaml"),
        way: None,
        site: None,
        log: None,
    }
}
