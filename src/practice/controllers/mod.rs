//! The controllers of the practice cluster: one task that is woken by writes and by its own deadlines, and sleeps else.
//!
//! ```text
//! store ─ changes ─ routes ─ queue ─ deployment · replicaset · job · cronjob · endpoints · … ─ api ─ store
//! ```
//!
//! What they write is what kube-controller-manager writes, word for word where a person may read it.

mod budget;
mod collector;
mod cron;
mod cronjob;
mod deployment;
pub(crate) mod desk;
mod endpoints;
pub(crate) mod events;
pub(crate) mod fields;
mod job;
mod namespace;
mod queue;
mod replicaset;
mod routes;

use std::time::Duration;

use tokio::time::Instant;

use super::refusal::Refusal;
use desk::Desk;
use queue::{Queue, Task, Work};
use routes::Routes;

/// The field manager of all of them.
pub(crate) const MANAGER: &str = "kube-controller-manager";

/// When to look again although nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    Never,
    /// After so much of the world's time.
    World(Duration),
    /// After so much real time.
    Real(Duration),
    /// Nothing is due; what is written within so much real time is looked at together.
    Gather(Duration),
}

impl Again {
    /// The earlier one of two; real time counts as the world's here, which at worst wakes once too often.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Never | Self::Gather(_), other) => other,
            (own, Self::Never | Self::Gather(_)) => own,
            (Self::World(own), Self::World(other)) => Self::World(own.min(other)),
            (Self::Real(own), Self::Real(other)) => Self::Real(own.min(other)),
            (Self::World(own) | Self::Real(own), Self::World(other) | Self::Real(other)) => {
                Self::World(own.min(other))
            }
        }
    }
}

/// Runs all controllers for as long as it is polled.
pub(super) async fn run(desk: Desk) {
    let mut revisions = desk.api.store().subscribe();
    let mut truth = desk.facts.subscribe();
    let mut pace = truth.borrow_and_update().pace;
    let (mut queue, mut routes) = (Queue::default(), Routes::default());
    loop {
        revisions.mark_unchanged();
        routes.collect(&desk, &mut queue);
        while let Some(work) = queue.next(Instant::now()) {
            let began = Instant::now();
            let done = reconcile(&desk, &work);
            queue.took(&work, began.elapsed(), Instant::now());
            settle(&desk, &mut queue, work, done);
            tokio::task::yield_now().await;
        }
        tokio::select! {
            changed = revisions.changed() => {
                if changed.is_err() {
                    return;
                }
            }
            () = sleep_until(queue.wakes()) => {}
            changed = truth.changed() => {
                let now = truth.borrow_and_update().pace;
                if changed.is_ok() && now != pace {
                    pace = now;
                    queue.wake_all();
                }
            }
        }
    }
}

fn settle(desk: &Desk, queue: &mut Queue, work: Work, done: Result<Again, Refusal>) {
    match done {
        Ok(Again::Never) => queue.done(&work),
        Ok(Again::Gather(time)) => {
            queue.done(&work);
            queue.rest(work, Instant::now() + time);
        }
        Ok(Again::World(time)) => {
            // A little later than exactly then, so that it is over by every clock.
            let real = time / desk.facts.pace() + Duration::from_millis(20);
            queue.later(work, Instant::now() + real);
        }
        Ok(Again::Real(time)) => queue.later(work, Instant::now() + time + Duration::from_millis(20)),
        Err(refusal) => {
            if refusal.code != 404 && refusal.code != 409 {
                tracing::debug!(?work, %refusal, "a controller was refused");
            }
            queue.failed(work, Instant::now());
        }
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

fn reconcile(desk: &Desk, work: &Work) -> Result<Again, Refusal> {
    let (namespace, name) = (work.namespace.as_str(), work.name.as_str());
    match work.task {
        Task::Deployment => deployment::sync(desk, namespace, name),
        Task::Set => replicaset::sync(desk, namespace, name),
        Task::Job => job::sync(desk, namespace, name),
        Task::CronJob => cronjob::sync(desk, namespace, name),
        Task::Service => endpoints::sync(desk, namespace, name),
        Task::Budget => budget::sync(desk, namespace, name),
        Task::Namespace => namespace::sync(desk, name),
        Task::Owner(kind) => collector::let_go(desk, kind, namespace, name),
        Task::Orphans => collector::remove_dependents(desk, name),
        Task::Dependent(kind) => collector::check_owners(desk, kind, namespace, name),
    }
}
