//! What it is for: the open proposal as the dialog's view. In: the run. Out: plain data for `ui`.
//! Never: what is enough to approve (`confirm` decides that again).

use super::{back_step_view::over, change::Change, step_view};
use crate::{
    action::{Action, Confirm},
    confirm,
    names::Target,
    plan::{
        PlannedStep, WayBack as Undo,
        preview::{Inverse, Preview},
    },
    run::StepState,
    ui::{
        rich::literal,
        view::{BulletMark, BulletView, DialogView, ExactView, TargetView, TickView, TypedView, WayBack},
    },
    words::{Sentence, text},
};

/// The dialog that is open, if one is.
pub(super) fn dialog(change: &Change) -> Option<DialogView<'_>> {
    let index = change.run.current();
    let planned = change.run.planned().get(index)?;
    let StepState::Asked { proposal } = &change.run.steps().get(index)?.state else { return None };
    let preview = proposal.preview();
    let action = proposal.action();
    let over = over(change, planned, "dialog-over");
    let ticks = preview.questions.iter().filter(|question| question.must_tick).map(|question| TickView {
        id: question.id.clone(),
        words: literal(&question.ask.text()),
        detail: None,
        is_required: true,
    });
    // The exact inverse may be agreed to as well, and need not be.
    let inverse = preview.inverse.iter().map(|inverse| TickView {
        id: Inverse::ID.to_owned(),
        words: literal(&inverse.offer.text()),
        detail: Some(text("dialog-inverse")),
        is_required: false,
    });
    let deed = step_view::deed_label(change, planned, action, preview);
    let question = if step_view::only_looks(change, planned, preview) {
        text("ask-only-looks")
    } else {
        confirm::question(action).text()
    };
    Some(DialogView {
        id: proposal.digest().to_string(),
        question,
        over,
        target: target(change, action, proposal.target()),
        moved: change
            .moved
            .iter()
            .map(|moved| BulletView::new(BulletMark::Warn, literal(&moved.summary.text())))
            .collect(),
        facts: facts(change, planned, preview),
        changes: Vec::new(),
        diffs: step_view::diffs(&preview.diffs),
        exact: exact(change, planned, action, &preview.command),
        affected: preview.affected.as_ref().map(Sentence::text),
        way_back: way_back(planned),
        ticks: ticks.chain(inverse).collect(),
        typed: match proposal.confirm() {
            Confirm::Type(word) => Some(TypedView {
                label: Sentence::new("dialog-type").with("word", word).text(),
                word: word.clone(),
            }),
            Confirm::None | Confirm::Click => None,
        },
        deed,
        is_dangerous: matches!(proposal.confirm(), Confirm::Type(_)),
    })
}

/// What will happen, with what the person must know about the step itself first.
fn facts(change: &Change, planned: &PlannedStep, preview: &Preview) -> Vec<BulletView> {
    let warn = |key: &str| BulletView::new(BulletMark::Warn, text(key));
    let mut facts: Vec<BulletView> = Vec::new();
    facts.extend(planned.added.then(|| warn("dialog-added")));
    facts.extend(planned.claimed.then(|| warn("dialog-claimed")));
    facts.extend(
        preview.nothing_to_do.iter().map(|what| BulletView::new(BulletMark::Same, literal(&what.text()))),
    );
    facts.extend(preview.facts.iter().map(step_view::bullet));
    for question in preview.questions.iter().filter(|question| question.choices.len() > 1) {
        let chosen = change.chosen(&planned.id, question);
        let words =
            question.choices.iter().find(|(id, _)| Some(id) == chosen.as_ref()).map(|(_, words)| words);
        facts.extend(words.map(|words| BulletView::new(BulletMark::Change, literal(&words.text()))));
    }
    facts
}

/// Where the deed goes: the repository for what only changes that, else the cluster.
fn target(change: &Change, action: &Action, cluster: &Target) -> TargetView {
    let is_local = matches!(
        action,
        Action::ManifestEdit(_)
            | Action::ManifestRestore(_)
            | Action::GitCommit(_)
            | Action::GitPush(_)
            | Action::GitRevert(_)
    );
    if is_local {
        let repository = &change.run.plan().header().repository;
        let (context, namespace) = (repository.name.clone(), repository.branch.clone());
        return TargetView { context, namespace, ..TargetView::default() };
    }
    TargetView {
        context: cluster.context.to_string(),
        namespace: cluster.namespace.to_string(),
        server: cluster.server.address.clone(),
        is_production: false,
    }
}

/// The command line, where there is one; for a commit the message that goes with it.
fn exact<'a>(
    change: &Change,
    planned: &PlannedStep,
    action: &Action,
    command: &str,
) -> Option<ExactView<'a>> {
    let text = exact_text(change, planned, action, command);
    (!text.is_empty()).then(|| ExactView { title: crate::words::text("dialog-exact"), text: text.into() })
}

fn exact_text(change: &Change, planned: &PlannedStep, action: &Action, command: &str) -> String {
    let Some(message) = change.message(&planned.id).filter(|_| matches!(action, Action::GitCommit(_))) else {
        return command.to_owned();
    };
    let message = crate::repo::full_message(&message, change.run.plan().change());
    format!("{command}\n\n{message}")
}

