//! What it is for: the rows of the cluster page of the last time: shown until the server has told all of today's, and kept
//! for the next time. In: whose rows are looked at, live rows. Out: a survey of an earlier moment.
//! Never: the rows of another server, user or namespace, or a file read or written on the frame.

use std::{path::Path, sync::Arc};

use jiff::Timestamp;

use crate::{
    cluster::{Cluster, survey::Surveying},
    failure::Failure,
    names::{Digest, Target},
    observed::{
        Link,
        survey::{Last, Lens, Survey},
    },
    worker::{
        Pending, Worker,
        last_known::{self, Keeper, Kept, Whose},
    },
};

/// What the person looks at, connected or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sought {
    /// Server, context and namespace.
    pub(super) target: Target,
    /// What tells server and user from others.
    pub(super) identity: Digest,
}

impl Sought {
    /// What a connection leads to.
    pub(super) fn of(cluster: &Cluster) -> Self {
        Self { target: cluster.target().clone(), identity: cluster.identity().clone() }
    }
}

/// Rows of before, and what is kept of those of now.
#[derive(Debug, Default)]
pub(super) struct LastRows {
    read: Pending<Option<Kept>>,
    shown: Option<Shown>,
    /// What was looked at last, as it was then: it need not be read.
    held: Option<Kept>,
    keeper: Option<Keeper>,
}

/// Rows of before that are shown.
#[derive(Debug)]
struct Shown {
    who: Option<String>,
    surveying: Surveying,
    /// The newest survey of them, and the same with how the connection stands.
    newest: Arc<Survey>,
    told: Arc<Survey>,
}

impl LastRows {
    /// Looks for the rows of before: in memory, else in `folder`.
    pub(super) fn ask(&mut self, whose: &Whose, lens: Lens, folder: Option<&Path>, worker: &Worker) {
        self.end();
        if let Some(held) = self.held.clone().filter(|held| held.whose == *whose) {
            self.show(held, lens, worker);
        } else if let Some(folder) = folder {
            let (folder, whose) = (folder.to_owned(), whose.clone());
            worker.ask_blocking(&mut self.read, move || {
                Ok(last_known::read(&folder, &whose, Timestamp::now()))
            });
        }
    }

    fn show(&mut self, kept: Kept, lens: Lens, worker: &Worker) {
        let surveying = worker.recall(kept.last, lens);
        self.shown = Some(Shown { who: kept.who, surveying, newest: Arc::default(), told: Arc::default() });
    }

    /// To be called each frame: takes what was read. Once the server has said who the user is, rows of another, or of
    /// nobody known, are let go; whether that came about now.
    pub(super) fn poll(
        &mut self,
        cluster: Option<&Cluster>,
        lens: Lens,
        worker: &Worker,
        at: Timestamp,
    ) -> bool {
        self.read.poll(at);
        if let Some(kept) = self.read.take().flatten() {
            self.show(kept, lens, worker);
        }
        cluster.is_some_and(|cluster| self.keep_only(who(cluster).as_deref()))
    }

    /// Lets go of rows that are not known to be those of this user; whether there were any.
    fn keep_only(&mut self, who: Option<&str>) -> bool {
        let is_other = |shown: &mut Shown| shown.who.is_none() || shown.who.as_deref() != who;
        let has_gone = self.shown.take_if(is_other).is_some();
        if has_gone {
            self.held = None;
        }
        has_gone
    }

    /// Shows other rows from now on.
    pub(super) fn look(&self, lens: Lens) {
        if let Some(shown) = &self.shown {
            shown.surveying.look(lens);
        }
    }

    /// The rows of before, and beside them why the server tells no newer ones.
    pub(super) fn newest(&mut self, failure: Option<&Failure>) -> Option<Arc<Survey>> {
        let shown = self.shown.as_mut()?;
        let newest = shown.surveying.newest();
        newest.recalled?;
        let link = match failure {
            Some(failure) => Link::Stale { heard_at: newest.recalled, failure: failure.clone() },
            None => Link::Connecting,
        };
        if !Arc::ptr_eq(&newest, &shown.newest) || shown.told.link != link {
            shown.told = Arc::new(Survey { link, ..(*newest).clone() });
            shown.newest = newest;
        }
        Some(Arc::clone(&shown.told))
    }

    /// Whether rows of before may be there in a moment.
    pub(super) fn is_coming(&self) -> bool {
        self.shown.is_some() || self.read.value().is_loading()
    }

    /// The rows of before are not needed any more.
    pub(super) fn end(&mut self) {
        self.read.clear();
        self.shown = None;
    }

    /// Keeps the rows of now, in memory and in `folder`; `is_last` when they are looked at no more.
    pub(super) fn keep(
        &mut self,
        whose: Whose,
        cluster: &Cluster,
        survey: &Survey,
        folder: Option<&Path>,
        is_last: bool,
    ) {
        let Some(last) = worth_keeping(survey) else { return };
        let is_known = |held: &Kept| held.whose == whose && held.last.is_same(&last);
        if !is_last && self.held.as_ref().is_some_and(is_known) {
            return;
        }
        let kept = Kept { whose, who: who(cluster), last };
        if let Some(folder) = folder {
            self.write(folder, kept.clone(), is_last);
        }
        self.held = Some(kept);
    }

