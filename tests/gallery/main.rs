//! Shows the screens with sample data, without a cluster: `cargo run --example gallery --features inspection -- NAME
//! [light|dark|contrast] [WxH] [PERCENT] [en|de]`.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use changeover::manifest::drift::Drift;
use changeover::observed::survey::{Lens, Section, Survey};
use changeover::ui::{self, UiCommand, UiMemory, theme, theme::Appearance, view::*};
pub use changeover::{action, failure, journal, logbook, manifest, names, observed, record, words};

#[path = "../../src/ui/samples/mod.rs"]
mod samples;

struct Gallery {
    name: String,
    memory: UiMemory,
    appearance: Appearance,
    live: observed::Observed,
    stale: observed::Observed,
    log: Vec<String>,
    /// A key that is pressed once, in an early frame.
    press: Option<(egui::Modifiers, egui::Key)>,
    frames: u32,
}

/// What is called over a page: the page beneath, and the key that calls it.
const CALLED: &[(&str, &str, egui::Modifiers, egui::Key)] = &[
    ("commands", "start", egui::Modifiers::COMMAND, egui::Key::K),
    ("commands-step", "ready", egui::Modifiers::COMMAND, egui::Key::K),
    ("commands-cluster", "cluster-detail", egui::Modifiers::COMMAND, egui::Key::K),
    ("keys", "start", egui::Modifiers::NONE, egui::Key::Questionmark),
    ("timeline", "ready-timeline", egui::Modifiers::COMMAND, egui::Key::T),
    ("help", "start", egui::Modifiers::NONE, egui::Key::F1),
    ("help-step", "ready", egui::Modifiers::NONE, egui::Key::F1),
    ("help-cluster", "cluster", egui::Modifiers::NONE, egui::Key::F1),
];

fn main() -> eframe::Result {
    let mut args = std::env::args().skip(1);
    let name = args.next().unwrap_or_else(|| "start".to_owned());
    let appearance = match args.next().as_deref() {
        Some("light") => Appearance::Light,
        Some("contrast") => Appearance::HighContrast,
        _ => Appearance::Dark,
    };
    let size = args.next().unwrap_or_default();
    let size = size.split_once('x').and_then(|(wide, high)| Some([wide.parse().ok()?, high.parse().ok()?]));
    let percent: f32 = args.next().and_then(|percent| percent.parse().ok()).unwrap_or(100.0);
    let language = args.next().and_then(|tag| words::Language::of(&tag));
    words::choose(language.unwrap_or_default());
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_inner_size(size.unwrap_or([1440.0_f32, 900.0])),
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "gallery",
        options,
        Box::new(move |creation| {
            theme::install(&creation.egui_ctx);
            theme::apply(&creation.egui_ctx, appearance);
            let called = CALLED.iter().find(|(called, ..)| *called == name);
            let press = called.map(|(_, _, modifiers, key)| (*modifiers, *key));
            let name = called.map_or(name, |(_, page, ..)| (*page).to_owned());
            creation.egui_ctx.set_zoom_factor(percent / 100.0);
            Ok(Box::new(Gallery {
                press,
                frames: 0,
                memory: memory_of(&name),
                name,
                appearance,
                live: samples::observed(),
                stale: samples::observed_stale(),
                log: samples::log(4000),
            }))
        }),
    )
}

