//! What it is for: how the following of a kind stands, and when it is tried again. In: what happened to it. Out: pauses.
//! Never: a tight loop, or a list that comes slowly begun anew for ever.

use std::time::Duration;

use tokio::{sync::watch, time::Instant};

use crate::cluster::error::Refusal;

/// How often what was allowed before is soon tried again when it is refused: a server that starts knows nobody's rights
/// yet.
pub(super) const DOUBTS: u32 = 10;
/// Pause before what was allowed before, and is refused for long now, is tried again. None is longer, but for its part
/// that differs.
pub(super) const SELDOM: Duration = Duration::from_secs(30);
/// Longest pause between tries of what fails; the server must be seen within 5 s of its return.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(3);
/// For how long after its last object a list counts as one that still comes.
const FLOWS: Duration = Duration::from_secs(4);

/// How the following of a kind stands.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// The position in the history; `None` when all must be listed.
    pub(super) version: Option<String>,
    /// Rounds that failed one after the other.
    pub(super) failures: u32,
    /// How often what was allowed before was refused since something was heard.
    pub(super) doubts: u32,
    /// How often the history was gone since something was heard.
    pub(super) lapses: u32,
    /// Whether objects were told before. A list that is dropped midway has told them too.
    pub(super) has_told: bool,
    /// Whether the server has no streaming lists.
    pub(super) is_paged: bool,
    /// Whether it was told as given up since it was listed last: its rows are gone.
    pub(super) is_given_up: bool,
    /// When the list that is under way last brought something.
    pub(super) received: watch::Sender<Option<Instant>>,
}

impl Course {
    /// Something was heard.
    pub(super) fn goes_on(&mut self) {
        (self.failures, self.doubts, self.lapses) = (0, 0, 0);
    }

    /// A list brought something.
    pub(super) fn receives(&self) {
        self.received.send_replace(Some(Instant::now()));
    }

    /// No list is under way.
    pub(super) fn rests(&self) {
        self.received.send_replace(None);
    }

    /// How long to wait after another round that failed.
    pub(super) fn pause(&self, refusal: Option<&Refusal>) -> Duration {
        let pause = pause(self.failures, LONGEST_PAUSE);
        let Some(Refusal::TooMany { retry_after: Some(asked) }) = refusal else { return pause };
        pause.max(*asked).min(SELDOM)
    }
}

/// Returns when all connections may be dead. A list that still comes is not given up: on a thin line, whose small
/// questions go unanswered meanwhile, it would begin anew for ever.
pub(super) async fn restarted(
    restart: &mut watch::Receiver<u64>,
    received: &watch::Receiver<Option<Instant>>,
) {
    restart.changed().await.ok();
    loop {
        let at = *received.borrow();
        let left = at.map(|at| FLOWS.saturating_sub(at.elapsed()));
        let Some(left) = left.filter(|left| !left.is_zero()) else { return };
        tokio::time::sleep(left).await;
    }
}

/// Whether the server refuses what is asked, and does not only have too much to do or is out of order.
pub(super) fn is_refused(refusal: &Refusal) -> bool {
    refusal.status().is_some_and(|status| !matches!(status, 429 | 500 | 502 | 503))
}

/// Doubling from 250 ms, with a part that differs between feeds so that they do not knock all at once.
pub(super) fn pause(failures: u32, longest: Duration) -> Duration {
    let base = Duration::from_millis(250).saturating_mul(1 << failures.min(8).saturating_sub(1));
    let base = base.min(longest);
    let nanos = jiff::Timestamp::now().subsec_nanosecond().unsigned_abs();
    base.mul_f64(0.75 + f64::from(nanos % 1_000) / 2_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_says_when_is_not_asked_before() {
        let course = Course { failures: 1, ..Course::default() };
        let asked = |secs: u64| Refusal::TooMany { retry_after: Some(Duration::from_secs(secs)) };
        assert_eq!(course.pause(Some(&asked(7))), Duration::from_secs(7));
        assert_eq!(course.pause(Some(&asked(3_600))), SELDOM);
        assert!(course.pause(Some(&Refusal::TooMany { retry_after: None })) < Duration::from_secs(1));
        assert!(pause(60, LONGEST_PAUSE) < Duration::from_secs(4));
        assert!(pause(60, SELDOM) > Duration::from_secs(20));
    }

    #[test]
    fn a_server_that_is_busy_or_out_of_order_refuses_nothing() {
        let answer = |status: u16| Refusal::Server { status, message: String::new() };
        assert!([500, 502, 503].map(answer).iter().all(|one| !is_refused(one)));
        assert!(!is_refused(&Refusal::TooMany { retry_after: None }));
        assert!(is_refused(&answer(504)) && is_refused(&Refusal::Unauthorized { user: None, file: None }));
    }

    #[tokio::test]
    async fn a_list_that_still_comes_is_not_begun_anew() {
        let course = Course::default();
        let received = course.received.subscribe();
        let (rounds, mut restart) = watch::channel(0_u64);
        course.receives();
        rounds.send_replace(1);
        let mut waits = std::pin::pin!(restarted(&mut restart, &received));
        assert!(tokio::time::timeout(Duration::from_millis(100), &mut waits).await.is_err());
        // It comes no more.
        tokio::time::timeout(Duration::from_secs(20), waits).await.expect("a restart");
    }
}
