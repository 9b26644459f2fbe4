//! Deletions: what is listed, what goes with it, what holds it.

use std::time::Duration;

use changeover::{
    cluster::{
        Cluster,
        delete::{self, Listing, Which},
    },
    failure::Failure,
    names::{ChangeId, ObjectName, StepId},
    worker::Worker,
};
use libtest_mimic::Trial;
use serde_json::json;

use super::ground::{FILE, Ground, back, forward};
use crate::{
    support::{control_plane::ControlPlane, on_database},
    whole_change::drive::{said, shown, worker},
};

pub fn trials() -> Vec<Trial> {
    vec![
        on_database("database::mistake_20_objects_are_listed_by_every_name_and_whole_or_not_at_all", listing),
        on_database("database::mistake_7_a_left_over_restore_job_is_found_and_goes_with_its_pods", left_over),
    ]
}

fn look(worker: &Worker, cluster: &Cluster, which: Which) -> Result<Listing, Failure> {
    let cluster = cluster.clone();
    let question = async move { delete::look(&cluster, &which).await.map_err(|error| error.to_failure()) };
    crate::whole_change::ground::answer(worker, question)
}

fn names(listing: &Listing) -> Vec<String> {
    listing.found.iter().map(delete::Found::object).collect()
}

fn listing(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "listing").unwrap();
    let worker = worker();
    let cluster = ground.connect(&worker);
    let claim = json!({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data", "labels": {"app": "shop"}},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}});
    let marked = |name: &str, step: &str| {
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name,
            "annotations": {"changeover.dev/change": "c", "changeover.dev/step": step}}})
    };
    for document in [claim, marked("ours", "make"), marked("other", "other-step")] {
        ground.space.apply(&document.to_string());
    }
    let texts = |kinds: &[&str]| kinds.iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>();
    let selected = |selector: &str, kinds: &[&str]| {
        let which = Which::Selector { selector: selector.to_owned(), kinds: texts(kinds) };
        look(&worker, &cluster, which)
    };
    let found = names(&selected("app=shop", &["pvc", "all"]).unwrap());
    assert_eq!(found.last().map(String::as_str), Some("PersistentVolumeClaim/data"), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("Pod/shop-")), "{found:?}");
    let unknown = said(&selected("app=shop", &["pods", "nsp"]).unwrap_err());
    assert!(unknown.contains("nsp"), "{unknown}");
    let wide = said(&selected("app=", &["pods"]).unwrap_err());
    assert!(wide.contains("could reach everything"), "{wide}");
    let outside = said(&selected("app=shop", &["namespaces"]).unwrap_err());
    assert!(outside.contains("does not belong to a namespace"), "{outside}");
    let made = look(&worker, &cluster, Which::MadeBy(ChangeId::new("c"), StepId::new("make"))).unwrap();
    assert_eq!((names(&made), made.unread.is_empty()), (vec!["ConfigMap/ours".to_owned()], true));
    let one = Which::Object { kind: "cm".to_owned(), name: ObjectName::new("ours").unwrap() };
    assert_eq!(names(&look(&worker, &cluster, one).unwrap()), ["ConfigMap/ours"]);
    let none = Which::Object { kind: "Job".to_owned(), name: ObjectName::new("restore").unwrap() };
    assert!(look(&worker, &cluster, none).unwrap().found.is_empty());
}

/// A restore job of last time: the step before finds it; an apply would run nothing, or be refused, and says so.
fn left_over(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "left-over").unwrap();
    let mut drive = ground.begin();
    forward(&mut drive);
    let old = json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "restore"}, "spec": {
        "template": {"metadata": {"annotations": {"test.changeover/logs": "old\n@60s"}},
            "spec": {"restartPolicy": "Never", "containers": [{"name": "restore", "image": "pgbackup:1"}]}}}});
    ground.space.apply(&old.to_string());
    ground.space.wait_for(&["pods", "-l", "job-name=restore"], Duration::from_mins(1), |found| {
        found["items"][0]["status"]["phase"] == "Running"
    });
    back(&mut drive, "keep");
    drive.up_to("leftover");
    let text = shown(drive.proposal());
    assert!(text.contains("Job/restore") && text.contains("Changeover did not make it"), "{text}");
    assert!(text.contains("still runs"), "{text}");
    // The person leaves it out: the apply that follows says what is in the way.
    drive.event(changeover::run::What::Skipped {
        step: StepId::new("leftover"),
        reason: "tried without".to_owned(),
        by: crate::whole_change::drive::stamp(),
    });
    drive.settle();
    drive.up_to("run");
    let differs = said(drive.failure());
    assert!(differs.contains("with other content"), "{differs}");
    assert!(ground.repo.read(FILE).contains("args: [\"restore\", \"shop\"]   # which database\n"));
    assert!(ground.repo.read(FILE).contains("\n  backoffLimit: 0\n"), "{}", ground.repo.read(FILE));
    ground
        .space
        .apply(&json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "n"}}).to_string());
    drop(ground.space.kubectl(&["delete", "job", "restore", "--wait=true"]));
    // The same content: nothing would run.
    let file = ground.repo.read(FILE);
    ground.space.apply(&file);
    drive.look_again();
    let same = drive.proposal().preview().blocked.clone().map(|failure| said(&failure));
    assert!(same.as_deref().is_some_and(|text| text.contains("would run nothing")), "{same:?}");
}
