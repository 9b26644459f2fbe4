//! What it is for: the pages of the history. Never: compiled into the program.

use super::super::history::History;
use super::*;
use crate::record::Filter;

pub(super) fn page(name: &str) -> View<'static> {
    let many = match name {
        "history-none" | "history-loading" | "history-failed" => 0,
        "history-one" => 1,
        _ => 500,
    };
    let words = if name == "history-no-hit" { "nowhere" } else { "" };
    let mut history = History::of(many).through(Filter { words: words.to_owned(), ..Filter::default() });
    if name == "history-long" {
        for row in &mut history.rows {
            (row.title, row.by) = (long::title(), long::name(7));
            (row.context, row.namespace) = (long::name(8), long::name(9));
        }
    }
    let history = kept(history);
    let page = match name {
        "history-record" => history.record(3),
        "history-shared" => history.record_shared(3),
        "history-unfinished" => history.record(0),
        "history-loading" => HistoryView { is_loading: true, ..history.page() },
        "history-failed" => HistoryView { failure: Some(kept(long::failure())), ..history.page() },
        _ => history.page(),
    };
    view(ScreenView::History(Box::new(page)))
}
