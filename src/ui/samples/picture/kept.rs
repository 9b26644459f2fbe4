//! What it is for: the pictures that are kept, of the usual state of each screen and the worst of some, and whether new ones are
//! like them. Never: compiled into the program.

use std::path::{Path, PathBuf};

use super::{Look, Stage, difference, read, write};
use crate::ui::theme::Appearance;

use super::super::pages::{self, SCREENS};

/// By so much a part of a colour may differ, and so many pixels may differ by more: letters may be drawn a little
/// otherwise on another processor.
const UNSEEN: u8 = 36;
const PIXELS: usize = 40;

/// The smallest window that nothing may be cut in: the pictures are small too.
const SIZE: [f32; 2] = [1024.0, 640.0];

fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/pictures/{name}.png"))
}

/// Where a new picture and its difference are left: beside the folder of the program that makes them.
fn left(name: &str) -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let target = program.ancestors().nth(2).unwrap_or(Path::new("target"));
    target.join(format!("pictures/{name}.png"))
}

/// Keeps a new picture, or compares it with the one that was kept; what is wrong, if anything is.
fn one(name: &str, theme: &str, appearance: Appearance, is_new: bool) -> Result<(), String> {
    let new = Stage::of(pages::page(name), Look::new(appearance, SIZE, 1.0)).picture();
    let file = format!("{name}-{theme}");
    if is_new {
        return write(&new, &place(&file));
    }
    let old = read(&place(&file)).map_err(|why| format!("{why}; CHANGEOVER_WRITE=1 keeps it"))?;
    let (count, places) = difference(&old, &new, UNSEEN);
    if count <= PIXELS {
        return Ok(());
    }
    let (picture, where_to) = (left(&file), left(&format!("{file}-difference")));
    write(&new, &picture)?;
    write(&places, &where_to)?;
    Err(format!("{file}: {count} pixels differ: {}, {}", picture.display(), where_to.display()))
}

/// A picture of any page for a person to look at; where it was left.
pub(crate) fn to_look_at(name: &str, theme: &str, appearance: Appearance) -> Result<PathBuf, String> {
    let look = Look::new(appearance, [1440.0, 900.0], 1.0);
    let place = left(&format!("look-{name}-{theme}"));
    write(&Stage::of(pages::page(name), look).picture(), &place)?;
    Ok(place)
}

/// Of these screens the worst state is kept too, in the light theme.
const WORST: [&str; 11] = [
    "Start",
    "Readiness",
    "Step",
    "Unknown",
    "Question",
    "End",
    "Cluster",
    "Object",
    "Repository and cluster",
    "Settings",
    "Called",
];
/// Of these the usual state in the dark theme.
const DARK: [&str; 8] =
    ["Start", "Readiness", "Step", "Way back", "Question", "Object", "Repository and cluster", "Called"];
/// Of these the usual state in high contrast.
const CONTRAST: [&str; 2] = ["Start", "Step"];

/// The names of the pages that are kept in a theme.
pub(crate) fn names(appearance: Appearance) -> Vec<&'static str> {
    let mut names = Vec::new();
    for (screen, states) in SCREENS {
        let (has_usual, has_worst) = match appearance {
            Appearance::Light => (true, WORST.contains(screen)),
            Appearance::Dark => (DARK.contains(screen), false),
            Appearance::HighContrast => (CONTRAST.contains(screen), false),
        };
        names.extend(states.first().filter(|_| has_usual).map(|(_, name)| *name));
        names.extend(states.last().filter(|_| has_worst).map(|(_, name)| *name));
    }
    names
}

/// The pictures that are kept in a theme, anew or compared: what is wrong with each.
pub(crate) fn all(theme: &str, appearance: Appearance, is_new: bool) -> Vec<String> {
    names(appearance).into_iter().filter_map(|name| one(name, theme, appearance, is_new).err()).collect()
}
