//! What it is for: pictures of screens without a window and without a graphics card: the same on every machine.
//! In: a view, a theme, a size. Out: pixels, PNG files. Never: compiled into the program.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    reason = "pixels and points of windows, and colours of a byte"
)]

use std::{cell::RefCell, rc::Rc, sync::Arc};

use egui::{
    FontData, FontFamily,
    epaint::text::{FontInsert, FontPriority, InsertFontFamily},
};
use egui_kittest::{Harness, TestRenderer};

use super::pages::Sample;
use crate::ui::{self, UiCommand, UiMemory, theme, theme::Appearance, view::View};

mod file;
mod fill;
pub(crate) mod kept;

pub(crate) use file::{difference, read, write};
pub(crate) use fill::Picture;

/// How a page is shown: the theme, the window in pixels, and how many pixels a point has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Look {
    pub(crate) appearance: Appearance,
    pub(crate) size: [f32; 2],
    pub(crate) zoom: f32,
}

impl Look {
    pub(crate) const fn new(appearance: Appearance, size: [f32; 2], zoom: f32) -> Self {
        Self { appearance, size, zoom }
    }
}

/// What a shown page is, and what it asked for.
pub(crate) struct Shown {
    pub(crate) view: View<'static>,
    pub(crate) memory: UiMemory,
    pub(crate) commands: Vec<UiCommand>,
}

/// A page that is shown, and the textures that it is painted with.
pub(crate) struct Stage {
    pub(crate) harness: Harness<'static, Shown>,
    textures: Rc<RefCell<fill::Textures>>,
}

/// Keeps the textures of each frame.
struct Keeper(Rc<RefCell<fill::Textures>>);

impl TestRenderer for Keeper {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        self.0.borrow_mut().take(delta);
    }
}

impl Stage {
    /// Shows a page; a key may be pressed upon it, which calls something over it.
    pub(crate) fn of(page: Sample, look: Look) -> Self {
        let Sample { view, memory, press } = page;
        let textures = Rc::new(RefCell::new(fill::Textures::default()));
        let points = [look.size[0] / look.zoom, look.size[1] / look.zoom];
        let shown = Shown { view, memory, commands: Vec::new() };
        let egui_theme =
            if look.appearance == Appearance::Light { egui::Theme::Light } else { egui::Theme::Dark };
        let mut harness = Harness::builder()
            .with_size(points)
            .with_pixels_per_point(look.zoom)
            .with_theme(egui_theme)
            .with_max_steps(6)
            .with_accessibility_check(false)
            .renderer(Keeper(Rc::clone(&textures)))
            .with_context_setup(move |ctx| set_up(ctx, look.appearance))
            .build_ui_state(
                |ui, shown: &mut Shown| {
                    // The whole window, as in the program: the harness would leave a margin.
                    let window = ui.ctx().content_rect();
                    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(window));
                    ui.set_clip_rect(window);
                    let commands = ui::draw(&mut ui, &shown.view, &mut shown.memory);
                    shown.commands.extend(commands);
                },
                shown,
            );
        if let Some((modifiers, key)) = press {
            harness.key_press_modifiers(modifiers, key);
        }
        harness.run_steps(3);
        Self { harness, textures }
    }

    /// The picture of the last frame.
    pub(crate) fn picture(&self) -> Picture {
        let ctx = &self.harness.ctx;
        let (zoom, points) = (ctx.pixels_per_point(), ctx.content_rect().size());
        let shapes = self.harness.output().shapes.clone();
        let parts = ctx.tessellate(shapes, zoom);
        let ground = ctx.global_style().visuals.panel_fill;
        let size = [(points.x * zoom).round() as usize, (points.y * zoom).round() as usize];
        let mut picture = Picture::new(size, ground);
        self.textures.borrow().paint(&mut picture, &parts, zoom);
        picture
    }
}

/// Fonts and theme: pictures do not depend on the computer.
fn set_up(ctx: &egui::Context, appearance: Appearance) {
    theme::install(ctx);
    theme::apply(ctx, appearance);
    theme::animate(ctx, false);
    letters(ctx);
}

/// Letters that the program leaves to the computer: samples in other scripts can be drawn without it.
pub(crate) fn letters(ctx: &egui::Context) {
    let families = ["medium", "semibold", "bold", "mono-bold"].map(|name| FontFamily::Name(Arc::from(name)));
    let families = [FontFamily::Proportional, FontFamily::Monospace].into_iter().chain(families);
    let families: Vec<InsertFontFamily> =
        families.map(|family| InsertFontFamily { family, priority: FontPriority::Lowest }).collect();
    let files: [(&str, &'static [u8]); 3] = [
        ("rtl", include_bytes!("../../../../tests/fixtures/fonts/rtl.ttf")),
        ("cjk", include_bytes!("../../../../tests/fixtures/fonts/cjk.ttf")),
        ("emoji", include_bytes!("../../../../tests/fixtures/fonts/emoji.ttf")),
    ];
    for (name, bytes) in files {
        ctx.add_font(FontInsert::new(name, FontData::from_static(bytes), families.clone()));
    }
}

/// Pictures side by side with words below each, so many in a row, each so many times smaller.
pub(crate) fn sheet(pictures: &[(String, Picture)], across: usize, smaller: usize) -> Picture {
    const GAP: usize = 24;
    const WORDS: usize = 28;
    let small: Vec<Picture> = pictures.iter().map(|(_, picture)| picture.smaller(smaller)).collect();
    let across = across.min(small.len()).max(1);
    let cell = small.iter().fold([0, 0], |most, one| [most[0].max(one.size[0]), most[1].max(one.size[1])]);
    let place = |at: usize| {
        let (column, row) = (at % across, at / across);
        [GAP + column * (cell[0] + GAP), GAP + row * (cell[1] + GAP + WORDS)]
    };
    let rows = small.len().div_ceil(across);
    let size = [GAP + across * (cell[0] + GAP), GAP + rows * (cell[1] + GAP + WORDS)];
    let captions: Vec<(egui::Pos2, String)> = pictures
        .iter()
        .enumerate()
        .map(|(at, (words, _))| {
            let [x, y] = place(at);
            (egui::pos2(x as f32, (y + cell[1] + 6) as f32), words.clone())
        })
        .collect();
    let mut all = captioned(size, captions);
    for (at, one) in small.iter().enumerate() {
        all.put(one, place(at));
    }
    all
}

/// An empty sheet with words on it.
fn captioned(size: [usize; 2], captions: Vec<(egui::Pos2, String)>) -> Picture {
    let textures = Rc::new(RefCell::new(fill::Textures::default()));
    let harness: Harness<'static, ()> = Harness::builder()
        .with_size([size[0] as f32, size[1] as f32])
        .with_theme(egui::Theme::Light)
        .renderer(Keeper(Rc::clone(&textures)))
        .with_context_setup(|ctx| set_up(ctx, Appearance::Light))
        .build_ui(move |ui| {
            let ink = ui.visuals().strong_text_color();
            for (place, words) in &captions {
                ui.painter().text(
                    *place,
                    egui::Align2::LEFT_TOP,
                    words,
                    egui::FontId::proportional(14.0),
                    ink,
                );
            }
        });
    let parts = harness.ctx.tessellate(harness.output().shapes.clone(), 1.0);
    let mut picture = Picture::new(size, egui::Color32::from_gray(214));
    textures.borrow().paint(&mut picture, &parts, 1.0);
    picture
}
