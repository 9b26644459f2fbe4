//! What is to be looked at, each thing once, now or at a later moment.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use tokio::time::Instant;

use crate::practice::kinds::Kind;

/// First pause after a refusal; it doubles.
const FIRST: Duration = Duration::from_millis(5);
/// What took so long and longer is left alone for a while before it is done again.
const LONG: Duration = Duration::from_millis(2);
/// So many times as long as it took: changes that come meanwhile are gathered.
const REST: u32 = 4;
/// Longest pause after refusals.
const LONGEST: Duration = Duration::from_mins(1);

/// Who looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Task {
    Deployment,
    Set,
    Job,
    CronJob,
    Service,
    Budget,
    Namespace,
    /// An object that is held until its dependents are gone or let go.
    Owner(&'static Kind),
    /// The dependents of an object that is gone; the name is its uid.
    Orphans,
    /// A new object whose owner may be gone already.
    Dependent(&'static Kind),
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Work {
    pub(super) task: Task,
    pub(super) namespace: String,
    pub(super) name: String,
}

/// The queue.
#[derive(Debug, Default)]
pub(super) struct Queue {
    now: BTreeSet<Work>,
    later: BTreeMap<Work, Instant>,
    failures: BTreeMap<Work, u32>,
    rests: BTreeMap<Work, Instant>,
}

impl Queue {
    /// To be looked at as soon as possible: at once, or when it has rested from the last time.
    pub(super) fn add(&mut self, task: Task, namespace: &str, name: &str) {
        let work = Work { task, namespace: namespace.to_owned(), name: name.to_owned() };
        match self.rests.get(&work) {
            Some(&until) if until > Instant::now() => {
                let at = self.later.entry(work).or_insert(until);
                *at = until.min(*at);
            }
            _ => {
                self.now.insert(work);
            }
        }
    }

    /// It took so long until now: a thousand pods of one owner do not have it looked at a thousand times.
    pub(super) fn took(&mut self, work: &Work, time: Duration, now: Instant) {
        self.rests.retain(|_, until| *until > now);
        if time >= LONG {
            self.rest(work.clone(), now + time * REST);
        }
    }

    /// Not to be looked at before then, whatever is written.
    pub(super) fn rest(&mut self, work: Work, until: Instant) {
        let at = self.rests.entry(work).or_insert(until);
        *at = until.max(*at);
    }

    /// To be looked at then.
    pub(super) fn later(&mut self, work: Work, at: Instant) {
        self.failures.remove(&work);
        self.later.insert(work, at);
    }

    /// Nothing more to do.
    pub(super) fn done(&mut self, work: &Work) {
        self.failures.remove(work);
        self.later.remove(work);
    }

    /// To be tried again after a pause that grows.
    pub(super) fn failed(&mut self, work: Work, now: Instant) {
        let times = self.failures.entry(work.clone()).or_default();
        let pause = FIRST.saturating_mul(1 << (*times).min(16)).min(LONGEST);
        *times = times.saturating_add(1);
        self.later.insert(work, now + pause);
    }

    /// What is due.
    pub(super) fn next(&mut self, now: Instant) -> Option<Work> {
        if let Some(work) = self.now.pop_first() {
            return Some(work);
        }
        let due = self.later.iter().find(|(_, at)| **at <= now).map(|(work, _)| work.clone())?;
        self.later.remove(&due);
        Some(due)
    }

    /// When the next thing is due.
    pub(super) fn wakes(&self) -> Option<Instant> {
        self.later.values().min().copied()
    }

    /// Everything that waits is due now.
    pub(super) fn wake_all(&mut self) {
        self.now.extend(std::mem::take(&mut self.later).into_keys());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_again_and_again_is_tried_less_and_less_often() {
        let (mut queue, now) = (Queue::default(), Instant::now());
        queue.add(Task::Job, "a", "b");
        queue.add(Task::Job, "a", "b");
        let work = queue.next(now).expect("due");
        assert_eq!(queue.next(now), None, "each thing once");
        let mut last = Duration::ZERO;
        for _ in 0..30 {
            queue.failed(work.clone(), now);
            let pause = queue.wakes().expect("waits").duration_since(now);
            assert!(pause >= last && pause <= LONGEST);
            last = pause;
        }
        assert_eq!(last, LONGEST);
        queue.wake_all();
        assert_eq!(queue.next(now), Some(work));
    }

    #[test]
    fn what_takes_long_rests_before_it_is_done_again_and_is_not_forgotten() {
        let (mut queue, now) = (Queue::default(), Instant::now());
        queue.add(Task::Service, "a", "b");
        let work = queue.next(now).expect("due");
        queue.took(&work, Duration::from_hours(1), now);
        queue.add(Task::Service, "a", "b");
        queue.add(Task::Service, "a", "c");
        assert_eq!(queue.next(now).map(|work| work.name), Some("c".to_owned()), "others do not wait");
        assert_eq!(queue.next(now), None);
        let rested = now + Duration::from_hours(4);
        assert_eq!(queue.wakes(), Some(rested));
        assert_eq!(queue.next(rested), Some(work));
    }
}
