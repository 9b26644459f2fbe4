//! What it is for: the course of a change. Out: plain data. Never: compiled into the program.

use crate::{
    record::{SpanKind, TimePoint, TimeRow, TimeSpan, Timeline},
    words::Sentence,
};

use super::{ago, s};

/// The course of a change with a failed try, a hold and a note.
pub(crate) fn timeline() -> Timeline {
    let at = |second: i64| ago(900 - second);
    let span = |from, until, kind, attempt| TimeSpan { from: at(from), until: at(until), kind, attempt };
    let point = |second, key: &str, name: &str, words: &str, is_deviation| TimePoint {
        at: at(second),
        what: Sentence::new(key).with(name, words),
        who: s("alice_w"),
        is_deviation,
    };
    let row = |number: &str, title: &str, spans, points, usual: u64| TimeRow {
        number: s(number),
        title: s(title),
        is_back: false,
        spans,
        points,
        usual: (usual > 0).then(|| std::time::Duration::from_secs(usual)),
    };
    let done = |from, until| vec![span(from, until, SpanKind::Done, 1)];
    let whole = vec![
        span(0, 12, SpanKind::Waits, 0),
        span(160, 300, SpanKind::Held, 0),
        span(420, 480, SpanKind::Waits, 0),
        span(520, 900, SpanKind::Waits, 0),
    ];
    let tries = vec![span(32, 90, SpanKind::Failed, 1), span(95, 160, SpanKind::Done, 2)];
    Timeline {
        from: at(0),
        until: at(900),
        is_open: true,
        rows: vec![
            row("", "The change", whole, vec![point(160, "record-held", "reason", "Lunch", true)], 0),
            row("1", "Stop depot", done(12, 30), Vec::new(), 20),
            row(
                "2",
                "Back up the database",
                tries,
                vec![point(92, "record-note", "text", "Disk was full", false)],
                60,
            ),
            row(
                "3",
                "Configuration before the change",
                Vec::new(),
                vec![point(310, "record-skipped", "reason", "Nothing to configure", true)],
                0,
            ),
            row("4", "Set version 1.0.188 in the manifest", done(312, 314), Vec::new(), 0),
            row("5", "Apply the manifest", done(320, 420), Vec::new(), 110),
            row("6", "Checks after the deployment", vec![span(480, 520, SpanKind::Runs, 1)], Vec::new(), 45),
        ],
    }
}
