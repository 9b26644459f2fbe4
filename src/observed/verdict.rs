//! What it is for: small functions that answer "is it ready?" about one optional object.
//! In: a row. Out: a [`Verdict`] with its reason in words. Never: I/O, time that was not handed in, or drawing.

use crate::words::Sentence;

/// The answer about an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As wanted.
    Ready,
    /// Not as wanted yet, and why.
    NotYet(Sentence),
    /// Wrong, and why; waiting longer does not help by itself.
    Broken(Sentence),
    /// The object does not exist.
    Missing,
    /// Nothing can be said, and why.
    Unknown(Sentence),
}
