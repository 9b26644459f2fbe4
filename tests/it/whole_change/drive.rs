//! What it is for: a change carried out without a window: the run, the worker, and a person who answers.
//! In: answers. Out: how each step stands, what was told, journal and record. Never: a way around run or worker.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use changeover::{
    action::{Action, Confirm, Ending, Outcome, ProbeAnswer, Probed, outputs},
    confirm::{Answer, Proposal},
    failure::Failure,
    journal::{self, Disk, Entry, Journal, Line},
    names::{Stamp, StepId},
    observed::{Observed, evidence::Seen},
    plan::{Plan, preview::Question},
    run::{Asking, Effect, Run, RunEvent, StepState, What},
    worker::{Report, Request, Session, Worker},
};
use jiff::Timestamp;

/// How long a step may take in a test.
const PATIENCE: Duration = Duration::from_mins(2);

/// A change under way.
pub struct Drive {
    pub run: Run,
    pub told: Vec<Failure>,
    pub moved: Vec<Failure>,
    pub record: Option<PathBuf>,
    /// Records that were asked for and not reported yet.
    unwritten: usize,
    worker: Worker,
    journal: PathBuf,
}

impl Drive {
    /// Begins a change with a journal in its folder.
    pub fn begin(worker: Worker, session: Session) -> Self {
        let opened = opened(&session.plan);
        let journal = Journal::create(&session.folder, opened, Timestamp::now()).expect("a journal");
        Self::with_journal(worker, session, journal)
    }

    /// Begins a change with a journal on a disk of the test's.
    pub fn on_disk(worker: Worker, session: Session, disk: Box<dyn Disk>) -> Self {
        std::fs::create_dir_all(&session.folder).expect("a folder");
        let mut journal = Journal::on(session.folder.join("journal.jsonl"), disk);
        journal.append(opened(&session.plan), Timestamp::now()).expect("a first line");
        Self::with_journal(worker, session, journal)
    }

    /// Takes a change up again from its journal, as the program does after it was stopped.
    pub fn take_up(mut worker: Worker, mut session: Session) -> Self {
        let begun = Instant::now();
        let (journal, journaled) = loop {
            match Journal::reopen(&session.folder) {
                Ok(both) => break both,
                // The one before is still letting go of it.
                Err(fault) => assert!(begun.elapsed() < Duration::from_secs(10), "{fault}"),
            }
            std::thread::sleep(Duration::from_millis(50));
        };
        let Entry::Opened { change, plan, header, steps, way_back, .. } = journaled.lines[0].entry.clone()
        else {
            panic!("no first line")
        };
        let plan = Plan::again(change, header, steps, way_back, &plan).expect("the plan of the journal");
        let (run, effects) = Run::resume(plan.clone(), &journaled.lines, &stamp());
        session.plan = std::sync::Arc::new(plan);
        let path = journal.path().to_owned();
        worker.begin(session, journal);
        let mut drive = Self {
            run,
            told: Vec::new(),
            moved: Vec::new(),
            record: None,
            unwritten: 0,
            worker,
            journal: path,
        };
        drive.carry(effects);
        drive.settle();
        drive
    }

    fn with_journal(mut worker: Worker, session: Session, journal: Journal) -> Self {
        let (run, effects) = Run::start((*session.plan).clone(), Timestamp::now());
        let path = journal.path().to_owned();
        worker.begin(session, journal);
        let mut drive = Self {
            run,
            told: Vec::new(),
            moved: Vec::new(),
            record: None,
            unwritten: 0,
            worker,
            journal: path,
        };
        drive.carry(effects);
        drive.settle();
        drive
    }

