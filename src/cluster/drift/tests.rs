//! What it is for: what is asked of the server and what never, against a played one. In: fixtures. Out: assertions.
//! Never: a real cluster.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use super::*;
use crate::{
    cluster::{
        connect::{self, ConnectOptions},
        error::{Attempt, FieldProblem},
        kubeconfig::{self, KubeconfigSource, Surroundings},
    },
    names::{ObjectName, ObjectRef},
};

fn failed(verb: Verb, refusal: Refusal) -> ApplyError {
    let object = ObjectRef {
        group: "apps".to_owned(),
        version: "v1".to_owned(),
        kind: "Deployment".to_owned(),
        name: ObjectName::new("web").expect("a name"),
    };
    let source = ClusterError::call(&Attempt::on(verb, &object), refusal);
    ApplyError::Call { object: Box::new(object), source: Box::new(source) }
}

fn patch(refusal: Refusal) -> ApplyError {
    failed(Verb::Patch, refusal)
}

fn invalid(message: &str) -> ApplyError {
    patch(Refusal::Invalid { problems: Vec::new(), message: message.to_owned() })
}

#[test]
fn a_webhook_that_forbids_dry_runs_is_named() {
    let failure = why(&invalid("admission webhook \"quota.example.org\" does not support dry run"));
    assert!(failure.summary.text().contains("quota.example.org"), "{failure:?}");
    assert!(failure.hint.is_some());
}

#[test]
fn a_lost_connection_ends_the_comparison_and_a_refusal_does_not() {
    let message = String::new;
    let late = || Refusal::Timeout { after: std::time::Duration::from_secs(15) };
    assert!(is_lost(&failed(Verb::Get, late())));
    // A dry run may wait for a webhook of its own kind.
    assert!(!is_lost(&patch(late())));
    assert!(is_lost(&patch(Refusal::Unauthorized { user: None, file: None })));
    assert!(!is_lost(&patch(Refusal::Forbidden { who: None, what: None, message: message() })));
    assert!(!is_lost(&patch(Refusal::Server { status: 500, message: message() })));
}

#[test]
fn only_a_missing_namespace_is_told_as_one() {
    let missing = |message: &str| why(&patch(Refusal::NotFound { message: message.to_owned() })).summary.key;
    assert_eq!(missing("namespaces \"shop\" not found"), "drift-no-namespace");
    assert_ne!(missing("the server could not find the requested resource"), "drift-no-namespace");
    assert_ne!(missing("priorityclasses.scheduling.k8s.io \"x\" not found"), "drift-no-namespace");
}

#[test]
fn what_can_only_be_set_when_it_is_made_differs() {
    let problems = vec![FieldProblem {
        field: "spec.selector".to_owned(),
        problem: "Invalid value: field is immutable".to_owned(),
    }];
    let by_field = patch(Refusal::Invalid { problems, message: String::new() });
    let by_words = invalid("updates to statefulset spec for fields other than 'replicas' are forbidden");
    for error in [by_field, by_words] {
        let Answer::Fixed(failure) = refused(&error) else { panic!("{error:?}") };
        assert_eq!(failure.summary.key, "drift-fixed");
        let step = failure.hint.as_ref().map(Sentence::text).unwrap_or_default();
        assert!(step.contains("Leave the field as it is") && step.contains("deletes the data"), "{step}");
    }
    assert!(matches!(refused(&invalid("spec.replicas: Required value")), Answer::Refused(_)));
}

#[test]
fn what_a_webhook_or_a_policy_refuses_is_no_fixed_field() {
    for message in [
        "admission webhook \"rules.example\" denied the request: field is immutable",
        "ValidatingAdmissionPolicy 'labels' with binding 'all' denied request: field is immutable",
    ] {
        let problems = vec![FieldProblem { field: String::new(), problem: "field is immutable".to_owned() }];
        let error = patch(Refusal::Invalid { problems, message: message.to_owned() });
        let Answer::Refused(failure) = refused(&error) else { panic!("{message}") };
        assert_eq!(failure.summary.key, "cluster-policy", "{failure:?}");
    }
}

/// How often each request came, by method and path.
type Seen = Arc<Mutex<BTreeMap<String, usize>>>;

/// A server with custom resources, and groups that another server answers for (one with the parameter in its description,
/// one without, one without a description), or whose server may not be asked for (one of them with a description).
fn answer(method: &str, path: &str) -> (&'static str, Value) {
    let status = |code: u32, reason: &str| json!({"kind": "Status", "code": code, "reason": reason, "message": reason});
    let group = path.strip_prefix("/apis/").and_then(|path| path.strip_suffix("/v1"));
    if let Some(group) = group {
        let things = json!([{"name": "things", "kind": "Thing", "namespaced": true, "verbs": []}]);
        return (
            "200 OK",
            json!({"kind": "APIResourceList", "groupVersion": format!("{group}/v1"), "resources": things}),
        );
    }
    let described = path.strip_prefix("/openapi/v3/apis/").and_then(|path| path.strip_suffix("/v1"));
    if let Some(group @ ("told.example" | "other.example" | "closed.example")) = described {
        let name = if group == "other.example" { "force" } else { "dryRun" };
        let path = format!("/apis/{group}/v1/namespaces/{{namespace}}/things/{{name}}");
        let item = json!({"patch": {"parameters": [{"name": name, "in": "query"}]}});
        return ("200 OK", json!({"openapi": "3.0.0", "paths": {path: item}}));
    }
    match path.rsplit('/').next().unwrap_or_default() {
        "v1.own.example" => ("200 OK", json!({"spec": {"group": "own.example"}})),
        "v1.other.example" | "v1.told.example" | "v1.silent.example" => {
            ("200 OK", json!({"spec": {"service": {"name": "other"}}}))
        }
        "things.defined.example" => ("200 OK", json!({"spec": {}})),
        name if name.ends_with(".example") => ("403 Forbidden", status(403, "Forbidden")),
        _ if method == "PATCH" => ("200 OK", json!({"metadata": {"name": "x"}})),
        _ => ("404 Not Found", status(404, "NotFound")),
    }
}

