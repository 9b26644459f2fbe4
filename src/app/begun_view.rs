//! What it is for: the changes of this machine as rows of the start page.
//! In: what their journals say at a glance. Out: plain data for `ui`. Never: a change left out in silence.

use jiff::Timestamp;

use super::{
    begun::Begun,
    moments::{ago, moment},
};
use crate::{
    action::Direction,
    journal::{ChangeResult, Found},
    record,
    ui::{
        rich::literal,
        view::{Chip, FinishedRow, StartView, Tone, UnfinishedRow},
    },
    words::{Sentence, text},
};

/// How many changes that ended are listed.
const FINISHED: usize = 5;

/// Adds the rows.
pub(super) fn add(view: &mut StartView, begun: &Begun, now: Timestamp) {
    let Some(listed) = begun.listed.value().last() else { return };
    let taking = begun.taking.as_ref().map(|taking| taking.id.as_str());
    let open = listed.found.iter().filter(|found| found.ended.is_none());
    view.unfinished = open.map(|found| unfinished(found, taking, now)).collect();
    let ended = listed.found.iter().filter(|found| found.ended.is_some()).take(FINISHED);
    view.finished = ended.map(|found| finished(found, taking, now)).collect();
}

fn unfinished(found: &Found, taking: Option<&str>, now: Timestamp) -> UnfinishedRow {
    let mut chips = Vec::new();
    if found.damage.is_some() {
        chips.push(Chip::new(Tone::Bad, text("begun-damaged")));
    }
    if found.open.is_some() {
        chips.push(Chip::new(Tone::Warn, text("begun-open")));
    }
    if found.direction == Direction::Back {
        chips.push(Chip::new(Tone::Warn, text("begun-back")));
    }
    if found.held.is_some() {
        chips.push(Chip::new(Tone::Info, text("begun-held")));
    }
    let detail = Sentence::new("begun-detail")
        .with("started", moment(found.started))
        .with("who", &found.by.who)
        .with("last", ago(now, found.last))
        .text();
    let damage = found
        .damage
        .as_ref()
        .map(|damage| Sentence::new("begun-damage").with("line", damage.line().to_string()).text());
    UnfinishedRow {
        id: folder_name(found),
        title: found.title.clone(),
        chips,
        stands: record::stands(found).text(),
        detail,
        target: target(found),
        held: found.held.as_deref().map(literal).unwrap_or_default(),
        blocked: found.is_broken().then(|| text("begun-damage-blocks")),
        damage,
        is_busy: taking == Some(folder_name(found).as_str()),
    }
}

fn finished(found: &Found, taking: Option<&str>, now: Timestamp) -> FinishedRow {
    let chip = match found.ended {
        Some(ChangeResult::Completed) => Chip::new(Tone::Good, text("begun-completed")),
        Some(ChangeResult::RolledBack) => Chip::new(Tone::Warn, text("begun-rolled-back")),
        Some(ChangeResult::Abandoned) | None => Chip::new(Tone::Warn, text("begun-abandoned")),
    };
    let detail = Sentence::new("begun-ended").with("last", ago(now, found.last)).with("who", &found.by.who);
    let is_back = found.ended == Some(ChangeResult::RolledBack);
    let is_busy = taking == Some(folder_name(found).as_str());
    FinishedRow {
        id: folder_name(found),
        title: found.title.clone(),
        chip: Some(chip),
        detail: detail.text(),
        target: target(found),
        has_record: true,
        can_roll_back: !is_back,
        has_rest: found.has_rest,
        blocked: is_busy.then(|| text("begun-busy")),
    }
}

fn folder_name(found: &Found) -> String {
    found.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn target(found: &Found) -> String {
    format!("{} / {}", found.target.context, found.target.namespace)
}
