//! What it is for: lines of many containers in the order of their times, although each comes over a connection of its own.
//! In: batches as they arrive, and the time. Out: lines at the end of a book. Never: a line held back for more than three
//! seconds, or a line left out.

use std::{
    collections::{BTreeMap, VecDeque},
    time::{Duration, Instant},
};

use jiff::Timestamp;

use super::{Book, Head, Source};

/// How long others wait for a connection that is being opened.
const OPENING: Duration = Duration::from_secs(3);
/// How long others wait for the first lines of a connection that was just opened.
const FIRST: Duration = Duration::from_millis(250);
/// How long others wait for more of a connection that has just brought lines.
const QUIET: Duration = Duration::from_millis(60);
/// How long a line waits at most.
const LONGEST: Duration = Duration::from_secs(3);
/// Bytes that may wait.
const MOST: usize = 4 << 20;

/// Lines of one container, as they came together.
#[derive(Debug, Default)]
pub struct Batch {
    source: Source,
    text: Vec<u8>,
    /// What is known of each, and where its text ends.
    lines: Vec<(Head, usize)>,
}

impl Batch {
    /// An empty batch of that source.
    pub fn of(source: Source) -> Self {
        Self { source, ..Self::default() }
    }

    /// Adds a line. The head's source is the batch's.
    pub fn push(&mut self, head: Head, bytes: &[u8]) {
        self.text.extend_from_slice(bytes);
        self.lines.push((Head { source: self.source, ..head }, self.text.len()));
    }

    /// Whether it has no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Bytes of its lines.
    pub fn size(&self) -> usize {
        self.text.len()
    }

    fn line(&self, index: usize) -> Option<(Head, &[u8])> {
        let (head, end) = self.lines.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.lines.get(before)).map_or(0, |line| line.1);
        Some((*head, self.text.get(start..*end)?))
    }

    /// The time of a line; one without a time goes at once.
    fn at(&self, index: usize) -> Option<Timestamp> {
        self.lines.get(index).map(|(head, _)| head.at.unwrap_or(Timestamp::MIN))
    }
}

#[derive(Debug, Default)]
struct Queue {
    /// Each with the moment when it arrived.
    batches: VecDeque<(Batch, Instant)>,
    /// The next line of the first batch.
    next: usize,
    /// Until when others wait while nothing is here.
    until: Option<Instant>,
}

impl Queue {
    /// The time of the next line; `None` when there is none.
    fn at(&self) -> Option<Timestamp> {
        self.batches.front()?.0.at(self.next)
    }
}

/// Lines that wait for their turn.
#[derive(Debug, Default)]
pub struct Merge {
    queues: BTreeMap<Source, Queue>,
    held: usize,
}

impl Merge {
    /// A connection is being opened: its first lines may be older than what others bring.
    pub fn begin(&mut self, source: Source, now: Instant) {
        self.queues.entry(source).or_default().until = Some(now + OPENING);
    }

    /// A connection was opened: its first lines come soon, or there are none.
    pub fn open(&mut self, source: Source, now: Instant) {
        self.queues.entry(source).or_default().until = Some(now + FIRST);
    }

    /// Lines came.
    pub fn take(&mut self, batch: Batch, now: Instant) {
        let queue = self.queues.entry(batch.source).or_default();
        queue.until = Some(now + QUIET);
        if !batch.is_empty() {
            self.held += batch.size();
            queue.batches.push_back((batch, now));
        }
    }

    /// A connection has ended: nobody waits for it.
    pub fn end(&mut self, source: Source) {
        if let Some(queue) = self.queues.get_mut(&source) {
            queue.until = None;
        }
    }

    /// Writes what may be written. Returns when to look again, if something waits.
    pub fn pour(&mut self, book: &Book, now: Instant) -> Option<Instant> {
        loop {
            let mut times: Vec<(Timestamp, Source)> =
                self.queues.iter().filter_map(|(source, queue)| Some((queue.at()?, *source))).collect();
            times.sort_unstable();
            let (_, source) = times.first().copied()?;
            let awaited = self.queues.values().filter(|queue| queue.batches.is_empty());
            let awaited = awaited.filter_map(|queue| queue.until).filter(|until| *until > now).max();
            let arrived = self.queues.values().filter_map(|queue| Some(queue.batches.front()?.1)).min();
            let longest = arrived.map(|arrived| arrived + LONGEST).filter(|longest| *longest > now);
            if let (Some(until), Some(longest)) = (awaited, longest)
                && self.held < MOST
            {
                return Some(until.min(longest));
            }
            let limit = times.get(1).map_or(Timestamp::MAX, |(at, _)| *at);
            self.run(source, limit, book);
        }
    }

    /// Writes the lines of a source up to that time, one at least, of its first batch.
    fn run(&mut self, source: Source, limit: Timestamp, book: &Book) {
        let Some(queue) = self.queues.get_mut(&source) else { return };
        let Some((batch, _)) = queue.batches.front() else { return };
        let start = queue.next;
        let mut end = start + 1;
        while batch.at(end).is_some_and(|at| at <= limit) {
            end += 1;
        }
        book.append((start..end).filter_map(|index| batch.line(index)));
        queue.next = end;
        if end >= batch.lines.len() {
            self.held = self.held.saturating_sub(batch.size());
            queue.batches.pop_front();
            queue.next = 0;
        }
    }
}
