//! What it is for: the questions before a start, under way: answers as they come. In: a session, questions. Out: the newest
//! answers. Never: an answer that waits for another, or questions that go on when nobody waits for them.

use std::{collections::BTreeMap, panic::AssertUnwindSafe, sync::Arc};

use futures::{FutureExt as _, StreamExt as _, stream::FuturesUnordered};
use jiff::Timestamp;
use tokio::{runtime::Handle, sync::watch, task::AbortHandle};

use super::{Check, Question, Topic, ask};
use crate::{
    failure::{Failure, FailureKind},
    words::Sentence,
    worker::{Wake, session::Session},
};

/// What was found about one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Nothing when the topic does not concern this change.
    pub found: Vec<Check>,
    /// When, in UTC.
    pub at: Timestamp,
}

/// Questions under way; they end when this is dropped.
#[derive(Debug)]
pub struct Asking {
    newest: watch::Receiver<BTreeMap<Topic, Answer>>,
    asked: Vec<Question>,
    task: AbortHandle,
}

impl Asking {
    /// What was answered since the last look.
    pub fn take(&mut self) -> Option<BTreeMap<Topic, Answer>> {
        let is_new = self.newest.has_changed().unwrap_or(true);
        let answers = self.newest.borrow_and_update();
        (is_new && !answers.is_empty()).then(|| answers.clone())
    }

    /// Whether that is still asked.
    pub fn is_open(&self, topic: Topic) -> bool {
        let is_asked = self.asked.iter().any(|question| question.topics().any(|one| one == topic));
        is_asked && !self.newest.borrow().contains_key(&topic)
    }

    /// Whether all is answered.
    pub fn is_over(&self) -> bool {
        let newest = self.newest.borrow();
        self.asked.iter().flat_map(|question| question.topics()).all(|topic| newest.contains_key(&topic))
    }

    /// Starts on the runtime. `soon` is called as answers come, `wake` with the last.
    pub(in crate::worker) fn start(
        runtime: &Handle,
        (wake, soon): (Wake, Wake),
        session: Session,
        asked: Vec<Question>,
    ) -> Self {
        let (show, newest) = watch::channel(BTreeMap::new());
        let questions = asked.clone();
        let task = runtime.spawn(async move {
            let session = Arc::new(session);
            let mut open: FuturesUnordered<_> =
                questions.into_iter().map(|question| answered(Arc::clone(&session), question)).collect();
            while let Some((question, found)) = open.next().await {
                let at = Timestamp::now();
                show.send_modify(|answers| {
                    for topic in question.topics() {
                        let of_topic = found.iter().filter(|check| check.topic == topic).cloned();
                        answers.insert(topic, Answer { found: of_topic.collect(), at });
                    }
                });
                if open.is_empty() { wake() } else { soon() }
            }
        });
        Self { newest, asked, task: task.abort_handle() }
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answered(session: Arc<Session>, question: Question) -> (Question, Vec<Check>) {
    let found = Box::pin(AssertUnwindSafe(ask(&session, question)).catch_unwind()).await;
    let found = found.unwrap_or_else(|_panic| {
        let ended = || Failure::new(FailureKind::Internal, Sentence::new("worker-task-ended"));
        question.topics().map(|topic| Check::bad(topic, ended())).collect()
    });
    (question, found)
}
