//! A route led to another service and back, on the real API server. Nobody serves it there: what a router would write into
//! its status the trial writes, and its host answers nothing.

use std::time::{Duration, Instant};

use changeover::{
    action::{Ending, ProbeAnswer},
    confirm::Answer,
    journal::Entry,
    names::StepId,
    plan::preview::Inverse,
    run::{StepState, What},
};
use libtest_mimic::Trial;
use serde_json::{Value, json};

use super::{
    drive::{Drive, said, shown, stamp, worker},
    ground::{Ground, OLD},
};
use crate::{
    routes::define,
    support::{cluster_namespace::succeed, control_plane::ControlPlane, on_control_plane},
};

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("route::mistake_21_switched_and_back_by_one_click", there_and_back),
        on_control_plane("route::without_a_ready_pod_or_where_it_is_not_expected_it_is_refused", refused),
        on_control_plane("route::one_that_somebody_else_has_changed_is_asked_about_anew", changed_by_others),
        on_control_plane("route::after_a_kill_the_route_itself_tells", taken_up),
    ]
}

const PROCEDURE: &str = include_str!("../../fixtures/procedures/shop-route.procedure.yaml");
const ROUTE: &str = "routes.route.openshift.io";
const NEXT: &str = "shop-thumbnails";

fn ground(plane: &'static ControlPlane, name: &str, next: &str) -> Ground {
    define(plane);
    let mut ground = Ground::new(plane, name);
    // The ground's file is called so, and a procedure is called as its file.
    ground.edit = |_| PROCEDURE.replacen("name: shop-route", "name: shop-deploy", 1);
    ground.values = [("next".to_owned(), next.to_owned())].into();
    ground.request = changeover::plan::request::Request::default();
    ground.wait_ready(OLD);
    ground.space.apply(
        &json!({"apiVersion": "route.openshift.io/v1", "kind": "Route", "metadata": {"name": "shop"},
            "spec": {"host": "localhost", "path": "/api", "port": {"targetPort": "www"},
                "to": {"kind": "Service", "name": "shop", "weight": 100}}})
        .to_string(),
    );
    let status = json!({"status": {"ingress": [{"routerName": "default", "host": "localhost",
        "conditions": [{"type": "Admitted", "status": "True"}]}]}});
    patch(&ground, &["--subresource=status"], &status);
    ground
}

fn patch(ground: &Ground, more: &[&str], patch: &Value) {
    let patch = patch.to_string();
    let fixed = ["patch", ROUTE, "shop", "--type=merge", "-p", &patch];
    succeed(&ground.space.kubectl(&[&fixed, more].concat()));
}

fn begin(ground: &Ground) -> Drive {
    let worker = worker();
    let session = ground.session(&worker);
    Drive::begin(worker, session)
}

fn route(ground: &Ground) -> Value {
    ground.space.get(&[ROUTE, "shop"])
}

fn leads_to(ground: &Ground) -> String {
    route(ground)["spec"]["to"]["name"].as_str().expect("a service").to_owned()
}

/// The dialog answered, with the tick for its inverse.
fn agree_with_inverse(drive: &mut Drive) {
    let step = StepId::new(drive.step());
    drive.event(What::Asked { step: step.clone() });
    let answer = Answer {
        digest: drive.proposal().digest().clone(),
        by: stamp(),
        typed: String::new(),
        answers: [(Inverse::ID.to_owned(), Inverse::YES.to_owned())].into(),
        reason: None,
        text: None,
    };
    drive.event(What::Answered { step, answer: Box::new(answer) });
    drive.settle();
    assert_eq!(drive.step(), "look", "{:#?}", drive.state());
}

fn click(drive: &mut Drive) {
    drive.event(What::TakeBackAtOnce { step: StepId::new("switch"), by: stamp() });
    drive.settle();
}