    fn write(&mut self, folder: &Path, kept: Kept, is_last: bool) {
        if self.keeper.is_none() {
            let started = Keeper::start(folder);
            self.keeper = started.inspect_err(|fault| tracing::warn!(%fault, "rows cannot be kept")).ok();
        }
        if let Some(keeper) = &self.keeper {
            keeper.put(kept, is_last);
        }
    }

    /// The program ends: waits until what was given is written.
    pub(super) fn close(&mut self) {
        self.keeper = None;
    }
}

/// The rows, unless they are those of before, or a part of what is not followed any more: what was whole the last time
/// is worth more.
fn worth_keeping(survey: &Survey) -> Option<Last> {
    let last = Last::of(survey).filter(|_| survey.recalled.is_none())?;
    (last.left_out.is_empty() || matches!(survey.link, Link::Live { .. })).then_some(last)
}

/// Who the user is to the server.
fn who(cluster: &Cluster) -> Option<String> {
    cluster.facts().who.as_ref().map(|who| who.user.clone())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::{
        failure::FailureKind,
        observed::survey::{Rows, Section},
        words::Sentence,
    };

    fn whose(scope: &str) -> Whose {
        Whose { identity: Digest::new("identity"), scope: scope.to_owned() }
    }

    /// Polls until rows of before are there.
    fn until(rows: &mut LastRows, worker: &Worker) -> Arc<Survey> {
        let begun = Instant::now();
        loop {
            rows.poll(None, Lens::default(), worker, Timestamp::now());
            if let Some(survey) = rows.newest(None) {
                return survey;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "no rows");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn rows_of_before_are_read_told_with_their_age_and_let_go() {
        let worker = Worker::start(Arc::new(|| ()), Arc::new(|| ())).expect("a runtime");
        let folder = tempfile::tempdir().expect("a folder");
        let at = Timestamp::from_second(Timestamp::now().as_second() - 60).expect("a time");
        let rows: Rows = [(Section::Pods, Arc::default())].into();
        let last = Last { at, rows, ..Last::default() };
        let keeper = Keeper::start(folder.path()).expect("a thread");
        keeper.put(Kept { whose: whose("shop"), who: None, last }, true);
        drop(keeper);
        let mut rows = LastRows::default();
        rows.ask(&whose("shop"), Lens::default(), Some(folder.path()), &worker);
        let survey = until(&mut rows, &worker);
        assert_eq!((survey.recalled, &survey.link), (Some(at), &Link::Connecting));
        let failure = Failure::new(FailureKind::World, Sentence::new("survey-none"));
        let survey = rows.newest(Some(&failure)).expect("rows");
        assert_eq!(survey.link, Link::Stale { heard_at: Some(at), failure });
        rows.look(Lens { filter: "x".to_owned(), ..Lens::default() });
        rows.end();
        assert!(!rows.is_coming() && rows.newest(None).is_none());
    }

    #[test]
    fn a_part_does_not_replace_what_was_whole() {
        let (at, failure) =
            (Timestamp::now(), Failure::new(FailureKind::World, Sentence::new("survey-none")));
        let stale = Link::Stale { heard_at: Some(at), failure };
        let is_kept = |link: &Link, is_part: bool, recalled: Option<Timestamp>| {
            let partial = is_part.then_some(Section::Pods).into_iter().collect();
            let survey = Survey { link: link.clone(), partial, recalled, ..Survey::default() };
            worth_keeping(&survey).is_some()
        };
        assert!(is_kept(&stale, false, None) && !is_kept(&stale, true, None));
        assert!(is_kept(&Link::Live { heard_at: at }, true, None));
        assert!(!is_kept(&stale, false, Some(at)) && !is_kept(&Link::Connecting, false, None));
    }

    #[test]
    fn rows_of_another_user_or_of_nobody_known_are_let_go_in_memory_too() {
        let worker = Worker::start(Arc::new(|| ()), Arc::new(|| ())).expect("a runtime");
        let goes = |before: Option<&str>, now: Option<&str>| {
            let who = before.map(str::to_owned);
            let kept = Kept { whose: whose("shop"), who, last: Last::default() };
            let mut rows = LastRows { held: Some(kept), ..LastRows::default() };
            rows.ask(&whose("shop"), Lens::default(), None, &worker);
            assert!(rows.is_coming());
            let has_gone = rows.keep_only(now);
            assert_eq!((rows.is_coming(), rows.held.is_some()), (!has_gone, !has_gone));
            has_gone
        };
        assert!(!goes(Some("anna"), Some("anna")));
        assert!(goes(Some("anna"), Some("bob")) && goes(Some("anna"), None) && goes(None, Some("bob")));
        assert!(goes(None, None));
    }
}
