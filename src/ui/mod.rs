//! What it is for: the whole window. Pure drawing: data in, commands out.
//! In: a [`View`] that `app` builds each frame, and the screen's own [`UiMemory`]. Out: what the person asked for.
//! Never: starting work, taking a lock, opening a file, or deciding whether something is permitted.

mod command;
mod memory;
pub mod rich;
pub mod theme;
pub mod view;

pub use command::{AnnouncementPart, DialogAnswer, UiCommand};
pub use memory::UiMemory;
pub use view::View;
