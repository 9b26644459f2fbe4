//! What it is for: a rehearsal that nobody attends: every step forward, then the way back; again for each answer.
//! In: the change as it stands. Out: the next event of the run; what became of each step. Never: an approval but by the
//! one of the whole rehearsal, or a person's answer made up.

use std::{
    collections::BTreeMap,
    mem::{Discriminant, discriminant},
};

use jiff::{SignedDuration, Timestamp};

use super::{change::Change, rehearse_rounds::Rounds};
use crate::{
    confirm::Rehearsal,
    failure::{Failure, FailureKind},
    names::StepId,
    observed::{LeaseState, LeaseView},
    plan::PlannedStep,
    run::{StepRun, StepState, What},
    ui::view::RehearsedStep,
    words::{Sentence, text},
    worker::{
        Request,
        rehearse::{is_for_a_person, limit},
    },
};

/// How long a deed may wait in a copy where time runs fast and everything becomes ready.
const PATIENCE: SignedDuration = SignedDuration::from_secs(90);

/// What became of a step that was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It cannot be rehearsed.
    NotRehearsed(Sentence),
    /// It was tried, and failed.
    Failed(Sentence),
}

/// A rehearsal that nobody attends.
#[derive(Debug)]
pub(super) struct Alone {
    rehearsal: Rehearsal,
    pub(super) rounds: Rounds,
    /// What became of the steps of this round.
    pub(super) fates: BTreeMap<StepId, Fate>,
    /// What was acted on last: step, number of tries, state.
    last: Option<(usize, u32, Discriminant<StepState>)>,
    has_turned: bool,
    stage: Stage,
}

/// What a rehearsal does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It goes through the change.
    Round,
    /// The world is made anew for the next answer.
    Between,
    /// It does nothing more by itself.
    Over,
}

impl Alone {
    pub(super) fn new(rehearsal: Rehearsal) -> Self {
        Self {
            rehearsal,
            rounds: Rounds::default(),
            fates: BTreeMap::new(),
            last: None,
            has_turned: false,
            stage: Stage::Round,
        }
    }

    pub(super) fn is_running(&self) -> bool {
        self.stage != Stage::Over
    }

    /// Whether the world is being made anew.
    pub(super) fn is_between(&self) -> bool {
        self.stage == Stage::Between
    }

    /// Nothing more is done without a person; what was found this far stays.
    pub(super) fn stop(&mut self, why: &Sentence) {
        self.rounds.end(why);
        self.stage = Stage::Over;
    }

    /// Leaves this round for the next answer. Whether there is one.
    pub(super) fn leave_round(&mut self, steps: Vec<RehearsedStep>) -> bool {
        if self.rounds.next().is_none() {
            return false;
        }
        self.rounds.finish(steps);
        self.fates.clear();
        (self.last, self.has_turned) = (None, false);
        self.stage = Stage::Between;
        true
    }

    /// The world is as it was at the start.
    pub(super) fn enter_round(&mut self) {
        self.stage = Stage::Round;
    }

    /// Nothing is begun before the Lease of the copy's namespace says so.
    pub(super) fn may_go_on(&self, lease: &LeaseView) -> bool {
        self.stage == Stage::Round
            && matches!(
                lease.state,
                LeaseState::Holding | LeaseState::Released | LeaseState::NotPermitted { .. }
            )
    }

    /// The next event, once for each state of a step.
    pub(super) fn next(&mut self, change: &mut Change, at: Timestamp) -> Vec<Request> {
        if change.run.ended().is_some() {
            return self.turn(change, at);
        }
        let index = change.run.current();
        let (Some(planned), Some(step)) = (change.run.planned().get(index), change.run.steps().get(index))
        else {
            self.stage = Stage::Over;
            return Vec::new();
        };
        if is_stuck(step, at) {
            let step = planned.id.clone();
            return change.event(at, What::StopWaiting { step });
        }
        let Some(what) = self.what(change, planned, &step.state, at) else { return Vec::new() };
        let here = (index, step.attempts, discriminant(&step.state));
        if self.last.as_ref() == Some(&here) && !matches!(what, What::Waived { .. }) {
            // What did not help once does not help again: a person has to look.
            self.stage = Stage::Over;
            return Vec::new();
        }
        self.last = Some(here);
        change.event(at, what)
    }

