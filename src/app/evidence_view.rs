//! What it is for: the evidence beside the question of the way back, as views.
//! In: what the worker read. Out: cards for `ui`. Never: a conclusion; lines are shown, the person answers.

use super::{change::Change, moments::clock};
use crate::{
    failure::Failure,
    observed::evidence::{Seen, SeenContainer, SeenLine, SeenLogs},
    procedure::Evidence,
    ui::{
        rich::literal,
        view::{BulletMark, BulletView, Chip, EvidenceBody, EvidenceLine, EvidenceView, SeenView, Tone},
    },
    words::{Sentence, text},
};

/// The sum of what can be seen: whether the newest pods ever ran, and whether every log was read.
pub(super) fn sum(change: &Change) -> Option<SeenView> {
    let seen = change.evidence.as_ref()?;
    let logs = seen.iter().filter_map(|one| match one {
        Ok(Seen::Logs(logs)) => Some(logs),
        Ok(Seen::Object(_)) | Err(_) => None,
    });
    let logs: Vec<&SeenLogs> = logs.collect();
    let is_whole = seen.iter().all(Result::is_ok) && logs.iter().all(|logs| logs.unread.is_empty());
    let has_run = logs.iter().flat_map(|logs| &logs.containers).any(|one| one.has_started);
    let count: usize = logs.iter().map(|logs| logs.lines.len() + logs.left_out).sum();
    let (tone, words) = match (is_whole, has_run, count) {
        _ if logs.is_empty() => return None,
        (false, ..) => (Tone::Warn, text("evidence-not-whole")),
        (true, false, _) => (Tone::Info, text("evidence-never-ran")),
        (true, true, 0) => (Tone::Warn, text("evidence-no-line")),
        (true, true, count) => (Tone::Info, Sentence::new("evidence-lines").count("count", count).text()),
    };
    Some(SeenView { tone, words })
}

/// A card for each piece; those of a log with its containers before it.
pub(super) fn cards(change: &Change) -> Vec<EvidenceView> {
    let wanted = change.run.plan().way_back().map(|way| way.evidence.as_slice()).unwrap_or_default();
    let Some(seen) = &change.evidence else {
        return wanted.iter().map(|one| card(title(one), EvidenceBody::Loading)).collect();
    };
    let pairs = wanted.iter().zip(seen);
    pairs.flat_map(|(wanted, seen)| piece(wanted, seen)).collect()
}

fn card(title: String, body: EvidenceBody) -> EvidenceView {
    EvidenceView { title, chip: None, body }
}

fn title(wanted: &Evidence) -> String {
    match &wanted.logs {
        Some(logs) => Sentence::new("evidence-log").with("deployment", logs.deployment.as_str()).text(),
        None => format!(
            "{} {}",
            wanted.object.as_deref().unwrap_or_default(),
            wanted.show.as_deref().unwrap_or_default()
        ),
    }
}

fn piece(wanted: &Evidence, seen: &Result<Seen, Failure>) -> Vec<EvidenceView> {
    match seen {
        Err(failure) => vec![card(title(wanted), EvidenceBody::Failed(failure.clone()))],
        Ok(Seen::Object(object)) => {
            let words = object.value.as_deref().map_or_else(|| text("evidence-no-value"), literal);
            vec![card(title(wanted), EvidenceBody::Facts(vec![BulletView::new(BulletMark::Note, words)]))]
        }
        Ok(Seen::Logs(logs)) => {
            let deployment = literal(&logs.deployment);
            let mut facts: Vec<BulletView> = logs.containers.iter().map(container).collect();
            if facts.is_empty() {
                facts.push(BulletView::new(BulletMark::Warn, text("evidence-no-pod")));
            }
            let unread = logs.unread.iter();
            facts.extend(unread.map(|why| BulletView::new(BulletMark::Bad, literal(&why.summary.text()))));
            let pods = Sentence::new("evidence-pods").with("deployment", deployment).text();
            let lines = logs.lines.iter().map(line).collect();
            let body = EvidenceBody::Lines { lines, pattern: logs.pattern.clone(), left_out: logs.left_out };
            vec![
                card(pods, EvidenceBody::Facts(facts)),
                EvidenceView {
                    title: title(wanted),
                    chip: Some(Chip::new(
                        Tone::Quiet,
                        Sentence::new("evidence-looked-at").count("count", logs.looked_at).text(),
                    )),
                    body,
                },
            ]
        }
    }
}

fn container(one: &SeenContainer) -> BulletView {
    let (mark, key) = match (one.has_started, one.is_running, &one.ended) {
        (false, ..) => (BulletMark::Note, "evidence-not-started"),
        (true, true, None) => (BulletMark::Good, "evidence-running"),
        (true, true, Some(_)) => (BulletMark::Warn, "evidence-restarted"),
        (true, false, Some(end)) if end.code == 0 => (BulletMark::Note, "evidence-ended"),
        (true, false, _) => (BulletMark::Bad, "evidence-ended"),
    };
    let end = one.ended.clone().unwrap_or_default();
    let words = Sentence::new(key)
        .with("pod", literal(&one.pod))
        .with("container", literal(&one.container))
        .with("why", literal(one.waiting.as_deref().unwrap_or_default()))
        .with("code", end.code.to_string())
        .with("reason", literal(&end.reason))
        .count("restarts", one.restarts);
    BulletView::new(mark, words.text())
}

fn line(one: &SeenLine) -> EvidenceLine {
    let before = if one.is_before_restart { "↺ " } else { "" };
    EvidenceLine {
        time: one.at.map(clock).unwrap_or_default(),
        text: format!("{before}{}: {}", one.pod, one.text),
        tone: Tone::Warn,
    }
}
