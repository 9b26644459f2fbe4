//! What it is for: the answers of a way back's question, rehearsed one after another, each from the same start.
//! In: a run at the end of its way forward, what became of each step. Out: which answer comes next, what is known of each.
//! Never: an answer passed over in silence.

use crate::{run::Run, ui::view::RehearsedStep, words::Sentence};

/// One answer of the question.
#[derive(Debug)]
pub(super) struct Way {
    /// The answer's identifier; empty where nothing is asked.
    pub(super) id: String,
    /// Its words.
    pub(super) label: String,
    /// What became of it.
    pub(super) state: WayState,
}

/// What became of an answer.
#[derive(Debug)]
pub(super) enum WayState {
    /// Its turn comes.
    ToCome,
    /// It is being rehearsed, or was the last.
    Now,
    /// Its steps, and those of the way forward that went otherwise than the first time.
    Over(Vec<RehearsedStep>),
    /// It was not rehearsed.
    Not(Sentence),
}

/// All answers, and the way forward as it went the first time.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    pub(super) ways: Vec<Way>,
    pub(super) forward: Vec<RehearsedStep>,
}

impl Rounds {
    /// The answers at the end of a way forward; one that leads nowhere from there is said to.
    pub(super) fn of(run: &Run) -> Self {
        let way = |id: &str, label: &str| {
            let state = if run.fitting(id).is_empty() {
                WayState::Not(Sentence::new("rehearse-way-nothing"))
            } else {
                WayState::ToCome
            };
            Way { id: id.to_owned(), label: label.to_owned(), state }
        };
        let ways = match run.plan().way_back() {
            Some(asked) => asked.answers.iter().map(|one| way(&one.id, &one.label)).collect(),
            None => vec![way("", "")],
        };
        Self { ways, forward: Vec::new() }
    }

    /// Goes on to the next answer.
    pub(super) fn enter_next(&mut self) -> Option<String> {
        let next = self.ways.iter_mut().find(|way| matches!(way.state, WayState::ToCome))?;
        next.state = WayState::Now;
        Some(next.id.clone())
    }

    /// Keeps what became of the steps of a round.
    pub(super) fn finish(&mut self, steps: Vec<RehearsedStep>) {
        let (mut back, forward): (Vec<_>, Vec<_>) = steps.into_iter().partition(|step| step.is_back);
        if self.forward.is_empty() {
            self.forward = forward;
        } else {
            let went_otherwise =
                |(now, first): &(RehearsedStep, &RehearsedStep)| now.state.tone != first.state.tone;
            let both = forward.into_iter().zip(&self.forward);
            let mut all: Vec<_> = both.filter(went_otherwise).map(|(now, _)| now).collect();
            all.append(&mut back);
            back = all;
        }
        // A way forward that ended before its answer's turn counts for that answer, so that no round is begun twice.
        let is_to_come = |way: &&mut Way| matches!(way.state, WayState::ToCome);
        let way = match self.now() {
            Some(_) => self.now_mut(),
            None => self.ways.iter_mut().find(is_to_come),
        };
        if let Some(way) = way {
            way.state = WayState::Over(back);
        }
    }

    /// The answer that is being rehearsed.
    pub(super) fn now(&self) -> Option<&Way> {
        self.ways.iter().find(|way| matches!(way.state, WayState::Now))
    }

    fn now_mut(&mut self) -> Option<&mut Way> {
        self.ways.iter_mut().find(|way| matches!(way.state, WayState::Now))
    }

    /// The answer whose turn comes.
    pub(super) fn next(&self) -> Option<&Way> {
        self.ways.iter().find(|way| matches!(way.state, WayState::ToCome))
    }

    /// The place of an answer among those that are rehearsed, from 1, and how many these are.
    pub(super) fn place(&self, way: &Way) -> (usize, usize) {
        let rehearsed = || self.ways.iter().filter(|one| !matches!(one.state, WayState::Not(_)));
        let place = rehearsed().position(|one| one.id == way.id).map_or(0, |index| index + 1);
        (place, rehearsed().count())
    }

    /// No further answer is rehearsed.
    pub(super) fn end(&mut self, why: &Sentence) {
        for way in self.ways.iter_mut().filter(|way| matches!(way.state, WayState::ToCome)) {
            way.state = WayState::Not(why.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::view::{Chip, Tone};

    fn way(id: &str, state: WayState) -> Way {
        Way { id: id.to_owned(), label: id.to_uppercase(), state }
    }

    fn step(title: &str, is_back: bool, tone: Tone) -> RehearsedStep {
        let state = Chip::new(tone, String::new());
        RehearsedStep { title: title.to_owned(), is_back, state, why: None }
    }

    fn titles(rounds: &Rounds, id: &str) -> Vec<String> {
        let way = rounds.ways.iter().find(|way| way.id == id).expect("there");
        let WayState::Over(steps) = &way.state else { panic!("{way:?}") };
        steps.iter().map(|step| step.title.clone()).collect()
    }

    #[test]
    fn each_answer_has_its_turn_and_a_way_forward_that_went_otherwise_is_told() {
        let not = WayState::Not(Sentence::new("rehearse-way-nothing"));
        let ways = vec![
            way("keep", WayState::ToCome),
            way("undo", not),
            way("drop", WayState::ToCome),
            way("start", WayState::ToCome),
        ];
        let mut rounds = Rounds { ways, forward: Vec::new() };
        assert_eq!(rounds.enter_next().as_deref(), Some("keep"));
        assert_eq!(rounds.now().map(|way| rounds.place(way)), Some((1, 3)));
        rounds.finish(vec![
            step("stop", false, Tone::Good),
            step("apply", false, Tone::Good),
            step("back", true, Tone::Good),
        ]);
        assert_eq!(rounds.forward.len(), 2);
        assert_eq!(titles(&rounds, "keep"), ["back"]);

        assert_eq!(rounds.enter_next().as_deref(), Some("drop"));
        assert_eq!(rounds.now().map(|way| rounds.place(way)), Some((2, 3)));
        rounds.finish(vec![
            step("stop", false, Tone::Good),
            step("apply", false, Tone::Bad),
            step("back", true, Tone::Good),
        ]);
        assert_eq!(titles(&rounds, "drop"), ["apply", "back"]);

        rounds.end(&Sentence::new("rehearse-way-stopped"));
        assert!(rounds.enter_next().is_none() && rounds.next().is_none());
        let last = rounds.ways.last().expect("there");
        assert!(matches!(&last.state, WayState::Not(why) if why.key == "rehearse-way-stopped"));
    }
}
