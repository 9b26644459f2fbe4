//! What it is for: the history page: all changes of this machine and the records of the repository, and one record closely.
//! In: a [`HistoryView`]. Out: wishes to look, to open, to take a record along. Never: a deed, or work for rows that are not
//! in sight.

use egui::{CentralPanel, Frame, Id, Margin, Role, Ui, WidgetInfo, vec2};
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    record::{Filter, Past, Place, Standing},
    ui::{
        UiCommand,
        memory::UiMemory,
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::{Chip, HistoryCommand, HistoryView, Tone},
        widgets::{
            ButtonKind, Follow as _, button, chip, combo, failure, label, link_button, single_line, text,
        },
    },
    words::{self, Sentence},
};

mod blocks;
mod find;
mod record;
mod rows;

/// What only the screen remembers of the history.
#[derive(Debug, Clone, Default)]
pub(super) struct HistoryMemory {
    /// The row that the arrow keys stand on, by its key.
    chosen: String,
    /// Whether what could not be read is listed.
    is_unread_open: bool,
    /// What is sought in the record that is shown.
    find: find::Finding,
    /// A frame, whether something had the keyboard in it, and whether something had it in the one before.
    busy: (u64, bool, bool),
}

impl HistoryMemory {
    /// Whether a key means the page: no field has the keyboard and no list hangs open, nor did in the frame before (what
    /// Escape just left must not be left together with the page).
    fn is_free(&mut self, ui: &Ui) -> bool {
        let frame = ui.ctx().cumulative_frame_nr();
        let is_busy = egui::Popup::is_any_open(ui.ctx()) || ui.memory(|memory| memory.focused().is_some());
        let (known, now, before) = self.busy;
        self.busy = (frame, is_busy, if known == frame { before } else { now });
        !is_busy && !self.busy.2
    }
}

pub(super) fn draw(
    ui: &mut Ui,
    view: &HistoryView<'_>,
    now: Timestamp,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    let is_free = memory.history.is_free(ui);
    if let Some(open) = &view.open {
        return record::draw(ui, open, (view.under_way, is_free), memory, out);
    }
    let frame = Frame::new().fill(palette.ground).inner_margin(Margin::symmetric(24, 16));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        head(ui, view, out);
        if let Some(why) = view.failure {
            failure(ui, why);
        }
        let has_any = !view.rows.is_empty();
        let search = has_any.then(|| tools(ui, view, out));
        unread(ui, view, &mut memory.history, out);
        if view.shown.is_empty() {
            nothing(ui, view, out);
        } else {
            ui.add_space(gap::TIGHT);
            rows::draw(ui, view, search, now, (&mut memory.history, &mut memory.columns), out);
        }
    });
    if is_free && Shortcut::BesideLeave.is_pressed(ui.ctx()) {
        out.push(UiCommand::ShowPage(view.before));
    }
}

/// A wish.
fn ask(out: &mut Vec<UiCommand>, command: HistoryCommand) {
    out.push(UiCommand::History(command));
}

/// Title, how many there are, where those of others come from.
fn head(ui: &mut Ui, view: &HistoryView<'_>, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap::SMALL;
        ui.label(text(&words::text("history-title"), Type::Title, palette.strong));
        if view.is_loading {
            chip(ui, &Chip::busy(words::text("history-reading")));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let again = words::text("history-reread");
            if link_button(ui, &again, &again).clicked() {
                ask(out, HistoryCommand::Reread);
            }
        });
    });
    let mut said = Vec::new();
    let (all, shown) = (view.rows.len(), view.shown.len());
    if all > 0 {
        let key = if shown < all { "history-count-of" } else { "history-count" };
        said.push(Sentence::new(key).count("count", all).with("shown", shown.to_string()).text());
        let open = view.rows.iter().filter(|row| row.is_unfinished_here()).count();
        if open > 0 {
            said.push(Sentence::new("history-count-open").count("count", open).text());
        }
    }
    said.push(view.from.clone());
    label(ui, &said.join(" · "), Type::Small, palette.dim);
}

