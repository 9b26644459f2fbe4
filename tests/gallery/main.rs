//! Shows the screens with sample data, without a cluster.
//!
//! * In a window: `cargo run --example gallery --features inspection -- NAME [light|dark|contrast] [WxH] [PERCENT] [en|de]`.
//! * As pictures, and many on a sheet: `cargo run --example gallery --features inspection -- sheets FOLDER [SCREEN]`.
//! * One picture of the smallest window: `… -- picture NAME FILE [ZOOM]`.
//! * The pictures that tests compare, anew or compared: `… -- keep`, `… -- compare`.
//! * What is cut, covers something else, cannot be reached or has no name: `… -- faults [PAGE]`.

use changeover::ui::{self, UiCommand, UiMemory, theme, theme::Appearance, view::*};
pub use changeover::{action, failure, journal, logbook, manifest, names, observed, record, words};

#[path = "../../src/ui/samples/mod.rs"]
mod samples;
mod sheets;

struct Gallery {
    view: View<'static>,
    memory: UiMemory,
    appearance: Appearance,
    /// A key that is pressed once, in an early frame.
    press: Option<(egui::Modifiers, egui::Key)>,
    frames: u32,
}

fn main() -> eframe::Result {
    let mut args = std::env::args().skip(1);
    let name = args.next().unwrap_or_else(|| "start".to_owned());
    if name == "sheets" {
        let folder = args.next().unwrap_or_else(|| "target/sheets".to_owned());
        sheets::write(std::path::Path::new(&folder), args.next().as_deref());
        return Ok(());
    }
    if name == "keep" || name == "compare" {
        sheets::kept(name == "keep");
        return Ok(());
    }
    if name == "picture" {
        let (page, file) = (args.next().unwrap_or_default(), args.next().unwrap_or_default());
        sheets::one(&page, std::path::Path::new(&file), args.next().and_then(|zoom| zoom.parse().ok()));
        return Ok(());
    }
    if name == "faults" {
        sheets::faults(args.next().as_deref());
        return Ok(());
    }
    let appearance = match args.next().as_deref() {
        Some("light") => Appearance::Light,
        Some("contrast") => Appearance::HighContrast,
        _ => Appearance::Dark,
    };
    let size = args.next().unwrap_or_default();
    let size = size.split_once('x').and_then(|(wide, high)| Some([wide.parse().ok()?, high.parse().ok()?]));
    let percent: f32 = args.next().and_then(|percent| percent.parse().ok()).unwrap_or(100.0);
    let language = args.next().and_then(|tag| words::Language::of(&tag));
    words::choose(language.unwrap_or_default());
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_inner_size(size.unwrap_or([1440.0_f32, 900.0])),
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "gallery",
        options,
        Box::new(move |creation| {
            theme::install(&creation.egui_ctx);
            theme::apply(&creation.egui_ctx, appearance);
            creation.egui_ctx.set_zoom_factor(percent / 100.0);
            let samples::pages::Sample { view, memory, press } = samples::pages::page(&name);
            Ok(Box::new(Gallery { view, memory, appearance, press, frames: 0 }))
        }),
    )
}

impl eframe::App for Gallery {
    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn raw_input_hook(&mut self, egui_ctx: &egui::Context, input: &mut egui::RawInput) {
        self.frames += 1;
        if self.frames < 5 {
            egui_ctx.request_repaint();
        } else if let Some((modifiers, key)) = self.press.take() {
            let (physical_key, pressed, repeat) = (None, true, false);
            input.events.push(egui::Event::Key { key, physical_key, pressed, repeat, modifiers });
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        for command in ui::draw(ui, &self.view, &mut self.memory) {
            println!("{command:?}");
            match command {
                UiCommand::ChooseAppearance(appearance) => {
                    self.appearance = appearance;
                    theme::apply(ui.ctx(), appearance);
                }
                UiCommand::CancelDialog => self.view = samples::pages::page("ready").view,
                _ => {}
            }
        }
    }
}
