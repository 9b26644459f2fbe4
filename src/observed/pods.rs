//! What it is for: a pod's state in words, so that `ImagePullBackOff` and its like are never a spinner without end.
//! In: a row. Out: words, what to do, and whether it is a problem (facts 3.6). Never: a state that is left out.

use super::{PodRow, causes};
use crate::action::Mark;
use crate::words::Sentence;

/// A pod's state in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PodState {
    /// Whether it is as wanted, on its way, or wrong.
    pub mark: Mark,
    /// The state.
    pub words: Sentence,
    /// What to do, when something can be done.
    pub hint: Option<Sentence>,
}

impl PodState {
    /// Whether somebody must look at it.
    pub fn is_problem(&self) -> bool {
        matches!(self.mark, Mark::Bad | Mark::Warning)
    }
}

/// The state of `pod` in words.
pub fn state(pod: &PodRow) -> PodState {
    if let Some(reason) = pod.disruption.as_deref().filter(|_| pod.is_terminating || pod.phase == "Failed") {
        let mark = if pod.is_terminating { Mark::Note } else { Mark::Warning };
        return told(mark, Sentence::new("pod-disrupted").with("reason", reason));
    }
    if pod.is_terminating {
        return plain(Mark::Note, "pod-terminating");
    }
    if let Some(reason) = pod.reason.as_deref()
        && let Some(state) = by_reason(pod, reason)
    {
        return state;
    }
    match pod.phase.as_str() {
        "Running" if pod.containers > 0 && pod.ready == pod.containers => plain(Mark::Good, "pod-ready"),
        "Running" => {
            let words = Sentence::new("pod-running").count("ready", pod.ready);
            told(Mark::Note, words.count("containers", pod.containers))
        }
        "Succeeded" => plain(Mark::Good, "pod-succeeded"),
        "Pending" => plain(Mark::Note, "pod-pending"),
        "Failed" => wrong(pod, "pod-failed"),
        _ => plain(Mark::Warning, "pod-unknown"),
    }
}

/// The catalogue of reasons. `None` for reasons that say nothing the phase does not say.
fn by_reason(pod: &PodRow, reason: &str) -> Option<PodState> {
    let state = match reason {
        "ContainerCreating" => plain(Mark::Note, "pod-creating"),
        "PodInitializing" => plain(Mark::Note, "pod-initializing"),
        "SchedulingGated" => plain(Mark::Note, "pod-gated"),
        "Completed" => return None,
        "ErrImagePull"
        | "ImagePullBackOff"
        | "ErrImageNeverPull"
        | "InvalidImageName"
        | "ImageInspectError"
        | "RegistryUnavailable"
        | "SignatureValidationFailed" => wrong(pod, "pod-image"),
        "CreateContainerConfigError" => wrong(pod, "pod-config"),
        "CreateContainerError"
        | "RunContainerError"
        | "CreatePodSandboxError"
        | "PreStartHookError"
        | "PostStartHookError"
        | "ContainerCannotRun"
        | "StartError" => wrong(pod, "pod-start"),
        "CrashLoopBackOff" => wrong(pod, "pod-crash"),
        "OOMKilled" => wrong(pod, "pod-memory"),
        "DeadlineExceeded" => wrong(pod, "pod-deadline"),
        "Error" => wrong(pod, "pod-error"),
        // Often over in half a minute, when the cluster makes room.
        "Unschedulable" => PodState { mark: Mark::Warning, ..wrong(pod, "pod-unschedulable") },
        "Evicted"
        | "NodeLost"
        | "Preempting"
        | "UnexpectedAdmissionError"
        | "Shutdown"
        | "Terminated"
        | "NodeShutdown"
        | "NodeAffinity" => wrong(pod, "pod-evicted"),
        // A node that took the pod and then found that it has no room for it.
        _ if reason.starts_with("OutOf") => wrong(pod, "pod-evicted"),
        _ => wrong(pod, "pod-other"),
    };
    Some(state)
}

fn told(mark: Mark, words: Sentence) -> PodState {
    PodState { mark, hint: words.next_step(), words }
}

fn plain(mark: Mark, key: &str) -> PodState {
    told(mark, Sentence::new(key))
}

