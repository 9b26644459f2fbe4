//! What it is for: when the window is drawn again although nothing happens; and, when the log is asked for it
//! (`RUST_LOG=changeover::app::frames=trace`), why a frame was drawn and how long our own drawing took.
//! In: the window's state. Out: a time; a line for each frame. Never: a frame in which no label says anything new.

use std::time::{Duration, Instant};

use eframe::egui;
use jiff::Timestamp;

use super::{App, cluster_page::ClusterPage, moments, start::Start};
use crate::observed::LeaseState;

impl App {
    /// After which time a label may say something else although nothing happens: seconds of what is under way, minutes
    /// of what another window does. The wizard sees to its own ages and to the time that the change takes.
    pub(super) fn moves_after(&self, at: Timestamp) -> Option<Duration> {
        let Some(change) = &self.change else { return self.begun.moves_after(at) };
        if change.run.is_acting() || matches!(self.lease.state, LeaseState::Unknown { .. }) {
            return Some(Duration::from_secs(1));
        }
        self.lease.state.is_read_only().then_some(moments::MINUTES)
    }
}

/// A frame under way; nothing while nobody asks.
#[derive(Debug)]
pub(super) struct Frame(Option<(Instant, Duration)>);

impl Frame {
    /// To be called before anything of the frame is drawn.
    pub(super) fn begin() -> Self {
        Self(tracing::enabled!(tracing::Level::TRACE).then(|| (Instant::now(), busy())))
    }

    /// To be called when all of it is drawn.
    pub(super) fn end(self, egui_ctx: &egui::Context, start: &Start, page: &ClusterPage) {
        let Some((began, worked)) = self.0 else { return };
        let micros = began.elapsed().as_micros();
        let cpu = busy().saturating_sub(worked).as_micros();
        let is_ready = start.plan.is_some() && start.readiness.is_complete() && !start.readiness.is_asking();
        let mut causes: Vec<String> = egui_ctx
            .repaint_causes()
            .iter()
            .map(|cause| format!("{}:{}", short(cause.file), cause.line))
            .collect();
        causes.sort();
        causes.dedup();
        let (pods, is_live) = (page.pods(), page.is_live());
        tracing::trace!(micros, cpu, is_ready, pods, is_live, causes = causes.join(" "), "frame");
    }
}

/// How long this thread has worked so far: on a busy machine a frame takes longer than its own work. Zero where nobody
/// counts it.
fn busy() -> Duration {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        let (seconds, nanos) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
        Duration::new(seconds.unwrap_or_default(), nanos.unwrap_or_default())
    }
    #[cfg(not(unix))]
    Duration::ZERO
}

/// A file's name with the folder that it is in.
fn short(path: &str) -> &str {
    let folder = path.rmatch_indices('/').nth(1);
    folder.and_then(|(at, _)| path.get(at + 1..)).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_cause_is_named_by_its_file_and_folder() {
        assert_eq!(super::short("/a/src/ui/wizard/live.rs"), "wizard/live.rs");
        assert_eq!(super::short("live.rs"), "live.rs");
    }
}
