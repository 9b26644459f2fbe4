//! Logs on the cluster page: only lines in sight are drawn, the end is followed until one scrolls up, what is sought is
//! asked for, and nothing acts.

use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::{Window, click, open, taken};
use crate::{
    logbook::{
        Find,
        seen::{At, Found, Lens as LogLens, Part, Seen, Way},
    },
    observed::survey::Lens,
    ui::{
        UiCommand,
        samples::{self, cluster, cluster_log},
        view::*,
    },
};

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn view(seen: Seen) -> View<'static> {
    let survey = leak(cluster::survey(&Lens::default(), 3));
    let mut page = cluster::page(survey);
    let mut chosen = cluster::chosen(survey, leak(cluster::key()), leak(cluster::detail()), DetailPart::Logs);
    chosen.log = Some(cluster_log::view(leak(Arc::new(seen))));
    page.chosen = Some(chosen);
    samples::view(ScreenView::Cluster(Box::new(page)))
}

fn shown(seen: Seen) -> Harness<'static, Window> {
    open(view(seen))
}

/// The newest lines that were asked for, and everything else.
fn asked(window: &mut Harness<'static, Window>) -> (Option<LogLens>, Vec<LogCommand>) {
    let mut lens = None;
    let mut rest = Vec::new();
    for command in taken(window) {
        let UiCommand::Log(command) = command else { panic!("something else was asked for: {command:?}") };
        if let LogCommand::Look(asked) = command {
            lens = Some(asked);
        } else {
            rest.push(command);
        }
    }
    (lens, rest)
}

/// How many lines are drawn, and whether the last one is.
fn drawn(window: &Harness<'static, Window>) -> (usize, bool) {
    let count = window.query_all_by_label_contains("request ").count();
    (count, window.query_by_label_contains("request 8999999 ").is_some())
}

#[test]
fn of_nine_million_lines_only_those_in_sight_are_drawn_and_the_end_is_followed() {
    let mut window = shown(cluster_log::seen(9_000_000, 200, ""));
    let (count, has_last) = drawn(&window);
    assert!((8..60).contains(&count) && has_last, "{count} {has_last}");
    let (lens, rest) = asked(&mut window);
    let lens = lens.expect("lines are asked for");
    assert!(lens.at == At::End && (20..400).contains(&lens.count) && rest.is_empty(), "{lens:?} {rest:?}");
    assert!(window.query_by_label_contains("9000000 lines, 927.0 MB").is_some(), "how much there is");
}

#[test]
fn scrolling_up_leaves_the_end_and_a_button_leads_back() {
    let mut window = shown(cluster_log::seen(9_000_000, 200, ""));
    taken(&mut window);
    window.key_press_modifiers(Modifiers::NONE, Key::PageUp);
    window.run_steps(2);
    let (lens, _) = asked(&mut window);
    let At::Line(first) = lens.expect("other lines").at else { panic!("the end is still followed") };
    assert!(first > 8_999_000, "near the end: {first}");
    window.key_press_modifiers(Modifiers::NONE, Key::Home);
    window.run_steps(2);
    assert_eq!(asked(&mut window).0.map(|lens| lens.at), Some(At::Line(0)));
    click(&mut window, "To the end");
    assert_eq!(asked(&mut window).0.map(|lens| lens.at), Some(At::End));
    window.get_by_label("Following");
}

