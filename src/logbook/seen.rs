//! What it is for: what a screen asks of a book, and what it gets: some lines, how much there is, what was found.
//! In: a [`Lens`]. Out: a [`Seen`], made by whoever reads the book in the background. Never: a disk read while drawing.

use std::{ops::Range, sync::Arc};

use jiff::Timestamp;

use super::{Amount, Find, Kind, Source, text::Drawn};
use crate::failure::Failure;

/// Which part of an object's logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// Of each container the one before its last restart, and no more.
    pub previous: bool,
    /// Only what is younger than so many seconds.
    pub since_secs: Option<u32>,
}

/// Lines that are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum At {
    /// The last ones, always.
    #[default]
    End,
    /// From this one on.
    Line(u64),
}

/// Which way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To the next line that matches.
    Next,
    /// To the one before.
    Previous,
}

/// A wish to be led to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Go {
    /// Tells wishes apart; a later one has a higher number.
    pub number: u64,
    /// Which way.
    pub way: Way,
    /// From which line on, itself included.
    pub from: u64,
}

/// What a screen asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lens {
    /// Which lines.
    pub at: At,
    /// How many.
    pub count: usize,
    /// What is sought; nothing when the text is empty.
    pub find: Find,
    /// Where to go in what is sought.
    pub go: Option<Go>,
}

/// A line ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its number, from 0.
    pub number: u64,
    /// Whose it is.
    pub source: Source,
    /// When it was written.
    pub at: Option<Timestamp>,
    /// What it is.
    pub kind: Kind,
    /// Text and colours.
    pub drawn: Drawn,
    /// Where in the text what is sought stands.
    pub hits: Vec<Range<usize>>,
    /// Whether the line is longer than what is shown of it.
    pub is_cut: bool,
}

/// A container whose lines there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceName {
    /// Pod.
    pub pod: String,
    /// Container.
    pub container: String,
}

/// What was found of what is sought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// What was sought.
    pub find: Find,
    /// Why it cannot be sought: it is no regular expression.
    pub problem: Option<String>,
    /// Lines that match, of those that were read.
    pub count: u64,
    /// Whether all lines were read.
    pub is_whole: bool,
    /// The wish that was answered last: its number, and the line with its place among all hits; no line when none matches.
    pub went: Option<(u64, Option<(u64, u64)>)>,
}

/// Something is not heard, and is tried again.
#[derive(Debug, Clone, PartialEq)]
pub struct Silence {
    /// When it was heard last; `None` when it never was.
    pub since: Option<Timestamp>,
    /// Why.
    pub why: Failure,
}

/// How the following stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Standing {
    /// Whether the pods are known.
    pub is_connected: bool,
    /// Pods that exist now.
    pub pods: usize,
    /// Containers to which a connection is open that brings what comes.
    pub followed: usize,
    /// Containers that have not started yet.
    pub waiting: usize,
    /// Containers that wait for others to be read, because there are too many.
    pub left_out: usize,
    /// Containers that cannot be read just now; they are tried again.
    pub broken: usize,
    /// Whether all of every container was read, and nothing can follow.
    pub are_over: bool,
    /// What is not heard just now: the server, the list of pods, or the containers that are [`Self::broken`].
    pub silent: Option<Silence>,
    /// Whose lines there are; a line names its place in this list.
    pub sources: Arc<Vec<SourceName>>,
    /// What may not be read, and why: it is not tried again.
    pub failures: Vec<Failure>,
}

/// What a screen gets.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// From which line on [`Self::lines`] were asked for; the screen may want others by now.
    pub first: u64,
    /// The lines that were asked for, in their order.
    pub lines: Arc<Vec<Shown>>,
    /// How much there is.
    pub amount: Amount,
    /// What was found.
    pub found: Found,
    /// The first line that looks like an error.
    pub first_error: Option<u64>,
    /// How the following stands.
    pub standing: Arc<Standing>,
}
