//! What it is for: finding a dead connection long before a watch would. In: nothing but time. Out: `Heard`, or
//! `Silent` within 8 s (also when this machine slept), then `Back` and a restart of all watches when the server answers.
//! Never: more than one small question each 3 s while all is well.

use std::{ops::RangeInclusive, time::Duration};

use futures::{StreamExt as _, future::join_all, stream::FuturesUnordered};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior};

use super::stream::Message;
use crate::cluster::connect::Cluster;
use crate::cluster::error::{Attempt, ClusterError, Refusal, Verb};
use crate::cluster::refusal::Nature;
use crate::failure::{Failure, FailureKind};
use crate::words::Sentence;

/// Pause between questions while all is well: so many glances at the clock.
const CALM: u32 = 3;
const GLANCE: Duration = Duration::from_secs(1);
/// How much longer than wanted a pause may be before this machine counts as having slept. The time of a sleep stands on
/// no timer, only on the clock.
const SLACK: SignedDuration = SignedDuration::from_secs(5);
/// Pause between questions while nothing is heard.
const ANXIOUS: Duration = Duration::from_millis(500);
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(4);
/// kube's pool may hold more connections that died together, and would give them to the next who asks. So many questions
/// take one each; where no answer comes in time, it is not put back, and the next round takes others.
const AT_ONCE: usize = 16;
const ROUNDS: usize = 3;
/// How long a round may take: the server may answer slowly, and a dead connection must not cost more than it has to.
const REST: RangeInclusive<Duration> = Duration::from_millis(500)..=Duration::from_secs(1);
/// Questions that are open at once, at most.
const MOST: usize = 8;

/// Nobody listens any more.
struct Unheard;

/// Asks until nobody listens.
pub(in crate::cluster) async fn beat<F: Send, R: Send>(
    cluster: Cluster,
    out: mpsc::Sender<Message<F, R>>,
    restart: watch::Sender<u64>,
) {
    loop {
        let Err(failure) = calm(&cluster).await else {
            if out.send(Message::Heard).await.is_err() {
                return;
            }
            continue;
        };
        if out.send(Message::Silent(failure)).await.is_err() || insist(&cluster, &out).await.is_err() {
            return;
        }
        // First this, so that no word of a watch that is opened anew comes before it.
        if out.send(Message::Back).await.is_err() {
            return;
        }
        // The old connections may be dead without knowing it.
        restart.send_modify(|round| *round += 1);
    }
}

/// One pause and one question. Fails when nothing was heard, or this machine slept meanwhile.
async fn calm(cluster: &Cluster) -> Result<(), Failure> {
    for _ in 0..CALM {
        let began = Timestamp::now();
        tokio::time::sleep(GLANCE).await;
        awake(began, GLANCE)?;
    }
    let began = Timestamp::now();
    ask(cluster).await.map_err(|error| error.to_failure())?;
    awake(began, PATIENCE)
}

/// Whether no more time than that has passed, about.
fn awake(since: Timestamp, most: Duration) -> Result<(), Failure> {
    let most = SignedDuration::try_from(most).unwrap_or(SignedDuration::MAX);
    if Timestamp::now().duration_since(since) < most.saturating_add(SLACK) {
        return Ok(());
    }
    Err(Failure::new(FailureKind::World, Sentence::new("cluster-watch-slept")))
}

/// Asks anew again and again until one of the questions is answered: those before may wait on a connection that is dead.
async fn insist<F: Send, R: Send>(
    cluster: &Cluster,
    out: &mpsc::Sender<Message<F, R>>,
) -> Result<(), Unheard> {
    let mut open = FuturesUnordered::new();
    let mut next = tokio::time::interval(ANXIOUS);
    next.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let took = loop {
        tokio::select! {
            _ = next.tick() => {
                if open.len() < MOST {
                    open.push(timed(cluster));
                }
            }
            Some((answer, took)) = open.next() => match answer {
                Ok(()) => break took,
                Err(error) => {
                    out.send(Message::Silent(error.to_failure())).await.map_err(|_gone| Unheard)?;
                }
            }
        }
    };
    drop(open);
    let rest = rest(took);
    for _ in 0..ROUNDS {
        let all = join_all((0..AT_ONCE).map(|_| ask(cluster)));
        if tokio::time::timeout(rest, all).await.is_ok() {
            break;
        }
    }
    Ok(())
}

/// How long a round may take where one answer took so long.
fn rest(took: Duration) -> Duration {
    took.saturating_mul(3).clamp(*REST.start(), *REST.end())
}

/// The answer, and how long it took.
async fn timed(cluster: &Cluster) -> (Result<(), ClusterError>, Duration) {
    let began = Instant::now();
    (ask(cluster).await, began.elapsed())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_lasts_as_long_as_the_server_needs_within_bounds() {
        let rests = [10, 200, 4_000].map(|millis| rest(Duration::from_millis(millis)).as_millis());
        assert_eq!(rests, [500, 600, 1_000]);
    }
}
