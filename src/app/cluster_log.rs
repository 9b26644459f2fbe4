//! What it is for: the logs on the cluster page: whose they are, which lines are asked for, files and copies.
//! In: commands of the page, a connection. Out: a view. Never: a disk read on the frame.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui;
use jiff::Timestamp;

use super::{App, dialogs, travel::Told};
use crate::{
    cluster::{Cluster, tail::Tailing},
    failure::{Failure, FailureKind},
    logbook::{
        Book, Head,
        seen::{At, Lens, Part, Seen, SourceName},
        write_lines,
    },
    names::Target,
    observed::survey::ItemKey,
    ui::view::{LogCommand, LogView, MOST_COPIED, MOST_COPIED_BYTES},
    words::Sentence,
    worker::{Pending, Worker},
};

/// The logs of the object that is looked at.
#[derive(Debug, Default)]
pub(super) struct ClusterLog {
    lens: Lens,
    part: Part,
    /// Followings that were begun.
    begun: u64,
    under_way: Option<UnderWay>,
    asked: Pending<Option<PathBuf>>,
    /// What is to be written as soon as it is known where.
    leaving: Option<Text>,
    saved: Pending<Saved>,
    copied: Pending<String>,
}

/// A file that was written.
#[derive(Debug)]
struct Saved {
    file: PathBuf,
    /// Lines that could not be kept, and so are missing.
    lost: u64,
}

#[derive(Debug)]
struct UnderWay {
    number: u64,
    target: Target,
    key: ItemKey,
    part: Part,
    tailing: Tailing,
    seen: Arc<Seen>,
}

/// Lines as text, outside of the program.
#[derive(Debug, Clone)]
struct Text {
    book: Arc<Book>,
    sources: Arc<Vec<SourceName>>,
    has_times: bool,
}

impl Text {
    fn write(&self, lines: Range<u64>, to: &mut impl std::io::Write) -> std::io::Result<u64> {
        let before = |head: &Head| {
            let at = head.at.filter(|_| self.has_times).map(|at| format!("{at} ")).unwrap_or_default();
            let source = self.sources.get(usize::from(head.source)).filter(|_| self.sources.len() > 1);
            let source = source.map(|source| format!("{}/{} ", source.pod, source.container));
            format!("{at}{}", source.unwrap_or_default())
        };
        write_lines(&self.book, lines, before, to)
    }

    /// Into a file, whole or not at all. Returns how many lines could not be kept.
    fn save(&self, file: &Path) -> std::io::Result<u64> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let new = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        let mut writer: BufWriter<&File> = BufWriter::new(new.as_file());
        let lost = self.write(0..self.book.amount().lines, &mut writer)?;
        writer.flush()?;
        drop(writer);
        new.persist(file)?;
        Ok(lost)
    }
}

impl ClusterLog {
    /// Takes a wish.
    pub(super) fn command(&mut self, command: LogCommand, worker: &Worker) {
        match command {
            LogCommand::Look(lens) => {
                self.lens = lens;
                if let Some(under_way) = &self.under_way {
                    under_way.tailing.look(self.lens.clone());
                }
            }
            LogCommand::Part(part) => self.part = part,
            LogCommand::Again => self.under_way = None,
            LogCommand::Save { has_times } => {
                let Some(under_way) = &self.under_way else { return };
                self.leaving = Some(under_way.text(has_times));
                worker.ask(&mut self.asked, dialogs::log_to(&format!("{}.log", under_way.key.name)));
            }
            LogCommand::Copy { first, last, has_times } => {
                let Some(under_way) = &self.under_way else { return };
                let text = under_way.text(has_times);
                let end = last.saturating_add(1).min(first.saturating_add(MOST_COPIED));
                worker.ask_blocking(&mut self.copied, move || {
                    let mut copied = Bounded::default();
                    let written = text.write(first..end, &mut copied);
                    written.map_err(|fault| uncopied(&fault))?;
                    Ok(String::from_utf8_lossy(&copied.bytes).into_owned())
                });
            }
        }
    }

    /// Nobody looks: nothing is followed.
    pub(super) fn rest(&mut self) {
        self.under_way = None;
    }

