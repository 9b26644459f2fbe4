//! How the room is shared out, without a window.

use super::*;

fn column(key: &'static str, usual: f32, least: f32, is_elastic: bool) -> Column {
    Column { key, usual, least, is_elastic }
}

fn four() -> Vec<Column> {
    vec![
        column("name", 200.0, 80.0, false),
        column("ready", 64.0, 48.0, false),
        column("state", 300.0, 100.0, true),
        column("age", 64.0, 48.0, false),
    ]
}

fn kept(widths: &[(&str, u16)]) -> ColumnWidths {
    widths.iter().map(|(key, width)| (format!("pods/{key}"), *width)).collect()
}

fn laid(room: f32, chosen: &ColumnWidths) -> Columns {
    Columns::laid("pods", four(), room, chosen)
}

/// Widths to the point.
fn said(widths: &[f32]) -> String {
    widths.iter().map(|width| format!("{width:.0}")).collect::<Vec<_>>().join(" ")
}

fn whole(columns: &Columns) -> String {
    said(columns.widths())
}

#[test]
fn while_nothing_is_chosen_the_columns_are_as_usual_whatever_the_room() {
    for room in [100.0, 628.0, 2_000.0] {
        assert_eq!(whole(&laid(room, &ColumnWidths::new())), "200 64 300 64");
        let other = BTreeMap::from([("jobs/name".to_owned(), 500)]);
        assert_eq!(whole(&laid(room, &other)), "200 64 300 64", "of another table");
    }
}

#[test]
fn what_is_chosen_is_kept_and_the_elastic_column_takes_or_gives_the_rest() {
    let chosen = kept(&[("name", 300)]);
    assert_eq!(whole(&laid(728.0, &chosen)), "300 64 300 64");
    assert_eq!(whole(&laid(900.0, &chosen)), "300 64 472 64");
    assert_eq!(whole(&laid(600.0, &chosen)), "300 64 172 64");
}

#[test]
fn no_column_vanishes_however_little_room_there_is() {
    let chosen = kept(&[("name", 2_000), ("ready", 0), ("state", 1)]);
    for room in [900.0, 400.0, 276.0] {
        let columns = laid(room, &chosen);
        let all: f32 = columns.widths().iter().sum();
        assert!((all - room).abs() < 0.1, "{room}: {:?}", columns.widths());
        for (width, one) in columns.widths().iter().zip(four()) {
            assert!(*width >= one.least - 0.1, "{room}: {} is {width}", one.key);
        }
    }
    // Not even the least fits: all are narrower alike, and none reaches into another.
    let columns = laid(138.0, &chosen);
    let all: f32 = columns.widths().iter().sum();
    assert!((all - 138.0).abs() < 0.1 && columns.widths().iter().all(|width| *width > 20.0), "{columns:?}");
}

#[test]
fn a_divider_takes_from_the_elastic_column_first_and_stops_at_the_least() {
    let widths = [200.0, 64.0, 300.0, 64.0];
    let moved = |at, by| said(&moved(&widths, &four(), at, by));
    assert_eq!(moved(0, 100.0), "300 64 200 64", "the name grows, the narrow column stays");
    assert_eq!(moved(0, 210.0), "410 54 100 64", "then the nearest gives");
    assert_eq!(moved(0, 1_000.0), "432 48 100 48", "and no further");
    assert_eq!(moved(0, -50.0), "150 64 350 64");
    assert_eq!(moved(0, -500.0), "80 64 420 64");
    assert_eq!(moved(2, -50.0), "200 64 250 114", "behind it is only one that can grow");
    assert_eq!(moved(2, 50.0), "200 64 316 48");
    assert_eq!(moved(2, -1_000.0), "80 48 100 400", "those before give when it has no more");
}

#[test]
fn what_was_moved_is_the_same_in_the_next_frame_and_after_the_next_start() {
    let mut chosen = ColumnWidths::new();
    let before = laid(628.4, &chosen);
    before.keep_moved(0, 33.3, &mut chosen);
    let after = laid(628.4, &chosen);
    assert!((after.widths()[0] - 233.3).abs() <= 0.5, "{:?}", after.widths());
    let written = serde_json::to_string(&chosen).expect("is written");
    let again: ColumnWidths = serde_json::from_str(&written).expect("is read");
    assert_eq!(whole(&laid(628.4, &again)), whole(&after));
    // A divider that is only held does not creep.
    for _ in 0..50 {
        laid(628.4, &chosen.clone()).keep_moved(0, 0.0, &mut chosen);
    }
    assert_eq!(again, chosen);
}

#[test]
fn a_column_is_made_as_wide_as_its_words() {
    let mut chosen = ColumnWidths::new();
    laid(628.0, &chosen).obey(Moving::new(0, Asked::Fit, 150.0), &mut chosen);
    assert_eq!(whole(&laid(628.0, &chosen)), "150 64 350 64");
    let mut narrow = Moving::new(0, Asked::Fit, 10.0);
    narrow.see(|at| [20.0, 600.0][at]);
    laid(628.0, &chosen).obey(narrow, &mut chosen);
    assert_eq!(whole(&laid(628.0, &chosen)), "80 64 420 64", "not below its least");
}
