//! What it is for: choosing the sentences for what a deed could not do. In: the typed errors of scale, jobs and apply.
//! Out: a [`Failure`]. Never: a sentence written here; all stand in `assets/words/en.ftl` under `## Cluster`.

use super::{
    apply::{ApplyError, Stopped},
    delete::DeleteError,
    exec::ExecError,
    jobs::{FoundJob, JobError},
    scale::ScaleError,
};
use crate::{
    failure::{Failure, FailureKind},
    words::Sentence,
};

impl ScaleError {
    /// The same in words: what happened, why, what to do.
    pub fn to_failure(&self) -> Failure {
        match self {
            Self::Moved { found } => {
                let words = Sentence::new("cluster-scale-moved")
                    .with("object", format!("{}/{}", found.workload.kind(), found.name))
                    .with("wanted", found.wanted.to_string());
                Failure::new(FailureKind::Moved, words).hint(Sentence::new("cluster-moved-hint"))
            }
            Self::Call(error) => error.to_failure(),
        }
    }
}

impl JobError {
    /// The same in words: what happened, why, what to do.
    pub fn to_failure(&self) -> Failure {
        match self {
            Self::Taken(job) => {
                let words =
                    Sentence::new("cluster-job-taken").with("job", job.name.as_str()).with("who", maker(job));
                Failure::new(FailureKind::World, words).hint(Sentence::new("cluster-job-taken-hint"))
            }
            Self::Call(error) => error.to_failure(),
        }
    }
}

impl DeleteError {
    /// The same in words: what happened, why, what to do.
    pub fn to_failure(&self) -> Failure {
        let person = |words: Sentence| Failure::new(FailureKind::Person, words);
        match self {
            Self::UnknownKinds { kinds } => {
                person(Sentence::new("cluster-delete-kinds").with("kinds", kinds.join(", ")))
                    .hint(Sentence::new("cluster-delete-kinds-hint"))
            }
            Self::Wide { selector } => {
                person(Sentence::new("cluster-delete-wide").with("selector", selector))
                    .hint(Sentence::new("cluster-delete-wide-hint"))
            }
            Self::NotInNamespace { kind } => {
                person(Sentence::new("cluster-delete-outside").with("kind", kind))
            }
            Self::Moved { object } => {
                let words = Sentence::new("cluster-delete-moved").with("object", object);
                Failure::new(FailureKind::Moved, words).hint(Sentence::new("cluster-moved-hint"))
            }
            Self::Call(error) => error.to_failure(),
        }
    }
}

impl ExecError {
    /// The same in words: what happened, why, what to do.
    pub fn to_failure(&self) -> Failure {
        match self {
            Self::NoPod { object, others } => {
                let words = Sentence::new("cluster-exec-no-pod").with("object", object);
                let failure = Failure::new(FailureKind::World, words);
                let failure = failure.hint(Sentence::new("cluster-exec-no-pod-hint"));
                others.iter().fold(failure, Failure::detail)
            }
            Self::SeveralPods { object, pods } => {
                let words = Sentence::new("cluster-exec-several")
                    .with("object", object)
                    .count("count", pods.len())
                    .with("pods", pods.join(", "));
                Failure::new(FailureKind::World, words).hint(Sentence::new("cluster-exec-several-hint"))
            }
            Self::NoContainer { pod, container, known } => {
                let words = Sentence::new("cluster-exec-no-container")
                    .with("pod", pod)
                    .with("container", container)
                    .with("known", known.join(", "));
                Failure::new(FailureKind::Person, words)
            }
            Self::Call(error) => error.to_failure(),
        }
    }
}

/// Who made a Job: another change, or a program.
fn maker(job: &FoundJob) -> String {
    let program = job.creator.clone().unwrap_or_else(|| "?".to_owned());
    job.change.clone().unwrap_or(program)
}

impl ApplyError {
    /// The same in words: what happened, why, what to do.
    pub fn to_failure(&self) -> Failure {
        let count = |number: usize| (number + 1).to_string();
        let (kind, words) = match self {
            Self::Call { source, .. } | Self::Discover(source) => return source.to_failure(),
            Self::NoObject { document, missing } => (
                FailureKind::Person,
                Sentence::new("cluster-apply-no-object")
                    .with("document", count(*document))
                    .with("missing", *missing),
            ),
            Self::UnknownKind { document, api_version, kind } => (
                FailureKind::Person,
                Sentence::new("cluster-apply-unknown-kind")
                    .with("document", count(*document))
                    .with("kind", kind)
                    .with("version", api_version),
            ),
            Self::OtherNamespace { document, object, namespace } => (
                FailureKind::Person,
                Sentence::new("cluster-apply-other-namespace")
                    .with("document", count(*document))
                    .with("object", object.to_string())
                    .with("namespace", namespace),
            ),
            Self::Duplicate { first, second, object } => (
                FailureKind::Person,
                Sentence::new("cluster-apply-duplicate")
                    .with("first", count(*first))
                    .with("second", count(*second))
                    .with("object", object.to_string()),
            ),
            Self::OtherServer { object } => (
                FailureKind::Person,
                Sentence::new("cluster-apply-other-server").with("object", object.to_string()),
            ),
            Self::Moved { object } => {
                (FailureKind::Moved, Sentence::new("cluster-apply-moved").with("object", object.to_string()))
            }
        };
        let hint = match self {
            Self::OtherServer { .. } => Some("cluster-apply-other-server-hint"),
            Self::Moved { .. } => Some("cluster-moved-hint"),
            Self::Call { .. }
            | Self::Discover(_)
            | Self::NoObject { .. }
            | Self::UnknownKind { .. }
            | Self::OtherNamespace { .. }
            | Self::Duplicate { .. } => None,
        };
        let failure = Failure::new(kind, words);
        match hint {
            Some(hint) => failure.hint(Sentence::new(hint)),
            None => failure,
        }
    }
}