/// The field for words.
#[derive(Debug, Clone, Copy)]
struct Search {
    id: Id,
    /// Whether it was left by Enter.
    is_entered: bool,
}

/// The field for words, and what to filter by.
fn tools(ui: &mut Ui, view: &HistoryView<'_>, out: &mut Vec<UiCommand>) -> Search {
    let filter = view.filter;
    let width = ui.available_width();
    let each = ((width - 4.0 * gap::SMALL) * 0.165).clamp(110.0, 210.0);
    let search = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap::SMALL;
        let room = width - 4.0 * (each + gap::SMALL);
        let search = ui.allocate_ui(vec2(room, gap::CONTROL), |ui| search(ui, filter, out)).inner;
        for choice in choices(view) {
            let chosen = ui.allocate_ui(vec2(each, gap::CONTROL), |ui| choose(ui, &choice)).inner;
            if let Some(value) = chosen {
                ask(out, HistoryCommand::Look((choice.with)(filter.clone(), value)));
            }
        }
        search
    });
    search.inner
}

fn search(ui: &mut Ui, filter: &Filter, out: &mut Vec<UiCommand>) -> Search {
    let hint = words::text("history-search-hint");
    let (response, typed) = single_line(ui, "history-search", Type::Body, &filter.words, &hint);
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, &filter.words, &filter.words, &hint);
        info.label = Some(words::text("history-search"));
        info
    });
    if Shortcut::PastFind.take(ui.ctx()) {
        response.request_focus();
    }
    if let Some(words) = typed {
        ask(out, HistoryCommand::Look(Filter { words, ..filter.clone() }));
    }
    let is_entered = response.lost_focus() && Shortcut::PastOpen.is_pressed(ui.ctx());
    Search { id: response.id, is_entered }
}

/// One thing to filter by.
struct Choice {
    key: &'static str,
    chosen: String,
    options: Vec<(String, String)>,
    with: fn(Filter, String) -> Filter,
}

fn choices(view: &HistoryView<'_>) -> [Choice; 4] {
    let (filter, all) = (view.filter, view.choices);
    let names = |names: &[String]| -> Vec<(String, String)> {
        names.iter().map(|name| (name.clone(), name.clone())).collect()
    };
    let standing = |standing: Standing| Standing::ALL.iter().position(|one| *one == standing);
    let id = move |one: Standing| standing(one).map(|at| at.to_string()).unwrap_or_default();
    [
        Choice {
            key: "history-by-procedure",
            chosen: filter.procedure.clone(),
            options: names(&all.procedures),
            with: |filter, procedure| Filter { procedure, ..filter },
        },
        Choice {
            key: "history-by-result",
            chosen: filter.standing.map(id).unwrap_or_default(),
            options: all.standings.iter().map(|one| (id(*one), one.words())).collect(),
            with: |filter, id| {
                let standing = id.parse().ok().and_then(|at: usize| Standing::ALL.get(at).copied());
                Filter { standing, ..filter }
            },
        },
        Choice {
            key: "history-by-person",
            chosen: filter.by.clone(),
            options: names(&all.people),
            with: |filter, by| Filter { by, ..filter },
        },
        Choice {
            key: "history-by-cluster",
            chosen: filter.server.clone(),
            options: all
                .clusters
                .iter()
                .map(|(server, context)| {
                    let host = server.split_once("://").map_or(server.as_str(), |(_, host)| host);
                    (server.clone(), format!("{context} · {host}"))
                })
                .collect(),
            with: |filter, server| Filter { server, ..filter },
        },
    ]
}

