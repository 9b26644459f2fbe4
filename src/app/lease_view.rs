//! What it is for: who else acts in this namespace, put above the steps; and which buttons are left then.
//! In: the newest word about the Lease. Out: plain data for `ui`. Never: a decision of its own: `worker` guards
//! each deed and each line of the journal.

use jiff::Timestamp;

use super::moments::span;
use crate::{
    failure::{Failure, FailureKind},
    observed::{Holder, LeaseState, LeaseView},
    ui::{
        UiCommand,
        rich::literal,
        view::{ChangeDeedKind, FileCommand, HolderView, MiddleView, WayGate, WizardView},
    },
    words::{Sentence, text},
    worker::lease,
};

/// Who acts here in this window's place; `None` when this window may act.
pub(super) fn holder(view: &LeaseView, now: Timestamp) -> Option<HolderView> {
    match &view.state {
        LeaseState::Asking | LeaseState::Holding | LeaseState::NotPermitted { .. } | LeaseState::Released => {
            None
        }
        LeaseState::Waiting { holder } => Some(of(holder)),
        LeaseState::Lost { holder, taken } => {
            let reason = literal(&lease::lost(holder.as_ref(), taken.as_ref()).text());
            let shown = holder.as_ref().map(of).unwrap_or_default();
            Some(HolderView { reason, can_take_over: true, ..shown })
        }
        LeaseState::Unknown { since, failure } => Some(HolderView {
            since: Sentence::new("lease-unknown-since").with("time", span(now, *since)).text(),
            reason: format!("{}: {}", text("lease-unknown"), literal(&failure.summary.text())),
            blocked: Some(away(failure)),
            ..HolderView::default()
        }),
    }
}

/// What can be done about a cluster that does not confirm, and what is left meanwhile.
fn away(failure: &Failure) -> String {
    let waits = text("lease-unknown-hint");
    failure.hint.as_ref().map_or_else(|| waits.clone(), |hint| format!("{}. {waits}", hint.text()))
}

fn of(holder: &Holder) -> HolderView {
    let title = if holder.title.is_empty() { &holder.change } else { &holder.title };
    let parts = [title, &holder.step];
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let since = holder.since.map(|at| {
        let at = at.strftime("%Y-%m-%d %H:%M UTC").to_string();
        Sentence::new("lease-since").with("at", at).text()
    });
    let silent = holder
        .is_expired
        .then(|| Sentence::new("lease-not-seen").count("seconds", holder.silent_for.as_secs()).text());
    let held =
        holder.held.as_ref().map(|why| Sentence::new("lease-held-because").with("reason", literal(why)));
    HolderView {
        who: if holder.host.is_empty() {
            holder.who.clone()
        } else {
            format!("{}@{}", holder.who, holder.host)
        },
        step: parts.join(" · "),
        since: since.into_iter().chain(silent).collect::<Vec<_>>().join(" · "),
        reason: held.map(|words| words.text()).unwrap_or_default(),
        can_take_over: true,
        blocked: None,
    }
}

/// Lets the deed wait for the second person who is asked for the shown step.
pub(super) fn wait_for_second(view: &LeaseView, middle: &mut MiddleView<'_>) {
    let MiddleView::Step(step) = middle else { return };
    let is_asked = view.asked.as_ref().is_some_and(|asked| asked.step == step.step);
    if let (true, None, Some(main)) = (is_asked, &view.seconded, &mut step.main) {
        let why = view.second_refused.as_ref().map(|failure| failure.summary.text());
        main.blocked.get_or_insert(why.unwrap_or_else(|| text("second-awaited")));
    }
}

/// Why this window only shows, in one sentence; `None` when it may act.
fn why(view: &LeaseView) -> Option<String> {
    match &view.state {
        LeaseState::Asking | LeaseState::Holding | LeaseState::NotPermitted { .. } | LeaseState::Released => {
            None
        }
        LeaseState::Waiting { holder } => Some(lease::waiting(holder).text()),
        LeaseState::Lost { holder, taken } => Some(lease::lost(holder.as_ref(), taken.as_ref()).text()),
        LeaseState::Unknown { .. } => Some(text("lease-unknown")),
    }
}

/// Whether only the cluster is away: nobody else is known to act, so that notes can be written and the change be held.
fn is_away(view: &LeaseView) -> bool {
    matches!(view.state, LeaseState::Unknown { .. })
}

/// Makes everything that acts grey while somebody else acts, and says why; a wait of ours may still be left.
pub(super) fn only_show(lease: &LeaseView, wizard: &mut WizardView<'_>) {
    let Some(why) = why(lease) else { return };
    match &mut wizard.middle {
        MiddleView::Step(step) => {
            if let Some(main) = &mut step.main {
                main.blocked = Some(why.clone());
            }
            step.blocked = Some(why.clone());
        }
        MiddleView::Decide(decide) => {
            for way in &mut decide.ways {
                way.gate = WayGate::Closed(literal(&why));
            }
        }
        MiddleView::Finish(_) => {}
    }
    let is_away = is_away(lease);
    if let MiddleView::Step(step) = &mut wizard.middle {
        step.may_note = is_away;
    }
    for deed in &mut wizard.deeds {
        if !is_away || deed.kind != ChangeDeedKind::Hold {
            deed.blocked = Some(why.clone());
        }
    }
}

/// Why a command of the person is not followed: it acts, and this window only shows.
pub(super) fn refused(lease: &LeaseView, command: &UiCommand) -> Option<Failure> {
    let tells = matches!(command, UiCommand::AddNote { .. } | UiCommand::File(_) | UiCommand::Hold { .. });
    let may_tell = is_away(lease) && tells;
    let why = why(lease).filter(|_| acts(command) && !may_tell)?;
    let words = Sentence::new("lease-refused").with("why", why);
    Some(Failure::new(FailureKind::Person, words))
}