fn wrong(pod: &PodRow, key: &str) -> PodState {
    let code = pod.exit_code.map_or_else(|| "?".to_owned(), |code| code.to_string());
    let reason = pod.reason.clone().unwrap_or_default();
    let message = pod.message.clone().unwrap_or_default();
    let image = causes::named_image(&message).unwrap_or(&pod.image);
    let cause = match key {
        "pod-image" => causes::image(&reason, &message, image),
        "pod-unschedulable" => causes::no_node(&message),
        _ => causes::exit(pod.exit_code),
    };
    let words = Sentence::new(key)
        .with("image", image)
        .with("cause", cause)
        .with("code", code)
        .with("reason", reason)
        .with("message", message);
    told(Mark::Bad, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Kubernetes calls a container or a pod that somebody must look at (facts 3.6).
    const PROBLEMS: &str = "ErrImagePull ImagePullBackOff ErrImageNeverPull InvalidImageName ImageInspectError \
        RegistryUnavailable SignatureValidationFailed CreateContainerConfigError CreateContainerError RunContainerError \
        CreatePodSandboxError PreStartHookError PostStartHookError CrashLoopBackOff Error OOMKilled ContainerCannotRun \
        StartError DeadlineExceeded Evicted NodeLost Preempting UnexpectedAdmissionError Unschedulable";
    /// Why the cluster ends pods by itself (facts 3.6).
    const DISRUPTIONS: &str = "PreemptionByScheduler EvictionByEvictionAPI DeletionByTaintManager DeletionByPodGC \
        TerminationByKubelet";
    /// Why Jobs fail (facts 3.3).
    const FAILURES: &str =
        "BackoffLimitExceeded DeadlineExceeded PodFailurePolicy MaxFailedIndexesExceeded FailedIndexes";

    fn pod(phase: &str, reason: Option<&str>) -> PodRow {
        PodRow {
            phase: phase.to_owned(),
            reason: reason.map(ToOwned::to_owned),
            containers: 1,
            ..PodRow::default()
        }
    }

    #[test]
    fn mistake_12_every_reason_of_the_catalogue_is_a_sentence_and_problems_are_marked() {
        for reason in PROBLEMS.split_whitespace().chain(["SomethingNew"]) {
            let state = state(&pod("Pending", Some(reason)));
            assert!(state.is_problem(), "{reason}");
            assert_eq!(
                state.words.key == "pod-other",
                reason == "SomethingNew",
                "{reason} has no words of its own"
            );
            assert!(crate::words::knows(&state.words.key), "{}", state.words.key);
            assert!(state.hint.is_some_and(|hint| crate::words::knows(&hint.key)), "{reason}");
        }
        for reason in ["ContainerCreating", "PodInitializing", "SchedulingGated"] {
            let state = state(&pod("Pending", Some(reason)));
            assert!(!state.is_problem() && crate::words::knows(&state.words.key), "{reason}");
        }
    }

    #[test]
    fn what_the_cluster_ends_by_itself_says_why_and_is_no_fault_of_the_change() {
        let disrupted = |reason: &str, is_terminating: bool| {
            let phase = if is_terminating { "Running" } else { "Failed" };
            state(&PodRow { disruption: Some(reason.to_owned()), is_terminating, ..pod(phase, None) })
        };
        let unknown = disrupted("SomethingNew", true).words.text();
        for reason in DISRUPTIONS.split_whitespace() {
            let words = disrupted(reason, true).words.text();
            assert!(words.contains(reason) && words.len() > unknown.len() + reason.len(), "{words}");
            assert!(!disrupted(reason, true).is_problem() && disrupted(reason, false).is_problem());
        }
    }

    #[test]
    fn each_way_in_which_a_job_fails_has_words_of_its_own() {
        for key in ["verdict-job-failed", "survey-job-failed", "act-wait-failed"] {
            let words = |reason: &str| {
                Sentence::new(key).with("name", "j").with("reason", reason).with("message", "m").text()
            };
            for reason in FAILURES.split_whitespace() {
                assert!(words(reason).ends_with(&format!("({reason})")), "{}", words(reason));
            }
            assert!(words("SomethingNew").contains("ailed: SomethingNew"));
        }
    }

    #[test]
    fn phases_without_reason_have_words_too() {
        for phase in ["Pending", "Running", "Succeeded", "Failed", "Unknown", ""] {
            assert!(crate::words::knows(&state(&pod(phase, None)).words.key), "{phase}");
        }
        let ready = PodRow { ready: 1, ..pod("Running", None) };
        assert_eq!(state(&ready).mark, Mark::Good);
        let ending = PodRow { is_terminating: true, ..ready };
        assert_eq!(state(&ending).words.key, "pod-terminating");
    }
}
