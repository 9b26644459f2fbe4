//! What it is for: what a running step gave out, kept for the screen.
//! In: the worker's progress. Out: lines and the newest state. Never: more lines than fit a screen's memory.

use crate::observed::progress::Progress;

/// Lines kept for the screen; the whole log lies in the change's folder.
const LINES: usize = 20_000;

/// What a step gave out.
#[derive(Debug, Default)]
pub(super) struct Trail {
    /// Where the lines come from.
    pub(super) title: String,
    /// The lines, oldest first.
    pub(super) lines: Vec<String>,
    /// How many lines before these were let go.
    pub(super) dropped: usize,
    state: Option<String>,
    is_late: bool,
}

impl Trail {
    /// Takes one message of the running deed.
    pub(super) fn take(&mut self, progress: Progress) {
        match progress {
            Progress::State(what) => self.state = Some(what.text()),
            Progress::Note { mark: _, what } => self.push(what.text()),
            Progress::Late(what) => {
                self.is_late = true;
                self.state = Some(what.text());
            }
            Progress::Source { source, number } => {
                if number > 1 {
                    self.push(format!("──── {source} ────"));
                }
                self.title = source;
            }
            Progress::Line(line) => self.push(line.text),
        }
    }

    /// What is waited for right now.
    pub(super) fn words(&self) -> Option<String> {
        self.state.clone()
    }

    /// Whether the agreed time is over.
    pub(super) fn is_late(&self) -> bool {
        self.is_late
    }

    fn push(&mut self, line: String) {
        self.lines.push(line);
        if self.lines.len() > LINES {
            // A tenth at once, so that the move of the rest is paid seldom.
            let surplus = LINES / 10;
            self.lines.drain(..surplus);
            self.dropped += surplus;
        }
    }
}
