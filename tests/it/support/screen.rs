//! A window as a person has it: what stands on it, by name, with a pointer and a keyboard that are counted.
//!
//! In: the address at which a test build answers (`EGUI_INSPECTION`). Out: names, clicks, pictures. It reaches the program
//! only through what can be seen and pressed; every wait is for something that appears, and has an end.

#![expect(clippy::panic, reason = "a test fails by panicking")]

use std::{
    collections::HashMap,
    env,
    fmt::Write as _,
    fs,
    net::TcpStream,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use egui::{
    Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase,
    accesskit::{Action, NodeId},
    pos2, vec2,
};
use egui_inspection::{
    Request, Response,
    protocol::{read_handshake, read_message, write_message},
};

use super::hands::Hand;

/// How long anything may take that only this program decides.
const SOON: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(60);
/// Stands below a step that did not end as it should.
pub const FAILED: &str = "Go on nevertheless…";
/// Strips at the top and at the foot of the window that do not scroll.
const EDGE: f32 = 90.0;

/// Something on the window that has a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it is, such as `Button`.
    pub role: String,
    /// Its name; for a label its words.
    pub name: String,
    /// What a field holds.
    pub value: String,
    /// Whether it can be used.
    pub enabled: bool,
    /// Where it is.
    pub at: Option<Rect>,
    /// Its number in the tree.
    pub id: NodeId,
    /// Whether it has the keyboard.
    pub is_focused: bool,
    /// Whether it can be clicked, and whether its value can be set, through the tree.
    pub takes: [bool; 2],
}

impl Item {
    pub fn is_pressable(&self) -> bool {
        let roles = [
            "Button",
            "CheckBox",
            "RadioButton",
            "Link",
            "ComboBox",
            "TextInput",
            "MultilineTextInput",
            "ListItem",
        ];
        self.enabled && self.at.is_some() && roles.contains(&self.role.as_str())
    }
}

/// The window of a running program.
#[derive(Debug)]
pub struct Screen {
    stream: TcpStream,
    /// Clicks so far.
    pub clicks: usize,
    /// Characters typed so far.
    pub typed: usize,
    /// What it is pressed with.
    pub hand: Hand,
    /// How often the pointer was moved or its wheel turned.
    pub pointed: usize,
    /// Keys pressed so far.
    pub keys: usize,
    pictures: Option<PathBuf>,
    /// The program may end by itself; then nothing stands on the window any more.
    may_end: bool,
    is_gone: bool,
}

impl Screen {
    /// Connects to the program, which may still be starting.
    pub fn connect(address: &str, within: Duration) -> Self {
        let begun = Instant::now();
        let mut stream = loop {
            match TcpStream::connect(address) {
                Ok(stream) => break stream,
                Err(fault) => assert!(begun.elapsed() < within, "no window at {address}: {fault}"),
            }
            thread::sleep(LOOK);
        };
        stream.set_read_timeout(Some(within)).expect("a socket");
        read_handshake(&mut stream).expect("a window that can be driven");
        Self {
            stream,
            clicks: 0,
            typed: 0,
            hand: Hand::Pointer,
            pointed: 0,
            keys: 0,
            pictures: None,
            may_end: false,
            is_gone: false,
        }
    }

    /// From now on the program may end: see [`Screen::is_gone`].
    pub fn may_end(&mut self) {
        self.may_end = true;
    }

    /// Whether the program ended; a click for which it was too late did nothing.
    pub fn is_gone(&self) -> bool {
        self.is_gone
    }

    /// Keeps the pictures of this window in `CHANGEOVER_PICTURES`, when that is set.
    pub fn keep_pictures(&mut self) {
        self.pictures = env::var_os("CHANGEOVER_PICTURES").map(PathBuf::from);
    }

    /// Whether pictures are kept.
    pub fn keeps_pictures(&self) -> bool {
        self.pictures.is_some()
    }

    /// Everything with a name, in the order of the window.
    pub fn items(&mut self) -> Vec<Item> {
        let answer = self.ask(&Request::GetTree);
        let Response::Tree { accesskit: Some(update), .. } = answer else { return Vec::new() };
        let nodes: HashMap<_, _> = update.nodes.iter().map(|(id, node)| (*id, node)).collect();
        let first = update.nodes.first().map(|(id, _)| *id);
        let root = update.tree.as_ref().map(|tree| tree.root).or(first);
        let mut open: Vec<_> = root.into_iter().collect();
        let mut items = Vec::new();
        while let Some(id) = open.pop() {
            let Some(node) = nodes.get(&id) else { continue };
            open.extend(node.children().iter().rev());
            let value = node.value().unwrap_or_default().to_owned();
            let name = node.label().map_or_else(|| value.clone(), str::to_owned);
            // What has the keyboard and no name is told too, for who looks for that fault.
            if name.is_empty() && (id != update.focus || Some(id) == root) {
                continue;
            }
            let at = node.bounds().map(|bounds| {
                let bounds = node.transform().map_or(bounds, |by| by.transform_rect_bbox(bounds));
                Rect::from_min_max(narrow(bounds.x0, bounds.y0), narrow(bounds.x1, bounds.y1))
            });
            items.push(Item {
                role: format!("{:?}", node.role()),
                name,
                value,
                enabled: !node.is_disabled(),
                at,
                id,
                is_focused: id == update.focus,
                takes: [Action::Click, Action::SetValue].map(|action| node.supports_action(action)),
            });
        }
        items
    }

