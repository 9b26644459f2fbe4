//! What it is for: the buttons at the foot of a step.
//! In: the main deed and the others that the view names. Out: wishes, reasons asked first where one is needed.
//! Never: a button of its own accord.

use egui::{Align, Layout, Ui};

use crate::{
    ui::{
        UiCommand,
        memory::{SmallDialog, SmallPurpose, UiMemory},
        theme::{Palette, Type, gap},
        view::{OtherDeed, StepView, Tone},
        widgets::{ButtonKind, button, label},
    },
    words,
};

use super::unknown;

pub(super) fn draw(ui: &mut Ui, view: &StepView<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    if let Some(blocked) = view.main.as_ref().and_then(|main| main.blocked.as_ref()) {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            label(ui, blocked, Type::Small, palette.tone(Tone::Warn).0);
        });
    }
    ui.with_layout(Layout::right_to_left(Align::Max), |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        if let Some(main) = &view.main
            && button(ui, ButtonKind::of(main.tone), &main.label, main.blocked.is_none()).clicked()
        {
            out.push(UiCommand::Ask(view.step.clone()));
        }
        ui.with_layout(Layout::left_to_right(Align::Max).with_main_wrap(true), |ui| {
            ui.set_min_height(gap::CONTROL);
            ui.spacing_mut().item_spacing.x = 10.0;
            if let Some(open) = &view.unknown {
                unknown::buttons(ui, view, open, memory, out);
            }
            for other in &view.others {
                one(ui, other, view, memory, out);
            }
        });
    });
}

fn one(ui: &mut Ui, other: &OtherDeed, view: &StepView<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let step = view.step.clone();
    let small = |purpose| SmallDialog::new(purpose, &view.step, &view.title);
    let name = match other {
        OtherDeed::Skip => words::text("wizard-skip"),
        OtherDeed::GoOn | OtherDeed::Waive => words::text("wizard-go-on"),
        OtherDeed::Undo => words::text("wizard-undo-step"),
        OtherDeed::TryAgain => words::text("wizard-try-again"),
        OtherDeed::LookAgain => words::text("wizard-look-again"),
        OtherDeed::StopWaiting => words::text("wizard-stop-waiting"),
        OtherDeed::AddNote => words::text("wizard-add-note"),
        OtherDeed::Named { label, .. } => label.clone(),
    };
    let is_nevertheless = matches!(other, OtherDeed::GoOn | OtherDeed::Waive);
    let kind = if is_nevertheless { ButtonKind::Warn } else { ButtonKind::Quiet };
    if !button(ui, kind, &name, true).clicked() {
        return;
    }
    match other {
        OtherDeed::Skip => memory.small = Some(small(SmallPurpose::Skip)),
        OtherDeed::GoOn => memory.small = Some(small(SmallPurpose::GoOn)),
        OtherDeed::Waive => memory.small = Some(small(SmallPurpose::Waive)),
        OtherDeed::AddNote => memory.small = Some(small(SmallPurpose::Note)),
        OtherDeed::Undo => out.push(UiCommand::UndoStep(step)),
        OtherDeed::TryAgain => out.push(UiCommand::TryAgain(step)),
        OtherDeed::LookAgain => out.push(UiCommand::LookAgain(step)),
        OtherDeed::StopWaiting => out.push(UiCommand::StopWaiting(step)),
        OtherDeed::Named { id, .. } => out.push(UiCommand::Named { step, id: id.clone() }),
    }
}
