//! What it is for: the screens as a person meets them: found by label, used by click and key.
//! In: sample views. Out: commands. Pictures of them lie in `tests/fixtures/pictures`.

use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use super::{UiCommand, UiMemory, draw, samples, theme, view::*};

mod aloud;
mod attach;
mod back;
mod cluster;
mod cluster_log;
mod columns;
mod dialog;
mod drift;
mod everywhere;
mod german;
mod history;
mod last_known;
mod overlay;
mod pictures;
mod practice;
mod rest;
mod settings;
mod start;
mod ticket;
mod way;
mod wizard;

/// A window with one view, and everything that it asked for.
struct Window {
    view: View<'static>,
    memory: UiMemory,
    commands: Vec<UiCommand>,
}

/// Opens a view in a window of 1440×900.
fn open(view: View<'static>) -> Harness<'static, Window> {
    open_with(view, UiMemory::default())
}

/// The same with what is remembered.
fn open_with(view: View<'static>, memory: UiMemory) -> Harness<'static, Window> {
    let window = Window { view, memory, commands: Vec::new() };
    let mut harness =
        Harness::builder().with_size([1440.0, 900.0]).with_context_setup(set_up).build_ui_state(
            |ui, window: &mut Window| {
                let commands = draw(ui, &window.view, &mut window.memory);
                window.commands.extend(commands);
            },
            window,
        );
    harness.run_steps(3);
    harness
}

fn set_up(ctx: &egui::Context) {
    theme::install(ctx);
    samples::picture::letters(ctx);
}

fn live() -> &'static crate::observed::Observed {
    Box::leak(Box::new(samples::observed()))
}

fn wizard_view(step: StepView<'static>) -> View<'static> {
    let middle = MiddleView::Step(Box::new(step));
    samples::view(ScreenView::Wizard(Box::new(samples::wizard(middle, live()))))
}

fn start_view(start: StartView) -> View<'static> {
    samples::view(ScreenView::Start(Box::new(start)))
}

/// Clicks the button of that name and draws twice.
fn click(harness: &mut Harness<'static, Window>, name: &str) {
    harness.get_by_role_and_label(egui::accesskit::Role::Button, name).click();
    harness.run_steps(2);
}

/// A key pressed and let go, a frame each.
fn press(harness: &mut Harness<'static, Window>, key: egui::Key) {
    for pressed in [true, false] {
        let modifiers = egui::Modifiers::NONE;
        harness.event(egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
        harness.step();
    }
    harness.run_steps(2);
}

/// What was asked for since the last look.
fn taken(harness: &mut Harness<'static, Window>) -> Vec<UiCommand> {
    std::mem::take(&mut harness.state_mut().commands)
}

/// The names of all buttons.
fn buttons(harness: &Harness<'static, Window>) -> Vec<String> {
    harness
        .query_all_by_role(egui::accesskit::Role::Button)
        .filter_map(|node| node.accesskit_node().label())
        .collect()
}
