//! Every screen in every state as a picture, and contact sheets of them.

use std::path::Path;

use changeover::ui::theme::Appearance;

use crate::samples::{
    checks,
    pages::{self, SCREENS},
    picture::{self, Look, Picture, Stage},
};

const USUAL: Look = Look::new(Appearance::Light, [1440.0, 900.0], 1.0);

const THEMES: [(&str, Appearance); 3] =
    [("light", Appearance::Light), ("dark", Appearance::Dark), ("contrast", Appearance::HighContrast)];

const SIZES: [(&str, [f32; 2], f32); 4] = [
    ("1024x640", [1024.0, 640.0], 1.0),
    ("1440x900", [1440.0, 900.0], 1.0),
    ("1920x1200", [1920.0, 1200.0], 1.0),
    ("1440x900 at 300 %", [1440.0, 900.0], 3.0),
];

fn drawn(name: &str, look: Look) -> Picture {
    Stage::of(pages::page(name), look).picture()
}

fn store(picture: &Picture, path: &Path) {
    picture::write(picture, path).expect("the picture can be written");
    println!("{}", path.display());
}

/// Writes all states of each screen at one size, and its usual and worst state in all themes and sizes.
pub(crate) fn write(folder: &Path, only: Option<&str>) {
    for (screen, states) in SCREENS.iter().filter(|(screen, _)| only.is_none_or(|only| only == *screen)) {
        let part = screen.to_lowercase().replace([' ', '\''], "-");
        let mut all = Vec::new();
        for (state, name) in *states {
            let picture = drawn(name, USUAL);
            store(&picture, &folder.join(format!("{part}/{name}.png")));
            all.push((format!("{screen}: {state} ({name})"), picture));
        }
        store(&picture::sheet(&all, 3, 2), &folder.join(format!("{part}-states.png")));
        let (usual, worst) = (states.first(), states.last());
        for (name, kind) in [(usual, "usual"), (worst, "worst")] {
            let Some((_, name)) = name else { continue };
            let mut all = Vec::new();
            for (theme, appearance) in THEMES {
                for (size, points, zoom) in SIZES {
                    let picture = drawn(name, Look::new(appearance, points, zoom));
                    all.push((format!("{name}, {theme}, {size}"), picture));
                }
            }
            store(&picture::sheet(&all, SIZES.len(), 2), &folder.join(format!("{part}-{kind}.png")));
        }
    }
}

/// Prints what is wrong on each page (or the named one), in small windows and at 300 %.
pub(crate) fn faults(only: Option<&str>) {
    let pages = SCREENS.iter().flat_map(|(_, states)| states.iter().map(|(_, name)| *name));
    for name in pages.filter(|name| only.is_none_or(|only| only == *name)) {
        for look in checks::LOOKS {
            for fault in checks::faults(name, look) {
                println!("{name} {:?} at {}: {fault}", look.size, look.zoom);
            }
        }
        for fault in checks::out_of_order(name, checks::LOOKS[0]) {
            println!("{name}: {fault}");
        }
    }
}

/// Keeps the pictures that tests compare, or compares them.
pub(crate) fn kept(is_new: bool) {
    for (theme, appearance) in THEMES {
        for wrong in picture::kept::all(theme, appearance, is_new) {
            println!("{wrong}");
        }
    }
}

/// One page in the smallest window.
pub(crate) fn one(name: &str, file: &Path, zoom: Option<f32>) {
    store(&drawn(name, Look::new(Appearance::Light, [1024.0, 640.0], zoom.unwrap_or(1.0))), file);
}