fn way_back(planned: &PlannedStep) -> Option<WayBack> {
    match &planned.undo {
        Undo::NotNeeded => None,
        Undo::None { reason } => Some(WayBack::None(reason.clone())),
        Undo::By { key, .. } => Some(WayBack::Undo(text(match key.as_str() {
            "scale" => "undo-scale",
            "manifest.restore" => "undo-restore",
            "manifest.apply" => "undo-apply",
            "git.revert" => "undo-revert",
            "object.delete" => "undo-delete",
            "route.switch" => "undo-route",
            _ => "undo-other",
        }))),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use serde_json::json;

    use super::*;
    use crate::{
        action::{Ending, Outcome},
        app::wizard_view::wizard,
        confirm::sample::{at, exact, plan, step},
        names::StepId,
        observed::{LeaseView, Observed},
        plan::preview::Question,
        ui::{DialogAnswer, UiCommand, view::ChangeDeedKind},
        worker::{Report, Request},
    };

    #[test]
    fn a_deed_by_which_nothing_is_sent_is_called_what_it_is() {
        let push = step("push", "git.push", json!({}), Confirm::Click);
        let (mut change, _) =
            Change::start(plan(vec![push.clone()]), "ann".to_owned(), PathBuf::new(), at(0));
        let choice = |id: &str, key: &str| (id.to_owned(), Sentence::new(key));
        let where_to = Question {
            id: "where".to_owned(),
            ask: Sentence::new("act-push-where"),
            choices: vec![choice("own", "deed-only-looks"), choice("branch", "deed-git-push")],
            must_tick: false,
        };
        let only_looks = Some(("where".to_owned(), "own".to_owned()));
        let preview = Preview { questions: vec![where_to], only_looks, ..Preview::default() };
        let answer = Box::new(Ok(exact(&push, preview)));
        change.report(Report::Looked { step: StepId::new("push"), answer }, at(1));
        let asked = |change: &mut Change| {
            change.command(UiCommand::Ask("push".to_owned()), at(2));
            let dialog = dialog(change).expect("a dialog");
            let words = (dialog.question.clone(), dialog.deed.clone());
            change.command(UiCommand::CancelDialog, at(3));
            words
        };
        assert_eq!(asked(&mut change), (text("ask-only-looks"), text("deed-only-looks")));
        let id = "where=branch".to_owned();
        change.command(UiCommand::Named { step: "push".to_owned(), id }, at(4));
        assert_eq!(asked(&mut change), (text("ask-git-push"), text("deed-git-push")));
    }

    #[test]
    fn the_exact_way_back_may_be_agreed_to_and_is_then_one_button() {
        let fields = |to: &str| json!({"route": "web", "to": to});
        let mut switch = step("switch", "route.switch", fields("next"), Confirm::Click);
        let back = step("undo-switch", "route.switch", fields("api"), Confirm::Click);
        switch.undo = Undo::By {
            key: "route.switch".to_owned(),
            action: back.action.clone(),
            confirm: Confirm::Click,
            probe: None,
        };
        let inverse = || Inverse {
            step: StepId::new("undo-switch"),
            action: exact(&back, Preview::default()).action,
            state: std::collections::BTreeMap::new(),
            offer: Sentence::new("act-route-inverse").with("route", "web").with("to", "api"),
        };
        for is_ticked in [true, false] {
            let plan =
                plan(vec![switch.clone(), step("look", "pause", json!({"reason": "r"}), Confirm::None)]);
            let (mut change, _) = Change::start(plan, "ann".to_owned(), PathBuf::new(), at(0));
            let preview = Preview { inverse: Some(Box::new(inverse())), ..Preview::default() };
            let answer = Box::new(Ok(exact(&switch, preview)));
            change.report(Report::Looked { step: StepId::new("switch"), answer }, at(1));
            change.command(UiCommand::Ask("switch".to_owned()), at(2));
            let answer = {
                let shown = dialog(&change).expect("a dialog");
                let tick = shown.ticks.first().expect("a tick");
                assert_eq!((tick.id.as_str(), tick.is_required), (Inverse::ID, false));
                assert!(tick.words.contains("web") && tick.detail.is_some());
                let ticked = is_ticked.then(|| tick.id.clone()).into_iter().collect();
                DialogAnswer { id: shown.id.clone(), typed: String::new(), ticked }
            };
            change.command(UiCommand::Approve(answer), at(3));
            let (ending, outputs, evidence) = (Ending::Done, std::collections::BTreeMap::new(), Vec::new());
            let outcome = Box::new(Outcome { ending, outputs, evidence });
            change.report(Report::Ended { step: StepId::new("switch"), outcome }, at(4));
            let (live, lease) = (Observed::default(), LeaseView::default());
            let deeds = wizard(&change, &live, &lease, at(5)).deeds;
            let first = deeds.first().expect("deeds").kind.clone();
            let label = "Lead web back".to_owned();
            let take_back = ChangeDeedKind::TakeBack { step: "switch".to_owned(), label };
            assert_eq!(first == take_back, is_ticked, "{deeds:?}");
            let requests = change.command(UiCommand::TakeBack("switch".to_owned()), at(6));
            let is_looked = requests.iter().any(|request| matches!(request, Request::Look { .. }));
            assert_eq!(is_looked, is_ticked);
        }
    }
}