fn there_and_back(plane: &'static ControlPlane) {
    let ground = ground(plane, "route", NEXT);
    let before = route(&ground);
    let mut drive = begin(&ground);
    let text = shown(drive.proposal());
    for part in [
        "Change shop leads to shop-thumbnails instead of shop",
        "Requests for http://localhost/api: name, path and TLS stay as they are",
        "Good Behind shop, now: 2 of 2 pods ready.",
        "Good Behind shop-thumbnails, then: 2 of 2 pods ready.",
        "registry.example/shop-thumbnails:1.0.199",
        "diff Route/shop",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let inverse = drive.proposal().preview().inverse.as_ref().expect("an offer").offer.text();
    assert_eq!(inverse, "Agree now that one click leads shop back to shop");
    agree_with_inverse(&mut drive);
    let after = route(&ground);
    let mut expected = before["spec"].clone();
    expected["to"]["name"] = json!(NEXT);
    assert_eq!(after["spec"], expected, "nothing else moved");
    assert_eq!(drive.probe("switch").answer, ProbeAnswer::Happened);
    assert_eq!(drive.output("switch", "to"), NEXT);

    // A router writes its status: that is nobody's change.
    let status = json!({"status": {"ingress": [{"routerName": "default", "host": "localhost", "routerCanonicalHostname": "r"}]}});
    patch(&ground, &["--subresource=status"], &status);
    let clicked = Instant::now();
    drive.event(What::TakeBackAtOnce { step: StepId::new("switch"), by: stamp() });
    while leads_to(&ground) != "shop" {
        drive.pump();
        assert!(clicked.elapsed() < Duration::from_secs(20), "{:#?}", drive.state());
    }
    eprintln!("one click back: {:?}", clicked.elapsed());
    drive.settle();
    assert_eq!(route(&ground)["spec"], before["spec"]);
    assert_eq!(drive.step(), "switch", "the change goes on there");
    let lines = drive.lines();
    let back = lines.iter().find_map(|line| match &line.entry {
        Entry::Started(started) if started.step.as_str() == "undo-switch" => Some(started),
        _ => None,
    });
    let back = back.expect("in the journal");
    assert!(back.beforehand.is_some() && back.answers.is_empty(), "{back:?}");
    let record = drive.record();
    assert!(record.contains("Agreed to beforehand: Agree now"), "{record}");
    assert!(record.contains("Done by one click, agreed to beforehand by ada"), "{record}");
    // What was taken back is not taken back again.
    click(&mut drive);
    assert_eq!(drive.step(), "switch");
}

fn refused(plane: &'static ControlPlane) {
    let ground = ground(plane, "route-refused", NEXT);
    let scale = |number: &str| {
        succeed(&ground.space.kubectl(&["scale", "deployment", NEXT, &format!("--replicas={number}")]));
        let is = |found: &Value| found["status"]["readyReplicas"].as_u64().unwrap_or(0).to_string() == number;
        ground.space.wait_for(&["deployment", NEXT], Duration::from_mins(1), is);
    };
    let blocked = |drive: &Drive| {
        let failure = drive.proposal().preview().blocked.clone().expect("blocked");
        said(&failure)
    };
    scale("0");
    let mut drive = begin(&ground);
    // The slices follow the pods.
    let begun = Instant::now();
    while drive.proposal().preview().blocked.is_none() && begun.elapsed() < Duration::from_secs(20) {
        drive.look_again();
    }
    assert!(
        blocked(&drive).contains("Requests would reach no pod behind shop-thumbnails"),
        "{}",
        blocked(&drive)
    );
    drive.approve(&[]);
    assert!(matches!(drive.state(), Some(StepState::Asked { .. })), "{:?}", drive.state());
    assert_eq!(leads_to(&ground), "shop");
    drive.event(What::Closed);
    scale("2");

    patch(&ground, &[], &json!({"spec": {"port": {"targetPort": "grpc"}}}));
    drive.look_again();
    assert!(blocked(&drive).contains("has the port grpc"), "{}", blocked(&drive));
    patch(
        &ground,
        &[],
        &json!({"spec": {"port": {"targetPort": "www"},
        "alternateBackends": [{"kind": "Service", "name": "old", "weight": 20}]}}),
    );
    drive.look_again();
    assert!(blocked(&drive).contains("old (20)"), "{}", blocked(&drive));
    patch(&ground, &[], &json!({"spec": {"alternateBackends": null, "to": {"name": "elsewhere"}}}));
    drive.look_again();
    assert!(
        blocked(&drive).contains("leads to elsewhere, and the procedure expects shop"),
        "{}",
        blocked(&drive)
    );
    // Where it leads already and no pod is ready, a second try is not done by that.
    scale("0");
    patch(&ground, &[], &json!({"spec": {"to": {"name": NEXT}}}));
    let begun = Instant::now();
    drive.look_again();
    while drive.proposal().preview().blocked.is_none() && begun.elapsed() < Duration::from_secs(20) {
        drive.look_again();
    }
    assert!(drive.proposal().preview().nothing_to_do.is_none());
    assert!(
        blocked(&drive).contains("Requests would reach no pod behind shop-thumbnails"),
        "{}",
        blocked(&drive)
    );
    succeed(&ground.space.kubectl(&["delete", ROUTE, "shop"]));
    drive.look_again();
    assert!(said(drive.failure()).contains("There is no route shop"), "{:?}", drive.failure());
}

fn changed_by_others(plane: &'static ControlPlane) {
    let ground = ground(plane, "route-changed", NEXT);
    let mut drive = begin(&ground);
    // Between the preview and the approval.
    let noted = json!({"metadata": {"annotations": {"haproxy.router.openshift.io/timeout": "5s"}}});
    patch(&ground, &[], &noted);
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), leads_to(&ground).as_str()), ("switch", "shop"), "nothing was sent");
    patch(&ground, &[], &json!({"spec": {"path": "/v2"}}));
    drive.approve(&[]);
    assert_eq!(drive.step(), "switch");
    assert_eq!(leads_to(&ground), "shop", "nothing was sent");
    assert!(drive.moved.iter().any(|moved| said(moved).contains("has been changed since it was shown")));
    assert!(shown(drive.proposal()).contains("localhost/v2"), "it is shown anew");
    agree_with_inverse(&mut drive);
    assert_eq!(leads_to(&ground), NEXT);

    // After the switch: the click is no approval any more.
    patch(&ground, &[], &json!({"spec": {"path": "/v3"}}));
    click(&mut drive);
    assert_eq!((drive.step().as_str(), leads_to(&ground).as_str()), ("undo-switch", NEXT));
    assert!(matches!(drive.state(), Some(StepState::Shown { .. })), "{:?}", drive.state());
    assert!(drive.moved.iter().any(|moved| said(moved).contains("not as it was agreed to beforehand")));
    drive.approve(&[]);
    assert_eq!(leads_to(&ground), "shop");
    assert_eq!(route(&ground)["spec"]["path"], "/v3", "what others changed stays");

    // The same when the route is another object of that name.
    agree_again(&ground, &mut drive);
    let spec = route(&ground)["spec"].clone();
    succeed(&ground.space.kubectl(&["delete", ROUTE, "shop"]));
    let again = json!({"apiVersion": "route.openshift.io/v1", "kind": "Route", "metadata": {"name": "shop"}, "spec": spec});
    ground.space.apply(&again.to_string());
    click(&mut drive);
    assert_eq!((drive.step().as_str(), leads_to(&ground).as_str()), ("undo-switch~2", NEXT));
    assert!(matches!(drive.state(), Some(StepState::Shown { .. })), "{:?}", drive.state());
}

