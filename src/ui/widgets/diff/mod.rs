//! What it is for: a difference: unified or side by side, with line numbers, changed words, what is alike folded away, a
//! field to seek in it; only the lines in sight are drawn. In: a [`DiffView`]. Out: rows, copied text.
//! Never: a line that is cut off for good (it moves sideways), or a choice of layout that the window forgets.

use std::{collections::BTreeSet, sync::Arc};

use egui::{Frame, Id, Layout as Flow, Margin, Ui};

use super::{
    button::link_button,
    card::{Head, card},
    copy::copy_button,
    reading::{Lines, Reading},
    seek::Seek,
};
use crate::{
    ui::{
        memory::UiMemory,
        view::{Chip, DiffView, Tone},
    },
    words::{self, Sentence},
};

mod layout;
mod paint;

use layout::{Cell, Layout, cells, mark_of};
use paint::{Paint, ROW};

/// Two sides have room from this width on.
const BESIDE: f32 = 620.0;

/// What a difference remembers while it is on the screen.
#[derive(Clone, Default)]
struct State {
    mark: u64,
    open: BTreeSet<usize>,
    seek: Seek<Cell>,
    reading: Reading,
    layout: Arc<Layout>,
    /// Of what the rows are: the first is the difference's fingerprint.
    made_for: Option<(u64, bool, BTreeSet<usize>)>,
}

/// A card with a difference whose lines are not higher than `most`.
pub(in crate::ui) fn diff_card(
    ui: &mut Ui,
    view: &DiffView<'_>,
    is_small: bool,
    most: f32,
    memory: &mut UiMemory,
) {
    let count = Sentence::new("wizard-changed-lines").count("count", view.changed_lines());
    let near = Chip::new(Tone::Warn, count.text());
    let head = Head { title: &view.title, near: Some(&near), is_flush: true, is_small, ..Head::default() };
    let id = ui.scope_id().with(("diff", &view.title));
    let mut state = load(ui, id, view);
    let is_beside = memory.is_side_by_side;
    let has_room = ui.available_width() >= BESIDE;
    let cell = std::cell::RefCell::new(&mut state);
    card(
        ui,
        &head,
        |ui| tools(ui, view, has_room, &mut cell.borrow_mut(), memory),
        |ui| {
            Frame::new().inner_margin(Margin::symmetric(0, 8)).show(ui, |ui| {
                lines(ui, view, (id, most, is_beside && has_room), &mut cell.borrow_mut());
            });
        },
    );
    ui.data_mut(|data| data.insert_temp(id, state));
}

/// The same without a card, in all the height there is.
pub(in crate::ui) fn diff_lines(ui: &mut Ui, view: &DiffView<'_>, memory: &mut UiMemory) {
    let id = ui.scope_id().with(("diff", &view.title));
    let mut state = load(ui, id, view);
    let has_room = ui.available_width() >= BESIDE;
    let is_beside = memory.is_side_by_side && has_room;
    let row = egui::vec2(ui.available_width(), 24.0);
    ui.allocate_ui_with_layout(row, Flow::right_to_left(egui::Align::Center), |ui| {
        tools(ui, view, has_room, &mut state, memory);
    });
    let most = ui.available_height();
    lines(ui, view, (id, most, is_beside), &mut state);
    ui.data_mut(|data| data.insert_temp(id, state));
}

fn load(ui: &Ui, id: Id, view: &DiffView<'_>) -> State {
    let mark = mark_of(&view.diff);
    let state: State = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    if state.mark == mark { state } else { State { mark, ..State::default() } }
}

/// From the right: copy, the layout, seek.
fn tools(ui: &mut Ui, view: &DiffView<'_>, has_room: bool, state: &mut State, memory: &mut UiMemory) {
    copy_button(ui, memory, &words::text("wizard-copy-diff"), || view.diff.as_text(&view.title));
    if has_room {
        let key = if memory.is_side_by_side { "diff-unified" } else { "diff-beside" };
        let words = words::text(key);
        if link_button(ui, &words, &words).clicked() {
            memory.is_side_by_side = !memory.is_side_by_side;
        }
    }
    state.seek.switch(ui, &view.title);
}

fn lines(ui: &mut Ui, view: &DiffView<'_>, (id, most, is_beside): (Id, f32, bool), state: &mut State) {
    let texts = view.diff.fingerprint();
    let goes = if state.seek.is_open() {
        state.seek.look(texts, cells(&view.diff));
        let bar = Frame::new().inner_margin(Margin { left: 12, right: 12, top: 0, bottom: 6 });
        bar.show(ui, |ui| state.seek.bar(ui, id, &view.title)).inner
    } else {
        None
    };
    if let Some(gap) = goes.and_then(Cell::gap) {
        state.open.insert(gap);
    }
    let wanted = (texts, is_beside, state.open.clone());
    if state.made_for.as_ref() != Some(&wanted) {
        state.layout = Arc::new(Layout::new(&view.diff, &state.open, is_beside));
        state.made_for = Some(wanted);
    }
    let layout = Arc::clone(&state.layout);
    if let Some(row) = goes.and_then(|cell| layout.row_of(cell)) {
        state.reading.go(row);
    }
    let mut paint = Paint::new(ui, &view.diff, &state.seek, &layout);
    let name =
        Sentence::new("diff-name").with("title", view.title.as_ref()).count("count", view.changed_lines());
    let reads = Lines {
        id: id.with("lines"),
        name: &name.text(),
        count: layout.rows.len(),
        row: ROW,
        most,
        width: paint.widths(&layout, ui.available_width(), is_beside),
        follows: false,
    };
    let mut pressed = None;
    state.reading.show(ui, &reads, |ui, range, across| {
        paint.across = across;
        for row in layout.rows.get(range).unwrap_or_default() {
            pressed = pressed.or(paint.row(ui, row));
        }
    });
    if let Some(gap) = pressed {
        if !state.open.remove(&gap) {
            state.open.insert(gap);
        }
        ui.ctx().request_repaint();
    }
}
