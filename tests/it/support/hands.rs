//! A window without a pointer: by keyboard alone, or through the accessibility tree alone.
//!
//! In: the name of what is meant. Out: keys, or actions of the tree; never a place on the screen.

use std::{
    thread,
    time::{Duration, Instant},
};

use egui::{
    Event, Key, Modifiers,
    accesskit::{Action, ActionData, ActionRequest, TreeId},
};

use super::screen::{FAILED, Item, Screen};

const LOOK: Duration = Duration::from_millis(60);
/// After so many steps of Tab that came back to the first a thing cannot be reached.
const ROUNDS: usize = 3;
/// No page has so many things that Tab stops at, a few times over. Not a time: a machine may be slow.
const MOST: usize = 600;

/// What a window is pressed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// A pointer that moves and clicks.
    Pointer,
    /// Keys and nothing else.
    Keyboard,
    /// What a screen reader asks for: click, focus, a new value.
    Tree,
}

impl Screen {
    /// Waits until something of exactly this name can be pressed, and presses it without a pointer.
    pub(super) fn press_without_pointer(&mut self, name: &str, within: Duration) {
        let item = self.ready(name, within);
        if self.hand == Hand::Keyboard {
            self.walk_to(name);
            self.key(Key::Space);
            return;
        }
        assert!(item.takes[0], "a screen reader cannot click “{name}”: {item:?}");
        self.act(&item, Action::Click, None);
    }

    /// Puts a text into the field of this name.
    pub(super) fn fill_without_pointer(&mut self, field: &str, text: &str, within: Duration) {
        let item = self.ready(field, within);
        if self.hand == Hand::Keyboard {
            self.walk_to(field);
            self.type_text(text);
            return;
        }
        assert!(item.takes[1], "a screen reader cannot write into “{field}”: {item:?}");
        self.act(&item, Action::Focus, None);
        self.act(&item, Action::SetValue, Some(ActionData::Value(text.into())));
    }

    fn act(&mut self, item: &Item, action: Action, data: Option<ActionData>) {
        let request = ActionRequest { action, target_tree: TreeId::ROOT, target_node: item.id, data };
        self.send(vec![Event::AccessKitActionRequest(request)]);
    }

    /// Waits until something of exactly this name can be pressed.
    fn ready(&mut self, name: &str, within: Duration) -> Item {
        let begun = Instant::now();
        loop {
            let items = self.items();
            if let Some(item) = items.iter().find(|item| item.name == name && item.is_pressable()) {
                return item.clone();
            }
            let has_failed = items.iter().any(|item| item.name == FAILED);
            assert!(!has_failed, "“{name}” is waited for, and a step failed\n{}", self.words());
            assert!(begun.elapsed() < within, "nothing called “{name}” can be pressed\n{}", self.words());
            thread::sleep(LOOK);
        }
    }

    /// Presses Tab (or Shift and Tab, when it stands before what has the keyboard) until this has the keyboard, and is in
    /// sight. Everything that has it on the way has a name.
    fn walk_to(&mut self, name: &str) {
        let mut path: Vec<String> = Vec::new();
        let mut modifiers = self.way_to(name);
        while !self.items().iter().any(|item| item.is_focused && item.name == name && item.is_pressable()) {
            self.chord(modifiers, Key::Tab);
            let focused = self.items().into_iter().find(|item| item.is_focused);
            let has_name = focused.as_ref().is_none_or(|item| !item.name.is_empty());
            assert!(has_name, "behind {path:#?} something without a name has the keyboard: {focused:?}");
            path.push(focused.map_or_else(String::new, |item| item.name));
            let rounds = path.iter().filter(|one| Some(*one) == path.first()).count();
            if rounds > 1 {
                modifiers = Modifiers::NONE;
            }
            let is_lost = rounds > ROUNDS || path.len() > MOST;
            assert!(!is_lost, "Tab does not lead to “{name}”, but to {path:#?}\n{}", self.words());
        }
        self.wait_in_sight(name);
    }

    fn way_to(&mut self, name: &str) -> Modifiers {
        let items = self.items();
        let place = |is_it: &dyn Fn(&Item) -> bool| items.iter().position(is_it);
        let focused = place(&|item| item.is_focused && item.is_pressable());
        let wanted = place(&|item| item.name == name && item.is_pressable());
        match (focused, wanted) {
            (Some(focused), Some(wanted)) if wanted < focused => Modifiers::SHIFT,
            _ => Modifiers::NONE,
        }
    }

    /// What has the keyboard must be seen: the page scrolls to it by itself.
    fn wait_in_sight(&mut self, name: &str) {
        let size = self.size();
        self.until(name, Duration::from_secs(5), |items| {
            let item = items.iter().find(|item| item.is_focused && item.name == name)?;
            let middle = item.at?.center();
            (middle.x > 0.0 && middle.y > 0.0 && middle.x < size.x && middle.y < size.y).then_some(())
        });
    }
}
