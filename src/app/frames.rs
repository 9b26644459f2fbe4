//! What it is for: telling why a frame was drawn and how long our own drawing took, when the log is asked for it.
//! In: `RUST_LOG=changeover::app::frames=trace`. Out: one line for each frame. Never: work while nobody asks.

use std::time::Instant;

use eframe::egui;

use super::start::Start;
use crate::fetched::Fetched;

/// A frame under way; nothing while nobody asks.
#[derive(Debug)]
pub(super) struct Frame(Option<Instant>);

impl Frame {
    /// To be called before anything of the frame is drawn.
    pub(super) fn begin() -> Self {
        Self(tracing::enabled!(tracing::Level::TRACE).then(Instant::now))
    }

    /// To be called when all of it is drawn.
    pub(super) fn end(self, egui_ctx: &egui::Context, start: &Start) {
        let Some(began) = self.0 else { return };
        let micros = began.elapsed().as_micros();
        let is_ready = start.plan.is_some() && matches!(start.checks.value(), Fetched::Ready(_));
        let mut causes: Vec<String> = egui_ctx
            .repaint_causes()
            .iter()
            .map(|cause| format!("{}:{}", short(cause.file), cause.line))
            .collect();
        causes.sort();
        causes.dedup();
        tracing::trace!(micros, is_ready, causes = causes.join(" "), "frame");
    }
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
