//! What it is for: the settings page: what can be chosen, what it does, what it is by default. Also the keys that make
//! everything larger or smaller, everywhere.
//! In: a [`SettingsView`]. Out: wishes. Never: a setting of its own.

use egui::{
    Align, CentralPanel, Context, CornerRadius, Frame, Layout, Margin, Response, Role, ScrollArea, Sense,
    Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        rich::visible,
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::{Control, Resize, Setting, SettingCommand, SettingOption, SettingRow, SettingsView, Tone},
        widgets::{
            ButtonKind, Follow as _, Head, button, button_width, card, committed_field, committed_lines,
            copy_button, failure, from_right, hint_under, kept_end, label, link_button, link_button_in,
            nothing, text,
        },
    },
    words::{self, Sentence},
};

/// The widest that the page gets: lines longer than that are hard to read.
const WIDEST: f32 = 860.0;
/// The control stands beside its words from this width on, below them else.
const SIDE_BY_SIDE: f32 = 640.0;
/// Room of the words where the control stands beside them, in parts of the row.
const WORDS_PART: f32 = 0.54;

/// The keys of the size, everywhere.
pub(super) fn keys(ctx: &Context, out: &mut Vec<UiCommand>) {
    let sizes = [
        (Shortcut::Larger, Resize::Larger),
        (Shortcut::LargerToo, Resize::Larger),
        (Shortcut::Smaller, Resize::Smaller),
        (Shortcut::UsualSize, Resize::Usual),
    ];
    for (keys, resize) in sizes {
        if keys.take(ctx) {
            out.push(UiCommand::Setting(SettingCommand::Resize(resize)));
        }
    }
}

/// To be called while another page is shown: what was being typed when this one was left is taken over.
pub(super) fn left(memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    out.extend(memory.take_typed().into_iter().map(|(setting, value)| said(setting, value)));
}

pub(super) fn draw(ui: &mut Ui, view: &SettingsView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let mut has_given_up = false;
    CentralPanel::no_frame().show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).following_page(ui, |ui| {
            let least = if ui.available_width() < SIDE_BY_SIDE { gap::SMALL } else { gap::WIDE };
            let side = ((ui.available_width() - WIDEST) / 2.0).max(least);
            let width = ui.available_width() - 2.0 * side;
            ui.add_space(28.0_f32.min(least + gap::SMALL));
            ui.horizontal_top(|ui| {
                ui.add_space(side);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    has_given_up = contents(ui, view, memory, out);
                });
            });
            ui.add_space(gap::WIDE);
        });
    });
    // In a field Escape gives up what was typed, and only that.
    let escaped = Shortcut::BesideLeave.is_pressed(ui.ctx());
    if escaped && !has_given_up && !egui::Popup::is_any_open(ui.ctx()) {
        out.push(UiCommand::ShowPage(view.back));
    }
}

/// Gives back whether a field was left.
fn contents(ui: &mut Ui, view: &SettingsView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) -> bool {
    let palette = Palette::of(ui);
    ui.spacing_mut().item_spacing.y = gap::SMALL;
    from_right(ui, |ui| {
        let back = button(ui, ButtonKind::Quiet, &words::text("settings-back"), true);
        if back.clicked() {
            out.push(UiCommand::ShowPage(view.back));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(text(&words::text("settings-title"), Type::Display, palette.strong));
        });
    });
    if let Some(unsaved) = &view.unsaved {
        failure(ui, unsaved);
    }
    label(ui, &words::text("settings-about"), Type::Body, palette.dim);
    ui.add_space(gap::SMALL);
    let mut has_left = false;
    for group in &view.groups {
        card(ui, &Head { title: &group.title, ..Head::default() }, nothing, |ui| {
            ui.spacing_mut().item_spacing.y = gap::TIGHT;
            for (index, row) in group.rows.iter().enumerate() {
                if index > 0 {
                    line_between(ui);
                }
                has_left |= ui.push_id(row.id, |ui| setting(ui, row, memory, out)).inner;
            }
        });
        ui.add_space(gap::SMALL);
    }
    has_left
}

fn line_between(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 17.0), Sense::hover());
    let across = rect.expand2(vec2(14.0, 0.0)).x_range();
    ui.painter().hline(across, rect.center().y, Stroke::new(1.0, Palette::of(ui).line));
}

/// The words at the left and the control at the right; below each other where there is little room, and where the
/// control wants all of it.
fn setting(ui: &mut Ui, row: &SettingRow, memory: &mut UiMemory, out: &mut Vec<UiCommand>) -> bool {
    let room = ui.available_width();
    let wants_all = match &row.control {
        Control::Choice(_) | Control::Line { .. } | Control::Lines { .. } | Control::Place { .. } => true,
        Control::Steps { .. } | Control::Switch { .. } | Control::Told { .. } => false,
    };
    if wants_all || room < SIDE_BY_SIDE - 2.0 * gap::WIDE {
        words_of(ui, row, out);
        ui.add_space(gap::TIGHT);
        return control(ui, row, memory, out);
    }
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(room * WORDS_PART);
            words_of(ui, row, out);
        });
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| control(ui, row, memory, out)).inner
    })
    .inner
}

