//! P6: what a frame costs the thread that draws: without a window, and in the real one while the cluster changes.

use std::time::{Duration, Instant};

use changeover::{
    observed::survey::{Lens, Survey},
    ui::{self, UiMemory, theme, view::ScreenView},
};
use egui_kittest::{Harness, kittest::Queryable as _};

use crate::{
    draw::{Page, Screens},
    samples,
    table::{Table, Times, number},
};

const FRAMES: usize = 2_000;
/// Milliseconds.
const BOUND: f64 = 4.0;
const WORST: f64 = 16.0;
/// No input may hold the window up for longer, in milliseconds.
const FROZEN: f64 = 50.0;

pub(crate) fn p6(table: &mut Table) {
    let mut flat: Option<f64> = None;
    for pods in [1_000, 10_000, 50_000] {
        // A few pages are made beforehand: making them is not the drawing thread's work.
        let pages: Vec<Page> = (0..8).map(|turn| Page::new(pods, turn)).collect();
        let mut screens = Screens::open();
        let times: Times = pages.iter().cycle().take(FRAMES).map(|page| screens.frame(page)).collect();
        let title = format!(
            "P6: a frame, {pods} rows + log pane, and 40 steps + log pane, all of it changed; p50 / p95 / max"
        );
        let told = format!("{}; p99 {} ms", times.told(), number(times.at(99)));
        let of_bound = (times.at(99) / BOUND).max(times.at(100) / WORST);
        table.add(&title, "p99 ≤ 4 ms, max ≤ 16 ms", told, "", of_bound);
        if let Some(before) = flat {
            table.add(
                &format!("P10: a frame at {pods} rows by one at fewer"),
                "flat",
                format!("{} ×", number(times.at(50) / before)),
                "",
                times.at(50) / before / 1.1,
            );
        }
        flat = Some(times.at(50));
    }
    inputs(table);
}

/// The longest frame that an input makes.
fn inputs(table: &mut Table) {
    let page = Page::new(10_000, 0);
    let mut screens = Screens::open();
    let zoomed: Times = [1.5_f32, 1.0, 2.0, 1.0, 1.25]
        .into_iter()
        .flat_map(|factor| {
            screens.zoom(factor);
            [(); 3].map(|()| screens.frame(&page))
        })
        .collect();
    let opened = Screens::open().opened(10_000);
    let all = [
        ("all letters made larger or smaller", zoomed),
        ("1 MB pasted into the filter", pasted()),
        ("a new file of 1 MB, 10,000 lines, opened as a difference", opened),
    ];
    for (what, times) in all {
        let title = format!("P6: the longest frame, {what}");
        let told = format!("{} ms", number(times.at(100)));
        table.add(&title, "≤ 50 ms", told, "", times.at(100) / FROZEN);
    }
}

/// The frames after a megabyte was pasted into the filter.
fn pasted() -> Times {
    let survey: &'static Survey = Box::leak(Box::new(samples::cluster::survey(&Lens::default(), 10_000)));
    let view = samples::view(ScreenView::Cluster(Box::new(samples::cluster::page(survey))));
    let mut memory = UiMemory::default();
    let mut harness = Harness::builder()
        .with_size([1_440.0, 900.0])
        .with_context_setup(theme::install)
        .build_ui(move |ui| drop(ui::draw(ui, &view, &mut memory)));
    harness.run_steps(3);
    harness.get_by_role(egui::accesskit::Role::TextInput).focus();
    harness.run_steps(2);
    harness.event(egui::Event::Paste("depot-server ".repeat(80_000)));
    (0..5).map(|_| timed(|| harness.step())).collect()
}

fn timed(work: impl FnOnce()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}
