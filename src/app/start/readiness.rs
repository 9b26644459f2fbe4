//! What it is for: the answers before a start: which are known, which are asked again, what was gone past. In: a session,
//! reasons. Out: questions for the worker, what speaks against the start. Never: an answer that rests on another plan, or a
//! check gone past that says something else by now.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};

use super::against::{Against, Shown, is_same, spoken};
use crate::{
    failure::{Failure, FailureKind},
    journal::Passed,
    names::{CommitId, Digest, RepoFile},
    outside::OutsideSettings,
    repo::{Consent, RepoPath},
    words::{Sentence, text},
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
    /// What the answers are about.
    of: Option<About>,
    /// What the upstream was asked about.
    remote: Option<Remote>,
    answers: BTreeMap<Topic, Answer>,
    asking: Option<Asking>,
    passed: BTreeMap<Topic, Past>,
    /// Whether the window was not the one that is worked in when it was last looked at.
    was_away: bool,
    /// When questions were last put; bounds how often a person's coming back puts them.
    put: Option<Instant>,
}

/// What the upstream's answer rests on: for another plan with the same it holds too, and the remote is not asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Remote {
    repo: RepoPath,
    consent: Consent,
    branch: String,
    base: CommitId,
    files: Vec<RepoFile>,
}

impl Remote {
    fn of(session: &Session) -> Self {
        let header = session.plan.header();
        let (branch, base) = (header.repository.branch.clone(), header.repository.base.clone());
        let (repo, consent) = (session.repo.clone(), session.consent.clone());
        Self { repo, consent, branch, base, files: header.files.clone() }
    }
}

/// What answers are about. A plan names its repository's folder without the way to it, and not how registries are reached:
/// two clones at the same commit give the same plan.
#[derive(Debug, Clone, PartialEq, Eq)]
struct About {
    plan: Digest,
    repo: RepoPath,
    consent: Consent,
    outside: OutsideSettings,
}

impl About {
    fn of(session: &Session) -> Self {
        Self {
            plan: session.plan.digest().clone(),
            repo: session.repo.clone(),
            consent: session.consent.clone(),
            outside: session.outside.settings().clone(),
        }
    }
}

/// A check that was gone past.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Past {
    reason: String,
    /// What spoke against the start then: when the facts are others, the reason counts no more.
    found: Vec<Against>,
}

impl Readiness {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        *self = Self { was_away: self.was_away, ..Self::default() };
    }

    /// Whether the answers are about this, or are on the way.
    pub(super) fn is_about(&self, session: &Session) -> bool {
        self.of.as_ref() == Some(&About::of(session))
    }

    /// Asks everything. Answers about the same stay until the new ones come.
    pub(super) fn ask(&mut self, session: Session, worker: &Worker) {
        let asked = self.turn_to(About::of(&session), Remote::of(&session));
        self.put(session, asked, worker);
    }

    /// The remote is asked again whatever comes next.
    pub(super) fn forget_upstream(&mut self) {
        self.remote = None;
    }

    /// Forgets what was answered about something else; what is to be asked about this.
    fn turn_to(&mut self, about: About, remote: Remote) -> Vec<Question> {
        let mut asked = Question::ALL.to_vec();
        if self.of.as_ref() != Some(&about) {
            let upstream = self.answers.remove(&Topic::Upstream);
            let kept = upstream.filter(|_| self.remote.as_ref() == Some(&remote));
            self.clear();
            self.of = Some(about);
            if let Some(kept) = kept {
                self.answers.insert(Topic::Upstream, kept);
                asked.retain(|question| *question != Question::Upstream);
            }
        }
        self.remote = Some(remote);
        asked
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
        self.passed.retain(|topic, past| is_same(&spoken(answers, *topic), &past.found));
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
        let is_past = |topic: &Topic| self.passed.contains_key(topic) && self.may_pass(*topic);
        let open = self.answers.iter().filter(move |(topic, _)| !is_past(topic));
        open.flat_map(|(_, answer)| &answer.found).filter(|check| check.state == CheckState::Bad)
    }

    /// Whether all that a topic has against the start may be gone past with a reason.
    pub(in crate::app) fn may_pass(&self, topic: Topic) -> bool {
        let found = self.answers.get(&topic).map(|answer| answer.found.as_slice()).unwrap_or_default();
        let mut bad = found.iter().filter(|check| check.state == CheckState::Bad).peekable();
        bad.peek().is_some() && bad.all(|check| check.may_pass)
    }

    /// What a topic has against the start, as it is shown before it is gone past: comes back in `pass`.
    pub(in crate::app) fn shown(&self, topic: Topic) -> String {
        Shown { plan: self.plan(), against: spoken(&self.answers, topic) }.to_text()
    }

    /// What the topic's findings against the start rest on, a line each.
    pub(in crate::app) fn rests_on(&self, topic: Topic) -> Vec<String> {
        spoken(&self.answers, topic).into_iter().flat_map(|against| against.evidence).collect()
    }

    fn plan(&self) -> Option<Digest> {
        self.of.as_ref().map(|about| about.plan.clone())
    }

    /// Goes past a check as it was shown, with a reason. What may not be gone past stays. Returns whether the facts are
    /// those that were shown.
    pub(super) fn pass(&mut self, topic: Topic, shown: &str, reason: &str) -> bool {
        let now = spoken(&self.answers, topic);
        let is_as_shown = Shown::read(shown)
            .is_some_and(|shown| shown.plan == self.plan() && is_same(&now, &shown.against));
        let reason = reason.trim();
        if is_as_shown && !reason.is_empty() && self.may_pass(topic) {
            self.passed.insert(topic, Past { reason: reason.to_owned(), found: now });
        }
        is_as_shown
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
            found: past.found.iter().flat_map(Against::told).collect(),
            reason: past.reason.clone(),
        };
        self.passed.iter().map(one).collect()
    }
}

