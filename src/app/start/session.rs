//! What it is for: what the start page hands to a change that begins. In: what was chosen and answered. Out: a session.
//! Never: a session while something is missing.

use super::Start;
use crate::worker::{FoundOut, Session};

impl Start {
    /// Whether nothing is missing for [`Start::session`]. Asked for each picture of the window: nothing is copied.
    pub(in crate::app) fn has_session(&self) -> bool {
        self.plan.is_some()
            && !self.is_touched
            && self.connection.value().last().is_some()
            && self.consent().is_some()
            && self.outside.value().last().is_some()
    }

    /// The session that a start would use; `None` while something is missing.
    pub(in crate::app) fn session(&self) -> Option<Session> {
        // What was typed last is in no plan yet.
        let plan = self.plan.clone().filter(|_| !self.is_touched)?;
        let folder = self.changes.join(plan.change().as_str());
        Some(Session {
            plan: std::sync::Arc::new(plan),
            cluster: self.connection.value().last()?.cluster.clone(),
            repo: self.repo.value().last()?.path.clone(),
            consent: self.consent()?,
            outside: self.outside.value().last()?.clone(),
            folder,
            found: FoundOut::default(),
            ground: self.ground(),
        })
    }
}
