use std::collections::BTreeMap;

use serde_json::{Value, from_value, json};

use super::*;
use crate::{
    cluster::survey::{feed::Feed, project, shared::Shared},
    failure::{Failure, FailureKind},
    observed::{Link, survey::Column},
    words::Sentence,
};

fn deployment(name: &str, ready: i32) -> Row {
    let object: Value = json!({"metadata": {"name": name, "namespace": "shop", "uid": name, "generation": 1},
        "spec": {"replicas": 2, "selector": {"matchLabels": {"app": name}},
            "template": {"spec": {"containers": [{"name": "c", "image": "registry.example/web:2"}]}}},
        "status": {"observedGeneration": 1, "replicas": 2, "updatedReplicas": 2, "readyReplicas": ready,
            "availableReplicas": ready}});
    Row::Item(project::deployment(&from_value(object).expect("a Deployment"), &Shared::default()))
}

fn pod(name: &str, owner: &str, waiting: Option<&str>) -> Row {
    let state = match waiting {
        Some(reason) => json!({"waiting": {"reason": reason, "message": "no such tag"}}),
        None => json!({"running": {}}),
    };
    let object: Value = json!({"metadata": {"name": name, "namespace": "shop", "uid": name,
            "labels": {"app": "web"},
            "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": owner, "uid": "u",
                "controller": true}]},
        "spec": {"containers": [{"name": "c", "image": "registry.example/web:2"}], "nodeName": "node-a"},
        "status": {"phase": if waiting.is_some() { "Pending" } else { "Running" },
            "containerStatuses": [{"name": "c", "image": "i", "imageID": "", "ready": waiting.is_none(),
                "restartCount": 0, "state": state}]}});
    Row::Item(project::pod(&from_value(object).expect("a Pod"), &Shared::default()))
}

fn listed(board: &mut Board, feed: Feed, rows: Vec<(&str, Row)>) {
    let rows: BTreeMap<String, Row> = rows.into_iter().map(|(uid, row)| (uid.to_owned(), row)).collect();
    board.take(Message::Expected(feed));
    board.take(Message::Listed(feed, rows));
    board.take(Message::Running(feed));
}

fn state(survey: &Survey, name: &str) -> String {
    let item = survey.rows.iter().find(|item| &*item.name == name);
    item.map(|item| item.state.to_string()).unwrap_or_default()
}

#[test]
fn a_workload_that_is_not_ready_says_what_holds_its_pods_up() {
    let mut board = Board::default();
    listed(&mut board, Feed::Deployments, vec![("a", deployment("web", 1)), ("b", deployment("other", 2))]);
    let pods = vec![
        ("1", pod("web-5c9-x", "web-5c9", None)),
        ("2", pod("web-5c9-y", "web-5c9", Some("ImagePullBackOff"))),
    ];
    listed(&mut board, Feed::Pods, pods);
    let survey = board.survey(&Lens::default(), Timestamp::now());
    assert!(state(&survey, "web").contains("registry.example/web:2"), "{}", state(&survey, "web"));
    let tally = survey.tally(Section::Workloads).expect("workloads");
    assert_eq!((tally.all, tally.bad), (2, 1));
    assert_eq!(survey.tally(Section::Pods).expect("pods").bad, 1);
    // The pod is mended, and with it the reason goes.
    board.take(Message::Applied(Feed::Pods, "2".to_owned(), pod("web-5c9-y", "web-5c9", None)));
    board.take(Message::Applied(Feed::Deployments, "a".to_owned(), deployment("web", 2)));
    let survey = board.survey(&Lens::default(), Timestamp::now());
    assert_eq!(survey.tally(Section::Workloads).expect("workloads").problems, 0);
}

#[test]
fn what_has_not_changed_is_not_gathered_again() {
    let mut board = Board::default();
    listed(&mut board, Feed::Pods, vec![("1", pod("a-1-x", "a-1", None)), ("2", pod("b-1-x", "b-1", None))]);
    let lens = Lens { section: Section::Pods, ..Lens::default() };
    let first = board.survey(&lens, Timestamp::now());
    board.take(Message::Heard);
    board.take(Message::Applied(Feed::Pods, "1".to_owned(), pod("a-1-x", "a-1", None)));
    let second = board.survey(&lens, Timestamp::now());
    assert!(Arc::ptr_eq(&first.rows, &second.rows));
    let reversed = Lens { by: Column::Name, is_reversed: true, ..lens };
    let third = board.survey(&reversed, Timestamp::now());
    assert_eq!(third.rows.first().map(|item| item.name.to_string()).as_deref(), Some("b-1-x"));
    board.take(Message::Deleted(Feed::Pods, "2".to_owned()));
    assert_eq!(board.survey(&reversed, Timestamp::now()).rows.len(), 1);
}

