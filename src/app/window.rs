//! What it is for: the window itself: its place, its size, its icon, what it begins with. In: arguments, settings. Out: the
//! running program. Never: what the window shows, or a window where no screen is.

use std::{fs::File, path::Path, sync::Arc};

use eframe::egui;
use jiff::Timestamp;
use winit::dpi::{LogicalPosition, LogicalSize};

use super::{App, args::Args, look, settings::Places};

const ICON: &[u8] = include_bytes!("../../assets/icon-256.png");

/// The window's width and height at the first start, and the least of both.
const SIZE: [u16; 2] = [1440, 900];
const LEAST: [u16; 2] = [800, 560];

/// Of the window's upper edge so much is on a screen: enough to take hold of it. Width and height in points.
const HANDLE: [i32; 2] = [120, 40];

/// Whose place and size are kept: those of the first of several windows. The others open where the desktop puts them, and
/// not upon it.
#[derive(Debug, Default)]
pub(super) struct Place(Option<File>);

impl Place {
    /// Takes it, unless another window has it; it is given back with the program.
    fn take(lock: &Path) -> Self {
        let opened = lock.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| File::create(lock));
        match opened {
            Ok(file) => Self(file.try_lock().is_ok().then_some(file)),
            Err(fault) => {
                tracing::info!(%fault, "the window's place is not kept");
                Self(None)
            }
        }
    }

    /// Whether this window's place and size are kept.
    pub(super) fn is_kept(&self) -> bool {
        self.0.is_some()
    }
}

/// A screen, or a window: left, top, width, height in points.
type Area = [i32; 4];

/// Where a window goes that nobody could take hold of: the first screen, a little way in. `None` when it is well where it is,
/// or no screen is known.
fn mended([left, top, width, _]: Area, screens: &[Area]) -> Option<[i32; 2]> {
    let [least, edge] = HANDLE;
    let is_seen = |[x, y, w, h]: &Area| {
        let across = (left + width).min(x + w) - left.max(*x);
        across >= least.min(width) && top >= *y - edge / 4 && top + edge <= y + h
    };
    let [x, y, ..] = screens.first().filter(|_| !screens.iter().any(is_seen))?;
    Some([x + edge, y + edge])
}

/// Moves a window that no screen shows.
fn mend(window: &winit::window::Window, [x, y]: [i32; 2], [width, height]: [u16; 2]) {
    let first = window.primary_monitor();
    let screens: Vec<Area> = first
        .into_iter()
        .chain(window.available_monitors())
        .map(|screen| {
            let at: LogicalPosition<i32> = screen.position().to_logical(screen.scale_factor());
            let size: LogicalSize<i32> = screen.size().to_logical(screen.scale_factor());
            [at.x, at.y, size.width, size.height]
        })
        .collect();
    if let Some([x, y]) = mended([x, y, width.into(), height.into()], &screens) {
        window.set_outer_position(LogicalPosition::new(x, y));
    }
}

/// Opens the window; comes back when it is closed.
pub(super) fn open(args: &Args) -> Result<(), eframe::Error> {
    let mut places = Places::find();
    let (settings, told) = places.load();
    crate::words::choose(look::spoken(args.lang.as_deref(), &settings.language));
    let place = Place::take(&places.window_lock());
    let [width, height] = settings.window.unwrap_or(SIZE);
    let size = [width.max(LEAST[0]), height.max(LEAST[1])];
    let position = settings.position.filter(|_| place.is_kept());
    let viewport = egui::ViewportBuilder::default()
        .with_title("Changeover")
        .with_app_id("changeover")
        .with_inner_size(size.map(f32::from))
        .with_min_inner_size(LEAST.map(f32::from))
        .with_maximized(settings.is_maximized);
    let viewport = match position {
        Some([x, y]) => viewport.with_position(point([x, y])),
        None => viewport,
    };
    let viewport = match eframe::icon_data::from_png_bytes(ICON) {
        Ok(icon) => viewport.with_icon(Arc::new(icon)),
        Err(fault) => {
            tracing::warn!(%fault, "the icon cannot be read");
            viewport
        }
    };
    // Everything is in one colour: noise against bands would cost time in each frame that is drawn without a graphics card.
    // Fonts of the system come by `letters`, when a text needs one.
    let options = eframe::NativeOptions {
        viewport,
        dithering: false,
        system_font_fallback: false,
        ..Default::default()
    };
    let args = args.clone();
    eframe::run_native(
        "changeover",
        options,
        Box::new(move |creation| {
            if let (Some(window), Some(at)) = (creation.winit_window(), position) {
                mend(window, at, size);
            }
            let mut app = App::new(&args, (places, settings), place, &creation.egui_ctx)?;
            app.told_of_settings(told);
            app.poll_look(&creation.egui_ctx, Timestamp::now());
            Ok(Box::new(app))
        }),
    )
}

/// A place as egui has it.
fn point([x, y]: [i32; 2]) -> egui::Pos2 {
    let at: LogicalPosition<f32> = LogicalPosition::new(x, y).cast();
    egui::pos2(at.x, at.y)
}

/// A place of egui's in whole points.
pub(super) fn whole(at: egui::Pos2) -> [i32; 2] {
    let at: LogicalPosition<i32> = LogicalPosition::new(at.x, at.y).cast();
    [at.x, at.y]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREENS: [Area; 2] = [[0, 0, 1920, 1080], [1920, 200, 1280, 1024]];

    #[test]
    fn a_window_that_can_be_taken_hold_of_stays_where_it_is() {
        for area in [
            [0, 0, 1440, 900],
            [-1300, 40, 1440, 900],
            [1800, 300, 1440, 900],
            [3000, 1000, 1440, 900],
            [0, -4, 1920, 1080],
        ] {
            assert_eq!(mended(area, &SCREENS), None, "{area:?}");
        }
        assert_eq!(mended([5000, 5000, 1440, 900], &[]), None, "no screen is known");
    }

    #[test]
    fn a_window_that_no_screen_shows_comes_to_the_first() {
        for area in [
            [5000, 300, 1440, 900],
            [-1400, 40, 1440, 900],
            [0, -300, 1440, 900],
            [100, 1070, 1440, 900],
            [2000, 10, 1440, 900],
        ] {
            assert_eq!(mended(area, &SCREENS), Some([40, 40]), "{area:?}");
        }
        assert_eq!(mended([0, 0, 800, 560], &SCREENS[1..]), Some([1960, 240]), "its screen is gone");
    }

    #[test]
    fn of_several_windows_the_first_keeps_its_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let lock = folder.path().join("changeover/window.lock");
        let first = Place::take(&lock);
        assert!(first.is_kept());
        assert!(!Place::take(&lock).is_kept());
        drop(first);
        assert!(Place::take(&lock).is_kept());
    }
}
