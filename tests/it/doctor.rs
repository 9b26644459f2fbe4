//! Shows that the connection doctor names the link that is really broken, with a real API server behind it: each fault is
//! made in a kubeconfig that else works, and everything before the fault must hold.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, net::TcpListener, sync::Arc, time::Duration};

use base64::Engine as _;
use changeover::{
    cluster::{
        connect::{
            ConnectOptions,
            doctor::{Link, LinkKind, LinkState},
        },
        kubeconfig::{self, KubeconfigSource, PluginCall, Surroundings},
    },
    names::Namespace,
    worker::Worker,
};
use libtest_mimic::Trial;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};
use serde_json::{Value, json};

use crate::support::{
    cluster_namespace::{TestNamespace, succeed},
    control_plane::ControlPlane,
    eventually, on_control_plane,
};

/// For what a busy machine may take; nothing is judged by it.
const LONG: Duration = Duration::from_mins(2);

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("doctor::a_way_that_holds_is_told_to_its_end", whole),
        on_control_plane("doctor::a_wrong_port_is_named", wrong_port),
        on_control_plane("doctor::another_authority_is_named", wrong_authority),
        on_control_plane("doctor::a_token_that_nobody_knows_is_named", unknown_token),
        on_control_plane("doctor::a_plug_in_that_is_not_there_is_named", no_plugin),
        on_control_plane("doctor::a_person_without_rights_is_told_which", no_rights),
    ]
}

/// The kubeconfig of a user as JSON, with every file that it names inside.
fn config(space: &TestNamespace, user: &str) -> Value {
    let file = space.kubeconfig_of(user);
    let told = space.plane().kubectl_as(&file, &["config", "view", "--raw", "--flatten", "-o", "json"]);
    serde_json::from_str(&succeed(&told)).unwrap()
}

/// The links that the doctor tries with this kubeconfig, up to its end. A plug-in is agreed to.
fn searched(space: &TestNamespace, config: &Value) -> Vec<Link> {
    drop(rustls::crypto::ring::default_provider().install_default());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config");
    fs::write(&file, config.to_string()).unwrap();
    let read = kubeconfig::read(&KubeconfigSource::File(file), &Surroundings::default()).unwrap();
    let choice = read.choose(&read.current.clone().unwrap()).unwrap();
    let consent = choice.plugin.as_ref().map(PluginCall::agree);
    let worker = Worker::start(Arc::new(|| {}), Arc::new(|| {})).unwrap();
    let options = ConnectOptions { consent, extra_ca: None };
    let searching = worker.search(choice, Namespace::new(space.name()).unwrap(), options);
    let links = eventually("the end of the search", LONG, || {
        let newest = searching.newest();
        if newest.is_over { Ok(newest.links) } else { Err(format!("{:?}", newest.links)) }
    });
    for link in &links {
        let words = format!(
            "{} {}",
            link.what.text(),
            link.hint.as_ref().map(ToString::to_string).unwrap_or_default()
        );
        assert!(!words.contains('⟨') && !words.contains("{ $"), "{words}");
    }
    links
}

/// The link at which the way ends: everything before it holds.
fn broken(links: &[Link]) -> &Link {
    let (last, before) = links.split_last().unwrap();
    assert_eq!(last.state, LinkState::Bad, "{links:#?}");
    assert!(before.iter().all(|link| link.state != LinkState::Bad), "{links:#?}");
    last
}

fn set(config: &mut Value, path: &str, value: Value) {
    *config.pointer_mut(path).expect(path) = value;
}

fn whole(plane: &'static ControlPlane) {
    let space = plane.namespace("doctor-whole");
    let links = searched(&space, &config(&space, "admin"));
    let kinds: Vec<LinkKind> = links.iter().map(|link| link.kind).collect();
    assert_eq!(kinds, LinkKind::ALL, "{links:#?}");
    assert!(links.iter().all(|link| link.state != LinkState::Bad), "{links:#?}");
}

fn wrong_port(plane: &'static ControlPlane) {
    let space = plane.namespace("doctor-port");
    let mut config = config(&space, "admin");
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).unwrap().port();
    set(&mut config, "/clusters/0/cluster/server", json!(format!("https://127.0.0.1:{port}")));
    let links = searched(&space, &config);
    assert_eq!(broken(&links).kind, LinkKind::Tcp, "{links:#?}");
}

fn wrong_authority(plane: &'static ControlPlane) {
    let space = plane.namespace("doctor-authority");
    let mut config = config(&space, "admin");
    let other = other_authority();
    set(&mut config, "/clusters/0/cluster/certificate-authority-data", json!(other));
    let links = searched(&space, &config);
    let link = broken(&links);
    assert_eq!(link.kind, LinkKind::Tls, "{links:#?}");
    // Nothing was signed in with before the server was found to be the right one.
    assert!(links.iter().all(|link| link.kind != LinkKind::SignIn), "{links:#?}");
}

/// An authority that signed nothing here.
fn other_authority() -> String {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "another authority");
    let made = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
    base64::engine::general_purpose::STANDARD.encode(made.pem())
}

fn unknown_token(plane: &'static ControlPlane) {
    let space = plane.namespace("doctor-token");
    let mut config = config(&space, "admin");
    set(&mut config, "/users/0/user", json!({"token": "a-token-that-ran-out"}));
    let links = searched(&space, &config);
    let link = broken(&links);
    assert_eq!(link.kind, LinkKind::Who, "{links:#?}");
    assert!(!format!("{links:?}").contains("a-token-that-ran-out"), "a secret is told: {links:#?}");
}

fn no_plugin(plane: &'static ControlPlane) {
    let space = plane.namespace("doctor-plugin");
    let mut config = config(&space, "admin");
    let exec = json!({
        "apiVersion": "client.authentication.k8s.io/v1", "command": "no-such-login-program", "args": ["get-token"],
        "interactiveMode": "Never", "provideClusterInfo": false,
    });
    set(&mut config, "/users/0/user", json!({"exec": exec}));
    let links = searched(&space, &config);
    let link = broken(&links);
    assert_eq!(link.kind, LinkKind::SignIn, "{links:#?}");
    let told = format!("{} {:?}", link.what.text(), link.evidence);
    assert!(told.contains("no-such-login-program"), "the very command: {told}");
}

fn no_rights(plane: &'static ControlPlane) {
    let space = plane.namespace("doctor-rights");
    let links = searched(&space, &config(&space, "nobody"));
    let rights = links.iter().find(|link| link.kind == LinkKind::Rights).unwrap();
    assert_eq!(rights.state, LinkState::Noted, "{links:#?}");
    assert!(rights.what.text().contains(space.name()) && rights.hint.is_some(), "{rights:#?}");
    let others = links.iter().filter(|link| link.kind != LinkKind::Rights);
    assert!(others.clone().all(|link| link.state == LinkState::Good), "{links:#?}");
}