#[test]
fn a_kind_that_is_not_allowed_is_named_and_the_rest_is_live() {
    let mut board = Board::default();
    listed(&mut board, Feed::Pods, Vec::new());
    let refused = Failure::new(FailureKind::Person, Sentence::new("survey-none"));
    board.take(Message::Expected(Feed::Ingresses));
    board.take(Message::Failed(Feed::Ingresses, refused.clone(), true));
    let survey = board.survey(&Lens::default(), Timestamp::now());
    assert_eq!(survey.unseen, std::slice::from_ref(&refused));
    assert!(matches!(survey.link, Link::Live { .. }), "{:?}", survey.link);
    board.take(Message::Failed(Feed::Pods, refused, false));
    let survey = board.survey(&Lens::default(), Timestamp::now());
    assert!(matches!(survey.link, Link::Stale { heard_at: Some(_), .. }), "{:?}", survey.link);
}

/// An Ingress and what stands behind it.
fn route_behind(board: &mut Board) {
    let object = json!({"metadata": {"name": "web", "namespace": "shop", "uid": "r"}, "spec": {"rules": [
        {"host": "web.example", "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend":
            {"service": {"name": "web", "port": {"number": 80}}}}]}}]},
        "status": {"loadBalancer": {"ingress": [{"ip": "192.0.2.7"}]}}});
    let object: k8s_openapi::api::networking::v1::Ingress = from_value(object).expect("an Ingress");
    let item = project::bare("Ingress", &object, &Shared::default());
    let parts = Box::new(crate::cluster::routes::ingress(&object));
    listed(board, Feed::Ingresses, vec![("r", Row::Route(item, parts))]);
    let service = json!({"metadata": {"name": "web", "namespace": "shop"}, "spec": {"selector": {"app": "web"},
        "ports": [{"port": 80}]}});
    let service = crate::cluster::routes::service(&from_value(service).expect("a Service"));
    listed(board, Feed::Services, vec![("s", Row::Service(service))]);
    let slice = json!({"addressType": "IPv4", "metadata": {"name": "web-1", "namespace": "shop",
        "labels": {"kubernetes.io/service-name": "web"}}, "ports": [{"name": "", "port": 8080}],
        "endpoints": [{"addresses": ["10.0.0.1"]}]});
    let slice = crate::cluster::routes::slice(&from_value(slice).expect("a slice"));
    listed(board, Feed::Slices, vec![("e", Row::Slice(slice))]);
}

#[test]
fn a_route_is_only_judged_while_everything_of_it_is_followed() {
    let mut board = Board::default();
    route_behind(&mut board);
    let lens = Lens { section: Section::Routes, ..Lens::default() };
    let mut said = |message: Option<Message<Feed, Row>>| {
        if let Some(message) = message {
            board.take(message);
        }
        state(&board.survey(&lens, Timestamp::now()), "web")
    };
    let failure = || Failure::new(FailureKind::World, Sentence::new("survey-none"));
    assert_eq!(said(None), "Leads to ready pods");
    let slices = said(Some(Message::Failed(Feed::Slices, failure(), false)));
    assert_eq!(slices, "Services and their endpoints are not read, or not yet");
    assert_eq!(said(Some(Message::Running(Feed::Slices))), "Leads to ready pods");
    let itself = said(Some(Message::Failed(Feed::Ingresses, failure(), false)));
    assert_eq!(itself, "Objects of the kind Ingress are not followed at present: what is shown may be old");
    assert_eq!(said(Some(Message::Running(Feed::Ingresses))), "Leads to ready pods");
}

#[test]
fn a_kind_that_a_server_may_lack_is_awaited_and_its_failure_is_told() {
    let mut board = Board::default();
    listed(&mut board, Feed::Pods, Vec::new());
    let failure = Failure::new(FailureKind::World, Sentence::new("survey-none"));
    let mut after = |message: Message<Feed, Row>| {
        board.take(message);
        let survey = board.survey(&Lens::default(), Timestamp::now());
        assert!(matches!(survey.link, Link::Live { .. }), "{:?}", survey.link);
        let has = |sections: &BTreeSet<Section>| sections.contains(&Section::Routes);
        (has(&survey.partial), has(&survey.hidden), survey.unseen.len())
    };
    assert_eq!(after(Message::Expected(Feed::Routes(0))), (true, false, 0));
    assert_eq!(after(Message::Failed(Feed::Routes(0), failure, false)), (false, true, 1));
    assert_eq!(after(Message::Absent(Feed::Routes(0))), (false, false, 0));
}

/// A warning about an object.
fn event(about: (&str, &str), reason: &str, at: &str) -> Row {
    let object: Value = json!({"metadata": {"name": "e", "namespace": "shop", "uid": "e"}, "type": "Warning",
        "involvedObject": {"kind": about.0, "name": about.1, "namespace": "shop", "uid": about.1},
        "reason": reason, "message": "exceeded quota: small", "lastTimestamp": at});
    Row::Item(project::warning(&from_value(object).expect("an Event"), &Shared::default()))
}

fn job() -> Row {
    let object: Value =
        json!({"metadata": {"name": "dump", "namespace": "shop", "uid": "dump"}, "spec": {"template": {}}});
    Row::Item(project::job(&from_value(object).expect("a Job"), &Shared::default()))
}