impl super::Start {
    /// Goes past a check as it was shown; says so when the facts are others by now.
    pub(super) fn go_past(&mut self, check: &str, shown: &str, reason: &str) {
        let Some(topic) = Topic::of(check) else { return };
        if !self.readiness.pass(topic, shown, reason) {
            let check = text(&format!("ready-topic-{}", topic.id()));
            let words = Sentence::new("ready-past-moved").with("check", check);
            let hint = words.next_step();
            self.told.push(Failure { hint, ..Failure::new(FailureKind::Moved, words) });
        }
    }

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
    use crate::repo::{
        Identity,
        sample::{SampleCommit, create_sample},
    };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).expect("a time")
    }

    fn check(topic: Topic, state: CheckState, key: &str, may_pass: bool) -> Check {
        Check {
            topic,
            state,
            what: Sentence::new(key),
            hint: None,
            evidence: Vec::new(),
            may_pass,
            measure: None,
        }
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
            pass(&mut readiness, topic, "because");
            assert_eq!(readiness.reason(topic), None, "{topic:?}");
        }
        pass(&mut readiness, Topic::Clock, "  ");
        assert_eq!(readiness.in_the_way().count(), 2, "no reason is no reason");
        pass(&mut readiness, Topic::Clock, " the server's clock is known to be wrong ");
        assert_eq!(readiness.in_the_way().count(), 1);
        let passed = readiness.passed();
        assert_eq!(passed.len(), 1);
        assert_eq!(passed[0].reason, "the server's clock is known to be wrong");
        readiness.take_back(Topic::Clock);
        assert_eq!((readiness.in_the_way().count(), readiness.passed()), (2, Vec::new()));
    }

    /// A clone of its own.
    fn cloned() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let author = Identity { name: Some("Ada".to_owned()), email: Some("ada@example.org".to_owned()) };
        let files = vec![("README.md".to_owned(), "infra\n".to_owned())];
        let first = SampleCommit { message: "first".to_owned(), author: author.clone(), files };
        create_sample(folder.path(), "infra", "main", &author, &[first]).expect("a repository");
        folder
    }

    fn about(folder: &tempfile::TempDir, plan: &str) -> About {
        let repo = RepoPath::new(folder.path().join("infra"));
        let consent = Consent::given(&crate::repo::look(&repo).expect("its state"));
        About { plan: Digest::new(plan), repo, consent, outside: OutsideSettings::default() }
    }

    fn remote(folder: &tempfile::TempDir, base: &str) -> Remote {
        let About { repo, consent, .. } = about(folder, "");
        Remote { repo, consent, branch: "main".to_owned(), base: CommitId::new(base), files: Vec::new() }
    }

    #[test]
    fn the_remote_is_not_asked_again_because_something_was_typed() {
        let clone = cloned();
        let mut readiness = answered(&[]);
        let turn = |readiness: &mut Readiness, plan: &str, base: &str| {
            readiness.turn_to(about(&clone, plan), remote(&clone, base))
        };
        assert_eq!(turn(&mut readiness, "a", "1"), Question::ALL, "nothing is known of it");
        assert!(!readiness.is_complete());
        readiness.answers = answered(&[]).answers;
        let asked = turn(&mut readiness, "b", "1");
        assert!(!asked.contains(&Question::Upstream) && asked.contains(&Question::WorkTree), "{asked:?}");
        assert_eq!(readiness.answers.keys().collect::<Vec<_>>(), [&Topic::Upstream]);
        assert_eq!(turn(&mut readiness, "b", "1"), Question::ALL, "asked for once more");
        assert_eq!(turn(&mut readiness, "c", "2"), Question::ALL, "another commit");
        readiness.answers = answered(&[]).answers;
        readiness.forget_upstream();
        assert_eq!(turn(&mut readiness, "d", "2"), Question::ALL, "read again");
    }

    /// Goes past what stands there now.
    fn pass(readiness: &mut Readiness, topic: Topic, reason: &str) -> bool {
        let shown = readiness.shown(topic);
        readiness.pass(topic, &shown, reason)
    }

    #[test]
    fn a_reason_is_taken_only_for_what_was_shown() {
        let argo = || check(Topic::Rivals, CheckState::Bad, "one", true);
        let mut readiness = answered(&[argo()]);
        let shown = readiness.shown(Topic::Rivals);
        let flux = check(Topic::Rivals, CheckState::Bad, "another", true);
        readiness.answers.insert(Topic::Rivals, Answer { found: vec![argo(), flux], at: at(1) });
        assert!(!readiness.pass(Topic::Rivals, &shown, "Argo CD is paused"), "somebody else came");
        assert_eq!((readiness.reason(Topic::Rivals), readiness.in_the_way().count()), (None, 2));
        readiness.answers.insert(Topic::Rivals, Answer { found: vec![argo()], at: at(2) });
        assert!(readiness.pass(Topic::Rivals, &shown, "Argo CD is paused"));
        assert_eq!(readiness.in_the_way().count(), 0);
        let grave = check(Topic::Rivals, CheckState::Bad, "one", false);
        readiness.answers.insert(Topic::Rivals, Answer { found: vec![grave], at: at(3) });
        assert_eq!(readiness.in_the_way().count(), 1, "it may be gone past no more");
    }

    #[test]
    fn the_journal_keeps_what_a_check_rested_on() {
        let held =
            Check { evidence: vec!["b".to_owned()], ..check(Topic::Agreement, CheckState::Bad, "a", true) };
        let mut readiness = answered(&[held]);
        assert_eq!(readiness.rests_on(Topic::Agreement), ["b"]);
        assert!(pass(&mut readiness, Topic::Agreement, "it is known"));
        let found = &readiness.passed()[0].found;
        assert_eq!(found.len(), 2);
        assert!(found[1].text().contains('b'), "{found:?}");
    }

    #[test]
    fn nothing_is_taken_over_from_another_clone_of_the_same_commit() {
        let (one, other) = (cloned(), cloned());
        let mut readiness = answered(&[]);
        readiness.of = Some(about(&one, "plan"));
        readiness.turn_to(about(&one, "plan"), remote(&one, "1"));
        assert!(readiness.is_complete(), "the same stays");
        readiness.turn_to(about(&other, "plan"), remote(&other, "1"));
        assert!(readiness.answers.is_empty());
        let closed = OutsideSettings { is_closed: true, ..OutsideSettings::default() };
        let mut readiness = answered(&[]);
        readiness.of = Some(about(&one, "plan"));
        readiness.turn_to(About { outside: closed, ..about(&one, "plan") }, remote(&one, "1"));
        assert!(!readiness.is_complete(), "registries are reached otherwise");
    }

    #[test]
    fn a_topic_that_must_stop_the_start_is_not_gone_past_with_one_that_may() {
        let mut readiness = answered(&[
            check(Topic::Images, CheckState::Bad, "a", true),
            check(Topic::Images, CheckState::Bad, "b", false),
        ]);
        pass(&mut readiness, Topic::Images, "because");
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