    /// What comes next at a step; `None` while it is under way.
    fn what(
        &mut self,
        change: &Change,
        planned: &PlannedStep,
        state: &StepState,
        at: Timestamp,
    ) -> Option<What> {
        let step = planned.id.clone();
        match state {
            StepState::Shown { proposal } => {
                if is_for_a_person(planned) {
                    let why = Sentence::new("rehearse-for-a-person");
                    return Some(self.skip(change, step, Fate::NotRehearsed(why), at));
                }
                if let Some(blocked) = &proposal.preview().blocked {
                    let fate = match limit(planned) {
                        Some(why) => Fate::NotRehearsed(why),
                        None => Fate::Failed(blocked.summary.clone()),
                    };
                    return Some(self.skip(change, step, fate, at));
                }
                let rehearsal = Box::new(self.rehearsal.clone());
                let text = change.message(&step);
                Some(What::Rehearsed { step, rehearsal, text })
            }
            StepState::Blocked { .. } if change.run.lacks(planned) => {
                let reason = text("rehearse-waived");
                Some(What::Waived { step, reason, by: change.stamp(at) })
            }
            StepState::Blocked { failure } => {
                // What it needs of another step is of no account where it could not be rehearsed anyway.
                let fate = limit(planned).map_or_else(|| fate_of(failure), Fate::NotRehearsed);
                Some(self.skip(change, step, fate, at))
            }
            StepState::Failed { failure } | StepState::Unknown { failure, .. } => {
                Some(self.force(change, step, failure.summary.clone(), at))
            }
            StepState::Stopped => Some(self.force(change, step, given_up(), at)),
            StepState::Waiting
            | StepState::Looking
            | StepState::Asked { .. }
            | StepState::Running { .. }
            | StepState::Done
            | StepState::Skipped { .. }
            | StepState::Forced { .. }
            | StepState::Undone { .. } => None,
        }
    }

    fn skip(&mut self, change: &Change, step: StepId, fate: Fate, at: Timestamp) -> What {
        let (Fate::NotRehearsed(why) | Fate::Failed(why)) = &fate;
        let reason = why.text();
        self.fates.insert(step.clone(), fate);
        What::Skipped { step, reason, by: change.stamp(at) }
    }

    fn force(&mut self, change: &Change, step: StepId, why: Sentence, at: Timestamp) -> What {
        let reason = why.text();
        self.fates.insert(step.clone(), Fate::Failed(why));
        What::Forced { step, reason, by: change.stamp(at) }
    }

    /// Behind the last step: the way back by the answer whose turn it is; behind that, the end.
    fn turn(&mut self, change: &mut Change, at: Timestamp) -> Vec<Request> {
        if self.has_turned {
            self.stage = Stage::Over;
            return Vec::new();
        }
        self.has_turned = true;
        if self.rounds.ways.is_empty() {
            self.rounds = Rounds::of(&change.run);
        }
        let Some(answer) = self.rounds.enter_next() else {
            self.stage = Stage::Over;
            return Vec::new();
        };
        let reason = Some(text("rehearse-waived"));
        let by = change.stamp(at);
        change.event(at, What::WentBack { answer, reason, by })
    }
}

/// Whether a deed waits for what will not come.
fn is_stuck(step: &StepRun, at: Timestamp) -> bool {
    let is_waiting = matches!(step.state, StepState::Running { is_stopping: false, .. });
    is_waiting && step.started_at.is_some_and(|started| at.duration_since(started) > PATIENCE)
}

fn given_up() -> Sentence {
    Sentence::new("rehearse-stopped").with("seconds", PATIENCE.as_secs().to_string())
}

