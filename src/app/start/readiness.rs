//! What it is for: the answers before a start: which are known, which are asked again, what was gone past. In: a session,
//! reasons. Out: questions for the worker, what speaks against the start. Never: an answer about another plan, or a check
//! gone past that says something else by now.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};

use crate::{
    journal::Passed,
    names::Digest,
    words::Sentence,
    worker::{
        Check, CheckState, Session, Worker,
        ready::{Answer, Asking, Question, Topic},
    },
};

/// Older answers are asked again when the person comes back to the window.
const COME_BACK: SignedDuration = SignedDuration::from_secs(5);
/// The same for registries and the git remote.
const COME_BACK_FAR: SignedDuration = SignedDuration::from_secs(60);

/// How much longer answers rest while the window is not the one that is worked in.
const AWAY: i32 = 10;

/// Where the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Person {
    /// Working in this window.
    There,
    /// Just come back to it.
    Back,
    /// Working elsewhere.
    Away,
}

/// What is known before the start.
#[derive(Debug, Default)]
pub(in crate::app) struct Readiness {
    /// The plan that the answers are about.
    of: Option<Digest>,
    answers: BTreeMap<Topic, Answer>,
    asking: Option<Asking>,
    passed: BTreeMap<Topic, Past>,
    /// Whether the window was not the one that is worked in when it was last looked at.
    was_away: bool,
    /// When questions were last put; bounds how often a person's coming back puts them.
    put: Option<Instant>,
}

/// A check that was gone past.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Past {
    reason: String,
    /// What it said then: when it says something else, the reason counts no more.
    found: Vec<Sentence>,
}

