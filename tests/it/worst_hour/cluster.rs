//! The cluster away in mid-rollback: at the evidence, the preview, the deed, the watch, and the question after a crash.

use std::time::{Duration, Instant};

use changeover::action::ProbeAnswer;
use libtest_mimic::Trial;

use super::{begin, crash, ground, image, slow_pods, why};
use crate::{
    support::{control_plane::ControlPlane, eventually, on_control_plane, way::Way},
    whole_change::{
        all_the_way,
        drive::{Drive, said, worker},
        ground::{FILE, Ground, NEW, OLD},
        state,
    },
};

/// How long the person may have to wait for a word.
const IN_TIME: Duration = Duration::from_secs(20);

pub fn trials() -> Vec<Trial> {
    vec![on_control_plane("worst_hour::the_cluster_is_away_in_mid_rollback", away)]
}

/// Leads the change's requests through a way that can be cut.
fn lead(ground: &mut Ground, plane: &'static ControlPlane) -> Way {
    let way = Way::to(plane.server());
    let text = std::fs::read_to_string(&ground.kubeconfig).unwrap();
    ground.kubeconfig = ground.kubeconfig.with_extension("led");
    std::fs::write(&ground.kubeconfig, text.replace(plane.server(), &format!("https://{}", way.at))).unwrap();
    way
}

/// The cluster is back; a connection that died with it may cost a try.
fn until_shown(drive: &mut Drive) {
    eventually("a preview", IN_TIME, || {
        drive.look_again();
        match drive.state() {
            Some(state) if state.proposal().is_some() => Ok(()),
            other => Err(format!("{other:?}")),
        }
    });
}

fn away(plane: &'static ControlPlane) {
    let mut ground = ground(plane, "away");
    let before = state(&ground);
    let way = lead(&mut ground, plane);
    let mut drive = begin(&ground);
    drive.up_to("client");
    // At the evidence: a sentence in its place, and the question can be answered nevertheless.
    way.cut(true);
    let begun = Instant::now();
    let seen = drive.evidence();
    assert!(begun.elapsed() < IN_TIME, "{:?}", begun.elapsed());
    assert_eq!(seen.len(), 2);
    for piece in seen {
        let sentence = said(&piece.expect_err("nothing can be seen"));
        assert!(sentence.contains("connection broke"), "{sentence}");
    }
    way.cut(false);
    eventually("evidence", IN_TIME, || {
        if drive.evidence().iter().all(Result::is_ok) { Ok(()) } else { Err("none".to_owned()) }
    });
    // What only the repository knows needs no cluster while the Lease lasts; the next preview does.
    drive.go_back("no");
    assert_eq!(drive.step(), "undo-bump");
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), ground.repo.read(FILE)), ("undo-apply", before.1.clone()));
    way.cut(true);
    let begun = Instant::now();
    drive.look_again();
    assert!(begun.elapsed() < IN_TIME, "{:?}", begun.elapsed());
    why(&drive);
    way.cut(false);
    until_shown(&mut drive);
    // At the deed: nothing is sent.
    way.cut(true);
    drive.approve(&[]);
    let sentence = why(&drive);
    assert!(image(&ground).ends_with(NEW), "nothing was applied: {sentence}");
    way.cut(false);
    until_shown(&mut drive);
    let mut drive = watched(drive, &ground, &way);
    all_the_way(&mut drive);
    assert_eq!(state(&ground), before);
}

/// Alone in the watch, after a crash in it, and in the watch again.
fn watched(mut drive: Drive, ground: &Ground, way: &Way) -> Drive {
    // In the watch: sent and done, the pods not ready yet. Then the program dies, and is alone when it starts anew.
    slow_pods(ground, 6);
    drive.approve_and_leave();
    eventually("the old image", IN_TIME, || {
        if image(ground).ends_with(OLD) { Ok(()) } else { Err(image(ground)) }
    });
    way.cut(true);
    std::thread::sleep(Duration::from_secs(1));
    drop(drive);
    way.cut(false);
    let worker = worker();
    let session = ground.session(&worker);
    way.cut(true);
    let mut drive = Drive::take_up(worker, session);
    let unasked = said(&drive.asked().expect_err("nobody answers"));
    assert!(!unasked.is_empty());
    way.cut(false);
    let answer = eventually("an answer", IN_TIME, || {
        drive.event(changeover::run::What::AskAgain { step: changeover::names::StepId::new("undo-apply") });
        drive.asked().map_err(|failure| said(&failure))
    });
    drive.settled(answer == ProbeAnswer::Happened);
    // Watched once more, with a cluster that goes and comes back meanwhile.
    assert_eq!(drive.step(), "undo-apply");
    until_shown(&mut drive);
    drive.approve_and_leave();
    way.cut(true);
    std::thread::sleep(Duration::from_secs(2));
    way.cut(false);
    drive.settle();
    while drive.step() == "undo-apply" {
        why(&drive);
        until_shown(&mut drive);
        drive.approve(&[]);
    }
    ground.wait_ready(OLD);
    crash(drive, ground)
}
