//! What it is for: a text field with a list of values below it, which shrinks as one types.
//! In: the value, the list. Out: the new value, typed or chosen. Never: a value that cannot be typed because it is not listed.

use egui::{
    EventFilter, FontSelection, Id, Popup, PopupCloseBehavior, Role, ScrollArea, Sense, Stroke, TextWrapMode,
    Ui, WidgetInfo, WidgetText, vec2,
};

use crate::{
    ui::{
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::{FieldChoice, FieldChoices, Tone},
    },
    words::{self, Sentence},
};

use super::{
    field::single_line,
    icon::disclosure,
    text::{from_right, label, text},
};

const ROW: f32 = 28.0;
/// Rows in sight.
const ROWS: f32 = 8.0;
/// Width of the button that opens the list.
const OPENER: f32 = 30.0;

/// What the list remembers while it is open.
#[derive(Debug, Clone, Default)]
struct State {
    is_open: bool,
    /// Something was typed since it opened: it shows what fits, else everything.
    is_typed: bool,
    /// The value of the row that the keys stand on: rows may come to another place while the list is open.
    at: Option<String>,
}

impl State {
    /// Opened on the value that is chosen.
    fn opened(rows: &[FieldChoice], value: &str) -> Self {
        let at = rows.iter().find(|row| row.value == value).or(rows.first());
        Self { is_open: true, is_typed: false, at: at.map(|row| row.value.clone()) }
    }
}

/// The field with its list; the new value when it changed. `name` is the field's label.
pub(in crate::ui) fn suggest(
    ui: &mut Ui,
    key: &str,
    name: &str,
    (value, hint): (&str, &str),
    choices: &FieldChoices,
) -> Option<String> {
    let id = Id::unique(("field", key));
    let state_id = id.with("list");
    let mut state: State = ui.data(|data| data.get_temp(state_id)).unwrap_or_default();
    let shown = fitting(&choices.rows, value, state.is_typed);
    let mut picked = None;
    if ui.memory(|memory| memory.has_focus(id)) {
        picked = keys(ui, &mut state, (&choices.rows, &shown), value);
    }
    let (row, typed) = line(ui, (key, name), (value, hint), &mut state, &choices.rows);
    if typed.is_some() {
        state = State { is_open: true, is_typed: true, at: None };
    }
    let shown = fitting(&choices.rows, typed.as_deref().unwrap_or(value), state.is_typed);
    let is_listed = state.is_open && !shown.is_empty();
    if is_listed {
        let (clicked, area) = list(ui, (id, state_id), &row, &mut state, (choices, &shown, value, name));
        picked = clicked.or(picked);
        leave(ui, id, &mut state, &[row, area]);
    } else if !ui.memory(|memory| memory.has_focus(id)) {
        state.is_open = false;
    }
    if let Some(picked) = &picked {
        state = State::default();
        ui.memory_mut(|memory| memory.request_focus(id));
        tracing::trace!(%picked, "chosen from a list");
    }
    ui.ctx().accesskit_node_builder(id, |node| node.set_expanded(state.is_open && is_listed));
    // While the list is open, Escape closes it and leaves the field where it is.
    if state.is_open && is_listed && ui.memory(|memory| memory.has_focus(id)) {
        let held = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
            ..Default::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, held));
    }
    ui.data_mut(|data| data.insert_temp(state_id, state));
    picked.or(typed).filter(|new| new != value)
}

/// The rows that are shown, by their place in the list.
fn fitting(rows: &[FieldChoice], value: &str, is_typed: bool) -> Vec<usize> {
    let typed = value.trim().to_lowercase();
    let fits = |row: &FieldChoice| !is_typed || row.value.to_lowercase().contains(&typed);
    rows.iter().enumerate().filter(|(_, row)| fits(row)).map(|(at, _)| at).collect()
}

/// The keys, while the field has the keyboard; the value that was taken.
fn keys(
    ui: &Ui,
    state: &mut State,
    (rows, shown): (&[FieldChoice], &[usize]),
    value: &str,
) -> Option<String> {
    let ctx = ui.ctx();
    let is_listed = state.is_open && !shown.is_empty();
    if !is_listed {
        if Shortcut::ListNext.take(ctx) {
            *state = State::opened(rows, value);
        }
        return None;
    }
    if Shortcut::ListNext.take(ctx) {
        state.at = beside(rows, shown, state.at.as_deref(), true);
    } else if Shortcut::ListBefore.take(ctx) {
        state.at = beside(rows, shown, state.at.as_deref(), false);
    } else if Shortcut::ListClose.take(ctx) {
        *state = State::default();
    } else if let Some(at) = marked(rows, shown, state.at.as_deref())
        && Shortcut::ListTake.take(ctx)
    {
        return shown.get(at).and_then(|place| rows.get(*place)).map(|row| row.value.clone());
    }
    None
}

