//! What it is for: the window itself: its size, its icon, what it begins with. In: arguments, settings. Out: the running
//! program. Never: what the window shows.

use std::sync::Arc;

use eframe::egui;
use jiff::Timestamp;

use super::{App, args::Args, look, settings::Places};

const ICON: &[u8] = include_bytes!("../../assets/icon-256.png");

/// The window's width and height at the first start, and the least of both.
const SIZE: [u16; 2] = [1440, 900];
const LEAST: [u16; 2] = [800, 560];

/// Opens the window; comes back when it is closed.
pub(super) fn open(args: &Args) -> Result<(), eframe::Error> {
    let mut places = Places::find();
    let (settings, told) = places.load();
    crate::words::choose(look::spoken(args.lang.as_deref(), &settings.language));
    let [width, height] = settings.window.unwrap_or(SIZE);
    let viewport = egui::ViewportBuilder::default()
        .with_title("Changeover")
        .with_app_id("changeover")
        .with_inner_size([f32::from(width.max(LEAST[0])), f32::from(height.max(LEAST[1]))])
        .with_min_inner_size(LEAST.map(f32::from))
        .with_maximized(settings.is_maximized);
    let viewport = match eframe::icon_data::from_png_bytes(ICON) {
        Ok(icon) => viewport.with_icon(Arc::new(icon)),
        Err(fault) => {
            tracing::warn!(%fault, "the icon cannot be read");
            viewport
        }
    };
    // Everything is in one colour: noise against bands would cost time in each frame that is drawn without a graphics card.
    let options = eframe::NativeOptions { viewport, dithering: false, ..Default::default() };
    let args = args.clone();
    eframe::run_native(
        "changeover",
        options,
        Box::new(move |creation| {
            let mut app = App::new(&args, (places, settings), &creation.egui_ctx)?;
            app.told_of_settings(told);
            app.poll_look(&creation.egui_ctx, Timestamp::now());
            Ok(Box::new(app))
        }),
    )
}