fn choose(ui: &mut Ui, choice: &Choice) -> Option<String> {
    let all = words::text(&format!("{}-all", choice.key));
    let mut options = vec![(String::new(), all.clone())];
    options.extend(choice.options.iter().cloned());
    let shown = options.iter().find(|(value, _)| *value == choice.chosen);
    // What was chosen may be gone from the rows by now.
    let shown = shown.map_or_else(|| choice.chosen.clone(), |(_, words)| words.clone());
    let (response, chosen) = combo(ui, choice.key, &shown, &choice.chosen, &options);
    response.widget_info(|| {
        let name = words::text(choice.key);
        WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {shown}"))
    });
    chosen
}

/// What could not be read: how many, and on request which and why.
fn unread(ui: &mut Ui, view: &HistoryView<'_>, memory: &mut HistoryMemory, out: &mut Vec<UiCommand>) {
    if view.unread.is_empty() {
        return;
    }
    let (ink, ground) = Palette::of(ui).tone(Tone::Warn);
    let round = egui::CornerRadius::same(gap::ROUND_SMALL);
    Frame::new().fill(ground).corner_radius(round).inner_margin(Margin::symmetric(12, 6)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            let said = Sentence::new("history-unread").count("count", view.unread.len()).text();
            ui.label(text(&said, Type::SmallStrong, ink));
            let key = if memory.is_unread_open { "history-unread-hide" } else { "history-unread-show" };
            let name = words::text(&format!("{key}-name"));
            if link_button(ui, &words::text(key), &name).clicked() {
                memory.is_unread_open = !memory.is_unread_open;
            }
        });
        if !memory.is_unread_open {
            return;
        }
        egui::ScrollArea::vertical().id_salt("history-unread").max_height(160.0).following(ui, |ui| {
            ui.set_width(ui.available_width());
            for row in &view.unread {
                ui.horizontal_wrapped(|ui| {
                    label(ui, &format!("{}: {}", row.name, row.why), Type::Small, ink);
                    if let Some(folder) = &row.folder {
                        let name = Sentence::new("history-open-folder").with("name", &row.name).text();
                        if link_button(ui, &words::text("history-open-folder-button"), &name).clicked() {
                            out.push(UiCommand::OpenPath(folder.clone()));
                        }
                    }
                });
            }
        });
    });
}

/// Why there are no rows, and what leads to some.
fn nothing(ui: &mut Ui, view: &HistoryView<'_>, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    ui.add_space(gap::WIDE);
    if !view.rows.is_empty() {
        label(ui, &words::text("history-none-fit"), Type::Body, palette.text);
        if button(ui, ButtonKind::Quiet, &words::text("history-show-all"), true).clicked() {
            ask(out, HistoryCommand::Look(Filter::default()));
        }
    } else if !view.is_loading && view.failure.is_none() {
        label(ui, &words::text("history-none"), Type::CardTitle, palette.strong);
        label(ui, &words::text("history-none-about"), Type::Body, palette.text);
    }
}

/// How a row is to be taken.
fn tone(past: &Past) -> Tone {
    if past.is_damaged {
        return Tone::Bad;
    }
    match past.standing {
        Standing::Open if matches!(past.place, Place::Here(_)) => Tone::Info,
        Standing::Completed if past.trouble.is_none() => Tone::Good,
        Standing::Completed | Standing::RolledBack | Standing::Abandoned => Tone::Warn,
        Standing::Open | Standing::Untold => Tone::Quiet,
    }
}

/// How a change stands, in one line.
fn standing(past: &Past) -> String {
    let mut parts = vec![past.standing.words()];
    parts.extend([&past.trouble, &past.stands].into_iter().flatten().map(Sentence::text));
    if past.standing == Standing::Untold && parts.len() > 1 {
        parts.remove(0);
    }
    parts.join(" · ")
}

/// `context / namespace`, or nothing.
fn place(past: &Past) -> String {
    let parts = [past.context.as_str(), past.namespace.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" / ")
}

/// A moment where the person is, to the minute.
fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// What the person's time zone is called at that moment.
fn zone(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%Z").to_string()
}