async fn serve(mut socket: TcpStream, seen: Seen) {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let read = socket.read(&mut chunk).await.unwrap_or(0);
        bytes.extend(chunk.iter().take(read));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            if read == 0 {
                return;
            }
            continue;
        };
        let length =
            head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if read > 0 && body.len() < length.unwrap_or(0) {
            continue;
        }
        let mut words = head.split([' ', '?']);
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        *seen.lock().expect("the requests").entry(format!("{method} {path}")).or_default() += 1;
        let (status, answer) = answer(method, path);
        let answer = answer.to_string();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            answer.len()
        );
        socket.write_all(format!("{head}{answer}").as_bytes()).await.ok();
        return;
    }
}

async fn played() -> (Cluster, Seen) {
    drop(rustls::crypto::ring::default_provider().install_default());
    let seen = Seen::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its address").port();
    let served = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(serve(socket, Arc::clone(&served)));
        }
    });
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("config");
    let config = json!({"apiVersion": "v1", "kind": "Config", "current-context": "c", "users": [{"name": "u", "user": {}}],
        "clusters": [{"name": "k", "cluster": {"server": format!("http://127.0.0.1:{port}")}}],
        "contexts": [{"name": "c", "context": {"cluster": "k", "user": "u"}}]});
    std::fs::write(&file, config.to_string()).expect("a kubeconfig");
    let files = kubeconfig::read(&KubeconfigSource::File(file), &Surroundings::default()).expect("files");
    let choice = files.choose(&files.contexts.first().expect("a context").name).expect("a choice");
    let namespace = Namespace::new("a").expect("a namespace");
    let cluster = connect::connect(&choice, &namespace, &ConnectOptions::default()).await;
    (cluster.expect("a connection"), seen)
}

fn thing(group: &str, name: &str) -> Value {
    json!({"apiVersion": format!("{group}.example/v1"), "kind": "Thing", "metadata": {"name": name}})
}

fn sent(seen: &Seen, word: &str) -> Vec<(String, usize)> {
    let seen = seen.lock().expect("the requests");
    seen.iter().filter(|(line, _)| line.contains(word)).map(|(line, count)| (line.clone(), *count)).collect()
}

#[tokio::test]
async fn a_dry_run_goes_only_where_it_is_known_to_be_one() {
    let (cluster, seen) = played().await;
    let objects = [
        thing("own", "x"),
        thing("own", "y"),
        thing("other", "x"),
        thing("told", "x"),
        thing("silent", "x"),
        thing("closed", "x"),
        thing("defined", "x"),
        thing("hidden", "x"),
        thing("hidden", "y"),
    ];
    let objects: Vec<&Value> = objects.iter().collect();
    let answers = compare(&cluster, &Scope::One("a".to_owned()), &objects, |_| {}).await.expect("answers");
    let told = |answer: &Answer| match answer {
        Answer::Checked(_) => "checked".to_owned(),
        Answer::NotAsked(why) => why.key.clone(),
        other @ (Answer::Elsewhere | Answer::Fixed(_) | Answer::Refused(_)) => format!("{other:?}"),
    };
    let told: Vec<String> = answers.iter().map(told).collect();
    let (other, unknown) = ("drift-other-server", "drift-unknown-server");
    // Another server is asked when its own description has the parameter; where it has none, it is not.
    let expected = ["checked", "checked", other, "checked", other, "checked", "checked", unknown, unknown];
    assert_eq!(told, expected);
    let path = |group: &str, name: &str| format!("PATCH /apis/{group}.example/v1/namespaces/a/things/{name}");
    let asked = [("closed", "x"), ("defined", "x"), ("own", "x"), ("own", "y"), ("told", "x")];
    let patches = asked.map(|(group, name)| (path(group, name), 1));
    assert_eq!(sent(&seen, "PATCH"), patches);
    // Each kind is asked for once.
    assert_eq!(sent(&seen, "GET /apis/hidden.example/v1"), [("GET /apis/hidden.example/v1".to_owned(), 1)]);
}

#[tokio::test]
async fn the_preview_of_an_apply_does_not_go_to_another_server_either() {
    let (cluster, seen) = played().await;
    let refused = crate::cluster::apply::preview(&cluster, &[thing("other", "x")]).await;
    assert!(matches!(refused, Err(ApplyError::OtherServer { .. })), "{refused:?}");
    assert_eq!(sent(&seen, "PATCH"), []);
}