fn words_of(ui: &mut Ui, row: &SettingRow, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    label(ui, &row.name, Type::BodyStrong, palette.strong);
    label(ui, &row.about, Type::Small, palette.text);
    if !row.default.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = gap::TIGHT;
            ui.spacing_mut().interact_size.y = 16.0;
            label(ui, &row.default, Type::Small, palette.dim);
            if row.is_changed {
                let name = Sentence::new("settings-reset-name").with("name", row.name.clone()).text();
                if link_button_in(ui, &words::text("settings-reset"), &name, palette.tone(Tone::Info).0)
                    .clicked()
                {
                    out.push(UiCommand::Setting(SettingCommand::Reset(row.id)));
                }
            }
        });
    }
    if let Some((tone, note)) = &row.note {
        hint_under(ui, *tone, note);
    }
}

/// Gives back whether a field was left.
fn control(ui: &mut Ui, row: &SettingRow, memory: &mut UiMemory, out: &mut Vec<UiCommand>) -> bool {
    let mut set =
        |value: String| out.push(UiCommand::Setting(SettingCommand::Set { setting: row.id, value }));
    match &row.control {
        Control::Choice(options) => {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(gap::SMALL, gap::SMALL);
                for option in options {
                    if choice(ui, &row.name, option).clicked() && !option.is_chosen {
                        set(option.value.clone());
                    }
                }
            });
            false
        }
        Control::Switch { is_on } => {
            if switch(ui, &row.name, *is_on).clicked() {
                set(if *is_on { "off" } else { "on" }.to_owned());
            }
            false
        }
        Control::Steps { value, can_shrink, can_grow } => {
            steps(ui, value, (*can_shrink, *can_grow), out);
            false
        }
        Control::Told { value } => {
            label(ui, value, Type::BodyStrong, Palette::of(ui).text);
            false
        }
        Control::Line { value, is_file } => {
            let mut left = false;
            let mut draw = |ui: &mut Ui| {
                let (response, written) = committed_field(ui, memory, row.id.key(), value);
                left = response.lost_focus();
                response.accessible_name(&row.name);
                written
            };
            let written = if *is_file { beside_pick(ui, row, out, draw) } else { draw(ui) };
            out.extend(written.map(|value| said(row.id, value)));
            left
        }
        Control::Lines { value } => {
            let (response, written) = committed_lines(ui, memory, row.id.key(), value, 3);
            let left = response.lost_focus();
            response.accessible_name(&row.name);
            out.extend(written.map(|value| said(row.id, value)));
            left
        }
        Control::Place { path, folder } => {
            place(ui, row, (path, folder), memory, out);
            false
        }
    }
}

fn said(setting: Setting, value: String) -> UiCommand {
    UiCommand::Setting(SettingCommand::Set { setting, value })
}

/// A field with the button for the file dialog at its right; in this order also for the Tab key.
fn beside_pick<R>(
    ui: &mut Ui,
    row: &SettingRow,
    out: &mut Vec<UiCommand>,
    field: impl FnOnce(&mut Ui) -> R,
) -> R {
    let words = words::text("settings-pick");
    let name = Sentence::new("settings-pick-name").with("name", row.name.clone()).text();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap::SMALL;
        let room = ui.available_width() - button_width(ui, &words) - gap::SMALL;
        let written = ui.allocate_ui(vec2(room.max(60.0), gap::CONTROL), field).inner;
        if button(ui, ButtonKind::Quiet, &words, true).accessible_name(name).clicked() {
            out.push(UiCommand::Setting(SettingCommand::Pick(row.id)));
        }
        written
    })
    .inner
}

