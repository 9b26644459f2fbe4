//! What it is for: words on screen: plain, rich, cut at the edge, in a chip.
//! In: text (hidden characters are made visible here, for every screen). Out: labels. Never: interaction.

use egui::{
    Color32, Label, Response, Role, Sense, TextFormat, Ui, WidgetInfo, accesskit::Live, text::LayoutJob, vec2,
};

use crate::ui::{
    rich::{Style, plain, runs, visible},
    theme::{Palette, Type},
    view::{Chip, Tone},
};

use super::icon;

/// A text in one style, for labels and painting.
pub(in crate::ui) fn text(words: &str, kind: Type, color: Color32) -> egui::RichText {
    egui::RichText::new(visible(words)).font(kind.font()).color(color)
}

/// A label that wraps.
pub(in crate::ui) fn label(ui: &mut Ui, words: &str, kind: Type, color: Color32) -> Response {
    ui.add(Label::new(text(words, kind, color)).wrap())
}

/// A label on one line, cut with `…` at the edge; the whole text shows under the pointer.
pub(in crate::ui) fn truncated(ui: &mut Ui, words: &str, kind: Type, color: Color32) -> Response {
    ui.add(Label::new(text(words, kind, color)).truncate())
}

/// A label on one line that keeps its end: paths and pod names are told apart by it.
pub(in crate::ui) fn kept_end(ui: &mut Ui, words: &str, kind: Type, color: Color32) -> Response {
    ui.add(end_label(ui, words, kind, color)).on_hover_text(words)
}

/// The same, to be pressed.
pub(in crate::ui) fn pressable_end(ui: &mut Ui, words: &str, kind: Type, color: Color32) -> Response {
    let label = end_label(ui, words, kind, color).sense(Sense::click());
    ui.add(label).on_hover_text(words).on_hover_cursor(egui::CursorIcon::PointingHand)
}

fn end_label(ui: &Ui, words: &str, kind: Type, color: Color32) -> Label {
    let shown = visible(words);
    let cut = end_that_fits(ui, &shown, kind, color);
    Label::new(text(cut.as_deref().unwrap_or(&shown), kind, color)).extend()
}

/// The end of a text that is too long, behind `…`; `None` when all of it fits. The text is laid out once, whole, and
/// not again for each length that is tried.
fn end_that_fits(ui: &Ui, shown: &str, kind: Type, color: Color32) -> Option<String> {
    /// So many characters stay, however little room there is.
    const LEAST: usize = 4;
    let lay_out = |text: String| ui.painter().layout_no_wrap(text, kind.font(), color);
    let (whole, room) = (lay_out(shown.to_owned()), ui.available_width());
    if whole.size().x <= room {
        return None;
    }
    let room = room - lay_out("…".to_owned()).size().x;
    let glyphs = whole.rows.iter().flat_map(|row| &row.glyphs).rev();
    let mut width = 0.0;
    let fits = glyphs.take_while(|glyph| {
        width += glyph.advance_width;
        width <= room
    });
    let fits = fits.count().max(LEAST);
    let all = shown.chars().count();
    Some(std::iter::once('…').chain(shown.chars().skip(all.saturating_sub(fits))).collect())
}

/// A row filled from the right, as high as what stands in it.
pub(in crate::ui) fn from_right<R>(ui: &mut Ui, body: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal(|ui| ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), body).inner).inner
}

/// Rich text that wraps: `**bold**`, `` `mono` ``.
pub(in crate::ui) fn rich(ui: &mut Ui, words: &str, kind: Type, color: Color32) -> Response {
    rich_found(ui, words, kind, color, |_run| Vec::new())
}

