//! What it is for: how long the steps of a procedure usually take. In: the folder of all changes. Out: a time for each step
//! that ended well before, on the same server and namespace. Never: a lock, a write, or a time across two programs, whose
//! counters do not go on from each other.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    time::Duration,
};

use super::{
    entry::Entry,
    found::{Found, list},
    read::{Journaled, read},
};
use crate::{
    action::{Direction, Ending},
    names::{ChangeId, ProcedureId, StepId, Target},
    observed::usual::Usual,
};

/// Journals that are read, at most.
const CHANGES: usize = 20;

/// How long the steps of `procedure` usually take there; `but` is the change that asks.
pub fn usual(
    changes: &Path,
    procedure: &ProcedureId,
    target: &Target,
    but: &ChangeId,
) -> BTreeMap<StepId, Usual> {
    // What cannot be read tells nothing; the start page names it.
    let found = list(changes).map(|listed| listed.found).unwrap_or_default();
    let is_alike = |one: &&Found| {
        one.procedure == *procedure
            && one.id != *but
            && (&one.target.server, &one.target.namespace) == (&target.server, &target.namespace)
    };
    let mut times: BTreeMap<StepId, Vec<Duration>> = BTreeMap::new();
    for one in found.iter().filter(is_alike).take(CHANGES) {
        let Ok(journaled) = read(&one.folder.join("journal.jsonl")) else { continue };
        for (step, time) in took(&journaled) {
            times.entry(step).or_default().push(time);
        }
    }
    times.into_iter().filter_map(|(step, times)| Some((step, Usual::of(times)?))).collect()
}

/// The steps of the way forward that ended well, each with its time; the last first.
fn took(journaled: &Journaled) -> Vec<(StepId, Duration)> {
    let mut begun: HashMap<u64, (&StepId, u64)> = HashMap::new();
    let mut times = Vec::new();
    for line in &journaled.lines {
        if let Entry::Started(started) = &line.entry
            && started.direction == Direction::Forward
        {
            begun.insert(line.seq, (&started.step, line.mono_ms));
        } else if matches!(line.entry, Entry::Resumed { .. }) {
            begun.clear();
        } else if let Entry::Ended { of, outcome } = &line.entry
            && let Some((step, at)) = begun.remove(of)
            && outcome.ending == Ending::Done
        {
            times.push((step.clone(), Duration::from_millis(line.mono_ms.saturating_sub(at))));
        }
    }
    times.reverse();
    times
}
