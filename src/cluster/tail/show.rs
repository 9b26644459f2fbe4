//! What it is for: reading in a book for a screen. In: what the screen asks for. Out: the newest [`Seen`], and a call of
//! `wake` whenever it has changed. Never: a wake more often than each 40 ms because of lines, or a disk read on a thread
//! that others need.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    sync::watch,
    task::{JoinSet, spawn_blocking},
    time::timeout_at,
};

use crate::{
    cluster::watch::Wake,
    logbook::{
        Book, Find, Journey, Line, Pattern, Search, first_error,
        seen::{At, Found, Go, Lens, Seen, Shown, Standing, Way},
        text::drawn,
    },
};

/// The least time between two looks because lines came.
const PACE: Duration = Duration::from_millis(40);
/// How long is searched before what was found is shown.
const PIECE: Duration = Duration::from_millis(40);

/// What may bring another look.
#[derive(Debug)]
pub(super) struct Inlet {
    pub(super) looks: watch::Receiver<Lens>,
    pub(super) grows: watch::Receiver<u64>,
    pub(super) stands: watch::Receiver<Standing>,
}

/// Reads until nobody looks any more; then all `tasks` end.
pub(super) async fn show(
    mut reader: Reader,
    mut inlet: Inlet,
    show: watch::Sender<Arc<Seen>>,
    wake: Wake,
    tasks: JoinSet<()>,
) {
    let mut is_whole = false;
    let mut next = tokio::time::Instant::now();
    loop {
        if is_whole {
            let is_new_lens = tokio::select! {
                looked = inlet.looks.changed() => match looked {
                    Ok(()) => true,
                    Err(_nobody_looks) => break,
                },
                Ok(()) = inlet.grows.changed() => false,
                Ok(()) = inlet.stands.changed() => false,
                () = show.closed() => break,
            };
            // What a person asks for comes at once, lines when it is time.
            if !is_new_lens && matches!(timeout_at(next, inlet.looks.changed()).await, Ok(Err(_))) {
                break;
            }
        } else if show.is_closed() {
            break;
        }
        let lens = inlet.looks.borrow_and_update().clone();
        let standing = inlet.stands.borrow_and_update().clone();
        inlet.grows.mark_unchanged();
        next = tokio::time::Instant::now() + PACE;
        let read = spawn_blocking(move || {
            let seen = reader.look(&lens, standing);
            (reader, seen)
        });
        let Ok((back, (seen, whole))) = read.await else { break };
        (reader, is_whole) = (back, whole);
        let is_new = show.send_if_modified(|known| {
            let is_new = **known != seen;
            if is_new {
                *known = Arc::new(seen);
            }
            is_new
        });
        if is_new {
            wake();
        }
    }
    drop(tasks);
}

/// What is read, and how far.
#[derive(Debug)]
pub(super) struct Reader {
    book: Arc<Book>,
    standing: Arc<Standing>,
    find: Find,
    search: Option<Search>,
    found: Found,
    /// The wish that is being fulfilled, by its number.
    going: Option<(u64, Journey)>,
    errors: Option<Search>,
    first_error: Option<u64>,
}

impl Reader {
    pub(super) fn new(book: Arc<Book>) -> Self {
        Self {
            book,
            standing: Arc::default(),
            find: Find::default(),
            search: None,
            found: Found::default(),
            going: None,
            errors: first_error(),
            first_error: None,
        }
    }

    /// What a lens shows, and whether all was searched that is there.
    fn look(&mut self, lens: &Lens, standing: Standing) -> (Seen, bool) {
        if *self.standing != standing {
            self.standing = Arc::new(standing);
        }
        self.seek(&lens.find);
        let until = Instant::now() + PIECE;
        let mut is_whole = lens.go.is_none_or(|go| self.go(go, until));
        if let Some(search) = self.search.as_mut().filter(|_| is_whole) {
            is_whole = search.step(&self.book, until);
            (self.found.count, self.found.is_whole) = (search.count(), is_whole);
            // While not all was read, the place among all hits is not known yet.
            if let Some((_, Some((line, ordinal)))) = &mut self.found.went
                && *ordinal == 0
                && is_whole
            {
                *ordinal = search.ordinal(&self.book, *line);
            }
        }
        if let Some(errors) = self.errors.as_mut().filter(|_| is_whole) {
            is_whole = errors.step(&self.book, until);
            if errors.count() > 0 {
                self.first_error = errors.first(&self.book);
                self.errors = None;
                is_whole = true;
            }
        }
        let amount = self.book.amount();
        let first = match lens.at {
            At::End => amount.lines.saturating_sub(lens.count as u64),
            At::Line(line) => line,
        };
        let lines = self.book.read(first, lens.count).iter().map(|line| self.shown(line)).collect();
        let seen = Seen {
            first,
            lines: Arc::new(lines),
            amount,
            found: self.found.clone(),
            first_error: self.first_error,
            standing: Arc::clone(&self.standing),
        };
        (seen, is_whole)
    }

    /// Begins another search when something else is sought.
    fn seek(&mut self, find: &Find) {
        if self.find == *find {
            return;
        }
        self.find = find.clone();
        let went = self.found.went.map(|(number, _)| (number, None));
        self.found = Found { find: find.clone(), went, ..Found::default() };
        (self.search, self.going) = (None, None);
        if find.text.is_empty() {
            return;
        }
        match Pattern::new(find) {
            Ok(pattern) => self.search = Some(Search::new(pattern)),
            Err(problem) => self.found.problem = Some(problem),
        }
    }

    /// Goes on to where is wished to go. Returns whether that is known.
    fn go(&mut self, go: Go, until: Instant) -> bool {
        if self.found.went.is_some_and(|(went, _)| went >= go.number) {
            return true;
        }
        let Some(search) = &self.search else { return true };
        let (_, journey) = match &mut self.going {
            Some(going) if going.0 == go.number => going,
            other => other.insert((go.number, Journey::new(&self.book, go.from, go.way == Way::Previous))),
        };
        let Some(line) = search.go(&self.book, journey, until) else { return false };
        self.found.went = Some((go.number, line.map(|line| (line, 0))));
        true
    }

    fn shown(&self, line: &Line) -> Shown {
        let drawn = drawn(&line.bytes);
        let hits =
            self.search.as_ref().map(|search| search.pattern().places(&drawn.text)).unwrap_or_default();
        Shown {
            number: line.number,
            source: line.head.source,
            at: line.head.at,
            kind: line.head.kind,
            drawn,
            hits,
            is_cut: line.is_cut,
        }
    }
}
