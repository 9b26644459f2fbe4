//! Pictures of the usual and the worst state of each screen beside those that were kept. `CHANGEOVER_WRITE=1` keeps new
//! ones: look at them before they are committed.

use crate::ui::{
    samples::picture::{Picture, kept, sheet},
    theme::Appearance,
};

fn compare(theme: &str, appearance: Appearance) {
    let is_new = std::env::var_os("CHANGEOVER_WRITE").is_some();
    let wrong = kept::all(theme, appearance, is_new);
    assert!(wrong.is_empty(), "look at them; CHANGEOVER_WRITE=1 keeps the new ones:\n{}", wrong.join("\n"));
}

#[test]
fn light_pictures_are_as_they_were() {
    compare("light", Appearance::Light);
}

#[test]
fn dark_pictures_are_as_they_were() {
    compare("dark", Appearance::Dark);
}

#[test]
fn high_contrast_pictures_are_as_they_were() {
    compare("contrast", Appearance::HighContrast);
}

/// `CHANGEOVER_LOOK=step-files,files-large` leaves these pages in light and dark beside the target folder's programs: as
/// the gallery does, without another build of it.
#[test]
#[ignore = "makes pictures of the pages that are named"]
fn pages_to_look_at() {
    let names = std::env::var("CHANGEOVER_LOOK").unwrap_or_default();
    for name in names.split(',').filter(|name| !name.is_empty()) {
        for (theme, appearance) in [("light", Appearance::Light), ("dark", Appearance::Dark)] {
            println!("{}", kept::to_look_at(name, theme, appearance).expect("a picture").display());
        }
    }
}

#[test]
fn a_sheet_holds_each_picture_and_its_words() {
    let picture = Picture::new([64, 32], egui::Color32::RED);
    let sheet = sheet(&[("one".to_owned(), picture.clone()), ("two".to_owned(), picture)], 3, 2);
    assert_eq!(sheet.size, [24 + 2 * (32 + 24), 24 + 16 + 24 + 28]);
    let red = sheet.pixels.iter().filter(|pixel| **pixel == [255, 0, 0]).count();
    assert_eq!(red, 2 * 32 * 16);
    let is_written = sheet.pixels.iter().any(|pixel| pixel.iter().all(|part| *part < 100));
    assert!(is_written, "words in dark letters");
}