/// Where the marked value stands now among the rows that are shown.
fn marked(rows: &[FieldChoice], shown: &[usize], at: Option<&str>) -> Option<usize> {
    let at = at?;
    shown.iter().position(|place| rows.get(*place).is_some_and(|row| row.value == at))
}

/// The value of the row behind the marked one, or before it; round at the ends.
fn beside(rows: &[FieldChoice], shown: &[usize], at: Option<&str>, is_next: bool) -> Option<String> {
    let last = shown.len().checked_sub(1)?;
    let at = marked(rows, shown, at);
    let to = if is_next {
        at.map_or(0, |at| if at >= last { 0 } else { at + 1 })
    } else {
        at.and_then(|at| at.checked_sub(1)).unwrap_or(last)
    };
    shown.get(to).and_then(|place| rows.get(*place)).map(|row| row.value.clone())
}

/// The field and the button that opens the list; both together, and what was typed.
fn line(
    ui: &mut Ui,
    (key, name): (&str, &str),
    (value, hint): (&str, &str),
    state: &mut State,
    rows: &[FieldChoice],
) -> (egui::Rect, Option<String>) {
    from_right(ui, |ui| {
        ui.spacing_mut().item_spacing.x = gap::TIGHT;
        let opener = opener(ui, name, state.is_open);
        let (field, typed) = single_line(ui, key, Type::Code, value, hint);
        let field = field.accessible_name(name);
        if opener.clicked() {
            *state = if state.is_open { State::default() } else { State::opened(rows, value) };
            field.request_focus();
        } else if field.clicked() && !state.is_open {
            *state = State::opened(rows, value);
        }
        (field.rect.union(opener.rect), typed)
    })
}

fn opener(ui: &mut Ui, name: &str, is_open: bool) -> egui::Response {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(OPENER, gap::CONTROL - 4.0), Sense::click());
    let words = Sentence::new("start-suggestions-of").with("field", name).text();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
    if ui.is_rect_visible(rect) {
        let round = f32::from(gap::ROUND_SMALL);
        if response.hovered() {
            ui.painter().rect_filled(rect, round, palette.button_hover);
        }
        let edge = if response.has_focus() { palette.chosen_edge } else { palette.line };
        ui.painter().rect_stroke(rect, round, Stroke::new(1.0, edge), egui::StrokeKind::Inside);
        disclosure(ui.painter(), rect.center(), true, if is_open { palette.strong } else { palette.dim });
    }
    response.on_hover_text(words)
}

/// The list below the field; the value that was clicked, and where the list is.
fn list(
    ui: &Ui,
    (field, state_id): (Id, Id),
    below: &egui::Rect,
    state: &mut State,
    (choices, shown, value, name): (&FieldChoices, &[usize], &str, &str),
) -> (Option<String>, egui::Rect) {
    let mut clicked = None;
    let at = marked(&choices.rows, shown, state.at.as_deref());
    let named = Sentence::new("start-suggestions-of").with("field", name).text();
    let popup = Popup::new(state_id, ui.ctx().clone(), *below, ui.layer_id())
        .anchor_widget(field)
        .accessible_name(named)
        .open_bool(&mut state.is_open)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .gap(gap::TIGHT)
        .width(below.width());
    let drawn = popup.show(|ui| {
        ui.set_width((below.width() - 16.0).max(160.0));
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().max_height(ROW * ROWS).auto_shrink([false, true]).show(ui, |ui| {
            for (place, row) in shown.iter().filter_map(|at| choices.rows.get(*at)).enumerate() {
                let marks = (at == Some(place), row.value == value);
                // By its value: a press that began on a row ends on the same one, wherever it stands by then.
                let id = state_id.with(("row", &row.value));
                let response = one(ui, id, row, marks, (place, shown.len()), choices.now);
                if at == Some(place) {
                    response.scroll_to_me(None);
                    let child = response.id.accesskit_id();
                    ui.ctx().accesskit_node_builder(field, |node| node.set_active_descendant(child));
                }
                if response.clicked() {
                    clicked = Some(row.value.clone());
                }
            }
        });
        if !choices.foot.is_empty() {
            ui.add_space(gap::TIGHT);
            label(ui, &choices.foot, Type::Small, Palette::of(ui).dim);
        }
    });
    let area = drawn.map_or(*below, |drawn| drawn.response.rect);
    (clicked, area)
}

