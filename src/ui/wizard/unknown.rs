//! What it is for: a deed whose end nobody saw: what was sent, what the world says now, and how the person settles it.
//! In: an [`UnknownView`]. Out: "it happened", "it did not", "ask again". Never: an answer without a reason where the world does not agree.

use egui::{Align, Layout, Ui};

use crate::{
    ui::{
        UiCommand,
        memory::{SmallDialog, SmallPurpose, UiMemory},
        theme::{Palette, Type},
        view::{BulletMark, BulletView, Chip, StepView, Tone, UnknownView, WorldSays, WorldView},
        widgets::{
            ButtonKind, Head, announce, bullets, button, card, copy_button, failure, from_right, label,
            nothing, rich, truncated, well,
        },
    },
    words::{self, Sentence},
};

/// The two cards.
pub(super) fn cards(ui: &mut Ui, view: &UnknownView, memory: &mut UiMemory) {
    sent(ui, view, memory);
    world(ui, &view.world);
}

fn sent(ui: &mut Ui, view: &UnknownView, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    let title = words::text("wizard-unknown");
    card(ui, &Head { title: &title, ..Head::default() }, nothing, |ui| {
        rich(ui, &words::text("wizard-unknown-about"), Type::Body, palette.text);
        if view.is_once {
            let words = words::text("wizard-unknown-once");
            bullets(ui, &[BulletView::new(BulletMark::Warn, words)]);
        }
        from_right(ui, |ui| {
            if !view.command.is_empty() {
                copy_button(ui, memory, &words::text("wizard-copy-command"), || view.command.clone());
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let words = Sentence::new("wizard-unknown-sent").with("when", view.sent.clone()).text();
                truncated(ui, &words, Type::Small, palette.dim);
            });
        });
        if !view.command.is_empty() {
            well(ui, |ui| label(ui, &view.command, Type::Code, palette.text));
        }
    });
}

fn world(ui: &mut Ui, view: &WorldView) {
    let palette = Palette::of(ui);
    let title = words::text("wizard-world");
    let (chip, note) = match view {
        WorldView::Asking => (Chip::busy(words::text("wizard-world-asking")), String::new()),
        WorldView::Failed(_) => (Chip::new(Tone::Bad, words::text("wizard-world-failed")), String::new()),
        WorldView::Said { answer, at, .. } => {
            let (tone, key) = match answer {
                WorldSays::Happened => (Tone::Good, "wizard-world-happened"),
                WorldSays::DidNot => (Tone::Info, "wizard-world-did-not"),
                WorldSays::CannotTell => (Tone::Warn, "wizard-world-cannot-tell"),
            };
            let note = Sentence::new("wizard-world-at").with("time", at.clone()).text();
            (Chip::new(tone, words::text(key)), if at.is_empty() { String::new() } else { note })
        }
    };
    card(ui, &Head { title: &title, note: &note, far: Some(&chip), ..Head::default() }, nothing, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        match view {
            WorldView::Asking => {
                label(ui, &words::text("wizard-world-waiting"), Type::Body, palette.dim);
            }
            WorldView::Failed(what) => failure(ui, what),
            WorldView::Said { evidence, .. } => {
                announce(ui, "world", &chip.words, chip.tone);
                bullets(ui, evidence);
            }
        }
    });
}

/// The words of the buttons, for measuring.
pub(super) fn names(view: &UnknownView) -> [String; 3] {
    [name_of(view, true), name_of(view, false), words::text("wizard-ask-world")]
}

/// Three dots where a question for the reason follows.
fn name_of(view: &UnknownView, happened: bool) -> String {
    let words = words::text(if happened { "wizard-it-happened" } else { "wizard-it-did-not" });
    let is_asking = matches!(view.world, WorldView::Asking);
    if view.world.agrees(happened) || is_asking { words } else { format!("{words}…") }
}

/// The three buttons at the foot of the step.
pub(super) fn buttons(
    ui: &mut Ui,
    step: &StepView<'_>,
    view: &UnknownView,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let is_open = !matches!(view.world, WorldView::Asking) && step.blocked.is_none();
    for happened in [true, false] {
        let agrees = view.world.agrees(happened);
        let kind = if agrees { ButtonKind::Main } else { ButtonKind::Quiet };
        if !button(ui, kind, &name_of(view, happened), is_open).clicked() || !is_open {
            continue;
        }
        if agrees {
            out.push(UiCommand::Settle { step: step.step.clone(), happened, reason: None });
        } else {
            let purpose = if happened { SmallPurpose::Happened } else { SmallPurpose::DidNot };
            memory.small = Some(SmallDialog::new(purpose, &step.step, &step.title));
        }
    }
    if button(ui, ButtonKind::Quiet, &words::text("wizard-ask-world"), is_open).clicked() && is_open {
        out.push(UiCommand::AskWorldAgain(step.step.clone()));
    }
}