/// What is asked of a person is not rehearsed; what the copy says is a find.
fn fate_of(failure: &Failure) -> Fate {
    match failure.kind {
        FailureKind::Person => Fate::NotRehearsed(failure.summary.clone()),
        FailureKind::World | FailureKind::Moved | FailureKind::Unknown | FailureKind::Internal => {
            Fate::Failed(failure.summary.clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::{
        app::rehearse_rounds::{Way, WayState},
        confirm::{
            Ground,
            sample::{at, by, exact, plan, read, stop},
        },
        plan::preview::Preview,
        worker::Report,
    };

    fn alone() -> Alone {
        let certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        let ground = Ground::of(certificate, Path::new("/remote.git")).expect("a ground");
        Alone::new(Rehearsal::agreed(ground, by()))
    }

    fn looked(change: &mut Change, step: &PlannedStep, preview: Preview) {
        change.report(
            Report::Looked { step: step.id.clone(), answer: Box::new(Ok(exact(step, preview))) },
            at(1),
        );
    }

    #[test]
    fn what_cannot_be_rehearsed_is_left_out_with_its_reason_and_what_rests_on_it_goes_on() {
        let (site, mut scale) = (read("site"), stop("stop"));
        scale.requires = vec![site.id.clone()];
        let steps = plan(vec![site.clone(), scale.clone()]);
        let (mut change, _) = Change::start(steps, "ann".to_owned(), PathBuf::new(), at(0));
        let mut alone = alone();
        assert!(alone.next(&mut change, at(1)).is_empty(), "what is looked at is waited for");
        let why = limit(&site).expect("a site outside");
        let blocked = Some(Failure::new(FailureKind::Person, why.clone()));
        looked(&mut change, &site, Preview { blocked, ..Preview::default() });
        alone.next(&mut change, at(2));
        assert_eq!(alone.fates.get(&site.id), Some(&Fate::NotRehearsed(why)));

        let requests = alone.next(&mut change, at(3));
        assert!(requests.iter().any(|request| matches!(request, Request::Look { .. })), "{requests:?}");
        looked(&mut change, &scale, Preview::default());
        let requests = alone.next(&mut change, at(4));
        let [Request::Execute(approval)] = requests.as_slice() else { panic!("{requests:?}") };
        assert!(approval.rehearsal().is_some(), "by the approval of the whole rehearsal");
        assert!(alone.next(&mut change, at(5)).is_empty(), "what is under way is waited for");
        let stopped = alone.next(&mut change, at(200));
        assert!(matches!(stopped.as_slice(), [Request::StopWaiting]), "{stopped:?}");
    }

    #[test]
    fn a_stopped_rehearsal_begins_nothing_and_keeps_what_was_found() {
        let mut alone = alone();
        let lease = LeaseView { state: LeaseState::Released, ..LeaseView::default() };
        assert!(alone.may_go_on(&lease));
        assert!(!alone.leave_round(Vec::new()), "no further answer is known");
        let way = |id: &str| Way { id: id.to_owned(), label: String::new(), state: WayState::ToCome };
        alone.rounds.ways = vec![way("keep"), way("drop")];
        alone.rounds.enter_next();
        assert!(alone.leave_round(Vec::new()) && alone.is_between());
        assert!(!alone.may_go_on(&lease), "the world is made anew first");
        alone.stop(&Sentence::new("rehearse-way-stopped"));
        assert!(!alone.is_running() && !alone.is_between() && alone.rounds.next().is_none());
        assert!(matches!(alone.rounds.ways.first().map(|way| &way.state), Some(WayState::Over(_))));
    }

    #[test]
    fn what_the_copy_refuses_is_a_find() {
        let scale = stop("stop");
        let steps = plan(vec![scale.clone(), stop("other")]);
        let (mut change, _) = Change::start(steps, "ann".to_owned(), PathBuf::new(), at(0));
        let mut alone = alone();
        let words = Sentence::new("act-probe-not-so");
        let blocked = Some(Failure::new(FailureKind::World, words.clone()));
        looked(&mut change, &scale, Preview { blocked, ..Preview::default() });
        alone.next(&mut change, at(2));
        assert_eq!(alone.fates.get(&scale.id), Some(&Fate::Failed(words)));
    }
}