    /// Everything that can be read, one a line, for what went wrong.
    pub fn words(&mut self) -> String {
        let mut words = String::new();
        for item in self.items() {
            let off = if item.enabled { "" } else { " (off)" };
            writeln!(words, "{}{off}: {} {}", item.role, item.name, item.value).expect("memory");
        }
        words
    }

    /// Waits until this can be read, whole or as a part.
    pub fn wait(&mut self, words: &str, within: Duration) -> Item {
        self.until(words, within, |items| items.iter().find(|item| item.name.contains(words)).cloned())
    }

    /// Waits until this cannot be read any more.
    pub fn wait_gone(&mut self, words: &str, within: Duration) {
        self.until(words, within, |items| items.iter().all(|item| !item.name.contains(words)).then_some(()));
    }

    /// Waits until something of exactly this name can be pressed, and presses it.
    pub fn click(&mut self, name: &str) {
        self.click_within(name, SOON);
    }

    /// The same, after something that takes longer.
    pub fn click_within(&mut self, name: &str, within: Duration) {
        if self.hand != Hand::Pointer {
            return self.press_without_pointer(name, within);
        }
        let place = self.reach(name, within);
        self.press_at(place);
    }

    /// Presses what stands at a place that [`Self::wait_ready`] gave, at once.
    pub fn press_at(&mut self, place: Pos2) {
        let press = |pressed| {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            Event::PointerButton { pos: place, button, pressed, modifiers }
        };
        // In one frame: a page that grows meanwhile would take the button away from under the pointer.
        self.send(vec![Event::PointerMoved(place), press(true), press(false)]);
        self.clicks += 1;
    }

    /// Presses it until these words are gone: on a page that still grows a click may miss.
    pub fn click_away(&mut self, name: &str, words: &str, within: Duration) {
        let begun = Instant::now();
        while self.items().iter().any(|item| item.name.contains(words)) {
            assert!(begun.elapsed() < within, "“{name}” does nothing\n{}", self.words());
            if self.items().iter().any(|item| item.name == name && item.is_pressable()) {
                self.click_within(name, within);
            }
            let clicked = Instant::now();
            while clicked.elapsed() < SOON / 2 && self.items().iter().any(|item| item.name.contains(words)) {
                thread::sleep(2 * LOOK);
            }
        }
    }

    /// Waits until something of exactly this name can be pressed; where.
    pub fn wait_ready(&mut self, name: &str, within: Duration) -> Pos2 {
        self.reach(name, within)
    }

