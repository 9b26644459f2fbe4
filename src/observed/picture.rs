//! What it is for: what can be seen of a file that belongs to a note, as plain data. In: what the worker read and decoded.
//! Out: pixels or the beginning of a text. Never: a file, or more pixels than are drawn.

use std::{fmt, sync::Arc};

use crate::words::Sentence;

/// A picture, made small enough for where it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Red, green, blue and opacity of each, row by row.
    pub rgba: Vec<u8>,
    /// Columns and rows of the picture itself.
    pub whole: (u32, u32),
}

impl fmt::Debug for Pixels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pixels({}×{} of {:?})", self.width, self.height, self.whole)
    }
}

/// What is shown of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preview {
    /// A picture.
    Picture(Arc<Pixels>),
    /// Text.
    Text {
        /// Its beginning, without control characters.
        text: String,
        /// Whether more follows.
        is_cut: bool,
    },
    /// Nothing can be shown, and why.
    Nothing(Sentence),
}

/// Whether a file is still as it was when it was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Soundness {
    /// It is.
    Sound,
    /// Something else lies in its place.
    Altered,
    /// Nothing does.
    Missing,
}

/// A file of a note, looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenFile {
    /// Whether it is as it was.
    pub soundness: Soundness,
    /// What is shown of it. Of what is not as it was, nothing.
    pub preview: Preview,
}