/// A row of the list. It takes no focus: the field has it.
fn one(
    ui: &mut Ui,
    id: Id,
    row: &FieldChoice,
    (is_at, is_chosen): (bool, bool),
    (place, all): (usize, usize),
    now: jiff::Timestamp,
) -> egui::Response {
    let palette = Palette::of(ui);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ROW));
    let response = ui.interact(rect, id, Sense::CLICK);
    let age = row.made.map(|made| words::age::human(now.duration_since(made).as_secs()));
    let said: Vec<&str> =
        [Some(row.value.as_str()), age.as_deref(), row.mark.as_deref()].into_iter().flatten().collect();
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, said.join(", ")));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_position_in_set(place);
        node.set_size_of_set(all);
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let round = f32::from(gap::ROUND_SMALL);
    if is_at {
        let edge = Stroke::new(1.0, palette.chosen_edge);
        ui.painter().rect(rect, round, palette.chosen, edge, egui::StrokeKind::Inside);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, round, palette.button_hover);
    }
    let inner = rect.shrink2(vec2(gap::SMALL, 0.0));
    let mut right = inner.right();
    let mut put = |ui: &Ui, words: &str, kind: Type, ink: egui::Color32, from_left: bool| {
        let room = (right - inner.left()).max(0.0);
        let words = WidgetText::from(text(words, kind, ink));
        let galley = words.into_galley(ui, Some(TextWrapMode::Truncate), room, FontSelection::Default);
        let left = if from_left { inner.left() } else { right - galley.size().x };
        let at = egui::pos2(left, inner.center().y - galley.size().y / 2.0);
        right = if from_left { right } else { left - gap::CARD };
        ui.painter().galley(at, galley, ink);
    };
    if let Some(age) = &age {
        put(ui, age, Type::Small, palette.dim, false);
    }
    if let Some(mark) = &row.mark {
        put(ui, mark, Type::SmallStrong, palette.tone(Tone::Info).0, false);
    }
    put(ui, &row.value, if is_chosen { Type::CodeStrong } else { Type::Code }, palette.strong, true);
    match row.made {
        Some(made) => response.on_hover_text(absolute(made)),
        None => response,
    }
}

/// The moment with its zone.
fn absolute(at: jiff::Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

/// Closes the list when the keyboard or a click went elsewhere.
fn leave(ui: &Ui, field: Id, state: &mut State, own: &[egui::Rect]) {
    let (pressed, is_held, at) = ui.input(|input| {
        let pointer = &input.pointer;
        (pointer.any_pressed(), pointer.any_down() || pointer.any_released(), pointer.interact_pos())
    });
    let is_own = at.is_some_and(|at| own.iter().any(|rect| rect.contains(at)));
    let has_focus = ui.memory(|memory| memory.has_focus(field));
    if (pressed && !is_own) || (!has_focus && !is_held) {
        *state = State::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_shown_until_something_is_typed() {
        let row = |value: &str| FieldChoice { value: value.to_owned(), ..FieldChoice::default() };
        let rows = ["1.0.200", "1.0.199", "Web"].map(row);
        assert_eq!(fitting(&rows, "1.0.199", false), [0, 1, 2]);
        assert_eq!(fitting(&rows, "199", true), [1]);
        assert_eq!(fitting(&rows, " wEB", true), [2]);
        assert!(fitting(&rows, "3", true).is_empty());
    }

    #[test]
    fn the_marked_value_stays_marked_when_rows_come_to_another_place() {
        let row = |value: &str| FieldChoice { value: value.to_owned(), ..FieldChoice::default() };
        let (before, after) = (["a", "b", "c"].map(row), ["c", "a", "b"].map(row));
        let all = [0, 1, 2];
        let state = State::opened(&before, "b");
        assert_eq!(marked(&before, &all, state.at.as_deref()), Some(1));
        assert_eq!(marked(&after, &all, state.at.as_deref()), Some(2));
        assert_eq!(marked(&after, &[0, 1], state.at.as_deref()), None, "not shown");
        let next = |at: Option<&str>, is_next| beside(&after, &all, at, is_next);
        assert_eq!(next(Some("b"), true).as_deref(), Some("c"), "round");
        assert_eq!(next(Some("c"), false).as_deref(), Some("b"), "round");
        assert_eq!((next(None, true).as_deref(), next(None, false).as_deref()), (Some("c"), Some("b")));
        assert_eq!(beside(&after, &[], None, true), None);
    }
}
