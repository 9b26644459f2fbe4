//! One frame as the window draws it, without a window: the screens, a headless egui, and shapes made ready for the
//! graphics card. What the card (or its software) does then is left out.

use std::{
    borrow::Cow,
    sync::Arc,
    time::{Duration, Instant},
};

use changeover::{
    logbook::seen::Seen,
    manifest::Diff,
    observed::{
        Observed,
        survey::{Lens, Section, Survey},
    },
    ui::{
        self, UiMemory, theme,
        view::{
            ClusterView, DetailPart, DiffView, MiddleView, OutputView, RailSection, ScreenView, StepView,
            View,
        },
    },
};

use crate::{samples, table::Times};

/// Steps of the wizard.
const STEPS: usize = 40;
/// Lines of the logs before the shown ones.
const LINES: u64 = 9_000_000;
/// Milliseconds of a frame at 60 a second.
const FRAME: f64 = 1.0 / 60.0;

/// A headless window and what its screens remember.
pub(crate) struct Screens {
    /// One for each screen: what one of them leaves out must not be made anew for the other.
    windows: [(egui::Context, UiMemory); 2],
    time: f64,
    live: Observed,
    log: Vec<String>,
}

/// What the cluster page shows in one frame.
#[derive(Debug)]
pub(crate) struct Page {
    survey: Survey,
    seen: Arc<Seen>,
}

impl Page {
    /// So many pods, with other states and later log lines at every turn, as when all of them change.
    pub(crate) fn new(pods: usize, turn: u64) -> Self {
        let lens = Lens { section: Section::Pods, ..Lens::default() };
        let mut survey = samples::cluster::survey(&lens, pods);
        let rows = Arc::make_mut(&mut survey.rows);
        for (number, row) in (0_u64..).zip(rows.iter_mut()) {
            if (number + turn).is_multiple_of(10) {
                let row = Arc::make_mut(row);
                row.state = format!("Waiting: turn {turn}").into();
                row.generation = turn.cast_signed();
            }
        }
        let seen = Arc::new(samples::cluster_log::seen(LINES + turn * 16, 60, ""));
        Self { survey, seen }
    }
}

impl Screens {
    /// A window of 1440×900 points, in which both screens were drawn already.
    pub(crate) fn open() -> Self {
        let windows = [(); 2].map(|()| {
            let context = egui::Context::default();
            theme::install(&context);
            (context, UiMemory::default())
        });
        let mut screens = Self { windows, time: 0.0, live: samples::observed(), log: samples::log(4_000) };
        for turn in 0..5 {
            screens.frame(&Page::new(100, turn));
        }
        screens
    }

    /// Draws the cluster page with a log pane, then the wizard with 40 steps and a log pane; how long both took. What is
    /// drawn is made beforehand: that is the background's work.
    pub(crate) fn frame(&mut self, page: &Page) -> Duration {
        let (key, detail) = (samples::cluster::key(), samples::cluster::detail());
        let mut closely = samples::cluster::chosen(&Survey::default(), &key, &detail, DetailPart::Logs);
        closely.log = Some(samples::cluster_log::view(&page.seen));
        let cluster = ClusterView { chosen: Some(closely), ..samples::cluster::page(&page.survey) };
        let cluster = samples::view(ScreenView::Cluster(Box::new(cluster)));
        let output = OutputView {
            source: String::new(),
            title: "Log".to_owned(),
            lines: &self.log,
            dropped: 12,
            is_open: true,
        };
        let step = StepView { output: Some(output), diffs: Vec::new(), ..samples::step() };
        let mut wizard = samples::wizard(MiddleView::Step(Box::new(step)), &self.live);
        wizard.rail = rail();
        let wizard = samples::view(ScreenView::Wizard(Box::new(wizard)));
        self.time += FRAME;
        let began = Instant::now();
        for (view, window) in [&cluster, &wizard].into_iter().zip(&mut self.windows) {
            draw(view, window, self.time);
        }
        began.elapsed()
    }

    /// Opens a step with a file that is all new: so many lines of 100 bytes; how long the first frames took.
    pub(crate) fn opened(&mut self, lines: usize) -> Times {
        let line = |number: usize| format!("+{number:0>100}");
        let diff = Diff::of_text(&(0..lines).map(line).collect::<Vec<_>>()).expect("a difference");
        let diff = DiffView { title: "Difference to the cluster".into(), diff: Cow::Owned(diff) };
        let step = StepView { diffs: vec![diff], ..samples::step() };
        let wizard = samples::wizard(MiddleView::Step(Box::new(step)), &self.live);
        let wizard = samples::view(ScreenView::Wizard(Box::new(wizard)));
        let [_, window] = &mut self.windows;
        let mut time = self.time;
        Times::of(5, || {
            time += FRAME;
            let began = Instant::now();
            draw(&wizard, window, time);
            began.elapsed()
        })
    }

    /// Makes all letters larger or smaller, from the next frame on.
    pub(crate) fn zoom(&self, factor: f32) {
        for (context, _) in &self.windows {
            context.set_zoom_factor(factor);
        }
    }
}

/// One frame of a window of 1440×900 points, ready for the graphics card.
fn draw(view: &View<'_>, (context, memory): &mut (egui::Context, UiMemory), time: f64) {
    let input = egui::RawInput {
        screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1_440.0, 900.0))),
        time: Some(time),
        focused: true,
        ..egui::RawInput::default()
    };
    let output = context.run_ui(input, |ui| drop(ui::draw(ui, view, memory)));
    drop(context.tessellate(output.shapes, output.pixels_per_point));
}

/// The sample's steps, again and again until there are 40.
fn rail() -> Vec<RailSection> {
    let sample = samples::rail();
    let entries = sample.iter().flat_map(|section| &section.entries).cycle().take(STEPS);
    vec![RailSection {
        title: "All".to_owned(),
        entries: entries.cloned().collect(),
        ..RailSection::default()
    }]
}
