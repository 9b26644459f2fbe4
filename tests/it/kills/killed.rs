//! One change, killed again and again.
//!
//! In: its scenario and the kills. Out: what became of it, counted. Never: a click that a person would not make.

use std::{
    ffi::OsString,
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use changeover::{
    action::{Direction, Ending},
    fault::FaultPoint,
    journal::{self, ChangeResult, Entry, Found, Line},
    plan::PlannedStep,
};

use super::{
    plan::{ACTIONS, Kill, Plan, Scenario, Step},
    tally::Tally,
};
use crate::support::{control_plane::ControlPlane, eventually, press::press, stage::Stage, window::Window};

/// For what the cluster or a retry decides.
const LONG: Duration = Duration::from_secs(120);
/// The finish page of the way forward.
const FINISHED: &str = "Every step is behind you";
/// The finish page of the way back.
const BACK: &str = "Rolled back: ";

/// A change and what became of the program.
pub struct Killed {
    scenario: &'static Scenario,
    stage: Stage,
    window: Window,
    tally: Tally,
    done: Vec<Kill>,
    /// From the start of the program until the change could be taken up, and from the click until its page stood there.
    times: Vec<(Duration, Option<Duration>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Killed,
    Passed,
    Finished,
}

impl Killed {
    /// Starts the change. When the first kill is the first step's, the program has ended there.
    pub fn begin(plane: &'static ControlPlane, scenario: &'static Scenario, plan: &Plan) -> Self {
        let stage = (scenario.stage)(plane);
        let tally = Tally::begin(&stage);
        // The first step may be one that asks nobody: it is killed with the start.
        let first = plan.forward.first().filter(|(index, _)| *index == 0).map(|(_, kill)| *kill);
        let armed = armed(&stage, first);
        let mut window = Window::open(stage.home.path(), &stage.arguments(scenario.values), &armed);
        let screen = &mut window.screen;
        if let Some(fill) = scenario.fill {
            screen.click_within(fill, LONG);
            screen.wait_gone(fill, LONG);
            screen.scroll_to_top();
        }
        screen.may_end();
        screen.click_within("Start the change", LONG);
        let mut killed = Self { scenario, stage, window, tally, done: Vec::new(), times: Vec::new() };
        match first {
            Some(kill) => killed.expect(0, kill, Direction::Forward),
            None => eventually("the change", LONG, || match killed.find() {
                Some(_) => Ok(()),
                None => Err("no journal".to_owned()),
            }),
        }
        killed
    }

    /// All kills, and the way between them.
    pub fn carry(&mut self, plan: &Plan) {
        for (index, kill) in plan.forward.iter().skip(self.done.len()) {
            self.kill(*index, *kill, Direction::Forward);
        }
        self.take_up(None);
        assert_eq!(self.go_on(None, Direction::Forward), End::Finished);
        // A step ends it.
        let session = self.scenario.has_session.then(|| self.stage.database().postgres.session("shop"));
        let (question, answer) = self.scenario.question;
        let screen = &mut self.window.screen;
        screen.click_within("Roll back…", LONG);
        screen.wait(question, LONG);
        screen.click_within(answer, LONG);
        eventually("the way back", LONG, || match self.found().direction {
            Direction::Back => Ok(()),
            Direction::Forward => Err("forward".to_owned()),
        });
        self.is_as_meant();
        for (index, kill) in &plan.back {
            self.kill(*index, *kill, Direction::Back);
        }
        self.take_up(None);
        assert_eq!(self.go_on(None, Direction::Back), End::Finished);
        drop(session);
    }

    /// Takes the change up with this point armed, and goes on until the program is killed there.
    fn kill(&mut self, index: usize, kill: Kill, direction: Direction) {
        self.take_up(Some(kill));
        self.expect(index, kill, direction);
    }

    /// Goes on until the kill; only a further time may not be there.
    fn expect(&mut self, index: usize, kill: Kill, direction: Direction) {
        let Kill { step, point, time } = kill;
        match self.go_on(Some(index), direction) {
            End::Killed => self.done.push(kill),
            End::Passed if time > 1 => return,
            End::Passed | End::Finished => panic!("{} went by without {} {time}", step.id, point.name()),
        }
        if point == FaultPoint::AfterEndLine {
            let found = self.found();
            assert!(
                found.done > index && found.open.is_none(),
                "the result of {} is lost: {found:?}",
                step.id
            );
        }
    }

    /// Starts the program with the same home and presses "Take up again".
    fn take_up(&mut self, at: Option<Kill>) {
        let armed = armed(&self.stage, at);
        let begun = Instant::now();
        let registry = &self.stage.registry;
        let conf = ["--registries-conf".into(), registry.registries_conf_path.clone().into()];
        let ca = ["--extra-ca".into(), registry.ca_pem_path.clone().into()];
        // Settings of this machine, not of the change; the rest is remembered.
        self.window.again(&[conf, ca].concat(), &armed);
        let screen = &mut self.window.screen;
        let name = screen.wait("Take up again: ", LONG).name;
        let listed = begun.elapsed();
        screen.may_end();
        screen.click_within(&name, LONG);
        let clicked = Instant::now();
        // The page is there when the list is not; a kill may come first.
        let page = loop {
            let items = screen.items();
            if screen.is_gone() {
                break None;
            }
            if items.iter().all(|item| item.name != name) {
                break Some(clicked.elapsed());
            }
            assert!(clicked.elapsed() < LONG, "not taken up\n{}", screen.words());
            std::thread::sleep(Duration::from_millis(10));
        };
        self.times.push((listed, page));
    }

    /// Does what a person would, until the program is killed, the step is behind, or this way is through.
    fn go_on(&mut self, index: Option<usize>, direction: Direction) -> End {
        let end = if direction == Direction::Forward { FINISHED } else { BACK };
        let begun = Instant::now();
        loop {
            let screen = &mut self.window.screen;
            let items = screen.items();
            if screen.is_gone() {
                return End::Killed;
            }
            if items.iter().any(|item| item.name.contains(end)) {
                return End::Finished;
            }
            press(screen, &items);
            let found = self.found();
            let is_behind = |index: usize| found.done > index && found.open.is_none();
            if found.direction == direction && index.is_some_and(is_behind) {
                // The last line may be the one after which the program ends.
                std::thread::sleep(Duration::from_millis(500));
                self.window.screen.items();
                return if self.window.screen.is_gone() { End::Killed } else { End::Passed };
            }
            if begun.elapsed() > LONG {
                let said = self.window.said();
                let journal = fs::read_to_string(found.folder.join("journal.jsonl")).unwrap_or_default();
                let last: Vec<&str> = journal.lines().rev().take(4).collect();
                panic!(
                    "nothing goes on after {:?}\n{found:?}\n{said}\n{last:#?}\n{}",
                    self.done.last(),
                    self.window.screen.words()
                );
            }
            std::thread::sleep(Duration::from_millis(60));
        }
    }

    fn find(&self) -> Option<Found> {
        let listed = journal::list(&self.window.changes_folder()).expect("the changes");
        listed.found.into_iter().next()
    }

    fn found(&self) -> Found {
        self.find().expect("one change")
    }

    /// Asks everybody what was done.
    pub fn judge(self, number: usize) {
        let lines = self.lines();
        let last = lines.last().map(|line| &line.entry);
        assert!(matches!(last, Some(Entry::Finished { result: ChangeResult::RolledBack, .. })), "{last:?}");
        for step in self.steps() {
            assert!(is_done(&lines, step.id), "the result of {} is lost", step.id);
        }
        let record = fs::read_to_string(self.folder().join("record.md")).expect("a record");
        assert!(record.contains("rolled back"), "{record}");
        let again = self.tally.done_again(&self.stage, self.scenario);
        eprintln!(
            "{} {number}: {} kills, {} done twice, 0 results lost, {}",
            self.scenario.name,
            self.done.len(),
            again.len(),
            self.times()
        );
        assert_eq!(again, Vec::<String>::new(), "after {:#?}", self.done);
    }

    /// The steps are those of the scenario.
    fn is_as_meant(&self) {
        let lines = self.lines();
        let planned = lines.iter().flat_map(|line| match &line.entry {
            Entry::Opened { steps, .. } | Entry::WentBack { steps, .. } => steps.as_slice(),
            _ => &[],
        });
        let planned: Vec<&PlannedStep> = planned.collect();
        let ids = planned.iter().map(|step| (step.id.as_str(), step.key.as_str()));
        let meant = self.steps().map(|step| (step.id, step.action));
        assert_eq!(ids.collect::<Vec<_>>(), meant.collect::<Vec<_>>());
        for (step, planned) in self.steps().zip(planned) {
            let class = ACTIONS.iter().find(|(key, _, _)| *key == step.action).map(|(_, class, _)| *class);
            // Only a procedure's own word that a program just reads differs.
            assert!(class == Some(planned.effect) || step.action == "exec", "{step:?}: {:?}", planned.effect);
        }
    }

    fn steps(&self) -> impl Iterator<Item = &'static Step> {
        self.scenario.forward.iter().chain(self.scenario.back)
    }

    fn lines(&self) -> Vec<Line> {
        let journaled = journal::read(&self.folder().join("journal.jsonl")).expect("a journal");
        assert_eq!(journaled.damage, None);
        journaled.lines
    }

    fn times(&self) -> String {
        let of = |mut times: Vec<Duration>| {
            times.sort();
            let middle = times.get(times.len() / 2).copied().unwrap_or_default();
            format!("{middle:.2?} (median), {:.2?} (most)", times.last().copied().unwrap_or_default())
        };
        let listed = of(self.times.iter().map(|(listed, _)| *listed).collect());
        let page = of(self.times.iter().filter_map(|(_, page)| *page).collect());
        format!("started until listed {listed}, taken up until its page {page}")
    }

    fn folder(&self) -> PathBuf {
        let changes = self.window.changes();
        let [folder] = changes.as_slice() else { panic!("one change: {changes:?}") };
        folder.clone()
    }
}

fn armed(stage: &Stage, at: Option<Kill>) -> Vec<(&'static str, OsString)> {
    let at = at.map(|Kill { step, point, time }| format!("{}:{}::{time}", step.id, point.name()));
    let point = at.map(|text| ("CHANGEOVER_FAULT_POINT", text.into()));
    stage.environment().into_iter().chain(point).collect()
}

/// Whether the newest try of a step has an end that says "done", in its own words or found out later.
fn is_done(lines: &[Line], step: &str) -> bool {
    let newest = lines.iter().rev().find_map(|line| match &line.entry {
        Entry::Started(started) if started.step.as_str() == step => Some(line.seq),
        _ => None,
    });
    let ends = lines.iter().filter_map(|line| line.entry.end());
    let mut ends = ends.filter(|(of, _)| Some(*of) == newest);
    ends.any(|(_, outcome)| outcome.ending == Ending::Done)
}
