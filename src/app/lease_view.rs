//! What it is for: who else acts in this namespace, put above the steps; and which buttons are left then.
//! In: the newest word about the Lease. Out: plain data for `ui`. Never: a decision of its own: `worker` guards each deed.

use jiff::Timestamp;

use super::moments::span;
use crate::{
    observed::{Holder, LeaseState, LeaseView},
    ui::{
        rich::literal,
        view::{HolderView, MiddleView, OtherDeed, StepForm},
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
            reason: format!("{} {}", text("lease-unknown"), literal(&failure.summary.text())),
            blocked: Some(text("lease-unknown-hint")),
            ..HolderView::default()
        }),
    }
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

/// Takes the deeds away while somebody else acts; a wait of ours may still be left, and a note kept.
pub(super) fn only_show(middle: &mut MiddleView<'_>) {
    match middle {
        MiddleView::Step(step) => {
            step.main = None;
            step.others.retain(|other| matches!(other, OtherDeed::StopWaiting | OtherDeed::AddNote));
            if let StepForm::Question(question) = &mut step.form {
                question.answers.clear();
            }
        }
        MiddleView::Decide(_) | MiddleView::Finish(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
