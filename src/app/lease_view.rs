//! What it is for: who else acts in this namespace, put above the steps; and which buttons are left then.
//! In: the newest word about the Lease. Out: plain data for `ui`. Never: a decision of its own: `worker` guards each deed.

use crate::{
    observed::{LeaseState, LeaseView},
    ui::view::{BannerView, MiddleView, OtherDeed, Tone},
    words::text,
    worker::lease,
};

/// What stands above the steps.
pub(super) fn banner(view: &LeaseView) -> Option<BannerView> {
    let words = lease::sentence(&view.state)?.text();
    let (tone, hint, may_take_over) = match &view.state {
        LeaseState::Lost { .. } => (Tone::Bad, "lease-waiting-hint", true),
        LeaseState::Unknown { .. } => (Tone::Bad, "lease-unknown-hint", false),
        LeaseState::Waiting { .. }
        | LeaseState::Asking
        | LeaseState::Holding
        | LeaseState::NotPermitted { .. }
        | LeaseState::Released => (Tone::Warn, "lease-waiting-hint", true),
    };
    Some(BannerView { tone, words, hint: text(hint), may_take_over })
}

/// Takes the deeds away while somebody else acts; a wait of ours may still be left, and a note kept.
pub(super) fn only_show(middle: &mut MiddleView<'_>) {
    match middle {
        MiddleView::Step(step) => {
            step.main = None;
            step.others.retain(|other| matches!(other, OtherDeed::StopWaiting | OtherDeed::AddNote));
            if let crate::ui::view::StepForm::Question(question) = &mut step.form {
                question.answers.clear();
            }
        }
        MiddleView::Finish(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observed::Holder;

    #[test]
    fn somebody_elses_change_is_named_with_its_step() {
        let holder = Holder {
            who: "ann".to_owned(),
            host: "desk".to_owned(),
            title: "Deploy the shop".to_owned(),
            step: "backup".to_owned(),
            ..Holder::default()
        };
        let shown = |holder: Holder| {
            let state = LeaseState::Waiting { holder };
            banner(&LeaseView { state, ..LeaseView::default() }).unwrap().words
        };
        let words = shown(holder.clone());
        for part in ["ann", "desk", "Deploy the shop", "backup"] {
            assert!(words.contains(part), "{words}");
        }
        let silent =
            Holder { is_expired: true, silent_for: std::time::Duration::from_secs(95), ..holder.clone() };
        assert!(shown(silent).contains("95"));
        assert!(shown(Holder { held: Some("until Monday".to_owned()), ..holder }).contains("until Monday"));
        assert!(banner(&LeaseView::default()).is_none());
    }
}
