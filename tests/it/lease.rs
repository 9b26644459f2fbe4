//! Shows that the namespace's Lease keeps two windows apart on a real API server, without trusting anybody's clock.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking; a missing field of an answer is a failure"
)]

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use changeover::{
    cluster::{
        Cluster,
        connect::{ConnectOptions, connect},
        kubeconfig::{self, KubeconfigSource, Surroundings},
        lease::{self, Mark},
    },
    names::{Namespace, Stamp, StepId},
    observed::lease::{LeaseState, LeaseView},
    worker::lease::{Event, Keeper, Times},
};
use jiff::Timestamp;
use libtest_mimic::Trial;
use serde_json::json;
use tokio::sync::mpsc;

use crate::support::{
    cluster_namespace::{Rule, TestNamespace, succeed},
    control_plane::ControlPlane,
    on_control_plane,
    way::Way,
};

/// Short times, so that a trial takes seconds.
const QUICK: Times = Times {
    lasts: Duration::from_secs(3),
    good_for: Duration::from_millis(2_500),
    renew: Duration::from_millis(700),
    look: Duration::from_millis(300),
    round: Duration::from_secs(2),
};
/// For what a busy machine may take; nothing is judged by it.
const LONG: Duration = Duration::from_mins(1);
const LEASES: &[Rule] =
    &[Rule { groups: &["coordination.k8s.io"], resources: &["leases"], verbs: &["get", "create", "patch"] }];

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("lease::of_two_at_once_exactly_one_holds_it", exactly_one),
        on_control_plane("lease::mistake_30_expiry_is_judged_without_anybodys_clock", no_clocks),
        on_control_plane("lease::a_take_over_is_seen_by_the_one_it_was_taken_from", take_over),
        on_control_plane("lease::after_a_crash_the_same_change_goes_on_at_once", after_a_crash),
        on_control_plane("lease::without_the_right_the_change_goes_on_unmarked", no_right),
        on_control_plane("lease::no_deed_begins_while_the_cluster_does_not_confirm", cluster_away),
    ]
}

fn with_space(plane: &'static ControlPlane, name: &str, test: impl AsyncFnOnce(&TestNamespace)) {
    drop(rustls::crypto::ring::default_provider().install_default());
    let space = plane.namespace(name);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(Box::pin(test(&space)));
}

async fn open(file: &Path, space: &TestNamespace) -> Cluster {
    let read = kubeconfig::read(&KubeconfigSource::File(file.to_owned()), &Surroundings::default()).unwrap();
    let choice = read.choose(&read.current.clone().expect("a current context")).unwrap();
    connect(&choice, &Namespace::new(space.name()).unwrap(), &ConnectOptions::default()).await.unwrap()
}

/// The admin's and the deployer's connection.
async fn two(space: &TestNamespace) -> (Cluster, Cluster) {
    let deployer = space.deployer_kubeconfig(LEASES);
    (open(&space.kubeconfig(), space).await, open(&deployer, space).await)
}

fn mark(who: &str, change: &str, host: &str) -> Mark {
    Mark {
        change: change.to_owned(),
        title: format!("Change {change}"),
        who: who.to_owned(),
        host: host.to_owned(),
        place: format!("place-of-{host}"),
        step: String::new(),
        held: None,
        lasts: QUICK.lasts,
    }
}

fn by(who: &str) -> Stamp {
    Stamp { at: Timestamp::now(), who: who.to_owned() }
}

struct Kept {
    keeper: Keeper,
    events: mpsc::Receiver<Event>,
}

fn keep(cluster: &Cluster, mark: Mark) -> Kept {
    let (keeper, events) = Keeper::start(cluster.clone(), mark, QUICK, Arc::new(|| {}));
    Kept { keeper, events }
}

impl Kept {
    fn view(&self) -> Arc<LeaseView> {
        self.keeper.newest().view()
    }