/// One of several, with a ring that is filled when it is the one.
fn choice(ui: &mut Ui, of: &str, option: &SettingOption) -> Response {
    let palette = Palette::of(ui);
    let ink = if option.is_chosen { palette.strong } else { palette.text };
    let galley =
        ui.painter().layout_no_wrap(visible(&option.words).into_owned(), Type::BodyStrong.font(), ink);
    let size = vec2(galley.size().x + 46.0, gap::CONTROL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = format!("{of}: {}", option.words);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, option.is_chosen, &name));
    let (face, edge) = match (option.is_chosen, response.hovered()) {
        (true, _) => (palette.chosen, palette.chosen_edge),
        (false, true) => (palette.button_hover, palette.edge),
        (false, false) => (palette.button, palette.edge),
    };
    let round = f32::from(gap::ROUND_SMALL);
    ui.painter().rect(rect, round, face, Stroke::new(1.0, edge), StrokeKind::Inside);
    focus_ring(ui, &response, rect, round);
    let at = rect.left_center() + vec2(18.0, 0.0);
    ui.painter().circle_stroke(at, 5.5, Stroke::new(1.4, ink));
    if option.is_chosen {
        ui.painter().circle_filled(at, 3.0, ink);
    }
    let words = egui::pos2(rect.left() + 31.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(words, galley, ink);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// A switch: the place of its knob, a word beside it, and its colour say the same.
fn switch(ui: &mut Ui, name: &str, is_on: bool) -> Response {
    const TRACK: egui::Vec2 = vec2(40.0, 22.0);
    let palette = Palette::of(ui);
    let word = words::text(if is_on { "settings-on" } else { "settings-off" });
    let galley = ui.painter().layout_no_wrap(word, Type::BodyStrong.font(), palette.text);
    let size = vec2(TRACK.x + gap::SMALL + galley.size().x + gap::SMALL, gap::CONTROL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_on, name));
    let left = egui::pos2(rect.left() + gap::TIGHT, rect.center().y - TRACK.y / 2.0);
    let track = egui::Rect::from_min_size(left, TRACK);
    let round = TRACK.y / 2.0;
    let (face, edge, knob) = if is_on {
        (palette.accent, palette.accent, palette.on_accent)
    } else {
        (palette.well, palette.edge, palette.dim)
    };
    ui.painter().rect(track, round, face, Stroke::new(1.0, edge), StrokeKind::Inside);
    let at = if is_on { track.right() - round } else { track.left() + round };
    ui.painter().circle_filled(egui::pos2(at, track.center().y), round - 4.0, knob);
    focus_ring(ui, &response, rect, f32::from(gap::ROUND_SMALL));
    let words = egui::pos2(track.right() + gap::SMALL, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(words, galley, palette.text);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

fn focus_ring(ui: &Ui, response: &Response, rect: egui::Rect, round: f32) {
    if response.has_focus() {
        let ring = Stroke::new(2.0, Palette::of(ui).accent);
        ui.painter().rect_stroke(rect.expand(2.0), round + 2.0, ring, StrokeKind::Outside);
    }
}

/// Smaller, what it is, larger: in this order on the screen and for the Tab key.
fn steps(ui: &mut Ui, value: &str, (can_shrink, can_grow): (bool, bool), out: &mut Vec<UiCommand>) {
    const VALUE: f32 = 64.0;
    let palette = Palette::of(ui);
    let width = button_width(ui, "−") + button_width(ui, "+") + VALUE + 2.0 * gap::SMALL;
    let row = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, gap::CONTROL), row, |ui| {
        ui.spacing_mut().item_spacing.x = gap::SMALL;
        let mut one = |ui: &mut Ui, sign: &str, key: &str, is_open: bool, resize: Resize| {
            let response = button(ui, ButtonKind::Quiet, sign, is_open).accessible_name(words::text(key));
            if response.clicked() && is_open {
                out.push(UiCommand::Setting(SettingCommand::Resize(resize)));
            }
        };
        one(ui, "−", "settings-smaller", can_shrink, Resize::Smaller);
        let (rect, response) = ui.allocate_exact_size(vec2(VALUE, gap::CONTROL), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, value));
        let font = Type::BodyStrong.font();
        ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, value, font, palette.strong);
        one(ui, "+", "settings-larger", can_grow, Resize::Larger);
    });
}

/// A path with what can be done with it.
fn place(
    ui: &mut Ui,
    row: &SettingRow,
    (path, folder): (&str, &str),
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    Frame::new()
        .fill(palette.well)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(gap::ROUND_SMALL))
        .inner_margin(Margin::symmetric(10, 2))
        .show(ui, |ui| {
            let named = |key: &str| Sentence::new(key).with("name", row.name.clone()).text();
            let wide = |ui: &Ui, key: &str| {
                let words = words::text(key);
                ui.painter().layout_no_wrap(words, Type::Small.font(), palette.dim).size().x + 8.0
            };
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.set_min_height(28.0);
                ui.spacing_mut().item_spacing.x = gap::SMALL;
                // The answer to a copy is the wider word.
                let deeds = wide(ui, "settings-open") + wide(ui, "wizard-copied") + 2.0 * gap::SMALL;
                let room = vec2((ui.available_width() - deeds).max(40.0), 28.0);
                ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                    ui.set_min_width(room.x);
                    kept_end(ui, path, Type::Code, palette.text);
                });
                let open = link_button(ui, &words::text("settings-open"), &named("settings-open-name"));
                if open.clicked() {
                    out.push(UiCommand::Setting(SettingCommand::OpenFolder(folder.to_owned())));
                }
                copy_button(ui, memory, &named("settings-copy-path"), || path.to_owned());
            });
        });
}
