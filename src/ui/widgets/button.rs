//! What it is for: buttons in their few kinds.
//! In: words and whether it works now. Out: the response. Never: an icon without words.

use egui::{
    Align2, Color32, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, text::LayoutJob, vec2,
};

use crate::ui::{
    rich::visible,
    theme::{Palette, Type, gap},
    view::Tone,
};

/// What a button is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum ButtonKind {
    /// The one deed of a screen.
    Main,
    /// A deed that cannot be undone.
    Danger,
    /// Anything else.
    Quiet,
    /// Goes on after a failure, towards production.
    Warn,
}

impl ButtonKind {
    /// The kind that shows a tone.
    pub(in crate::ui) fn of(tone: Tone) -> Self {
        match tone {
            Tone::Bad => Self::Danger,
            Tone::Warn => Self::Warn,
            Tone::Good | Tone::Info => Self::Main,
            Tone::Quiet => Self::Quiet,
        }
    }
}

/// Face, edge and ink.
struct Paint {
    face: Color32,
    edge: Color32,
    ink: Color32,
}

fn paint(palette: &Palette, kind: ButtonKind, is_hot: bool) -> Paint {
    match kind {
        ButtonKind::Main => {
            let face = if is_hot { palette.accent_hover } else { palette.accent };
            Paint { face, edge: face, ink: palette.on_accent }
        }
        ButtonKind::Danger => {
            let (ink, _) = palette.tone(Tone::Bad);
            let face = if is_hot { ink.gamma_multiply(0.85) } else { ink };
            Paint { face, edge: face, ink: palette.card }
        }
        ButtonKind::Warn => {
            let (ink, ground) = palette.tone(Tone::Warn);
            Paint { face: if is_hot { ground } else { palette.button }, edge: ink, ink }
        }
        ButtonKind::Quiet => Paint {
            face: if is_hot { palette.button_hover } else { palette.button },
            edge: palette.edge,
            ink: palette.text,
        },
    }
}

/// Between the words of a button and its edges, both sides together.
const SIDES: f32 = 32.0;

/// How wide a button is that holds these words.
pub(in crate::ui) fn button_width(ui: &Ui, words: &str) -> f32 {
    let shown = visible(words).into_owned();
    ui.painter().layout_no_wrap(shown, Type::BodyStrong.font(), Color32::PLACEHOLDER).size().x + SIDES
}

/// A button as high as a text field, and never wider than the room it stands in: words that do not fit go on below.
pub(in crate::ui) fn button(ui: &mut Ui, kind: ButtonKind, words: &str, enabled: bool) -> Response {
    /// So much of it stays, however little is left of a row.
    const LEAST: f32 = 96.0;
    let most = if ui.layout().main_wrap() { ui.max_rect().width() } else { ui.available_width() };
    button_within(ui, kind, words, enabled, most.max(LEAST))
}

/// A button no wider than `most`: words that do not fit go on below.
pub(in crate::ui) fn button_within(
    ui: &mut Ui,
    kind: ButtonKind,
    words: &str,
    enabled: bool,
    most: f32,
) -> Response {
    let width = button_width(ui, words);
    button_filling(ui, kind, words, enabled, width.min(most))
}

/// Lines of words in a button, at most: the rest shows under the pointer.
const LINES: usize = 4;

/// How the words of a button are laid out that is so wide.
fn lay_out(ui: &Ui, shown: &str, width: f32) -> std::sync::Arc<egui::Galley> {
    // Half a point more than measured: rounding must not break the last letter off.
    let room = (width - SIDES + 0.5).max(20.0);
    let mut job = LayoutJob::simple(shown.to_owned(), Type::BodyStrong.font(), Color32::PLACEHOLDER, room);
    job.wrap.max_rows = LINES;
    ui.painter().layout_job(job)
}

/// How high a button of that width is.
pub(in crate::ui) fn button_height(ui: &Ui, words: &str, width: f32) -> f32 {
    gap::CONTROL.max(lay_out(ui, &visible(words), width).size().y + 14.0)
}

