//! What it is for: the logs of an object: lines of all its containers, what is sought in them, and where one looks.
//! In: a [`LogView`]. Out: wishes for other lines, a file, a copy. Never: a deed, or work for lines that are not in sight.

use egui::Ui;

use crate::{
    logbook::{
        Find,
        seen::{At, Go, Lens, Seen, Silence, Way},
    },
    observed::survey::ItemKey,
    ui::{
        UiCommand,
        memory::UiMemory,
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::{LogCommand, LogView, Tone},
        widgets::{failure, label, link_button},
    },
    words::{self, Sentence},
};

mod layout;
mod rows;
mod tools;

/// What the screen remembers of logs.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the screen")]
pub(in crate::ui) struct LogMemory {
    /// Whose logs they are, and which following of them.
    of: Option<(ItemKey, u64)>,
    /// The line at the top, while the end is not followed, and how far it is out of sight.
    top: u64,
    offset: f32,
    /// How far lines are moved to the left.
    across: f32,
    is_following: bool,
    is_wrapped: bool,
    has_times: bool,
    /// Whether the logs fill the page.
    pub(in crate::ui) is_large: bool,
    find: Find,
    /// The newest wish to go somewhere, and the newest that was fulfilled.
    go: Option<Go>,
    wishes: u64,
    went: u64,
    /// The line that was gone to.
    hit: Option<u64>,
    /// The lines that were chosen: where the choice began, and where it ended.
    chosen: Option<(u64, u64)>,
    /// What was asked for last.
    asked: Option<Lens>,
    /// So many lines fit.
    fit: usize,
}

impl Default for LogMemory {
    fn default() -> Self {
        Self {
            of: None,
            top: 0,
            offset: 0.0,
            across: 0.0,
            is_following: true,
            is_wrapped: true,
            has_times: false,
            is_large: false,
            find: Find::default(),
            go: None,
            wishes: 0,
            went: 0,
            hit: None,
            chosen: None,
            asked: None,
            fit: 0,
        }
    }
}

impl LogMemory {
    /// Begins anew with other logs; how they are shown stays.
    fn begin(&mut self, of: Option<(ItemKey, u64)>) {
        self.of = of;
        (self.top, self.offset, self.across) = (0, 0.0, 0.0);
        self.is_following = true;
        (self.go, self.hit, self.chosen, self.asked) = (None, None, None, None);
    }

    /// Shows that line in the middle.
    fn show(&mut self, line: u64) {
        self.top = line.saturating_sub(self.fit as u64 / 2);
        self.offset = 0.0;
        self.is_following = false;
    }

    /// Wishes to go to the next or previous line that matches.
    fn go(&mut self, way: Way, from: u64) {
        self.wishes += 1;
        self.go = Some(Go { number: self.wishes, way, from });
    }

    /// Takes the answer to the newest wish.
    fn take(&mut self, seen: &Seen) {
        let Some((number, line)) = seen.found.went.filter(|(number, _)| *number > self.went) else { return };
        self.went = number;
        self.hit = line.map(|(line, _)| line);
        if let Some(line) = self.hit {
            self.show(line);
        }
    }

    /// What is asked for now.
    fn lens(&self) -> Lens {
        let fit = self.fit.max(20);
        let at = if self.is_following { At::End } else { At::Line(self.top.saturating_sub(fit as u64)) };
        Lens { at, count: fit * 3, find: self.find.clone(), go: self.go }
    }
}

/// The switch between the pane and the whole page.
pub(super) fn page_switch(ui: &mut Ui, memory: &mut UiMemory) {
    tools::page_switch(ui, &mut memory.log);
}

pub(super) fn draw(
    ui: &mut Ui,
    key: &ItemKey,
    view: &LogView<'_>,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let is_same = |(of, number): &(ItemKey, u64)| of == key && *number == view.number;
    if !memory.log.of.as_ref().is_some_and(is_same) {
        memory.log.begin(Some((key.clone(), view.number)));
    }
    let log = &mut memory.log;
    log.take(view.seen);
    ui.spacing_mut().item_spacing.y = gap::TIGHT;
    tools::draw(ui, view, log, out);
    standing(ui, view.seen, out);
    keys(ui, view.seen, log);
    rows::draw(ui, view.seen, log);
    let lens = log.lens();
    if log.asked.as_ref() != Some(&lens) {
        log.asked = Some(lens.clone());
        out.push(UiCommand::Log(LogCommand::Look(lens)));
    }
}