impl Stopped {
    /// The same in words: why, and which objects were applied before. Where some were, the deed has begun: what moved
    /// meanwhile is no reason to take it for one that did not.
    pub fn to_failure(&self) -> Failure {
        let mut failure = self.why.to_failure();
        if self.applied.is_empty() {
            return failure;
        }
        if failure.kind == FailureKind::Moved {
            failure.kind = FailureKind::World;
        }
        let names: Vec<_> = self.applied.iter().map(|one| one.object.to_string()).collect();
        let words = Sentence::new("cluster-apply-stopped")
            .count("count", self.applied.len())
            .with("all", self.all.to_string())
            .with("names", names.join(", "));
        failure.detail(words.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cluster::{
            apply::{Applied, Effect},
            scale::{Scale, Workload},
            upkeep::Upkeep,
        },
        names::{ObjectName, ObjectRef},
        observed::JobState,
    };

    #[test]
    #[expect(clippy::too_many_lines, reason = "one line for each failure")]
    fn every_failure_of_a_deed_has_words() {
        let name = ObjectName::new("web").unwrap();
        let object = ObjectRef {
            group: "apps".to_owned(),
            version: "v1".to_owned(),
            kind: "Deployment".to_owned(),
            name: name.clone(),
        };
        let text = || "x".to_owned();
        let boxed = || Box::new(object.clone());
        let whys = [
            ApplyError::NoObject { document: 0, missing: "kind" },
            ApplyError::UnknownKind { document: 0, api_version: text(), kind: text() },
            ApplyError::OtherNamespace { document: 0, object: boxed(), namespace: text() },
            ApplyError::Duplicate { first: 0, second: 1, object: boxed() },
            ApplyError::OtherServer { object: boxed() },
            ApplyError::Moved { object: boxed() },
        ];
        let applied = Applied {
            object: object.clone(),
            document: 0,
            effect: Effect::Created,
            generation: 1,
            moved_generation: true,
            warnings: Vec::new(),
            upkeep: Upkeep::default(),
            forced: false,
        };
        let job = FoundJob {
            name: name.clone(),
            uid: text(),
            change: None,
            step: None,
            creator: None,
            created: None,
            state: JobState::Running,
        };
        let scale = Scale {
            workload: Workload::Deployment,
            name,
            uid: text(),
            resource_version: text(),
            generation: 1,
            wanted: 1,
            replicas: 1,
            is_observed: true,
            selector: text(),
            fighters: Vec::new(),
            unread: Vec::new(),
            set_by: None,
        };
        let moved = |applied: &[Applied]| {
            let why = ApplyError::Moved { object: boxed() };
            Stopped { applied: applied.to_vec(), all: 2, why }.to_failure().kind
        };
        assert_eq!(moved(&[]), FailureKind::Moved, "nothing was written: it is shown again");
        assert_eq!(moved(std::slice::from_ref(&applied)), FailureKind::World, "half of it was written");
        let mut failures: Vec<Failure> = whys
            .into_iter()
            .map(|why| Stopped { applied: vec![applied.clone()], all: 2, why }.to_failure())
            .collect();
        let names = || vec![text(), text()];
        failures.push(ExecError::NoPod { object: text(), others: names() }.to_failure());
        failures.push(ExecError::SeveralPods { object: text(), pods: names() }.to_failure());
        failures.push(ExecError::NoContainer { pod: text(), container: text(), known: names() }.to_failure());
        failures.push(DeleteError::UnknownKinds { kinds: names() }.to_failure());
        failures.push(DeleteError::Wide { selector: text() }.to_failure());
        failures.push(DeleteError::NotInNamespace { kind: text() }.to_failure());
        failures.push(DeleteError::Moved { object: text() }.to_failure());
        failures.push(JobError::Taken(Box::new(job)).to_failure());
        failures.push(ScaleError::Moved { found: Box::new(scale) }.to_failure());
        for failure in failures {
            let hint = failure.hint.as_ref().map(Sentence::text).unwrap_or_default();
            let shown = format!("{} {hint} {:?}", failure.summary.text(), failure.details);
            assert!(!shown.contains('⟨') && !shown.contains("{$"), "{shown}");
        }
    }
}