    fn carry(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.unwritten += usize::from(matches!(effect, Effect::WriteRecord));
            let request = match effect {
                Effect::Look { step, action, attempt, direction, rests_on } => {
                    Request::Look { step, action, attempt, direction, rests_on }
                }
                Effect::Probe { step, started } => Request::Probe { step, started },
                Effect::AnswerItself { step, .. } => {
                    self.answer(step.as_str(), &[]);
                    continue;
                }
                Effect::Execute(approval) => Request::Execute(approval),
                Effect::StopWaiting => Request::StopWaiting,
                Effect::Record(entry) => Request::Record(entry),
                Effect::WriteRecord => Request::WriteRecord,
                Effect::Tell(failure) => {
                    self.moved.push(*failure);
                    continue;
                }
            };
            assert!(self.worker.send(request), "the worker takes requests");
        }
    }

    /// Hands an event to the run and its effects to the worker.
    pub fn event(&mut self, what: What) {
        let effects = self.run.handle(RunEvent { at: Timestamp::now(), what });
        self.carry(effects);
    }

    /// Takes one report, if there is one.
    pub fn pump(&mut self) -> bool {
        let Some(report) = self.worker.next_report() else { return false };
        match report {
            Report::Looked { step, answer } => self.event(What::Looked { step, answer }),
            Report::Probed { step, answer } => self.event(What::Probed { step, answer }),
            Report::Begun { step, seq } => self.event(What::Begun { step, seq }),
            Report::NotWritten { step, failure } => self.event(What::NotWritten { step, failure }),
            Report::Ended { step, outcome } => {
                self.outputs_are_known(&step, &outcome);
                self.event(What::Ended { step, outcome });
            }
            Report::Told(failure) => {
                self.unwritten -= usize::from(failure.summary.key == "record-not-written");
                self.told.push(failure);
            }
            Report::RecordWritten { path } => {
                self.unwritten -= 1;
                self.record = Some(path);
            }
            Report::Evidence(_) | Report::Progress { .. } | Report::Saved { .. } | Report::Usual(_) => {}
        }
        true
    }

    /// Whatever an action gives, its table names, so that a procedure may.
    fn outputs_are_known(&self, step: &StepId, outcome: &Outcome) {
        let planned = self.run.planned().iter().find(|planned| planned.id == *step).expect("a step");
        if planned.key == "image.check" {
            return;
        }
        let table = outputs(&planned.key);
        let captured = |name: &String| planned.expect.iter().any(|expect| expect.out.as_ref() == Some(name));
        for name in outcome.outputs.keys().filter(|name| !captured(name)) {
            assert!(table.iter().any(|output| output.name == name), "{} gives {name}", planned.key);
        }
        if outcome.ending == Ending::Done {
            for output in table.iter().filter(|output| output.is_always) {
                assert!(outcome.outputs.contains_key(output.name), "{} lacks {}", planned.key, output.name);
            }
        }
    }

    /// Waits until the person is asked for something, or the change is through.
    pub fn settle(&mut self) {
        let begun = Instant::now();
        loop {
            while self.pump() {}
            match self.state() {
                Some(StepState::Looking | StepState::Running { .. } | StepState::Waiting) => {}
                _ => return,
            }
            assert!(begun.elapsed() < PATIENCE, "{} did not settle: {:?}", self.step(), self.state());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// How the current step stands; `None` when all are behind us.
    pub fn state(&self) -> Option<&StepState> {
        self.run.steps().get(self.run.current()).map(|step| &step.state)
    }

    /// The current step.
    pub fn step(&self) -> String {
        let step = self.run.planned().get(self.run.current());
        step.map_or_else(|| "the end".to_owned(), |step| step.id.to_string())
    }

    /// What is on the screen.
    pub fn proposal(&self) -> &Proposal {
        let state = self.state().expect("a step");
        state.proposal().unwrap_or_else(|| panic!("{} shows nothing: {state:?}", self.step()))
    }

    /// Why the current step cannot go on.
    pub fn failure(&self) -> &Failure {
        match self.state() {
            Some(
                StepState::Failed { failure }
                | StepState::Blocked { failure }
                | StepState::Unknown { failure, .. },
            ) => failure,
            other => panic!("{} has not failed: {other:?}", self.step()),
        }
    }

    /// Opens the dialog and answers; `chosen` are answers to questions, the others get their first choice.
    pub fn approve(&mut self, chosen: &[(&str, &str)]) {
        let step = self.step();
        self.event(What::Asked { step: StepId::new(&step) });
        self.answer(&step, chosen);
        self.settle();
    }

    fn answer(&mut self, step: &str, chosen: &[(&str, &str)]) {
        let proposal = self.proposal();
        let pick = |question: &Question| {
            let given =
                chosen.iter().find(|(id, _)| *id == question.id).map(|(_, choice)| (*choice).to_owned());
            let first = question.choices.first().map(|(id, _)| id.clone()).filter(|_| !question.must_tick);
            Some((question.id.clone(), given.or(first)?))
        };
        let answer = Answer {
            digest: proposal.digest().clone(),
            by: stamp(),
            typed: match proposal.confirm() {
                Confirm::Type(word) => word.clone(),
                Confirm::None | Confirm::Click => String::new(),
            },
            answers: proposal.preview().questions.iter().filter_map(pick).collect(),
            reason: None,
            text: text_of(proposal.action()),
        };
        self.event(What::Answered { step: StepId::new(step), answer: Box::new(answer) });
    }

    /// Approves everything up to this step, and waits until that one is on the screen.
    pub fn up_to(&mut self, step: &str) {
        while self.step() != step {
            assert!(!self.run.is_complete(), "{step} was never met");
            let before = self.step();
            self.approve(&[]);
            let is_on = self.step() != before;
            assert!(is_on, "{before} did not end well: {:#?}", self.state());
        }
    }

    /// What the world says of the newest deed of a step, as after a crash.
    pub fn probe(&mut self, step: &str) -> Probed {
        self.try_probe(step).unwrap_or_else(|failure| panic!("not asked: {failure:?}"))
    }

    /// The same, where it may be refused.
    pub fn try_probe(&mut self, step: &str) -> Result<Probed, Failure> {
        let id = StepId::new(step);
        let started = self.lines().into_iter().rev().find_map(|line| match line.entry {
            Entry::Started(started) if started.step == id => Some(started),
            _ => None,
        });
        let planned = self.run.planned().iter().find(|planned| planned.id == id).expect("a step").clone();
        let started = Box::new(started.expect("a start line"));
        assert!(self.worker.send(Request::Probe { step: Box::new(planned), started }));
        let begun = Instant::now();
        loop {
            match self.worker.next_report() {
                Some(Report::Probed { answer, .. }) => return *answer,
                Some(Report::RecordWritten { .. }) => self.unwritten -= 1,
                Some(_) | None => {}
            }
            assert!(begun.elapsed() < PATIENCE, "no answer");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Takes one step back alone.
    pub fn undo_alone(&mut self, step: &str) {
        self.event(What::UndoAlone { step: StepId::new(step), by: stamp() });
        self.settle();
    }

    /// What can be seen beside the question of the way back.
    pub fn evidence(&mut self) -> Vec<Result<Seen, Failure>> {
        let wanted = self.run.plan().way_back().expect("a way back").evidence.clone();
        assert!(self.worker.send(Request::Evidence(wanted)));
        let begun = Instant::now();
        loop {
            if let Some(Report::Evidence(seen)) = self.worker.next_report() {
                return seen;
            }
            assert!(begun.elapsed() < PATIENCE, "no evidence");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits for what the world says of the open deed; why it could not be asked, when it could not.
    pub fn asked(&mut self) -> Result<ProbeAnswer, Failure> {
        let begun = Instant::now();
        loop {
            self.pump();
            match self.state() {
                Some(StepState::Unknown { asking: Asking::Answered(probed), .. }) => return Ok(probed.answer),
                Some(StepState::Unknown { asking: Asking::Failed(failure), .. }) => {
                    return Err((**failure).clone());
                }
                Some(StepState::Unknown { .. }) => {}
                other => panic!("{} is not open: {other:?}", self.step()),
            }
            assert!(begun.elapsed() < PATIENCE, "the world was not asked");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Says what became of the open deed.
    pub fn settled(&mut self, happened: bool) {
        let step = StepId::new(self.step());
        self.event(What::Settled { step, happened, reason: String::new(), by: stamp() });
        self.settle();
    }

    /// Enters the way back.
    pub fn go_back(&mut self, answer: &str) {
        let (answer, by) = (answer.to_owned(), stamp());
        self.event(What::WentBack { answer, reason: None, by });
        self.settle();
    }

    /// Reads the current step again.
    pub fn look_again(&mut self) {
        let step = StepId::new(self.step());
        self.event(What::LookAgain { step });
        self.settle();
    }

    /// Goes on although the current step failed.
    pub fn go_on(&mut self, reason: &str) {
        let step = StepId::new(self.step());
        self.event(What::Forced { step, reason: reason.to_owned(), by: stamp() });
        self.settle();
    }

    /// Carries out what is left and ends the change.
    pub fn finish(&mut self) {
        while !self.run.is_complete() {
            let before = self.step();
            self.approve(&[]);
            assert!(self.step() != before, "{before} did not end well: {:#?}", self.state());
        }
        self.event(What::Finished { by: stamp() });
        self.record();
    }

    /// Asks for the record and does not wait for it.
    pub fn write_record(&mut self) {
        self.unwritten += 1;
        assert!(self.worker.send(Request::WriteRecord), "the worker takes requests");
    }

    /// The record, after everything that was asked of the worker.
    pub fn record(&mut self) -> String {
        self.write_record();
        let begun = Instant::now();
        while self.unwritten > 0 {
            assert!(begun.elapsed() < PATIENCE, "no record: {:?}", self.told);
            self.pump();
            std::thread::sleep(Duration::from_millis(10));
        }
        std::fs::read_to_string(self.record.as_ref().expect("a record")).expect("the record")
    }

    /// The journal's lines; its chain must hold.
    pub fn lines(&self) -> Vec<Line> {
        let journaled = journal::read(&self.journal).expect("the journal");
        assert_eq!(journaled.damage, None);
        journaled.lines
    }

    /// The journal's bytes.
    pub fn journal_text(&self) -> String {
        std::fs::read_to_string(&self.journal).expect("the journal")
    }

    /// Takes the namespace's Lease over.
    pub fn take_over(&mut self, reason: &str) {
        let request = Request::TakeOver { reason: reason.to_owned(), by: stamp() };
        assert!(self.worker.send(request), "the worker takes requests");
        let begun = Instant::now();
        while self.worker.lease().state.is_read_only() {
            assert!(begun.elapsed() < PATIENCE, "not taken over: {:?}", self.worker.lease());
            std::thread::sleep(Duration::from_millis(10));
        }
        self.look_again();
    }

    /// The newest word about the namespace's Lease.
    pub fn lease(&self) -> std::sync::Arc<changeover::observed::LeaseView> {
        self.worker.lease()
    }

    /// The live state beside the steps.
    pub fn live(&self) -> std::sync::Arc<Observed> {
        self.worker.observed()
    }

    /// An output of a step.
    pub fn output(&self, step: &str, name: &str) -> String {
        let outputs = self.run.outputs(&StepId::new(step)).cloned().unwrap_or_default();
        outputs.get(name).cloned().unwrap_or_default()
    }

    /// Stops the waiting of the current step.
    pub fn stop_waiting(&mut self) {
        let step = StepId::new(self.step());
        self.event(What::StopWaiting { step });
        self.settle();
    }

    /// Begins the deed and does not wait for its end.
    pub fn approve_and_leave(&mut self) {
        let step = self.step();
        self.event(What::Asked { step: StepId::new(&step) });
        self.answer(&step, &[]);
    }
}

/// Everything that can be read of a proposal.
pub fn shown(proposal: &Proposal) -> String {
    let preview = proposal.preview();
    let mut lines: Vec<String> =
        preview.facts.iter().map(|fact| format!("{:?} {}", fact.sign, fact.what.text())).collect();
    lines.extend(preview.nothing_to_do.iter().map(changeover::words::Sentence::text));
    lines.extend(preview.questions.iter().map(|question| format!("? {}", question.ask.text())));
    for shown in &preview.diffs {
        lines.push(format!("diff {}", shown.title));
        let texts = shown.diff.hunks.iter().flat_map(|hunk| &hunk.lines);
        lines.extend(texts.map(|line| format!("{:?} {}", line.kind, line.text)));
    }
    lines.join("\n")
}

/// A failure as a person reads it; no word may be missing.
pub fn said(failure: &Failure) -> String {
    let hint = failure.hint.as_ref().map(changeover::words::Sentence::text).unwrap_or_default();
    let text = format!("{} | {hint} | {}", failure.summary.text(), failure.details.join(" | "));
    assert!(
        !text.contains('⟨') && !text.contains("{$") && !text.contains("{ $"),
        "words are missing: {text}"
    );
    text
}

pub fn stamp() -> Stamp {
    Stamp { at: Timestamp::now(), who: "ada".to_owned() }
}

fn text_of(action: &Action) -> Option<String> {
    match action {
        Action::GitCommit(commit) => Some(commit.message.clone()),
        Action::AnnounceDraft(draft) => Some(draft.text.clone()),
        _ => None,
    }
}

fn opened(plan: &Plan) -> Entry {
    Entry::Opened {
        format: 2,
        app: "test".to_owned(),
        change: plan.change().clone(),
        plan: plan.digest().clone(),
        header: plan.header().clone(),
        steps: plan.steps().to_vec(),
        way_back: plan.way_back().cloned(),
        by: stamp(),
        passed: Vec::new(),
    }
}

/// A worker as the window starts it.
pub fn worker() -> Worker {
    Worker::start(std::sync::Arc::new(|| {}), std::sync::Arc::new(|| {})).expect("threads")
}