#[test]
fn what_is_sought_is_asked_for_from_where_one_looks() {
    let mut window = shown(cluster_log::seen(9_000_000, 200, ""));
    taken(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.run_steps(2);
    window.get_by_label("Find in the log").type_text("time");
    window.run_steps(2);
    let lens = asked(&mut window).0.expect("other lines");
    assert_eq!(lens.find, Find { text: "time".to_owned(), ..Find::default() });
    let go = lens.go.expect("a wish");
    assert_eq!((go.way, go.from), (Way::Previous, u64::MAX), "from the end, which is followed");
    click(&mut window, "Regular expression");
    assert!(asked(&mut window).0.is_some_and(|lens| lens.find.is_regex));
}

#[test]
fn what_was_found_is_shown_counted_and_gone_through() {
    let mut seen = cluster_log::seen(9_000_000, 200, "timed out");
    let line = 8_999_900;
    let find = seen.found.find.clone();
    let mut window = shown(seen.clone());
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.run_steps(2);
    window.get_by_label("Find in the log").type_text(&find.text);
    window.run_steps(2);
    let wish = asked(&mut window).0.and_then(|lens| lens.go).expect("a wish");
    seen.found.went = Some((wish.number, Some((line, 118))));
    window.state_mut().view = view(seen);
    window.run_steps(2);
    window.get_by_label("118 of 120 lines");
    taken(&mut window);
    click(&mut window, "Next");
    let lens = asked(&mut window).0.expect("other lines");
    let go = lens.go.expect("a wish");
    assert_eq!((go.way, go.from), (Way::Next, line + 1));
    let At::Line(first) = lens.at else { panic!("the end is followed") };
    assert!((line - 200..line).contains(&first), "the hit is in sight: {first}");
    click(&mut window, "First error");
    assert_eq!(asked(&mut window).0.map(|lens| lens.at), Some(At::Line(0)), "line 17");
}

#[test]
fn an_expression_that_is_none_is_told() {
    let mut seen = cluster_log::seen(10, 10, "");
    seen.found = Found {
        problem: Some("regex parse error:\n    (\n    ^\nerror: unclosed group".into()),
        ..seen.found
    };
    let window = shown(seen);
    window.get_by_label("This is no regular expression: unclosed group");
}

#[test]
fn chosen_lines_are_copied_and_all_are_saved() {
    let mut window = shown(cluster_log::seen(100, 100, ""));
    taken(&mut window);
    window.get_by_label_contains("request 99 ").click();
    window.run_steps(4);
    click(&mut window, "Copy the line");
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(4);
    click(&mut window, "Copy 100 lines");
    click(&mut window, "Save…");
    let wanted = [
        LogCommand::Copy { first: 99, last: 99, has_times: false },
        LogCommand::Copy { first: 0, last: 99, has_times: false },
        LogCommand::Save { has_times: false },
    ];
    assert_eq!(asked(&mut window).1, wanted);
}

#[test]
fn switches_show_times_and_ask_for_another_part() {
    let mut window = shown(cluster_log::seen(100, 100, ""));
    let has_time =
        |window: &Harness<'static, Window>| window.query_by_label_contains("11-20 15:04:09.963").is_some();
    assert!(!has_time(&window));
    click(&mut window, "Times");
    assert!(has_time(&window));
    taken(&mut window);
    click(&mut window, "Before the restart");
    let wanted = LogCommand::Part(Part { previous: true, since_secs: None });
    assert_eq!(asked(&mut window).1, [wanted]);
}

#[test]
fn no_byte_of_a_log_steers_the_screen_and_what_may_not_be_read_is_told() {
    let window = shown(cluster_log::seen(9_000_000, 200, ""));
    let line = window.query_all_by_label_contains("100% of").next().expect("the line of a progress bar");
    let label = egui_kittest::kittest::NodeT::accesskit_node(&line).label().unwrap_or_default();
    assert!(!label.contains("10%") && !label.contains('\u{202e}') && !label.contains("title"), "{label:?}");
    let window = shown(cluster_log::refused());
    assert!(window.query_by_label(&samples::failure().summary.text()).is_some());
}

#[test]
fn an_object_without_pods_has_no_logs() {
    let survey = leak(cluster::survey(&Lens::default(), 3));
    let mut page = cluster::page(survey);
    let key = leak(crate::observed::survey::ItemKey { kind: "Ingress".into(), ..cluster::key() });
    page.chosen = Some(cluster::chosen(survey, key, leak(cluster::detail()), DetailPart::Overview));
    let window = open(samples::view(ScreenView::Cluster(Box::new(page))));
    assert!(window.query_by_label("Logs").is_none() && window.query_by_label("YAML").is_some());
}
