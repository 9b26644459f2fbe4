//! What it is for: writing rows down beside the window. In: the newest rows, as often as they change. Out: files, now and
//! then. Never: a wait of whoever gives rows; only the end of the program waits for the rows of its end.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant, SystemTime},
};

use super::{Kept, Whose, tidy, write};

/// How long new rows rest before they are written: others mostly follow, and at first the window has more to do.
const REST: Duration = Duration::from_secs(3);
/// The least time between two writings.
const PACE: Duration = Duration::from_secs(30);

/// A thread that writes. When this is dropped, what was given is written first.
#[derive(Debug)]
pub struct Keeper {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

/// What is to be written: the newest rows of each place.
#[derive(Debug, Default)]
struct Desk {
    sheets: Mutex<Sheets>,
    news: Condvar,
}

#[derive(Debug, Default)]
struct Sheets {
    due: BTreeMap<Whose, Due>,
    is_ending: bool,
}

#[derive(Debug)]
struct Due {
    kept: Kept,
    /// When the first rows came that are not written yet.
    since: Instant,
    /// None will follow.
    is_last: bool,
}

impl Keeper {
    /// Begins to write into `folder`, which need not be there yet.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(folder: &Path) -> io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let (shared, folder) = (Arc::clone(&desk), folder.to_owned());
        let named = thread::Builder::new().name("changeover-rows".to_owned());
        let thread = named.spawn(move || shared.work(&folder))?;
        Ok(Self { desk, thread: Some(thread) })
    }

    /// Gives the newest rows of a place; `is_last` when they are looked at no more.
    pub fn put(&self, kept: Kept, is_last: bool) {
        let mut sheets = self.desk.sheets.lock().unwrap_or_else(PoisonError::into_inner);
        let known = sheets.due.get(&kept.whose);
        let is_news = is_last || known.is_none();
        let since = known.map_or_else(Instant::now, |due| due.since);
        sheets.due.insert(kept.whose.clone(), Due { kept, since, is_last });
        drop(sheets);
        if is_news {
            self.desk.news.notify_one();
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.desk.sheets.lock().unwrap_or_else(PoisonError::into_inner).is_ending = true;
        self.desk.news.notify_one();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::warn!("the thread that keeps rows has failed");
        }
    }
}

impl Desk {
    fn work(&self, folder: &Path) {
        let (mut written, mut has_failed) = (None, false);
        while let Some(kept) = self.next(written) {
            let tried = write(folder, &kept);
            if let Err(fault) = &tried
                && !has_failed
            {
                tracing::warn!(%fault, folder = %PathBuf::from(folder).display(), "rows cannot be kept");
            }
            has_failed = tried.is_err();
            tidy(folder, SystemTime::now());
            written = Some(Instant::now());
        }
    }

    /// Waits for the rows that are to be written next; `None` at the end.
    fn next(&self, written: Option<Instant>) -> Option<Kept> {
        let mut sheets = self.sheets.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let now = Instant::now();
            let when = |due: &Due| {
                let pace = written.map_or(now, |written| written + PACE);
                if due.is_last || sheets.is_ending { now } else { pace.max(due.since + REST) }
            };
            let first = sheets.due.iter().map(|(whose, due)| (when(due), whose.clone())).min();
            sheets = match first {
                Some((at, whose)) if at <= now => return sheets.due.remove(&whose).map(|due| due.kept),
                Some((at, _)) => {
                    let waited = self.news.wait_timeout(sheets, at.duration_since(now));
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None if sheets.is_ending => return None,
                None => self.news.wait(sheets).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}
