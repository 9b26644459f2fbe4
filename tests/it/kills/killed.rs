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
};

use super::{
    plan::{ACTIONS, Kill, Plan, Scenario, Way},
    tally::Tally,
};
use crate::support::{control_plane::ControlPlane, eventually, press::press, stage::Stage, window::Window};

/// For what the cluster or a retry decides; without a new line in the journal.
const LONG: Duration = Duration::from_mins(2);
/// After this time a server that did not answer is asked again, by these.
const SLOW: Duration = Duration::from_secs(20);
const AGAIN: [&str; 2] = ["Ask again", "Look again"];
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
        let first = plan.0.first().and_then(|kills| kills.first());
        let first = first.filter(|(index, _)| *index == 0).map(|(_, kill)| *kill);
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
        // A step ends it.
        let mut session = None;
        for (way, kills) in self.scenario.ways.iter().zip(&plan.0) {
            let mut direction = Direction::Forward;
            let mut kills = kills.as_slice();
            match way.answer {
                Some(answer) => {
                    direction = Direction::Back;
                    let open = || self.stage.database().postgres.session("shop");
                    session = session.or_else(|| self.scenario.has_session.then(open));
                    self.go_back(answer);
                }
                None => kills = kills.get(self.done.len()..).unwrap_or_default(),
            }
            self.is_as_meant(way);
            for (index, kill) in kills {
                if self.is_ended() {
                    break;
                }
                self.take_up(Some(*kill));
                self.expect(*index, *kill, direction);
            }
            if self.window.screen.is_gone() {
                self.take_up(None);
            }
            if way.is_left {
                let last = way.steps.len() - 1;
                assert_eq!(self.go_on(Some(last), direction), End::Passed);
                self.leave_way_back();
                direction = Direction::Forward;
            }
            assert_eq!(self.go_on(None, direction), End::Finished);
        }
    }

    fn go_back(&mut self, answer: &str) {
        let screen = &mut self.window.screen;
        screen.click_within("Roll back…", LONG);
        screen.wait(self.scenario.question, LONG);
        screen.click_within(answer, LONG);
        self.turned(Direction::Back);
    }

    fn leave_way_back(&mut self) {
        let screen = &mut self.window.screen;
        screen.click_within("Stop the way back here…", LONG);
        screen.fill("Reason", "another way");
        screen.click_within("Stop the way back", LONG);
        self.turned(Direction::Forward);
    }

    fn turned(&self, to: Direction) {
        eventually("another way", LONG, || match self.found().direction {
            direction if direction == to => Ok(()),
            other => Err(format!("{other:?}")),
        });
    }

    /// Goes on until the kill; only a further time may not be there, and the way may end without it.
    fn expect(&mut self, index: usize, kill: Kill, direction: Direction) {
        let Kill { step, point, time } = kill;
        match self.go_on(Some(index), direction) {
            End::Killed => self.done.push(kill),
            End::Passed | End::Finished if time > 1 => return,
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
        let mut moved = (Instant::now(), None);
        loop {
            let screen = &mut self.window.screen;
            let items = screen.items();
            if screen.is_gone() {
                return End::Killed;
            }
            if items.iter().any(|item| item.name.contains(end)) {
                return End::Finished;
            }
            let found = self.find();
            let last = found.as_ref().map(|found| found.last);
            if last != moved.1 {
                moved = (Instant::now(), last);
            }
            let is_behind = |found: &Found, index| found.done > index && found.open.is_none();
            let is_behind = |found: &Found| index.is_some_and(|index| is_behind(found, index));
            if found.as_ref().is_some_and(|found| found.direction == direction && is_behind(found)) {
                // The last line may be the one after which the program ends.
                std::thread::sleep(Duration::from_millis(500));
                self.window.screen.items();
                return if self.window.screen.is_gone() { End::Killed } else { End::Passed };
            }
            press(&mut self.window.screen, &items);
            let again = items.iter().find(|item| AGAIN.contains(&item.name.as_str()) && item.enabled);
            if let Some(again) = again.filter(|_| moved.0.elapsed() > SLOW) {
                self.window.screen.click(&again.name);
            }
            if moved.0.elapsed() > LONG {
                self.stuck(found.as_ref());
            }
            std::thread::sleep(Duration::from_millis(60));
        }
    }

    /// Whether a way back is through: then there is nothing to be taken up.
    fn is_ended(&self) -> bool {
        self.find().is_some_and(|found| found.ended.is_some())
    }

    fn stuck(&mut self, found: Option<&Found>) -> ! {
        let said = self.window.said();
        let journal = fs::read_to_string(self.folder().join("journal.jsonl")).unwrap_or_default();
        let last: Vec<&str> = journal.lines().rev().take(4).collect();
        let (after, words) = (self.done.last(), self.window.screen.words());
        panic!("nothing goes on after {after:?}\n{found:?}\n{said}\n{last:#?}\n{words}");
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
        // The window says so a moment before its last line is on disk.
        eventually("the last line", LONG, || match self.found().ended {
            Some(ChangeResult::RolledBack) => Ok(()),
            other => Err(format!("{other:?}")),
        });
        let lines = self.lines();
        for step in self.scenario.ways.iter().flat_map(|way| way.steps) {
            assert!(is_done(&lines, step.id), "the result of {} is lost", step.id);
        }
        eventually("the record", LONG, || {
            let record = fs::read_to_string(self.folder().join("record.md")).expect("a record");
            if record.contains("rolled back") { Ok(()) } else { Err(record) }
        });
        let differing = self.tally.differing(&self.stage, self.scenario, &self.done);
        eprintln!(
            "{} {number}: {} kills, {} deeds not done as often as they were to be, 0 results lost, {}",
            self.scenario.name,
            self.done.len(),
            differing.len(),
            self.times()
        );
        assert_eq!(differing, Vec::<String>::new(), "after {:#?}", self.done);
    }

    /// The steps of the way are those of the scenario.
    fn is_as_meant(&self, way: &Way) {
        let lines = self.lines();
        let entered = lines.iter().rev().find_map(|line| match &line.entry {
            Entry::WentBack { steps, .. } | Entry::Opened { steps, .. } => Some(steps.as_slice()),
            _ => None,
        });
        let entered = entered.unwrap_or_default();
        let left = if way.is_left { way.steps.len() } else { entered.len() };
        let planned = entered.get(..left).unwrap_or_default();
        let ids: Vec<(&str, &str)> =
            planned.iter().map(|step| (step.id.as_str(), step.key.as_str())).collect();
        let meant: Vec<(&str, &str)> = way.steps.iter().map(|step| (step.id, step.action)).collect();
        assert_eq!(ids, meant);
        for (step, planned) in way.steps.iter().zip(planned) {
            let class = ACTIONS.iter().find(|(key, _, _)| *key == step.action).map(|(_, class, _)| *class);
            // A procedure may be stricter, and may say that a program just reads.
            assert!(class <= Some(planned.effect) || step.action == "exec", "{step:?}: {:?}", planned.effect);
        }
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
