//! What it is for: files of notes on screen: a row of small pictures, and one of them large over the page.
//! In: pixels and words. Out: wishes to look closer, to add, to leave out. Never: a file, or more
//! textures than are in sight and `KEPT`.

use egui::{
    Align2, ColorImage, Context, CornerRadius, CursorIcon, Id, Image, Rect, Response, Role, Sense, Stroke,
    StrokeKind, TextureHandle, TextureOptions, Ui, Vec2, WidgetInfo, vec2,
};

use crate::{
    observed::picture::{Pixels, Preview, SeenFile, Soundness},
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{AttachmentView, FileCommand, FilesView, Tone},
        widgets::{Glyph, glyph, spinner},
    },
    words::{self, Sentence},
};

mod adding;
mod large;

/// Textures that are kept; more only while all of them are in sight.
const KEPT: usize = 40;
/// A file in a row of them.
const TILE: Vec2 = vec2(188.0, 138.0);
/// The picture in it.
const PICTURE: f32 = 88.0;

/// What the screen remembers of the files of notes.
#[derive(Clone, Default)]
pub(super) struct FilesMemory {
    /// Pictures on the graphics card, by hash and size, with the pass that asked for it; the last one stands last.
    textures: Vec<(String, TextureHandle, u64)>,
    /// Which dialog has been given the keyboard.
    pub(super) focused: Option<Id>,
}

impl std::fmt::Debug for FilesMemory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FilesMemory").field("textures", &self.textures.len()).finish_non_exhaustive()
    }
}

impl FilesMemory {
    /// A picture as a texture; it is handed to the graphics card once.
    fn texture(&mut self, ctx: &Context, sha256: &str, pixels: &Pixels) -> TextureHandle {
        let key = format!("{sha256} {}×{}", pixels.width, pixels.height);
        let pass = ctx.cumulative_pass_nr();
        let known = self.textures.iter().position(|(known, ..)| *known == key);
        let texture = if let Some(at) = known {
            self.textures.remove(at).1
        } else {
            let image = ColorImage::from_rgba_unmultiplied([pixels.width, pixels.height], &pixels.rgba);
            ctx.load_texture(&key, image, TextureOptions::LINEAR)
        };
        self.textures.push((key, texture.clone(), pass));
        // What is in sight would be handed over again in each frame.
        let is_old = |last: &u64| last.saturating_add(1) < pass;
        while self.textures.len() > KEPT && self.textures.first().is_some_and(|(.., last)| is_old(last)) {
            drop(self.textures.remove(0));
        }
        texture
    }

    /// A button that has the keyboard when its dialog opens, and as long as nothing else in the dialog has: a key then
    /// never reaches the page behind it.
    fn hold_focus(&mut self, ui: &Ui, dialog: Id, button: &Response) {
        // In a frame of a click, asking what has the keyboard takes it away.
        let is_clicked = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
        let is_new = self.focused != Some(dialog);
        let is_free = is_new || (!is_clicked && ui.memory(|memory| memory.focused().is_none()));
        if is_free && !ui.is_sizing_pass() {
            button.request_focus();
            self.focused = Some(dialog);
        }
    }
}

/// Draws what stands over the page.
pub(super) fn draw(ctx: &Context, view: &FilesView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    match view {
        FilesView::Adding(view) => adding::draw(ctx, view, memory, out),
        FilesView::Large(view) => large::draw(ctx, view, memory, out),
    }
}

/// A wish about files.
fn ask(out: &mut Vec<UiCommand>, command: FileCommand) {
    out.push(UiCommand::File(command));
}

/// What is wrong with a file, in words; nothing when it is as it was.
fn wrong(view: &AttachmentView) -> Option<(Tone, String)> {
    if let Some(failure) = &view.failure {
        return Some((Tone::Bad, failure.summary.text()));
    }
    let seen = view.seen.as_ref()?;
    match (seen.soundness, &seen.preview) {
        (Soundness::Altered, _) => Some((Tone::Bad, words::text("attach-tile-altered"))),
        (Soundness::Missing, _) => Some((Tone::Warn, words::text("attach-tile-missing"))),
        (Soundness::Sound, Preview::Nothing(why)) => Some((Tone::Warn, why.text())),
        (Soundness::Sound, Preview::Picture(_) | Preview::Text { .. }) => None,
    }
}

/// Files in a row, each of which a click or Enter opens.
pub(super) fn tiles(ui: &mut Ui, files: &[AttachmentView], memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    if files.is_empty() {
        return;
    }
    ui.add_space(gap::SMALL);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(gap::SMALL, gap::SMALL);
        for file in files {
            if tile(ui, file, memory).clicked() {
                ask(out, FileCommand::Open(file.file.clone()));
            }
        }
    });
    ui.add_space(gap::TIGHT);
}