fn agree_again(ground: &Ground, drive: &mut Drive) {
    assert_eq!(drive.step(), "switch");
    agree_with_inverse(drive);
    assert_eq!(leads_to(ground), NEXT);
}

/// The program ends behind the deed's start line: whether it happened, the route tells.
fn taken_up(plane: &'static ControlPlane) {
    let ground = ground(plane, "route-killed", NEXT);
    let mut drive = begin(&ground);
    agree_with_inverse(&mut drive);
    let journal = drive.journal_text();
    drop(drive);
    // Without the deed's end line and all that follows.
    let end = journal.lines().position(|line| line.contains("\"entry\":\"ended\"")).expect("an end line");
    let kept = journal.lines().take(end).fold(String::new(), |kept, line| kept + line + "\n");
    let file = ground.folder().join("journal.jsonl");
    for (to, expected) in
        [(NEXT, ProbeAnswer::Happened), ("shop", ProbeAnswer::DidNot), ("elsewhere", ProbeAnswer::CannotTell)]
    {
        std::fs::write(&file, &kept).expect("the journal");
        patch(&ground, &[], &json!({"spec": {"to": {"name": to}}}));
        let worker = worker();
        let session = ground.session(&worker);
        let mut drive = Drive::take_up(worker, session);
        assert_eq!(drive.asked().expect("an answer"), expected, "{to}");
        if to == NEXT {
            drive.settled(true);
            assert!(drive.proposal().preview().nothing_to_do.is_some(), "it is looked at again");
            drive.approve(&[]);
            assert_eq!(drive.step(), "look");
            // What was agreed to is in the journal: one click still leads back.
            click(&mut drive);
            assert_eq!(leads_to(&ground), "shop");
            let ended =
                drive.lines().into_iter().rev().find_map(|line| line.entry.end().map(|(_, end)| end.clone()));
            assert!(ended.is_some_and(|end| end.ending == Ending::Done));
        }
    }
}
