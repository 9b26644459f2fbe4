//! A person who goes on: presses what stands there to be pressed, one thing at a time.

use std::time::{Duration, Instant};

use super::screen::{Item, Screen};

/// The deeds that ask in a dialog, in the order in which they are looked for: with dots beside the step, without in
/// the dialog.
const DEEDS: [&str; 10] = [
    "Go on",
    "Scale to 0",
    "Scale to 2",
    "Start the job",
    "Change the file",
    "Put the file back",
    "Apply to the cluster",
    "Commit",
    "Revert the commit",
    "Push",
];
/// What is pressed without a dialog.
const PLAIN: [&str; 6] =
    ["Go on", "Check the images", "Watch the job", "Check the site", "Yes", "It was sent"];

/// Presses what a person would press next, if there is something.
pub fn press(screen: &mut Screen, items: &[Item]) {
    let has =
        |name: &str| items.iter().any(|item| item.name == name && item.enabled && item.role == "Button");
    let is_dialog = has("Cancel");
    let deed = DEEDS.into_iter().find(|deed| is_dialog && has(deed)).map(str::to_owned);
    let settled = ["It happened", "It did not happen"].into_iter().find(|answer| has(answer));
    let asked = DEEDS.map(|deed| format!("{deed}…")).into_iter().find(|deed| has(deed));
    let plain = PLAIN.into_iter().find(|name| has(name)).map(str::to_owned);
    let beside = settled.map(str::to_owned).or(asked).or(plain);
    let Some(next) = deed.or(if is_dialog { None } else { beside }) else { return };
    screen.click(&next);
    // A second click on what stands there next would be nobody's wish.
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(3) && !screen.is_gone() {
        let items = screen.items();
        let is_there = |name: &str| items.iter().any(|item| item.name == name && item.role == "Button");
        if !is_there(&next) || is_there("Cancel") != is_dialog {
            return;
        }
        std::thread::sleep(Duration::from_millis(30));
    }
}
