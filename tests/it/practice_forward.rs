//! Forwarded ports of the practice cluster's pods, through kube's own client and the practice kubeconfig.

use std::time::Duration;

use changeover::practice::{World, scenario::Scenario};
use k8s_openapi::api::core::v1::Pod;
use kube::{
    Api, Client, Config,
    api::{DeleteParams, ListParams},
    config::{KubeConfigOptions, Kubeconfig},
};
use libtest_mimic::Trial;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, DuplexStream},
    runtime::Runtime,
};

use crate::support::plain;

/// For what the practice cluster decides.
const LONG: Duration = Duration::from_mins(1);
/// The application's port.
const PORT: u16 = 8080;

pub fn trials() -> Vec<Trial> {
    vec![plain("practice::a_forwarded_port_leads_to_what_the_pod_answers", forwarded)]
}

fn forwarded() {
    // Another trial may have installed it.
    rustls::crypto::ring::default_provider().install_default().ok();
    Runtime::new().expect("a runtime").block_on(async {
        tokio::time::timeout(LONG * 3, course()).await.expect("in time");
    });
}

async fn course() {
    let world = World::start(Scenario::shipped("depot").expect("reads")).await.expect("a world");
    let pods = pods(&world).await;
    let name = ready(&pods).await;
    let page = "<title>Depot</title>\n<footer>HaikuDepotServer 1.0.199</footer>\n";

    // Two at once, and twice on one of them.
    let (mut first, mut second) = (open(&pods, &name, PORT).await, open(&pods, &name, PORT).await);
    assert_eq!(get(&mut second).await, page);
    assert_eq!(get(&mut first).await, page);
    assert_eq!(get(&mut first).await, page);
    assert_eq!(get(&mut open(&pods, &name, 8081).await).await, "{\"status\":\"UP\"}");
    assert_eq!(site(&world).await, page, "the site answers what its pods answer");

    assert_refused(&pods, &name, 80).await;

    world.set_pace(16);
    pods.delete(&name, &DeleteParams::default()).await.expect("deleted");
    for stream in [&mut first, &mut second] {
        let mut rest = Vec::new();
        tokio::time::timeout(LONG, stream.read_to_end(&mut rest)).await.expect("an end").expect("read");
        assert!(rest.is_empty());
    }
    while pods.portforward(&name, &[PORT]).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What the web site answers.
async fn site(world: &World) -> String {
    let authority = std::fs::read(world.extra_ca()).expect("the authority");
    let authority = reqwest::Certificate::from_pem(&authority).expect("a certificate");
    let client = reqwest::Client::builder().tls_certs_only([authority]).build().expect("a client");
    let answer = client.get(world.site()).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    answer.text().await.expect("text")
}

async fn pods(world: &World) -> Api<Pod> {
    let kubeconfig = Kubeconfig::read_from(world.kubeconfig()).expect("a kubeconfig");
    let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default()).await;
    Api::default_namespaced(Client::try_from(config.expect("a configuration")).expect("a client"))
}

/// A ready pod of the application.
async fn ready(pods: &Api<Pod>) -> String {
    let is_ready = |pod: &Pod| {
        let conditions = pod.status.iter().flat_map(|status| status.conditions.iter().flatten());
        conditions.into_iter().any(|one| one.type_ == "Ready" && one.status == "True")
    };
    loop {
        let listed = pods.list(&ListParams::default().labels("app=haikudepotserver")).await.expect("pods");
        if let Some(pod) = listed.items.iter().find(|pod| is_ready(pod)) {
            return pod.metadata.name.clone().expect("a name");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn open(pods: &Api<Pod>, name: &str, port: u16) -> DuplexStream {
    let mut forwarder = pods.portforward(name, &[port]).await.expect("forwarded");
    forwarder.take_stream(port).expect("a stream")
}

/// What the server answers on this connection, which stays open.
async fn get(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> String {
    stream.write_all(b"GET / HTTP/1.1\r\nHost: depot\r\n\r\n").await.expect("asked");
    let mut said = String::new();
    loop {
        if let Some((head, body)) = said.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
            assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
            if body.len() == length.parse::<usize>().expect("a number") {
                return body.to_owned();
            }
        }
        let mut piece = vec![0; 4096];
        let count = stream.read(&mut piece).await.expect("an answer");
        assert_ne!(count, 0, "the end after {said}");
        said.push_str(std::str::from_utf8(piece.get(..count).expect("bytes")).expect("text"));
    }
}

/// What the error channel says of a port.
async fn refusal(pods: &Api<Pod>, name: &str, port: u16) -> String {
    let mut forwarder = pods.portforward(name, &[port]).await.expect("forwarded");
    let mut stream = forwarder.take_stream(port).expect("a stream");
    let why = forwarder.take_error(port).expect("an error channel").await.expect("a reason");
    let mut said = Vec::new();
    stream.read_to_end(&mut said).await.expect("the end");
    assert!(said.is_empty());
    why
}

/// The words of a kubelet over containerd, as kubectl shows them.
async fn assert_refused(pods: &Api<Pod>, name: &str, port: u16) {
    let why = refusal(pods, name, port).await;
    let pattern = format!(
        "^error forwarding port {port} to pod [0-9a-f]{{64}}, uid : failed to execute portforward in network namespace \
         \"/var/run/netns/cni-[0-9a-f-]{{36}}\": failed to connect to localhost:{port} inside namespace \
         \"[0-9a-f]{{64}}\", IPv4: dial tcp4 127\\.0\\.0\\.1:{port}: connect: connection refused IPv6 dial tcp6 \
         \\[::1\\]:{port}: connect: connection refused $"
    );
    assert!(regex::Regex::new(&pattern).expect("a pattern").is_match(&why), "{why}");
}
