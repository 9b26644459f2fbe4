//! What it is for: the rows of the section that is shown. In: rows in their order. Out: the row that was chosen, another
//! order. Never: drawing a row that is not in sight.

use std::time::Duration;

use egui::{Align, Layout, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};
use egui_extras::{Column as Width, TableBuilder, TableRow};
use jiff::Timestamp;

use crate::{
    action::Mark,
    observed::survey::{Column, Item, ItemKey, Lens, Section, Survey},
    ui::{
        UiCommand,
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::{ClusterView, Tone},
        widgets::{kept_end, label, link_button, pressable_end, status_dot, text, truncated},
    },
    words::{self, Sentence},
};

const ROW: f32 = 26.0;
const HEAD: f32 = 28.0;

/// A column: what it is ordered by, its title, its width at first, to which what is left is added.
struct Shown {
    by: Column,
    title: &'static str,
    width: f32,
}

const fn shown(by: Column, title: &'static str, width: f32) -> Shown {
    Shown { by, title, width }
}

/// The columns of a section. The name comes first, the state takes the rest.
fn columns(section: Section) -> Vec<Shown> {
    let name = shown(Column::Name, "survey-name", 260.0);
    let state = shown(Column::State, "survey-state", 0.0);
    let age = shown(Column::Age, "survey-age", 64.0);
    match section {
        Section::Workloads => vec![
            name,
            shown(Column::Ready, "survey-ready-column", 64.0),
            state,
            shown(Column::About, "survey-image", 260.0),
            age,
        ],
        Section::Pods => vec![
            name,
            shown(Column::Ready, "survey-ready-column", 64.0),
            state,
            shown(Column::Count, "survey-restarts", 110.0),
            shown(Column::About, "survey-image", 200.0),
            shown(Column::Node, "survey-node", 110.0),
            age,
        ],
        Section::Jobs => vec![
            name,
            shown(Column::Ready, "survey-done", 64.0),
            state,
            shown(Column::About, "survey-image-or-schedule", 220.0),
            age,
        ],
        Section::Routes => vec![
            name,
            shown(Column::Ready, "survey-ready-column", 64.0),
            state,
            shown(Column::About, "survey-way", 340.0),
            age,
        ],
        Section::Warnings => vec![
            name,
            shown(Column::About, "survey-reason", 150.0),
            state,
            shown(Column::Count, "survey-times", 64.0),
            shown(Column::Age, "survey-last", 64.0),
        ],
    }
}

/// Where there is little room, what the pane beside the rows tells too is left out first.
fn that_fit(mut columns: Vec<Shown>, room: f32) -> Vec<Shown> {
    /// What the state needs to be read.
    const STATE: f32 = 200.0;
    for by in [Column::Node, Column::About, Column::Count] {
        let needed: f32 = columns.iter().map(|one| one.width + gap::SMALL).sum();
        // The reason of a warning is half of what it says.
        if needed + STATE > room && columns.iter().all(|one| one.title != "survey-reason") {
            columns.retain(|one| one.by != by);
        }
    }
    columns
}

/// The width of each column at first. What is left of the room goes to what is read: the state, and less to images and
/// ways; the reason of a warning is one word. Where there is much room, long names have some of it.
fn widths(columns: &[Shown], room: f32) -> impl Fn(&Shown) -> f32 + use<> {
    /// What state and images need before the name has more.
    const ENOUGH: f32 = 300.0;
    let fixed: f32 = columns.iter().map(|one| one.width + gap::SMALL).sum();
    let rest = (room - fixed).max(200.0);
    let name = (rest - ENOUGH).max(0.0) * 0.35;
    let rest = rest - name;
    let is_long = |one: &Shown| one.by == Column::About && one.title != "survey-reason";
    let has_about = columns.iter().any(is_long);
    move |one| match one.by {
        Column::State => rest * if has_about { 0.6 } else { 1.0 },
        Column::About if is_long(one) => rest.mul_add(0.4, one.width),
        Column::Name => one.width + name,
        Column::About | Column::Ready | Column::Count | Column::Node | Column::Age => one.width,
    }
}

