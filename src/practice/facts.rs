//! What is true in a practice world, and how fast its time goes. One value, shared by everything that runs in it.
//!
//! In: facts that scripts, commands and troubles change; the pace. Out: what is true now, and a call when it changes.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::{sync::watch, time::Instant};

use super::scenario;

/// What is true, and the pace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// What is true.
    pub facts: BTreeSet<String>,
    /// How many times as fast as in earnest things happen; at least 1.
    pub pace: u32,
    /// From when on which pace was in force, oldest first.
    paces: Vec<(Timestamp, u32)>,
}

/// The facts of a world; clones share them.
#[derive(Debug, Clone)]
pub struct Facts {
    truth: Arc<watch::Sender<Truth>>,
}

impl Facts {
    /// A world in which these facts are true.
    pub fn new(facts: BTreeSet<String>, pace: u32) -> Self {
        let pace = pace.max(1);
        let truth = Truth { facts, pace, paces: vec![(Timestamp::MIN, pace)] };
        Self { truth: Arc::new(watch::Sender::new(truth)) }
    }

    /// The fact is true.
    pub fn is(&self, fact: &str) -> bool {
        self.truth.borrow().facts.contains(fact)
    }

    /// All conditions hold; see [`scenario::holds`].
    pub fn hold(&self, when: &[String]) -> bool {
        scenario::holds(when, &self.truth.borrow().facts)
    }

    /// Makes a fact true.
    pub fn set(&self, fact: &str) {
        self.truth.send_if_modified(|truth| truth.facts.insert(fact.to_owned()));
    }

    /// Makes a fact untrue.
    pub fn clear(&self, fact: &str) {
        self.truth.send_if_modified(|truth| truth.facts.remove(fact));
    }

    /// If all conditions hold, makes facts untrue and true, all at once; whether they held.
    pub fn turn(&self, when: &[String], remove: &[String], add: &[String]) -> bool {
        let mut held = false;
        self.truth.send_if_modified(|truth| {
            held = scenario::holds(when, &truth.facts);
            if !held {
                return false;
            }
            let before = truth.facts.clone();
            for fact in remove {
                truth.facts.remove(fact);
            }
            truth.facts.extend(add.iter().cloned());
            truth.facts != before
        });
        held
    }

    /// How many times as fast as in earnest things happen.
    pub fn pace(&self) -> u32 {
        self.truth.borrow().pace
    }

    /// Changes the pace, also of what is under way; 0 counts as 1.
    pub fn set_pace(&self, pace: u32) {
        let pace = pace.max(1);
        self.truth.send_if_modified(|truth| {
            let changed = truth.pace != pace;
            if changed {
                truth.pace = pace;
                truth.paces.push((Timestamp::now(), pace));
            }
            changed
        });
    }

    /// Tells of every change.
    pub fn subscribe(&self) -> watch::Receiver<Truth> {
        self.truth.subscribe()
    }

    /// Waits for so long at pace 1; shorter at a higher pace, also when it changes meanwhile.
    pub async fn sleep(&self, time: Duration) {
        let mut truth = self.subscribe();
        let mut left = time;
        while !left.is_zero() {
            let pace = truth.borrow_and_update().pace;
            let began = Instant::now();
            tokio::select! {
                () = tokio::time::sleep(left / pace) => return,
                changed = truth.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    left = left.saturating_sub(began.elapsed().saturating_mul(pace));
                }
            }
        }
    }

    /// How much of the world's time has passed since a real moment.
    pub fn elapsed(&self, since: Timestamp) -> Duration {
        let truth = self.truth.borrow();
        let mut end = Timestamp::now();
        let mut total = Duration::ZERO;
        for (from, pace) in truth.paces.iter().rev() {
            let start = since.max(*from);
            let real = Duration::try_from(end.duration_since(start)).unwrap_or_default();
            total = total.saturating_add(real.saturating_mul(*pace));
            if *from <= since {
                break;
            }
            end = end.min(*from);
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_turn_all_at_once_or_not_at_all() {
        let facts = Facts::new(BTreeSet::from(["database a".to_owned()]), 1);
        let words = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        assert!(!facts.turn(&words(&["database b"]), &[], &words(&["done"])));
        assert!(!facts.is("done"));
        assert!(facts.turn(
            &words(&["database a", "!database b"]),
            &words(&["database a"]),
            &words(&["database b"])
        ));
        assert!(facts.is("database b") && !facts.is("database a"));
    }

    #[tokio::test]
    async fn a_sleep_ends_sooner_when_the_pace_grows_meanwhile() {
        let facts = Facts::new(BTreeSet::new(), 1);
        let sleeper = facts.clone();
        let sleep = tokio::spawn(async move { sleeper.sleep(Duration::from_hours(1)).await });
        tokio::task::yield_now().await;
        facts.set_pace(1_000_000);
        tokio::time::timeout(Duration::from_secs(20), sleep).await.expect("in time").expect("no panic");
    }

    #[test]
    fn what_has_passed_counts_each_pace_for_its_own_time() {
        let facts = Facts::new(BTreeSet::new(), 1);
        let since = Timestamp::now() - Duration::from_secs(10);
        let before = facts.elapsed(since);
        facts.set_pace(100);
        let after = facts.elapsed(since);
        assert!(before >= Duration::from_secs(10));
        assert!(after < Duration::from_mins(1), "the past is not sped up: {after:?}");
    }
}
