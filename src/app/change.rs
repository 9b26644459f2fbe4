//! What it is for: the change under way in this window: the run, its output lines, the person's half-made choices.
//! In: reports of the worker, commands of the person. Out: requests for the worker. Never: I/O, or a deed by itself.

use std::{collections::BTreeMap, path::PathBuf};

use jiff::Timestamp;

use super::{step_view::LOOK_AGAIN, trail::Trail};
use crate::{
    action::Action,
    confirm::Answer,
    failure::Failure,
    journal::Line,
    names::{Stamp, StepId},
    observed::{evidence::Seen, usual::Usual},
    plan::{Plan, preview::Question},
    procedure::typed_action,
    run::{Effect, Run, RunEvent, StepState, What},
    ui::{AnnouncementPart, DialogAnswer, UiCommand},
    worker::{Report, Request},
};

/// The change under way.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) run: Run,
    pub(super) who: String,
    /// The step that the person looks at; the current one when `None`.
    pub(super) shown: Option<StepId>,
    pub(super) trails: BTreeMap<StepId, Trail>,
    pub(super) choices: BTreeMap<StepId, BTreeMap<String, String>>,
    pub(super) messages: BTreeMap<StepId, String>,
    pub(super) drafts: BTreeMap<StepId, Draft>,
    pub(super) saved_at: Option<Timestamp>,
    pub(super) record: Option<PathBuf>,
    pub(super) journal: PathBuf,
    pub(super) moved: Option<Failure>,
    pub(super) told: Vec<Failure>,
    /// The question before the way back is shown.
    pub(super) is_deciding: bool,
    /// What can be seen beside the question of the way back; `None` while it is read.
    pub(super) evidence: Option<Vec<Result<Seen, Failure>>>,
    /// How long steps usually take.
    pub(super) usual: BTreeMap<StepId, Usual>,
    /// Whether the evidence was asked for since the question came up.
    is_evidence_asked: bool,
}

/// An announcement as the person has edited it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) to: String,
    pub(super) subject: String,
    pub(super) body: String,
}

impl Change {
    /// Starts the run of a plan; the requests bring it to its first step.
    pub(super) fn start(plan: Plan, who: String, journal: PathBuf, at: Timestamp) -> (Self, Vec<Request>) {
        let (run, effects) = Run::start(plan, at);
        Self::with(run, effects, (who, journal))
    }

    /// Takes a change up where its journal says that it stood.
    pub(super) fn resume(
        plan: Plan,
        lines: &[Line],
        (who, journal): (String, PathBuf),
        at: Timestamp,
    ) -> (Self, Vec<Request>) {
        let by = Stamp { at, who: who.clone() };
        let (run, effects) = Run::resume(plan, lines, &by);
        let (mut change, mut requests) = Self::with(run, effects, (who, journal));
        requests.extend(change.finish(at));
        (change, requests)
    }

    fn with(run: Run, effects: Vec<Effect>, (who, journal): (String, PathBuf)) -> (Self, Vec<Request>) {
        let mut change = Self {
            run,
            who,
            shown: None,
            trails: BTreeMap::new(),
            choices: BTreeMap::new(),
            messages: BTreeMap::new(),
            drafts: BTreeMap::new(),
            saved_at: None,
            record: None,
            journal,
            moved: None,
            told: Vec::new(),
            is_deciding: false,
            evidence: None,
            usual: BTreeMap::new(),
            is_evidence_asked: false,
        };
        let requests = change.requests(effects);
        (change, requests)
    }

    /// Takes a report of the worker.
    pub(super) fn report(&mut self, report: Report, at: Timestamp) -> Vec<Request> {
        let what = match report {
            Report::Looked { step, answer } => What::Looked { step, answer },
            Report::Begun { step, seq } => What::Begun { step, seq },
            Report::NotWritten { step, failure } => What::NotWritten { step, failure },
            Report::Ended { step, outcome } => {
                self.shown = self.shown.take().filter(|shown| *shown != step);
                What::Ended { step, outcome }
            }
            Report::Probed { step, answer } => What::Probed { step, answer },
            Report::Progress { step, progress } => {
                self.trails.entry(step).or_default().take(progress);
                return Vec::new();
            }
            Report::Evidence(seen) => {
                self.evidence = Some(seen);
                return Vec::new();
            }
            Report::Usual(times) => {
                self.usual = times;
                return Vec::new();
            }
            Report::Saved { at } => {
                self.saved_at = Some(at);
                return Vec::new();
            }
            Report::RecordWritten { path } => {
                self.record = Some(path);
                return Vec::new();
            }
            Report::Told(failure) => {
                self.told.push(failure);
                return Vec::new();
            }
        };
        self.event(at, what)
    }

