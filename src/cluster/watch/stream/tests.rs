use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use http::{Request, Response};
use http_body_util::StreamBody;
use hyper::body::{Bytes, Frame};
use k8s_openapi::api::apps::v1::Deployment;
use kube::client::{Body, ClientBuilder};
use serde_json::{Value, json};

use super::*;
use crate::cluster::connect::Cluster;
use crate::cluster::watch::WatchSpec;
use crate::observed::{Link, Observed};

/// What a played server answers: HTTP status and body, by path and query.
type Play = fn(&str, usize) -> (u16, Vec<Value>);

struct Played {
    cluster: Cluster,
    asked: Arc<Mutex<Vec<String>>>,
}

/// A server without streaming lists that answers by `play`; the number counts the requests with the same path and kind
/// of request.
fn played(play: Play) -> Played {
    server(play, false)
}

/// The same, for a server that has them: `stream …` asks for one.
fn streaming(play: Play) -> Played {
    server(play, true)
}

fn server(play: Play, has_streams: bool) -> Played {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    let server = tower::service_fn(move |request: Request<Body>| {
        let query = request.uri().query().unwrap_or_default();
        let (is_stream, is_watch) = (query.contains("sendInitialEvents=true"), query.contains("watch=true"));
        let kind = match (is_stream, is_watch) {
            (true, _) => "stream",
            (false, true) => "watch",
            (false, false) => "list",
        };
        let short = format!("{kind} {}", request.uri().path());
        let count = {
            let mut log = log.lock().unwrap();
            log.push(short.clone());
            log.iter().filter(|one| **one == short).count()
        };
        async move {
            let (status, body) = if is_stream && !has_streams {
                let why =
                    "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled";
                (422, vec![json!({"kind": "Status", "code": 422, "reason": "Invalid", "message": why})])
            } else {
                play(&short, count)
            };
            let lines: Vec<String> = body.iter().map(Value::to_string).collect();
            if status == 200 && is_watch && lines.is_empty() {
                // An open watch in which nothing happens.
                tokio::time::sleep(Duration::from_secs(30)).await;
            }
            Response::builder().status(status).body(Body::from(lines.join("\n").into_bytes()))
        }
    });
    Played { cluster: Cluster::played(ClientBuilder::new(server, "a").build(), "a"), asked }
}

fn list(names: &[&str]) -> Vec<Value> {
    let items: Vec<Value> = names
        .iter()
        .map(|name| {
            json!({"metadata": {"name": name, "uid": format!("uid-{name}"), "resourceVersion": "5"},
                "spec": {"selector": {"matchLabels": {"app": name}}, "template": {}}})
        })
        .collect();
    vec![json!({"kind": "List", "apiVersion": "v1", "metadata": {"resourceVersion": "5"}, "items": items})]
}

fn gone() -> Value {
    json!({"kind": "Status", "code": 410, "reason": "Expired", "message": "too old"})
}

fn start(played: &Played) -> (tokio::sync::watch::Receiver<Arc<Observed>>, Arc<AtomicUsize>) {
    let wakes = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&wakes);
    let wake: crate::cluster::watch::Wake = Arc::new(move || {
        count.fetch_add(1, Ordering::Relaxed);
    });
    let names = vec!["web".to_owned(), "api".to_owned()];
    let spec = WatchSpec { kind: "Deployment".to_owned(), names, selector: None };
    (crate::cluster::watch::start(&played.cluster, vec![spec], wake), wakes)
}

fn count(played: &Played, what: &str) -> usize {
    played.asked.lock().unwrap().iter().filter(|one| *one == what).count()
}

const DEPLOYMENTS: &str = "/apis/apps/v1/namespaces/a/deployments";

#[tokio::test]
async fn a_history_that_is_gone_is_listed_anew_and_what_vanished_goes() {
    let played = played(|what, count| match (what, count) {
        ("list /apis/apps/v1/namespaces/a/deployments", 1) => (200, list(&["web", "api"])),
        ("list /apis/apps/v1/namespaces/a/deployments", _) => (200, list(&["web"])),
        ("watch /apis/apps/v1/namespaces/a/deployments", 1) => {
            (200, vec![json!({"type": "ERROR", "object": gone()})])
        }
        (what, _) if what.starts_with("watch") => (200, vec![]),
        _ => (200, list(&[])),
    });
    let (mut rows, _) = start(&played);
    let relisted =
        rows.wait_for(|rows| count(&played, &format!("list {DEPLOYMENTS}")) > 1 && rows.workloads.len() == 1);
    tokio::time::timeout(Duration::from_secs(5), relisted).await.unwrap().unwrap();
    assert_eq!(count(&played, &format!("list {DEPLOYMENTS}")), 2);
}