impl eframe::App for Gallery {
    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn raw_input_hook(&mut self, egui_ctx: &egui::Context, input: &mut egui::RawInput) {
        self.frames += 1;
        if self.frames < 5 {
            egui_ctx.request_repaint();
        } else if let Some((modifiers, key)) = self.press.take() {
            let (physical_key, pressed, repeat) = (None, true, false);
            input.events.push(egui::Event::Key { key, physical_key, pressed, repeat, modifiers });
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        let mut chosen = self.name.clone();
        let view = view(&self.name, &self.live, &self.stale, &self.log);
        for command in ui::draw(ui, &view, &mut self.memory) {
            println!("{command:?}");
            match command {
                UiCommand::ChooseAppearance(appearance) => {
                    self.appearance = appearance;
                    theme::apply(ui.ctx(), appearance);
                }
                UiCommand::CancelDialog => chosen = "ready".to_owned(),
                UiCommand::OpenAddress(name) => chosen = name,
                _ => {}
            }
        }
        drop(view);
        self.name = chosen;
    }
}

fn view<'a>(
    name: &str,
    live: &'a observed::Observed,
    stale: &'a observed::Observed,
    log: &'a [String],
) -> View<'a> {
    let steps = samples::steps_by_state();
    let wizard = |step: StepView<'a>| {
        samples::view(ScreenView::Wizard(Box::new(samples::wizard(MiddleView::Step(Box::new(step)), live))))
    };
    match name {
        "start" => samples::view(ScreenView::Start(Box::new(samples::start()))),
        "trouble" => {
            let mut view = samples::view(ScreenView::Start(Box::new(samples::start_in_trouble())));
            view.notices.push(NoticeView {
                id: 1,
                tone: Tone::Bad,
                what: NoticeText::Failure(samples::failure()),
            });
            view
        }
        "begun" => {
            let start = StartView {
                unfinished: samples::unfinished(),
                finished: samples::finished(),
                ..samples::start()
            };
            samples::view(ScreenView::Start(Box::new(start)))
        }
        name if samples::sheet(name).is_some() => {
            samples::view(ScreenView::Start(Box::new(samples::sheet(name).unwrap_or_default())))
        }
        "cluster" | "cluster-pods" | "cluster-drift" | "cluster-drift-row" | "cluster-detail"
        | "cluster-events" | "cluster-yaml" | "cluster-logs" => cluster(name),
        "route" | "route-broken" | "route-shared" | "route-refused" => route(name),
        "history-none" | "history-one" | "history-many" | "history-no-hit" | "history-record"
        | "history-shared" | "history-unfinished" => history(name),
        "dropping" => {
            let view = samples::view(ScreenView::Start(Box::new(samples::start())));
            View { dropping: Some(samples::dropping()), ..view }
        }
        "settings" => samples::view(ScreenView::Settings(Box::new(samples::settings()))),
        "settings-changed" => {
            let mut view = samples::view(ScreenView::Settings(Box::new(samples::settings_changed())));
            view.bar.is_read_only = true;
            view
        }
        "checks-running" | "checks-good" | "checks-bad" | "checks-passed" | "checks-old" => checks(name),
        "ready-timeline" => {
            let timeline: &'static changeover::record::Timeline = Box::leak(Box::new(samples::timeline()));
            let wizard = samples::wizard(MiddleView::Step(Box::new(samples::step())), live);
            let wizard = WizardView { timeline: Some(timeline), ..wizard };
            samples::view(ScreenView::Wizard(Box::new(wizard)))
        }
        "empty" => samples::view(ScreenView::Start(Box::default())),
        "finish" => samples::view(ScreenView::Wizard(Box::new(samples::wizard(
            MiddleView::Finish(samples::finish()),
            live,
        )))),
        "stale" => samples::view(ScreenView::Wizard(Box::new(samples::wizard(
            MiddleView::Step(Box::new(samples::step())),
            stale,
        )))),
        "log" => {
            let mut step = steps["running"].clone();
            step.diffs.clear();
            step.happening = None;
            step.output = Some(OutputView {
                source: String::new(),
                title: "Log of depot-pgbackup-manual-1.0.188".to_owned(),
                lines: log,
                dropped: 12,
                is_open: true,
            });
            wizard(step)
        }
        "question" | "announcement" | "commit" => {
            let mut step = StepView { diffs: Vec::new(), happening: None, command: None, ..samples::step() };
            step.form = form(name);
            wizard(step)
        }
        "dialog" | "typed" | "ticks" => {
            let mut view = wizard(samples::step());
            view.dialog = Some(match name {
                "dialog" => samples::dialog(),
                "typed" => samples::dialog_typed(),
                _ => samples::dialog_ticks(),
            });
            view
        }
        state => match (back(name, live), steps.get(state)) {
            (Some(view), _) => view,
            (None, step) => wizard(step.cloned().unwrap_or_else(samples::step)),
        },
    }
}

/// The checks before a start, on their own page.
fn checks(name: &str) -> View<'static> {
    let (checks, blocked) = match name {
        "checks-running" => (samples::ready::running(), "Checking"),
        "checks-bad" => (samples::ready::bad(), "A check speaks against the start"),
        "checks-passed" => (samples::ready::passed(), ""),
        "checks-old" => (samples::ready::stale(), ""),
        _ => (samples::ready::good(), ""),
    };
    let blocked = (!blocked.is_empty()).then(|| blocked.to_owned()).into_iter().collect();
    let start = StartView { checks: Some(checks), blocked, ..samples::start() };
    samples::view(ScreenView::Start(Box::new(start)))
}

fn memory_of(name: &str) -> UiMemory {
    let mut memory = UiMemory::default();
    memory.show_checks(name.starts_with("checks-"));
    memory
}

/// The way back, deeds whose end nobody saw, a change that another holds.
fn back<'a>(name: &str, live: &'a observed::Observed) -> Option<View<'a>> {
    let shown = |middle| samples::wizard(middle, live);
    let decide = |view| {
        let rail = samples::rail();
        let wizard = WizardView { rail, ..shown(MiddleView::Decide(Box::new(view))) };
        Some(samples::view(ScreenView::Wizard(Box::new(wizard))))
    };
    match name {
        "decide" => decide(samples::decide()),
        "decide-only" => decide(samples::decide_only()),
        "decide-trouble" => decide(samples::decide_in_trouble()),
        "back" => Some(samples::going_back(live)),
        "holder" => {
            let step = StepView { main: None, others: Vec::new(), ..samples::step() };
            let holder = Some(samples::holder());
            let wizard = WizardView { holder, deeds: Vec::new(), ..shown(MiddleView::Step(Box::new(step))) };
            Some(samples::view(ScreenView::Wizard(Box::new(wizard))))
        }
        world => {
            let (_, world) = samples::worlds().into_iter().find(|(known, _)| *known == world)?;
            let step = samples::step_unknown(world);
            Some(samples::view(ScreenView::Wizard(Box::new(shown(MiddleView::Step(Box::new(step)))))))
        }
    }
}