    /// The evidence is read anew each time that the question comes up.
    pub(super) fn evidence_request(&mut self) -> Option<Request> {
        let is_asking = self.is_asking();
        let is_new = !std::mem::replace(&mut self.is_evidence_asked, is_asking) && is_asking;
        let wanted = self.run.plan().way_back().map(|way| way.evidence.clone()).filter(|_| is_new)?;
        self.evidence = None;
        Some(Request::Evidence(wanted))
    }

    /// Takes a command of the person. Commands for other screens are not given here.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the rest belongs to other screens, and is logged")]
    pub(super) fn command(&mut self, command: UiCommand, at: Timestamp) -> Vec<Request> {
        match command {
            UiCommand::ShowStep(step) => self.shown = Some(StepId::new(step)),
            UiCommand::Ask(step) => return self.ask(StepId::new(step), at),
            UiCommand::Answer { step, answer } => {
                return self.answer_question(StepId::new(step), &answer, at);
            }
            UiCommand::Skip { step, reason } => {
                let by = self.stamp(at);
                return self.event(at, What::Skipped { step: StepId::new(step), reason, by });
            }
            UiCommand::GoOn { step, reason } => {
                let by = self.stamp(at);
                return self.event(at, What::Forced { step: StepId::new(step), reason, by });
            }
            UiCommand::TryAgain(step) | UiCommand::LookAgain(step) => {
                self.moved = None;
                return self.event(at, What::LookAgain { step: StepId::new(step) });
            }
            UiCommand::StopWaiting(step) => {
                return self.event(at, What::StopWaiting { step: StepId::new(step) });
            }
            UiCommand::Named { step, id } if id == LOOK_AGAIN => {
                return self.event(at, What::LookAgain { step: StepId::new(step) });
            }
            UiCommand::Named { step, id } => self.choose(StepId::new(step), &id),
            UiCommand::AddNote { step, text } => {
                let by = self.stamp(at);
                return self.event(at, What::Noted { step: StepId::new(step), text, files: Vec::new(), by });
            }
            UiCommand::EditAnnouncement { step, part, text } => {
                self.edit_draft(StepId::new(step), part, text);
            }
            UiCommand::EditCommitMessage { step, text } => {
                self.messages.insert(StepId::new(step), text);
            }
            UiCommand::TakeOver { reason } => {
                return vec![Request::TakeOver { reason, by: self.stamp(at) }];
            }
            UiCommand::Approve(answer) => return self.approve(answer, at),
            UiCommand::CancelDialog => return self.event(at, What::Closed),
            other => return self.back_command(other, at),
        }
        Vec::new()
    }

    /// The step in the middle of the window; `None` at the end.
    pub(super) fn shown_index(&self) -> Option<usize> {
        let steps = self.run.planned();
        let chosen = self.shown.as_ref().and_then(|id| steps.iter().position(|step| step.id == *id));
        chosen.or_else(|| Some(self.run.current()).filter(|_| !self.run.is_complete()))
    }

    /// Takes what is to be shown as notices.
    pub(super) fn take_told(&mut self) -> Vec<Failure> {
        std::mem::take(&mut self.told)
    }

    /// The announcement of a step: the person's edit, else the procedure's draft.
    pub(super) fn draft(&self, step: &StepId) -> Option<Draft> {
        if let Some(draft) = self.drafts.get(step) {
            return Some(draft.clone());
        }
        let Some(Action::AnnounceDraft(draft)) = self.action(step) else { return None };
        Some(Draft { to: draft.to.join(", "), subject: draft.subject, body: draft.text })
    }

    /// The commit message of a step: the person's edit, else the procedure's.
    pub(super) fn message(&self, step: &StepId) -> Option<String> {
        if let Some(message) = self.messages.get(step) {
            return Some(message.clone());
        }
        let Some(Action::GitCommit(commit)) = self.action(step) else { return None };
        Some(commit.message)
    }

    /// The exact action of a step, as far as it is known.
    pub(super) fn action(&self, step: &StepId) -> Option<Action> {
        let index = self.run.planned().iter().position(|planned| planned.id == *step)?;
        let proposal = self.run.steps().get(index).and_then(|step| step.state.proposal());
        if let Some(proposal) = proposal {
            return Some(proposal.action().clone());
        }
        // A step that was tried has an exact action, also when the procedure leaves a part of it to earlier steps.
        if let Some(started) = self.run.steps().get(index).and_then(|step| step.started.as_ref()) {
            return Some(started.action.clone());
        }
        let planned = &self.run.planned().get(index)?.action;
        planned.is_closed().then(|| typed_action(&planned.value).ok()).flatten()
    }

