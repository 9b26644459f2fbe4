//! What it is for: the pictures that are kept, of the usual and the worst state of each screen, and whether new ones are
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
    let (view, press) = pages::page(name);
    let new = Stage::of(view, Look::new(appearance, SIZE, 1.0), press).picture();
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

/// The usual state of each screen in a theme, in the light one also the worst: what is wrong with each.
pub(crate) fn all(theme: &str, appearance: Appearance, is_new: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for (_, states) in SCREENS {
        let worst = states.last().filter(|_| appearance == Appearance::Light && states.len() > 1);
        let names = states.first().into_iter().chain(worst);
        wrong.extend(names.filter_map(|(_, name)| one(name, theme, appearance, is_new).err()));
    }
    wrong
}