/// The same with places that stand out: those that `find` names in a run.
pub(in crate::ui) fn rich_found(
    ui: &mut Ui,
    words: &str,
    kind: Type,
    color: Color32,
    find: impl Fn(&str) -> Vec<std::ops::Range<usize>>,
) -> Response {
    let palette = Palette::of(ui);
    let mut job = LayoutJob::default();
    for (style, run) in runs(words) {
        let (font, color) = match (style, kind) {
            (Style::Plain, _) => (kind.font(), color),
            (Style::Bold, Type::Small) => (Type::SmallStrong.font(), palette.strong),
            (Style::Bold, _) => {
                (egui::FontId::new(kind.font().size, Type::BodyStrong.font().family), palette.strong)
            }
            (Style::Mono, _) => (egui::FontId::monospace(kind.font().size - 1.0), color),
        };
        let line_height = Some(kind.font().size * 1.45);
        let plain = TextFormat { line_height, ..TextFormat::simple(font, color) };
        let (ink, background) = palette.tone(Tone::Warn);
        let found = TextFormat { color: ink, background, ..plain.clone() };
        let mut add = |part: Option<&str>, format: &TextFormat| {
            if let Some(part) = part.filter(|part| !part.is_empty()) {
                job.append(&visible(part), 0.0, format.clone());
            }
        };
        let mut at = 0;
        for place in find(&run) {
            add(run.get(at..place.start), &plain);
            add(run.get(place.clone()), &found);
            at = place.end;
        }
        add(run.get(at..), &plain);
    }
    ui.add(Label::new(job).wrap())
}

/// Words that are said to who listens when they come, and again when they are others. They must not hold anything that
/// changes by itself, such as an age: a screen reader would talk without a pause.
pub(in crate::ui) fn aloud(response: &Response, tone: Tone) {
    // What went wrong is said at once, the rest when the voice pauses.
    let live = if tone == Tone::Bad { Live::Assertive } else { Live::Polite };
    response.ctx.accesskit_node_builder(response.id, |node| node.set_live(live));
}

/// The same for words that are not drawn: where what is drawn holds an age. `salt` tells it from others of that `ui`.
pub(in crate::ui) fn announce(ui: &Ui, salt: impl egui::AsIdSalt, words: &str, tone: Tone) {
    let place = egui::Rect::from_min_size(ui.cursor().min, vec2(1.0, 1.0));
    let id = ui.scope_id().with("said").with(salt);
    let response = ui.interact(place, id, Sense::hover());
    let said = visible(&plain(words)).into_owned();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    aloud(&response, tone);
}

/// How large a chip will be.
pub(in crate::ui) fn chip_size(ui: &Ui, chip: &Chip) -> egui::Vec2 {
    let galley = ui.painter().layout_no_wrap(
        visible(&chip.words).into_owned(),
        Type::SmallStrong.font(),
        Color32::PLACEHOLDER,
    );
    let busy = if chip.is_busy { 16.0 } else { 0.0 };
    vec2(galley.size().x + 14.0 + busy, 20.0)
}

/// A few words in a coloured box; cut with `…` where there is no room, the whole then shows under the pointer.
pub(in crate::ui) fn chip(ui: &mut Ui, chip: &Chip) -> Response {
    /// So much of it stays, however little room there is.
    const LEAST: f32 = 40.0;
    let (ink, ground) = Palette::of(ui).tone(chip.tone);
    let mut size = chip_size(ui, chip);
    let room = if ui.layout().main_wrap() { ui.max_rect().width() } else { ui.available_width() };
    let is_cut = size.x > room.max(LEAST) + 0.5;
    if is_cut {
        size.x = room.max(LEAST);
    }
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &chip.words));
    if ui.is_rect_visible(rect) {
        ui.painter().rect_filled(rect, 5.0, ground);
        let words = visible(&chip.words).into_owned();
        let mut job = LayoutJob::simple_singleline(words, Type::SmallStrong.font(), ink);
        if is_cut {
            let busy = if chip.is_busy { 16.0 } else { 0.0 };
            job.wrap = egui::text::TextWrapping::truncate_at_width(size.x - 14.0 - busy);
        }
        let galley = ui.painter().layout_job(job);
        let place = rect.right_center() - vec2(7.0 + galley.size().x, galley.size().y / 2.0);
        ui.painter().galley(place, galley, ink);
        if chip.is_busy {
            icon::spinner(ui, egui::pos2(rect.left() + 13.0, rect.center().y), 4.5, ink);
        }
    }
    if is_cut { response.on_hover_text(visible(&chip.words).into_owned()) } else { response }
}