    /// Hands an event to the run. Whatever brought it behind its last step (an end, a skip, a reason to go on) ends it.
    pub(super) fn event(&mut self, at: Timestamp, what: What) -> Vec<Request> {
        let effects = self.run.handle(RunEvent { at, what });
        let mut requests = self.requests(effects);
        requests.extend(self.finish(at));
        requests
    }

    /// Ends a change that is behind its last step; also one that stopped between that step's end and its own.
    fn finish(&mut self, at: Timestamp) -> Vec<Request> {
        if !self.run.is_complete() || self.run.ended().is_some() {
            return Vec::new();
        }
        let by = self.stamp(at);
        let effects = self.run.handle(RunEvent { at, what: What::Finished { by } });
        self.requests(effects)
    }

    fn requests(&mut self, effects: Vec<Effect>) -> Vec<Request> {
        let mut requests = Vec::new();
        for effect in effects {
            match effect {
                Effect::Look { step, action, attempt, direction, rests_on } => {
                    requests.push(Request::Look { step, action, attempt, direction, rests_on });
                }
                Effect::Probe { step, started } => requests.push(Request::Probe { step, started }),
                Effect::AnswerItself { step, at } => {
                    if let Some(answer) = self.answer(&step, at, String::new()) {
                        let what = What::Answered { step, answer: Box::new(answer) };
                        requests.extend(self.event(at, what));
                    }
                }
                Effect::Execute(approval) => requests.push(Request::Execute(approval)),
                Effect::StopWaiting => requests.push(Request::StopWaiting),
                Effect::Record(entry) => requests.push(Request::Record(entry)),
                Effect::WriteRecord => requests.push(Request::WriteRecord),
                Effect::Tell(failure) => self.moved = Some(*failure),
            }
        }
        requests
    }

    /// The deed's button: opens the dialog, or starts at once what needs none.
    fn ask(&mut self, step: StepId, at: Timestamp) -> Vec<Request> {
        let state = self.state(&step);
        match state {
            Some(StepState::Shown { proposal }) => {
                let needs_dialog = *proposal.confirm() != crate::action::Confirm::None;
                if needs_dialog {
                    return self.event(at, What::Asked { step });
                }
                let Some(answer) = self.answer(&step, at, String::new()) else { return Vec::new() };
                self.event(at, What::Answered { step, answer: Box::new(answer) })
            }
            Some(StepState::Blocked { .. } | StepState::Failed { .. } | StepState::Stopped) => {
                self.event(at, What::LookAgain { step })
            }
            _ => Vec::new(),
        }
    }

    fn approve(&mut self, given: DialogAnswer, at: Timestamp) -> Vec<Request> {
        let index = self.run.current();
        let Some(step) = self.run.planned().get(index).map(|step| step.id.clone()) else {
            return Vec::new();
        };
        let Some(mut answer) = self.answer(&step, at, given.typed) else { return Vec::new() };
        // A tick holds for the dialog in which it was set, and for no later one.
        answer.answers.extend(given.ticked.into_iter().map(|tick| (tick, "yes".to_owned())));
        answer.digest = crate::names::Digest::new(given.id);
        self.moved = None;
        self.event(at, What::Answered { step, answer: Box::new(answer) })
    }

    fn answer_question(&mut self, step: StepId, choice: &str, at: Timestamp) -> Vec<Request> {
        self.choices.entry(step.clone()).or_default().insert("answer".to_owned(), choice.to_owned());
        if let Some(StepState::Shown { proposal }) = self.state(&step)
            && *proposal.confirm() != crate::action::Confirm::None
        {
            return self.event(at, What::Asked { step });
        }
        let Some(answer) = self.answer(&step, at, String::new()) else { return Vec::new() };
        self.event(at, What::Answered { step, answer: Box::new(answer) })
    }

    /// The answer to what is shown for a step: the person's choices, else the first choice of each question.
    /// Ticks have no first choice: they count only when they were ticked.
    fn answer(&self, step: &StepId, at: Timestamp, typed: String) -> Option<Answer> {
        let (StepState::Shown { proposal } | StepState::Asked { proposal }) = self.state(step)? else {
            return None;
        };
        let questions = &proposal.preview().questions;
        let answers: BTreeMap<String, String> = questions
            .iter()
            .filter_map(|question| Some((question.id.clone(), self.chosen(step, question)?)))
            .collect();
        let message = self.message(step);
        let text = message.or_else(|| self.draft(step).map(|draft| draft.text()));
        let digest = proposal.digest().clone();
        Some(Answer { digest, by: self.stamp(at), typed, answers, reason: None, text })
    }