#[test]
fn what_only_events_know_is_told_until_it_is_over() {
    let mut board = Board::default();
    listed(&mut board, Feed::Jobs, vec![("dump", job())]);
    listed(&mut board, Feed::Pods, Vec::new());
    let refused = event(("Job", "dump"), "FailedCreate", "2026-01-01T00:00:10Z");
    board.take(Message::Applied(Feed::Events, "e".to_owned(), refused));
    let lens = Lens { section: Section::Jobs, ..Lens::default() };
    let survey = board.survey(&lens, Timestamp::now());
    let row = survey.rows.first().expect("the job");
    assert_eq!((row.mark, &*row.state), (Mark::Warning, "exceeded quota: small"));
    assert!(row.hint.as_deref().is_some_and(|hint| hint.contains("quota")), "{row:?}");
    // It gets its pod at last; the event stays for an hour.
    let object: Value = json!({"metadata": {"name": "dump-x", "namespace": "shop", "uid": "p",
            "creationTimestamp": "2026-01-01T00:00:20Z",
            "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "name": "dump", "uid": "dump",
                "controller": true}]},
        "spec": {"containers": [{"name": "c"}]},
        "status": {"phase": "Running", "containerStatuses": [{"name": "c", "image": "i", "imageID": "",
            "ready": false, "restartCount": 0, "state": {"running": {}}}]}});
    let pod = Row::Item(project::pod(&from_value(object).expect("a Pod"), &Shared::default()));
    board.take(Message::Applied(Feed::Pods, "p".to_owned(), pod));
    let survey = board.survey(&lens, Timestamp::now());
    assert_eq!(survey.rows.first().expect("the job").mark, Mark::Note);
    // Its probe fails: at first that is how programs start.
    let lens = Lens { section: Section::Pods, ..Lens::default() };
    for (at, mark) in [("2026-01-01T00:00:25Z", Mark::Note), ("2026-01-01T00:01:00Z", Mark::Warning)] {
        let fails = event(("Pod", "p"), "Unhealthy", at);
        board.take(Message::Applied(Feed::Events, "u".to_owned(), fails));
        let survey = board.survey(&lens, Timestamp::now());
        let row = survey.rows.first().expect("the pod");
        assert_eq!((row.mark, row.hint.is_some()), (mark, true), "{row:?}");
        assert!(row.state.contains("0 of 1"), "{row:?}");
    }
}

#[test]
fn a_late_workload_keeps_its_next_step_where_its_pod_has_none() {
    let item = |kind: &str, name: &str, hint: Option<&str>| {
        let object: Value = json!({"metadata": {"name": name, "namespace": "shop", "uid": name}});
        let object: k8s_openapi::api::core::v1::Pod = from_value(object).expect("an object");
        let bare = project::bare(kind, &object, &Shared::default());
        Arc::new(Item { mark: Mark::Bad, is_moving: true, hint: hint.map(Arc::from), ..(*bare).clone() })
    };
    let causes = |hint: Option<&str>| {
        HashMap::from([((Arc::from("shop"), "Deployment/web".to_owned()), item("Pod", "web-1", hint))])
    };
    let hint = |of_pod: Option<&str>| {
        let row = with_cause(item("Deployment", "web", Some("its own")), &causes(of_pod));
        row.hint.as_deref().map(str::to_owned)
    };
    assert_eq!(hint(None).as_deref(), Some("its own"));
    assert_eq!(hint(Some("the pod's")).as_deref(), Some("the pod's"));
}

#[test]
fn a_probe_that_fails_after_a_slow_pull_is_a_program_that_starts() {
    let mut board = Board::default();
    let object: Value = json!({"metadata": {"name": "p", "namespace": "shop", "uid": "p",
            "creationTimestamp": "2026-01-01T00:00:00Z"},
        "spec": {"containers": [{"name": "c"}]},
        "status": {"phase": "Running", "containerStatuses": [{"name": "c", "image": "i", "imageID": "",
            "ready": false, "restartCount": 0, "state": {"running": {"startedAt": "2026-01-01T00:03:00Z"}}}]}});
    let object: k8s_openapi::api::core::v1::Pod = from_value(object).expect("a Pod");
    let started = project::started(&object).expect("a start");
    let pod = Row::Running(project::pod(&object, &Shared::default()), started);
    listed(&mut board, Feed::Pods, vec![("p", pod)]);
    let lens = Lens { section: Section::Pods, ..Lens::default() };
    for (at, mark) in [("2026-01-01T00:03:10Z", Mark::Note), ("2026-01-01T00:03:30Z", Mark::Warning)] {
        let fails = event(("Pod", "p"), "Unhealthy", at);
        board.take(Message::Applied(Feed::Events, "u".to_owned(), fails));
        let survey = board.survey(&lens, Timestamp::now());
        assert_eq!(survey.rows.first().expect("the pod").mark, mark);
    }
}
