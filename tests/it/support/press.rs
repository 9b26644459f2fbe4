//! A person who goes on: presses what stands there to be pressed, one thing at a time.

use std::time::{Duration, Instant};

use super::screen::{FAILED, Item, Screen};

/// For everything until the words of [`press_until`] stand there.
const LONG: Duration = Duration::from_mins(10);

/// The deeds that ask in a dialog: with dots beside the step, without in the dialog.
const DEEDS: [&str; 10] = [
    "Go on",
    "Start the job",
    "Change the file",
    "Put the file back",
    "Apply to the cluster",
    "Delete",
    "Run it",
    "Commit",
    "Revert the commit",
    "Push",
];
/// The same with a number behind it.
const SCALE: &str = "Scale to ";
/// What is pressed without a dialog.
const PLAIN: [&str; 6] =
    ["Go on", "Check the images", "Watch the job", "Check the site", "Yes", "It was sent"];

/// Presses what a person would press next, if there is something.
pub fn press(screen: &mut Screen, items: &[Item]) {
    let has =
        |name: &str| items.iter().any(|item| item.name == name && item.enabled && item.role == "Button");
    let is_dialog = has("Cancel");
    if let Some((field, word)) = word_to_type(items) {
        screen.fill_at_once(&field, &word);
        wait(screen, |items| word_to_type(items).is_none());
        return;
    }
    let deeds = items.iter().map(|item| item.name.as_str()).filter(|name| has(name) && is_deed(name));
    let deed = deeds.clone().find(|name| is_dialog && !name.ends_with('…')).map(str::to_owned);
    let settled = ["It happened", "It did not happen"].into_iter().find(|answer| has(answer));
    let asked = deeds.clone().find(|name| name.ends_with('…')).map(str::to_owned);
    let plain = PLAIN.into_iter().find(|name| has(name)).map(str::to_owned);
    let beside = settled.map(str::to_owned).or(asked).or(plain);
    let Some(next) = deed.or(if is_dialog { None } else { beside }) else { return };
    screen.click(&next);
    // A second click on what stands there next would be nobody's wish.
    wait(screen, |items| {
        let is_there = |name: &str| items.iter().any(|item| item.name == name && item.role == "Button");
        !is_there(&next) || is_there("Cancel") != is_dialog
    });
}

/// Waits for what a deed shows on the window; not for ever.
fn wait(screen: &mut Screen, is_so: impl Fn(&[Item]) -> bool) {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(3) && !screen.is_gone() && !is_so(&screen.items()) {
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// Presses what stands there until these words do.
pub fn press_until(screen: &mut Screen, words: &str) {
    press_until_item(screen, |items| items.iter().any(|item| item.name.contains(words)));
}

/// Presses what stands there until it is so.
pub fn press_until_item(screen: &mut Screen, is_so: impl Fn(&[Item]) -> bool) {
    let begun = Instant::now();
    loop {
        let items = screen.items();
        if is_so(&items) {
            return;
        }
        let failed = items.iter().any(|item| item.name == FAILED);
        assert!(!failed && begun.elapsed() < LONG, "it did not go on:\n{}", screen.words());
        press(screen, &items);
        std::thread::sleep(Duration::from_millis(150));
    }
}

fn is_deed(name: &str) -> bool {
    let name = name.trim_end_matches('…');
    DEEDS.contains(&name) || name.starts_with(SCALE)
}

/// The field of a dialog that asks for a word which is not yet there: its name, and the word.
fn word_to_type(items: &[Item]) -> Option<(String, String)> {
    items.iter().filter(|item| item.role == "TextInput").find_map(|item| {
        let word = item.name.strip_prefix("Type ")?.strip_suffix(" to go on")?;
        item.value.is_empty().then(|| (item.name.clone(), word.to_owned()))
    })
}
