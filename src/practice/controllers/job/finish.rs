//! How a job ends: first it is said that it will, and when its last pod has ended, that it has.

use std::time::Duration;

use serde_json::{Value, json};

use crate::practice::meta;

use super::{
    super::{
        Again,
        events::Note,
        fields::{condition, has_ended, is_true, list, moment, number, set, text},
    },
    Look, SOURCE, is_finished,
};

const MET: &str = "SuccessCriteriaMet";
const TARGET: &str = "FailureTarget";
const REACHED: (&str, &str) = ("CompletionsReached", "Reached expected number of succeeded pods");

impl Look<'_> {
    /// The condition that says how the job will end.
    pub(super) fn target(&self) -> Option<&'static str> {
        [MET, TARGET].into_iter().find(|kind| is_true(&self.job, kind))
    }

    /// Finds out whether the job is to end.
    pub(super) fn judge(&mut self) {
        if self.target().is_some() {
            return;
        }
        let limit = self.spec("backoffLimit").unwrap_or(6);
        if self.status("failed") > limit || self.restarts_exceed(limit) {
            self.put_condition(
                TARGET,
                true,
                "BackoffLimitExceeded",
                "Job has reached the specified backoff limit",
            );
            return;
        }
        let deadline = self.spec("activeDeadlineSeconds").filter(|_| !self.is_suspended());
        if let (Some(seconds), Some(since)) = (deadline, moment(&self.job, "/status/startTime")) {
            let whole = Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
            let left = whole.saturating_sub(self.desk.facts.elapsed(since));
            if left.is_zero() {
                let message = "Job was active longer than specified deadline";
                self.put_condition(TARGET, true, "DeadlineExceeded", message);
            } else {
                self.again = self.again.or(Again::World(left));
            }
        }
    }

    /// With `OnFailure` containers are started again in their pod; these restarts count.
    fn restarts_exceed(&self, limit: i64) -> bool {
        if text(&self.job, "/spec/template/spec/restartPolicy") != "OnFailure" {
            return false;
        }
        let running =
            self.pods.iter().filter(|pod| matches!(text(pod, "/status/phase"), "Running" | "Pending"));
        let restarts: i64 = running
            .flat_map(|pod| list(pod, "/status/containerStatuses"))
            .map(|one| number(one, "/restartCount"))
            .sum();
        if limit == 0 { restarts > 0 } else { restarts >= limit }
    }

    /// Says that the job will end well when enough pods have, and that it has ended when none is left.
    pub(super) fn conclude(&mut self) {
        let pods = super::owned(self.desk, self.desk.kinds.pods, &self.job);
        let left = pods.iter().filter(|pod| !has_ended(pod)).count();
        if self.target().is_none() && left == 0 {
            let enough = match self.spec("completions") {
                Some(wanted) => self.status("succeeded") >= wanted,
                None => self.status("succeeded") > 0,
            };
            if enough {
                self.put_condition(MET, true, REACHED.0, REACHED.1);
            }
        }
        if left > 0 {
            return;
        }
        match self.target() {
            Some(MET) => {
                self.put_condition("Complete", true, REACHED.0, REACHED.1);
                set(&mut self.job, &["status", "completionTime"], json!(meta::now()));
            }
            Some(_) => {
                let target = condition(&self.job, TARGET).cloned().unwrap_or_default();
                self.put_condition("Failed", true, text(&target, "/reason"), text(&target, "/message"));
            }
            None => {}
        }
    }

    /// Tells of the end, once it is written.
    pub(super) fn tell_end(&self, before: &Value) {
        if is_finished(before) || !is_finished(&self.job) {
            return;
        }
        if is_true(&self.job, "Complete") {
            self.desk.tell(&Note::normal(SOURCE, &self.job, "Completed", "Job completed"));
        } else if let Some(failed) = condition(&self.job, "Failed") {
            let (reason, message) = (text(failed, "/reason").to_owned(), text(failed, "/message").to_owned());
            self.desk.tell(&Note::warning(SOURCE, &self.job, &reason, message));
        }
    }
}
