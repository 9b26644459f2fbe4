//! What it is for: logs of the cluster page in many states. Out: plain data. Never: compiled into the program.

use std::sync::Arc;

use crate::{
    logbook::{
        Amount, Find, Kind, Pattern,
        seen::{Found, Part, Seen, Shown, SourceName, Standing},
        text::drawn,
    },
    ui::view::LogView,
};

use super::{failure, now, s};

/// So many lines before the end, of so many, with something sought in them.
pub(crate) fn seen(all: u64, count: u64, find: &str) -> Seen {
    let find = Find { text: s(find), ..Find::default() };
    let pattern = Pattern::new(&find).ok().filter(|_| !find.text.is_empty());
    let line = |number: u64| {
        let mut shown = line(number, all);
        shown.hits = pattern.as_ref().map(|pattern| pattern.places(&shown.drawn.text)).unwrap_or_default();
        shown
    };
    let lines: Vec<Shown> = (all.saturating_sub(count)..all).map(line).collect();
    let hits = lines.iter().filter(|line| !line.hits.is_empty()).map(|line| line.number);
    let hit = hits.clone().next_back().map(|line| (line, 118));
    let source =
        |pod: &str| SourceName { pod: format!("depot-server-5c9f7d6b8-{pod}"), container: s("server") };
    Seen {
        first: all.saturating_sub(count),
        lines: Arc::new(lines),
        amount: Amount { lines: all, bytes: all * 103, lost: 0 },
        found: Found { find, problem: None, count: 120, is_whole: true, went: Some((0, hit)) },
        first_error: Some(17),
        standing: Arc::new(Standing {
            is_connected: true,
            pods: 3,
            followed: 3,
            sources: Arc::new(vec![source("x2kfp"), source("8dlqz"), source("m4w7c")]),
            ..Standing::default()
        }),
    }
}

fn line(number: u64, all: u64) -> Shown {
    let text = match number % 9 {
        0 => format!(
            "\u{1b}[32mINFO\u{1b}[0m  request {number} GET /repository/haikuports answered 200 in 12 ms"
        ),
        3 => format!(
            "\u{1b}[33mWARN\u{1b}[0m  request {number} slow query (1,204 ms): select * from pkg_version"
        ),
        5 => {
            format!("\u{1b}[1;31mERROR\u{1b}[0m request {number} java.net.SocketTimeoutException: timed out")
        }
        7 => format!("10%\r50%\r100% of {number} entries read \u{202e}\u{1b}]0;title\u{7}"),
        8 => format!("request {number} {}", "a value that does not end, ".repeat(14)),
        _ => format!("DEBUG request {number} GET /pkg/icon/{number}.png answered 304"),
    };
    let is_note = number + 4 == all;
    let text =
        if is_note { s("server of depot-server-5c9f7d6b8-m4w7c started again (restart 2)") } else { text };
    let ago = i64::try_from(all - number).unwrap_or(0) * 37;
    Shown {
        number,
        source: u16::try_from(number / 2 % 3).unwrap_or(0),
        at: now().checked_sub(jiff::SignedDuration::from_millis(ago)).ok(),
        kind: if is_note { Kind::Note } else { Kind::Line },
        drawn: drawn(text.as_bytes()),
        hits: Vec::new(),
        is_cut: false,
    }
}

/// Logs that may not be read.
pub(crate) fn refused() -> Seen {
    let standing = Standing { is_connected: true, pods: 1, failures: vec![failure()], ..Standing::default() };
    Seen { standing: Arc::new(standing), ..Seen::default() }
}

/// Those logs in the pane.
pub(crate) fn view(seen: &Arc<Seen>) -> LogView<'_> {
    LogView { number: 1, part: Part::default(), seen, is_saving: false }
}
