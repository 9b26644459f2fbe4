//! What it is for: output lines, however many: only those in sight are laid out; the newest stays in sight unless scrolled;
//! words are found in them. In: lines. Out: a card. Never: a label that holds the whole text.

use egui::{Frame, Id, Margin, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::{
    card::{Head, card},
    copy::copy_button,
    reading::{Lines, Reading},
    seek::{Seek, marked},
    text::label,
};
use crate::{
    ui::{
        memory::UiMemory,
        rich::visible,
        theme::{Palette, Type},
        view::{Chip, OutputView},
    },
    words::{self, Sentence},
};

const ROW: f32 = 18.0;
/// Between the edge and a line.
const EDGE: f32 = 14.0;
/// A line longer than this is cut on screen (copying gives all of it).
const SHOWN_CHARS: usize = 2_000;
/// So high are the lines at most.
const MOST: f32 = 240.0;

/// What an output remembers while it is on the screen. Lines are known by their number since the beginning.
#[derive(Clone, Default)]
struct State {
    seek: Seek<usize>,
    reading: Reading,
    /// Characters of the longest line so far, and up to which line that is known.
    longest: (usize, usize),
}

/// A card with the lines.
pub(in crate::ui) fn output_card(ui: &mut Ui, output: &OutputView<'_>, memory: &mut UiMemory) {
    let all = output.lines.len() + output.dropped;
    let note = Sentence::new("wizard-output-lines").count("count", all).text();
    let live = Chip::busy(words::text("wizard-output-open"));
    let near = output.is_open.then_some(&live);
    let head = Head { title: &output.title, note: &note, near, is_flush: true, ..Head::default() };
    // Not by the title: many steps have the same, and it is another with each pod that a step reads.
    let id = ui.scope_id().with(("output", &output.source));
    let mut state: State = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    if state.longest.1 > all {
        // Fewer than before: the step was taken up anew, and its lines with it.
        state = State::default();
    }
    let cell = std::cell::RefCell::new(&mut state);
    card(
        ui,
        &head,
        |ui| {
            copy_button(ui, memory, &words::text("wizard-copy-output"), || output.lines.join("\n"));
            cell.borrow_mut().seek.switch(ui, &output.title);
        },
        |ui| {
            Frame::new().inner_margin(Margin::symmetric(0, 8)).show(ui, |ui| {
                body(ui, id, output, &mut cell.borrow_mut());
            });
        },
    );
    ui.data_mut(|data| data.insert_temp(id, state));
}

fn body(ui: &mut Ui, id: Id, output: &OutputView<'_>, state: &mut State) {
    let palette = Palette::of(ui);
    let side = Frame::new().inner_margin(Margin::symmetric(14, 0));
    if output.dropped > 0 {
        let dropped = Sentence::new("wizard-output-dropped").count("count", output.dropped);
        side.show(ui, |ui| label(ui, &dropped.text(), Type::Small, palette.faint));
    }
    if output.lines.is_empty() {
        let key = if output.is_open { "wizard-output-none-yet" } else { "wizard-output-none" };
        side.show(ui, |ui| label(ui, &words::text(key), Type::Body, palette.dim));
        return;
    }
    if state.seek.is_open() {
        let numbered = output.lines.iter().enumerate();
        let numbered = numbered.map(|(at, line)| (output.dropped + at, line.as_str()));
        state.seek.look((output.lines.len() + output.dropped) as u64, numbered);
        let goes = side.show(ui, |ui| state.seek.bar(ui, id, &output.title)).inner;
        if let Some(line) = goes {
            state.reading.go(line.saturating_sub(output.dropped));
        }
        ui.add_space(4.0);
    }
    measure(output, state);
    let glyph = ui.painter().layout_no_wrap("0".to_owned(), Type::Code.font(), palette.text).size().x;
    #[expect(clippy::cast_precision_loss, reason = "a width in points")]
    let widest = state.longest.0.min(SHOWN_CHARS) as f32 * glyph;
    let lines = Lines {
        id: id.with("lines"),
        name: &output.title,
        count: output.lines.len(),
        row: ROW,
        most: MOST,
        width: (widest, ui.available_width() - 2.0 * EDGE),
        follows: true,
    };
    let seek = &state.seek;
    state.reading.show(ui, &lines, |ui, range, across| {
        let first = range.start;
        for (at, line) in output.lines.get(range).unwrap_or_default().iter().enumerate() {
            one(ui, (output.dropped + first + at, line), seek, across);
        }
    });
}

/// Looks at the lines that are new.
fn measure(output: &OutputView<'_>, state: &mut State) {
    let all = output.lines.len() + output.dropped;
    let (longest, known) = state.longest;
    let new = output.lines.iter().skip(known.saturating_sub(output.dropped));
    state.longest = (new.map(|line| line.chars().count()).max().unwrap_or(0).max(longest), all);
}

fn one(ui: &mut Ui, (number, line): (usize, &str), seek: &Seek<usize>, across: f32) {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let end = line.char_indices().nth(SHOWN_CHARS).map_or(line.len(), |(at, _)| at);
    let shown = line.get(..end).unwrap_or_default();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, visible(shown)));
    if seek.is_at(number) {
        ui.painter().rect_filled(rect, 0.0, palette.chosen);
    }
    let ink = (Type::Code.font(), palette.text);
    let job = marked(palette, shown, ink, (&[], palette.chosen), &seek.places(shown));
    let galley = ui.painter().layout_job(job);
    let room: Rect = rect.shrink2(vec2(EDGE, 0.0));
    let painter = ui.painter().with_clip_rect(room.intersect(ui.clip_rect()));
    painter.galley(
        egui::pos2(room.left() - across, rect.center().y - galley.size().y / 2.0),
        galley,
        palette.text,
    );
}