fn form(name: &str) -> StepForm {
    match name {
        "question" => StepForm::Question(QuestionView {
            question: "Is the site answering, and can the data be refreshed with the app?".to_owned(),
            answers: vec![
                AnswerView { id: "yes".to_owned(), label: "Yes, all is well".to_owned(), tone: Tone::Good },
                AnswerView {
                    id: "no".to_owned(),
                    label: "No, something is wrong".to_owned(),
                    tone: Tone::Bad,
                },
            ],
            given: None,
        }),
        "announcement" => StepForm::Announcement(AnnouncementView {
            to: "sysadmin@example.org, users@example.org".to_owned(),
            subject: "The depot server was updated to 1.0.188".to_owned(),
            body: "Hello,\n\nthe depot server was updated to version 1.0.188.\n\nRegards".to_owned(),
            is_open: true,
        }),
        _ => StepForm::CommitMessage(CommitView {
            message: "Depot: deploy 1.0.188\n\nCloses #1234".to_owned(),
            files: vec!["deployments/depot.yml".to_owned()],
            author: "Admin <admin@example.org>".to_owned(),
            is_open: true,
        }),
    }
}

/// The history; the samples live as long as the program.
fn history<'a>(name: &str) -> View<'a> {
    static MADE: Mutex<BTreeMap<String, &'static samples::history::History>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let history = made.entry(name.to_owned()).or_insert_with(|| {
        let history = samples::history::History::of(match name {
            "history-none" => 0,
            "history-one" => 1,
            _ => 500,
        });
        let words = if name == "history-no-hit" { "nowhere" } else { "" };
        Box::leak(Box::new(history.through(record::Filter { words: words.to_owned(), ..Default::default() })))
    });
    let page = match name {
        "history-record" => history.record(3),
        "history-shared" => history.record_shared(3),
        "history-unfinished" => history.record(0),
        _ => history.page(),
    };
    samples::view(ScreenView::History(Box::new(page)))
}

/// A route closely; the samples live as long as the program.
fn route<'a>(name: &str) -> View<'a> {
    static MADE: Mutex<Option<ClusterView<'static>>> = Mutex::new(None);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let page = made.get_or_insert_with(|| {
        let way = match name {
            "route" => samples::way::good(),
            "route-broken" => samples::way::broken(),
            "route-shared" => samples::way::shared(),
            _ => samples::way::refused(),
        };
        let survey: &'static Survey = Box::leak(Box::new(samples::way::survey()));
        let key = Box::leak(Box::new(samples::way::key(&way)));
        let site = way.url().filter(|_| name == "route").map(|url| SiteView {
            url: Box::leak(url.into_boxed_str()),
            is_loading: false,
            seen: Some(Box::leak(Box::new(samples::way::answer()))),
            at: survey.rows.first().and_then(|item| item.created),
            failure: None,
        });
        let chosen = Some(samples::way::chosen(way, key, site));
        ClusterView { chosen, ..samples::cluster::page(survey) }
    });
    samples::view(ScreenView::Cluster(Box::new(page.clone())))
}

/// The cluster page; the samples of one name live as long as the program.
fn cluster<'a>(name: &str) -> View<'a> {
    static MADE: Mutex<BTreeMap<String, ClusterView<'static>>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let page = made.entry(name.to_owned()).or_insert_with(|| {
        let section = if name == "cluster-pods" { Section::Pods } else { Section::Workloads };
        let lens = Lens { section, ..Lens::default() };
        let survey: &'static Survey = Box::leak(Box::new(samples::cluster::survey(&lens, 10_000)));
        let part = match name {
            "cluster-detail" => Some(DetailPart::Overview),
            "cluster-events" => Some(DetailPart::Events),
            "cluster-yaml" => Some(DetailPart::Yaml),
            "cluster-logs" => Some(DetailPart::Logs),
            _ => None,
        };
        let (key, detail) =
            (Box::leak(Box::new(samples::cluster::key())), Box::leak(Box::new(samples::cluster::detail())));
        let mut chosen = part.map(|part| samples::cluster::chosen(survey, key, detail, part));
        if let Some(chosen) = chosen.as_mut().filter(|_| name == "cluster-logs") {
            // Line nine million.
            let seen = Box::leak(Box::new(std::sync::Arc::new(samples::cluster_log::seen(
                9_000_042,
                300,
                "timed out",
            ))));
            chosen.log = Some(samples::cluster_log::view(seen));
        }
        let page = ClusterView { chosen, ..samples::cluster::page(survey) };
        if !name.starts_with("cluster-drift") {
            return page;
        }
        let diff: &'static changeover::manifest::Diff = Box::leak(Box::new(samples::drift::difference()));
        let found: &'static Drift = Box::leak(Box::new(samples::drift::found()));
        let mut page = samples::drift::shown(page, found);
        page.drift.chosen = (name == "cluster-drift-row").then(|| samples::drift::closely(diff));
        page
    });
    samples::view(ScreenView::Cluster(Box::new(page.clone())))
}