impl Readiness {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        *self = Self { was_away: self.was_away, ..Self::default() };
    }

    /// Asks everything. Answers about the same plan stay until the new ones come.
    pub(super) fn ask(&mut self, session: Session, worker: &Worker) {
        if self.of.as_ref() != Some(session.plan.digest()) {
            self.clear();
            self.of = Some(session.plan.digest().clone());
        }
        self.put(session, Question::ALL.to_vec(), worker);
    }

    fn put(&mut self, session: Session, asked: Vec<Question>, worker: &Worker) {
        self.put = Some(Instant::now());
        self.asking = Some(worker.check(session, asked));
    }

    /// Takes answers that came. Returns whether something changed.
    pub(super) fn poll(&mut self) -> bool {
        let Some(asking) = &mut self.asking else { return false };
        // Asked first: what comes between the two is taken the next time.
        let is_over = asking.is_over();
        let came = asking.take();
        if is_over {
            self.asking = None;
        }
        let Some(came) = came else { return false };
        self.answers.extend(came);
        let answers = &self.answers;
        self.passed.retain(|topic, past| is_same(*topic, &spoken_against(answers, *topic), &past.found));
        true
    }

    /// Whether each topic has an answer, be it an old one.
    pub(in crate::app) fn is_complete(&self) -> bool {
        Topic::ALL.iter().all(|topic| self.answers.contains_key(topic))
    }

    /// Whether anything is asked now.
    pub(in crate::app) fn is_asking(&self) -> bool {
        self.asking.is_some()
    }

    /// Whether that is asked now.
    pub(in crate::app) fn is_open(&self, topic: Topic) -> bool {
        self.asking.as_ref().is_some_and(|asking| asking.is_open(topic))
    }

    /// The newest answer.
    pub(in crate::app) fn answer(&self, topic: Topic) -> Option<&Answer> {
        self.answers.get(&topic)
    }

    /// When the oldest answer that is shown was given.
    pub(in crate::app) fn oldest(&self) -> Option<Timestamp> {
        self.answers.values().filter(|answer| !answer.found.is_empty()).map(|answer| answer.at).min()
    }

    /// What is to be asked again by itself, and when the next is due.
    fn due(&self, at: Timestamp, who: Person) -> (Vec<Question>, Option<SignedDuration>) {
        let mut next: Option<SignedDuration> = None;
        let mut due = Vec::new();
        for question in Question::ALL {
            let oldest =
                question.topics().filter_map(|topic| self.answers.get(&topic)).map(|one| one.at).min();
            let Some(oldest) = oldest else { continue };
            let is_far = matches!(question, Question::Images | Question::Upstream);
            let own = SignedDuration::try_from(question.rest()).unwrap_or(COME_BACK_FAR);
            let rest = match (who, is_far) {
                (Person::Back, true) => COME_BACK_FAR.min(own),
                (Person::Back, false) => COME_BACK,
                (Person::There, _) => own,
                (Person::Away, _) => own.saturating_mul(AWAY),
            };
            // A clock that was set back must not let an answer rest for hours.
            let left = rest - at.duration_since(oldest).abs();
            if left.is_positive() {
                next = Some(next.map_or(left, |next| next.min(left)));
            } else {
                due.push(question);
            }
        }
        (due, next)
    }

    /// What speaks against the start, and was not gone past.
    pub(in crate::app) fn in_the_way(&self) -> impl Iterator<Item = &Check> {
        let is_past = |topic: &Topic| self.passed.contains_key(topic);
        let open = self.answers.iter().filter(move |(topic, _)| !is_past(topic));
        open.flat_map(|(_, answer)| &answer.found).filter(|check| check.state == CheckState::Bad)
    }

    /// Whether all that a topic has against the start may be gone past with a reason.
    pub(in crate::app) fn may_pass(&self, topic: Topic) -> bool {
        let found = self.answers.get(&topic).map(|answer| answer.found.as_slice()).unwrap_or_default();
        let mut bad = found.iter().filter(|check| check.state == CheckState::Bad).peekable();
        bad.peek().is_some() && bad.all(|check| check.may_pass)
    }

    /// Goes past a check, with a reason. What may not be gone past stays.
    pub(super) fn pass(&mut self, topic: Topic, reason: &str) {
        let reason = reason.trim();
        if reason.is_empty() || !self.may_pass(topic) {
            return;
        }
        let found = spoken_against(&self.answers, topic);
        self.passed.insert(topic, Past { reason: reason.to_owned(), found });
    }

    /// The check counts again.
    pub(super) fn take_back(&mut self, topic: Topic) {
        self.passed.remove(&topic);
    }

    /// The reason with which a check was gone past.
    pub(in crate::app) fn reason(&self, topic: Topic) -> Option<&str> {
        self.passed.get(&topic).map(|past| past.reason.as_str())
    }

    /// What was gone past, for the journal.
    pub(in crate::app) fn passed(&self) -> Vec<Passed> {
        let one = |(topic, past): (&Topic, &Past)| Passed {
            check: Sentence::new(&format!("ready-topic-{}", topic.id())),
            found: past.found.clone(),
            reason: past.reason.clone(),
        };
        self.passed.iter().map(one).collect()
    }
}

/// What a topic has against the start, as it is said.
fn spoken_against(answers: &BTreeMap<Topic, Answer>, topic: Topic) -> Vec<Sentence> {
    let found = answers.get(&topic).map(|answer| answer.found.as_slice()).unwrap_or_default();
    found.iter().filter(|check| check.state == CheckState::Bad).map(|check| check.what.clone()).collect()
}

/// Whether a check still says the same. What is measured differs a little each time.
fn is_same(topic: Topic, now: &[Sentence], then: &[Sentence]) -> bool {
    let keys = |all: &[Sentence]| all.iter().map(|one| one.key.clone()).collect::<Vec<_>>();
    match topic {
        Topic::Clock | Topic::Disk => keys(now) == keys(then),
        Topic::Person
        | Topic::Rights
        | Topic::WorkTree
        | Topic::Upstream
        | Topic::Procedure
        | Topic::Agreement
        | Topic::Names
        | Topic::Runs
        | Topic::Others
        | Topic::Rivals
        | Topic::WayBack
        | Topic::Images => now == then,
    }
}

