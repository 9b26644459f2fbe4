//! Ports on which a running container listens, and the connections to them.

use std::{collections::BTreeMap, sync::Arc};

use http::StatusCode;
use serde_json::Value;
use tokio::{
    io::{DuplexStream, duplex},
    sync::watch,
};

use crate::practice::{controllers::fields::text, meta, web};

use super::image;

/// Bytes of a connection that are under way in one direction.
const UNDER_WAY: usize = 64 * 1024;

/// What a run of a container listens on; clones are of the same run.
#[derive(Debug, Clone)]
pub(super) struct Listening {
    pages: Arc<BTreeMap<u16, String>>,
    /// Closed when the run ends, also when the pod is gone at once.
    run: watch::Receiver<()>,
}

impl Listening {
    /// From now on these ports answer with these pages, as long as the run lasts.
    pub(super) fn new(pages: BTreeMap<u16, String>, run: watch::Receiver<()>) -> Self {
        Self { pages: Arc::new(pages), run }
    }

    /// What the port answers with; `None` where nobody listens, or no longer.
    pub(super) fn page(&self, port: u16) -> Option<&str> {
        let runs = self.run.has_changed().is_ok();
        self.pages.get(&port).filter(|_| runs).map(String::as_str)
    }

    /// A connection to the port, which ends with the run.
    pub(super) fn connect(mut self, port: u16) -> DuplexStream {
        let (ours, theirs) = duplex(UNDER_WAY);
        tokio::spawn(async move {
            let page = self.page(port).unwrap_or_default().to_owned();
            let serving = web::serve(ours, None, Arc::new(move |_| web::answered(StatusCode::OK, &page)));
            tokio::select! {
                () = serving => {}
                // Nothing is ever sent on it: this is its end.
                _ended = self.run.changed() => {}
            }
        });
        theirs
    }
}

/// The words of a node whose pod has nobody on a port: those of the kubelet's streaming server around those of containerd.
pub(super) fn refused(pod: &Value, port: u16) -> String {
    let uid = meta::text(pod, "uid");
    let sandbox = image::sum(uid);
    let why = if matches!(text(pod, "/status/phase"), "Succeeded" | "Failed") {
        format!("network namespace for sandbox \"{sandbox}\" is closed")
    } else {
        format!(
            "failed to execute portforward in network namespace \"/var/run/netns/cni-{uid}\": failed to connect to \
             localhost:{port} inside namespace \"{sandbox}\", IPv4: dial tcp4 127.0.0.1:{port}: connect: connection \
             refused IPv6 dial tcp6 [::1]:{port}: connect: connection refused "
        )
    };
    format!("error forwarding port {port} to pod {sandbox}, uid : {why}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn who_has_ended_listens_no_longer() {
        let (running, run) = watch::channel(());
        let listening = Listening::new(BTreeMap::from([(80, "hello".to_owned())]), run);
        assert_eq!((listening.page(80), listening.page(81)), (Some("hello"), None));
        let mut connection = listening.clone().connect(80);
        drop(running);
        assert_eq!(listening.page(80), None);
        let mut said = Vec::new();
        tokio::io::AsyncReadExt::read_to_end(&mut connection, &mut said).await.expect("an end");
        assert!(said.is_empty());
    }

    #[test]
    fn a_pod_that_has_ended_has_no_network_any_more() {
        let pod = |phase: &str| json!({"metadata": {"uid": "u"}, "status": {"phase": phase}});
        assert!(refused(&pod("Failed"), 80).ends_with("is closed"));
        assert!(refused(&pod("Running"), 80).contains("dial tcp4 127.0.0.1:80: connect: connection refused"));
    }
}