fn tile(ui: &mut Ui, view: &AttachmentView, memory: &mut UiMemory) -> Response {
    let palette = Palette::of(ui);
    let wrong = wrong(view);
    let (rect, response) = ui.allocate_exact_size(TILE, Sense::click());
    let said = wrong.as_ref().map_or_else(|| view.about.clone(), |(_, words)| words.clone());
    let name = Sentence::new("attach-open-name").with("name", &view.name).with("about", &said).text();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, crate::ui::rich::visible(&name)));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let is_hot = response.hovered() || response.has_focus();
    let edge = match &wrong {
        Some((tone, _)) => palette.tone(*tone).0,
        None if is_hot => palette.edge,
        None => palette.line,
    };
    let round = CornerRadius::same(gap::ROUND_SMALL);
    ui.painter().rect(rect, round, palette.card, Stroke::new(1.0, edge), StrokeKind::Inside);
    let face = Rect::from_min_size(rect.min, vec2(rect.width(), PICTURE)).shrink(1.0);
    ui.painter().rect_filled(face, round, palette.well);
    preview(ui, face.shrink(4.0), view, memory);
    let words = Rect::from_min_max(egui::pos2(rect.left(), face.bottom()), rect.max).shrink2(vec2(8.0, 4.0));
    let (tone, about) = match &wrong {
        Some((tone, words)) => (palette.tone(*tone).0, words.as_str()),
        None => (palette.dim, view.about.as_str()),
    };
    line(ui, words, 0.0, &view.name, (Type::SmallStrong, palette.text));
    line(ui, words, 20.0, about, (Type::Small, tone));
    if response.has_focus() {
        let ring = Stroke::new(2.0, palette.accent);
        ui.painter().rect_stroke(rect.expand(2.0), round, ring, StrokeKind::Outside);
    }
    let more = format!("{}\n{said}\nSHA-256 {}", crate::ui::rich::visible(&view.name), view.sha256);
    response.on_hover_text(more).on_hover_cursor(CursorIcon::PointingHand)
}

/// One line of a tile, cut at its edge.
fn line(ui: &Ui, within: Rect, down: f32, words: &str, (kind, ink): (Type, egui::Color32)) {
    let shown = crate::ui::rich::visible(words).into_owned();
    let mut job = egui::text::LayoutJob::simple_singleline(shown, kind.font(), ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(within.width());
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(within.min + vec2(0.0, down), galley, ink);
}

/// The picture of a tile, or what stands for it.
fn preview(ui: &mut Ui, within: Rect, view: &AttachmentView, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    let Some(seen) = view.seen.as_deref() else {
        if view.failure.is_some() {
            glyph(ui.painter(), Glyph::Exclaim, within.center(), 18.0, palette.tone(Tone::Bad).0);
        } else {
            spinner(ui, within.center(), 8.0, palette.dim);
        }
        return;
    };
    match seen {
        SeenFile { preview: Preview::Picture(pixels), .. } => {
            let texture = memory.files.texture(ui.ctx(), &view.sha256, pixels);
            picture(ui, &texture, within);
        }
        SeenFile { preview: Preview::Text { text, .. }, .. } => {
            let painter = ui.painter().with_clip_rect(within.intersect(ui.clip_rect()));
            let begin: Vec<&str> = text.lines().take(8).collect();
            let font = egui::FontId::monospace(9.0);
            let shown = crate::ui::rich::visible(&begin.join("\n")).into_owned();
            painter.text(within.min, Align2::LEFT_TOP, shown, font, palette.dim);
        }
        SeenFile { preview: Preview::Nothing(_), soundness } => {
            let tone = if *soundness == Soundness::Altered { Tone::Bad } else { Tone::Warn };
            glyph(ui.painter(), Glyph::Exclaim, within.center(), 18.0, palette.tone(tone).0);
        }
    }
}

/// Columns and rows of a picture.
fn size_of(pixels: &Pixels) -> Vec2 {
    let side = |length: usize| f32::from(u16::try_from(length).unwrap_or(u16::MAX));
    vec2(side(pixels.width), side(pixels.height))
}

/// A picture as large as fits, in its own proportions, never larger than it is.
fn picture(ui: &Ui, texture: &TextureHandle, within: Rect) {
    let size = fitting(texture.size_vec2(), within.size());
    let place = Rect::from_center_size(within.center(), size);
    Image::from_texture(texture).corner_radius(2.0).paint_at(ui, place);
}

/// The largest size of these proportions in that room, and not larger than it is itself.
fn fitting(size: Vec2, room: Vec2) -> Vec2 {
    let scale = (room.x / size.x.max(1.0)).min(room.y / size.y.max(1.0)).min(1.0);
    size * scale
}