impl super::Start {
    /// To be called each frame while the page of the change is shown and nothing is started: asks again what is old.
    /// Returns when it wants to be called again.
    pub(in crate::app) fn keep_checked(
        &mut self,
        is_focused: bool,
        worker: &Worker,
        at: Timestamp,
    ) -> Option<Duration> {
        let was_away = std::mem::replace(&mut self.readiness.was_away, !is_focused);
        if self.readiness.is_asking() || self.due.is_some() {
            return None;
        }
        let is_quiet = self.readiness.put.is_none_or(|put| put.elapsed() > Duration::from_secs(5));
        let who = match (is_focused, was_away && is_quiet) {
            (false, _) => Person::Away,
            (true, true) => Person::Back,
            (true, false) => Person::There,
        };
        let (asked, next) = self.readiness.due(at, who);
        if asked.is_empty() {
            return next.map(SignedDuration::unsigned_abs);
        }
        let session = self.session()?;
        self.readiness.put(session, asked, worker);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).expect("a time")
    }

    fn check(topic: Topic, state: CheckState, key: &str, may_pass: bool) -> Check {
        Check { topic, state, what: Sentence::new(key), hint: None, evidence: Vec::new(), may_pass }
    }

    fn answered(found: &[Check]) -> Readiness {
        let mut readiness = Readiness::default();
        for topic in Topic::ALL {
            let found = found.iter().filter(|check| check.topic == topic).cloned().collect();
            readiness.answers.insert(topic, Answer { found, at: at(0) });
        }
        readiness
    }

    #[test]
    fn a_check_is_gone_past_with_a_reason_and_only_when_it_may_be() {
        let mut readiness = answered(&[
            check(Topic::Rights, CheckState::Bad, "ready-right-missing", false),
            check(Topic::Clock, CheckState::Bad, "ready-clock-far-ahead", true),
            check(Topic::Disk, CheckState::Warning, "ready-disk-short", false),
        ]);
        assert_eq!(readiness.in_the_way().count(), 2);
        for topic in [Topic::Rights, Topic::Disk, Topic::Person] {
            readiness.pass(topic, "because");
            assert_eq!(readiness.reason(topic), None, "{topic:?}");
        }
        readiness.pass(Topic::Clock, "  ");
        assert_eq!(readiness.in_the_way().count(), 2, "no reason is no reason");
        readiness.pass(Topic::Clock, " the server's clock is known to be wrong ");
        assert_eq!(readiness.in_the_way().count(), 1);
        let passed = readiness.passed();
        assert_eq!(passed.len(), 1);
        assert_eq!(passed[0].reason, "the server's clock is known to be wrong");
        readiness.take_back(Topic::Clock);
        assert_eq!((readiness.in_the_way().count(), readiness.passed()), (2, Vec::new()));
    }

    #[test]
    fn a_reason_counts_as_long_as_the_check_says_the_same() {
        let said = |by: &str| vec![Sentence::new("ready-clock-far-ahead").with("by", by)];
        assert!(is_same(Topic::Clock, &said("6m1s"), &said("6m2s")), "a measure");
        assert!(!is_same(Topic::Clock, &[], &said("6m2s")));
        assert!(!is_same(Topic::Rivals, &said("one"), &said("another")), "somebody else by now");
    }

    #[test]
    fn a_topic_that_must_stop_the_start_is_not_gone_past_with_one_that_may() {
        let mut readiness = answered(&[
            check(Topic::Images, CheckState::Bad, "a", true),
            check(Topic::Images, CheckState::Bad, "b", false),
        ]);
        readiness.pass(Topic::Images, "because");
        assert_eq!(readiness.in_the_way().count(), 2);
    }

    #[test]
    fn what_is_old_is_asked_again_and_registries_seldom() {
        let readiness = answered(&[]);
        assert_eq!(readiness.due(at(29), Person::There), (Vec::new(), Some(SignedDuration::from_secs(1))));
        let (asked, _) = readiness.due(at(30), Person::There);
        assert!(asked.contains(&Question::Rights) && !asked.contains(&Question::Images), "{asked:?}");
        let (asked, _) = readiness.due(at(10), Person::Back);
        assert!(asked.contains(&Question::Applied) && !asked.contains(&Question::Upstream), "{asked:?}");
        let (asked, _) = readiness.due(at(90), Person::Back);
        assert_eq!(asked, Question::ALL);
        assert!(readiness.due(at(90), Person::Away).0.is_empty(), "nobody looks");
        assert_eq!(
            Readiness::default().due(at(0), Person::Back),
            (Vec::new(), None),
            "nothing was asked yet"
        );
    }
}