/// A button of that width, as high as its words need.
pub(in crate::ui) fn button_filling(
    ui: &mut Ui,
    kind: ButtonKind,
    words: &str,
    enabled: bool,
    width: f32,
) -> Response {
    let shown = visible(words).into_owned();
    let galley = lay_out(ui, &shown, width);
    let is_cut = galley.elided;
    let size = vec2(width, gap::CONTROL.max(galley.size().y + 14.0));
    // Placed by the row itself, not inside a frame of its own: a row that wraps must see how wide it is.
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &shown));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let mut painter = ui.painter().clone();
    if !enabled {
        painter.multiply_opacity(ui.visuals().disabled_alpha());
    }
    let palette = Palette::of(ui);
    let is_hot = enabled && (response.hovered() || response.is_pointer_button_down_on());
    let look = paint(palette, kind, is_hot);
    let round = f32::from(gap::ROUND_SMALL);
    painter.rect(rect, round, look.face, Stroke::new(1.0, look.edge), StrokeKind::Inside);
    if response.has_focus() {
        let ring = Stroke::new(2.0, palette.accent);
        painter.rect_stroke(rect.expand(2.0), round + 2.0, ring, StrokeKind::Outside);
    }
    let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect).min;
    painter.galley(at, galley, look.ink);
    if is_cut { response.on_hover_text(shown) } else { response }
}

/// A button that is only words: copy, open, fold.
pub(in crate::ui) fn link_button(ui: &mut Ui, words: &str, name: &str) -> Response {
    let ink = Palette::of(ui).dim;
    link_button_in(ui, words, name, ink)
}

/// The same in another colour: beside words from which it must be told apart.
pub(in crate::ui) fn link_button_in(ui: &mut Ui, words: &str, name: &str, ink: Color32) -> Response {
    /// So much of it stays, however little is left of a row.
    const LEAST: f32 = 48.0;
    let room = if ui.layout().main_wrap() { ui.max_rect().width() } else { ui.available_width() };
    // Half a point more than there is: rounding must not cut what fits.
    link(ui, words, name, ink, room.max(LEAST) + 0.5)
}

/// The same where there may be next to no room, as in a table's head.
pub(in crate::ui) fn link_button_cut(ui: &mut Ui, words: &str, name: &str) -> Response {
    let (ink, room) = (Palette::of(ui).dim, ui.available_width());
    link(ui, words, name, ink, room)
}

/// Cut with `…` where it has more than this room; the whole shows under the pointer then.
fn link(ui: &mut Ui, words: &str, name: &str, ink: Color32, room: f32) -> Response {
    let mut job =
        LayoutJob::simple_singleline(visible(words).into_owned(), Type::Small.font(), Color32::PLACEHOLDER);
    job.wrap = egui::text::TextWrapping::truncate_at_width((room - 8.0).max(8.0));
    let galley = ui.painter().layout_job(job);
    let (rect, mut response) = ui.allocate_exact_size(galley.size() + vec2(8.0, 6.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if galley.elided {
        response = response.on_hover_text(visible(words));
    }
    let palette = Palette::of(ui);
    let ink = if response.hovered() || response.has_focus() { palette.tone(Tone::Info).0 } else { ink };
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
    }
    let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect).min;
    ui.painter().galley(at, galley, ink);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// One of several things of which one is shown: its words, and its name for who does not see it.
pub(in crate::ui) fn tab(ui: &mut Ui, words: &str, name: &str, is_shown: bool) -> Response {
    let palette = Palette::of(ui);
    let kind = Type::BodyStrong;
    let galley = ui.painter().layout_no_wrap(visible(words).into_owned(), kind.font(), Color32::PLACEHOLDER);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(20.0, 10.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_shown, name));
    let round = f32::from(gap::ROUND_SMALL);
    let ink = match (is_shown, response.hovered()) {
        (true, _) => {
            let edge = Stroke::new(1.0, palette.chosen_edge);
            ui.painter().rect(rect, round, palette.chosen, edge, StrokeKind::Inside);
            palette.strong
        }
        (false, true) => {
            ui.painter().rect_filled(rect, round, palette.button_hover);
            palette.text
        }
        (false, false) => palette.dim,
    };
    if response.has_focus() {
        ui.painter().rect_stroke(rect, round, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
    }
    let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect).min;
    ui.painter().galley(at, galley, ink);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
