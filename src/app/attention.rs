//! What it is for: the desktop's notification when the window is not looked at and a change needs the person: a long deed
//! ended, or the change may not go on. In: the run. Out: one notification for each such moment. Never: a secret (titles
//! of change and step only), or a word about what goes on by itself or in practice.

use std::time::Duration;

use eframe::egui;
use jiff::{SignedDuration, Timestamp};

use super::{App, change::Change};
use crate::{
    journal::ChangeResult,
    outside::desktop,
    run::StepState,
    words::{Sentence, text},
    worker::Pending,
};

/// A deed that takes so long is not waited for at the screen.
const LONG: SignedDuration = SignedDuration::from_secs(20);
/// So long nothing goes on before it counts as the person's turn: the next step may begin by itself.
const SETTLED: SignedDuration = SignedDuration::from_secs(2);

/// What is known of the wait.
#[derive(Debug, Default)]
pub(super) struct Attention {
    wait: Wait,
    was_shown_only: bool,
    told: Pending<()>,
}

/// How the deed under way is waited for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Wait {
    /// Nothing is under way.
    #[default]
    None,
    /// Since then.
    Since(Timestamp),
    /// It was long, and is over since then.
    Over(Timestamp),
}

impl Wait {
    /// Goes on with what is now; gives back whether a long wait has just ended for the person.
    fn step(&mut self, is_acting: bool, at: Timestamp) -> bool {
        *self = match (*self, is_acting) {
            (Self::None, true) => Self::Since(at),
            // One wait, as long as no turn of the person's is between.
            (Self::Over(_), true) => Self::Since(at - LONG),
            (Self::Since(since), false) if at.duration_since(since) >= LONG => Self::Over(at),
            (Self::Since(_), false) => Self::None,
            (Self::Over(since), false) if at.duration_since(since) >= SETTLED => {
                *self = Self::None;
                return true;
            }
            (same, _) => same,
        };
        false
    }
}

impl App {
    /// To be called each frame: tells the desktop when the person is needed and looks elsewhere.
    pub(super) fn poll_attention(&mut self, egui_ctx: &egui::Context, at: Timestamp) {
        if self.attention.told.poll(at)
            && let Some(failure) = self.attention.told.value().failure()
        {
            tracing::info!(?failure.details, "the desktop took no notification");
        }
        let is_acting = self.change.as_ref().is_some_and(|change| change.run.is_acting());
        let shows_only = self.change.is_some() && self.lease.state.is_read_only();
        let has_stopped = shows_only && !self.attention.was_shown_only;
        self.attention.was_shown_only = shows_only;
        let is_over = self.attention.wait.step(is_acting, at);
        if let Wait::Over(since) = self.attention.wait {
            let left = SETTLED - at.duration_since(since);
            egui_ctx.request_repaint_after(Duration::try_from(left).unwrap_or(Duration::ZERO));
        }
        let Some(change) = self.change.as_ref().filter(|_| has_stopped || is_over) else { return };
        let is_focused = egui_ctx.input(|input| input.focused);
        if !tells(self.settings.notifications, self.practice.is_on(), is_focused) {
            return;
        }
        let body = if has_stopped { text("notify-shows-only") } else { turn(change) };
        let title = change.run.plan().header().title.clone();
        self.worker.ask(&mut self.attention.told, desktop::notify(title, body));
    }

    /// Why the desktop took no notification the last time.
    pub(super) fn notification_failure(&self) -> Option<String> {
        self.attention.told.value().failure().map(|failure| failure.summary.text())
    }
}

/// Whether the desktop is told: it has no band that says of a practice world, or of a rehearsal under the real change's
/// title, that nothing is real.
fn tells(is_wanted: bool, is_practice: bool, is_focused: bool) -> bool {
    is_wanted && !is_practice && !is_focused
}

/// What the person is needed for.
fn turn(change: &Change) -> String {
    let run = &change.run;
    match run.ended() {
        Some((ChangeResult::RolledBack, _)) => return text("notify-rolled-back"),
        Some(_) => return text("notify-ended"),
        None => {}
    }
    let current = run.current();
    let (step, planned) = (run.steps().get(current), run.planned().get(current));
    let title = planned.map(|planned| planned.title.clone()).unwrap_or_default();
    let key = match step.map(|step| &step.state) {
        Some(StepState::Failed { .. } | StepState::Unknown { .. }) => "notify-failed",
        Some(_) | None => "notify-turn",
    };
    Sentence::new(key).with("step", title).text()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_187_050 + second).expect("a time")
    }

    /// The seconds at which the person is told, when something is under way at these.
    fn told(acting: &[(i64, i64)]) -> Vec<i64> {
        let mut wait = Wait::default();
        let is_acting = |second: i64| acting.iter().any(|(from, to)| (*from..*to).contains(&second));
        (0..200).filter(|second| wait.step(is_acting(*second), at(*second))).collect()
    }

    #[test]
    fn the_end_of_a_long_wait_is_told_once_when_nothing_goes_on() {
        assert_eq!(told(&[(0, 30)]), [32]);
        assert_eq!(told(&[(0, 30), (31, 90)]), [92], "the next step began by itself");
        assert_eq!(told(&[(0, 30), (60, 100)]), [32, 102]);
    }

    #[test]
    fn a_short_wait_is_not_told() {
        assert_eq!(told(&[(0, 19)]), [0_i64; 0]);
        assert_eq!(told(&[(0, 5), (6, 12), (40, 45)]), [0_i64; 0]);
    }

    #[test]
    fn nothing_is_told_of_practice_nor_to_who_looks_nor_against_a_wish() {
        assert!(tells(true, false, false));
        assert!(!tells(true, true, false), "practice");
        assert!(!tells(true, false, true), "the window is in front");
        assert!(!tells(false, false, false), "switched off");
    }
}