    /// Types into what has the focus.
    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            self.send(vec![Event::Text(letter.to_string())]);
            self.typed += 1;
        }
    }

    /// Presses a key.
    pub fn key(&mut self, key: Key) {
        self.chord(Modifiers::NONE, key);
    }

    /// Presses a key while others are held.
    pub fn chord(&mut self, modifiers: Modifiers, key: Key) {
        self.keys += 1;
        for pressed in [true, false] {
            self.send(vec![Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }]);
        }
    }

    /// A click into the field of this name, then the text at once, as an input method gives it.
    pub fn fill_at_once(&mut self, field: &str, text: &str) {
        if self.hand != Hand::Pointer {
            return self.fill_without_pointer(field, text, SOON);
        }
        self.click(field);
        self.send(vec![Event::Text(text.to_owned())]);
        self.typed += text.chars().count();
    }

    /// A click into the field of this name, then the text.
    pub fn fill(&mut self, field: &str, text: &str) {
        if self.hand != Hand::Pointer {
            return self.fill_without_pointer(field, text, SOON);
        }
        self.click(field);
        self.type_text(text);
    }

    /// Chooses from a list: by two clicks.
    pub fn choose(&mut self, list: &str, option: &str) {
        self.click(list);
        let full = self.until(option, SOON, |items| {
            let is_it = |item: &&Item| {
                item.is_pressable() && item.role != "ComboBox" && item.name.starts_with(option)
            };
            items.iter().find(is_it).map(|item| item.name.clone())
        });
        self.click(&full);
    }

    /// Scrolls back to the top of what is under the middle of the window; without a pointer what is reached comes by itself.
    pub fn scroll_to_top(&mut self) {
        if self.hand != Hand::Pointer {
            return;
        }
        let middle = self.size() / 2.0;
        self.wheel(pos2(middle.x, middle.y), 100_000.0);
    }

    /// Scrolls to the end of what is under the middle of the window.
    pub fn scroll_to_end(&mut self) {
        let middle = self.size() / 2.0;
        self.wheel(pos2(middle.x, middle.y), -10_000_000.0);
    }

    /// Keeps a picture, when this window's are kept.
    pub fn picture(&mut self, name: &str) {
        let Some(folder) = self.pictures.clone() else { return };
        fs::create_dir_all(&folder).expect("a folder for pictures");
        self.ask(&Request::Settle { max_steps: 30 });
        let answer = self.ask(&Request::GetScreenshot { pixels_per_point: None });
        let Response::Screenshot(png) = answer else { panic!("no picture: {answer:?}") };
        fs::write(folder.join(format!("{name}.png")), &png.bytes).expect("a picture");
    }

    /// A point where the thing can be pressed, once it stands still; scrolls to it.
    fn reach(&mut self, name: &str, within: Duration) -> Pos2 {
        let begun = Instant::now();
        let mut before = None;
        let mut is_scrolled = false;
        loop {
            let items = self.items();
            if self.is_gone {
                return Pos2::ZERO;
            }
            let found = items.iter().find(|item| item.name == name && item.is_pressable());
            let place = found.and_then(|item| item.at).map(|at| at.center());
            if let Some(place) = place {
                let height = self.size().y;
                // What scrolls may lie below the strips at head and foot; what is left there after scrolling stands on one.
                let is_button_row = is_scrolled && place.y > 0.0 && place.y < height;
                let is_visible = place.y > EDGE && place.y < height - EDGE;
                if (is_visible || is_button_row) && before == Some(place) {
                    return place;
                }
                if before == Some(place) {
                    is_scrolled = true;
                    self.wheel(pos2(place.x, height / 2.0), height / 2.0 - place.y);
                }
            }
            before = place;
            let has_failed = place.is_none() && items.iter().any(|item| item.name == FAILED);
            assert!(!has_failed, "“{name}” is waited for, and a step failed\n{}", self.words());
            assert!(begun.elapsed() < within, "nothing called “{name}” can be pressed\n{}", self.words());
            thread::sleep(LOOK);
        }
    }

    pub(super) fn until<T>(
        &mut self,
        what: &str,
        within: Duration,
        seen: impl Fn(&[Item]) -> Option<T>,
    ) -> T {
        let begun = Instant::now();
        loop {
            if let Some(seen) = seen(&self.items()) {
                return seen;
            }
            assert!(begun.elapsed() < within, "“{what}”: not within {within:?}\n{}", self.words());
            thread::sleep(LOOK);
        }
    }

    fn wheel(&mut self, over: Pos2, by: f32) {
        self.send(vec![
            Event::PointerMoved(over),
            Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(0.0, by),
                phase: TouchPhase::Move,
                modifiers: Modifiers::NONE,
                source: egui::MouseWheelSource::Unknown,
            },
        ]);
    }

    pub(super) fn size(&mut self) -> egui::Vec2 {
        let answer = self.ask(&Request::GetTree);
        let Response::Tree { accesskit: Some(update), .. } = answer else {
            assert!(self.is_gone, "no tree");
            return vec2(1440.0, 900.0);
        };
        let bounds =
            update.nodes.iter().find(|(id, _)| Some(*id) == update.tree.as_ref().map(|tree| tree.root));
        let bounds = bounds.and_then(|(_, node)| node.bounds());
        bounds.map_or(vec2(1440.0, 900.0), |bounds| narrow(bounds.x1, bounds.y1).to_vec2())
    }

    pub(super) fn send(&mut self, events: Vec<Event>) {
        let is_pointer = |event: &&Event| {
            matches!(event, Event::PointerMoved(_) | Event::PointerButton { .. } | Event::MouseWheel { .. })
        };
        self.pointed += events.iter().filter(is_pointer).count();
        self.ask(&Request::ApplyEvents { events });
    }

    fn ask(&mut self, request: &Request) -> Response {
        let answer = write_message(&mut self.stream, request).and_then(|()| read_message(&mut self.stream));
        let answer = match answer {
            Err(_) if self.may_end => {
                self.is_gone = true;
                return Response::Tree { step: 0, pixels_per_point: 1.0, accesskit: None };
            }
            answer => answer.expect("the window is still there and answers"),
        };
        if let Response::Error { message } = &answer {
            panic!("{request:?}: {message}");
        }
        answer
    }
}

#[expect(clippy::cast_possible_truncation, reason = "positions in a window are small")]
fn narrow(x: f64, y: f64) -> Pos2 {
    pos2(x as f32, y as f32)
}