    async fn until(&self, what: &str, within: Duration, is: impl Fn(&LeaseState) -> bool) -> LeaseState {
        let begun = Instant::now();
        loop {
            let state = self.view().state.clone();
            if is(&state) {
                return state;
            }
            assert!(begun.elapsed() < within, "{what}: not within {within:?}: {state:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn holds(&self) {
        self.until("holding", LONG, |state| *state == LeaseState::Holding).await;
    }

    async fn refused(&self) -> String {
        let failure = self.keeper.may_begin().await.expect_err("no deed may begin");
        let words = format!(
            "{} {}",
            failure.summary.text(),
            failure.hint.map(|hint| hint.text()).unwrap_or_default()
        );
        assert!(!words.contains('⟨') && !words.contains('{'), "{words}");
        words
    }
}

fn exactly_one(plane: &'static ControlPlane) {
    with_space(plane, "one-holder", async |space| {
        let (admin, deployer) = two(space).await;
        let marks = [mark("admin", "a", "desk"), mark("deployer", "b", "lap")];
        let mut wins = [0, 0];
        for round in 0..100 {
            let found = [lease::read(&admin).await.unwrap(), lease::read(&deployer).await.unwrap()];
            let (one, two) = tokio::join!(
                lease::take(&admin, found[0].as_ref(), &marks[0], None),
                lease::take(&deployer, found[1].as_ref(), &marks[1], None),
            );
            let losers =
                [&one, &two].into_iter().filter_map(|taken| taken.as_ref().err()).collect::<Vec<_>>();
            assert_eq!(losers.len(), 1, "round {round}");
            assert!(lease::is_raced(losers[0]), "{:?}", losers[0]);
            let held = lease::read(&admin).await.unwrap().unwrap();
            let winner = usize::from(one.is_err());
            assert!(held.is_of(&marks[winner]), "round {round}");
            wins[winner] += 1;
            lease::release(&admin, &held).await.unwrap();
        }
        assert!(wins[0] > 0 && wins[1] > 0, "both got it sometimes: {wins:?}");
        let transitions = space.get(&["lease", lease::NAME])["spec"]["leaseTransitions"].as_u64();
        assert!(transitions.is_some_and(|count| count >= 99), "{transitions:?}");
    });
}

/// How long the Lease of this trial lasts without a renewal, in seconds.
const LASTS: u64 = 4;

fn no_clocks(plane: &'static ControlPlane) {
    with_space(plane, "no-clocks", async |space| {
        let cluster = open(&space.kubeconfig(), space).await;
        let lease = |renewed: &str| {
            let spec =
                json!({"holderIdentity": "bob@far x y", "leaseDurationSeconds": LASTS, "renewTime": renewed});
            let notes = json!({"changeover.dev/who": "bob", "changeover.dev/title": "Other"});
            let meta = json!({"name": lease::NAME, "annotations": notes});
            space.apply(&json!({"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": meta, "spec": spec}).to_string());
        };
        let ours = |state: &LeaseState| !matches!(state, LeaseState::Waiting { .. });
        // A clock decades behind, that goes on: alive. A clock ahead of ours that stands: gone.
        lease("2001-01-01T00:00:00.000000Z");
        let kept = keep(&cluster, mark("ann", "a", "desk"));
        kept.until("waiting", LONG, |state| matches!(state, LeaseState::Waiting { .. })).await;
        let begun = Instant::now();
        let mut before: Option<Instant> = None;
        for second in 1..=50 {
            tokio::time::sleep(Duration::from_millis(600)).await;
            let renewed = Instant::now();
            lease(&format!("2001-01-01T00:00:{second:02}.000000Z"));
            let state = kept.view().state.clone();
            // A renewal is seen after it was begun. Only what is judged before the one before has run out says anything:
            // on a busy machine renewing itself may take longer than the Lease lasts.
            if before.is_some_and(|before| before.elapsed() < Duration::from_secs(LASTS)) {
                assert!(matches!(&state, LeaseState::Waiting { holder } if !holder.is_expired), "{state:?}");
            }
            before = Some(renewed);
            if begun.elapsed() > Duration::from_secs(2 * LASTS) {
                break;
            }
        }
        lease("2199-01-01T00:00:00.000000Z");
        let is_silent =
            |state: &LeaseState| matches!(state, LeaseState::Waiting { holder } if holder.is_expired);
        kept.until("silent", LONG, is_silent).await;
        // Whichever renewal was seen last, it was begun no earlier than this one.
        let since = before.expect("a renewal").elapsed();
        assert!(since >= Duration::from_secs(LASTS), "{since:?}");
        assert!(kept.refused().await.contains("bob"));
        // Even then it is taken over by a person only.
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(!ours(&kept.view().state));
        kept.keeper.take_over("  ".to_owned(), by("ann")).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert!(!ours(&kept.view().state), "no reason, no take-over");
        kept.keeper.take_over("his laptop is broken".to_owned(), by("ann")).await;
        kept.holds().await;
    });
}

fn take_over(plane: &'static ControlPlane) {
    with_space(plane, "take-over", async |space| {
        let (admin, deployer) = two(space).await;
        let mut first = keep(&admin, mark("admin", "a", "desk"));
        first.holds().await;
        first.keeper.step(StepId::new("backup")).await;
        let mut second = keep(&deployer, mark("deployer", "b", "lap"));
        let is_told =
            |state: &LeaseState| matches!(state, LeaseState::Waiting { holder } if holder.step == "backup");
        let state = second.until("the step", LONG, is_told).await;
        let LeaseState::Waiting { holder } = state else { panic!("{state:?}") };
        assert_eq!(
            (holder.who.as_str(), holder.host.as_str(), holder.change.as_str()),
            ("admin", "desk", "a")
        );
        assert!(holder.since.is_some() && !holder.is_expired);
        assert!(second.refused().await.contains("backup"));
        first.keeper.may_begin().await.unwrap();

        first.keeper.hold("until Monday".to_owned()).await;
        let is_held =
            |state: &LeaseState| matches!(state, LeaseState::Waiting { holder } if holder.held.is_some());
        second.until("held", LONG, is_held).await;
        assert!(second.refused().await.contains("until Monday"));

        second.keeper.take_over("admin is ill".to_owned(), by("deployer")).await;
        second.holds().await;
        second.keeper.may_begin().await.unwrap();
        let Some(Event::TakenOver { from, reason, by: who }) = second.events.recv().await else {
            panic!("no event")
        };
        assert_eq!(
            (from.as_str(), reason.as_str(), who.who.as_str()),
            ("admin@desk", "admin is ill", "deployer")
        );
        let is_lost = |state: &LeaseState| matches!(state, LeaseState::Lost { taken: Some(_), .. });
        first.until("lost", QUICK.renew + Duration::from_secs(2), is_lost).await;
        let words = first.refused().await;
        for part in ["deployer", "lap", "admin is ill", "20"] {
            assert!(words.contains(part), "{part}: {words}");
        }
        assert!(matches!(first.events.recv().await, Some(Event::Told(_))));

        // The one who took over ends: nobody's, and the other window still does not go on by itself.
        second.keeper.release().await;
        second.until("released", LONG, |state| *state == LeaseState::Released).await;
        let lease = space.get(&["lease", lease::NAME]);
        assert_eq!(lease["spec"]["holderIdentity"], "");
        assert!(lease["metadata"]["annotations"].get("changeover.dev/change").is_none(), "{lease}");
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(first.view().state.is_read_only());
        first.keeper.take_over("we go on here".to_owned(), by("admin")).await;
        first.holds().await;
    });
}

fn after_a_crash(plane: &'static ControlPlane) {
    with_space(plane, "lease-crash", async |space| {
        let cluster = open(&space.kubeconfig(), space).await;
        let first = keep(&cluster, mark("ann", "a", "desk"));
        first.holds().await;
        first.keeper.step(StepId::new("backup")).await;
        space.wait_for(&["lease", lease::NAME], Duration::from_secs(5), |lease| {
            lease["metadata"]["annotations"]["changeover.dev/step"] == "backup"
        });
        drop(first);
        let elsewhere = keep(&cluster, mark("ann", "a", "lap"));
        elsewhere
            .until("waiting", Duration::from_secs(3), |state| matches!(state, LeaseState::Waiting { .. }))
            .await;
        drop(elsewhere);
        let begun = Instant::now();
        let again = keep(&cluster, mark("ann", "a", "desk"));
        again.holds().await;
        assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
        let lease = space.get(&["lease", lease::NAME]);
        assert_eq!(lease["metadata"]["annotations"]["changeover.dev/step"], "backup");
        assert_eq!(lease["spec"]["leaseTransitions"], 0);
        // The Lease deleted by hand, or emptied: made again.
        succeed(&space.kubectl(&["delete", "lease", lease::NAME]));
        tokio::time::sleep(QUICK.renew * 2).await;
        again.keeper.may_begin().await.unwrap();
        assert_eq!(
            space.get(&["lease", lease::NAME])["metadata"]["annotations"]["changeover.dev/who"],
            "ann"
        );
    });
}

fn no_right(plane: &'static ControlPlane) {
    with_space(plane, "lease-no-right", async |space| {
        let file = space.deployer_kubeconfig(&[]);
        let cluster = open(&file, space).await;
        let mut kept = keep(&cluster, mark("deployer", "a", "desk"));
        kept.keeper.may_begin().await.unwrap();
        assert!(matches!(kept.view().state, LeaseState::NotPermitted { .. }));
        let Some(Event::Told(failure)) = kept.events.recv().await else { panic!("not told") };
        assert!(!failure.summary.text().contains('⟨'), "{failure:?}");
        kept.keeper.step(StepId::new("backup")).await;
        kept.keeper.may_begin().await.unwrap();
        assert!(kept.events.try_recv().is_err(), "said once");
    });
}

fn cluster_away(plane: &'static ControlPlane) {
    with_space(plane, "lease-away", async |space| {
        let way = Way::to(plane.server());
        let file = space.kubeconfig();
        let text =
            std::fs::read_to_string(&file).unwrap().replace(plane.server(), &format!("https://{}", way.at));
        std::fs::write(&file, text).unwrap();
        let cluster = open(&file, space).await;
        let kept = keep(&cluster, mark("ann", "a", "desk"));
        kept.holds().await;
        way.silence(true);
        tokio::time::sleep(Duration::from_millis(500)).await;
        kept.keeper.may_begin().await.expect("the Lease still lasts");
        let is_unknown = |state: &LeaseState| matches!(state, LeaseState::Unknown { .. });
        kept.until("unknown", Duration::from_secs(8), is_unknown).await;
        let begun = Instant::now();
        kept.refused().await;
        assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
        way.silence(false);
        kept.keeper.may_begin().await.unwrap();
        kept.holds().await;
    });
}