#[tokio::test]
async fn what_is_forbidden_is_asked_once() {
    let played = played(|what, _| {
        if what.contains("deployments") {
            let text = r#"deployments.apps is forbidden: User "nobody" cannot list resource "deployments" in API group "apps""#;
            (403, vec![json!({"kind": "Status", "code": 403, "reason": "Forbidden", "message": text})])
        } else if what.starts_with("watch") {
            (200, vec![])
        } else {
            (200, list(&[]))
        }
    });
    let (mut rows, wakes) = start(&played);
    let stale = rows.wait_for(|rows| matches!(rows.link, Link::Stale { .. }));
    drop(tokio::time::timeout(Duration::from_secs(5), stale).await.unwrap().unwrap());
    tokio::time::sleep(Duration::from_millis(500)).await;
    let before = wakes.load(Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(count(&played, &format!("list {DEPLOYMENTS}")), 1);
    assert_eq!(wakes.load(Ordering::Relaxed), before);
}

#[tokio::test]
async fn a_failing_server_is_not_asked_without_pause() {
    let played = played(|what, _| {
        if what.contains("deployments") {
            (500, vec![json!({"kind": "Status", "code": 500, "message": "broken"})])
        } else {
            (200, list(&[]))
        }
    });
    let (rows, _) = start(&played);
    tokio::time::sleep(Duration::from_secs(3)).await;
    let asked = count(&played, &format!("list {DEPLOYMENTS}"));
    assert!((2..=6).contains(&asked), "{asked}");
    // A watch that ends at once is not opened again at once.
    let watched = count(&played, "watch /api/v1/namespaces/a/pods");
    assert!(watched <= 4, "{watched}");
    drop(rows);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let before = played.asked.lock().unwrap().len();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(played.asked.lock().unwrap().len(), before, "the watches end with their last reader");
}

fn event(kind: &str, name: &str) -> Value {
    let objects = list(&[name]);
    let mut object = objects.first().and_then(|list| list.pointer("/items/0")).expect("an object").clone();
    object["apiVersion"] = json!("apps/v1");
    object["kind"] = json!("Deployment");
    json!({"type": kind, "object": object})
}

/// The bookmark after the last object of a streaming list.
fn end() -> Value {
    let metadata = json!({"resourceVersion": "5", "annotations": {"k8s.io/initial-events-end": "true"}});
    json!({"type": "BOOKMARK", "object": {"kind": "Deployment", "apiVersion": "apps/v1", "metadata": metadata}})
}

#[tokio::test]
async fn a_server_with_streaming_lists_is_asked_for_no_other() {
    let played = streaming(|what, _| match what {
        "stream /apis/apps/v1/namespaces/a/deployments" => {
            (200, vec![event("ADDED", "web"), event("ADDED", "api"), end()])
        }
        what if what.starts_with("stream") => (200, vec![end()]),
        what if what.starts_with("watch") => (200, vec![]),
        _ => (500, vec![json!({"kind": "Status", "code": 500, "message": "nobody lists"})]),
    });
    let (mut rows, _) = start(&played);
    let told = rows.wait_for(|rows| rows.workloads.len() == 2);
    drop(tokio::time::timeout(Duration::from_secs(5), told).await.unwrap().unwrap());
    assert_eq!(count(&played, &format!("list {DEPLOYMENTS}")), 0);
}

#[tokio::test]
async fn what_goes_while_a_long_list_comes_does_not_stay() {
    let played = streaming(|what, _| match what {
        "stream /api/v1/namespaces/a/pods" => {
            let pod = |kind: &str, name: &str| {
                let labels = json!({"app": "web"});
                let metadata = json!({"name": name, "uid": name, "resourceVersion": "5", "labels": labels});
                json!({"type": kind, "object": {"apiVersion": "v1", "kind": "Pod", "metadata": metadata}})
            };
            let mut told: Vec<Value> = (0..PART + 50).map(|at| pod("ADDED", &format!("p{at}"))).collect();
            told.extend([pod("DELETED", "p0"), pod("DELETED", &format!("p{}", PART + 1)), end()]);
            (200, told)
        }
        "stream /apis/apps/v1/namespaces/a/deployments" => (200, vec![event("ADDED", "web"), end()]),
        what if what.starts_with("stream") => (200, vec![end()]),
        _ => (200, vec![]),
    });
    let (mut rows, _) = start(&played);
    let told = rows.wait_for(|rows| rows.pods.len() == PART + 48);
    let rows = tokio::time::timeout(Duration::from_secs(5), told).await.unwrap().unwrap();
    assert!(rows.pods.iter().all(|pod| pod.name != "p0"));
}

#[tokio::test]
async fn a_server_whose_streaming_lists_fail_is_asked_for_pages() {
    let played = streaming(|what, _| match what {
        what if what.starts_with("stream") => (504, vec![json!({"kind": "Status", "code": 504})]),
        what if what.starts_with("watch") => (200, vec![]),
        "list /apis/apps/v1/namespaces/a/deployments" => (200, list(&["web"])),
        _ => (200, list(&[])),
    });
    let (mut rows, _) = start(&played);
    let told = rows.wait_for(|rows| !rows.workloads.is_empty());
    assert_eq!(tokio::time::timeout(Duration::from_secs(5), told).await.unwrap().unwrap().workloads.len(), 1);
}

#[tokio::test]
async fn a_streaming_list_that_ends_early_is_asked_for_in_pages_and_what_it_told_does_not_stay() {
    let played = streaming(|what, count| match (what, count) {
        ("stream /apis/apps/v1/namespaces/a/deployments", 1) => (200, vec![event("ADDED", "web")]),
        ("list /apis/apps/v1/namespaces/a/deployments", _) => (200, list(&["api"])),
        (what, _) if what.starts_with("stream") => (200, vec![end()]),
        (what, _) if what.starts_with("watch") => (200, vec![]),
        _ => (500, vec![json!({"kind": "Status", "code": 500, "message": "nobody lists"})]),
    });
    let (mut rows, _) = start(&played);
    let told = rows.wait_for(|rows| !rows.workloads.is_empty());
    let rows = tokio::time::timeout(Duration::from_secs(5), told).await.unwrap().unwrap();
    let names: Vec<_> = rows.workloads.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["api"]);
}

