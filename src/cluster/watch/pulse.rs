//! What it is for: finding a dead connection long before a watch would. In: nothing but time. Out: `Heard`, or
//! `Silent` within 8 s, and a restart of all watches when the server is back. Never: more than one small question
//! each 3 s while all is well.

use std::time::Duration;

use futures::future::select_ok;
use tokio::sync::{mpsc, watch};

use super::stream::Message;
use crate::cluster::connect::Cluster;
use crate::cluster::error::{Attempt, ClusterError, Refusal, Verb};
use crate::cluster::refusal::Nature;

/// Pause between questions while all is well.
const CALM: Duration = Duration::from_secs(3);
/// Pause between questions while nothing is heard.
const ANXIOUS: Duration = Duration::from_millis(500);
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(4);

/// Asks for ever.
pub(in crate::cluster) async fn beat<F: Send, R: Send>(
    cluster: Cluster,
    out: mpsc::Sender<Message<F, R>>,
    restart: watch::Sender<u64>,
) {
    let mut is_silent = false;
    loop {
        tokio::time::sleep(if is_silent { ANXIOUS } else { CALM }).await;
        let answer = if is_silent { ask_thrice(&cluster).await } else { ask(&cluster).await };
        let message = match answer {
            Ok(()) => {
                if is_silent {
                    // The old connections may be dead without knowing it.
                    restart.send_modify(|round| *round += 1);
                }
                is_silent = false;
                Message::Heard
            }
            Err(error) => {
                is_silent = true;
                Message::Silent(error.to_failure())
            }
        };
        if out.send(message).await.is_err() {
            return;
        }
    }
}

/// kube's pool may hold several connections that died together; each question uses up one.
async fn ask_thrice(cluster: &Cluster) -> Result<(), ClusterError> {
    let three = [Box::pin(ask(cluster)), Box::pin(ask(cluster)), Box::pin(ask(cluster))];
    select_ok(three).await.map(|_| ())
}

/// Any answer will do, a refusal too: only whether the server speaks is asked.
async fn ask(cluster: &Cluster) -> Result<(), ClusterError> {
    let attempt = Attempt::new(Verb::Ask, "its version");
    let client = cluster.client();
    match tokio::time::timeout(PATIENCE, client.apiserver_version()).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => {
            let refusal = Refusal::from_kube(&error, Nature::Read, None);
            let is_answer = refusal.status().is_some_and(|status| status < 500);
            if is_answer { Ok(()) } else { Err(ClusterError::call(&attempt, refusal)) }
        }
        Err(_) => Err(ClusterError::call(&attempt, Refusal::Timeout { after: PATIENCE })),
    }
}