/// How the following stands, and what cannot be read.
fn standing(ui: &mut Ui, seen: &Seen, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let standing = &seen.standing;
    let mut told: Vec<(String, egui::Color32)> =
        summary(seen).into_iter().map(|words| (words, palette.dim)).collect();
    let warn = palette.tone(Tone::Warn).0;
    if let Some(silence) = &standing.silent {
        let bad = palette.tone(Tone::Bad).0;
        told.push((silent(silence, standing.broken as u64), bad));
        told.push((silence.why.summary.text(), bad));
    }
    for (key, count, ink) in [
        ("logs-waiting", standing.waiting as u64, palette.dim),
        ("logs-left-out", standing.left_out as u64, warn),
        ("logs-lost", seen.amount.lost, warn),
    ] {
        if count > 0 {
            told.push((Sentence::new(key).count("count", count).text(), ink));
        }
    }
    if let Some(problem) = &seen.found.problem {
        let problem = problem.lines().last().unwrap_or_default().trim_start_matches("error: ");
        told.push((Sentence::new("logs-no-expression").with("problem", problem).text(), warn));
    }
    for (words, ink) in told {
        label(ui, &words, Type::Small, ink);
    }
    for why in &standing.failures {
        failure(ui, why);
    }
    let again = words::text("logs-try-again");
    if !standing.failures.is_empty() && link_button(ui, &again, &again).clicked() {
        out.push(UiCommand::Log(LogCommand::Again));
    }
}

/// How much there is and what is followed; nothing where only what is wrong can be told.
fn summary(seen: &Seen) -> Option<String> {
    let standing = &seen.standing;
    let is_well = standing.silent.is_none() && standing.failures.is_empty();
    if standing.pods == 0 && seen.amount.lines == 0 {
        let key = if standing.is_connected { "logs-no-pods" } else { "survey-connecting" };
        return is_well.then(|| words::text(key));
    }
    let state = match standing.followed {
        0 if standing.are_over && is_well && standing.waiting == 0 => "over",
        0 => "other",
        _ => "followed",
    };
    let words = Sentence::new("logs-standing")
        .count("lines", seen.amount.lines)
        .with("size", size(seen.amount.bytes))
        .count("pods", standing.pods)
        .count("followed", standing.followed)
        .with("state", state);
    Some(words.text())
}

/// Since when something is not heard: containers alone, or all.
fn silent(silence: &Silence, broken: u64) -> String {
    let at = silence.since.map(|at| at.strftime("%H:%M:%S UTC").to_string());
    let key = match (broken, &at) {
        (0, Some(_)) => "logs-server-silent",
        (0, None) => "logs-server-never",
        (_, Some(_)) => "logs-broken",
        (_, None) => "logs-broken-never",
    };
    Sentence::new(key).count("count", broken).with("at", at.unwrap_or_default()).text()
}

/// Bytes as people say them.
fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        1_000_000_000.. => (1_000_000_000, "GB"),
    };
    format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit)
}

/// Keys that lead through the lines, while no field has the keyboard.
fn keys(ui: &Ui, seen: &Seen, log: &mut LogMemory) {
    let focused = ui.memory(egui::Memory::focused);
    if focused.is_some_and(|focused| focused != rows::id()) {
        return;
    }
    let pressed = |keys: Shortcut| keys.take(ui.ctx());
    let page = (log.fit as u64).saturating_sub(2).max(1);
    let top = log.top;
    if pressed(Shortcut::LogTop) {
        (log.top, log.offset, log.is_following) = (0, 0.0, false);
    }
    if pressed(Shortcut::LogEnd) {
        log.is_following = true;
    }
    if pressed(Shortcut::LogPageUp) {
        (log.top, log.is_following) = (top.saturating_sub(page), false);
    }
    if pressed(Shortcut::LogPageDown) && !log.is_following {
        log.top = (top + page).min(seen.amount.lines.saturating_sub(1));
    }
    if focused == Some(rows::id()) {
        if pressed(Shortcut::LineUp) {
            (log.top, log.is_following) = (top.saturating_sub(1), false);
        }
        if pressed(Shortcut::LineDown) && !log.is_following {
            log.top = (top + 1).min(seen.amount.lines.saturating_sub(1));
        }
    }
}