/// Whether a command would change the run, and with it the journal or the world.
pub(super) fn acts(command: &UiCommand) -> bool {
    matches!(
        command,
        UiCommand::Ask(_)
            | UiCommand::Answer { .. }
            | UiCommand::Approve(_)
            | UiCommand::Skip { .. }
            | UiCommand::GoOn { .. }
            | UiCommand::Waive { .. }
            | UiCommand::AddNote { .. }
            | UiCommand::File(FileCommand::Add)
            | UiCommand::DecideAnswer { .. }
            | UiCommand::DoRest
            | UiCommand::UndoStep(_)
            | UiCommand::TakeBack(_)
            | UiCommand::StopGoingBack { .. }
            | UiCommand::Hold { .. }
            | UiCommand::Settle { .. }
            | UiCommand::AskWorldAgain(_)
    )
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{
        observed::Observed,
        ui::view::{ChangeDeed, DecideView, MainDeed, StatusView, StepView, WayView},
    };

    fn shown(state: LeaseState) -> Option<String> {
        let now = Timestamp::UNIX_EPOCH;
        let view = holder(&LeaseView { state, ..LeaseView::default() }, now)?;
        let text = format!("{} {} {} {}", view.who, view.step, view.since, view.reason);
        assert!(!text.contains('⟨') && !text.contains("{ $"), "{text}");
        Some(text)
    }

    #[test]
    fn somebody_elses_change_is_named_with_its_step() {
        let holder = Holder {
            who: "ann".to_owned(),
            host: "desk".to_owned(),
            title: "Deploy the shop".to_owned(),
            step: "backup".to_owned(),
            ..Holder::default()
        };
        let waiting = |holder: Holder| shown(LeaseState::Waiting { holder }).unwrap();
        assert_eq!(waiting(holder.clone()).trim(), "ann@desk Deploy the shop · backup");
        let silent_for = std::time::Duration::from_secs(95);
        assert!(waiting(Holder { is_expired: true, silent_for, ..holder.clone() }).contains("95"));
        assert!(waiting(Holder { held: Some("until Monday".to_owned()), ..holder }).contains("until Monday"));
        assert!(shown(LeaseState::Holding).is_none());
        assert!(shown(LeaseState::Lost { holder: None, taken: None }).is_some());
    }

    fn lost() -> LeaseView {
        LeaseView { state: LeaseState::Lost { holder: None, taken: None }, ..LeaseView::default() }
    }

    /// A wizard with that in its middle, for tests.
    pub(in crate::app) fn wizard<'a>(middle: MiddleView<'a>, live: &'a Observed) -> WizardView<'a> {
        WizardView {
            rail: Vec::new(),
            middle,
            live,
            live_scope: String::new(),
            status: StatusView::default(),
            deeds: vec![ChangeDeed::open(ChangeDeedKind::RollBack)],
            timeline: None,
            timeline_failure: None,
            holder: None,
        }
    }

    #[test]
    fn a_window_that_only_shows_has_every_control_grey_with_its_reason() {
        let (live, why) = (Observed::default(), why(&lost()).expect("a reason"));
        let ways =
            vec![WayView::default(), WayView { gate: WayGate::Reason("r".to_owned()), ..WayView::default() }];
        let decide = DecideView { ways, ..DecideView::default() };
        let mut asking = wizard(MiddleView::Decide(Box::new(decide)), &live);
        only_show(&lost(), &mut asking);
        let MiddleView::Decide(decide) = &asking.middle else { panic!() };
        assert!(decide.ways.iter().all(|way| way.gate == WayGate::Closed(why.clone())), "{decide:?}");
        assert_eq!(asking.deeds.first().and_then(|deed| deed.blocked.as_ref()), Some(&why));
        let step = StepView { main: Some(MainDeed::default()), ..StepView::default() };
        let mut shown = wizard(MiddleView::Step(Box::new(step)), &live);
        only_show(&LeaseView::default(), &mut shown);
        let MiddleView::Step(step) = &shown.middle else { panic!() };
        assert_eq!((&step.blocked, step.main.as_ref().and_then(|main| main.blocked.as_ref())), (&None, None));
        only_show(&lost(), &mut shown);
        let MiddleView::Step(step) = &shown.middle else { panic!() };
        assert_eq!(step.blocked.as_ref(), Some(&why));
        assert_eq!(step.main.as_ref().and_then(|main| main.blocked.as_ref()), Some(&why));
    }

    #[test]
    fn what_acts_is_refused_and_what_only_shows_or_takes_over_is_not() {
        let (step, reason) = ("a".to_owned(), "r".to_owned());
        let settle = UiCommand::Settle { step: step.clone(), happened: true, reason: None };
        let decide = UiCommand::DecideAnswer { answer: "yes".to_owned(), reason: None };
        for acting in [
            settle,
            decide,
            UiCommand::AskWorldAgain(step.clone()),
            UiCommand::Hold { reason: reason.clone() },
        ] {
            assert!(refused(&lost(), &acting).is_some(), "{acting:?}");
            assert!(refused(&LeaseView::default(), &acting).is_none(), "{acting:?}");
        }
        for showing in
            [UiCommand::ShowStep(step.clone()), UiCommand::StopWaiting(step), UiCommand::TakeOver { reason }]
        {
            assert!(refused(&lost(), &showing).is_none(), "{showing:?}");
        }
    }
}