    /// Remembers a way that belongs to a step only; its id is `question=choice`.
    fn choose(&mut self, step: StepId, id: &str) {
        if let Some((question, choice)) = id.split_once('=') {
            self.choices.entry(step).or_default().insert(question.to_owned(), choice.to_owned());
        }
    }

    fn edit_draft(&mut self, step: StepId, part: AnnouncementPart, text: String) {
        let mut draft = self.draft(&step).unwrap_or_default();
        match part {
            AnnouncementPart::To => draft.to = text,
            AnnouncementPart::Subject => draft.subject = text,
            AnnouncementPart::Body => draft.body = text,
        }
        self.drafts.insert(step, draft);
    }

    /// The choice in force for a question of a step: the person's, else the first. `None` for a tick.
    pub(super) fn chosen(&self, step: &StepId, question: &Question) -> Option<String> {
        if question.must_tick {
            return None;
        }
        let picked = self.choices.get(step).and_then(|chosen| chosen.get(&question.id)).cloned();
        picked.or_else(|| question.choices.first().map(|(id, _)| id.clone()))
    }

    fn state(&self, step: &StepId) -> Option<StepState> {
        let index = self.run.planned().iter().position(|planned| planned.id == *step)?;
        self.run.steps().get(index).map(|step| step.state.clone())
    }

    pub(super) fn stamp(&self, at: Timestamp) -> Stamp {
        Stamp { at, who: self.who.clone() }
    }
}

impl Draft {
    /// The whole draft as text, for journal and record.
    pub(super) fn text(&self) -> String {
        format!("To: {}\nSubject: {}\n\n{}", self.to, self.subject, self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        confirm::sample::{at, plan, stop},
        journal::Entry,
    };

    fn finished(requests: &[Request]) -> usize {
        let is_it = |request: &&Request| matches!(request, Request::Record(entry) if matches!(**entry, Entry::Finished { .. }));
        requests.iter().filter(is_it).count()
    }

    #[test]
    fn a_change_that_died_behind_its_last_step_ends_when_it_is_taken_up() {
        let plan = plan(vec![stop("one"), stop("two")]);
        let line = |seq: u64, step: &str| {
            let reason = "not today".to_owned();
            let entry = Entry::Skipped {
                step: StepId::new(step),
                reason,
                by: Stamp { at: at(0), who: "ann".to_owned() },
            };
            Line { seq, at: at(0), mono_ms: 0, prev: String::new(), entry }
        };
        let resumed = |lines: &[Line]| {
            let place = ("ann".to_owned(), PathBuf::new());
            let (change, requests) = Change::resume(plan.clone(), lines, place, at(1));
            (change.run.ended().is_some(), finished(&requests))
        };
        assert_eq!(resumed(&[line(2, "one")]), (false, 0));
        assert_eq!(resumed(&[line(2, "one"), line(3, "two")]), (true, 1));
    }

    #[test]
    fn a_change_whose_last_step_is_skipped_ends_too() {
        let plan = plan(vec![stop("one"), stop("two")]);
        let (mut change, _) = Change::start(plan, "ann".to_owned(), PathBuf::new(), at(0));
        let skip = |step: &str| UiCommand::Skip { step: step.to_owned(), reason: "not today".to_owned() };
        change.command(skip("one"), at(1));
        assert!(change.run.ended().is_none());
        let requests = change.command(skip("two"), at(2));
        assert!(change.run.ended().is_some());
        assert_eq!(finished(&requests), 1);
    }

    #[test]
    fn a_change_that_stopped_before_its_own_end_line_is_ended_when_it_is_taken_up() {
        let plan = plan(vec![stop("one")]);
        let (step, by) = (StepId::new("one"), Stamp { at: at(1), who: "ann".to_owned() });
        let entry = Entry::Skipped { step, reason: "not today".to_owned(), by };
        let lines = [Line { seq: 2, at: at(1), mono_ms: 0, prev: String::new(), entry }];
        let place = ("ann".to_owned(), PathBuf::new());
        let (change, requests) = Change::resume(plan, &lines, place, at(2));
        assert!(change.run.ended().is_some());
        assert!(
            matches!(requests.first(), Some(Request::Record(entry)) if matches!(**entry, Entry::Finished { .. }))
        );
    }
}