    /// To be called each frame with the object that is looked at: starts, ends and follows.
    pub(super) fn poll(&mut self, cluster: &Cluster, key: Option<&ItemKey>, is_shown: bool, worker: &Worker) {
        let target = cluster.target();
        self.under_way = self.under_way.take().filter(|under_way| {
            under_way.target == *target && Some(&under_way.key) == key && under_way.part == self.part
        });
        if let Some(key) = key.filter(|_| is_shown && self.under_way.is_none()) {
            let tailing = worker.tail(cluster, key, self.part);
            // Where one looked and wished to go was about other lines.
            self.lens = Lens { at: At::End, go: None, ..self.lens.clone() };
            tailing.look(self.lens.clone());
            self.begun += 1;
            let number = self.begun;
            let (target, part, seen) = (target.clone(), self.part, Arc::default());
            self.under_way = Some(UnderWay { number, target, key: key.clone(), part, tailing, seen });
        }
        if let Some(under_way) = &mut self.under_way {
            under_way.seen = under_way.tailing.newest();
        }
    }

    /// What the page shows of them.
    pub(super) fn view(&self, key: &ItemKey) -> Option<LogView<'_>> {
        let under_way = self.under_way.as_ref().filter(|under_way| under_way.key == *key)?;
        let is_saving = self.saved.value().is_loading() || self.asked.value().is_loading();
        Some(LogView { number: under_way.number, part: self.part, seen: &under_way.seen, is_saving })
    }

    /// Goes on with a file; returns what is to be said.
    fn take_saved(&mut self, worker: &Worker, at: Timestamp) -> Option<Told> {
        self.asked.poll(at);
        if let Some(failure) = self.asked.value().failure().cloned() {
            self.asked.clear();
            self.leaving = None;
            return Some(Told::Failed(failure));
        }
        // Without an answer, too, the book is let go.
        if let Some(answer) = self.asked.take()
            && let Some(text) = self.leaving.take()
            && let Some(file) = answer
        {
            worker.ask_blocking(&mut self.saved, move || {
                let lost = text.save(&file).map_err(|fault| unwritten(&file, &fault))?;
                Ok(Saved { file, lost })
            });
        }
        self.saved.poll(at);
        if let Some(failure) = self.saved.value().failure().cloned() {
            self.saved.clear();
            return Some(Told::Failed(failure));
        }
        let Saved { file, lost } = self.saved.take()?;
        let file = file.display().to_string();
        if lost > 0 {
            let words = Sentence::new("logs-saved-partly").with("file", file).count("lost", lost);
            return Some(Told::Failed(Failure::new(FailureKind::World, words)));
        }
        Some(Told::Said(Sentence::new("logs-saved").with("file", file)))
    }
}

impl UnderWay {
    fn text(&self, has_times: bool) -> Text {
        Text { book: self.tailing.book(), sources: Arc::clone(&self.seen.standing.sources), has_times }
    }
}

/// Bytes for the clipboard.
#[derive(Debug, Default)]
struct Bounded {
    bytes: Vec<u8>,
}

impl std::io::Write for Bounded {
    fn write(&mut self, more: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + more.len() > MOST_COPIED_BYTES {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn uncopied(fault: &std::io::Error) -> Failure {
    let is_too_large = fault.kind() == std::io::ErrorKind::FileTooLarge;
    let key = if is_too_large { "logs-copy-too-large" } else { "logs-not-copied" };
    Failure::new(FailureKind::World, Sentence::new(key)).caused_by(fault)
}

fn unwritten(file: &Path, fault: &std::io::Error) -> Failure {
    let words = Sentence::new("logs-not-saved").with("file", file.display().to_string());
    Failure::new(FailureKind::World, words).caused_by(fault)
}

impl App {
    /// What left the logs: lines for the clipboard, a word about a file.
    pub(super) fn take_from_log(&mut self, egui_ctx: &egui::Context) {
        let (log, at) = (&mut self.cluster_page.log, Timestamp::now());
        log.copied.poll(at);
        if let Some(text) = log.copied.take() {
            egui_ctx.copy_text(text);
        }
        if let Some(failure) = log.copied.value().failure().cloned() {
            log.copied.clear();
            self.notices.fail(failure);
        }
        match log.take_saved(&self.worker, at) {
            Some(Told::Said(words)) => self.notices.say(words.text()),
            Some(Told::Failed(failure)) => self.notices.fail(failure),
            None => {}
        }
    }
}
