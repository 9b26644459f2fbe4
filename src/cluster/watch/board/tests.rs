use super::*;

fn specs() -> Vec<WatchSpec> {
    let spec = |kind: &str, names: &[&str]| WatchSpec {
        kind: kind.to_owned(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        selector: None,
    };
    vec![spec("Deployment", &["web", "api"]), spec("Job", &["backup"])]
}

fn workload(name: &str) -> Row {
    Row::Workload(WorkloadRow {
        kind: "Deployment".to_owned(),
        name: name.to_owned(),
        uid: format!("uid-{name}"),
        selector: format!("app={name}"),
        ..WorkloadRow::default()
    })
}

fn pod(name: &str, app: &str) -> Row {
    Row::Pod(Arc::new(PodRow {
        name: name.to_owned(),
        uid: name.to_owned(),
        labels: vec![("app".to_owned(), app.to_owned())],
        ..PodRow::default()
    }))
}

fn listed(feed: Feed, rows: Vec<(&str, Row)>) -> Message<Feed, Row> {
    Message::Listed(feed, rows.into_iter().map(|(uid, row)| (uid.to_owned(), row)).collect())
}

fn failure() -> Failure {
    Failure::new(FailureKind::World, Sentence::new("cluster-timeout"))
}

fn live() -> Board {
    let mut board = Board::new(specs(), "shop");
    for feed in [Feed::Deployments, Feed::Pods, Feed::Jobs] {
        board.take(Message::Expected(feed));
    }
    board.take(listed(Feed::Deployments, vec![("a", workload("api")), ("w", workload("web"))]));
    board.take(listed(Feed::Pods, vec![("p", pod("web-1", "web")), ("q", pod("other", "other"))]));
    board.take(listed(Feed::Jobs, vec![]));
    for feed in [Feed::Deployments, Feed::Pods, Feed::Jobs] {
        board.take(Message::Running(feed));
    }
    board
}

#[test]
fn live_only_when_every_needed_kind_was_listed() {
    let mut board = Board::new(specs(), "shop");
    board.take(Message::Expected(Feed::Deployments));
    board.take(Message::Expected(Feed::Pods));
    board.take(listed(Feed::Deployments, vec![]));
    board.take(Message::Running(Feed::Deployments));
    assert_eq!(board.snapshot(Timestamp::now()).link, Link::Connecting);
    assert!(live().snapshot(Timestamp::now()).is_live());
}

#[test]
fn rows_stand_in_the_order_of_the_procedure_and_foreign_pods_are_left_out() {
    let observed = live().snapshot(Timestamp::now());
    let names: Vec<_> = observed.workloads.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["web", "api"]);
    assert_eq!(observed.pods.len(), 1);
}

#[test]
fn a_relist_takes_vanished_objects_away() {
    let mut board = live();
    board.take(listed(Feed::Pods, vec![("n", pod("web-2", "web"))]));
    let observed = board.snapshot(Timestamp::now());
    assert_eq!(observed.pods.iter().map(|pod| pod.name.as_str()).collect::<Vec<_>>(), ["web-2"]);
}

#[test]
fn silence_makes_the_rows_stale_and_keeps_them() {
    let mut board = live();
    let before = board.snapshot(Timestamp::now());
    board.take(Message::Silent(failure()));
    let observed = board.snapshot(Timestamp::now());
    assert!(matches!(observed.link, Link::Stale { heard_at: Some(_), .. }));
    assert_eq!(observed.workloads.len(), 2);
    assert!(!is_same(&before, &observed));
    // An answer is not yet what happened meanwhile.
    board.take(Message::Back);
    board.take(Message::Running(Feed::Deployments));
    board.take(Message::Running(Feed::Pods));
    let observed = board.snapshot(Timestamp::now());
    assert!(matches!(observed.link, Link::Stale { heard_at: Some(_), .. }));
    board.take(Message::Running(Feed::Jobs));
    assert!(board.snapshot(Timestamp::now()).is_live());
}

#[test]
fn rows_of_a_history_that_is_gone_are_not_live_until_they_are_listed_anew() {
    let mut board = live();
    board.take(Message::Lapsed(Feed::Pods));
    assert!(!board.snapshot(Timestamp::now()).is_live());
    assert_eq!(board.snapshot(Timestamp::now()).pods.len(), 1, "the last good rows stay");
    board.take(listed(Feed::Pods, vec![("n", pod("web-2", "web"))]));
    board.take(Message::Running(Feed::Pods));
    assert!(board.snapshot(Timestamp::now()).is_live());
}

#[test]
fn a_bookmark_is_no_change() {
    let mut board = live();
    let before = board.snapshot(Timestamp::now());
    board.take(Message::Heard);
    assert!(is_same(&before, &board.snapshot(Timestamp::now())));
}

#[test]
fn a_kind_that_may_not_be_watched_is_told_and_does_not_make_the_rest_stale() {
    let mut board = live();
    board.take(Message::Failed(Feed::Ingresses, failure(), true));
    let observed = board.snapshot(Timestamp::now());
    assert!(observed.is_live());
    assert_eq!(observed.unseen.len(), 1);
    // One that is tried again is missing too while it fails.
    board.take(Message::Failed(Feed::Slices, failure(), false));
    assert_eq!(board.snapshot(Timestamp::now()).unseen.len(), 2);
    board.take(Message::Running(Feed::Slices));
    assert_eq!(board.snapshot(Timestamp::now()).unseen.len(), 1);
    board.take(Message::Failed(Feed::Pods, failure(), true));
    assert!(matches!(board.snapshot(Timestamp::now()).link, Link::Stale { .. }));
    // What was given up may be allowed again.
    board.take(Message::Running(Feed::Pods));
    board.take(Message::Running(Feed::Ingresses));
    let observed = board.snapshot(Timestamp::now());
    assert!(observed.is_live() && observed.unseen.is_empty(), "{:?}", observed.unseen);
}

#[test]
fn warnings_are_of_the_last_ten_minutes_and_about_watched_objects() {
    let mut board = live();
    let now = Timestamp::now();
    let event = |object: &str, minutes: i64| {
        Arc::new(WarningRow {
            object: object.to_owned(),
            reason: "FailedMount".to_owned(),
            message: String::new(),
            count: 1,
            at: now.checked_sub(SignedDuration::from_mins(minutes)).ok(),
        })
    };
    let rows = vec![
        ("1", Row::Event("web-1".to_owned(), event("Pod/web-1", 1))),
        ("2", Row::Event("web-1".to_owned(), event("Pod/web-1", 11))),
        ("3", Row::Event("x".to_owned(), event("Pod/other", 1))),
        ("4", Row::Event("y".to_owned(), event("ReplicaSet/web-5d9f", 2))),
        ("5", Row::Event("z".to_owned(), event("ReplicaSet/web-admin-5d9f", 2))),
    ];
    board.take(listed(Feed::Events, rows));
    let shown: Vec<_> = board.snapshot(now).warnings.into_iter().map(|row| row.object.clone()).collect();
    assert_eq!(shown, ["Pod/web-1", "ReplicaSet/web-5d9f"]);
}

#[test]
fn a_kind_that_this_version_does_not_watch_is_told() {
    let board = Board::new(vec![WatchSpec { kind: "Secret".to_owned(), ..WatchSpec::default() }], "shop");
    let unseen = board.snapshot(Timestamp::now()).unseen;
    assert!(unseen.iter().all(|one| crate::words::knows(&one.summary.key)) && unseen.len() == 1);
}