pub(super) fn draw(ui: &mut Ui, view: &ClusterView<'_>, now: Timestamp, out: &mut Vec<UiCommand>) {
    let survey = view.survey;
    if survey.rows.is_empty() {
        return none(ui, survey);
    }
    let chosen = view.chosen.as_ref().map(|chosen| chosen.key);
    let moved = keys(ui, survey, chosen, out);
    let columns = that_fit(columns(survey.lens.section), ui.available_width());
    let width = widths(&columns, ui.available_width());
    let is_all = view.scope.is_empty();
    ScrollArea::horizontal().id_salt("survey-across").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(gap::SMALL, 0.0);
        // The lines at which columns are made wider: there, and not in the way.
        let line = &mut ui.visuals_mut().widgets.noninteractive.bg_stroke;
        line.color = line.color.gamma_multiply(0.35);
        let mut table = TableBuilder::new(ui)
            .id_salt((survey.lens.section, columns.len()))
            .sense(Sense::click())
            .striped(false)
            .cell_layout(Layout::left_to_right(Align::Center))
            .auto_shrink(false);
        for one in &columns {
            table = table.column(Width::initial(width(one)).at_least(48.0).resizable(true).clip(true));
        }
        if let Some(row) = moved {
            table = table.scroll_to_row(row, None);
        }
        let table = table.header(HEAD, |mut header| {
            for one in &columns {
                header.col(|ui| head(ui, one, view.lens, out));
            }
        });
        let mut youngest: Option<Timestamp> = None;
        table.body(|body| {
            body.rows(ROW, survey.rows.len(), |mut row| {
                let Some(item) = survey.rows.get(row.index()) else { return };
                youngest = youngest.max(item.created).max(item.restarted);
                row.set_selected(chosen.is_some_and(|key| is(item, key)));
                let mut is_pressed = false;
                for one in &columns {
                    is_pressed |= cell(&mut row, item, one.by, is_all, now);
                }
                if is_pressed || row.response().clicked() {
                    out.push(UiCommand::LookAt(Some(item.key())));
                }
            });
        });
        ui.ctx().request_repaint_after(moves_after(youngest, now));
    });
    if let Some(item) = moved.and_then(|row| survey.rows.get(row)) {
        out.push(UiCommand::LookAt(Some(item.key())));
    }
}

/// After which time an age in sight says something else although nothing happens: as kubectl tells them, in seconds up
/// to ten minutes.
pub(super) fn moves_after(youngest: Option<Timestamp>, now: Timestamp) -> Duration {
    match youngest.map(|at| now.duration_since(at).as_secs()) {
        Some(..120) => Duration::from_secs(1),
        Some(120..600) => Duration::from_secs(5),
        Some(_) | None => Duration::from_secs(30),
    }
}

/// Why there are no rows.
fn none(ui: &mut Ui, survey: &Survey) {
    let palette = Palette::of(ui);
    let all = survey.tally(survey.lens.section).map_or(0, |tally| tally.all);
    let section = survey.lens.section;
    let words = match (all, survey.is_awaited()) {
        (0, true) => words::text("survey-connecting"),
        (0, false) if survey.hidden.contains(&section) => words::text("survey-hidden"),
        (_, false) if survey.is_unkept(section) => words::text(super::unkept_key(section)),
        (_, false) if survey.partial.contains(&section) => {
            Sentence::new("survey-partial").count("count", all).text()
        }
        (0, false) => words::text("survey-none"),
        (_, _) => words::text("survey-none-left"),
    };
    ui.add_space(gap::CARD);
    label(ui, &words, Type::Body, palette.dim);
}

fn is(item: &Item, key: &ItemKey) -> bool {
    item.row == key.row
}

/// Arrow keys go from row to row, and Escape lets the row go, while nothing else has the keyboard.
fn keys(ui: &Ui, survey: &Survey, chosen: Option<&ItemKey>, out: &mut Vec<UiCommand>) -> Option<usize> {
    if ui.ctx().memory(|memory| memory.focused().is_some()) {
        return None;
    }
    if chosen.is_some() && Shortcut::RowLeave.is_pressed(ui.ctx()) {
        out.push(UiCommand::LookAt(None));
    }
    let (down, up) = (Shortcut::RowNext.is_pressed(ui.ctx()), Shortcut::RowBefore.is_pressed(ui.ctx()));
    if !down && !up {
        return None;
    }
    let at = chosen.and_then(|key| survey.rows.iter().position(|item| is(item, key)));
    let last = survey.rows.len().checked_sub(1)?;
    Some(match (at, down) {
        (None, _) => 0,
        (Some(at), true) => (at + 1).min(last),
        (Some(at), false) => at.saturating_sub(1),
    })
}