/// By the answer itself and not in the stream, as some servers do.
#[tokio::test]
async fn a_history_that_is_gone_again_and_again_is_not_listed_without_pause() {
    let played = played(|what, _| match what {
        "watch /apis/apps/v1/namespaces/a/deployments" => (410, vec![gone()]),
        "list /apis/apps/v1/namespaces/a/deployments" => (200, list(&["web", "api"])),
        what if what.starts_with("watch") => (200, vec![]),
        _ => (200, list(&[])),
    });
    let (mut rows, _) = start(&played);
    let told = rows.wait_for(|rows| rows.workloads.len() == 2);
    drop(tokio::time::timeout(Duration::from_secs(5), told).await.unwrap().unwrap());
    tokio::time::sleep(Duration::from_secs(3)).await;
    let asked = count(&played, &format!("list {DEPLOYMENTS}"));
    assert!((2..=6).contains(&asked), "{asked}");
    let rows = rows.borrow();
    assert_eq!(rows.workloads.len(), 2, "the last good rows stay");
    assert!(!rows.is_live(), "{:?}", rows.link);
}

#[tokio::test]
async fn what_was_allowed_before_is_tried_again_when_it_is_refused() {
    let played = played(|what, count| match (what, count) {
        ("watch /apis/apps/v1/namespaces/a/deployments", 1) => {
            (200, vec![json!({"type": "ERROR", "object": gone()})])
        }
        // A server that starts knows nobody's rights yet.
        ("list /apis/apps/v1/namespaces/a/deployments", 2 | 3) => {
            (403, vec![json!({"kind": "Status", "code": 403, "reason": "Forbidden", "message": "forbidden"})])
        }
        ("list /apis/apps/v1/namespaces/a/deployments", 1) => (200, list(&["web", "api"])),
        ("list /apis/apps/v1/namespaces/a/deployments", _) => (200, list(&["web"])),
        (what, _) if what.starts_with("watch") => (200, vec![]),
        _ => (200, list(&[])),
    });
    let (mut rows, _) = start(&played);
    let told = rows.wait_for(|rows| rows.workloads.len() == 1);
    let rows = tokio::time::timeout(Duration::from_secs(10), told).await.unwrap().unwrap();
    assert!(rows.unseen.is_empty(), "{:?}", rows.unseen);
}

/// The stream of the Deployments of a played server, and what it tells.
fn stream(cluster: &Cluster) -> (Stream<Deployment, (), String>, mpsc::Receiver<Message<(), String>>) {
    let (out, told) = mpsc::channel(64);
    let stream = Stream {
        feed: (),
        api: Api::namespaced(cluster.client(), "a"),
        kind: "Deployment",
        labels: None,
        fields: None,
        keep: Box::new(|_| true),
        project: Box::new(|one: &Deployment| one.name_any()),
        out,
        namespace: Some("a".to_owned()),
        is_optional: false,
    };
    (stream, told)
}

