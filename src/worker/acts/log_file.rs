//! What it is for: the whole log of a step as a file in the change's folder: the cluster may throw its own away.
//! In: lines as they came. Out: the file, and a word about it. Never: a step that fails because the file did.

use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::Path,
};

use crate::{action::Mark, names::StepId, words::Sentence};

/// A log that is being written, or the reason why it is not.
#[derive(Debug)]
pub(super) struct LogFile {
    name: String,
    file: Option<BufWriter<File>>,
    fault: Option<String>,
    lines: u64,
}

impl LogFile {
    /// Makes `logs/<step>.log` in the change's folder; a second try continues the file.
    pub(super) fn create(folder: &Path, step: &StepId) -> Self {
        let name = format!("logs/{step}.log");
        let path = folder.join(&name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        let opened = made.and_then(|()| File::options().create(true).append(true).open(&path));
        match opened {
            Ok(file) => Self { name, file: Some(BufWriter::new(file)), fault: None, lines: 0 },
            Err(fault) => Self { name, file: None, fault: Some(fault.to_string()), lines: 0 },
        }
    }

    /// Appends a line.
    pub(super) fn line(&mut self, line: &str) {
        let Some(file) = &mut self.file else { return };
        self.lines += 1;
        if let Err(fault) = writeln!(file, "{line}") {
            self.fault = Some(fault.to_string());
            self.file = None;
        }
    }

    /// Path below the change's folder, when there is anything in it.
    pub(super) fn name(&self) -> Option<&str> {
        (self.file.is_some() && self.lines > 0).then_some(self.name.as_str())
    }

    /// Ends the file and says where it is.
    pub(super) fn close(mut self) -> Option<(Mark, Sentence)> {
        if let Some(mut file) = self.file.take()
            && let Err(fault) = file.flush()
        {
            self.fault = Some(fault.to_string());
        }
        match self.fault {
            Some(fault) => Some((Mark::Warning, Sentence::new("act-log-lost").with("fault", fault))),
            None if self.lines == 0 => None,
            None => {
                let words = Sentence::new("act-log-kept").with("file", self.name).count("count", self.lines);
                Some((Mark::Note, words))
            }
        }
    }
}