/// A column's title; a click orders by it, another the other way round.
fn head(ui: &mut Ui, one: &Shown, lens: &Lens, out: &mut Vec<UiCommand>) {
    let title = words::text(one.title);
    let is_by = lens.by == one.by;
    let sign = match (is_by, lens.is_reversed) {
        (true, false) => " ↓",
        (true, true) => " ↑",
        (false, _) => "",
    };
    let name = Sentence::new("survey-order-by").with("column", &title).text();
    if link_button(ui, &format!("{title}{sign}"), &name).clicked() {
        let is_reversed = is_by && !lens.is_reversed;
        out.push(UiCommand::Look(Lens { by: one.by, is_reversed, ..lens.clone() }));
    }
}

/// Draws a cell; whether the row was pressed in it.
fn cell(row: &mut TableRow<'_, '_>, item: &Item, by: Column, is_all: bool, now: Timestamp) -> bool {
    let mut is_pressed = false;
    row.col(|ui| {
        ui.style_mut().interaction.selectable_labels = false;
        ui.add_space(gap::TIGHT);
        if by == Column::Name {
            is_pressed = name(ui, item, is_all);
        } else {
            draw_words(ui, item, by, now);
        }
    });
    is_pressed
}

fn draw_words(ui: &mut Ui, item: &Item, by: Column, now: Timestamp) {
    let palette = Palette::of(ui);
    let (ink, _) = palette.tone(tone(item.mark));
    let words = words_of(item, by, now);
    let ink = match by {
        Column::State if item.is_problem() => ink,
        Column::Ready if item.ready.is_some_and(|(have, want)| have < want) => ink,
        Column::State | Column::Ready | Column::Count | Column::Name => palette.text,
        Column::Node | Column::Age | Column::About => palette.dim,
    };
    if by == Column::About {
        kept_end(ui, &words, Type::Code, ink);
    } else {
        truncated(ui, &words, Type::Small, ink);
    }
}

/// What a column says of a row.
pub(super) fn words_of(item: &Item, by: Column, now: Timestamp) -> String {
    match by {
        Column::Name => item.name.to_string(),
        Column::State => item.state.to_string(),
        Column::Ready => item.ready.map_or_else(String::new, |(have, want)| format!("{have}/{want}")),
        Column::Count => count(item, now),
        Column::About => item.about.to_string(),
        Column::Node => item.node.as_deref().unwrap_or("").to_owned(),
        Column::Age => age(item.created, now),
    }
}

/// The columns of a section with the words of their titles.
pub(super) fn titles(section: Section) -> impl Iterator<Item = (Column, &'static str)> {
    columns(section).into_iter().map(|one| (one.by, one.title))
}

/// A dot, the namespace where all are shown, and the name; whether it was pressed.
fn name(ui: &mut Ui, item: &Item, is_all: bool) -> bool {
    let palette = Palette::of(ui);
    status_dot(ui, tone(item.mark), &item.state);
    if is_all {
        ui.label(text(&format!("{} /", item.namespace), Type::Small, palette.faint));
    }
    let response = pressable_end(ui, &item.name, Type::SmallStrong, palette.strong);
    // For who presses it without seeing the row.
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, format!("{} {}: {}", item.kind, item.name, item.state))
    });
    response.clicked()
}

/// Restarts as kubectl prints them: `3 (5m12s ago)`.
fn count(item: &Item, now: Timestamp) -> String {
    match item.restarted.filter(|_| item.count > 0) {
        Some(at) => format!("{} ({} ago)", item.count, age(Some(at), now)),
        None => item.count.to_string(),
    }
}

pub(super) fn age(since: Option<Timestamp>, now: Timestamp) -> String {
    since.map_or_else(String::new, |since| words::age::human(now.duration_since(since).as_secs().max(0)))
}

pub(super) fn tone(mark: Mark) -> Tone {
    match mark {
        Mark::Good => Tone::Good,
        Mark::Note => Tone::Info,
        Mark::Warning => Tone::Warn,
        Mark::Bad => Tone::Bad,
    }
}