#[tokio::test]
async fn what_was_allowed_and_is_refused_for_long_is_told_as_missing_and_asked_for_seldom() {
    let (stream, mut told) = stream(&played(|_, _| (200, list(&[]))).cluster);
    let message = "forbidden".to_owned();
    let forbidden = Refusal::Forbidden { who: None, what: None, message };
    let error = ClusterError::call(&stream.attempt(Verb::Watch), forbidden);
    let mut course = Course { has_told: true, ..Course::default() };
    for _ in 0..DOUBTS {
        assert!(stream.failed(&error, &mut course).await.is_ok_and(|pause| pause < SELDOM));
        assert!(matches!(told.recv().await, Some(Message::Failed((), _, false))));
    }
    assert_eq!(stream.failed(&error, &mut course).await, Ok(SELDOM));
    assert!(matches!(told.recv().await, Some(Message::Failed((), _, true))));
    // What never was allowed is not asked for again.
    assert_eq!(stream.failed(&error, &mut Course::default()).await, Err(Ended::Refused));
}

#[tokio::test]
async fn a_server_that_is_out_of_order_is_not_asked_for_everything() {
    let played = played(|what, _| match what {
        "watch /apis/apps/v1/namespaces/a/deployments" => {
            (503, vec![json!({"kind": "Status", "code": 503, "message": "not now"})])
        }
        "list /apis/apps/v1/namespaces/a/deployments" => (200, list(&["web"])),
        what if what.starts_with("watch") => (200, vec![]),
        _ => (200, list(&[])),
    });
    let (rows, _) = start(&played);
    let tried = async {
        while count(&played, &format!("watch {DEPLOYMENTS}")) < 4 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), tried).await.unwrap();
    assert_eq!(count(&played, &format!("list {DEPLOYMENTS}")), 1);
    drop(rows);
}

/// The next word about the watch itself.
async fn next_word(told: &mut mpsc::Receiver<Message<(), String>>) -> &'static str {
    loop {
        let message = tokio::time::timeout(Duration::from_secs(30), told.recv()).await.unwrap();
        match message.expect("the stream goes on") {
            Message::Running(()) => return "runs",
            Message::Lapsed(()) => return "lapsed",
            Message::Failed((), failure, _) => panic!("{failure:?}"),
            Message::Expected(())
            | Message::Part(..)
            | Message::Whole(())
            | Message::Listed(..)
            | Message::Applied(..)
            | Message::Deleted(..)
            | Message::Absent(())
            | Message::Heard
            | Message::Back
            | Message::Silent(_) => {}
        }
    }
}

#[tokio::test]
async fn rows_are_not_live_while_a_watch_takes_long_to_open() {
    let played = played(|what, _| {
        let is_watch = what.starts_with("watch");
        (200, if is_watch { vec![] } else { list(&["web"]) })
    });
    let (stream, mut told) = stream(&played.cluster);
    let (_rounds, restart) = watch::channel(0);
    let following = tokio::spawn(stream.follow(restart));
    assert_eq!(next_word(&mut told).await, "lapsed");
    following.abort();
}

/// Only the connections of watches are dead: one opens and then says nothing, and all else is answered.
#[tokio::test]
async fn a_watch_that_falls_silent_is_not_live_and_is_opened_anew_without_an_error() {
    let server = tower::service_fn(|request: Request<Body>| async move {
        let query = request.uri().query().unwrap_or_default();
        let (status, answer) = match (query.contains("sendInitialEvents=true"), query.contains("watch=true"))
        {
            (true, _) => (422_u16, Some(json!({"kind": "Status", "code": 422, "reason": "Invalid"}))),
            (false, true) => (200, None),
            (false, false) => (200, list(&["web"]).pop()),
        };
        let body = match answer {
            Some(answer) => {
                let data = Ok::<_, Infallible>(Frame::data(Bytes::from(answer.to_string())));
                futures::stream::iter([data]).boxed()
            }
            None => futures::stream::pending().boxed(),
        };
        Response::builder().status(status).body(StreamBody::new(body))
    });
    let cluster = Cluster::played(ClientBuilder::new(server, "a").build(), "a");
    let (stream, mut told) = stream(&cluster);
    let (_rounds, restart) = watch::channel(0);
    let following = tokio::spawn(stream.follow(restart));
    // The list before may be slow.
    while next_word(&mut told).await != "runs" {}
    assert_eq!(next_word(&mut told).await, "lapsed");
    while next_word(&mut told).await != "runs" {}
    following.abort();
}
