//! What it is for: this computer: room for the change's folder, and its clock. In: a folder, a connection. Out: what was
//! measured. Never: a file written to try it.

use std::path::Path;

use jiff::SignedDuration;

use super::{Check, Topic};
use crate::{
    action::ByteSize,
    cluster::clock,
    failure::{Failure, FailureKind},
    words::{Sentence, age},
    worker::session::Session,
};

/// With less the journal cannot be kept to the end (bytes).
const LEAST: u64 = 16 << 20;
/// With less a dump or a long log may not fit (bytes).
const LOW: u64 = 200 << 20;
/// With less it is worth knowing (bytes).
const SHORT: u64 = 1 << 30;

/// A clock that differs by more makes times of the record wrong.
const NOTED: SignedDuration = SignedDuration::from_secs(30);
/// By more, certificates and tokens are refused, and ages mislead.
const FAR: SignedDuration = SignedDuration::from_mins(5);

/// Free space where the change's folder will lie. Nothing where the system does not tell.
pub(super) fn disk(folder: &Path) -> Vec<Check> {
    let Some(there) = folder.ancestors().find(|one| one.is_dir()) else { return Vec::new() };
    let Some(free) = free(there) else { return Vec::new() };
    vec![room(there, free)]
}

fn room(folder: &Path, free: u64) -> Check {
    let size = ByteSize::from_bytes(free).to_string();
    let words =
        |key: &str| Sentence::new(key).with("free", &size).with("folder", folder.display().to_string());
    if free < LEAST {
        let words = words("ready-disk-full");
        let hint = words.next_step();
        return Check::bad(Topic::Disk, Failure { hint, ..Failure::new(FailureKind::Person, words) });
    }
    if free < LOW {
        return Check::risky(Topic::Disk, words("ready-disk-low")).measuring(free);
    }
    if free < SHORT {
        return Check::warning(Topic::Disk, words("ready-disk-short"));
    }
    Check::good(Topic::Disk, words("ready-disk"))
}

#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let seen = rustix::fs::statvfs(folder).ok()?;
    Some(seen.f_bavail.saturating_mul(seen.f_frsize))
}

#[cfg(not(unix))]
fn free(_folder: &Path) -> Option<u64> {
    None
}

/// How far this computer's clock is from the API server's.
pub(super) async fn clock(session: &Session) -> Check {
    match clock::difference(&session.cluster).await {
        Ok(Some(seen)) => apart(seen.ahead, seen.within),
        Ok(None) => Check::warning(Topic::Clock, Sentence::new("ready-clock-untold")),
        Err(error) => Check::unasked(Topic::Clock, Sentence::new("ready-clock-unknown"), error.to_failure()),
    }
}

/// `ahead` is how far this computer is ahead of the server, sure within `within`.
fn apart(ahead: SignedDuration, within: SignedDuration) -> Check {
    let sure = ahead.abs() - within;
    let by = age::human(ahead.abs().as_secs());
    let key = if ahead.is_negative() { "behind" } else { "ahead" };
    let words = |key: &str| Sentence::new(key).with("by", &by);
    let line = Sentence::new("ready-clock-seen").with("seconds", format!("{:+.1}", ahead.as_secs_f64()));
    let line = line.with("within", format!("{:.1}", within.as_secs_f64())).text();
    let check = if sure > FAR {
        Check::risky(Topic::Clock, words(&format!("ready-clock-far-{key}")))
            .measuring(ahead.abs().as_secs().unsigned_abs())
    } else if sure > NOTED {
        Check::warning(Topic::Clock, words(&format!("ready-clock-{key}")))
    } else {
        Check::good(Topic::Clock, Sentence::new("ready-clock"))
    };
    check.resting_on([line])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::ready::CheckState;

    #[test]
    fn little_room_is_said_before_there_is_none() {
        let state = |free: u64| {
            let check = room(Path::new("/somewhere"), free);
            assert_eq!(check.hint.is_some(), check.state != CheckState::Good, "{check:?}");
            (check.state, check.may_pass)
        };
        assert_eq!(state(0), (CheckState::Bad, false));
        assert_eq!(state(LEAST), (CheckState::Bad, true));
        assert_eq!(state(LOW), (CheckState::Warning, false));
        assert_eq!(state(SHORT), (CheckState::Good, false));
    }

    #[test]
    fn the_room_of_a_folder_that_is_not_made_yet_is_that_of_its_parent() {
        let folder = tempfile::tempdir().expect("a folder");
        let made = disk(&folder.path().join("changes").join("one"));
        assert_eq!(made.len(), usize::from(cfg!(unix)));
    }

    #[test]
    fn a_clock_is_wrong_only_when_that_is_sure() {
        let state = |ahead: i64, within: i64| {
            let check = apart(SignedDuration::from_secs(ahead), SignedDuration::from_secs(within));
            assert!(!check.what.text().contains('⟨'), "{}", check.what.text());
            (check.state, check.may_pass)
        };
        assert_eq!(state(2, 1), (CheckState::Good, false));
        assert_eq!(state(-33, 5), (CheckState::Good, false));
        assert_eq!(state(-33, 1), (CheckState::Warning, false));
        assert_eq!(state(400, 1), (CheckState::Bad, true));
        assert_eq!(state(-400, 1), (CheckState::Bad, true));
    }
}
